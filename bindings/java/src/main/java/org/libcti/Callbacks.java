// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
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

        /** Whether C shall go on with the next. */
        default boolean stopped() {
            return false;
        }
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

    /** cti_diagnosed_fn */
    public interface DiagnosedFn extends Callback {
        void invoke(Pointer client, int error, Pointer user);
    }

    /** cti_reloaded_fn */
    public interface ReloadedFn extends Callback {
        void invoke(Pointer client, int error, long customers,
                    Pointer detail, Pointer user);
    }

    /** cti_routed_fn */
    public interface RoutedFn extends Callback {
        void invoke(Pointer client, Pointer route, Pointer result,
                    Pointer user);
    }

    /** cti_contact_fn, cti_agent_span_fn, cti_journal_letter_fn: one of
     * many. */
    public interface EachFn extends Callback {
        int invoke(Pointer one, Pointer user);
    }

    /** cti_number_step_fn */
    public interface StepFn extends Callback {
        void invoke(Pointer user, Pointer step);
    }

    /** cti_progress_fn */
    public interface ProgressFn extends Callback {
        void invoke(long done, long total, Pointer user);
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
    private static final QuestionFn ON_IDENTIFIED = (client, found, user) ->
        pass(user, new Identification(found));
    private static final QuestionFn ON_FINDING = (client, finding, user) ->
        pass(user, new Finding(new Structs.Finding(finding)));
    private static final DiagnosedFn ON_DIAGNOSED = (client, error, user) ->
        pass(user, error);
    private static final QuestionFn ON_STEP = (client, step, user) ->
        pass(user, new TraceStep(new Structs.Trace(step)));
    private static final ReloadedFn ON_RELOADED =
        (client, error, customers, detail, user) -> pass(user,
            new Reloaded(error, customers, C.text(detail)));
    private static final RoutedFn ON_ROUTED =
        (client, route, result, user) -> pass(user,
            new RouteResult(route, new Structs.RouteResult(result)));
    private static final EachFn ON_EACH = (one, user) -> {
        pass(user, one);
        Slot slot = SLOTS.get(Pointer.nativeValue(user));
        return slot == null || slot.stopped() ? 1 : 0;
    };
    private static final StepFn ON_NUMBER_STEP = (user, step) ->
        pass(user, step);
    private static final ProgressFn ON_PROGRESS = (done, total, user) ->
        pass(user, new Progress(done, total));

    static final Pointer LOG = CallbackReference.getFunctionPointer(ON_LOG);
    static final Pointer QUESTION =
        CallbackReference.getFunctionPointer(ON_QUESTION);
    static final Pointer RESULT =
        CallbackReference.getFunctionPointer(ON_RESULT);
    static final Pointer IDENTIFIED =
        CallbackReference.getFunctionPointer(ON_IDENTIFIED);

    static final Pointer FINDING =
        CallbackReference.getFunctionPointer(ON_FINDING);
    static final Pointer DIAGNOSED =
        CallbackReference.getFunctionPointer(ON_DIAGNOSED);
    static final Pointer STEP = CallbackReference.getFunctionPointer(ON_STEP);
    static final Pointer RELOADED =
        CallbackReference.getFunctionPointer(ON_RELOADED);
    static final Pointer ROUTED =
        CallbackReference.getFunctionPointer(ON_ROUTED);
    static final Pointer EACH = CallbackReference.getFunctionPointer(ON_EACH);
    static final Pointer NUMBER_STEP =
        CallbackReference.getFunctionPointer(ON_NUMBER_STEP);
    static final Pointer PROGRESS =
        CallbackReference.getFunctionPointer(ON_PROGRESS);

    static final class Reloaded {
        final int error;
        final long customers;
        final String detail;

        Reloaded(int error, long customers, String detail) {
            this.error = error;
            this.customers = customers;
            this.detail = detail;
        }
    }

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
}
