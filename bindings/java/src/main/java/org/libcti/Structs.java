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
