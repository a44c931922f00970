// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;
import org.libcti.Generated.SegmentKind;

/** What a device or a queue did in a part of a contact. */
public final class Segment {
    /** What it is. */
    public final SegmentKind kind;
    /** When it began. */
    public final Instant began;
    /** Null while it is under way. */
    public final Instant ended;
    /** The extension; empty of queue and park. */
    public final String device;
    /** Who sat there; or empty. */
    public final String agent;
    /** Through which queue it came; or empty. */
    public final String queue;
    /** The other number, or the slot. */
    public final String remote;
    /** "answered", "transferred" or a cause. */
    public final String outcome;
    /** Reference of a recording; or empty. */
    public final String recording;

    Segment(Structs.Segment from) {
        kind = SegmentKind.of(from.kind);
        began = Times.moment(from.from_us);
        ended = Times.moment(from.to_us);
        device = C.text(from.device);
        agent = C.text(from.agent);
        queue = C.text(from.queue);
        remote = C.text(from.remote);
        outcome = C.text(from.outcome);
        recording = C.text(from.recording);
    }
}
