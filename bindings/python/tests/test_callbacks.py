# SPDX-License-Identifier: MIT
"""What the library asks the application: who calls, where to, how it ended."""
import asyncio
import threading
import unittest

import cti
from stage import (CSV, PATIENCE, Reports, drain, identified, is_pop,
                   open_client, ring, switch, until)


def li(lookup):
    return {"id": "7", "name": "Li " + lookup.text}


class Lookups(unittest.TestCase):
    def last_pop(self, client, link=None):
        ring(link or switch(client))
        return until(client, identified)[-1].pop

    def test_a_plain_function_says_who_calls(self):
        with open_client() as client:
            client.add_source("app", li)
            pop = self.last_pop(client)
        self.assertEqual(pop.customer.name, "Li 13800138000")
        self.assertEqual(pop.customer.source, "app")

    def test_a_lookup_has_the_number_taken_apart(self):
        seen = []
        with open_client() as client:
            client.add_source("app", seen.append)
            self.assertEqual(self.last_pop(client).identity, "unknown")
        self.assertEqual(seen[0].number.e164, "+8613800138000")
        self.assertIn("13800138000", seen[0].number.keys)
        self.assertEqual(seen[0].field, "")

    def test_an_async_function_without_a_loop_runs_beside(self):
        async def later(lookup):
            await asyncio.sleep(0)
            return cti.Customer("8", "Zhang", {"tier": "gold"})

        with open_client() as client:
            client.add_source("app", later)
            pop = self.last_pop(client)
        self.assertEqual(pop.customer.fields["tier"], "gold")

    def test_an_answer_may_come_from_another_thread(self):
        def elsewhere(lookup):
            threading.Thread(target=lookup.answer, args=(li(lookup),)).start()
            return cti.LATER

        with open_client() as client:
            client.add_source("app", elsewhere)
            self.assertEqual(self.last_pop(client).customer.id, "7")

    def test_a_second_answer_is_refused(self):
        asked = []
        with open_client() as client:
            client.add_source("app", asked.append)
            self.last_pop(client)
            with self.assertRaisesRegex(cti.ESTATE, "answered before"):
                asked[0].answer(None)
        with self.assertRaises(cti.ClosedError):
            asked[0].answer(None)

    def test_one_that_raises_is_reported_and_the_link_goes_on(self):
        reports = Reports()
        answers = [ZeroDivisionError("no"), None]

        def fails_once(lookup):
            problem = answers.pop(0) if answers else None
            if problem:
                raise problem
            return li(lookup)

        with open_client(on_error=reports) as client:
            client.add_source("app", fails_once)
            link = switch(client)
            self.assertEqual(self.last_pop(client, link).identity, "unknown")
            link.sim("hangup a")
            link.advance(1000)
            drain(client)
            answers.clear()
            # What failed is not remembered as an answer.
            self.assertEqual(self.last_pop(client, link).customer.id, "7")
        self.assertEqual([str(p) for _, p in reports], ["no"])
        self.assertIn("13800138000", reports[0][0])

    def test_wrong_answers_are_reported(self):
        for wrong in (5, "Li", [5], {"id": 5}, {"id": "1", "n\0": "x"},
                      {"id": "\ud800"}, {"x" * 70: "1"},
                      {"id": "y" * 5000}):
            reports = Reports()
            with open_client(on_error=reports) as client:
                client.add_source("app", lambda lookup: wrong)
                self.assertEqual(self.last_pop(client).identity, "unknown")
            with self.subTest(wrong=repr(wrong)[:20]):
                self.assertEqual(len(reports), 1)
                self.assertIsInstance(reports[0][1],
                                      (TypeError, ValueError, cti.Error))

    def test_one_that_never_answers_holds_nobody_up(self):
        async def never(lookup):
            await asyncio.Event().wait()

        for fn in (never, lambda lookup: cti.LATER):
            with open_client() as client:
                client.add_source("app", fn)
                client.set("identify.deadline_ms", "10")
                link = switch(client)
                ring(link)
                self.assertEqual(until(client, is_pop)[-1].pop.identity,
                                 "pending")
                found = client.identify("13800138000").result(PATIENCE)
                self.assertIsNone(found.customer)
                link.sim("answer a 1001")
                link.sim("hangup a")
                link.advance(500)
                until(client, lambda e: e.event == "call-end")

    def test_an_exception_of_on_error_goes_no_further(self):
        def worse(what, problem):
            raise RuntimeError("worse")

        with open_client(on_error=worse) as client:
            client.add_source("app", lambda lookup: 1 / 0)
            with self.assertLogs("cti") as logs:
                self.assertEqual(self.last_pop(client).identity, "unknown")
        self.assertIn("worse", logs.output[0])

    def test_ctrl_c_in_a_callback_gets_to_who_fetches_events(self):
        def interrupted(lookup):
            raise KeyboardInterrupt

        with open_client() as client:
            client.add_source("app", interrupted)
            with self.assertRaises(KeyboardInterrupt):
                self.last_pop(client)
            self.assertIsNotNone(client.snapshot())

    def test_a_callback_may_close_the_client(self):
        with open_client() as client:
            client.add_source("app", lambda lookup: client.close())
            ring(switch(client))
            with self.assertRaises(cti.ClosedError):
                while True:
                    client.poll(PATIENCE)
            self.assertTrue(client.closed)

    def test_a_callback_cannot_wait_for_what_comes_after_it(self):
        reports = Reports()
        with open_client(on_error=reports) as client:
            client.add_source("app", lambda lookup: client.poll(1))
            ring(switch(client))
            until(client, identified)
        self.assertIn("callback", reports[0][1].sentence)

    def test_a_log_that_raises_is_reported_and_the_link_goes_on(self):
        reports = Reports()

        def full(level, text):
            raise OSError("disk full")
        with open_client(log=full, log_level=cti.LogLevel.DEBUG,
                         on_error=reports) as client:
            client.add_source("app", li)
            self.assertEqual(self.last_pop(client).customer.id, "7")
        self.assertEqual({str(p) for _, p in reports}, {"disk full"})

    def test_log_lines_go_where_they_are_told(self):
        lines = []
        with open_client(log=lambda *line: lines.append(line),
                         log_level=cti.LogLevel.INFO) as client:
            switch(client)
            drain(client)
            client.poll(0.05)
        self.assertTrue(any("python" in text for _, text in lines), lines)
        self.assertIsInstance(lines[0][0], cti.LogLevel)


