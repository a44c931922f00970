// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import java.util.concurrent.CompletableFuture;

/**
 * A request that was accepted. It completes once: with the id of the call (or an
 * empty text) when the switch has begun it, or with a CtiException. cancel()
 * stops waiting; what the switch was asked for is not undone.
 */
public final class Pending extends CompletableFuture<String> {
    private final Core core;
    private final long id;
    private final String call;

    Pending(Core core, long id, String call) {
        this.core = core;
        this.id = id;
        this.call = call;
    }

    /** Number of the request on its client. */
    public long id() {
        return id;
    }

    /** Of DIAL: the id that its call will have; else empty. */
    public String call() {
        return call;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        Pointer client = isDone() ? null : core.enter();
        if (client != null) {
            try {
                C.cti_request_cancel(client, id);
            } finally {
                core.leave();
            }
        }
        return super.cancel(mayInterrupt);
    }

    /** What is made of it is an ordinary future. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
