# SPDX-License-Identifier: MIT
"""What a client keeps and knows: journal, reports, service knowledge."""
from __future__ import annotations

import datetime
import json
from typing import Any, Mapping, Optional, Union

from . import _callbacks
from ._generated import LogLevel
from ._text import Keeper, check, ffi, lib, short, take
from .asked import Asked
from .customers import Who, make_customer
from .life import LogFn, ReportFn
from .look import TraceFn
from .journal import Contact, JournalStats, make_contact
from .moments import micros
from .report import Report
from .service import Advice, Verification, read_advice

_NO_JOURNAL = "this client keeps no journal; set journal.file first"


class Keeps(Asked):
    """The part of a client that has the journal and the service knowledge."""

    def __init__(self, log: LogFn, log_level: LogLevel,
                 on_error: ReportFn) -> None:
        self._traced = 0
        super().__init__(log, log_level, on_error)

    # --- the journal ---

    def _kept(self, fn: Any, contact: str, **texts: Any) -> None:
        keeper = Keeper()
        args = [keeper.text(contact, "contact")]
        args += [keeper.text(text, name) for name, text in texts.items()]
        err = self._call(fn, *args)
        check(err, {
            lib.CTI_ESTATE: _NO_JOURNAL,
            lib.CTI_ENOENT: "no contact or call %s is under way or among the "
            "last thousand" % short(contact),
            lib.CTI_EINVAL: "the contact %s cannot have %s" % (
                short(contact), ", ".join("%s %s" % (name, short(text))
                                          for name, text in texts.items())),
        }.get(err))

    def dispose(self, contact: str, disposition: str) -> None:
        """
        Say how a contact went, as the site names it ("sale").

        contact: its id, or its call's: one under way, or among the last
        thousand; the same with the functions below.
        """
        self._kept(lib.cti_journal_dispose, contact, disposition=disposition)

    def note(self, contact: str, text: str) -> None:
        """Add a line to the notes of a contact."""
        self._kept(lib.cti_journal_note, contact, text=text)

    def offer(self, contact: str, product: str, outcome: str = "") -> None:
        """Keep what was offered, and what came of it ("accepted")."""
        self._kept(lib.cti_journal_offer, contact, product=product,
                   outcome=outcome)

    def fact(self, contact: str, name: str, value: str) -> None:
        """Keep what the contact has taught of the customer, for the CRM."""
        self._kept(lib.cti_journal_fact, contact, name=name, value=value)

    def set_contact(self, contact: str, field: str,
                    value: Union[str, int]) -> None:
        """Set a field of a contact: line, campaign, cost, value, ..."""
        self._kept(lib.cti_journal_set, contact, field=field,
                   value=str(value) if isinstance(value, int) else value)

    def add_contact(self, contact: Contact) -> None:
        """Write a contact of another channel: id, channel and began must be
        there; one with the same id is replaced."""
        err = self._call(lib.cti_journal_add, make_contact(contact))
        check(err, _NO_JOURNAL if err == lib.CTI_ESTATE else
              "a contact needs an id, a channel and when it began")

    def journal_stats(self) -> JournalStats:
        """Counters of the journal."""
        out = ffi.new("cti_journal_stats *")
        out.size = ffi.sizeof("cti_journal_stats")
        err = self._call(lib.cti_journal_stats_get, out)
        check(err, _NO_JOURNAL if err == lib.CTI_ESTATE else None)
        return JournalStats(*[getattr(out, name) for name in
                              JournalStats.__dataclass_fields__])

    # --- reports ---

    def add_report(self, report: Optional[Report]) -> None:
        """Count in a report what events tell from now on, as they are fetched;
        in place of the one before. None: in none."""
        if report is not None and not isinstance(report, Report):
            raise TypeError("report must be a Report, not %s"
                            % type(report).__name__)
        with self._cond:
            self._report_to = report

    # --- why ---

    def trace(self, fn: Optional[TraceFn]) -> None:
        """Be told every step from a switch's words to a pop, as events are
        fetched, in place of who was told before; None: nobody is. What 10000
        steps are ahead of who fetches is lost, and the log says so."""
        if fn is not None and not callable(fn):
            raise TypeError("fn must be callable, not %s" % type(fn).__name__)
        with self._calls:
            number = _callbacks.keep(self, fn) if fn is not None else 0
            try:
                check(self._call(
                    lib.cti_trace_set,
                    ffi.NULL if fn is None else _callbacks.TRACE,
                    _callbacks.pointer(number)))
            except BaseException:
                _callbacks.forget(self, number)
                raise
            _callbacks.forget(self, self._traced)
            self._traced = number

    # --- service knowledge ---

    def advise(self, customer: Optional[Who] = None, *,
               dnis: Optional[str] = None, queue: Optional[str] = None,
               direction: Optional[str] = None,
               time: Optional[datetime.datetime] = None,
               data: Optional[Mapping[str, str]] = None) -> Advice:
        """Judge a customer by the service knowledge outside of a pop: to route
        a call, to plan calls out."""
        keeper = Keeper()
        query = ffi.new("cti_advice_query *")
        query.size = ffi.sizeof("cti_advice_query")
        query.customer = who = (ffi.NULL if customer is None
                                else make_customer(customer))
        query.dnis = keeper.text(dnis, "dnis")
        query.queue = keeper.text(queue, "queue")
        query.direction = keeper.text(direction, "direction")
        query.time_us = micros(time, "time")
        query.data, query.data_count = keeper.pairs((data or {}).items(),
                                                    "data")
        out = ffi.new("cti_advice **")
        text = ffi.new("char **")
        err = self._call(lib.cti_service_advise, out, query)
        del who
        check(err, "no service knowledge is loaded; set service.file, or call "
              "load_service()" if err == lib.CTI_ESTATE else None)
        advice = ffi.gc(out[0], lib.cti_advice_unref)
        check(lib.cti_advice_json(advice, text, ffi.NULL))
        return read_advice(json.loads(take(text[0])))

    def verify(self, call: str, request: str) -> Verification:
        """
        Begin to verify the party of a call for a class of request, which says
        how sure one must be ("password").
        """
        keeper = Keeper()
        err = self._call(lib.cti_verify_begin, keeper.text(call, "call"),
                         keeper.text(request, "request"))
        check(err, {
            lib.CTI_ENOENT: "there is no call %s, or the service knowledge "
            "has no class of request %s" % (short(call), short(request)),
            lib.CTI_ESTATE: "no service knowledge is loaded, or the attempts "
            "for call %s are used up" % short(call)}.get(err))
        return Verification(self, call)
