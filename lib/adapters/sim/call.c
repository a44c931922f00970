/* SPDX-License-Identifier: MIT */
/* How the simulated switch rings telephones up, connects and clears. */
#include "adapters/sim/sim.h"

#include <stdio.h>

/* Q.850. */
#define CODE_UNALLOCATED 1
#define CODE_NORMAL	 16
#define CODE_BUSY	 17
#define CODE_NO_ANSWER	 19
#define CODE_REJECTED	 21
#define CODE_ELSEWHERE	 26
#define CODE_ABSENT	 20
#define CODE_CONGESTION	 42

/* A call that was sent on so often goes round in a circle. */
#define HOPS_MAX 10

static void copy(char to[SIM_WORD], struct cti__str from)
{
	snprintf(to, SIM_WORD, "%.*s", SIM_ARG(from));
}

static int ring_begin(struct sim *sim, struct sim_leg **out,
		      struct sim_leg *caller, struct cti__str number,
		      struct sim_queue *queue)
{
	struct sim_leg *callee;
	int err;

	err = cti__sim_leg_new(sim, &callee, number, caller->group);
	*out = callee;
	if (err)
		return err;
	callee->dialler = caller;
	callee->served = queue;
	callee->automatic = caller->automatic;
	copy(callee->target, number);
	cti__list_add(&caller->ringing, &callee->ringing_node);
	cti__sim_say_new(sim, callee, false);
	if (queue)
		cti__sim_say_agent(sim, CTI_FACT_AGENT_OFFER, caller, callee);
	cti__sim_say_dial(sim, callee, false);
	return 0;
}

/* The end of ringing, without a word on what becomes of the caller. */
static void drop(struct sim *sim, struct sim_leg *callee,
		 enum cti_dial_result result, int64_t code, const char *forward)
{
	bool offered = callee->served && result != CTI_DIAL_CANCEL;

	if (callee->dialler)
		callee->dialler->failure = code;
	/* A queue knows answered and not answered, nothing between. */
	if (offered)
		result = CTI_DIAL_NO_ANSWER;
	if (offered && code == CODE_NO_ANSWER)
		cti__sim_say_agent(sim, CTI_FACT_AGENT_NO_ANSWER,
				   callee->dialler, callee);
	cti__sim_say_dial_end(sim, callee, result, forward);
	if (offered && code != CODE_NO_ANSWER)
		cti__sim_say_agent(sim, CTI_FACT_AGENT_NO_ANSWER,
				   callee->dialler, callee);
	cti__sim_leg_end(sim, callee, code);
}

static void no_answer(struct sim *sim, void *of)
{
	cti__sim_ring_fails(sim, of, CTI_DIAL_NO_ANSWER, CODE_NO_ANSWER);
}

static void alert(struct sim *sim, struct sim_leg *callee)
{
	int64_t us = callee->served ? callee->served->ring_us : sim->ring_us;

	cti__sim_leg_state(sim, callee, CTI_STATE_ALERTING);
	cti__sim_say_ringing(sim, callee, false);
	cti__sim_in(sim, &callee->timer, us, no_answer, callee);
	if (callee->automatic)
		cti__sim_load_rings(sim, callee);
}

static bool send_on(struct sim *sim, struct sim_leg *callee,
		    struct cti__str to);

/* The telephone gets the call: it is busy, sends it away, or rings. */
static void ring_on(struct sim *sim, struct sim_leg *callee)
{
	struct sim_phone *phone = cti__sim_phone(sim, cti__str(callee->number));

	if (phone && phone->busy) {
		cti__sim_say_code(sim, CTI_FACT_LEG_HANGUP_REQUEST, callee,
				  CODE_BUSY);
		drop(sim, callee, CTI_DIAL_BUSY, CODE_BUSY, "");
	} else if (!phone || !*phone->forward || !callee->dialler ||
		   !send_on(sim, callee, cti__str(phone->forward))) {
		alert(sim, callee);
	}
}

/* A telephone that is not registered has no leg at all. */
static bool is_away(struct sim *sim, struct cti__str number)
{
	struct sim_phone *phone = cti__sim_phone(sim, number);

	return phone && phone->away;
}

/* Whether it went on: false after too many hops, or without memory. */
static bool send_on(struct sim *sim, struct sim_leg *callee, struct cti__str to)
{
	struct sim_leg *caller = callee->dialler, *next = NULL;
	char forward[SIM_WORD];

	if (caller->hops >= HOPS_MAX)
		return false;
	caller->hops++;
	copy(forward, to);
	/* A forwarded call is the caller's again, no more the agent's. */
	cti__sim_say_dial_end(sim, callee, CTI_DIAL_CANCEL, forward);
	cti__sim_leg_end(sim, callee, 0);
	if (is_away(sim, cti__str(forward)))
		caller->failure = CODE_ABSENT;
	else if (ring_begin(sim, &next, caller, cti__str(forward), NULL))
		caller->failure = CODE_CONGESTION;
	else
		ring_on(sim, next);
	return true;
}

