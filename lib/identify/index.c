/* SPDX-License-Identifier: MIT */
/* Rows by the hash of a key: one table, sorted by hash but for its gaps. */
#include "identify/index.h"
#include "identify/match.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <string.h>

#define HOMES_MIN 1024
/* Few rows are farther from their home. */
#define RUN	  6

/* A larger hash has a home that is no earlier, so that a larger table has the
   rows in the same order. */
static size_t home_of(const struct cti__index *index, uint32_t hash)
{
	return (size_t)((uint64_t)hash * index->homes >> 32);
}

/* Behind the last home, for those that found theirs taken. */
static size_t spare_of(size_t homes)
{
	return 2 * CTI__MATCH_SHARED + homes / 256;
}

static int begin(struct cti__index *index, size_t homes)
{
	size_t size;

	memset(index, 0, sizeof(*index));
	if (homes > UINT32_MAX)
		return CTI_ENOMEM;
	index->homes = homes;
	index->room = homes + spare_of(homes);
	size = index->room * sizeof(*index->slot);
	index->slot = cti__alloc_large(size);
	if (!index->slot)
		return CTI_ENOMEM;
	memset(index->slot, 0, size);
	return 0;
}

/* The rows of another one, from the first to the last. false: no room. */
static bool copy(struct cti__index *to, const struct cti__index *from)
{
	size_t i, at = 0, home;

	for (i = 0; i < from->room; i++) {
		if (!from->slot[i].row)
			continue;
		home = home_of(to, from->slot[i].hash);
		at = home > at ? home : at;
		if (at + 1 >= to->room)
			return false;
		to->slot[at++] = from->slot[i];
	}
	to->count = from->count;
	return true;
}

/* By a quarter: as both are walked in order, that costs little, and large
   tables are half of the memory that rows take. */
static int grow(struct cti__index *index)
{
	struct cti__index more;
	size_t homes = index->homes;
	int err;

	for (;;) {
		homes = homes ? homes + homes / 4 : HOMES_MIN;
		err = begin(&more, homes);
		if (err)
			return err;
		if (copy(&more, index))
			break;
		cti__index_fini(&more);
	}
	cti__index_fini(index);
	*index = more;
	return 0;
}

/* Where a row goes: behind those of the same hash. false: it stays out. */
static bool find_place(const struct cti__index *index, uint32_t hash,
		       uint32_t row, size_t *at)
{
	const struct cti__index_slot *slot = index->slot;
	size_t equal = 0;

	for (*at = home_of(index, hash);
	     slot[*at].row && slot[*at].hash <= hash; ++*at)
		/* What so many share is no key, and would cost time. */
		if (slot[*at].hash == hash &&
		    (slot[*at].row == row || ++equal == CTI__MATCH_SHARED))
			return false;
	return true;
}

int cti__index_add(struct cti__index *index, uint32_t hash, size_t row)
{
	struct cti__index_slot *slot, added = { hash, (uint32_t)row + 1 };
	size_t at, gap;
	int err;

	/* Four fifths full is as full as it gets. */
	if (index->count * 5 >= index->homes * 4) {
		err = grow(index);
		if (err)
			return err;
	}
	for (;;) {
		if (!find_place(index, hash, added.row, &at))
			return 0;
		slot = index->slot;
		for (gap = at; slot[gap].row; gap++)
			;
		if (gap + 1 < index->room)
			break;
		err = grow(index);
		if (err)
			return err;
	}
	memmove(slot + at + 1, slot + at, (gap - at) * sizeof(*slot));
	slot[at] = added;
	index->count++;
	return 0;
}

void cti__index_expect(const struct cti__index *index, uint32_t hash)
{
	if (index->slot)
		__builtin_prefetch(index->slot + home_of(index, hash));
}

size_t cti__index_begin(const struct cti__index *index, uint32_t hash)
{
	size_t at = home_of(index, hash);

	/* A run may go on in the next line of the cache: fetch both at once. */
	if (index->slot)
		__builtin_prefetch(index->slot + at + RUN);
	return at;
}

size_t cti__index_next(const struct cti__index *index, uint32_t hash,
		       size_t *at)
{
	const struct cti__index_slot *slot = index->slot;

	if (!slot)
		return SIZE_MAX;
	for (; slot[*at].row && slot[*at].hash <= hash; ++*at)
		if (slot[*at].hash == hash)
			return slot[(*at)++].row - 1;
	return SIZE_MAX;
}

void cti__index_fini(struct cti__index *index)
{
	cti__free(index->slot);
	memset(index, 0, sizeof(*index));
}
