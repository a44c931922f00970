/* SPDX-License-Identifier: MIT */
/* Facts about bridges and conference rooms. */
#include "model/state.h"

static void learn_kind(struct cti__model *m, struct bridge *bridge,
		       const struct cti_fact *fact)
{
	if (fact->bridge_kind != CTI_BRIDGE_PLAIN)
		bridge->kind = fact->bridge_kind;
	bridge->open = bridge->open || fact->open;
	if (fact->bridge_kind == CTI_BRIDGE_ROOM && fact->called.n)
		cti__model_keep(m, &bridge->room, fact->called);
}

static size_t real_count(const struct bridge *bridge)
{
	struct cti__list *node;
	size_t count = 0;

	cti__list_each (node, &bridge->legs)
		if (cti__leg_is_real(
			    cti__list_entry(node, struct leg, in_bridge)))
			count++;
	return count;
}

/* A telephone that dialled a room has been answered by the room. */
static void room_answers(struct cti__model *m, struct leg *leg)
{
	if (!leg->told_dial || leg->consult ||
	    (leg->far_answered && !leg->by_switch))
		return;
	if (leg->wait.kind == WAIT_ANSWER)
		cti__wait(m, &leg->wait, WAIT_NONE);
	cti__far_end(m, leg, cti__str(leg->dialled_number));
	cti__model_keep(m, &leg->remote, cti__str(leg->dialled_number));
}

/* Plumbing in a bridge that nobody dialled and no request made, beside a
   telephone that holds its contact: a consultation on its own leg. */
void cti__consult_found(struct cti__model *m, struct bridge *bridge)
{
	struct leg *plumbing = NULL, *leg = NULL, *at;
	struct cti__list *node;
	struct call *call;

	cti__list_each (node, &bridge->legs) {
		at = cti__list_entry(node, struct leg, in_bridge);
		if (at->role == CTI_ROLE_LOCAL && at->half == 1 &&
		    !at->dialler && !at->originated && !at->called &&
		    !at->consultant)
			plumbing = at;
		else if (at->role == CTI_ROLE_EXTENSION && at->held &&
			 at->call && !at->consult)
			leg = at;
	}
	if (!plumbing || !leg)
		return;
	leg->consult = plumbing;
	leg->consult_answered = false;
	plumbing->consultant = leg;
	call = cti__call_add(m, cti__map_key(&plumbing->node));
	if (!call)
		return;
	cti__model_keep(m, &call->caller, cti__str(leg->device));
	cti__model_keep(m, &call->dnis, cti__str(plumbing->device));
	cti__model_keep(m, &call->called, cti__str(plumbing->device));
	cti__model_keep(m, &call->consult_of, cti__str(leg->call->id));
	cti__tell_dial(m, leg, call, cti__str(plumbing->device));
	cti__call_join(m, call, plumbing);
	cti__call_settle(m, call);
}

/* A real leg next to the one that came or went, for whom things changed. */
static struct leg *neighbour(struct leg *leg)
{
	struct leg *half;
	struct cti__list *node;
	struct bridge *bridge = leg->bridge;
	int round;

	if (cti__leg_is_real(leg))
		return leg;
	half = cti__leg_other_half(leg);
	for (round = 0; round < 2; round++) {
		if (bridge)
			cti__list_each (node, &bridge->legs) {
				struct leg *at = cti__list_entry(
					node, struct leg, in_bridge);

				if (cti__leg_is_real(at))
					return at;
			}
		bridge = half ? half->bridge : NULL;
	}
	return NULL;
}

static void enters(struct cti__model *m, struct bridge *bridge, struct leg *leg)
{
	struct leg *real;

	if (leg->bridge == bridge)
		return;
	cti__list_del(&leg->in_bridge);
	leg->bridge = bridge;
	cti__list_add(&bridge->legs, &leg->in_bridge);
	if (leg->wait.kind == WAIT_ABANDON)
		cti__abandon_decide(m, leg, false);
	if (leg->spy || leg->fresh)
		return;
	cti__consult_found(m, bridge);
	if (bridge->kind == CTI_BRIDGE_ROOM)
		room_answers(m, leg);
	if (bridge->kind == CTI_BRIDGE_HOLDING)
		return;
	real = neighbour(leg);
	if (real && real->bridge)
		cti__talk_changed(m, real);
}

static void leaves(struct cti__model *m, struct leg *leg)
{
	struct bridge *bridge = leg->bridge;
	size_t count;

	if (!bridge)
		return;
	leg->bridge = NULL;
	leg->left_us = m->now_us;
	cti__list_del(&leg->in_bridge);
	count = real_count(bridge);
	if (bridge->told > count)
		bridge->told = (uint32_t)count;
}

/* Plumbing may be seen there before it is said to exist. */
static struct leg *met(struct cti__model *m, const struct cti_fact *fact)
{
	if (fact->kind != CTI_FACT_BRIDGE_ENTER ||
	    fact->role != CTI_ROLE_LOCAL || !fact->leg.n || m->listing ||
	    cti__ended_lately(m, fact->leg))
		return NULL;
	return cti__leg_add(m, fact);
}

void cti__on_bridge(struct cti__model *m, const struct cti_fact *fact)
{
	struct bridge *bridge;
	struct leg *leg;

	if (fact->kind == CTI_FACT_BRIDGE_LEAVE) {
		leg = cti__leg_find(m, fact->leg);
		bridge = cti__bridge_find(m, fact->bridge);
		if (leg && (!bridge || leg->bridge == bridge))
			leaves(m, leg);
		return;
	}
	if (fact->kind == CTI_FACT_BRIDGE_END) {
		bridge = cti__bridge_find(m, fact->bridge);
		if (bridge)
			cti__bridge_drop(m, bridge);
		return;
	}
	leg = cti__leg_find(m, fact->other);
	bridge = !fact->bridge.n && leg ? leg->bridge
					: cti__bridge_get(m, fact->bridge);
	if (!bridge)
		return;
	learn_kind(m, bridge, fact);
	leg = cti__leg_find(m, fact->leg);
	if (!leg)
		leg = met(m, fact);
	if (leg)
		enters(m, bridge, leg);
}

void cti__on_room(struct cti__model *m, const struct cti_fact *fact)
{
	struct bridge *bridge = cti__bridge_find(m, fact->bridge);
	struct leg *leg = cti__leg_find(m, fact->leg);

	/* The member's own words come before or after those of the bridge. */
	if (bridge && fact->kind == CTI_FACT_ROOM_ENTER)
		learn_kind(m, bridge, fact);
	if (leg && fact->kind == CTI_FACT_ROOM_ENTER && leg->call)
		room_answers(m, leg);
}
