// SPDX-License-Identifier: MIT
package org.libcti;

/** Is told what happens, on the executor given to Client.listen(). */
public interface Listener {
    /** Something has happened. */
    void onEvent(Event event);

    /** A callback of the application has failed; the links go on. */
    default void onFailure(Throwable why) {
        Client.LOG.log(System.Logger.Level.WARNING,
            "libcti: a callback has failed", why);
    }

    /** The client was closed: nothing is told any more. */
    default void onClosed() {
    }
}
