/* SPDX-License-Identifier: MIT */
/* Parking, its end in its several ways, and pickup. */
#include "model/state.h"
#include "util/alloc.h"

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

void cti__park_settle(struct cti__model *m, struct call *call,
		      struct cti__str slot)
{
	struct leg *by, *other = call->blind_other;
	int64_t said_us = m->said_us;

	if (call->blind.kind != WAIT_PARK)
		return;
	m->said_us = cti__wait_since(&call->blind);
	by = cti__take_blind_by(m, call);
	call->blind_other = NULL;
	cti__model_keep(m, &call->blind_to, slot);
	if (other && other->call == call)
		cti__tell_park(m, CTI_EVENT_PARK, other,
			       by ? cti__leg_number(by) : CTI__STR_NONE, slot,
			       NULL);
	m->said_us = said_us;
	cti__end_settle(m, by);
	cti__leg_unref(by);
	cti__leg_unref(other);
}

/* What says who is parked and what says where come in either order. */
#define SLOT_KEEP_US 2000000

/* Of those who wait to be told where they are it is the first. */
static void slot_taken(struct cti__model *m, struct cti__str slot)
{
	struct cti__list *first = m->waits[WAIT_PARK].next;
	struct timer *timer = cti__list_entry(first, struct timer, node);

	if (first != &m->waits[WAIT_PARK]) {
		cti__park_settle(m, cti__list_entry(timer, struct call, blind),
				 slot);
		return;
	}
	cti__model_keep(m, &m->slot, slot);
	m->slot_us = m->now_us;
}

/* Parked, but not in which slot. Who parked it may end before that is told. */
static void parks(struct cti__model *m, struct leg *leg)
{
	struct call *call = leg->call;

	if (leg->parked)
		return;
	leg->parked = true;
	if (call->blind.kind != WAIT_BLIND)
		cti__leg_hold(&call->blind_by,
			      leg->partner && !leg->partner->gone ? leg->partner
								  : NULL);
	cti__leg_hold(&call->blind_other, leg);
	cti__wait(m, &call->blind, WAIT_PARK);
	if (m->slot && m->now_us - m->slot_us <= SLOT_KEEP_US)
		cti__park_settle(m, call, cti__str(m->slot));
	cti__free(m->slot);
	m->slot = NULL;
}

/* Whom it talked to before it was parked is nobody to it any more. */
static void goes_back(struct leg *leg)
{
	leg->parked = false;
	cti__leg_hold(&leg->partner, NULL);
}

void cti__park_over(struct cti__model *m, struct leg *leg, struct leg *other)
{
	if (!leg->call)
		return;
	cti__park_settle(m, leg->call, CTI__STR_NONE);
	goes_back(leg);
	cti__tell_park(m, CTI_EVENT_UNPARK, leg,
		       other->role == CTI_ROLE_LOCAL ? cti__str(other->device)
						     : cti__leg_number(other),
		       cti__str(leg->call->blind_to), "timeout");
}

void cti__fetches(struct cti__model *m, struct leg *by, struct leg *leg)
{
	struct cti__str number = cti__leg_number(leg);

	cti__leg_hold(&by->partner, leg);
	cti__leg_hold(&leg->partner, by);
	if (by->wait.kind == WAIT_ANSWER)
		cti__wait(m, &by->wait, WAIT_NONE);
	cti__far_end(m, by, number);
	cti__model_keep(m, &by->remote, number);
	cti__call_merge(m, leg->call, by->call);
}

static void fetched(struct cti__model *m, struct leg *leg, struct leg *by,
		    struct cti__str slot)
{
	if (!leg->parked && by && leg->partner == by && by->call == leg->call)
		return; /* told by what it led to */
	cti__park_settle(m, leg->call, CTI__STR_NONE);
	leg->parked = false;
	if (!by || !by->call)
		return;
	/* That it rang for this may be told later than that it has the call. */
	if (by->originated)
		cti__tell_ring_now(m, by);
	cti__tell_park(m, CTI_EVENT_UNPARK, leg, cti__leg_number(by), slot,
		       NULL);
	cti__fetches(m, by, leg);
}

void cti__park_fetched(struct cti__model *m, struct leg *leg, struct leg *other)
{
	if (leg->parked && leg->call)
		fetched(m, leg, other, cti__str(leg->call->blind_to));
	else if (other->parked && other->call)
		fetched(m, other, leg, cti__str(other->call->blind_to));
}

void cti__on_park(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (fact->snapshot)
		cti__sort_fresh(m);
	if (!fact->leg.n && fact->kind == CTI_FACT_PARKED)
		slot_taken(m, fact->slot);
	if (!leg || !leg->call || !cti__leg_is_real(leg))
		return;
	switch (fact->kind) {
	case CTI_FACT_PARKED:
		if (fact->slot.n)
			parked(m, leg, fact);
		else
			parks(m, leg);
		break;
	case CTI_FACT_UNPARKED:
		fetched(m, leg, cti__leg_find(m, fact->other), fact->slot);
		break;
	case CTI_FACT_PARK_TIMEOUT:
		if (leg->parked)
			cti__tell_park(m, CTI_EVENT_UNPARK, leg, fact->device,
				       fact->slot, "timeout");
		goes_back(leg);
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

	if (by && !fact->other.n)
		cti__picks_something(m, by);
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
	if (by->wait.kind == WAIT_ANSWER || by->wait.kind == WAIT_PICKUP)
		cti__wait(m, &by->wait, WAIT_NONE);
	cti__far_end(m, by, remote);
	by->answered_us = m->now_us;
	cti__model_keep(m, &by->remote, remote);
	if (caller)
		cti__leg_hold(&by->partner, caller);
	cti__leg_hold(&of->call->answerer, by);
	cti__call_merge(m, of->call, by->call);
}
