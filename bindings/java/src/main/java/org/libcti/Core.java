// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.libcti.Generated.ErrorCode;

/**
 * The client in C, and who is inside it: it is closed when nobody is, so that
 * no handle is used after its end. It knows nothing of Client, which may be
 * collected while C still works for it.
 *
 * What C calls back is written down as a job, and done when the call into C has
 * returned: no code of the application runs below C, none of it keeps others
 * from closing.
 */
final class Core implements Runnable {
    /** What C says that is about one question: done, or never to come. */
    interface Job {
        void run() throws Exception;
    }

    /** What C waits for, and will get at the client's end if not before. */
    interface Debt {
        void settle();
    }

    private static final int MOST = 1000;

    /** Who polls. */
    final ReentrantLock turn = new ReentrantLock();
    final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
    final Deque<String> lines = new ArrayDeque<>();
    final Set<Debt> debts = ConcurrentHashMap.newKeySet();
    /** What C may call back, and what to do if it never does. */
    final Map<Long, Runnable> slots = new ConcurrentHashMap<>();
    /** Where C writes a pointer and a length; of the one who polls. */
    private final Memory out = new Memory(16);

    /** Counts what is fetched; null: nobody does. */
    volatile Report report;

    private Pointer client;
    private int users;
    private boolean closed;
    private boolean ended;

    void open(Pointer made) {
        client = made;
    }

    /** Null once it is closed; each success wants a leave(). */
    synchronized Pointer enter() {
        if (closed) {
            return null;
        }
        users++;
        return client;
    }

    synchronized void leave() {
        if (--users == 0) {
            notifyAll();
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** A place for what C calls back, until the client's end. */
    long slot(Callbacks.Slot slot) {
        return slot(slot, () -> { });
    }

    long slot(Callbacks.Slot slot, Runnable never) {
        long id = Callbacks.open(slot);
        slots.put(id, never);
        return id;
    }

    void drop(long id) {
        Callbacks.close(id);
        slots.remove(id);
    }

    /** A place for one answer. */
    long once(java.util.function.Consumer<Object> take, Runnable never) {
        long[] id = new long[1];
        id[0] = slot(told -> later(() -> {
            drop(id[0]);
            take.accept(told);
        }), never);
        return id[0];
    }

    /** A call that C answers to that place later, or refuses now. */
    void ask(long slot, ToIntFunction<Pointer> call) {
        try {
            may(call);
        } catch (CtiException refused) {
            drop(slot);
            throw refused;
        }
    }

    /** One call into C; what fails is an exception with C's sentence. */
    void may(ToIntFunction<Pointer> call) {
        ask(c -> {
            int err = call.applyAsInt(c);
            if (err != 0) {
                throw new CtiException(err, C.text(C.cti_client_detail(c)));
            }
            return null;
        });
    }

    /** One stay inside. */
    <T> T ask(java.util.function.Function<Pointer, T> call) {
        Pointer c = enter();
        if (c == null) {
            throw CtiException.closed();
        }
        try {
            return call.apply(c);
        } finally {
            leave();
        }
    }

    /** Of what C calls back: done by whoever polls. C itself waits on when it
     * has called, and what its call asked for would wait with it. */
    void later(Job job) {
        jobs.add(job);
        wake();
    }

    /** All that waits: jobs by callbacks, and lines. 0, or C's error. */
    int fetch(int timeout) {
        Pointer c = enter();
        if (c == null) {
            return ErrorCode.ECANCELED.code;
        }
        try {
            Report counts = report;
            if (counts != null) {
                return counted(c, timeout, counts);
            }
            Pointer length = out.share(8);
            int err = C.cti_poll_json(c, timeout, new C.SizeT(MOST), out,
                length);
            if (err == 0) {
                split(C.take(out.getPointer(0), size(length)));
            }
            return err;
        } finally {
            leave();
        }
    }

    /** One by one: a report wants them as C has them. */
    private int counted(Pointer c, int timeout, Report counts) {
        int err = C.cti_poll(c, timeout, out);
        if (err != 0) {
            return err;
        }
        Pointer event = out.getPointer(0);
        try {
            lines.add(json(event));
            counts.count(event);
        } catch (CtiException failed) {
            // Said once: it would not count the next one either.
            report = null;
            jobs.add(() -> {
                throw failed;
            });
        } finally {
            C.cti_event_unref(event);
        }
        return 0;
    }

    private String json(Pointer event) {
        Pointer length = out.share(8);
        int err = C.cti_event_json(event, out, length);
        if (err != 0) {
            throw new CtiException(err, "");
        }
        return C.take(out.getPointer(0), size(length));
    }

    static int size(Pointer at) {
        return Native.SIZE_T_SIZE == 8 ? (int) at.getLong(0) : at.getInt(0);
    }

    private void split(String text) {
        int from = 0;
        for (int end; (end = text.indexOf('\n', from)) >= 0; from = end + 1) {
            lines.add(text.substring(from, end));
        }
    }

    void wake() {
        Pointer c = enter();
        if (c != null) {
            C.cti_wake(c);
            leave();
        }
    }

    /** For the collector. */
    @Override
    public void run() {
        close();
    }

    /** Ends everything; returns when it has ended. */
    void close() {
        Pointer mine = null;
        boolean interrupted = false;

        synchronized (this) {
            if (!closed) {
                closed = true;
                mine = client;
                if (mine != null && users > 0) {
                    C.cti_wake(mine);
                }
            }
            while (mine != null ? users > 0 : client != null && !ended) {
                try {
                    wait();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        }
        if (mine != null) {
            end(mine);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(Pointer mine) {
        for (Debt debt : debts) {
            debt.settle();
        }
        C.cti_client_close(mine);
        synchronized (this) {
            ended = true;
            notifyAll();
        }
        // What C said last, and what it will never say.
        for (Map.Entry<Long, Runnable> slot : slots.entrySet()) {
            Callbacks.close(slot.getKey());
            slot.getValue().run();
        }
        slots.clear();
    }
}
