/* SPDX-License-Identifier: MIT */
/* What a source of customers on this machine is to the chain. */
#ifndef CTI__IDENTIFY_SOURCE_H
#define CTI__IDENTIFY_SOURCE_H

#include "identify/data.h"
#include "util/log.h"

#include <cti/customer.h>

#include <stdio.h>

/* Where a sentence goes that says what went wrong. All zero: nowhere. */
struct cti__detail {
	char *p;
	size_t size;
};

/* Told how far the reading of a file has come, after each piece, by the thread
   that reads. fn is NULL: nobody is told. */
struct cti__progress {
	void (*fn)(uint64_t done, uint64_t total, void *user);
	void *user;
};

/* Customers found, each with its score and reason. All zero: none. */
struct cti__found {
	cti_customer **item;
	size_t count, room;
};

struct cti__source_ops {
	/* Add who has this number. 0, CTI_ENOMEM or CTI_EIO. */
	int (*find)(void *state, const cti_number *number,
		    struct cti__found *out);
	/* The dial plan is another one: index anew. Old index stays on error.
	 */
	int (*replan)(void *state, const cti_number_plan *plan);
	void (*free)(void *state);
	/*
	 * Instead of find, for one that answers later: takes the lookup over,
	 * to answer or fail it, now or then.
	 */
	void (*ask)(void *state, cti_lookup *lookup);
	/*
	 * Add who has exactly this value in a field; it is no longer than
	 * CTI__DATA_VALUE_MAX. NULL: cannot. Errors as of find.
	 */
	int (*find_by)(void *state, struct cti__str field,
		       struct cti__str value, struct cti__found *out);
	/* These fields are looked up by from now on, and "account". The old
	   index stays on CTI_ENOMEM. NULL: none is needed. */
	int (*refield)(void *state, const struct cti__data_names *names);
	/* Whether ask may be asked for a field. NULL: for numbers only. */
	bool (*asks_by)(void *state, struct cti__str field);
};

/* Takes the customer over, also if it fails. */
int cti__found_add(struct cti__found *found, cti_customer *customer);
void cti__found_fini(struct cti__found *found);

/* Write the sentence; returns err. */
int cti__detail(const struct cti__detail *detail, int err, const char *format,
		...) __attribute__((format(printf, 3, 4)));

#endif
