#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the commands that ask a switch for something to what they promise, on
the simulator.

usage: test_request.py TOOL [TEST...]
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

TOOL = ""
# 13800138000 talks to 1001 as soon as the link has been up for a moment.
TALK = "answers 1001 after 0\ncall 13800138000 to 1001 as a\n"
WORDS = ("dial", "answer", "hangup", "clear", "hold", "retrieve", "swap",
         "transfer", "consult", "complete", "cancel", "join", "conference",
         "drop", "deflect", "pickup", "park", "unpark", "dtmf", "data", "mute",
         "unmute", "agent", "queue")


def cti(*args, stdin=None, timeout=60):
    return subprocess.run([TOOL, *map(str, args)], capture_output=True,
                          text=True, encoding="utf-8", timeout=timeout,
                          input=stdin or "",
                          env=dict(os.environ, LC_ALL="C.UTF-8"))


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def story(self, text):
        path = self.folder / "story.sim"
        path.write_text(text, encoding="utf-8")
        return "sim:%s" % path

    def good(self, *args):
        done = cti(*args)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)
        return done.stdout

    def bad(self, status, *args):
        done = cti(*args)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr


class Commands(Base):
    def test_dial_says_that_the_switch_has_taken_it(self):
        self.assertRegex(self.good("dial", "sim:", 1001, 13800138000),
                         r"^dial: the switch has taken it, call \S+\n$")

    def test_dial_json_names_the_call(self):
        row, = rows(self.good("dial", "sim:", 1001, 13800138000, "--json"))
        self.assertEqual((row["request"], row["result"], row["link"]),
                         ("dial", "done", "sim"))
        self.assertTrue(row["call"].startswith("sim-"))

    def test_dial_waits_for_the_end_of_its_call(self):
        url = self.story("answers 13800138000 after 0\nat 0.6 hangup 1001\n")
        got = rows(self.good("dial", url, 1001, 13800138000, "--auto-answer",
                             "--wait", "--json", "--data", "order=77"))
        call = next(r["call"] for r in got if "request" in r)
        self.assertEqual({r["call"] for r in got}, {call})
        kinds = [r["event"] for r in got if "event" in r and
                 r["event"] not in ("pop", "info")]
        self.assertEqual(kinds, ["call-begin", "data", "ring", "answer",
                                 "dial", "answer", "hangup", "call-end"])

    def test_a_refusal_is_one_sentence_and_1(self):
        url = self.story("away 1001\n")
        self.assertEqual(self.bad(1, "dial", url, 1001, 1002, "--after", 0.2),
                         "cti: dial: 1001 is unplugged\n")
        row, = rows(cti("dial", url, 1001, 1002, "--after", 0.2,
                        "--json").stdout)
        self.assertEqual(row["result"], "CTI_EREFUSED")

    def test_what_is_not_possible_is_one_sentence_and_1(self):
        self.assertEqual(self.bad(1, "hold", "sim:", 1001),
                         "cti: hold: The device \"1001\" has no call.\n")

    def test_a_switch_that_never_answers_costs_the_time(self):
        url = self.story("silent 1\n")
        self.assertIn("has not answered",
                      self.bad(1, "dial", url, 1001, 1002, "--after", 0.2,
                               "--timeout", 0.2))

    def test_a_link_that_stays_down_says_why(self):
        said = self.bad(1, "hold", "ami://127.0.0.1:1", 1001, "--user", "cti")
        self.assertRegex(said, r"^cti: .*cannot connect.*\n$")

    def test_a_device_may_be_an_option_or_the_first_word(self):
        url = self.story(TALK)
        for words in ((1001, 1002), ("--device", 1001, 1002),
                      ("--device=1001", "--to=1002")):
            self.good("transfer", url, *words, "--after", 0.2)

    def test_what_is_about_a_call_names_it(self):
        url = self.story(TALK)
        self.good("clear", url, "sim-leg-1", "--after", 0.2)
        self.good("drop", url, "--call", "sim-leg-1", 1001, "--after", 0.2)
        self.good("record", "start", url, "--device", 1001, "/var/1.wav",
                  "--after", 0.2)
        self.good("data", url, "--call", "sim-leg-1", "order", "7 7",
                  "--after", 0.2)

    def test_agents_and_queues_have_words_of_their_own(self):
        url = self.story("agent 1001 queue support\n"
                         "agent 1002 queue support\npause 1002\npause 1001\n"
                         "call 13800138000 to 400 queue support as a\n")
        for words in (("agent", "ready", url, 1001),
                      ("agent", "not-ready", url, 1001, "--reason", "lunch"),
                      ("agent", "logout", url, "--agent", "1002"),
                      ("queue", "priority", url, "--call", "sim-leg-1", 5),
                      ("queue", "withdraw", url, "sim-leg-1")):
            self.good(*words, "--after", 0.2)

    def test_values_that_could_do_harm_are_refused(self):
        for value in ("12\r\nAction: Logoff", "1\n2", "x" * 1001, "1,2"):
            self.assertTrue(self.bad(1, "dtmf", "sim:", 1001, value))


