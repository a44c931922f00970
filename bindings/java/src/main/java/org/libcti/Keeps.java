// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.libcti.Generated.ErrorCode;

/** The part of a client that keeps and knows: journal, reports, service
 * knowledge, traces. */
abstract class Keeps {
    private static final String NO_JOURNAL =
        "this client keeps no journal; set journal.file first";

    final Core core = new Core();
    private long tracing;

    /* The journal */

    private void keep(String contact, String what,
                      ToIntFunction<Pointer> call) {
        int err = core.ask(call::applyAsInt);
        if (err == ErrorCode.ESTATE.code) {
            throw new CtiException(err, NO_JOURNAL);
        }
        if (err == ErrorCode.ENOENT.code) {
            throw new CtiException(err, "no contact or call " + contact
                + " is under way or among the last thousand");
        }
        if (err != 0) {
            throw new CtiException(err, "the contact " + contact
                + " cannot have the " + what + ": "
                + C.text(C.cti_strerror(err)));
        }
    }

    /**
     * Say how a contact went, as the site names it ("sale"). The contact is its
     * id, or its call's: one under way, or among the last thousand; the same
     * with the functions below.
     */
    public void dispose(String contact, String disposition) {
        byte[] id = Text.of(contact, "the contact");
        byte[] word = Text.of(disposition, "the disposition");
        keep(contact, "disposition " + disposition,
            c -> C.cti_journal_dispose(c, id, word));
    }

    /** Add a line to the notes of a contact. */
    public void note(String contact, String text) {
        byte[] id = Text.of(contact, "the contact");
        byte[] line = Text.of(text, "the note");
        keep(contact, "note", c -> C.cti_journal_note(c, id, line));
    }

    /** Keep what was offered, and what came of it ("accepted"; or empty). */
    public void offer(String contact, String product, String outcome) {
        byte[] id = Text.of(contact, "the contact");
        byte[] what = Text.of(product, "the product");
        byte[] came = Text.of(outcome, "the outcome");
        keep(contact, "offer " + product,
            c -> C.cti_journal_offer(c, id, what, came));
    }

    /** Keep what the contact has taught of the customer, for the CRM. */
    public void fact(String contact, String name, String value) {
        byte[] id = Text.of(contact, "the contact");
        byte[] what = Text.of(name, "the fact's name");
        byte[] text = Text.of(value, "the fact");
        keep(contact, "fact " + name,
            c -> C.cti_journal_fact(c, id, what, text));
    }

    /** Set a field of a contact: line, campaign, cost, value, ... */
    public void setContact(String contact, String field, String value) {
        byte[] id = Text.of(contact, "the contact");
        byte[] name = Text.of(field, "the field");
        byte[] text = Text.of(value, "the value");
        keep(contact, field + " " + value,
            c -> C.cti_journal_set(c, id, name, text));
    }

    /** Write a contact of another channel, as Contact.of() makes it; one with
     * the same id is replaced. */
    public void addContact(Contact contact) {
        Pointer made = contact.make();
        try {
            int err = core.ask(c -> C.cti_journal_add(c, made));
            if (err != 0) {
                throw new CtiException(err, err == ErrorCode.ESTATE.code
                    ? NO_JOURNAL : "a contact needs an id, a channel and when"
                    + " it began: " + C.text(C.cti_strerror(err)));
            }
        } finally {
            C.cti_contact_free(made);
        }
    }

    /** Counters of the journal. */
    public JournalStats journalStats() {
        Structs.JournalStats out = new Structs.JournalStats();
        int err = core.ask(c -> C.cti_journal_stats_get(c, out.at()));
        if (err != 0) {
            throw new CtiException(err,
                err == ErrorCode.ESTATE.code ? NO_JOURNAL : "");
        }
        out.read();
        return new JournalStats(out);
    }

    /* Reports */

    /** Count in a report what events tell from now on, as they are fetched, in
     * place of the one before; null: in none. */
    public void addReport(Report report) {
        core.ask(c -> core.report = report);
        // A poll that waits would not know of it.
        core.wake();
    }

    /* Service knowledge */

    /** Read the service knowledge: tiers, lists, stages, hints. Null: the file
     * in use again. */
    public void loadService(String path) {
        byte[] file = Text.maybe(path, "the path");
        core.may(c -> C.cti_service_load(c, file));
    }

    /** Whether a file of service knowledge is right: a sentence that says what
     * it holds, or the exception that says what is wrong where. */
    public static String checkService(String path) {
        Detail detail = new Detail();
        detail.check(C.cti_service_check(Text.of(path, "the path"),
            detail.room, detail.size));
        return detail.text();
    }

    /** Judge a customer by the service knowledge outside of a pop: to route a
     * call, to plan calls out. */
    public Advice advise(AdviceQuery query) {
        List<Object> kept = new ArrayList<>();
        Memory out = new Memory(8);
        Structs.AdviceQuery opts = query.make(kept);
        try {
            int err = core.ask(c -> C.cti_service_advise(c, out, opts.at()));
            if (err != 0) {
                throw new CtiException(err, err == ErrorCode.ESTATE.code
                    ? "no service knowledge is loaded; set service.file, or"
                    + " call loadService()" : "");
            }
        } finally {
            C.cti_customer_unref(opts.customer);
            Reference.reachabilityFence(kept);
        }
        return Advice.take(out.getPointer(0));
    }

    /** Begin to verify the party of a call for a class of request, which says
     * how sure one must be ("password"). */
    public Verification verify(String call, String request) {
        byte[] id = Text.of(call, "the call");
        byte[] word = Text.of(request, "the request");
        int err = core.ask(c -> C.cti_verify_begin(c, id, word));
        if (err == ErrorCode.ENOENT.code) {
            throw new CtiException(err, "there is no call " + call
                + ", or the service knowledge has no class of request "
                + request);
        }
        if (err != 0) {
            throw new CtiException(err, err == ErrorCode.ESTATE.code
                ? "no service knowledge is loaded, or the attempts for call "
                + call + " are used up" : "");
        }
        return new Verification(core, call);
    }

    /* Traces */

    /** Be told every step from what a switch said to what a screen shows, where
     * events are told, in place of whom was told before. Steps have numbers and
     * names in them. */
    public synchronized void onTrace(Consumer<TraceStep> tracer) {
        Objects.requireNonNull(tracer, "the tracer must not be null");
        Core own = core;
        long[] id = new long[1];
        id[0] = core.slot(told -> own.later(() -> {
            if (own.slots.containsKey(id[0])) {
                tracer.accept((TraceStep) told);
            }
        }));
        core.ask(id[0], c -> C.cti_trace_set(c, Callbacks.STEP,
            Callbacks.user(id[0])));
        core.drop(tracing);
        tracing = id[0];
    }

    /** No more of that. */
    public synchronized void noTrace() {
        core.may(c -> C.cti_trace_set(c, null, null));
        core.drop(tracing);
    }
}
