# SPDX-License-Identifier: MIT
"""A client: links to switches, the calls on them, and who is told of it."""
from __future__ import annotations

import os
from typing import Any, FrozenSet, Mapping, Optional, Union

from . import _callbacks
from ._generated import LogLevel, RequestKind
from ._text import Keeper, Path, check, decode, ffi, lib, take
from .asks import RequestResult, kind_of, request_opts
from .keeps import Keeps
from .life import LogFn, ReportFn, log_to_logging, report_to_logging
from .link import Link
from .pending import Pending
from .picture import Snapshot, read_snapshot


class Client(Keeps):
    """
    Links to switches, and what happens there as an iterator:

        with cti.Client("cti.json") as client:
            for event in client: ...

    or `async with` and `async for`. Any thread may call everything; events are
    fetched by one at a time. Callbacks run on the thread that fetches events;
    what they raise is reported to on_error and goes no further.
    """

    def __init__(self, config: Optional[Path] = None, *,
                 settings: Optional[Mapping[str, str]] = None,
                 log: LogFn = log_to_logging,
                 log_level: LogLevel = LogLevel.WARN,
                 on_error: ReportFn = report_to_logging) -> None:
        """
        config: a JSON file of keys, links and sources.
        settings: keys and values, set before.
        log: called for each log line up to log_level.
        on_error: called with what failed and the exception.
        """
        super().__init__(log, log_level, on_error)
        try:
            self.set("client.name", "python")
            for key, value in (settings or {}).items():
                self.set(key, value)
            if config is not None:
                self.load(config)
        except BaseException:
            self.close()
            raise

    # --- configuration ---

    def set(self, key: str, value: str) -> None:
        """Set one key of the configuration: "identify.deadline_ms"."""
        self._do_texts(lib.cti_set, key=key, value=value)

    def get(self, key: str) -> str:
        """The present value of a key; a secret comes as "***"."""
        keeper = Keeper()
        out = ffi.new("char **")
        self._do(lib.cti_get, keeper.text(key, "key"), out)
        return take(out[0])

    def load(self, path: Path) -> None:
        """Read a JSON file of keys, links and sources; all of it or nothing."""
        self._do_texts(lib.cti_load, path=os.fspath(path))

    def load_service(self, path: Optional[Path] = None) -> None:
        """Read the service knowledge: tiers, lists, stages, hints. None: the
        file in use again."""
        self._do_texts(lib.cti_service_load,
                       path=None if path is None else os.fspath(path))

    # --- links ---

    def add_link(self, url: str, *, name: Optional[str] = None,
                 user: Optional[str] = None, secret: Optional[str] = None,
                 record: Optional[Path] = None,
                 switch_name: Optional[str] = None) -> Link:
        """
        Add a link and begin to dial: "ami://pbx.example.com", "sim:FILE",
        "replay:FILE". That nobody is there is no error, but told by events.
        """
        keeper = Keeper()
        opts = ffi.new("cti_link_opts *")
        opts.size = ffi.sizeof("cti_link_opts")
        opts.url = keeper.text(url, "url")
        opts.name = keeper.text(name, "name")
        opts.user = keeper.text(user, "user")
        opts.secret = keeper.text(secret, "secret")
        opts.record = keeper.text(record and os.fspath(record), "record")
        opts.switch_name = keeper.text(switch_name, "switch_name")
        out = ffi.new("cti_link **")
        with self._calls:
            self._do(lib.cti_link_add, out, opts)
            return Link(self, decode(lib.cti_link_name(out[0])))

    def link(self, name: str) -> Optional[Link]:
        """The link of that name."""
        keeper = Keeper()
        found = self._call(lib.cti_link_find, keeper.text(name, "name"))
        return Link(self, name) if found else None

    # --- requests and routes ---

    def request(self, kind: Union[RequestKind, str], **args: Any
                ) -> Pending[RequestResult]:
        """
        Ask the switch to do something: request("dial", device="1001",
        to="13800138000"). Arguments are those of cti_request_opts: link, call,
        device, to, agent, queue, reason, key, value, caller, caller_name,
        priority, timeout_ms, data (a dict), auto_answer and at_once (bool).

        Raises at once if it is not possible now; else the result says that the
        switch has accepted and begun it.
        """
        keeper = Keeper()
        opts = request_opts(keeper, kind, args)
        ticket = ffi.new("cti_request_ticket *")
        ticket.size = ffi.sizeof("cti_request_ticket")
        pending = self._begin(
            "the request %s" % kind_of(kind).name.lower(),
            lambda user: self._do(lib.cti_request_send, opts,
                                  _callbacks.REQUEST, user, ticket))
        pending.id = ticket.id
        pending.call = decode(ticket.call)
        return pending

    def check(self, kind: Union[RequestKind, str], **args: Any) -> None:
        """Raise what request() would raise now; nothing is sent."""
        keeper = Keeper()
        self._do(lib.cti_request_check, request_opts(keeper, kind, args))

    def possible(self, call: Optional[str] = None,
                 device: Optional[str] = None) -> FrozenSet[RequestKind]:
        """All that can be requested now of a call, a device, or both."""
        keeper = Keeper()
        bits = self._call(lib.cti_request_possible, keeper.text(call, "call"),
                          keeper.text(device, "device"))
        return frozenset(kind for kind in RequestKind if bits >> kind & 1)

    def cancel(self, request: Union[int, Pending[RequestResult]]) -> None:
        """Wait no longer for a request: it ends with ECANCELED."""
        number = request if isinstance(request, int) else request.id
        check(self._call(lib.cti_request_cancel, number),
              "no request %d is under way" % number)

    # --- now ---

    def snapshot(self) -> Snapshot:
        """A picture of calls, devices, agents and queues."""
        out = ffi.new("cti_snapshot **")
        check(self._call(lib.cti_snapshot_take, out))
        shot = ffi.gc(out[0], lib.cti_snapshot_unref)
        return read_snapshot(shot)

    def __repr__(self) -> str:
        return "<cti.Client%s>" % (" closed" if self._closing else "")
