/* SPDX-License-Identifier: MIT */
/*
 * Legs that are sent on: by the dialplan before anybody answers, or by a
 * request that takes one party away from the other.
 */
#include "model/state.h"
#include "util/alloc.h"

/* Whoever lost its party is told of as gone within that time of it. */
#define SAME_MOMENT_US 500000
/* And within that, where nothing but a dial shows it: a busy switch. */
#define UNSAID_US      2000000

void cti__moved_forget(struct call *call)
{
	cti__free(call->lost_by);
	cti__free(call->lost_to);
	call->lost_by = call->lost_to = NULL;
	call->lost_dialled = call->lost_unsaid = false;
	cti__leg_hold(&call->lost, NULL);
}

/* What a switch without a word for it did: the party left the bridge, and the
   telephone was dropped though nobody had asked for its end. */
void cti__note_lost_party(struct cti__model *m, struct leg *leg)
{
	struct leg *party = leg->partner;

	if (!leg->answered || leg->transferred || leg->requested || !party ||
	    leg->role != CTI_ROLE_EXTENSION || party->gone ||
	    party->requested || party->bridge || party->parked ||
	    !party->call || party->call != leg->call || !party->left_us ||
	    party->left_us > m->now_us)
		return;
	/* The party left the bridge, the telephone was left alone in it or out
	   of it, and nobody had asked for an end. */
	if (leg->left_us && leg->left_us < party->left_us)
		return;
	cti__model_keep(m, &party->call->lost_by, cti__str(leg->device));
	cti__leg_hold(&party->call->lost, party);
}

void cti__moved_settle(struct cti__model *m, struct call *call)
{
	struct tell_transfer t = { .kind = "blind" };
	struct leg *party = call->lost, *by;
	uint32_t flags = m->flags;

	if (!call->lost_by || !party || !call->lost_dialled)
		return;
	if (call->lost_unsaid && call->lost_us + UNSAID_US < m->now_us) {
		cti__moved_forget(call);
		return;
	}
	t.by = cti__str(call->lost_by);
	t.to = cti__str(call->lost_to);
	t.remote = cti__leg_number(party);
	m->flags |= CTI_FLAG_GUESSED;
	cti__tell_transfer(m, call, &t);
	m->flags = flags;
	by = party->partner ? cti__leg_ref(party->partner) : NULL;
	cti__moved_forget(call);
	if (!by)
		return;
	by->transferred = true;
	cti__end_settle(m, by);
	cti__leg_unref(by);
}

void cti__moved_party_dials(struct cti__model *m, struct leg *leg,
			    struct cti__str to)
{
	struct call *call = leg->call;
	struct leg *by = leg->partner;

	if (!call->lost_by || call->lost != leg)
		return;
	if (!call->lost_to)
		cti__model_keep(m, &call->lost_to, to);
	cti__model_keep(m, &call->called, cti__str(call->lost_to));
	call->lost_dialled = true;
	/* If it is moved as well, that was no transfer. */
	if ((leg->moved || call->lost_unsaid) && by && !by->gone && !by->ending)
		return;
	cti__moved_settle(m, call);
}

/*
 * What says that a party was sent on comes by another way than what its leg
 * does, and may be late: a telephone rings there before. Who talks does not
 * dial by itself.
 */
void cti__moved_unsaid(struct cti__model *m, struct leg *leg, struct leg *other)
{
	struct call *call = leg->call;
	struct leg *by = leg->partner;

	if (by && call->lost == by && call->lost_unsaid) {
		/* Both went: nobody was transferred by anybody. */
		cti__moved_forget(call);
		return;
	}
	if (call->lost_by || !by || by == other || !by->answered ||
	    by->role != CTI_ROLE_EXTENSION || by->transferred ||
	    by->requested || leg->moved)
		return;
	/* Who is gone may have been ended by somebody else, and the dialplan
	   goes on: only the word for it tells. */
	if (by->gone && by->left_us + SAME_MOMENT_US >= m->now_us)
		cti__wait(m, &other->wait, WAIT_SENT);
	if (by->gone || by->partner != leg || by->call != call)
		return;
	cti__model_keep(m, &call->lost_by, cti__str(by->device));
	cti__leg_hold(&call->lost, leg);
	call->lost_unsaid = true;
	call->lost_us = m->now_us;
}

void cti__sent_settle(struct cti__model *m, struct call *call)
{
	struct cti__list *node;

	cti__list_each (node, &call->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_call);

		if (leg->wait.kind != WAIT_SENT)
			continue;
		cti__wait(m, &leg->wait, WAIT_NONE);
		cti__tell_ring(m, leg);
	}
}

/* A request took the leg away from whom it talked to. */
static void taken_away(struct cti__model *m, struct leg *leg,
		       struct cti__str to)
{
	struct leg *by = leg->partner;
	struct call *call = leg->call;

