#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Looks at the desktop example's window, and clicks on it, on a display without
a monitor.

usage: test_desktop.py EXAMPLES [TEST...]
           EXAMPLES  the folder of the built examples
"""
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/support"))
from screen import Screen  # noqa: E402
DESKTOP = ""
SHARED = "call 02162330088 to 4001100288 phone 1003 as company\n"
BLUE, GREEN = b"\x1a\x73\xe8", b"\x18\x80\x38"
WHITE = 0xf8  # and above: a button throws a slight shadow


class Desktop(unittest.TestCase):
    def setUp(self):
        self.screen = Screen()
        self.addCleanup(self.screen.close)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def start(self, *args):
        # What GTK keeps for good is no leak of ours.
        program = subprocess.Popen(
            [DESKTOP] + [str(arg) for arg in args], cwd=TOP, text=True,
            stderr=subprocess.PIPE, env=dict(
                self.screen.environment, G_SLICE="always-malloc",
                ASAN_OPTIONS="detect_leaks=0"))
        self.addCleanup(program.stderr.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        return program

    def story(self, text):
        path = self.folder / "story.sim"
        path.write_text(text)
        return "sim:%s" % path

    def until(self, what, seconds=30):
        """Look again until there is something to see."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            seen = what()
            if seen:
                return seen
            time.sleep(0.1)
        self.fail("not seen within %d s; windows: %s" % (seconds,
                                                         self.screen.titles()))

    def runs(self, x, least=20):
        """Where the column x is neither white nor a letter, in a card: each
        button as its first and last row."""
        found, begin = [], None
        rows = self.screen.picture()
        edges = [row[9 * 3:10 * 3] for row in rows]
        for y, row in enumerate(rows):
            dark = (edges[y] in (BLUE, GREEN) and
                    min(row[3 * x:3 * x + 3]) < WHITE)
            if dark and begin is None:
                begin = y
            elif not dark and begin is not None:
                if y - begin >= least:
                    found.append((begin, y - 1))
                begin = None
        return found

    def edge(self, colour):
        return any(row[27:30] == colour for row in self.screen.picture())

    def test_the_story_is_shown_and_the_program_ends_by_itself(self):
        program = self.start()
        seen = set()
        colours = set()
        while program.poll() is None:
            seen.update(self.screen.titles())
            colours.update(c for c in (BLUE, GREEN) if self.edge(c))
            time.sleep(0.2)
        self.assertEqual((program.returncode, program.stderr.read()), (0, ""))
        self.assertIn("李明 - telephone 1003", seen)
        self.assertIn("诸葛明 - telephone 1003", seen)
        self.assertEqual(colours, {BLUE, GREEN})

    def test_only_calls_of_its_own_telephone_are_shown(self):
        self.start("1009", self.story("call 13800138000 to 1 phone 1003 as a\n"
                                      "at 0.5 answer a 1003\n"
                                      "at 1 call 13900139000 to 1 phone 1009\n"))
        titles = self.until(lambda: [t for t in self.screen.titles()
                                     if "telephone" in t])
        self.assertNotIn("李明 - telephone 1009", titles)
        self.until(lambda: self.edge(BLUE))
        self.assertFalse(self.edge(GREEN))

    def test_the_agent_chooses_who_it_is(self):
        self.start("1003", self.story(SHARED))
        both = self.until(lambda: len(self.runs(30)) == 2 and self.runs(30))
        self.screen.click(35, sum(both[0]) // 2)
        left = self.until(lambda: len(self.runs(30)) == 1 and self.runs(30))
        self.assertAlmostEqual(left[0][1] - left[0][0],
                               both[1][1] - both[1][0], delta=2)

    def test_a_call_that_ends_fades_and_goes(self):
        self.start("1003", self.story(SHARED + "at 1 answer 1003\n"
                                      "at 2 hangup company\n"))
        self.until(lambda: self.edge(GREEN))
        self.until(lambda: not self.edge(GREEN))
        self.until(lambda: all(row[27:30] == row[6:9]
                               for row in self.screen.picture()[20:460]))

    def test_closing_the_window_ends_it_while_a_card_is_open(self):
        program = self.start("1003", self.story(SHARED))
        self.until(lambda: self.runs(30))
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.wait(20), 0)
        self.assertEqual(program.stderr.read(), "")

    def test_without_a_display_it_is_a_sentence(self):
        left = {k: v for k, v in os.environ.items()
                if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
        done = subprocess.run([DESKTOP], cwd=TOP, env=left, timeout=60,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("no display; try: xvfb-run", done.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    DESKTOP = str(Path(sys.argv[1], "desktop").resolve())
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
