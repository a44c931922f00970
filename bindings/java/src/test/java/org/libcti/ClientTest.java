// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Field;
import org.libcti.Generated.Greeting;
import org.libcti.Generated.Identity;
import org.libcti.Generated.LinkState;
import org.libcti.Generated.LogLevel;
import org.libcti.Generated.PopState;
import org.libcti.Generated.RequestKind;

/** What is asked for, on the simulator. */
public class ClientTest {
    @Test
    public void a_ring_opens_a_pop_with_who_is_calling() {
        try (Sim sim = new Sim()) {
            sim.client.addSource("mine", lookup -> {
                assertEquals("13800138000", lookup.text());
                assertEquals("", lookup.field());
                lookup.answer(Customer.of("id", "7", "name", "李雷 \"x\""));
                lookup.answer(Customer.of("id", "8"));
            });
            sim.ring();
            Pop pop = sim.awaitPop(Identity.IDENTIFIED);
            assertEquals("1001", pop.device());
            assertEquals("13800138000", pop.remote());
            assertEquals("400", pop.dnis());
            assertEquals("inbound", pop.direction());
            assertEquals("李雷 \"x\"", pop.customer("name"));
            assertEquals(1, pop.candidates().size());
            assertEquals("7", pop.customer().get("id"));
            assertEquals("mine", pop.customer().source());
            assertTrue(pop.customer().score() > 0);
            assertEquals(Greeting.STATEMENT, pop.greeting());
            assertFalse(pop.answered());
            assertEquals(Duration.ZERO, pop.waited());
            assertTrue(pop.state() == PopState.OPENED
                || pop.state() == PopState.UPDATED);
        }
    }

    @Test
    public void an_event_outlives_its_client() {
        Event kept;
        try (Sim sim = new Sim()) {
            sim.ring();
            kept = sim.await(EventKind.POP);
        }
        assertEquals("pop", kept.name());
        assertTrue(kept.time().isAfter(Instant.parse("2000-01-01T00:00:00Z")));
        assertTrue(kept.seq() > 0);
        assertTrue(kept.json().contains("\"device\":\"1001\""));
        assertTrue(kept.has(Field.DEVICE));
        assertFalse(kept.has(Field.SLOT));
        assertEquals("", kept.str(Field.SLOT));
        assertEquals(1, kept.integer(Field.REVISION));
        assertEquals(List.of(), kept.list(Field.DEVICES));
        assertFalse(kept.bool(Field.ALERTING));
        assertNull(new Event("{\"event\":\"ring\"}").pop());
        assertNull(new Event("{\"event\":\"newer\"}").kind());
        Event flagged = new Event("{\"event\":\"ring\",\"flags\":[\"late\","
            + "\"resync\",\"newer\"],\"devices\":[\"1\",\"2\"]}");
        assertEquals(10, flagged.flags());
        assertEquals("1,2", flagged.str(Field.DEVICES));
    }

    @Test
    public void a_request_ends_once_with_the_switch_s_answer()
            throws Exception {
        try (Sim sim = new Sim()) {
            sim.up();
            Request dial = Request.of(RequestKind.DIAL).device("1001")
                .to("13800138000").data("ticket", "A7")
                .timeout(Duration.ofSeconds(5));
            sim.client.check(dial);
            Pending sent = sim.client.send(dial);
            Event begun = sim.await(EventKind.CALL_BEGIN);
            assertEquals(sent.call(), begun.str(Field.CALL));
            for (int i = 0; i < 500 && !sent.isDone(); i++) {
                sim.step();
            }
            assertEquals(sent.call(), sent.get(0, TimeUnit.SECONDS));
            assertTrue(sent.id() > 0);
            Snapshot now = sim.client.snapshot();
            assertEquals(sent.call(), now.calls().get(0).id);
            assertEquals("1001", now.calls().get(0).legs.get(0).device);
            CtiException refused = assertThrows(CtiException.class,
                () -> sim.client.send(Request.of(RequestKind.HOLD)
                    .device("1999")));
            assertEquals(ErrorCode.ENOENT, refused.error());
            assertEquals("CTI_ENOENT", refused.name());
            assertFalse(refused.getMessage().isEmpty());
        }
    }

