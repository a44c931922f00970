// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.Test;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Identity;
import org.libcti.Generated.RequestKind;

/** The end of a client, in every way there is. */
public class ClosingTest {
    private static ErrorCode error(org.junit.function.ThrowingRunnable call) {
        return assertThrows(CtiException.class, call).error();
    }

    @After
    public void nothing_is_left() throws Exception {
        for (int i = 0; i < 200 && Callbacks.taken() > 0; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertEquals(0, Callbacks.taken());
    }

    @Test
    public void a_client_that_is_closed_refuses_everything() {
        Sim sim = new Sim();
        Client client = sim.client;

        client.close();
        client.close();
        assertEquals(ErrorCode.ECANCELED,
            error(() -> client.poll(Duration.ZERO)));
        assertEquals(ErrorCode.ECANCELED, error(client::poll));
        assertEquals(ErrorCode.ESTATE, error(() -> client.set("a", "b")));
        assertEquals(ErrorCode.ESTATE, error(() -> client.get("pop.url")));
        assertEquals(ErrorCode.ESTATE, error(() -> client.load("x")));
        assertEquals(ErrorCode.ESTATE, error(() -> client.addLink("sim:")));
        assertEquals(ErrorCode.ESTATE,
            error(() -> client.addSource("x", lookup -> { })));
        assertEquals(ErrorCode.ESTATE, error(() -> client.addCsv("x", "y")));
        assertEquals(ErrorCode.ESTATE, error(client::snapshot));
        assertEquals(ErrorCode.ESTATE, error(client::dropped));
        assertEquals(ErrorCode.ESTATE, error(() -> client.identify("1")));
        assertEquals(ErrorCode.ESTATE,
            error(() -> client.onRoute(route -> { })));
        assertEquals(ErrorCode.ESTATE, error(() -> client.send(
            Request.of(RequestKind.DIAL).device("1001").to("1"))));
        assertEquals(ErrorCode.ESTATE,
            error(() -> client.listen(Runnable::run, event -> { })));
        assertEquals(ErrorCode.ESTATE, error(sim.link::reconnect));
        assertFalse(client.iterator().hasNext());
        client.wake();
    }

    @Test
    public void close_ends_the_poll_of_another_thread() throws Exception {
        for (int round = 0; round < 40; round++) {
            Client client = Client.open();
            AtomicReference<ErrorCode> last = new AtomicReference<>();
            Thread other = new Thread(() -> last.set(error(() -> {
                for (;;) {
                    client.poll();
                }
            })));

            other.start();
            if (round % 2 == 1) {
                Thread.yield();
            }
            client.close();
            other.join(20000);
            assertEquals(ErrorCode.ECANCELED, last.get());
        }
    }

    @Test
    public void two_threads_may_close_at_once() throws Exception {
        for (int round = 0; round < 20; round++) {
            Client client = Client.open();
            Thread other = new Thread(client::close);

            client.addLink("sim:");
            other.start();
            client.close();
            other.join(20000);
            assertFalse(other.isAlive());
        }
    }

    @Test
    public void others_may_call_while_it_is_closed() throws Exception {
        for (int round = 0; round < 20; round++) {
            Sim sim = new Sim();
            AtomicReference<ErrorCode> last = new AtomicReference<>();
            CountDownLatch begun = new CountDownLatch(1);
            Thread other = new Thread(() -> last.set(error(() -> {
                for (;;) {
                    sim.client.set("client.name", "busy");
                    begun.countDown();
                    sim.client.snapshot();
                }
            })));

            other.start();
            begun.await();
            sim.close();
            other.join(20000);
            assertEquals(ErrorCode.ESTATE, last.get());
        }
    }

    @Test
    public void one_thread_polls_another_is_told_so() throws Exception {
        Client client = Client.open();
        CountDownLatch in = new CountDownLatch(1);
        Thread other = new Thread(() -> {
            in.countDown();
            // It may be the one that is told.
            while (error(() -> {
                for (;;) {
                    client.poll();
                }
            }) == ErrorCode.ESTATE) {
                Thread.yield();
            }
        });
        ErrorCode said = null;

        other.start();
        in.await();
        for (int i = 0; i < 100000 && said == null; i++) {
            try {
                client.poll(Duration.ZERO);
            } catch (CtiException why) {
                said = why.error();
            }
        }
        assertEquals(ErrorCode.ESTATE, said);
        client.close();
        other.join(20000);
        assertFalse(other.isAlive());
    }

    @Test
    public void wake_interrupts_a_poll() {
        try (Client client = Client.open()) {
            new Thread(client::wake).start();
            assertNull(client.poll());
        }
    }

    @Test
    public void a_callback_may_close_its_client() {
        Sim sim = new Sim();
        List<ErrorCode> said = new ArrayList<>();

        sim.client.addSource("last", lookup -> {
            sim.close();
            sim.close();
            said.add(error(() -> sim.client.set("pop.url", "")));
            lookup.answer(Customer.of("id", "1"));
        });
        sim.ring();
        assertEquals(ErrorCode.ECANCELED, error(() -> {
            for (int i = 0; i < 1000; i++) {
                sim.step();
            }
        }));
        assertEquals(List.of(ErrorCode.ESTATE), said);
    }

    @Test
    public void a_listener_may_close_its_client() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        Sim sim = new Sim();

        // On the thread that fetches: the hardest of executors.
        sim.client.listen(Runnable::run, new Listener() {
            @Override
            public void onEvent(Event event) {
                sim.close();
            }

            @Override
            public void onClosed() {
                closed.countDown();
            }
        });
        assertTrue(closed.await(20, TimeUnit.SECONDS));
    }

