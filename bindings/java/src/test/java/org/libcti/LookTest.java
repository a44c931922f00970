// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.Test;
import org.libcti.Generated.AgentState;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Field;
import org.libcti.Generated.FindingLevel;
import org.libcti.Generated.RequestKind;
import org.libcti.Generated.RouteReason;
import org.libcti.Generated.TraceKind;

/** What is wrong, why an event came, and what a newer program may ask. */
public class LookTest {
    @Test
    public void a_switch_that_is_not_there_is_a_fault_with_a_remedy()
            throws Exception {
        try (Client client = Client.open()) {
            Link link = client.addLink(LinkOptions.of("ami://127.0.0.1:1")
                .user("u").secret("s"));
            Diagnosis found = Desk.get(client, link.diagnose());
            assertFalse(found.complete());
            assertEquals(ErrorCode.ELINKDOWN, found.error());
            Finding fault = found.findings().stream()
                .filter(one -> one.level == FindingLevel.FAULT)
                .findFirst().get();
            assertFalse(fault.remedy.isEmpty());
            String filled = fault.textForm;
            for (int i = 0; i < fault.values.size(); i++) {
                filled = filled.replace("{" + (i + 1) + "}",
                    fault.values.get(i));
            }
            assertEquals(fault.text, filled);
        }
    }

    @Test
    public void a_simulated_link_has_nothing_wrong() throws Exception {
        try (Sim sim = new Sim()) {
            sim.up();
            Diagnosis found = Desk.get(sim.client, sim.link.diagnose(true));
            assertTrue(found.complete());
            assertNull(found.error());
            assertEquals(List.of(), found.findings());
        }
    }

    @Test
    public void a_look_ends_with_its_link_and_with_its_client()
            throws Exception {
        // It lets us in and says nothing.
        try (ServerSocket silent = new ServerSocket(0, 5,
                InetAddress.getLoopbackAddress())) {
            Client client = Client.open();
            Link link = client.addLink("ami://u:s@127.0.0.1:"
                + silent.getLocalPort());
            CompletableFuture<Diagnosis> first = link.diagnose();
            assertEquals(ErrorCode.EAGAIN, assertThrows(CtiException.class,
                link::diagnose).error());
            link.remove();
            assertTrue(assertThrows(ExecutionException.class, () -> Desk.get(
                client, first)).getMessage().contains("was removed"));
            CompletableFuture<Diagnosis> second = client.addLink(
                "ami://u:s@127.0.0.1:" + silent.getLocalPort()).diagnose();
            client.close();
            assertTrue(second.isCompletedExceptionally());
        }
    }

    @Test
    public void every_step_is_told_in_order() {
        List<TraceStep> steps = new ArrayList<>();
        try (Sim sim = new Sim()) {
            sim.client.onTrace(step -> {
                throw new AssertionError("nobody listens any more");
            });
            sim.client.onTrace(steps::add);
            sim.ring();
            sim.await(EventKind.POP);
            sim.client.noTrace();
            int told = steps.size();
            sim.link.simulate("hangup a");
            Desk.drain(sim.client);
            assertEquals(told, steps.size());
        }
        TraceStep fact = steps.stream()
            .filter(step -> step.kind == TraceKind.FACT).findFirst().get();
        assertTrue(fact.text(), fact.text().contains("\"fact\""));
        assertFalse(fact.ids.isEmpty());
        TraceStep event = steps.stream()
            .filter(step -> step.kind == TraceKind.EVENT
                && step.event().kind() == EventKind.CALL_BEGIN)
            .findFirst().get();
        assertEquals(event.call, event.event().str(Field.CALL));
        assertEquals("sim", event.link);
        assertNotNull(event.time);
        assertNull(fact.event());
        assertTrue(steps.indexOf(fact) < steps.indexOf(event));
        assertTrue(event.bytes().length > 0);
    }

    @Test
    public void the_lists_of_the_library_are_there() {
        assertTrue(Client.version().matches("\\d+\\.\\d+\\.\\d+"));
        assertTrue(Client.keys().stream().anyMatch(
            key -> key.name.equals("link.secret") && key.secret));
        assertTrue(Client.keys().stream().allMatch(
            key -> !key.doc.isEmpty()));
        RequestInfo dial = Client.requests().stream()
            .filter(one -> one.kind == RequestKind.DIAL).findFirst().get();
        assertEquals("dial", dial.word);
        assertTrue(dial.needs != 0 && !dial.doc.isEmpty());
        assertTrue(Link.simulatorHelp().stream().anyMatch(
            line -> line.startsWith("answer ")));
        assertTrue(new CtiException(ErrorCode.ELINKDOWN.code, "")
            .isRetryable());
        assertFalse(new CtiException(ErrorCode.EINVAL.code, "")
            .isRetryable());
    }

    @Test
    public void a_link_counts_and_a_picture_has_times() {
        try (Sim sim = new Sim()) {
            sim.up();
            LinkStats stats = sim.link.stats();
            assertEquals(0, stats.malformed + stats.orphans);
            sim.link.simulate("agent 1001 queue support");
            sim.link.simulate("pause 1001");
            sim.link.simulate("call 13800138000 to 400 queue support as a");
            sim.link.advance(Duration.ofSeconds(1));
            Desk.drain(sim.client);
            Snapshot now = sim.client.snapshot();
            Snapshot.Call call = now.calls().get(0);
            assertEquals(call, now.call(call.id));
            assertNull(now.call("nobody"));
            assertEquals("", call.consultOf);
            assertFalse(call.withheld);
            assertNotNull(call.queued);
            assertEquals(call.queued, now.queues().get(0).oldest);
            assertEquals(AgentState.NOT_READY, now.agents().get(0).state);
            assertNotNull(now.agents().get(0).since);
        }
    }

    @Test
    public void what_became_of_a_question_is_told() {
        List<RouteResult> told = new ArrayList<>();
        try (Sim sim = new Sim()) {
            sim.client.onRoute(route -> {
                assertFalse(route.withheld());
                assertEquals(Duration.ofSeconds(7), route.deadline());
                route.to("1002");
            }, RouteOptions.all().when(RouteReason.QUEUE)
                .queues("support").numbers("4*").devices("1XXX")
                .deadline(Duration.ofSeconds(7)).byDefault("1003")
                .onRouted(told::add));
            sim.link.simulate("call 13800138000 to 400 queue support as a");
            String call = sim.await(EventKind.RING).str(Field.CALL);
            for (int i = 0; i < 500 && told.isEmpty(); i++) {
                sim.step();
            }
            assertEquals("1002", told.get(0).to);
            assertEquals(call, told.get(0).call);
            assertEquals(RouteReason.QUEUE, told.get(0).reason);
            assertNull(told.get(0).error());
        }
    }
}
