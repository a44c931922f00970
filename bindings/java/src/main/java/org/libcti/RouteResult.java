// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import org.libcti.Generated.ErrorCode;

/** What became of a question where a call shall go. */
public final class RouteResult {
    /** Id of the call. */
    public final String call;
    /** Why it was asked: one bit of RouteReason. */
    public final int reason;
    /** Where the call was sent; empty: the way it would go by itself. */
    public final String to;
    /** Why not as answered: 0, or a number of the library. */
    public final int code;
    /** The same in words, with the switch's own; or empty. */
    public final String detail;

    RouteResult(Pointer route, Structs.RouteResult from) {
        call = C.text(C.cti_route_call(route));
        reason = C.cti_route_reason(route);
        to = C.text(from.to);
        code = from.error;
        detail = C.text(from.detail);
    }

    /** The constant of the code; null if it was done as answered. */
    public ErrorCode error() {
        return ErrorCode.of(code);
    }
}
