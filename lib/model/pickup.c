/* SPDX-License-Identifier: MIT */
/*
 * Pickups that only show by what they do: a telephone that called by itself is
 * rung up by another's caller, and what rang there ends, before anything says
 * which of the two belong together.
 */
#include "model/state.h"

void cti__picks_something(struct cti__model *m, struct leg *by)
{
	if (!by->incoming || !by->told_dial || !by->call ||
	    (by->far_answered && !by->by_switch) || by->bridge)
		return;
	cti__wait(m, &by->wait, WAIT_PICKUP);
}

bool cti__end_may_be_pickup(struct cti__model *m, struct leg *leg, int64_t code)
{
	if (cti__list_empty(&m->waits[WAIT_PICKUP]) || !leg->called ||
	    leg->answered || !leg->call || !cti__leg_is_real(leg) ||
	    leg->result != CTI_DIAL_NONE || leg->picked || leg->requested)
		return false;
	leg->ending = true;
	leg->end_code = (int16_t)code;
	leg->left_us = m->now_us;
	cti__wait(m, &leg->wait, WAIT_PICKED);
	return true;
}

void cti__picked_finish(struct cti__model *m, struct leg *leg)
{
	int64_t said_us = m->said_us;

	m->said_us = leg->left_us;
	cti__leg_finish(m, leg, cti__end_cause(leg, leg->end_code),
			leg->end_code, CTI__STR_NONE);
	m->said_us = said_us;
}

/* What rang for the caller: gone already, or still to be told of its end. */
static struct leg *taken_from(struct leg *from)
{
	struct leg *found = NULL;
	struct cti__list *node;

	cti__list_each (node, &from->dialled) {
		struct leg *leg = cti__list_entry(node, struct leg, in_dialled);

		if (leg->role == CTI_ROLE_LOCAL)
			leg = cti__behind(leg);
		if (!leg || leg->answered || !cti__leg_is_real(leg))
			continue;
		if (leg->wait.kind == WAIT_PICKED)
			return leg;
		if (leg->result == CTI_DIAL_NONE)
			found = leg;
	}
	return found;
}

void cti__picked_up(struct cti__model *m, struct leg *from, struct leg *by)
{
	struct leg *of;

	if (!from || !by->incoming || !by->call || by->call == from->call)
		return;
	of = taken_from(from);
	if (!of)
		return;
	cti__on_pickup(m,
		       &(struct cti_fact){ .kind = CTI_FACT_PICKUP,
					   .leg = cti__map_key(&by->node),
					   .other = cti__map_key(&of->node) });
	if (of->wait.kind == WAIT_PICKED)
		cti__picked_finish(m, of);
}
