# SPDX-License-Identifier: MIT
"""The journal: contacts with customers, and the file that holds them."""
from __future__ import annotations

import datetime
import json
import os
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

from ._generated import (CONTACT_FIELDS, SEGMENT_KIND_WORDS, ContactFields,
                         FieldInfo)
from ._text import (Detail, Keeper, Path, check, decode, ffi, lib, short,
                    take)
from .customers import walk
from .moments import micros, moment


@dataclass(frozen=True)
class Segment:
    """What a device or a queue did in a part of a contact."""
    kind: str
    """"queue", "ring", "dial", "talk", "hold", "consult" or "park"."""
    began: Optional[datetime.datetime]
    ended: Optional[datetime.datetime]
    """None while it is under way."""
    device: str = ""
    agent: str = ""
    queue: str = ""
    remote: str = ""
    """The other number, or the slot."""
    outcome: str = ""
    """"answered", "transferred" or a cause."""
    recording: str = ""


@dataclass(frozen=True)
class Contact(ContactFields):
    """
    A contact with a customer, whatever transfers it went through; or one of
    another channel, for Client.add_contact():

        Contact(id="mail-7", channel="mail", began=now, customer="4711")
    """
    segments: Tuple[Segment, ...] = ()
    """As the journal has them; cannot be added."""

    def json(self) -> str:
        """The contact in a line, as Journal.export() writes it."""
        line = self.__dict__.get("_line")
        return str(line) if line else _text(lib.cti_contact_json,
                                            make_contact(self))

    def csv(self) -> str:
        """The contact as a line of CSV, without its segments."""
        return _text(lib.cti_contact_csv, make_contact(self))

    @staticmethod
    def csv_names() -> str:
        """The line of names above such lines."""
        return _text(lib.cti_contact_csv, ffi.NULL)

    def as_dict(self) -> Dict[str, Any]:
        """The contact as in JSON."""
        row: Dict[str, Any] = json.loads(self.json())
        return row


@dataclass(frozen=True)
class AgentSpan:
    """How long an agent was in a state."""
    agent: str
    """Or the extension, where nobody has a name."""
    state: str
    """"ready", "not-ready", "busy" or "wrapup"."""
    reason: str
    began: Optional[datetime.datetime]
    ended: Optional[datetime.datetime]


@dataclass(frozen=True)
class DeadLetter:
    """A record that the CRM does not take."""
    contact: str
    why: str
    """Its last answer."""
    revision: int
    attempts: int
    time: Optional[datetime.datetime]


@dataclass(frozen=True)
class JournalStats:
    """Counters of a client's journal, since journal.file was set."""
    contacts: int
    """That have ended."""
    written: int
    groups: int
    waiting: int
    """Changes that wait to be written."""
    lost: int
    """Changes that never will be."""
    delivered: int
    """Records that the CRM has taken."""
    dead: int
    """Records that it will not take."""


def _text(fn: Any, handle: Any) -> str:
    out = ffi.new("char **")
    check(fn(handle, out, ffi.NULL))
    return take(out[0])


# --- from C ---

def _pairs(text: str) -> Dict[str, str]:
    """Lines of name=value."""
    rows = (line.partition("=") for line in text.split("\n") if line)
    return {name: value for name, _, value in rows}


def _field(handle: Any, row: FieldInfo) -> Any:
    if row.type in ("STR", "PAIRS"):
        text = decode(lib.cti_contact_text(handle, row.value))
        return text if row.type == "STR" else _pairs(text)
    number = lib.cti_contact_int(handle, row.value)
    if row.type == "TIME":
        return moment(number)
    return bool(number) if row.type == "BOOL" else number


def _segment(segment: Any) -> Segment:
    return Segment(SEGMENT_KIND_WORDS.get(segment.kind, ""),
                   moment(segment.from_us), moment(segment.to_us),
                   decode(segment.device), decode(segment.agent),
                   decode(segment.queue), decode(segment.remote),
                   decode(segment.outcome), decode(segment.recording))


def read_contact(handle: Any) -> Contact:
    """A Python value of a cti_contact."""
    contact = Contact(
        segments=tuple(map(_segment, walk(lib.cti_contact_segment, handle))),
        **{row.name: _field(handle, row) for row in CONTACT_FIELDS})
    # Its JSON has segments, which nobody but the library can give a contact.
    contact.__dict__["_line"] = _text(lib.cti_contact_json, handle)
    return contact


def _span(span: Any) -> AgentSpan:
    return AgentSpan(decode(span.agent), decode(span.state),
                     decode(span.reason), moment(span.from_us),
                     moment(span.to_us))


def _letter(letter: Any) -> DeadLetter:
    return DeadLetter(decode(letter.contact), decode(letter.why),
                      letter.revision, letter.attempts,
                      moment(letter.time_us))


# --- to C ---

def _as_text(row: FieldInfo, value: Any) -> Any:
    if row.type == "TIME":
        return str(micros(value, row.name))
    if row.type in ("INT", "BOOL"):
        return str(int(value))
    return value


def _put(handle: Any, row: FieldInfo, value: Any) -> None:
    keeper = Keeper()
    what = "the contact's " + row.name
    if row.type == "PAIRS":
        for name, one in value.items():
            check(lib.cti_contact_pair(handle, row.value,
                                       keeper.text(name, what),
                                       keeper.text(one, what)),
                  "%s cannot have %s: neither may have a line end, nor the "
                  "name an =" % (what, short(name)))
        return
    text = keeper.text(_as_text(row, value), what)
    check(lib.cti_contact_set(handle, row.value, text),
          "%s cannot be %s" % (what, short(value)))


