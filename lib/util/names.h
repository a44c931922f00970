/* SPDX-License-Identifier: MIT */
/* A fixed set of names, each found by its hash: headers, members, events. */
#ifndef CTI__UTIL_NAMES_H
#define CTI__UTIL_NAMES_H

#include "util/str.h"

/* Slots of the table: a power of two, well above the count of names. */
#define CTI__NAMES_SLOTS 512
/* The most names that a set can have. */
#define CTI__NAMES_MAX	 128

struct cti__names {
	const char *const *name;
	size_t step; /* from one name to the next, in bytes */
	uint8_t length[CTI__NAMES_MAX];
	uint8_t slot[CTI__NAMES_SLOTS]; /* index + 1; 0: free */
};

/*
 * Make the table of count names. Each stands step bytes behind the other, so
 * that they may be a member of a table's rows. They are borrowed for the
 * table's life, have no doubles, and are 1 to 255 bytes long. Case does not
 * matter.
 */
void cti__names_init(struct cti__names *names, const char *const *name,
		     size_t step, size_t count);

/* Index of the name, or -1: it is none of them. */
int cti__names_find(const struct cti__names *names, struct cti__str name);

#endif