/* Nothing rings any more for the caller: its queue tries again, else it ends.
 */
static void unreached(struct sim *sim, struct sim_leg *caller)
{
	if (!caller || caller->leaving || !cti__list_empty(&caller->ringing))
		return;
	if (caller->queue)
		cti__sim_queue_again(sim, caller);
	else
		cti__sim_clear(sim, caller, caller->failure);
}

void cti__sim_divert(struct sim *sim, struct sim_leg *callee,
		     struct cti__str to)
{
	struct sim_leg *caller = callee->dialler;

	if (send_on(sim, callee, to))
		unreached(sim, caller);
}

int cti__sim_ring(struct sim *sim, struct sim_leg *caller,
		  const struct cti__str *numbers, size_t count,
		  struct sim_queue *queue)
{
	struct sim_leg *begun[SIM_TARGETS];
	size_t i, n = 0;
	int err = 0;

	caller->failure = CODE_ABSENT;
	for (i = 0; i < count && n < SIM_TARGETS && !err; i++) {
		if (is_away(sim, numbers[i]))
			continue;
		err = ring_begin(sim, &begun[n], caller, numbers[i], queue);
		if (!err)
			n++;
	}
	if (err)
		caller->failure = CODE_CONGESTION;
	for (i = 0; i < n; i++)
		ring_on(sim, begun[i]);
	unreached(sim, caller);
	return err;
}

/* The switch rings the telephone itself; who answers is put through. */
int cti__sim_click(struct sim *sim, struct cti__str number, struct cti__str to,
		   struct cti__str name)
{
	struct cti_fact fact;
	struct sim_leg *leg;
	int err;

	err = cti__sim_leg_new(sim, &leg, number, NULL);
	if (err)
		return err;
	leg->clicked = true;
	copy(leg->click, to);
	copy(leg->target, number);
	copy(leg->alias, name);
	cti__sim_say_new(sim, leg, false);
	fact = cti__sim_fact(CTI_FACT_LEG_PARTY, leg);
	fact.number = number;
	fact.other_number = to;
	cti__sim_report(sim, &fact);
	cti__sim_say_dial(sim, leg, false);
	ring_on(sim, leg);
	return 0;
}

static void answer_click(struct sim *sim, struct sim_leg *leg)
{
	cti__sim_leg_state(sim, leg, CTI_STATE_UP);
	cti__sim_say_dial_end(sim, leg, CTI_DIAL_ANSWER, "");
	cti__sim_route(sim, leg, cti__str(leg->click));
}

void cti__sim_bridge_two(struct sim *sim, struct sim_leg *callee,
			 struct sim_leg *caller)
{
	struct sim_bridge *bridge;

	if (cti__sim_bridge_new(sim, &bridge, CTI_BRIDGE_PLAIN, "")) {
		cti__sim_clear(sim, callee, CODE_CONGESTION);
		cti__sim_clear(sim, caller, CODE_CONGESTION);
		return;
	}
	cti__sim_bridge_enter(sim, bridge, callee);
	cti__sim_bridge_enter(sim, bridge, caller);
	if (callee->automatic)
		cti__sim_load_talks(sim, callee);
}

void cti__sim_answer(struct sim *sim, struct sim_leg *callee)
{
	struct sim_leg *caller = callee->dialler;

	cti__sim_unset(sim, &callee->timer);
	cti__sim_unset(sim, &callee->plan);
	if (!caller) {
		answer_click(sim, callee);
		return;
	}
	cti__sim_leg_state(sim, callee, CTI_STATE_UP);
	cti__sim_say_dial_end(sim, callee, CTI_DIAL_ANSWER, "");
	cti__sim_hush(sim, caller, callee);
	callee->dialler = NULL;
	cti__list_del(&callee->ringing_node);
	cti__sim_end_ringing(sim, caller, CODE_ELSEWHERE);
	if (caller->queue)
		cti__sim_queue_leave(sim, caller);
	if (callee->served)
		cti__sim_say_agent(sim, CTI_FACT_AGENT_CONNECT, caller, callee);
	if (caller->state != CTI_STATE_UP)
		cti__sim_leg_state(sim, caller, CTI_STATE_UP);
	cti__sim_bridge_two(sim, callee, caller);
}

void cti__sim_ring_fails(struct sim *sim, struct sim_leg *callee,
			 enum cti_dial_result result, int64_t code)
{
	struct sim_leg *caller = callee->dialler;

	drop(sim, callee, result, code, "");
	unreached(sim, caller);
}

