/* SPDX-License-Identifier: MIT */
/* The call model's outside: one fact in, decisions in time, an end. */
#include "model/state.h"
#include "model/snapshot.h"
#include "util/alloc.h"

#include <cti/error.h>

typedef void fact_fn(struct cti__model *m, const struct cti_fact *fact);

static void on_agent_complete(struct cti__model *m, const struct cti_fact *fact)
{
	cti__agent_complete(m, fact);
}

/* A question to the application changes nothing in the call. */
static void pass_over(struct cti__model *m, const struct cti_fact *fact)
{
	(void)m;
	(void)fact;
}

static void on_loss(struct cti__model *m, const struct cti_fact *fact)
{
	cti__tell_loss(m, fact->text);
}

static fact_fn *const on_fact[CTI_FACT_COUNT] = {
	[CTI_FACT_LEG_NEW] = cti__on_leg_new,
	[CTI_FACT_LEG_STATE] = cti__on_leg_state,
	[CTI_FACT_LEG_PARTY] = cti__on_leg_party,
	[CTI_FACT_LEG_RENAME] = cti__on_leg_rename,
	[CTI_FACT_LEG_STEP] = cti__on_leg_step,
	[CTI_FACT_LEG_MOVED] = cti__on_leg_moved,
	[CTI_FACT_LEG_HANGUP_REQUEST] = cti__on_hangup_request,
	[CTI_FACT_LEG_END] = cti__on_leg_end,
	[CTI_FACT_ASKED] = cti__on_asked,
	[CTI_FACT_DIAL_BEGIN] = cti__on_dial_begin,
	[CTI_FACT_DIAL_STATE] = cti__on_dial_state,
	[CTI_FACT_DIAL_END] = cti__on_dial_end,
	[CTI_FACT_CONSULT] = cti__on_consult,
	[CTI_FACT_BRIDGE_NEW] = cti__on_bridge,
	[CTI_FACT_BRIDGE_END] = cti__on_bridge,
	[CTI_FACT_BRIDGE_ENTER] = cti__on_bridge,
	[CTI_FACT_BRIDGE_LEAVE] = cti__on_bridge,
	[CTI_FACT_ROOM_ENTER] = cti__on_room,
	[CTI_FACT_ROOM_LEAVE] = cti__on_room,
	[CTI_FACT_HOLD] = cti__on_hold,
	[CTI_FACT_UNHOLD] = cti__on_unhold,
	[CTI_FACT_TRANSFER_BLIND] = cti__on_blind,
	[CTI_FACT_TRANSFER_ATTENDED] = cti__on_attended,
	[CTI_FACT_PARKED] = cti__on_park,
	[CTI_FACT_UNPARKED] = cti__on_park,
	[CTI_FACT_PARK_TIMEOUT] = cti__on_park,
	[CTI_FACT_PARK_GIVE_UP] = cti__on_park,
	[CTI_FACT_PICKUP] = cti__on_pickup,
	[CTI_FACT_QUEUE_JOIN] = cti__on_queue,
	[CTI_FACT_QUEUE_REFUSED] = cti__on_queue,
	[CTI_FACT_QUEUE_LEAVE] = cti__on_queue,
	[CTI_FACT_QUEUE_ABANDON] = cti__on_queue,
	[CTI_FACT_AGENT_OFFER] = cti__on_offer,
	[CTI_FACT_AGENT_NO_ANSWER] = cti__on_offer,
	[CTI_FACT_AGENT_CONNECT] = cti__on_offer,
	[CTI_FACT_AGENT_COMPLETE] = on_agent_complete,
	[CTI_FACT_AGENT_WRAPUP] = cti__on_wrapup,
	[CTI_FACT_AGENT_MEMBER] = cti__on_member,
	[CTI_FACT_DTMF_BEGIN] = cti__on_dtmf,
	[CTI_FACT_DTMF] = cti__on_dtmf,
	[CTI_FACT_DATA] = cti__on_data,
	[CTI_FACT_RECORD] = cti__on_record,
	[CTI_FACT_SPY] = cti__on_spy,
	[CTI_FACT_ROUTE] = pass_over,
	[CTI_FACT_ROUTE_END] = pass_over,
	[CTI_FACT_SWITCH_UP] = cti__on_switch,
	[CTI_FACT_SWITCH_DOWN] = cti__on_switch,
	[CTI_FACT_SNAPSHOT_BEGIN] = cti__on_snapshot,
	[CTI_FACT_SNAPSHOT_END] = cti__on_snapshot,
	[CTI_FACT_LOSS] = on_loss,
};

