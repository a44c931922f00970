/* SPDX-License-Identifier: MIT */
/* What pops remember while calls live: calls, screens, and who sits where. */
#include "pop/record.h"
#include "pop/earlier.h"
#include "identify/identify.h"
#include "util/alloc.h"

#include <cti/error.h>

/* A switch that sets variables without end must not fill the memory. */
#define DATA_MAX 64

struct seat {
	struct cti__map_node by_device;
	char *agent;
	char key[];
};

/* --- calls --- */

struct cti__pop_call *cti__pop_call_find(const struct cti__pops *pops,
					 struct cti__str id)
{
	struct cti__map_node *node = cti__map_find(&pops->calls, id);

	return node ? cti__map_entry(node, struct cti__pop_call, by_id) : NULL;
}

struct cti__pop_call *cti__pop_call_get(struct cti__pops *pops,
					struct cti__str id)
{
	struct cti__pop_call *call = cti__pop_call_find(pops, id);

	if (call)
		return call;
	call = cti__calloc(1, sizeof(*call) + id.n + 1);
	if (!call)
		return NULL;
	memcpy(call->id, id.p, id.n);
	call->pops = pops;
	cti__list_init(&call->data);
	cti__list_init(&call->screens);
	cti__list_init(&call->kids);
	cti__list_init(&call->kin);
	if (!cti__map_add(&pops->calls, &call->by_id,
			  cti__str_n(call->id, id.n)))
		return call;
	cti__free(call);
	return NULL;
}

static void free_data(struct cti__pop_call *call)
{
	struct cti__list *node, *tmp;
	struct cti__datum *datum;

	cti__list_each_safe (node, tmp, &call->data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		cti__free(datum->key);
		cti__free(datum->value);
		cti__free(datum);
	}
}

static void free_kids(struct cti__pop_call *call)
{
	struct cti__pop_call *kid;

	while (!cti__list_empty(&call->kids)) {
		kid = cti__list_entry(call->kids.next, struct cti__pop_call,
				      kin);
		cti__list_del(&kid->kin);
		kid->parent = NULL;
		/* A consultation outlives its contact, a merged call does not.
		 */
		if (kid->merged)
			cti__pop_call_free(kid);
	}
}

void cti__pop_call_free(struct cti__pop_call *call)
{
	free_kids(call);
	cti__list_del(&call->kin);
	while (!cti__list_empty(&call->screens))
		cti__screen_free(cti__list_entry(call->screens.next,
						 struct cti__screen, node));
	cti__question_release(call->question);
	cti_customer_unref(call->chosen);
	cti__knowledge_fini(&call->known);
	free_data(call);
	cti__map_del(&call->pops->calls, &call->by_id);
	cti__free(call->link);
	cti__free(call->caller);
	cti__free(call->called);
	cti__free(call->remote);
	cti__free(call->name);
	cti__free(call->dnis);
	cti__free(call->queue);
	cti__free(call->origin);
	cti__free(call->earlier_of);
	cti__earlier_unref(call->earlier);
	cti__free(call);
}

void cti__pop_call_join(struct cti__pop_call *call,
			struct cti__pop_call *parent)
{
	struct cti__pop_call *up;

	for (up = parent; up; up = up->parent)
		if (up == call)
			return;
	cti__list_del(&call->kin);
	call->parent = parent;
	cti__list_add(&parent->kids, &call->kin);
}

bool cti__pop_call_hides(const struct cti__pop_call *call)
{
	/* Who dials out may hide himself, but not whom he dials. */
	return call->withheld && !call->remote &&
	       call->direction != CTI__DIRECTION_OUTBOUND;
}

struct cti__pop_call *cti__pop_call_real(struct cti__pop_call *call)
{
	while (call && call->merged && call->parent)
		call = call->parent;
	return call;
}

struct cti__pop_call *cti__pop_call_contact(struct cti__pop_call *call)
{
	while (call->parent)
		call = call->parent;
	return call;
}

static struct cti__datum *find_datum(const struct cti__pop_call *call,
				     struct cti__str key)
{
	struct cti__list *node;
	struct cti__datum *datum;

	cti__list_each (node, &call->data) {
		datum = cti__list_entry(node, struct cti__datum, node);
		if (cti__str_is(key, datum->key))
			return datum;
	}
	return NULL;
}

int cti__pop_call_set_data(struct cti__pop_call *call, struct cti__str key,
			   struct cti__str value)
{
	struct cti__datum *datum = find_datum(call, key);

	call->data_revision++;
	if (datum)
		return cti__str_set(&datum->value, value);
	if (call->data_count == DATA_MAX)
		return CTI_ETOOBIG;
	datum = cti__calloc(1, sizeof(*datum));
	if (!datum)
		return CTI_ENOMEM;
	datum->key = cti__str_dup(key);
	datum->value = cti__str_dup(value);
	if (!datum->key || !datum->value) {
		cti__free(datum->key);
		cti__free(datum->value);
		cti__free(datum);
		return CTI_ENOMEM;
	}
	cti__list_add(&call->data, &datum->node);
	call->data_count++;
	return 0;
}

struct cti__str cti__pop_call_data(const struct cti__pop_call *call,
				   struct cti__str key)
{
	struct cti__datum *datum = find_datum(call, key);

	return datum ? cti__str(datum->value) : CTI__STR_NONE;
}

/* --- screens --- */

/*
 * "<call>-<device>". A '-' in a device is written %2D, so that no two pairs of
 * call and device make one id.
 */
static void put_id(struct cti__buf *out, struct cti__str call,
		   struct cti__str device)
{
	size_t i;

