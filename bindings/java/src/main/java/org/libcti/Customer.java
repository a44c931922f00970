// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who a number belongs to: fields by name, and why it is thought so. */
public final class Customer {
    private final Map<String, String> fields;
    private final int score;
    private final String reason;
    private final String source;
    private final String numberKind;
    /** Of fields that another source has filled in. */
    private final Map<String, String> filled;

    private Customer(Map<String, String> fields, int score, String reason,
                     String source, String numberKind,
                     Map<String, String> filled) {
        this.fields = fields;
        this.score = score;
        this.reason = reason;
        this.source = source;
        this.numberKind = numberKind;
        this.filled = filled;
    }

    /** One to answer a lookup with. `id` and `name` are fields, too. */
    public static Customer of(Map<String, String> fields) {
        Map<String, String> copy = new LinkedHashMap<>();
        fields.forEach((name, value) -> copy.put(
            Objects.requireNonNull(name, "a field's name must not be null"),
            Objects.requireNonNull(value, "a field must not be null")));
        return new Customer(copy, 0, "", "", "", Map.of());
    }

    /** As of(Map): names and values in turn. */
    public static Customer of(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                "the last field of the customer has no value");
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(fields);
    }

    static Customer read(Pointer from) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> filled = new LinkedHashMap<>();
        String own = C.text(C.cti_customer_source(from));
        Pointer name;
        for (int i = 0; (name = C.cti_customer_field(from, new C.SizeT(i)))
                != null; i++) {
            String word = C.text(name);
            byte[] bytes = (word + '\0').getBytes(StandardCharsets.UTF_8);
            fields.put(word, C.text(C.cti_customer_get(from, bytes)));
            String of = C.text(C.cti_customer_field_source(from, bytes));
            if (!of.equals(own)) {
                filled.put(word, of);
            }
        }
        return new Customer(fields, C.cti_customer_score(from),
            C.text(C.cti_customer_reason(from)), own,
            C.text(C.cti_customer_number_kind(from)), filled);
    }

    /** A candidate of a pop, with the fields if it is the one to show. */
    static Customer read(Map<String, Object> candidate, Object shown,
                         Object filledBy) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, Object> from = Json.map(shown);
        if (from.isEmpty()) {
            from = new LinkedHashMap<>(candidate);
            from.keySet().retainAll(List.of("id", "name", "role"));
        }
        from.forEach((name, value) -> fields.put(name, Json.string(value)));
        Object score = candidate.get("score");
        return new Customer(fields,
            score instanceof Long ? ((Long) score).intValue() : 0,
            Json.string(candidate.get("reason")),
            Json.string(candidate.get("source")),
            Json.string(candidate.get("number_kind")), texts(filledBy));
    }

    private static Map<String, String> texts(Object from) {
        Map<String, String> all = new LinkedHashMap<>();
        Json.map(from).forEach((name, value) ->
            all.put(name, Json.string(value)));
        return all;
    }

    /** For C: owned, to be given back with cti_customer_unref(). */
    Pointer make() {
        Memory out = new Memory(8);
        int err = C.cti_customer_new(out);
        if (err != 0) {
            throw new CtiException(err, "");
        }
        Pointer made = out.getPointer(0);
        try {
            fields.forEach((name, value) -> set(made, name, value));
            return made;
        } catch (RuntimeException bad) {
            C.cti_customer_unref(made);
            throw bad;
        }
    }

    private static void set(Pointer made, String name, String value) {
        String what = "the customer's field " + (name.length() > 64
            ? name.substring(0, 64) + "..." : name);
        int err = C.cti_customer_set(made, Text.of(name, what),
            Text.of(value, what));
        if (err != 0) {
            throw new CtiException(err,
                what + ": " + C.text(C.cti_strerror(err)));
        }
    }

    /** A field; empty if there is none of that name. */
    public String get(String field) {
        return fields.getOrDefault(field, "");
    }

    /** In the source's order. */
    public Map<String, String> fields() {
        return java.util.Collections.unmodifiableMap(fields);
    }

    /** How well the customer fits, 0 to 100. */
    public int score() {
        return score;
    }

    /** Why it is a candidate: "number equal". */
    public String reason() {
        return reason;
    }

    /** Name of the source. */
    public String source() {
        return source;
    }

    /** Name of the source that a field is from; empty if there is none. */
    public String source(String field) {
        return fields.containsKey(field) ? filled.getOrDefault(field, source)
            : "";
    }

    /** What kind of number it was found by: "mobile"; or empty. */
    public String numberKind() {
        return numberKind;
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
