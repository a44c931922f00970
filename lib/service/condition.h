/* SPDX-License-Identifier: MIT */
/*
 * Conditions of rules: SQL expressions over one row of columns, evaluated by
 * SQLite. They can read that row and nothing else, and take no longer than a
 * limit of steps. Everything in them that asks for the time gets the row's.
 */
#ifndef CTI__SERVICE_CONDITION_H
#define CTI__SERVICE_CONDITION_H

#include "util/buf.h"
#include "util/log.h"
#include "util/str.h"

struct cti__conditions;

enum cti__column_type {
	CTI__COLUMN_NUMBER, /* always with a fraction: 1 / 2 is a half */
	CTI__COLUMN_TEXT,
	CTI__COLUMN_DATE /* "2026-03-06" */
};

struct cti__column {
	const char *name;
	enum cti__column_type type;
};

/* One value of the row; not known is NULL in SQL. */
struct cti__cell {
	bool known;
	double number;	      /* of a number */
	struct cti__str text; /* else; of a number as it was written */
};

/* Whether a column may be called so: letters, digits and _, no word of SQL. */
bool cti__column_name_ok(struct cti__str name);

/* columns are borrowed for good. 0 or CTI_ENOMEM. */
int cti__conditions_new(struct cti__conditions **out,
			const struct cti__column *columns, size_t count);
/* NULL is allowed. */
void cti__conditions_free(struct cti__conditions *conditions);

/*
 * Compile an expression; *out is its number, from 0. 0, CTI_ENOMEM, or
 * CTI_EVALUE with what is wrong and where in why.
 */
int cti__conditions_add(struct cti__conditions *conditions,
			struct cti__str expression, size_t *out,
			struct cti__buf *why);

/* The row: count cells, borrowed until the next row. local_us: the site's own
   time, as if it were UTC. 0, or CTI_ENOMEM: nothing is true then. */
int cti__conditions_row(struct cti__conditions *conditions,
			const struct cti__cell *cells, int64_t local_us);
/* NULL, zero, no number and failure are all false. Said once in the log. */
bool cti__conditions_test(struct cti__conditions *conditions, size_t which,
			  const struct cti__log *log);
/* The value as a number; false if it is none. */
bool cti__conditions_number(struct cti__conditions *conditions, size_t which,
			    double *out, const struct cti__log *log);

#endif
