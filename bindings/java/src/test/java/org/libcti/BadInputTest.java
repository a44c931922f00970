// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Field;
import org.libcti.Generated.Identity;
import org.libcti.Generated.RequestKind;

/** What nobody should hand over, and what callbacks should not do. */
public class BadInputTest {
    private static final String HUGE = "x".repeat(3 << 20);

    private static CtiException fails(ErrorCode error, ThrowingRunnable call) {
        CtiException why = assertThrows(CtiException.class, call);
        assertEquals(why.getMessage(), error, why.error());
        assertFalse(why.getMessage().isEmpty());
        return why;
    }

    /* Every text that goes to C goes the same way; each call takes part. */
    private static void each(String bad, ErrorCode error) {
        try (Sim sim = new Sim()) {
            Client client = sim.client;
            fails(error, () -> client.set(bad, "1"));
            fails(error, () -> client.set("pop.url", bad));
            fails(error, () -> client.get(bad));
            fails(error, () -> client.load(bad));
            fails(error, () -> client.loadService(bad));
            fails(error, () -> client.addLink(bad));
            fails(error, () -> client.addLink(
                LinkOptions.of("sim:").name(bad)));
            fails(error, () -> client.addLink(
                LinkOptions.of("sim:").secret(bad)));
            fails(error, () -> client.addCsv(bad, "x"));
            fails(error, () -> client.addCsv("x", bad));
            fails(error, () -> client.addSqlite("x", bad));
            fails(error, () -> client.addSource(bad, lookup -> { }));
            fails(error, () -> client.addHttp("x", "odoo", bad, null, null,
                Map.of()));
            fails(error, () -> client.addHttp("x", "odoo", null, null, null,
                Map.of(bad, "y")));
            fails(error, () -> client.identify(bad));
            fails(error, () -> client.choose(bad, "x"));
            fails(error, () -> client.onRoute(route -> { }, bad, null));
            fails(error, () -> client.removeSource(bad));
            fails(error, () -> sim.link.simulate(bad));
            Request dial = Request.of(RequestKind.DIAL).device("1001").to("1");
            fails(error, () -> client.send(dial.data("a", bad)));
            fails(error, () -> client.send(Request.of(RequestKind.DIAL)
                .device(bad).to("1")));
            fails(error, () -> client.check(Request.of(RequestKind.DIAL)
                .device("1").to(bad)));
            fails(error, () -> Customer.of("id", bad).make());
            fails(error, () -> Customer.of(bad, "id").make());
        }
    }

    @Test
    public void nul_inside_is_refused() {
        each("a\0b", ErrorCode.EINVAL);
        assertTrue(fails(ErrorCode.EINVAL, () -> Text.of("a\0b", "the name"))
            .getMessage().startsWith("the name has a NUL character"));
    }

    @Test
    public void half_a_character_is_refused() {
        each("a\ud83d", ErrorCode.EINVAL);
        each("\ude00b", ErrorCode.EINVAL);
        assertTrue(fails(ErrorCode.EINVAL, () -> Text.of("\ud83d", "the name"))
            .getMessage().contains("surrogate"));
    }

    @Test
    public void huge_texts_are_refused() {
        each(HUGE, ErrorCode.ETOOBIG);
        try (Client client = Client.open()) {
            fails(ErrorCode.EINVAL, () -> client.send(
                Request.of(RequestKind.DIAL).device("1001")
                    .to("1".repeat(2000))));
            fails(ErrorCode.ETOOBIG, () -> Customer.of("name",
                "x".repeat(1 << 20)).make());
        }
    }

    @Test
    public void whole_characters_of_all_planes_arrive() {
        try (Client client = Client.open()) {
            client.set("pop.url", "https://x.example/李😀\u00e9");
            assertEquals("https://x.example/李😀\u00e9",
                client.get("pop.url"));
        }
    }

