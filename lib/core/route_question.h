/* SPDX-License-Identifier: MIT */
/*
 * A question as the application gets it: all texts are copied, so that it may
 * be read from any thread and after the call and the client are gone.
 */
#ifndef CTI__CORE_ROUTE_QUESTION_H
#define CTI__CORE_ROUTE_QUESTION_H

#include "util/list.h"
#include "util/str.h"

#include <cti/route.h>

#include <stdatomic.h>

struct cti__way;

enum cti__route_text {
	CTI__ROUTE_CALL,
	CTI__ROUTE_LINK,
	CTI__ROUTE_CALLER,
	CTI__ROUTE_NAME,
	CTI__ROUTE_DNIS,
	CTI__ROUTE_QUEUE,
	CTI__ROUTE_DEVICE,
	CTI__ROUTE_TEXTS
};

struct cti_route {
	atomic_uint refs;
	struct cti__way *way; /* back to the client */
	/* Only on the loop's thread: why an answer comes too late, 0: it does
	   not. */
	int over;
	bool told; /* the application had it */
	uint32_t reason;
	uint32_t deadline_ms;
	bool withheld;
	char *text[CTI__ROUTE_TEXTS]; /* NULL: "" */
	/* Filled in before the application gets it. */
	enum cti_identity identity;
	cti_customer **customer;
	size_t customers;
	cti_pair *pair;
	size_t pairs;
};

/* 0 or CTI_ENOMEM. way: a reference more is taken. */
int cti__route_new(struct cti_route **out, struct cti__way *way,
		   const struct cti__str text[CTI__ROUTE_TEXTS]);
/* Who calls, with chosen (or NULL) before the others. 0 or CTI_ENOMEM. */
int cti__route_set_customers(struct cti_route *route,
			     const cti_customer *chosen,
			     const cti_customer *const *customer, size_t count);
/* data: of cti__datum. 0 or CTI_ENOMEM. */
int cti__route_set_data(struct cti_route *route, const struct cti__list *data);

static inline struct cti__str cti__route_text(const struct cti_route *route,
					      enum cti__route_text which)
{
	return cti__str(route->text[which]);
}

#endif
