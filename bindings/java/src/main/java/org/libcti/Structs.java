// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * The structs of the headers, field by field; a test compares each with
 * bindings/api.json. JNA wants them public.
 */
final class Structs {
    private Structs() {
    }

    /** A struct that says its own size first. */
    public abstract static class Sized extends Structure {
        public C.SizeT size = new C.SizeT();

        Sized() {
        }

        Sized(Pointer at) {
            super(at);
        }

        /** As C wants it, for a call. */
        final Pointer at() {
            size = new C.SizeT(size());
            write();
            return getPointer();
        }
    }

    @FieldOrder({ "size", "loop", "on_event", "on_log", "on_closed", "user",
        "log_level" })
    public static final class ClientOpts extends Sized {
        public Pointer loop;
        public Pointer on_event;
        public Pointer on_log;
        public Pointer on_closed;
        public Pointer user;
        public int log_level = Generated.LogLevel.WARN.value;
    }

    @FieldOrder({ "size", "name", "url", "user", "secret", "record",
        "switch_name" })
    public static final class LinkOpts extends Sized {
        public Pointer name;
        public Pointer url;
        public Pointer user;
        public Pointer secret;
        public Pointer record;
        public Pointer switch_name;
    }

    @FieldOrder({ "size", "preset", "base", "user", "secret", "settings" })
    public static final class HttpSourceOpts extends Sized {
        public Pointer preset;
        public Pointer base;
        public Pointer user;
        public Pointer secret;
        public Pointer settings;
    }

    @FieldOrder({ "size", "kind", "flags", "timeout_ms", "priority", "link",
        "call", "device", "to", "agent", "queue", "reason", "key", "value",
        "caller", "caller_name", "data", "data_count" })
    public static final class RequestOpts extends Sized {
        public int kind;
        public int flags;
        public int timeout_ms;
        public int priority;
        public Pointer link;
        public Pointer call;
        public Pointer device;
        public Pointer to;
        public Pointer agent;
        public Pointer queue;
        public Pointer reason;
        public Pointer key;
        public Pointer value;
        public Pointer caller;
        public Pointer caller_name;
        public Pointer data;
        public C.SizeT data_count = new C.SizeT();
    }

    @FieldOrder({ "size", "id", "call" })
    public static final class RequestTicket extends Sized {
        public long id;
        public byte[] call = new byte[128];
    }

    @FieldOrder({ "size", "id", "kind", "error", "detail", "call", "link" })
    public static final class RequestResult extends Sized {
        public long id;
        public int kind;
        public int error;
        public Pointer detail;
        public Pointer call;
        public Pointer link;

        /** Copies: what the fields point to is lent. */
        String told;
        String of;

        public RequestResult() {
        }

        RequestResult(Pointer at) {
            super(at);
            read();
            told = C.text(detail);
            of = C.text(call);
        }
    }

    @FieldOrder({ "size", "when", "deadline_ms", "queues", "numbers",
        "devices", "to", "on_route", "on_routed", "user" })
    public static final class RouteOpts extends Sized {
        public int when;
        public int deadline_ms;
        public Pointer queues;
        public Pointer numbers;
        public Pointer devices;
        public Pointer to;
        public Pointer on_route;
        public Pointer on_routed;
        public Pointer user;
    }

    @FieldOrder({ "code", "name", "text" })
    public static final class ErrorInfo extends Structure {
        public int code;
        public Pointer name;
        public Pointer text;

        public ErrorInfo() {
        }

        ErrorInfo(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "key", "value" })
    public static final class Pair extends Structure {
        public Pointer key;
        public Pointer value;

        public Pair() {
        }

        Pair(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "size", "preset", "base", "search_base", "user", "secret",
        "settings" })
    public static final class LdapSourceOpts extends Sized {
        public Pointer preset;
        public Pointer base;
        public Pointer search_base;
        public Pointer user;
        public Pointer secret;
        public Pointer settings;
    }

    @FieldOrder({ "size", "number", "data" })
    public static final class IdentifyOpts extends Sized {
        public Pointer number;
        public Pointer data;
    }

    @FieldOrder({ "size", "customer", "dnis", "queue", "direction", "time_us",
        "data", "data_count" })
    public static final class AdviceQuery extends Sized {
        public Pointer customer;
        public Pointer dnis;
        public Pointer queue;
        public Pointer direction;
        public long time_us;
        public Pointer data;
        public C.SizeT data_count = new C.SizeT();
    }

    @FieldOrder({ "size", "since_us", "until_us", "id", "number", "limit",
        "customer", "record" })
    public static final class JournalFilter extends Sized {
        public long since_us;
        public long until_us;
        public Pointer id;
        public Pointer number;
        public long limit;
        public Pointer customer;
        public Pointer record;
    }

