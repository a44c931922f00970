#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the examples that stand beside other things, a select() loop, a
receiver of posts, a file, a list, to what a reader copies them for.

usage: test_examples.py EXAMPLES [TEST...]
           EXAMPLES  the folder of the built examples
"""
import hashlib
import hmac
import http.server
import json
import os
import re
import resource
import signal
import socket
import socketserver
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
EXAMPLES = Path()
MORNING = "sim:examples/stories/morning.sim?speed=20"
IDLE = "sim:"
SECRET = "between us"


def environment(**more):
    left = {k: v for k, v in os.environ.items() if k != "CTI_HOOK_SECRET"}
    return dict(left, LC_ALL="C.UTF-8", **more)


def run(name, *args, env=None, stdin="", **more):
    return subprocess.run([EXAMPLES / name] + [str(a) for a in args],
                          input=stdin, capture_output=True, text=True,
                          encoding="utf-8", timeout=100, cwd=TOP,
                          env=env or environment(), **more)


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def start(self, name, *args):
        """A program that runs on; its first line has been read."""
        program = subprocess.Popen(
            ["stdbuf", "-oL", EXAMPLES / name] + [str(a) for a in args],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=TOP, env=environment())
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.stderr.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        return program

    def sentence(self, done, status, *words):
        """One line on stderr that has these words, and that status."""
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)


class Index(Base):
    def test_every_source_has_a_line_and_is_built(self):
        index = (TOP / "examples/README.md").read_text("utf-8")
        build = (TOP / "examples/meson.build").read_text("utf-8")
        sources = sorted((TOP / "examples").glob("*.c"))
        self.assertGreater(len(sources), 10)
        for source in sources:
            line = re.search(r"(?m)^\| \[%s\]\(%s\) \| .{15,} \|$" %
                             (source.name, source.name), index)
            self.assertTrue(line, "no line for %s" % source.name)
            self.assertTrue("'%s'" % source.stem in build, source.name)

    def test_every_source_is_run_by_a_test(self):
        tests = "".join(path.read_text("utf-8")
                        for path in (TOP / "tests/tool").glob("test_*.py"))
        for source in (TOP / "examples").glob("*.c"):
            self.assertTrue('"%s"' % source.stem in tests, source.name)

    def test_what_the_index_names_exists(self):
        index = (TOP / "examples/README.md").read_text("utf-8")
        for path in re.findall(r"\]\(([^):#]+)", index):
            self.assertTrue((TOP / "examples" / path).exists(), path)


class SelectLoop(Base):
    def test_the_clock_ticks_between_events(self):
        done = run("select_loop", "sim:examples/stories/morning.sim?speed=3")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        lines = done.stdout.splitlines()
        self.assertIn("1001 rings: 13800138000", lines)
        self.assertEqual(lines[-1], "sim is failed end of the script")
        ticks = [i for i, line in enumerate(lines) if line.startswith("tick")]
        rings = [i for i, line in enumerate(lines) if " rings: " in line]
        self.assertGreaterEqual(len(ticks), 2)
        self.assertGreater(rings[-1], ticks[0])
        self.assertTrue(any("tick: 0" not in lines[i] for i in ticks), lines)

    def test_ctrl_c_ends_it_at_once(self):
        program = self.start("select_loop", IDLE)
        self.assertIn("sim is", program.stdout.readline())
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(20), 0)

    def test_a_bad_url_is_a_sentence(self):
        self.sentence(run("select_loop", "nonsense"), 1, "URL")

    def test_too_many_files_are_a_sentence(self):
        def open_many():
            most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
            while os.dup(0) < 1100:
                pass
            for number in range(3, 1101):
                os.set_inheritable(number, True)

        if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 1200:
            self.skipTest("this machine allows no so many files")
        done = run("select_loop", IDLE, preexec_fn=open_many, close_fds=False)
        self.sentence(done, 1, "above 1023", "poll()")


class Refusal(socketserver.ThreadingTCPServer):
    """A switch that knows nobody."""
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Refuse)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return "ami://cti:wrong@127.0.0.1:%d" % self.server_address[1]


class Refuse(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"Asterisk Call Manager/9.0.0\r\n")
        action = {}
        for line in self.rfile:
            name, _, value = line.decode().strip().partition(": ")
            if name:
                action[name] = value
                continue
            if action.get("Action", "").lower() in ("challenge", "login"):
                self.wfile.write(b"Response: Error\r\nActionID: %s\r\nMessage: "
                                 b"Authentication failed\r\n\r\n" %
                                 action.get("ActionID", "").encode())
            action = {}


class Refused(Base):
    def test_a_refused_login_is_a_sentence_for_those_that_run_unattended(self):
        server = Refusal()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.sentence(run("recorder", self.folder / "calls", server.url()), 1,
                      "recorder: ", "Authentication failed")
        self.sentence(run("webhook", "", server.url()), 1, "webhook: ",
                      "Authentication failed")


class Recorder(Base):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "calls.jsonl"

    def files(self):
        """Newest last, as written."""
        return sorted(self.folder.iterdir(), reverse=True,
                      key=lambda path: int(path.suffix[1:])
                      if path.suffix[1:].isdigit() else 0)

    def events(self):
        return [json.loads(line) for path in self.files()
                for line in path.read_text("utf-8").splitlines()]

    def test_the_files_hold_every_event_once_and_in_order(self):
        done = run("recorder", "-s", 9000, "-k", 9, self.path, MORNING)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        told = self.events()
        self.assertEqual([e["seq"] for e in told],
                         list(range(1, len(told) + 1)))
        self.assertEqual(done.stdout,
                         "%d events in %s\n" % (len(told), self.path))
        self.assertEqual(told[-1]["state"], "failed")
        self.assertGreater(len(self.files()), 3)
        for path in self.files():
            self.assertLessEqual(path.stat().st_size, 9000)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o600)

    def test_only_so_many_are_kept_and_the_newest(self):
        run("recorder", "-s", 5000, "-k", 2, self.path, MORNING)
        self.assertEqual([path.name for path in self.files()],
                         ["calls.jsonl.2", "calls.jsonl.1", "calls.jsonl"])
        told = [e["seq"] for e in self.events()]
        self.assertEqual(told, list(range(told[0], told[-1] + 1)))
        self.assertGreater(told[0], 1)
        self.assertEqual(self.events()[-1]["state"], "failed")

    def test_none_kept_leaves_one_file(self):
        run("recorder", "-s", 5000, "-k", 0, self.path, MORNING)
        self.assertEqual(self.files(), [self.path])

    def test_it_goes_on_behind_what_is_there_and_cuts_half_a_line(self):
        self.path.write_text('{"seq":0}\n{"seq":1,"ca')
        run("recorder", "-s", 1000000, self.path, MORNING)
        told = self.events()
        self.assertEqual([e["seq"] for e in told[:3]], [0, 1, 2])
        self.assertIn("event", told[1])

    def test_a_second_recorder_is_refused(self):
        first = self.start("recorder", self.path, IDLE)
        while not self.path.exists() or not self.path.stat().st_size:
            self.assertIsNone(first.poll())
            time.sleep(0.02)
        self.sentence(run("recorder", self.path, IDLE), 1, "another recorder")
        first.send_signal(signal.SIGTERM)
        self.assertEqual(first.wait(20), 0)
        self.assertTrue(self.events())

    def test_a_full_disk_is_told_and_leaves_whole_lines(self):
        done = run("recorder", "-s", 1000000, self.path, MORNING,
                   restore_signals=False, preexec_fn=lambda: resource.setrlimit(
                       resource.RLIMIT_FSIZE, (7000, 7000)))
        self.assertEqual(done.returncode, 1)
        self.assertIn("events will be missing", done.stderr)
        text = self.path.read_text("utf-8")
        self.assertTrue(text.endswith("\n"))
        kept = [json.loads(line)["seq"] for line in text.splitlines()]
        # A short line may still have fitted after a long one.
        self.assertEqual(kept[:9], list(range(1, 10)))
        self.assertEqual(kept, sorted(set(kept)))

    def test_wrong_options_are_usage(self):
        for wrong in (("-s", "0"), ("-s", "x"), ("-k", "-1"), ("-z",),
                      ("a", "b", "c")):
            done = run("recorder", *wrong)
            self.assertEqual(done.returncode, 2, wrong)
            self.assertIn("usage: recorder", done.stderr)

    def test_a_folder_that_is_not_there_is_a_sentence(self):
        self.sentence(run("recorder", self.folder / "no/calls"), 1,
                      "cannot be opened", "No such file")


class CheckNumbers(Base):
    def check(self, text, *options):
        done = run("check_numbers", *options, "-", stdin=text)
        self.assertEqual(done.stderr, "")
        return done.returncode, done.stdout.splitlines()

    def test_the_shipped_list_shows_each_fault(self):
        done = run("check_numbers")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        self.assertIn("<- same as line 2\n", done.stdout)
        self.assertIn("<- no telephone number\n", done.stdout)
        self.assertIn("<- stands for a withheld number\n", done.stdout)
        self.assertTrue(done.stdout.endswith("13 numbers, 3 to look at\n"))

    def test_a_good_list_is_0(self):
        self.assertEqual(self.check("# two\n\n13800138000\r\n13900139000\n"), (
            0, ["   3  +8613800138000    mobile      13800138000",
                "   4  +8613900139000    mobile      13900139000",
                "2 numbers, 0 to look at"]))

    def test_extensions_of_one_number_are_two(self):
        status, lines = self.check("010-62345678转801\n010-62345678转802\n"
                                   "62345678转801\n", "-a", "010")
        self.assertEqual(status, 1)
        self.assertNotIn("<-", lines[1])
        self.assertIn("same as line 1", lines[2])

    def test_the_third_of_a_kind_names_the_first(self):
        _, lines = self.check("13800138000\n" * 3)
        self.assertIn("same as line 1", lines[1])
        self.assertIn("same as line 1", lines[2])

    def test_a_country_is_asked_for_by_name(self):
        _, lines = self.check("030 123456\n", "-c", "DE")
        self.assertIn("+4930123456", lines[0])
        self.sentence(run("check_numbers", "-c", "ZZ"), 2, "ZZ")

    def test_a_thousand_lines(self):
        numbers = ["139%08d" % i for i in range(1000)]
        status, lines = self.check("\n".join(numbers + numbers[:1]))
        self.assertEqual((status, lines[-1]), (1, "1001 numbers, 1 to look at"))

    def test_a_file_that_is_not_there_is_a_sentence(self):
        self.sentence(run("check_numbers", "no/such"), 1, "no/such")


class Receiver(http.server.ThreadingHTTPServer):
    """Takes posts, and answers the first ones as it is told."""

    def __init__(self, *answers):
        super().__init__(("127.0.0.1", 0), Receive)
        self.answers = list(answers)
        self.posts = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return "http://127.0.0.1:%d/pops" % self.server_address[1]


class Receive(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, dict(self.headers), body))
        answer = self.server.answers.pop(0) if self.server.answers else 204
        if not answer:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


class Webhook(Base):
    def receiver(self, *answers):
        server = Receiver(*answers)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def post(self, server, url=MORNING):
        return run("webhook", server.url(), url,
                   env=environment(CTI_HOOK_SECRET=SECRET))

    def keys(self, bodies):
        return [(pop["pop"], pop["revision"], pop["state"])
                for pop in map(json.loads, bodies)]

    def assertSigned(self, headers, body):
        seconds, given = re.fullmatch(r"t=(\d+),sha256=([0-9a-f]{64})",
                                      headers["Cti-Signature"]).groups()
        wanted = hmac.new(SECRET.encode(), seconds.encode() + b"." + body,
                          hashlib.sha256).hexdigest()
        self.assertTrue(hmac.compare_digest(given, wanted))
        self.assertLess(abs(time.time() - int(seconds)), 120)

    def test_every_pop_arrives_once_in_order_and_signed(self):
        server = self.receiver()
        done = self.post(server)
        self.assertEqual(done.returncode, 0, done.stderr)
        got = self.keys(body for _, _, body in server.posts)
        self.assertEqual(done.stderr,
                         "webhook: %d pops posted, 0 lost\n" % len(got))
        self.assertGreater(len(got), 15)
        self.assertEqual(len(set(got)), len(got))
        for pop in {key[0] for key in got}:
            own = [key for key in got if key[0] == pop]
            self.assertEqual([key[1] for key in own],
                             list(range(1, len(own) + 1)))
            self.assertEqual((own[0][2], own[-1][2]), ("opened", "closed"))
        for path, headers, body in server.posts:
            self.assertEqual((path, headers["Content-Type"]),
                             ("/pops", "application/json"))
            self.assertSigned(headers, body)

    def test_what_fails_is_tried_again_before_the_next(self):
        server = self.receiver(None, 503)
        done = self.post(server)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"^webhook: .*; next attempt in 1 s\n")
        self.assertIn("answered 503; next attempt in 2 s\n", done.stderr)
        self.assertIn(" 0 lost\n", done.stderr)
        got = self.keys(body for _, _, body in server.posts)
        self.assertEqual(got[0], got[1])
        self.assertEqual(got[1], got[2])
        self.assertEqual(len(set(got)), len(got) - 2)

    def test_a_refused_pop_is_given_up_and_the_next_goes_out(self):
        server = self.receiver(422)
        done = self.post(server)
        self.assertEqual(done.returncode, 1)
        self.assertIn("a pop is given up: the receiver answered 422",
                      done.stderr)
        self.assertIn(" 1 lost\n", done.stderr)
        self.assertGreater(len(server.posts), 15)

    def test_without_a_receiver_they_are_printed(self):
        done = run("webhook", "", MORNING)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        got = self.keys(done.stdout.splitlines())
        self.assertGreater(len(got), 15)
        self.assertEqual((got[0][1], got[0][2]), (1, "opened"))
        self.assertEqual(len(set(got)), len(got))

    def test_no_secret_and_no_url_are_sentences(self):
        self.sentence(run("webhook", "http://127.0.0.1:9/"), 1,
                      "set CTI_HOOK_SECRET")
        self.sentence(run("webhook", "file:///etc/passwd"), 1, "https://")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    EXAMPLES = Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0]] + sys.argv[2:])
