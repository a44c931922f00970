# SPDX-License-Identifier: MIT
"""Service knowledge: advice outside of pops, and verification."""
import tempfile
import unittest
from pathlib import Path

import cti
from stage import TOP, drain, open_client, switch, until

KNOWLEDGE = TOP / "examples/service/service.json"
LI = {"id": "7", "name": "Li", "tier": "gold", "id_number": "110101198001014711",
      "contract_end": "2020-01-01"}


class Advices(unittest.TestCase):
    def test_a_customer_is_judged_without_a_call(self):
        with open_client() as client:
            with self.assertRaisesRegex(cti.ESTATE, "load_service"):
                client.advise(LI)
            client.load_service(KNOWLEDGE)
            advice = client.advise(LI)
            self.assertEqual(advice.tier, "high")
            self.assertEqual(advice.tier_by, "crm")
            self.assertEqual(advice.contract, "expired")
            self.assertIsNone(advice.campaign)
            self.assertTrue(all(h.reason for h in advice.hints))
            self.assertNotEqual(client.advise().tier, "high")
            client.load_service()

    def test_a_pop_has_the_same_with_types(self):
        with open_client() as client:
            client.load_service(KNOWLEDGE)
            client.add_source("app", lambda _: LI)
            switch(client).sim("call 13800138000 to 1001 as a")
            pop = until(client, lambda e: e.pop and e.pop.customer)[-1].pop
            self.assertEqual(pop.advice.tier, "high")
            self.assertEqual(pop.advice.tier_label, pop.service["tier_label"])
            self.assertEqual(len(pop.advice.hints), len(pop.service["hints"]))

    def test_a_file_is_checked_without_a_client(self):
        self.assertTrue(cti.check_service(KNOWLEDGE))
        with tempfile.TemporaryDirectory() as folder:
            wrong = Path(folder) / "wrong.json"
            wrong.write_text('{"tierz": {}}')
            with self.assertRaisesRegex(cti.EKEY, "tierz"):
                cti.check_service(wrong)


class Verifications(unittest.TestCase):
    def setUp(self):
        self.client = open_client()
        self.addCleanup(self.client.close)
        self.client.load_service(KNOWLEDGE)
        self.client.add_source("app", lambda _: LI)
        self.link = switch(self.client)
        self.link.sim("call 13800138000 to 1001 as a")
        self.call = until(self.client, lambda e: e.pop and
                          e.pop.customer)[-1].call

    def state(self):
        """What the newest pop says."""
        return [e.pop for e in drain(self.client)
                if e.pop][-1].advice.verify_state

    def test_a_right_value_passes_and_a_wrong_one_does_not(self):
        with self.client.verify(self.call, "bill") as verification:
            self.assertEqual(self.state(), "running")
            self.assertIs(verification.check("id-last4", "9999"), False)
            self.assertEqual(self.state(), "wrong")
            self.assertIs(verification.check("id-last4", "4711"), True)
            self.assertEqual(self.state(), "passed")

    def test_keys_that_the_caller_presses_are_compared(self):
        verification = self.client.verify(self.call, "bill")
        verification.keys("id-last4")
        self.link.sim("answer a 1001")
        self.link.sim("dtmf a 4711")
        events = drain(self.client)
        self.assertEqual({e.digits for e in events if e.event == "dtmf"},
                         {"*"})
        self.assertEqual([e.pop for e in events
                          if e.pop][-1].advice.verify_state, "passed")
        verification.end()

    def test_what_does_not_exist_is_a_sentence(self):
        with self.assertRaisesRegex(cti.ENOENT, "'nonsense'"):
            self.client.verify(self.call, "nonsense")
        with self.assertRaisesRegex(cti.ENOENT, "'c9'"):
            self.client.verify("c9", "bill")
        verification = self.client.verify(self.call, "bill")
        with self.assertRaisesRegex(cti.ENOENT, "factor 'hat'"):
            verification.check("hat", "1")
        self.link.sim("hangup a")
        self.link.advance(1000)
        drain(self.client)
        with self.assertRaises((cti.ENOENT, cti.ESTATE)):
            verification.check("id-last4", "4711")
        self.client.close()
        with self.assertRaises(cti.ClosedError):
            verification.check("id-last4", "4711")
