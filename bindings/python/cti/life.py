# SPDX-License-Identifier: MIT
"""How long a client lives, and what its threads may do with it meanwhile."""
from __future__ import annotations

import asyncio
import logging
import threading
import warnings
from typing import (Any, Callable, Deque, Dict, List, Optional, Set, TypeVar)
from collections import deque

from . import _callbacks
from ._generated import ESTATE, LogLevel
from ._text import Keeper, check, decode, error, ffi, lib
from .customers import Lookup, when_ready

LogFn = Callable[[LogLevel, str], Any]
ReportFn = Callable[[str, BaseException], Any]
Self = TypeVar("Self", bound="Life")
_logger = logging.getLogger("cti")
_LEVELS = {LogLevel.ERROR: logging.ERROR, LogLevel.WARN: logging.WARNING,
           LogLevel.INFO: logging.INFO, LogLevel.DEBUG: logging.DEBUG}


class ClosedError(ESTATE):
    """The client is closed."""
    text = "the client is closed; make another one"


def log_to_logging(level: LogLevel, text: str) -> None:
    """Where log lines go unless told: the logger "cti"."""
    _logger.log(_LEVELS[level], "%s", text)


def report_to_logging(what: str, problem: BaseException) -> None:
    """Where exceptions of callbacks go unless told: the logger "cti"."""
    _logger.error("%s failed: %s", what, problem, exc_info=problem)


class _SideLoop:
    """An asyncio loop for asynchronous callbacks of who does not run one."""
    lock = threading.Lock()
    loop: Optional[asyncio.AbstractEventLoop] = None

    @classmethod
    def get(cls) -> asyncio.AbstractEventLoop:
        with cls.lock:
            if cls.loop is None:
                cls.loop = asyncio.new_event_loop()
                threading.Thread(target=cls.loop.run_forever, daemon=True,
                                 name="cti-callbacks").start()
            return cls.loop


