# SPDX-License-Identifier: MIT
"""How events are fetched: by one at a time, in turns or in a loop's time."""
from __future__ import annotations

import asyncio
import pickle
import select
import threading
import time
from typing import (TYPE_CHECKING, Any, AsyncIterator, Callable, Dict, Iterator, List,
                    Optional)

from . import _callbacks
from ._generated import LogLevel
from ._text import error, ffi, lib
from .events import Event, new, put
from .life import ClosedError, Life, LogFn, ReportFn
from .pending import Pending, Waiter, wake

if TYPE_CHECKING:
    from .report import Report

BATCH = 128
# Events that nobody has asked for yet, while a Pending is waited for.
READY_MAX = 10000


class Pull(Life):
    """The part of a client that has events."""

    def __init__(self, log: LogFn, log_level: LogLevel,
                 on_error: ReportFn) -> None:
        self._waiters: List[Waiter] = []
        self._readers: Dict[asyncio.AbstractEventLoop, int] = {}
        self._poller: Optional[int] = None
        self._report_to: Optional["Report"] = None
        super().__init__(log, log_level, on_error)
        self._fd = int(lib.cti_fd(self._handle))
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)

    def _fetch(self, timeout: Optional[float]) -> None:
        """What waits, or comes in time, into _ready. By one at a time."""
        if len(self._ready) > READY_MAX:
            raise error(lib.CTI_ETOOBIG, "%d events wait for nobody; iterate "
                        "over the client" % len(self._ready))
        err = self._take()
        if err == lib.CTI_EAGAIN and timeout != 0 and not self._closing:
            # Waiting here and not in C lets Python see signals.
            self._poll.poll(None if timeout is None
                            else int(timeout * 1000) + 1)
            err = self._take()
        if not err:
            data = ffi.buffer(self._batch.data, self._batch.len)
            self._ready.extend(pickle.loads(data))
            self._wake_waiters()
        elif err not in (lib.CTI_EAGAIN, lib.CTI_ECANCELED):
            raise error(err)
        if self._thrown is not None:
            thrown, self._thrown = self._thrown, None
            raise thrown

    def _take(self) -> int:
        """What waits; counted, if somebody wants that."""
        report = self._report_to
        if report is None:
            return int(lib.cti_py_fetch(self._handle, self._batch, 0, BATCH))
        with report._lock:
            self._batch.report = report._handle
            err = lib.cti_py_fetch(self._handle, self._batch, 0, BATCH)
            self._batch.report = ffi.NULL
        if self._batch.uncounted:
            self._batch.uncounted = 0
            self._report("a report", error(lib.CTI_ENOMEM))
        return int(err)

    def _begin_fetch(self) -> None:
        """Under the lock."""
        self._enter()
        self._poller = threading.get_ident()

    def _end_fetch(self) -> None:
        with self._cond:
            self._poller = None
            self._cond.notify_all()
        self._leave()

    def _turn(self, done: Callable[[], bool],
              timeout: Optional[float]) -> bool:
        """Fetch, or wait for who does, until done() or the time is over."""
        left = None if timeout is None else max(0.0, timeout)
        until = None if left is None else time.monotonic() + left
        tried = False
        while True:
            with self._cond:
                if done():
                    return True
                if self._closing:
                    raise ClosedError()
                if self._poller == threading.get_ident():
                    raise error(lib.CTI_ESTATE, "a callback cannot wait for "
                                "what comes after it; return, and wait then")
                if tried and left is not None and left <= 0:
                    return False
                busy = self._poller is not None
                if busy:
                    self._cond.wait(left)
                else:
                    self._begin_fetch()
            if not busy:
                try:
                    self._fetch(left)
                finally:
                    self._end_fetch()
            tried = True
            if until is not None:
                left = max(0.0, until - time.monotonic())

    def poll(self, timeout: Optional[float] = None) -> Optional[Event]:
        """
        The next event.

        timeout: seconds to wait; None: until there is one.
        Returns None when the time is over; raises ClosedError when the client
        is closed, also by another thread meanwhile.
        """
        while True:
            try:
                row = self._ready.popleft()
            except IndexError:
                if not self._turn(self._has_ready, timeout):
                    return None
            else:
                event = new(Event)
                put(event, row)
                return event

    def _has_ready(self) -> bool:
        return bool(self._ready)

    def __iter__(self) -> Iterator[Event]:
        """All events as they come, until the client is closed."""
        if self._closing:
            raise ClosedError()
        return self._iterate()

    def _iterate(self) -> Iterator[Event]:
        ready = self._ready
        while True:
            while ready:
                try:
                    row = ready.popleft()
                except IndexError:
                    break  # another thread was faster
                event = new(Event)
                put(event, row)
                yield event
            try:
                self._turn(self._has_ready, None)
            except ClosedError:
                return

    def __aiter__(self) -> AsyncIterator[Event]:
        """All events as they come, until the client is closed."""
        if self._closing:
            raise ClosedError()
        return self._aiterate()

    async def _aiterate(self) -> AsyncIterator[Event]:
        ready = self._ready
        while True:
            while ready:
                event = new(Event)
                put(event, ready.popleft())
                yield event
            try:
                await self._async_turn(self._has_ready)
            except ClosedError:
                return

    async def _async_turn(self, done: Callable[[], bool]) -> None:
        """The same as _turn(), while the loop does other things."""
        loop = asyncio.get_running_loop()
        while True:
            with self._cond:
                if done():
                    return
                if self._closing:
                    raise ClosedError()
                waiter = (loop, loop.create_future())
                self._waiters.append(waiter)
                if loop not in self._readers:
                    self._readers[loop] = self._fd
                    loop.add_reader(self._fd, self._on_readable, loop)
            try:
                await waiter[1]
            finally:
                with self._cond:
                    self._waiters.remove(waiter)
                    if all(other[0] is not loop for other in self._waiters):
                        self._stop_reader(loop)

    def _on_readable(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._cond:
            if self._closing or self._poller is not None:
                return
            self._begin_fetch()
        try:
            self._fetch(0)
        except BaseException as problem:
            for other, future in self._waiters:
                if other is loop and not future.done():
                    future.set_exception(problem)
        finally:
            self._end_fetch()
        self._wake_waiters()

    def _wake_waiters(self) -> None:
        if self._waiters:
            with self._cond:
                waiters = list(self._waiters)
            for waiter in waiters:
                wake(waiter)

    def _stop_reader(self, loop: asyncio.AbstractEventLoop) -> None:
        """On the loop's thread: it lets go of the descriptor."""
        with self._cond:
            fd = self._readers.pop(loop, None)
        if fd is not None and not loop.is_closed():
            loop.remove_reader(fd)

    def _stop_readers(self) -> None:
        try:
            here: Optional[Any] = asyncio.get_running_loop()
        except RuntimeError:
            here = None
        for loop in list(self._readers):
            if loop is here or not loop.is_running():
                self._stop_reader(loop)
                continue
            gone = threading.Event()

            def stop(loop: Any = loop, gone: Any = gone) -> None:
                self._stop_reader(loop)
                gone.set()
            try:
                loop.call_soon_threadsafe(stop)
            except RuntimeError:
                continue
            gone.wait(1)  # a loop that is stuck is not waited for
        self._wake_waiters()

    @property
    def dropped(self) -> int:
        """Events that found no room because they were not fetched in time."""
        return int(self._call(lib.cti_client_dropped))

    # --- what ends later ---

    def _end_pending(self, thing: Any) -> None:
        if isinstance(thing, Pending):
            thing._end(None, error(lib.CTI_ECANCELED,
                                   "the client was closed first"))

    def _begin(self, what: str, begin: Callable[[Any], Any]
               ) -> Pending[Any]:
        """Something that ends with a callback."""
        pending: Pending[Any] = Pending(self, what)
        self._begin_with(pending, begin)
        return pending

    def _begin_with(self, pending: Pending[Any],
                    begin: Callable[[Any], Any]) -> None:
        number = _callbacks.keep(self, pending)
        try:
            begin(_callbacks.pointer(number))
        except BaseException:
            _callbacks.forget(self, number)
            raise
