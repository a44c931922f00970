#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Plug-ins for numbers as the tool loads them.

usage: test_plugin.py TOOL GOOD-PLUGIN OLD-PLUGIN NO-PLUGIN [PHONENUMBER]
"""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL, GOOD, OLD, NONE, *PHONENUMBER = sys.argv[1:]


def cti(*args):
    return subprocess.run((TOOL,) + args, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, timeout=60)


class Plugin(unittest.TestCase):
    def numbers(self, *args):
        done = cti("number", "--json", *args)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_of_anybody_s_own_is_asked(self):
        for options in (["--plugin", GOOD], ["--plugin", GOOD, "--country", "XN"]):
            one, = self.numbers(*options, "+999 12 34567")
            self.assertEqual((one["e164"], one["class"], one["display"]),
                             ("+9991234567", "fixed", "12-34567"))
            self.assertIn("firm", one["steps"][-3]["text"])
        own, = self.numbers("--plugin", GOOD, "--country", "XN", "1234567")
        self.assertEqual(own["e164"], "+9991234567")

    def test_that_is_none_is_refused_in_one_sentence(self):
        for path, word in ((OLD, "version"), (NONE, "cti_number_plugin_v1"),
                           ("/no/such.so", "/no/such.so"),
                           ("no-such-plugin", "install the package")):
            done = cti("number", "--plugin", path, "1001")
            self.assertEqual((done.returncode, done.stdout), (1, ""), path)
            self.assertIn(word, done.stderr)
            self.assertEqual(done.stderr.count("\n"), 1)

    def test_may_be_named_in_the_configuration(self):
        with tempfile.TemporaryDirectory() as folder:
            customers = Path(folder, "customers.csv")
            customers.write_text("name,phone\nAnn,12-34567\n")
            config = Path(folder, "cti.json")
            config.write_text(json.dumps(
                {"numbers.country": "XN", "numbers.plugin": GOOD}))
            done = cti("identify", "--config", str(config), "--csv",
                       str(customers), "--json", "+999 1234567")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("Ann", done.stdout)
            config.write_text(json.dumps({"numbers.plugin": OLD}))
            done = cti("identify", "--config", str(config), "--csv",
                       str(customers), "1")
            self.assertEqual(done.returncode, 1)
            self.assertIn("numbers.plugin", done.stderr)

    @unittest.skipUnless(PHONENUMBER, "libphonenumber is not installed")
    def test_that_asks_libphonenumber_knows_the_world(self):
        rows = self.numbers("--plugin", *PHONENUMBER, "+55 11 98765-4321",
                            "+91 98765 43210", "+61 2 9876 5432")
        self.assertEqual([(r["class"], r["display"]) for r in rows],
                         [("mobile", "+55 11 98765-4321"),
                          ("mobile", "+91 98765 43210"),
                          ("fixed", "+61 2 9876 5432")])
        rows = self.numbers("--plugin", *PHONENUMBER, "--country", "BR",
                            "--area", "011", "98765-4321", "190", "1001")
        self.assertEqual([(r["class"], r["e164"]) for r in rows],
                         [("mobile", "+5511987654321"), ("service", ""),
                          ("extension", "")])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
