#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the service knowledge that ships to what the guide says of it.

usage: test_service.py TOOL CAPTURES [TEST...]
           TOOL      the built cti
           CAPTURES  the folder of unpacked recordings
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
TOOL, CAPTURES = "", Path()


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


class Shipped(Base):
    """What the shipped file says of made-up customers, wish by wish."""

    AT = "2026-01-05T01:00:00Z"

    def of(self, *fields, at=AT, data=(), **call):
        options = [word for name, value in call.items()
                   for word in ("--" + name, value)]
        options += [word for pair in data for word in ("--data", pair)]
        return json.loads(self.good(cti(
            "service", "try", SHIPPED, *fields, "--at", at, "--json",
            *options)))

    def hints(self, *fields, **call):
        return [h["id"] for h in self.of(*fields, **call)["hints"]]

    def test_tiers_by_spend_tenure_and_credit(self):
        for fields, tier in (
                (("spend=500", "tenure_months=120", "credit=100"), "high"),
                (("spend=300", "tenure_months=60", "credit=70"), "middle"),
                (("spend=60", "tenure_months=6", "credit=50"), "ordinary"),
                (("spend=60", "tier=金卡"), "high")):
            self.assertEqual(self.of(*fields)["tier"], tier, fields)

    def test_lists(self):
        self.assertEqual(self.of("list=红名单")["list"], "red")
        self.assertEqual(self.of("bad_debt=1001")["list"], "black")
        self.assertEqual(self.of("bad_debt=1000")["list"], "ordinary")

    def test_stages_of_life(self):
        for spend, months, complaints, stage in (
                (200, 1, 0, "recognition"), (200, 12, 0, "growth"),
                (200, 24, 0, "stable"), (200, 24, 2, "warning"),
                (49, 24, 0, "warning")):
            self.assertEqual(self.of(
                "spend=%d" % spend, "tenure_months=%d" % months,
                "open_complaints=%d" % complaints)["stage"], stage)

    def test_who_is_about_to_leave_is_to_be_kept(self):
        self.assertIn("keep", self.hints("spend=49", "tenure_months=30"))
        self.assertNotIn("keep", self.hints("spend=51", "tenure_months=30"))

    def test_segments(self):
        for field, segment in (
                ("kind=government", "government"), ("kind=family", "family"),
                ("kind=individual", "individual"),
                ("kind=dealer-national", "dealer-national"),
                ("kind=dealer-regional", "dealer-regional"),
                ("kind=dealer-local", "dealer-local"),
                ("kind=business", "business"), ("kind=industry", "industry"),
                ("tenure_months=2", "new"), ("tenure_months=60", "long-term"),
                ("need=complaint", "complaining"),
                ("brand=全球通", "global-brand")):
            self.assertIn(segment, self.of(field)["segments"])
        self.assertIn("won-over",
                      self.of("tier=gold", "origin=competitor")["segments"])
        self.assertNotIn("segments", self.of("tier=gold", "origin=birth"))

    def test_nine_lines(self):
        lines = [self.of(dnis="4001100%s" % n)["line"] for n in
                 ("201", "202", "203", "303", "205", "206", "207", "208",
                  "209")]
        self.assertEqual(lines, [
            "pre-sales", "phone-sales", "promotion", "media", "field-support",
            "dealers", "long-term", "logistics", "after-sales"])
        for queue, line in (("sales", "phone-sales"), ("vip", "long-term"),
                            ("support", "after-sales")):
            # One number for all services: the queue says which.
            self.assertEqual(self.of(dnis="95555", queue=queue)["line"], line)

    def test_campaigns_and_media(self):
        spring = self.of(dnis="4001100302")
        self.assertEqual((spring["campaign"], spring["medium"]),
                         ("spring-press", "press"))
        self.assertNotIn("campaign", self.of(dnis="4001100302",
                                             at="2026-03-01T01:00:00Z"))
        self.assertEqual(self.of(queue="webcall")["campaign"], "web-callback")

    def test_desks_and_groups(self):
        for fields, call, desk, group in (
                (("language=en",), {}, "english", "service"),
                (("tier=gold",), {}, "priority", "priority"),
                ((), {"queue": "data"}, "data", "service"),
                ((), {"queue": "sales"}, "sales", "sales"),
                ((), {"queue": "support"}, "service", "service")):
            found = self.of(*fields, **call)
            self.assertEqual((found["desk"], found["group"]), (desk, group))

    def test_owners(self):
        found = self.of("tier=gold", "owner=陈静")
        self.assertEqual((found["owner"], found["owner_device"]),
                         ("陈静", "1004"))
        self.assertNotIn("owner", self.of("tier=普通", "owner=陈静"))

    def test_contracts(self):
        for end, contract, renewal in (
                ("2026-04-06", "valid", None), ("2026-04-05", "valid", "quote"),
                ("2026-03-06", "valid", "call"), ("2026-02-04", "valid", "sign"),
                ("2026-01-04", "expired", None), ("", "none", None)):
            found = self.of("spend=100", "contract_end=" + end)
            self.assertEqual((found["contract"], found.get("renewal")),
                             (contract, renewal))
        self.assertIn("expired", self.hints("contract_end=2025-12-31"))

    def test_birthdays_and_care(self):
        self.assertIn("birthday", self.hints("birthday=1980-01-08"))
        self.assertNotIn("birthday", self.hints("birthday=1980-01-09"))
        self.assertIn("fault", self.hints("open_faults=1"))
        self.assertIn("travel", self.hints("tier=gold", "kind=business"))
        self.assertIn("young", self.hints("birthday=2003-05-05",
                                          "mobile_data=12"))
        self.assertIn("womens-day", self.hints("gender=f",
                                               at="2026-03-08T01:00:00Z"))
        self.assertNotIn("womens-day", self.hints("gender=f"))

    def test_cross_selling_fits_the_need(self):
        self.assertIn("ip-long-distance",
                      self.hints("spend=100", "long_distance=40"))
        self.assertNotIn("ip-long-distance",
                         self.hints("spend=100", "long_distance=39"))
        self.assertIn("broadband", self.hints("mobile_data=30", "products=x"))
        self.assertNotIn("broadband",
                         self.hints("mobile_data=30", "products=宽带"))

    def test_offers_are_held_back_and_it_is_said_why(self):
        offer = ("spend=100", "long_distance=40")
        for field in ("open_complaints=1", "last_offer=2025-12-22"):
            found = self.of(*offer, field)
            self.assertTrue(found["quiet"])
            self.assertNotIn("offer", [h["kind"] for h in found["hints"]])
        self.assertNotIn("quiet", self.of(*offer, "last_offer=2025-12-21"))

    def test_no_more_hints_than_the_budget(self):
        found = self.of("spend=30", "long_distance=20", "mobile_data=40",
                        "products=x", "contract_end=2025-01-01",
                        "competitor_contact=yes")
        kinds = [h["kind"] for h in found["hints"]]
        self.assertEqual(kinds.count("hint") + kinds.count("offer"), 2)
        self.assertEqual([h["id"] for h in found["hints"]],
                         ["expired", "keep"])

    def test_every_hint_has_its_reason(self):
        shipped = json.loads(SHIPPED.read_text("utf-8"))
        rules = (shipped["hints"]["rules"] + shipped["care"] +
                 shipped["cross_sell"]["parts"] + shipped["leads"])
        for rule in rules:
            self.assertTrue(rule["reason"], rule)

    def test_leads(self):
        found = self.of("kind=industry", "products=x")["hints"][0]
        self.assertEqual((found["kind"], found["product"],
                          found["probability"]), ("lead", "集团套餐", 80))

    def test_how_customers_like_to_be_reached(self):
        found = self.of("preferred_channel=sms", "preferred_time=09:00-11:00",
                        "do_not_call=是")
        self.assertEqual((found["channel"], found["channel_time"],
                          found["do_not_call"]), ("sms", "09:00-11:00", True))

    def test_reasons_are_the_functions_of_the_centre(self):
        shipped = json.loads(SHIPPED.read_text("utf-8"))["reasons"]["list"]
        labels = [reason["label"] for reason in shipped]
        for label in ("话费查询", "缴费充值", "业务咨询", "业务受理", "投诉建议",
                      "客户回访", "电话挽留", "电话营销"):
            self.assertIn(label, labels)
        # The menu's key, the word and the label are the same reason.
        for said in ("1", "bill", "话费查询"):
            found = self.of(dnis="4001100266", data=["reason=" + said])
            self.assertEqual((found["reason"], found["reason_label"],
                              found["verify_needed"]),
                             ("bill", "话费查询", "simple"))
        self.assertEqual(self.of(data=["reason=4"])["verify_needed"],
                         "strict")

    def test_phases_before_in_and_after_the_sale(self):
        for dnis, phase in (("4001100201", "pre-sale"),
                            ("4001100202", "sale"),
                            ("4001100209", "after-sale")):
            self.assertEqual(self.of(dnis=dnis)["phase"], phase)
        self.assertEqual(self.of(dnis="4001100201",
                                 data=["reason=quote"])["phase"], "sale")

    def test_purposes_of_calls_out(self):
        for purpose, label in (
                ("care", "主动服务"), ("survey", "客户调研"),
                ("notice", "营销信息发布"), ("data", "客户信息搜集"),
                ("mailing", "直邮跟踪"), ("stock", "经销商库存跟踪"),
                ("delivery", "到货确认"), ("appointment", "安排约会"),
                ("quote", "合同与报价"), ("renewal", "续约")):
            found = self.of("spend=1", direction="outbound",
                            data=["purpose=" + purpose])
            self.assertEqual((found["reason"], found["reason_label"]),
                             (purpose, label))
            self.assertEqual(found["hints"][0]["id"], "purpose")
            self.assertIn(purpose, found["hints"][0]["text"])

    def test_callers_who_enquire_are_told_apart_by_subject(self):
        for need, segment in (("enquiry-billing", "enquiring-billing"),
                              ("enquiry-data", "enquiring-data"),
                              ("complaint", "complaining")):
            self.assertEqual(self.of("need=" + need)["segments"], [segment])

    def test_lifetime_value(self):
        self.assertIn("lifetime", self.of("lifetime_value=50000")["segments"])
        self.assertNotIn("segments", self.of("lifetime_value=49999"))

    def test_clients_of_an_outsourcer_are_kept_apart(self):
        self.assertEqual(self.of(dnis="4001100303")["tenant"], "agency")
        self.assertEqual(self.of(dnis="4001100209")["tenant"], "telecom")

    def test_what_goes_into_the_record(self):
        found = self.of("kind=dealer-regional", "brand=神州行",
                        "origin=competitor", "lifetime_value=900",
                        "competitor_contact=yes", "income=7", "hobby=x",
                        dnis="4001100206",
                        data=["reason=stock", "followup=sms:price-list"])
        self.assertEqual(found["record"], {
            "tenant": "telecom", "phase": "sale", "reason": "stock",
            "kind": "dealer-regional", "brand": "神州行",
            "origin": "competitor", "lifetime_value": "900",
            "competitor_contact": "yes", "followup": "sms:price-list"})

    def test_a_profile_is_shown_as_far_as_it_may_be(self):
        self.assertEqual(self.of("income=7", "hobby=x", "belief=y")["hidden"],
                         ["income", "hobby"])

    def test_win_back_and_long_term_customers(self):
        self.assertIn("competitor", self.hints("competitor_contact=是"))
        self.assertIn("by-phone", self.hints(
            "tenure_months=61", "contract_end=2027-01-01", dnis="4001100207"))

    def test_levels_of_verification_by_line(self):
        for dnis, request, level in (("4001100206", "bill", "simple"),
                                     ("4001100201", "enquiry", "none")):
            found = self.of("spend=1", dnis=dnis)
            self.assertEqual([found["verify_" + k] for k in
                              ("request", "needed", "reached")],
                             [request, level, "none"])

    def test_mistakes_on_the_command_line(self):
        for args in (("spend",), ("--at", "noon"), ("=5",)):
            done = cti("service", "try", SHIPPED, *args)
            self.assertEqual(done.returncode, 1, args)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


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
            # What one run leaves would be the next one's history.
            del demo["journal"]
            config.write_text(json.dumps(demo), "utf-8")
            # The journal is read beside the story, whose clock does not wait.
            run = ("sim", TOP / "examples/stories/morning.sim", "--flat-out",
                   "--json", "--config", config, "--set", "pop.earlier=0")
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

    def test_a_profile_opens_with_the_level_that_is_reached(self):
        pops = self.of("13800138000")
        self.assertNotIn("hobby", pops[0]["customer"])
        self.assertEqual(pops[0]["customer"]["brand"], "全球通")
        self.assertEqual(pops[0]["service"]["hidden"],
                         ["family", "hobby", "income"])
        simple = [p for p in pops
                  if p["service"].get("verify_reached") == "simple"]
        self.assertEqual(simple[0]["customer"]["hobby"], "羽毛球")
        self.assertEqual(simple[0]["service"]["hidden"], ["income"])
        text = self.runs[0].stdout + self.boxes
        for secret in ("28500", "佛教"):
            self.assertNotIn(secret, text)

    def test_the_agent_sees_the_way_through_the_menu(self):
        pop = self.of("13800138000")[0]
        self.assertEqual(pop["data"], {"account": "6217001",
                                       "ivr_digits": "1", "reason": "1"})
        self.assertEqual(pop["service"]["reason_label"], "话费查询")

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


