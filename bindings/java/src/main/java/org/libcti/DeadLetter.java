// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;

/** A record that the CRM does not take. */
public final class DeadLetter {
    /** Id of the contact. */
    public final String contact;
    /** The CRM's last answer: "HTTP status 400". */
    public final String why;
    /** Of the record. */
    public final long revision;
    /** How often it was offered. */
    public final long attempts;
    /** When last. */
    public final Instant time;

    DeadLetter(Structs.JournalLetter from) {
        contact = C.text(from.contact);
        why = C.text(from.why);
        revision = from.revision;
        attempts = from.attempts;
        time = Times.moment(from.time_us);
    }
}
