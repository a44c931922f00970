/* SPDX-License-Identifier: MIT */
/*
 * What agents have said before of who calls from a number: how often it was
 * whom. Kept in memory; somebody else keeps it for good.
 */
#ifndef CTI__IDENTIFY_CHOICES_H
#define CTI__IDENTIFY_CHOICES_H

#include "util/map.h"

/* Numbers that are remembered at the most. */
#define CTI__CHOICES_MAX 100000

struct cti__choices {
	struct cti__map map; /* by key of the number */
};

void cti__choices_init(struct cti__choices *choices, const uint64_t seed[2]);
void cti__choices_fini(struct cti__choices *choices);
/* So many choices more; a full memory learns no new number. 0 or CTI_ENOMEM. */
int cti__choices_add(struct cti__choices *choices, struct cti__str number,
		     struct cti__str customer, uint32_t count);
/* Of one number, or all if it is empty. */
void cti__choices_forget(struct cti__choices *choices, struct cti__str number);
/* How often it was that customer. */
uint32_t cti__choices_count(const struct cti__choices *choices,
			    struct cti__str number, struct cti__str customer);
/* How many different ones it was. */
size_t cti__choices_different(const struct cti__choices *choices,
			      struct cti__str number);

#endif
