// SPDX-License-Identifier: MIT
package org.libcti;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whom and what to judge: {@code AdviceQuery.of(customer).dnis("4001")}. What
 * is not set is unknown. */
public final class AdviceQuery {
    private final Customer customer;
    private final Map<String, String> data = new LinkedHashMap<>();
    private String dnis;
    private String queue;
    private String direction;
    private Instant time;

    private AdviceQuery(Customer customer) {
        this.customer = customer;
    }

    /** Null: nobody known. */
    public static AdviceQuery of(Customer customer) {
        return new AdviceQuery(customer);
    }

    /** The number first dialled. */
    public AdviceQuery dnis(String number) {
        dnis = number;
        return this;
    }

    /** The queue that the call came through. */
    public AdviceQuery queue(String name) {
        queue = name;
        return this;
    }

    /** "inbound" or "outbound". */
    public AdviceQuery direction(String word) {
        direction = word;
        return this;
    }

    /** When; else now. */
    public AdviceQuery time(Instant when) {
        time = when;
        return this;
    }

    /** Of the call. */
    public AdviceQuery data(String name, String value) {
        data.put(name, value);
        return this;
    }

    /** For C; its customer is owned. */
    Structs.AdviceQuery make(List<Object> kept) {
        Structs.AdviceQuery query = new Structs.AdviceQuery();
        query.dnis = Structs.keep(dnis, "the number dialled");
        query.queue = Structs.keep(queue, "the queue");
        query.direction = Structs.keep(direction, "the direction");
        query.time_us = Times.micros(time);
        if (!data.isEmpty()) {
            List<String> row = new java.util.ArrayList<>();
            data.forEach((name, value) -> {
                row.add(name);
                row.add(value);
            });
            query.data = Request.array(row, kept, "the call's data");
            query.data_count = new C.SizeT(data.size());
        }
        if (customer != null) {
            query.customer = customer.make();
        }
        return query;
    }
}
