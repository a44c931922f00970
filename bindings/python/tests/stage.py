# SPDX-License-Identifier: MIT
"""What the tests share: a simulated switch, and patience with an end."""
import os
import time
from pathlib import Path

import cti

TOP = Path(os.environ["CTI_TOP"]).resolve()
BUILD = Path(os.environ["CTI_BUILD"]).resolve()
STORIES = TOP / "examples/stories"
CSV = TOP / "examples/directory/customers.csv"
PATIENCE = 20.0


def switch(client, script=""):
    """A simulated switch with a clock of its own."""
    return client.add_link("sim:%s?clock=virtual" % script)


def ring(link, caller="13800138000", device="1001"):
    """A call from outside rings at a device."""
    link.sim("call %s to %s as a" % (caller, device))
    link.advance(100)


def drain(client):
    """What is there without waiting."""
    events = []
    event = client.poll(0)
    while event:
        events.append(event)
        event = client.poll(0)
    return events


def until(client, wanted):
    """Events up to the first that is wanted, which comes in time."""
    end = time.monotonic() + PATIENCE
    seen = []
    while time.monotonic() < end:
        event = client.poll(end - time.monotonic())
        if event is None:
            break
        seen.append(event)
        if wanted(event):
            return seen
    raise AssertionError("what was waited for never came, only %s"
                         % [e.event for e in seen])


def is_pop(event):
    return event.event == "pop"


def identified(event):
    """A pop that is sure, one way or another."""
    return event.pop is not None and event.pop.identity != "pending"


class Reports(list):
    """What callbacks raised."""

    def __call__(self, what, problem):
        self.append((what, problem))


def open_client(**more):
    return cti.Client(settings={"numbers.country": "CN",
                                "numbers.area": "010"}, **more)
