#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
Plays a story on the simulator and prints its events as lines of JSON, their
keys in order: conformance.py STORY [CONFIG]

They are those of `cti sim --json --flat-out STORY [--config CONFIG]`, once its
keys are put in order, too. A binding that prints others is wrong.
"""
import sys
from typing import Iterator, List

import cti

STEP_MS = 100


def over(event: cti.Event) -> bool:
    """Whether the story is told, or could not be."""
    return event.event == "link" and event.state == "failed"


def waiting(client: cti.Client) -> Iterator[cti.Event]:
    """What is there without waiting."""
    event = client.poll(0)
    while event:
        yield event
        event = client.poll(0)


def play(story: str, config: List[str]) -> None:
    """Nothing happens on a virtual clock but what advance() lets happen."""
    with cti.Client(*config) as client:
        link = client.add_link("sim:%s?clock=virtual" % story)
        while True:
            for event in waiting(client):
                print(event.json())
                if over(event):
                    return
            link.advance(STEP_MS)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[attr-defined]
    play(sys.argv[1], sys.argv[2:])
