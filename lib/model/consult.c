/* SPDX-License-Identifier: MIT */
/*
 * Consultations on a telephone's own leg, where the switch rings the third
 * party up for it: the contact waits, and nothing else says that it is on hold.
 */
#include "model/state.h"

void cti__on_consult(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (leg && leg->call && leg->role == CTI_ROLE_EXTENSION &&
	    !leg->consult && (leg->answered || leg->far_answered))
		leg->consulting = true;
}

void cti__consult_dials(struct cti__model *m, struct leg *leg,
			struct leg *other, struct cti__str called)
{
	struct cti__str to = cti__leg_number(other);
	struct call *call;

	leg->consulting = false;
	if (other->call)
		return;
	if (!to.n)
		to = called;
	call = cti__call_add(m, cti__map_key(&other->node));
	if (!call)
		return;
	cti__model_keep(m, &call->caller, cti__leg_number(leg));
	cti__model_keep(m, &call->dnis, to);
	cti__model_keep(m, &call->called, to);
	cti__model_keep(m, &call->consult_of, cti__str(leg->call->id));
	leg->consult = other;
	leg->consult_answered = false;
	other->consultant = leg;
	leg->hold_made = !leg->held;
	cti__tell_hold(m, leg);
	cti__tell_dial(m, leg, call, to);
	cti__call_join(m, call, other);
	cti__tell_direction(m, call,
			    other->role == CTI_ROLE_TRUNK ? "outbound"
							  : "internal");
	cti__call_settle(m, call);
}

/* The telephone hangs up: its contact and the third party are joined. */
static void hands_over(struct cti__model *m, struct leg *leg)
{
	struct leg *party = leg->partner, *third = leg->consult;
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_ATTENDED,
				 .ok = true };

	/* Plumbing that the switch made by itself has a word of its own. */
	if (!cti__leg_is_real(third))
		third = third->dialler == leg ? cti__behind(third) : NULL;
	if (!third || !third->answered || leg->transferred || !party ||
	    party->gone || !party->call || party->call != leg->call)
		return;
	fact.leg = cti__map_key(&leg->node);
	fact.other = cti__map_key(&party->node);
	fact.target = cti__map_key(&third->node);
	cti__on_attended(m, &fact);
}

/* Whom it consulted is gone: the contact is back. */
static void comes_back(struct cti__model *m, struct leg *leg)
{
	struct leg *party = leg->partner;

	if (!leg->hold_made)
		return;
	leg->hold_made = false;
	if (party && !party->gone && !leg->ending)
		cti__tell_retrieve(m, leg);
}

void cti__consult_leg_ends(struct cti__model *m, struct leg *leg)
{
	if (leg->consult)
		hands_over(m, leg);
	if (leg->consultant && cti__leg_is_real(leg))
		comes_back(m, leg->consultant);
}
