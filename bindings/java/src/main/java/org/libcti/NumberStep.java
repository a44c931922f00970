// SPDX-License-Identifier: MIT
package org.libcti;

/** One thing that was done to a number. */
public final class NumberStep {
    /** "outside-prefix": what, in one word. */
    public final String name;
    /** To what; or empty. */
    public final String value;
    /** One sentence. */
    public final String text;

    NumberStep(Structs.NumberStep from) {
        name = C.text(from.name);
        value = C.text(from.value);
        text = C.text(from.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
