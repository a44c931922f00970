// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** The part of a client that asks: who calls, and where calls go. */
abstract class Asked extends Keeps {
    /** Says who it is: answers the lookup, at once or later. */
    public interface Source {
        /** May throw anything: then nobody is known. */
        void find(Lookup lookup) throws Exception;
    }

    /** Says where a call goes: answers the route, at once or later. */
    public interface Router {
        /** May throw anything: then the call takes the default. */
        void ask(Route route) throws Exception;
    }

    /* Sources of customers */

    /** A CSV or vCard file. */
    public void addCsv(String name, String path) {
        byte[] word = Text.of(name, "the source's name");
        byte[] file = Text.of(path, "the path");
        core.may(c -> C.cti_source_add_csv(c, word, file));
    }

    /** An SQLite file, as Directory.build() makes it. */
    public void addSqlite(String name, String path) {
        byte[] word = Text.of(name, "the source's name");
        byte[] file = Text.of(path, "the path");
        core.may(c -> C.cti_source_add_sqlite(c, word, file));
    }

    private static Memory row(Map<String, String> settings,
                              List<Object> kept, String what) {
        List<String> row = new ArrayList<>();
        settings.forEach((key, value) -> {
            row.add(key);
            row.add(value);
        });
        return Request.array(row, kept, what);
    }

    /** A web service; the preset is a name or a file's path. */
    public void addHttp(String name, String preset, String base, String user,
                        String secret, Map<String, String> settings) {
        byte[] word = Text.of(name, "the source's name");
        List<Object> kept = new ArrayList<>();
        Structs.HttpSourceOpts opts = new Structs.HttpSourceOpts();
        String what = "an option of the source";

        opts.preset = Structs.keep(preset, what);
        opts.base = Structs.keep(base, what);
        opts.user = Structs.keep(user, what);
        opts.secret = Structs.keep(secret, what);
        opts.settings = row(settings, kept, what);
        core.may(c -> C.cti_source_add_http(c, word, opts.at()));
        Reference.reachabilityFence(kept);
    }

    /** A directory, asked over LDAP. The settings are those of the preset (null:
     * "ldap"): scope, filter, start_tls, ... */
    public void addLdap(String name, String preset, String base,
                        String searchBase, String user, String secret,
                        Map<String, String> settings) {
        byte[] word = Text.of(name, "the source's name");
        List<Object> kept = new ArrayList<>();
        Structs.LdapSourceOpts opts = new Structs.LdapSourceOpts();
        String what = "an option of the source";

        opts.preset = Structs.keep(preset, what);
        opts.base = Structs.keep(base, what);
        opts.search_base = Structs.keep(searchBase, what);
        opts.user = Structs.keep(user, what);
        opts.secret = Structs.keep(secret, what);
        opts.settings = row(settings, kept, what);
        core.may(c -> C.cti_source_add_ldap(c, word, opts.at()));
        Reference.reachabilityFence(kept);
    }

