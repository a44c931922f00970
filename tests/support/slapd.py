# SPDX-License-Identifier: MIT
"""OpenLDAP's server for tests: on a free port, in a folder of its own, as
whoever runs the test."""
import os
import shutil
import signal
import socket
import subprocess
import time

SUFFIX = "dc=example,dc=com"
PEOPLE = "ou=people," + SUFFIX
READER = "cn=reader," + SUFFIX
SECRET = "pa ss\u00e4"

# What Active Directory calls things, as far as a search for a number goes; it
# compares telephone numbers letter by letter.
AD_SCHEMA = """
attributetype ( 1.3.6.1.4.1.55555.1.1 NAME 'sAMAccountName'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.55555.1.2 NAME 'otherTelephone'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.3.6.1.4.1.55555.1.3 NAME 'ipPhone'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.3.6.1.4.1.55555.1.4 NAME 'company'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.3.6.1.4.1.55555.1.5 NAME 'department'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
attributetype ( 1.3.6.1.4.1.55555.1.6 NAME 'objectCategory'
  EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 )
objectclass ( 1.3.6.1.4.1.55555.2.1 NAME 'adUser' SUP top AUXILIARY
  MAY ( sAMAccountName $ otherTelephone $ ipPhone $ company $ department $
  objectCategory ) )
"""

CONFIG = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include {folder}/ad.schema
pidfile {folder}/pid
modulepath /usr/lib/ldap
moduleload back_mdb
{tls}
{extra}
database mdb
maxsize 10485760
suffix "{suffix}"
rootdn "cn=admin,{suffix}"
directory {folder}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by anonymous {anonymous}
"""

TREE = """
dn: {suffix}
objectClass: dcObject
objectClass: organization
dc: example
o: Example

dn: {people}
objectClass: organizationalUnit
ou: people

dn: {reader}
objectClass: person
cn: reader
sn: reader
userPassword: {secret}
"""


def available():
    return shutil.which("slapd", path=os.environ["PATH"] + ":/usr/sbin")


def entry(uid, name, **fields):
    """One person in LDIF."""
    lines = [f"dn: uid={uid},{PEOPLE}", "objectClass: inetOrgPerson",
             "objectClass: adUser", "objectCategory: person", f"uid: {uid}",
             f"cn: {name}", f"sn: {name}"]
    for field, values in fields.items():
        for value in [values] if isinstance(values, str) else values:
            lines.append(f"{field}: {value}")
    return "\n".join(lines) + "\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def make_certificate(folder, name, subject):
    """A certificate signed by itself: NAME.pem and NAME.key."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
         "2", "-subj", "/CN=test", "-addext", f"subjectAltName={subject}",
         "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem"],
        check=True, capture_output=True)
    return folder / f"{name}.pem"


class Slapd:
    def __init__(self, folder, people, anonymous="read", certificate=None,
                 extra="", ldaps=False):
        self.folder = folder
        self.scheme = "ldaps" if ldaps else "ldap"
        self.port = free_port()
        self.base = f"{self.scheme}://127.0.0.1:{self.port}"
        self.process = None
        (folder / "data").mkdir()
        (folder / "ad.schema").write_text(AD_SCHEMA)
        tls = "" if not certificate else (
            f"TLSCertificateFile {certificate}\n"
            f"TLSCertificateKeyFile {certificate.with_suffix('.key')}\n")
        (folder / "slapd.conf").write_text(CONFIG.format(
            folder=folder, suffix=SUFFIX, reader=READER, tls=tls, extra=extra,
            anonymous=anonymous))
        tree = TREE.format(suffix=SUFFIX, people=PEOPLE, reader=READER,
                           secret=SECRET) + "\n" + "\n".join(people)
        self.run("slapadd", "-q", input=tree)
        self.start()

    def run(self, program, *args, **more):
        subprocess.run(
            [shutil.which(program, path="/usr/sbin:/usr/bin"), "-f",
             self.folder / "slapd.conf", *args], check=True, text=True,
            encoding="utf-8", stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, **more)

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [shutil.which("slapd", path="/usr/sbin:/usr/bin"), "-f",
                 self.folder / "slapd.conf", "-h", self.base, "-d", "stats"],
                stdout=log, stderr=log)
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError("slapd did not start: " +
                                       self.log()) from None
                time.sleep(0.02)

    def log(self):
        return (self.folder / "log").read_text(errors="replace")

    def freeze(self):
        """Its threads stop one by one: until the last of them has."""
        os.kill(self.process.pid, signal.SIGSTOP)
        os.waitpid(self.process.pid, os.WUNTRACED)

    def thaw(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
