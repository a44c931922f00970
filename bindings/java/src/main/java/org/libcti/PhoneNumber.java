// SPDX-License-Identifier: MIT
package org.libcti;

import java.util.ArrayList;
import java.util.List;
import org.libcti.Generated.NumberClass;

/** A telephone number, taken apart. It needs no client. */
public final class PhoneNumber {
    private static final int KEY = 24;

    /** "+8613800138000"; empty if it has none. */
    public final String e164;
    /** As dialled inside the country: "010...". */
    public final String national;
    /** The part behind "ext."; or empty. */
    public final String extension;
    /** For people: "138 0013 8000". */
    public final String display;
    /** To match by, best first. */
    public final List<String> keys;
    /** What sort it is. */
    public final NumberClass numberClass;

    PhoneNumber(Structs.Number from) {
        List<String> all = new ArrayList<>();
        e164 = text(from.e164, 0);
        national = text(from.national, 0);
        extension = text(from.extension, 0);
        display = text(from.display, 0);
        numberClass = NumberClass.of(from.number_class);
        for (int i = 0; i < from.key_count; i++) {
            all.add(text(from.key, i * KEY));
        }
        keys = List.copyOf(all);
    }

    private static String text(byte[] from, int at) {
        int end = at;
        while (end < from.length && from[end] != 0) {
            end++;
        }
        return new String(from, at, end - at,
            java.nio.charset.StandardCharsets.UTF_8);
    }

    /** By the default plan; null or empty is a withheld number. */
    public static PhoneNumber parse(String text) {
        return parse(text, NumberPlan.standard());
    }

    /** By the rules of a site. */
    public static PhoneNumber parse(String text, NumberPlan plan) {
        Structs.Number out = new Structs.Number();
        Structs.NumberPlan rules = plan.make();
        return said(text, out, C.cti_number_parse(
            Text.maybe(text, "the number"), rules.at(), out.at()), rules);
    }

    private static PhoneNumber said(String text, Structs.Number out, int err,
                                    Structs.NumberPlan rules) {
        java.lang.ref.Reference.reachabilityFence(rules);
        if (err != 0) {
            throw new CtiException(err, text + " is no telephone number, or"
                + " the plan's country is not known");
        }
        out.read();
        return new PhoneNumber(out);
    }

    /** As parse(); what was done and why is added to the list. */
    public static PhoneNumber explain(String text, NumberPlan plan,
                                      List<NumberStep> steps) {
        Structs.Number out = new Structs.Number();
        Structs.NumberPlan rules = plan.make();
        byte[] number = Text.maybe(text, "the number");
        Each<NumberStep> each = new Each<>(
            from -> new NumberStep(new Structs.NumberStep(from)), steps::add);
        return said(text, out, each.run(Callbacks.NUMBER_STEP, (fn, user) ->
            C.cti_number_explain(number, rules.at(), out.at(), fn, user)),
            rules);
    }

    @Override
    public String toString() {
        return display;
    }
}
