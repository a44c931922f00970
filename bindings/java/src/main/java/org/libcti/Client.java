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
public final class Client implements AutoCloseable, Iterable<Event> {
    static final System.Logger LOG = System.getLogger("org.libcti");
    static final Cleaner CLEANER = Cleaner.create();

    /** Says who it is: answers the lookup, at once or later. */
    public interface Source {
        void find(Lookup lookup) throws Exception;
    }

    /** Says where a call goes: answers the route, at once or later. */
    public interface Router {
        void ask(Route route) throws Exception;
    }

    final Core core = new Core();
    private final Cleaner.Cleanable cleanable;
    private Pump pump;

    private Client(BiConsumer<LogLevel, String> log, LogLevel level) {
        Structs.ClientOpts opts = new Structs.ClientOpts();
        Memory out = new Memory(8);

        opts.log_level = level.value;
        if (log != null) {
            opts.on_log = Callbacks.LOG;
            opts.user = Callbacks.user(slot(told -> {
                Callbacks.LogLine line = (Callbacks.LogLine) told;
                core.jobs.add(() ->
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

    static int millis(Duration time) {
        long all;
        try {
            all = time.toMillis();
        } catch (ArithmeticException huge) {
            all = time.isNegative() ? 0 : Integer.MAX_VALUE;
        }
        return (int) Math.max(0, Math.min(all, Integer.MAX_VALUE));
    }

    /* A place for what C calls back, until the client's end. */
    private long slot(Callbacks.Slot slot) {
        return slot(slot, () -> { });
    }

    private long slot(Callbacks.Slot slot, Runnable never) {
        long id = Callbacks.open(slot);
        core.slots.put(id, never);
        return id;
    }

    private static void drop(Core core, long id) {
        Callbacks.close(id);
        core.slots.remove(id);
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

    public void set(String key, String value) {
        byte[] name = Text.of(key, "the key");
        byte[] text = Text.of(value, "the value");
        core.may(c -> C.cti_set(c, name, text));
    }

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

    public void loadService(String path) {
        byte[] file = Text.of(path, "the path");
        core.may(c -> C.cti_service_load(c, file));
    }

    /* Links */

    public Link addLink(String url) {
        return addLink(LinkOptions.of(url));
    }

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

    /* Sources of customers */

    /** A CSV or vCard file. */
    public void addCsv(String name, String path) {
        byte[] word = Text.of(name, "the source's name");
        byte[] file = Text.of(path, "the path");
        core.may(c -> C.cti_source_add_csv(c, word, file));
    }

    public void addSqlite(String name, String path) {
        byte[] word = Text.of(name, "the source's name");
        byte[] file = Text.of(path, "the path");
        core.may(c -> C.cti_source_add_sqlite(c, word, file));
    }

    /** A web service; the preset is a name or a file's path. */
    public void addHttp(String name, String preset, String base, String user,
                        String secret, Map<String, String> settings) {
        byte[] word = Text.of(name, "the source's name");
        List<Object> kept = new ArrayList<>();
        List<String> row = new ArrayList<>();
        Structs.HttpSourceOpts opts = new Structs.HttpSourceOpts();
        String what = "an option of the source";

        settings.forEach((key, value) -> {
            row.add(key);
            row.add(value);
        });
        opts.preset = Structs.keep(preset, what);
        opts.base = Structs.keep(base, what);
        opts.user = Structs.keep(user, what);
        opts.secret = Structs.keep(secret, what);
        opts.settings = Request.array(row, kept, what);
        core.may(c -> C.cti_source_add_http(c, word, opts.at()));
        Reference.reachabilityFence(kept);
    }

    /** The program itself says who a number belongs to. */
    public void addSource(String name, Source source) {
        byte[] word = Text.of(name, "the source's name");
        Objects.requireNonNull(source, "the source must not be null");
        Core own = core;
        long id = slot(told -> {
            Lookup lookup = Lookup.take(own, (Pointer) told);
            if (lookup != null) {
                own.jobs.add(() -> find(own, source, lookup));
            }
        });
        try {
            core.may(c -> C.cti_source_add(c, word, Callbacks.QUESTION,
                Callbacks.user(id)));
        } catch (CtiException refused) {
            drop(core, id);
            throw refused;
        }
    }

    private static void find(Core core, Source source, Lookup lookup)
            throws Exception {
        try {
            source.find(lookup);
        } catch (Throwable failed) {
            lookup.failed(core);
            throw failed;
        }
    }

    public void removeSource(String name) {
        byte[] word = Text.of(name, "the source's name");
        core.may(c -> C.cti_source_remove(c, word));
    }

    /** Who has that number? */
    public CompletableFuture<Identification> identify(String number) {
        byte[] text = Text.of(number, "the number");
        CompletableFuture<Identification> found = new CompletableFuture<>();
        long id = once(told -> found.complete((Identification) told),
            () -> found.completeExceptionally(CtiException.canceled()));
        try {
            core.may(c -> C.cti_identify(c, text, Callbacks.IDENTIFIED,
                Callbacks.user(id)));
        } catch (CtiException refused) {
            drop(core, id);
            throw refused;
        }
        return found;
    }

    /* A place for one answer. */
    private long once(java.util.function.Consumer<Object> take,
                      Runnable never) {
        Core own = core;
        long[] id = new long[1];
        id[0] = slot(told -> own.jobs.add(() -> {
            drop(own, id[0]);
            take.accept(told);
        }), never);
        return id[0];
    }

    /** The agent says which candidate of an open pop it is. */
    public void choose(String pop, String customer) {
        byte[] id = Text.of(pop, "the pop's id");
        byte[] who = Text.of(customer, "the customer's id");
        core.may(c -> C.cti_pop_choose(c, id, who));
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
        long id = once(told -> end.complete((Structs.RequestResult) told),
            () -> end.completeExceptionally(CtiException.canceled()));

        try {
            core.may(c -> C.cti_request_send(c, opts.at(), Callbacks.RESULT,
                Callbacks.user(id), ticket.at()));
            ticket.read();
        } catch (CtiException refused) {
            drop(core, id);
            throw refused;
        }
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

    /* Routes */

    /** Be asked where calls shall go, in place of whom was asked before. */
    public void onRoute(Router router) {
        onRoute(router, null, null);
    }

    /** Only for queues and dialled numbers that the patterns fit. */
    public void onRoute(Router router, String queues, String numbers) {
        Structs.RouteOpts opts = new Structs.RouteOpts();
        Core own = core;

        Objects.requireNonNull(router, "the router must not be null");
        opts.when = Generated.RouteReason.SWITCH | Generated.RouteReason.QUEUE
            | Generated.RouteReason.RING;
        opts.queues = Structs.keep(queues, "the pattern");
        opts.numbers = Structs.keep(numbers, "the pattern");
        opts.on_route = Callbacks.QUESTION;
        // Questions under way end with whom they began.
        long id = slot(told -> {
            Route route = Route.take(own, (Pointer) told);
            if (route != null) {
                own.jobs.add(() -> ask(router, route));
            }
        });
        opts.user = Callbacks.user(id);
        try {
            core.may(c -> C.cti_route_set(c, opts.at()));
        } catch (CtiException refused) {
            drop(core, id);
            throw refused;
        }
    }

    private static void ask(Router router, Route route) throws Exception {
        try {
            router.ask(route);
        } catch (Throwable failed) {
            route.failed();
            throw failed;
        }
    }

    /** Be asked no more. */
    public void noRoute() {
        core.may(c -> C.cti_route_set(c, null));
    }

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
