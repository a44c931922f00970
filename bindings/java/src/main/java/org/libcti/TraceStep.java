// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.libcti.Generated.TraceKind;

/** One step from what a switch said to what a screen shows. */
public final class TraceStep {
    /** What it is; null for a kind of a newer library. */
    public final TraceKind kind;
    /** Name of the link. */
    public final String link;
    /** When. */
    public final Instant time;
    /** Where the message begins that this follows from, in bytes. */
    public final long offset;
    /** Id of the call concerned; empty if unknown. */
    public final String call;
    /** The switch's own ids of legs and bridges. */
    public final List<String> ids;
    private final byte[] bytes;

    TraceStep(Structs.Trace from) {
        List<String> all = new ArrayList<>();
        kind = TraceKind.of(from.kind);
        link = C.text(from.link);
        time = Times.moment(from.time_us);
        offset = from.offset;
        call = C.text(from.call);
        bytes = from.text.getByteArray(0, from.len.intValue());
        for (int i = 0; i < from.id_count.intValue(); i++) {
            all.add(C.text(from.ids.getPointer(
                (long) i * Native.POINTER_SIZE)));
        }
        ids = List.copyOf(all);
    }

    /** Of a MESSAGE: what the switch said, byte for byte; else the text. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What the kind says it is, as text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Of an EVENT; else null. */
    public Event event() {
        return kind == TraceKind.EVENT ? new Event(text()) : null;
    }

    @Override
    public String toString() {
        return (kind == null ? "" : kind.word + " ") + text();
    }
}
