#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the service knowledge that ships to what the guide says of it.

usage: test_service.py TOOL [TEST...]
           TOOL      the built cti
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
SHIPPED = TOP / "examples/service/service.json"
TOOL = ""


def cti(*args):
    return subprocess.run([TOOL] + [str(a) for a in args], cwd=TOP, timeout=60,
                          capture_output=True, text=True, encoding="utf-8",
                          env=dict(os.environ, LC_ALL="C.UTF-8"))


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def good(self, done):
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def check(self, value):
        path = self.folder / "service.json"
        path.write_text(value if isinstance(value, str) else
                        json.dumps(value, ensure_ascii=False), "utf-8")
        return cti("service", "check", path)

    def wrong(self, value, *words):
        done = self.check(value)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in ("service.json", *words):
            self.assertIn(word, done.stderr)


class Check(Base):
    def test_the_shipped_file_is_right(self):
        out = self.good(cti("service", "check", SHIPPED))
        self.assertIn("9 lines", out)
        self.assertIn("3 tiers", out)
        self.assertIn("3 stages of renewal", out)

    def test_several_files(self):
        out = self.good(cti("service", "check", SHIPPED, SHIPPED))
        self.assertEqual(len(out.splitlines()), 2)

    def test_a_rule_that_does_not_parse_is_named_with_its_position(self):
        rule = json.loads(SHIPPED.read_text("utf-8"))
        rule["hints"]["rules"][1]["when"] = "contract = 'expired' AND spent > 1"
        self.wrong(rule, "hints.rules[1].when", "position 26",
                   "no such column: spent", "fields")

    def test_a_rule_that_writes_is_refused(self):
        for when in ("1); DELETE FROM customer; --", "DELETE FROM customer",
                     "(SELECT load_extension('x'))",
                     "(SELECT count(*) FROM sqlite_master) > 0"):
            self.wrong({"segments": [{"id": "a", "when": when}]},
                       "segments[0].when")

    def test_a_rule_that_divides_by_zero_is_fine(self):
        self.good(self.check({"segments": [{"id": "a", "when": "1 / 0"}]}))

    def test_wrong_files(self):
        self.wrong("", "line 1")
        self.wrong("{\"label\": \"a\",}", "line 1")
        self.wrong("[]", "one JSON object")
        self.wrong({"hints": {"rules": [{"id": "a", "text": "b"}]}},
                   "hints.rules[0]", "reason", "missing")
        self.wrong({"label": "x" * 3000}, "label")
        done = cti("service", "check", self.folder / "none.json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("none.json", done.stderr)

    def test_usage(self):
        for args in ((), ("check",), ("chekc", SHIPPED)):
            self.assertEqual(cti("service", *args).returncode, 2)

    def test_a_configuration_that_names_a_wrong_file_is_refused(self):
        (self.folder / "bad.json").write_text("{\"lines\": 1}")
        config = self.folder / "cti.json"
        config.write_text("{\"service\": {\"file\": \"bad.json\"}}")
        done = cti("sim", "--flat-out", "--json", "--config", config)
        self.assertEqual(done.returncode, 1)
        for word in ("cti.json", "bad.json", "lines", "array"):
            self.assertIn(word, done.stderr)


class Morning(Base):
    """The demo's morning: six callers, each as the articles want them."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder, "demo.json")
            demo = json.loads((TOP / "examples/demo.json").read_text("utf-8"))
            # The demo has made a database of this file.
            demo["sources"] = [
                {"name": "customers", "type": "csv",
                 "path": str(TOP / "examples/directory/customers.csv")},
                {"name": "crm", "type": "csv",
                 "path": str(TOP / "examples/service/customers.csv")}]
            demo["service"]["file"] = str(SHIPPED)
            config.write_text(json.dumps(demo), "utf-8")
            run = ("sim", TOP / "examples/stories/morning.sim", "--flat-out",
                   "--json", "--config", config)
            cls.runs = [cti(*run), cti(*run)]
            cls.boxes = cti("sim", "--flat-out", "--config", config).stdout
        cls.events = [json.loads(line)
                      for line in cls.runs[0].stdout.splitlines()]
        cls.pops = [e for e in cls.events if e["event"] == "pop"]

    def of(self, number):
        found = [p for p in self.pops if p["remote"] == number]
        self.assertTrue(found, number)
        return found

    def test_is_the_same_twice(self):
        self.good(self.runs[0])
        self.assertEqual(self.runs[0].stdout, self.runs[1].stdout)

    def test_every_pop_knows_its_line(self):
        for pop in self.pops:
            self.assertIn("line", pop["service"], pop["pop"])

    def test_a_gold_customer(self):
        pop = self.of("13800138000")[0]
        service = pop["service"]
        self.assertEqual(
            [service[k] for k in ("tier", "tier_by", "list", "stage", "line",
                                  "desk", "group", "owner", "owner_device")],
            ["high", "crm", "red", "stable", "after-sales", "priority",
             "priority", "王芳", "1003"])
        self.assertEqual(pop["greeting_text"],
                         "尊敬的李先生,您好,感谢您一直以来的支持")
        self.assertEqual([(h["kind"], h["id"]) for h in service["hints"]],
                         [("care", "birthday"), ("offer", "ip-long-distance")])
        for hint in service["hints"]:
            self.assertTrue(hint["reason"])
        self.assertIn("46%", service["hints"][1]["reason"])

    def test_an_ambiguous_number_is_offered_nothing(self):
        for pop in self.of("02162330088"):
            self.assertEqual(pop["identity"], "ambiguous")
            self.assertEqual(pop["greeting"], "question")
            self.assertTrue(pop["service"]["quiet"])
            self.assertFalse([h for h in pop["service"]["hints"]
                              if h["kind"] in ("offer", "lead")])

    def test_a_black_listed_caller_is_answered(self):
        pops = self.of("13611220033")
        service = pops[0]["service"]
        self.assertEqual(service["list"], "black")
        self.assertIn("2600", service["list_reason"])
        self.assertEqual(service["contract"], "expired")
        self.assertTrue(service["do_not_call"])
        self.assertIn("expired", [h["id"] for h in service["hints"]])
        self.assertEqual(pops[-1]["reason"], "hangup")

    def test_a_renewal_is_due_in_60_days_from_a_campaign(self):
        service = self.of("15838112244")[0]["service"]
        self.assertEqual(
            [service[k] for k in ("contract", "contract_days", "renewal",
                                  "campaign", "medium", "line")],
            ["valid", 60, "call", "spring-tv", "tv", "media"])
        self.assertEqual(service["hints"][0]["kind"], "renewal")
        # What was offered three days ago is not offered again.
        self.assertIn("2026-01-02", service["quiet"])

    def test_a_wrong_verification_and_a_right_one(self):
        told = [(p["device"], p["service"].get("verify_state"),
                 p["service"].get("verify_reached"),
                 p["service"].get("verify_left"))
                for p in self.of("13800138000")
                if p["service"].get("verify_state")]
        self.assertEqual(told[0], ("1003", "running", "none", 3))
        self.assertIn(("1003", "wrong", "none", 2), told)
        self.assertIn(("1003", "running", "simple", 2), told)

    def test_what_the_caller_keys_in_is_nowhere(self):
        keys = "".join(e["digits"] for e in self.events
                       if e["event"] == "dtmf")
        self.assertEqual(keys, "1********")
        text = self.runs[0].stdout + self.boxes
        for secret in ("110105198001072316", "id_number", "建国路8号"):
            self.assertNotIn(secret, text)

    def test_a_withheld_caller_has_a_line_and_no_tier(self):
        service = self.of("")[0]["service"]
        self.assertEqual(service["line"], "long-term")
        self.assertNotIn("tier", service)
        self.assertNotIn("list", service)

    def test_boxes_say_it_too(self):
        for words in ("高端客户", "黑名单", "contract ends in 60 days",
                      "新春电视广告 (tv)", "verify password: wrong",
                      "care: 祝客户生日快乐"):
            self.assertIn(words, self.boxes)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    TOOL = str(Path(sys.argv[1]).resolve())
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
