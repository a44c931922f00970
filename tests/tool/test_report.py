#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds `cti report` to what it promises: the same numbers from a script, from
its journal and from a recording, twice the same bytes, in every form.

usage: test_report.py TOOL CAPTURES [TEST...]
"""
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
MORNING = TOP / "tests" / "tool" / "journal.sim"
TOOL, CAPTURES = "", Path()


def cti(*args):
    return subprocess.run([TOOL] + [str(a) for a in args], cwd=TOP,
                          capture_output=True, text=True, encoding="utf-8",
                          stdin=subprocess.DEVNULL, timeout=60,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))


class Report(unittest.TestCase):
    maxDiff = None

    def good(self, *args):
        done = cti(*args)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return done.stdout

    def groups(self, *args):
        rows = [json.loads(line) for line in
                self.good("report", *args, "--json").splitlines()]
        return {(row["group"], row["key"]): row for row in rows}

    def test_a_morning_comes_to_these_numbers(self):
        found = self.groups(MORNING)
        whole = found["all", ""]
        # Gold, the company, the stranger who gave up after 1.8 s, nobody.
        self.assertEqual((whole["in"], whole["out"], whole["handled"]),
                         (4, 1, 4))
        self.assertEqual((whole["abandoned"], whole["abandon_rate"]), (1, 0))
        self.assertEqual(whole["human_rate_in"], 1)
        strict = self.groups(MORNING, "--count", "short_abandon_ms=0")
        self.assertEqual(strict["all", ""]["human_rate_in"], 0.75)
        self.assertEqual(strict["all", ""]["abandon_rate"], 0.25)
        self.assertEqual(strict["queue", "support"]["human_rate_in"], 0.5)
        self.assertEqual(strict["queue", "sales"]["speed_of_answer"], 0.7)
        self.assertIn(("agent", "wangwu"), found)
        self.assertIn(("line", "4001100266"), found)

    def test_the_journal_says_the_same_as_the_events(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "day.db")
            self.good("sim", MORNING, "--flat-out", "--set",
                      "journal.file=%s" % file)
            for form in ("--json", "--csv", "--prometheus", "--svg"):
                self.assertEqual(self.good("report", file, form),
                                 self.good("report", MORNING, form))

    def test_a_recording_gives_the_same_bytes_each_time(self):
        folders = sorted(p for p in CAPTURES.iterdir()
                         if (p / "ami.raw").exists())
        self.assertTrue(folders)
        counted = 0
        for folder in folders[:12]:
            first = cti("report", folder, "--protocol", "ami")
            again = cti("report", folder, "--protocol", "ami")
            self.assertEqual(first.stdout, again.stdout)
            counted += "human_rate_in" in first.stdout
        self.assertGreater(counted, 3)

    def test_every_form_is_what_it_says(self):
        rows = list(csv.reader(io.StringIO(self.good("report", MORNING,
                                                     "--csv"))))
        self.assertEqual(rows[0][:3], ["group", "key", "in"])
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        root = xml.etree.ElementTree.fromstring(
            self.good("report", MORNING, "--svg"))
        self.assertTrue(root.tag.endswith("svg"))
        self.assertTrue(root.findall("{http://www.w3.org/2000/svg}rect"))
        for line in self.good("report", MORNING,
                              "--prometheus").splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) cti_\w+ .+|cti_\w+'
                             r'\{group="\w+",key="[^"]*"\} -?[\d.]+)$')
        text = self.good("report", MORNING)
        self.assertIn("inbound contacts (# answered, - not)", text)
        self.assertTrue(re.search(r"^2026-01-05 01:00 +###- 4$", text, re.M),
                        text)

    def test_bands_warn(self):
        text = self.good("report", MORNING, "--count",
                         "bands=agent=lisi:handled:5:;handled::3")
        self.assertIn("warning: agent lisi: handled is too low: 1\n", text)
        self.assertIn("warning: handled is too high: 4\n", text)

    def test_says_what_is_wrong(self):
        for args, status in ((("none.raw",), 1), ((), 2),
                             ((MORNING, "--count", "bands=x"), 2),
                             ((MORNING, "--count", "moon=1"), 2),
                             ((MORNING, "--json", "--csv"), 2)):
            done = cti("report", *args)
            self.assertEqual(done.returncode, status, done)
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr.startswith("cti"), done.stderr)


if __name__ == "__main__":
    TOOL, CAPTURES = sys.argv.pop(1), Path(sys.argv.pop(1))
    unittest.main()
