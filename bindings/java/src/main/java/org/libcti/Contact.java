// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.libcti.Generated.ContactField;
import org.libcti.Generated.Type;

/**
 * A contact with a customer, whatever transfers it went through; or one of
 * another channel, for Client.addContact(): {@code Contact.of("mail-7", "mail",
 * began).set(ContactField.CUSTOMER, "4711").build()}. It never changes.
 */
public final class Contact {
    /** Texts as C takes them; what is not set is not there. */
    private final Map<ContactField, String> texts;
    private final Map<ContactField, Map<String, String>> pairs;
    private final List<Segment> segments;
    private final String line;

    private Contact(Map<ContactField, String> texts,
                    Map<ContactField, Map<String, String>> pairs,
                    List<Segment> segments, String line) {
        this.texts = texts;
        this.pairs = pairs;
        this.segments = Collections.unmodifiableList(segments);
        this.line = line;
    }

    /** Begins one of another channel: what every contact needs. */
    public static Builder of(String id, String channel, Instant began) {
        return new Builder().set(ContactField.ID, id)
            .set(ContactField.CHANNEL, channel)
            .set(ContactField.BEGAN, began);
    }

    static Contact read(Pointer from) {
        Map<ContactField, String> texts = new EnumMap<>(ContactField.class);
        Map<ContactField, Map<String, String>> pairs =
            new EnumMap<>(ContactField.class);
        List<Segment> segments = new ArrayList<>();
        Pointer one;

        for (ContactField field : ContactField.values()) {
            if (field.type == Type.PAIRS) {
                pairs.put(field, split(text(from, field)));
            } else {
                texts.put(field, field.type == Type.STR ? text(from, field)
                    : Long.toString(C.cti_contact_int(from, field.value)));
            }
        }
        for (int i = 0; (one = C.cti_contact_segment(from, new C.SizeT(i)))
                != null; i++) {
            segments.add(new Segment(new Structs.Segment(one)));
        }
        // Its JSON has segments, which nobody but the library can give it.
        return new Contact(texts, pairs, segments, json(from));
    }

    private static String text(Pointer from, ContactField field) {
        return C.text(C.cti_contact_text(from, field.value));
    }

    /** Lines of name=value. */
    private static Map<String, String> split(String lines) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String line : lines.split("\n")) {
            int end = line.indexOf('=');
            if (end > 0) {
                all.put(line.substring(0, end), line.substring(end + 1));
            }
        }
        return Collections.unmodifiableMap(all);
    }

    private static String json(Pointer from) {
        Memory out = new Memory(16);
        int err = C.cti_contact_json(from, out, out.share(8));
        if (err != 0) {
            throw new CtiException(err, "");
        }
        return C.take(out.getPointer(0), Core.size(out.share(8)));
    }

    private static String csv(Pointer from) {
        Memory out = new Memory(16);
        int err = C.cti_contact_csv(from, out, out.share(8));
        if (err != 0) {
            throw new CtiException(err, "");
        }
        return C.take(out.getPointer(0), Core.size(out.share(8)));
    }

    /** For C: owned, to be given back with cti_contact_free(). */
    Pointer make() {
        Memory out = new Memory(8);
        int err = C.cti_contact_new(out);
        if (err != 0) {
            throw new CtiException(err, "");
        }
        Pointer made = out.getPointer(0);
        try {
            texts.forEach((field, text) -> check(field, text,
                C.cti_contact_set(made, field.value,
                    Text.of(text, "the contact's " + field.word))));
            pairs.forEach((field, all) -> all.forEach((name, value) ->
                check(field, name + "=" + value, C.cti_contact_pair(made,
                    field.value, Text.of(name, "the pair's name"),
                    Text.of(value, "the pair's value")))));
            return made;
        } catch (RuntimeException bad) {
            C.cti_contact_free(made);
            throw bad;
        }
    }

    private static void check(ContactField field, String text, int err) {
        if (err != 0) {
            throw new CtiException(err, "the contact's " + field.word
                + " cannot be " + text + ": " + C.text(C.cti_strerror(err)));
        }
    }

    /** A field's text; empty if it is none, or a number. */
    public String text(ContactField field) {
        return field.type == Type.STR ? texts.getOrDefault(field, "") : "";
    }

    /** A field's number; 0 if there is none. */
    public long integer(ContactField field) {
        return field.type == Type.INT || field.type == Type.BOOL
            || field.type == Type.TIME
            ? Long.parseLong(texts.getOrDefault(field, "0")) : 0;
    }

    /** Whether it is so. */
    public boolean bool(ContactField field) {
        return integer(field) != 0;
    }

    /** A field's time; null: never. */
    public Instant time(ContactField field) {
        return field.type == Type.TIME ? Times.moment(integer(field)) : null;
    }

    /** A field's pairs: offers, facts, record. */
    public Map<String, String> pairs(ContactField field) {
        return pairs.getOrDefault(field, Map.of());
    }

    /** Unique and stable. */
    public String id() {
        return text(ContactField.ID);
    }

    /** The customer's number or address. */
    public String party() {
        return text(ContactField.PARTY);
    }

    /** How it went, as the site names it; or empty. */
    public String disposition() {
        return text(ContactField.DISPOSITION);
    }

    /** When it began. */
    public Instant began() {
        return time(ContactField.BEGAN);
    }

    /** As the journal has them; nobody can add one. */
    public List<Segment> segments() {
        return segments;
    }

    /** The contact in a line, as Journal.export() writes it. */
    public String json() {
        if (line != null) {
            return line;
        }
        Pointer made = make();
        try {
            return json(made);
        } finally {
            C.cti_contact_free(made);
        }
    }

    /** The contact as a line of CSV, without its segments. */
    public String csv() {
        Pointer made = make();
        try {
            return csv(made);
        } finally {
            C.cti_contact_free(made);
        }
    }

    /** The line of names above such lines. */
    public static String csvNames() {
        return csv((Pointer) null);
    }

    @Override
    public String toString() {
        return json();
    }

    /** Makes a contact of another channel. */
    public static final class Builder {
        private final Map<ContactField, String> texts =
            new EnumMap<>(ContactField.class);
        private final Map<ContactField, Map<String, String>> pairs =
            new EnumMap<>(ContactField.class);

        private Builder() {
        }

        /** A text, or a number as its digits. */
        public Builder set(ContactField field, String text) {
            texts.put(field, Objects.requireNonNull(text,
                "the contact's " + field.word + " must not be null"));
            return this;
        }

        /** A number. */
        public Builder set(ContactField field, long number) {
            return set(field, Long.toString(number));
        }

        /** Whether it is so. */
        public Builder set(ContactField field, boolean so) {
            return set(field, so ? 1 : 0);
        }

        /** A time; null: never. */
        public Builder set(ContactField field, Instant when) {
            return set(field, Times.micros(when));
        }

        /** A pair of offers, facts or record. */
        public Builder pair(ContactField field, String name, String value) {
            pairs.computeIfAbsent(field, any -> new LinkedHashMap<>())
                .put(name, value);
            return this;
        }

        /** The contact; the builder may go on. */
        public Contact build() {
            Map<ContactField, Map<String, String>> all =
                new EnumMap<>(ContactField.class);
            pairs.forEach((field, some) -> all.put(field,
                Collections.unmodifiableMap(new LinkedHashMap<>(some))));
            return new Contact(new EnumMap<>(texts), all, List.of(), null);
        }
    }
}
