/* SPDX-License-Identifier: MIT */
/* Hold, consultation and transfer by the simulated telephones. */
#include "adapters/sim/sim.h"

#include <stdio.h>

#define CODE_NORMAL 16

void cti__sim_hold(struct sim *sim, struct sim_leg *leg)
{
	if (leg->held)
		return;
	leg->held = true;
	cti__sim_say(sim, CTI_FACT_HOLD, leg);
}

void cti__sim_unhold(struct sim *sim, struct sim_leg *leg)
{
	if (!leg->held)
		return;
	leg->held = false;
	cti__sim_say(sim, CTI_FACT_UNHOLD, leg);
}

static bool is_barred(struct sim *sim, struct cti__str number)
{
	struct sim_phone *phone = cti__sim_phone(sim, number);

	return phone && phone->barred;
}

static void say_blind(struct sim *sim, const struct sim_leg *leg,
		      const struct sim_leg *other, struct cti__str to, bool ok)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_TRANSFER_BLIND, leg);

	fact.other = cti__str(other->id);
	fact.bridge = cti__str(leg->bridge->id);
	fact.called = to;
	fact.ok = ok;
	cti__sim_report(sim, &fact);
}

int cti__sim_blind(struct sim *sim, struct sim_leg *leg, struct cti__str to,
		   struct sim_queue *queue)
{
	struct sim_leg *other = cti__sim_peer(leg);
	bool ok = queue || !is_barred(sim, to);

	if (!other)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "%s talks to nobody who could be "
				      "transferred",
				      leg->number);
	/* The REFER that a holding telephone sends ends its hold. */
	cti__sim_unhold(sim, leg);
	say_blind(sim, leg, other, queue ? cti__str(queue->name) : to, ok);
	if (!ok)
		return 0;
	cti__sim_bridge_leave(sim, other);
	cti__sim_served(sim, other, leg);
	cti__sim_bridge_leave(sim, leg);
	cti__sim_leg_end(sim, leg, CODE_NORMAL);
	other->hops = 0;
	if (queue)
		cti__sim_queue_join(sim, other, queue);
	else
		cti__sim_route(sim, other, to);
	return 0;
}

int cti__sim_consult(struct sim *sim, struct sim_leg *leg, struct cti__str to,
		     struct cti__str alias)
{
	struct sim_leg *second;
	int err;

	if (!cti__sim_peer(leg))
		return cti__sim_wrong(sim, CTI_ESTATE, "%s talks to nobody",
				      leg->number);
	if (leg->consult || leg->first)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "%s has a consultation already",
				      leg->number);
	err = cti__sim_leg_new(sim, &second, cti__str(leg->number), NULL);
	if (err)
		return err;
	cti__sim_hold(sim, leg);
	leg->consult = second;
	second->first = leg;
	second->state = CTI_STATE_CALLING;
	second->automatic = leg->automatic;
	snprintf(second->called, SIM_WORD, "%.*s", SIM_ARG(to));
	snprintf(second->exten, SIM_WORD, "%.*s", SIM_ARG(to));
	snprintf(second->alias, SIM_WORD, "%.*s", SIM_ARG(alias));
	cti__sim_say_new(sim, second, false);
	cti__sim_route(sim, second, to);
	return 0;
}

static void say_attended(struct sim *sim, const struct sim_leg *first,
			 const struct sim_leg *other,
			 const struct sim_leg *target,
			 enum cti_transfer_dest dest)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_TRANSFER_ATTENDED, first);

	fact.second = cti__str(first->consult->id);
	fact.other = cti__str(other->id);
	fact.target = cti__str(target->id);
	fact.dest = dest;
	fact.ok = true;
	if (dest == CTI_DEST_APP)
		fact.called = CTI__STR("Dial");
	else
		fact.bridge = cti__str(other->bridge->id);
	cti__sim_report(sim, &fact);
}

/* Both calls are answered: the party handed over goes to where the target is.
 */
static void join(struct sim *sim, struct sim_leg *first, struct sim_leg *other,
		 struct sim_leg *target)
{
	struct sim_leg *second = first->consult;

