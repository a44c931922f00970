// SPDX-License-Identifier: MIT
package org.libcti;

import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Runs the tests and prints a line for each, as tests/run counts them. */
public final class RunTests extends RunListener {
    private boolean failed;

    @Override
    public void testStarted(Description test) {
        failed = false;
    }

    @Override
    public void testFailure(Failure failure) {
        failed = true;
        System.err.println(failure.getTestHeader() + "\n"
            + failure.getTrace());
    }

    @Override
    public void testFinished(Description test) {
        System.out.println((failed ? "FAIL " : "ok ") + "java-"
            + test.getTestClass().getSimpleName() + "-"
            + test.getMethodName());
    }

    public static void main(String[] arguments) {
        JUnitCore core = new JUnitCore();
        core.addListener(new RunTests());
        System.exit(core.run(JsonTest.class, TableTest.class, ClientTest.class,
            ClosingTest.class, BadInputTest.class, ReachedTest.class,
            JournalTest.class, ReportTest.class, ServiceTest.class,
            NumberTest.class, LookTest.class).wasSuccessful() ? 0 : 1);
    }
}
