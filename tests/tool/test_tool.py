#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the tool and the examples to what they promise on the command line.

usage: test_tool.py TOOL EXAMPLES CAPTURES [TEST...]
           TOOL      the built cti
           EXAMPLES  the folder of the built examples
           CAPTURES  the folder of unpacked recordings
"""
import concurrent.futures
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
TOOL, EXAMPLES, CAPTURES = "", Path(), Path()
COMMANDS = ("monitor", "replay", "record", "sim", "explain", "identify", "directory",
            "number", "service", "keys")
CSV = ("id,name,company,tier,phone\n"
       "7,李明,华信科技,gold,13800138000\n"
       "8,Wang Fang,,,010-65529988\n")


def run(*args, env=None, stdin=subprocess.DEVNULL, timeout=60, **more):
    environment = dict(os.environ, LC_ALL="C.UTF-8", **(env or {}))
    for name in ("CTI_USER", "CTI_SECRET"):
        if not env or name not in env:
            environment.pop(name, None)
    return subprocess.run([str(a) for a in args], capture_output=True,
                          text=True, encoding="utf-8", stdin=stdin,
                          env=environment, timeout=timeout, cwd=TOP, **more)


def cti(*args, **more):
    return run(TOOL, *args, **more)


def events(text):
    return [json.loads(line) for line in text.splitlines()]


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def fails(self, done, status, *words):
        """One sentence on stderr that has these words, and that status."""
        self.assertEqual(done.returncode, status, done.stderr)
        lines = done.stderr.splitlines()
        self.assertTrue(lines, "no word on stderr")
        self.assertTrue(lines[0].startswith("cti"), done.stderr)
        if status == 1:
            self.assertEqual(len(lines), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def good(self, done):
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)
        return done.stdout


class Usage(Base):
    def test_help_lists_every_command(self):
        out = self.good(cti("--help"))
        for name in COMMANDS:
            self.assertRegex(out, r"(?m)^  %s " % name)
        self.assertEqual(out, self.good(cti("help")))

    def test_every_command_teaches_with_an_example(self):
        for name in COMMANDS:
            out = self.good(cti(name, "--help"))
            self.assertTrue(out.startswith("usage: cti %s" % name), out)
            self.assertIn("For example:\n  ", out)
            self.assertEqual(out, self.good(cti("help", name)))

    def test_help_fits_a_terminal(self):
        for name in COMMANDS:
            for line in self.good(cti(name, "--help")).splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_version_is_the_library_s(self):
        self.assertRegex(self.good(cti("--version")), r"^cti \d+\.\d+\.\d+\n$")

    def test_nothing_said_is_a_usage_error(self):
        done = cti()
        self.assertEqual(done.returncode, 2)
        self.assertIn("cti COMMAND", done.stderr)

    def test_a_misspelt_command_is_suggested(self):
        self.fails(cti("moniter"), 2, "did you mean monitor?")
        self.fails(cti("relpay"), 2, "did you mean replay?")
        done = cti("frobnicate")
        self.fails(done, 2, "frobnicate")
        self.assertNotIn("mean", done.stderr)

    def test_a_misspelt_option_is_suggested(self):
        self.fails(cti("keys", "--jsno"), 2, "did you mean --json?")
        self.fails(cti("keys", "-x"), 2, "no option -x")

    def test_usage_errors_give_2(self):
        for words in (("monitor",), ("monitor", "sim:", "sim:"),
                      ("monitor", "--until-end", "--config", "x"),
                      ("replay",), ("replay", "a", "b"),
                      ("record", "sim:"), ("sim", "a", "b"),
                      ("identify",), ("identify", "10086"),
                      ("directory",), ("directory", "make", "a", "b"),
                      ("number",), ("keys", "extra"),
                      ("monitor", "sim:", "--seconds"),
                      ("monitor", "sim:", "--seconds", "soon"),
                      ("monitor", "sim:", "--seconds", "-1"),
                      ("number", "--country", "Atlantis", "10086"),
                      ("number", "--area", "Beijing", "10086"),
                      ("dial", "sim:"), ("dial", "sim:", "1001"),
                      ("agent", "ready", "sim:"), ("clear", "sim:"),
                      ("number", "--outside-prefix", "nine", "10086"),
                      ("keys", "--json=yes"), ("help", "everything")):
            done = cti(*words)
            self.assertEqual(done.returncode, 2, "%s: %s" % (words, done))
            self.assertTrue(done.stderr.startswith("cti"), done.stderr)
            self.assertEqual(done.stdout, "")

    def test_words_behind_two_dashes_are_no_options(self):
        out = self.good(cti("number", "--json", "--", "-13800138000"))
        self.assertEqual(json.loads(out)["input"], "-13800138000")


class Failures(Base):
    def test_a_url_that_is_none(self):
        self.fails(cti("monitor", "pbx"), 1)
        self.fails(cti("monitor", "ami+tsl://pbx"), 1, "tls")

    def test_an_unknown_scheme(self):
        self.fails(cti("monitor", "amy://pbx"), 1, "amy")

    def test_an_unknown_host_is_named(self):
        done = cti("monitor", "ami://me@no-such-host.invalid", "--seconds", "1",
                   "--json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("no-such-host.invalid", done.stderr)
        states = [e["state"] for e in events(done.stdout)]
        self.assertIn("down", states)

    def test_a_refused_connection_is_named(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
            done = cti("monitor", "ami://me@127.0.0.1:%d" % port, "--seconds",
                       "1")
        self.assertEqual(done.returncode, 1)
        self.assertIn("refused", done.stderr)

    def test_a_missing_recording(self):
        self.fails(cti("replay", "/no/such/file"), 1, "/no/such/file")

    def test_a_missing_story(self):
        self.fails(cti("sim", "/no/such/story"), 1, "/no/such/story")

    def test_a_story_with_a_wrong_line_is_named(self):
        story = self.file("wrong.sim", "call 1 to 2 as a\nat 1 dnace a\n")
        self.fails(cti("sim", story), 1, "wrong.sim:2", "dnace")

    def test_a_recording_that_is_none(self):
        junk = self.folder / "junk.raw"
        junk.write_bytes(bytes(range(256)) * 64)
        done = cti("replay", "--protocol", "ami", junk)
        self.fails(done, 1, "not its protocol")
        self.fails(cti("replay", "--protocol", "ami", "/dev/null"), 1)

    def test_an_unknown_protocol(self):
        some = self.file("some.raw", "Asterisk Call Manager/9.0.0\r\n")
        self.fails(cti("replay", "--protocol", "morse", some), 1, "morse")

    def test_a_configuration_that_is_none(self):
        config = self.file("bad.json", '{"identify": ')
        self.fails(cti("monitor", "sim:", "--config", config), 1, "bad.json")
        self.fails(cti("monitor", "sim:", "--config", "/no/such.json"), 1,
                   "/no/such.json")

    def test_a_misspelt_key_is_suggested(self):
        self.fails(cti("monitor", "sim:", "--set", "identify.deadlin_ms=1"),
                   1, "identify.deadline_ms")
        config = self.file("key.json", '{"pop": {"languag": "en"}}')
        self.fails(cti("monitor", "sim:", "--config", config), 1,
                   "pop.language")

    def test_a_setting_without_value(self):
        self.fails(cti("monitor", "sim:", "--set", "pop.language"), 1,
                   "KEY=VALUE")

    def test_a_missing_or_empty_secret_file(self):
        self.fails(cti("monitor", "ami://127.0.0.1", "--secret-file",
                       "/no/secret"), 1, "/no/secret")
        empty = self.file("empty", "\n")
        self.fails(cti("monitor", "ami://127.0.0.1", "--secret-file", empty),
                   1, "first line")

    def test_a_directory_that_is_none(self):
        for kind in ("--csv", "--sqlite"):
            self.fails(cti("identify", "10086", kind, "/no/such.file"), 1,
                       "/no/such.file")
        junk = self.file("junk.db", "this is no database, not at all\n" * 99)
        self.fails(cti("identify", "10086", "--sqlite", junk), 1, "junk.db")

    def test_a_full_disk_is_told(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([TOOL, "keys"], stdout=full,
                                  stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left", done.stderr)

    def test_steering_characters_do_not_reach_the_terminal(self):
        done = cti("number", "\x1b[2Jabc")
        self.assertNotIn("\x1b", done.stdout + done.stderr)
        done = cti("frob\x1b[2J\u202e\x9bnicate")
        self.assertFalse(set("\x1b\u202e\x9b") & set(done.stderr))


class Number(Base):
    def test_json_is_as_expected(self):
        wanted = (HERE / "number.jsonl").read_text(encoding="utf-8")
        inputs = [json.loads(line)["input"] for line in wanted.splitlines()]
        self.assertEqual(self.good(cti("number", "--area", "010",
                                       "--outside-prefix", "9", "--json",
                                       *inputs)), wanted)

    def test_json_has_every_member(self):
        line = json.loads(self.good(cti("number", "--json", "13800138000")))
        self.assertEqual(list(line), ["input", "class", "e164", "national",
                                      "extension", "display", "keys",
                                      "steps"])
        self.assertEqual([s["step"] for s in line["steps"]],
                         ["digits", "rule", "key", "key"])
        self.assertEqual([s["value"] for s in line["steps"][2:]], line["keys"])
        self.assertEqual(line["class"], "mobile")
        self.assertEqual(line["e164"], "+8613800138000")

    def test_another_country(self):
        line = json.loads(self.good(cti("number", "--country", "DE", "--json",
                                        "030 123456")))
        self.assertEqual(line["e164"], "+4930123456")

    def test_what_is_no_number_fails_but_the_rest_is_told(self):
        done = cti("number", "--json", "what?", "13800138000")
        self.fails(done, 1, "what?")
        self.assertEqual([e["class"] for e in events(done.stdout)],
                         ["unknown", "mobile"])

    def test_bytes_that_are_no_text_give_valid_json(self):
        done = subprocess.run([TOOL, "number", "--json", b"\xff\xc3(138"],
                              stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
        json.loads(done.stdout.decode("utf-8"))

    def test_people_see_the_same(self):
        out = self.good(cti("number", "13800138000"))
        self.assertIn("+8613800138000", out)
        self.assertIn("mobile", out)

    def test_people_are_told_why(self):
        out = self.good(cti("number", "--outside-prefix", "9",
                            "917951 13800138000"))
        self.assertRegex(out, r"outside-prefix +9: the site's prefix")
        self.assertRegex(out, r"carrier-prefix +17951: ")
        self.assertRegex(out, r"rule +\+8613800138000: numbers of CN with 11 "
                              r"digits that begin with digits from 13 to 19 "
                              r"are mobile")
        self.assertRegex(out, r"key +13800138000: ")


class Keys(Base):
    def test_json_describes_every_key(self):
        rows = events(self.good(cti("keys", "--json")))
        self.assertGreater(len(rows), 10)
        for row in rows:
            self.assertEqual(list(row), ["name", "type", "default", "secret",
                                         "doc"])
            self.assertTrue(row["doc"], row)
        secrets = [row["name"] for row in rows if row["secret"]]
        self.assertIn("link.secret", secrets)

    def test_every_default_is_accepted(self):
        rows = events(self.good(cti("keys", "--json")))
        settings = []
        for row in rows:
            if row["default"]:
                settings += ["--set", "%s=%s" % (row["name"], row["default"])]
        self.good(cti("sim", HERE / "story.sim", "--flat-out", "--json",
                      *settings))

    def test_people_see_the_same(self):
        out = self.good(cti("keys"))
        self.assertIn("identify.deadline_ms  int, default 150", out)
        self.assertNotIn("\x1b", out)


class Identify(Base):
    def setUp(self):
        super().setUp()
        self.csv = self.file("customers.csv", CSV)

    def ask(self, *words):
        return events(self.good(cti("identify", "--json", *words)))

    def test_a_csv_knows_the_customer(self):
        known, other = self.ask("+86 138 0013 8000", "13900139000", "--csv",
                                self.csv)
        self.assertEqual(known["identity"], "identified")
        self.assertEqual(known["candidates"][0]["fields"]["name"], "李明")
        self.assertEqual(known["candidates"][0]["fields"]["id"], "7")
        self.assertTrue(known["candidates"][0]["reason"])
        self.assertEqual(other, {"number": "13900139000",
                                 "identity": "unknown",
                                 "greeting": "generic",
                                 "greeting_text": "您好", "candidates": []})

    def test_a_built_directory_knows_the_same(self):
        built = self.folder / "customers.db"
        self.good(cti("directory", "build", self.csv, built))
        line, = self.ask("13800138000", "--sqlite", built)
        self.assertEqual(line["candidates"][0]["fields"]["name"], "李明")
        self.assertEqual(line["candidates"][0]["fields"]["tier"], "gold")

    def test_the_site_s_area_counts(self):
        line, = self.ask("65529988", "--csv", self.csv, "--area", "010")
        self.assertEqual(line["identity"], "identified")

    def test_a_withheld_number_is_nobody_s(self):
        line, = self.ask("anonymous", "--csv", self.csv)
        self.assertEqual(line["identity"], "withheld")

    def test_a_broken_line_is_left_out_and_said(self):
        broken = self.file("broken.csv", CSV + '9,"x"y,,,13700137000\n')
        built = self.folder / "broken.db"
        done = cti("directory", "build", broken, built)
        self.assertEqual(done.returncode, 0)
        self.assertIn("line", done.stderr)
        line, = self.ask("13800138000", "--sqlite", built)
        self.assertEqual(line["identity"], "identified")

    def test_people_see_the_same(self):
        out = self.good(cti("identify", "13800138000", "--csv", self.csv))
        self.assertIn("李明", out)
        self.assertIn("identified", out)

    FAMILY = ("id,name,gender,household,mobile,phone_home,account,role\n"
              "1,李明,m,李家,13800138000,01062345678,A7,决策人\n"
              "2,李丽,f,李家,13800138000,,A8,\n"
              "3,王芳,f,,13900139000,,A7,采购\n")

    def test_all_of_an_identification_is_told(self):
        family = self.file("family.csv", self.FAMILY)
        more = self.file("more.csv", "id,name,mobile,city\n"
                                     "900,王芳,13900139000,上海\n")
        both, home, wang = self.ask("13800138000", "01062345678", "13900139000",
                                    "--csv", family, "--csv", more)
        self.assertEqual(both["group"], {"kind": "household", "label": "李家",
                                         "members": 2})
        self.assertEqual(both["greeting_text"], "是李先生吗?")
        self.assertEqual(home["candidates"][0]["number_kind"], "home")
        self.assertEqual(home["contacts"],
                         [{"id": "3", "name": "王芳", "role": "采购"}])
        self.assertEqual(wang["greeting"], "statement")
        candidate, = wang["candidates"]
        self.assertEqual(candidate["filled_by"], {"city": str(more)})
        out = self.good(cti("identify", "13800138000", "--csv", family))
        for words in ('household "李家", 2', "same account: 王芳, 采购",
                      "100%", "(mobile)", "是李先生吗?"):
            self.assertIn(words, out)

    def test_what_the_caller_keys_in_tells_who_it_is(self):
        family = self.file("family.csv", self.FAMILY)
        line, = self.ask("anonymous", "--csv", family, "--data",
                         "CTI_ACCOUNT=A8#")
        self.assertEqual(line["identity"], "identified")
        self.assertEqual(line["candidates"][0]["reason"], "account equal")
        line, = self.ask("13800138000", "--csv", family, "--set",
                         "identify.data=NR=id", "--data", "NR=2")
        self.assertEqual([c["score"] for c in line["candidates"]], [100, 80])
        self.assertEqual(line["candidates"][0]["fields"]["id"], "2")
        line, = self.ask("anonymous", "--csv", family, "--data",
                         "CTI_ACCOUNT=' OR 1=1")
        self.assertEqual(line["candidates"], [])


class Sim(Base):
    def flat_out(self, story, *words):
        return self.good(cti("sim", story, "--flat-out", "--json", *words))

    def test_the_story_is_told_as_expected(self):
        wanted = (HERE / "story.jsonl").read_text(encoding="utf-8")
        self.assertEqual(self.flat_out(HERE / "story.sim"), wanted)

    def test_every_shipped_story_is_the_same_twice(self):
        stories = sorted((TOP / "examples/stories").glob("*.sim"))
        self.assertTrue(stories)
        for story in stories:
            once = self.flat_out(story)
            self.assertEqual(once, self.flat_out(story), story)
            told = events(once)
            self.assertEqual([e["seq"] for e in told],
                             list(range(1, len(told) + 1)))
            self.assertEqual(told[-1]["event"], "link")
            self.assertEqual(told[-1]["state"], "failed")

    def test_what_begins_ends_once(self):
        told = events(self.flat_out(HERE / "story.sim"))
        for kind in ("call-begin", "call-end"):
            self.assertEqual(sum(e["event"] == kind for e in told), 1)

    def test_the_default_is_the_shipped_story(self):
        told = events(self.flat_out(TOP / "examples/stories/morning.sim"))
        default = events(self.good(cti("sim", "--flat-out", "--json")))
        self.assertEqual(default, told)

    def test_only_the_devices_asked_for(self):
        told = events(self.flat_out(HERE / "story.sim", "--device", "1002"))
        rest = [e for e in told if e["event"] not in ("link", "loss")]
        self.assertTrue(rest)
        for event in rest:
            self.assertIn("1002", json.dumps(event))

    def test_speed_shortens_the_wait(self):
        begun = time.monotonic()
        self.good(cti("sim", HERE / "story.sim", "--speed", "20"))
        self.assertLess(time.monotonic() - begun, 4)

    def test_pops_are_boxes_for_people_and_lines_for_programs(self):
        csv = self.file("customers.csv", CSV)
        config = self.file("pop.json", json.dumps(
            {"sources": [{"name": "c", "type": "csv",
                          "path": csv.name}]}))
        out = self.good(cti("sim", HERE / "story.sim", "--flat-out",
                            "--config", config))
        self.assertIn("┌", out)
        self.assertIn("李明", out)
        self.assertNotIn("\x1b", out)
        told = events(self.flat_out(HERE / "story.sim", "--config", config))
        pops = [e for e in told if e["event"] == "pop"]
        self.assertEqual(pops[0]["state"], "opened")
        self.assertIn("李明", json.dumps(pops, ensure_ascii=False))

    def test_colour_only_on_a_terminal_that_wants_it(self):
        words = ("sim", str(HERE / "story.sim"), "--flat-out")
        self.assertIn("\x1b[", terminal(words))
        self.assertNotIn("\x1b[", terminal(words, NO_COLOR="1"))
        self.assertNotIn("\x1b[", terminal(words + ("--no-color",)))


def terminal(words, **env):
    """What the tool prints on a terminal."""
    ours, its = pty.openpty()
    process = subprocess.Popen([TOOL, *words], stdout=its,
                               stdin=subprocess.DEVNULL, cwd=TOP,
                               env=dict(os.environ, TERM="xterm", **env))
    os.close(its)
    out = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
    os.close(ours)
    process.wait(timeout=60)
    return out.decode("utf-8")


def converse(peer, admit, words):
    """Speak just enough AMI: the login, no lists, then these words."""
    peer.settimeout(20)
    peer.sendall(b"Asterisk Call Manager/9.0.0\r\n")
    heard = b""
    while True:
        part = peer.recv(65536)
        if not part:
            return
        heard += part
        while b"\r\n\r\n" in heard:
            action, heard = heard.split(b"\r\n\r\n", 1)
            fields = dict(line.split(b": ", 1)
                          for line in action.split(b"\r\n"))
            name = fields[b"Action"].lower()
            reply = b"Response: Success\r\n"
            if name == b"challenge":
                reply += b"Challenge: 12345\r\n"
            elif name != b"login":
                reply = b"Response: Error\r\nMessage: Invalid command\r\n"
            elif not admit:
                reply = (b"Response: Error\r\n"
                         b"Message: Authentication failed\r\n")
            peer.sendall(reply + b"ActionID: %s\r\n\r\n"
                         % fields[b"ActionID"])
            if name == b"login" and admit:
                peer.sendall(b"Event: FullyBooted\r\nUptime: 9\r\n\r\n")
                time.sleep(0.3)
                peer.sendall(words)


class Switch(Base):
    """A switch of our own that the tool can log in to."""

    def serve(self, admit=True, words=b""):
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)

        def work():
            try:
                peer, _ = server.accept()
                with peer:
                    converse(peer, admit, words)
            except OSError:
                pass

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        return "ami://127.0.0.1:%d" % server.getsockname()[1]


class Live(Switch):
    def test_a_refused_login_ends_with_a_sentence(self):
        begun = time.monotonic()
        done = cti("monitor", self.serve(admit=False), "--json",
                   env={"CTI_USER": "who", "CTI_SECRET": "s3cr3t-words"})
        self.fails(done, 1, "Authentication failed")
        self.assertNotIn("s3cr3t", done.stdout + done.stderr)
        self.assertEqual(events(done.stdout)[-1]["state"], "failed")
        self.assertLess(time.monotonic() - begun, 15)

    def test_the_secret_may_come_from_a_file(self):
        secret = self.file("secret", "s3cr3t-words\n")
        out = self.good(cti("monitor", self.serve(), "--user", "who",
                            "--secret-file", secret, "--seconds", "1.5",
                            "--json"))
        self.assertEqual(events(out)[-1]["state"], "up")

    def test_ctrl_c_ends_cleanly(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen(
                [TOOL, "monitor", "sim:", "--json"], stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True, cwd=TOP)
            line = process.stdout.readline()
            self.assertEqual(json.loads(line)["event"], "link")
            process.send_signal(number)
            _, err = process.communicate(timeout=20)
            self.assertEqual((process.returncode, err), (0, ""))

    def test_seconds_end_it(self):
        begun = time.monotonic()
        self.good(cti("monitor", "sim:", "--seconds", "0.3"))
        self.assertLess(time.monotonic() - begun, 10)

    def test_until_end_ends_with_the_story(self):
        story = self.file("short.sim", "call 13800138000 to 1001 as a\n"
                                       "at 0.1 hangup a\nend\n")
        out = self.good(cti("monitor", "sim:%s" % story, "--until-end",
                            "--json"))
        self.assertEqual(events(out)[-1]["state"], "failed")

    def test_a_reader_that_goes_is_no_failure(self):
        process = subprocess.Popen(
            [TOOL, "sim", str(HERE / "story.sim"), "--speed", "5", "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=TOP)
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        self.assertEqual((process.wait(timeout=20), err), (0, b""))


class Replay(Switch):
    def capture(self, name):
        path = CAPTURES / name
        if not path.is_dir():
            self.fail("there is no recording %s" % path)
        return path

    def test_a_folder_replays_to_its_end(self):
        told = events(self.good(cti("replay", "--protocol", "ami", "--json",
                                    self.capture("inbound-answer-hangup"))))
        kinds = [e["event"] for e in told]
        for kind in ("ring", "answer", "hangup", "call-end"):
            self.assertIn(kind, kinds)
        self.assertEqual(told[-1]["event"], "link")

    def test_a_file_replays_as_its_folder_does(self):
        folder = self.capture("internal-call")
        of_folder = self.good(cti("replay", "--json", "--protocol", "ami",
                                  folder))
        of_file = self.good(cti("replay", "--json", "--protocol", "ami",
                                folder / "ami.raw"))
        pick = [(e["event"], e.get("device")) for e in events(of_folder)]
        self.assertEqual([(e["event"], e.get("device"))
                          for e in events(of_file)], pick)

    def test_odd_characters_in_a_path_are_no_url(self):
        folder = self.folder / "50% off? #1"
        folder.mkdir()
        raw = (self.capture("internal-call") / "ami.raw").read_bytes()
        (folder / "ami.raw").write_bytes(raw)
        self.good(cti("replay", folder, "--json"))

    def test_a_recording_cut_short_is_told(self):
        raw = (self.capture("internal-call") / "ami.raw").read_bytes()
        cut = self.folder / "cut.raw"
        cut.write_bytes(raw[:len(raw) // 2 - len(raw) // 2 % 7 + 3])
        done = cti("replay", "--protocol", "ami", "--json", cut)
        self.fails(done, 1, "cut short")
        self.assertTrue(events(done.stdout))

    def test_what_is_recorded_replays(self):
        raw = (self.capture("internal-call") / "ami.raw").read_bytes()
        url = self.serve(words=raw.split(b"\r\n", 1)[1])
        copy = self.folder / "copy.raw"
        done = cti("record", url, copy, "--seconds", "2", "--json", "--user",
                   "x", env={"CTI_SECRET": "s3cr3t-words"})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"^\d+ bytes in \d+ messages are in ")
        self.assertNotIn(b"s3cr3t", copy.read_bytes())
        self.assertEqual(self.story(cti("replay", copy, "--json")),
                         self.story(done))
        short = self.folder / "short.raw"
        short.write_bytes(copy.read_bytes()[:-9])
        self.fails(cti("replay", short), 1, "cut short")

    def story(self, done):
        told = [(e["event"], e.get("device"), e.get("remote"))
                for e in events(done.stdout) if e["event"] != "link"]
        self.assertIn(("call-end", None, None), told)
        return told


class Examples(Base):
    NAMES = ("screenpop", "monitor", "embed_uv", "custom_source",
             "route_by_tier", "click_to_dial", "route_to_owner",
             "select_loop", "webhook")

    @classmethod
    def setUpClass(cls):
        # Side by side: each takes the ten seconds of the story.
        with concurrent.futures.ThreadPoolExecutor() as pool:
            cls.done = dict(zip(cls.NAMES, pool.map(
                lambda name: run(EXAMPLES / name), cls.NAMES)))

    def test_all_run_without_arguments(self):
        for name, done in self.done.items():
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertTrue(done.stdout, name)

    def test_screenpop_names_the_customer(self):
        rows = (TOP / "examples/directory/customers.csv").read_text("utf-8")
        names = {row.split(",")[1] for row in rows.splitlines()[1:]}
        out = self.done["screenpop"].stdout
        self.assertTrue(any(name and name in out for name in names), out)

    def test_custom_source_answers_late(self):
        out = self.done["custom_source"].stdout
        self.assertIn("who is 13800138000?", out)
        self.assertRegex(out, r"updated revision \d+: identified, 李明")
        self.assertTrue(out.splitlines()[-1].startswith("closed"), out)

    def test_route_by_tier_sends_gold_to_an_agent(self):
        out = self.done["route_by_tier"].stdout
        self.assertIn("13800138000 goes to 1001\n", out)
        self.assertIn("1001 rings for 13800138000\n", out)
        self.assertIn("1002 rings for 02155512345\n", out)
        self.assertNotIn("1002 rings for 13800138000", out)

    def test_route_to_owner_finds_owner_and_last_agent(self):
        out = self.done["route_to_owner"].stdout
        self.assertEqual(out.splitlines(), [
            "13800138000 goes to 1003, who looks after the customer",
            "1003 talks with 13800138000",
            "13577889900 goes to the queue", "1002 talks with 13577889900",
            "13577889900 goes to 1002, who talked with him last",
            "1002 talks with 13577889900"])

    def test_click_to_dial_presses_what_is_possible(self):
        out = self.done["click_to_dial"].stdout
        self.assertEqual(re.findall(r"-> (\S+)", out),
                         ["dial", "answer", "hold", "retrieve", "transfer",
                          "hangup"])
        self.assertRegex(out, r"hold .*\n.*\[retrieve\]")
        self.assertRegex(out, r"ring .*\n.* \.hold\.")
        self.assertRegex(out.splitlines()[-2], "^call-end")

    def test_a_bad_url_is_a_sentence_and_1(self):
        for name in ("screenpop", "monitor", "embed_uv", "route_by_tier"):
            done = run(EXAMPLES / name, "nonsense")
            self.assertEqual(done.returncode, 1, name)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    TOOL = str(Path(sys.argv[1]).resolve())
    EXAMPLES, CAPTURES = Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    unittest.main(argv=[sys.argv[0]] + sys.argv[4:])
