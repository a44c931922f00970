// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.libcti.Generated.EventFlag;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Field;

/**
 * What happened. It never changes, any thread may read it, and it holds nothing
 * of C's. Texts came over the network: they are clean UTF-8, but untrusted.
 */
public final class Event {
    private final String line;
    /* Two threads may both read the line; what they get is the same. */
    private volatile Map<String, Object> fields;

    Event(String line) {
        this.line = line;
    }

    private Map<String, Object> read() {
        Map<String, Object> known = fields;
        if (known == null) {
            known = Json.object(line);
            fields = known;
        }
        return known;
    }

    /** What happened; null for a kind of a newer library. */
    public EventKind kind() {
        return Words.find(Words.KINDS, name());
    }

    /** "call-begin". */
    public String name() {
        return Json.string(read().get("event"));
    }

    /** The switch's time where it gives one, else that of arrival. */
    public Instant time() {
        return Instant.parse(Json.string(read().get("time")));
    }

    /** Number of the event on its client, from 1, without gaps. */
    public long seq() {
        return number(read().get("seq"));
    }

    /** Bits of EventFlag: how it came to be known. */
    public int flags() {
        int bits = 0;
        for (Object word : Json.list(read().get("flags"))) {
            switch (Json.string(word)) {
            case "synthetic":
                bits |= EventFlag.SYNTHETIC;
                break;
            case "resync":
                bits |= EventFlag.RESYNC;
                break;
            case "guessed":
                bits |= EventFlag.GUESSED;
                break;
            case "late":
                bits |= EventFlag.LATE;
                break;
            default:
                break;
            }
        }
        return bits;
    }

    /** Whether the event has that field. */
    public boolean has(Field field) {
        return read().containsKey(field.word);
    }

    /** A text; empty if there is none. A list is joined by commas. */
    public String str(Field field) {
        Object value = read().get(field.word);
        if (value instanceof List) {
            return String.join(",", list(field));
        }
        return Json.string(value);
    }

    /** A number; 0 if there is none. */
    public long integer(Field field) {
        Object value = read().get(field.word);
        return value instanceof Boolean ? ((Boolean) value ? 1 : 0)
            : number(value);
    }

    /** Whether it is so; false if nothing is said of it. */
    public boolean bool(Field field) {
        return Boolean.TRUE.equals(read().get(field.word));
    }

    /** Several texts; empty if there are none. */
    public List<String> list(Field field) {
        List<String> all = new ArrayList<>();
        for (Object one : Json.list(read().get(field.word))) {
            all.add(Json.string(one));
        }
        return all;
    }

    /** All that JSON says, also what only a newer library knows. */
    public Map<String, Object> fields() {
        return Collections.unmodifiableMap(read());
    }

    /** The line of JSON, as the tool prints it. */
    public String json() {
        return line;
    }

    /** Of an event of kind POP; null of every other one. */
    public Pop pop() {
        return name().equals("pop") ? new Pop(this, read()) : null;
    }

    static long number(Object value) {
        return value instanceof Number ? ((Number) value).longValue() : 0;
    }

    @Override
    public String toString() {
        return line;
    }
}
