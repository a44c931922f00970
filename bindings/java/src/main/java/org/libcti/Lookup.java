// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * The application is asked who it is. Answer at once or later, once, on any
 * thread. One that nobody holds any more says that nobody is known.
 */
public final class Lookup {
    /** What C waits for; it does not hold the lookup, which may be collected. */
    private static final class Owed implements Core.Debt, Runnable {
        private final Core core;
        private final Pointer lookup;

        Owed(Core core, Pointer lookup) {
            this.core = core;
            this.lookup = lookup;
        }

        /** At the client's end, when nobody else is inside. */
        @Override
        public void settle() {
            if (core.debts.remove(this)) {
                C.cti_lookup_answer(lookup, null, new C.SizeT(0));
            }
        }

        @Override
        public void run() {
            answer(List.of());
        }

        void answer(List<Pointer> made) {
            if (core.enter() == null) {
                return;
            }
            try (Memory list = new Memory(
                    (made.size() + 1L) * Native.POINTER_SIZE)) {
                if (!core.debts.remove(this)) {
                    return;
                }
                for (int i = 0; i < made.size(); i++) {
                    list.setPointer((long) i * Native.POINTER_SIZE,
                        made.get(i));
                }
                C.cti_lookup_answer(lookup, list, new C.SizeT(made.size()));
            } finally {
                core.leave();
            }
        }
    }

    private final Owed owed;
    private final String text;
    private final String field;
    private final PhoneNumber number;

    private Lookup(Owed owed) {
        this.owed = owed;
        text = C.text(C.cti_lookup_text(owed.lookup));
        field = C.text(C.cti_lookup_field(owed.lookup));
        number = field.isEmpty() ? new PhoneNumber(new Structs.Number(
            C.cti_lookup_number(owed.lookup))) : null;
    }

    /** Inside a callback of C. Null if the client is being closed. */
    static Lookup take(Core core, Pointer lookup) {
        Owed owed = new Owed(core, lookup);
        core.debts.add(owed);
        if (core.isClosed()) {
            owed.settle();
            return null;
        }
        Lookup asked = new Lookup(owed);
        Client.CLEANER.register(asked, owed);
        return asked;
    }

    /** The number as it arrived, or the value of field(). */
    public String text() {
        return text;
    }

    /** Empty if a number is asked for. */
    public String field() {
        return field;
    }

    /** The number taken apart; null if a field's value is asked for. */
    public PhoneNumber number() {
        return number;
    }

    /** Those who fit, best first; none if nobody is known. */
    public void answer(Customer... found) {
        answer(List.of(found));
    }

    /** As answer(Customer...). A second answer is not heard. */
    public void answer(List<Customer> found) {
        List<Pointer> made = new ArrayList<>();
        try {
            for (Customer one : found) {
                made.add(one.make());
            }
            owed.answer(made);
        } finally {
            made.forEach(C::cti_customer_unref);
        }
    }

    /** To have failed is no answer that may be remembered. */
    void failed(Core core) {
        answer();
        Pointer client = field.isEmpty() ? core.enter() : null;
        if (client != null) {
            try {
                C.cti_identify_forget(client, Text.of(text, "the number"));
            } finally {
                core.leave();
            }
        }
    }
}
