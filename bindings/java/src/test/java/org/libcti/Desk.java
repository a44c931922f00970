// SPDX-License-Identifier: MIT
package org.libcti;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.libcti.Generated.EventKind;
import org.libcti.Generated.Field;

/** A folder for one test, and a simulator whose client keeps a journal in it. */
final class Desk implements AutoCloseable {
    final Path folder = Files.createTempDirectory("cti-java");
    final Path file = folder.resolve("contacts.db");
    final Sim sim = new Sim();

    Desk() throws IOException {
        sim.client.set("journal.file", file.toString());
        sim.up();
    }

    /** A call that somebody answers and that has gone on; its id. */
    String talk() {
        sim.ring();
        sim.link.simulate("answer a 1001");
        sim.link.advance(Duration.ofSeconds(30));
        return sim.await(EventKind.ANSWER).str(Field.CALL);
    }

    /** All events that wait. */
    static List<Event> drain(Client client) {
        List<Event> all = new ArrayList<>();
        Event event;
        while ((event = client.poll(Duration.ZERO)) != null) {
            all.add(event);
        }
        return all;
    }

    /** Polls until it is done. */
    static <T> T get(Client client, CompletableFuture<T> later)
            throws ExecutionException, InterruptedException {
        for (int i = 0; i < 2000 && !later.isDone(); i++) {
            client.poll(Duration.ofMillis(10));
        }
        try {
            return later.get(0, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException never) {
            throw new AssertionError("it never came", never);
        }
    }

    /** The end of the call and of the client; what is in the file. */
    Journal end() {
        sim.link.simulate("hangup a");
        sim.link.advance(Duration.ofSeconds(1));
        sim.await(EventKind.CALL_END);
        sim.close();
        return Journal.of(file);
    }

    @Override
    public void close() throws IOException {
        sim.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : (Iterable<Path>) all.sorted(
                    Comparator.reverseOrder())::iterator) {
                Files.delete(one);
            }
        }
    }
}
