// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.Test;

/** What the lines of events may hold. */
public class JsonTest {
    @Test
    public void reads_every_kind_of_value() {
        Map<String, Object> read = Json.object("{\"a\" : [1, -2.5, true,"
            + " false, null, \"x\"], \"b\":{}, \"c\":[] , \"d\":\"\"}");
        assertEquals(Arrays.asList(1L, -2.5, true, false, null, "x"),
            read.get("a"));
        assertEquals(Map.of(), read.get("b"));
        assertEquals(List.of(), read.get("c"));
        assertEquals("", read.get("d"));
    }

    @Test
    public void reads_escapes_wherever_they_stand() {
        Map<String, Object> read = Json.object(
            "{\"a\":\"plain\",\"b\":\"\\\"\\\\\\/\\n\\t\\u674e\\ud83d\\ude00\","
            + "\"c\":\"ends with \\\\\",\"d\":\"李\"}");
        assertEquals("plain", read.get("a"));
        assertEquals("\"\\/\n\t李😀", read.get("b"));
        assertEquals("ends with \\", read.get("c"));
        assertEquals("李", read.get("d"));
    }

    @Test
    public void refuses_what_is_none() {
        for (String bad : new String[] { "", "{", "[]", "1", "{\"a\"}",
            "{\"a\":}", "{\"a\":1", "{\"a\":\"x}", "{\"a\":\"\\u12\"}",
            "{\"a\":\"\\uzzzz\"}", "{\"a\":1} x", "{\"a\":tru}", "{a:1}",
            "{\"a\":-}", "{\"a\":[1,]}" }) {
            assertEquals(bad, Generated.ErrorCode.EFORMAT, assertThrows(bad,
                CtiException.class, () -> Json.object(bad)).error());
        }
        assertThrows(CtiException.class,
            () -> Json.object("{\"a\":" + "[".repeat(1000000)));
    }
}
