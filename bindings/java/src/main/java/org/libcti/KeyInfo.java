// SPDX-License-Identifier: MIT
package org.libcti;

/** One key that Client.set() knows. */
public final class KeyInfo {
    /** "identify.deadline_ms". */
    public final String name;
    /** "string", "int", "bool", "list" or "file". */
    public final String type;
    /** As a text; empty for none. */
    public final String defaultValue;
    /** One sentence. */
    public final String doc;
    /** Never shown in logs or errors. */
    public final boolean secret;

    KeyInfo(Structs.KeyInfo from) {
        name = C.text(from.name);
        type = C.text(from.type);
        defaultValue = C.text(from.default_value);
        doc = C.text(from.doc);
        secret = from.secret != 0;
    }
}
