// SPDX-License-Identifier: MIT
package org.libcti;

import org.libcti.Generated.Group;

/** What those behind one number have in common. */
public final class CustomerGroup {
    /** None, household, company or shared. */
    public final Group kind;
    /** Name of the household or company; or empty. */
    public final String label;
    /** How many candidates fit about equally well. */
    public final long members;

    CustomerGroup(Group kind, String label, long members) {
        this.kind = kind;
        this.label = label;
        this.members = members;
    }
}