int cti__model_new(struct cti__model **out, const struct cti__model_opts *opts)
{
	struct cti__model *m = cti__calloc(1, sizeof(*m));
	size_t i;

	*out = NULL;
	if (!m)
		return CTI_ENOMEM;
	m->opts = *opts;
	m->id = cti__str_dup(cti__str(opts->id));
	if (!m->id) {
		cti__free(m);
		return CTI_ENOMEM;
	}
	m->opts.id = m->id;
	cti__map_init(&m->legs, opts->seed);
	cti__map_init(&m->bridges, opts->seed);
	cti__map_init(&m->calls, opts->seed);
	cti__map_init(&m->pairs, opts->seed);
	cti__map_init(&m->agents, opts->seed);
	cti__map_init(&m->devices, opts->seed);
	cti__callids_init(m);
	cti__list_init(&m->all_legs);
	cti__list_init(&m->all_calls);
	cti__list_init(&m->all_agents);
	cti__list_init(&m->wrapups);
	m->due_us = INT64_MAX;
	cti__list_init(&m->asked);
	cti__list_init(&m->dead_legs);
	cti__list_init(&m->dead_calls);
	for (i = 0; i < WAIT_COUNT; i++)
		cti__list_init(&m->waits[i]);
	*out = m;
	return 0;
}

static void drop_everything(struct cti__model *m)
{
	struct cti__map_node *node;

	while (!cti__list_empty(&m->all_legs)) {
		struct leg *leg = cti__list_entry(m->all_legs.next, struct leg,
						  in_model);

		/* Without a word: calls end by being dropped below. */
		if (leg->call)
			leg->call->ended = true;
		cti__leg_drop(m, leg);
	}
	while (!cti__list_empty(&m->all_calls))
		cti__call_drop(m, cti__list_entry(m->all_calls.next,
						  struct call, in_model));
	while (!cti__list_empty(&m->all_agents))
		cti__agent_drop(m, cti__list_entry(m->all_agents.next,
						   struct agent, in_model));
	while ((node = cti__map_next(&m->bridges, NULL)) != NULL)
		cti__bridge_drop(m, cti__map_entry(node, struct bridge, node));
}

void cti__model_free(struct cti__model *m)
{
	if (!m)
		return;
	drop_everything(m);
	cti__bury(m);
	cti__asked_drop_all(m);
	cti__map_fini(&m->legs);
	cti__map_fini(&m->bridges);
	cti__map_fini(&m->calls);
	cti__map_fini(&m->pairs);
	cti__map_fini(&m->agents);
	cti__map_fini(&m->devices);
	cti__map_fini(&m->callids.own);
	cti__free(m->masq_name);
	cti__free(m->process);
	cti__free(m->slot);
	cti__free(m->id);
	cti__free(m);
}

int cti__model_fact(struct cti__model *m, const struct cti_fact *fact)
{
	m->err = 0;
	cti__model_tick(m, fact->time_us);
	m->flags = fact->snapshot ? CTI_FLAG_RESYNC : 0;
	on_fact[fact->kind](m, fact);
	cti__bury(m);
	m->flags = 0;
	return m->err;
}

/* The first that is due at time_us, or NULL. */
static struct timer *due(struct cti__model *m, int64_t time_us)
{
	struct timer *first = NULL;
	size_t i;

	for (i = 0; i < WAIT_COUNT; i++) {
		struct timer *timer;

		if (cti__list_empty(&m->waits[i]))
			continue;
		timer = cti__list_entry(m->waits[i].next, struct timer, node);
		if (timer->at <= time_us && (!first || timer->at < first->at))
			first = timer;
	}
	return first;
}

/* A dialling telephone is up, and nothing tells who is there: the switch. */
static void answered_by_switch(struct cti__model *m, struct leg *leg)
{
	m->flags |= CTI_FLAG_LATE;
	cti__tell_answer(m, leg, leg->call, cti__str(leg->dialled_number));
	m->flags &= ~(uint32_t)CTI_FLAG_LATE;
	leg->far_answered = true;
	leg->by_switch = true;
	cti__model_keep(m, &leg->remote, cti__str(leg->dialled_number));
}