class Explain(Base):
    """A recorded call whose caller the knowledge has something to say of."""

    SECRET = "31415.92"

    def setUp(self):
        super().setUp()
        for self.capture in sorted(CAPTURES.iterdir()):
            pops = [e for e in self.replay() if e["event"] == "pop"
                    and e["remote"] and e["direction"] == "inbound"]
            if pops:
                break
        self.assertTrue(pops, CAPTURES)
        (self.folder / "book.csv").write_text(
            "id,name,mobile,spend\nC1,Zhuge,%s,%s\n" %
            (pops[0]["remote"], self.SECRET))
        (self.folder / "service.json").write_text(json.dumps({
            "fields": {"spend": "number"},
            "hints": {"rules": [{"id": "h", "text": "{spend} a month",
                                 "reason": "because {spend}"}]}}))
        self.config = self.folder / "cti.json"
        self.config.write_text(json.dumps({
            "sources": [{"name": "b", "type": "csv", "path": "book.csv"}],
            "service": {"file": "service.json"}}))

    def replay(self, *more):
        done = cti("replay", "--protocol", "ami", self.capture, "--json", *more)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_a_replay_is_judged_by_the_recordings_clock(self):
        twice = [self.replay("--config", self.config) for _ in range(2)]
        self.assertEqual(*twice)
        self.assertIn(self.SECRET + " a month", json.dumps(twice[0]))

    def test_masked_steps_say_nothing_of_the_customer(self):
        call = [e for e in self.replay("--config", self.config)
                if e["event"] == "pop"][0]["call"]
        words = ("explain", self.capture, call, "--protocol", "ami",
                 "--config", self.config)
        for json_too in ((), ("--json",)):
            plain = self.good(cti(*words, *json_too))
            masked = self.good(cti(*words, "--mask", *json_too))
            self.assertNotIn(self.SECRET, masked)
        self.assertIn(self.SECRET, plain)
        self.assertIn('"hints"', masked)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    TOOL, CAPTURES = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:])
