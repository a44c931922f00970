// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.libcti.Generated.ContactField;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.SegmentKind;

/** The journal's file, and contacts of other channels. */
public class JournalTest {
    private static final Instant NOW = Instant.parse(
        "2026-03-02T09:30:00.123456Z");

    private static Contact.Builder mail() {
        return Contact.of("mail-7", "mail", NOW)
            .set(ContactField.CUSTOMER, "4711")
            .set(ContactField.DIRECTION, "inbound")
            .set(ContactField.NOTES, "wants a \"quote\", 李")
            .set(ContactField.LEAD_PROBABILITY, 40)
            .set(ContactField.AUTOMATED, true)
            .pair(ContactField.FACTS, "email", "li@example.com");
    }

    private static CtiException refused(ErrorCode code,
                                        ThrowingRunnable call) {
        CtiException why = assertThrows(CtiException.class, call);
        assertEquals(why.getMessage(), code, why.error());
        return why;
    }

    @Test
    public void a_call_is_kept_with_what_people_said_of_it()
            throws Exception {
        try (Desk desk = new Desk()) {
            Client client = desk.sim.client;
            String call = desk.talk();
            client.dispose(call, "sale");
            client.note(call, "first line");
            client.note(call, "second");
            client.offer(call, "fibre", "accepted");
            client.fact(call, "email", "li@example.com");
            client.setContact(call, "cost", "1500");
            List<Contact> all = desk.end().contacts();
            assertEquals(1, all.size());
            Contact kept = all.get(0);
            assertEquals(call, kept.text(ContactField.CALL));
            assertEquals("ended", kept.text(ContactField.STATE));
            assertEquals("13800138000", kept.party());
            assertEquals("sale", kept.disposition());
            assertEquals("first line\nsecond", kept.text(ContactField.NOTES));
            assertEquals(Map.of("fibre", "accepted"),
                kept.pairs(ContactField.OFFERS));
            assertEquals(Map.of("email", "li@example.com"),
                kept.pairs(ContactField.FACTS));
            assertEquals(1500, kept.integer(ContactField.COST));
            assertEquals(-1, kept.integer(ContactField.LEAD_PROBABILITY));
            assertFalse(kept.bool(ContactField.ABANDONED));
            assertEquals(30000, kept.integer(ContactField.TALK_MS));
            assertEquals(2, kept.segments().size());
            Segment spoken = kept.segments().get(1);
            assertEquals(SegmentKind.TALK, spoken.kind);
            assertEquals(Duration.ofSeconds(30),
                Duration.between(spoken.began, spoken.ended));
            assertEquals("1001", spoken.device);
            assertEquals("normal", spoken.outcome);
        }
    }

    @Test
    public void a_contact_of_another_channel_comes_back_as_it_went()
            throws Exception {
        try (Desk desk = new Desk()) {
            Contact went = mail().build();
            desk.sim.client.addContact(went);
            desk.sim.close();
            Contact came = Journal.of(desk.file).contact("mail-7");
            for (ContactField field : List.of(ContactField.ID,
                    ContactField.CHANNEL, ContactField.CUSTOMER,
                    ContactField.DIRECTION, ContactField.NOTES)) {
                assertEquals(field.word, went.text(field), came.text(field));
            }
            assertEquals(NOW, came.began());
            assertNull(came.time(ContactField.ANSWERED));
            assertEquals(40, came.integer(ContactField.LEAD_PROBABILITY));
            assertTrue(came.bool(ContactField.AUTOMATED));
            assertEquals(went.pairs(ContactField.FACTS),
                came.pairs(ContactField.FACTS));
            assertTrue(went.json(), went.json().contains("li@example.com"));
        }
    }

    @Test
    public void a_contact_that_is_none_is_refused() throws Exception {
        try (Desk desk = new Desk()) {
            Client client = desk.sim.client;
            assertTrue(refused(ErrorCode.EINVAL, () -> client.addContact(
                Contact.of("x", "", NOW).build())).getMessage()
                .contains("a channel"));
            assertTrue(refused(ErrorCode.EINVAL, () -> client.addContact(
                mail().set(ContactField.LEAD_PROBABILITY, "x").build()))
                .getMessage().contains("lead_probability"));
            refused(ErrorCode.EINVAL, () -> client.addContact(mail()
                .pair(ContactField.FACTS, "a=", "b").build()));
            assertThrows(NullPointerException.class,
                () -> mail().set(ContactField.NOTES, (String) null));
        }
    }

    private static String ids(Journal journal, JournalFilter filter) {
        return journal.contacts(filter).stream().map(Contact::id)
            .collect(Collectors.joining(" "));
    }