void cti__sim_hush(struct sim *sim, struct sim_leg *leg,
		   const struct sim_leg *except)
{
	struct cti__list *node;
	struct sim_leg *callee;

	cti__list_each (node, &leg->ringing) {
		callee = cti__list_entry(node, struct sim_leg, ringing_node);
		if (callee != except)
			cti__sim_say_dial_end(sim, callee, CTI_DIAL_CANCEL, "");
	}
}

void cti__sim_end_ringing(struct sim *sim, struct sim_leg *leg, int64_t code)
{
	struct cti__list *node, *tmp;

	cti__list_each_safe (node, tmp, &leg->ringing)
		cti__sim_leg_end(
			sim,
			cti__list_entry(node, struct sim_leg, ringing_node),
			code);
}

void cti__sim_hangup(struct sim *sim, struct sim_leg *leg, int64_t code)
{
	bool rings = leg->state == CTI_STATE_ALERTING;

	if (rings && code == CODE_NORMAL)
		code = CODE_REJECTED;
	cti__sim_say_code(sim, CTI_FACT_LEG_HANGUP_REQUEST, leg, code);
	if (rings)
		cti__sim_ring_fails(sim, leg,
				    code == CODE_BUSY ? CTI_DIAL_BUSY
						      : CTI_DIAL_NO_ANSWER,
				    code);
	else
		cti__sim_clear(sim, leg, code);
}

static void leave(struct sim *sim, struct sim_leg *leg)
{
	struct cti_fact fact;

	if (leg->bridge && leg->bridge->kind == CTI_BRIDGE_ROOM) {
		fact = cti__sim_fact(CTI_FACT_ROOM_LEAVE, leg);
		fact.called = cti__str(leg->bridge->room);
		fact.bridge = cti__str(leg->bridge->id);
		cti__sim_report(sim, &fact);
	}
	cti__sim_bridge_leave(sim, leg);
}

/* What leg rang up or waited for. */
static void give_up(struct sim *sim, struct sim_leg *leg)
{
	cti__sim_hush(sim, leg, NULL);
	if (leg->queue) {
		cti__sim_say_queue(sim, CTI_FACT_QUEUE_ABANDON, leg, leg->queue,
				   0, false);
		cti__sim_queue_leave(sim, leg);
	}
	cti__sim_end_ringing(sim, leg, CODE_NORMAL);
	if (leg->slot) {
		cti__sim_say_parked(sim, CTI_FACT_PARK_GIVE_UP, leg, NULL,
				    false);
		cti__sim_slot_clear(sim, leg);
	}
}

void cti__sim_clear(struct sim *sim, struct sim_leg *leg, int64_t code)
{
	struct sim_leg *peer = cti__sim_peer(leg);

	leg->leaving = true;
	give_up(sim, leg);
	cti__sim_served(sim, peer, leg);
	if (peer)
		cti__sim_served(sim, leg, peer);
	leave(sim, leg);
	if (peer)
		leave(sim, peer);
	cti__sim_leg_end(sim, leg, code);
	if (peer)
		cti__sim_clear(sim, peer, CODE_NORMAL);
}

static bool route_code(struct sim *sim, struct sim_leg *leg,
		       struct cti__str number)
{
	struct sim_leg *target = NULL;
	struct sim_phone *phone;
	struct cti__list *node;

	if (!cti__str_starts(number, CTI__STR("*")))
		return false;
	if (cti__str_is(number, "*8"))
		target = cti__sim_ringing(sim, leg->phone);
	phone = cti__sim_phone(sim, cti__str_sub(number, 2, SIZE_MAX));
	if (phone && cti__str_starts(number, CTI__STR("**")))
		cti__list_each (node, &phone->legs) {
			target = cti__list_entry(node, struct sim_leg,
						 phone_node);
			if (target->state == CTI_STATE_ALERTING &&
			    target->dialler)
				break;
			target = NULL;
		}
	if (target)
		cti__sim_pickup(sim, leg, target);
	else
		cti__sim_clear(sim, leg, CODE_UNALLOCATED);
	return true;
}

void cti__sim_route(struct sim *sim, struct sim_leg *leg,
		    struct cti__str number)
{
	struct sim_phone *phone = cti__sim_phone(sim, number);
	struct sim_room *room = cti__sim_room(sim, number);
	struct sim_leg *parked = NULL;
	uint64_t slot;

	copy(leg->exten, number);
	if (phone && phone->barred) {
		cti__sim_clear(sim, leg, CODE_UNALLOCATED);
		return;
	}
	if (route_code(sim, leg, number))
		return;
	if (cti__str_is_digits(number) && cti__str_u64(number, &slot) &&
	    slot > SIM_PARK_NUMBER && slot <= SIM_PARK_NUMBER + SIM_SLOTS)
		parked = cti__sim_parked(sim, (unsigned)slot);
	if (room)
		cti__sim_room_enter(sim, leg, room);
	else if (parked)
		cti__sim_unpark(sim, leg, parked);
	else
		(void)cti__sim_ring(sim, leg, &number, 1, NULL);
}
