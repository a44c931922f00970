#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds `cti monitor --top` to what it promises, by what a terminal shows.

usage: test_top.py TOOL [TEST...]
"""
import os
import re
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parent))
from terminal import Terminal  # noqa: E402

TOP = Path(__file__).resolve().parent.parent.parent
TOOL = ""
ECHO = 0o10  # of the terminal's local modes

MORNING = """\
queue support wrapup 600
agent 1001 queue support id li
agent 1002 queue support queue sales id 王芳
pause 1002 reason lunch
at 0.3 call 13800138000 to 4001100266 queue support name "李明先生" as a
"""


class Base(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def story(self, text):
        path = self.folder / "story.sim"
        path.write_text(text, encoding="utf-8")
        return "sim:%s" % path

    def top(self, url, *more, **how):
        terminal = Terminal([TOOL, "monitor", url, "--top", *more],
                            cwd=str(TOP), **how)
        self.addCleanup(terminal.close)
        return terminal

    def quits(self, terminal):
        terminal.type("q")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(terminal.screen.unknown, [])


class Story(Base):
    def test_a_call_goes_from_the_queue_to_an_agent(self):
        t = self.top(self.story(
            MORNING + "at 2.5 answer a 1001\nat 4.5 hold 1001\n"
            "at 6 retrieve 1001\nat 7 hangup a\n"))
        t.wait_text("13800138000", "李明先生", "4001100266", "support")
        t.wait_text("ringing", "1001 li", "lunch", "not-ready")
        row = t.screen.line(t.screen.column_of("support")[0])
        self.assertRegex(row, r"^support +1 +0:0\d +\d/2 +0 +0 +-")
        self.assertIn("up (", t.screen.line(1))
        t.wait_text("talking", "busy")
        t.wait_text("calls 1  waiting 0")
        t.wait(lambda s: re.search(r"(?m)^support +0 +- +0/2 +1 +0 +100%",
                                   s.text()), "the figures of the queue")
        t.wait_text("held")
        t.wait(lambda s: "talking" in s.text(), "retrieved")
        t.wait_text("no calls", "wrapup", "calls 0")
        self.quits(t)

    def test_who_gives_up_is_lost_and_time_goes_on(self):
        t = self.top(self.story("queue support\n"
                                "at 0.2 call 13911112222 to 400 queue support "
                                "as b\nat 5 hangup b\n"))
        t.wait_text("13911112222", "waiting")
        t.wait_text("0:02")
        t.wait_text("no calls")
        t.wait(lambda s: re.search(r"(?m)^support +0 +- +0/0 +0 +1 +0%",
                                   s.text()), "the one lost")
        self.quits(t)

    def test_chinese_names_align(self):
        t = self.top(self.story(
            MORNING + "at 0.4 call 13911112222 to 4001100266 queue support "
            'name "Jo" as b\n'))
        t.wait(lambda s: len(re.findall("4001100266 .*(waiting|ringing)",
                                        s.text())) == 2 and "王芳" in s.text(),
               "both calls")
        names = t.screen.column_of("李明先生")
        other = t.screen.column_of("Jo")
        title = t.screen.column_of("CUSTOMER")
        self.assertEqual(names[1], other[1])
        self.assertEqual(names[1], title[1])
        lines = [t.screen.cells[y] for y in (names[0], other[0])]
        at = t.screen.column_of("LINE")[1]
        for cells in lines:
            self.assertEqual("".join(cells[at:at + 10]), "4001100266")
        at = t.screen.column_of("STATE")[1]
        for cells in lines:
            self.assertIn("".join(cells[at:at + 7]), ("waiting", "ringing"))
        self.quits(t)

    def test_a_name_too_long_is_cut_with_an_ellipsis(self):
        t = self.top(self.story('queue support\ncall 13800138000 to 400 queue '
                                'support name "%s" as a\n' % ("王" * 40)),
                     columns=80)
        t.wait_text("王王王…")
        at = t.screen.column_of("LINE")
        self.assertEqual("".join(t.screen.cells[
            t.screen.column_of("13800138000")[0]][at[1]:at[1] + 3]), "400")
        self.quits(t)


class Keys(Base):
    def open(self, **how):
        t = self.top(self.story(
            MORNING + "at 0.4 call 13911112222 to 4001100266 queue sales "
            "as b\n"), **how)
        t.wait_text("13800138000", "13911112222")
        return t

    def test_the_filter_leaves_rows_out_and_brings_them_back(self):
        t = self.open()
        t.type("f1391x\x7f")
        t.wait_text("filter: 1391_")
        t.type("\r")
        t.wait_gone("13800138000", "lunch")
        t.wait_text("13911112222", "only 1391")
        t.type("f" + "\x7f" * 4 + "\r")
        t.wait_text("13800138000", "lunch")
        self.quits(t)

    def test_a_device_given_is_the_filter(self):
        t = self.top(self.story(MORNING), "--device", "1002")
        t.wait_text("王芳", "only 1002")
        self.assertNotIn("13800138000", t.screen.text())
        self.quits(t)

    def test_a_pause_stands_still(self):
        t = self.top(self.story(MORNING + "at 3 hangup a\n"))
        t.wait_text("13800138000")
        t.type("p")
        t.wait_text("PAUSED")
        # The help comes and goes; the picture below it is still the same.
        t.type("h")
        t.wait_text("any key closes it")
        t.type("x")
        t.wait_gone("any key closes it")
        self.assertIn("13800138000", t.screen.text())
        t.type("p")
        t.wait_gone("PAUSED")
        t.wait_text("no calls")
        self.quits(t)

    def test_sorts_by_the_next_column(self):
        t = self.open()
        t.wait(lambda s: re.search(r"(?s)13800138000.*13911112222", s.text()),
               "by age, the eldest first")
        for _ in range(4):  # CALLER, CUSTOMER, LINE, QUEUE
            t.type("s")
        t.wait(lambda s: re.search(r"(?s)13911112222.*13800138000", s.text()),
               "sales before support")
        self.quits(t)

    def test_one_table_alone_and_all_again(self):
        t = self.open()
        t.type("3")
        t.wait_gone("CALLER", "LONGEST")
        t.wait_text("AGENT", "王芳")
        t.type("0")
        t.wait_text("CALLER", "LONGEST", "AGENT")
        self.quits(t)

    def test_scrolls_what_does_not_fit(self):
        t = self.top(self.story("queue q\n" + "".join(
            "call 1380013%04d to 400 queue q as c%d\n" % (i, i)
            for i in range(40))), rows=20)
        t.wait_text("of 40 calls", "13800130000")
        t.type("\x1b[B" if "\x1b[?1h" not in t.shown else "\x1bOB")
        t.wait_text(" 2 to ")
        t.wait_gone("13800130000")
        t.type("\x1b[6~" * 9)
        t.wait_text("13800130039", "to 40 of 40 calls")
        self.quits(t)


class Terminals(Base):
    def test_the_terminal_is_restored_however_it_ends(self):
        for end in ("q", "\x03", signal.SIGTERM, signal.SIGINT, signal.SIGHUP,
                    signal.SIGQUIT):
            t = self.top(self.story(MORNING))
            t.wait_text("13800138000")
            self.assertTrue(t.screen.alternate)
            self.assertFalse(t.settings()[3] & ECHO)
            if isinstance(end, str):
                t.type(end)
            else:
                t.kill(end)
            self.assertEqual(t.end(), 0, end)
            self.assertFalse(t.screen.alternate, end)
            # The cursor is seen again.
            self.assertGreater(t.shown.rfind("25h"),
                               t.shown.rfind("25l"), end)

    def test_a_failure_is_said_on_the_shell_s_screen(self):
        t = self.top(self.story("at 0.1 answer 1001\n"), "--until-end")
        self.assertEqual(t.end(), 1)
        self.assertFalse(t.screen.alternate)
        behind = t.shown[t.shown.rfind("\x1b[?1049l"):]
        self.assertRegex(behind, r"cti: .*1001")

    def test_a_link_that_failed_says_why(self):
        t = self.top(self.story("at 0.1 answer 1001\n"))
        t.wait(lambda s: re.search("^sim failed: .*1001", s.line(1)), "why")
        self.quits(t)

    def test_a_refused_login_is_shown(self):
        t = self.top("ami://127.0.0.1:1", "--user", "cti")
        t.wait_text("127.0.0.1 down: ")
        self.quits(t)

    def test_a_tiny_terminal_will_do(self):
        for rows, columns in ((10, 40), (6, 20), (3, 12), (1, 1), (2, 80)):
            t = self.top(self.story(MORNING), rows=rows, columns=columns)
            if rows > 2:
                t.wait(lambda s: "cti" in s.line(0), "the first line")
            if columns == 40:
                t.wait_text("13800138000", "ringing")
            t.type("\th12300sf1\x7f\r ")
            self.quits(t)

    def test_follows_the_size(self):
        t = self.top(self.story(MORNING), rows=30, columns=110)
        t.wait_text("IN 20 S", "REASON")
        t.resize(10, 40)
        t.wait_text("13800138000")
        t.wait_gone("IN 20 S")
        t.resize(24, 110)
        t.wait_text("13800138000", "IN 20 S", "REASON")
        self.quits(t)

    def test_colours_tell_states_and_are_not_needed(self):
        for term, more, env in (("xterm", (), None),
                                ("xterm", ("--no-color",), None),
                                ("xterm", (), {"NO_COLOR": "1"}),
                                ("vt100", (), None)):
            t = self.top(self.story(MORNING), *more, term=term, env=env)
            t.wait_text("ringing", "lunch")
            look = t.screen.look_of("ringing")
            if term == "xterm" and not more and not env:
                self.assertIn(33, look)
            else:
                self.assertIn(1, look)
                self.assertNotRegex(t.shown, r"\x1b\[([0-9;]*;)?3[0-7]m")
            self.quits(t)

    def test_no_terminal_is_said(self):
        done = subprocess.run([TOOL, "monitor", "sim:", "--top"], cwd=TOP,
                              capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, "^cti: --top needs a terminal")
        t = self.top("sim:", term="no-such-terminal")
        self.assertEqual(t.end(), 1)
        self.assertIn("set TERM to what it is", t.shown)
        t = self.top("sim:", "--json")
        self.assertEqual(t.end(), 2)

    def test_text_that_steers_terminals_does_not(self):
        t = self.top(self.story(
            'queue q\ncall 13800138000 to 400 queue q name "A\u202eB\u009bm" '
            "as a\n"))
        t.wait_text("13800138000")
        self.assertNotIn("\u202e", t.shown)
        self.assertNotIn("\u009b", t.shown)
        self.quits(t)


def main():
    global TOOL
    if len(sys.argv) < 2:
        print(__doc__)
        return 2
    TOOL = os.path.abspath(sys.argv[1])
    del sys.argv[1]
    unittest.main()
    return 0


sys.exit(main())
