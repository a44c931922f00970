/* SPDX-License-Identifier: MIT */
/* Legs, bridges and calls: making, finding and letting go. Says nothing. */
#include "model/state.h"
#include "util/alloc.h"

#include <cti/error.h>

/* Patience in microseconds, by what is waited for; field.md F 19 has what was
   measured: the explanation of an unhold comes within 2 ms, a park's within 1.
 */
static const int64_t patience[WAIT_COUNT] = {
	[WAIT_RING] = 200000,	  [WAIT_ANSWER] = 500000,
	[WAIT_RETRIEVE] = 100000, [WAIT_ABANDON] = 500000,
	[WAIT_BLIND] = 250000,	  [WAIT_MIX] = 200000,
	[WAIT_END] = 250000,	  [WAIT_PARK] = 2000000,
	[WAIT_ENTER] = 100000,	  [WAIT_PICKUP] = 500000,
	[WAIT_PICKED] = 250000,	  [WAIT_SENT] = 500000,
};

void cti__model_keep(struct cti__model *m, char **at, struct cti__str value)
{
	if (*at && cti__str_is(value, *at))
		return;
	if (cti__str_set(at, value))
		m->err = CTI_ENOMEM;
}

void cti__wait(struct cti__model *m, struct timer *timer, enum wait kind)
{
	cti__list_del(&timer->node);
	timer->kind = kind;
	if (kind == WAIT_NONE)
		return;
	timer->at = m->now_us + patience[kind];
	if (timer->at < m->due_us)
		m->due_us = timer->at;
	cti__list_add(&m->waits[kind], &timer->node);
}

int64_t cti__wait_since(const struct timer *timer)
{
	return timer->at - patience[timer->kind];
}

struct leg *cti__leg_find(struct cti__model *m, struct cti__str id)
{
	struct cti__map_node *node = id.n ? cti__map_find(&m->legs, id) : NULL;

	return node ? cti__map_entry(node, struct leg, node) : NULL;
}

struct leg *cti__leg_ref(struct leg *leg)
{
	leg->refs++;
	return leg;
}

static void free_leg(struct leg *leg)
{
	cti__free((char *)leg->node.key);
	if (leg->own_device)
		cti__free(leg->device);
	cti__free(leg->context);
	cti__free(leg->number);
	cti__free(leg->name);
	cti__free(leg->dialled_number);
	cti__free(leg->remote);
	cti__free(leg->display);
	cti__free(leg->stands);
	cti__free(leg->group);
	cti__free(leg);
}

void cti__leg_unref(struct leg *leg)
{
	if (leg && --leg->refs == 0)
		free_leg(leg);
}

void cti__leg_hold(struct leg **at, struct leg *leg)
{
	struct leg *before = *at;

	if (before == leg)
		return;
	*at = leg ? cti__leg_ref(leg) : NULL;
	cti__leg_unref(before);
}

static uint64_t hash_of(const struct cti__model *m, struct cti__str id)
{
	return cti__siphash(m->opts.seed, id.p, id.n);
}

/* The word of a hash's bit. */
static size_t word_of(uint64_t hash)
{
	return hash / 64 % (ENDED_BITS / 64);
}

static uint64_t bit_of(uint64_t hash)
{
	return (uint64_t)1 << hash % 64;
}

static bool is_among(const struct ended *ended, uint64_t hash, int64_t since_us)
{
	size_t i;

	if (!(ended->bits[word_of(hash)] & bit_of(hash)))
		return false;
	for (i = 0; i < ENDED_MAX; i++)
		if (ended->hash[i] == hash && ended->at_us[i] >= since_us)
			return true;
	return false;
}

static void remember_end(struct ended *ended, uint64_t hash, int64_t at_us)
{
	size_t i = ended->count++ % ENDED_MAX, k;

	ended->hash[i] = hash;
	ended->at_us[i] = at_us;
	ended->bits[word_of(hash)] |= bit_of(hash);
	/* Once a round, the bits of what was forgotten go. */
	if (i != 0)
		return;
	memset(ended->bits, 0, sizeof(ended->bits));
	for (k = 0; k < ENDED_MAX; k++)
		ended->bits[word_of(ended->hash[k])] |= bit_of(ended->hash[k]);
}

