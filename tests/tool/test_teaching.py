#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds what the tool teaches while it is used: completion in bash and zsh,
messages in Chinese, progress, and what was probably meant.

usage: test_teaching.py TOOL CAPTURES [TEST...]
"""
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SCRIPTS = TOP / "examples" / "cti" / "completion"
TOOL, CAPTURES = Path(), Path()
# The catalogues of the tool and of the library, as they lie when installed.
LOCALES = tempfile.TemporaryDirectory()

# What a shell asks for is printed in place of being shown.
BASH = r"""
source "$1"; COMP_LINE=$2; COMP_POINT=${#2}
compopt() { printf 'option %s\n' "$2"; }
eval "$(complete -p cti | sed -n 's/.*-F \(\S*\) cti/\1/p')"
[ ${#COMPREPLY[@]} = 0 ] || printf '%s\n' "${COMPREPLY[@]}"
"""
ZSH = r"""
compadd() {
	local -i i=${@[(ie)--]}
	[[ $1 == -S ]] && print option nospace
	print -l -- "${@[i+1,-1]}"
}
_files() { print -l @files }
words=("${(@)argv[2,-1]}"); CURRENT=$#words
source "$1"
"""


def gather_catalogues():
    folder = Path(LOCALES.name, "zh_CN", "LC_MESSAGES")
    folder.mkdir(parents=True)
    for po in TOOL.parent / "po", TOOL.parents[2] / "lib" / "po":
        for path in (po / "zh_CN" / "LC_MESSAGES").glob("*.mo"):
            (folder / path.name).symlink_to(path)


def run(*words, language="C", **more):
    environment = dict(os.environ, LC_ALL=language, LANGUAGE="",
                       PATH="%s:%s" % (TOOL.parent, os.environ["PATH"]),
                       TEXTDOMAINDIR=LOCALES.name)
    return subprocess.run([str(w) for w in words], capture_output=True,
                          text=True, timeout=60, env=environment, **more)


class Completion(unittest.TestCase):
    def bash(self, line):
        done = run("bash", "--norc", "-c", BASH, "bash", SCRIPTS / "cti.bash",
                   line, cwd=self.folder)
        self.assertEqual(done.stderr, "")
        return done.stdout.splitlines()

    def zsh(self, *words):
        done = run("zsh", "-f", "-c", ZSH, "zsh", SCRIPTS / "_cti", *words,
                   cwd=self.folder)
        self.assertEqual(done.stderr, "")
        return done.stdout.splitlines()

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        Path(self.folder, "monday.raw").write_text("")

    def test_every_command_of_the_table_is_offered(self):
        said = run(TOOL, "--help").stdout
        table = [name for name in re.findall(r"^  ([a-z]+) ", said, re.M)
                 if name != "cti"]
        names = set(self.bash("cti "))
        self.assertGreater(len(table), 30)
        for name in table:
            self.assertIn(name, names)
        self.assertIn("agent", names)
        self.assertEqual(len(names), len(self.bash("cti ")))

    def test_every_option_of_every_command_is_offered(self):
        for name in self.bash("cti "):
            if name.startswith("-") or name == "help":
                continue
            with self.subTest(name=name):
                offered = self.bash("cti %s --" % name)
                helped = set(re.findall(r"^  (--[a-z-]+)|, (--[a-z-]+)",
                                        run(TOOL, name, "--help").stdout,
                                        re.M))
                for option in {a or b for a, b in helped}:
                    self.assertIn(option, offered)

    def test_what_may_follow_is_offered(self):
        for line, wanted in (
                ("cti mon", ["monitor"]),
                ("cti help jou", ["journal"]),
                ("cti agent log", ["login", "logout"]),
                ("cti agent ready am", ["option nospace", "ami://",
                                        "option nospace", "ami+tls://"]),
                ("cti monitor --set ami.dial_ch", ["ami.dial_channel="]),
                ("cti replay --protocol es", ["esl", "esl-json"]),
                ("cti replay mon", ["option filenames", "monday.raw"]),
                ("cti monitor --config mon", ["option filenames",
                                              "monday.raw"]),
                ("cti record sta", ["start"]),
                ("cti record start esl:", ["option nospace", "//"]),
                ("cti service ch", ["check"]),
                ("cti nothing --", [])):
            with self.subTest(line=line):
                said = self.bash(line)
                if line.endswith("dial_ch"):
                    said.remove("option nospace")
                self.assertEqual(sorted(said), sorted(wanted))

    def test_zsh_offers_the_same(self):
        for words, wanted in (
                (("cti", "mon"), ["monitor"]),
                (("cti", "agent", "log"), ["login", "logout"]),
                (("cti", "replay", "mon"), ["@files"]),
                (("cti", "record", "start", "esl:"), ["option nospace",
                                                      "esl://"]),
                (("cti", "nothing", "--"), [])):
            with self.subTest(words=words):
                self.assertEqual(self.zsh(*words), wanted)


class Language(unittest.TestCase):
    def test_messages_are_chinese_for_who_reads_chinese(self):
        for how in ({"language": "zh_CN.UTF-8"}, {"language": "zh_CN.utf8"}):
            done = run(TOOL, "replya", **how)
            self.assertIn("是不是指 replay", done.stderr)
        self.assertIn("用法", run(TOOL, "--help",
                                language="zh_CN.UTF-8").stdout)

    def test_messages_are_english_for_everybody_else(self):
        for language in "C", "C.UTF-8", "de_DE.UTF-8", "nonsense":
            with self.subTest(language=language):
                self.assertIn("did you mean replay?",
                              run(TOOL, "replya", language=language).stderr)

    def test_findings_are_told_in_chinese_and_fit_the_terminal(self):
        done = run(TOOL, "doctor", "ami://u:x@127.0.0.1:1",
                   language="zh_CN.UTF-8")
        self.assertIn("故障     127.0.0.1:1 没有可用的 Asterisk", done.stdout)
        self.assertIn("manager.conf [general]: enabled = yes", done.stdout)
        for line in done.stdout.splitlines():
            self.assertLessEqual(
                len(line) + sum(ord(c) > 0x2e80 for c in line), 80, line)

    def test_programs_are_told_in_english(self):
        done = run(TOOL, "doctor", "ami://u:x@127.0.0.1:1", "--json",
                   language="zh_CN.UTF-8")
        self.assertIn("No Asterisk manager can be used", done.stdout)
        for words in (("keys", "--json"), ("number", "--json", "13800138000"),
                      ("monitor", "ami://u:x@127.0.0.1:1", "--seconds", "1",
                       "--json")):
            done = run(TOOL, *words, language="zh_CN.UTF-8")
            self.assertTrue(done.stdout.isascii() and done.stdout)
            english = run(TOOL, *words).stdout
            if words[0] != "monitor":
                self.assertEqual(done.stdout, english)


class Library(unittest.TestCase):
    """What the library says is in the language of its process too."""

    def chinese(self, *words):
        done = run(TOOL, *words, language="zh_CN.UTF-8")
        return done.stdout, done.stderr

    def test_a_link_says_why_it_is_down(self):
        out, err = self.chinese("monitor", "ami://u:x@127.0.0.1:1",
                                "--seconds", "1")
        # Names and states are words, not sentences.
        self.assertRegex(out, r"link +127\.0\.0\.1 +state down +detail "
                         "127.0.0.1:1：无法连接：连接被拒绝；请确认对方正在运行")
        self.assertIn("state connecting", out)

    def test_a_switch_that_refuses_the_login_keeps_its_own_words(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            def refuse():
                taken, _ = server.accept()
                with taken:
                    taken.sendall(b"Asterisk Call Manager/7.0.3\r\n")
                    said = b""
                    while b"\r\n\r\n" not in said:
                        said += taken.recv(4096)
                    taken.sendall(b"Response: Error\r\nActionID: " +
                                  re.search(rb"ActionID: (\S+)", said)[1] +
                                  b"\r\nMessage: Authentication failed"
                                  b"\r\n\r\n")
                    taken.recv(4096)

            switch = threading.Thread(target=refuse, daemon=True)
            switch.start()
            out, err = self.chinese(
                "monitor", "ami://u:x@127.0.0.1:%d" % server.getsockname()[1],
                "--seconds", "2")
        self.assertIn("交换机拒绝了登录: Authentication failed", out + err)

    def test_files_keys_and_numbers(self):
        for words, wanted in (
                (("replay", "nothere"), "没有这个文件或文件夹"),
                (("sim", "--help"), "坐席签入队列"),
                (("explain", CAPTURES / "a16-ami-atxfer", "13800138000"),
                 "没有改变任何内容"),
                (("keys",), "交换机的证书和主机名是否必须正确。"),
                (("number", "+8613800138000"), "去掉了 CN 的国家代码"),
                (("monitor", "nonsense://x"), "没有适配器认识 URL 协议"),
                (("monitor", "sim:", "--set", "tls.verify=maybe"),
                 "tls.verify 必须是 true 或 false，而不是 \"maybe\"。")):
            with self.subTest(words=words):
                self.assertIn(wanted, "".join(self.chinese(*words)))

    def test_words_of_a_number_stay(self):
        out, _ = self.chinese("number", "+8613800138000")
        self.assertRegex(out, r"class +mobile\n")
        self.assertIn("与国际写法匹配", out)


class Meant(unittest.TestCase):
    def test_what_was_probably_meant_is_said(self):
        for words, meant in ((("moniter",), "monitor"),
                             (("dcotor",), "doctor"),
                             (("agent", "raedy", "sim:", "1"), "ready"),
                             (("monitor", "--jsno", "sim:"), "--json"),
                             (("sim", "--set", "ami.dail_context=x"),
                              "ami.dial_context")):
            with self.subTest(words=words):
                done = run(TOOL, *words)
                self.assertIn("did you mean %s?" % meant, done.stderr)
                self.assertNotEqual(done.returncode, 0)


class Progress(unittest.TestCase):
    def test_a_long_replay_says_how_far_it_is(self):
        part = (CAPTURES / "load.ami").read_bytes()
        with tempfile.TemporaryDirectory() as folder:
            slow = Path(folder, "ami.raw")
            os.mkfifo(slow)
            ours, theirs = os.openpty()
            tool = subprocess.Popen([TOOL, "replay", "--protocol", "ami", slow],
                                    stderr=theirs, stdout=subprocess.DEVNULL)
            os.close(theirs)
            with slow.open("wb") as out:
                for at in range(0, 16):
                    out.write(part[at * 65536:(at + 1) * 65536])
                    out.flush()
                    time.sleep(0.1)
                out.write(part[16 * 65536:] + part)
            said = b""
            try:
                while piece := os.read(ours, 4096):
                    said += piece
            except OSError:
                pass  # its end of the terminal is closed
            os.close(ours)
            self.assertEqual(tool.wait(), 0, said)
        self.assertRegex(said, rb"replaying: \d+ MB")
        self.assertTrue(said.endswith(b"\r\x1b[K"), said)


if __name__ == "__main__":
    TOOL, CAPTURES = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    gather_catalogues()
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
