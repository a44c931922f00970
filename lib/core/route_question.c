/* SPDX-License-Identifier: MIT */
/* A question as the application gets it. */
#include "core/route_question.h"
#include "core/way.h"
#include "pop/payload.h"
#include "util/alloc.h"

#include <cti/error.h>

int cti__route_new(struct cti_route **out, struct cti__way *way,
		   const struct cti__str text[CTI__ROUTE_TEXTS])
{
	struct cti_route *route = cti__calloc(1, sizeof(*route));
	size_t i;

	*out = NULL;
	if (!route)
		return CTI_ENOMEM;
	atomic_init(&route->refs, 1);
	route->way = cti__way_ref(way);
	for (i = 0; i < CTI__ROUTE_TEXTS; i++) {
		if (!text[i].n)
			continue;
		route->text[i] = cti__str_dup(text[i]);
		if (!route->text[i]) {
			cti_route_unref(route);
			return CTI_ENOMEM;
		}
	}
	*out = route;
	return 0;
}

static void keep(struct cti_route *route, const cti_customer *customer)
{
	route->customer[route->customers++] = cti_customer_ref(
		(cti_customer *)(uintptr_t)customer);
}

int cti__route_set_customers(struct cti_route *route,
			     const cti_customer *chosen,
			     const cti_customer *const *customer, size_t count)
{
	size_t i;

	if (!chosen && !count)
		return 0;
	route->customer = cti__calloc(count + 1, sizeof(cti_customer *));
	if (!route->customer)
		return CTI_ENOMEM;
	if (chosen)
		keep(route, chosen);
	for (i = 0; i < count; i++)
		if (customer[i] != chosen)
			keep(route, customer[i]);
	return 0;
}

int cti__route_set_data(struct cti_route *route, const struct cti__list *data)
{
	struct cti__list *node;
	size_t count = 0;

	cti__list_each (node, data)
		count++;
	if (!count)
		return 0;
	route->pair = cti__calloc(count, sizeof(*route->pair));
	if (!route->pair)
		return CTI_ENOMEM;
	cti__list_each (node, data) {
		const struct cti__datum *datum = cti__list_entry(
			node, struct cti__datum, node);
		cti_pair *pair = &route->pair[route->pairs++];

		pair->key = cti__str_dup(cti__str(datum->key));
		pair->value = cti__str_dup(cti__str(datum->value));
		if (!pair->key || !pair->value)
			return CTI_ENOMEM;
	}
	return 0;
}

cti_route *cti_route_ref(cti_route *route)
{
	if (route)
		atomic_fetch_add(&route->refs, 1);
	return route;
}

void cti_route_unref(cti_route *route)
{
	size_t i;

	if (!route || atomic_fetch_sub(&route->refs, 1) != 1)
		return;
	for (i = 0; i < CTI__ROUTE_TEXTS; i++)
		cti__free(route->text[i]);
	for (i = 0; i < route->customers; i++)
		cti_customer_unref(route->customer[i]);
	for (i = 0; i < route->pairs; i++) {
		cti__free((void *)(uintptr_t)route->pair[i].key);
		cti__free((void *)(uintptr_t)route->pair[i].value);
	}
	cti__free(route->customer);
	cti__free(route->pair);
	cti__way_unref(route->way);
	cti__free(route);
}

static const char *text(const cti_route *route, enum cti__route_text which)
{
	return route && route->text[which] ? route->text[which] : "";
}

uint32_t cti_route_reason(const cti_route *route)
{
	return route ? route->reason : 0;
}

const char *cti_route_call(const cti_route *route)
{
	return text(route, CTI__ROUTE_CALL);
}

const char *cti_route_link(const cti_route *route)
{
	return text(route, CTI__ROUTE_LINK);
}

const char *cti_route_caller(const cti_route *route)
{
	return text(route, CTI__ROUTE_CALLER);
}

const char *cti_route_caller_name(const cti_route *route)
{
	return text(route, CTI__ROUTE_NAME);
}

bool cti_route_withheld(const cti_route *route)
{
	return route && route->withheld;
}

const char *cti_route_dnis(const cti_route *route)
{
	return text(route, CTI__ROUTE_DNIS);
}

const char *cti_route_queue(const cti_route *route)
{
	return text(route, CTI__ROUTE_QUEUE);
}

const char *cti_route_device(const cti_route *route)
{
	return text(route, CTI__ROUTE_DEVICE);
}

enum cti_identity cti_route_identity(const cti_route *route)
{
	return route ? route->identity : CTI_IDENTITY_PENDING;
}

const cti_customer *cti_route_customer(const cti_route *route, size_t index)
{
	return route && index < route->customers ? route->customer[index]
						 : NULL;
}

const cti_pair *cti_route_pair(const cti_route *route, size_t index)
{
	return route && index < route->pairs ? &route->pair[index] : NULL;
}

const char *cti_route_data(const cti_route *route, const char *key)
{
	const cti_pair *pair;
	size_t i;

	for (i = 0; key && (pair = cti_route_pair(route, i)) != NULL; i++)
		if (!strcmp(pair->key, key))
			return pair->value;
	return "";
}

uint32_t cti_route_deadline_ms(const cti_route *route)
{
	return route ? route->deadline_ms : 0;
}

const char *cti_route_reason_name(uint32_t reason)
{
	switch (reason) {
	case CTI_ROUTE_SWITCH:
		return "switch";
	case CTI_ROUTE_QUEUE:
		return "queue";
	case CTI_ROUTE_RING:
		return "ring";
	default:
		return "";
	}
}
