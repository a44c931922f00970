/* SPDX-License-Identifier: MIT */
/* Callers in queues. */
#include "model/state.h"
#include "util/alloc.h"

static void leave(struct cti__model *m, struct leg *leg,
		  enum cti_event_kind kind, const char *reason)
{
	struct call *call = leg->call;
	char *queue = call->queue;

	cti__wait(m, &leg->wait, WAIT_NONE);
	call->abandoning = false;
	if (!queue)
		return;
	cti__tell_queue(m, kind, leg, cti__str(queue), 0, reason);
	call->queue = NULL;
	cti__free(queue);
}

/* Asterisk says abandon for a time-out and an empty queue, too, with the caller
   alive (field.md C4): it is one only if the caller is gone. */
void cti__abandon_decide(struct cti__model *m, struct leg *leg, bool gone)
{
	struct call *call = leg->call;

	if (!call || !call->queue)
		return;
	if (gone) {
		call->gave_up = true;
		leave(m, leg, CTI_EVENT_ABANDON, NULL);
	} else {
		leave(m, leg, CTI_EVENT_DEQUEUE, "timeout");
	}
}

void cti__queue_refused(struct cti__model *m, struct call *call)
{
	if (call->blind.kind != WAIT_ENTER)
		return;
	cti__wait(m, &call->blind, WAIT_NONE);
	cti__leg_hold(&call->blind_other, NULL);
	cti__free(call->blind_to);
	call->blind_to = NULL;
}

static void join(struct cti__model *m, struct leg *leg, struct cti__str queue,
		 int64_t position)
{
	struct call *call = leg->call;

	cti__blind_settle(m, call);
	cti__queue_refused(m, call);
	call->queue_epoch = m->epoch;
	if (call->queue && cti__str_is(queue, call->queue))
		return;
	if (call->queue)
		leave(m, leg, CTI_EVENT_DEQUEUE, "moved");
	cti__wait(m, &leg->wait, WAIT_NONE);
	cti__model_keep(m, &call->queue, queue);
	call->queued_us = m->said_us ? m->said_us : m->now_us;
	cti__tell_queue(m, CTI_EVENT_QUEUE, leg, queue, position, NULL);
}

/* It stands at the queue's door: a queue that is full or without agents does
   not let it in, which is said at once. */
static void enter(struct cti__model *m, struct leg *leg,
		  const struct cti_fact *fact)
{
	struct call *call = leg->call;

	if (leg->sent_on ||
	    (call->queue && cti__str_is(fact->queue, call->queue)))
		return;
	cti__blind_settle(m, call);
	cti__model_keep(m, &call->blind_to, fact->queue);
	cti__leg_hold(&call->blind_other, leg);
	call->queue_epoch = m->epoch;
	cti__wait(m, &call->blind, WAIT_ENTER);
}

void cti__queue_enter_settle(struct cti__model *m, struct call *call)
{
	struct leg *leg = call->blind_other;
	uint32_t epoch = call->queue_epoch;
	int64_t said_us = m->said_us;
	char *queue = call->blind_to;

	if (call->blind.kind != WAIT_ENTER)
		return;
	call->blind_other = NULL;
	call->blind_to = NULL;
	m->said_us = cti__wait_since(&call->blind);
	cti__wait(m, &call->blind, WAIT_NONE);
	if (leg->call == call && queue)
		join(m, leg, cti__str(queue), 0);
	/* It was said when it entered, perhaps before a list was asked for. */
	call->queue_epoch = epoch;
	m->said_us = said_us;
	cti__leg_unref(leg);
	cti__free(queue);
}

/* Why it left; the words of the events, for those of the switch. */
static const char *leave_reason(const struct call *call, struct cti__str said)
{
	static const char *const reasons[] = { "timeout", "empty", "withdrawn",
					       "moved" };
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (cti__str_is(said, reasons[i]))
			return reasons[i];
	return call->answerer ? "answered" : NULL;
}

void cti__on_queue(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);
	struct call *call;

	if (fact->snapshot)
		cti__sort_fresh(m);
	if (!leg || !leg->call || !cti__leg_is_real(leg))
		return;
	call = leg->call;
	switch (fact->kind) {
	case CTI_FACT_QUEUE_JOIN:
		/* The list may not tell who waits from who is served. */
		if (fact->snapshot && leg->bridge &&
		    leg->bridge->kind == CTI_BRIDGE_PLAIN)
			break;
		if (fact->app.n)
			enter(m, leg, fact);
		else
			join(m, leg, fact->queue, fact->code);
		break;
	case CTI_FACT_QUEUE_REFUSED:
		cti__queue_refused(m, call);
		break;
	case CTI_FACT_QUEUE_ABANDON:
		if (!call->queue)
			break;
		call->abandoning = true;
		if (leg->requested)
			leave(m, leg, CTI_EVENT_ABANDON, NULL);
		else
			cti__wait(m, &leg->wait, WAIT_ABANDON);
		break;
	default:
		cti__queue_enter_settle(m, call);
		/* The abandon's own leave says nothing new, but for why. */
		if (call->queue && (!call->abandoning || fact->reason.n))
			leave(m, leg, CTI_EVENT_DEQUEUE,
			      leave_reason(call, fact->reason));
	}
}
