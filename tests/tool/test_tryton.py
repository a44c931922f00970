#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the preset tryton to Tryton's own server with its module party.

usage: test_tryton.py TOOL [TEST...]
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import trytond  # noqa: E402

TOOL = ""
PASSWORD = "Pa ss\"w\u00f6rd-1"


class Tryton(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temp.cleanup)
        cls.folder = Path(cls.temp.name)
        cls.server = trytond.Trytond(cls.folder, PASSWORD)
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()
        add = cls.server.add_party
        cls.li = add("李明", ("mobile", "+86 138 0013 8000"),
                     ("email", "li@example.com"))
        cls.firm = add("华信 & Söhne", ("phone", "+86 (10) 6552-9988"),
                       ("fax", "+861065529989"))
        cls.pair = add("Ann", ("phone", "+442071838750")), add(
            "Ben", ("mobile", "+44 20 7183 8750"))
        # Without the library the server keeps what was typed.
        cls.server.stop()
        cls.server.start(phonenumbers=False)
        cls.wang = add("王芳", ("mobile", "139 0013 9000"))
        cls.zhang = add("张三", ("phone", "01065520000"))
        cls.zhao = add("赵六", ("mobile", "+86 137 0013 7000"))
        cls.server.stop()
        cls.server.start()

    def run_tool(self, *numbers, **more):
        source = {"type": "http", "name": "crm", "preset": "tryton",
                  "base": self.server.base, "db": "shop", "user": "admin",
                  "secret": PASSWORD, "timeout_ms": 20000}
        path = self.folder / "config.json"
        path.write_text(json.dumps({"sources": [dict(source, **more)]}))
        done = subprocess.run(
            [TOOL, "identify", "--json", "--config", str(path), "--set",
             "identify.deadline_ms=30000", *numbers],
            capture_output=True, text=True, encoding="utf-8", timeout=100,
            env=dict(os.environ, LC_ALL="C.UTF-8"))
        self.assertEqual(done.returncode, 0, done.stderr)
        return ([json.loads(line) for line in done.stdout.splitlines()],
                done.stderr.splitlines())

    def found(self, number, **more):
        (answer,), said = self.run_tool(number, **more)
        self.assertEqual(said, [])
        return answer

    def ids(self, number):
        return sorted(c["fields"]["id"]
                      for c in self.found(number)["candidates"])

    def test_one(self):
        answer = self.found("13800138000")
        self.assertEqual(answer["identity"], "identified")
        self.assertEqual(answer["candidates"][0]["fields"], {
            "id": self.li, "name": "李明", "phone": "+86 138 0013 8000",
            "url": self.server.base +
            "/#shop/model/party.party/" + self.li})

    def test_several_spellings(self):
        self.assertEqual(self.ids("01065529988"), [self.firm])
        self.assertEqual(self.ids("+86 10 6552 9988"), [self.firm])
        self.assertEqual(self.ids("008613800138000"), [self.li])

    def test_as_typed_without_the_library_phonenumbers(self):
        self.assertEqual(self.ids("13900139000"), [self.wang])
        self.assertEqual(self.ids("01065520000"), [self.zhang])
        self.assertEqual(self.ids("13700137000"), [self.zhao])

    def test_unknown(self):
        self.assertEqual(self.found("13300133000")["identity"], "unknown")

    def test_ambiguous(self):
        answer = self.found("+442071838750")
        self.assertEqual(answer["identity"], "ambiguous")
        self.assertEqual(self.ids("+442071838750"), sorted(self.pair))

    def test_a_fax_is_nobody(self):
        self.assertEqual(self.ids("01065529989"), [])

    def test_hostile(self):
        for number in "%", "_", "*", "' OR 1=1 --", "+86%", "138%":
            self.assertEqual(self.ids(number), [], number)

    def test_a_refused_login(self):
        (answer,), said = self.run_tool("13800138000", secret="wrong")
        self.assertEqual(answer["identity"], "unknown")
        self.assertEqual(len(said), 1, said)
        self.assertIn("secret", said[0])
        self.assertNotIn("wrong", said[0])

    def test_a_database_that_there_is_not(self):
        (answer,), said = self.run_tool("13800138000", db="shoe")
        self.assertEqual(answer["identity"], "unknown")
        self.assertEqual(len(said), 1, said)

    def test_a_session_that_has_ended_is_begun_anew(self):
        self.run_tool("1")  # writes the configuration
        process = subprocess.Popen(
            [TOOL, "identify", "--json", "--config",
             str(self.folder / "config.json"), "--set",
             "identify.deadline_ms=30000", "-"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8")

        def ask(number):
            process.stdin.write(number + "\n")
            process.stdin.flush()
            return [c["fields"]["id"] for c in json.loads(
                process.stdout.readline())["candidates"]]
        self.assertEqual(ask("13800138000"), [self.li])
        self.server.forget_sessions()
        self.assertEqual(ask("01065529988"), [self.firm])
        self.assertEqual(process.communicate(timeout=60)[1], "")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    TOOL = sys.argv[1]
    if not trytond.available():
        # meson takes it for "skipped".
        print("trytond is not installed; tests/setup installs it")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
