// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.Test;
import org.libcti.Generated.ErrorCode;

/** The tables and declarations, compared with the library's description. */
public class TableTest {
    private static Map<String, Object> api() throws Exception {
        return Json.object(Files.readString(Path.of("bindings/api.json")));
    }

    private static Map<String, Map<String, Object>> named(Object list) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        for (Object one : Json.list(list)) {
            all.put(Json.string(Json.map(one).get("name")), Json.map(one));
        }
        return all;
    }

    @Test
    public void errors_are_those_of_the_library() {
        Pointer row;
        int rows = 0;

        for (; (row = C.cti_error_at(new C.SizeT(rows))) != null; rows++) {
            Structs.ErrorInfo info = new Structs.ErrorInfo(row);
            CtiException why = new CtiException(info.code, "");
            assertEquals(C.text(info.name), why.name());
            assertEquals(C.text(info.text), why.getMessage());
            assertEquals(C.text(info.text), why.error().text);
            assertEquals(info.code, why.code());
        }
        assertEquals(ErrorCode.values().length, rows);
        assertTrue(rows >= 27);
    }

    @Test
    public void errors_are_those_of_the_description() throws Exception {
        int rows = 0;
        for (Object one : Json.list(api().get("errors"))) {
            Map<String, Object> row = Json.map(one);
            ErrorCode error = ErrorCode.of(
                ((Long) row.get("value")).intValue());
            assertEquals(row.get("constant"), "CTI_" + error.name());
            assertEquals(row.get("text"), error.text);
            rows++;
        }
        assertEquals(ErrorCode.values().length, rows);
    }

    @Test
    public void an_error_of_a_newer_library_is_told() {
        CtiException why = new CtiException(-999, "newer");
        assertEquals(-999, why.code());
        assertEquals(null, why.error());
        assertEquals("", why.name());
        assertEquals("newer", why.getMessage());
    }

    @Test
    public void structs_are_laid_out_as_in_c() throws Exception {
        Map<String, Map<String, Object>> all = named(api().get("structs"));
        int seen = 0;
        for (Class<?> one : Structs.class.getDeclaredClasses()) {
            if (Modifier.isAbstract(one.getModifiers())) {
                continue;
            }
            String name = "cti" + one.getSimpleName().replaceAll("([A-Z])",
                "_$1").toLowerCase(Locale.ROOT);
            assertTrue(name, all.containsKey(name));
            check(all.get(name), (Structure) one.getDeclaredConstructor()
                .newInstance());
            seen++;
        }
        assertTrue(seen >= 26);
    }

    /** A function of C's that names numbers. */
    private static String named(String function, int number) {
        Pointer text = (Pointer) com.sun.jna.NativeLibrary.getInstance(
            new java.io.File(System.getProperty("libcti",
                System.getenv("LIBCTI"))).getAbsolutePath())
            .getFunction(function)
            .invoke(Pointer.class, new Object[] { number });
        return C.text(text);
    }

    @Test
    public void words_are_those_of_the_library() throws Exception {
        Map<String, String> functions = Map.ofEntries(
            Map.entry("AdviceField", "cti_advice_field_name"),
            Map.entry("AgentState", "cti_agent_state_name"),
            Map.entry("ContactField", "cti_contact_field_name"),
            Map.entry("EventKind", "cti_event_kind_name"),
            Map.entry("Field", "cti_field_name"),
            Map.entry("FindingLevel", "cti_finding_level_name"),
            Map.entry("Greeting", "cti_greeting_name"),
            Map.entry("Group", "cti_group_name"),
            Map.entry("HintKind", "cti_hint_kind_name"),
            Map.entry("Identity", "cti_identity_name"),
            Map.entry("LegState", "cti_leg_state_name"),
            Map.entry("LinkState", "cti_link_state_name"),
            Map.entry("Metric", "cti_metric_name"),
            Map.entry("NumberClass", "cti_number_class_name"),
            Map.entry("PopState", "cti_pop_state_name"),
            Map.entry("RequestKind", "cti_request_kind_name"),
            Map.entry("SegmentKind", "cti_segment_kind_name"),
            Map.entry("TraceKind", "cti_trace_kind_name"));
        Set<String> left = new HashSet<>(functions.keySet());
        for (Class<?> one : Generated.class.getDeclaredClasses()) {
            String function = functions.get(one.getSimpleName());
            if (function == null) {
                continue;
            }
            left.remove(one.getSimpleName());
            for (Object constant : one.getEnumConstants()) {
                assertEquals(constant.toString(), one.getField("word")
                    .get(constant), named(function, one.getField("value")
                    .getInt(constant)));
            }
        }
        assertEquals(Set.of(), left);
        assertEquals("CTI_EAUTH", named("cti_error_name",
            ErrorCode.EAUTH.code));
        assertEquals("queue", named("cti_route_reason_name",
            Generated.RouteReason.QUEUE));
        for (Generated.Metric one : Generated.Metric.values()) {
            assertEquals(one.definition,
                named("cti_metric_definition", one.value));
        }
    }

    /** JNA prints offsets in hexadecimal: "int kind@0x8=0x0000". */
    private static void check(Map<String, Object> said, Structure struct) {
        String shown = struct.toString();
        assertEquals(said.get("size"), (long) struct.size());
        for (Object one : Json.list(said.get("fields"))) {
            Map<String, Object> field = Json.map(one);
            String place = " " + field.get("name");
            String at = "@0x" + Long.toHexString((Long) field.get("offset"))
                .toUpperCase(Locale.ROOT) + "=";
            assertTrue(said.get("name") + place + at + " in " + shown,
                shown.matches("(?s).*" + place + "(\\[\\d+\\])?" + at + ".*"));
        }
    }

    @Test
    public void functions_have_the_description_s_arguments() throws Exception {
        Map<String, Map<String, Object>> all = named(api().get("functions"));
        Set<String> seen = new HashSet<>();

        for (Method one : C.class.getDeclaredMethods()) {
            if (!Modifier.isNative(one.getModifiers())) {
                continue;
            }
            Map<String, Object> said = all.get(one.getName());
            assertTrue(one.getName(), said != null);
            assertEquals(one.getName(),
                Json.list(said.get("arguments")).size(),
                one.getParameterCount());
            seen.add(one.getName());
        }
        assertTrue(seen.contains("cti_poll_json") && seen.size() > 150);
    }

    @Test
    public void a_library_that_does_not_fit_is_told_from_one_that_does() {
        assertTrue(C.fits(1, 1));
        assertTrue(C.fits(0x10005, 0x10003));
        assertFalse(C.fits(0x10002, 0x10003));
        assertFalse(C.fits(0x20003, 0x10003));
        assertFalse(C.fits(0x3, 0x10003));
        assertTrue(C.fits(C.cti_abi_version(), Generated.ABI_VERSION));
    }
}
