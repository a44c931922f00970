# SPDX-License-Identifier: MIT
"""What ends later: requests, identifications, files that are read again."""
from __future__ import annotations

import asyncio
from typing import (TYPE_CHECKING, Any, Callable, Generator, Generic, List,
                    Optional, Tuple, TypeVar)

if TYPE_CHECKING:
    from .pull import Pull

T = TypeVar("T")
Waiter = Tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]


def wake(waiter: Waiter) -> None:
    """Let a coroutine go on, from any thread."""
    loop, future = waiter

    def go_on() -> None:
        if not future.done():
            future.set_result(None)
    try:
        loop.call_soon_threadsafe(go_on)
    except RuntimeError:
        pass  # its loop is closed, and nobody waits any more


class Pending(Generic[T]):
    """
    Something that ends exactly once: wait for it with result(), or with
    `await` in a coroutine. Either fetches events meanwhile if nobody else
    does; those wait for who iterates over the client.
    """

    def __init__(self, client: "Pull", what: str) -> None:
        self._client = client
        self._what = what
        self._ended = False
        self._value: Optional[T] = None
        self._error: Optional[BaseException] = None
        self._after: List[Callable[["Pending[T]"], Any]] = []
        self.id = 0
        """Of a request: its number, as the library knows it."""
        self.call = ""
        """Of the request "dial": the id that its call will have."""

    def done(self) -> bool:
        """Whether it has ended."""
        return self._ended

    def add_done_callback(self, fn: Callable[["Pending[T]"], Any]) -> None:
        """Have fn called with this when it has ended: on the thread that
        fetches events, or at once if it has ended already."""
        with self._client._cond:
            if not self._ended:
                self._after.append(fn)
                return
        fn(self)

    def exception(self) -> Optional[BaseException]:
        """Why it failed; None if it did not, or has not ended yet."""
        return self._error

    def result(self, timeout: Optional[float] = None) -> T:
        """Its result, or the exception that says why there is none.

        timeout: seconds; ETIMEDOUT is raised when they are over."""
        if not self._client._turn(lambda: self._ended, timeout):
            from ._generated import ETIMEDOUT
            raise ETIMEDOUT("%s has not ended within %g s; wait longer, or "
                            "cancel it" % (self._what, timeout or 0))
        return self._outcome()

    def _outcome(self) -> T:
        if self._error is not None:
            raise self._error
        return self._value  # type: ignore[return-value]

    def __await__(self) -> Generator[Any, None, T]:
        yield from self._client._async_turn(
            lambda: self._ended).__await__()
        return self._outcome()

    def _end(self, value: Optional[T],
             error: Optional[BaseException] = None) -> None:
        with self._client._cond:
            if self._ended:
                return
            self._value, self._error = value, error
            self._ended = True
            after, self._after = self._after, []
            self._client._cond.notify_all()
        self._client._wake_waiters()
        for fn in after:
            self._client._guard(self._what, fn, self)
