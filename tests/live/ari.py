# SPDX-License-Identifier: MIT
"""The real Asterisk over ARI: the tool watches, an application asks, and what
AMI and ARI say at the same time is told once."""
import time
from pathlib import Path

import requested
from requested import REFUSED, STATE, UNSUPPORTED, Wrong

URL = "ari://libcti:libcti-rig-secret@127.0.0.1:8088"
# What no telephone does is not to be had over ARI: an agent's login by AMI.
STORIES = ("inbound-answer-hangup", "click-to-dial", "hold-retrieve",
           "blind-transfer", "attended-transfer", "ami-atxfer",
           "queue-rna-next", "queue-local-ringall", "conference-three",
           "park-retrieve", "pickup-group", "divert-302",
           "agent-states-phone", "caller-utf8", "concurrent")
OUTAGES = ("crash-mid-call",)
# The rig listens as "libcti" itself.
APP = "ari.app=watch"
ASKS = {}


def story(*settings):
    def keep(f):
        ASKS["ari-" + f.__name__.replace("_", "-")] = (f, (
            "ari.app=asks", "ari.dial_context=internal") + settings)
        return f
    return keep


@story()
def dial_and_hang_up(s):
    c, o, _ = s.click_out()
    s.ask("hangup", device=s.a)
    s.ended(c, remote=s.out)
    o.wait_end()


@story()
def dial_with_auto_answer(s):
    s.ask("dial", device=s.a, to=s.out, flags=1, caller="4001100288",
          data_ORDER="7,\"a\\b;|&${X}")
    c = s.rings(s.a, s.out, s.a)
    if "answer-after=0" not in c.invite.get("call-info"):
        raise Wrong("no header for auto-answer: %r" % c.invite.h)
    s.answers(c, s.out)
    s.ev("dial", device=s.a, called=s.out)
    o = s.world.wait_call(s.out)
    o.ring()
    o.answer()
    s.ev("answer", device=s.a, remote=s.out)
    seen = s.manager("Getvar", Channel=s.channel(s.a), Variable="ORDER")
    if 'Value: 7,"a\\b;|&${X}\r' not in seen:
        raise Wrong("the data of the call: %r" % seen)
    c.hangup()
    s.ended(c, remote=s.out)
    o.wait_end()


@story()
def dial_declined(s):
    c, _ = s.clicked(s.out, answer=False)
    c.reject(603, "Decline")
    s.ended(c, "rejected", s.out)


@story()
def dial_fails(s):
    s.ask("dial", device="9999", to=s.out, error=REFUSED, says="unknown")
    s.ask("dial", device="1001", to="1102,1", error=-2, says="only")


@story()
def reject_with_a_reason(s):
    o, c = s.inbound(answer=False)
    s.ask("hangup", device=s.a, reason="busy")
    s.ended(c, "cancelled|busy|rejected|no-answer", s.caller)
    o.hangup()


@story()
def clear_a_call(s):
    o, c = s.inbound()
    ident = s.driver.event(event="answer", device=s.a)["call"]
    s.ask("clear", call=ident)
    s.ended(c, remote=s.caller)
    o.wait_end()


@story()
def record_through_a_listener(s):
    o, c = s.inbound()
    s.ask("record-start", device=s.a, to="live-1.wav")
    s.driver.event(event="record", device=s.a, state="started")
    s.ask("record-pause", device=s.a)
    s.driver.event(event="record", device=s.a, state="paused")
    s.ask("record-resume", device=s.a)
    time.sleep(0.5)
    s.ask("record-start", device=s.a, to="../x", error=-2, says="folder")
    s.ask("record-stop", device=s.a)
    s.driver.event(event="record", device=s.a, state="stopped")
    o.hangup()
    s.ended(c, remote=s.caller)


@story()
def what_it_cannot_do_it_says(s):
    o, c = s.inbound()
    for kind in ("hold", "mute", "park"):
        s.ask(kind, device=s.a, error=UNSUPPORTED, says="ami://")
    s.ask("agent-login", device=s.a, queue=s.queue, error=UNSUPPORTED,
          says="ami://")
    s.ask("answer", device=s.a, error=STATE)
    o.hangup()
    s.ended(c, remote=s.caller)


