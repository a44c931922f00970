// SPDX-License-Identifier: MIT
package org.libcti;

import org.libcti.Generated.ErrorCode;

/** What the library cannot do, with one sentence that names the remedy. */
public final class CtiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The number of the library: negative. */
    private final int code;

    CtiException(int code, String sentence) {
        super(sentence == null || sentence.isEmpty()
            ? C.text(C.cti_strerror(code)) : sentence);
        this.code = code;
    }

    CtiException(ErrorCode error, String sentence) {
        super(sentence);
        this.code = error.code;
    }

    static CtiException closed() {
        return new CtiException(ErrorCode.ESTATE, "the client is closed");
    }

    static CtiException canceled() {
        return new CtiException(ErrorCode.ECANCELED, "the client was closed");
    }

    /** The number of the library. */
    public int code() {
        return code;
    }

    /** The constant; null for an error of a newer library. */
    public ErrorCode error() {
        return ErrorCode.of(code);
    }

    /** Whether the same may succeed later without a change by anybody. */
    public boolean isRetryable() {
        return C.cti_error_is_retryable(code) != 0;
    }

    /** "CTI_EAUTH"; empty for an error of a newer library. */
    public String name() {
        ErrorCode error = error();
        return error == null ? "" : "CTI_" + error.name();
    }

    @Override
    public String toString() {
        return name() + ": " + getMessage();
    }
}
