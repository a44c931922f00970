#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds `cti explain` to what it promises: every step of a call, none of
another's, in its place; and masks that nobody is seen through.

usage: test_explain.py TOOL CAPTURES [TEST...]
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
TOOL, CAPTURES, FREESWITCH = "", Path(), Path()


def cti(*args):
    return subprocess.run([TOOL] + [str(a) for a in args], cwd=TOP,
                          capture_output=True, text=True, encoding="utf-8",
                          stdin=subprocess.DEVNULL, timeout=60,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))


def some(found, every):
    if os.environ.get("CTI_TEST_EFFORT") == "low":
        every *= 8
    return found[::every]


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


class Base(unittest.TestCase):
    maxDiff = None

    def good(self, *args):
        done = cti(*args)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)
        return done.stdout

    def fails(self, status, *args):
        done = cti(*args)
        self.assertEqual(done.returncode, status, done)
        self.assertTrue(done.stderr.startswith("cti"), done.stderr)
        return done.stderr

    def calls(self, folder, *more):
        done = cti("explain", folder, "--json", *more)
        if "tells of no call" in done.stderr:
            return []
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return lines(done.stdout)

    def folders(self, every):
        found = sorted(p for p in CAPTURES.iterdir() if (p / "ami.raw").exists())
        self.assertTrue(found, CAPTURES)
        return some(found, every)

    def story(self, name):
        return CAPTURES / name


class Steps(Base):
    def test_lists_the_calls_that_replay_tells(self):
        for folder in self.folders(7):
            told = [e["call"] for e in lines(self.good(
                "replay", folder, "--json", "--protocol", "ami"))
                if e["event"] == "call-begin"]
            if told:
                self.assertEqual([c["call"] for c in self.calls(folder)], told)

    def test_tells_every_event_of_the_call_as_replay_does(self):
        for folder in self.folders(5):
            replayed = self.good("replay", folder, "--json").splitlines()
            for call in self.calls(folder):
                steps = self.good("explain", folder, call["call"], "--json")
                shown = set(re.findall(r'"event":(\{.*\})\}$', steps, re.M))
                own = {e for e in replayed
                       if json.loads(e).get("call") == call["call"]}
                self.assertTrue(own)
                self.assertEqual(own - shown, set())

    def test_no_other_call_s_event_is_told(self):
        folder = self.story("two-calls")
        for call in self.calls(folder):
            for step in lines(self.good("explain", folder, call["call"],
                                        "--json")):
                if "event" in step and "call" in step["event"]:
                    self.assertEqual(step["event"]["call"], call["call"])

    def test_a_consultation_is_part_of_its_call(self):
        folder = self.story("attended-transfer")
        calls = self.calls(folder)
        whole = [c for c in calls if not c["part_of"]]
        self.assertEqual(len(whole), 1)
        told = {s["event"]["call"] for s in lines(self.good(
            "explain", folder, whole[0]["call"], "--json"))
            if "event" in s and "call" in s["event"]}
        self.assertEqual(told, {c["call"] for c in calls})

    def test_offsets_are_where_the_message_stands(self):
        for folder in self.folders(9):
            raws = [(folder / name).read_bytes()
                    for name in ("ami.raw", "ami.2.raw")
                    if (folder / name).exists()]
            for call in self.calls(folder):
                checked = 0
                for step in lines(self.good("explain", folder, call["call"],
                                            "--json", "--full")):
                    if step["step"] != "message":
                        continue
                    block = "".join("%s: %s\r\n" % (line["name"],
                                                    line["value"])
                                    for line in step["lines"])
                    raw = raws[step["connection"] - 1]
                    there = raw[step["offset"]:].split(b"\r\n\r\n")[0]
                    there = re.sub(rb": *\r\n", b"\r\n", there + b"\r\n")
                    want = re.sub(r": *\r\n", "\r\n", block)
                    self.assertEqual(there.decode(), want)
                    checked += 1
                self.assertGreater(checked, 3)

    def test_offsets_hold_in_a_recording_of_ours_too(self):
        raw = (self.story("busy") / "ami.raw").read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "own.raw")
            with path.open("wb") as file:
                file.write(b"libcti-recording 1 ami 2026-11-22T01:30:44.863Z "
                           b"pbx\n0 0 open\n\n")
                for i in range(0, len(raw), 333):
                    piece = raw[i:i + 333]
                    file.write(b"%d %d <\n%s\n" % (i, len(piece), piece))
            own = path.read_bytes()
            steps = lines(self.good("explain", path,
                                    self.calls(path)[0]["call"], "--json"))
            messages = [s for s in steps if s["step"] == "message"]
            self.assertGreater(len(messages), 5)
            for step in messages:
                first = step["lines"][0]
                text = ("%s: %s" % (first["name"], first["value"])).encode()
                # A chunk's head may stand inside the line.
                self.assertEqual(own[step["offset"]:step["offset"] + 5],
                                 text[:5])

    def test_steps_are_in_order_of_time_and_each_fact_has_an_outcome(self):
        folder = self.story("blind-transfer")
        call = self.calls(folder)[0]["call"]
        steps = lines(self.good("explain", folder, call, "--json"))
        times = [s["time"] for s in steps if s["step"] == "message"]
        self.assertEqual(times, sorted(times))
        kinds = [s["step"] for s in steps]
        self.assertEqual(kinds.count("fact"), kinds.count("outcome"))
        self.assertEqual(kinds[0], "message")
        self.assertIn("pop", kinds)

    def test_a_pop_that_moves_says_from_where(self):
        folder = self.story("attended-transfer")
        whole = [c for c in self.calls(folder) if not c["part_of"]][0]["call"]
        out = self.good("explain", folder, whole)
        self.assertRegex(out, r"pop +opened, revision 1, on 1001")
        self.assertRegex(out, r"pop +closed, revision \d+, on 1001: "
                              r"transferred")
        self.assertIn("moved here from 1001", out)

    def test_says_why_nothing_pops(self):
        folder = self.story("internal-call")
        call = self.calls(folder)[0]["call"]
        self.assertIn("a call between colleagues; pop.internal is off",
                      self.good("explain", folder, call))
        self.assertRegex(self.good("explain", folder, call, "--set",
                                   "pop.internal=true"), r"pop +opened")

    def test_says_what_changed_nothing(self):
        folder = self.story("inbound-answer-hangup")
        out = self.good("explain", folder, self.calls(folder)[0]["call"])
        self.assertIn("changed nothing", out)
        self.assertRegex(out, r"\d+ messages more named this call")

    def test_lines_that_say_nothing_are_left_out_unless_full(self):
        folder = self.story("inbound-answer-hangup")
        call = self.calls(folder)[0]["call"]
        short = self.good("explain", folder, call)
        full = self.good("explain", folder, call, "--full")
        self.assertNotIn("AccountCode", short)
        self.assertIn("AccountCode", full)
        self.assertLess(len(short), len(full))
        self.assertGreater(len(self.good("explain", folder, call, "--all")),
                           len(short))


