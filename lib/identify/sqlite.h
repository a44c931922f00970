/* SPDX-License-Identifier: MIT */
/* An SQLite database of customers, found by match keys. */
#ifndef CTI__IDENTIFY_SQLITE_H
#define CTI__IDENTIFY_SQLITE_H

#include "identify/source.h"
#include "util/stamp.h"

struct cti__sqlite;

extern const struct cti__source_ops cti__sqlite_ops;

/*
 * Open a database for reading. plan: borrowed until cti__sqlite_ops.replan.
 * log: borrowed until freed. 0, CTI_EIO, CTI_EFORMAT or CTI_ENOMEM with a
 * sentence.
 */
int cti__sqlite_open(struct cti__sqlite **out, const char *path,
		     const cti_number_plan *plan, const struct cti__log *log,
		     const struct cti__detail *detail);
/* Of the file when it was opened. */
const struct cti__stamp *cti__sqlite_stamp(const struct cti__sqlite *s);
/* Plan and log have moved. */
void cti__sqlite_move(struct cti__sqlite *s, const cti_number_plan *plan,
		      const struct cti__log *log);

#endif
