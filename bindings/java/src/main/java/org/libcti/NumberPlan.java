// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.libcti.Generated.NumberScope;

/** How a site dials: {@code NumberPlan.standard().country("DE").area("030")}. */
public final class NumberPlan {
    private String country;
    private String area;
    private String outside;
    private String carriers;
    private int digits;
    private Pointer plugin;
    private NumberScope scope = NumberScope.ABROAD;

    private NumberPlan() {
    }

    /** In China, without an area. */
    public static NumberPlan standard() {
        return new NumberPlan();
    }

    /** By its two letters. */
    public NumberPlan country(String letters) {
        country = letters;
        return this;
    }

    /** The site's area code with its trunk prefix: "010". */
    public NumberPlan area(String code) {
        area = code;
        return this;
    }

    /** Dialled for an outside line: "9". */
    public NumberPlan outsidePrefix(String digit) {
        outside = digit;
        return this;
    }

    /** "17951,17911"; else the country's own. */
    public NumberPlan carrierPrefixes(String prefixes) {
        carriers = prefixes;
        return this;
    }

    /** The longest extension; else five. */
    public NumberPlan extensionDigits(int most) {
        digits = most;
        return this;
    }

    /** Knows more countries: "phonenumber", or a path with a slash; and which
     * numbers it is asked about. It stays loaded. */
    public NumberPlan plugin(String name, NumberScope which) {
        Detail detail = new Detail();
        Memory out = new Memory(8);
        detail.check(C.cti_number_plugin_load(out,
            Text.of(name, "the plug-in's name"), detail.room, detail.size));
        plugin = out.getPointer(0);
        scope = which;
        return this;
    }

    Structs.NumberPlan make() {
        Structs.NumberPlan plan = new Structs.NumberPlan();
        plan.country = Structs.keep(country, "the country");
        plan.area = Structs.keep(area, "the area");
        plan.outside_prefix = Structs.keep(outside, "the outside prefix");
        plan.carrier_prefixes = Structs.keep(carriers,
            "the carrier prefixes");
        plan.extension_digits = digits;
        plan.plugin = plugin;
        plan.plugin_for = scope.value;
        return plan;
    }
}
