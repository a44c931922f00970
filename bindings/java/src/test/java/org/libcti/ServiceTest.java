// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.libcti.Generated.AdviceField;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.Field;
import org.libcti.Generated.Identity;

/** Service knowledge outside of pops, and verification. */
public class ServiceTest {
    private static final String KNOWLEDGE = "examples/service/service.json";
    private static final Customer LI = Customer.of("id", "7", "name", "Li",
        "tier", "gold", "id_number", "110101198001014711", "contract_end",
        "2020-01-01");

    private static CtiException refused(ErrorCode code,
                                        ThrowingRunnable call) {
        CtiException why = assertThrows(CtiException.class, call);
        assertEquals(why.getMessage(), code, why.error());
        return why;
    }

    @Test
    public void a_customer_is_judged_without_a_call() {
        try (Client client = Client.open()) {
            assertTrue(refused(ErrorCode.ESTATE, () -> client.advise(
                AdviceQuery.of(LI))).getMessage().contains("loadService"));
            refused(ErrorCode.ESTATE, () -> client.loadService(null));
            client.loadService(KNOWLEDGE);
            Advice advice = client.advise(AdviceQuery.of(LI)
                .direction("inbound").data("purpose", "x"));
            assertEquals("high", advice.text(AdviceField.TIER));
            assertEquals("crm", advice.text(AdviceField.TIER_BY));
            assertEquals("expired", advice.text(AdviceField.CONTRACT));
            assertTrue(advice.integer(AdviceField.CONTRACT_DAYS) < 0);
            assertFalse(advice.has(AdviceField.CAMPAIGN));
            assertFalse(advice.hints().isEmpty());
            for (Hint hint : advice.hints()) {
                assertFalse(hint.reason.isEmpty());
            }
            assertNotEquals("high", client.advise(AdviceQuery.of(null))
                .text(AdviceField.TIER));
            client.loadService(null);
        }
    }

    @Test
    public void a_file_is_checked_without_a_client() throws Exception {
        Path wrong = Files.createTempFile("cti-java", ".json");
        try {
            assertFalse(Client.checkService(KNOWLEDGE).isEmpty());
            Files.writeString(wrong, "{\"tierz\": {}}");
            assertTrue(refused(ErrorCode.EKEY, () -> Client.checkService(
                wrong.toString())).getMessage().contains("tierz"));
        } finally {
            Files.delete(wrong);
        }
    }

    /** A call of Li's, and what its newest pop says. */
    private static final class Caller implements AutoCloseable {
        final Sim sim = new Sim();
        final String call;

        Caller() {
            sim.client.loadService(KNOWLEDGE);
            sim.client.addSource("app", lookup -> lookup.answer(LI));
            sim.ring();
            Pop pop = sim.awaitPop(Identity.IDENTIFIED);
            assertEquals("high", pop.advice().text(AdviceField.TIER));
            assertEquals(pop.hints(), pop.advice().hints().stream()
                .map(hint -> hint.text).collect(Collectors.toList()));
            call = pop.call();
        }

        String state() {
            return state(Desk.drain(sim.client));
        }

        static String state(List<Event> events) {
            Pop last = null;
            for (Event event : events) {
                last = event.pop() == null ? last : event.pop();
            }
            return last.advice().text(AdviceField.VERIFY_STATE);
        }

        @Override
        public void close() {
            sim.close();
        }
    }

    @Test
    public void a_right_value_passes_and_a_wrong_one_does_not() {
        try (Caller caller = new Caller();
                Verification is = caller.sim.client.verify(caller.call,
                    "bill")) {
            assertEquals("running", caller.state());
            assertFalse(is.check("id-last4", "9999".toCharArray()));
            assertEquals("wrong", caller.state());
            assertTrue(is.check("id-last4", "4711".toCharArray()));
            assertEquals("passed", caller.state());
        }
    }

    @Test
    public void keys_that_the_caller_presses_are_compared() {
        try (Caller caller = new Caller()) {
            Link link = caller.sim.link;
            Verification is = caller.sim.client.verify(caller.call, "bill");
            is.keys("id-last4");
            link.simulate("answer a 1001");
            link.simulate("dtmf a 4711");
            link.advance(Duration.ofMillis(100));
            List<Event> events = Desk.drain(caller.sim.client);
            assertEquals(List.of("*"), events.stream()
                .filter(event -> event.name().equals("dtmf"))
                .map(event -> event.str(Field.DIGITS)).distinct()
                .collect(Collectors.toList()));
            assertEquals("passed", Caller.state(events));
            is.end();
        }
    }

    @Test
    public void what_does_not_exist_is_a_sentence() {
        try (Caller caller = new Caller()) {
            Client client = caller.sim.client;
            assertTrue(refused(ErrorCode.ENOENT, () -> client.verify(
                caller.call, "nonsense")).getMessage().contains("nonsense"));
            refused(ErrorCode.ENOENT, () -> client.verify("c9", "bill"));
            Verification is = client.verify(caller.call, "bill");
            assertTrue(refused(ErrorCode.ENOENT, () -> is.check("hat",
                new char[] { '1' })).getMessage().contains("factor hat"));
            refused(ErrorCode.EINVAL, () -> is.check("id-last4",
                new char[] { '1', 0 }));
            caller.sim.link.simulate("hangup a");
            caller.sim.link.advance(Duration.ofSeconds(1));
            Desk.drain(client);
            assertThrows(CtiException.class, () -> is.check("id-last4",
                "4711".toCharArray()));
            is.close();
            client.close();
            refused(ErrorCode.ESTATE, is::end);
            is.close();
        }
    }
}
