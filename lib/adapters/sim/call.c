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
		      struct cti__str id, struct sim_queue *queue)
{
	struct sim_leg *callee;
	int err;

	err = cti__sim_leg_new(sim, &callee, number, caller->group);
	*out = callee;
	if (err)
		return err;
	cti__sim_leg_name(callee, id);
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

static void picks_up(struct sim *sim, void *of)
{
	cti__sim_answer(sim, of);
}

/* A telephone that picks up by itself. */
static void answer_soon(struct sim *sim, struct sim_leg *callee)
{
	struct sim_phone *phone = cti__sim_phone(sim, cti__str(callee->number));
	int64_t us = callee->prompt	       ? 0
		     : phone && phone->answers ? phone->answer_us
		     : sim->answers	       ? sim->answer_us
					       : -1;

	if (us >= 0)
		cti__sim_in(sim, &callee->plan, us, picks_up, callee);
}

static void alert(struct sim *sim, struct sim_leg *callee)
{
	int64_t us = callee->served ? callee->served->ring_us : sim->ring_us;

	cti__sim_leg_state(sim, callee, CTI_STATE_ALERTING);
	cti__sim_say_ringing(sim, callee, false);
	cti__sim_in(sim, &callee->timer, us, no_answer, callee);
	if (callee->automatic)
		cti__sim_load_rings(sim, callee);
	else
		answer_soon(sim, callee);
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
	bool joins = callee->joins;
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
	else if (ring_begin(sim, &next, caller, cti__str(forward),
			    CTI__STR_NONE, NULL))
		caller->failure = CODE_CONGESTION;
	if (next) {
		next->joins = joins;
		ring_on(sim, next);
	}
	return true;
}

/* Nothing rings any more for the caller: its queue tries again, else it ends.
 */
static void unreached(struct sim *sim, struct sim_leg *caller)
{
	if (!caller || caller->leaving || !cti__list_empty(&caller->ringing) ||
	    cti__sim_is_in_call(caller))
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
		err = ring_begin(sim, &begun[n], caller, numbers[i],
				 CTI__STR_NONE, queue);
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

int cti__sim_invite(struct sim *sim, struct sim_leg *leg, struct cti__str to,
		    struct cti__str id)
{
	struct sim_leg *callee;
	int err;

	if (!cti__sim_is_in_call(leg))
		return cti__sim_wrong(sim, CTI_ESTATE, "%s does not talk",
				      leg->number);
	if (is_away(sim, to))
		return cti__sim_wrong(sim, CTI_ESTATE, "%.*s is unplugged",
				      SIM_ARG(to));
	copy(leg->exten, to);
	err = ring_begin(sim, &callee, leg, to, id, NULL);
	if (err)
		return err;
	callee->joins = true;
	ring_on(sim, callee);
	return 0;
}

int cti__sim_click(struct sim *sim, const struct sim_click *click)
{
	struct cti_fact fact;
	struct sim_leg *leg;
	int err;

	err = cti__sim_leg_new(sim, &leg, click->phone, NULL);
	if (err)
		return err;
	cti__sim_leg_name(leg, click->id);
	leg->prompt = click->prompt;
	copy(leg->click, click->to);
	copy(leg->target, click->phone);
	copy(leg->alias, click->alias);
	copy(leg->shown, click->shown);
	snprintf(leg->shown_name, sizeof(leg->shown_name), "%.*s",
		 SIM_ARG(click->shown_name));
	cti__sim_say_new(sim, leg, false);
	fact = cti__sim_fact(CTI_FACT_LEG_PARTY, leg);
	fact.number = click->phone;
	fact.other_number = click->to;
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

/* Who was called into a call comes in. */
static void answer_joins(struct sim *sim, struct sim_leg *callee)
{
	struct sim_leg *caller = callee->dialler;

	cti__sim_leg_state(sim, callee, CTI_STATE_UP);
	cti__sim_say_dial_end(sim, callee, CTI_DIAL_ANSWER, "");
	callee->dialler = NULL;
	callee->joins = false;
	cti__list_del(&callee->ringing_node);
	cti__sim_unhold(sim, caller);
	cti__sim_bridge_enter(sim, caller->bridge, callee);
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
	if (callee->joins) {
		answer_joins(sim, callee);
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
