// SPDX-License-Identifier: MIT
package org.libcti;

import java.util.HashMap;
import java.util.Map;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Greeting;
import org.libcti.Generated.Group;
import org.libcti.Generated.Identity;
import org.libcti.Generated.PopState;

/** From JSON's words to constants. */
final class Words {
    static final Map<String, EventKind> KINDS = new HashMap<>();
    static final Map<String, PopState> POP_STATES = new HashMap<>();
    static final Map<String, Identity> IDENTITIES = new HashMap<>();
    static final Map<String, Greeting> GREETINGS = new HashMap<>();
    static final Map<String, Group> GROUPS = new HashMap<>();

    static {
        for (Group one : Group.values()) {
            GROUPS.put(one.word, one);
        }
        for (EventKind one : EventKind.values()) {
            KINDS.put(one.word, one);
        }
        for (PopState one : PopState.values()) {
            POP_STATES.put(one.word, one);
        }
        for (Identity one : Identity.values()) {
            IDENTITIES.put(one.word, one);
        }
        for (Greeting one : Greeting.values()) {
            GREETINGS.put(one.word, one);
        }
    }

    private Words() {
    }

    /** Null for a word of a newer library. */
    static <T> T find(Map<String, T> words, Object word) {
        return words.get(Json.string(word));
    }
}