bool cti__ended_lately(const struct cti__model *m, struct cti__str id)
{
	return is_among(&m->legs_ended, hash_of(m, id),
			m->now_us - ENDED_KEEP_US);
}

struct device *cti__device_get(struct cti__model *m, struct cti__str number)
{
	struct cti__map_node *node = cti__map_find(&m->devices, number);
	struct device *device;

	if (node)
		return cti__map_entry(node, struct device, node);
	device = cti__calloc(1, sizeof(*device) + number.n + 1);
	if (!device) {
		m->err = CTI_ENOMEM;
		return NULL;
	}
	cti__list_init(&device->legs);
	if (number.n)
		memcpy(device->number, number.p, number.n);
	if (cti__map_add(&m->devices, &device->node,
			 cti__str_n(device->number, number.n))) {
		m->err = CTI_ENOMEM;
		cti__free(device);
		return NULL;
	}
	return device;
}

void cti__device_settle(struct cti__model *m, struct device *device)
{
	if (!device || device->agent || !cti__list_empty(&device->legs))
		return;
	cti__map_del(&m->devices, &device->node);
	cti__free(device);
}

static void own_device(struct cti__model *m, struct leg *leg,
		       struct cti__str device)
{
	leg->device = cti__str_dup(device);
	leg->own_device = leg->device != NULL;
	if (!leg->device)
		m->err = CTI_ENOMEM;
}

void cti__leg_set_device(struct cti__model *m, struct leg *leg,
			 enum cti_role role, struct cti__str device)
{
	struct device *before = leg->at;

	leg->role = (uint8_t)role;
	cti__list_del(&leg->in_device);
	leg->at = NULL;
	if (leg->own_device)
		cti__free(leg->device);
	leg->own_device = false;
	leg->device = NULL;
	if (role == CTI_ROLE_EXTENSION)
		leg->at = cti__device_get(m, device);
	if (leg->at) {
		cti__list_add(&leg->at->legs, &leg->in_device);
		leg->device = leg->at->number;
	} else if (role != CTI_ROLE_TRUNK) {
		own_device(m, leg, device);
	}
	cti__device_settle(m, before);
}

struct leg *cti__leg_add(struct cti__model *m, const struct cti_fact *fact)
{
	struct leg *leg = cti__calloc(1, sizeof(*leg));
	char *id;

	if (!leg) {
		m->err = CTI_ENOMEM;
		return NULL;
	}
	leg->refs = 1;
	cti__list_init(&leg->in_call);
	cti__list_init(&leg->in_bridge);
	cti__list_init(&leg->dialled);
	cti__list_init(&leg->in_dialled);
	cti__list_init(&leg->wait.node);
	cti__list_init(&leg->in_model);
	leg->epoch = m->epoch;
	cti__list_init(&leg->in_device);
	id = cti__str_dup(fact->leg);
	if (!id ||
	    cti__map_add(&m->legs, &leg->node, cti__str_n(id, fact->leg.n))) {
		m->err = CTI_ENOMEM;
		cti__free(id);
		free_leg(leg);
		return NULL;
	}
	cti__list_add(&m->all_legs, &leg->in_model);
	cti__leg_set_device(m, leg, fact->role, fact->device);
	if (fact->role == CTI_ROLE_LOCAL && fact->pair.n) {
		cti__leg_set_pair(m, leg, fact->pair, fact->half);
		cti__model_keep(m, &leg->context, fact->context);
	}
	return leg;
}

void cti__leg_set_pair(struct cti__model *m, struct leg *leg,
		       struct cti__str name, int half)
{
	struct cti__map_node *node = cti__map_find(&m->pairs, name);
	struct pair *pair;

	leg->half = half == 2 ? 2 : 1;
	if (node) {
		pair = cti__map_entry(node, struct pair, node);
	} else {
		pair = cti__calloc(1, sizeof(*pair) + name.n + 1);
		if (!pair) {
			m->err = CTI_ENOMEM;
			return;
		}
		memcpy(pair->name, name.p, name.n);
		if (cti__map_add(&m->pairs, &pair->node,
				 cti__str_n(pair->name, name.n))) {
			m->err = CTI_ENOMEM;
			cti__free(pair);
			return;
		}
	}
	if (pair->half[leg->half - 1])
		return;
	pair->half[leg->half - 1] = leg;
	leg->pair = pair;
}

