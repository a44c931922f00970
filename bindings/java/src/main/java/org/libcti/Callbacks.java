// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What C calls: one function a kind, for all clients. They run inside
 * cti_poll_json() or cti_client_close(), copy what they are told, and leave the
 * rest for later.
 */
final class Callbacks {
    /** Takes what C tells, while C waits. */
    interface Slot {
        void tell(Object told);
    }

    /** cti_log_fn */
    public interface LogFn extends Callback {
        void invoke(int level, Pointer text, Pointer user);
    }

    /** cti_lookup_fn, cti_route_fn: a client, a question, a user. */
    public interface QuestionFn extends Callback {
        void invoke(Pointer client, Pointer question, Pointer user);
    }

    /** cti_request_fn */
    public interface RequestFn extends Callback {
        void invoke(Pointer client, Pointer result, Pointer user);
    }

    /** cti_identified_fn */
    public interface IdentifiedFn extends Callback {
        void invoke(Pointer client, int identity, Pointer candidates,
                    C.SizeT count, Pointer user);
    }

    private static final Map<Long, Slot> SLOTS = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();

    // Held for ever: C may call them as long as there are clients.
    private static final LogFn ON_LOG = (level, text, user) ->
        pass(user, new LogLine(level, C.text(text)));
    private static final QuestionFn ON_QUESTION = (client, question, user) ->
        pass(user, question);
    private static final RequestFn ON_RESULT = (client, result, user) ->
        pass(user, new Structs.RequestResult(result));
    private static final IdentifiedFn ON_IDENTIFIED =
        (client, identity, found, count, user) ->
            pass(user, new Identification(identity, customers(found, count)));

    static final Pointer LOG = CallbackReference.getFunctionPointer(ON_LOG);
    static final Pointer QUESTION =
        CallbackReference.getFunctionPointer(ON_QUESTION);
    static final Pointer RESULT =
        CallbackReference.getFunctionPointer(ON_RESULT);
    static final Pointer IDENTIFIED =
        CallbackReference.getFunctionPointer(ON_IDENTIFIED);

    static final class LogLine {
        final int level;
        final String text;

        LogLine(int level, String text) {
            this.level = level;
            this.text = text;
        }
    }

    private Callbacks() {
    }

    static long open(Slot slot) {
        long id = LAST.incrementAndGet();
        SLOTS.put(id, slot);
        return id;
    }

    static void close(long id) {
        SLOTS.remove(id);
    }

    /** Places that are taken; 0 when every client is closed. */
    static int taken() {
        return SLOTS.size();
    }

    static Pointer user(long id) {
        return Pointer.createConstant(id);
    }

    private static void pass(Pointer user, Object told) {
        try {
            Slot slot = SLOTS.get(Pointer.nativeValue(user));
            if (slot != null) {
                slot.tell(told);
            }
        } catch (Throwable broken) {
            // Nothing may cross C's frames; this is the binding's own fault.
            Client.LOG.log(System.Logger.Level.ERROR, "libcti: ", broken);
        }
    }

    private static List<Customer> customers(Pointer found, C.SizeT count) {
        List<Customer> list = new ArrayList<>();
        for (int i = 0; i < count.intValue(); i++) {
            list.add(Customer.read(found.getPointer(
                (long) i * com.sun.jna.Native.POINTER_SIZE)));
        }
        return list;
    }
}
