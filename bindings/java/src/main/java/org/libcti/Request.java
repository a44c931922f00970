// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.libcti.Generated.RequestKind;

/**
 * What to ask of a switch: {@code Request.of(RequestKind.DIAL).device("1001")
 * .to("13800138000")}. cti/request.h says what each kind needs.
 */
public final class Request {
    private final RequestKind kind;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<String, String> data = new LinkedHashMap<>();
    private int flags;
    private int priority;
    private int timeout;

    private Request(RequestKind kind) {
        this.kind = kind;
    }

    /** Of a kind. */
    public static Request of(RequestKind kind) {
        return new Request(Objects.requireNonNull(kind,
            "the request's kind must not be null"));
    }

    private Request put(String name, String text) {
        texts.put(name, text);
        return this;
    }

    /** Which link; else one that can do it. */
    public Request link(String name) {
        return put("link", name);
    }

    /** Id of a call, as in events. */
    public Request call(String id) {
        return put("call", id);
    }

    /** Whose: extension. */
    public Request device(String extension) {
        return put("device", extension);
    }

    /** Number, party, room, slot or file. */
    public Request to(String where) {
        return put("to", where);
    }

    /** Name; else who sits at the device. */
    public Request agent(String name) {
        return put("agent", name);
    }

    /** Of agent states: one queue only. */
    public Request queue(String name) {
        return put("queue", name);
    }

    /** Why: of AGENT_NOT_READY, HANGUP, RECORD_START. */
    public Request reason(String word) {
        return put("reason", word);
    }

    /** Of DATA: the name. */
    public Request key(String name) {
        return put("key", name);
    }

    /** Of DATA: the value; of DTMF: the digits. */
    public Request value(String text) {
        return put("value", text);
    }

    /** The number shown to who is dialled. */
    public Request caller(String number) {
        return put("caller", number);
    }

    /** The name shown to who is dialled. */
    public Request callerName(String name) {
        return put("caller_name", name);
    }

    /** Attached to the call that is dialled. */
    public Request data(String name, String value) {
        data.put(name, value);
        return this;
    }

    /** Bits of RequestFlags. */
    public Request flags(int bits) {
        flags = bits;
        return this;
    }

    /** Of QUEUE_PRIORITY: more is sooner. */
    public Request priority(int urgency) {
        priority = urgency;
        return this;
    }

    /** How long to wait; else request.timeout_ms. */
    public Request timeout(Duration time) {
        timeout = Client.millis(time);
        return this;
    }

    RequestKind kind() {
        return kind;
    }

    private Pointer keep(List<Object> kept, String name) {
        Memory memory = Structs.keep(texts.get(name),
            "the request's " + name);
        kept.add(memory);
        return memory;
    }

    /** For C. Its texts live as long as `kept`. */
    Structs.RequestOpts make(List<Object> kept) {
        Structs.RequestOpts opts = new Structs.RequestOpts();

        opts.kind = kind.value;
        opts.flags = flags;
        opts.timeout_ms = timeout;
        opts.priority = priority;
        opts.link = keep(kept, "link");
        opts.call = keep(kept, "call");
        opts.device = keep(kept, "device");
        opts.to = keep(kept, "to");
        opts.agent = keep(kept, "agent");
        opts.queue = keep(kept, "queue");
        opts.reason = keep(kept, "reason");
        opts.key = keep(kept, "key");
        opts.value = keep(kept, "value");
        opts.caller = keep(kept, "caller");
        opts.caller_name = keep(kept, "caller_name");
        if (!data.isEmpty()) {
            List<String> row = new ArrayList<>();
            data.forEach((name, value) -> {
                row.add(name);
                row.add(value);
            });
            opts.data = array(row, kept, "the request's data");
            opts.data_count = new C.SizeT(data.size());
        }
        return opts;
    }

    /** Texts in a row, ended by NULL. */
    static Memory array(List<String> texts, List<Object> kept, String what) {
        Memory row = new Memory((texts.size() + 1L) * Native.POINTER_SIZE);

        row.clear();
        for (int i = 0; i < texts.size(); i++) {
            Memory text = Structs.keep(Objects.requireNonNull(texts.get(i),
                what + " must not be null"), what);
            kept.add(text);
            row.setPointer((long) i * Native.POINTER_SIZE, text);
        }
        kept.add(row);
        return row;
    }
}
