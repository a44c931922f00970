// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.libcti.Generated.AdviceField;

/** What follows from the service knowledge for one customer in one call: tier,
 * list, stage, line, hints and more. It never changes. */
public final class Advice {
    private final Map<String, Object> from;

    Advice(Map<String, Object> from) {
        this.from = from;
    }

    /** Of an owned handle. */
    static Advice take(Pointer advice) {
        Memory out = new Memory(16);
        int err = C.cti_advice_json(advice, out, out.share(8));
        C.cti_advice_unref(advice);
        if (err != 0) {
            throw new CtiException(err, "");
        }
        return new Advice(Json.object(C.take(out.getPointer(0),
            Core.size(out.share(8)))));
    }

    /** Whether there is a word on it. */
    public boolean has(AdviceField field) {
        return from.containsKey(field.word);
    }

    /** A field's text; empty if there is none. A list is joined by commas. */
    public String text(AdviceField field) {
        Object value = from.get(field.word);
        return value instanceof List ? String.join(",", list(field))
            : Json.string(value);
    }

    /** A field's number; 0 if there is none. */
    public long integer(AdviceField field) {
        return Event.number(from.get(field.word));
    }

    /** Whether it is so; false if nothing is said of it. */
    public boolean bool(AdviceField field) {
        return Boolean.TRUE.equals(from.get(field.word));
    }

    /** Several texts; empty if there are none. */
    public List<String> list(AdviceField field) {
        List<String> all = new ArrayList<>();
        for (Object one : Json.list(from.get(field.word))) {
            all.add(Json.string(one));
        }
        return all;
    }

    /** What to offer or what falls due, most important first. */
    public List<Hint> hints() {
        List<Hint> all = new ArrayList<>();
        for (Object one : Json.list(from.get("hints"))) {
            all.add(new Hint(Json.map(one)));
        }
        return all;
    }

    /** What goes into the contact's record in the journal. */
    public Map<String, String> record() {
        Map<String, String> all = new LinkedHashMap<>();
        Json.map(from.get("record")).forEach((key, value) ->
            all.put(key, Json.string(value)));
        return all;
    }

    /** All that JSON says, also what only a newer library knows. */
    public Map<String, Object> fields() {
        return Collections.unmodifiableMap(from);
    }

    @Override
    public String toString() {
        return from.toString();
    }
}
