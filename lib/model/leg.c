/* SPDX-License-Identifier: MIT */
/* Facts about one leg: it exists, calls, rings, answers, holds, ends. */
#include "model/state.h"
#include "util/alloc.h"

#include <cti/error.h>

/* Another leg of the same telephone that has put its contact on hold. */
static struct leg *held_beside(const struct leg *leg)
{
	struct cti__list *node;

	if (!leg->at)
		return NULL;
	cti__list_each (node, &leg->at->legs) {
		struct leg *other = cti__list_entry(node, struct leg,
						    in_device);

		if (other != leg && other->held && other->call)
			return other;
	}
	return NULL;
}

struct call *cti__call_begin(struct cti__model *m, struct leg *leg,
			     struct cti__str group)
{
	struct call *call = cti__call_add(
		m, group.n ? group : cti__map_key(&leg->node));
	struct leg *contact;

	if (!call)
		return NULL;
	call->withheld = leg->withheld;
	cti__model_keep(m, &call->caller, cti__leg_number(leg));
	if (leg->name)
		cti__model_keep(m, &call->name, cti__str(leg->name));
	if (leg->dialled_number)
		cti__model_keep(m, &call->dnis, cti__str(leg->dialled_number));
	if (leg->role == CTI_ROLE_TRUNK)
		call->direction = "inbound";
	contact = held_beside(leg);
	if (contact)
		cti__model_keep(m, &call->consult_of,
				cti__str(contact->call->id));
	cti__call_join(m, call, leg);
	/* It may be in one already, and then this is nobody's. */
	cti__call_settle(m, call);
	return leg->call;
}

/* The leg came to the switch by itself: a call begins. */
static void arrives(struct cti__model *m, struct leg *leg,
		    const struct cti_fact *fact)
{
	struct cti__str group = cti__str_eq(fact->group,
					    cti__map_key(&leg->node))
					? fact->group
					: CTI__STR_NONE;

	leg->incoming = true;
	leg->withheld = fact->withheld;
	if (leg->role == CTI_ROLE_TRUNK)
		cti__model_keep(m, &leg->number, fact->number);
	cti__model_keep(m, &leg->dialled_number, fact->called);
	if (!cti__call_begin(m, leg, group))
		return;
	cti__tell_begin(m, leg->call);
	if (leg->role != CTI_ROLE_EXTENSION) {
		/* The call has it, and nothing is told of the leg itself. */
		cti__free(leg->dialled_number);
		leg->dialled_number = NULL;
		return;
	}
	leg->told_dial = true;
	cti__tell_dial(m, leg, leg->call, fact->called);
}

static void is_up(struct cti__model *m, struct leg *leg)
{
	leg->state = CTI_STATE_UP;
	if (leg->called) {
		cti__leg_answered(m, leg);
		if (leg->bridge && leg->bridge->open)
			cti__talk_changed(m, leg);
	} else if (leg->told_dial && !leg->far_answered &&
		   leg->wait.kind == WAIT_NONE &&
		   cti__list_empty(&leg->dialled)) {
		cti__wait(m, &leg->wait, WAIT_ANSWER);
	}
}

static void take_state(struct cti__model *m, struct leg *leg,
		       const struct cti_fact *fact)
{
	if (!cti__leg_is_real(leg)) {
		if (fact->state > leg->state)
			leg->state = (uint8_t)fact->state;
		return;
	}
	if (fact->state <= leg->state)
		return;
	switch (fact->state) {
	case CTI_STATE_CALLING:
		leg->state = CTI_STATE_CALLING;
		if (!leg->called && !leg->incoming)
			arrives(m, leg, fact);
		break;
	case CTI_STATE_ALERTING:
		leg->state = CTI_STATE_ALERTING;
		cti__tell_ring(m, leg);
		break;
	case CTI_STATE_UP:
		is_up(m, leg);
		break;
	default:
		leg->state = (uint8_t)fact->state;
	}
}

