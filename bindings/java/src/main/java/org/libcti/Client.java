// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.LogLevel;
import org.libcti.Generated.RequestKind;

/**
 * Links to switches, the calls on them, and who is told. The library works in a
 * thread of its own; events are fetched with poll() or by iterating, or told to
 * a listener. Callbacks (sources, routes, the log, completions of requests) run
 * where events are told: inside poll(), or on the listener's executor.
 *
 * Any thread may call anything; one at a time may poll. After close() every call
 * fails with ESTATE, and poll() with ECANCELED.
 */
public final class Client extends Asked
        implements AutoCloseable, Iterable<Event> {
    static final System.Logger LOG = System.getLogger("org.libcti");
    static final Cleaner CLEANER = Cleaner.create();

    private final Cleaner.Cleanable cleanable;
    private Pump pump;

    private Client(BiConsumer<LogLevel, String> log, LogLevel level) {
        Structs.ClientOpts opts = new Structs.ClientOpts();
        Memory out = new Memory(8);

        opts.log_level = level.value;
        if (log != null) {
            opts.on_log = Callbacks.LOG;
            opts.user = Callbacks.user(core.slot(told -> {
                Callbacks.LogLine line = (Callbacks.LogLine) told;
                core.later(() ->
                    log.accept(LogLevel.of(line.level), line.text));
            }));
        }
        int err = C.cti_client_new(out, opts.at());
        if (err != 0) {
            core.slots.keySet().forEach(Callbacks::close);
            throw new CtiException(err, "");
        }
        core.open(out.getPointer(0));
        cleanable = CLEANER.register(this, core);
    }

    /** A client without links. */
    public static Client open() {
        return open(null, LogLevel.WARN);
    }

    /** With a log, which gets lines up to that level. */
    public static Client open(BiConsumer<LogLevel, String> log,
                              LogLevel level) {
        Client made = new Client(log, level);
        made.set("client.name", "libcti-java");
        return made;
    }

    /** Versions of the library and what it was built with, as JSON. */
    public static String runtimeInfo() {
        Memory out = new Memory(16);
        Pointer length = out.share(8);
        int err = C.cti_runtime_info(out, length);
        if (err != 0) {
            throw new CtiException(err, "");
        }
        return C.take(out.getPointer(0), Core.size(length));
    }

    /** Of the library that is running: "0.1.0". */
    public static String version() {
        return C.text(C.cti_version());
    }

    /** All keys that set() knows. */
    public static List<KeyInfo> keys() {
        return Snapshot.all(C::cti_key_at,
            row -> new KeyInfo(new Structs.KeyInfo(row)));
    }

    /** All kinds of requests that the library knows. */
    public static List<RequestInfo> requests() {
        return Snapshot.all(C::cti_request_at,
            row -> new RequestInfo(new Structs.RequestInfo(row)));
    }

    static int millis(Duration time) {
        long all;
        try {
            all = time.toMillis();
        } catch (ArithmeticException huge) {
            all = time.isNegative() ? 0 : Integer.MAX_VALUE;
        }
        return (int) Math.max(0, Math.min(all, Integer.MAX_VALUE));
    }

    /* Events */

    /**
     * The next event, or null when the time is over, wake() was called or only
     * callbacks ran. What a callback throws comes out here; no event is lost.
     */
    public Event poll(Duration timeout) {
        return poll(millis(timeout));
    }

    /** As poll(Duration), without end. */
    public Event poll() {
        return poll(-1);
    }

    private Event poll(int timeout) {
        if (!core.turn.tryLock()) {
            throw new CtiException(core.isClosed() ? ErrorCode.ECANCELED
                : ErrorCode.ESTATE, "another thread is in poll()");
        }
        try {
            work();
            if (core.isClosed()) {
                throw CtiException.canceled();
            }
            String line = core.lines.poll();
            if (line == null) {
                fetch(timeout);
                line = core.lines.poll();
            }
            return line == null ? null : new Event(line);
        } finally {
            core.turn.unlock();
            Reference.reachabilityFence(this);
        }
    }

    private void fetch(int timeout) {
        int err = core.fetch(timeout);
        work();
        if (core.isClosed()) {
            throw CtiException.canceled();
        }
        if (err != 0 && err != ErrorCode.EAGAIN.code) {
            throw new CtiException(err, "");
        }
    }

    /* What C has called back since. One that fails leaves the others. */
    private void work() {
        Core.Job job;
        while ((job = core.jobs.poll()) != null) {
            try {
                job.run();
            } catch (RuntimeException | Error thrown) {
                throw thrown;
            } catch (Exception thrown) {
                throw new IllegalStateException(thrown);
            }
        }
    }

    /** Waits for each event; ends when the client is closed. */
    @Override
    public Iterator<Event> iterator() {
        return new Iterator<Event>() {
            private Event next;

            @Override
            public boolean hasNext() {
                try {
                    while (next == null) {
                        next = poll();
                    }
                } catch (CtiException why) {
                    if (why.error() != ErrorCode.ECANCELED) {
                        throw why;
                    }
                }
                return next != null;
            }

            @Override
            public Event next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the client is closed");
                }
                Event event = next;
                next = null;
                return event;
            }
        };
    }

    /**
     * Tell everything to a listener, on an executor, one after the other; poll()
     * fails from now on. More is fetched when the listener is done with what
     * there was.
     */
    public synchronized void listen(Executor executor, Listener listener) {
        Objects.requireNonNull(executor, "the executor must not be null");
        Objects.requireNonNull(listener, "the listener must not be null");
        if (core.isClosed()) {
            throw CtiException.closed();
        }
        if (pump != null) {
            throw new CtiException(ErrorCode.ESTATE,
                "there is a listener already");
        }
        pump = new Pump(this, executor, listener);
        pump.start();
    }

    /** Have the poll() of another thread return null. */
    public void wake() {
        core.wake();
    }

    /** Events that were dropped because nobody fetched them. */
    public long dropped() {
        return core.ask(C::cti_client_dropped);
    }

    /**
     * Ends everything, and what waits is canceled. A poll() of another thread
     * returns first. May be called twice, and in any callback.
     */
    @Override
    public void close() {
        core.close();
        cleanable.clean();
    }

    /* Configuration */

    /** Set a key: "devices.extensions". */
    public void set(String key, String value) {
        byte[] name = Text.of(key, "the key");
        byte[] text = Text.of(value, "the value");
        core.may(c -> C.cti_set(c, name, text));
    }

    /** The present value of a key; of a secret "***". */
    public String get(String key) {
        byte[] name = Text.of(key, "the key");
        Memory out = new Memory(8);
        core.may(c -> C.cti_get(c, name, out));
        Pointer text = out.getPointer(0);
        String value = C.text(text);
        C.cti_free(text);
        return value;
    }

    /** A JSON file of keys, links and sources. */
    public void load(String path) {
        byte[] file = Text.of(path, "the path");
        core.may(c -> C.cti_load(c, file));
    }

    /* Links */

    /** As addLink(LinkOptions), with nothing but a URL. */
    public Link addLink(String url) {
        return addLink(LinkOptions.of(url));
    }

    /** Add a link and begin to dial. That nobody is there is told by events. */
    public Link addLink(LinkOptions options) {
        List<Memory> kept = new ArrayList<>();
        Structs.LinkOpts opts = options.make(kept);
        Memory out = new Memory(8);
        String[] name = new String[1];

        core.may(c -> {
            int err = C.cti_link_add(c, out, opts.at());
            if (err == 0) {
                name[0] = C.text(C.cti_link_name(out.getPointer(0)));
            }
            return err;
        });
        Reference.reachabilityFence(kept);
        return new Link(this, name[0]);
    }

    /* Requests */

    /**
     * Ask the switch to do something. What is not accepted is thrown; what the
     * switch then refuses completes with the exception.
     */
    public Pending send(Request request) {
        List<Object> kept = new ArrayList<>();
        Structs.RequestOpts opts = request.make(kept);
        Structs.RequestTicket ticket = new Structs.RequestTicket();
        // It may end before it is known here: on the thread that polls.
        CompletableFuture<Structs.RequestResult> end =
            new CompletableFuture<>();
        long id = core.once(told -> end.complete((Structs.RequestResult) told),
            () -> end.completeExceptionally(CtiException.canceled()));

        core.ask(id, c -> C.cti_request_send(c, opts.at(), Callbacks.RESULT,
            Callbacks.user(id), ticket.at()));
        ticket.read();
        Reference.reachabilityFence(kept);
        return pending(ticket, end);
    }

    private Pending pending(Structs.RequestTicket ticket,
                            CompletableFuture<Structs.RequestResult> end) {
        int length = 0;
        while (ticket.call[length] != 0) {
            length++;
        }
        Pending pending = new Pending(core, ticket.id,
            new String(ticket.call, 0, length, StandardCharsets.UTF_8));
        end.whenComplete((result, why) -> {
            if (why != null) {
                pending.completeExceptionally(why);
            } else if (result.error != 0) {
                pending.completeExceptionally(new CtiException(result.error,
                    result.told));
            } else {
                pending.complete(result.of);
            }
        });
        return pending;
    }

    /** Throws what send() would throw now. */
    public void check(Request request) {
        List<Object> kept = new ArrayList<>();
        Structs.RequestOpts opts = request.make(kept);
        core.may(c -> C.cti_request_check(c, opts.at()));
        Reference.reachabilityFence(kept);
    }

    /** All that is possible now for a call, a device, or a device in a call;
     * either may be null. For the buttons of a softphone. */
    public Set<RequestKind> possible(String call, String device) {
        byte[] id = Text.maybe(call, "the call's id");
        byte[] number = Text.maybe(device, "the device");
        long bits = core.ask(c -> C.cti_request_possible(c, id, number));
        Set<RequestKind> kinds = EnumSet.noneOf(RequestKind.class);

        for (RequestKind kind : RequestKind.values()) {
            if ((bits >>> kind.value & 1) != 0) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** What is so now. */
    public Snapshot snapshot() {
        return core.ask(c -> {
            Memory out = new Memory(8);
            int err = C.cti_snapshot_take(c, out);
            if (err != 0) {
                throw new CtiException(err, C.text(C.cti_client_detail(c)));
            }
            Pointer taken = out.getPointer(0);
            try {
                return new Snapshot(taken);
            } finally {
                C.cti_snapshot_unref(taken);
            }
        });
    }
}
