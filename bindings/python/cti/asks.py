# SPDX-License-Identifier: MIT
"""What an application asks a switch to do, and what it is asked itself."""
from __future__ import annotations

from dataclasses import dataclass
from typing import (TYPE_CHECKING, Any, Awaitable, Callable, Dict, Mapping,
                    Optional, Tuple, Union)

from ._generated import (Identity, REQUESTS, RequestFlags, RequestKind,
                         RouteReason)
from ._text import Keeper, check, decode, ffi, lib, short
from .customers import read_customer, walk
from .events import Customer

if TYPE_CHECKING:
    from .life import Life

RouteAnswer = Optional[str]
"""A number to send the call to; "": as it would go by itself; None: the
default."""
RouteFn = Callable[["Route"], Union[RouteAnswer, Awaitable[RouteAnswer]]]
RoutedFn = Callable[["Route", "RouteResult"], Any]
WORDS = {row.word: RequestKind(row.value) for row in REQUESTS}
NUMBERS = ("flags", "timeout_ms", "priority")


@dataclass(frozen=True)
class RequestResult:
    """A request that the switch has accepted and begun."""
    id: int
    kind: RequestKind
    call: str
    """Id of the call; "" for none."""
    link: str
    detail: str


def kind_of(kind: Union[RequestKind, str]) -> RequestKind:
    """The kind for a word or a constant."""
    if isinstance(kind, str):
        if kind not in WORDS:
            raise ValueError("there is no request %s; the requests are %s"
                             % (short(kind), ", ".join(sorted(WORDS))))
        return WORDS[kind]
    return RequestKind(kind)


def request_opts(keeper: Keeper, kind: Union[RequestKind, str],
                 args: Dict[str, Any]) -> Any:
    """A cti_request_opts of keyword arguments."""
    opts = ffi.new("cti_request_opts *")
    opts.size = ffi.sizeof("cti_request_opts")
    opts.kind = kind_of(kind)
    data: Optional[Mapping[str, str]] = args.pop("data", None)
    if data:
        opts.data, opts.data_count = keeper.pairs(data.items(), "data")
    for bit in RequestFlags:
        if bit.name and args.pop(bit.name.lower(), False):
            opts.flags |= bit
    for name, value in args.items():
        if name in NUMBERS:
            setattr(opts, name, value)
        else:
            setattr(opts, name, keeper.text(value, name))
    return opts


@dataclass(frozen=True)
class RouteResult:
    """What became of a question where a call shall go."""
    error: int
    """0: as answered; else a CTI_E* number."""
    to: str
    """Where the call was sent; "": the way it goes by itself."""
    detail: str


class Route:
    """A question: where shall this call go? Answer it once, from any thread."""

    def __init__(self, client: "Life", handle: Any, owned: bool) -> None:
        self._client = client
        self._handle = ffi.gc(handle, lib.cti_route_unref) if owned else None
        self.reason = RouteReason(lib.cti_route_reason(handle))
        self.call = decode(lib.cti_route_call(handle))
        self.link = decode(lib.cti_route_link(handle))
        self.caller = decode(lib.cti_route_caller(handle))
        self.caller_name = decode(lib.cti_route_caller_name(handle))
        self.withheld: bool = lib.cti_route_withheld(handle)
        self.dnis = decode(lib.cti_route_dnis(handle))
        self.queue = decode(lib.cti_route_queue(handle))
        self.device = decode(lib.cti_route_device(handle))
        self.identity = Identity(lib.cti_route_identity(handle))
        self.deadline_ms: int = lib.cti_route_deadline_ms(handle)
        self.customers: Tuple[Customer, ...] = tuple(
            map(read_customer, walk(lib.cti_route_customer, handle)))
        """Who calls, best first."""
        self.data: Dict[str, str] = {
            decode(pair.key): decode(pair.value)
            for pair in walk(lib.cti_route_pair, handle)}

    @property
    def customer(self) -> Optional[Customer]:
        """Who calls, most likely."""
        return self.customers[0] if self.customers else None

    def to(self, number: str) -> None:
        """Send the call there; "": the way it would go by itself."""
        keeper = Keeper()
        self._give(lib.cti_route_to, keeper.text(number, "the number"))

    def default(self) -> None:
        """Send the call to the default, at once."""
        self._give(lib.cti_route_default)

    def _give(self, fn: Any, *args: Any) -> None:
        with self._client._cond:
            handle, self._handle = self._handle, None
        if handle is None:
            check(lib.CTI_ESTATE, "this question was answered before")
        self._client._enter()
        try:
            # The answer gives one owner back; the other is our handle's.
            lib.cti_route_ref(handle)
            err = fn(handle, *args)
            if err == lib.CTI_EINVAL:
                lib.cti_route_unref(handle)
                self._handle = handle
        finally:
            self._client._leave()
        check(err)


def read_result(result: Any) -> RouteResult:
    """A Python value of a cti_route_result."""
    return RouteResult(result.error, decode(result.to), decode(result.detail))