	leg->moved = true;
	if (!by || by->transferred || call->blind.kind == WAIT_BLIND)
		return;
	if (by->moved) {
		/* Both went: nobody was transferred by anybody. */
		if (by->call)
			cti__moved_forget(by->call);
		return;
	}
	if (by->role != CTI_ROLE_EXTENSION ||
	    (by->gone && by->left_us + SAME_MOMENT_US < m->now_us) ||
	    (!by->gone && by->partner != leg))
		return;
	cti__moved_forget(call);
	cti__model_keep(m, &call->lost_by, cti__str(by->device));
	cti__leg_hold(&call->lost, leg);
	if (cti__is_number(to))
		cti__model_keep(m, &call->lost_to, to);
}

/* Before an answer the dialplan sends the caller on from one number to another.
 */
static void hops(struct cti__model *m, struct leg *leg, struct cti__str from,
		 struct cti__str to)
{
	struct call *call = leg->call;

	if (!leg->incoming || leg->state == CTI_STATE_UP || call->queue ||
	    !cti__is_number(from) || !cti__is_number(to))
		return;
	/* The first hop of a party outside, from what it dialled, is routing.
	 */
	if (leg->role == CTI_ROLE_TRUNK && cti__str_is(from, call->dnis))
		return;
	/* The telephone itself had said so. */
	if (call->divert_told && cti__str_is(from, call->divert_from))
		return;
	cti__model_keep(m, &call->divert_from, from);
	cti__model_keep(m, &call->divert_to, to);
	call->divert_told = call->divert_group = false;
	cti__divert_settle(m, call);
}

static struct cti__str stands_at(const struct leg *leg)
{
	if (leg->stands)
		return cti__str(leg->stands);
	if (leg->dialled_number)
		return cti__str(leg->dialled_number);
	return leg->incoming ? cti__str(leg->call->dnis) : CTI__STR_NONE;
}

void cti__on_leg_moved(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__leg_find(m, fact->leg);
	char *from;

	if (!leg || !fact->called.n || !leg->call || !cti__leg_is_real(leg) ||
	    cti__str_eq(fact->called, stands_at(leg)))
		return;
	from = leg->stands ? leg->stands : cti__str_dup(stands_at(leg));
	leg->stands = NULL;
	cti__model_keep(m, &leg->stands, fact->called);
	if (fact->ok || (leg->bridge && leg->bridge->kind == CTI_BRIDGE_PLAIN))
		taken_away(m, leg, fact->called);
	else
		hops(m, leg, cti__str(from), fact->called);
	cti__free(from);
}

bool cti__end_waits(struct cti__model *m, struct leg *leg)
{
	const struct leg *party = leg->partner;

	if (leg->role != CTI_ROLE_EXTENSION || leg->told_hangup ||
	    !(leg->answered || leg->far_answered) || leg->transferred ||
	    leg->requested || leg->moved || !party || party->gone ||
	    party->ending || !leg->call || party->call != leg->call ||
	    (leg->bridge && leg->bridge->kind == CTI_BRIDGE_ROOM))
		return false;
	leg->ending = true;
	cti__wait(m, &leg->wait, WAIT_END);
	return true;
}

void cti__end_settle(struct cti__model *m, struct leg *leg)
{
	int64_t said_us = m->said_us;

	if (!leg || !leg->ending || leg->gone)
		return;
	m->said_us = leg->left_us;
	if (leg->wait.kind == WAIT_END) {
		m->said_us = cti__wait_since(&leg->wait);
		cti__wait(m, &leg->wait, WAIT_NONE);
	}
	cti__leg_finish(m, leg, CAUSE_NORMAL, 16, CTI__STR_NONE);
	m->said_us = said_us;
}

/* It was left a moment ago, and nothing has said why. */
static bool has_just_gone(const struct cti__model *m, const struct leg *leg)
{
	return leg && leg->role == CTI_ROLE_EXTENSION && !leg->transferred &&
	       (leg->ending ||
		(leg->gone && leg->left_us + SAME_MOMENT_US >= m->now_us));
}

void cti__joined_by(struct cti__model *m, struct leg *a, struct leg *b)
{
	struct leg *from = a->partner, *to = b->partner, *contact = a;
	struct tell_transfer t = { .kind = "attended" };
	struct call *call, *aside;
	uint32_t flags = m->flags;

	if (!a->call || !b->call || a->call == b->call || from == to ||
	    !has_just_gone(m, from) || !has_just_gone(m, to) ||
	    !cti__str_eq(cti__leg_number(from), cti__leg_number(to)))
		return;
	if (a->call->consult_of ||
	    (!b->call->consult_of && b->call->began_us < a->call->began_us))
		contact = b;
	call = contact->call;
	aside = contact == a ? b->call : a->call;
	t.by = cti__leg_number(from);
	t.to = cti__leg_number(contact == a ? b : a);
	t.remote = cti__leg_number(contact);
	t.merged = aside;
	m->flags |= CTI_FLAG_GUESSED;
	cti__tell_transfer(m, call, &t);
	m->flags = flags;
	from->transferred = to->transferred = true;
	cti__model_keep(m, &call->called, t.to);
	from = cti__leg_ref(from);
	to = cti__leg_ref(to);
	cti__call_merge(m, call, aside);
	cti__end_settle(m, from);
	cti__end_settle(m, to);
	cti__leg_unref(from);
	cti__leg_unref(to);
}
