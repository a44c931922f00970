# SPDX-License-Identifier: MIT
"""
Calls of Asterisk and FreeSWITCH as uniform events, and pops of who calls:
libcti for Python. Begin with Client.
"""
import json as _json
from typing import Any as _Any, Dict as _Dict

from . import _generated
from ._generated import *  # noqa: F401,F403
from ._text import ffi as _ffi, lib as _lib, check as _check, decode, take
from .asks import RequestResult, Route, RouteResult
from .client import Client
from .customers import LATER, Identification, Lookup, Number
from .events import Customer, Earlier, Event, Group as CustomerGroup, Pop
from .life import ClosedError
from .link import Link
from .pending import Pending
from .picture import Agent, Call, Device, Leg, Queue, Snapshot

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


__all__ = [
    "Agent", "Call", "Client", "ClosedError", "Customer", "CustomerGroup",
    "Device", "Earlier", "Event", "Identification", "LATER", "Leg", "Link", "Lookup", "Number", "Pending", "Pop", "Queue",
    "RequestResult", "Route", "RouteResult", "Snapshot", "runtime_info",
    "version",
]
__all__ += _generated.__all__
