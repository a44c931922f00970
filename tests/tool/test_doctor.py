#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds `cti doctor` against stand-ins of switches that are set up badly.

usage: test_doctor.py TOOL [TEST...]

What it says of a real Asterisk is in tests/live/doctor.py.
"""
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import test_freeswitch as freeswitch  # noqa: E402
from test_freeswitch import answer, reply  # noqa: E402

TOOL = ""
AGENTS = (b"name|contact|status|wrap_up_time\n"
          b"1001@default|[call_timeout=4]user/1001|Available|0\n"
          b"anna@default|sofia/gateway/mobile/139|Available|0\n+OK\n")
QUEUES = b"name|strategy\nsupport@pbx.example.com|ring-all\n+OK\n"


class EventSocket(freeswitch.Stand):
    """A FreeSWITCH whose settings the test chooses."""

    def __init__(self, denied=(), absent=(), events=True, clock=0, **more):
        self.denied, self.absent = denied, absent
        self.events, self.clock = events, clock
        super().__init__(**more)

    def is_over(self):
        return False

    def say(self, command):
        word = command.decode().split(" ")
        if word[0] == "event" and not self.events:
            return reply(b"-ERR permission denied")
        if word[0] != "api":
            return super().say(command)
        if word[1] in self.denied:
            return reply(b"-ERR permission denied")
        if word[1] in self.absent:
            return answer(b"-ERR %s Command not found!\n" % word[1].encode())
        said = {
            "version": b"FreeSWITCH Version 1.10.12-release (git 1)\n",
            "strepoch": b"%d" % (time.time() + self.clock),
            "module_exists": b"false",
        }.get(word[1])
        if command == b"api callcenter_config agent list":
            said = AGENTS
        elif command == b"api callcenter_config queue list":
            said = QUEUES
        elif word[1].startswith("uuid_") and len(word) == 2:
            said = b"-USAGE: <uuid>\n"
        elif command == b"api originate":
            said = b"-USAGE: <call_url> <exten>\n"
        return answer(said) if said else super().say(command)


class Manager:
    """An AMI that lets anybody in and refuses whatever it is asked."""

    def __init__(self, context=None):
        self.context = context
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        try:
            peer, _ = self.server.accept()
            if self.context:
                peer = self.context.wrap_socket(peer, server_side=True)
            with peer:
                self.converse(peer)
        except OSError:
            pass

    @staticmethod
    def converse(peer):
        peer.sendall(b"Asterisk Call Manager/11.0.0\r\n")
        unread = b""
        while True:
            part = peer.recv(65536)
            if not part:
                return
            unread += part
            while b"\r\n\r\n" in unread:
                action, unread = unread.split(b"\r\n\r\n", 1)
                rows = dict(r.split(b": ", 1) for r in action.split(b"\r\n"))
                good = rows[b"Action"] in (b"Challenge", b"Login")
                peer.sendall(
                    b"Response: %s\r\nActionID: %s\r\nChallenge: 7\r\n\r\n"
                    % (b"Success" if good else b"Error", rows[b"ActionID"]))
                if rows[b"Action"] == b"Login":
                    peer.sendall(b"Event: FullyBooted\r\nUptime: 9\r\n\r\n")

    def close(self):
        self.server.close()


def doctor(*args, language="C"):
    environment = dict(os.environ, LC_ALL=language, LANGUAGE="",
                       CTI_SECRET="ClueCon")
    environment.pop("CTI_USER", None)
    return subprocess.run([TOOL, "doctor", *args], capture_output=True,
                          text=True, timeout=60, env=environment)


def findings(run):
    rows = [json.loads(line) for line in run.stdout.splitlines()]
    return {row["id"]: row for row in rows}


class Doctor(unittest.TestCase):
    maxDiff = None

    def event_socket(self, **how):
        stand = EventSocket(stays=True, **how)
        self.addCleanup(stand.close)
        return stand.url

    def manager(self, context=None):
        stand = Manager(context)
        self.addCleanup(stand.close)
        return stand.port

    def certificate(self, days):
        """A key and a certificate of this machine's own, in one file."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name, "both.pem")
        subprocess.run(
            ("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=pbx",
             "-addext", "subjectAltName=IP:127.0.0.1", "-days", str(days),
             "-keyout", path, "-out", str(path) + ".crt"),
            check=True, capture_output=True)
        path.write_text(path.read_text() + Path(str(path) + ".crt").read_text())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return str(path), context

    def test_a_freeswitch_is_looked_at(self):
        run = doctor(self.event_socket(), "--json")
        found = findings(run)
        self.assertEqual(run.stderr, "")
        self.assertEqual(run.returncode, 0)
        self.assertEqual({k: v["level"] for k, v in found.items()}, {
            "link-up": "good", "esl-password": "warning", "esl-user": "note",
            "esl-version": "good", "esl-clock": "good",
            "esl-mod-valet-parking": "note", "esl-agent-domain": "warning",
            "esl-agent-contact": "warning", "esl-commands": "good"})
        self.assertIn("1.10.12", found["esl-version"]["text"])
        self.assertEqual(found["esl-agent-domain"]["line"],
                         "esl.agent_domain=pbx.example.com")
        self.assertIn("anna", found["esl-agent-contact"]["text"])

    def test_commands_that_are_not_permitted_are_named(self):
        found = findings(doctor(
            self.event_socket(denied=("uuid_kill", "originate"),
                              absent=("callcenter_config", "uuid_hold"),
                              clock=-100), "--user", "cti@pbx", "--json"))
        self.assertEqual(found["esl-commands"]["level"], "warning")
        self.assertIn("originate uuid_kill", found["esl-commands"]["text"])
        self.assertEqual(found["esl-commands"]["section"], '<user id="cti">')
        self.assertIn("uuid_hold", found["esl-mod-commands"]["text"])
        self.assertIn("esl-mod-callcenter", found)
        self.assertIn(" behind ", found["esl-clock"]["text"])
        self.assertNotIn("esl-password", found)

    def test_events_that_are_not_permitted_are_a_fault(self):
        run = doctor(self.event_socket(events=False), "--json")
        found = findings(run)
        self.assertEqual(run.returncode, 1)
        self.assertEqual(list(found), ["esl-login"])
        self.assertIn("esl-allowed-events", found["esl-login"]["text"])

    def test_a_wrong_password_is_a_fault(self):
        run = doctor(self.event_socket(secret=b"another"))
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stdout, r"(?s)^fault +FreeSWITCH refused.*"
                         r"event_socket\.conf\.xml <settings>: <param")
        self.assertIn("faults: 1, warnings: 0, notes: 0", run.stdout)
        self.assertNotIn("ClueCon", run.stdout + run.stderr)

    def test_who_cannot_be_reached_is_said(self):
        port = freeswitch.free_port()
        for url, ident in (("ami://u@127.0.0.1:%d" % port, "ami-unreached"),
                           ("ari://u@127.0.0.1:%d" % port, "ari-unreached"),
                           ("esl://127.0.0.1:%d" % port, "esl-unreached"),
                           ("ami://u@no-such-host.invalid", "link-name")):
            with self.subTest(url=url):
                run = doctor(url, "--json")
                self.assertEqual(run.returncode, 1)
                self.assertEqual([(k, v["level"]) for k, v in
                                  findings(run).items()], [(ident, "fault")])

    def test_an_asterisk_that_allows_nothing_is_looked_at(self):
        run = doctor("ami://u@127.0.0.1:%d" % self.manager(), "--json")
        found = findings(run)
        self.assertEqual(run.returncode, 1)
        self.assertEqual(found["ami-right-reporting"]["level"], "fault")
        self.assertEqual(found["ami-right-reporting"]["section"], "[u]")

    def test_a_certificate_of_nobody_is_a_fault(self):
        _, context = self.certificate(90)
        run = doctor("ami+tls://u@127.0.0.1:%d" % self.manager(context),
                     "--json")
        self.assertEqual(list(findings(run)), ["link-tls"])

    def test_a_certificate_that_ends_soon_is_said(self):
        for days, level in (10, "warning"), (90, "good"):
            with self.subTest(days=days):
                path, context = self.certificate(days)
                run = doctor("ami+tls://u@127.0.0.1:%d"
                             % self.manager(context), "--json", "--set",
                             "tls.ca_file=" + path)
                self.assertEqual(findings(run)["link-certificate"]["level"],
                                 level)

    def test_words_that_it_does_not_understand_are_said(self):
        for args, words in (((), "URL"), (("a", "b"), "one URL"),
                            (("replay:x",), "recording"),
                            (("sim:", "--cal"), "--call")):
            with self.subTest(args=args):
                run = doctor(*args)
                self.assertEqual(run.returncode, 2)
                self.assertIn(words, run.stderr)

    def test_the_simulator_needs_nothing(self):
        run = doctor("sim:")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertEqual(run.stdout, "\nNothing has to be changed.\n")


if __name__ == "__main__":
    TOOL = sys.argv[1]
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
