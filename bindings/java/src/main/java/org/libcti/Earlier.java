// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;
import java.util.Map;

/** An earlier contact with the customer, by telephone or any other channel. */
public final class Earlier {
    /** In the journal. */
    public final String id;
    /** "phone", "mail", as it was written. */
    public final String channel;
    /** "inbound" or "outbound". */
    public final String direction;
    /** Or empty. */
    public final String line;
    /** Who talked last; or empty. */
    public final String agent;
    /** How it went; or empty. */
    public final String disposition;
    /** Or empty. */
    public final String notes;
    /** When it began. */
    public final Instant began;

    Earlier(Map<String, Object> from) {
        String when = Json.string(from.get("began"));
        id = Json.string(from.get("id"));
        channel = Json.string(from.get("channel"));
        direction = Json.string(from.get("direction"));
        line = Json.string(from.get("line"));
        agent = Json.string(from.get("agent"));
        disposition = Json.string(from.get("disposition"));
        notes = Json.string(from.get("notes"));
        began = when.isEmpty() ? null : Instant.parse(when);
    }
}
