/* SPDX-License-Identifier: MIT */
/*
 * A switch that is none, for questions where a call shall go: the test reports
 * its facts, sees what it is asked for and says how that ends. The client may
 * be embedded or have a thread of its own; everything that belongs on the loop
 * hops there.
 */
#ifndef TESTS_UNIT_CORE_ROUTE_STAGE_H
#define TESTS_UNIT_CORE_ROUTE_STAGE_H

#include "core/client.h"
#include "core/link.h"
#include "model/request.h"

#include <cti/cti.h>

#include <stdio.h>
#include <string.h>
#include <uv.h>

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	struct cti_port *port;
	bool closed;
	bool hold_resync;
	char told[4096]; /* what the switch was asked for */
	uint64_t tag;	 /* of the last request */
	uint64_t held;	 /* of one that was before it */
	int64_t now_us;
	void (*on_request)(void);
} st;

static inline int stage_init(void *state, struct cti_port *port,
			     const struct cti_settings *settings)
{
	(void)state;
	(void)settings;
	st.port = port;
	return 0;
}

static inline void stage_fini(void *state)
{
	(void)state;
}

static inline int stage_up(void *state)
{
	(void)state;
	cti_port_ready(st.port);
	return 0;
}

static inline void stage_down(void *state, int why)
{
	(void)state;
	(void)why;
}

static inline ssize_t stage_input(void *state, const char *data, size_t len)
{
	(void)state;
	(void)data;
	return (ssize_t)len;
}

static inline int stage_resync(void *state)
{
	struct cti_fact fact = { .kind = CTI_FACT_SNAPSHOT_BEGIN };

	(void)state;
	cti_port_report(st.port, &fact);
	if (st.hold_resync)
		return 0;
	fact.kind = CTI_FACT_SNAPSHOT_END;
	cti_port_report(st.port, &fact);
	cti_port_synced(st.port);
	return 0;
}

/* "route leg-1 1002" or "deflect leg-2 1002". */
static inline int stage_request(void *state, uint64_t tag,
				const struct cti_request *req)
{
	size_t n = strlen(st.told);

	(void)state;
	st.held = st.tag;
	st.tag = tag;
	snprintf(st.told + n, sizeof(st.told) - n, "%s %.*s %.*s;",
		 req->kind == CTI__REQUEST_ROUTE
			 ? "route"
			 : cti_request_kind_name(req->kind),
		 (int)req->leg.n, req->leg.n ? req->leg.p : "", (int)req->to.n,
		 req->to.n ? req->to.p : "");
	if (st.on_request)
		st.on_request();
	return 0;
}

static const struct cti_adapter stage_adapter = {
	.abi = CTI_ADAPTER_ABI,
	.scheme = "stage",
	.title = "A stage",
	.wire = CTI_WIRE_STREAM,
	.state_size = 1,
	.init = stage_init,
	.fini = stage_fini,
	.up = stage_up,
	.down = stage_down,
	.input = stage_input,
	.request = stage_request,
	.resync = stage_resync,
};

static inline int64_t stage_now(const struct cti_link *link)
{
	(void)link;
	return st.now_us += 1000;
}

static inline void stage_arm(struct cti_link *link, int64_t at_us)
{
	(void)link;
	(void)at_us;
}

static inline void stage_wake(struct cti_link *link, uint32_t ms)
{
	(void)link;
	(void)ms;
}

static inline int stage_open(struct cti_link *link)
{
	(void)link;
	return 0;
}

static inline int stage_send(struct cti_link *link, const void *data,
			     size_t len)
{
	(void)link;
	(void)data;
	(void)len;
	return 0;
}

static inline void stage_close(struct cti_link *link)
{
	(void)link;
}

static inline uint32_t stage_roll(struct cti_link *link)
{
	(void)link;
	return 0;
}

static const struct cti__link_env stage_env = {
	.mono_us = stage_now,
	.now_us = stage_now,
	.arm = stage_arm,
	.wake = stage_wake,
	.open = stage_open,
	.send = stage_send,
	.close = stage_close,
	.roll = stage_roll,
	.fini = stage_close,
};

/* Things that belong on the loop. */

struct stage_hop {
	struct cti__hop hop;
	const struct cti_fact *fact;
	uint64_t tag;
	int err;
	const char *text;
};

static inline void hop_add(struct cti__hop *hop)
{
	struct stage_hop *h = (struct stage_hop *)(void *)hop;
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;

	opts.url = "stage://nowhere";
	opts.name = "pbx";
	h->err = cti__link_add_with(hop->client, &st.link, &opts,
				    &stage_adapter, &stage_env);
	if (h->err)
		return;
	cti__later_stop(&st.link->later);
	cti__link_step(st.link, CTI__INPUT_START, 0, CTI__STR_NONE);
	cti__link_opened(st.link);
}

