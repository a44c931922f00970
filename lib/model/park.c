/* SPDX-License-Identifier: MIT */
/* Parking, its end in its several ways, and pickup. */
#include "model/state.h"

static void parked(struct cti__model *m, struct leg *leg,
		   const struct cti_fact *fact)
{
	struct cti__str by = fact->device;
	struct call *call = leg->call;

	if (leg->parked)
		return;
	leg->parked = true;
	if (call->blind.kind == WAIT_BLIND && call->blind_by)
		by = cti__leg_number(call->blind_by);
	else if (call->lost_by && call->lost == leg)
		by = cti__str(call->lost_by);
	else if (!by.n && leg->partner)
		by = cti__leg_number(leg->partner);
	cti__tell_park(m, CTI_EVENT_PARK, leg, by, fact->slot, NULL);
	/* What was announced as a transfer was this. */
	cti__blind_forget(m, call);
	if (call->lost == leg)
		cti__moved_forget(call);
	if (leg->partner)
		cti__end_settle(m, leg->partner);
}

static void fetched(struct cti__model *m, struct leg *leg, struct leg *by,
		    const struct cti_fact *fact)
{
	struct cti__str number = cti__leg_number(leg);

	leg->parked = false;
	if (!by || !by->call)
		return;
	cti__tell_park(m, CTI_EVENT_UNPARK, leg, cti__leg_number(by),
		       fact->slot, NULL);
	cti__leg_hold(&by->partner, leg);
	cti__leg_hold(&leg->partner, by);
	if (by->wait.kind == WAIT_ANSWER)
		cti__wait(m, &by->wait, WAIT_NONE);
	cti__far_end(m, by, number);
	cti__model_keep(m, &by->remote, number);
	cti__call_merge(m, leg->call, by->call);
}

void cti__on_park(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (fact->snapshot)
		cti__sort_fresh(m);
	if (!leg || !leg->call || !cti__leg_is_real(leg))
		return;
	switch (fact->kind) {
	case CTI_FACT_PARKED:
		parked(m, leg, fact);
		break;
	case CTI_FACT_UNPARKED:
		fetched(m, leg, cti__leg_find(m, fact->other), fact);
		break;
	case CTI_FACT_PARK_TIMEOUT:
		if (leg->parked)
			cti__tell_park(m, CTI_EVENT_UNPARK, leg, fact->device,
				       fact->slot, "timeout");
		leg->parked = false;
		break;
	default:
		leg->parked = false;
	}
}

/* Some switches name the caller's leg: what is taken over rings for it. */
static struct leg *rung_by(struct leg *caller)
{
	struct cti__list *node;

	cti__list_each (node, &caller->dialled) {
		struct leg *leg = cti__list_entry(node, struct leg, in_dialled);

		if (leg->role == CTI_ROLE_LOCAL)
			leg = cti__behind(leg);
		if (leg && cti__leg_is_real(leg) && !leg->answered)
			return leg;
	}
	return NULL;
}

void cti__on_pickup(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *by = cti__leg_find(m, fact->leg);
	struct leg *of = cti__leg_find(m, fact->other);
	struct leg *caller;
	struct cti__str remote;

	if (!by || !of || by == of || !by->call || by->call->merged_into ||
	    !of->call || of->picked || !cti__leg_is_real(by))
		return;
	if (of->incoming)
		of = rung_by(of);
	else if (!cti__leg_is_real(of))
		of = cti__behind(of);
	if (!of || of == by || of->answered || !of->call)
		return;
	of->picked = true;
	caller = cti__caller_leg(of);
	remote = caller ? cti__leg_number(caller) : cti__str(of->remote);
	cti__tell_pickup(m, of->call, cti__leg_number(by), cti__leg_number(of),
			 by->call != of->call ? by->call : NULL);
	if (by->wait.kind == WAIT_ANSWER)
		cti__wait(m, &by->wait, WAIT_NONE);
	cti__far_end(m, by, remote);
	by->answered_us = m->now_us;
	cti__model_keep(m, &by->remote, remote);
	if (caller)
		cti__leg_hold(&by->partner, caller);
	cti__leg_hold(&of->call->answerer, by);
	cti__call_merge(m, of->call, by->call);
}
