// SPDX-License-Identifier: MIT
package org.libcti;

import java.util.List;
import org.libcti.Generated.Identity;

/** Who has a number. */
public final class Identification {
    private final Identity identity;
    private final List<Customer> candidates;

    Identification(int identity, List<Customer> candidates) {
        this.identity = Identity.of(identity);
        this.candidates = List.copyOf(candidates);
    }

    /** How sure it is. */
    public Identity identity() {
        return identity;
    }

    /** Best first. */
    public List<Customer> candidates() {
        return candidates;
    }
}
