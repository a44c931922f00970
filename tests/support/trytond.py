# SPDX-License-Identifier: MIT
"""Tryton's server for tests: a database of SQLite in a folder, a free port, as
whoever runs the test."""
import base64
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import time
import urllib.request

from slapd import free_port

CONFIG = """
[database]
uri = sqlite://
path = {folder}
[web]
listen = 127.0.0.1:{port}
[session]
authentications = password
[attachment]
path = {folder}
"""


def available():
    return shutil.which("trytond") and shutil.which("trytond-admin")


class Trytond:
    def __init__(self, folder, password):
        self.folder, self.password = folder, password
        self.process, self.session = None, None
        self.port = free_port()
        self.base = "http://127.0.0.1:%d" % self.port
        self.conf = folder / "trytond.conf"
        self.conf.write_text(CONFIG.format(folder=folder, port=self.port))
        (folder / "shop.sqlite").touch()
        (folder / "pass").write_text(password)
        done = subprocess.run(
            ["trytond-admin", "-c", self.conf, "-d", "shop", "-u", "party",
             "--activate-dependencies", "--email", "admin@example.com"],
            env=dict(os.environ, TRYTONPASSFILE=str(folder / "pass")),
            capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError("trytond-admin: " + done.stderr)

    def start(self, phonenumbers=True):
        """Without the library phonenumbers it keeps numbers as they are."""
        env = dict(os.environ)
        if not phonenumbers:
            lame = self.folder / "lame"
            lame.mkdir(exist_ok=True)
            (lame / "phonenumbers.py").write_text("raise ImportError\n")
            env["PYTHONPATH"] = str(lame)
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                ["trytond", "-c", self.conf, "-d", "shop"], env=env,
                stdout=log, stderr=log)
        end = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError("trytond did not start: " + (
                        self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def stop(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process, self.session = None, None

    def call(self, method, *params):
        """What the method gives, asked as the web client asks."""
        headers = {"Content-Type": "application/json"}
        if self.session:
            headers["Authorization"] = "Session " + base64.b64encode(
                self.session.encode()).decode()
        request = urllib.request.Request(
            self.base + "/shop/", json.dumps(
                {"id": 1, "method": method, "params": params}).encode(),
            headers)
        with urllib.request.urlopen(request, timeout=30) as answer:
            said = json.load(answer)
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["result"]

    def log_in(self):
        user, key = self.call("common.db.login", "admin",
                              {"password": self.password}, "en")[:2]
        self.session = f"admin:{user}:{key}"

    def forget_sessions(self):
        """As when they are too old."""
        with sqlite3.connect(self.folder / "shop.sqlite", timeout=20) as db:
            db.execute("DELETE FROM ir_session")
        db.close()
        self.session = None

    def add_party(self, name, *mechanisms):
        """mechanisms: pairs of type and value."""
        if not self.session:
            self.log_in()
        party, = self.call("model.party.party.create", [{
            "name": name, "contact_mechanisms": [["create", [
                {"type": kind, "value": value}
                for kind, value in mechanisms]]]}], {})
        return str(party)
