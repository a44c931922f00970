// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.Metric;

/**
 * A report in the making, from a journal's file, or from events as they come
 * (Client.addReport()):
 *
 * <pre>{@code
 * try (Report report = Report.open()) {
 *     report.set("service_level_s", "30");
 *     report.addJournal(Journal.of("contacts.db"), JournalFilter.all());
 *     System.out.println(report.get(Metric.SERVICE_LEVEL, "queue", "support"));
 *     System.out.println(report.write("text"));
 * }
 * }</pre>
 *
 * Any thread may use it. After close() every call fails with ESTATE.
 */
public final class Report implements AutoCloseable {
    /** Knows nothing of the report, which may be collected. */
    private static final class Handle implements Runnable {
        private Pointer report;

        Handle(Pointer report) {
            this.report = report;
        }

        @Override
        public synchronized void run() {
            C.cti_report_free(report);
            report = null;
        }

        synchronized int ask(ToIntFunction<Pointer> call) {
            if (report == null) {
                throw new CtiException(ErrorCode.ESTATE,
                    "the report is closed");
            }
            return call.applyAsInt(report);
        }
    }

    private final Handle handle;
    private final Cleaner.Cleanable cleanable;

    private Report(Pointer made) {
        handle = new Handle(made);
        cleanable = Client.CLEANER.register(this, handle);
    }

    /** An empty report. */
    public static Report open() {
        Memory out = new Memory(8);
        int err = C.cti_report_new(out);
        if (err != 0) {
            throw new CtiException(err, "");
        }
        return new Report(out.getPointer(0));
    }

    private void may(String what, ToIntFunction<Pointer> call) {
        int err = handle.ask(call);
        Reference.reachabilityFence(this);
        if (err != 0) {
            throw new CtiException(err, what == null ? ""
                : what + ": " + C.text(C.cti_strerror(err)));
        }
    }

    /** Choose how to count, before anything is counted: service_level_s,
     * interval_s, hours, converted, ...; docs/guide/metrics.md lists them. */
    public void set(String key, String value) {
        byte[] name = Text.of(key, "the key");
        byte[] text = Text.of(value, "the value");
        may("a report cannot have " + key + "=" + value,
            r -> C.cti_report_set(r, name, text));
    }

    /** Count a contact. */
    public void addContact(Contact contact) {
        Pointer made = contact.make();
        try {
            may(null, r -> C.cti_report_contact(r, made));
        } finally {
            C.cti_contact_free(made);
        }
    }

    /** Count how long an agent was in a state. */
    public void addSpan(AgentSpan span) {
        List<Object> kept = new ArrayList<>();
        Structs.AgentSpan from = span.make(kept);
        from.write();
        may(null, r -> C.cti_report_span(r, from.getPointer()));
        Reference.reachabilityFence(kept);
    }

    /** Count the contacts of a journal's file, and what its agents did. */
    public void addJournal(Journal journal, JournalFilter filter) {
        journal.read(filter, new Each<>(one -> one, one -> {
            may(null, r -> C.cti_report_contact(r, one));
            return true;
        }));
        journal.spans(filter, new Each<>(one -> one, one -> {
            may(null, r -> C.cti_report_span(r, one));
            return true;
        }));
    }

    /** Inside a poll. */
    void count(Pointer event) {
        may(null, r -> C.cti_report_event(r, event));
    }

    /** No more events will come: what agents do ends with the last one. */
    public void end() {
        may(null, r -> {
            C.cti_report_end(r);
            return 0;
        });
    }

    /** One number of all, in the unit of the metric; empty where there is
     * nothing to count. */
    public OptionalLong get(Metric metric) {
        return get(metric, "all", "");
    }

    /** One number of a group ("queue", "agent", "tier", ...) and which of them.
     */
    public OptionalLong get(Metric metric, String group, String key) {
        byte[] of = Text.of(group, "the group");
        byte[] which = Text.of(key, "the key");
        long[] number = new long[1];
        may(null, r -> {
            number[0] = C.cti_report_get(r, of, which, metric.value);
            return 0;
        });
        return number[0] < 0 ? OptionalLong.empty()
            : OptionalLong.of(number[0]);
    }

    /** As "text", "json" (a line a group), "csv", "prometheus" or "gnuplot". */
    public String write(String format) {
        byte[] word = Text.of(format, "the format");
        Memory out = new Memory(8);
        may("a report cannot be written as " + format,
            r -> C.cti_report_write(r, word, out));
        Pointer text = out.getPointer(0);
        String written = C.text(text);
        C.cti_free(text);
        return written;
    }

    /** May be called twice. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
