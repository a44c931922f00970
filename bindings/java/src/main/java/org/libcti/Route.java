// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.Identity;

/**
 * Where shall this call go? Answer at once or later, once, on any thread. One
 * that nobody holds any more takes the default.
 */
public final class Route {
    private static final class Owed implements Core.Debt, Runnable {
        private final Core core;
        private final Pointer route;

        Owed(Core core, Pointer route) {
            this.core = core;
            this.route = route;
        }

        @Override
        public void settle() {
            if (core.debts.remove(this)) {
                C.cti_route_default(route);
            }
        }

        @Override
        public void run() {
            answer(null);
        }

        /** Null is the default. */
        int answer(byte[] to) {
            if (core.enter() == null) {
                return ErrorCode.ECANCELED.code;
            }
            try {
                if (!core.debts.remove(this)) {
                    return ErrorCode.ESTATE.code;
                }
                int err = to == null ? C.cti_route_default(route)
                    : C.cti_route_to(route, to);
                if (err == ErrorCode.EINVAL.code && to != null) {
                    core.debts.add(this);
                }
                return err;
            } finally {
                core.leave();
            }
        }
    }

    private final Owed owed;
    private final int reason;
    private final String call;
    private final String link;
    private final String caller;
    private final String callerName;
    private final String dnis;
    private final String queue;
    private final String device;
    private final boolean withheld;
    private final Duration deadline;
    private final Identity identity;
    private final List<Customer> customers = new ArrayList<>();
    private final Map<String, String> data = new LinkedHashMap<>();

    private Route(Owed owed) {
        Pointer from = owed.route;
        Pointer one;

        this.owed = owed;
        reason = C.cti_route_reason(from);
        call = C.text(C.cti_route_call(from));
        link = C.text(C.cti_route_link(from));
        caller = C.text(C.cti_route_caller(from));
        callerName = C.text(C.cti_route_caller_name(from));
        dnis = C.text(C.cti_route_dnis(from));
        queue = C.text(C.cti_route_queue(from));
        device = C.text(C.cti_route_device(from));
        withheld = C.cti_route_withheld(from) != 0;
        deadline = Duration.ofMillis(
            Integer.toUnsignedLong(C.cti_route_deadline_ms(from)));
        identity = Identity.of(C.cti_route_identity(from));
        for (int i = 0; (one = C.cti_route_customer(from, new C.SizeT(i)))
                != null; i++) {
            customers.add(Customer.read(one));
        }
        for (int i = 0; (one = C.cti_route_pair(from, new C.SizeT(i)))
                != null; i++) {
            Structs.Pair pair = new Structs.Pair(one);
            data.put(C.text(pair.key), C.text(pair.value));
        }
    }

    /** Inside a callback of C. Null if the client is being closed. */
    static Route take(Core core, Pointer route) {
        Owed owed = new Owed(core, route);
        core.debts.add(owed);
        if (core.isClosed()) {
            owed.settle();
            return null;
        }
        Route asked = new Route(owed);
        Client.CLEANER.register(asked, owed);
        return asked;
    }

    /** One bit of RouteReason. */
    public int reason() {
        return reason;
    }

    /** Id of the call. */
    public String call() {
        return call;
    }

    /** Name of the link. */
    public String link() {
        return link;
    }

    /** Who calls; empty if withheld. */
    public String caller() {
        return caller;
    }

    /** As the switch has it; or empty. */
    public String callerName() {
        return callerName;
    }

    /** The number first dialled. */
    public String dnis() {
        return dnis;
    }

    /** The queue it waits in or rings for; or empty. */
    public String queue() {
        return queue;
    }

    /** The one that rings; else empty. */
    public String device() {
        return device;
    }

    /** Whether the caller withheld the number. */
    public boolean withheld() {
        return withheld;
    }

    /** How long there is for the answer, from when it was asked. */
    public Duration deadline() {
        return deadline;
    }

    /** How sure it is who calls. */
    public Identity identity() {
        return identity;
    }

    /** Who calls, best first. */
    public List<Customer> customers() {
        return Collections.unmodifiableList(customers);
    }

    /** The call's data. */
    public Map<String, String> data() {
        return Collections.unmodifiableMap(data);
    }

    /** Send the call there; the question is over, unless that is no number. */
    public void to(String number) {
        said(owed.answer(Text.of(number, "the number")));
    }

    /** The call takes the default. */
    public void byDefault() {
        said(owed.answer(null));
    }

    private static void said(int err) {
        if (err != 0) {
            throw new CtiException(err, "");
        }
    }

    void failed() {
        owed.answer(null);
    }
}
