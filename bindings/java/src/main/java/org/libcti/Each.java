// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Gets one thing after the other from a function of C that calls back before it
 * returns. What the application throws comes out of that call.
 */
final class Each<T> implements Callbacks.Slot {
    /** The function of C. */
    interface Call {
        int run(Pointer callback, Pointer user);
    }

    private final Function<Pointer, T> read;
    private final Predicate<? super T> more;
    private Throwable thrown;
    private boolean stopped;

    Each(Function<Pointer, T> read, Predicate<? super T> more) {
        this.read = read;
        this.more = more;
    }

    @Override
    public void tell(Object one) {
        try {
            stopped = stopped || !more.test(read.apply((Pointer) one));
        } catch (Throwable why) {
            thrown = why;
            stopped = true;
        }
    }

    @Override
    public boolean stopped() {
        return stopped;
    }

    /** 0, an error of C, or 1: the application has had enough. */
    int run(Pointer callback, Call call) {
        long id = Callbacks.open(this);
        int err;
        try {
            err = call.run(callback, Callbacks.user(id));
        } finally {
            Callbacks.close(id);
        }
        if (thrown instanceof RuntimeException) {
            throw (RuntimeException) thrown;
        }
        if (thrown instanceof Error) {
            throw (Error) thrown;
        }
        return err;
    }
}
