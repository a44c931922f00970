// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;

/** Room for the sentence of functions that have no client. */
final class Detail {
    private static final int MOST = 512;

    final Memory room = new Memory(MOST);
    final C.SizeT size = new C.SizeT(MOST);

    Detail() {
        room.clear();
    }

    String text() {
        return C.text(room);
    }

    void check(int err) {
        if (err != 0) {
            throw new CtiException(err, text());
        }
    }
}