    /** The program itself says who a number belongs to. */
    public void addSource(String name, Source source) {
        byte[] word = Text.of(name, "the source's name");
        Objects.requireNonNull(source, "the source must not be null");
        Core own = core;
        long id = core.slot(told -> {
            Lookup lookup = Lookup.take(own, (Pointer) told);
            if (lookup != null) {
                own.later(() -> find(own, source, lookup));
            }
        });
        core.ask(id, c -> C.cti_source_add(c, word, Callbacks.QUESTION,
            Callbacks.user(id)));
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

    /** Ask it no more. */
    public void removeSource(String name) {
        byte[] word = Text.of(name, "the source's name");
        core.may(c -> C.cti_source_remove(c, word));
    }

    /** Read the file of a source again. Completes with how many customers there
     * are now (0 of SQLite), or why the old content stays. */
    public CompletableFuture<Long> reloadSource(String name) {
        byte[] word = Text.of(name, "the source's name");
        CompletableFuture<Long> end = new CompletableFuture<>();
        long id = core.once(told -> {
            Callbacks.Reloaded said = (Callbacks.Reloaded) told;
            if (said.error != 0) {
                end.completeExceptionally(
                    new CtiException(said.error, said.detail));
            } else {
                end.complete(said.customers);
            }
        }, () -> end.completeExceptionally(CtiException.canceled()));
        core.ask(id, c -> C.cti_source_reload(c, word, Callbacks.RELOADED,
            Callbacks.user(id)));
        return end;
    }

    /** How far the reading of a file has come that another thread is adding;
     * both are 0 while none is read. */
    public Progress sourceProgress() {
        return core.ask(c -> {
            Memory out = new Memory(16);
            C.cti_source_progress(c, out, out.share(8));
            return new Progress(out.getLong(0), out.getLong(8));
        });
    }

    /* Identification */

    /** Who has that number? */
    public CompletableFuture<Identification> identify(String number) {
        return identify(Objects.requireNonNull(number,
            "the number must not be null"), Map.of());
    }

    /** Who is it that has a number (null: withheld) and such data in his call?
     * Names that identify.data lists count. */
    public CompletableFuture<Identification> identify(
            String number, Map<String, String> data) {
        List<Object> kept = new ArrayList<>();
        Structs.IdentifyOpts opts = new Structs.IdentifyOpts();
        opts.number = Structs.keep(number, "the number");
        opts.data = row(data, kept, "the call's data");
        CompletableFuture<Identification> found = new CompletableFuture<>();
        long id = core.once(told -> found.complete((Identification) told),
            () -> found.completeExceptionally(CtiException.canceled()));
        core.ask(id, c -> C.cti_identify_with(c, opts.at(),
            Callbacks.IDENTIFIED, Callbacks.user(id)));
        Reference.reachabilityFence(kept);
        return found;
    }

    /** Forget what is cached of a number; null: of all. */
    public void forget(String number) {
        byte[] text = Text.maybe(number, "the number");
        core.ask(c -> {
            C.cti_identify_forget(c, text);
            return null;
        });
    }

    /** Forget what agents have taught of a number by choose(); null: of all. */
    public void unlearn(String number) {
        byte[] text = Text.maybe(number, "the number");
        int err = core.ask(c -> C.cti_identify_unlearn(c, text));
        if (err != 0) {
            throw new CtiException(err,
                err == Generated.ErrorCode.ESTATE.code
                ? "nothing is learned; set identify.learned_file first" : "");
        }
    }

    /** A customer's record has changed: ask anew for the calls that show it. */
    public void invalidate(String customer) {
        byte[] id = Text.of(customer, "the customer's id");
        core.ask(c -> {
            C.cti_customer_invalidate(c, id);
            return null;
        });
    }

    /** The agent says which candidate of an open pop it is. */
    public void choose(String pop, String customer) {
        byte[] id = Text.of(pop, "the pop's id");
        byte[] who = Text.of(customer, "the customer's id");
        core.may(c -> C.cti_pop_choose(c, id, who));
    }

    /* Routes */

    /** Be asked where calls shall go, in place of whom was asked before. */
    public void onRoute(Router router) {
        onRoute(router, RouteOptions.all());
    }

    /** Only for queues and dialled numbers that the patterns fit. */
    public void onRoute(Router router, String queues, String numbers) {
        onRoute(router, RouteOptions.all().queues(queues).numbers(numbers));
    }

    /** Only when and how the options say. */
    public void onRoute(Router router, RouteOptions options) {
        Objects.requireNonNull(router, "the router must not be null");
        Structs.RouteOpts opts = options.make();
        Core own = core;
        // Questions under way end with whom they began.
        long id = core.slot(told -> {
            if (told instanceof RouteResult) {
                own.later(() -> options.tell((RouteResult) told));
                return;
            }
            Route route = Route.take(own, (Pointer) told);
            if (route != null) {
                own.later(() -> ask(router, route));
            }
        });
        opts.user = Callbacks.user(id);
        core.ask(id, c -> C.cti_route_set(c, opts.at()));
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
}
