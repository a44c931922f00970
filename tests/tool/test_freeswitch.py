#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the tool against a stand-in for FreeSWITCH, which no Debian has.

usage: test_freeswitch.py TOOL ROUTER CAPTURES [TEST...]

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
TOOL, ROUTER, CAPTURES = "", "", Path()
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

    def __init__(self, words=b"", secret=b"ClueCon", legs=(), stays=False):
        self.stays = stays
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
                    if not self.stays:
                        time.sleep(0.5)
                        return
                    self.words = b""

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


class Channel:
    """One call whose dialplan has come to the application socket."""

    def __init__(self, port, leg, mode="async"):
        self.heard, self.unread = [], b""
        self.leg, self.mode = leg, mode
        self.peer = self.connect(port)
        self.peer.settimeout(10)

    @staticmethod
    def connect(port):
        """The link opens its door when it is up, which takes a moment."""
        end = time.monotonic() + 10
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port))
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def command(self):
        while b"\n\n" not in self.unread:
            part = self.peer.recv(65536)
            if not part:
                return b""
            self.unread += part
        text, self.unread = self.unread.split(b"\n\n", 1)
        return text

    def data(self):
        return ("Event-Name: CHANNEL_DATA\nCall-Direction: inbound\n"
                "Answer-State: ringing\nChannel-Call-State: RINGING\n"
                f"Unique-ID: {self.leg}\n"
                "Channel-Name: sofia/external/13800138000%4010.0.0.1\n"
                "Caller-Caller-ID-Number: 13800138000\n"
                "Caller-Destination-Number: 4001100266\n"
                "Caller-Context: public\nvariable_cti_route_for: sales\n"
                "Content-Type: command/reply\nReply-Text: %2BOK%0A\n"
                f"Socket-Mode: {self.mode}\nControl: full\n\n").encode()

    def work(self):
        """Until the program closes; what it said."""
        while True:
            text = self.command()
            if not text:
                self.peer.close()
                return self.heard
            self.heard.append(text)
            self.peer.sendall(self.data() if text == b"connect"
                              else reply(b"+OK"))


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


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

    def router(self, stand, to):
        """A program that says where calls go, and where it listens."""
        port = free_port()
        program = subprocess.Popen(
            [ROUTER, stand.url.replace("//", "//:ClueCon@"), "switch", to, "",
             "esl.listen=127.0.0.1:%d" % port],
            stdout=subprocess.PIPE, text=True)
        stop = threading.Timer(30, program.kill)
        stop.start()
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        self.addCleanup(stop.cancel)
        return program, port

    def lines_of(self, program, count):
        lines = []
        while len(lines) < count:
            line = program.stdout.readline()
            self.assertTrue(line, lines)
            if not line.startswith("link "):
                lines.append(line.rstrip("\n"))
        return lines

    def test_a_call_in_the_socket_is_sent_where_the_program_says(self):
        for mode in "async", "static":
            with self.subTest(mode=mode):
                stand = self.stand(stays=True)
                program, port = self.router(stand, "1002")
                heard = Channel(port, "aaaa-1", mode).work()
                self.assertEqual(heard[0], b"connect")
                self.assertEqual(
                    heard[1:],
                    [b"sendmsg\ncall-command: execute\n"
                     b"execute-app-name: %s\nexecute-app-arg: %s" % words
                     for words in ((b"set", b"socket_resume=false"),
                                   (b"transfer", b"1002 XML default"))])
                self.assertEqual(
                    self.lines_of(program, 2),
                    ["asked switch 13800138000 4001100266 sales",
                     'routed CTI_OK "1002" '])
                self.assertEqual(stand.wrong, [])

    def test_a_call_in_the_socket_goes_on_without_an_answer(self):
        for mode, word in ("async", b"resume"), ("static", b"exit"):
            for to in "", "-":
                with self.subTest(mode=mode, to=to):
                    program, port = self.router(self.stand(stays=True), to)
                    heard = Channel(port, "aaaa-1", mode).work()
                    self.assertEqual(heard, [b"connect", word])
                    self.assertEqual(len(self.lines_of(program, 2)), 2)

    def test_one_program_has_many_calls_in_its_sockets(self):
        program, port = self.router(self.stand(stays=True), "1002")
        calls = [Channel(port, "aaaa-%d" % i) for i in range(20)]
        for call in calls:
            self.assertEqual(len(call.work()), 3)
        lines = self.lines_of(program, 40)
        self.assertEqual(lines.count('routed CTI_OK "1002" '), 20)

    def test_a_call_that_leaves_its_socket_ends_the_question(self):
        program, port = self.router(self.stand(stays=True), "-")
        call = Channel(port, "aaaa-1")
        call.command()
        call.peer.sendall(call.data())
        self.assertEqual(len(self.lines_of(program, 1)), 1)
        call.peer.close()
        self.assertTrue(self.lines_of(program, 1)[0]
                        .startswith('routed CTI_ENOENT ""'))

    def test_a_wrong_password_is_said(self):
        told, why = monitor(self.stand(secret=b"another").url)
        self.assertEqual(told[-1]["state"], "failed")
        self.assertIn("invalid", told[-1]["detail"] + why)


if __name__ == "__main__":
    TOOL, ROUTER, CAPTURES = *sys.argv[1:3], Path(sys.argv[3])
    unittest.main(argv=sys.argv[:1] + sys.argv[4:])
