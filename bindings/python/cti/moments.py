# SPDX-License-Identifier: MIT
"""Times: microseconds since 1970 in C, datetimes with a time zone here."""
from __future__ import annotations

import datetime
from typing import Optional

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_US = datetime.timedelta(microseconds=1)


def moment(us: int) -> Optional[datetime.datetime]:
    """A time of C's, in UTC; None for 0, which is never."""
    return _EPOCH + us * _US if us else None


def micros(when: Optional[datetime.datetime], what: str) -> int:
    """The other way; a time without a time zone is local."""
    if when is None:
        return 0
    if not isinstance(when, datetime.datetime):
        raise TypeError("%s must be a datetime, not %s"
                        % (what, type(when).__name__))
    return (when.astimezone(datetime.timezone.utc) - _EPOCH) // _US