class Usage(Base):
    def test_every_command_teaches_with_an_example(self):
        for word in WORDS:
            out = self.good(word, "--help")
            self.assertTrue(out.startswith("usage: cti %s" % word), out)
            self.assertIn("For example:\n  cti %s" % word, out)
            self.assertLessEqual(max(map(len, out.splitlines())), 80)
        self.assertIn("record", self.good("record", "start", "--help"))

    def test_help_lists_every_request(self):
        out = self.good("--help")
        for word in WORDS[:-2] + ("agent-ready", "record-start"):
            self.assertRegex(out, r"(?m)^  %s " % word)
        self.assertLessEqual(max(map(len, out.splitlines())), 80)

    def test_typing_errors_act_on_nothing(self):
        for words, said in (
                (("hold",), "which switch"),
                (("hold", "sim:", 1001, 1002), "a word too many"),
                (("agent", "redy", "sim:", 1001), "did you mean ready?"),
                (("agent",), "what?"),
                (("dial", "sim:", 1001, 1002, "--data", "x"), "KEY=VALUE"),
                (("can", "sim:"), "for whom?"),
                (("holdd", "sim:"), "did you mean hold?"),
                (("monitor", "sim:", "--top", "--commands"), "leave it")):
            self.assertIn(said, self.bad(2, *words))


class Can(Base):
    def test_says_what_is_possible_and_why_not(self):
        url = self.story(TALK)
        got = {r["request"]: r for r in rows(
            self.good("can", url, "--device", 1001, "--json", "--after", 0.2))}
        self.assertTrue(got["hold"]["possible"])
        self.assertTrue(got["transfer"]["possible"])
        self.assertFalse(got["retrieve"]["possible"])
        self.assertIn("nobody on hold", got["retrieve"]["detail"])
        # Those that need a call and got none are not about this device.
        self.assertNotIn("clear", got)

    def test_for_people(self):
        out = self.good("can", "sim:", "--device", 1001)
        self.assertRegex(out, r"(?m)^dial +yes$")
        self.assertRegex(out, r"(?m)^hold +The device \"1001\" has no call\.$")


class Lines(Base):
    """cti monitor --commands"""

    def test_lines_are_requests_and_their_ends_are_told(self):
        done = cti("monitor", "sim:", "--commands", "--json", "--seconds", 1,
                   stdin="# by hand\ndial 1001 \"1002\" --auto-answer\n\n"
                   "hold 1009\nfoo\nhangup 1001")
        self.assertEqual(done.returncode, 0, done.stderr)
        ends = {r["line"]: r for r in rows(done.stdout) if "request" in r}
        self.assertEqual({n: r["result"] for n, r in ends.items()},
                         {2: "done", 4: "CTI_ENOENT", 5: "CTI_EINVAL",
                          6: "done"})
        self.assertTrue(ends[2]["id"] < ends[6]["id"])
        self.assertEqual(ends[2]["call"], ends[6]["call"])
        self.assertIn("call-end", [r.get("event") for r in rows(done.stdout)])

    def test_a_story_is_driven_over_one_link(self):
        tool = subprocess.Popen(
            [TOOL, "monitor", "sim:", "--commands", "--json"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            encoding="utf-8")
        guard = threading.Timer(30, tool.kill)
        guard.start()
        self.addCleanup(guard.cancel)
        seen = []

        def until(**want):
            for line in tool.stdout:
                seen.append(json.loads(line))
                if all(seen[-1].get(k) == v for k, v in want.items()):
                    return seen[-1]
            self.fail("%s never came; got %s" % (want, seen))

        def say(line):
            tool.stdin.write(line + "\n")
            tool.stdin.flush()

        until(event="link", state="up")
        say("dial 1001 1002")
        call = until(event="ring", device="1001")["call"]
        self.assertEqual(until(request="dial")["call"], call)
        say("answer 1001")
        until(event="ring", device="1002")
        say("answer --call %s --device 1002" % call)
        until(event="answer", device="1002")
        say("hold 1001")
        until(event="hold")
        until(request="hold", result="done")
        say("retrieve 1001")
        until(event="retrieve")
        say("transfer 1001 1003")
        until(event="ring", device="1003")
        say("clear " + call)
        until(event="call-end", call=call)
        tool.stdin.close()
        tool.terminate()
        self.assertEqual(tool.wait(), 0)
        tool.stdout.close()

    def test_a_line_that_is_too_long_is_no_request(self):
        done = cti("monitor", "sim:", "--commands", "--json", "--seconds", 0.5,
                   stdin="dial 1001 " + "9" * 5000 + "\ndial 1001 1002\n")
        got = [(r["line"], r["result"]) for r in rows(done.stdout)
               if "request" in r]
        self.assertEqual(got, [(1, "CTI_EINVAL"), (2, "done")])


if __name__ == "__main__":
    if len(sys.argv) < 2 or not re.search(r"cti$", sys.argv[1]):
        print(__doc__)
        sys.exit(2)
    TOOL = str(Path(sys.argv[1]).resolve())
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