static void take_party(struct cti__model *m, struct leg *leg,
		       const struct cti_fact *fact)
{
	/* What it shows matters only until it is known who is there. */
	if (fact->other_number.n && (fact->snapshot || leg->fresh ||
				     (!leg->incoming && !leg->answered)))
		cti__model_keep(m, &leg->display, fact->other_number);
	/* Only the first name is the caller's own: later ones are what a
	   dialplan or a transfer put there. */
	if (!leg->name && fact->name.n)
		cti__model_keep(m, &leg->name, fact->name);
}

/* A leg that was there before we looked: known by its state alone. */
static void met_late(struct cti__model *m, struct leg *leg,
		     const struct cti_fact *fact)
{
	struct call *call;

	leg->called = true;
	leg->dialled_us = m->now_us;
	if (leg->role == CTI_ROLE_TRUNK && fact->number.n)
		cti__model_keep(m, &leg->number, fact->number);
	call = cti__call_of_group(m, fact->group);
	if (call) {
		cti__call_join(m, call, leg);
		return;
	}
	call = cti__call_add(m, fact->group.n ? fact->group : fact->leg);
	if (!call)
		return;
	cti__model_keep(m, &call->caller, fact->other_number);
	cti__call_join(m, call, leg);
}

/* The first half of a piece of plumbing may have been rung up before the second
   was there. */
static void join_other_half(struct cti__model *m, struct leg *leg)
{
	struct leg *half = cti__leg_other_half(leg);

	if (half && half->call)
		cti__call_join(m, half->call, leg);
}

/* Rung up for a call that was there before the switch began to list: what the
   call is, the list says better than anything that can be guessed now. */
static bool is_for_the_list(struct cti__model *m, const struct cti_fact *fact)
{
	return m->listing && fact->group.n &&
	       !cti__str_eq(fact->group, fact->leg) &&
	       !cti__call_of_group(m, fact->group);
}

void cti__on_leg_new(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg;

	/* Where they are to be put has long left the caches. */
	cti__map_fetch(&m->calls, fact->group);
	cti__map_fetch(&m->devices, fact->device);
	leg = cti__leg_find(m, fact->leg);

	if (!leg) {
		if (cti__ended_lately(m, fact->leg))
			return;
		leg = cti__leg_add(m, fact);
		if (!leg)
			return;
		leg->fresh = fact->snapshot || is_for_the_list(m, fact);
		if (leg->role == CTI_ROLE_LOCAL || leg->fresh)
			cti__model_keep(m, &leg->dialled_number, fact->called);
		join_other_half(m, leg);
	}
	/* What was to follow its creation was said while nobody listened. */
	if (fact->snapshot && !leg->call && !leg->ending &&
	    cti__leg_is_real(leg))
		leg->fresh = true;
	leg->epoch = m->epoch;
	take_party(m, leg, fact);
	if (!leg->fresh) {
		take_state(m, leg, fact);
	} else {
		leg->state = (uint8_t)fact->state;
		leg->withheld = fact->withheld;
		cti__model_keep(m, &leg->group, fact->group);
		if (leg->role == CTI_ROLE_TRUNK)
			cti__model_keep(m, &leg->number, fact->number);
	}
	if (fact->snapshot && fact->bridge.n)
		cti__on_bridge(
			m, &(struct cti_fact){ .kind = CTI_FACT_BRIDGE_ENTER,
					       .bridge = fact->bridge,
					       .leg = fact->leg });
}

void cti__on_leg_state(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (!leg) {
		/* It is on the list that the switch is giving. */
		if (m->listing || cti__ended_lately(m, fact->leg) ||
		    fact->role == CTI_ROLE_UNKNOWN)
			return;
		leg = cti__leg_add(m, fact);
		if (!leg)
			return;
		if (cti__leg_is_real(leg) && fact->state >= CTI_STATE_ALERTING)
			met_late(m, leg, fact);
	}
	take_party(m, leg, fact);
	take_state(m, leg, fact);
}

