// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.Test;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.Metric;

/** What a manager counts, live and from a journal's file. */
public class ReportTest {
    private static final List<Metric> SAME = List.of(Metric.IN, Metric.ASKED,
        Metric.ABANDONED, Metric.TALK, Metric.HANDLED,
        Metric.SPEED_OF_ANSWER, Metric.SERVICE_LEVEL, Metric.OCCUPANCY);

    /** Two contacts, one answered; an agent who was ready meanwhile. */
    private static List<Event> morning(Desk desk, Report report) {
        Client client = desk.sim.client;
        Link link = desk.sim.link;

        client.addReport(report);
        link.simulate("agent 1001 queue support");
        link.advance(Duration.ofSeconds(60));
        link.simulate("call 13800138000 to 1001 as a");
        link.simulate("answer a 1001");
        link.advance(Duration.ofSeconds(30));
        link.simulate("hangup a");
        link.advance(Duration.ofSeconds(10));
        link.simulate("call 13900139000 to 1001 as b");
        link.advance(Duration.ofSeconds(15));
        link.simulate("hangup b");
        link.advance(Duration.ofSeconds(1));
        List<Event> told = Desk.drain(client);
        client.close();
        report.end();
        return told;
    }

    @Test
    public void live_and_from_the_file_are_the_same() throws Exception {
        try (Desk desk = new Desk(); Report live = Report.open();
                Report kept = Report.open(); Report parts = Report.open()) {
            live.set("service_level_s", "20");
            List<Event> told = morning(desk, live);
            assertTrue(told.stream().map(Event::name)
                .collect(Collectors.toList()).contains("call-end"));
            Journal journal = Journal.of(desk.file);
            kept.addJournal(journal, JournalFilter.all());
            journal.eachContact(JournalFilter.all(), one -> {
                parts.addContact(one);
                return true;
            });
            journal.spans(JournalFilter.all()).forEach(parts::addSpan);
            assertEquals(2, live.get(Metric.IN).getAsLong());
            assertEquals(1, live.get(Metric.ABANDONED).getAsLong());
            assertEquals(30000, live.get(Metric.TALK).getAsLong());
            assertEquals(1, live.get(Metric.HANDLED, "agent", "1001")
                .getAsLong());
            assertEquals(OptionalLong.empty(),
                live.get(Metric.OUT, "queue", "nobody"));
            for (Metric one : SAME) {
                assertEquals(one.word, live.get(one), kept.get(one));
                assertEquals(one.word, live.get(one), parts.get(one));
            }
        }
    }

    @Test
    public void it_is_written_in_every_form() throws Exception {
        try (Desk desk = new Desk(); Report report = Report.open()) {
            morning(desk, report);
            assertTrue(report.write("text").contains("service_level"));
            String first = report.write("json").lines().findFirst().get();
            assertEquals(2L, Json.object(first).get("in"));
            assertTrue(report.write("prometheus").contains("# TYPE"));
            assertTrue(report.write("csv").lines().count() > 1);
            assertTrue(report.write("gnuplot").contains("plot"));
            CtiException why = assertThrows(CtiException.class,
                () -> report.write("pdf"));
            assertEquals(ErrorCode.EINVAL, why.error());
            assertTrue(why.getMessage(), why.getMessage().contains("pdf"));
        }
    }

    @Test
    public void wrong_settings_are_sentences_and_a_closed_one_says_so() {
        Report report = Report.open();
        CtiException why = assertThrows(CtiException.class,
            () -> report.set("servicelevel", "20"));
        assertEquals(ErrorCode.EKEY, why.error());
        assertTrue(why.getMessage().contains("servicelevel=20"));
        assertEquals(ErrorCode.EVALUE, assertThrows(CtiException.class,
            () -> report.set("service_level_s", "soon")).error());
        report.close();
        report.close();
        assertEquals(ErrorCode.ESTATE, assertThrows(CtiException.class,
            () -> report.get(Metric.IN)).error());
    }

    @Test
    public void a_report_that_is_closed_meanwhile_is_told_and_costs_no_event() {
        try (Sim sim = new Sim()) {
            Report report = Report.open();
            sim.client.addReport(report);
            report.close();
            sim.ring();
            assertEquals(ErrorCode.ESTATE, assertThrows(CtiException.class,
                () -> Desk.drain(sim.client)).error());
            assertFalse(Desk.drain(sim.client).isEmpty());
        }
    }
}