    @Test
    public void what_is_possible_follows_the_call() {
        try (Sim sim = new Sim()) {
            sim.up();
            assertFalse(sim.client.possible(null, "1001")
                .contains(RequestKind.ANSWER));
            sim.ring();
            sim.await(EventKind.RING);
            assertTrue(sim.client.possible(null, "1001")
                .contains(RequestKind.ANSWER));
            Request answer = Request.of(RequestKind.ANSWER).device("1001");
            Pending sent = sim.client.send(answer);
            sim.await(EventKind.ANSWER);
            assertEquals("", sent.call());
            var now = sim.client.possible(null, "1001");
            assertTrue(now.contains(RequestKind.HOLD));
            assertFalse(now.contains(RequestKind.ANSWER));
        }
    }

    @Test
    public void the_program_says_where_calls_go() {
        try (Sim sim = new Sim()) {
            AtomicReference<ErrorCode> second = new AtomicReference<>();
            sim.client.onRoute(route -> {
                assertEquals("13800138000", route.caller());
                assertEquals("support", route.queue());
                assertEquals("400", route.dnis());
                assertEquals(Generated.RouteReason.QUEUE, route.reason());
                assertEquals(Map.of(), route.data());
                route.to("1002");
                second.set(assertThrows(CtiException.class,
                    () -> route.to("1003")).error());
            }, "support", null);
            sim.link.simulate("call 13800138000 to 400 queue support as a");
            assertEquals("1002",
                sim.await(EventKind.RING).str(Field.DEVICE));
            assertEquals(ErrorCode.ESTATE, second.get());
            sim.client.noRoute();
        }
    }

    @Test
    public void who_has_a_number_can_be_asked_without_a_call()
            throws Exception {
        try (Client client = Client.open()) {
            client.addCsv("book", "examples/directory/customers.csv");
            var found = client.identify("13800138000");
            for (int i = 0; i < 500 && !found.isDone(); i++) {
                client.poll(Duration.ofMillis(10));
            }
            Identification who = found.get(0, TimeUnit.SECONDS);
            assertEquals(Identity.IDENTIFIED, who.identity());
            assertEquals("李明", who.candidates().get(0).get("name"));
            client.removeSource("book");
        }
    }

    @Test
    public void links_and_sources_come_from_a_file() throws Exception {
        Path file = Files.createTempFile("cti-java", ".json");
        try (Client client = Client.open()) {
            Files.writeString(file, "{\"numbers\":{\"country\":\"CN\"},"
                + "\"links\":{\"one\":{\"url\":\"sim:\"}}}");
            client.load(file.toString());
            assertEquals("CN", client.get("numbers.country"));
            Event event = client.poll(Duration.ofSeconds(20));
            assertNotNull(event);
            assertEquals("one", event.str(Field.LINK));
        } finally {
            Files.delete(file);
        }
    }

    @Test
    public void a_link_is_there_until_it_is_removed() {
        try (Sim sim = new Sim()) {
            sim.up();
            assertEquals("sim", sim.link.name());
            assertEquals(LinkState.UP, sim.link.state());
            assertEquals("", sim.link.detail());
            sim.link.remove();
            assertEquals(ErrorCode.ENOENT, assertThrows(CtiException.class,
                sim.link::state).error());
        }
    }

    @Test
    public void a_web_service_is_a_source_with_settings() {
        try (Client client = Client.open()) {
            client.addHttp("crm", "odoo", "http://127.0.0.1:9", "u", "s",
                Map.of("db", "demo", "timeout_ms", "100"));
            assertEquals(ErrorCode.EEXIST, assertThrows(CtiException.class,
                () -> client.addHttp("crm", "odoo", "http://127.0.0.1:9",
                    "u", "s", Map.of("db", "demo"))).error());
            client.removeSource("crm");
        }
    }

