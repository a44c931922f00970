/* SPDX-License-Identifier: MIT */
/* The way of an event: to the application, then to the pops it may cause. */
#include "core/pipeline.h"
#include "core/client.h"
#include "core/journaling.h"
#include "core/request.h"
#include "core/routing.h"
#include "pop/pop.h"

/* Texts that fit here cost no allocation; hardly an event has more. */
#define ON_STACK 2048

static void deliver(struct cti_client *client, const struct cti_event *ev)
{
	cti_event *kept;

	if (!client->own) {
		if (client->on_event && !client->closing)
			client->on_event(client, ev, client->user);
		return;
	}
	kept = cti_event_ref(ev);
	if (kept)
		cti__inbox_event(&client->inbox, kept);
	else
		cti__inbox_lost(&client->inbox, ev);
}

static void hand_on(struct cti_client *client, const struct cti_event *ev)
{
	if (client->trace.fn)
		cti__trace_event(client, ev);
	deliver(client, ev);
	if (client->journaling && !client->closing)
		cti__journaling_event(client, ev);
	if (ev->kind == CTI_EVENT_HANGUP || ev->kind == CTI_EVENT_AGENT)
		cti__requests_event(client);
	/* The call's event comes before the pops that it causes. */
	if (ev->kind != CTI_EVENT_POP && client->pops && !client->closing)
		cti__pops_event(client->pops, ev);
	if (client->pops && !client->closing)
		cti__routing_event(client, ev);
}

/* Without an allocation: an end must reach pops and journal in any case. */
static void tell_from_stack(struct cti_client *client,
			    const struct cti_event *ev)
{
	char room[ON_STACK];
	struct cti_event copy;

	atomic_init(&copy.refs, 0);
	cti__event_copy(&copy, ev, room);
	hand_on(client, &copy);
}

static void tell(struct cti_client *client, struct cti_event *ev)
{
	bool fits = cti__event_text_size(ev) <= ON_STACK;
	cti_event *kept;

	ev->seq = ++client->seq;
	/* Applications are promised texts that end with NUL. */
	if (!client->own && fits) {
		tell_from_stack(client, ev);
		return;
	}
	kept = cti_event_ref(ev);
	if (!kept && fits) {
		tell_from_stack(client, ev);
		return;
	}
	if (!kept) {
		if (client->own)
			cti__inbox_lost(&client->inbox, ev);
		cti__log(&client->log, CTI_LOG_ERROR,
			 "out of memory: event %llu is lost",
			 (unsigned long long)ev->seq);
		return;
	}
	hand_on(client, kept);
	cti_event_unref(kept);
}

void cti__pipeline_emit(struct cti_client *client, struct cti_event *ev)
{
	if (client->closing)
		return;
	if (ev->kind == CTI_EVENT_DTMF && client->pops)
		cti__pops_hide_keys(client->pops, ev);
	if (ev->kind == CTI_EVENT_CALL_END && client->pops)
		cti__pops_tell_end(client->pops, ev);
	tell(client, ev);
	cti__pops_told(ev);
}
