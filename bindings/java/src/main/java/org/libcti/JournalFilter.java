// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;

/** Which contacts of a journal: {@code JournalFilter.all().number("138...")}. */
public final class JournalFilter {
    private Instant since;
    private Instant until;
    private String id;
    private String number;
    private String customer;
    private String record;
    private long limit;

    private JournalFilter() {
    }

    /** Every contact. */
    public static JournalFilter all() {
        return new JournalFilter();
    }

    /** Only those that began then or later. */
    public JournalFilter since(Instant when) {
        since = when;
        return this;
    }

    /** Only those that began before. */
    public JournalFilter until(Instant when) {
        until = when;
        return this;
    }

    /** Only this one. */
    public JournalFilter id(String contact) {
        id = contact;
        return this;
    }

    /** Only with this party. */
    public JournalFilter number(String party) {
        number = party;
        return this;
    }

    /** Only of this customer, or with the number too. */
    public JournalFilter customer(String who) {
        customer = who;
        return this;
    }

    /** Only with that in its record: "tenant=agency". */
    public JournalFilter record(String pair) {
        record = pair;
        return this;
    }

    /** Only so many, the last ones; 0: all. */
    public JournalFilter limit(long most) {
        limit = most;
        return this;
    }

    Structs.JournalFilter make() {
        Structs.JournalFilter filter = new Structs.JournalFilter();
        filter.since_us = Times.micros(since);
        filter.until_us = Times.micros(until);
        filter.id = Structs.keep(id, "the contact's id");
        filter.number = Structs.keep(number, "the number");
        filter.customer = Structs.keep(customer, "the customer");
        filter.record = Structs.keep(record, "the record");
        filter.limit = limit;
        return filter;
    }
}