void cti__on_leg_party(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (!leg)
		return;
	if (!fact->snapshot) {
		take_party(m, leg, fact);
	} else if (leg->fresh) {
		if (fact->group.n)
			cti__model_keep(m, &leg->group, fact->group);
		if (fact->called.n)
			cti__model_keep(m, &leg->dialled_number, fact->called);
	}
}

/*
 * Two legs change places (Asterisk's masquerade): the one that gave its name
 * away goes on under the other's id. What the switch knows by id (bridges,
 * dials) stays with the id; what telephones know goes with the name.
 */
static void change_places(struct cti__model *m, struct leg *a, struct leg *b)
{
	struct bridge *bridge = a->bridge;
	struct cti__str id = cti__map_key(&a->node);

	cti__map_del(&m->legs, &a->node);
	cti__map_del(&m->legs, &b->node);
	/* The table has just held both, so that adding cannot fail. */
	(void)cti__map_add(&m->legs, &a->node, cti__map_key(&b->node));
	(void)cti__map_add(&m->legs, &b->node, id);
	cti__list_del(&a->in_bridge);
	cti__list_del(&b->in_bridge);
	a->bridge = b->bridge;
	b->bridge = bridge;
	if (a->bridge)
		cti__list_add(&a->bridge->legs, &a->in_bridge);
	if (b->bridge)
		cti__list_add(&b->bridge->legs, &b->in_bridge);
}

void cti__on_leg_rename(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (!leg)
		return;
	if (cti__str_is(fact->state_name, "masq")) {
		m->masq = leg;
		cti__model_keep(m, &m->masq_name, fact->text);
		return;
	}
	if (cti__str_is(fact->state_name, "zombie"))
		return;
	if (m->masq && m->masq != leg && m->masq_name &&
	    cti__str_is(fact->text, m->masq_name)) {
		change_places(m, m->masq, leg);
		m->masq = NULL;
		return;
	}
	if (fact->role == CTI_ROLE_TRUNK || fact->role == CTI_ROLE_EXTENSION) {
		/* A plain new name of a leg whose events were told already
		   would make two devices of one: only the unseen may change. */
		if (!leg->told_ring && !leg->told_dial && cti__leg_is_real(leg))
			cti__leg_set_device(m, leg, fact->role, fact->device);
	}
}

static bool still_rings_somebody(const struct leg *leg)
{
	struct cti__list *node;

	cti__list_each (node, &leg->dialled) {
		struct leg *other = cti__list_entry(node, struct leg,
						    in_dialled);

		if (other->result == CTI_DIAL_NONE && !other->answered)
			return true;
	}
	return false;
}

void cti__on_hangup_request(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (!leg) {
		/* So its party was not taken away from it: it left. */
		leg = cti__leg_find(m, fact->other);
		if (leg && leg->call && leg->call->lost == leg)
			cti__moved_forget(leg->call);
		return;
	}
	if (!leg->requested && !leg->far_answered && still_rings_somebody(leg))
		leg->cancelled = true;
	leg->requested = true;
	if (!leg->request_code)
		leg->request_code = (int16_t)fact->code;
	if (leg->wait.kind == WAIT_END)
		cti__end_settle(m, leg);
}

void cti__leg_answered(struct cti__model *m, struct leg *leg)
{
	struct cti__str remote = cti__str(leg->remote);
	struct leg *caller;

	leg->state = CTI_STATE_UP;
	if (leg->answered || !leg->call)
		return;
	caller = leg->originated ? NULL : cti__caller_leg(leg);
	if (caller)
		remote = cti__leg_number(caller);
	else if (!leg->remote)
		remote = leg->call->originated ? cti__str(leg->call->dnis)
					       : cti__str(leg->display);
	cti__leg_hold(&leg->call->answerer, leg);
	/* Of a party outside nothing is told, but it has been answered. */
	if (caller && caller->role == CTI_ROLE_TRUNK)
		caller->far_answered = true;
	if (leg->role == CTI_ROLE_EXTENSION)
		cti__tell_answer(m, leg, leg->call, remote);
	leg->answered = true;
	leg->answered_us = m->now_us;
	cti__model_keep(m, &leg->remote, remote);
	/* It has served, but for a leg of a snapshot without a call yet. */
	if (leg->fresh)
		return;
	cti__free(leg->display);
	leg->display = NULL;
}

