/* SPDX-License-Identifier: MIT */
/* Facts about who rings up whom. */
#include "model/state.h"
#include "util/alloc.h"

bool cti__is_number(struct cti__str text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (!strchr("0123456789*#+", text.p[i]))
			return false;
	return text.n > 0;
}

/* The switch rings somebody up by itself: a click-to-dial, or an alarm call. */
static void originates(struct cti__model *m, struct leg *leg,
		       const struct cti_fact *fact)
{
	struct cti__str wanted = fact->other_number;
	struct call *call = leg->call;
	char *asked = NULL;

	leg->originated = true;
	if (!call)
		call = cti__call_add(m, cti__map_key(&leg->node));
	if (!call)
		return;
	call->originated = true;
	if (cti__asked_take(m, leg->node.key, &asked))
		wanted = cti__str(asked);
	/* Asterisk shows the telephone what is to be dialled, if the request
	   had that for a caller id. */
	if (!wanted.n || cti__str_is(wanted, leg->device))
		wanted = fact->data;
	if (wanted.n && !cti__str_is(wanted, leg->device))
		cti__model_keep(m, &call->dnis, wanted);
	cti__free(asked);
	if (cti__leg_is_real(leg))
		cti__model_keep(m, &call->caller, cti__leg_number(leg));
	cti__call_join(m, call, leg);
}

/* The telephone of a click-to-dial was picked up and dials on. */
static void dials_on(struct cti__model *m, struct leg *leg,
		     struct cti__str called)
{
	struct call *call = leg->call;

	leg->told_dial = true;
	leg->far_answered = false;
	call->dial_moves = true;
	cti__model_keep(m, &call->dnis, called);
	cti__model_keep(m, &call->called, called);
	if (!call->caller || !call->caller[0])
		cti__model_keep(m, &call->caller, cti__leg_number(leg));
	cti__model_keep(m, &leg->remote, called);
	cti__tell_dial(m, leg, call, called);
}

/* A forward set in the switch: the extension that diverts never appears as a
   leg, only as one that dials plumbing to another extension of the same
   context. */
static void note_divert(struct cti__model *m, struct leg *from,
			struct leg *other, const struct cti_fact *fact)
{
	struct call *call = from->call;
	struct cti__str to = cti__str(other->device);

	if (!call || call->queue || other->role != CTI_ROLE_LOCAL ||
	    !other->context || !from->incoming || from->answered ||
	    !cti__is_number(fact->called) || cti__str_eq(fact->called, to) ||
	    !cti__str_is(fact->context, other->context))
		return;
	/* From the number dialled by a party outside, the first hop is routing.
	 */
	if (from->role == CTI_ROLE_TRUNK &&
	    cti__str_eq(fact->called, cti__str(call->dnis)))
		return;
	if (call->divert_from &&
	    cti__str_eq(fact->called, cti__str(call->divert_from))) {
		/* One number that rings several at once is a group. */
		if (!cti__str_eq(to, cti__str(call->divert_to)))
			call->divert_group = true;
		return;
	}
	call->divert_told = call->divert_group = false;
	cti__model_keep(m, &call->divert_from, fact->called);
	cti__model_keep(m, &call->divert_to, to);
}

void cti__divert_settle(struct cti__model *m, struct call *call)
{
	if (!call || !call->divert_from || !call->divert_to ||
	    call->divert_told || call->divert_group)
		return;
	call->divert_told = true;
	cti__tell_divert(m, call, cti__str(call->divert_from),
			 cti__str(call->divert_to), "forwarded");
}

static void learn_direction(struct cti__model *m, struct leg *from,
			    struct leg *other)
{
	struct call *call = from->call;

	if (!call || call->direction)
		return;
	if (other->role == CTI_ROLE_TRUNK)
		cti__tell_direction(m, call, "outbound");
	else if (other->role == CTI_ROLE_EXTENSION && !other->originated &&
		 (!call->originated || call->dial_moves))
		cti__tell_direction(m, call, "internal");
}

/* A party that is in a call already dials. */
static void dials_elsewhere(struct cti__model *m, struct leg *leg,
			    struct leg *other, struct cti__str to)
{
	cti__moved_unsaid(m, leg, other);
	/* A name of the dialplan is no number that anybody dialled. */
	if (!cti__is_number(to) && cti__leg_number(other).n)
		to = cti__leg_number(other);
	cti__moved_party_dials(m, leg, to);
}

static void link_dial(struct cti__model *m, struct leg *from, struct leg *other,
		      const struct cti_fact *fact)
{
	struct leg *near = cti__leg_is_real(from) ? from : cti__behind(from);

	other->dialler = from;
	cti__list_del(&other->in_dialled);
	cti__list_add(&from->dialled, &other->in_dialled);
	if (other->role == CTI_ROLE_TRUNK && !other->number)
		cti__model_keep(m, &other->number,
				cti__is_number(fact->called) ? fact->called
							     : fact->number);
	if (from->call)
		cti__queue_enter_settle(m, from->call);
	if (from->consulting) {
		cti__consult_dials(m, from, other, fact->called);
		return;
	}
	if (from->parked)
		cti__park_over(m, from, other);
	if (from->wait.kind == WAIT_ANSWER || from->wait.kind == WAIT_ABANDON) {
		if (from->wait.kind == WAIT_ABANDON)
			cti__abandon_decide(m, from, false);
		cti__wait(m, &from->wait, WAIT_NONE);
	}
	if (near && near->call) {
		if (near->call->originated && near->answered &&
		    !near->told_dial && near->role == CTI_ROLE_EXTENSION &&
		    near != other)
			dials_on(m, near, fact->called);
		else if (near->call->blind.kind == WAIT_BLIND)
			cti__blind_settle(m, near->call);
		else
			dials_elsewhere(m, near, other, fact->called);
	}
	/* Until somebody answers, this is whom it talks of. */
	if (near && near->told_dial && !near->remote &&
	    other->role == CTI_ROLE_TRUNK && other->number)
		cti__model_keep(m, &near->remote, cti__str(other->number));
	if (from->call) {
		note_divert(m, from, other, fact);
		cti__call_join(m, from->call, other);
		learn_direction(m, from, other);
	}
}

