# SPDX-License-Identifier: MIT
"""The journal's file, contacts of other channels, and reports."""
import csv
import datetime
import json
import tempfile
import unittest
from pathlib import Path

import cti
from stage import drain, open_client, ring, switch, until

NOW = datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.timezone.utc)
MAIL = dict(id="mail-7", channel="mail", direction="inbound", began=NOW,
            customer="4711", notes="wants a \"quote\"",
            facts={"email": "li@example.com"}, lead_probability=40)


def talk(client, link):
    """A call that somebody answers; its id."""
    ring(link)
    link.sim("answer a 1001")
    link.advance(30000)
    return until(client, lambda e: e.event == "answer")[-1].call


class Kept(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "contacts.db"

    def client(self, **more):
        client = open_client(**more)
        self.addCleanup(client.close)
        client.set("journal.file", str(self.file))
        return client

    def end(self, client, link):
        link.sim("hangup a")
        link.advance(1000)
        until(client, lambda e: e.event == "call-end")
        client.close()
        return cti.Journal(self.file)


class Contacts(Kept):
    def test_a_call_is_kept_with_what_people_said_of_it(self):
        client = self.client()
        link = switch(client)
        call = talk(client, link)
        client.dispose(call, "sale")
        client.note(call, "first line")
        client.note(call, "second")
        client.offer(call, "fibre", "accepted")
        client.fact(call, "email", "li@example.com")
        client.set_contact(call, "cost", 1500)
        [contact] = self.end(client, link).contacts()
        self.assertEqual(contact.call, call)
        self.assertEqual(contact.state, "ended")
        self.assertEqual(contact.party, "13800138000")
        self.assertEqual(contact.disposition, "sale")
        self.assertEqual(contact.notes, "first line\nsecond")
        self.assertEqual(contact.offers, {"fibre": "accepted"})
        self.assertEqual(contact.facts, {"email": "li@example.com"})
        self.assertEqual(contact.cost, 1500)
        self.assertEqual(contact.lead_probability, -1)
        self.assertIs(contact.abandoned, False)
        self.assertEqual(contact.talk_ms, 30000)
        self.assertEqual([s.kind for s in contact.segments], ["ring", "talk"])
        spoken = contact.segments[1]
        self.assertEqual(spoken.ended - spoken.began,
                         datetime.timedelta(seconds=30))
        self.assertEqual((spoken.device, spoken.outcome), ("1001", "normal"))

    def test_a_contact_of_another_channel_comes_back_as_it_went(self):
        client = self.client()
        client.add_contact(cti.Contact(**MAIL))
        client.close()
        [contact] = cti.Journal(self.file).contacts()
        for name, value in MAIL.items():
            self.assertEqual(getattr(contact, name), value, name)

    def test_a_contact_without_a_channel_is_refused(self):
        client = self.client()
        with self.assertRaisesRegex(cti.EINVAL, "needs an id, a channel"):
            client.add_contact(cti.Contact(id="x", began=NOW))
        with self.assertRaisesRegex(cti.EINVAL, "lead_probability"):
            client.add_contact(cti.Contact(**dict(MAIL,
                                                  lead_probability=101)))
        with self.assertRaisesRegex(cti.EINVAL, "facts"):
            client.add_contact(cti.Contact(**dict(MAIL, facts={"a=": "b"})))
        with self.assertRaises(TypeError):
            client.add_contact(cti.Contact(**dict(MAIL, began="today")))

    def test_a_filter_says_which(self):
        client = self.client()
        day = datetime.timedelta(days=1)
        for n in range(5):
            client.add_contact(cti.Contact(
                id="m%d" % n, channel="mail", began=NOW + n * day,
                customer="c%d" % (n % 2), party="1380013800%d" % n))
        client.close()
        journal = cti.Journal(self.file)

        def ids(**given):
            return [c.id for c in journal.contacts(**given)]
        self.assertEqual(ids(), ["m0", "m1", "m2", "m3", "m4"])
        self.assertEqual(ids(since=NOW + day, until=NOW + 3 * day),
                         ["m1", "m2"])
        self.assertEqual(ids(limit=2), ["m3", "m4"])
        self.assertEqual(ids(number="13800138003"), ["m3"])
        self.assertEqual(ids(customer="c1"), ["m1", "m3"])
        self.assertEqual(journal.contact("m2").party, "13800138002")
        self.assertIsNone(journal.contact("m9"))

    def test_reading_stops_where_it_is_told_and_passes_on_what_is_raised(self):
        client = self.client()
        for n in range(4):
            client.add_contact(cti.Contact(id=str(n), channel="chat",
                                           began=NOW))
        client.close()
        journal, seen = cti.Journal(self.file), []

        def two(contact):
            seen.append(contact.id)
            return len(seen) == 2
        journal.each_contact(two)
        self.assertEqual(len(seen), 2)
        with self.assertRaises(ZeroDivisionError):
            journal.each_contact(lambda contact: 1 / 0)

    def test_an_export_has_the_same_lines(self):
        client = self.client()
        link = switch(client)
        talk(client, link)
        client.add_contact(cti.Contact(**MAIL))
        journal = self.end(client, link)
        contacts = journal.contacts()
        self.assertEqual(len(contacts), 2)
        journal.export(self.folder / "out.json")
        lines = (self.folder / "out.json").read_text("utf-8").splitlines()
        self.assertEqual([c.json() for c in contacts], lines)
        self.assertEqual(contacts[0].as_dict(), json.loads(lines[0]))
        journal.export(self.folder / "out.csv", "csv")
        with open(self.folder / "out.csv", encoding="utf-8",
                  newline="") as file:
            rows = list(csv.reader(file))
        ours = list(csv.reader([cti.Contact.csv_names()]
                               + [c.csv() for c in contacts]))
        self.assertEqual(ours, rows)
        with self.assertRaises(cti.EINVAL):
            journal.export(self.folder / "out.xml", "xml")

    def test_no_journal_and_no_such_contact_are_sentences(self):
        with open_client() as client:
            with self.assertRaisesRegex(cti.ESTATE, "set journal.file"):
                client.dispose("c1", "sale")
            with self.assertRaisesRegex(cti.ESTATE, "set journal.file"):
                client.journal_stats()
        client = self.client()
        with self.assertRaisesRegex(cti.ENOENT, "'nobody'"):
            client.note("nobody", "x")
        call = talk(client, switch(client))
        with self.assertRaisesRegex(cti.EINVAL, "talk_ms"):
            client.set_contact(call, "talk_ms", 5)
        with self.assertRaisesRegex(cti.EIO, "nowhere.db"):
            cti.Journal(self.folder / "nowhere.db").contacts()
        (self.folder / "text").write_text("no journal at all\n" * 100)
        with self.assertRaises(cti.EFORMAT):
            cti.Journal(self.folder / "text").spans()

    def test_counters_and_dead_letters(self):
        client = self.client()
        client.add_contact(cti.Contact(**MAIL))
        stats = client.journal_stats()
        self.assertEqual((stats.lost, stats.dead), (0, 0))
        client.close()
        journal = cti.Journal(self.file)
        self.assertEqual(journal.dead_letters(), [])
        self.assertEqual(journal.retry(), 0)


class Reports(Kept):
    def morning(self):
        """Two contacts, one answered; an agent who was ready meanwhile."""
        client = self.client()
        report = cti.Report(service_level_s=20, converted="sale")
        client.add_report(report)
        link = switch(client)
        link.sim("agent 1001 queue support")
        call = talk(client, link)
        client.dispose(call, "sale")
        link.sim("hangup a")
        link.advance(10000)
        link.sim("call 13900139000 to 1001 as b")
        link.advance(15000)
        link.sim("hangup b")
        link.advance(1000)
        drain(client)
        client.close()
        report.end()
        return report

    def test_live_and_from_the_file_are_the_same(self):
        live = self.morning()
        kept = cti.Report(service_level_s=20, converted="sale")
        kept.add_journal(self.file)
        self.assertEqual(live.get("in"), 2)
        self.assertEqual(live.get("abandoned"), 1)
        self.assertEqual(live.get(cti.Metric.TALK), 30000)
        self.assertEqual(live.get("handled", "agent", "1001"), 1)
        for name in ("in", "asked", "abandoned", "talk", "handled",
                     "speed_of_answer", "service_level"):
            self.assertEqual(live.get(name), kept.get(name), name)
        self.assertEqual(kept.get("conversion"), 10000)
        self.assertIsNone(live.get("out", "queue", "nobody"))

    def test_contacts_and_spans_one_by_one_count_the_same(self):
        self.morning()
        journal = cti.Journal(self.file)
        whole, parts = cti.Report(), cti.Report()
        whole.add_journal(journal)
        journal.each_span(parts.add_span)
        journal.each_contact(parts.add_contact)
        spans = journal.spans()
        self.assertIn("ready", [s.state for s in spans])
        self.assertTrue(all(s.began <= s.ended for s in spans))
        self.assertGreater(whole.get("occupancy"), 0)
        for name in ("in", "asked", "abandoned", "speed_of_answer", "talk",
                     "parties", "touches", "occupancy"):
            self.assertEqual(parts.get(name), whole.get(name), name)

    def test_it_is_written_in_every_form(self):
        report = self.morning()
        self.assertIn("service_level", report.write())
        rows = [json.loads(line) for line in
                report.write("json").splitlines()]
        self.assertEqual(rows[0]["in"], 2)
        self.assertIn("# TYPE", report.write("prometheus"))
        self.assertEqual(len({len(row) for row in csv.reader(
            report.write("csv").splitlines())}), 1)
        self.assertIn("plot", report.write("gnuplot"))
        with self.assertRaisesRegex(cti.EINVAL, "formats are text"):
            report.write("pdf")

    def test_wrong_settings_and_metrics_are_sentences(self):
        with self.assertRaisesRegex(cti.EKEY, "servicelevel"):
            cti.Report(servicelevel=20)
        with self.assertRaisesRegex(cti.EVALUE, "soon"):
            cti.Report(service_level_s="soon")
        with self.assertRaisesRegex(ValueError, "the metrics are abandon"):
            cti.Report().get("happiness")
        with open_client() as client:
            with self.assertRaises(TypeError):
                client.add_report("report")

    def test_a_report_may_be_asked_while_it_counts(self):
        client = open_client()
        report = cti.Report()
        seen = []
        with client:
            client.add_report(report)
            client.add_source("app", lambda _: seen.append(report.get("in")))
            link = switch(client)
            talk(client, link)
            client.add_report(None)
            self.assertEqual(len(seen), 1)
