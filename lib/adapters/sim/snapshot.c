/* SPDX-License-Identifier: MIT */
/* The whole switch as one list, for who (re)connects. */
#include "adapters/sim/sim.h"

static void list_legs(struct sim *sim)
{
	struct cti__list *node;

	cti__list_each (node, &sim->legs)
		cti__sim_say_new(
			sim, cti__list_entry(node, struct sim_leg, node), true);
}

static void list_bridges(struct sim *sim)
{
	struct cti__list *node, *member;
	struct sim_bridge *bridge;
	struct sim_leg *leg;

	cti__list_each (node, &sim->bridges) {
		bridge = cti__list_entry(node, struct sim_bridge, node);
		if (!bridge->count)
			continue;
		cti__sim_say_bridge(sim, CTI_FACT_BRIDGE_NEW, bridge, NULL,
				    true);
		cti__list_each (member, &bridge->legs) {
			leg = cti__list_entry(member, struct sim_leg,
					      bridge_node);
			cti__sim_say_bridge(sim, CTI_FACT_BRIDGE_ENTER, bridge,
					    leg, true);
		}
	}
}

static void list_leg_details(struct sim *sim, struct sim_leg *leg)
{
	struct cti_fact fact;

	if (leg->state == CTI_STATE_ALERTING) {
		cti__sim_say_dial(sim, leg, true);
		cti__sim_say_ringing(sim, leg, true);
	}
	if (leg->queue)
		cti__sim_say_queue(sim, CTI_FACT_QUEUE_JOIN, leg, leg->queue,
				   cti__sim_position(leg), true);
	if (leg->asks)
		cti__sim_say_asks(sim, leg, true);
	if (leg->slot)
		cti__sim_say_parked(sim, CTI_FACT_PARKED, leg, NULL, true);
	if (leg->held) {
		fact = cti__sim_fact(CTI_FACT_HOLD, leg);
		fact.snapshot = true;
		cti__sim_report(sim, &fact);
	}
}

static void list_agents(struct sim *sim)
{
	struct cti__list *node, *member;
	struct sim_phone *phone;
	struct sim_seat *seat;

	cti__list_each (node, &sim->phones) {
		phone = cti__list_entry(node, struct sim_phone, node);
		cti__list_each (member, &phone->seats) {
			seat = cti__list_entry(member, struct sim_seat,
					       in_phone);
			cti__sim_say_member(sim, phone, seat->queue,
					    SIM_MEMBER_IS, true);
		}
	}
}

void cti__sim_list(struct sim *sim)
{
	struct cti__list *node;
	struct cti_fact fact;

	cti__sim_say(sim, CTI_FACT_SNAPSHOT_BEGIN, NULL);
	fact = cti__sim_fact(CTI_FACT_SWITCH_UP, NULL);
	fact.code = (sim->now_us - sim->booted_us) / 1000000;
	cti__sim_report(sim, &fact);
	list_legs(sim);
	list_bridges(sim);
	cti__list_each (node, &sim->legs)
		list_leg_details(sim,
				 cti__list_entry(node, struct sim_leg, node));
	list_agents(sim);
	cti__sim_say(sim, CTI_FACT_SNAPSHOT_END, NULL);
}
