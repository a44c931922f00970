#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the journal to what it promises, from outside: a story's contacts, a
process killed in the middle, a file that cannot be written, a CRM.

usage: test_journal.py TOOL [TEST...]
"""
import datetime
import http.server
import json
import os
import random
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


def when(text):
    """Seconds since 1970 of an event's time."""
    return datetime.datetime.fromisoformat(
        text.replace("Z", "+00:00")).timestamp()


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

    def test_a_pop_shows_what_was_before(self):
        self.play()
        text = self.good("sim", MORNING, "--seconds", 2, "--json", "--set",
                         "journal.file=%s" % self.file)
        pops = [e for e in map(json.loads, text.splitlines())
                if e["event"] == "pop" and e.get("remote") == "13800138000"]
        opened = [p for p in pops if p["state"] == "opened"]
        self.assertEqual(len(opened), 1)
        self.assertNotIn("earlier", opened[0])
        told = [p["earlier"] for p in pops if "earlier" in p]
        self.assertEqual(len(told[0]), 1)
        self.assertEqual(told[0][0]["began"], "2026-01-05T01:00:00.300Z")
        self.assertEqual(told[0][0]["channel"], "phone")
        self.assertEqual(told[0][0]["agent"], "wangwu")

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

    def test_a_second_writer_is_refused_and_interrupts_nothing(self):
        run = subprocess.Popen(
            [TOOL, "sim", str(MORNING), "--json", "--set",
             "journal.file=%s" % self.file], stdout=subprocess.PIPE, text=True)
        for line in run.stdout:
            if json.loads(line)["event"] == "answer":
                break
        second = cti("sim", MORNING, "--flat-out", "--json", "--set",
                     "journal.file=%s" % self.file)
        self.assertEqual(second.returncode, 1)
        self.assertEqual(second.stdout, "")
        self.assertEqual(second.stderr, "cti: %s: another program or client "
                         "writes this journal; end it, or name another file "
                         "by journal.file.\n" % self.file)
        # Some of the story's contacts have ended since, none was cut short.
        for line in run.stdout:
            if json.loads(line)["event"] == "abandon":
                break
        self.assertIn("open", [c["state"] for c in self.contacts()])
        self.assertNotIn("interrupted",
                         [c["state"] for c in self.contacts()])
        # Told to end, the first takes its lock along.
        run.send_signal(signal.SIGTERM)
        run.stdout.read()
        run.stdout.close()
        run.wait()
        self.assertFalse((self.folder / "day.db-lock").exists())

    def test_kill_9_at_twenty_moments_leaves_whole_records(self):
        pick = random.Random(20)
        runs = []
        for n in range(20):
            file = self.folder / ("%d.db" % n)
            run = subprocess.Popen(
                [TOOL, "sim", str(MORNING), "--json", "--set",
                 "journal.file=%s" % file], stdout=subprocess.PIPE, text=True)
            # However slowly it begins: its time runs from its first event.
            seen = [run.stdout.readline()]
            reader = threading.Thread(target=lambda run=run, seen=seen:
                                      seen.extend(run.stdout))
            reader.start()
            killer = threading.Timer(pick.uniform(0.8, 9.0), run.kill)
            killer.start()
            runs.append((run, file, seen, reader, killer))
        ended = 0
        for run, file, seen, reader, killer in runs:
            killer.join()
            self.assertEqual(run.wait(), -signal.SIGKILL)
            reader.join()
            run.stdout.close()
            ended += self.check_killed(file, [json.loads(line)
                                              for line in seen])
        self.assertGreater(ended, 20)

    def check_killed(self, file, events):
        """Whatever had ended a moment before stands in the file, once."""
        db = sqlite3.connect(str(file))
        self.addCleanup(db.close)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchone(),
                         ("ok",))
        calls = [call for call, in db.execute("SELECT call FROM contact")]
        self.assertEqual(len(calls), len(set(calls)))
        ended = dict(db.execute("SELECT call, ended FROM contact"))
        # The last half second may still have been on its way to the disk.
        late = when(events[-1]["time"]) - 0.5
        known = [e for e in events if e["event"] == "call-end" and
                 when(e["time"]) < late and e["call"] in ended]
        for event in known:
            self.assertAlmostEqual(ended[event["call"]] / 1e6,
                                   when(event["time"]), delta=0.0011)
        talks = db.execute("SELECT contact, device, from_us, to_us FROM "
                           "segment WHERE kind = 'talk'").fetchall()
        for event in events:
            if event["event"] != "hold" or when(event["time"]) >= late:
                continue
            self.assertTrue([t for t in talks if t[1] == event["device"] and
                             t[3] and abs(t[3] / 1e6 - when(event["time"])) <
                             0.0011], (event, talks))
        self.assertEqual(len(talks), len(set(talks)))
        # The next one to write it sees what will never end.
        subprocess.run([TOOL, "sim", str(self.quiet()), "--set",
                        "journal.file=%s" % file], check=True,
                       capture_output=True, timeout=60)
        states = {state for state, in db.execute("SELECT state FROM contact")}
        self.assertLessEqual(states, {"ended", "interrupted"})
        return len(known)

    def quiet(self):
        story = self.folder / "nothing.sim"
        story.write_text("at 0.1 end\n")
        return story

    def test_a_full_disk_stops_no_call_and_heals(self):
        disk = self.folder / "disk"
        disk.mkdir()
        # A disk of its own, in a namespace of its own; what fills it goes
        # away in the middle.
        script = ("mount -t tmpfs -o size=8m none %s || exit 77\n"
                  "( sleep 1; dd if=/dev/zero of=%s/rest bs=1k; sleep 4;"
                  " rm %s/rest ) >%s 2>&1 &\n"
                  "%s sim %s --json --set journal.file=%s/day.db\n"
                  "wait; cp %s/day.db* %s" %
                  (disk, disk, disk, self.folder / "dd", TOOL, MORNING, disk,
                   disk, self.folder))
        done = subprocess.run(["unshare", "-rm", "sh", "-c", script],
                              capture_output=True, text=True, timeout=60)
        if done.returncode == 77 or "unshare" in done.stderr:
            self.skipTest("no namespace of its own may be had here")
        self.assertEqual(done.returncode, 0, done.stderr)
        events = [json.loads(line) for line in done.stdout.splitlines()]
        loss = [e for e in events if e["event"] == "loss"]
        self.assertEqual(len(loss), 1, loss)
        self.assertIn("the disk is full; make room on it", loss[0]["detail"])
        self.assertIn("contacts are written again; 0 changes are lost",
                      done.stderr)
        self.assertEqual([c["state"] for c in self.contacts()], ["ended"] * 6)

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