    @Test
    public void a_filter_says_which() throws Exception {
        Duration day = Duration.ofDays(1);
        try (Desk desk = new Desk()) {
            for (int n = 0; n < 5; n++) {
                desk.sim.client.addContact(Contact.of("m" + n, "mail",
                    NOW.plus(day.multipliedBy(n)))
                    .set(ContactField.CUSTOMER, "c" + n % 2)
                    .set(ContactField.PARTY, "1380013800" + n)
                    .pair(ContactField.RECORD, "tenant", "t" + n).build());
            }
            desk.sim.close();
            Journal journal = Journal.of(desk.file.toString());
            assertEquals("m0 m1 m2 m3 m4", ids(journal, JournalFilter.all()));
            assertEquals("m1 m2", ids(journal, JournalFilter.all()
                .since(NOW.plus(day)).until(NOW.plus(day.multipliedBy(3)))));
            assertEquals("m3 m4", ids(journal, JournalFilter.all().limit(2)));
            assertEquals("m3", ids(journal,
                JournalFilter.all().number("13800138003")));
            assertEquals("m1 m3", ids(journal,
                JournalFilter.all().customer("c1")));
            assertEquals("m4", ids(journal,
                JournalFilter.all().record("tenant=t4")));
            assertNull(journal.contact("m9"));
            List<String> seen = new ArrayList<>();
            journal.eachContact(JournalFilter.all(), one -> {
                seen.add(one.id());
                return seen.size() < 2;
            });
            assertEquals(List.of("m0", "m1"), seen);
            assertThrows(ArithmeticException.class, () -> journal.eachContact(
                JournalFilter.all(), one -> 1 / (seen.size() - 2) > 0));
        }
    }

    @Test
    public void an_export_has_the_same_lines() throws Exception {
        try (Desk desk = new Desk()) {
            desk.talk();
            desk.sim.client.addContact(mail().build());
            Journal journal = desk.end();
            List<Contact> all = journal.contacts();
            Path json = desk.folder.resolve("out.json");
            Path csv = desk.folder.resolve("out.csv");
            journal.export(json, "json", JournalFilter.all());
            assertEquals(Files.readAllLines(json), all.stream()
                .map(Contact::json).collect(Collectors.toList()));
            journal.export(csv, "csv", JournalFilter.all());
            List<String> lines = new ArrayList<>(List.of(Contact.csvNames()));
            all.forEach(one -> lines.add(one.csv()));
            assertEquals(2, all.size());
            assertEquals(Files.readAllLines(csv).stream()
                .map(line -> line.replace("\ufeff", ""))
                .collect(Collectors.toList()), lines);
            refused(ErrorCode.EINVAL, () -> journal.export(json, "xml",
                JournalFilter.all()));
        }
    }

    @Test
    public void no_journal_and_no_such_contact_are_sentences()
            throws Exception {
        try (Client client = Client.open()) {
            assertTrue(refused(ErrorCode.ESTATE, () -> client.dispose("c1",
                "sale")).getMessage().contains("set journal.file"));
            refused(ErrorCode.ESTATE, client::journalStats);
            refused(ErrorCode.ESTATE,
                () -> client.addContact(mail().build()));
        }
        try (Desk desk = new Desk()) {
            assertTrue(refused(ErrorCode.ENOENT, () -> desk.sim.client.note(
                "nobody", "x")).getMessage().contains("nobody"));
            String call = desk.talk();
            refused(ErrorCode.EINVAL, () -> desk.sim.client.setContact(call,
                "talk_ms", "5"));
            assertTrue(refused(ErrorCode.EIO, () -> Journal.of(
                desk.folder.resolve("nowhere.db")).contacts()).getMessage()
                .contains("nowhere.db"));
            Path text = desk.folder.resolve("text");
            Files.writeString(text, "no journal at all\n".repeat(100));
            refused(ErrorCode.EFORMAT,
                () -> Journal.of(text).spans(JournalFilter.all()));
        }
    }

    @Test
    public void counters_and_dead_letters_are_read() throws Exception {
        try (Desk desk = new Desk()) {
            desk.sim.client.addContact(mail().build());
            JournalStats stats = desk.sim.client.journalStats();
            assertEquals(0, stats.lost + stats.dead + stats.delivered);
            desk.sim.close();
            Journal journal = Journal.of(desk.file);
            assertEquals(List.of(), journal.deadLetters());
            assertEquals(0, journal.retry(null));
            assertEquals(0, journal.retry("mail-7"));
        }
    }

    @Test
    public void a_pop_shows_earlier_contacts() throws Exception {
        try (Desk desk = new Desk()) {
            desk.sim.client.addContact(Contact.of("m1", "mail", NOW)
                .set(ContactField.PARTY, "13800138000")
                .set(ContactField.DISPOSITION, "quoted").build());
            desk.sim.ring();
            Pop pop = desk.sim.await(event -> event.pop() != null
                && !event.pop().earlier().isEmpty()).pop();
            Earlier mail = pop.earlier().get(0);
            assertEquals("m1", mail.id);
            assertEquals("mail", mail.channel);
            assertEquals("quoted", mail.disposition);
            assertEquals(NOW.getEpochSecond(), mail.began.getEpochSecond());
        }
    }
}
