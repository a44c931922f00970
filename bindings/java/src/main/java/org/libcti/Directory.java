// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes the SQLite directories of Client.addSqlite(). It needs no client. */
public final class Directory {
    private Directory() {
    }

    /** From a CSV file, whose numbers are written as a plan says. Returns how
     * many broken lines were left out. */
    public static long build(Path csv, Path sqlite, NumberPlan plan) {
        Detail detail = new Detail();
        Memory skipped = new Memory(8);
        Structs.NumberPlan rules = plan.make();
        int err = C.cti_directory_build(path(csv), path(sqlite), rules.at(),
            skipped, detail.room, detail.size);
        java.lang.ref.Reference.reachabilityFence(rules);
        detail.check(err);
        return skipped.getLong(0);
    }

    /** The same, and tells some times a second how far it has come, on this
     * thread. What that throws comes out here, and the file is made. */
    public static long build(Path csv, Path sqlite, NumberPlan plan,
                             Consumer<Progress> progress) {
        Detail detail = new Detail();
        Memory skipped = new Memory(8);
        Structs.NumberPlan rules = plan.make();
        Told told = new Told(progress);
        long id = Callbacks.open(told);
        try {
            detail.check(C.cti_directory_build_told(path(csv), path(sqlite),
                rules.at(), Callbacks.PROGRESS, Callbacks.user(id), skipped,
                detail.room, detail.size));
        } finally {
            Callbacks.close(id);
            java.lang.ref.Reference.reachabilityFence(rules);
        }
        if (told.thrown != null) {
            throw told.thrown;
        }
        return skipped.getLong(0);
    }

    private static byte[] path(Path path) {
        return Text.of(path.toString(), "the path");
    }

    private static final class Told implements Callbacks.Slot {
        private final Consumer<Progress> progress;
        private RuntimeException thrown;

        Told(Consumer<Progress> progress) {
            this.progress = progress;
        }

        @Override
        public void tell(Object far) {
            try {
                if (thrown == null) {
                    progress.accept((Progress) far);
                }
            } catch (RuntimeException why) {
                thrown = why;
            }
        }
    }
}
