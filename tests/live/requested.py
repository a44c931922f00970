# SPDX-License-Identifier: MIT
"""Requests on the real Asterisk: an application (driver) asks, the telephones
are the witnesses of what became of it, and the events must tell the story that
the telephones saw."""
import json
import os
import re
import signal
import socket
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
INVALID, STATE, UNSUPPORTED, TIMED_OUT = -2, -3, -4, -5
LINK_DOWN, REFUSED, ABSENT = -7, -10, -11
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


class Relay:
    """A wire to the switch that can be cut."""

    def __init__(self, port=5038):
        self.to, self.whole = ("127.0.0.1", port), True
        self.pairs = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                near = self.door.accept()[0]
            except OSError:
                return
            if not self.whole:
                near.close()
                continue
            far = socket.create_connection(self.to)
            self.pairs += [near, far]
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self.pump, args=(a, b),
                                 daemon=True).start()

    @staticmethod
    def pump(a, b):
        try:
            while data := a.recv(65536):
                b.sendall(data)
        except OSError:
            pass
        for end in (a, b):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        self.whole = False
        for end in self.pairs:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.cut()
        self.door.close()


def stands_still(pid):
    """Its threads stop one by one, and some may end meanwhile."""
    try:
        return all(stat.read_text().rpartition(")")[2].split()[0] == "T"
                   for stat in Path("/proc/%d/task" % pid).glob("*/stat"))
    except OSError:
        return False


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

    def manager(self, action, **headers):
        """What another client of the manager sees."""
        ami = call.Ami(self.dir, time.monotonic(), keep=False)
        try:
            return ami.do(action, **headers)
        finally:
            ami.close()

    def channel(self, device):
        found = re.findall(r"(PJSIP/%s-\w+)!" % device, self.manager(
            "Command", Command="core show channels concise"))
        if not found:
            raise Wrong("%s has no channel" % device)
        return found[-1]

    def freeze(self, frozen):
        """The switch stands still: it neither reads nor answers."""
        cache = os.environ.get("LIBCTI_RIG_CACHE", "/var/cache/libcti-rig")
        pid = int((Path(cache) / "asterisk" / "pid").read_text().split()[0])
        os.kill(pid, signal.SIGSTOP if frozen else signal.SIGCONT)
        while frozen and not stands_still(pid):
            time.sleep(0.01)

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
    relay = Relay()
    url = url.replace(":5038", ":%d" % relay.port)
    if any(x.startswith("link.user=") for x in settings):
        url = re.sub("//.*@", "//", url)
    driver = Driver(program, url, settings)
    s = Story(name, out, driver)
    s.relay = relay
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
    relay.close()
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


@story("ami.auto_answer=Call-Info: <sip:x>;answer-after=0")
def dial_with_auto_answer(s):
    s.ask("dial", device=s.a, to=s.out, flags=1, caller="4001100288",
          caller_name="Li, Ming", data_ORDER="7,\"a\\b;|&${X}")
    c = s.rings(s.a, s.out, s.a)
    if "answer-after=0" not in c.invite.get("call-info"):
        raise Wrong("no header for auto-answer: %r" % c.invite.h)
    s.answers(c, s.out)
    s.ev("dial", device=s.a, called=s.out)
    o = s.world.wait_call(s.out)
    o.ring()
    o.answer()
    s.ev("answer", device=s.a, remote=s.out)
    s.talk_path(c, o)
    seen = s.manager("Getvar", Channel=s.channel(s.a), Variable="ORDER")
    if 'Value: 7,"a\\b;|&${X}\r' not in seen:
        raise Wrong("the data of the call: %r" % seen)
    c.hangup()
    s.ended(c, remote=s.out)
    o.wait_end()


