// SPDX-License-Identifier: MIT
package org.libcti;

/** Counters of a client's journal, since journal.file was set. */
public final class JournalStats {
    /** Contacts that have ended. */
    public final long contacts;
    /** Changes that are in the file. */
    public final long written;
    /** Commits that it took. */
    public final long groups;
    /** Changes that wait to be written. */
    public final long waiting;
    /** Changes that never will be. */
    public final long lost;
    /** Records that the CRM has taken. */
    public final long delivered;
    /** Records that it will not take. */
    public final long dead;

    JournalStats(Structs.JournalStats from) {
        contacts = from.contacts;
        written = from.written;
        groups = from.groups;
        waiting = from.waiting;
        lost = from.lost;
        delivered = from.delivered;
        dead = from.dead;
    }
}