static inline void hop_fact(struct cti__hop *hop)
{
	struct stage_hop *h = (struct stage_hop *)(void *)hop;

	cti_port_report(st.port, h->fact);
}

static inline void hop_synced(struct cti__hop *hop)
{
	struct cti_fact end = { .kind = CTI_FACT_SNAPSHOT_END };

	(void)hop;
	cti_port_report(st.port, &end);
	cti_port_synced(st.port);
	cti__link_settle(st.link);
}

static inline void hop_done(struct cti__hop *hop)
{
	struct stage_hop *h = (struct stage_hop *)(void *)hop;

	cti_port_done(st.port, h->tag, h->err, cti__str(h->text));
}

static inline void hop_down(struct cti__hop *hop)
{
	(void)hop;
	cti__link_closed(st.link, CTI_EEOF, "gone");
}

static inline int stage_add(void)
{
	struct stage_hop h = { .err = 0 };

	cti__hop(&h.hop, st.client, hop_add);
	return h.err;
}

static inline void say(const struct cti_fact *fact)
{
	struct stage_hop h = { .fact = fact };

	cti__hop(&h.hop, st.client, hop_fact);
}

static inline void synced(void)
{
	struct stage_hop h = { .err = 0 };

	cti__hop(&h.hop, st.client, hop_synced);
}

/* The request of that tag ends so. */
static inline void ends_of(uint64_t tag, int err, const char *text)
{
	struct stage_hop h = { .tag = tag, .err = err, .text = text };

	cti__hop(&h.hop, st.client, hop_done);
}

static inline void ends(int err, const char *text)
{
	ends_of(st.tag, err, text);
}

static inline void link_lost(void)
{
	struct stage_hop h = { .err = 0 };

	cti__hop(&h.hop, st.client, hop_down);
}

/* Facts. */

static inline struct cti_fact fact_of(enum cti_fact_kind kind, const char *leg)
{
	struct cti_fact fact = { .kind = kind };

	fact.leg = cti__str(leg);
	return fact;
}

static inline void calls(const char *leg, const char *number,
			 const char *called)
{
	struct cti_fact fact = fact_of(CTI_FACT_LEG_NEW, leg);

	fact.role = CTI_ROLE_TRUNK;
	fact.device = CTI__STR("trunk");
	fact.state = CTI_STATE_CALLING;
	fact.number = cti__str(number);
	fact.name = CTI__STR("Li Na");
	fact.called = cti__str(called);
	fact.group = cti__str(leg);
	say(&fact);
}

static inline void asks(const char *leg, const char *queue)
{
	struct cti_fact fact = fact_of(CTI_FACT_ROUTE, leg);

	fact.queue = cti__str(queue);
	say(&fact);
}

static inline void queues(const char *leg, const char *queue)
{
	struct cti_fact fact = fact_of(CTI_FACT_QUEUE_JOIN, leg);

	fact.queue = cti__str(queue);
	fact.code = 1;
	say(&fact);
}

static inline void goes(enum cti_fact_kind kind, const char *leg)
{
	struct cti_fact fact = fact_of(kind, leg);

	fact.code = 16;
	say(&fact);
}

/* The telephone of that number rings for the leg. */
static inline void rings(const char *leg, const char *phone, const char *number)
{
	struct cti_fact fact = fact_of(CTI_FACT_LEG_NEW, phone);

	fact.role = CTI_ROLE_EXTENSION;
	fact.device = fact.number = cti__str(number);
	fact.state = CTI_STATE_DOWN;
	fact.group = cti__str(leg);
	say(&fact);
	fact = fact_of(CTI_FACT_DIAL_BEGIN, leg);
	fact.other = cti__str(phone);
	say(&fact);
	fact = fact_of(CTI_FACT_LEG_STATE, phone);
	fact.state = CTI_STATE_ALERTING;
	say(&fact);
}

static inline void stage_closed(void *user)
{
	(void)user;
	st.closed = true;
}

/* embedded: on st.loop. 0 or an error. */
static inline int stage_begin(bool embedded)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	memset(&st, 0, sizeof(st));
	st.now_us = INT64_C(1767574800000000);
	uv_loop_init(&st.loop);
	opts.loop = embedded ? &st.loop : NULL;
	opts.on_closed = stage_closed;
	return cti_client_new(&st.client, &opts);
}

/* 0: nothing is left on the loop. */
static inline int stage_end(void)
{
	cti_client_close(st.client);
	uv_run(&st.loop, UV_RUN_DEFAULT);
	return st.closed ? uv_loop_close(&st.loop) : -1;
}

#endif