class Sources(unittest.TestCase):
    def test_identify_answers_with_what_is_known(self):
        with open_client() as client:
            client.add_csv("customers", CSV)
            found = client.identify("13800138000").result(PATIENCE)
            self.assertEqual(found.identity, cti.Identity.IDENTIFIED)
            self.assertEqual(found.customer.source, "customers")
            self.assertIn(found.customer.name[0], found.greeting_text)
            self.assertEqual(client.identify("").result(PATIENCE).identity,
                             cti.Identity.WITHHELD)

    def test_a_file_is_read_again(self):
        with open_client() as client:
            client.add_csv("customers", CSV)
            self.assertGreater(
                client.reload_source("customers").result(PATIENCE), 5)
            with self.assertRaises(cti.ENOENT):
                client.reload_source("none")

    def test_sources_are_added_and_removed_by_name(self):
        with open_client() as client:
            client.add_http("crm", "odoo", base="https://crm.example.com",
                            user="u", secret="s", db="d")
            client.add_source("app", li)
            with self.assertRaisesRegex(cti.EEXIST, "app"):
                client.add_source("app", li)
            client.remove_source("app")
            with self.assertRaises(cti.ENOENT):
                client.remove_source("app")
            with self.assertRaises(cti.ENOENT):
                client.add_http("crm2", "nobody-knows-this")