@story()
def dial_a_colleague_with_another_number(s):
    s.ask("dial", device=s.a, to=s.b, caller="13500135000")
    c = s.rings(s.a, s.b, s.a)
    s.answers(c, s.b)
    s.ev("dial", device=s.a, called=s.b)
    y = s.ua(s.b).wait_call()
    if y.remote_user != "13500135000":
        raise Wrong("%s is shown %s" % (s.b, y.remote_user))
    y.ring()
    s.ev("ring", device=s.b, remote=s.a + "|13500135000", called=s.b)
    y.answer()
    s.ev("answer", device=s.b, remote=s.a + "|13500135000")
    s.ev("answer", device=s.a, remote=s.b)
    s.talk_path(c, y)
    c.hangup()
    s.ended(c, remote=s.b)
    s.ended(y, remote=s.a + "|13500135000")


@story()
def dial_declined(s):
    c, _ = s.clicked(s.out, answer=False)
    c.reject(603, "Decline")
    s.ended(c, "rejected", s.out)


@story()
def dial_fails(s):
    """Unknown to Asterisk, not registered, and a number that is none."""
    s.ask("dial", device="9999", to=s.out, error=REFUSED, says="9999")
    s.ask("dial", device="1101", to="1102,1", error=INVALID, says="only")
    s.ua(s.b).register(expires=0)
    s.ask("dial", device=s.b, to=s.out, error=REFUSED, says="registered")
    s.ask("dial", device=s.a, to="55555555555555", error=REFUSED,
          says="[Ee]xtension")


@story(*CONTROL)
def answer_by_remote_control(s):
    o, c = s.inbound(answer=False)
    s.ask("answer", device=s.a)
    c.wait_up()
    s.ev("answer", device=s.a, remote=s.caller)
    s.talk_path(o, c)
    s.ask("hold", device=s.a)
    s.until(o.hears_music, "the caller hears no music")
    s.ev("hold", device=s.a)
    o.hangup()
    s.ended(c, remote=s.caller)


@story()
def answer_is_refused(s):
    o, c = s.inbound(answer=False)
    s.ask("answer", device=s.a, error=UNSUPPORTED, says="remote_control")
    o.hangup()
    s.ended(c, "cancelled", s.caller)


def moved_to_hold(s, o, c):
    s.ask("hold", device=s.a)
    s.ev("hold", device=s.a)
    s.until(o.hears_music, "the party hears no music")
    time.sleep(0.5)
    if c.hears(o.tone) or c.hears_music() or o.hears(c.tone):
        raise Wrong("hold is no silence")


@story()
def hold_and_retrieve(s):
    """Without the telephone's help: the call is moved and bridged again."""
    o, c = s.inbound()
    moved_to_hold(s, o, c)
    s.ask("hold", device=s.a, error=STATE, says="talks to nobody")
    s.ask("retrieve", device=s.a)
    s.ev("retrieve", device=s.a)
    s.talk_path(o, c)
    moved_to_hold(s, o, c)
    s.ask("retrieve", device=s.a)
    s.ev("retrieve", device=s.a)
    s.talk_path(o, c)
    c.hangup()
    s.ended(c, remote=s.caller)
    o.wait_end()


@story()
def hold_of_a_call_that_was_dialled(s):
    c, o, _ = s.click_out()
    moved_to_hold(s, o, c)
    s.ask("retrieve", device=s.a)
    s.ev("retrieve", device=s.a)
    s.talk_path(o, c)
    s.ask("consult", device=s.a, to=s.b)
    s.ev("hold", device=s.a)
    s.ev("dial", device=s.a, called=s.b)
    y = s.rings(s.b, s.a, s.b)
    s.answers(y, s.a)
    s.ev("answer", device=s.a, remote=s.b)
    s.talk_path(c, y)
    s.ask("complete", device=s.a)
    s.ev("transfer", kind="attended", by=s.a, to=s.b, remote=s.out)
    s.ended(c, remote=s.out)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.out)


