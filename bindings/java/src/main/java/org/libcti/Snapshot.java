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

    private static <T> List<T> all(Function<C.SizeT, Pointer> at,
                                   Function<Pointer, T> read) {
        List<T> list = new ArrayList<>();
        Pointer one;
        for (int i = 0; (one = at.apply(new C.SizeT(i))) != null; i++) {
            list.add(read.apply(one));
        }
        return Collections.unmodifiableList(list);
    }

    public List<Call> calls() {
        return calls;
    }

    public List<Device> devices() {
        return devices;
    }

    public List<Agent> agents() {
        return agents;
    }

    public List<Queue> queues() {
        return queues;
    }

    /** A call and who takes part. */
    public static final class Call {
        public final String id;
        public final String link;
        public final String direction;
        public final String caller;
        public final String callerName;
        public final String dnis;
        public final String queue;
        public final Instant began;
        public final List<Leg> legs;

        Call(Pointer from) {
            id = C.text(C.cti_call_id(from));
            link = C.text(C.cti_call_link(from));
            direction = C.text(C.cti_call_direction(from));
            caller = C.text(C.cti_call_caller(from));
            callerName = C.text(C.cti_call_caller_name(from));
            dnis = C.text(C.cti_call_dnis(from));
            queue = C.text(C.cti_call_queue(from));
            began = Instant.EPOCH.plus(C.cti_call_began_us(from),
                ChronoUnit.MICROS);
            legs = all(i -> C.cti_call_leg(from, i), Leg::new);
        }
    }

    /** One party of a call. */
    public static final class Leg {
        public final String device;
        public final String remote;
        public final String called;
        public final LegState state;
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
        public final String number;
        public final long legs;

        Device(Pointer from) {
            number = C.text(C.cti_device_number(from));
            legs = C.cti_device_legs(from).longValue();
        }
    }

    /** Somebody who takes calls of queues. */
    public static final class Agent {
        public final String id;
        public final String device;
        public final String reason;
        public final AgentState state;
        public final List<String> queues;

        Agent(Pointer from) {
            id = C.text(C.cti_agent_id(from));
            device = C.text(C.cti_agent_device(from));
            reason = C.text(C.cti_agent_reason(from));
            state = AgentState.of(C.cti_agent_state(from));
            queues = all(i -> C.cti_agent_queue(from, i), C::text);
        }
    }

    /** A queue, with how many wait and work. */
    public static final class Queue {
        public final String name;
        public final long waiting;
        public final long agents;
        public final long ready;

        Queue(Pointer from) {
            name = C.text(C.cti_queue_name(from));
            waiting = C.cti_queue_waiting(from).longValue();
            agents = C.cti_queue_agents(from).longValue();
            ready = C.cti_queue_ready(from).longValue();
        }
    }
}
