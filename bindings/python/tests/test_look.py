# SPDX-License-Identifier: MIT
"""What is wrong with a link, and why events came or did not."""
import socket
import tempfile
import threading
import unittest
from pathlib import Path

import cti
from stage import PATIENCE, Reports, drain, open_client, ring, switch, until


class Manager:
    """A switch that lets everybody in and knows no question; or is silent."""

    def __init__(self, test, silent=False):
        self.silent = silent
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()
        test.addCleanup(self.thread.join, PATIENCE)
        test.addCleanup(self.socket.close)

    def serve(self):
        try:
            there, _ = self.socket.accept()
        except OSError:
            return  # the test is over, and nobody came
        with there:
            if not self.silent:
                there.sendall(b"Asterisk Call Manager/5.0.2\r\n")
            waits = b""
            for part in iter(lambda: there.recv(4096), b""):
                waits += part
                while b"\r\n\r\n" in waits:
                    action, waits = waits.split(b"\r\n\r\n", 1)
                    self.answer(there, action)

    def answer(self, there, action):
        row = dict(line.split(b": ", 1) for line in action.split(b"\r\n"))
        known = row[b"Action"] in (b"Challenge", b"Login", b"Ping")
        if not self.silent:
            there.sendall(b"Response: %s\r\nActionID: %s\r\nMessage: no\r\n"
                          b"Challenge: 7\r\n\r\n"
                          % (b"Success" if known else b"Error",
                             row.get(b"ActionID", b"")))

    def link(self, client):
        return client.add_link("ami://127.0.0.1:%d" % self.port, user="u",
                               secret="s")


class Diagnoses(unittest.TestCase):
    def test_findings_come_one_by_one_and_in_the_end(self):
        with open_client() as client:
            found = []
            link = Manager(self).link(client)
            diagnosis = link.diagnose(on_finding=found.append).result(PATIENCE)
            self.assertIsNone(diagnosis.error)
            self.assertEqual(list(diagnosis.findings), found)
            self.assertTrue(found)
            self.assertTrue(all(f.id and f.text for f in found))
            # A switch that refuses every question cannot be quite well.
            self.assertGreaterEqual(diagnosis.worst, cti.FindingLevel.NOTE)

    def test_a_simulated_link_is_well(self):
        with open_client() as client:
            diagnosis = switch(client).diagnose().result(PATIENCE)
            self.assertIsNone(diagnosis.error)
            self.assertEqual(diagnosis.worst, cti.FindingLevel.GOOD)

    def test_a_switch_that_is_not_there_is_a_fault_with_a_remedy(self):
        with open_client(log=lambda *_: None) as client:
            # Nobody listens at port 1.
            link = client.add_link("ami://127.0.0.1:1", user="u", secret="s")
            diagnosis = link.diagnose().result(PATIENCE)
            self.assertIsInstance(diagnosis.error, cti.ELINKDOWN)
            self.assertEqual(diagnosis.worst, cti.FindingLevel.FAULT)
            worst = [f for f in diagnosis.findings
                     if f.level_word == "fault"][0]
            self.assertTrue(worst.remedy)
            filled = worst.text_form
            for number, value in enumerate(worst.values, 1):
                filled = filled.replace("{%d}" % number, value)
            self.assertEqual(filled, worst.text)

    def test_a_second_look_is_refused_and_removing_ends_the_first(self):
        with open_client() as client:
            link = Manager(self, silent=True).link(client)
            first = link.diagnose()
            with self.assertRaisesRegex(cti.EAGAIN, "looked at already"):
                link.diagnose()
            link.remove()
            with self.assertRaises(cti.ECANCELED):
                first.result(PATIENCE)

    def test_closing_ends_it(self):
        client = open_client()
        pending = Manager(self, silent=True).link(client).diagnose()
        client.close()
        self.assertIsInstance(pending.exception(), cti.ECANCELED)

    def test_a_recording_has_nobody_to_ask(self):
        with open_client() as client:
            with tempfile.NamedTemporaryFile(suffix="ami.raw") as file:
                file.write(AMI)
                file.flush()
                link = client.add_link("replay:%s?protocol=ami" % file.name)
                with self.assertRaisesRegex(cti.ESTATE, "a recording"):
                    link.diagnose()


class Traces(unittest.TestCase):
    def test_every_step_is_told_in_order(self):
        steps = []
        with open_client() as client:
            client.trace(steps.append)
            link = switch(client)
            ring(link)
            until(client, lambda e: e.event == "pop")
            client.trace(None)
            told = len(steps)
            link.sim("hangup a")
            drain(client)
        self.assertEqual(len(steps), told)
        words = [s.kind_word for s in steps]
        self.assertIn("fact", words)
        self.assertLess(words.index("fact"), words.index("outcome"))
        rings = [s for s in steps if s.row.get("event") == "ring"]
        self.assertEqual(rings[0].row["device"], "1001")
        self.assertEqual(rings[0].call, rings[0].row["call"])
        self.assertTrue([s for s in steps if s.kind_word == "fact"
                         and s.row["fact"] and s.ids])

    def test_a_message_has_the_very_bytes(self):
        steps = []
        with open_client() as client:
            client.trace(steps.append)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "ami.raw"
                file.write_bytes(AMI)
                client.add_link("replay:%s" % file)
                until(client, lambda e: e.event == "link"
                      and e.state in ("failed", "down"))
        said = [s for s in steps if s.kind == cti.TraceKind.MESSAGE]
        self.assertTrue(said)
        for step in said:
            self.assertEqual(AMI[step.offset:step.offset + len(step.raw)],
                             step.raw)

    def test_one_that_raises_is_reported_and_the_others_come(self):
        reports, steps = Reports(), []

        def fails_once(step):
            steps.append(step)
            if len(steps) == 1:
                raise ZeroDivisionError("once")
        with open_client(on_error=reports) as client:
            client.trace(fails_once)
            ring(switch(client))
            drain(client)
            with self.assertRaises(TypeError):
                client.trace("everything")
        self.assertEqual(len(reports), 1)
        self.assertGreater(len(steps), 1)


AMI = b"\r\n".join([
    b"Asterisk Call Manager/5.0.2",
    b"Response: Success", b"Message: Authentication accepted", b"",
    b"Event: FullyBooted", b"Privilege: system,all",
    b"Status: Fully Booted", b"Uptime: 10", b"",
    b"Event: Newchannel", b"Channel: PJSIP/1001-00000001",
    b"ChannelState: 5", b"ChannelStateDesc: Ringing",
    b"CallerIDNum: 1001", b"ConnectedLineNum: 13800138000",
    b"Exten: s", b"Uniqueid: 1700000000.1", b"Linkedid: 1700000000.1",
    b"", b""])