class Hostile(http.server.BaseHTTPRequestHandler):
    """A CRM with a bad day: what it does with a request is by chance, what it
    keeps it keeps by key."""
    timeout = 5

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(
            self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        what = server.pick.choice(server.moods)
        server.seen.append(what)
        if what in ("keep", "lose the answer", "keep and fail"):
            known = server.kept.setdefault(key, body)
            if known is not body:
                server.again += 1
        if what == "lose the answer":
            self.close_connection = True
            self.connection.close()
            return
        self.send_response({"keep": 201, "busy": 429}.get(what, 500))
        if what == "busy":
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def handle_error(self, *args):
        pass

    def log_message(self, *args):
        pass


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
    def crm(self, handler, port=0):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        server.handle_error = lambda *args: None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def test_a_crm_with_a_bad_day_keeps_each_record_once(self):
        server = self.crm(Hostile)
        server.pick, server.kept = random.Random(6), {}
        server.seen, server.again = [], 0
        server.moods = ("keep", "lose the answer", "keep and fail", "fail",
                        "busy")
        how = ("--set", "journal.file=%s" % self.file, "--set",
               "journal.outbox_url=http://127.0.0.1:%d/contacts" %
               server.server_port, "--set", "journal.outbox_delay_s=0")
        self.play(*how)
        story = self.folder / "quiet.sim"
        story.write_text("at 2 end\n")
        self.good("sim", story, *how)
        # It dies, and is back at the same address.
        server.shutdown()
        server.server_close()
        self.good("sim", story, *how)
        back = self.crm(Hostile, server.server_port)
        self.addCleanup(back.server_close)
        self.addCleanup(back.shutdown)
        back.pick, back.kept, back.seen = server.pick, server.kept, server.seen
        back.again = server.again
        for round in range(8):
            # Whatever waits may go at once.
            db = sqlite3.connect(str(self.file))
            db.execute("UPDATE outbox SET at_us = 0 WHERE state = 0")
            db.commit()
            left = db.execute("SELECT count(*) FROM outbox WHERE state <> 1")
            left = left.fetchone()[0]
            db.close()
            if not left:
                break
            back.moods = ("keep",) if round > 3 else server.moods
            self.good("sim", story, *how)
        self.assertEqual(left, 0)
        ids = [body["id"] for body in back.kept.values()]
        self.assertEqual(sorted(ids), sorted(set(ids)))
        self.assertEqual(set(ids), {c["id"] for c in self.contacts()})
        self.assertTrue({"lose the answer", "keep and fail", "fail"} <=
                        set(back.seen), back.seen)
        self.assertGreater(back.again, 0)

    def test_what_it_cannot_read_is_listed_and_offered_again(self):
        server = self.crm(Crm)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        server.got, server.answers = [], [422] * 6
        how = ("--set", "journal.file=%s" % self.file, "--set",
               "journal.outbox_url=http://127.0.0.1:%d/contacts" %
               server.server_port, "--set", "journal.outbox_delay_s=0")
        story = self.folder / "quiet.sim"
        story.write_text("at 2 end\n")
        self.play(*how)
        cti("sim", story, *how)
        dead = [json.loads(line) for line in self.good(
            "journal", self.file, "--dead", "--json").splitlines()]
        self.assertEqual(len(dead), 6)
        self.assertEqual({d["why"] for d in dead}, {"HTTP status 422"})
        self.assertIn("HTTP status 422", self.good("journal", self.file,
                                                   "--dead"))
        self.assertEqual(self.good("journal", self.file, dead[0]["contact"],
                                   "--retry"), "1 offered again\n")
        self.assertEqual(self.good("journal", self.file, "--retry"),
                         "5 offered again\n")
        self.good("sim", story, *how)
        self.assertEqual(self.good("journal", self.file, "--dead"), "")
        keys = [key for key, _, _ in server.got]
        self.assertEqual(len(set(keys)), 6)
        self.assertEqual(len(keys), 12)
        self.assertEqual(cti("journal", self.file, "none",
                             "--retry").returncode, 1)

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