    @Test
    public void log_lines_come_where_events_do() {
        List<String> lines = new ArrayList<>();
        try (Client client = Client.open((level, line) -> {
            assertNotNull(level);
            lines.add(line);
        }, LogLevel.INFO)) {
            for (int i = 0; i < 500 && lines.isEmpty(); i++) {
                client.poll(Duration.ofMillis(5));
            }
            assertTrue(lines.get(0), lines.get(0).contains("libcti-java"));
        }
        assertTrue(Client.runtimeInfo(), Json.object(Client.runtimeInfo())
            .toString().contains("0.1"));
    }

    @Test
    public void a_listener_is_told_on_its_executor() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        ExecutorService executor = Executors.newSingleThreadExecutor(
            task -> new Thread(task, "mine"));
        Sim sim = new Sim();
        Listener listener = new Listener() {
            @Override
            public void onEvent(Event event) {
                threads.add(Thread.currentThread().getName());
                told.add(event.name());
                if (event.kind() == EventKind.RING) {
                    throw new IllegalStateException("no screen");
                }
            }

            @Override
            public void onFailure(Throwable why) {
                told.add(why.getMessage());
            }

            @Override
            public void onClosed() {
                told.add("closed");
            }
        };

        sim.client.addSource("mine", lookup -> {
            told.add("asked on " + Thread.currentThread().getName());
            throw new Exception("no such table");
        });
        sim.client.listen(executor, listener);
        assertEquals(ErrorCode.ESTATE, assertThrows(CtiException.class,
            () -> sim.client.listen(executor, listener)).error());
        sim.ring();
        expect(told, "asked on mine");
        expect(told, "no such table");
        expect(told, "no screen");
        sim.link.simulate("hangup a");
        sim.link.advance(Duration.ofSeconds(2));
        expect(told, "call-end");
        sim.close();
        expect(told, "closed");
        executor.shutdown();
        assertTrue(executor.awaitTermination(20, TimeUnit.SECONDS));
        threads.forEach(name -> assertEquals("mine", name));
    }

    private static void expect(BlockingQueue<String> told, String wanted)
            throws InterruptedException {
        List<String> before = new ArrayList<>();
        String one;
        while ((one = told.poll(20, TimeUnit.SECONDS)) != null) {
            if (one.equals(wanted)) {
                // Others may look for what came first.
                told.addAll(before);
                return;
            }
            before.add(one);
        }
        throw new AssertionError(wanted + " never came: " + before);
    }

    @Test
    public void a_listener_s_requests_complete_on_its_executor()
            throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Sim sim = new Sim()) {
            sim.up();
            sim.client.listen(executor, event -> { });
            Pending dial = sim.client.send(Request.of(RequestKind.DIAL)
                .device("1001").to("13800138000"));
            sim.link.advance(Duration.ofSeconds(1));
            assertEquals(dial.call(), dial.get(20, TimeUnit.SECONDS));
        } catch (ExecutionException why) {
            throw new AssertionError(why);
        } finally {
            executor.shutdown();
        }
    }

    /* Once it waits without end, nothing but the answer ends that. */
    @Test
    public void an_answer_comes_though_no_event_follows() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Client heard = Client.open(); Client polled = Client.open()) {
            heard.listen(executor, event -> { });
            new Thread(() -> polled.forEach(event -> { })).start();
            for (Client client : List.of(heard, polled)) {
                client.addCsv("book", "examples/directory/customers.csv");
                Thread.sleep(100);
                assertEquals(Identity.IDENTIFIED,
                    client.identify("13800138000")
                        .get(20, TimeUnit.SECONDS).identity());
            }
        } finally {
            executor.shutdown();
        }
    }
}
