// SPDX-License-Identifier: MIT
package org.libcti;

/** Counters of a link, all since it was added. */
public final class LinkStats {
    /** Received. */
    public final long bytesIn;
    /** Sent. */
    public final long bytesOut;
    /** Decoded, unwanted ones included. */
    public final long messages;
    /** Skipped because unreadable. */
    public final long malformed;
    /** Connections that came up. */
    public final long connects;
    /** Replies to no request of ours. */
    public final long orphans;

    LinkStats(Structs.LinkStats from) {
        bytesIn = from.bytes_in;
        bytesOut = from.bytes_out;
        messages = from.messages;
        malformed = from.malformed;
        connects = from.connects;
        orphans = from.orphans;
    }
}
