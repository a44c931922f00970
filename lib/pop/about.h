/* SPDX-License-Identifier: MIT */
/* What pops know of a call, for others who ask about it. */
#ifndef CTI__POP_ABOUT_H
#define CTI__POP_ABOUT_H

#include "util/list.h"
#include "util/str.h"

#include <cti/customer.h>

struct cti__pops;

/* Borrowed until the next call into the pops. */
struct cti__pop_about {
	struct cti__str caller, name, dnis, queue;
	struct cti__str number; /* who is to be identified */
	struct cti__str origin; /* the device that began it; "": none */
	bool withheld; /* the caller's number is */
	bool hides;    /* who is to be identified does not want to be */
	const cti_customer *chosen;   /* by the agent; NULL: nobody yet */
	const struct cti__list *data; /* of cti__datum, in pop/payload.h */
};

/* False if the call is not known. */
bool cti__pops_about(const struct cti__pops *pops, struct cti__str call,
		     struct cti__pop_about *out);

#endif
