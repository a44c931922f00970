# SPDX-License-Identifier: MIT
"""
Calls of Asterisk and FreeSWITCH as uniform events, and pops of who calls:
libcti for Python. Begin with Client.
"""
import json as _json
from typing import (Any as _Any, Dict as _Dict, List as _List,
                    NamedTuple as _NamedTuple)

from . import _generated
from ._generated import *  # noqa: F401,F403
from ._text import ffi as _ffi, lib as _lib, check as _check, decode, take
from .asks import RequestResult, Route, RouteResult
from .client import Client
from .customers import LATER, Identification, Lookup, Number, walk as _walk
from .events import Customer, Earlier, Event, Group as CustomerGroup, Pop
from .journal import (AgentSpan, Contact, DeadLetter, Journal, JournalStats,
                      Segment)
from .life import ClosedError
from .link import Link
from .look import Diagnosing, Diagnosis, Finding, TraceStep
from .numbers import (NumberPlan, NumberStep, build_directory, explain_number,
                      parse_number)
from .pending import Pending
from .picture import Agent, Call, Device, Leg, Queue, Snapshot
from .report import Report
from .service import Advice, Hint, Verification, check_service

__version__ = "0.1.0"


def version() -> str:
    """Version of the libcti that is running."""
    return decode(_lib.cti_version())


def runtime_info() -> _Dict[str, _Any]:
    """What is running, for reports of faults."""
    out = _ffi.new("char **")
    _check(_lib.cti_runtime_info(out, _ffi.NULL))
    info: _Dict[str, _Any] = _json.loads(take(out[0]))
    info["binding"] = "python " + __version__
    return info


class KeyInfo(_NamedTuple):
    """One key of the configuration."""
    name: str
    type: str
    """"string", "int", "bool", "list" or "file"."""
    default: str
    doc: str
    secret: bool


def keys() -> _List[KeyInfo]:
    """Every key that Client.set() knows."""
    return [KeyInfo(decode(row.name), decode(row.type),
                    decode(row.default_value), decode(row.doc), row.secret)
            for row in _walk(lambda _, index: _lib.cti_key_at(index), None)]


def sim_commands() -> _List[str]:
    """The simulator's language: how each command is written, a tab, what it
    does."""
    return [decode(text) for text in
            _walk(lambda _, index: _lib.cti_sim_help(index), None)]


__all__ = [
    "Advice", "Agent", "AgentSpan", "Call", "Client", "ClosedError", "Contact",
    "Customer", "CustomerGroup", "DeadLetter", "Device", "Diagnosing",
    "Diagnosis", "Earlier", "Event", "Finding", "Hint", "Identification", "Journal", "JournalStats", "KeyInfo", "LATER",
    "Leg", "Link", "Lookup", "Number", "NumberPlan", "NumberStep", "Pending",
    "Pop", "Queue", "Report", "RequestResult", "Route", "RouteResult",
    "Segment", "Snapshot", "TraceStep", "Verification", "build_directory", "check_service",
    "explain_number", "keys", "parse_number", "runtime_info", "sim_commands",
    "version",
]
__all__ += _generated.__all__
