/* SPDX-License-Identifier: MIT */
/* What the simulated switch says of itself: facts. */
#include "adapters/sim/sim.h"

#include <stdio.h>

static const struct cti__str context_inside = { "internal", 8 };
static const struct cti__str context_outside = { "from-trunk", 10 };

struct cti_fact cti__sim_fact(enum cti_fact_kind kind,
			      const struct sim_leg *leg)
{
	struct cti_fact fact;

	memset(&fact, 0, sizeof(fact));
	fact.kind = kind;
	if (leg)
		fact.leg = cti__str(leg->id);
	return fact;
}

void cti__sim_report(struct sim *sim, struct cti_fact *fact)
{
	/* What nobody listens to is found by the next resync. */
	if (!sim->live)
		return;
	/* On a real clock, now is the port's word; a fast one runs ahead of it.
	 */
	if (sim->is_virtual)
		fact->time_us = SIM_EPOCH_US + sim->now_us;
	cti_port_report(sim->port, fact);
}

void cti__sim_say(struct sim *sim, enum cti_fact_kind kind,
		  const struct sim_leg *leg)
{
	struct cti_fact fact = cti__sim_fact(kind, leg);

	cti__sim_report(sim, &fact);
}

static enum cti_role role_of(const struct sim_leg *leg)
{
	return leg->phone ? CTI_ROLE_EXTENSION : CTI_ROLE_TRUNK;
}

void cti__sim_say_new(struct sim *sim, const struct sim_leg *leg, bool snapshot)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_LEG_NEW, leg);

	fact.snapshot = snapshot;
	fact.role = role_of(leg);
	fact.device = leg->phone ? cti__str(leg->number) : CTI__STR("trunk");
	fact.context = leg->phone ? context_inside : context_outside;
	fact.state = leg->state;
	fact.number = cti__str(leg->number);
	fact.name = cti__str(leg->name);
	fact.called = cti__str(leg->called);
	fact.group = cti__str(leg->group);
	fact.withheld = leg->withheld;
	cti__sim_report(sim, &fact);
}

void cti__sim_say_code(struct sim *sim, enum cti_fact_kind kind,
		       const struct sim_leg *leg, int64_t code)
{
	struct cti_fact fact = cti__sim_fact(kind, leg);

	fact.code = code;
	cti__sim_report(sim, &fact);
}

/* From who rings up to who is rung up; "" where the switch itself does. */
static struct cti_fact dial_fact(enum cti_fact_kind kind,
				 const struct sim_leg *callee)
{
	struct cti_fact fact = cti__sim_fact(kind, callee->dialler);

	fact.other = cti__str(callee->id);
	return fact;
}

void cti__sim_say_dial(struct sim *sim, const struct sim_leg *callee,
		       bool snapshot)
{
	struct cti_fact fact = dial_fact(CTI_FACT_DIAL_BEGIN, callee);

	fact.number = cti__str(callee->target);
	fact.data = cti__str(callee->number);
	fact.snapshot = snapshot;
	if (callee->dialler) {
		fact.called = cti__str(callee->dialler->exten);
		fact.context = context_inside;
		fact.other_number = cti__str(*callee->dialler->shown
						     ? callee->dialler->shown
						     : callee->dialler->number);
		fact.other_name = cti__str(callee->dialler->shown_name);
	} else {
		fact.other_number = cti__str(callee->click);
	}
	cti__sim_report(sim, &fact);
}

void cti__sim_say_ringing(struct sim *sim, const struct sim_leg *callee,
			  bool snapshot)
{
	struct cti_fact fact = dial_fact(CTI_FACT_DIAL_STATE, callee);

	fact.state = CTI_STATE_ALERTING;
	fact.snapshot = snapshot;
	cti__sim_report(sim, &fact);
}

void cti__sim_say_dial_end(struct sim *sim, const struct sim_leg *callee,
			   enum cti_dial_result result, const char *forward)
{
	struct cti_fact fact = dial_fact(CTI_FACT_DIAL_END, callee);

	fact.result = result;
	fact.called = cti__str(forward);
	cti__sim_report(sim, &fact);
}

void cti__sim_say_bridge(struct sim *sim, enum cti_fact_kind kind,
			 const struct sim_bridge *bridge,
			 const struct sim_leg *leg, bool snapshot)
{
	struct cti_fact fact = cti__sim_fact(kind, leg);

	fact.bridge = cti__str(bridge->id);
	fact.bridge_kind = bridge->kind;
	fact.called = cti__str(bridge->room);
	fact.snapshot = snapshot;
	cti__sim_report(sim, &fact);
}

void cti__sim_say_queue(struct sim *sim, enum cti_fact_kind kind,
			const struct sim_leg *caller,
			const struct sim_queue *queue, int64_t code,
			bool snapshot)
{
	struct cti_fact fact = cti__sim_fact(kind, caller);

	fact.queue = cti__str(queue->name);
	fact.code = code;
	fact.snapshot = snapshot;
	cti__sim_report(sim, &fact);
}

void cti__sim_say_agent(struct sim *sim, enum cti_fact_kind kind,
			const struct sim_leg *caller,
			const struct sim_leg *callee)
{
	struct cti_fact fact = cti__sim_fact(kind, caller);

	fact.other = cti__str(callee->id);
	fact.device = cti__str(callee->number);
	fact.queue = cti__str(callee->served->name);
	fact.agent = cti__str(callee->phone->agent);
	if (kind == CTI_FACT_AGENT_COMPLETE)
		fact.code = callee->served->wrapup_us / 1000000;
	cti__sim_report(sim, &fact);
}

void cti__sim_say_member(struct sim *sim, const struct sim_phone *phone,
			 const struct sim_queue *queue, enum sim_member what,
			 bool snapshot)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_AGENT_MEMBER, NULL);

	fact.agent = cti__str(phone->agent);
	fact.device = cti__str(phone->number);
	fact.queue = cti__str(queue->name);
	fact.member = what != SIM_MEMBER_GONE;
	fact.ok = what == SIM_MEMBER_NEW;
	fact.paused = phone->paused;
	fact.reason = cti__str(phone->reason);
	fact.code = queue->wrapup_us / 1000000;
	fact.snapshot = snapshot;
	cti__sim_report(sim, &fact);
}

/* Something about the agent changed: each of its queues says so. */
void cti__sim_say_members(struct sim *sim, const struct sim_phone *phone)
{
	struct cti__list *node;
	struct sim_seat *seat;

	cti__list_each (node, &phone->seats) {
		seat = cti__list_entry(node, struct sim_seat, in_phone);
		cti__sim_say_member(sim, phone, seat->queue, SIM_MEMBER_IS,
				    false);
	}
}

void cti__sim_say_parked(struct sim *sim, enum cti_fact_kind kind,
			 const struct sim_leg *leg, const struct sim_leg *other,
			 bool snapshot)
{
	struct cti_fact fact = cti__sim_fact(kind, leg);
	char slot[16];

	snprintf(slot, sizeof(slot), "%u", leg->slot);
	fact.slot = cti__str(slot);
	fact.device = cti__str(leg->parker);
	if (other)
		fact.other = cti__str(other->id);
	if (kind == CTI_FACT_PARKED)
		fact.code = sim->park_us / 1000000;
	fact.snapshot = snapshot;
	cti__sim_report(sim, &fact);
}
