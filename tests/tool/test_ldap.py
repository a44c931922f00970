#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the directory source to docs/guide/sources.md, with OpenLDAP's server.

usage: test_ldap.py TOOL [TEST...]
"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import slapd  # noqa: E402
from slapd import PEOPLE, READER, SECRET, Slapd, entry  # noqa: E402

TOOL = ""
LI = "13800138000"
TWO = "01065529988"
NOBODY = "13900139000"


def people():
    return [
        entry("li", "Li Ming", displayName="李明", o="华信", mail="li@example.com",
              mobile="+86 138 0013 8000", telephoneNumber="010-6552-0001",
              preferredLanguage="zh-CN"),
        entry("wang", "王芳", telephoneNumber=["010 6552 9988", "8001"]),
        entry("zhang", "张三", telephoneNumber="+86-10-6552-9988",
              homePhone="+86 139 1111 2222"),
        entry("ann", "Ann (Shop\\)", mobile="+86 137 0000 0001",
              otherTelephone="01065520099", ipPhone="8002",
              sAMAccountName="EX-ann", company="Shop*", department="Sales",
              description="long " * 250),
    ]


class Session:
    """A tool that stays, and is asked number by number."""

    def __init__(self, config):
        self.process = subprocess.Popen(
            [TOOL, "identify", "--json", "--config", str(config), "--set",
             "identify.deadline_ms=20000", "--set", "identify.miss_ttl_ms=1",
             "--set", "identify.hit_ttl_ms=1", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env=dict(os.environ, LC_ALL="C.UTF-8"))

    def ask(self, number):
        self.process.stdin.write(number + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        """What it said of trouble."""
        said = self.process.communicate(timeout=60)[1]
        assert self.process.returncode == 0, said
        return said.splitlines()


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def server(self, **more):
        folder = self.folder / "slapd"
        folder.mkdir()
        self.slapd = Slapd(folder, people(), **more)
        self.addCleanup(lambda: self.slapd.stop())
        return self.slapd

    def config(self, **more):
        source = {"type": "ldap", "name": "dir", "search_base": PEOPLE}
        if "base" not in more:
            source["base"] = self.slapd.base
        source.update(more)
        path = self.folder / "config.json"
        path.write_text(json.dumps({"sources": [{
            key: value for key, value in source.items()
            if value is not None}]}))
        return path

    def identify(self, *numbers, **more):
        """The answers, and what was said of trouble."""
        session = Session(self.config(**more))
        answers = [session.ask(number) for number in numbers]
        return answers, session.close()

    def finds(self, number, ids, **more):
        (answer,), said = self.identify(number, **more)
        self.assertEqual(said, [])
        self.assertEqual(sorted(c["fields"]["id"]
                                for c in answer["candidates"]), sorted(ids))
        return answer

    def fails(self, *words, number=LI, **more):
        (answer,), said = self.identify(number, **more)
        self.assertEqual(answer["identity"], "unknown")
        self.assertEqual(len(said), 1, said)
        for word in words:
            self.assertIn(word, said[0])


class Found(Base):
    def setUp(self):
        super().setUp()
        self.server()

    def test_one(self):
        answer = self.finds(LI, ["li"])
        self.assertEqual(answer["identity"], "identified")
        self.assertEqual(answer["candidates"][0]["fields"], {
            "id": "li", "name": "李明", "company": "华信",
            "mail": "li@example.com", "language": "zh-CN",
            "phone": "010-6552-0001", "mobile": "+86 138 0013 8000"})

    def test_several_spellings(self):
        # The first finds the other by +86, and that is who it is.
        self.assertEqual(self.finds(TWO, ["zhang"])["identity"], "identified")
        self.finds("+8613911112222", ["zhang"])
        self.finds("8001", ["wang"])

    def test_ambiguous(self):
        filter_ = "(|(uid=li)(uid=zhang))"
        (self.folder / "any.json").write_text(json.dumps({
            "numbers": ["e164"], "auth": {"type": "bind"},
            "settings": {"search_base": "where", "filter": "which"},
            "request": {"method": "SEARCH", "path": "/{$search_base}",
                        "filter": "(|{$filter|raw}(mobile={number}))",
                        "attributes": ["uid"]},
            "result": {"items": "entries", "fields": {"id": "{uid.0}"}}}))
        answer = self.finds(NOBODY, ["li", "zhang"], preset="./any.json",
                            filter=filter_)
        self.assertEqual(answer["identity"], "ambiguous")

    def test_nobody(self):
        self.assertEqual(self.finds(NOBODY, [])["identity"], "unknown")

    def test_scope_and_base(self):
        self.finds(LI, [], scope="base")
        self.finds(LI, ["li"], scope="one")
        self.finds(LI, [], scope="one", search_base=slapd.SUFFIX)
        self.finds(LI, ["li"], scope="base", search_base="uid=li," + PEOPLE)

    def test_a_filter_of_the_sites(self):
        self.finds(LI, [], filter="(o=no such)")
        self.finds(LI, ["li"], filter="(&(objectClass=person)(o=华信))")

    def test_active_directory(self):
        answer = self.finds("01065520099", ["EX-ann"],
                            preset="activedirectory")
        self.assertEqual(answer["candidates"][0]["fields"], {
            "id": "EX-ann", "name": "Ann (Shop\\)", "company": "Shop*",
            "department": "Sales", "phone_other": "01065520099",
            "mobile": "+86 137 0000 0001", "phone_ip": "8002"})
        self.finds("8002", ["EX-ann"], preset="activedirectory")


class Hostile(Base):
    def test_nothing_widens_the_filter(self):
        self.server()
        preset = {
            "numbers": ["text"], "auth": {"type": "bind"},
            "settings": {"search_base": "where"},
            "request": {"method": "SEARCH", "path": "/{$search_base}",
                        "filter": "(&(objectClass=person)(|(uid={number})"
                                  "(mobile={number})))",
                        "attributes": ["uid"]},
            "result": {"items": "entries", "fields": {"id": "{uid.0}"}}}
        (self.folder / "text.json").write_text(json.dumps(preset))
        values = ["*", "1*", "li*", "*)(uid=*", "x)(|(uid=*)", "\\2a", "li\\00",
                  "%2a", "?sub?(uid=*)", "li)(mobile=*", "(uid=li)", "|", "!",
                  "&", "\u202eli", "li#", "\\", "uid=*", "=*", ">=0", "~=li"]
        answers, said = self.identify(*values, preset="./text.json")
        for value, answer in zip(values, answers):
            self.assertEqual(answer["candidates"], [], value)
        self.assertEqual(said, [])
        # And it does find who is really called so.
        self.finds("li", ["li"], preset="./text.json")

    def test_numbers_of_the_shipped_presets(self):
        self.server()
        for preset in "ldap", "activedirectory":
            answers, said = self.identify("*", "+86*", "1*", "138*", "(*)",
                                          preset=preset)
            for answer in answers:
                self.assertEqual(answer["candidates"], [])
            self.assertEqual(said, [])


class Login(Base):
    def test_anonymous_and_by_name(self):
        self.server(anonymous="none")
        self.fails("No such object", "search_base")
        self.finds(LI, ["li"], user=READER, secret=SECRET)

    def test_refused(self):
        self.server()
        self.fails("refused", "Invalid credentials", READER,
                   "check user and secret", user=READER, secret="wrong")
        self.fails("refused", user="no DN", secret=SECRET)

    def test_refused_once_is_not_tried_again(self):
        """Directories lock accounts; and the secret is in no sentence."""
        self.server()
        answers, said = self.identify(*[
            "1380013%04d" % n for n in range(20)], user=READER,
            secret="S3cretish")
        self.assertEqual({a["identity"] for a in answers}, {"unknown"})
        self.assertEqual(len(said), 1)
        self.assertNotIn("S3cretish", said[0])
        self.assertEqual(self.slapd.log().count(" BIND dn="), 1)

    def test_a_user_without_a_secret_is_told_at_once(self):
        self.server()
        done = subprocess.run(
            [TOOL, "identify", "--config", str(self.config(user=READER)), LI],
            capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("secret must be given with user", done.stderr)

    def test_only_over_tls(self):
        certificate = slapd.make_certificate(self.folder, "own",
                                             "IP:127.0.0.1")
        self.server(certificate=certificate,
                    extra="security simple_bind=64")
        self.fails("over TLS only", "start_tls", user=READER, secret=SECRET)
        self.finds(LI, ["li"], user=READER, secret=SECRET, start_tls=True,
                   ca_file=str(certificate))


class Tls(Base):
    def tls(self, name="IP:127.0.0.1", **more):
        self.certificate = slapd.make_certificate(self.folder, "own", name)
        self.server(certificate=self.certificate, **more)
        return str(self.certificate)

    def test_start_tls(self):
        ca_file = self.tls()
        self.finds(LI, ["li"], start_tls=True, ca_file=ca_file)
        self.fails("no TLS that can be trusted", "ca_file", start_tls=True)
        self.finds(LI, ["li"], start_tls=True, verify=False)

    def test_ldaps(self):
        ca_file = self.tls(ldaps=True)
        self.finds(LI, ["li"], ca_file=ca_file)
        self.fails("no TLS that can be trusted", "ca_file")
        self.finds(LI, ["li"], verify=False)

    def test_the_wrong_name(self):
        ca_file = self.tls("DNS:ldap.example.com")
        self.fails("no TLS that can be trusted", start_tls=True,
                   ca_file=ca_file)

    def test_none_offered(self):
        self.server()
        self.fails("offers no StartTLS", "ldaps://", start_tls=True)

    def test_a_ca_file_that_is_none(self):
        self.tls()
        self.fails("ca_file", start_tls=True, ca_file="/nonexistent.pem")


class Trouble(Base):
    def test_the_server_dies_and_comes_back(self):
        self.server()
        session = Session(self.config())

        def found(number):
            return [c["fields"]["id"]
                    for c in session.ask(number)["candidates"]]
        self.assertEqual(found(LI), ["li"])
        self.slapd.stop()
        self.assertEqual(found("8001"), [])
        self.slapd.start()
        self.assertEqual(found("8001"), ["wang"])
        # Between two questions, without a word.
        self.slapd.stop()
        self.slapd.start()
        self.assertEqual(found(TWO), ["zhang"])
        said = session.close()
        self.assertEqual(len(said), 1, said)
        self.assertIn("no connection", said[0])

    def test_a_server_that_hangs_costs_its_time_only(self):
        self.server()
        session = Session(self.config(timeout_ms=800))
        session.ask(LI)
        self.slapd.freeze()
        self.assertEqual(session.ask("8001")["candidates"], [])
        self.slapd.thaw()
        self.assertEqual(len(session.ask(TWO)["candidates"]), 1)
        said = session.close()
        self.assertIn("within 800 ms", said[0])

    def test_dead_from_the_start_opens_the_breaker(self):
        """Each connection that is tried is counted by whoever listens."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        base = "ldap://127.0.0.1:%d" % listener.getsockname()[1]
        session = Session(self.config(base=base, timeout_ms=100))
        for n in range(20):
            session.ask("1380013%04d" % n)
        session.close()
        listener.setblocking(False)
        tried = 0
        while True:
            try:
                listener.accept()[0].close()
                tried += 1
            except BlockingIOError:
                break
        self.assertTrue(1 <= tried <= 5, tried)

    def test_no_ldap_at_the_other_end(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            base = "ldap://127.0.0.1:%d" % listener.getsockname()[1]
            session = Session(self.config(base=base))
            session.process.stdin.write(LI + "\n")
            session.process.stdin.flush()
            peer = listener.accept()[0]
            peer.recv(100)
            peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            peer.close()
            self.assertEqual(json.loads(session.process.stdout.readline())[
                "candidates"], [])
            self.assertEqual(len(session.close()), 1)

    def test_no_such_place(self):
        self.server()
        self.fails("search_base", search_base="ou=none," + slapd.SUFFIX)
        self.fails("search_base", search_base="not a DN")

    def test_a_filter_that_is_none(self):
        self.server()
        self.fails("filter", filter="(objectClass=person")

    def test_an_answer_that_is_too_large(self):
        self.server()
        (self.folder / "big.json").write_text(json.dumps({
            "numbers": ["e164"], "auth": {"type": "bind"},
            "settings": {"search_base": "where"},
            "request": {"method": "SEARCH", "path": "/{$search_base}",
                        "filter": "(|(uid=ann)(uid={number}))",
                        "attributes": ["description"]},
            "result": {"items": "entries", "fields": {"id": "{dn}"}}}))
        self.fails("larger than the limit", "max_answer",
                   preset="./big.json", max_answer=1024)
        self.finds(LI, ["uid=ann," + PEOPLE], preset="./big.json")


class Refused(Base):
    """What cannot work is told before the first call, in one sentence."""

    def refuses(self, *words, **more):
        more.setdefault("base", "ldap://x")
        done = subprocess.run(
            [TOOL, "identify", "--config", str(self.config(**more)), LI],
            capture_output=True, text=True, timeout=60)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_settings(self):
        self.refuses("base must be", "ldaps://", base="http://x")
        self.refuses("base must be", "behind the host",
                     base="ldap://x/dc=example")
        self.refuses("scope must be", "sub", scope="tree")
        self.refuses("start_tls must be", "true", start_tls="perhaps")
        self.refuses("no setting", '"proxy"', proxy="http://x")
        self.refuses("no setting", '"scope"', scope="sub", preset="generic",
                     base="http://x", search_base=None)

    def test_presets(self):
        good = {"numbers": ["e164"], "auth": {"type": "bind"},
                "request": {"method": "SEARCH", "path": "/",
                            "filter": "(a={number})", "attributes": ["a"]},
                "result": {"items": "entries", "fields": {"id": "{dn}"}}}

        def request(**more):
            return {"request": dict(good["request"], **more)}
        for words, change in (
                (("auth.type", "bind"), {"auth": {"type": "basic"}}),
                (("SEARCH", "filter"), request(method="GET")),
                (("SEARCH", "filter"), request(filter="")),
                (("attributes",), request(attributes=[])),
                (("attributes",), request(attributes=["a,b"])),
                (("raw", "number"), request(filter="(a={number|raw})"))):
            (self.folder / "p.json").write_text(json.dumps(
                dict(good, **change)))
            self.refuses("p.json", *words, preset="./p.json",
                         search_base=None)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    TOOL = sys.argv[1]
    if not slapd.available():
        # meson takes it for "skipped".
        print("slapd is not installed; tests/setup installs it")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
