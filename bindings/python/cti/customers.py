# SPDX-License-Identifier: MIT
"""Who calls: questions to the application, and answers to it."""
from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import (TYPE_CHECKING, Any, Awaitable, Callable, Iterable, List,
                    Mapping, Optional, Tuple, Union, cast)

from ._generated import (Greeting, Group as GroupKind, Identity,
                         NumberClass)
from ._text import check, decode, encode, ffi, lib, short
from .events import Customer, Group

if TYPE_CHECKING:
    from .asked import Asked

Who = Union[Customer, Mapping[str, str]]
Answer = Union[None, Who, Iterable[Who]]
"""None (nobody), one customer, or several, best first."""
LookupFn = Callable[["Lookup"], Union[Answer, Awaitable[Answer]]]


class _Later:
    def __repr__(self) -> str:
        return "cti.LATER"


LATER: Any = _Later()
"""Returned by a callback that will answer afterwards, by itself."""


@dataclass(frozen=True)
class Number:
    """A telephone number, taken apart."""
    e164: str
    national: str
    extension: str
    display: str
    keys: Tuple[str, ...]
    """To match by, best first."""
    number_class: NumberClass = NumberClass.UNKNOWN


@dataclass(frozen=True)
class Identification:
    """Who calls, as far as it is known."""
    identity: Identity
    candidates: Tuple[Customer, ...]
    contacts: Tuple[Customer, ...]
    greeting: Greeting
    greeting_text: str
    group: Optional[Group] = field(default=None)

    @property
    def customer(self) -> Optional[Customer]:
        """The one to show."""
        return self.candidates[0] if self.candidates else None


def read_number(number: Any) -> Number:
    """A Python value of a cti_number."""
    keys = tuple(decode(number.key[i]) for i in range(number.key_count))
    return Number(decode(number.e164), decode(number.national),
                  decode(number.extension), decode(number.display), keys,
                  NumberClass(number.number_class))


def read_customer(customer: Any) -> Customer:
    """A Python value of a cti_customer."""
    fields, sources = {}, {}
    for name in walk(lib.cti_customer_field, customer):
        fields[decode(name)] = decode(lib.cti_customer_get(customer, name))
        sources[decode(name)] = decode(
            lib.cti_customer_field_source(customer, name))
    return Customer(
        id=fields.get("id", ""), name=fields.get("name", ""), fields=fields,
        score=lib.cti_customer_score(customer),
        reason=decode(lib.cti_customer_reason(customer)),
        source=decode(lib.cti_customer_source(customer)),
        number_kind=decode(lib.cti_customer_number_kind(customer)),
        role=fields.get("role", ""), field_sources=sources)


def walk(at: Callable[[Any, int], Any], of: Any) -> Iterable[Any]:
    """All that a function of the library gives for 0, 1, 2, ..."""
    index = 0
    while True:
        found = at(of, index)
        if not found:
            return
        yield found
        index += 1


def read_identification(it: Any) -> Identification:
    """A Python value of a cti_identification."""
    kind = lib.cti_identification_group(it)
    group = None
    if kind != GroupKind.NONE:
        group = Group(decode(lib.cti_group_name(kind)),
                      decode(lib.cti_identification_group_label(it)),
                      lib.cti_identification_group_members(it))
    return Identification(
        identity=Identity(lib.cti_identification_identity(it)),
        candidates=tuple(map(
            read_customer, walk(lib.cti_identification_candidate, it))),
        contacts=tuple(map(
            read_customer, walk(lib.cti_identification_contact, it))),
        greeting=Greeting(lib.cti_identification_greeting(it)),
        greeting_text=decode(lib.cti_identification_greeting_text(it)),
        group=group)


def _fields(who: Who) -> Mapping[str, str]:
    if isinstance(who, Customer):
        fields = dict(who.fields)
        fields.setdefault("id", who.id)
        if who.name:
            fields.setdefault("name", who.name)
        return fields
    if isinstance(who, Mapping):
        return who
    raise wrong_answer(who)


def wrong_answer(answer: Any) -> TypeError:
    return TypeError("a lookup is answered with a Customer, a dict of fields, "
                     "several of them, or None, not %s"
                     % type(answer).__name__)


def make_customer(who: Who) -> Any:
    """A cti_customer, which frees itself."""
    out = ffi.new("cti_customer **")
    check(lib.cti_customer_new(out))
    customer = ffi.gc(out[0], lib.cti_customer_unref)
    for name, value in _fields(who).items():
        text = encode(value, "the customer's field %s" % short(name))
        check(lib.cti_customer_set(customer, encode(name, "a field's name"),
                                   text),
              "the customer's field %s cannot be set: a name has 1 to 64 "
              "bytes, a value at most 4096, a customer at most 64 fields"
              % short(name))
    return customer


def make_all(answer: Answer) -> List[Any]:
    """The customers of an answer."""
    if answer is None:
        return []
    if isinstance(answer, (Customer, Mapping)):
        return [make_customer(answer)]
    if isinstance(answer, (str, bytes)) or not isinstance(answer, Iterable):
        raise wrong_answer(answer)
    return [make_customer(cast(Who, who)) for who in answer]


class Lookup:
    """A question: who has this number, or this value in a field?"""

    def __init__(self, client: "Asked", handle: Any) -> None:
        self._client = client
        self._handle = handle
        self.text = decode(lib.cti_lookup_text(handle))
        """The number as it arrived, or the value."""
        self.field = decode(lib.cti_lookup_field(handle))
        """The field whose value is asked for; "" if it is a number."""
        self.number = read_number(lib.cti_lookup_number(handle))

    def answer(self, answer: Answer = None) -> None:
        """Answer, from any thread; a second answer is ESTATE."""
        self._client._answer(self, make_all(answer))


async def when_ready(answer: Awaitable[Answer]) -> Answer:
    """The answer of an asynchronous callback."""
    return await answer


def is_later(answer: Any) -> bool:
    """Whether a callback's answer is still to come."""
    return inspect.isawaitable(answer)
