#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the sources to what docs/guide/sources.md says: each preset against a
server that checks its requests strictly and answers as the CRM documents.

usage: test_sources.py TOOL [TEST...]
"""
import email.utils
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from crm_mock import Mock, Want, basic  # noqa: E402

TOOL = ""
NUMBER = "13800138000"
E164 = "+8613800138000"
DIGITS = "8613800138000"


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def mock(self, wants):
        mock = Mock(wants)
        self.addCleanup(lambda: self.assertEqual(mock.close(), []))
        return mock

    def config(self, preset, mock, **more):
        source = {"type": "http", "name": "crm", "preset": preset,
                  "base": mock if isinstance(mock, str) else mock.base}
        path = self.folder / "config.json"
        path.write_text(json.dumps({"sources": [dict(source, **more)]}))
        return path

    def run_tool(self, config, *numbers):
        return subprocess.run(
            [TOOL, "identify", "--json", "--config", str(config), "--set",
             "identify.deadline_ms=20000", *numbers],
            capture_output=True, text=True, encoding="utf-8", timeout=60,
            env=dict(os.environ, LC_ALL="C.UTF-8"))

    def identify(self, config, *numbers):
        done = self.run_tool(config, *(numbers or (NUMBER,)))
        self.assertEqual(done.returncode, 0, done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def finds(self, config, **fields):
        """One customer with exactly these fields."""
        answer, = self.identify(config)
        self.assertEqual(answer["identity"], "identified", answer)
        candidate, = answer["candidates"]
        self.assertEqual(candidate["fields"], fields)


def oauth_form(**more):
    return dict(grant_type="client_credentials", client_id="me",
                client_secret="s&c=", **more)


TOKEN = {"access_token": "T0", "token_type": "Bearer", "expires_in": 3600}


class Presets(Base):
    """One a CRM. Names and answers are in the form of its manual."""

    def test_generic(self):
        mock = self.mock([Want(
            "GET", "/customers", {"id": 7, "name": "李明", "phone": NUMBER},
            query={"phone": E164}, headers={"Authorization": "Bearer s&c="})])
        self.finds(self.config("generic", mock, secret="s&c="),
                   id="7", name="李明", phone=NUMBER)

    def test_salesforce(self):
        find = ('FIND {"%s"} IN PHONE FIELDS RETURNING Contact(Id, Name, Phone, '
                'MobilePhone, Account.Name), Lead(Id, Name, Company, Phone, '
                'MobilePhone), Account(Id, Name, Phone) LIMIT 10')
        path = "/services/data/v59.0/search/"
        bearer = {"Authorization": "Bearer T0"}
        mock = self.mock([
            Want("POST", "/services/oauth2/token",
                 {"access_token": "T0", "token_type": "Bearer"},
                 form=oauth_form()),
            Want("GET", path, {"searchRecords": []},
                 query={"q": find % NUMBER}, headers=bearer),
            Want("GET", path, {"searchRecords": [
                {"attributes": {"type": "Contact", "url": "/x"},
                 "Id": "0031x", "Name": "李明", "Phone": None,
                 "MobilePhone": "+86 138 0013 8000",
                 "Account": {"attributes": {"type": "Account"},
                             "Name": "华信"}},
                # A search for words finds more than was meant.
                {"attributes": {"type": "Lead"}, "Id": "00Q", "Name": "Other",
                 "Phone": "+86 10 1380 0138"}]},
                 query={"q": find % DIGITS}, headers=bearer)])
        self.finds(self.config("salesforce", mock, user="me", secret="s&c="),
                   id="0031x", name="李明", company="华信",
                   mobile="+86 138 0013 8000", kind="Contact",
                   url=mock.base + "/lightning/r/Contact/0031x/view")

    def test_hubspot(self):
        names = ["phone_number", "mobile_number", "international_phone_number",
                 "international_mobile_number"]
        mock = self.mock([Want(
            "POST", "/crm/v3/objects/contacts/search",
            {"total": 1, "results": [
                {"id": "512", "properties": {
                    "firstname": "Ming", "lastname": "Li", "company": "Huaxin",
                    "phone": "+8613800138000", "mobilephone": None,
                    "lifecyclestage": "customer", "hubspot_owner_id": "9"},
                 "createdAt": "2019-10-30T03:30:17.883Z", "archived": False}]},
            headers={"Authorization": "Bearer pat"},
            body={"filterGroups": [
                {"filters": [{"propertyName": "hs_searchable_calculated_" + n,
                              "operator": "EQ", "value": DIGITS}]}
                for n in names],
                "properties": ["firstname", "lastname", "company", "phone",
                               "mobilephone", "lifecyclestage",
                               "hubspot_owner_id"], "limit": 10})])
        self.finds(self.config("hubspot", mock, secret="pat", portal="77"),
                   id="512", name="Ming Li", company="Huaxin",
                   phone="+8613800138000", stage="customer", owner="9",
                   url="https://app.hubspot.com/contacts/77/contact/512")

    def odoo_call(self, number, answer, **more):
        return Want("POST", "/jsonrpc", answer, body={
            "jsonrpc": "2.0", "method": "call", "id": 2, "params": {
                "service": "object", "method": "execute_kw", "args": [
                    "prod", 6, "k\"y", "res.partner", "search_read",
                    [["|", ["phone", "=", number], ["mobile", "=", number]]],
                    {"fields": ["id", "name", "parent_id", "phone", "mobile",
                                "lang", "user_id"], "limit": 10}]}}, **more)

    def odoo_login(self, result):
        return Want("POST", "/jsonrpc", {"jsonrpc": "2.0", "id": 1,
                                         "result": result}, body={
            "jsonrpc": "2.0", "method": "call", "id": 1, "params": {
                "service": "common", "method": "login",
                "args": ["prod", "bot", "k\"y"]}})

    def test_odoo(self):
        mock = self.mock([
            self.odoo_login(6),
            self.odoo_call(E164, {"jsonrpc": "2.0", "id": 2, "result": []}),
            self.odoo_call(NUMBER, {"jsonrpc": "2.0", "id": 2, "result": [
                {"id": 41, "name": "李明", "parent_id": [3, "华信"],
                 "phone": False, "mobile": NUMBER, "lang": "zh_CN",
                 "user_id": False}]})])
        self.finds(self.config("odoo", mock, user="bot", secret="k\"y",
                               db="prod"),
                   id="41", name="李明", company="华信", mobile=NUMBER,
                   language="zh_CN", url=mock.base +
                   "/web#id=41&model=res.partner&view_type=form")

    def test_odoo_that_refuses_the_login(self):
        mock = self.mock([self.odoo_login(False)])
        done = self.run_tool(self.config("odoo", mock, user="bot",
                                         secret="k\"y", db="prod"), NUMBER)
        self.assertIn('"unknown"', done.stdout)

    def test_suitecrm(self):
        mock = self.mock([
            Want("POST", "/Api/access_token", TOKEN, body=oauth_form()),
            Want("GET", "/Api/V8/module/Contacts", {
                "meta": {"total-pages": 1, "records-on-this-page": 1},
                "data": [{"type": "Contact", "id": "691565b7", "attributes": {
                    "name": "Ming Li", "full_name": "Ming Li",
                    "phone_mobile": E164, "phone_work": "", "account_name":
                    "Huaxin", "assigned_user_name": "admin"}}]},
                query={"filter[operator]": "or",
                       "filter[phone_mobile][eq]": E164,
                       "filter[phone_work][eq]": E164,
                       "filter[phone_home][eq]": E164, "page[size]": "10"},
                headers={"Authorization": "Bearer T0",
                         "Accept": "application/vnd.api+json"})])
        self.finds(self.config("suitecrm", mock, user="me", secret="s&c="),
                   id="691565b7", name="Ming Li", company="Huaxin",
                   mobile=E164, owner="admin", url=mock.base +
                   "/index.php?module=Contacts&action=DetailView"
                   "&record=691565b7")

    def test_espocrm(self):
        mock = self.mock([Want(
            "GET", "/api/v1/Contact", {"total": 1, "list": [
                {"id": "5f1", "name": "Ming Li", "accountName": None,
                 "phoneNumber": E164, "assignedUserName": "Admin"}]},
            query={"where[0][type]": "equals",
                   "where[0][attribute]": "phoneNumber",
                   "where[0][value]": E164, "maxSize": "10", "select":
                   "id,name,accountName,phoneNumber,assignedUserName"},
            headers={"X-Api-Key": "key", "Authorization": None})])
        self.finds(self.config("espocrm", mock, secret="key"),
                   id="5f1", name="Ming Li", phone=E164, owner="Admin",
                   url=mock.base + "/#Contact/view/5f1")

    def test_zoho(self):
        bearer = {"Authorization": "Zoho-oauthtoken T0"}
        mock = self.mock([
            Want("POST", "/oauth/v2/token", TOKEN, form={
                "grant_type": "refresh_token", "client_id": "me",
                "client_secret": "s&c=", "refresh_token": "r1"}),
            Want("GET", "/crm/v8/Contacts/search", status=204,
                 query={"phone": NUMBER, "per_page": "10"}, headers=bearer),
            Want("GET", "/crm/v8/Contacts/search", {"data": [
                {"id": "554023", "Full_Name": "Ming Li", "Mobile": E164,
                 "Account_Name": {"name": "Huaxin", "id": "9"},
                 "Owner": {"name": "Wang", "id": "1"}}],
                "info": {"per_page": 10, "count": 1, "more_records": False}},
                 query={"phone": E164, "per_page": "10"}, headers=bearer)])
        self.finds(self.config("zoho", mock, user="me", secret="s&c=",
                               refresh_token="r1", accounts=mock.base),
                   id="554023", name="Ming Li", company="Huaxin", mobile=E164,
                   owner="Wang",
                   url="https://crm.zoho.com/crm/tab/Contacts/554023")

    def test_dynamics(self):
        mock = self.mock([])
        mock.wants += [
            Want("POST", "/tenant-1/oauth2/v2.0/token", TOKEN,
                 form=oauth_form(scope=mock.base + "/.default")),
            Want("GET", "/api/data/v9.2/contacts", {
                "@odata.context": "x", "value": [
                    {"contactid": "c-1", "fullname": "Ming Li",
                     "telephone1": E164, "mobilephone": None,
                     "parentcustomerid_account": {"name": "Huaxin"}}]},
                 query={"$select": "contactid,fullname,telephone1,telephone2,"
                                   "mobilephone",
                        "$expand": "parentcustomerid_account($select=name)",
                        "$filter": "telephone1 eq '%s' or telephone2 eq '%s' "
                                   "or mobilephone eq '%s'" % ((E164,) * 3),
                        "$top": "10"},
                 headers={"Authorization": "Bearer T0",
                          "OData-Version": "4.0"})]
        self.finds(self.config("dynamics", mock, user="me", secret="s&c=",
                               tenant="tenant-1", authority=mock.base),
                   id="c-1", name="Ming Li", company="Huaxin", phone=E164,
                   url=mock.base +
                   "/main.aspx?etn=contact&id=c-1&pagetype=entityrecord")

    def test_bitrix24(self):
        mock = self.mock([Want(
            "POST", "/rest/1/abc/crm.contact.list.json", {
                "result": [{"ID": "43", "NAME": "Ming", "LAST_NAME": "Li",
                            "ASSIGNED_BY_ID": "1", "PHONE": [
                                {"ID": "1", "VALUE_TYPE": "WORK", "VALUE":
                                 "01065529988", "TYPE_ID": "PHONE"},
                                {"ID": "2", "VALUE_TYPE": "MOBILE",
                                 "VALUE": E164, "TYPE_ID": "PHONE"}]}],
                "total": 1, "time": {"start": 1.5}},
            headers={"Authorization": None},
            body={"filter": {"PHONE": E164}, "start": -1, "select": [
                "ID", "NAME", "LAST_NAME", "PHONE", "ASSIGNED_BY_ID"]})])
        self.finds(self.config("bitrix24", mock, user="1", secret="abc"),
                   id="43", name="Ming Li", phone="01065529988; " + E164,
                   owner="1", url=mock.base + "/crm/contact/details/43/")

    def test_zendesk(self):
        mock = self.mock([Want(
            "GET", "/api/v2/users/search.json", {
                "users": [{"id": 35436, "name": "Ming Li", "phone": E164,
                           "email": "ming@example.com", "locale": "zh-CN"}],
                "next_page": None, "previous_page": None, "count": 1},
            query={"query": 'phone:"%s"' % E164, "per_page": "10"},
            headers={"Authorization": basic("a@example.com/token", "key")})])
        self.finds(self.config("zendesk", mock, user="a@example.com/token",
                               secret="key"),
                   id="35436", name="Ming Li", phone=E164,
                   email="ming@example.com", language="zh-CN",
                   url=mock.base + "/agent/users/35436")

    def finds_account(self, config, name):
        """One customer by an account that would like to be more than that."""
        done = self.run_tool(config, "anonymous", "--data",
                             "CTI_ACCOUNT=A'7&x=1\"")
        self.assertEqual(done.returncode, 0, done.stderr)
        answer = json.loads(done.stdout)
        candidate, = answer["candidates"]
        self.assertEqual(candidate["fields"]["name"], name)
        self.assertEqual(candidate["reason"], "account equal")

    def test_an_account_instead_of_a_number(self):
        account = "A'7&x=1\""
        mock = self.mock([Want(
            "GET", "/customers", [{"id": 7, "name": "李明"}],
            query={"account": account},
            headers={"Authorization": "Bearer s&c="})])
        self.finds_account(self.config("generic", mock, secret="s&c="), "李明")
        mock = self.mock([Want(
            "GET", "/api/v2/users/search.json", {
                "users": [{"id": 35436, "name": "Ming Li"}],
                "next_page": None, "previous_page": None, "count": 1},
            query={"external_id": account, "per_page": "10"},
            headers={"Authorization": basic("a@example.com/token", "key")})])
        self.finds_account(
            self.config("zendesk", mock, user="a@example.com/token",
                        secret="key"), "Ming Li")
        mock = self.mock([self.odoo_login(6), Want(
            "POST", "/jsonrpc", {"jsonrpc": "2.0", "id": 2, "result": [
                {"id": 41, "name": "李明", "parent_id": False, "phone": False,
                 "mobile": NUMBER, "lang": "zh_CN", "user_id": False}]}, body={
                "jsonrpc": "2.0", "method": "call", "id": 2, "params": {
                    "service": "object", "method": "execute_kw", "args": [
                        "prod", 6, "k\"y", "res.partner", "search_read",
                        [["ref", "=", account]],
                        {"fields": ["id", "name", "parent_id", "phone",
                                    "mobile", "lang", "user_id"],
                         "limit": 10}]}})])
        self.finds_account(self.config("odoo", mock, user="bot", secret="k\"y",
                                       db="prod"), "李明")

    def test_an_account_in_the_place_of_its_crm(self):
        account = "A'7&x=1\""
        mock = self.mock([])
        mock.wants += [
            Want("POST", "/tenant-1/oauth2/v2.0/token", TOKEN,
                 form=oauth_form(scope=mock.base + "/.default")),
            Want("GET", "/api/data/v9.2/contacts", {
                "value": [{"contactid": "c-1", "fullname": "Ming Li",
                           "telephone1": E164, "mobilephone": None,
                           "parentcustomerid_account": {"name": "Huaxin"}}]},
                 query={"$select": "contactid,fullname,telephone1,telephone2,"
                                   "mobilephone",
                        "$expand": "parentcustomerid_account($select=name)",
                        "$filter": "parentcustomerid_account/accountnumber eq "
                                   "'A''7&x=1\"'", "$top": "10"},
                 headers={"Authorization": "Bearer T0"})]
        self.finds_account(
            self.config("dynamics", mock, user="me", secret="s&c=",
                        tenant="tenant-1", authority=mock.base), "Ming Li")
        mock = self.mock([Want(
            "POST", "/crm/v3/objects/contacts/search",
            {"total": 1, "results": [{"id": "512", "properties": {
                "firstname": "Ming", "lastname": "Li"}}]},
            headers={"Authorization": "Bearer pat"},
            body={"filterGroups": [{"filters": [
                {"propertyName": "kdnr", "operator": "EQ", "value": account}]}],
                "properties": ["firstname", "lastname", "company", "phone",
                               "mobilephone", "lifecyclestage",
                               "hubspot_owner_id"], "limit": 10})])
        self.finds_account(self.config("hubspot", mock, secret="pat",
                                       portal="77", account_field="kdnr"),
                           "Ming Li")

    def test_tryton(self):
        session = basic("bot", "2:f00").replace("Basic", "Session")
        mock = self.mock([
            Want("POST", "/shop/", {"id": 0, "result": [2, "f00"]}, body={
                "id": 0, "method": "common.db.login",
                "params": ["bot", {"password": "s"}, "en"]}),
            Want("POST", "/shop/", {"id": 1, "result": [
                {"id": 5, "party": 3, "value": "+86 138 0013 8000",
                 "party.": {"id": 3, "rec_name": "张三"}}]},
                headers={"Authorization": session}, body={
                    "id": 1,
                    "method": "model.party.contact_mechanism.search_read",
                    "params": [[["type", "in", ["phone", "mobile"]],
                                ["value_compact", "=", E164]], 0, 10, None,
                               ["party", "party.rec_name", "value"], {}]})])
        self.finds(self.config("tryton", mock, user="bot", secret="s",
                               db="shop"),
                   id="3", name="张三", phone="+86 138 0013 8000",
                   url=mock.base + "/#shop/model/party.party/3")


class Trouble(Base):
    def unknown(self, mock, *numbers, preset="generic", **more):
        answers = self.identify(self.config(preset, mock, **more),
                                *(numbers or (NUMBER,)))
        for answer in answers:
            self.assertEqual(answer["identity"], "unknown", answer)

    def always(self, status, raw, **headers):
        return self.mock(lambda *_: (status, {
            name.replace("_", "-"): value
            for name, value in headers.items()}, raw))

    def test_an_expired_token_is_fetched_again_once(self):
        path, form = "/services/data/v59.0/search/", oauth_form()
        records = {"searchRecords": [{"attributes": {"type": "Contact"},
                                      "Id": "1", "Name": "Li",
                                      "Phone": NUMBER}]}
        gone = [{"message": "Session expired", "errorCode":
                 "INVALID_SESSION_ID"}]
        find = Want("GET", path, records)
        mock = self.mock(None)
        tokens = iter(("T1", "T2"))
        seen = []

        def play(method, target, headers, body):
            seen.append((method, headers.get("Authorization")))
            if method == "POST":
                return 200, {}, json.dumps(
                    {"access_token": next(tokens)}).encode()
            if headers["Authorization"] == "Bearer T1":
                return 401, {}, json.dumps(gone).encode()
            return 200, {}, find.raw
        mock.wants = play
        answer, = self.identify(self.config("salesforce", mock, user="me",
                                            secret=form["client_secret"]))
        self.assertEqual(answer["identity"], "identified")
        self.assertEqual(seen, [("POST", None), ("GET", "Bearer T1"),
                                ("POST", None), ("GET", "Bearer T2")])

    def test_a_token_that_is_never_taken_ends(self):
        mock = self.mock(lambda method, *_: (
            (200, {}, b'{"access_token": "T"}') if method == "POST"
            else (401, {}, b"[]")))
        self.unknown(mock, preset="salesforce", user="me", secret="s")
        self.assertEqual(mock.count, 4)

    def test_many_numbers_share_one_login(self):
        logins = []

        def play(method, target, headers, body):
            if method == "POST":
                logins.append(body)
                return 200, {}, json.dumps(TOKEN).encode()
            return 200, {}, b'{"searchRecords": []}'
        self.unknown(self.mock(play), *["1380013%04d" % n for n in range(30)],
                     preset="salesforce", user="me", secret="s")
        self.assertEqual(len(logins), 1)

    def says(self, base, *words, **more):
        """Nobody is found, and one sentence says why."""
        done = self.run_tool(self.config("generic", base, **more), NUMBER)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('"unknown"', done.stdout)
        said, = done.stderr.splitlines()
        for word in words + ("identify: crm: ",):
            self.assertIn(word, said)

    def test_each_in_one_sentence(self):
        for status, raw, words in (
                (401, b"", ("refuses the login", "check user", "HTTP 401")),
                (403, b"", ("refuses the login", "rights", "HTTP 403")),
                (400, b"", ("refuses the request", "base", "HTTP 400")),
                (429, b"", ("too many requests", "HTTP 429")),
                (500, b"<html>", ("in trouble", "HTTP 500")),
                (503, b"", ("in trouble", "HTTP 503")),
                (500, b'{"error": {"message": "disk\\u0007 full"}}',
                 ("disk full", "HTTP 500")),
                (302, b"", ("another address", "name the right one")),
                (200, b"<html>", ("no JSON", "line 1", "right base")),
                (200, b"", ("no JSON",)),
                (200, b"[" * 1000, ("no JSON",)),
                (200, b"\xff\xfe", ("no JSON",)),
                (200, b'"x"', ("a string", "array of customers")),
                (200, b'[{"name": "no id"}]', ("without an id",)),
                (200, b'{"error": {"message": "no"}}', ("server says: no",))):
            with self.subTest(status=status, raw=raw[:20]):
                self.says(self.always(status, raw, Location="/elsewhere"),
                          *words)

    def serve(self, play):
        """A server of one connection; what play returns comes back."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        got = []

        def run():
            peer = listener.accept()[0]
            with peer:
                peer.recv(4096)
                try:
                    got.append(play(peer))
                except OSError:
                    pass
        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)
        return "http://127.0.0.1:%d" % listener.getsockname()[1], got

    def test_slow_headers_cost_the_deadline_only(self):
        def play(peer):
            for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100000:
                peer.sendall(bytes((byte,)))
                time.sleep(0.01)
        begun = time.monotonic()
        self.says(self.serve(play)[0], "no whole answer within 300 ms",
                  timeout_ms=300)
        self.assertLess(time.monotonic() - begun, 10)

    def test_a_body_of_50_MB_is_not_read(self):
        sent = []

        def play(peer):
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
            for _ in range(50):
                peer.sendall(b" " * 1048576)
                sent.append(1)
        self.says(self.serve(play)[0], "larger than the limit")
        # What the sockets hold, and no more.
        self.assertLess(len(sent), 20)

    def test_a_silent_server_opens_the_breaker_within_five(self):
        """It takes connections, and whoever listens counts them."""
        listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listener.close)
        base = "http://127.0.0.1:%d" % listener.getsockname()[1]
        self.unknown(base, *["1380013%04d" % n for n in range(20)],
                     timeout_ms=50)
        listener.setblocking(False)
        tried = 0
        with self.assertRaises(BlockingIOError):
            while True:
                listener.accept()[0].close()
                tried += 1
        self.assertTrue(1 <= tried <= 5, tried)

    def test_nobody_listens(self):
        self.says("http://127.0.0.1:1", "check that the other side runs")

    def test_a_header_that_says_too_much_is_left_alone(self):
        self.says(self.always(200, b"[]", X="y" * 600000), "larger than")

    def test_429_is_left_alone(self):
        mock = self.always(429, b"{}", Retry_After="60")
        self.unknown(mock, NUMBER, *["1380013%04d" % n for n in range(5)])
        self.assertEqual(mock.count, 1)

    def test_429_is_left_alone_until_a_date(self):
        until = email.utils.formatdate(time.time() + 60, usegmt=True)
        mock = self.always(429, b"{}", Retry_After=until)
        self.unknown(mock, NUMBER, *["1380013%04d" % n for n in range(5)])
        self.assertEqual(mock.count, 1)
        # By the server's clock it is over: one second, and then again.
        mock = self.always(429, b"{}", Retry_After="Sun, 06 Nov 1994 "
                           "08:49:37 GMT")
        self.unknown(mock, NUMBER)
        self.assertEqual(mock.count, 1)

    def test_500_opens_the_breaker_within_five(self):
        mock = self.always(500, b"oops")
        self.unknown(mock, *["1380013%04d" % n for n in range(40)],
                     concurrency=1)
        self.assertEqual(mock.count, 5)

    def test_404_is_nobody(self):
        mock = self.always(404, b"")
        self.unknown(mock)
        self.assertEqual(mock.count, 2)

    def test_a_wrong_shape_is_nobody(self):
        for raw in (b'"x"', b"<html>", b'[{"name": "no id"}]', b"",
                    b"[" * 1000, b'{"error": {"message": "no"}}',
                    b"x" * 1000000):
            self.unknown(self.always(200, raw))

    def test_a_preset_of_ones_own(self):
        (self.folder / "mine.json").write_text(json.dumps({
            "preset": "mine", "numbers": ["last-8"],
            "auth": {"type": "query", "name": "key"},
            "request": {"method": "GET", "path": "/p/{number}"},
            "result": {"items": "data.0.rows", "fields": {"id": "{k}"}}}))
        mock = self.mock([Want("GET", "/p/00138000",
                               {"data": [{"rows": [{"k": 1}]}]},
                               query={"key": "s k"})])
        self.finds(self.config("./mine.json", mock, secret="s k"), id="1")