def make_contact(contact: Contact) -> Any:
    """A cti_contact, which frees itself."""
    out = ffi.new("cti_contact **")
    check(lib.cti_contact_new(out))
    handle = ffi.gc(out[0], lib.cti_contact_free)
    for row in CONTACT_FIELDS:
        value = getattr(contact, row.name)
        if value != getattr(_EMPTY, row.name):
            _put(handle, row, value)
    return handle


_EMPTY = Contact()


# --- the file ---

class Each:
    """What a callback of C's passes on, and what that raised."""

    def __init__(self, fn: Callable[[Any], Any],
                 read: Callable[[Any], Any]) -> None:
        self.fn = fn
        self.read = read
        self.raised: Optional[BaseException] = None
        self.handle = ffi.new_handle(self)

    def __call__(self, thing: Any) -> int:
        try:
            return 1 if self.fn(self.read(thing)) else 0
        except BaseException as problem:
            self.raised = problem
            return 1

    def end(self, code: int, detail: Detail) -> None:
        """What is raised goes on; to have stopped is no error."""
        if self.raised is not None:
            raise self.raised
        if code != 1:
            check(code, detail.sentence())


def each(thing: Any, user: Any) -> int:
    """What C calls for each."""
    return int(ffi.from_handle(user)(thing))


for _name in ("cti_py_contact", "cti_py_span", "cti_py_letter"):
    ffi.def_extern(name=_name, error=1)(each)


class Filter:
    """A cti_journal_filter; its texts live as long as it does."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self.keeper = Keeper()
        self.opts = ffi.new("cti_journal_filter *")
        self.opts.size = ffi.sizeof("cti_journal_filter")
        self.opts.since_us = micros(given["since"], "since")
        self.opts.until_us = micros(given["until"], "until")
        for name in ("id", "number", "customer", "record"):
            setattr(self.opts, name, self.keeper.text(given.get(name), name))
        self.opts.limit = given.get("limit") or 0


Moment = Optional[datetime.datetime]


class Journal:
    """
    A journal's file (key journal.file), also while another process writes it.

        for contact in cti.Journal("contacts.db").contacts(limit=10):
            print(contact.began, contact.party, contact.disposition)
    """

    def __init__(self, path: Path) -> None:
        self.path = os.fspath(path)

    def _read(self, lib_fn: Any, callback: Any, fn: Callable[[Any], Any],
              read: Callable[[Any], Any], *filters: Any) -> None:
        keeper, detail, every = Keeper(), Detail(), Each(fn, read)
        every.end(lib_fn(keeper.text(self.path, "the path"), *filters,
                         callback, every.handle, *detail.room()), detail)

    def each_contact(self, fn: Callable[[Contact], Any], *,
                     since: Moment = None, until: Moment = None,
                     id: Optional[str] = None, number: Optional[str] = None,
                     customer: Optional[str] = None,
                     record: Optional[str] = None, limit: int = 0) -> None:
        """
        Call fn with one contact after the other, oldest first; what it raises
        comes out here, and if it returns something true, no more are read.

        since, until: of those that began then or later, and before.
        record: "tenant=agency": only with that in it.
        limit: only so many, the last ones.
        """
        some = Filter(locals())
        self._read(lib.cti_journal_read, lib.cti_py_contact, fn, read_contact,
                   some.opts)

    def contacts(self, *, since: Moment = None, until: Moment = None,
                 id: Optional[str] = None, number: Optional[str] = None,
                 customer: Optional[str] = None,
                 record: Optional[str] = None, limit: int = 0
                 ) -> List[Contact]:
        """The same as a list."""
        found: List[Contact] = []
        self.each_contact(found.append, since=since, until=until, id=id,
                          number=number, customer=customer, record=record,
                          limit=limit)
        return found

    def contact(self, contact_id: str) -> Optional[Contact]:
        """The contact of that id."""
        return next(iter(self.contacts(id=contact_id)), None)

    def each_span(self, fn: Callable[[AgentSpan], Any], *,
                  since: Moment = None, until: Moment = None) -> None:
        """Call fn with one span of an agent after the other."""
        some = Filter(locals())
        self._read(lib.cti_journal_spans, lib.cti_py_span, fn, _span,
                   some.opts)

    def spans(self, *, since: Moment = None, until: Moment = None
              ) -> List[AgentSpan]:
        """How long agents were in which state, oldest first."""
        found: List[AgentSpan] = []
        self.each_span(found.append, since=since, until=until)
        return found

    def dead_letters(self) -> List[DeadLetter]:
        """Records that the CRM does not take, oldest first."""
        found: List[DeadLetter] = []
        self._read(lib.cti_journal_dead, lib.cti_py_letter, found.append,
                   _letter)
        return found

    def retry(self, contact: Optional[str] = None) -> int:
        """Offer dead records again, of one contact or all: how many."""
        keeper, detail = Keeper(), Detail()
        count = ffi.new("uint64_t *")
        check(lib.cti_journal_retry(
            keeper.text(self.path, "the path"),
            keeper.text(contact, "contact"), count, *detail.room()), detail)
        return int(count[0])

    def export(self, to: Path, format: str = "json", *,
               since: Moment = None, until: Moment = None,
               id: Optional[str] = None, number: Optional[str] = None,
               customer: Optional[str] = None, record: Optional[str] = None,
               limit: int = 0) -> None:
        """Write contacts to a file: "json", a line each, or "csv"."""
        some = Filter(locals())
        keeper, detail = Keeper(), Detail()
        check(lib.cti_journal_export(
            keeper.text(self.path, "the path"), some.opts,
            keeper.text(format, "format"),
            keeper.text(os.fspath(to), "to"), *detail.room()), detail)

    def __repr__(self) -> str:
        return "Journal(%r)" % self.path
