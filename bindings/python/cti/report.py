# SPDX-License-Identifier: MIT
"""Reports: what a call centre's manager counts."""
from __future__ import annotations

import threading
from typing import Optional, Union

from ._generated import METRICS, Metric
from ._text import Detail, Keeper, Path, check, ffi, lib, short, take
from .journal import (AgentSpan, Contact, Filter, Journal, Moment,
                      make_contact)
from .moments import micros

_BY_NAME = {row.name: Metric(row.value) for row in METRICS}


def metric_of(metric: Union[Metric, str]) -> Metric:
    """The metric for a name or a constant."""
    if not isinstance(metric, str):
        return Metric(metric)
    if metric not in _BY_NAME:
        raise ValueError("there is no metric %s; the metrics are %s"
                         % (short(metric), ", ".join(sorted(_BY_NAME))))
    return _BY_NAME[metric]


class Report:
    """
    A report in the making, from a journal's file or from events as they come:

        report = cti.Report(service_level_s=30)
        report.add_journal("contacts.db")
        print(report.get("service_level", "queue", "support"))
        print(report.write("text"))

    client.add_report(report) counts what a client's events tell from then on.
    Any thread may use it.
    """

    def __init__(self, **settings: Union[str, int]) -> None:
        """settings: as of set()."""
        out = ffi.new("cti_report **")
        check(lib.cti_report_new(out))
        self._handle = ffi.gc(out[0], lib.cti_report_free)
        self._lock = threading.RLock()
        for key, value in settings.items():
            self.set(key, value)

    def set(self, key: str, value: Union[str, int]) -> None:
        """
        Choose how to count, before anything is counted: service_level_s,
        short_abandon_ms, interval_s, utc_offset_min, cost_per_contact,
        cost_per_minute, converted, retained, lost, hours, holidays, bands,
        groups. docs/guide/metrics.md explains them.
        """
        keeper = Keeper()
        text = str(value) if isinstance(value, int) else value
        with self._lock:
            check(lib.cti_report_set(self._handle, keeper.text(key, "key"),
                                     keeper.text(text, "value")),
                  "a report cannot have %s=%s" % (key, short(value)))

    def add_contact(self, contact: Contact) -> None:
        """Count one contact, but not what its segments say of each agent: that
        goes only with add_journal()."""
        with self._lock:
            check(lib.cti_report_contact(self._handle, make_contact(contact)))

    def add_span(self, span: AgentSpan) -> None:
        """Count how long an agent was in a state."""
        keeper = Keeper()
        it = ffi.new("cti_agent_span *")
        for name in ("agent", "state", "reason"):
            setattr(it, name, keeper.text(getattr(span, name), name))
        it.from_us = micros(span.began, "began")
        it.to_us = micros(span.ended, "ended")
        with self._lock:
            check(lib.cti_report_span(self._handle, it))

    def add_journal(self, journal: Union[Journal, Path], *,
                    since: Moment = None, until: Moment = None,
                    number: Optional[str] = None,
                    customer: Optional[str] = None,
                    record: Optional[str] = None, limit: int = 0) -> None:
        """
        Count all contacts of a journal's file and what its agents did; or only
        some, as of Journal.contacts().
        """
        if not isinstance(journal, Journal):
            journal = Journal(journal)
        some, keeper, detail = Filter(locals()), Keeper(), Detail()
        path = keeper.text(journal.path, "the path")
        with self._lock:
            check(lib.cti_journal_read(
                path, some.opts, ffi.addressof(lib, "cti_py_count"),
                self._handle, *detail.room()), detail)
            check(lib.cti_journal_spans(
                path, some.opts, ffi.addressof(lib, "cti_py_count_span"),
                self._handle, *detail.room()), detail)

    def end(self) -> None:
        """No more events will come: what agents do ends with the last."""
        with self._lock:
            lib.cti_report_end(self._handle)

    def get(self, metric: Union[Metric, str], group: str = "all",
            key: str = "") -> Optional[int]:
        """
        One number, in the unit that METRICS says; None: there is nothing to
        count.

        group: "all", "queue", "line", "campaign", "medium", "tier", "kind",
        "desk", "agent", "hours" or "interval"; key: which of them.
        """
        keeper = Keeper()
        number = metric_of(metric)
        with self._lock:
            found = lib.cti_report_get(
                self._handle, keeper.text(group, "group"),
                keeper.text(key, "key"), int(number))
        return None if found < 0 else int(found)

    def write(self, format: str = "text") -> str:
        """As "text", "json" (a line a group), "csv", "prometheus" or
        "gnuplot"."""
        keeper = Keeper()
        out = ffi.new("char **")
        with self._lock:
            check(lib.cti_report_write(self._handle,
                                       keeper.text(format, "format"), out),
                  "a report cannot be written as %s; the formats are text, "
                  "json, csv, prometheus and gnuplot" % short(format))
        return take(out[0])
