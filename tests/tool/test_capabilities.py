#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What docs/guide/capabilities.md promises over whole stories: from the switch
to the pop, to the journal, to the report and to the CRM.

usage: test_capabilities.py TOOL [TEST...]
"""
import csv
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
TOOL = ""


def run(*args, **more):
    return subprocess.run([str(a) for a in args], cwd=TOP, timeout=60,
                          capture_output=True, text=True, encoding="utf-8",
                          env=dict(os.environ, LC_ALL="C.UTF-8"), **more)


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "day.db"
        self.config = self.folder / "cti.json"
        config = json.loads((TOP / "examples/demo.json").read_text("utf-8"))
        config["sources"] = [
            {"name": "book", "type": "csv",
             "path": str(TOP / "examples/directory/customers.csv")},
            {"name": "crm", "type": "csv",
             "path": str(TOP / "examples/service/customers.csv")}]
        config["service"]["file"] = str(TOP / "examples/service/service.json")
        config["journal"]["file"] = str(self.file)
        self.config.write_text(json.dumps(config), "utf-8")

    def good(self, *args, **more):
        done = run(TOOL, *args, **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""), args)
        return done.stdout

    def play(self, *lines, more=()):
        story = self.folder / "story.sim"
        story.write_text("\n".join(lines) + "\n", "utf-8")
        out = self.good("sim", story, "--flat-out", "--json", "--config",
                        self.config, *more)
        return [json.loads(line) for line in out.splitlines()]

    def contacts(self, *more):
        out = self.good("journal", self.file, "--json", *more)
        return [json.loads(line) for line in out.splitlines()]

    def groups(self, *more):
        out = self.good("report", self.file, "--json", *more)
        rows = [json.loads(line) for line in out.splitlines()]
        return {(row["group"], row["key"]): row for row in rows
                if "group" in row}


class Contacts(Base):
    def test_who_gives_up_before_any_ring_counts_on_line_and_tier(self):
        # A queue without agents: no telephone rings, no pop opens.
        events = self.play("queue support", "at 0 call 13800138000 to "
                           "4001100266 queue support as gold data reason=1",
                           "at 9 hangup gold", "at 10 end")
        self.assertNotIn("pop", [e["event"] for e in events])
        found, = self.contacts()
        self.assertTrue(found["abandoned"])
        self.assertEqual([found[k] for k in ("line", "tier", "desk",
                                             "customer")],
                         ["after-sales", "high", "priority", "C1001"])
        self.assertEqual(found["record"]["tenant"], "telecom")
        self.assertEqual(found["record"]["reason"], "bill")
        groups = self.groups()
        self.assertEqual(groups["tier", "high"]["abandon_rate"], 1)
        self.assertEqual(groups["line", "after-sales"]["asked"], 1)

    def test_a_customers_column_reaches_pop_and_record(self):
        events = self.play(
            "agent 1001 queue dealers",
            "at 0 call 13900139000 to 4001100206 queue dealers as a",
            "at 1 answer 1001", "at 2 data a followup sms:price-list",
            "at 3 hangup a", "at 4 end")
        pop = [e for e in events if e["event"] == "pop"][0]
        for key, value in (("kind", "industry"), ("brand", "全球通"),
                           ("origin", "competitor"),
                           ("lifetime_value", "240000")):
            self.assertEqual(pop["customer"][key], value)
        found, = self.contacts()
        self.assertEqual(found["record"], {
            "tenant": "telecom", "phase": "sale", "kind": "industry",
            "brand": "全球通", "origin": "competitor",
            "lifetime_value": "240000", "followup": "sms:price-list"})
        table = list(csv.DictReader(self.good("journal", self.file,
                                              "--csv").splitlines()))
        self.assertIn("kind=industry", str(table))

    def test_clients_of_an_outsourcer_read_their_own_contacts(self):
        self.play("queue any", "at 0 call 13811110001 to 4001100303 phone "
                  "1001 as a", "at 1 answer 1001", "at 2 hangup a",
                  "at 3 call 13811110002 to 4001100209 phone 1001 as b",
                  "at 4 answer 1001", "at 5 hangup b", "at 6 end")
        self.assertEqual(len(self.contacts()), 2)
        for tenant, party in (("agency", "13811110001"),
                              ("telecom", "13811110002")):
            key = "tenant=" + tenant
            self.assertEqual([c["party"] for c in
                              self.contacts("--record", key)], [party])
            groups = self.groups("--record", key)
            self.assertEqual(groups["all", ""]["in"], 1)
            self.assertEqual(len([k for k in groups if k[0] == "line"]), 1)
        # A value is compared whole.
        self.assertEqual(self.contacts("--record", "tenant=agenc"), [])
        self.assertEqual(self.contacts("--record", "enant=agency"), [])

    def test_a_lead_goes_with_the_call_to_whoever_gets_it(self):
        events = self.play(
            "queue sales",
            "at 0 call 13811110001 to 4001100202 phone 1001 as a",
            "at 1 answer 1001", "at 2 data a lead_product 集团套餐",
            "at 2.1 data a lead_probability 80", "at 3 blind 1001 1002",
            "at 4 answer 1002", "at 5 hangup a", "at 6 end")
        pop = [e for e in events if e["event"] == "pop" and
               e["device"] == "1002"][0]
        self.assertEqual(pop["data"], {"lead_product": "集团套餐",
                                       "lead_probability": "80"})
        found, = self.contacts()
        self.assertEqual((found["lead_product"], found["lead_probability"]),
                         ("集团套餐", 80))
        self.assertEqual(self.groups()["line", "phone-sales"]["leads"], 1)

    def test_an_ambiguous_number_is_identified_without_secrets(self):
        out = self.good("identify", "--config", self.config, "--json",
                        "02162330088", "13800138000")
        for secret in ("310101197505054321", "延安西路", "id_number", "28500",
                       "佛教", "羽毛球"):
            self.assertNotIn(secret, out)
        first, second = (json.loads(line) for line in out.splitlines())
        self.assertEqual((first["identity"], second["identity"]),
                         ("ambiguous", "identified"))


class Crm(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(json.loads(body))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class Live(Base):
    def monitor(self, commands, *more):
        """What a program says that rings 1001 up and dials for it."""
        story = self.folder / "answers.sim"
        story.write_text("answers 13900139000 after 0.1\n")
        out = self.good("monitor", "sim:%s" % story, "--commands", "--json",
                        "--config", self.config, "--seconds", 1.5, "--set",
                        "pop.outbound=true", *more,
                        input="\n".join(commands) + "\n")
        return [json.loads(line) for line in out.splitlines()]

    def test_a_click_carries_its_data_and_purpose(self):
        events = self.monitor(["dial 1001 13900139000 --auto-answer "
                               "--data purpose=survey --data order=77"])
        pops = [e for e in events if e.get("event") == "pop"]
        self.assertTrue(pops, events)
        self.assertEqual(pops[-1]["data"], {"purpose": "survey",
                                            "order": "77"})
        self.assertEqual(pops[-1]["service"]["reason_label"], "客户调研")
        self.assertIn("purpose", [h["id"] for h in
                                  pops[-1]["service"]["hints"]])

    def test_a_follow_up_is_told_at_once_and_goes_to_the_crm(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Crm)
        server.got = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        how = ("--set", "journal.outbox_delay_s=0", "--set",
               "journal.outbox_url=http://127.0.0.1:%d/" % server.server_port)
        events = self.play(
            "queue any", "at 0 call 15838112244 to 4001100301 phone 1001 "
            "as a", "at 1 answer 1001", "at 2 data a followup sms:quote",
            "at 3 hangup a", "at 4 end")
        told = [e for e in events if e["event"] == "data"]
        self.assertEqual([(e["key"], e["value"]) for e in told],
                         [("followup", "sms:quote")])
        (self.folder / "quiet.sim").write_text("at 3 end\n")
        self.play("queue any", "at 0 call 15838112244 to 4001100301 phone "
                  "1001 as b", "at 1 answer 1001",
                  "at 2 data b followup sms:quote", "at 3 hangup b",
                  "at 4 end", more=how)
        self.good("sim", self.folder / "quiet.sim", "--config", self.config,
                  *how)
        follow = [c["record"].get("followup") for c in server.got]
        self.assertEqual(follow, ["sms:quote"])


class Demo(unittest.TestCase):
    """examples/morning, which examples/demo runs, as people see it."""

    @classmethod
    def morning(cls, change=None, how=("--flat-out",)):
        with tempfile.TemporaryDirectory() as folder:
            examples = Path(folder, "examples")
            shutil.copytree(TOP / "examples", examples)
            if change:
                path = examples / "service/customers.csv"
                path.write_text(change(path.read_text("utf-8")), "utf-8")
            done = run(examples / "morning", TOOL, *how)
        return done

    @classmethod
    def setUpClass(cls):
        cls.done = cls.morning()
        # The boxes of each pop: from its corner to its corner.
        parts = cls.done.stdout.split("\n--- ")
        cls.told, cls.after = parts[0], parts[1:]
        cls.boxes = re.findall(r"┌.*?┘", cls.told, re.S)

    def box(self, *words):
        found = [b for b in self.boxes if all(w in b for w in words)]
        self.assertTrue(found, (words, self.boxes))
        return found[0]

    def test_runs_to_its_end(self):
        self.assertEqual((self.done.returncode, self.done.stderr), (0, ""))
        self.assertEqual(len(self.after), 3)
        story = (TOP / "examples/stories/morning.sim").read_text("utf-8")
        last = re.findall(r"^at ([\d.]+) end", story, re.M)
        self.assertLess(float(last[-1]), 20)

    def test_is_the_same_at_the_pace_of_life(self):
        # Whatever the calendar says today.
        done = self.morning(how=())
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        boxes = re.findall(r"┌.*?┘", done.stdout, re.S)
        for words in ("contract ends in 60 days", "新春电视广告 (tv)",
                      "祝客户生日快乐", "verify password: wrong"):
            self.assertTrue([b for b in boxes if words in b], words)
        self.assertRegex(done.stdout, r"spring-tv +1 ")

    def test_a_gold_customer(self):
        box = self.box("13800138000", "1001")
        for words in ("尊敬的李先生", "高端客户", "红名单", "优先组"):
            self.assertIn(words, box)

    def test_an_ambiguous_number(self):
        box = self.box("02162330088")
        for words in ("是张", "or 王丽", "no offers"):
            self.assertIn(words, box)
        self.assertNotIn("offer:", box)

    def test_a_black_listed_caller(self):
        box = self.box("13611220033")
        for words in ("黑名单", "2600", "不得直接挂断", "contract expired"):
            self.assertIn(words, box)
        self.assertRegex(self.told, r"answer +1003 ↔ 13611220033")

    def test_a_renewal_due_in_60_days(self):
        box = self.box("15838112244")
        self.assertIn("contract ends in 60 days", box)
        self.assertIn("电话通知续约", box)

    def test_the_days_are_counted_not_written(self):
        for end, words in (("2026-03-07", "contract ends in 61 days"),
                           ("2026-02-04", "contract ends in 30 days"),
                           ("2026-01-01", "contract expired 4 days ago")):
            done = self.morning(lambda text: text.replace("2026-03-06", end))
            boxes = [b for b in re.findall(r"┌.*?┘", done.stdout, re.S)
                     if "15838112244" in b]
            self.assertIn(words, boxes[0])

    def test_a_wrong_verification(self):
        states = re.findall(r"verify password: (\w+)", self.told)
        self.assertEqual(states, ["running", "wrong", "running"])
        self.assertIn("simple reached · 2 left", self.told)
        self.assertNotIn("2316", self.done.stdout)

    def test_a_campaign_number(self):
        self.assertIn("新春电视广告 (tv)", self.box("15838112244"))

    def test_shows_who_shares_the_number(self):
        text = self.after[0]
        self.assertLess(len(text.splitlines()), 24)
        for words in ("02162330088  ambiguous", "张伟", "王丽", "100%"):
            self.assertIn(words, text)
        self.assertNotIn("id_number", text)

    def test_shows_the_contacts_with_their_segments(self):
        text = self.after[1]
        self.assertLess(len(text.splitlines()), 32)
        self.assertRegex(text, r"13800138000 +support +wangwu +0:03")
        self.assertIn("talk zhangsan 1.0 s", text)
        self.assertIn("abandoned", text)
        self.assertIn("renewed", text)

    def test_shows_the_rates(self):
        text = self.after[2]
        self.assertLess(len(text.splitlines()), 24)
        self.assertIn("goal of 80% within 1 s", text)
        self.assertIn("human_rate_in is too high", text)
        self.assertRegex(text, r"spring-tv +1 ")
        for tier in ("high", "middle", "ordinary"):
            self.assertRegex(text, r"(?m)^%s +\d" % tier)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    TOOL = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
