# SPDX-License-Identifier: MIT
"""A server that plays a CRM: takes the requests that it expects, in order, and
nothing else; answers each in the form that the CRM's documentation shows."""
import base64
import http.server
import json
import threading
import urllib.parse


class Want:
    """One request and its answer. query: a dict; body: JSON; form: a dict."""

    def __init__(self, method, path, answer=None, query=None, headers=None,
                 body=None, form=None, status=200, reply_headers=None, raw=None):
        self.method, self.path = method, path
        self.query, self.headers = query or {}, headers or {}
        self.body, self.form = body, form
        self.status, self.reply_headers = status, reply_headers or {}
        self.raw = raw if raw is not None else (
            b"" if answer is None else json.dumps(answer).encode())


def basic(user, secret):
    return "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()


def differences(want, method, target, headers, body):
    path, _, query = target.partition("?")
    if (method, urllib.parse.unquote(path)) != (want.method, want.path):
        yield f"{method} {path}, not {want.method} {want.path}"
    got = urllib.parse.parse_qsl(query, keep_blank_values=True,
                                 strict_parsing=bool(query))
    if sorted(got) != sorted(want.query.items()):
        yield f"query {got}, not {want.query}"
    for name, value in want.headers.items():
        if headers.get_all(name, []) != ([] if value is None else [value]):
            yield f"{name}: {headers.get_all(name)}, not {value}"
    if "Authorization" not in want.headers and "Authorization" in headers:
        yield "an Authorization that nobody asked for"
    kind = headers.get("Content-Type", "")
    if want.form is not None:
        if kind != "application/x-www-form-urlencoded":
            yield f"Content-Type {kind} of a form"
        if dict(urllib.parse.parse_qsl(body.decode(),
                                       strict_parsing=True)) != want.form:
            yield f"form {body}, not {want.form}"
    elif want.body is not None:
        if kind != "application/json":
            yield f"Content-Type {kind} of JSON"
        if json.loads(body) != want.body:
            yield f"body {body.decode()}, not {json.dumps(want.body)}"
    elif body:
        yield f"a body: {body}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer in two packets would wait for the other side's delayed ACK.
    wbufsize = -1

    def log_message(self, *args):
        pass

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, headers, raw = self.server.play(self.command, self.path,
                                                self.headers, body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        if status != 204:
            self.wfile.write(raw)

    do_GET = do_POST = serve


class Mock(http.server.ThreadingHTTPServer):
    """wants: the requests, in order. A function (method, target, headers,
    body) -> (status, headers, bytes) instead answers whatever comes."""
    daemon_threads = True

    def __init__(self, wants):
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = "http://127.0.0.1:%d" % self.server_address[1]
        self.wants, self.faults, self.count = wants, [], 0
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever,
                                       args=(0.05,))
        self.thread.start()

    def handle_error(self, request, address):
        """The other side may hang up when an answer is too large."""

    def play(self, method, target, headers, body):
        with self.lock:
            self.count += 1
            if callable(self.wants):
                return self.wants(method, target, headers, body)
            if not self.wants:
                self.faults.append(f"one too many: {method} {target}")
                return 418, {}, b"{}"
            want = self.wants.pop(0)
            try:
                faults = list(differences(want, method, target, headers, body))
            except ValueError as error:
                faults = [f"{error} in {target} {body}"]
            self.faults += faults
            if faults:
                return 418, {}, b"{}"
            return want.status, want.reply_headers, want.raw

    def close(self):
        self.shutdown()
        self.server_close()
        self.thread.join()
        left = [] if callable(self.wants) else [
            f"never came: {w.method} {w.path}" for w in self.wants]
        return self.faults + left
