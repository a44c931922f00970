// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Pointer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.libcti.Generated.AgentState;
import org.libcti.Generated.LegState;

/** What is so now: a picture that never changes and holds nothing of C's. */
public final class Snapshot {
    private final List<Call> calls;
    private final List<Device> devices;
    private final List<Agent> agents;
    private final List<Queue> queues;

    Snapshot(Pointer from) {
        calls = all(i -> C.cti_snapshot_call(from, i), Call::new);
        devices = all(i -> C.cti_snapshot_device(from, i), Device::new);
        agents = all(i -> C.cti_snapshot_agent(from, i), Agent::new);
        queues = all(i -> C.cti_snapshot_queue(from, i), Queue::new);
    }

    static <T> List<T> all(Function<C.SizeT, Pointer> at,
                                   Function<Pointer, T> read) {
        List<T> list = new ArrayList<>();
        Pointer one;
        for (int i = 0; (one = at.apply(new C.SizeT(i))) != null; i++) {
            list.add(read.apply(one));
        }
        return Collections.unmodifiableList(list);
    }

    /** Oldest first. */
    public List<Call> calls() {
        return calls;
    }

    /** The call of that id; null if there is none. */
    public Call call(String id) {
        for (Call one : calls) {
            if (one.id.equals(id)) {
                return one;
            }
        }
        return null;
    }

    /** Those that were seen. */
    public List<Device> devices() {
        return devices;
    }

    /** Those that were seen. */
    public List<Agent> agents() {
        return agents;
    }

    /** Where calls wait, or agents are members. */
    public List<Queue> queues() {
        return queues;
    }

    /** A call and who takes part. */
    public static final class Call {
        /** The same in every event of it. */
        public final String id;
        /** Name of the link that told of it. */
        public final String link;
        /** "inbound", "outbound" or "internal". */
        public final String direction;
        /** Who began it; empty if withheld or unknown. */
        public final String caller;
        /** As first known; or empty. */
        public final String callerName;
        /** The number first dialled. */
        public final String dnis;
        /** The queue it waits in; or empty. */
        public final String queue;
        /** Id of the call that this one consults for; or empty. */
        public final String consultOf;
        /** Whether the caller withheld the number. */
        public final boolean withheld;
        /** When it began. */
        public final Instant began;
        /** When it entered the queue it waits in; null: it is in none. */
        public final Instant queued;
        /** Oldest first. */
        public final List<Leg> legs;

        Call(Pointer from) {
            id = C.text(C.cti_call_id(from));
            link = C.text(C.cti_call_link(from));
            direction = C.text(C.cti_call_direction(from));
            caller = C.text(C.cti_call_caller(from));
            callerName = C.text(C.cti_call_caller_name(from));
            dnis = C.text(C.cti_call_dnis(from));
            queue = C.text(C.cti_call_queue(from));
            consultOf = C.text(C.cti_call_consult_of(from));
            withheld = C.cti_call_withheld(from) != 0;
            began = Instant.EPOCH.plus(C.cti_call_began_us(from),
                ChronoUnit.MICROS);
            queued = Times.moment(C.cti_call_queued_us(from));
            legs = all(i -> C.cti_call_leg(from, i), Leg::new);
        }
    }

    /** One party of a call. */
    public static final class Leg {
        /** Extension or outside number. */
        public final String device;
        /** The other party as this device sees it. */
        public final String remote;
        /** What was dialled to reach this device. */
        public final String called;
        /** Where it stands. */
        public final LegState state;
        /** Whether it is an extension. */
        public final boolean watched;

        Leg(Pointer from) {
            device = C.text(C.cti_leg_device(from));
            remote = C.text(C.cti_leg_remote(from));
            called = C.text(C.cti_leg_called(from));
            state = LegState.of(C.cti_leg_state(from));
            watched = C.cti_leg_is_watched(from) != 0;
        }
    }

    /** A telephone. */
    public static final class Device {
        /** "1001". */
        public final String number;
        /** How many are live. */
        public final long legs;

        Device(Pointer from) {
            number = C.text(C.cti_device_number(from));
            legs = C.cti_device_legs(from).longValue();
        }
    }

    /** Somebody who takes calls of queues. */
    public static final class Agent {
        /** The name that the switch knows. */
        public final String id;
        /** Where the agent sits; empty if unknown. */
        public final String device;
        /** Why the agent is not ready; or empty. */
        public final String reason;
        /** What the agent does. */
        public final AgentState state;
        /** Since when; null if that was not seen. */
        public final Instant since;
        /** Of which the agent is a member. */
        public final List<String> queues;

        Agent(Pointer from) {
            id = C.text(C.cti_agent_id(from));
            device = C.text(C.cti_agent_device(from));
            reason = C.text(C.cti_agent_reason(from));
            state = AgentState.of(C.cti_agent_state(from));
            since = Times.moment(C.cti_agent_since_us(from));
            queues = all(i -> C.cti_agent_queue(from, i), C::text);
        }
    }

    /** A queue, with how many wait and work. */
    public static final class Queue {
        /** As the switch calls it. */
        public final String name;
        /** Calls that wait. */
        public final long waiting;
        /** When the one came that has waited longest; null: none waits. */
        public final Instant oldest;
        /** Logged in to it. */
        public final long agents;
        /** Ready for a call. */
        public final long ready;

        Queue(Pointer from) {
            name = C.text(C.cti_queue_name(from));
            waiting = C.cti_queue_waiting(from).longValue();
            oldest = Times.moment(C.cti_queue_oldest_us(from));
            agents = C.cti_queue_agents(from).longValue();
            ready = C.cti_queue_ready(from).longValue();
        }
    }
}