void cti__far_end(struct cti__model *m, struct leg *leg, struct cti__str number)
{
	if (leg->role != CTI_ROLE_EXTENSION || !leg->told_dial)
		return;
	if (!leg->far_answered)
		cti__tell_answer(m, leg, leg->call, number);
	else if (leg->by_switch)
		cti__tell_remote(m, leg, number);
	leg->far_answered = true;
	leg->by_switch = false;
}

void cti__caller_hears(struct cti__model *m, struct leg *leg)
{
	struct leg *caller = cti__caller_leg(leg);

	if (!caller || caller->role != CTI_ROLE_EXTENSION)
		return;
	if (caller->consult && caller->consult->call == leg->call) {
		if (!caller->consult_answered) {
			caller->consult_answered = true;
			cti__tell_answer(m, caller, leg->call,
					 cti__leg_number(leg));
		}
		return;
	}
	cti__leg_hold(&caller->partner, leg);
	cti__leg_hold(&leg->partner, caller);
	if (!caller->told_dial || (caller->far_answered && !caller->by_switch))
		return;
	cti__far_end(m, caller, cti__leg_number(leg));
	cti__model_keep(m, &caller->remote, cti__leg_number(leg));
}

void cti__leg_finish(struct cti__model *m, struct leg *leg, enum cause cause,
		     int64_t code, struct cti__str text)
{
	struct call *call = leg->call;

	if ((leg->wait.kind == WAIT_ANSWER || leg->wait.kind == WAIT_PICKUP) &&
	    cause != CAUSE_LOST) {
		/* The switch itself had answered, and nothing came of it. */
		cti__wait(m, &leg->wait, WAIT_NONE);
		cti__tell_answer(m, leg, leg->call,
				 cti__str(leg->dialled_number));
		cause = CAUSE_NORMAL;
	}
	if (call) {
		cti__divert_settle(m, call);
		if (leg->incoming || leg->originated || !call->cause)
			call->cause = cause;
		if (call->gave_up && cause != CAUSE_LOST)
			call->cause = CAUSE_CANCELLED;
	}
	cti__tell_hangup(m, leg, cause, code, text);
	cti__leg_drop(m, leg);
}

/* Of this leg nothing was ever seen but its end. */
static void met_at_its_end(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg;

	if (fact->role != CTI_ROLE_EXTENSION || cti__ended_lately(m, fact->leg))
		return;
	leg = cti__leg_add(m, fact);
	if (!leg)
		return;
	take_party(m, leg, fact);
	met_late(m, leg, fact);
	leg->answered = fact->state == CTI_STATE_UP;
	cti__leg_finish(m, leg, cti__end_cause(leg, fact->code), fact->code,
			fact->text);
}

/* From where they will be taken has left the caches, too. */
static void fetch_what_ends(const struct cti__model *m, const struct leg *leg)
{
	if (leg->at)
		cti__map_fetch_of(&m->devices, &leg->at->node);
	if (leg->call)
		cti__map_fetch_of(&m->calls, &leg->call->node);
	if (leg->partner)
		cti__map_fetch_of(&m->legs, &leg->partner->node);
}