struct leg *cti__leg_other_half(const struct leg *leg)
{
	return leg->pair ? leg->pair->half[leg->half == 2 ? 0 : 1] : NULL;
}

static void drop_pair(struct cti__model *m, struct leg *leg)
{
	struct pair *pair = leg->pair;

	if (!pair)
		return;
	leg->pair = NULL;
	pair->half[leg->half - 1] = NULL;
	if (pair->half[0] || pair->half[1])
		return;
	cti__map_del(&m->pairs, &pair->node);
	cti__free(pair);
}

static void forget_dials(struct leg *leg)
{
	struct cti__list *node, *next;

	cti__list_del(&leg->in_dialled);
	leg->dialler = NULL;
	cti__list_each_safe (node, next, &leg->dialled) {
		struct leg *other = cti__list_entry(node, struct leg,
						    in_dialled);

		other->dialler = NULL;
		cti__list_del(node);
	}
}

void cti__leg_drop(struct cti__model *m, struct leg *leg)
{
	struct call *call = leg->call;

	if (leg->gone)
		return;
	leg->gone = true;
	leg->left_us = m->now_us;
	remember_end(&m->legs_ended, hash_of(m, cti__map_key(&leg->node)),
		     m->now_us);
	if (m->masq == leg)
		m->masq = NULL;
	cti__wait(m, &leg->wait, WAIT_NONE);
	cti__map_del(&m->legs, &leg->node);
	cti__list_del(&leg->in_model);
	cti__list_del(&leg->in_bridge);
	leg->bridge = NULL;
	forget_dials(leg);
	drop_pair(m, leg);
	if (leg->consultant)
		leg->consultant->consult = NULL;
	if (leg->consult)
		leg->consult->consultant = NULL;
	leg->consult = leg->consultant = NULL;
	cti__leg_hold(&leg->partner, NULL);
	cti__list_del(&leg->in_device);
	/* Whoever still holds it may ask for its number. */
	if (leg->at && leg->refs > 1)
		own_device(m, leg, cti__str(leg->at->number));
	else if (leg->at)
		leg->device = NULL;
	cti__device_settle(m, leg->at);
	leg->at = NULL;
	cti__list_del(&leg->in_call);
	leg->call = NULL;
	if (call) {
		if (cti__leg_is_real(leg))
			call->real--;
		cti__call_settle(m, call);
	}
	cti__list_add(&m->dead_legs, &leg->in_model);
}

struct bridge *cti__bridge_find(struct cti__model *m, struct cti__str id)
{
	struct cti__map_node *node = id.n ? cti__map_find(&m->bridges, id)
					  : NULL;

	return node ? cti__map_entry(node, struct bridge, node) : NULL;
}

struct bridge *cti__bridge_get(struct cti__model *m, struct cti__str id)
{
	struct bridge *bridge = cti__bridge_find(m, id);

	if (bridge || !id.n)
		return bridge;
	bridge = cti__calloc(1, sizeof(*bridge) + id.n + 1);
	if (!bridge) {
		m->err = CTI_ENOMEM;
		return NULL;
	}
	memcpy(bridge->id, id.p, id.n);
	cti__list_init(&bridge->legs);
	cti__list_init(&bridge->wait.node);
	if (cti__map_add(&m->bridges, &bridge->node,
			 cti__str_n(bridge->id, id.n))) {
		m->err = CTI_ENOMEM;
		cti__free(bridge);
		return NULL;
	}
	return bridge;
}

void cti__bridge_drop(struct cti__model *m, struct bridge *bridge)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &bridge->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_bridge);

		leg->bridge = NULL;
		leg->left_us = m->now_us;
		cti__list_del(node);
	}
	cti__wait(m, &bridge->wait, WAIT_NONE);
	cti__map_del(&m->bridges, &bridge->node);
	cti__free(bridge->room);
	cti__free(bridge);
}

struct call *cti__call_add(struct cti__model *m, struct cti__str id)
{
	struct call *call = cti__calloc(1, sizeof(*call));

