# SPDX-License-Identifier: MIT
"""What the library asks the application: who calls, and where calls go."""
from __future__ import annotations

import asyncio
import concurrent.futures
import os
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from . import _callbacks
from ._generated import LogLevel, RouteReason
from ._text import Keeper, Path, check, ffi, lib, short
from .asks import Route, RouteFn, RoutedFn
from .customers import (LATER, Identification, Lookup, LookupFn, is_later,
                        make_all)
from .life import ClosedError, LogFn, ReportFn
from .pending import Pending
from .pull import Pull

# What becomes of an asynchronous callback when its loop ends.
CANCELED = (asyncio.CancelledError, concurrent.futures.CancelledError)


class Asked(Pull):
    """The part of a client that asks sources and the application."""

    def __init__(self, log: LogFn, log_level: LogLevel,
                 on_error: ReportFn) -> None:
        self._sources: Dict[str, int] = {}
        super().__init__(log, log_level, on_error)

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
            except CANCELED:
                self._give_up(lookup)
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
            except CANCELED:
                self._give_up_route(route)
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

    # --- sources of customers ---

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

    @property
    def reading_progress(self) -> Tuple[int, int]:
        """Of a file that another thread is adding as a source: bytes that were
        read, bytes in all; both 0 while none is."""
        done, total = ffi.new("uint64_t *"), ffi.new("uint64_t *")
        self._call(lib.cti_source_progress, done, total)
        return int(done[0]), int(total[0])

    def remove_source(self, name: str) -> None:
        """Remove a source."""
        keeper = Keeper()
        check(self._call(lib.cti_source_remove, keeper.text(name, "name")),
              "there is no source called %s" % short(name))
        _callbacks.forget(self, self._sources.pop(name, 0))

    def reload_source(self, name: str) -> Pending[int]:
        """Read the file of a source again: how many customers there are."""
        keeper = Keeper()
        text = keeper.text(name, "name")
        return self._begin(
            "the reading of source %s" % short(name), lambda user: self._do(
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
            "the identification", lambda user: self._do(
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
              "no open pop %s has a candidate %s"
              % (short(pop_id), short(customer_id)))

    # --- where calls shall go ---

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
        if on_route is None:
            self._do(lib.cti_route_set, ffi.NULL)
            return
        number = _callbacks.keep(self, (on_route, on_routed))
        opts = ffi.new("cti_route_opts *")
        try:
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
