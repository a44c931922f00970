/* SPDX-License-Identifier: MIT */
/* What may begin or end a question: facts of a switch that asks, and events. */
#include "core/link.h"
#include "core/routing_question.h"
#include "model/request.h"
#include "util/alloc.h"

#include <cti/error.h>

#define FOUND (CTI_FLAG_RESYNC | CTI_FLAG_LATE)

/* A leg that waits, in a list: whose call it is, is known at the list's end. */
struct found {
	struct cti__list node;
	char *link, *leg, *queue, *called;
};

static void drop_found(struct found *found)
{
	cti__list_del(&found->node);
	cti__free(found->link);
	cti__free(found->leg);
	cti__free(found->queue);
	cti__free(found->called);
	cti__free(found);
}

static bool is_found_by(const struct found *found, struct cti__str link)
{
	return !link.n || cti__str_is(link, found->link);
}

void cti__routing_drop_found(struct cti__routing *routing, struct cti__str link)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &routing->found) {
		struct found *found = cti__list_entry(node, struct found, node);

		if (is_found_by(found, link))
			drop_found(found);
	}
}

static void keep_found(struct cti_link *link, const struct cti_fact *fact)
{
	struct found *found = cti__calloc(1, sizeof(*found));

	if (!found)
		goto no_memory;
	cti__list_add(&link->client->routing->found, &found->node);
	found->link = cti__str_dup(cti__str(link->name));
	found->leg = cti__str_dup(fact->leg);
	found->queue = cti__str_dup(fact->queue);
	found->called = cti__str_dup(fact->called);
	if (found->link && found->leg && found->queue && found->called)
		return;
	drop_found(found);
no_memory:
	cti__link_log(link, CTI_LOG_ERROR,
		      "out of memory: a call that waits for a route is not "
		      "asked about");
}

static void switch_asks(struct cti_link *link, const struct cti_fact *fact)
{
	struct cti__route_case about = { .reason = CTI_ROUTE_SWITCH };

	about.call = cti__model_call_of(link->sw->model, fact->leg);
	about.link = cti__str(link->name);
	about.leg = fact->leg;
	about.queue = fact->queue;
	about.dnis = fact->called;
	cti__routing_begin(link->client, &about);
}

static void ask_found(struct cti_link *link)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &link->client->routing->found) {
		struct found *found = cti__list_entry(node, struct found, node);
		struct cti_fact fact = { .kind = CTI_FACT_ROUTE };

		if (!is_found_by(found, cti__str(link->name)))
			continue;
		fact.leg = cti__str(found->leg);
		fact.queue = cti__str(found->queue);
		fact.called = cti__str(found->called);
		switch_asks(link, &fact);
		drop_found(found);
	}
}

void cti__routing_fact(struct cti_link *link, const struct cti_fact *fact)
{
	struct cti__route_match match = { .reasons = CTI_ROUTE_SWITCH };

	if (!link->client->routing || link->env->is_replay)
		return;
	switch (fact->kind) {
	case CTI_FACT_ROUTE:
		if (fact->snapshot)
			keep_found(link, fact);
		else
			switch_asks(link, fact);
		break;
	case CTI_FACT_SNAPSHOT_END:
		ask_found(link);
		break;
	case CTI_FACT_ROUTE_END:
		cti__routing_left(link->client, fact->leg);
		break;
	case CTI_FACT_LEG_END:
		match.leg = fact->leg;
		cti__routing_cancel(link->client, &match, CTI_ENOENT);
		break;
	default:
		break;
	}
}

void cti__routing_down(struct cti_link *link)
{
	struct cti__route_match match = { .reasons = UINT32_MAX };

	if (!link->client->routing)
		return;
	match.link = cti__str(link->name);
	cti__routing_drop_found(link->client->routing, match.link);
	cti__routing_cancel(link->client, &match, CTI_ELINKDOWN);
}

static void begin(struct cti_client *client, const struct cti_event *ev,
		  uint32_t reason)
{
	struct cti__route_case about = { .reason = reason };

	/* What is found so, or told after its time, is no moment to decide. */
	if (ev->flags & FOUND)
		return;
	about.call = cti__event_text(ev, CTI_FIELD_CALL);
	about.link = cti__event_text(ev, CTI_FIELD_LINK);
	about.device = cti__event_text(ev, CTI_FIELD_DEVICE);
	about.queue = cti__event_text(ev, CTI_FIELD_QUEUE);
	about.dnis = cti__event_text(ev, CTI_FIELD_DNIS);
	cti__routing_begin(client, &about);
}

/* The telephone rings no more for the call. */
static void silent(struct cti_client *client, const struct cti_event *ev,
		   enum cti_field device)
{
	struct cti__route_match match = { .reasons = CTI_ROUTE_RING };

	match.call = cti__event_text(ev, CTI_FIELD_CALL);
	match.device = cti__event_text(ev, device);
	if (match.device.n)
		cti__routing_cancel(client, &match, CTI_ENOENT);
}

static void out_of_queue(struct cti_client *client, const struct cti_event *ev)
{
	struct cti__route_match match = { .reasons = CTI_ROUTE_QUEUE };

	match.call = cti__event_text(ev, CTI_FIELD_CALL);
	match.queue = cti__event_text(ev, CTI_FIELD_QUEUE);
	cti__routing_cancel(client, &match, CTI_ENOENT);
}

static void call_over(struct cti_client *client, const struct cti_event *ev)
{
	struct cti__route_match match = { .reasons = UINT32_MAX };

	match.call = cti__event_text(ev, CTI_FIELD_CALL);
	cti__routing_cancel(client, &match, CTI_ENOENT);
	cti__routing_over(client, match.call);
}

void cti__routing_event(struct cti_client *client, const struct cti_event *ev)
{
	if (!client->routing)
		return;
	if (ev->kind == CTI_EVENT_LINK)
		cti__routing_up(client);
	if (!cti__event_has(ev, CTI_FIELD_CALL))
		return;
	switch (ev->kind) {
	case CTI_EVENT_QUEUE:
		begin(client, ev, CTI_ROUTE_QUEUE);
		break;
	case CTI_EVENT_RING:
		begin(client, ev, CTI_ROUTE_RING);
		break;
	case CTI_EVENT_DEQUEUE:
	case CTI_EVENT_ABANDON:
		out_of_queue(client, ev);
		break;
	case CTI_EVENT_ANSWER:
	case CTI_EVENT_HANGUP:
		silent(client, ev, CTI_FIELD_DEVICE);
		break;
	case CTI_EVENT_DIVERT:
		silent(client, ev, CTI_FIELD_FROM);
		break;
	case CTI_EVENT_PICKUP:
		silent(client, ev, CTI_FIELD_OF);
		break;
	case CTI_EVENT_CALL_END:
		call_over(client, ev);
		break;
	default:
		break;
	}
}
