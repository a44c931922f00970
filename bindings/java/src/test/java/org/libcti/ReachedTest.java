// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** Every function of the library is reached, or there is a reason why not. */
public class ReachedTest {
    private static final String SOURCES =
        "bindings/java/src/main/java/org/libcti";
    private static final Pattern CALL =
        Pattern.compile("\\bC(?:\\.|::)(cti_\\w+)");

    /** What stands for functions, and why the binding does without. */
    private static final Map<String, String> OTHERWISE = new TreeMap<>(Map.of(
        "cti_(\\w+_name|metric_definition|error_at|request_kind_find)",
        "Generated has the words and numbers; TableTest compares them",
        "cti_(event|snapshot|route|customer|advice)_ref",
        "what Java has of it is a copy",
        "cti_(pop_(?!choose\\b)\\w+|event_(kind|time_us|seq|flags|has|str|int"
        + "|pop))",
        "it is read from the event's line of JSON",
        "cti_advice_(has|text|int|hint|record)",
        "it is read from the advice's JSON",
        "cti_event_contact",
        "the journal and a report read it of the event",
        "cti_identify", "cti_identify_with() can do more",
        "cti_(route_data|snapshot_find_call|route_unref)",
        "Route.data() and Snapshot.call() look in the copy",
        "cti_fd", "Java cannot wait for a descriptor; listen() and poll() do",
        "cti_set_allocator", "for C programs that count memory"));

    private static Set<String> api() throws IOException {
        Set<String> all = new TreeSet<>();
        for (Object one : Json.list(Json.object(Files.readString(
                Path.of("bindings/api.json"))).get("functions"))) {
            all.add(Json.string(Json.map(one).get("name")));
        }
        return all;
    }

    private static String source(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException lost) {
            throw new AssertionError(lost);
        }
    }

    /** To be declared is not to be reached: somebody calls it. */
    private static Set<String> used() throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> files = Files.list(Path.of(SOURCES))) {
            Matcher calls = CALL.matcher(files
                .map(ReachedTest::source).collect(Collectors.joining()));
            while (calls.find()) {
                all.add(calls.group(1));
            }
        }
        // The loader asks for it before the others are there.
        all.add("cti_abi_version");
        return all;
    }

    private static boolean excused(String name) {
        return OTHERWISE.keySet().stream().anyMatch(name::matches);
    }

    @Test
    public void every_function_is_used_or_has_a_reason() throws Exception {
        Set<String> forgotten = api();
        forgotten.removeAll(used());
        forgotten.removeIf(ReachedTest::excused);
        assertEquals(Set.of(), forgotten);
    }

    @Test
    public void no_reason_is_left_over() throws Exception {
        Set<String> rest = api();
        rest.removeAll(used());
        for (String pattern : OTHERWISE.keySet()) {
            assertTrue(pattern, rest.stream().anyMatch(
                name -> name.matches(pattern)));
        }
    }

    @Test
    public void nothing_is_declared_that_nobody_calls() throws Exception {
        Set<String> used = used();
        for (Method one : C.class.getDeclaredMethods()) {
            assertTrue(one.getName() + " is declared for nothing",
                !Modifier.isNative(one.getModifiers())
                || used.contains(one.getName())
                || one.getName().equals("cti_error_at"));
        }
    }

    @Test
    public void a_function_that_is_new_would_be_missed() {
        assertTrue(!excused("cti_journal_burn") && !excused("cti_pop_choose")
            && !excused("cti_event_unref") && excused("cti_pop_id"));
    }
}
