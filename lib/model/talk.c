/* SPDX-License-Identifier: MIT */
/* Who is connected to whom: walks through bridges, plumbing and dials. */
#include "model/state.h"

/* A walk through bridges: the real legs found so far. */
struct walk {
	struct leg *self;
	struct leg **out;
	size_t count;
	uint32_t mark;
	unsigned depth;
};

/* Plumbing chained more deeply than this is a loop in a dialplan. */
#define DEPTH_MAX 16

static void walk_bridge(struct walk *w, struct bridge *bridge);

/* Some switches join whom they ring up before it has answered. */
static bool is_heard(const struct leg *leg)
{
	return !leg->bridge || !leg->bridge->open || !leg->called ||
	       leg->answered || leg->state == CTI_STATE_UP;
}

static void walk_leg(struct walk *w, struct leg *leg)
{
	struct leg *half;

	if (leg == w->self)
		return;
	if (cti__leg_is_real(leg)) {
		if (w->count < TALK_MAX && is_heard(leg))
			w->out[w->count++] = leg;
		return;
	}
	half = cti__leg_other_half(leg);
	if (leg->role == CTI_ROLE_LOCAL && half && half->bridge)
		walk_bridge(w, half->bridge);
}

static void walk_bridge(struct walk *w, struct bridge *bridge)
{
	struct cti__list *node;

	if (bridge->mark == w->mark || bridge->kind == CTI_BRIDGE_HOLDING ||
	    w->depth >= DEPTH_MAX)
		return;
	bridge->mark = w->mark;
	w->depth++;
	cti__list_each (node, &bridge->legs)
		walk_leg(w, cti__list_entry(node, struct leg, in_bridge));
	w->depth--;
}

size_t cti__talk(struct cti__model *m, struct leg *leg, struct leg **out)
{
	struct walk w = { .self = leg, .out = out, .mark = ++m->mark };

	if (leg->bridge && (!cti__leg_is_real(leg) || is_heard(leg)))
		walk_bridge(&w, leg->bridge);
	return w.count;
}

/* A real leg in the bridge where the plumbing stands. */
static struct leg *real_beside(const struct leg *plumbing)
{
	struct cti__list *node;

	if (!plumbing->bridge)
		return NULL;
	cti__list_each (node, &plumbing->bridge->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_bridge);

		if (leg != plumbing && cti__leg_is_real(leg))
			return leg;
	}
	return NULL;
}

/* The real leg that the plumbing rings up: the answered one, or any. */
static struct leg *real_dialled(const struct leg *plumbing)
{
	struct leg *found = NULL;
	struct cti__list *node;

	cti__list_each (node, &plumbing->dialled) {
		struct leg *leg = cti__list_entry(node, struct leg, in_dialled);

		if (!cti__leg_is_real(leg))
			continue;
		if (leg->answered)
			return leg;
		found = leg;
	}
	return found;
}

struct leg *cti__behind(struct leg *leg)
{
	unsigned depth;

	for (depth = 0; leg && depth < DEPTH_MAX; depth++) {
		struct leg *half, *next;

		if (leg->role != CTI_ROLE_LOCAL)
			return cti__leg_is_real(leg) ? leg : NULL;
		half = cti__leg_other_half(leg);
		if (!half)
			return NULL;
		next = real_beside(half);
		if (!next)
			next = real_dialled(half);
		if (!next)
			next = half->dialler;
		if (!next && !cti__list_empty(&half->dialled))
			next = cti__list_entry(half->dialled.next, struct leg,
					       in_dialled);
		leg = next;
	}
	return NULL;
}

struct leg *cti__caller_leg(struct leg *leg)
{
	struct leg *at = leg->dialler;
	unsigned depth;

	for (depth = 0; at && depth < DEPTH_MAX; depth++) {
		struct leg *half, *next;

		if (at->role != CTI_ROLE_LOCAL)
			return cti__leg_is_real(at) ? at : NULL;
		half = cti__leg_other_half(at);
		if (!half)
			return NULL;
		next = half->dialler;
		if (!next)
			next = half->consultant;
		if (!next)
			next = real_beside(half);
		if (!next)
			next = real_dialled(half);
		if (next == leg)
			return NULL;
		at = next;
	}
	return NULL;
}

