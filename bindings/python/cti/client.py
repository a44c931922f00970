# SPDX-License-Identifier: MIT
"""A client: links to switches, the calls on them, and who is told of it."""
from __future__ import annotations

import asyncio
import logging
import os
import pickle
import select
import threading
import time
import warnings
from collections import deque
from typing import (Any, AsyncIterator, Callable, Deque, Dict, FrozenSet,
                    Iterator, List, Mapping, Optional, Set, Union)

from . import _callbacks
from ._generated import ESTATE, LinkState, LogLevel, RequestKind, RouteReason
from ._text import Keeper, check, decode, error, ffi, lib, take
from .asks import (RequestResult, Route, RouteFn, RoutedFn, kind_of,
                   request_opts)
from .customers import (LATER, Identification, Lookup, LookupFn, is_later,
                        make_all, when_ready)
from .events import Event, make
from .pending import Pending, Waiter, wake
from .picture import Snapshot, read_snapshot

BATCH = 256
# Events that nobody has asked for yet, while a Pending is waited for.
READY_MAX = 10000
Path = Union[str, "os.PathLike[str]"]
LogFn = Callable[[LogLevel, str], Any]
ReportFn = Callable[[str, BaseException], Any]
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


class Link:
    """One connection to a switch. It is the client's, found by its name."""

    def __init__(self, client: "Client", name: str) -> None:
        self._client = client
        self.name = name

    def _do(self, fn: Any, *args: Any) -> Any:
        """Under the client's lock nobody else can remove it meanwhile."""
        client = self._client
        keeper = Keeper()
        with client._calls:
            handle = client._enter()
            try:
                link = lib.cti_link_find(handle, keeper.text(self.name,
                                                             "a link's name"))
                if not link:
                    check(lib.CTI_ENOENT,
                          "there is no link %r; it was removed" % self.name)
                return fn(link, *args)
            finally:
                client._leave()

    @property
    def state(self) -> LinkState:
        """Where it stands."""
        return LinkState(self._do(lib.cti_link_state))

    @property
    def detail(self) -> str:
        """Why it is where it is, as one sentence; "" while all is well."""
        return str(self._do(lambda link: decode(lib.cti_link_detail(link))))

    @property
    def stats(self) -> Dict[str, int]:
        """Counters since it was added: bytes_in, messages, ..."""
        def get(link: Any) -> Dict[str, int]:
            out = ffi.new("cti_link_stats *")
            out.size = ffi.sizeof("cti_link_stats")
            lib.cti_link_stats_get(link, out)
            return {name: getattr(out, name) for name, _ in
                    ffi.typeof("cti_link_stats").fields if name != "size"}
        return dict(self._do(get))

    def reconnect(self) -> None:
        """Dial anew at once."""
        check(self._do(lib.cti_link_reconnect))

    def remove(self) -> None:
        """End it for good."""
        self._do(lib.cti_link_remove)

    def sim(self, command: str) -> None:
        """Carry out one command of the simulator's language."""
        keeper = Keeper()
        text = keeper.text(command, "a command")

        def run(link: Any) -> None:
            err = lib.cti_sim_do(link, text)
            check(err, decode(lib.cti_link_detail(link)) if err else None)
        self._do(run)

    def advance(self, ms: int) -> None:
        """Let the simulator's virtual clock go on."""
        check(self._do(lib.cti_sim_advance, ms))

    def __repr__(self) -> str:
        return "Link(%r)" % self.name


