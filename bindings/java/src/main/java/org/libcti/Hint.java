// SPDX-License-Identifier: MIT
package org.libcti;

import java.util.Map;
import java.util.OptionalInt;

/** One hint for the agent. */
public final class Hint {
    /** "hint", "offer", "care", "renewal" or "lead". */
    public final String kind;
    /** The rule's. */
    public final String id;
    /** What to say or do. */
    public final String text;
    /** Why; there always is one. */
    public final String reason;
    /** Empty if it is about none. */
    public final String product;
    /** Of a lead: 0 to 100. */
    public final OptionalInt probability;

    Hint(Map<String, Object> from) {
        Object number = from.get("probability");
        kind = Json.string(from.get("kind"));
        id = Json.string(from.get("id"));
        text = Json.string(from.get("text"));
        reason = Json.string(from.get("reason"));
        product = Json.string(from.get("product"));
        probability = number instanceof Long
            ? OptionalInt.of(((Long) number).intValue())
            : OptionalInt.empty();
    }
}