	cti__sim_unhold(sim, first);
	cti__sim_bridge_leave(sim, other);
	cti__sim_bridge_leave(sim, second);
	cti__sim_bridge_enter(sim, target->bridge, other);
	say_attended(sim, first, other, target, CTI_DEST_BRIDGE);
	cti__sim_served(sim, other, first);
	cti__sim_bridge_leave(sim, first);
	cti__sim_leg_end(sim, first, CODE_NORMAL);
	cti__sim_leg_end(sim, second, CODE_NORMAL);
}

/* The target still rings: from now on it rings for the party handed over. */
static void join_ringing(struct sim *sim, struct sim_leg *first,
			 struct sim_leg *other)
{
	struct sim_leg *second = first->consult, *callee = NULL;
	struct cti__list *node, *tmp;

	cti__list_each_safe (node, tmp, &second->ringing) {
		callee = cti__list_entry(node, struct sim_leg, ringing_node);
		callee->dialler = other;
		cti__list_del(node);
		cti__list_add(&other->ringing, node);
	}
	cti__sim_unhold(sim, first);
	say_attended(sim, first, other, callee, CTI_DEST_APP);
	cti__sim_bridge_leave(sim, other);
	cti__sim_served(sim, other, first);
	cti__sim_bridge_leave(sim, first);
	cti__sim_leg_end(sim, first, CODE_NORMAL);
	cti__sim_leg_end(sim, second, CODE_NORMAL);
}

/* The two legs of a telephone and who is at the other end of the first. */
static int pair_of(struct sim *sim, struct sim_leg *leg, struct sim_leg **first,
		   struct sim_leg **other)
{
	*first = leg->first ? leg->first : leg;
	*other = cti__sim_peer(*first);
	/* Transferred about, the two legs may have met each other. */
	if ((*first)->consult && *other && *other != (*first)->consult)
		return 0;
	return cti__sim_wrong(sim, CTI_ESTATE,
			      "%s has no consultation: begin one with "
			      "\"consult %s NUMBER\"",
			      leg->number, leg->number);
}

int cti__sim_complete(struct sim *sim, struct sim_leg *leg)
{
	struct sim_leg *first, *other, *target;
	int err = pair_of(sim, leg, &first, &other);

	if (err)
		return err;
	target = cti__sim_peer(first->consult);
	if (target)
		join(sim, first, other, target);
	else if (!cti__list_empty(&first->consult->ringing))
		join_ringing(sim, first, other);
	else
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "the consultation of %s is with no "
				      "telephone",
				      leg->number);
	return 0;
}

/* Nobody leaves: three in one bridge, the telephone by its first leg. */
int cti__sim_merge(struct sim *sim, struct sim_leg *leg)
{
	struct sim_leg *first, *other, *target, *second;
	int err = pair_of(sim, leg, &first, &other);

	if (err)
		return err;
	second = first->consult;
	target = cti__sim_peer(second);
	if (!target)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "the consultation of %s is not answered",
				      leg->number);
	cti__sim_unhold(sim, first);
	say_attended(sim, first, other, target, CTI_DEST_THREEWAY);
	cti__sim_bridge_leave(sim, target);
	cti__sim_bridge_enter(sim, first->bridge, target);
	cti__sim_bridge_leave(sim, second);
	cti__sim_leg_end(sim, second, CODE_NORMAL);
	return 0;
}

int cti__sim_return(struct sim *sim, struct sim_leg *leg)
{
	struct sim_leg *first = leg->first ? leg->first : leg;

	cti__sim_hangup(sim, first->consult, CODE_NORMAL);
	/* Transferred about, the two legs may have met and ended together. */
	if (cti__sim_is_live(sim, first))
		cti__sim_unhold(sim, first);
	return 0;
}

int cti__sim_swap(struct sim *sim, struct sim_leg *leg, struct sim_leg *second)
{
	if (!cti__sim_is_in_call(second) || !cti__sim_is_in_call(leg))
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "the second call of %s is not answered",
				      leg->number);
	if (leg->held) {
		cti__sim_hold(sim, second);
		cti__sim_unhold(sim, leg);
	} else {
		cti__sim_hold(sim, leg);
		cti__sim_unhold(sim, second);
	}
	return 0;
}
