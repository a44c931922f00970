// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import org.libcti.Generated.DiagnoseFlag;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.LinkState;

/** A link of a client, by its name: after remove() its calls fail. */
public final class Link {
    private final Client client;
    private final String name;

    Link(Client client, String name) {
        this.client = client;
        this.name = name;
    }

    /** In events. */
    public String name() {
        return name;
    }

    private <T> T ask(java.util.function.Function<Pointer, T> call) {
        return client.core.ask(c -> {
            Pointer link = C.cti_link_find(c, Text.of(name, "the name"));
            if (link == null) {
                throw new CtiException(ErrorCode.ENOENT,
                    "there is no link with the name " + name);
            }
            return call.apply(link);
        });
    }

    private void may(ToIntFunction<Pointer> call) {
        ask(link -> {
            int err = call.applyAsInt(link);
            if (err != 0) {
                throw new CtiException(err, C.text(C.cti_link_detail(link)));
            }
            return null;
        });
    }

    /** Where it stands. */
    public LinkState state() {
        return ask(link -> LinkState.of(C.cti_link_state(link)));
    }

    /** Why it is where it is, in a sentence; empty while all is well. */
    public String detail() {
        return ask(link -> C.text(C.cti_link_detail(link)));
    }

    /** Counters, all since it was added. */
    public LinkStats stats() {
        return ask(link -> {
            Structs.LinkStats out = new Structs.LinkStats();
            C.cti_link_stats_get(link, out.at());
            out.read();
            return new LinkStats(out);
        });
    }

    /** Look for what is wrong with it: waits until the link is up or has failed,
     * then asks the switch for its settings. Completes where events are told.
     */
    public CompletableFuture<Diagnosis> diagnose() {
        return diagnose(false);
    }

    /** As diagnose(); with a call that rings nowhere, to see whether the switch
     * tells of it. Other programs on the switch see it too. */
    public CompletableFuture<Diagnosis> diagnose(boolean call) {
        CompletableFuture<Diagnosis> end = new CompletableFuture<>();
        List<Finding> findings = new ArrayList<>();
        Core core = client.core;
        long[] id = new long[1];
        id[0] = core.slot(told -> {
            if (told instanceof Finding) {
                findings.add((Finding) told);
                return;
            }
            core.later(() -> {
                core.drop(id[0]);
                end(end, findings, (Integer) told);
            });
        }, () -> end.completeExceptionally(CtiException.canceled()));
        try {
            int flags = call ? DiagnoseFlag.CALL.value : 0;
            may(link -> C.cti_link_diagnose(link, flags, Callbacks.FINDING,
                Callbacks.DIAGNOSED, Callbacks.user(id[0])));
        } catch (CtiException refused) {
            core.drop(id[0]);
            throw refused.code() == ErrorCode.ESTATE.code
                ? new CtiException(ErrorCode.ESTATE, "the link " + name
                    + " plays a recording: there is nothing to look at")
                : refused;
        }
        return end;
    }

    private static void end(CompletableFuture<Diagnosis> end,
                            List<Finding> findings, int code) {
        if (code == ErrorCode.ECANCELED.code) {
            end.completeExceptionally(new CtiException(ErrorCode.ECANCELED,
                "the link was removed, or the client closed"));
        } else {
            end.complete(new Diagnosis(findings, code));
        }
    }

    /** Drop the connection and dial anew at once. */
    public void reconnect() {
        may(C::cti_link_reconnect);
    }

    /** End it for good. */
    public void remove() {
        ask(link -> {
            C.cti_link_remove(link);
            return null;
        });
    }

    /** The commands of the simulator's language: how each is written, a tab,
     * what it does. */
    public static List<String> simulatorHelp() {
        return Snapshot.all(C::cti_sim_help, C::text);
    }

    /** One command of the simulator's language, to a link `sim:`. */
    public void simulate(String command) {
        byte[] text = Text.of(command, "the command");
        may(link -> C.cti_sim_do(link, text));
    }

    /** Let the clock of a link `sim:...?clock=virtual` go on. */
    public void advance(Duration time) {
        may(link -> C.cti_sim_advance(link, Client.millis(time)));
    }
}
