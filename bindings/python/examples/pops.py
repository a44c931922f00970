#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""
Shows who calls on the desktop, or in the terminal where there is none:

    pops.py [--device N] URL [CSV]

A notification is replaced as more is known, and closed with the call. It needs
notify-send (Debian's libnotify-bin) and a session with a notification daemon.
"""
import argparse
import asyncio
import os
import shutil
from typing import Dict, Tuple, Union

import cti


def lines(pop: cti.Pop) -> Tuple[str, str]:
    """A title, and what stands below it."""
    title = pop.greeting_text or pop.remote or "?"
    below = [pop.remote, pop.queue, pop.url]
    if pop.customer:
        below.insert(0, pop.customer.name)
        below.append(pop.customer.fields.get("company", ""))
    return title, " - ".join(text for text in below if text)


class Terminal:
    """A line for each change."""

    async def show(self, pop: cti.Pop) -> None:
        """Show what is known."""
        print("%-7s %s: %s (%s)" % ((pop.state, pop.device) + lines(pop)),
              flush=True)


class Desktop:
    """A notification for each pop; its number, so that it can be replaced."""

    def __init__(self) -> None:
        self.numbers: Dict[str, str] = {}

    async def show(self, pop: cti.Pop) -> None:
        """Open, replace, or let it go soon."""
        args = ["notify-send", "--print-id", "--app-name", "libcti"]
        if pop.id in self.numbers:
            args += ["--replace-id", self.numbers[pop.id]]
        args += ["--expire-time", "1" if pop.state == "closed" else "0"]
        # What comes over the network is no option.
        process = await asyncio.create_subprocess_exec(
            *args, "--", *lines(pop), stdout=asyncio.subprocess.PIPE)
        said, _ = await process.communicate()
        self.numbers[pop.id] = said.decode().strip() or "0"
        if pop.state == "closed":
            del self.numbers[pop.id]


async def show_all(url: str, csv: str, device: str) -> str:
    """Until the link ends; why it did."""
    desktop = (os.environ.get("DBUS_SESSION_BUS_ADDRESS")
               and shutil.which("notify-send"))
    screen: Union[Desktop, Terminal] = (
        Desktop() if desktop else Terminal())
    async with cti.Client() as client:
        if csv:
            client.add_csv("customers", csv)
        client.add_link(url)
        async for event in client:
            pop = event.pop
            if pop and device in ("", pop.device):
                await screen.show(pop)
            elif event.event == "link" and event.state == "failed":
                return event.detail or ""
    return ""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Shows who calls.")
    parser.add_argument("--device", default="", help="only this extension")
    parser.add_argument("url", help="of the switch: ami://user:secret@host")
    parser.add_argument("csv", nargs="?", default="", help="customers")
    args = parser.parse_args()
    try:
        print(asyncio.run(show_all(args.url, args.csv, args.device)))
    except cti.Error as problem:
        parser.exit(1, "pops: %s\n" % problem.sentence)


if __name__ == "__main__":
    main()
