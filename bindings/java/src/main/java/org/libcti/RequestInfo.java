// SPDX-License-Identifier: MIT
package org.libcti;

import org.libcti.Generated.RequestKind;

/** One kind of request that the library knows. */
public final class RequestInfo {
    /** Null for one of a newer library. */
    public final RequestKind kind;
    /** "agent-ready". */
    public final String word;
    /** Bits of RequestNeeds: what it cannot be sent without. */
    public final int needs;
    /** What it does: one sentence. */
    public final String doc;

    RequestInfo(Structs.RequestInfo from) {
        kind = RequestKind.of(from.kind);
        word = C.text(from.word);
        needs = from.needs;
        doc = C.text(from.doc);
    }
}
