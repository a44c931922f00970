#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the tool against a stand-in for FreeSWITCH, which no Debian has.

usage: test_freeswitch.py TOOL CAPTURES [TEST...]

The stand-in speaks the Event Socket as FreeSWITCH 1.10 does: it asks for a login,
looks at the form of every command, answers in order, and then sends what a real
one had sent in a recording.
"""
import importlib.machinery
import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOOL, CAPTURES = "", Path()
sys.dont_write_bytecode = True
LOADER = importlib.machinery.SourceFileLoader(
    "check", str(HERE.parent / "conform" / "check"))
check = importlib.util.module_from_spec(
    importlib.util.spec_from_loader("check", LOADER))
LOADER.exec_module(check)
COMMAND = re.compile(
    rb"auth [^\n]+|userauth [^@\n]+@[^:\n]+:[^\n]+|event (plain|json)( [\w:]+)+"
    rb"|api (uptime s|show channels as json|uuid_dump [\w-]+ json"
    rb"|callcenter_config (agent|tier) list)")


def reply(text):
    return b"Content-Type: command/reply\nReply-Text: %s\n\n" % text


def answer(body):
    return (b"Content-Type: api/response\nContent-Length: %d\n\n%s"
            % (len(body), body))


def behind_login(path):
    """What the switch sent once the events were asked for."""
    data = path.read_bytes()
    end = data.index(b"event listener enabled")
    return data[data.index(b"\n\n", end) + 2:]


class Stand:
    """One FreeSWITCH that lets one client in, and remembers what it said."""

    def __init__(self, words=b"", secret=b"ClueCon", legs=()):
        self.words, self.secret, self.legs = words, secret, dict(legs)
        self.heard, self.wrong = [], []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = "esl://127.0.0.1:%d" % self.server.getsockname()[1]
        threading.Thread(target=self.work, daemon=True).start()

    def work(self):
        try:
            peer, _ = self.server.accept()
            with peer:
                self.converse(peer)
        except OSError:
            pass

    def converse(self, peer):
        peer.sendall(b"Content-Type: auth/request\n\n")
        unread = b""
        while True:
            part = peer.recv(65536)
            if not part:
                return
            unread += part
            while b"\n\n" in unread:
                command, unread = unread.split(b"\n\n", 1)
                self.heard.append(command)
                if not COMMAND.fullmatch(command):
                    self.wrong.append(command)
                peer.sendall(self.say(command))
                if self.is_over():
                    time.sleep(0.1)
                    peer.sendall(self.words)
                    time.sleep(0.5)
                    return

    def is_over(self):
        """Whether all that a client asks after its login was asked."""
        return (sum(c.startswith(b"api uuid_dump") for c in self.heard)
                == len(self.legs)
                and b"api callcenter_config tier list" in self.heard)

    def say(self, command):
        if b"auth " in command:
            good = re.split(rb"[ :]", command)[-1] == self.secret
            return reply(b"+OK accepted" if good else b"-ERR invalid")
        if command.startswith(b"event "):
            return reply(b"+OK event listener enabled "
                         + command.split(b" ")[1])
        if command == b"api uptime s":
            return answer(b"3600\n")
        if command == b"api show channels as json":
            rows = [{"uuid": leg} for leg in self.legs]
            return answer(json.dumps({"row_count": len(rows), "rows": rows})
                          .encode())
        if command.startswith(b"api uuid_dump "):
            leg = command.split(b" ")[2].decode()
            return answer(json.dumps(self.legs[leg]).encode())
        return answer(b"-ERR callcenter_config Command not found!\n")

    def close(self):
        self.server.close()


def monitor(url, *more, env=None):
    """What it tells until the connection is gone."""
    environment = dict(os.environ, CTI_SECRET="ClueCon", **(env or {}))
    environment.pop("CTI_USER", None)
    tool = subprocess.Popen([TOOL, "monitor", url, "--json", *more],
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True, env=environment)
    told = []
    stop = threading.Timer(30, tool.kill)
    stop.start()
    for line in tool.stdout:
        told.append(json.loads(line))
        if told[-1]["event"] == "link" and told[-1]["state"] in ("down",
                                                                 "failed"):
            break
    tool.terminate()
    stop.cancel()
    return told, tool.communicate()[1]


class FreeSwitch(unittest.TestCase):
    maxDiff = None

    def stand(self, *args, **more):
        stand = Stand(*args, **more)
        self.addCleanup(stand.close)
        return stand

    def holds(self, name, form):
        raw = "esl.raw" if form == "plain" else "esl-json.raw"
        stand = self.stand(behind_login(CAPTURES / name / raw))
        told, _ = monitor(stand.url, "--set", "esl.format=" + form)
        expect = json.loads((CAPTURES / name / "expect.json").read_text())
        # What was still alive when it went away is told later.
        self.assertEqual(check.compare(expect["events"], told), [], name)
        self.assertEqual(stand.wrong, [])
        self.assertTrue(stand.heard[1].startswith(b"event %s "
                                                  % form.encode()))

    def test_live_is_told_as_a_recording_is(self):
        for form in "plain", "json":
            for name in ("inbound-answer-hangup", "blind-transfer",
                         "attended-transfer", "queue-no-answer-next",
                         "conference-three"):
                with self.subTest(name=name, form=form):
                    self.holds(name, form)

    def test_a_call_in_progress_is_found(self):
        a, b = "aaaa-1", "bbbb-2"
        common = {"Event-Name": "CHANNEL_DATA", "Answer-State": "answered",
                  "Caller-Caller-ID-Number": "13800138000"}
        stand = self.stand(legs={
            a: dict(common, **{
                "Unique-ID": a, "Call-Direction": "inbound",
                "Caller-Destination-Number": "1001",
                "variable_sip_to_user": "4001100266",
                "Other-Type": "originatee", "variable_bridge_to": b}),
            b: dict(common, **{
                "Unique-ID": b, "Call-Direction": "outbound",
                "Caller-Destination-Number": "1001",
                "Other-Leg-Unique-ID": a, "Other-Type": "originator",
                "variable_dialed_user": "1001", "variable_bridge_to": a}),
        })
        told, _ = monitor(stand.url)
        calls = [e for e in told if e["event"] not in ("link", "pop")]
        self.assertEqual([(e["event"], e.get("device"), e.get("remote"))
                          for e in calls],
                         [("call-begin", None, None),
                          ("ring", "1001", "13800138000"),
                          ("answer", "1001", "13800138000")])
        self.assertTrue(all("resync" in e["flags"] for e in calls))
        self.assertEqual(calls[0]["called"], "4001100266")
        self.assertEqual(stand.wrong, [])

    def test_a_wrong_password_is_said(self):
        told, why = monitor(self.stand(secret=b"another").url)
        self.assertEqual(told[-1]["state"], "failed")
        self.assertIn("invalid", told[-1]["detail"] + why)


if __name__ == "__main__":
    TOOL, CAPTURES = sys.argv[1], Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