class Client:
    """
    Links to switches, and what happens there as an iterator:

        with cti.Client("cti.json") as client:
            for event in client: ...

    or `async with` and `async for`. Any thread may call everything; events are
    fetched by one at a time. Callbacks run on the thread that fetches events;
    what they raise is reported to on_error and goes no further.
    """

    def __init__(self, config: Optional[Path] = None, *,
                 settings: Optional[Mapping[str, str]] = None,
                 log: LogFn = log_to_logging,
                 log_level: LogLevel = LogLevel.WARN,
                 on_error: ReportFn = report_to_logging) -> None:
        """
        config: a JSON file of keys, links and sources.
        settings: keys and values, set before.
        log: called for each log line up to log_level.
        on_error: called with what failed and the exception.
        """
        self._closed = True  # until there is something to close
        self._closing = True
        self._cond = threading.Condition(threading.RLock())
        self._calls = threading.RLock()
        self._things: Dict[int, Any] = {}
        self._lookups: Set[Lookup] = set()
        self._sources: Dict[str, int] = {}
        self._waiters: List[Waiter] = []
        self._readers: Dict[asyncio.AbstractEventLoop, int] = {}
        self._tasks: Set[Any] = set()
        self._ready: Deque[Dict[str, Any]] = deque()
        self._batch = ffi.gc(ffi.new("struct cti_py_batch *"),
                             lib.cti_py_done)
        self._inside: Dict[int, int] = {}
        self._poller: Optional[int] = None
        self._thrown: Optional[BaseException] = None
        self._route_number = 0
        self.on_error = on_error
        self._open(log, log_level)
        try:
            self.set("client.name", "python")
            for key, value in (settings or {}).items():
                self.set(key, value)
            if config is not None:
                self.load(config)
        except BaseException:
            self.close()
            raise

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
        self._fd = int(lib.cti_fd(self._handle))
        self._poll = select.poll()
        self._poll.register(self._fd, select.POLLIN)
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
        for lookup in list(self._lookups):
            self._drop(lookup)
        lib.cti_py_done(self._batch)
        self._ready.clear()
        for number in list(self._things):
            thing = _callbacks.forget(self, number)
            if isinstance(thing, Pending):
                thing._end(None, error(lib.CTI_ECANCELED,
                                       "the client was closed first"))
        with self._cond:
            self._handle = None
            self._cond.notify_all()

    @property
    def closed(self) -> bool:
        """Whether it is closed, or will be as soon as it can."""
        return self._closing

    def __enter__(self) -> "Client":
        if self._closing:
            raise ClosedError()
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    async def __aenter__(self) -> "Client":
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

    def _ask(self, lookup: Lookup, fn: LookupFn) -> None:
        with self._cond:
            self._lookups.add(lookup)

        def settle(get: Callable[[], Any]) -> None:
            try:
                answer = get()
                if is_later(answer):
                    self._later(answer, lambda f: settle(f.result))
                elif answer is not LATER:
                    self._answer(lookup, make_all(answer))
            except ClosedError:
                pass
            except Exception as problem:
                self._report("the lookup of %r" % lookup.text, problem)
                self._give_up(lookup)
        settle(lambda: fn(lookup))

    def _answer(self, lookup: Lookup, customers: List[Any]) -> None:
        handle = self._enter()
        try:
            with self._cond:
                if lookup not in self._lookups:
                    check(lib.CTI_ESTATE, "this lookup was answered before")
                self._lookups.discard(lookup)
            row = ffi.new("cti_customer *[]", customers)
            lib.cti_lookup_answer(lookup._handle, row, len(customers))
        finally:
            self._leave()
        del handle

    def _give_up(self, lookup: Lookup) -> None:
        """A failed callback knows nobody, but that is not remembered."""
        try:
            if lookup in self._lookups:
                self._answer(lookup, [])
                if not lookup.field:
                    self.forget(lookup.text)
        except (ClosedError, ValueError):
            pass

    def _drop(self, lookup: Lookup) -> None:
        """Nobody listens to the answer; its memory is given back."""
        with self._cond:
            if lookup not in self._lookups:
                return
            self._lookups.discard(lookup)
        lib.cti_lookup_answer(lookup._handle, ffi.NULL, 0)

    def _ask_route(self, route: Route, fn: RouteFn) -> None:
        def settle(get: Callable[[], Any]) -> None:
            try:
                answer = get()
                if is_later(answer):
                    self._later(answer, lambda f: settle(f.result))
                elif answer is None:
                    route.default()
                elif answer is not LATER:
                    route.to(answer)
            except ClosedError:
                pass
            except Exception as problem:
                self._report("the route of call %s" % route.call, problem)
                self._give_up_route(route)
        settle(lambda: fn(route))

    def _give_up_route(self, route: Route) -> None:
        try:
            if route._handle is not None:
                route.default()
        except Exception:
            pass  # it was too late: the default has been taken

    # --- events ---

    def _fetch(self, timeout: Optional[float]) -> None:
        """What waits, or comes in time, into _ready. By one at a time."""
        if len(self._ready) > READY_MAX:
            raise error(lib.CTI_ETOOBIG, "%d events wait for nobody; iterate "
                        "over the client" % len(self._ready))
        err = lib.cti_py_fetch(self._handle, self._batch, 0, BATCH)
        if err == lib.CTI_EAGAIN and timeout != 0 and not self._closing:
            # Waiting here and not in C lets Python see signals.
            self._poll.poll(None if timeout is None
                            else int(timeout * 1000) + 1)
            err = lib.cti_py_fetch(self._handle, self._batch, 0, BATCH)
        if not err:
            data = ffi.buffer(self._batch.data, self._batch.len)
            self._ready.extend(pickle.loads(data))
            self._wake_waiters()
        elif err not in (lib.CTI_EAGAIN, lib.CTI_ECANCELED):
            raise error(err)
        if self._thrown is not None:
            thrown, self._thrown = self._thrown, None
            raise thrown

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
        until = None if timeout is None else time.monotonic() + timeout
        left = timeout
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
                return make(self._ready.popleft())
            except IndexError:
                if not self._turn(self._has_ready, timeout):
                    return None

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
                yield make(row)
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
                yield make(ready.popleft())
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

    # --- configuration ---

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

    def set(self, key: str, value: str) -> None:
        """Set one key of the configuration: "identify.deadline_ms"."""
        self._do_texts(lib.cti_set, key=key, value=value)

    def get(self, key: str) -> str:
        """The present value of a key; a secret comes as "***"."""
        keeper = Keeper()
        out = ffi.new("char **")
        self._do(lib.cti_get, keeper.text(key, "key"), out)
        return take(out[0])

    def load(self, path: Path) -> None:
        """Read a JSON file of keys, links and sources; all of it or nothing."""
        self._do_texts(lib.cti_load, path=os.fspath(path))

    def load_service(self, path: Path) -> None:
        """Read the service knowledge: tiers, lists, stages, hints."""
        self._do_texts(lib.cti_service_load, path=os.fspath(path))

    # --- links ---

    def add_link(self, url: str, *, name: Optional[str] = None,
                 user: Optional[str] = None, secret: Optional[str] = None,
                 record: Optional[Path] = None,
                 switch_name: Optional[str] = None) -> Link:
        """
        Add a link and begin to dial: "ami://pbx.example.com", "sim:FILE",
        "replay:FILE". That nobody is there is no error, but told by events.
        """
        keeper = Keeper()
        opts = ffi.new("cti_link_opts *")
        opts.size = ffi.sizeof("cti_link_opts")
        opts.url = keeper.text(url, "url")
        opts.name = keeper.text(name, "name")
        opts.user = keeper.text(user, "user")
        opts.secret = keeper.text(secret, "secret")
        opts.record = keeper.text(record and os.fspath(record), "record")
        opts.switch_name = keeper.text(switch_name, "switch_name")
        out = ffi.new("cti_link **")
        with self._calls:
            self._do(lib.cti_link_add, out, opts)
            return Link(self, decode(lib.cti_link_name(out[0])))

    def link(self, name: str) -> Optional[Link]:
        """The link of that name."""
        keeper = Keeper()
        found = self._call(lib.cti_link_find, keeper.text(name, "name"))
        return Link(self, name) if found else None

    # --- who calls ---

    def add_csv(self, name: str, path: Path) -> None:
        """Add a CSV or vCard file as a source of customers."""
        self._do_texts(lib.cti_source_add_csv, name=name,
                       path=os.fspath(path))

    def add_sqlite(self, name: str, path: Path) -> None:
        """Add an SQLite database as a source of customers."""
        self._do_texts(lib.cti_source_add_sqlite, name=name,
                       path=os.fspath(path))

    def _add_server(self, fn: Any, kind: str, name: str,
                    texts: Dict[str, Any], settings: Dict[str, Any]) -> None:
        keeper = Keeper()
        opts = ffi.new(kind + " *")
        opts.size = ffi.sizeof(kind)
        for key, value in texts.items():
            setattr(opts, key, keeper.text(value, key))
        opts.settings = keeper.row(settings.items(), "a setting")
        self._do(fn, keeper.text(name, "name"), opts)

    def add_http(self, name: str, preset: str, *, base: Optional[str] = None,
                 user: Optional[str] = None, secret: Optional[str] = None,
                 **settings: str) -> None:
        """Add a server as a source: preset "odoo", "salesforce", or a file."""
        self._add_server(lib.cti_source_add_http, "cti_http_source_opts",
                         name, {"preset": preset, "base": base, "user": user,
                                "secret": secret}, settings)

    def add_ldap(self, name: str, *, base: str,
                 preset: Optional[str] = None,
                 search_base: Optional[str] = None,
                 user: Optional[str] = None, secret: Optional[str] = None,
                 **settings: str) -> None:
        """Add a directory as a source, asked over LDAP."""
        self._add_server(lib.cti_source_add_ldap, "cti_ldap_source_opts",
                         name, {"preset": preset, "base": base,
                                "search_base": search_base, "user": user,
                                "secret": secret}, settings)

    def add_source(self, name: str, on_lookup: LookupFn) -> None:
        """
        Add the application itself as a source.

        on_lookup: plain or `async`, called with a Lookup; what it returns is
        the answer: None, a Customer, a dict of fields, or several. LATER: it
        calls lookup.answer() afterwards.
        """
        if not callable(on_lookup):
            raise TypeError("on_lookup must be callable, not %s"
                            % type(on_lookup).__name__)
        keeper = Keeper()
        number = _callbacks.keep(self, on_lookup)
        try:
            self._do(lib.cti_source_add, keeper.text(name, "name"),
                     _callbacks.LOOKUP, _callbacks.pointer(number))
        except BaseException:
            _callbacks.forget(self, number)
            raise
        self._sources[name] = number

    def remove_source(self, name: str) -> None:
        """Remove a source."""
        keeper = Keeper()
        check(self._call(lib.cti_source_remove, keeper.text(name, "name")),
              "there is no source called %r" % name)
        _callbacks.forget(self, self._sources.pop(name, 0))

    def _begin(self, what: str, kind: Any, begin: Callable[[Any], Any]
               ) -> Pending[Any]:
        """Something that ends with a callback; kind is its C function."""
        pending: Pending[Any] = Pending(self, what)
        number = _callbacks.keep(self, pending)
        try:
            begin(_callbacks.pointer(number))
        except BaseException:
            _callbacks.forget(self, number)
            raise
        return pending

    def reload_source(self, name: str) -> Pending[int]:
        """Read the file of a source again: how many customers there are."""
        keeper = Keeper()
        text = keeper.text(name, "name")
        return self._begin(
            "the reading of source %r" % name, None, lambda user: self._do(
                lib.cti_source_reload, text, _callbacks.RELOADED, user))

    def identify(self, number: str = "", data: Optional[Mapping[str, str]]
                 = None) -> Pending[Identification]:
        """Ask all sources who has that number, and such data in the call."""
        keeper = Keeper()
        opts = ffi.new("cti_identify_opts *")
        opts.size = ffi.sizeof("cti_identify_opts")
        opts.number = keeper.text(number, "number")
        opts.data = keeper.row((data or {}).items(), "data")
        return self._begin(
            "the identification", None, lambda user: self._do(
                lib.cti_identify_with, opts, _callbacks.IDENTIFIED, user))

    def forget(self, number: Optional[str] = None) -> None:
        """Forget what is cached of a number; None: of all."""
        keeper = Keeper()
        self._call(lib.cti_identify_forget, keeper.text(number, "number"))

    def unlearn(self, number: Optional[str] = None) -> None:
        """Forget what agents have taught of a number; None: of all."""
        keeper = Keeper()
        check(self._call(lib.cti_identify_unlearn,
                         keeper.text(number, "number")))

    def invalidate(self, customer_id: str) -> None:
        """A customer's record has changed: ask anew for live calls."""
        keeper = Keeper()
        self._call(lib.cti_customer_invalidate,
                   keeper.text(customer_id, "customer_id"))

    def choose(self, pop_id: str, customer_id: str) -> None:
        """The agent says which of a pop's candidates it is."""
        keeper = Keeper()
        check(self._call(lib.cti_pop_choose, keeper.text(pop_id, "pop_id"),
                         keeper.text(customer_id, "customer_id")),
              "no open pop %r has a candidate %r" % (pop_id, customer_id))

    # --- requests and routes ---

    def request(self, kind: Union[RequestKind, str], **args: Any
                ) -> Pending[RequestResult]:
        """
        Ask the switch to do something: request("dial", device="1001",
        to="13800138000"). Arguments are those of cti_request_opts: link, call,
        device, to, agent, queue, reason, key, value, caller, caller_name,
        priority, timeout_ms, data (a dict), auto_answer and at_once (bool).

        Raises at once if it is not possible now; else the result says that the
        switch has accepted and begun it.
        """
        keeper = Keeper()
        opts = request_opts(keeper, kind, args)
        ticket = ffi.new("cti_request_ticket *")
        ticket.size = ffi.sizeof("cti_request_ticket")
        pending = self._begin(
            "the request %s" % kind_of(kind).name.lower(), None,
            lambda user: self._do(lib.cti_request_send, opts,
                                  _callbacks.REQUEST, user, ticket))
        pending.id = ticket.id
        pending.call = decode(ticket.call)
        return pending

    def check(self, kind: Union[RequestKind, str], **args: Any) -> None:
        """Raise what request() would raise now; nothing is sent."""
        keeper = Keeper()
        self._do(lib.cti_request_check, request_opts(keeper, kind, args))

    def possible(self, call: Optional[str] = None,
                 device: Optional[str] = None) -> FrozenSet[RequestKind]:
        """All that can be requested now of a call, a device, or both."""
        keeper = Keeper()
        bits = self._call(lib.cti_request_possible, keeper.text(call, "call"),
                          keeper.text(device, "device"))
        return frozenset(kind for kind in RequestKind if bits >> kind & 1)

    def cancel(self, request: Union[int, Pending[RequestResult]]) -> None:
        """Wait no longer for a request: it ends with ECANCELED."""
        number = request if isinstance(request, int) else request.id
        check(self._call(lib.cti_request_cancel, number),
              "no request %d is under way" % number)

    def route(self, on_route: Optional[RouteFn], *,
              when: RouteReason = RouteReason(7), queues: Optional[str] = None,
              numbers: Optional[str] = None, devices: Optional[str] = None,
              to: Optional[str] = None, deadline_ms: int = 0,
              on_routed: Optional[RoutedFn] = None) -> None:
        """
        Be asked where calls shall go, in place of whom was asked before; None:
        nobody is.

        on_route: plain or `async`, called with a Route; what it returns is the
        answer: a number, "" (the way it would go by itself), None (the
        default), or LATER.
        queues, numbers, devices: patterns of what to ask for.
        on_routed: told what became of each question.
        """
        keeper = Keeper()
        number = _callbacks.keep(self, (on_route, on_routed))
        opts: Any = ffi.NULL
        try:
            if on_route is not None:
                opts = ffi.new("cti_route_opts *")
                opts.size = ffi.sizeof("cti_route_opts")
                opts.when = int(when)
                opts.deadline_ms = deadline_ms
                opts.queues = keeper.text(queues, "queues")
                opts.numbers = keeper.text(numbers, "numbers")
                opts.devices = keeper.text(devices, "devices")
                opts.to = keeper.text(to, "to")
                opts.on_route = _callbacks.ROUTE
                opts.on_routed = _callbacks.ROUTED
                opts.user = _callbacks.pointer(number)
            self._do(lib.cti_route_set, opts)
        except BaseException:
            _callbacks.forget(self, number)
            raise
        # Questions under way end as they began: theirs stays in _things.

    # --- now ---

    def snapshot(self) -> Snapshot:
        """A picture of calls, devices, agents and queues."""
        out = ffi.new("cti_snapshot **")
        check(self._call(lib.cti_snapshot_take, out))
        shot = ffi.gc(out[0], lib.cti_snapshot_unref)
        return read_snapshot(shot)

    def __repr__(self) -> str:
        return "<cti.Client%s>" % (" closed" if self._closing else "")