def replaced(live, tool, folder):
    """Another program under our name: said, and not fought for."""
    first = live.Watch(folder, "first", tool, "monitor", URL, "--json",
                       "--set", "ari.app=twice")
    faults = []
    if not first.wait_for('"state": ?"up"', 10):
        faults.append("the first does not come up")
    second = live.Watch(folder, "second", tool, "monitor", URL, "--json",
                        "--set", "ari.app=twice")
    if not second.wait_for('"state": ?"up"', 10):
        faults.append("the second does not come up")
    if not first.wait_for("ari.app", 5):
        faults.append("the first does not say who took its place")
    time.sleep(3)
    if any('"down"' in line or '"failed"' in line for line in second.lines()):
        faults.append("they fight for the name")
    first.stop()
    second.stop()
    live.verdict("ari-replaced", faults)


def errors(live, tool):
    cases = (
        ("wrong-secret", URL.replace("rig-secret", "wrong"), "401"),
        ("no-ari", URL.replace("8088", "5038"), "HTTP"),
        ("refused", URL.replace("8088", "5999"), "5999"),
    )
    for name, url, words in cases:
        faults = []
        run = live.subprocess.run(
            [tool, "monitor", "--seconds", "13", "--json", url],
            capture_output=True, text=True, timeout=30)
        if words not in run.stderr or not run.returncode:
            faults.append("status %d: %r" % (run.returncode, run.stderr))
        live.verdict("ari-error-" + name, faults)


def asks(live, build, out, names):
    driver = str(build / "tests" / "live" / "driver")
    for name in [n for n in ASKS if not names or n in names]:
        requested.STORIES[name] = ASKS[name]
        requested.play(name, driver, URL, out, live.verdict)
        del requested.STORIES[name]


# What the application answers, the story that the telephones then tell, and
# what became of the answer.
ROUTES = (
    ("told", "1002", "route-ari-answered", r'^routed CTI_OK "1002"'),
    ("by-itself", "", "route-ari-by-itself", r'^routed CTI_OK ""'),
    ("no-such-number", "99977", "route-ari-by-itself",
     r'^routed CTI_EREFUSED "" .*99977'),
)


def routes(live, build, folder, monitor, out):
    """A dialplan's Stasis asks where its caller shall go."""
    for name, answer, tale, routed in ROUTES:
        router = live.Watch(folder, "ari-router-" + name,
                            str(build / "tests" / "live" / "router"), URL,
                            "switch", answer, "", "ari.app=routes")
        if not router.wait_for("^link up", 10):
            live.verdict("ari-route-" + name,
                         ["the router's link did not come up"])
            router.stop()
            continue
        live.tell(monitor, out, tale, as_="ari-route-" + name)
        faults = [] if router.wait_for(routed, 3) else router.lines()
        router.stop()
        live.verdict("ari-route-%s-ends" % name, faults)


def watch(live, build, folder, names):
    """All of it; live is the program that does the same over AMI."""
    tool = str(build / "examples" / "cti" / "cti")
    out = Path(folder) / "ari"
    monitor = live.Watch(folder, "ari-monitor", tool, "monitor", URL,
                         "--json", "--set", APP,
                         # Back before the story's next telephone rings.
                         "--set", "link.backoff_max_ms=1000")
    if not monitor.wait_for('"state": ?"up"', 15):
        live.verdict("ari-link-up", ["the monitor's link did not come up",
                                     monitor.errors.read_text()[-300:]])
        return
    for name in [n for n in STORIES if not names or "ari-" + n in names]:
        live.tell(monitor, out, name, as_="ari-" + name)
    for name in [n for n in OUTAGES if not names or "ari-" + n in names]:
        live.tell(monitor, out, name, late=True, as_="ari-" + name)
    if not names or "ari-route" in names:
        routes(live, build, folder, monitor, out)
    monitor.stop()
    asks(live, build, out, names)
    if not names or "ari-replaced" in names:
        replaced(live, tool, folder)
    if not names or "ari-errors" in names:
        errors(live, tool)
