// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import java.util.List;
import org.libcti.Generated.Greeting;
import org.libcti.Generated.Group;
import org.libcti.Generated.Identity;

/** Who calls, as far as it is known. */
public final class Identification {
    private final Identity identity;
    private final List<Customer> candidates;
    private final List<Customer> contacts;
    private final CustomerGroup group;
    private final Greeting greeting;
    private final String greetingText;

    /** Copies what C lends. */
    Identification(Pointer from) {
        identity = Identity.of(C.cti_identification_identity(from));
        candidates = Snapshot.all(
            i -> C.cti_identification_candidate(from, i), Customer::read);
        contacts = Snapshot.all(
            i -> C.cti_identification_contact(from, i), Customer::read);
        group = new CustomerGroup(
            Group.of(C.cti_identification_group(from)),
            C.text(C.cti_identification_group_label(from)),
            C.cti_identification_group_members(from).longValue());
        greeting = Greeting.of(C.cti_identification_greeting(from));
        greetingText = C.text(C.cti_identification_greeting_text(from));
    }

    /** How sure it is. */
    public Identity identity() {
        return identity;
    }

    /** Best first. */
    public List<Customer> candidates() {
        return candidates;
    }

    /** Others of the first one's account, such as a second decider. */
    public List<Customer> contacts() {
        return contacts;
    }

    /** What those behind the number have in common. */
    public CustomerGroup group() {
        return group;
    }

    /** How one would greet in the site's language. */
    public Greeting greeting() {
        return greeting;
    }

    /** The same in words. */
    public String greetingText() {
        return greetingText;
    }
}
