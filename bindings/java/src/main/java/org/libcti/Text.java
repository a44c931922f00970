// SPDX-License-Identifier: MIT
package org.libcti;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Texts as C wants them: UTF-8, whole, with NUL at the end only. */
final class Text {
    /** Longer ones are no number, name or path; C is not even asked. */
    private static final int MOST = 1 << 20;

    private Text() {
    }

    /** The bytes of a text that must be there. */
    static byte[] of(CharSequence text, String what) {
        if (text == null) {
            throw new NullPointerException(what + " must not be null");
        }
        if (text.length() > MOST) {
            throw new CtiException(Generated.ErrorCode.ETOOBIG,
                what + " is longer than " + MOST + " characters; shorten it");
        }
        if (text.chars().anyMatch(one -> one == 0)) {
            throw new CtiException(Generated.ErrorCode.EINVAL,
                what + " has a NUL character inside; remove it");
        }
        return encode(text, what);
    }

    /** As of(), or null for null. */
    static byte[] maybe(String text, String what) {
        return text == null ? null : of(text, what);
    }

    private static byte[] encode(CharSequence text, String what) {
        try {
            // getBytes() would write a question mark in place of a broken one.
            ByteBuffer coded = StandardCharsets.UTF_8.newEncoder()
                .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[coded.remaining() + 1];
            coded.get(bytes, 0, bytes.length - 1);
            // It may be a secret.
            Arrays.fill(coded.array(), (byte) 0);
            return bytes;
        } catch (CharacterCodingException broken) {
            throw new CtiException(Generated.ErrorCode.EINVAL,
                what + " has half of a character (a lone surrogate);"
                + " remove it");
        }
    }
}
