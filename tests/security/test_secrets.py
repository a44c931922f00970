#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Looks for secrets where they must not be: each is given to a run that uses it,
at the highest level of the log, and then looked for in all that it printed and
wrote.

usage: test_secrets.py TOOL [TEST...]
"""
import base64
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "support"))
from crm_mock import Mock  # noqa: E402

TOOL = ""


def canary(name):
    """A secret that no other text has in it, with characters to be encoded."""
    return "cAnArY-%s/%s=" % (name, hashlib.sha256(name.encode()).hexdigest()[:8])


def forms(secret):
    """As it may be written: itself, for URLs, and as base64."""
    raw = secret.encode()
    yield raw
    yield urllib.parse.quote(secret, safe="").encode()
    yield raw.hex().encode()
    for before in range(3):
        # Whatever stands before it, the middle of it is one of three.
        text = base64.b64encode(b"x" * before + raw)
        yield text[4:-4]


class Peer(threading.Thread):
    """A switch that says its words to each line that it gets."""

    def __init__(self, hello, answer):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.hello, self.answer = hello, answer
        self.got = b""
        self.start()

    def run(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            with peer:
                peer.settimeout(5)
                peer.sendall(self.hello)
                try:
                    data = peer.recv(65536)
                    self.got += data
                    while data:
                        peer.sendall(self.answer)
                        data = peer.recv(65536)
                        self.got += data
                except OSError:
                    pass

    def close(self):
        self.listener.close()


class Base(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.given = set()

    def peer(self, hello, answer):
        peer = Peer(hello, answer)
        self.addCleanup(peer.close)
        return peer

    def config(self, **more):
        path = self.folder / "config.json"
        path.write_text(json.dumps(more))
        self.given.add(path)
        return path

    def run_tool(self, *args, **env):
        return subprocess.run(
            [TOOL, *map(str, args)], cwd=TOP, capture_output=True, timeout=60,
            stdin=subprocess.DEVNULL, env=dict(os.environ, LC_ALL="C.UTF-8",
                                               **env))

    def keeps(self, secret, *runs):
        """Nothing of these runs, nor any file but those we wrote, has it."""
        self.assertTrue(runs)
        texts = {}
        for done in runs:
            self.assertTrue(done.stdout + done.stderr, done.args)
            # A command line that is not understood proves nothing.
            self.assertNotIn(b"usage:", done.stderr, done.args)
            texts["stdout of %s" % done.args[1]] = done.stdout
            texts["stderr of %s" % done.args[1]] = done.stderr
        for path in self.folder.rglob("*"):
            if path.is_file() and path not in self.given:
                texts[path.name] = path.read_bytes()
        for where, text in texts.items():
            for form in forms(secret):
                self.assertNotIn(form, text, "%s has %s" % (where, form))


# FreeSWITCH has no users but with a domain.
USERS = {"ami": "cti", "ari": "cti", "esl": "cti%40pbx"}


class Links(Base):
    """Each switch refuses the login; what is said of it has no password."""
    AMI = (b"Asterisk Call Manager/9.0.0\r\n",
           b"Response: Error\r\nMessage: Authentication failed\r\n\r\n")
    ESL = (b"Content-Type: auth/request\n\n",
           b"Content-Type: command/reply\nReply-Text: -ERR invalid\n\n")
    HTTP = (b"", b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")

    def monitor(self, url, *more, **env):
        return self.run_tool("monitor", url, "-v", "--seconds", "1", *more,
                             **env)

    def switches(self):
        for scheme, words in (("ami", self.AMI), ("esl", self.ESL),
                              ("ari", self.HTTP)):
            yield scheme, self.peer(*words)

    def test_password_in_an_address(self):
        for scheme, peer in self.switches():
            secret = canary("url-" + scheme)
            quoted = urllib.parse.quote(secret, safe="")
            self.keeps(secret, self.monitor("%s://%s:%s@127.0.0.1:%d" % (
                scheme, USERS[scheme], quoted, peer.port)))
            self.assertTrue(peer.got, scheme)

    def test_password_in_a_file(self):
        for scheme, peer in self.switches():
            secret = canary("file-" + scheme)
            path = self.folder / "secret"
            path.write_text(secret + "\n")
            self.given.add(path)
            self.keeps(secret, self.monitor(
                "%s://127.0.0.1:%d" % (scheme, peer.port), "--user",
                urllib.parse.unquote(USERS[scheme]), "--secret-file", path))
            self.assertTrue(peer.got, scheme)

    def test_password_in_the_environment(self):
        for scheme, peer in self.switches():
            secret = canary("env-" + scheme)
            self.keeps(secret, self.monitor(
                "%s://127.0.0.1:%d" % (scheme, peer.port),
                CTI_USER=urllib.parse.unquote(USERS[scheme]), CTI_SECRET=secret))
            self.assertTrue(peer.got, scheme)

    def test_password_as_a_key(self):
        secret = canary("key")
        peer = self.peer(*self.AMI)
        config = self.config(link={"secret": secret, "user": "cti"})
        self.keeps(secret, self.monitor("ami://127.0.0.1:%d" % peer.port,
                                        "--config", config))

    def test_recording(self):
        secret = canary("record")
        peer = self.peer(*self.AMI)
        out = self.folder / "calls.raw"
        done = self.run_tool(
            "record", "ami://cti:%s@127.0.0.1:%d" % (
                urllib.parse.quote(secret, safe=""), peer.port), out, "-v",
            "--seconds", "1")
        self.assertTrue(out.exists(), done.stderr)
        self.keeps(secret, done)

    def test_addresses_that_are_none(self):
        secret = canary("broken")
        quoted = urllib.parse.quote(secret, safe="")
        for url in ("ami//cti:%s@pbx", "ami://cti:%s@", "amy://cti:%s@pbx",
                    "ami://cti:%s@pbx:99999", "ami://cti:%s@pbx:x",
                    "ami://cti:%s@[::1", "ami://cti:%s@pbx?nonsense=1"):
            self.keeps(secret, self.monitor(url % quoted))


class Sources(Base):
    def identify(self, **source):
        config = self.config(sources=[dict(source, type="http", name="crm")])
        return self.run_tool("identify", "--json", "--config", config,
                             "--set", "identify.deadline_ms=2000",
                             "13800138000")

    def mock(self, answer):
        mock = Mock(answer)
        self.addCleanup(mock.close)
        return mock

    def refusing(self):
        return self.mock(lambda *_: (401, {}, b'{"error":"no"}'))

    def test_token_of_a_crm(self):
        secret = canary("crm")
        mock = self.refusing()
        self.keeps(secret, self.identify(preset="generic", base=mock.base,
                                         secret=secret))
        self.assertGreater(mock.count, 0)

    def test_secret_of_oauth(self):
        secret = canary("oauth")
        mock = self.refusing()
        self.keeps(secret, self.identify(preset="salesforce", base=mock.base,
                                         user="me", secret=secret))
        self.assertGreater(mock.count, 0)

    def test_token_that_oauth_gave(self):
        secret = canary("token")

        def answer(method, target, headers, body):
            if "token" in target:
                return 200, {}, json.dumps(
                    {"access_token": secret, "token_type": "Bearer"}).encode()
            return 500, {}, b'[{"message": "broken"}]'

        mock = self.mock(answer)
        self.keeps(secret, self.identify(preset="salesforce", base=mock.base,
                                         user="me", secret="s"))
        self.assertGreater(mock.count, 1)

    def test_user_of_a_proxy(self):
        secret = canary("proxy")
        self.keeps(secret, self.identify(
            preset="generic", base="http://crm.invalid", secret="s",
            proxy="http://u:%s@127.0.0.1:1" % urllib.parse.quote(secret,
                                                                 safe="")))

    def test_user_in_a_base(self):
        secret = canary("base")
        self.keeps(secret, self.identify(
            preset="generic", secret="s", base="http://u:%s@127.0.0.1:1" %
            urllib.parse.quote(secret, safe="")))

    def test_a_source_that_is_wrong(self):
        secret = canary("wrong")
        for preset in ("nonsense", "zoho", "dynamics"):
            self.keeps(secret, self.identify(preset=preset, base="http://x",
                                             secret=secret))

    def test_password_of_a_directory(self):
        secret = canary("ldap")
        config = self.config(sources=[{
            "type": "ldap", "name": "ad", "url": "ldap://127.0.0.1:1",
            "preset": "ldap", "search_base": "dc=x", "user": "cn=cti",
            "secret": secret}])
        self.keeps(secret, self.run_tool("identify", "--config", config,
                                         "13800138000"))


class Calls(Base):
    def story(self, text):
        path = self.folder / "story.sim"
        path.write_text(text)
        self.given.add(path)
        return path

    def test_token_of_the_outbox(self):
        secret = canary("outbox")
        mock = Mock(lambda *_: (500, {}, b"no"))
        self.addCleanup(mock.close)
        config = self.config(journal={
            "file": str(self.folder / "day.db"), "outbox_token": secret,
            "outbox_url": mock.base + "/contacts", "outbox_delay_s": 0})
        story = self.story("call 13800138000 to 1001 as a\nwait 1\n"
                           "answer 1001\nwait 1\nhangup a\nwait 8\nend\n")
        day = self.folder / "day.db"
        self.keeps(secret,
                   self.run_tool("sim", story, "--config", config, "-v",
                                 "--flat-out", "--seconds", "3"),
                   self.run_tool("keys", "--json"),
                   *self.reports(day, "--config", config))
        self.assertTrue(day.exists())

    def reports(self, file, *more):
        for form in ((), ("--json",), ("--csv",), ("--prometheus",)):
            yield self.run_tool("report", file, *form, *more)

    def test_explain(self):
        """A recording, explained with all the secrets that there are."""
        secret = canary("explained")
        mock = Mock(lambda *_: (401, {}, b"no"))
        self.addCleanup(mock.close)
        config = self.config(
            link={"user": "cti", "secret": secret},
            journal={"outbox_url": mock.base, "outbox_token": secret},
            sources=[{"type": "http", "name": "crm", "preset": "generic",
                      "base": mock.base, "secret": secret}])
        number = "13800138000"
        folder = (Path(TOOL).parents[2] / "tests/conform/captures/asterisk" /
                  "inbound-answer-hangup")
        self.keeps(secret, *(self.run_tool("explain", folder, *form, "-v",
                                           "--config", config)
                             for form in ((), (number,), (number, "--full"),
                                          (number, "--json"),
                                          (number, "--mask"))),
                   *self.reports(folder, "--config", config))

    def test_what_a_caller_keys_in_to_be_verified(self):
        """The morning, with other digits pressed; in no output, no journal."""
        text = (TOP / "examples/stories/morning.sim").read_text()
        text, keyed = re.subn(r"dtmf gold \d{4}\b", "dtmf gold 8642", text)
        self.assertGreater(keyed, 0)
        day = self.folder / "day.db"
        # Keys pressed on the way that together are the answer.
        story = self.story(text)
        config = self.config(
            sources=[{"type": "csv", "name": "crm", "path": str(
                TOP / "examples/service/customers.csv")}],
            service={"file": str(TOP / "examples/service/service.json")},
            journal={"file": str(day)})
        runs = [self.run_tool("sim", story, "--config", config, *form,
                              "--flat-out") for form in ((), ("--json",),
                                                         ("-v",))]
        for done in runs:
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(b"verify", done.stdout)
        runs += self.reports(day)
        for text in [done.stdout + done.stderr for done in runs] + [
                path.read_bytes() for path in self.folder.glob("day.db*")]:
            self.assertIsNone(re.search(rb"(?<!\d)8642(?!\d)", text))

    def test_what_is_printed_would_be_found(self):
        """The search itself: what is no secret is found in each output."""
        done = self.run_tool("keys")
        for text in ("link.secret", "Password of the login."):
            with self.assertRaises(AssertionError):
                self.keeps(text, done)
        (self.folder / "left.txt").write_text(
            urllib.parse.quote(canary("left"), safe=""))
        with self.assertRaises(AssertionError):
            self.keeps(canary("left"), done)

    def test_a_bad_value_of_a_secret(self):
        secret = canary("bad")
        self.keeps(secret, self.run_tool(
            "sim", "--set", "journal.outbox_token=%s\n" % secret, "--seconds",
            "1"))


if __name__ == "__main__":
    TOOL = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
