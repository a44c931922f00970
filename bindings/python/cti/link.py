# SPDX-License-Identifier: MIT
"""One connection to a switch."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional

from . import _callbacks
from ._generated import DiagnoseFlag, LinkState
from ._text import Keeper, check, decode, ffi, lib, short
from .look import Diagnosing, FindingFn

if TYPE_CHECKING:
    from .pull import Pull


class Link:
    """One connection to a switch. It is the client's, found by its name."""

    def __init__(self, client: "Pull", name: str) -> None:
        self._client = client
        self.name = name

    def _do(self, fn: Any, *args: Any) -> Any:
        """Under the client's lock nobody else can remove it meanwhile."""
        client = self._client
        keeper = Keeper()
        with client._calls:
            handle = client._enter()
            try:
                link = lib.cti_link_find(handle, keeper.text(self.name,
                                                             "a link's name"))
                if not link:
                    check(lib.CTI_ENOENT,
                          "there is no link %s; it was removed"
                          % short(self.name))
                return fn(link, *args)
            finally:
                client._leave()

    @property
    def state(self) -> LinkState:
        """Where it stands."""
        return LinkState(self._do(lib.cti_link_state))

    @property
    def detail(self) -> str:
        """Why it is where it is, as one sentence; "" while all is well."""
        return str(self._do(lambda link: decode(lib.cti_link_detail(link))))

    @property
    def stats(self) -> Dict[str, int]:
        """Counters since it was added: bytes_in, messages, ..."""
        def get(link: Any) -> Dict[str, int]:
            out = ffi.new("cti_link_stats *")
            out.size = ffi.sizeof("cti_link_stats")
            lib.cti_link_stats_get(link, out)
            return {name: getattr(out, name) for name, _ in
                    ffi.typeof("cti_link_stats").fields if name != "size"}
        return dict(self._do(get))

    def reconnect(self) -> None:
        """Dial anew at once."""
        check(self._do(lib.cti_link_reconnect))

    def remove(self) -> None:
        """End it for good."""
        self._do(lib.cti_link_remove)

    def diagnose(self, *, call: bool = False,
                 on_finding: Optional[FindingFn] = None) -> Diagnosing:
        """
        Look for what is wrong with it, and with the switch's settings: the
        result is a Diagnosis. Changes nothing.

        call: make a call that rings nowhere, to see whether the switch tells
        of it; other programs on the switch see it too.
        on_finding: called with each Finding as it is made.
        """
        if on_finding is not None and not callable(on_finding):
            raise TypeError("on_finding must be callable, not %s"
                            % type(on_finding).__name__)
        flags = int(DiagnoseFlag.CALL) if call else 0
        pending = Diagnosing(self._client, "the look at link %s"
                             % short(self.name), on_finding)

        def begin(user: Any) -> None:
            err = self._do(lib.cti_link_diagnose, flags, _callbacks.FINDING,
                           _callbacks.DIAGNOSED, user)
            check(err, {
                lib.CTI_ESTATE: "link %s is a recording, of which nothing can "
                "be asked" % short(self.name),
                lib.CTI_EAGAIN: "link %s is being looked at already; wait for "
                "that to end" % short(self.name)}.get(err))
        self._client._begin_with(pending, begin)
        return pending

    def sim(self, command: str) -> None:
        """Carry out one command of the simulator's language."""
        keeper = Keeper()
        text = keeper.text(command, "a command")

        def run(link: Any) -> None:
            err = lib.cti_sim_do(link, text)
            check(err, decode(lib.cti_link_detail(link)) if err else None)
        self._do(run)

    def advance(self, ms: int) -> None:
        """Let the simulator's virtual clock go on."""
        check(self._do(lib.cti_sim_advance, ms))

    def __repr__(self) -> str:
        return "Link(%r)" % self.name