class Refused(Base):
    """What cannot work is told before the first call, in one sentence."""

    def refuses(self, *words, preset="generic", base="http://x", **more):
        done = self.run_tool(self.config(preset, base, **more), NUMBER)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)

    def test_settings(self):
        self.refuses("no preset", "odoo", preset="oodo")
        self.refuses("no setting", '"dbb"', "db", preset="odoo", dbb="x")
        self.refuses("db must be given", "database", preset="odoo")
        self.refuses("base must be", "https://", base="crm.example.com")
        self.refuses("base must be", base="http://me:pw@crm.example.com")
        self.refuses("timeout_ms", "number", timeout_ms="soon")
        self.refuses("./none.json", preset="./none.json")

    def test_presets(self):
        good = {"numbers": ["e164"], "request": {"path": "/"},
                "result": {"fields": {"id": "{id}"}}}
        for words, change in (
                (("no key", "requst"), {"requst": 1}),
                (("numbers[0]", "last-8"), {"numbers": ["e165"]}),
                (("{nummer}",), {"request": {"path": "/{nummer}"}}),
                (("encoder", "sql"), {"request": {"path": "/{number|sql}"}}),
                (("raw", "number"), {"request": {"path": "/{number|raw}"}}),
                (("brace",), {"request": {"path": "/{number"}}),
                (("id",), {"result": {"fields": {}}}),
                (("auth.type",), {"auth": {"type": "kerberos"}})):
            (self.folder / "p.json").write_text(json.dumps(
                dict(good, **change)))
            self.refuses("p.json", *words, preset="./p.json")
        (self.folder / "p.json").write_text('{"numbers": ["e164"],\n}')
        self.refuses("p.json", "line 2", preset="./p.json")


