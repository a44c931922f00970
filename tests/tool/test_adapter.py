#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The worked adapter of docs/guide/adapter.md on a living connection: login,
list, requests, pings, lines that are none; and that it is as short as is said.

usage: test_adapter.py CTI-LINE [TEST...]
"""
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
SOURCE = TOP / "examples/adapter/line.c"
TOOL = ""
LIST = ("trunk a number=13800138000 called=4001101001 call=a", "answers a",
        "phone b device=1001 call=a", "answers b", "joins a bridge=x",
        "joins b bridge=x")


class Switch(threading.Thread):
    """Lets clients in one after the other, keeps what they say, and answers
    each word with the lines that the test has for it."""

    def __init__(self, answers):
        super().__init__(daemon=True)
        self.answers = answers
        self.heard = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]

    def run(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            with client, client.makefile("rb") as lines, \
                    contextlib.suppress(ConnectionError):
                for line in lines:
                    words = line.decode().split(" ")
                    self.heard.append(line.decode().rstrip("\n"))
                    self.answer(client, words[0].strip(), words)

    def answer(self, client, word, words):
        for said in self.answers.get(word, ()):
            said = said.replace("TAG", words[1] if words[1:] else "")
            client.sendall((said.replace("NOW", "%d" % (time.time() * 1000)) +
                            "\n").encode())


class Adapter(unittest.TestCase):
    def switch(self, **answers):
        known = {"login": ["NOW hello birch code=9"],
                 "list": ["NOW list", *("0 " + row for row in LIST),
                          "NOW end"]}
        known.update(answers)
        switch = Switch(known)
        self.addCleanup(switch.server.close)
        switch.start()
        return switch

    def cti(self, verb, switch, *args, user="cti:secret"):
        return subprocess.run(
            [TOOL, verb, "line://%s@127.0.0.1:%d" % (user, switch.port),
             *args], capture_output=True, text=True, encoding="utf-8",
            timeout=60, env=dict(os.environ, LC_ALL="C.UTF-8"))

    def events(self, switch, *args):
        out = self.cti("monitor", switch, "--json", "--seconds", "1",
                       *args).stdout
        return [json.loads(line) for line in out.splitlines()]

    def test_a_list_tells_of_a_call_that_goes_on(self):
        told = self.events(self.switch())
        kinds = [e["event"] for e in told if e["event"] not in
                 ("link", "pop", "info")]
        self.assertEqual(kinds, ["call-begin", "ring", "answer"])
        ring = next(e for e in told if e["event"] == "ring")
        self.assertEqual((ring["device"], ring["remote"]),
                         ("1001", "13800138000"))
        self.assertIn("resync", ring["flags"])

    def test_who_is_refused_hears_it_in_the_words_of_the_switch(self):
        done = self.cti("monitor", self.switch(
            login=["NOW denied the clerk is at lunch"]), "--seconds", "1")
        self.assertIn("the clerk is at lunch", done.stderr)

    def test_a_value_that_would_break_a_line_is_not_sent(self):
        switch = self.switch()
        done = self.cti("monitor", switch, "--seconds", "1",
                        user="cti%20x:sec%0Aret")
        self.assertNotIn("state up", done.stdout)
        self.assertEqual(switch.heard, [])

    def test_a_request_ends_as_the_switch_says(self):
        switch = self.switch(hangup=["NOW ok TAG", "NOW ends b code=16"])
        done = self.cti("hangup", switch, "1001")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        asked = [line for line in switch.heard if line.startswith("hangup")]
        self.assertEqual(len(asked), 1)
        self.assertRegex(asked[0], r"^hangup [0-9]+ b$")
        done = self.cti("hangup", self.switch(
            hangup=["NOW no TAG the line is engaged"]), "1001")
        self.assertEqual(done.returncode, 1)
        self.assertIn("the line is engaged", done.stderr)

    def test_what_it_cannot_do_is_not_asked(self):
        switch = self.switch()
        done = self.cti("hold", switch, "1001")
        self.assertEqual(done.returncode, 1)
        self.assertIn("It can only hang up.", done.stderr)
        self.assertNotIn("hold", " ".join(switch.heard))

    def test_a_silent_switch_is_pinged(self):
        switch = self.switch(ping=["NOW pong"])
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder, "cti.json")
            config.write_text(json.dumps({"link": {"ping_ms": 200}}))
            told = self.events(switch, "--config", str(config))
        self.assertIn("ping", [line.strip() for line in switch.heard])
        self.assertEqual([e["state"] for e in told if e["event"] == "link"],
                         ["connecting", "resync", "up"])

    def test_a_line_that_is_none_is_passed_over(self):
        bad = ["what is this", "", "12:30 rings b", "99999999999999 ends b",
               "-1 ends b", "NOW", "NOW ends", "NOW sings b"]
        told = self.events(self.switch(list=["NOW list", *(
            "0 " + row for row in LIST), *bad, "NOW end"]))
        self.assertIn("answer", [e["event"] for e in told])
        self.assertNotIn("hangup", [e["event"] for e in told])

    def test_a_line_without_an_end_closes_the_connection(self):
        told = self.events(self.switch(list=["x" * 70000]))
        self.assertIn("down", [e.get("state") for e in told])

    def test_it_is_as_short_as_the_guide_says(self):
        text = SOURCE.read_text("utf-8")
        bare = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        code = [line for line in bare.splitlines() if line.strip()]
        for page in ("docs/guide/adapter.md", "docs/zh/adapter.md"):
            said = re.search(r"(\d+) (?:lines|行)",
                             (TOP / page).read_text("utf-8"))
            self.assertIsNotNone(said, page)
            # "Some": to the next ten.
            self.assertLess(len(code), int(said.group(1)) + 10, page)
        self.assertLess(len(text.splitlines()), 200)
        self.assertLessEqual(max(len(line.expandtabs(8))
                                 for line in text.splitlines()), 80)


if __name__ == "__main__":
    TOOL = sys.argv[1]
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
