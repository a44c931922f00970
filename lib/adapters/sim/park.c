/* SPDX-License-Identifier: MIT */
/* Park slots, pickup and conference rooms of the simulated switch. */
#include "adapters/sim/sim.h"

#include <stdio.h>

#define CODE_NORMAL	16
#define CODE_ELSEWHERE	26
#define CODE_CONGESTION 42

/* Index of a slot that may be used: the one asked for, or the first. */
static int slot_take(struct sim *sim, unsigned want, unsigned *slot)
{
	unsigned i;

	for (i = 0; i < SIM_SLOTS; i++) {
		*slot = SIM_PARK_NUMBER + 1 + i;
		if (!sim->slot_used[i] && (!want || want == *slot)) {
			sim->slot_used[i] = 1;
			return 0;
		}
	}
	if (!want)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "all %d park slots are taken", SIM_SLOTS);
	if (want > SIM_PARK_NUMBER && want <= SIM_PARK_NUMBER + SIM_SLOTS)
		return cti__sim_wrong(sim, CTI_ESTATE, "slot %u is taken",
				      want);
	return cti__sim_wrong(sim, CTI_EINVAL,
			      "%u is no park slot: they go from %d to %d", want,
			      SIM_PARK_NUMBER + 1, SIM_PARK_NUMBER + SIM_SLOTS);
}

void cti__sim_slot_clear(struct sim *sim, struct sim_leg *leg)
{
	if (leg->slot)
		sim->slot_used[leg->slot - SIM_PARK_NUMBER - 1] = 0;
	leg->slot = 0;
	cti__sim_unset(sim, &leg->timer);
}

/* Nobody fetched it: it rings again where it was parked. */
static void comes_back(struct sim *sim, void *of)
{
	struct sim_leg *leg = of;
	struct cti__str parker = cti__str(leg->parker);

	cti__sim_say_parked(sim, CTI_FACT_PARK_TIMEOUT, leg, NULL, false);
	cti__sim_slot_clear(sim, leg);
	cti__sim_bridge_leave(sim, leg);
	(void)cti__sim_ring(sim, leg, &parker, 1, NULL);
}

static void say_park_transfer(struct sim *sim, const struct sim_leg *leg,
			      const struct sim_leg *other)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_TRANSFER_BLIND, leg);
	char number[16];

	snprintf(number, sizeof(number), "%d", SIM_PARK_NUMBER);
	fact.other = cti__str(other->id);
	fact.bridge = cti__str(leg->bridge->id);
	fact.called = cti__str(number);
	fact.ok = true;
	cti__sim_report(sim, &fact);
}

int cti__sim_park(struct sim *sim, struct sim_leg *leg, unsigned slot)
{
	struct sim_leg *other = cti__sim_peer(leg);
	int err;

	if (!other)
		return cti__sim_wrong(sim, CTI_ESTATE,
				      "%s talks to nobody who could be parked",
				      leg->number);
	err = slot_take(sim, slot, &slot);
	if (!err && !sim->lot) {
		err = cti__sim_bridge_new(sim, &sim->lot, CTI_BRIDGE_HOLDING,
					  "");
		if (err)
			sim->slot_used[slot - SIM_PARK_NUMBER - 1] = 0;
	}
	if (err)
		return err;
	cti__sim_unhold(sim, leg);
	say_park_transfer(sim, leg, other);
	other->slot = slot;
	snprintf(other->parker, SIM_WORD, "%s", leg->number);
	cti__sim_say_parked(sim, CTI_FACT_PARKED, other, NULL, false);
	cti__sim_bridge_leave(sim, other);
	cti__sim_bridge_enter(sim, sim->lot, other);
	cti__sim_in(sim, &other->timer, sim->park_us, comes_back, other);
	cti__sim_say_code(sim, CTI_FACT_LEG_HANGUP_REQUEST, leg, CODE_NORMAL);
	cti__sim_served(sim, other, leg);
	cti__sim_bridge_leave(sim, leg);
	cti__sim_leg_end(sim, leg, CODE_NORMAL);
	return 0;
}

struct sim_leg *cti__sim_parked(const struct sim *sim, unsigned slot)
{
	struct cti__list *node;
	struct sim_leg *leg;

	cti__list_each (node, &sim->legs) {
		leg = cti__list_entry(node, struct sim_leg, node);
		if (leg->slot == slot && slot)
			return leg;
	}
	return NULL;
}

void cti__sim_unpark(struct sim *sim, struct sim_leg *leg,
		     struct sim_leg *parked)
{
	struct sim_bridge *bridge;

	if (cti__sim_bridge_new(sim, &bridge, CTI_BRIDGE_PLAIN, "")) {
		cti__sim_clear(sim, leg, CODE_CONGESTION);
		return;
	}
	if (leg->state != CTI_STATE_UP)
		cti__sim_leg_state(sim, leg, CTI_STATE_UP);
	cti__sim_say_parked(sim, CTI_FACT_UNPARKED, parked, leg, false);
	cti__sim_slot_clear(sim, parked);
	cti__sim_bridge_leave(sim, parked);
	cti__sim_bridge_enter(sim, bridge, parked);
	cti__sim_bridge_enter(sim, bridge, leg);
}

struct sim_leg *cti__sim_ringing(const struct sim *sim,
				 const struct sim_phone *not_here)
{
	struct cti__list *node;
	struct sim_leg *leg;

	cti__list_each (node, &sim->legs) {
		leg = cti__list_entry(node, struct sim_leg, node);
		if (cti__sim_is_for_caller(leg) && leg->phone &&
		    leg->phone != not_here)
			return leg;
	}
	return NULL;
}

static void say_pickup(struct sim *sim, const struct sim_leg *leg,
		       const struct sim_leg *target)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_PICKUP, leg);

	fact.other = cti__str(target->id);
	cti__sim_report(sim, &fact);
}

/* leg takes the place of what rings, and has answered already. */
void cti__sim_pickup(struct sim *sim, struct sim_leg *leg,
		     struct sim_leg *target)
{
	struct sim_leg *caller = target->dialler;

	cti__sim_leg_state(sim, leg, CTI_STATE_UP);
	say_pickup(sim, leg, target);
	cti__sim_leg_end(sim, target, CODE_NORMAL);
	leg->dialler = caller;
	cti__sim_say_dial_end(sim, leg, CTI_DIAL_ANSWER, "");
	leg->dialler = NULL;
	/* Who else was rung up for this call. */
	cti__sim_hush(sim, caller, NULL);
	cti__sim_end_ringing(sim, caller, CODE_ELSEWHERE);
	if (caller->queue)
		cti__sim_queue_leave(sim, caller);
	if (caller->state != CTI_STATE_UP)
		cti__sim_leg_state(sim, caller, CTI_STATE_UP);
	cti__sim_bridge_two(sim, leg, caller);
}

void cti__sim_room_enter(struct sim *sim, struct sim_leg *leg,
			 struct sim_room *room)
{
	struct cti_fact fact;

	if (!room->bridge &&
	    cti__sim_bridge_new(sim, &room->bridge, CTI_BRIDGE_ROOM,
				room->number)) {
		cti__sim_clear(sim, leg, CODE_CONGESTION);
		return;
	}
	if (leg->state != CTI_STATE_UP)
		cti__sim_leg_state(sim, leg, CTI_STATE_UP);
	cti__sim_bridge_enter(sim, room->bridge, leg);
	fact = cti__sim_fact(CTI_FACT_ROOM_ENTER, leg);
	fact.called = cti__str(room->number);
	fact.bridge = cti__str(room->bridge->id);
	cti__sim_report(sim, &fact);
}
