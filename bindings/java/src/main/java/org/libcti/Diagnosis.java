// SPDX-License-Identifier: MIT
package org.libcti;

import java.util.List;
import org.libcti.Generated.ErrorCode;

/** What is wrong with a link, or with the switch behind it. */
public final class Diagnosis {
    private final List<Finding> findings;
    private final int code;

    Diagnosis(List<Finding> findings, int code) {
        this.findings = List.copyOf(findings);
        this.code = code;
    }

    /** In the order in which they were found. */
    public List<Finding> findings() {
        return findings;
    }

    /** Whether all was looked at; else error() says why not. */
    public boolean complete() {
        return code == 0;
    }

    /** ELINKDOWN (a finding says why), ETIMEDOUT (the switch has not answered
     * all questions) or null. */
    public ErrorCode error() {
        return ErrorCode.of(code);
    }
}
