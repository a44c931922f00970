// SPDX-License-Identifier: MIT
package org.libcti;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.libcti.Generated.ErrorCode;

/**
 * The thread that fetches for a listener and hands over to its executor, batch
 * by batch. It holds the client, which is not collected while it listens.
 */
final class Pump extends Thread {
    private final Client client;
    private final Core core;
    private final Executor executor;
    private final Listener listener;

    Pump(Client client, Executor executor, Listener listener) {
        super("libcti");
        setDaemon(true);
        this.client = client;
        this.core = client.core;
        this.executor = executor;
        this.listener = listener;
    }

    @Override
    public void run() {
        core.wake();
        core.turn.lock();
        try {
            while (!client.core.isClosed()) {
                int err = core.lines.isEmpty() && core.jobs.isEmpty()
                    ? core.fetch(-1) : 0;
                if (err == ErrorCode.ECANCELED.code) {
                    break;
                }
                deliver();
            }
        } finally {
            core.turn.unlock();
            execute(listener::onClosed);
        }
    }

    private void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException refused) {
            listener.onFailure(refused);
        }
    }

    private void deliver() {
        List<Core.Job> batch = new ArrayList<>();
        Core.Job job;
        String line;

        while ((job = core.jobs.poll()) != null) {
            batch.add(job);
        }
        while ((line = core.lines.poll()) != null) {
            Event event = new Event(line);
            batch.add(() -> listener.onEvent(event));
        }
        if (!batch.isEmpty()) {
            hand(batch);
        }
    }

    private void hand(List<Core.Job> batch) {
        CountDownLatch done = new CountDownLatch(1);

        try {
            executor.execute(() -> {
                try {
                    work(batch);
                } finally {
                    done.countDown();
                }
            });
        } catch (RuntimeException refused) {
            listener.onFailure(refused);
            return;
        }
        // An executor that was shut down never gets there: close() ends that.
        try {
            while (!core.isClosed() && !done.await(1, TimeUnit.SECONDS)) {
                continue;
            }
        } catch (InterruptedException end) {
            client.close();
        }
    }

    private void work(List<Core.Job> batch) {
        for (Core.Job job : batch) {
            if (core.isClosed()) {
                return;
            }
            try {
                job.run();
            } catch (Throwable thrown) {
                report(thrown);
            }
        }
    }

    private void report(Throwable thrown) {
        try {
            listener.onFailure(thrown);
        } catch (Throwable again) {
            Client.LOG.log(System.Logger.Level.WARNING,
                "libcti: onFailure has failed", again);
        }
    }
}
