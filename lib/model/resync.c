/* SPDX-License-Identifier: MIT */
/*
 * After a (re)connect: the switch's own lists against what the model remembers.
 * The difference becomes events; what was known stays untold.
 */
#include "model/state.h"
#include "util/alloc.h"

#include <cti/error.h>

/* In seconds: nothing has run for a hundred years. */
#define UPTIME_MAX INT64_C(3155760000)

/* The leg that began the call of a snapshot's group: Asterisk names the group
   after its oldest leg. */
static bool is_origin(const struct leg *leg)
{
	return leg->state == CTI_STATE_CALLING ||
	       (leg->group &&
		cti__str_is(cti__map_key(&leg->node), leg->group));
}

static void sort_origin(struct cti__model *m, struct leg *leg)
{
	struct cti__str group = cti__str(leg->group);
	struct call *call = cti__call_of_group(m, group);

	leg->incoming = true;
	if (call) {
		cti__call_join(m, call, leg);
	} else {
		if (!cti__call_begin(m, leg, group))
			return;
		cti__tell_begin(m, leg->call);
	}
	if (leg->role != CTI_ROLE_EXTENSION)
		return;
	leg->told_dial = true;
	cti__tell_dial(m, leg, leg->call, cti__str(leg->dialled_number));
	if (leg->state == CTI_STATE_UP && leg->bridge) {
		cti__tell_answer(m, leg, leg->call,
				 cti__str(leg->display ? leg->display
						       : leg->dialled_number));
		leg->far_answered = true;
		cti__model_keep(m, &leg->remote,
				cti__str(leg->display ? leg->display
						      : leg->dialled_number));
	}
}

static struct leg *origin_of(struct call *call)
{
	struct cti__list *node;

	cti__list_each (node, &call->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_call);

		if (leg->incoming && cti__leg_is_real(leg))
			return leg;
	}
	return NULL;
}

static void sort_called(struct cti__model *m, struct leg *leg)
{
	struct cti__str group = cti__str(leg->group);
	struct call *call = cti__call_of_group(m, group);
	struct leg *origin;

	if (!call) {
		call = cti__call_add(m, group.n ? group
						: cti__map_key(&leg->node));
		if (!call)
			return;
		cti__model_keep(m, &call->caller, cti__str(leg->display));
	}
	leg->called = true;
	leg->dialled_us = m->now_us;
	origin = origin_of(call);
	if (origin && origin != leg) {
		leg->dialler = origin;
		cti__list_del(&leg->in_dialled);
		cti__list_add(&origin->dialled, &leg->in_dialled);
		if (leg->role == CTI_ROLE_TRUNK)
			cti__model_keep(m, &leg->number, cti__str(call->dnis));
	}
	cti__call_join(m, call, leg);
	if (origin && origin != leg)
		cti__tell_direction(m, call,
				    leg->role == CTI_ROLE_TRUNK ? "outbound"
								: "internal");
	cti__call_settle(m, call);
	if (leg->state == CTI_STATE_UP)
		cti__leg_answered(m, leg);
}

void cti__sort_fresh(struct cti__model *m)
{
	struct cti__list *node, *next;
	int round;

	/* Who began a call first, then whom it reached. */
	for (round = 0; round < 2; round++)
		cti__list_each_safe (node, next, &m->all_legs) {
			struct leg *leg = cti__list_entry(node, struct leg,
							  in_model);

			if (!leg->fresh || !cti__leg_is_real(leg))
				continue;
			if (round == 0 && is_origin(leg) && !leg->called)
				sort_origin(m, leg);
			else if (round == 1)
				sort_called(m, leg);
			if (leg->call || round == 1) {
				leg->fresh = false;
				cti__free(leg->group);
				leg->group = NULL;
			}
		}
}

/* Calls that waited when we last looked, and are not in the queue any more. */
static void queues_left(struct cti__model *m)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &m->all_calls) {
		struct call *call = cti__list_entry(node, struct call,
						    in_model);
		struct leg *origin = origin_of(call);

		if (call->queue_epoch == m->epoch || !origin)
			continue;
		cti__queue_refused(m, call);
		if (call->queue)
			cti__on_queue(m, &(struct cti_fact){
						 .kind = CTI_FACT_QUEUE_LEAVE,
						 .leg = cti__map_key(
							 &origin->node) });
	}
}

static void unlisted_end(struct cti__model *m)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &m->all_legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_model);

		/* One that waits to be told what its end was is told soon. */
		if (leg->epoch != m->epoch && !leg->ending)
			cti__leg_finish(m, leg, CAUSE_LOST, 0, CTI__STR_NONE);
	}
}

void cti__on_snapshot(struct cti__model *m, const struct cti_fact *fact)
{
	if (fact->kind == CTI_FACT_SNAPSHOT_BEGIN) {
		m->epoch++;
		m->in_snapshot = true;
		m->listing = !fact->open;
		return;
	}
	if (!m->in_snapshot)
		return;
	m->flags |= CTI_FLAG_RESYNC;
	cti__sort_fresh(m);
	m->flags |= CTI_FLAG_SYNTHETIC;
	unlisted_end(m);
	queues_left(m);
	if (!fact->open)
		cti__agents_unlisted(m);
	m->flags &= ~(uint32_t)(CTI_FLAG_RESYNC | CTI_FLAG_SYNTHETIC);
	m->in_snapshot = m->listing = false;
}

void cti__lose_all(struct cti__model *m, uint32_t flags)
{
	m->flags |= flags;
	while (!cti__list_empty(&m->all_legs)) {
		struct leg *leg = cti__list_entry(m->all_legs.next, struct leg,
						  in_model);

		cti__leg_finish(m, leg, leg->ending ? CAUSE_NORMAL : CAUSE_LOST,
				0, CTI__STR_NONE);
	}
	while (!cti__list_empty(&m->all_calls)) {
		struct call *call = cti__list_entry(m->all_calls.next,
						    struct call, in_model);

		cti__tell_end(m, call);
		cti__call_drop(m, call);
	}
	m->flags &= ~flags;
}

static void new_process(struct cti__model *m, int64_t began_us)
{
	cti__lose_all(m, CTI_FLAG_SYNTHETIC);
	cti__free(m->process);
	m->process = NULL;
	/* It may give the same ids to new legs. */
	memset(&m->legs_ended, 0, sizeof(m->legs_ended));
	cti__callids_new_process(m, began_us);
	m->boot_us = 0;
}

void cti__on_switch(struct cti__model *m, const struct cti_fact *fact)
{
	bool timed = fact->code >= 0 && fact->code <= UPTIME_MAX;
	int64_t boot = m->now_us;

	if (fact->kind != CTI_FACT_SWITCH_UP)
		return;
	if (timed)
		boot -= fact->code * 1000000;
	if (fact->text.n) {
		if (m->process && !cti__str_is(fact->text, m->process))
			new_process(m, boot);
		cti__model_keep(m, &m->process, fact->text);
	}
	if (!timed)
		return;
	/* Uptimes are whole seconds, and clocks drift. */
	if (m->boot_us && boot > m->boot_us + 5000000)
		new_process(m, boot);
	m->boot_us = boot;
}
