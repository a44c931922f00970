// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.function.ToIntFunction;
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

    public LinkState state() {
        return ask(link -> LinkState.of(C.cti_link_state(link)));
    }

    /** Why it is where it is, in a sentence; empty while all is well. */
    public String detail() {
        return ask(link -> C.text(C.cti_link_detail(link)));
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