void cti__on_leg_end(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);
	struct call *call;

	if (fact->snapshot) {
		if (leg && leg->fresh)
			cti__leg_drop(m, leg);
		return;
	}
	if (!leg) {
		met_at_its_end(m, fact);
		return;
	}
	if (leg->ending)
		return;
	call = leg->call;
	fetch_what_ends(m, leg);
	if (leg->partner && leg->partner->wait.kind == WAIT_END)
		cti__end_settle(m, leg->partner);
	/* Nobody takes a party back and is gone within the same moment, without
	   having asked for it: that was a transfer, whose word is late. */
	if ((fact->open || !leg->requested) && leg->wait.kind == WAIT_RETRIEVE)
		cti__wait(m, &leg->wait, WAIT_NONE);
	if (call)
		cti__queue_enter_settle(m, call);
	if (call && leg->wait.kind == WAIT_ABANDON)
		cti__abandon_decide(m, leg, true);
	else if (call && call->queue && leg->incoming)
		cti__abandon_decide(m, leg, true);
	if (call && call->blind_other == leg) {
		cti__blind_settle(m, call);
		cti__park_settle(m, call, CTI__STR_NONE);
	}
	if (cti__end_may_be_pickup(m, leg, fact->code))
		return;
	if (call && call->blind_by == leg && call->blind.kind != WAIT_NONE) {
		/* Whether that was a transfer or a park is not known yet, and
		   nothing may be told of a leg after its end. */
		leg->ending = true;
		leg->left_us = m->now_us;
		return;
	}
	cti__consult_leg_ends(m, leg);
	if (call && call->lost && call->lost == leg->partner)
		cti__moved_settle(m, call);
	if (!fact->open)
		cti__note_lost_party(m, leg);
	/* A party that was taken away tells within a moment where it goes. */
	if ((fact->open ||
	     (call && call->lost && call->lost == leg->partner)) &&
	    cti__end_waits(m, leg))
		return;
	cti__leg_finish(m, leg, cti__end_cause(leg, fact->code), fact->code,
			fact->text);
}

void cti__on_hold(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (fact->snapshot)
		cti__sort_fresh(m);
	if (leg)
		cti__tell_hold(m, leg);
}

void cti__on_unhold(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	/* Every REFER begins with one, and some switches make one up to drop
	   the leg: it is no retrieve if a transfer or the end follows at once.
	 */
	/* Of a retrieve that was asked for nothing needs to be guessed. */
	if (leg && fact->ok) {
		cti__wait(m, &leg->wait, WAIT_NONE);
		cti__tell_retrieve(m, leg);
		return;
	}
	if (leg && leg->held && !leg->transferred &&
	    !(leg->partner && leg->partner->gone) &&
	    leg->wait.kind == WAIT_NONE)
		cti__wait(m, &leg->wait, WAIT_RETRIEVE);
}

void cti__on_dtmf(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);
	bool begun;

	if (!leg)
		return;
	if (fact->kind == CTI_FACT_DTMF_BEGIN) {
		leg->dtmf_begun = true;
		return;
	}
	begun = leg->dtmf_begun;
	leg->dtmf_begun = false;
	if (fact->called.n && (begun || !fact->made_up) && leg->call &&
	    !cti__said_already(m, leg->call, fact))
		cti__tell_dtmf(m, leg, fact->called);
}

void cti__on_data(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	if (leg && fact->name.n)
		cti__tell_data(m, leg, fact);
}

/* Place of a recording's state in the list, from 1; 0 for none of them. */
static uint8_t record_state(struct cti__str name)
{
	static const char *const names[] = { "started", "stopped", "paused",
					     "resumed" };
	uint8_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (cti__str_is(name, names[i]))
			return (uint8_t)(i + 1);
	return 0;
}

void cti__on_record(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);
	uint8_t state = record_state(fact->state_name);

	if (!leg || !state || leg->record_state == state)
		return;
	leg->record_state = state;
	cti__tell_record(m, leg, fact->state_name, fact->data);
}

void cti__on_spy(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);

	/* The telephone that listens in stays a device like any other, answered
	   by what it dialled; but it is no party to the call. */
	if (leg && leg->wait.kind == WAIT_ANSWER) {
		cti__wait(m, &leg->wait, WAIT_NONE);
		cti__tell_answer(m, leg, leg->call,
				 cti__str(leg->dialled_number));
		leg->far_answered = true;
	}
}
