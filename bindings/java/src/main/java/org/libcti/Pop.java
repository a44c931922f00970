// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.libcti.Generated.AdviceField;
import org.libcti.Generated.Field;
import org.libcti.Generated.Greeting;
import org.libcti.Generated.Group;
import org.libcti.Generated.Identity;
import org.libcti.Generated.PopState;

/** What an agent's screen shows of one call. */
public final class Pop {
    private final Event event;
    private final Map<String, Object> from;

    Pop(Event event, Map<String, Object> from) {
        this.event = event;
        this.from = from;
    }

    private String text(String name) {
        return Json.string(from.get(name));
    }

    /** The same in all events of this pop. */
    public String id() {
        return text("pop");
    }

    /** Opened: show it; updated: show what changed; closed: take it away. */
    public PopState state() {
        return Words.find(Words.POP_STATES, from.get("state"));
    }

    /** Counts from 1 with each change. */
    public long revision() {
        return event.integer(Field.REVISION);
    }

    /** Why it was closed: "hangup", "answered-elsewhere" ...; or empty. */
    public String reason() {
        return text("reason");
    }

    /** Id of the call. */
    public String call() {
        return text("call");
    }

    /** The agent's extension. */
    public String device() {
        return text("device");
    }

    /** Who sits there; or empty. */
    public String agent() {
        return text("agent");
    }

    /** The customer's number, also after transfers. */
    public String remote() {
        return text("remote");
    }

    /** As the switch shows it. */
    public String name() {
        return text("name");
    }

    /** The number first dialled. */
    public String dnis() {
        return text("dnis");
    }

    /** The queue that the call came through; or empty. */
    public String queue() {
        return text("queue");
    }

    /** "inbound", "outbound" or "internal". */
    public String direction() {
        return text("direction");
    }

    /** How long the caller has waited in the queue. */
    public Duration waited() {
        return Duration.ofMillis(event.integer(Field.WAITED_MS));
    }

    /** Whether the agent talks to the caller already. */
    public boolean answered() {
        return Boolean.TRUE.equals(from.get("answered"));
    }

    /** How sure it is who calls. */
    public Identity identity() {
        return Words.find(Words.IDENTITIES, from.get("identity"));
    }

    /** How to greet. */
    public Greeting greeting() {
        return Words.find(Words.GREETINGS, from.get("greeting"));
    }

    /** The greeting in words. */
    public String greetingText() {
        return text("greeting_text");
    }

    /** The address to open; or empty. */
    public String url() {
        return text("url");
    }

    /** Who to show; null if nobody is known. */
    public Customer customer() {
        List<Customer> all = candidates();
        return all.isEmpty() ? null : all.get(0);
    }

    /** A field of the one to show; empty if nobody is known. */
    public String customer(String field) {
        return Json.string(Json.map(from.get("customer")).get(field));
    }

    /** Best first. The first has all its fields, the others id and name. */
    public List<Customer> candidates() {
        List<Customer> all = new ArrayList<>();
        for (Object one : Json.list(from.get("candidates"))) {
            all.add(Customer.read(Json.map(one),
                all.isEmpty() ? from.get("customer") : null,
                all.isEmpty() ? from.get("filled_by") : null));
        }
        return all;
    }

    /** Others of the customer's account, such as a second decider: id, name and
     * role. */
    public List<Customer> contacts() {
        List<Customer> all = new ArrayList<>();
        for (Object one : Json.list(from.get("contacts"))) {
            all.add(Customer.read(Json.map(one), null, null));
        }
        return all;
    }

    /** What those behind the number have in common. */
    public CustomerGroup group() {
        Map<String, Object> told = Json.map(from.get("group"));
        if (told.isEmpty()) {
            return new CustomerGroup(Group.NONE, "", candidates().size());
        }
        return new CustomerGroup(Words.find(Words.GROUPS, told.get("kind")),
            Json.string(told.get("label")),
            Event.number(told.get("members")));
    }

    /** Earlier contacts of the customer or the number, latest first. */
    public List<Earlier> earlier() {
        List<Earlier> all = new ArrayList<>();
        for (Object one : Json.list(from.get("earlier"))) {
            all.add(new Earlier(Json.map(one)));
        }
        return all;
    }

    /** Data of the call: what was entered in an IVR, say. */
    public Map<String, String> data() {
        Map<String, String> all = new LinkedHashMap<>();
        Json.map(from.get("data")).forEach((key, value) ->
            all.put(key, Json.string(value)));
        return all;
    }

    /** What follows from the service knowledge; without any, it has no word on
     * anything. */
    public Advice advice() {
        return new Advice(Json.map(from.get("service")));
    }

    /** What the service knowledge says: a String, Long, Boolean or List; null
     * if it says nothing of it. */
    public Object advice(AdviceField field) {
        return Json.map(from.get("service")).get(field.word);
    }

    /** What to offer or what falls due, most urgent first. */
    public List<String> hints() {
        List<String> all = new ArrayList<>();
        for (Object one : Json.list(Json.map(from.get("service"))
                .get("hints"))) {
            all.add(Json.string(Json.map(one).get("text")));
        }
        return all;
    }

    /** All that JSON says of it. */
    public Map<String, Object> fields() {
        return Collections.unmodifiableMap(from);
    }

    @Override
    public String toString() {
        return event.json();
    }
}
