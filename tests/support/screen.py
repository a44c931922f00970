#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A display without a monitor: what programs draw on it can be looked at.

usage: screen.py PICTURE.png SECONDS PROGRAM [ARGUMENT...]
       writes what PROGRAM shows after so many seconds
usage: screen.py - PROGRAM [ARGUMENT...]
       runs PROGRAM, which looks at the display itself, until it ends
"""
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path


class Screen:
    """Xvfb on a display of its own choosing; its picture is a file."""

    def __init__(self, width=420, height=520):
        self.folder = tempfile.TemporaryDirectory()
        self.size = (width, height)
        readable, writable = os.pipe()
        self.server = subprocess.Popen(
            ("Xvfb", "-displayfd", str(writable), "-screen", "0",
             "%dx%dx24" % self.size, "-fbdir", self.folder.name,
             "-nolisten", "tcp"),
            pass_fds=(writable,), stderr=subprocess.DEVNULL)
        os.close(writable)
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()
        if not number:
            self.close()
            raise RuntimeError("Xvfb does not start")
        self.environment = dict(os.environ, DISPLAY=":" + number,
                                LC_ALL="C.UTF-8", NO_AT_BRIDGE="1",
                                GDK_BACKEND="x11", GTK_THEME="Adwaita")

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.close()

    def close(self):
        self.server.terminate()
        self.server.wait()
        self.folder.cleanup()

    def picture(self):
        """A list of rows, each the bytes of its pixels: red, green, blue."""
        dump = Path(self.folder.name, "Xvfb_screen0").read_bytes()
        head = struct.unpack(">25I", dump[:100])
        size, width, height, stride, colours = (
            head[0], head[4], head[5], head[12], head[19])
        rows = []
        for start in range(size + 12 * colours,
                           size + 12 * colours + stride * height, stride):
            line = dump[start:start + 4 * width]
            row = bytearray(3 * width)
            row[0::3], row[1::3], row[2::3] = line[2::4], line[1::4], line[0::4]
            rows.append(bytes(row))
        return rows

    def do(self, *words):
        """Run xdotool; its answer, "" if it found nothing."""
        return subprocess.run(("xdotool",) + words, capture_output=True,
                              text=True, env=self.environment,
                              timeout=20).stdout.strip()

    def titles(self):
        windows = self.do("search", "--onlyvisible", "--name", ".").split()
        return [self.do("getwindowname", window) for window in windows]

    def click(self, x, y):
        self.do("mousemove", str(x), str(y), "click", "1")


def png(rows):
    def chunk(kind, data):
        return (struct.pack(">I", len(data)) + kind + data +
                struct.pack(">I", zlib.crc32(kind + data)))

    return (b"\x89PNG\r\n\x1a\n" +
            chunk(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]) // 3,
                                       len(rows), 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"".join(b"\0" + r for r in rows), 9)) +
            chunk(b"IEND", b""))


def main():
    if len(sys.argv) > 2 and sys.argv[1] == "-":
        with Screen() as screen:
            sys.exit(subprocess.call(sys.argv[2:], env=screen.environment))
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    with Screen() as screen:
        program = subprocess.Popen(sys.argv[3:], env=screen.environment)
        time.sleep(float(sys.argv[2]))
        Path(sys.argv[1]).write_bytes(png(screen.picture()))
        program.send_signal(signal.SIGTERM)
        program.wait()


if __name__ == "__main__":
    main()
