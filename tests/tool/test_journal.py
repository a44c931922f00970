#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the journal to what it promises, from outside: a story's contacts, a
process killed in the middle, a file that cannot be written, a CRM.

usage: test_journal.py TOOL [TEST...]
"""
import http.server
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
MORNING = TOP / "tests" / "tool" / "journal.sim"
TOOL = ""


def cti(*args):
    return subprocess.run([TOOL] + [str(a) for a in args], cwd=TOP,
                          capture_output=True, text=True, encoding="utf-8",
                          stdin=subprocess.DEVNULL, timeout=60,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "day.db"

    def good(self, *args):
        done = cti(*args)
        self.assertEqual((done.stderr, done.returncode), ("", 0))
        return done.stdout

    def play(self, *more):
        return self.good("sim", MORNING, "--flat-out", "--json",
                         "--set", "journal.file=%s" % self.file, *more)

    def contacts(self):
        text = self.good("journal", self.file, "--json")
        return [json.loads(line) for line in text.splitlines()]


class Story(Base):
    def test_a_morning_has_one_record_a_contact(self):
        self.play()
        found = {c["call"]: c for c in self.contacts()}
        self.assertEqual(len(found), 6)
        gold = found["sim-leg-1"]
        self.assertEqual(gold["state"], "ended")
        self.assertEqual(gold["party"], "13800138000")
        self.assertEqual(gold["transfers"], 1)
        # 1001 talked 1 s and 0.4 s, 1003 from the transfer on.
        talk = [(s["agent"], s["from"][17:23], s["to"][17:23])
                for s in gold["segments"] if s["kind"] == "talk"]
        self.assertEqual(talk, [("zhangsan", "01.200", "02.200"),
                                ("zhangsan", "02.600", "03.000"),
                                ("wangwu", "04.000", "05.800")])
        self.assertEqual(found["sim-leg-6"]["abandoned"], True)

    def test_a_second_run_writes_the_same(self):
        self.play()
        first = self.contacts()
        self.play()
        self.assertEqual(self.contacts(), first)

    def test_lists_shows_and_exports(self):
        self.play()
        rows = self.good("journal", self.file).splitlines()
        self.assertEqual(len(rows), 6)
        self.assertIn("abandoned", rows[2])
        one = self.good("journal", self.file,
                        self.contacts()[0]["id"])
        self.assertIn("13800138000", one)
        self.assertIn("transferred", one)
        table = self.good("journal", self.file, "--csv").splitlines()
        self.assertEqual(len(table), 7)
        self.assertTrue(table[0].startswith("id,state,"))
        self.assertEqual(len(self.good("journal", self.file, "--last",
                                       2).splitlines()), 2)
        self.assertEqual(self.good("journal", self.file, "--since",
                                   "2026-01-06"), "")
        self.assertEqual(self.good("journal", self.file, "--until",
                                   "2026-01-05"), "")
        self.assertEqual(len(self.good(
            "journal", self.file, "--since", "2026-01-05", "--until",
            "2026-01-06").splitlines()), 6)

    def test_says_what_is_wrong(self):
        for args, status in (((self.file,), 1), ((), 2),
                             ((self.file, "--since", "yesterday"), 2)):
            done = cti("journal", *args)
            self.assertEqual(done.returncode, status, done)
            self.assertTrue(done.stderr.startswith("cti"), done.stderr)


class Trouble(Base):
    def test_kill_9_loses_only_what_is_under_way(self):
        run = subprocess.Popen(
            [TOOL, "sim", str(MORNING), "--json", "--set",
             "journal.file=%s" % self.file], stdout=subprocess.PIPE, text=True)
        seen = []
        # The first talk has ended by then, the second goes on.
        for line in run.stdout:
            seen.append(json.loads(line))
            if seen[-1]["event"] == "hold":
                ended = seen[-1]["time"]
            if seen[-1]["event"] == "retrieve":
                break
        # Only what happened a moment ago may still be on its way.
        for line in run.stdout:
            if json.loads(line)["event"] == "call-begin":
                break
        run.send_signal(signal.SIGKILL)
        run.wait()
        run.stdout.close()
        self.assertEqual(run.returncode, -signal.SIGKILL)
        check = sqlite3.connect(str(self.file))
        self.assertEqual(check.execute("PRAGMA integrity_check").fetchone(),
                         ("ok",))
        check.close()
        gold = self.contacts()[0]
        self.assertEqual(gold["state"], "open")
        ends = [s["to"] for s in gold["segments"]
                if s["kind"] == "talk" and "to" in s]
        self.assertEqual(ends[:1], [ended])
        # The next one to write it sees that it will never end.
        self.good("sim", MORNING, "--flat-out", "--set",
                  "journal.file=%s" % self.file)
        states = {c["id"]: c["state"] for c in self.contacts()}
        self.assertEqual(states[gold["id"]], "interrupted")

    def test_calls_go_on_without_a_file(self):
        self.file = self.folder / "none" / "day.db"
        done = cti("sim", MORNING, "--json", "--seconds", 1.5, "--set",
                   "journal.file=%s" % self.file)
        self.assertEqual(done.returncode, 0)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        loss = [e for e in events if e["event"] == "loss"]
        self.assertEqual(len(loss), 1)
        self.assertIn("day.db", loss[0]["detail"])
        self.assertIn("journal", done.stderr)
        self.assertIn("ring", [e["event"] for e in events])

    def test_a_foreign_database_is_left_alone(self):
        other = sqlite3.connect(str(self.file))
        other.execute("CREATE TABLE mine (a)")
        other.commit()
        other.close()
        done = cti("sim", MORNING, "--seconds", 0.5, "--set",
                   "journal.file=%s" % self.file)
        self.assertIn("no journal", done.stderr)
        other = sqlite3.connect(str(self.file))
        self.assertEqual(other.execute(
            "SELECT count(*) FROM sqlite_master").fetchone(), (1,))
        other.close()


class Crm(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["Idempotency-Key"],
                                self.headers["Authorization"],
                                json.loads(body)))
        status = self.server.answers.pop(0) if self.server.answers else 201
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


class Outbox(Base):
    def test_the_crm_sees_each_contact_once(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Crm)
        server.got, server.answers = [], [503]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        how = ("--set", "journal.outbox_url=http://127.0.0.1:%d/contacts" %
               server.server_port, "--set", "journal.outbox_delay_s=0",
               "--set", "journal.outbox_token=secret")
        self.play(*how)
        story = self.folder / "quiet.sim"
        story.write_text("at 4 end\n")
        for _ in range(2):
            self.good("sim", story, "--set", "journal.file=%s" % self.file,
                      *how)
        taken = [key for key, _, _ in server.got]
        self.assertEqual(len(set(taken)), 6)
        # One was refused the first time.
        self.assertEqual(len(taken), 7)
        self.assertEqual({login for _, login, _ in server.got},
                         {"Bearer secret"})
        self.assertIn("segments", server.got[0][2])
        db = sqlite3.connect(str(self.file))
        self.assertEqual(db.execute("SELECT state, count(*) FROM outbox "
                                    "GROUP BY state").fetchall(), [(1, 6)])
        db.close()


if __name__ == "__main__":
    TOOL = sys.argv.pop(1)
    unittest.main()
