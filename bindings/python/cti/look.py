# SPDX-License-Identifier: MIT
"""Looking into links: what is wrong with one, and why events came."""
from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import (TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple)

from ._generated import (FINDING_LEVEL_WORDS, TRACE_KIND_WORDS, Error,
                         FindingLevel, TraceKind)
from ._text import decode, ffi
from .moments import moment
from .pending import Pending

if TYPE_CHECKING:
    from .pull import Pull


@dataclass(frozen=True)
class Finding:
    """One thing that was found of a link, or of the switch behind it."""
    level: FindingLevel
    id: str
    """Always the same: "ami-clock"."""
    text: str
    """What was found: one sentence."""
    remedy: str
    """What to do: one sentence; or ""."""
    file: str
    """Where: "manager.conf", or a key of ours."""
    section: str
    line: str
    """The line it should have there."""
    text_form: str
    """What `text` was made of, with {1} to {9} for the values: for programs
    that translate."""
    remedy_form: str
    values: Tuple[str, ...]

    @property
    def level_word(self) -> str:
        """"good", "note", "warning" or "fault"."""
        return FINDING_LEVEL_WORDS.get(self.level, "")


@dataclass(frozen=True)
class Diagnosis:
    """All that was found of a link."""
    findings: Tuple[Finding, ...]
    error: Optional[Error]
    """Why not everything was looked at (ELINKDOWN, ETIMEDOUT); a finding says
    more. None: all was."""

    @property
    def worst(self) -> FindingLevel:
        """How much the worst finding matters."""
        return max((f.level for f in self.findings),
                   default=FindingLevel.GOOD)


FindingFn = Callable[[Finding], Any]


class Diagnosing(Pending[Diagnosis]):
    """A look at a link that is under way."""

    def __init__(self, client: "Pull", what: str,
                 on_finding: Optional[FindingFn]) -> None:
        super().__init__(client, what)
        self._findings: List[Finding] = []
        self._on_finding = on_finding

    def _found(self, it: Any) -> None:
        finding = Finding(
            FindingLevel(it.level),
            decode(it.id), decode(it.text), decode(it.remedy),
            decode(it.file), decode(it.section), decode(it.line),
            decode(it.text_form), decode(it.remedy_form),
            tuple(decode(it.values[i]) for i in range(it.value_count)))
        self._findings.append(finding)
        if self._on_finding is not None:
            self._on_finding(finding)


@dataclass(frozen=True)
class TraceStep:
    """One step from what a switch said to what an agent's screen shows. It has
    all numbers and names: take care where you put it."""
    kind: TraceKind
    link: str
    time: Optional[datetime.datetime]
    offset: int
    """Where the message begins that this follows from, in bytes."""
    raw: bytes
    """Of a message its very bytes; else as `text`."""
    call: str
    """Id of the call; "" if it is not known."""
    ids: Tuple[str, ...]
    """The switch's own ids of legs and bridges."""

    @property
    def kind_word(self) -> str:
        """"message", "fact", "event", "no-pop" or "outcome"."""
        return TRACE_KIND_WORDS.get(self.kind, "")

    @property
    def text(self) -> str:
        """The message, the JSON of a fact or an event, or a few words."""
        return self.raw.decode("utf-8", "replace")

    @property
    def row(self) -> Dict[str, Any]:
        """Of a fact or an event what its JSON has; else empty."""
        if self.kind not in (TraceKind.FACT, TraceKind.EVENT):
            return {}
        row: Dict[str, Any] = json.loads(self.raw)
        return row


TraceFn = Callable[[TraceStep], Any]


def read_step(it: Any) -> TraceStep:
    """A Python value of a cti_trace."""
    return TraceStep(TraceKind(it.kind), decode(it.link), moment(it.time_us),
                     it.offset, bytes(ffi.buffer(it.text, it.len)),
                     decode(it.call),
                     tuple(decode(it.ids[i]) for i in range(it.id_count)))
