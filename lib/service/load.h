/* SPDX-License-Identifier: MIT */
/* What the file of service knowledge may hold. */
#ifndef CTI__SERVICE_LOAD_H
#define CTI__SERVICE_LOAD_H

#include "service/read.h"

#define CTI__RULES(member) offsetof(struct cti__rules, member)

/* The whole file, into struct cti__rules; ends with a row without a name. */
extern const struct cti__member cti__load_members[];

/* What is not in the file. */
void cti__load_defaults(struct cti__rules *rules);
/* Words that name something elsewhere in the file do so: 0 or CTI_EVALUE. */
int cti__load_check(struct cti__read *r);

#endif