@story()
def hold_of_a_queue_call(s):
    o, c = s.queued()
    moved_to_hold(s, o, c)
    s.ask("retrieve", device=s.a)
    s.ev("retrieve", device=s.a)
    s.talk_path(o, c)
    o.hangup()
    s.ended(c, remote=s.caller)


@story()
def hold_and_the_party_gives_up(s):
    o, c = s.inbound()
    moved_to_hold(s, o, c)
    o.hangup()
    s.ended(c, remote=s.caller)


@story()
def hold_and_the_agent_hangs_up(s):
    o, c = s.inbound()
    moved_to_hold(s, o, c)
    c.hangup()
    s.ended(c, remote=s.caller)
    o.wait_end()


@story()
def hold_then_transfer(s):
    o, c = s.inbound()
    moved_to_hold(s, o, c)
    s.ask("transfer", device=s.a, to=s.b)
    s.ev("transfer", kind="blind", by=s.a, to=s.b, remote=s.caller)
    s.ended(c, remote=s.caller)
    y = s.rings(s.b, s.caller, s.b)
    s.answers(y, s.caller)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.caller)


@story()
def transfer(s):
    o, c = s.queued()
    s.ask("transfer", device=s.a, to=s.b)
    s.ev("transfer", kind="blind", by=s.a, to=s.b, remote=s.caller)
    s.ended(c, remote=s.caller)
    y = s.rings(s.b, s.caller, s.b)
    s.answers(y, s.caller)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.caller)


def consulted(s):
    o, c = s.inbound()
    s.ask("consult", device=s.a, to=s.b)
    s.ev("hold", device=s.a)
    s.ev("dial", device=s.a, called=s.b)
    y = s.rings(s.b, s.a, s.b)
    s.answers(y, s.a)
    s.ev("answer", device=s.a, remote=s.b)
    s.talk_path(c, y)
    s.until(o.hears_music, "the caller hears no music")
    return o, c, y


@story()
def consult_and_cancel(s):
    o, c, y = consulted(s)
    s.ask("cancel", device=s.a)
    s.ended(y, remote=s.a)
    s.ev("retrieve", device=s.a)
    s.talk_path(o, c)
    c.hangup()
    s.ended(c, remote=s.caller)
    o.wait_end()


@story()
def consult_and_join(s):
    o, c, y = consulted(s)
    s.ask("join", device=s.a)
    s.ev("conference", devices=[s.a, s.b], also=[s.caller])
    three_talk(s, o, c, y)
    c.hangup()
    s.ended(c, remote=s.caller)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.a + "|" + s.caller)


def three_talk(s, *calls):
    """One after the other says something that the two others hear."""
    for x in calls:
        x.tone = 0xff
    time.sleep(0.5)
    for x in calls:
        x.tone = TONE[x.ua.user]
        for y in calls:
            if y is not x:
                s.until(lambda: y.hears(x.tone), "%s does not hear %s" % (
                    y.ua.user, x.ua.user))
        x.tone = 0xff
        time.sleep(0.2)
    for x in calls:
        x.tone = TONE[x.ua.user]


@story()
def consult_and_swap(s):
    """The telephones alone are asked: by feature code, too, Asterisk says
    nothing that would tell which of the two is on hold."""
    o, c, y = consulted(s)
    s.ask("swap", device=s.a)
    s.talk_path(o, c)
    s.until(y.hears_music, "the colleague hears no music")
    s.ask("swap", device=s.a)
    s.talk_path(y, c)
    s.until(o.hears_music, "the caller hears no music")
    s.ask("cancel", device=s.a)
    y.wait_end()
    s.talk_path(o, c)
    o.hangup()
    c.wait_end()
    s.events.clear()


@story("link.backoff_max_ms=300")
def nothing_is_asked_while_the_link_is_down(s):
    o, c = s.inbound()
    s.relay.cut()
    s.driver.event(event="link", state="down")
    s.ask("hangup", device=s.a, error=LINK_DOWN, says="down")
    s.relay.whole = True
    before = len(s.driver.lines)
    s.until(lambda: any(x.get("state") == "up" for x in
                        s.driver.lines[before:]), "the link stays down")
    s.talk_path(o, c)
    s.ask("hangup", device=s.a)
    s.ended(c, remote=s.caller)
    o.wait_end()