    @Test
    public void null_is_refused_by_name() {
        try (Client client = Client.open()) {
            assertEquals("the key must not be null",
                assertThrows(NullPointerException.class,
                    () -> client.set(null, "1")).getMessage());
            assertThrows(NullPointerException.class,
                () -> client.addLink((String) null));
            assertThrows(NullPointerException.class,
                () -> client.addSource("x", null));
            assertThrows(NullPointerException.class,
                () -> client.listen(null, event -> { }));
            assertThrows(NullPointerException.class,
                () -> client.onRoute(null));
            assertThrows(NullPointerException.class, () -> Request.of(null));
            assertThrows(NullPointerException.class,
                () -> Customer.of("id", null));
            assertThrows(IllegalArgumentException.class,
                () -> Customer.of("id"));
            assertThrows(NullPointerException.class, () -> client.send(
                Request.of(RequestKind.DIAL).data("a", null)));
        }
    }

    @Test
    public void what_c_refuses_comes_with_its_sentence() {
        try (Client client = Client.open()) {
            assertTrue(fails(ErrorCode.EKEY,
                () -> client.set("identify.deadline_m", "1")).getMessage()
                .contains("identify.deadline_ms"));
            fails(ErrorCode.EURL, () -> client.addLink("nothing"));
            fails(ErrorCode.ESCHEME, () -> client.addLink("abc://x"));
            fails(ErrorCode.EIO, () -> client.addCsv("c", "/nowhere.csv"));
            fails(ErrorCode.ENOENT, () -> client.choose("no", "body"));
        }
    }

    @Test
    public void times_that_are_none_are_made_to_fit() {
        assertEquals(0, Client.millis(Duration.ofSeconds(-1)));
        assertEquals(Integer.MAX_VALUE,
            Client.millis(Duration.ofDays(1000)));
        assertEquals(Integer.MAX_VALUE,
            Client.millis(Duration.ofSeconds(Long.MAX_VALUE)));
        assertEquals(0, Client.millis(Duration.ofSeconds(Long.MIN_VALUE)));
    }

    @Test
    public void what_a_callback_throws_comes_out_and_the_link_goes_on() {
        try (Sim sim = new Sim()) {
            sim.client.addSource("broken", lookup -> {
                throw new IllegalStateException("no such table");
            });
            sim.ring();
            assertEquals("no such table",
                assertThrows(IllegalStateException.class, () -> {
                    for (int i = 0; i < 1000; i++) {
                        sim.step();
                    }
                }).getMessage());
            assertEquals("1001", sim.awaitPop(Identity.UNKNOWN).device());
            sim.link.simulate("hangup a");
            assertTrue(sim.await(EventKind.CALL_END).has(Field.CALL));
        }
    }

    @Test
    public void an_answer_that_is_none_is_told_and_nobody_is_known() {
        for (String bad : List.of("a\0b", "\ud800", HUGE)) {
            try (Sim sim = new Sim()) {
                sim.client.addSource("broken", lookup ->
                    lookup.answer(Customer.of("id", "1"),
                        Customer.of("id", bad)));
                sim.ring();
                assertThrows(CtiException.class, () -> {
                    for (int i = 0; i < 1000; i++) {
                        sim.step();
                    }
                });
                sim.awaitPop(Identity.UNKNOWN);
            }
        }
    }

    @Test
    public void a_route_that_fails_takes_the_default() {
        try (Sim sim = new Sim()) {
            sim.client.set("route.default", "1004");
            sim.client.onRoute(route -> {
                assertThrows(CtiException.class, () -> route.to("1\n2"));
                if (route.reason() == Generated.RouteReason.QUEUE) {
                    throw new Exception("no plan");
                }
            }, "support", null);
            sim.link.simulate("call 13800138000 to 400 queue support as a");
            assertEquals("no plan", assertThrows(IllegalStateException.class,
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        sim.step();
                    }
                }).getCause().getMessage());
            assertEquals("1004",
                sim.await(EventKind.RING).str(Field.DEVICE));
        }
    }
}
