/* SPDX-License-Identifier: MIT */
/* How well a customer's numbers fit the number asked for. */
#ifndef CTI__IDENTIFY_MATCH_H
#define CTI__IDENTIFY_MATCH_H

#include "util/str.h"

#include <cti/customer.h>
#include <cti/number.h>

/* More than these of one source are not told: they identify nobody. */
#define CTI__MATCH_MAX	  16
/* Numbers that more customers share are not looked at further. */
#define CTI__MATCH_SHARED 64

/* One candidate on trial. Set the first three, the rest to zero. */
struct cti__match {
	const cti_number *asked;
	const cti_number_plan *plan;
	const char *key;    /* the match key by which it was found */
	uint32_t score;	    /* 0: does not fit */
	const char *reason; /* a constant */
	bool explained;	    /* a number with that key was seen */
	const char *kind;   /* of the number that fits: a constant or NULL */
};

/* Whether a column of this name holds numbers. */
bool cti__match_is_number_field(struct cti__str name);
/* Take the next number off a cell that may hold several; false at the end. */
bool cti__match_next(struct cti__str *cell, struct cti__str *number);
/* Look at the numbers of one cell; column: its name. */
void cti__match_cell(struct cti__match *m, struct cti__str column,
		     struct cti__str cell);
/* Look at the numbers of all of a customer's fields; false: it has none. */
bool cti__match_customer(struct cti__match *m, const cti_customer *customer);
/* All cells seen: a key whose number is in none of them counts by itself. */
void cti__match_end(struct cti__match *m);
/* How well two numbers fit, 0 to 100. */
uint32_t cti__match_score(const cti_number *asked, const cti_number *stored,
			  const char **reason);

#endif
