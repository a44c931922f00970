# SPDX-License-Identifier: MIT
"""Requests on the real Asterisk: an application (driver) asks, the telephones
are the witnesses of what became of it, and the events must tell the story that
the telephones saw."""
import json
import re
import subprocess
import sys
import threading
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "asterisk" / "lib"))


def load(name, path):
    loader = SourceFileLoader(name, str(path))
    module = module_from_spec(spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


call = load("call", HERE / "asterisk" / "call")
check = load("check", HERE.parent / "conform" / "check")
STORIES = {}
CONTROL = ("devices.remote_control=1001",)
TONE = {"1001": 0x31, "1002": 0x32, "1003": 0x33, "1004": 0x34, "trunk": 0x39}


def story(*settings):
    def keep(f):
        STORIES["request-" + f.__name__.replace("_", "-")] = (f, settings)
        return f
    return keep


class Wrong(Exception):
    """A telephone or an answer is not as it should be."""


class Driver:
    """The application: requests in, results and events out."""

    def __init__(self, program, url, settings):
        self.process = subprocess.Popen(
            (program, url) + tuple(settings), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True, encoding="utf-8")
        self.cv = threading.Condition()
        self.lines, self.number = [], 0
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            with self.cv:
                self.lines.append(json.loads(line))
                self.cv.notify_all()

    def find(self, test, seconds):
        def first():
            return next((x for x in self.lines if test(x)), None)
        with self.cv:
            self.cv.wait_for(first, seconds)
            return first()

    def ask(self, kind, error=0, seconds=12, says="", **words):
        """Send a request and wait for its end; error: the one expected."""
        self.number += 1
        n = self.number
        text = [str(n), kind] + ["%s=%s" % (k.replace("data_", "data."), v)
                                 for k, v in words.items()]
        self.process.stdin.write("\t".join(text) + "\n")
        self.process.stdin.flush()
        sent = self.find(lambda x: x.get("sent") == n, 5)
        if sent is None:
            raise Wrong("%s: the library does not answer" % kind)
        end = sent if sent["error"] else self.find(
            lambda x: x.get("result") == n, seconds)
        if end is None:
            raise Wrong("%s: never ended" % kind)
        if end["error"] != error or not re.search(says, end["detail"]):
            raise Wrong("%s ended with %d (%s), not %d (%s)" % (
                kind, end["error"], end["detail"], error, says))
        return end["call"] or sent["call"]

    def event(self, seconds=5, **fields):
        found = self.find(lambda x: all(x.get(k) == v for k, v in
                                        fields.items()), seconds)
        if found is None:
            raise Wrong("no event %s" % fields)
        return found

    def events(self):
        with self.cv:
            return [x for x in self.lines if "event" in x]

    def close(self):
        self.process.stdin.close()
        try:
            return self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return -9


class Story(call.S):
    """The telephones of one story, and the application beside them."""

    def __init__(self, name, out, driver):
        super().__init__(name, str(out), dict(call.DEFAULT, talk="0.4"))
        self.driver = driver
        self.ask = driver.ask
        for ua in list(self.uas.values()) + [self.world]:
            ua.tone = TONE[ua.user]

    def start(self):
        for ua in self.uas.values():
            ua.register()
        if not self.driver.find(lambda x: x.get("event") == "link" and
                                x.get("state") == "up", 10):
            raise Wrong("the link does not come up")

    def stop(self):
        for ua in list(self.uas.values()) + [self.world]:
            for c in list(ua.calls.values()):
                if c.state not in ("ended", "new"):
                    try:
                        c.hangup()
                    except call.Timeout:
                        pass
        time.sleep(0.6)
        for ua in list(self.uas.values()) + [self.world]:
            ua.close()
        self.sipf.close()

    def talk_path(self, *calls):
        """Each of two hears the other's tone."""
        a, b = calls
        for x, y in ((a, b), (b, a)):
            self.until(lambda: x.hears(y.tone), "%s does not hear %s" % (
                x.ua.user, y.ua.user))

    def until(self, test, what, seconds=4):
        end = time.monotonic() + seconds
        while not test():
            if time.monotonic() > end:
                raise Wrong(what)
            time.sleep(0.05)

    def clicked(self, to, answer=True):
        """Click-to-dial of 1001; the own telephone's call, and its id."""
        ident = self.ask("dial", device=self.a, to=to)
        c = self.rings(self.a, to, self.a)
        if c.remote_user != to:
            raise Wrong("the telephone shows %s" % c.remote_user)
        time.sleep(0.3)
        if answer:
            self.answers(c, to)
            self.ev("dial", device=self.a, called=to)
        return c, ident

    def click_out(self):
        c, ident = self.clicked(self.out)
        o = self.world.wait_call(self.out)
        o.ring()
        time.sleep(0.3)
        o.answer()
        self.ev("answer", device=self.a, remote=self.out)
        self.talk_path(c, o)
        return c, o, ident


def play(name, program, url, out, verdict):
    f, settings = STORIES[name]
    driver = Driver(program, url, settings)
    s = Story(name, out, driver)
    faults = []
    try:
        s.start()
        f(s)
    except (Wrong, call.Timeout, OSError) as e:
        faults.append("%s: %s" % (type(e).__name__, e))
    s.stop()
    time.sleep(0.3)
    if not faults:
        faults = check.compare(s.events, driver.events())
    status = driver.close()
    if status:
        faults.append("the driver ended with %d" % status)
    if faults:
        faults += [json.dumps(x, ensure_ascii=False) for x in driver.lines]
        for n in s.notes:
            faults.append("note: " + n)
    (Path(s.dir) / "driver.jsonl").write_text(
        "\n".join(json.dumps(x, ensure_ascii=False) for x in driver.lines))
    verdict(name, faults)


# ---------------------------------------------------------------- the stories
@story()
def dial_and_hang_up(s):
    c, o, _ = s.click_out()
    s.ask("hangup", device=s.a)
    s.ended(c, remote=s.out)
    o.wait_end()


@story(*CONTROL)
def the_whole_day(s):
    """Click-to-dial, hold, attended transfer, hang-up: all by request."""
    c, o, _ = s.click_out()
    s.ask("hold", device=s.a)
    s.until(lambda: c.hold_now, "the telephone does not hold")
    s.ev("hold", device=s.a)
    s.until(o.hears_music, "the party hears no music")
    s.ask("retrieve", device=s.a)
    s.until(lambda: not c.hold_now, "the telephone does not take it back")
    s.ev("retrieve", device=s.a)
    s.talk_path(c, o)
    s.ask("consult", device=s.a, to=s.b)
    s.ev("hold", device=s.a)
    s.ev("dial", device=s.a, called=s.b)
    y = s.rings(s.b, s.a, s.b)
    time.sleep(0.3)
    s.answers(y, s.a)
    s.ev("answer", device=s.a, remote=s.b)
    s.talk_path(c, y)
    s.until(o.hears_music, "the party hears no music")
    s.ask("complete", device=s.a)
    s.ev("transfer", kind="attended", by=s.a, to=s.b, remote=s.out)
    s.ended(c, remote=s.out)
    s.talk_path(o, y)
    s.ask("hangup", device=s.b)
    s.ended(y, remote=s.out)
    o.wait_end()
