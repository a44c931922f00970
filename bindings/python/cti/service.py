# SPDX-License-Identifier: MIT
"""Service knowledge: what follows from it, and whether callers are verified."""
from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional, Tuple

from ._generated import ADVICE_FIELDS, AdviceFields
from ._text import Detail, Keeper, Path, check, ffi, lib, short

if TYPE_CHECKING:
    from .life import Life


@dataclass(frozen=True)
class Hint:
    """One hint for the agent."""
    kind: str = ""
    """"hint", "offer", "care", "renewal" or "lead"."""
    id: str = ""
    """The rule's."""
    text: str = ""
    """What to say or do."""
    reason: str = ""
    """Why; there always is one."""
    product: str = ""
    probability: Optional[int] = None
    """Of a lead: 0 to 100."""


@dataclass(frozen=True)
class Advice(AdviceFields):
    """
    What follows from the service knowledge for one customer in one call: tier,
    list, stage, line, hints and more. None or empty: there is no word on it.
    """
    hints: Tuple[Hint, ...] = ()
    """Most important first."""
    record: Mapping[str, str] = field(default_factory=dict)
    """What goes into the contact's record in the journal."""


_FIELDS = {row.name: row.type for row in ADVICE_FIELDS}


def read_advice(row: Mapping[str, Any]) -> Advice:
    """An advice, of its JSON."""
    values: Dict[str, Any] = {
        name: tuple(value) if _FIELDS[name] == "LIST" else value
        for name, value in row.items() if name in _FIELDS}
    hints = tuple(Hint(**{name: value for name, value in hint.items()
                          if name in Hint.__dataclass_fields__})
                  for hint in row.get("hints", ()))
    return Advice(hints=hints, record=row.get("record", {}), **values)


def check_service(path: Path) -> str:
    """Whether a file of service knowledge is right: a sentence that says what
    it holds, or the exception that says what is wrong where."""
    keeper, detail = Keeper(), Detail()
    check(lib.cti_service_check(keeper.text(os.fspath(path), "the path"),
                                *detail.room()), detail)
    return detail.sentence()


class Verification:
    """
    Is the caller who he says he is? Of Client.verify():

        with client.verify(pop.call, "password") as verification:
            if verification.check("pin", typed): ...

    Until the level that the request needs is reached, or this ends, digits
    pressed in the call are told as "*". Pops tell how far it is.
    """

    def __init__(self, client: "Life", call: str) -> None:
        self._client = client
        self.call = call

    def _may(self, err: int, factor: str) -> None:
        check(err, {
            lib.CTI_ENOENT: "there is no call %s, no factor %s, or the "
            "customer's record has no such value; nothing was compared"
            % (short(self.call), short(factor)),
            lib.CTI_ESTATE: "no verification of call %s is under way, or it "
            "is not clear who the customer is; begin it, or choose() first"
            % short(self.call)}.get(err))

    def check(self, factor: str, value: str) -> bool:
        """Compare what the caller says; a wrong one is an attempt."""
        keeper = Keeper()
        right = ffi.new("bool *")
        texts = [keeper.text(self.call, "the call"),
                 keeper.text(factor, "factor")]
        said = keeper.text(value, "value")
        try:
            self._may(self._client._call(lib.cti_verify_check, *texts, said,
                                         right), factor)
        finally:
            ffi.memmove(said, b"\0" * len(said), len(said))
        return bool(right[0])

    def keys(self, factor: str) -> None:
        """Let the caller press the keys: the digits that follow are compared,
        and nobody sees them."""
        keeper = Keeper()
        self._may(self._client._call(
            lib.cti_verify_keys, keeper.text(self.call, "the call"),
            keeper.text(factor, "factor")), factor)

    def end(self) -> None:
        """No more; the level that was reached stays."""
        keeper = Keeper()
        check(self._client._call(lib.cti_verify_end,
                                 keeper.text(self.call, "the call")),
              "there is no call %s any more" % short(self.call))

    def __enter__(self) -> "Verification":
        return self

    def __exit__(self, *_: Any) -> None:
        keeper = Keeper()
        if not self._client.closed:
            # That the call has ended meanwhile is no error here.
            self._client._call(lib.cti_verify_end,
                               keeper.text(self.call, "the call"))
