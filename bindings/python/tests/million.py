# SPDX-License-Identifier: MIT
"""
Fetches that many events and says what it cost: million.py COUNT

Memory may not grow by more than 2 MiB after a beginning, and no descriptor may
be left. The time is CPU of the thread that fetches, with two fields read.
"""
import os
import sys
import time

import cti
from stage import STORIES

LIMIT = 2 << 20
WARM_UP = 50000


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def count(client, wanted):
    """Reads two fields of each; in turns with the switch, so that nothing
    but what waits in between is held."""
    fetched = texts = 0
    spent = 0.0
    link = None
    while fetched < wanted:
        if link is None:
            link = client.add_link("sim:%s?clock=virtual"
                                   % (STORIES / "load.sim"), name="load")
        link.advance(20000)
        begun = time.thread_time()
        event = client.poll(0)
        while event is not None:
            fetched += 1
            texts += len(event.call or "") + len(event.device or "")
            if event.event == "link" and event.state == "failed":
                link.remove()
                link = None
            event = client.poll(0)
        spent += time.thread_time() - begun
    if link:
        link.remove()
    assert texts
    return fetched, spent


def main():
    wanted = int(sys.argv[1])
    # What libuv opens once for a process is none that is left.
    with cti.Client():
        pass
    before = os.listdir("/proc/self/fd")
    with cti.Client() as client:
        count(client, WARM_UP)
        first = resident()
        fetched, spent = count(client, wanted)
        grown = resident() - first
        dropped = client.dropped
    left = len(os.listdir("/proc/self/fd")) - len(before)
    print("%d events, %.2f us of CPU each, %d KiB more, %d descriptors left, "
          "%d dropped" % (fetched, spent / fetched * 1e6, grown >> 10, left,
                          dropped))
    sys.exit(grown > LIMIT or left != 0 or dropped != 0)


main()