class Requests(unittest.TestCase):
    def test_a_request_ends_with_its_result(self):
        with open_client() as client:
            link = switch(client)
            until(client, lambda e: e.state == "up")
            dial = client.request("dial", device="1001", to="1002",
                                  data={"ticket": "T1"})
            self.assertTrue(dial.call)
            result = dial.result(PATIENCE)
            self.assertEqual(result.kind, cti.RequestKind.DIAL)
            self.assertEqual(result.call, dial.call)
            link.advance(3000)
            self.assertTrue(drain(client))
            call = client.snapshot().calls[0]
            self.assertEqual(call.id, dial.call)
            self.assertIn(cti.RequestKind.CLEAR, client.possible(call.id))

    def test_what_is_not_possible_is_refused_with_a_sentence(self):
        with open_client() as client:
            switch(client)
            until(client, lambda e: e.state == "up")
            with self.assertRaises(cti.Error) as caught:
                client.request("answer", device="1001")
            self.assertIn("1001", caught.exception.sentence)
            with self.assertRaises(cti.Error):
                client.check("hold", device="1001")
            with self.assertRaisesRegex(ValueError, "agent-ready"):
                client.request("danse")
            with self.assertRaises(AttributeError):
                client.request("dial", devise="1001")
            with self.assertRaises(cti.ENOENT):
                client.cancel(4711)

    def test_a_callback_of_a_result_that_raises_is_reported(self):
        reports = Reports()
        with open_client(on_error=reports) as client:
            found = client.identify("13800138000")
            found.add_done_callback(lambda pending: 1 / 0)
            found.result(PATIENCE)
        self.assertIsInstance(reports[0][1], ZeroDivisionError)

    def test_callbacks_of_a_result_run_once(self):
        ended = []
        with open_client() as client:
            switch(client)
            until(client, lambda e: e.state == "up")
            dial = client.request("dial", device="1001", to="1002")
            dial.add_done_callback(ended.append)
            dial.result(PATIENCE)
            dial.add_done_callback(ended.append)
        self.assertEqual(ended, [dial, dial])

    def test_a_snapshot_is_what_is_so_now(self):
        with open_client() as client:
            link = switch(client)
            link.sim("agent 1001 queue support")
            ring(link, "02112345678", "1001")
            shot = client.snapshot()
        self.assertEqual(shot.calls[0].caller, "02112345678")
        self.assertEqual({leg.state for leg in shot.calls[0].legs
                          if leg.device == "1001"}, {cti.LegState.ALERTING})
        self.assertEqual(shot.call(shot.calls[0].id), shot.calls[0])
        self.assertIsNone(shot.call("none"))
        self.assertEqual(shot.agents[0].queues, ("support",))
        self.assertEqual(shot.queues[0].agents, 1)


class Routes(unittest.TestCase):
    def routed(self, fn, **more):
        results = []
        with open_client(on_error=self.reports) as client:
            client.add_csv("customers", CSV)
            client.route(fn, on_routed=lambda q, r: results.append((q, r)),
                         **more)
            link = switch(client)
            until(client, lambda e: e.state == "up")
            link.sim("call 13800138000 to 1001 as a")
            while not results:
                link.advance(100)
                client.poll(0.05)
        return results[0]

    def setUp(self):
        self.reports = Reports()

    def test_a_plain_function_says_where_to(self):
        route, result = self.routed(lambda route: "1002")
        self.assertEqual((result.error, result.to), (0, "1002"))
        self.assertEqual(route.caller, "13800138000")
        self.assertTrue(route.customer.name)

    def test_an_async_function_says_where_to(self):
        async def later(route):
            await asyncio.sleep(0)
            return "1003"
        self.assertEqual(self.routed(later)[1].to, "1003")

    def test_one_that_raises_is_reported_and_the_default_is_taken(self):
        result = self.routed(lambda route: 1 / 0, to="1004")[1]
        self.assertEqual(result.to, "1004")
        self.assertIsInstance(self.reports[0][1], ZeroDivisionError)

    def test_a_wrong_answer_is_reported_and_the_default_is_taken(self):
        for wrong in (5, "10\n02", "1\0002"):
            self.reports.clear()
            self.assertEqual(self.routed(lambda r: wrong, to="1004")[1].to,
                             "1004")
            self.assertEqual(len(self.reports), 1)


if __name__ == "__main__":
    unittest.main()
