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
	if (gone)
		leave(m, leg, CTI_EVENT_ABANDON, NULL);
	else
		leave(m, leg, CTI_EVENT_DEQUEUE, "timeout");
}

static void join(struct cti__model *m, struct leg *leg,
		 const struct cti_fact *fact)
{
	struct call *call = leg->call;

	cti__blind_settle(m, call);
	call->queue_epoch = m->epoch;
	if (call->queue && cti__str_is(fact->queue, call->queue))
		return;
	if (call->queue)
		leave(m, leg, CTI_EVENT_DEQUEUE, "moved");
	cti__wait(m, &leg->wait, WAIT_NONE);
	cti__model_keep(m, &call->queue, fact->queue);
	call->queued_us = m->now_us;
	cti__tell_queue(m, CTI_EVENT_QUEUE, leg, fact->queue, fact->code, NULL);
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
		join(m, leg, fact);
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
		/* The abandon's own leave says nothing new. */
		if (call->queue && !call->abandoning)
			leave(m, leg, CTI_EVENT_DEQUEUE,
			      call->answerer ? "answered" : NULL);
	}
}