	if (!call) {
		m->err = CTI_ENOMEM;
		return NULL;
	}
	cti__list_init(&call->legs);
	cti__list_init(&call->in_model);
	cti__list_init(&call->blind.node);
	call->began_us = m->now_us;
	if (cti__callid_add(m, call, id)) {
		m->err = CTI_ENOMEM;
		cti__free(call->id);
		cti__free(call);
		return NULL;
	}
	cti__list_add(&m->all_calls, &call->in_model);
	return call;
}

static void free_call(struct call *call)
{
	cti__free(call->id);
	cti__free(call->caller);
	cti__free(call->name);
	cti__free(call->dnis);
	cti__free(call->called);
	cti__free(call->queue);
	cti__free(call->consult_of);
	cti__free(call->merged_into);
	cti__free(call->blind_to);
	cti__free(call->lost_by);
	cti__free(call->lost_to);
	cti__free(call->divert_from);
	cti__free(call->divert_to);
	cti__call_data_free(call);
	cti__free(call);
}

void cti__bury(struct cti__model *m)
{
	struct cti__list *node;

	while (!cti__list_empty(&m->dead_legs)) {
		node = m->dead_legs.next;
		cti__list_del(node);
		cti__leg_unref(cti__list_entry(node, struct leg, in_model));
	}
	while (!cti__list_empty(&m->dead_calls)) {
		node = m->dead_calls.next;
		cti__list_del(node);
		free_call(cti__list_entry(node, struct call, in_model));
	}
}

void cti__call_drop(struct cti__model *m, struct call *call)
{
	struct cti__list *node, *next;

	if (call->dropped)
		return;
	call->dropped = call->ended = true;
	cti__list_each_safe (node, next, &call->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_call);

		leg->call = NULL;
		cti__list_del(node);
	}
	cti__wait(m, &call->blind, WAIT_NONE);
	cti__leg_hold(&call->blind_by, NULL);
	cti__leg_hold(&call->blind_other, NULL);
	cti__leg_hold(&call->lost, NULL);
	cti__leg_hold(&call->answerer, NULL);
	cti__callid_drop(m, call);
	cti__list_del(&call->in_model);
	cti__list_add(&m->dead_calls, &call->in_model);
}

static void join_one(struct call *call, struct leg *leg)
{
	struct call *before = leg->call;

	if (before && cti__leg_is_real(leg))
		before->real--;
	cti__list_del(&leg->in_call);
	leg->call = call;
	cti__list_add(&call->legs, &leg->in_call);
	if (cti__leg_is_real(leg)) {
		call->real++;
		call->had_real = true;
	}
}

void cti__call_join(struct cti__model *m, struct call *call, struct leg *leg)
{
	struct leg *half = cti__leg_other_half(leg);
	struct cti__list *node;

	/* From call to call a leg goes by a merge only, which is told. */
	if (leg->call || call->dropped || leg->gone)
		return;
	join_one(call, leg);
	leg->fresh = false;
	if (half)
		cti__call_join(m, call, half);
	cti__list_each (node, &leg->dialled)
		cti__call_join(m, call,
			       cti__list_entry(node, struct leg, in_dialled));
	cti__tell_ring(m, leg);
}

void cti__call_settle(struct cti__model *m, struct call *call)
{
	if (call->dropped || call->real ||
	    (!call->had_real && !cti__list_empty(&call->legs)))
		return;
	cti__tell_end(m, call);
	cti__call_drop(m, call);
}

void cti__call_merge(struct cti__model *m, struct call *into, struct call *from)
{
	struct cti__list *node, *next;

	/* What is announced in it is told of it, before its legs are elsewhere.
	 */
	if (!from->dropped) {
		cti__blind_settle(m, from);
		cti__park_settle(m, from, CTI__STR_NONE);
		cti__queue_enter_settle(m, from);
	}
	/* A call goes into one other, once: what is left behind in it stays. */
	if (into == from || into->dropped || from->dropped || from->merged_into)
		return;
	if (from->begun)
		cti__tell_begin(m, into);
	cti__list_each_safe (node, next, &from->legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_call);

		if (!leg->transferred)
			join_one(into, leg);
	}
	cti__model_keep(m, &from->merged_into, cti__str(into->id));
	/* With somebody left behind, it ends when the last of them does. */
	if (!from->real) {
		cti__tell_end(m, from);
		cti__call_drop(m, from);
	}
}