class Progress(Base):
    """What takes longer than a second says how far it is, to people only."""

    def setUp(self):
        super().setUp()
        with (self.folder / "big.csv").open("w") as big:
            big.write("id,name,phone,mobile\n")
            big.writelines("%d,customer %d,010-%08d,138%08d\n" % (
                i, i, 20000000 + i, i) for i in range(150000))
        self.args = [TOOL, "directory", "build", self.folder / "big.csv",
                     self.folder / "big.db"]

    def test_a_terminal_is_told(self):
        ours, theirs = os.openpty()
        tool = subprocess.Popen(self.args, stderr=theirs)
        os.close(theirs)
        said = b""
        try:
            while piece := os.read(ours, 4096):
                said += piece
        except OSError:
            pass  # its end of the terminal is closed
        os.close(ours)
        self.assertEqual(tool.wait(), 0)
        self.assertRegex(said, rb"reading customers: \d+%")
        self.assertTrue(said.endswith(b"\r\x1b[K"), said)

    def test_a_file_is_not(self):
        done = subprocess.run(self.args, capture_output=True, timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, b""))


class Files(Base):
    """Files that change while calls come in: a story of one call after the
    other, and the tool that shows them."""

    def setUp(self):
        super().setUp()
        self.book = self.folder / "book.csv"
        self.service = self.folder / "service.json"
        self.write(self.book, "id,name,mobile,rank\n1,Ann,%s,A\n" % NUMBER)
        self.write(self.service, self.tiers("gold"))
        self.config_file = self.folder / "cti.json"
        self.write(self.config_file, json.dumps({
            "service": {"file": "service.json"}, "files": {"settle_ms": 50},
            "sources": [{"type": "csv", "name": "book",
                         "path": "book.csv"}]}))
        story = self.folder / "story.sim"
        self.write(story, "".join(
            "at %.1f call %s to 1001 phone 1001 as c%d\n"
            "at %.2f hangup c%d\n" % (n / 5, NUMBER, n, n / 5 + 0.1, n)
            for n in range(1, 200)))
        self.tool = subprocess.Popen(
            [TOOL, "monitor", "sim:%s" % story, "--config",
             str(self.config_file), "--json", "-v"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            encoding="utf-8")
        self.addCleanup(self.end)
        self.said = []
        self.listener = threading.Thread(
            target=lambda: self.said.extend(self.tool.stderr))
        self.listener.start()

    def end(self):
        self.tool.kill()
        self.listener.join()
        self.tool.stdout.close()
        self.tool.stderr.close()
        self.tool.wait()

    @staticmethod
    def tiers(name):
        return json.dumps({"tiers": {"given": "rank", "levels": [
            {"id": name, "also": "A"}]}})

    @staticmethod
    def write(path, text):
        path.write_text(text, encoding="utf-8")

    def until_pop(self, name, tier):
        """The next pop of that name, with a tier; all between are of somebody:
        there is no moment without the file's content."""
        for line in self.tool.stdout:
            row = json.loads(line)
            if row["event"] != "pop" or row["state"] != "opened":
                continue
            self.assertEqual(row["identity"], "identified", line)
            if row["customer"]["name"] == name and \
                    row["service"]["tier"] == tier:
                return
        self.fail("no pop of %s, %s: %s" % (name, tier, "".join(self.said)))

    def until_said(self, words):
        for line in self.tool.stdout:
            if any(words in said for said in self.said):
                return
        self.fail("%s is not in: %s" % (words, "".join(self.said)))

    def test_what_is_replaced_appended_cut_deleted_and_back(self):
        self.until_pop("Ann", "gold")
        other = self.folder / "other"
        self.write(other, "id,name,mobile,rank\n1,Anna,%s,A\n" % NUMBER)
        other.replace(self.book)
        self.until_pop("Anna", "gold")
        self.until_said("book: read again: 1 customers from")
        with self.book.open("a", encoding="utf-8") as book:
            book.write("2,Bob,13900139000,A\n")
        self.until_said("book: read again: 2 customers from")
        self.write(self.book, "")
        self.until_said("book: the new file is not used, the 2 customers read "
                        "before stay")
        self.until_pop("Anna", "gold")
        self.book.unlink()
        self.until_said("book.csv is gone; what was read from it stays")
        self.until_pop("Anna", "gold")
        self.write(self.book, "id,name,mobile,rank\n1,Eva,%s,A\n" % NUMBER)
        self.until_pop("Eva", "gold")

    def test_a_new_service_file_holds_for_the_next_pops(self):
        self.until_pop("Ann", "gold")
        self.write(self.service, self.tiers("silver"))
        self.until_pop("Ann", "silver")
        self.write(self.service, '{"tiers": {"levels": [{"from": 5}]}}')
        self.until_said('the old one stays: %s: tiers.levels[0]: "id" is '
                        "missing" % self.service)
        self.until_pop("Ann", "silver")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    TOOL = sys.argv[1]
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
