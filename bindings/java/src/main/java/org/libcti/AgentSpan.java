// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;
import java.util.List;

/** How long an agent was in a state. */
public final class AgentSpan {
    /** The agent, or the extension where nobody has a name. */
    public final String agent;
    /** "ready", "not-ready", "busy" or "wrapup". */
    public final String state;
    /** Of not-ready; else empty. */
    public final String reason;
    /** When it began. */
    public final Instant began;
    /** When it ended; never before it began. */
    public final Instant ended;

    /** One to count in a report. */
    public AgentSpan(String agent, String state, String reason, Instant began,
                     Instant ended) {
        this.agent = agent;
        this.state = state;
        this.reason = reason;
        this.began = began;
        this.ended = ended;
    }

    AgentSpan(Structs.AgentSpan from) {
        this(C.text(from.agent), C.text(from.state), C.text(from.reason),
            Times.moment(from.from_us), Times.moment(from.to_us));
    }

    Structs.AgentSpan make(List<Object> kept) {
        Structs.AgentSpan span = new Structs.AgentSpan();
        span.agent = Structs.keep(agent, "the agent");
        span.state = Structs.keep(state, "the agent's state");
        span.reason = Structs.keep(reason, "the reason");
        span.from_us = Times.micros(began);
        span.to_us = Times.micros(ended);
        kept.add(span);
        return span;
    }
}