    @FieldOrder({ "size", "country", "area", "outside_prefix",
        "carrier_prefixes", "extension_digits", "plugin", "plugin_for" })
    public static final class NumberPlan extends Sized {
        public Pointer country;
        public Pointer area;
        public Pointer outside_prefix;
        public Pointer carrier_prefixes;
        public int extension_digits;
        public Pointer plugin;
        public int plugin_for;
    }

    @FieldOrder({ "size", "number_class", "key_count", "e164", "national",
        "extension", "display", "key" })
    public static final class Number extends Sized {
        public int number_class;
        public int key_count;
        public byte[] e164 = new byte[24];
        public byte[] national = new byte[32];
        public byte[] extension = new byte[16];
        public byte[] display = new byte[40];
        public byte[] key = new byte[144];

        public Number() {
        }

        Number(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "size", "contacts", "written", "groups", "waiting", "lost",
        "delivered", "dead" })
    public static final class JournalStats extends Sized {
        public long contacts;
        public long written;
        public long groups;
        public long waiting;
        public long lost;
        public long delivered;
        public long dead;
    }

    @FieldOrder({ "size", "bytes_in", "bytes_out", "messages", "malformed",
        "connects", "orphans" })
    public static final class LinkStats extends Sized {
        public long bytes_in;
        public long bytes_out;
        public long messages;
        public long malformed;
        public long connects;
        public long orphans;
    }

    @FieldOrder({ "agent", "state", "reason", "from_us", "to_us" })
    public static final class AgentSpan extends Structure {
        public Pointer agent;
        public Pointer state;
        public Pointer reason;
        public long from_us;
        public long to_us;

        public AgentSpan() {
        }

        AgentSpan(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "kind", "from_us", "to_us", "device", "agent", "queue",
        "remote", "outcome", "recording" })
    public static final class Segment extends Structure {
        public int kind;
        public long from_us;
        public long to_us;
        public Pointer device;
        public Pointer agent;
        public Pointer queue;
        public Pointer remote;
        public Pointer outcome;
        public Pointer recording;

        public Segment() {
        }

        Segment(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "contact", "why", "revision", "attempts", "time_us" })
    public static final class JournalLetter extends Structure {
        public Pointer contact;
        public Pointer why;
        public long revision;
        public long attempts;
        public long time_us;

        public JournalLetter() {
        }

        JournalLetter(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "size", "level", "id", "text", "remedy", "file", "section",
        "line", "text_form", "remedy_form", "values", "value_count" })
    public static final class Finding extends Sized {
        public int level;
        public Pointer id;
        public Pointer text;
        public Pointer remedy;
        public Pointer file;
        public Pointer section;
        public Pointer line;
        public Pointer text_form;
        public Pointer remedy_form;
        public Pointer values;
        public C.SizeT value_count = new C.SizeT();

        public Finding() {
        }

        Finding(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "size", "kind", "link", "time_us", "offset", "text", "len",
        "call", "ids", "id_count", "event" })
    public static final class Trace extends Sized {
        public int kind;
        public Pointer link;
        public long time_us;
        public long offset;
        public Pointer text;
        public C.SizeT len = new C.SizeT();
        public Pointer call;
        public Pointer ids;
        public C.SizeT id_count = new C.SizeT();
        public Pointer event;

        public Trace() {
        }

        Trace(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "size", "name", "value", "text" })
    public static final class NumberStep extends Sized {
        public Pointer name;
        public Pointer value;
        public Pointer text;

        public NumberStep() {
        }

        NumberStep(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "size", "error", "to", "detail" })
    public static final class RouteResult extends Sized {
        public int error;
        public Pointer to;
        public Pointer detail;

        public RouteResult() {
        }

        RouteResult(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "name", "type", "default_value", "doc", "secret" })
    public static final class KeyInfo extends Structure {
        public Pointer name;
        public Pointer type;
        public Pointer default_value;
        public Pointer doc;
        public byte secret;

        public KeyInfo() {
        }

        KeyInfo(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({ "kind", "needs", "word", "doc" })
    public static final class RequestInfo extends Structure {
        public int kind;
        public int needs;
        public Pointer word;
        public Pointer doc;

        public RequestInfo() {
        }

        RequestInfo(Pointer at) {
            super(at);
            read();
        }
    }

    /** A text for a struct's field; whoever has it keeps it for the call. */
    static Memory keep(String text, String what) {
        byte[] bytes = Text.maybe(text, what);
        if (bytes == null) {
            return null;
        }
        Memory memory = new Memory(bytes.length);
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }
}
