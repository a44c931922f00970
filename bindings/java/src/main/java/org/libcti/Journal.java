// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A journal's file (key journal.file), also while another process writes it:
 * {@code Journal.of(path).contacts(JournalFilter.all().limit(10))}.
 */
public final class Journal {
    private final byte[] path;
    private final String shown;

    private Journal(String path) {
        this.path = Text.of(path, "the path");
        shown = path;
    }

    /** Nothing is read yet. */
    public static Journal of(Path path) {
        return new Journal(path.toString());
    }

    /** Nothing is read yet. */
    public static Journal of(String path) {
        return new Journal(path);
    }

    /** One contact after the other, oldest first; false: no more. What the
     * predicate throws comes out here. */
    public void eachContact(JournalFilter filter, Predicate<Contact> more) {
        read(filter, new Each<>(Contact::read, more));
    }

    void read(JournalFilter filter, Each<?> each) {
        Detail detail = new Detail();
        Structs.JournalFilter some = filter.make();
        end(detail, each.run(Callbacks.EACH, (fn, user) ->
            C.cti_journal_read(path, some.at(), fn, user, detail.room,
                detail.size)));
        Reference.reachabilityFence(some);
    }

    /** To have had enough is no error. */
    private static void end(Detail detail, int err) {
        if (err != 1) {
            detail.check(err);
        }
    }

    /** All of them, oldest first. */
    public List<Contact> contacts() {
        return contacts(JournalFilter.all());
    }

    /** Some of them, oldest first. */
    public List<Contact> contacts(JournalFilter filter) {
        List<Contact> all = new ArrayList<>();
        eachContact(filter, all::add);
        return all;
    }

    /** The contact of that id; null if there is none. */
    public Contact contact(String id) {
        List<Contact> all = contacts(JournalFilter.all().id(id));
        return all.isEmpty() ? null : all.get(0);
    }

    /** How long agents were in which state, oldest first; false: no more. Of
     * the filter only the times are looked at. */
    public void eachSpan(JournalFilter filter, Predicate<AgentSpan> more) {
        spans(filter, new Each<>(
            from -> new AgentSpan(new Structs.AgentSpan(from)), more));
    }

    void spans(JournalFilter filter, Each<?> each) {
        Detail detail = new Detail();
        Structs.JournalFilter some = filter.make();
        end(detail, each.run(Callbacks.EACH, (fn, user) ->
            C.cti_journal_spans(path, some.at(), fn, user, detail.room,
                detail.size)));
        Reference.reachabilityFence(some);
    }

    /** The same as a list. */
    public List<AgentSpan> spans(JournalFilter filter) {
        List<AgentSpan> all = new ArrayList<>();
        eachSpan(filter, all::add);
        return all;
    }

    /** Records that the CRM does not take, oldest first. */
    public List<DeadLetter> deadLetters() {
        List<DeadLetter> all = new ArrayList<>();
        Detail detail = new Detail();
        Each<DeadLetter> each = new Each<>(
            from -> new DeadLetter(new Structs.JournalLetter(from)), all::add);
        end(detail, each.run(Callbacks.EACH, (fn, user) ->
            C.cti_journal_dead(path, fn, user, detail.room, detail.size)));
        return all;
    }

    /** Offer dead records again, of one contact or (null) all: how many. */
    public long retry(String contact) {
        Detail detail = new Detail();
        Memory count = new Memory(8);
        detail.check(C.cti_journal_retry(path,
            Text.maybe(contact, "the contact"), count, detail.room,
            detail.size));
        return count.getLong(0);
    }

    /** Write contacts to a file: "json", a line each, or "csv". */
    public void export(Path to, String format, JournalFilter filter) {
        Detail detail = new Detail();
        Structs.JournalFilter some = filter.make();
        Pointer at = some.at();
        int err = C.cti_journal_export(path, at,
            Text.of(format, "the format"), Text.of(to.toString(), "the path"),
            detail.room, detail.size);
        Reference.reachabilityFence(some);
        detail.check(err);
    }

    @Override
    public String toString() {
        return "Journal " + shown;
    }
}
