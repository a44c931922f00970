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
        check(all.get("cti_client_opts"), new Structs.ClientOpts());
        check(all.get("cti_link_opts"), new Structs.LinkOpts());
        check(all.get("cti_http_source_opts"), new Structs.HttpSourceOpts());
        check(all.get("cti_request_opts"), new Structs.RequestOpts());
        check(all.get("cti_request_ticket"), new Structs.RequestTicket());
        check(all.get("cti_request_result"), new Structs.RequestResult());
        check(all.get("cti_route_opts"), new Structs.RouteOpts());
        check(all.get("cti_error_info"), new Structs.ErrorInfo());
        check(all.get("cti_pair"), new Structs.Pair());
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
                shown.matches("(?s).*" + place + "(\\[128\\])?" + at + ".*"));
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
        assertTrue(seen.contains("cti_poll_json") && seen.size() > 80);
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