@story("link.user=calls-only", "link.secret=libcti-rig-calls")
def a_right_that_is_missing_is_named(s):
    s.ask("dial", device=s.a, to=s.b, error=UNSUPPORTED, says='"originate"')
    s.ask("agent-ready", device=s.a, error=UNSUPPORTED, says='"agent"')
    o, c = s.inbound()
    s.ask("hold", device=s.a, error=UNSUPPORTED, says="manager.conf")
    s.ask("mute", device=s.a, error=UNSUPPORTED, says='"system"')
    s.ask("transfer", device=s.a, to=s.b)
    s.ev("transfer", kind="blind", by=s.a, to=s.b, remote=s.caller)
    s.ended(c, remote=s.caller)
    y = s.rings(s.b, s.caller, s.b)
    s.answers(y, s.caller)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.caller)


@story()
def conference_and_drop(s):
    o, c = s.inbound()
    s.ask("conference", device=s.a, to=s.b)
    y = s.rings(s.b, s.a, s.b)
    s.answers(y, s.a)
    s.ev("conference", devices=[s.a, s.b], also=[s.caller])
    three_talk(s, o, c, y)
    ident = s.driver.event(event="conference")["call"]
    s.ask("drop", call=ident, to=s.b)
    s.ended(y, remote=s.a + "|" + s.caller)
    s.talk_path(o, c)
    s.ask("clear", call=ident)
    s.ended(c, remote=s.caller)
    o.wait_end()


@story()
def deflect_what_rings(s):
    o, c = s.inbound(answer=False)
    s.ask("deflect", device=s.a, to=s.b)
    s.ended(c, "diverted", s.caller)
    y = s.rings(s.b, s.caller, s.did)
    s.answers(y, s.caller)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.caller)
    s.ev("divert", **{"from": s.a, "to": s.b})


@story("ami.dial_context=internal")
def deflect_from_a_queue(s):
    for n in (s.a, s.b):
        s.ua(n).register(expires=0)
    o = s.outside_calls(s.dnis)
    o.wait_up()
    s.ev("queue", queue=s.queue, remote=s.caller)
    ident = s.driver.event(event="queue")["call"]
    s.ask("deflect", call=ident, to=s.c)
    y = s.rings(s.c, s.caller, s.dnis + "|" + s.c)
    s.answers(y, s.caller)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.caller)


@story()
def pickup(s):
    o, c = s.inbound(answer=False)
    ident = s.driver.event(event="ring", device=s.a)["call"]
    s.ask("pickup", call=ident, device=s.b)
    y = s.ua(s.b).wait_call()
    y.ring()
    y.answer()
    s.ev("pickup", by=s.b, of=s.a)
    s.ended(c, "answered-elsewhere", s.caller)
    s.talk_path(o, y)
    y.hangup()
    o.wait_end()


@story()
def park_and_unpark(s):
    o, c = s.inbound()
    s.ask("park", device=s.a)
    park = s.driver.event(event="park")
    s.ev("park", device=s.a, slot=park["slot"])
    s.ended(c, remote=s.caller)
    s.until(o.hears_music, "the parked hears no music")
    s.ask("unpark", device=s.b, to=park["slot"])
    either = park["slot"] + "|" + s.caller
    y = s.rings(s.b, park["slot"], s.b)
    s.events[-1]["remote"] = either
    s.answers(y, either)
    s.talk_path(o, y)
    o.hangup()
    s.ended(y, remote=s.caller)


