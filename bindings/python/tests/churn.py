# SPDX-License-Identifier: MIT
"""
Opens and closes that many clients, each with questions and requests under way,
and says what is left of them: churn.py COUNT
"""
import os
import sys

import cti
from cti import _callbacks
from stage import open_client, ring, switch, until

LIMIT = 2 << 20


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def one(number):
    """Two of three are answered; the third is closed without."""
    async def later(lookup):
        return {"id": str(number), "name": "Li"}
    sources = (later, lambda lookup: {"id": "1"}, lambda lookup: cti.LATER)
    with open_client() as client:
        client.add_source("app", sources[number % 3])
        client.route(lambda route: cti.LATER)
        link = switch(client)
        until(client, lambda event: event.state == "up")
        ring(link)
        until(client, lambda event: event.pop)
        client.identify("13800138000")
        client.request("dial", device="1002", to="1003")


def main():
    rounds = int(sys.argv[1])
    for number in range(rounds):
        one(number)
    first, before = resident(), os.listdir("/proc/self/fd")
    for number in range(rounds):
        one(number)
    grown = resident() - first
    left = len(os.listdir("/proc/self/fd")) - len(before)
    print("%d clients, %d KiB more, %d descriptors and %d callbacks left"
          % (rounds, grown >> 10, left, len(_callbacks._owners)))
    sys.exit(grown > LIMIT or left != 0 or bool(_callbacks._owners))


main()
