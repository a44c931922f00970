/* SPDX-License-Identifier: MIT */
/*
 * Service knowledge: read from a file's text, and asked what follows from it
 * for a customer in a call. Knows no switch, no file and no clock.
 */
#ifndef CTI__SERVICE_SERVICE_H
#define CTI__SERVICE_SERVICE_H

#include "service/advice.h"
#include "service/secret.h"
#include "util/log.h"

#include <cti/service.h>

struct cti__service;

/*
 * path is for messages and cti__service_path(). 0, CTI_EFORMAT, CTI_EKEY,
 * CTI_EVALUE (a sentence in why) or CTI_ENOMEM.
 */
int cti__service_parse(struct cti__service **out, struct cti__str text,
		       const char *path, struct cti__buf *why);
/* On one thread only. NULL is allowed. */
struct cti__service *cti__service_ref(struct cti__service *service);
void cti__service_unref(struct cti__service *service);
const char *cti__service_path(const struct cti__service *service);
/* "3 tiers, 9 lines, ...": what it holds. */
void cti__service_describe(const struct cti__service *service,
			   struct cti__buf *out);

/* All borrowed. */
struct cti__service_query {
	const cti_customer *customer; /* NULL: nobody known */
	enum cti_identity identity;
	struct cti__str dnis, queue, direction;
	const cti_number_plan *plan; /* of dnis and of patterns; NULL: default */
	int64_t time_us;
	int level; /* that the caller has reached: 0 none, 1 simple, 2 strict */
	/* The call's data. NULL: it has none. */
	struct cti__str (*data)(const void *user, struct cti__str key);
	const void *user;
	const struct cti__log *log; /* NULL: no lines */
};

/* Fills parts in, but for what is verified. 0 or CTI_ENOMEM. */
int cti__service_advise(struct cti__service *service,
			const struct cti__service_query *query,
			struct cti__advice_parts *parts);

/* How the tier greets: with {name} for the form of address; NULL: as all. */
const char *cti__service_greeting(const struct cti__service *service,
				  const char *tier, bool chinese);

/* Keys of call data that begin a verification, choose what the caller keys in,
   and say which level the switch has verified; "" for none. */
const char *cti__service_data_request(const struct cti__service *service);
const char *cti__service_data_factor(const struct cti__service *service);
const char *cti__service_data_level(const struct cti__service *service);

#endif