struct cti__str cti__leg_number(const struct leg *leg)
{
	if (leg->role == CTI_ROLE_EXTENSION)
		return cti__str(leg->device);
	return cti__str(leg->number);
}

/* A dialling telephone hears somebody, or one that rang is connected. */
static void hears(struct cti__model *m, struct leg *leg, struct leg *other)
{
	struct cti__str number = cti__leg_number(other);

	if (leg->consult && leg->consult->call &&
	    other->call == leg->consult->call) {
		/* A consultation on its own leg: the contact stays what it was.
		 */
		if (!leg->consult_answered) {
			leg->consult_answered = true;
			cti__tell_answer(m, leg, other->call, number);
		}
		return;
	}
	cti__leg_hold(&leg->partner, other);
	leg->moved = false;
	if (leg->role == CTI_ROLE_TRUNK && leg->incoming)
		leg->far_answered = true;
	if (leg->called && !leg->answered)
		cti__leg_answered(m, leg);
	cti__far_end(m, leg, number);
	cti__model_keep(m, &leg->remote, number);
}

void cti__talk_changed(struct cti__model *m, struct leg *leg)
{
	struct leg *other[TALK_MAX + 1], *back[TALK_MAX];
	size_t count = cti__talk(m, leg, other), i;
	struct bridge *bridge = leg->bridge;

	if (!count || !bridge)
		return;
	/* In a room the remote stays the room, or whom one had before. */
	if (count == 1 && bridge->kind != CTI_BRIDGE_ROOM) {
		cti__joined_by(m, leg, other[0]);
		cti__park_fetched(m, leg, other[0]);
		if (cti__leg_is_real(leg))
			hears(m, leg, other[0]);
		if (cti__talk(m, other[0], back) == 1 && back[0] == leg)
			hears(m, other[0], leg);
	}
	for (i = 0; i < count; i++)
		if (other[i]->call != leg->call && leg->call &&
		    other[i]->call && bridge->wait.kind == WAIT_NONE)
			cti__wait(m, &bridge->wait, WAIT_MIX);
	if (count < 2)
		return;
	/* A third party may only be passing, as in a transfer: unless this is a
	   room, look again. */
	if (bridge->kind == CTI_BRIDGE_ROOM)
		cti__bridge_mixed(m, bridge);
	else if (bridge->wait.kind == WAIT_NONE)
		cti__wait(m, &bridge->wait, WAIT_MIX);
}

/* The oldest call among the legs: the contact that the others come into. */
static struct call *oldest(struct leg **leg, size_t count)
{
	struct call *found = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		struct call *call = leg[i]->call;

		if (call && (!found || call->began_us < found->began_us ||
			     (found->consult_of && !call->consult_of)))
			found = call;
	}
	return found;
}

void cti__bridge_mixed(struct cti__model *m, struct bridge *bridge)
{
	struct leg *leg[TALK_MAX + 1], *self = NULL;
	struct cti__list *node;
	struct call *call;
	size_t count, i;

	cti__wait(m, &bridge->wait, WAIT_NONE);
	cti__list_each (node, &bridge->legs) {
		self = cti__list_entry(node, struct leg, in_bridge);
		if (cti__leg_is_real(self))
			break;
		self = NULL;
	}
	if (!self)
		return;
	count = cti__talk(m, self, leg);
	leg[count++] = self;
	call = oldest(leg, count);
	for (i = 0; call && i < count; i++)
		if (leg[i]->call && leg[i]->call != call &&
		    !(leg[i]->consult && count < 3) &&
		    !(self->consult && count < 3)) {
			cti__tell_merge(m, call, leg[i]->call);
			cti__call_merge(m, call, leg[i]->call);
		}
	if (call && count >= 3 && count > bridge->told) {
		bridge->told = (uint32_t)count;
		cti__tell_conference(m, call, leg, count);
	}
}
