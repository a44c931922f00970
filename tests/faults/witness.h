/* SPDX-License-Identifier: MIT */
/*
 * Hears the events of a client and holds them against what must be true of any
 * run: the grammar, one end for each call, one pop for each call and agent.
 */
#ifndef TESTS_FAULTS_WITNESS_H
#define TESTS_FAULTS_WITNESS_H

#include "grammar.h"

#include <cti/cti.h>

struct witness_call {
	char id[64];
	unsigned begun, ended;
};

struct witness_pop {
	char call[64], device[64];
	unsigned opened; /* told with revision 1 */
	bool open;
};

struct witness {
	struct grammar *grammar;
	struct witness_call *call;
	size_t calls, calls_room;
	struct witness_pop *pop;
	size_t pops, pops_room;
	uint64_t count[CTI_EVENT_COUNT];
	uint32_t last_flags[CTI_EVENT_COUNT];
	char last_cause[64];	/* of a hangup */
	char first_fault[1024]; /* "": none */
};

void witness_init(struct witness *witness);
void witness_fini(struct witness *witness);
void witness_event(struct witness *witness, const cti_event *event);
/* How many calls have not ended, and pops are open. */
size_t witness_live(const struct witness *witness);
size_t witness_open_pops(const struct witness *witness);
/* All is over: says what is wrong; "" if nothing is. */
const char *witness_verdict(struct witness *witness);

#endif
