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
            for form in ("--json", "--csv", "--prometheus"):
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
        for line in self.good("report", MORNING,
                              "--prometheus").splitlines():
            self.assertRegex(line, r'^(# (HELP|TYPE) cti_\w+ .+|cti_\w+'
                             r'\{group="\w+",key="[^"]*"\} -?[\d.]+)$')
        text = self.good("report", MORNING)
        self.assertIn("inbound contacts (# answered, - not)", text)
        self.assertTrue(re.search(r"^2026-01-05 01:00 +###- 4$", text, re.M),
                        text)

    def test_a_busy_recording_gives_the_same_bytes_in_every_form(self):
        load = CAPTURES / "load.ami"
        for form in ("--json", "--csv", "--prometheus"):
            first = self.good("report", load, "--protocol", "ami", form)
            self.assertEqual(first, self.good("report", load, "--protocol",
                                              "ami", form))
        whole = self.groups(load, "--protocol", "ami")["all", ""]
        self.assertGreater(whole["in"] + whole["out"], 20)

    def test_prometheus_reads_what_is_written_for_it(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "cti.prom")
            file.write_text("old")
            self.assertEqual(self.good("report", MORNING, "--prometheus",
                                       "--out", file), "")
            self.assertEqual([p.name for p in Path(folder).iterdir()],
                             ["cti.prom"])
            text = file.read_text()
        self.assertEqual(text, self.good("report", MORNING, "--prometheus"))
        # Debian's Python has the parser; the one that runs this may not.
        done = subprocess.run(
            ["/usr/bin/python3", "-c", "import sys\n"
             "from prometheus_client.parser import "
             "text_string_to_metric_families as read\n"
             "for f in read(sys.stdin.read()):\n"
             "  for s in f.samples:\n"
             "    print(f.type, s.name, sorted(s.labels.items()), s.value)"],
            input=text, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("gauge cti_in [('group', 'all'), ('key', '')] 4.0\n",
                      done.stdout)
        self.assertIn("gauge cti_speed_of_answer_seconds [('group', 'queue'),"
                      " ('key', 'sales')] 0.7\n", done.stdout)

    def test_plots_are_drawn(self):
        with tempfile.TemporaryDirectory() as folder:
            png, svg = Path(folder, "day.png"), Path(folder, "day.svg")
            self.good("report", MORNING, "--png", png)
            self.good("report", MORNING, "--svg", svg)
            head = png.read_bytes()[:24]
            root = xml.etree.ElementTree.parse(svg).getroot()
            words = "".join(root.itertext())
        self.assertEqual(head[:8], b"\x89PNG\r\n\x1a\n")
        self.assertEqual(int.from_bytes(head[16:20], "big"), 1100)
        self.assertTrue(root.tag.endswith("svg"))
        for word in ("answered", "not answered", "within 20 s", "goal 80%",
                     "01:00", "Inbound contacts from 2026-01-05"):
            self.assertIn(word, words)
        text = self.good("report", MORNING, "--plot")
        self.assertIn("Inbound contacts from 2026-01-05", text)
        self.assertIn("***", text)

    def test_without_gnuplot_the_remedy_is_said(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "day.png")
            done = subprocess.run([TOOL, "report", str(MORNING), "--png",
                                   str(file)], capture_output=True, text=True,
                                  env={"PATH": folder}, timeout=60)
            self.assertEqual(list(Path(folder).iterdir()), [])
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertIn("install the package gnuplot-nox", done.stderr)

    def test_a_file_that_cannot_be_written_is_named(self):
        done = cti("report", MORNING, "--json", "--out", "/none/day.json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/none/day.json: cannot be written", done.stderr)

    def test_a_pipe_is_written_to_and_not_replaced(self):
        with tempfile.TemporaryDirectory() as folder:
            pipe = Path(folder, "pipe")
            os.mkfifo(pipe)
            reader = subprocess.Popen(["cat", str(pipe)], text=True,
                                      stdout=subprocess.PIPE)
            self.assertEqual(self.good("report", MORNING, "--csv", "--out",
                                       pipe), "")
            self.assertEqual(reader.communicate(timeout=60)[0],
                             self.good("report", MORNING, "--csv"))
            self.assertTrue(pipe.is_fifo())

    def test_business_hours_sort(self):
        # The morning begins at 09:00 in China.
        for hours, key in (("Mon-Fri 09:00-18:00", "open"),
                           ("Tue-Sun 09:00-18:00", "closed"),
                           ("Mon 08:00-09:00;Mon 10:00-12:00", "closed")):
            found = self.groups(MORNING, "--count", "utc_offset_min=480",
                                "--count", "hours=" + hours)
            self.assertEqual(found["hours", key]["in"], 4, hours)
        found = self.groups(MORNING, "--count", "utc_offset_min=480",
                            "--count", "hours=Mon-Fri 09:00-18:00",
                            "--count", "holidays=2026-01-05")
        self.assertEqual(found["hours", "closed"]["in"], 4)

    def test_bands_warn(self):
        text = self.good("report", MORNING, "--count",
                         "bands=agent=lisi:handled:5:;handled::3")
        self.assertIn("warning: agent lisi: handled is too low: 1\n", text)
        self.assertIn("warning: handled is too high: 4\n", text)

    def test_says_what_is_wrong(self):
        for args, status in ((("none.raw",), 1), ((), 2),
                             ((MORNING, "--count", "bands=x"), 2),
                             ((MORNING, "--count", "moon=1"), 2),
                             ((MORNING, "--count", "hours=Mon 9-18"), 2),
                             ((MORNING, "--count", "holidays=today"), 2),
                             ((MORNING, "--since", "2026-01-01"), 2),
                             ((MORNING, "--plot", "--out", "x"), 2),
                             ((MORNING, "--json", "--csv"), 2)):
            done = cti("report", *args)
            self.assertEqual(done.returncode, status, done)
            self.assertEqual(done.stdout, "")
            self.assertTrue(done.stderr.startswith("cti"), done.stderr)


if __name__ == "__main__":
    TOOL, CAPTURES = sys.argv.pop(1), Path(sys.argv.pop(1))
    unittest.main()