    @Test
    public void an_executor_that_refuses_or_forgets_holds_up_no_close()
            throws Exception {
        ExecutorService over = Executors.newSingleThreadExecutor();
        over.shutdown();
        CountDownLatch refused = new CountDownLatch(1);
        try (Sim sim = new Sim()) {
            sim.client.listen(over, new Listener() {
                @Override
                public void onEvent(Event event) {
                }

                @Override
                public void onFailure(Throwable why) {
                    refused.countDown();
                }
            });
            assertTrue(refused.await(20, TimeUnit.SECONDS));
        }
        try (Sim sim = new Sim()) {
            sim.client.listen(task -> { }, event -> { });
            sim.ring();
        }
    }

    @Test
    public void a_client_that_goes_ends_the_requests_under_way()
            throws Exception {
        Sim sim = new Sim();
        sim.up();
        Pending dial = sim.client.send(Request.of(RequestKind.DIAL)
            .device("1001").to("13800138000"));
        var asked = sim.client.identify("13800138000");

        sim.close();
        assertTrue(dial.isDone());
        assertEquals(ErrorCode.ECANCELED, cause(dial));
        assertEquals(ErrorCode.ECANCELED, cause(asked));
        assertFalse(dial.cancel(true));
    }

    private static ErrorCode cause(java.util.concurrent.Future<?> future) {
        Throwable why = assertThrows(ExecutionException.class,
            () -> future.get(20, TimeUnit.SECONDS)).getCause();
        return ((CtiException) why).error();
    }

    private static Pending forgotten() {
        Sim sim = new Sim();
        sim.up();
        return sim.client.send(Request.of(RequestKind.DIAL).device("1001")
            .to("13800138000"));
    }

    @Test
    public void one_that_is_collected_ends_the_requests_under_way()
            throws Exception {
        Pending dial = forgotten();

        for (int i = 0; i < 500 && !dial.isDone(); i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertEquals(ErrorCode.ECANCELED, cause(dial));
    }

    @Test
    public void a_request_can_be_given_up() {
        try (Sim sim = new Sim()) {
            sim.up();
            Pending dial = sim.client.send(Request.of(RequestKind.DIAL)
                .device("1001").to("13800138000"));
            assertTrue(dial.cancel(true));
            assertTrue(dial.isCancelled());
            sim.await(EventKind.CALL_BEGIN);
        }
    }

    @Test
    public void a_source_that_never_answers_holds_up_nobody() {
        List<Lookup> unanswered = new ArrayList<>();
        try (Sim sim = new Sim()) {
            sim.client.set("identify.deadline_ms", "50");
            sim.client.addSource("never", unanswered::add);
            sim.ring();
            assertEquals("1001", sim.awaitPop(Identity.UNKNOWN).device());
            assertEquals(1, unanswered.size());
            Thread late = new Thread(() -> unanswered.get(0)
                .answer(Customer.of("id", "9")));
            late.start();
            assertEquals("9",
                sim.awaitPop(Identity.IDENTIFIED).customer("id"));
            sim.link.simulate("call 13900139000 to 400 phone 1002 as b");
            sim.await(event -> unanswered.size() == 2);
        }
        // The client is closed, and C waits for nothing any more.
        unanswered.get(1).answer(Customer.of("id", "10"));
    }

    @Test
    public void a_lookup_that_is_forgotten_is_answered() throws Exception {
        try (Sim sim = new Sim()) {
            sim.client.addSource("forgets", lookup -> { });
            var found = sim.client.identify("13800138000");
            for (int i = 0; i < 400 && !found.isDone(); i++) {
                System.gc();
                sim.client.poll(Duration.ofMillis(5));
            }
            assertEquals(Identity.UNKNOWN,
                found.get(0, TimeUnit.SECONDS).identity());
        }
    }

    @Test
    public void two_hundred_clients_leave_nothing_open() {
        long before = descriptors();
        for (int i = 0; i < 200; i++) {
            try (Client client = Client.open()) {
                client.addLink("sim:examples/stories/inbound.sim"
                    + "?clock=virtual");
                client.addSource("x", lookup -> lookup.answer());
                client.poll(Duration.ZERO);
            }
        }
        assertTrue(descriptors() <= before + 8);
    }

    private static long descriptors() {
        String[] open = new java.io.File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }
}