@story()
def digits_data_mute_and_recording(s):
    o, c = s.inbound()
    s.ask("dtmf", device=s.a, value="42#")
    s.until(lambda: o.keys == "42#", "the caller heard the keys %r" % o.keys)
    s.ev("dtmf", device=s.a, digits="42#")
    s.ask("data", device=s.a, key="ORDER", value='7,"x"=|&${Y}')
    s.driver.event(event="data", key="ORDER", value='7,"x"=|&${Y}')
    seen = s.manager("Getvar", Channel=s.channel(s.a), Variable="ORDER")
    if 'Value: 7,"x"=|&${Y}\r' not in seen:
        raise Wrong("the data of the call: %r" % seen)
    s.ask("mute", device=s.a)
    time.sleep(0.5)
    if o.hears(c.tone) or not c.hears(o.tone):
        raise Wrong("mute does not mute the device alone")
    s.ask("unmute", device=s.a)
    s.talk_path(o, c)
    s.ask("record-start", device=s.a, to="libcti-live.wav")
    s.driver.event(event="record", state="started")
    for kind in ("record-pause", "record-resume", "record-stop"):
        time.sleep(0.3)
        s.ask(kind, device=s.a)
    s.driver.event(event="record", state="stopped")
    s.ask("record-stop", device=s.a, error=REFUSED, says="monitor")
    s.ask("record-start", device=s.a, to="x.wav,r(y)", error=INVALID,
          says="file")
    o.hangup()
    s.ended(c, remote=s.caller)


@story("ami.queues=support,load")
def agents(s):
    s.ask("agent-not-ready", device=s.a, reason="lunch, late")
    s.ev("agent", agent=s.a, state="not-ready")
    s.ask("agent-ready", device=s.a)
    s.ev("agent", agent=s.a, state="ready")
    s.ask("agent-wrapup", device=s.a)
    s.ev("agent", agent=s.a, state="wrapup")
    s.ask("agent-wrapup-end", device=s.a)
    s.ev("agent", agent=s.a, state="ready")
    s.ask("agent-login", device=s.d, queue="support", agent="new")
    s.ev("agent", agent="new", state="login")
    s.driver.event(event="agent", agent="new", state="login")
    s.ask("agent-logout", agent="new")
    s.ev("agent", agent="new", state="logout")
    s.ask("agent-not-ready", agent="王五")
    s.ev("agent", agent="王五", state="not-ready")
    s.ask("agent-ready", device=s.c)
    s.ev("agent", agent="王五", state="ready")
    s.ask("agent-ready", agent="nobody", error=ABSENT, says="not logged in")


@story()
def queue_priority_and_withdrawal(s):
    for n in (s.a, s.b):
        s.ua(n).register(expires=0)
    o = s.outside_calls("4001100256")
    o.wait_up()
    s.ev("queue", queue=s.queue, remote=s.caller)
    ident = s.driver.event(event="queue")["call"]
    s.ask("queue-priority", call=ident, priority=7)
    y = None
    if "WithdrawCaller" not in s.manager("ListCommands"):
        s.ask("queue-withdraw", call=ident, error=UNSUPPORTED, says="version")
    else:
        s.ask("queue-withdraw", call=ident)
        s.driver.event(event="dequeue")
        y = s.rings(s.c, s.caller, "4001100256")
    o.hangup()
    if y:
        s.ended(y, "cancelled", s.caller)


@story()
def too_late_or_never(s):
    """A call that has ended, a switch that does not answer, a link down."""
    o, c = s.inbound()
    ident = s.driver.event(event="answer", device=s.a)["call"]
    o.hangup()
    s.ended(c, remote=s.caller)
    s.driver.event(event="hangup", device=s.a)
    s.ask("hangup", device=s.a, error=STATE, says="no call")
    s.ask("hangup", call=ident, error=ABSENT, says="ended")
    o, c = s.inbound()
    s.freeze(True)
    s.ask("hangup", device=s.a, timeout_ms=700, error=TIMED_OUT, says="answer")
    s.freeze(False)
    s.ended(c, remote=s.caller)
    o.wait_end()
