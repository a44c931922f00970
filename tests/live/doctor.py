# SPDX-License-Identifier: MIT
"""The real Asterisk, set up badly in many ways at once: a user for each way, and
what `cti doctor` must say of it."""
import base64
import json
import urllib.request

MANAGER = """
[doctor-good]
secret = doctor-secret
permit = 127.0.0.0/255.0.0.0
read = system,call,agent,dtmf,user
write = system,call,agent,originate,reporting,config
writetimeout = 5000

[doctor-wide]
secret = doctor-secret
permit = 127.0.0.0/255.0.0.0
read = system,call,agent,dtmf,user
write = system,call,agent,originate,reporting
writetimeout = 5000

[doctor-blind]
secret = doctor-secret
permit = 127.0.0.0/255.0.0.0
read = system,agent
write = system,originate,reporting,config

[doctor-filtered]
secret = doctor-secret
permit = 127.0.0.0/255.0.0.0
read = all
write = originate,reporting,config
writetimeout = 5000
eventfilter = !Event: Newchannel

[doctor-elsewhere]
secret = doctor-secret
deny = 0.0.0.0/0.0.0.0
permit = 192.0.2.1/255.255.255.255
read = all
write = all
"""
ARI = """
[doctor-writer]
type = user
password = doctor-secret

[doctor-wide]
type = user
password = doctor-secret

[doctor-reader]
type = user
read_only = yes
password = doctor-secret
"""
# What must be said at least, and what must not be.
CASES = (
    ("ami://doctor-good", 0, {"ami-rights": "good", "ami-clock": "good",
                              "ami-call-told": "good",
                              "ami-ari-write-timeout": "warning"},
     ("ami-read-call", "ami-config", "ami-writetimeout", "ami-ringinuse",
      "ami-atxfer", "ami-caller-id")),
    ("ami://doctor-wide", 0, {"ami-caller-id": "note",
                              "ami-ari-write-timeout": "warning"},
     ("ami-config", "ami-read-call", "ami-writetimeout", "ami-eventfilter")),
    ("ami://doctor-blind", 1, {"ami-read-call": "fault",
                               "ami-call-untold": "fault",
                               "ami-right-call": "warning",
                               "ami-right-agent": "warning",
                               "ami-writetimeout": "warning"},
     ("ami-call-told", "ami-right-reporting")),
    ("ami://doctor-filtered", 1, {"ami-eventfilter": "warning",
                                  "ami-call-untold": "fault",
                                  "ami-right-system": "note"},
     ("ami-read-call",)),
    ("ami://calls-only", 1, {"ami-right-reporting": "fault",
                             "ami-right-originate": "warning",
                             "ami-writetimeout": "warning",
                             "ami-ari-write-timeout": "warning",
                             "ami-call-untried": "note"},
     ("ami-config", "ami-read-call", "ami-atxfer")),
    ("ami://doctor-elsewhere", 1, {"ami-login": "fault"}, ("link-up",)),
    ("ari://doctor-writer", 0, {"ari-write": "good", "ari-call-told": "good",
                         "ari-version": "good", "ari-extensions": "good",
                         "ari-write-timeout": "warning"},
     ("ari-read-only", "ari-module", "ari-caller-id")),
    # The rig's trunk has no caller ID of its own.
    ("ari://doctor-wide", 0, {"ari-caller-id": "note",
                              "ari-write-timeout": "warning"}, ()),
    ("ari://doctor-reader", 0, {"ari-read-only": "note",
                                "ari-write-timeout": "note",
                                "ari-call-untried": "note"}, ("ari-write",)),
    ("ari://nobody", 1, {"ari-login": "fault"}, ("link-up",)),
)
WIDE = ("--set", "devices.extensions=10XX,trunk")
SECRETS = {"calls-only": "libcti-rig-calls"}


def begin(live, tool, url):
    user = url.split("//")[1]
    return live.subprocess.Popen(
        [tool, "doctor", "--call", "--json", "--set", "ari.app=" + user,
         *(WIDE if user == "doctor-wide" else ()),
         "%s:%s@127.0.0.1" % (url, SECRETS.get(user, "doctor-secret"))],
        stdout=live.subprocess.PIPE, stderr=live.subprocess.PIPE, text=True)


def judge(live, process, url, status, wanted, unwanted):
    said, why = process.communicate(timeout=60)
    rows = [json.loads(line) for line in said.splitlines()]
    levels = {row["id"]: row["level"] for row in rows}
    faults = [] if process.returncode == status else [
        "exit status %d: %s" % (process.returncode, why)]
    for ident, level in wanted.items():
        if levels.get(ident) != level:
            faults.append("%s is %s" % (ident, levels.get(ident)))
    faults += ["said without need: " + i for i in unwanted if i in levels]
    for row in rows:
        if row["level"] != "good" and not row["remedy"]:
            faults.append("no remedy: %s" % row)
    live.verdict("doctor-" + url.replace("://", "-"), faults)


def nothing_left(live):
    """The channels that were made to try are gone again."""
    ask = urllib.request.Request("http://127.0.0.1:8088/ari/channels")
    ask.add_header("Authorization", "Basic " + base64.b64encode(
        b"doctor-reader:doctor-secret").decode())
    with urllib.request.urlopen(ask, timeout=10) as reply:
        names = [row["name"] for row in json.load(reply)]
    live.verdict("doctor-leaves-nothing", [
        "still there: " + n for n in names if "no-such-context" in n])


def watch(live, tool):
    looks = [begin(live, tool, case[0]) for case in CASES]
    for process, case in zip(looks, CASES):
        judge(live, process, *case)
    nothing_left(live)
