// SPDX-License-Identifier: MIT
package org.libcti;

/** How far the reading of a file has come, in bytes. */
public final class Progress {
    /** Read by now. */
    public final long done;
    /** Of the whole file. */
    public final long total;

    Progress(long done, long total) {
        this.done = done;
        this.total = total;
    }
}