class Choice(Base):
    def test_a_prefix_and_a_party_will_do(self):
        folder = self.story("inbound-answer-hangup")
        call = self.calls(folder)[0]
        want = self.good("explain", folder, call["call"])
        for word in (call["call"][:-1], call["call"].split("-", 1)[1],
                     call["caller"]):
            self.assertEqual(self.good("explain", folder, word), want)

    def test_what_is_ambiguous_names_the_choice(self):
        folder = self.story("two-calls")
        calls = [c["call"] for c in self.calls(folder)]
        said = self.fails(1, "explain", folder, "replay-")
        self.assertEqual(len(said.splitlines()), 1)
        for call in calls:
            self.assertIn(call, said)

    def test_errors_are_one_sentence(self):
        folder = self.story("busy")
        for words in ((folder, "nobody"), ("/nowhere", "1")):
            said = self.fails(1, "explain", *words)
            self.assertEqual(len(said.splitlines()), 1, said)
        for words in ((), (folder, "a", "b")):
            self.fails(2, "explain", *words)


class Masks(Base):
    def recordings(self):
        """Some of each protocol that is there."""
        for protocol, switch, name in (("ami", CAPTURES, "ami.raw"),
                                       ("ari", CAPTURES, "ari.jsonl"),
                                       ("esl", FREESWITCH, "esl.raw"),
                                       ("esl-json", FREESWITCH,
                                        "esl-json.raw")):
            found = sorted(p.parent for p in switch.glob("*/" + name))
            for folder in some(found, 7):
                yield folder, protocol

    def personal(self, folder, protocol):
        """Numbers and names that the recording tells of people."""
        found = set()
        for event in lines(self.good("replay", folder, "--json", "--protocol",
                                     protocol)):
            for key in ("device", "remote", "caller", "called", "dnis",
                        "name", "by", "to", "from", "of", "value"):
                text = str(event.get(key, ""))
                # A feature code is nobody's number.
                if len(text) > 2 and text != "trunk" and not re.fullmatch(
                        r"[*#]\d{1,3}", text):
                    found.add(text)
        return found

    def test_nobody_is_seen_through_the_mask(self):
        seen = set()
        for folder, protocol in self.recordings():
            people = self.personal(folder, protocol)
            of = ("--protocol", protocol)
            for call in self.calls(folder, *of)[:3]:
                seen.add(protocol)
                for more in ((), ("--json",), ("--full", "--all")):
                    out = self.good("explain", folder, call["call"], "--mask",
                                    *of, *more)
                    self.assertIn("offset" if "--json" in more else "@", out)
                    # Ids, counts and times are nobody's.
                    out = re.sub(r"\d{10}\.\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"
                                 r"0000[0-9a-f]{4}\b|@[\d:]+|"
                                 r"\d\d:\d\d:\d\d\.\d+|\d+-\d\d-\d\dT|"
                                 r'"[a-z_]+":\d+', "", out)
                    for text in people:
                        found = re.search(
                            r"(?<![0-9A-Za-z])%s(?![0-9A-Za-z]).*" %
                            re.escape(text), out)
                        self.assertIsNone(found, "%s: %s" % (folder.name,
                                                             found))
                    for run in re.findall(r"\d{7,}", out):
                        self.fail("%s: %s in %s" % (folder.name, run, more))
        self.assertIn("ami", seen)

    def test_the_same_number_has_the_same_mask(self):
        folder = self.story("inbound-answer-hangup")
        call = self.calls(folder)[0]
        steps = lines(self.good("explain", folder, call["call"], "--json",
                                "--mask"))
        callers = {s["event"]["caller"] for s in steps if "event" in s and
                   "caller" in s["event"]}
        remotes = {s["event"]["remote"] for s in steps if "event" in s and
                   "remote" in s["event"]}
        self.assertEqual(len(callers), 1)
        self.assertLessEqual(callers, remotes)
        mask = callers.pop()
        self.assertRegex(mask, "^[a-z]{%d}%s$" % (len(call["caller"]) - 2,
                                                 call["caller"][-2:]))
        raw = {line["value"] for s in steps if s["step"] == "message"
               for line in s["lines"] if line["name"] == "CallerIDNum"}
        self.assertIn(mask, raw)

    def test_the_list_is_masked_too(self):
        folder = self.story("inbound-answer-hangup")
        call = self.calls(folder)[0]
        out = self.good("explain", folder, "--mask")
        self.assertIn(call["call"], out)
        self.assertNotIn(call["caller"], out)

    def test_keys_that_were_pressed_are_stars(self):
        folder = self.story("dtmf")
        call = self.calls(folder)[0]["call"]
        steps = lines(self.good("explain", folder, call, "--json", "--mask"))
        digits = [s["event"]["digits"] for s in steps if "event" in s and
                  s["event"].get("event") == "dtmf"]
        self.assertTrue(digits)
        self.assertEqual(set("".join(digits)), {"*"})
        for step in steps:
            for line in step.get("lines", ()):
                if line["name"] == "Digit":
                    self.assertEqual(line["value"], "*")

    def test_call_data_and_who_it_is_are_hidden(self):
        folder = self.story("caller-utf8")
        call = self.calls(folder)[0]
        with tempfile.TemporaryDirectory() as place:
            path = Path(place, "c.csv")
            path.write_text("id,name,company,tier,phone\n7,欧阳娜娜,Acme,gold,"
                            "%s\n" % call["caller"], encoding="utf-8")
            args = ("explain", folder, call["call"], "--set",
                    "pop.url=https://crm.example.com/c?n={remote}")
            config = Path(place, "c.json")
            config.write_text(json.dumps({"sources": [
                {"name": "c", "type": "csv", "path": str(path)}]}))
            plain = self.good(*args, "--config", config)
            masked = self.good(*args, "--config", config, "--mask")
        self.assertIn("欧阳娜娜", plain)
        for text in ("欧阳", "Acme", "crm.example.com", call["caller"]):
            self.assertNotIn(text, masked)


def main():
    global TOOL, CAPTURES, FREESWITCH
    if len(sys.argv) < 3:
        print(__doc__)
        return 2
    TOOL, CAPTURES = sys.argv[1], Path(sys.argv[2])
    FREESWITCH = CAPTURES.parent / "freeswitch"
    del sys.argv[1:3]
    unittest.main()
    return 0


sys.exit(main())
