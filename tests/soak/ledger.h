/* SPDX-License-Identifier: MIT */
/*
 * What a client has told, held against what must be true of each call, leg and
 * pop, and counted. Keeps only what lives, so that it does not grow itself.
 */
#ifndef TESTS_SOAK_LEDGER_H
#define TESTS_SOAK_LEDGER_H

#include "town.h"
#include "util/map.h"

#include <cti/cti.h>

/* Buckets of ten microseconds; the last has all that is later. */
#define LEDGER_BUCKETS 20000

struct ledger {
	struct town_shared *town;
	struct cti__map calls, legs, pops; /* that have begun and not ended */
	uint64_t events, count[CTI_EVENT_COUNT];
	uint64_t opened, closed, identified;
	uint64_t faults;
	char first_fault[256];
	unsigned ups;		       /* links that have come up */
	unsigned late[LEDGER_BUCKETS]; /* from ring to pop */
	uint64_t timed;
};

void ledger_init(struct ledger *ledger, struct town_shared *town);
void ledger_fini(struct ledger *ledger);
void ledger_event(struct ledger *ledger, const cti_event *event);
/* Something is wrong; the first is kept. */
void ledger_fault(struct ledger *ledger, const char *what, const char *whose);
/* So many of a hundred thousand pops were no later, in milliseconds. */
double ledger_late_ms(const struct ledger *ledger, unsigned of_100000);
void ledger_late_reset(struct ledger *ledger);

#endif
