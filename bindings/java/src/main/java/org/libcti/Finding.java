// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Native;
import java.util.ArrayList;
import java.util.List;
import org.libcti.Generated.FindingLevel;

/** One thing that was found by Link.diagnose(). */
public final class Finding {
    /** How much it matters. */
    public final FindingLevel level;
    /** Always the same: "ami-clock". */
    public final String id;
    /** What was found: one sentence. */
    public final String text;
    /** What to do: one sentence; or empty. */
    public final String remedy;
    /** Where: "manager.conf", or a key of ours. */
    public final String file;
    /** In it: "[cti]". */
    public final String section;
    /** The line it should have there. */
    public final String line;
    /** What the text was made of, with {1} where values stand. */
    public final String textForm;
    /** What the remedy was made of. */
    public final String remedyForm;
    /** What stands for {1}, {2} and so on. */
    public final List<String> values;

    Finding(Structs.Finding from) {
        List<String> all = new ArrayList<>();
        level = FindingLevel.of(from.level);
        id = C.text(from.id);
        text = C.text(from.text);
        remedy = C.text(from.remedy);
        file = C.text(from.file);
        section = C.text(from.section);
        line = C.text(from.line);
        textForm = C.text(from.text_form);
        remedyForm = C.text(from.remedy_form);
        for (int i = 0; i < from.value_count.intValue(); i++) {
            all.add(C.text(from.values.getPointer(
                (long) i * Native.POINTER_SIZE)));
        }
        values = List.copyOf(all);
    }

    @Override
    public String toString() {
        return (level == null ? "" : level.word + ": ") + text;
    }
}