static void decide(struct cti__model *m, struct timer *timer)
{
	struct leg *leg = cti__list_entry(&timer->node, struct leg, wait);
	enum wait kind = timer->kind;

	m->said_us = cti__wait_since(timer);
	if (kind != WAIT_BLIND && kind != WAIT_PARK && kind != WAIT_ENTER)
		cti__wait(m, timer, WAIT_NONE);
	switch (kind) {
	case WAIT_RING:
		cti__tell_ring_now(m, leg);
		break;
	case WAIT_ANSWER:
	case WAIT_PICKUP:
		answered_by_switch(m, leg);
		break;
	case WAIT_RETRIEVE:
		cti__tell_retrieve(m, leg);
		break;
	case WAIT_ABANDON:
		cti__abandon_decide(m, leg, false);
		break;
	case WAIT_END:
		cti__end_settle(m, leg);
		break;
	case WAIT_BLIND:
		cti__blind_settle(
			m, cti__list_entry(&timer->node, struct call, blind));
		break;
	case WAIT_PARK:
		cti__park_settle(
			m, cti__list_entry(&timer->node, struct call, blind),
			CTI__STR_NONE);
		break;
	case WAIT_ENTER:
		cti__queue_enter_settle(
			m, cti__list_entry(&timer->node, struct call, blind));
		break;
	case WAIT_PICKED:
		cti__picked_finish(m, leg);
		break;
	case WAIT_SENT:
		cti__tell_ring(m, leg);
		break;
	default:
		cti__bridge_mixed(
			m, cti__list_entry(&timer->node, struct bridge, wait));
	}
	m->said_us = 0;
}

/* When the first of all that waits is due. */
static int64_t first_due(const struct cti__model *m)
{
	int64_t at = INT64_MAX;
	size_t i;

	for (i = 0; i < WAIT_COUNT; i++)
		if (!cti__list_empty(&m->waits[i])) {
			struct timer *timer = cti__list_entry(
				m->waits[i].next, struct timer, node);

			if (timer->at < at)
				at = timer->at;
		}
	if (!cti__list_empty(&m->wrapups)) {
		struct agent *agent = cti__list_entry(m->wrapups.next,
						      struct agent, in_wrapup);

		if (agent->wrapup_until < at)
			at = agent->wrapup_until;
	}
	return at;
}

void cti__model_tick(struct cti__model *m, int64_t time_us)
{
	struct timer *timer;

	/* Most facts find nothing due: one comparison tells. */
	if (time_us < m->due_us) {
		if (time_us > m->now_us)
			m->now_us = time_us;
		return;
	}
	while ((timer = due(m, time_us)) != NULL) {
		if (timer->at > m->now_us)
			m->now_us = timer->at;
		decide(m, timer);
		cti__bury(m);
	}
	while (!cti__list_empty(&m->wrapups)) {
		struct agent *agent = cti__list_entry(m->wrapups.next,
						      struct agent, in_wrapup);

		if (agent->wrapup_until > time_us)
			break;
		if (agent->wrapup_until > m->now_us)
			m->now_us = agent->wrapup_until;
		cti__wrapup_over(m, agent);
	}
	if (time_us > m->now_us)
		m->now_us = time_us;
	m->due_us = first_due(m);
}

void cti__model_set_clock(struct cti__model *m, int64_t time_us)
{
	m->now_us = time_us;
}

int64_t cti__model_deadline(const struct cti__model *m)
{
	return m->due_us == INT64_MAX ? INT64_MAX : first_due(m);
}

void cti__model_close(struct cti__model *m, int64_t time_us)
{
	struct cti__list *node;

	m->flags = 0;
	cti__model_tick(m, time_us);
	/* What still waits for an explanation gets none. */
	cti__list_each (node, &m->all_calls) {
		struct call *call = cti__list_entry(node, struct call,
						    in_model);

		if (call->blind.kind != WAIT_NONE) {
			cti__blind_settle(m, call);
			cti__park_settle(m, call, CTI__STR_NONE);
			cti__queue_enter_settle(m, call);
			node = &m->all_calls; /* it may be gone */
		}
	}
	cti__lose_all(m, CTI_FLAG_SYNTHETIC);
	cti__bury(m);
}

size_t cti__model_calls(const struct cti__model *m)
{
	return m->calls.count;
}

size_t cti__model_legs(const struct cti__model *m)
{
	return m->legs.count;
}
