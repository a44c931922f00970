/* SPDX-License-Identifier: MIT */
/* Which ids of calls were told: enough of them that none is told twice. */
#ifndef CTI__MODEL_CALLID_H
#define CTI__MODEL_CALLID_H

#include "util/map.h"

/* Ids of one form are put in order; longer ones are in none. */
#define ORDER_FORMS 8
#define ORDER_ROOM  96

/*
 * The highest ids of one form ("pbx1-1700000000.42": the same text around the
 * numbers). Told so far; when the older of the two sets below began; and when
 * the one before it did: all above that last one are still in a set, or live.
 */
struct id_form {
	char highest[ORDER_ROOM], mark[ORDER_ROOM], floor[ORDER_ROOM];
};

struct id_order {
	struct id_form form[ORDER_FORMS];
	size_t count;
	bool blurred; /* ids were told that have no place among the forms */
};

/* Hashes of ids; the room is a power of two, and half of it is used. */
#define ENDED_SET_ROOM 1024

struct ended_set {
	uint64_t hash[ENDED_SET_ROOM];
	size_t count;
};

struct callids {
	/* Of calls that ended: this round's and the last's. */
	struct ended_set set[2];
	int now; /* which of them this round's is */
	/* As the switch gave them; with the mark of its present process. */
	struct id_order plain, marked;
	uint64_t process;    /* that mark, of none before; 1: the first's */
	uint64_t count;	     /* of ids that the mark did not make new */
	struct cti__map own; /* calls that live under another id than their
				group's, by their group */
};

#endif
