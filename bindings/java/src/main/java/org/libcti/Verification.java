// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import java.nio.CharBuffer;
import java.util.Arrays;
import org.libcti.Generated.ErrorCode;

/**
 * Is the caller who he says he is? Of Client.verify():
 *
 * <pre>{@code
 * try (Verification is = client.verify(pop.call(), "password")) {
 *     if (is.check("pin", typed)) ...
 * }
 * }</pre>
 *
 * Until the level that the request needs is reached, or this ends, digits pressed
 * in the call are told as "*". Pops tell how far it is.
 */
public final class Verification implements AutoCloseable {
    private final Core core;
    private final String call;
    private final byte[] id;

    Verification(Core core, String call) {
        this.core = core;
        this.call = call;
        id = Text.of(call, "the call");
    }

    /** Id of the call. */
    public String call() {
        return call;
    }

    private void said(int err, String factor) {
        if (err == ErrorCode.ENOENT.code) {
            throw new CtiException(err, "there is no call " + call
                + ", no factor " + factor + ", or the customer's record has no"
                + " such value; nothing was compared");
        }
        if (err == ErrorCode.ESTATE.code) {
            throw new CtiException(err, "no verification of call " + call
                + " is under way, or it is not clear who the customer is;"
                + " begin it, or choose() first");
        }
        if (err != 0) {
            throw new CtiException(err, "");
        }
    }

    /** Compare what the caller says; a wrong one is an attempt. Copies of the
     * value are wiped, the array itself is yours to wipe. */
    public boolean check(String factor, char[] value) {
        byte[] word = Text.of(factor, "the factor");
        byte[] said = Text.of(CharBuffer.wrap(value), "the value");
        Memory text = new Memory(said.length);
        Memory right = new Memory(1);
        int err;

        right.clear();
        text.write(0, said, 0, said.length);
        try {
            err = core.ask(c -> C.cti_verify_check(c, id, word, text, right));
        } finally {
            text.clear();
            Arrays.fill(said, (byte) 0);
        }
        said(err, factor);
        return right.getByte(0) != 0;
    }

    /** Let the caller press the keys: the digits that follow are compared, and
     * nobody sees them. */
    public void keys(String factor) {
        byte[] word = Text.of(factor, "the factor");
        said(core.ask(c -> C.cti_verify_keys(c, id, word)), factor);
    }

    /** No more; the level that was reached stays. */
    public void end() {
        int err = core.ask(c -> C.cti_verify_end(c, id));
        if (err != 0) {
            throw new CtiException(err, "there is no call " + call
                + " any more");
        }
    }

    /** As end(); that the call or the client has ended meanwhile is no error. */
    @Override
    public void close() {
        if (core.isClosed()) {
            return;
        }
        try {
            core.ask(c -> C.cti_verify_end(c, id));
        } catch (CtiException closed) {
            // Between the two lines above.
            return;
        }
    }
}
