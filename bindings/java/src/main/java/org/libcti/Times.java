// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times: microseconds since 1970 in C. */
final class Times {
    private Times() {
    }

    /** Null for 0, which is never. */
    static Instant moment(long us) {
        return us == 0 ? null : Instant.EPOCH.plus(us, ChronoUnit.MICROS);
    }

    static long micros(Instant when) {
        return when == null ? 0
            : ChronoUnit.MICROS.between(Instant.EPOCH, when);
    }
}
