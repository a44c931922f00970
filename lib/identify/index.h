/* SPDX-License-Identifier: MIT */
/*
 * Rows by the hash of a key: one table, sorted by hash but for its gaps, in
 * which a row is found where its hash says, or close behind.
 */
#ifndef CTI__IDENTIFY_INDEX_H
#define CTI__IDENTIFY_INDEX_H

#include <stddef.h>
#include <stdint.h>

/* One row of one hash; 0 is a gap, rows count from 1. Eight of them are what
   the machine fetches from memory at once. */
struct cti__index_slot {
	uint32_t hash;
	uint32_t row;
};

/* All zero: empty. */
struct cti__index {
	struct cti__index_slot *slot;
	size_t homes; /* slots that a hash may say */
	size_t room;  /* all slots; the last one is always a gap */
	size_t count;
};

/*
 * Add a row, which counts from 0 here. Of one hash, which many keys may have,
 * rows are kept in the order in which they came: each once, and no more than
 * CTI__MATCH_SHARED. The hash must be of the seeded sort, that nobody outside
 * can foresee. 0 or CTI_ENOMEM.
 */
int cti__index_add(struct cti__index *index, uint32_t hash, size_t row);
/* A hash is going to be added or looked for: fetch its memory meanwhile. */
void cti__index_expect(const struct cti__index *index, uint32_t hash);
/* Where to begin to look for a hash, with cti__index_next(). */
size_t cti__index_begin(const struct cti__index *index, uint32_t hash);
/* The next row of a hash; SIZE_MAX if there is none. */
size_t cti__index_next(const struct cti__index *index, uint32_t hash,
		       size_t *at);
void cti__index_fini(struct cti__index *index);

#endif
