// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Duration;
import java.util.function.Predicate;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Field;
import org.libcti.Generated.Identity;

/** A client with an idle simulator, which a test drives. */
final class Sim implements AutoCloseable {
    final Client client = Client.open();
    final Link link;

    Sim() {
        client.set("devices.extensions", "1XXX");
        link = client.addLink("sim:?clock=virtual");
    }

    /** Polls until an event fits, while simulated time goes on. */
    Event await(Predicate<Event> fits) {
        for (int i = 0; i < 3000; i++) {
            Event event = step();
            if (event != null && fits.test(event)) {
                return event;
            }
        }
        throw new AssertionError("the event never came");
    }

    Event step() {
        Event event = client.poll(Duration.ofMillis(5));
        if (event == null) {
            link.advance(Duration.ofMillis(20));
        }
        return event;
    }

    Event await(EventKind kind) {
        return await(event -> event.kind() == kind);
    }

    Pop awaitPop(Identity identity) {
        return await(event -> event.pop() != null
            && event.pop().identity() == identity).pop();
    }

    void up() {
        await(event -> event.str(Field.STATE).equals("up"));
    }

    void ring() {
        link.simulate("call 13800138000 to 400 phone 1001 as a");
    }

    @Override
    public void close() {
        client.close();
    }
}
