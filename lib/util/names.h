/* SPDX-License-Identifier: MIT */
/* A fixed set of names, each found by its hash: headers, members, events. */
#ifndef CTI__UTIL_NAMES_H
#define CTI__UTIL_NAMES_H

#include "util/str.h"

/* Slots of the table: a power of two, well above the count of names. */
#define CTI__NAMES_SLOTS 1024
/* The most names that a set can have. */
#define CTI__NAMES_MAX	 128

/* Eight bytes of each end: they may overlap. A name of up to 16 is no more. */
struct cti__names_ends {
	uint64_t first, last;
};

struct cti__names {
	const char *const *name;
	size_t step; /* from one name to the next, in bytes */
	/* By index + 1; the first is nobody's. */
	struct cti__names_ends ends[CTI__NAMES_MAX + 1];
	uint8_t length[CTI__NAMES_MAX + 1];
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

/* What cti__names_find() leaves: at is the slot to begin with. */
int cti__names_find_slowly(const struct cti__names *names, struct cti__str name,
			   size_t at);

static inline uint64_t cti__names_four(const char *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof(word));
	return word;
}

/* p: at least one byte. */
static inline struct cti__names_ends cti__names_ends(const char *p, size_t n)
{
	struct cti__names_ends ends;

	if (n >= 8) {
		memcpy(&ends.first, p, 8);
		memcpy(&ends.last, p + n - 8, 8);
		return ends;
	}
	if (n >= 4)
		ends.first = cti__names_four(p) | cti__names_four(p + n - 4)
							  << 32;
	else
		ends.first = (unsigned char)p[0] |
			     (uint64_t)(unsigned char)p[n / 2] << 8 |
			     (uint64_t)(unsigned char)p[n - 1] << 16;
	ends.last = ends.first;
	return ends;
}

/* The ends tell the names of a protocol apart nearly always. In lower case: so
   some other bytes become each other, too, which costs a comparison. */
static inline size_t cti__names_slot(const struct cti__names_ends *ends,
				     size_t n)
{
	const uint64_t lower = UINT64_C(0x2020202020202020);
	uint64_t last = ends->last | lower;
	uint64_t word = (ends->first | lower) ^ (last << 29 | last >> 35);

	return (size_t)((word + n) * UINT64_C(0x9e3779b97f4a7c15) >> 54);
}

/*
 * Index of the name, or -1: it is none of them. Every header of every message
 * comes here, and whether it is wanted cannot be predicted: so nothing branches
 * but on what is rare.
 */
static inline int cti__names_find(const struct cti__names *names,
				  struct cti__str name)
{
	struct cti__names_ends ends;
	bool is_it;
	size_t at, i;

	if (!name.n)
		return -1;
	ends = cti__names_ends(name.p, name.n);
	at = cti__names_slot(&ends, name.n);
	i = names->slot[at];
	is_it = (names->ends[i].first == ends.first) &
		(names->ends[i].last == ends.last) &
		(names->length[i] == name.n) & (name.n <= 16);
	if ((i != 0) & !is_it)
		return cti__names_find_slowly(names, name, at);
	return (int)i - 1;
}

#endif