	cti__buf_str(out, call);
	cti__buf_char(out, '-');
	for (i = 0; i < device.n; i++) {
		if (device.p[i] == '-' || device.p[i] == '%')
			cti__buf_text(out, device.p[i] == '-' ? "%2D" : "%25");
		else
			cti__buf_char(out, device.p[i]);
	}
}

struct cti__screen *cti__screen_by_id(const struct cti__pops *pops,
				      struct cti__str id)
{
	struct cti__map_node *node = cti__map_find(&pops->screens, id);

	return node ? cti__map_entry(node, struct cti__screen, by_id) : NULL;
}

/* Without the id, for which there is no memory. */
static struct cti__screen *walk_to(const struct cti__pop_call *call,
				   struct cti__str device)
{
	struct cti__screen *screen;
	struct cti__list *node;

	cti__list_each (node, &call->screens) {
		screen = cti__list_entry(node, struct cti__screen, node);
		if (cti__str_is(device, screen->device))
			return screen;
	}
	return NULL;
}

struct cti__screen *cti__screen_find(const struct cti__pop_call *call,
				     struct cti__str device)
{
	struct cti__screen *screen;
	struct cti__buf id = { 0 };

	put_id(&id, cti__map_key(&call->by_id), device);
	if (id.err)
		screen = walk_to(call, device);
	else
		screen = cti__screen_by_id(call->pops, cti__str_n(id.p, id.n));
	cti__buf_fini(&id);
	return screen;
}

static struct cti__screen *make_screen(struct cti__pop_call *call,
				       struct cti__str id,
				       struct cti__str device)
{
	struct cti__screen *screen = cti__calloc(1, sizeof(*screen) + id.n + 1);

	if (!screen)
		return NULL;
	memcpy(screen->id, id.p, id.n);
	screen->device = cti__str_dup(device);
	screen->call = call;
	cti__list_init(&screen->dirty);
	if (!screen->device ||
	    cti__map_add(&call->pops->screens, &screen->by_id,
			 cti__str_n(screen->id, id.n))) {
		cti__free(screen->device);
		cti__free(screen);
		return NULL;
	}
	cti__list_add(&call->screens, &screen->node);
	return screen;
}

struct cti__screen *cti__screen_get(struct cti__pop_call *call,
				    struct cti__str device)
{
	struct cti__screen *screen = cti__screen_find(call, device);
	struct cti__buf id = { 0 };

	if (screen)
		return screen;
	put_id(&id, cti__map_key(&call->by_id), device);
	if (!id.err)
		screen = make_screen(call, cti__str_n(id.p, id.n), device);
	cti__buf_fini(&id);
	return screen;
}

void cti__screen_free(struct cti__screen *screen)
{
	cti__list_del(&screen->node);
	cti__list_del(&screen->dirty);
	cti__map_del(&screen->call->pops->screens, &screen->by_id);
	cti__free(screen->device);
	cti__free(screen->agent);
	cti__free(screen->remote);
	cti__pop_unref(screen->farewell);
	cti__free(screen);
}

/* --- seats --- */

/* Two switches may have an extension of the same number. */
static void put_seat(struct cti__buf *out, struct cti__str link,
		     struct cti__str device)
{
	cti__buf_str(out, link);
	cti__buf_char(out, '\n');
	cti__buf_str(out, device);
}

static struct seat *find_seat(const struct cti__pops *pops,
			      const struct cti__buf *key)
{
	struct cti__map_node *node;

	if (key->err)
		return NULL;
	node = cti__map_find(&pops->seats, cti__str_n(key->p, key->n));
	return node ? cti__map_entry(node, struct seat, by_device) : NULL;
}

struct cti__str cti__seat_agent(const struct cti__pops *pops,
				struct cti__str link, struct cti__str device)
{
	struct cti__buf key = { 0 };
	struct seat *seat = NULL;

	if (pops->seats.count) {
		put_seat(&key, link, device);
		seat = find_seat(pops, &key);
		cti__buf_fini(&key);
	}
	return seat ? cti__str(seat->agent) : CTI__STR_NONE;
}

static void free_seat(struct cti__pops *pops, struct seat *seat)
{
	cti__map_del(&pops->seats, &seat->by_device);
	cti__free(seat->agent);
	cti__free(seat);
}

static int make_seat(struct cti__pops *pops, struct cti__str key,
		     struct cti__str agent)
{
	struct seat *seat = cti__calloc(1, sizeof(*seat) + key.n + 1);

	if (!seat)
		return CTI_ENOMEM;
	memcpy(seat->key, key.p, key.n);
	seat->agent = cti__str_dup(agent);
	if (seat->agent && !cti__map_add(&pops->seats, &seat->by_device,
					 cti__str_n(seat->key, key.n)))
		return 0;
	cti__free(seat->agent);
	cti__free(seat);
	return CTI_ENOMEM;
}

int cti__seat_set(struct cti__pops *pops, struct cti__str link,
		  struct cti__str device, struct cti__str agent)
{
	struct cti__buf key = { 0 };
	struct seat *seat;
	int err;

	put_seat(&key, link, device);
	err = key.err;
	seat = find_seat(pops, &key);
	if (seat && !agent.n)
		free_seat(pops, seat);
	else if (seat)
		err = cti__str_set(&seat->agent, agent);
	else if (!err && agent.n)
		err = make_seat(pops, cti__str_n(key.p, key.n), agent);
	cti__buf_fini(&key);
	return err;
}

void cti__seat_clear(struct cti__pops *pops)
{
	struct cti__map_node *node = cti__map_next(&pops->seats, NULL);

	while (node) {
		free_seat(pops, cti__map_entry(node, struct seat, by_device));
		node = cti__map_next(&pops->seats, NULL);
	}
}
