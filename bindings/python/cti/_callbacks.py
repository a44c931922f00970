# SPDX-License-Identifier: MIT
"""
Where the library's callbacks arrive: inside cti_poll() of the thread that
fetches events, or inside cti_client_close(). What C holds of an object is a
number, which cannot dangle: the objects are the client's.
"""
from __future__ import annotations

import itertools
import weakref
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Tuple

from ._generated import LogLevel, RequestKind
from ._text import decode, error, ffi, lib
from .asks import RequestResult, Route, read_result
from .customers import Lookup, read_identification
from .look import Diagnosis, read_step

if TYPE_CHECKING:
    from .asked import Asked
    from .life import Life

_numbers = itertools.count(1)
_owners: Dict[int, "weakref.ref[Life]"] = {}


def keep(client: "Life", thing: Any) -> int:
    """A number for a thing of the client's, for C."""
    number = next(_numbers)
    client._things[number] = thing
    _owners[number] = weakref.ref(client)
    return number


def forget(client: "Life", number: int) -> Any:
    """The thing, which C does not know any more."""
    _owners.pop(number, None)
    return client._things.pop(number, None)


def pointer(number: int) -> Any:
    """What C gets of it."""
    return ffi.cast("void *", number)


def _find(user: Any, last: bool) -> Tuple[Optional["Life"], Any]:
    number = int(ffi.cast("uintptr_t", user))
    owner = _owners.get(number)
    client = owner() if owner else None
    if client is None:
        return None, None
    if last:
        return client, forget(client, number)
    return client, client._things.get(number)


def _callback(name: str, last: bool = False) -> Callable[[Any], Any]:
    """Make fn(client, thing, ...) what C calls; no exception goes there."""
    def decorate(fn: Callable[..., Any]) -> Callable[..., Any]:
        def arrive(*args: Any) -> None:
            client, thing = _find(args[-1], last)
            if client is not None and thing is not None:
                client._guard("a callback", fn, client, thing, *args[:-1])
        ffi.def_extern(name=name)(arrive)
        return fn
    return decorate


@_callback("cti_py_log")
def _log(client: "Asked", log: Any, level: int, text: Any) -> None:
    log(LogLevel(level), decode(text))


@_callback("cti_py_lookup")
def _lookup(client: "Asked", fn: Any, _: Any, handle: Any) -> None:
    client._ask(Lookup(client, handle), fn)


@_callback("cti_py_identified", last=True)
def _identified(client: "Asked", pending: Any, _: Any, it: Any) -> None:
    pending._end(read_identification(it))


@_callback("cti_py_reloaded", last=True)
def _reloaded(client: "Asked", pending: Any, _: Any, err: int,
              customers: int, detail: Any) -> None:
    if err:
        pending._end(None, error(err, decode(detail)))
    else:
        pending._end(customers)


@_callback("cti_py_request", last=True)
def _request(client: "Asked", pending: Any, _: Any, result: Any) -> None:
    if result.error:
        pending._end(None, error(result.error, decode(result.detail)))
    else:
        pending._end(RequestResult(
            result.id, RequestKind(result.kind), decode(result.call),
            decode(result.link), decode(result.detail)))


@_callback("cti_py_route")
def _route(client: "Asked", fns: Any, _: Any, handle: Any) -> None:
    client._ask_route(Route(client, handle, owned=True), fns[0])


@_callback("cti_py_routed")
def _routed(client: "Asked", fns: Any, _: Any, handle: Any,
            result: Any) -> None:
    if fns[1] is not None:
        fns[1](Route(client, handle, owned=False), read_result(result))


@_callback("cti_py_finding")
def _finding(client: "Asked", pending: Any, _: Any, it: Any) -> None:
    pending._found(it)


@_callback("cti_py_diagnosed", last=True)
def _diagnosed(client: "Asked", pending: Any, _: Any, err: int) -> None:
    if err == lib.CTI_ECANCELED:
        pending._end(None, error(err, "the link was removed, or the client "
                                 "closed, before all was looked at"))
    else:
        pending._end(Diagnosis(tuple(pending._findings),
                               error(err) if err else None))


@_callback("cti_py_trace")
def _trace(client: "Asked", fn: Any, _: Any, it: Any) -> None:
    fn(read_step(it))


FINDING = lib.cti_py_finding
DIAGNOSED = lib.cti_py_diagnosed
TRACE = lib.cti_py_trace
LOG = lib.cti_py_log
LOOKUP = lib.cti_py_lookup
IDENTIFIED = lib.cti_py_identified
RELOADED = lib.cti_py_reloaded
REQUEST = lib.cti_py_request
ROUTE = lib.cti_py_route
ROUTED = lib.cti_py_routed
