# SPDX-License-Identifier: MIT
"""Events and pops: plain values, which do not need the client any more."""
from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Tuple, cast

from ._generated import (EVENT_FLAG_WORDS, EVENT_KIND_WORDS, EventDict,
                         EventFields, EventFlag, EventKind)
from .service import Advice, read_advice

KINDS = {word: EventKind(value) for value, word in EVENT_KIND_WORDS.items()}


@dataclass(frozen=True)
class Customer:
    """Who a number belongs to."""
    id: str
    name: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Everything the source knows, by name."""
    score: int = 0
    """How well the customer fits, 0 to 100."""
    reason: str = ""
    """Why the customer fits: "number equal"."""
    source: str = ""
    number_kind: str = ""
    """Which of the customer's numbers it is: "mobile"; or ""."""
    role: str = ""
    field_sources: Mapping[str, str] = field(default_factory=dict)
    """Which source each field is from, where several have filled it in."""


@dataclass(frozen=True)
class Earlier:
    """An earlier contact with the customer."""
    id: str = ""
    channel: str = ""
    direction: str = ""
    line: str = ""
    agent: str = ""
    disposition: str = ""
    notes: str = ""
    began: str = ""


@dataclass(frozen=True)
class Group:
    """What the customers behind one number have in common."""
    kind: str
    label: str
    members: int


@dataclass(frozen=True)
class Pop:
    """What an agent's screen shows of one call."""
    id: str
    state: str
    """"opened", "updated" or "closed"."""
    revision: int
    call: str
    device: str
    agent: str = ""
    remote: str = ""
    """The caller's number."""
    name: str = ""
    """The caller's name as the switch shows it; untrusted."""
    dnis: str = ""
    queue: str = ""
    direction: str = ""
    reason: str = ""
    """Why it was closed."""
    waited_ms: int = 0
    answered: bool = False
    identity: str = "pending"
    """"pending", "identified", "ambiguous", "unknown" or "withheld"."""
    greeting: str = "generic"
    greeting_text: str = ""
    candidates: Tuple[Customer, ...] = ()
    """Best first."""
    contacts: Tuple[Customer, ...] = ()
    """Others of the customer's account."""
    group: Optional[Group] = None
    url: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    earlier: Tuple[Earlier, ...] = ()
    service: Mapping[str, Any] = field(default_factory=dict)
    """What the service knowledge says, as in JSON."""

    @property
    def customer(self) -> Optional[Customer]:
        """The one to show."""
        return self.candidates[0] if self.candidates else None

    @property
    def advice(self) -> Advice:
        """`service` with types."""
        return read_advice(self.service)


TEXTS = ("state", "call", "device", "agent", "remote", "name", "dnis", "queue",
         "direction", "reason", "identity", "greeting", "greeting_text", "url")


def known(cls: Any, row: Mapping[str, Any]) -> Dict[str, Any]:
    """A newer library may say more than a class here has room for."""
    return {k: v for k, v in row.items() if k in cls.__dataclass_fields__}


def candidates(row: Mapping[str, Any],
               people: List[Dict[str, str]]) -> Tuple[Customer, ...]:
    """All fields are in `customer` for the first, in people for the others."""
    every = [row.get("customer", {})] + people
    out = []
    for index, short in enumerate(row.get("candidates", ())):
        fields = every[index] if index < len(every) else {}
        out.append(Customer(fields=fields, **known(Customer, short)))
    return tuple(out)


def read_pop(row: Mapping[str, Any], people: List[Dict[str, str]]) -> Pop:
    """A pop, of its event's JSON."""
    texts = {name: row[name] for name in TEXTS if name in row}
    return Pop(
        id=row["pop"], revision=row["revision"],
        waited_ms=row.get("waited_ms", 0), answered=row.get("answered", False),
        candidates=candidates(row, people),
        contacts=tuple(Customer(**known(Customer, c))
                       for c in row.get("contacts", ())),
        group=Group(**known(Group, row["group"])) if "group" in row else None,
        data=row.get("data", {}), service=row.get("service", {}),
        earlier=tuple(Earlier(**known(Earlier, e))
                      for e in row.get("earlier", ())),
        **texts)


def iso_time(time_us: int) -> str:
    """A time as in JSON."""
    seconds, us = divmod(time_us, 1000000)
    when = (datetime.datetime(1970, 1, 1)
            + datetime.timedelta(seconds=seconds))
    return "%s.%03dZ" % (when.isoformat(), us // 1000)


@dataclass(frozen=True, repr=False)
class Event(EventFields):
    """
    What happened. `event` is what ("ring"); `time_us`, `seq` and `flags` are
    always there; a field that the event does not have is None, or empty if it
    is a list. Texts come over the network: valid, and otherwise untrusted.
    """

    @property
    def type(self) -> EventKind:
        """`event` as a constant."""
        return KINDS[self.event]

    @property
    def time(self) -> datetime.datetime:
        """When it happened, with its time zone, UTC."""
        return (datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
                + datetime.timedelta(microseconds=self.time_us))

    @property
    def pop(self) -> Optional[Pop]:
        """The pop of an event "pop"; None of any other."""
        whole = self.__dict__.get("_whole")
        if whole is None:
            return None
        return read_pop(json.loads(whole), self.__dict__.get("_people", []))

    @property
    def flag_words(self) -> Tuple[str, ...]:
        """Names of the flags: "resync"."""
        return tuple(EVENT_FLAG_WORDS[bit] for bit in EventFlag
                     if self.flags & bit)

    def as_dict(self) -> EventDict:
        """The event as the library's JSON has it."""
        own = self.__dict__
        if "_whole" in own:
            return cast(EventDict, json.loads(own["_whole"]))
        row = {name: value for name, value in own.items()
               if value is not None and value != ()}
        row["time"] = iso_time(row.pop("time_us"))
        if "from_" in row:
            row["from"] = row.pop("from_")
        flags = row.pop("flags", 0)
        if flags:
            row["flags"] = list(self.flag_words)
        return cast(EventDict, row)

    def json(self) -> str:
        """The event in a line, keys in order, as all bindings write it."""
        return json.dumps(self.as_dict(), ensure_ascii=False, sort_keys=True,
                          separators=(",", ":"))

    def __repr__(self) -> str:
        return "Event(%s)" % ", ".join(
            "%s=%r" % pair for pair in self.as_dict().items())

    def __hash__(self) -> int:
        return hash((self.seq, self.time_us))


# What a batch has is the event's attributes, put there whole: a constructor
# with forty arguments would cost more than all the rest.
new = object.__new__
put = cast(Any, EventFields.__dict__["__dict__"]).__set__