/* Who rings it up was there before we looked. */
static void rung_by_unknown(struct cti__model *m, struct leg *other,
			    const struct cti_fact *fact)
{
	struct call *call = cti__call_of_group(m, fact->leg);

	if (!call) {
		call = cti__call_add(m, fact->leg);
		if (!call)
			return;
		cti__model_keep(m, &call->caller, fact->other_number);
	}
	cti__call_join(m, call, other);
}

/* Who rings it up is on the list that the switch is giving: both are sorted
   when that is complete. */
static bool is_for_the_list(struct cti__model *m, struct leg *from,
			    struct leg *other, const struct cti_fact *fact)
{
	if (!m->listing || (from ? !from->fresh : !fact->leg.n) ||
	    other->call || !cti__leg_is_real(other))
		return false;
	other->fresh = true;
	if (!other->group)
		cti__model_keep(m, &other->group,
				from && from->group ? cti__str(from->group)
						    : fact->leg);
	if (fact->other_number.n)
		cti__model_keep(m, &other->display, fact->other_number);
	return true;
}

void cti__on_dial_begin(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *from = cti__leg_find(m, fact->leg);
	struct leg *other = cti__leg_find(m, fact->other);
	struct cti_fact born = *fact;

	if (!other) {
		if (cti__ended_lately(m, fact->other) || !fact->other.n ||
		    fact->role == CTI_ROLE_UNKNOWN)
			return;
		born.leg = fact->other;
		other = cti__leg_add(m, &born);
		if (!other)
			return;
	}
	if (other == from || other->incoming || other->told_dial ||
	    (other->called && (other->dialler == from || other->answered)) ||
	    is_for_the_list(m, from, other, fact))
		return;
	if (!other->called) {
		other->called = true;
		other->dialled_us = m->now_us;
	}
	if (fact->other_number.n)
		cti__model_keep(m, &other->display, fact->other_number);
	if (from)
		link_dial(m, from, other, fact);
	else if (!fact->leg.n && !other->dialler)
		originates(m, other, fact);
	else if (fact->leg.n && !other->call && cti__leg_is_real(other) &&
		 !cti__ended_lately(m, fact->leg))
		rung_by_unknown(m, other, fact);
	cti__tell_ring(m, other);
	if (other->state == CTI_STATE_UP)
		cti__leg_answered(m, other);
}

void cti__on_dial_state(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *other = cti__leg_find(m, fact->other);

	if (!other || fact->state != CTI_STATE_ALERTING)
		return;
	if (fact->other_number.n && !other->display)
		cti__model_keep(m, &other->display, fact->other_number);
	if (other->state < CTI_STATE_ALERTING)
		other->state = CTI_STATE_ALERTING;
	cti__tell_ring(m, other);
}

/* The telephone itself sent the call away (SIP 302). */
static void forwarded(struct cti__model *m, struct leg *other,
		      struct cti__str to)
{
	struct call *call = other->call;
	struct cti__str from = cti__leg_number(other);

	other->diverted = true;
	if (!call || !from.n)
		return;
	if (call->divert_from && cti__str_is(from, call->divert_from) &&
	    call->divert_told)
		return;
	cti__model_keep(m, &call->divert_from, from);
	cti__model_keep(m, &call->divert_to, to);
	call->divert_group = call->divert_told = false;
	cti__divert_settle(m, call);
}

static void dial_answered(struct cti__model *m, struct leg *from,
			  struct leg *other)
{
	if (!cti__leg_is_real(other))
		return;
	if (other->called) {
		cti__leg_answered(m, other);
		cti__caller_hears(m, other);
		return;
	}
	/* Picked up by a telephone that nobody had rung up. */
	cti__picked_up(m, from, other);
	if (from && from->told_dial && !from->far_answered) {
		cti__far_end(m, from, cti__leg_number(other));
		cti__model_keep(m, &from->remote, cti__leg_number(other));
	}
}

void cti__on_dial_end(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *other = cti__leg_find(m, fact->other);
	struct leg *from = cti__leg_find(m, fact->leg);

	if (!other)
		return;
	if (!from)
		from = other->dialler;
	if (fact->result == CTI_DIAL_ANSWER) {
		dial_answered(m, from, other);
		return;
	}
	if (other->result == CTI_DIAL_NONE)
		other->result = (uint8_t)fact->result;
	/* What its own giving up did to a branch says nothing to the caller. */
	if (from && from->result == CTI_DIAL_NONE &&
	    fact->result != CTI_DIAL_CANCEL)
		from->result = (uint8_t)fact->result;
	if (fact->called.n)
		forwarded(m, other, fact->called);
}