class Life:
    """What every part of a client needs: its handle, and who uses it."""

    def __init__(self, log: LogFn, log_level: LogLevel,
                 on_error: ReportFn) -> None:
        self._closed = True  # until there is something to close
        self._closing = True
        self._cond = threading.Condition(threading.RLock())
        self._calls = threading.RLock()
        self._things: Dict[int, Any] = {}
        self._lookups: Set[Lookup] = set()
        self._tasks: Set[Any] = set()
        self._ready: Deque[Dict[str, Any]] = deque()
        self._batch = ffi.gc(ffi.new("struct cti_py_batch *"),
                             lib.cti_py_done)
        self._inside: Dict[int, int] = {}
        self._thrown: Optional[BaseException] = None
        self.on_error = on_error
        self._open(log, log_level)

    def _open(self, log: LogFn, log_level: LogLevel) -> None:
        if not callable(log):
            raise TypeError("log must be callable, not %s"
                            % type(log).__name__)
        opts = ffi.new("cti_client_opts *")
        opts.size = ffi.sizeof("cti_client_opts")
        opts.on_log = _callbacks.LOG
        opts.log_level = int(log_level)
        opts.user = _callbacks.pointer(_callbacks.keep(self, log))
        out = ffi.new("cti_client **")
        check(lib.cti_client_new(out, opts))
        self._handle = out[0]
        self._closed = self._closing = False

    # --- open, close, and who is inside ---

    def _enter(self) -> Any:
        """The handle, which lives until _leave()."""
        me = threading.get_ident()
        with self._cond:
            # Callbacks may still use what is only about to be closed.
            if self._closing and me not in self._inside:
                raise ClosedError()
            self._inside[me] = self._inside.get(me, 0) + 1
        return self._handle

    def _leave(self) -> None:
        me = threading.get_ident()
        with self._cond:
            self._inside[me] -= 1
            if not self._inside[me]:
                del self._inside[me]
            last = self._closing and not self._inside and not self._closed
            if last:
                self._closed = True
        if last:
            self._finish()

    def close(self) -> None:
        """
        Close all links and free everything. Another thread that fetches events
        gets ClosedError, or its iteration ends. In a callback, the client is
        closed as soon as that is over. A second time does nothing.
        """
        with self._cond:
            if self._closed and not self._inside:
                return
            self._closing = True
            lib.cti_wake(self._handle)
            self._cond.notify_all()
            last = not self._inside and not self._closed
            if last:
                self._closed = True
        self._stop_readers()
        if last:
            self._finish()
            return
        if threading.get_ident() in self._inside:
            return
        with self._cond:
            self._cond.wait_for(lambda: self._handle is None)

    def _finish(self) -> None:
        """By the last one who leaves."""
        self._stop_readers()
        lib.cti_client_close(self._handle)
        for task in list(self._tasks):
            self._cancel(task)
        for lookup in list(self._lookups):
            self._drop(lookup)
        lib.cti_py_done(self._batch)
        self._ready.clear()
        for number in list(self._things):
            thing = _callbacks.forget(self, number)
            self._end_pending(thing)
        with self._cond:
            self._handle = None
            self._cond.notify_all()

    @property
    def closed(self) -> bool:
        """Whether it is closed, or will be as soon as it can."""
        return self._closing

    def _stop_readers(self) -> None:
        """Nobody waits any more for what there is to fetch."""
        raise NotImplementedError

    def _end_pending(self, thing: Any) -> None:
        """What was under way will not end any more by itself."""
        raise NotImplementedError

    def __enter__(self: Self) -> Self:
        if self._closing:
            raise ClosedError()
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    async def __aenter__(self: Self) -> Self:
        return self.__enter__()

    async def __aexit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:
        if not getattr(self, "_closed", True):
            warnings.warn("a cti.Client was not closed; use `with`",
                          ResourceWarning, source=self)
            self.close()

    # --- callbacks ---

    def _guard(self, what: str, fn: Callable[..., Any], *args: Any) -> Any:
        """Call what is the application's: no exception gets into C."""
        try:
            return fn(*args)
        except Exception as problem:
            self._report(what, problem)
        except BaseException as problem:
            # Ctrl-C and the like belong to who fetches events.
            self._thrown = problem
        return None

    def _report(self, what: str, problem: BaseException) -> None:
        try:
            self.on_error(what, problem)
        except Exception as worse:
            report_to_logging("on_error", worse)

    def _later(self, awaitable: Any, done: Callable[[Any], None]) -> None:
        """Run an asynchronous callback: on the loop that fetches events."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            future: Any = asyncio.run_coroutine_threadsafe(
                when_ready(awaitable), _SideLoop.get())
        else:
            future = loop.create_task(when_ready(awaitable))
        self._tasks.add(future)
        future.add_done_callback(self._tasks.discard)
        future.add_done_callback(done)

    @staticmethod
    def _cancel(task: Any) -> None:
        """An asynchronous callback that nobody waits for any more."""
        if isinstance(task, asyncio.Task):
            try:
                task.get_loop().call_soon_threadsafe(task.cancel)
            except RuntimeError:
                pass  # its loop is closed, and it with it
        else:
            task.cancel()

    def _drop(self, lookup: Lookup) -> None:
        """Nobody listens to the answer; its memory is given back."""
        with self._cond:
            if lookup not in self._lookups:
                return
            self._lookups.discard(lookup)
        lib.cti_lookup_answer(lookup._handle, ffi.NULL, 0)

    # --- calls into the library ---

    def _call(self, fn: Any, *args: Any) -> Any:
        handle = self._enter()
        try:
            return fn(handle, *args)
        finally:
            self._leave()

    def _do(self, fn: Any, *args: Any) -> None:
        """Call what may fail; the client has the sentence."""
        with self._calls:
            handle = self._enter()
            try:
                err = fn(handle, *args)
                if err:
                    sentence = decode(lib.cti_client_detail(handle))
            finally:
                self._leave()
        if err:
            raise error(err, sentence)

    def _do_texts(self, fn: Any, **texts: Any) -> None:
        keeper = Keeper()
        self._do(fn, *[keeper.text(text, name)
                       for name, text in texts.items()])
