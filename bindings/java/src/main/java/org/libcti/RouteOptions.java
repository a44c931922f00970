// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Duration;
import java.util.function.Consumer;
import org.libcti.Generated.RouteReason;

/**
 * When and how to ask where calls go: {@code RouteOptions.all().queues("support")
 * .byDefault("1000")}. Patterns are those of devices.extensions; null fits
 * everything.
 */
public final class RouteOptions {
    private int when = RouteReason.SWITCH | RouteReason.QUEUE
        | RouteReason.RING;
    private int deadline;
    private String queues;
    private String numbers;
    private String devices;
    private String to;
    private Consumer<RouteResult> routed;

    private RouteOptions() {
    }

    /** For every reason, of every queue, number and device. */
    public static RouteOptions all() {
        return new RouteOptions();
    }

    /** Bits of RouteReason. */
    public RouteOptions when(int reasons) {
        when = reasons;
        return this;
    }

    /** How long there is for an answer; else route.deadline_ms. */
    public RouteOptions deadline(Duration time) {
        deadline = Client.millis(time);
        return this;
    }

    /** Of the queues to ask for. */
    public RouteOptions queues(String patterns) {
        queues = patterns;
        return this;
    }

    /** Of the numbers that were dialled. */
    public RouteOptions numbers(String patterns) {
        numbers = patterns;
        return this;
    }

    /** Of the devices that ring. */
    public RouteOptions devices(String patterns) {
        devices = patterns;
        return this;
    }

    /** Where a call goes without an answer; else route.default. Empty: the way
     * it would go by itself. */
    public RouteOptions byDefault(String number) {
        to = number;
        return this;
    }

    /** Be told what became of each question, where events are told. */
    public RouteOptions onRouted(Consumer<RouteResult> told) {
        routed = told;
        return this;
    }

    void tell(RouteResult result) {
        routed.accept(result);
    }

    Structs.RouteOpts make() {
        Structs.RouteOpts opts = new Structs.RouteOpts();
        opts.when = when;
        opts.deadline_ms = deadline;
        opts.queues = Structs.keep(queues, "the pattern");
        opts.numbers = Structs.keep(numbers, "the pattern");
        opts.devices = Structs.keep(devices, "the pattern");
        opts.to = Structs.keep(to, "the default");
        opts.on_route = Callbacks.QUESTION;
        opts.on_routed = routed == null ? null : Callbacks.ROUTED;
        return opts;
    }
}
