/* SPDX-License-Identifier: MIT */
/* A CSV file of customers in memory, found by match keys. */
#ifndef CTI__IDENTIFY_CSV_H
#define CTI__IDENTIFY_CSV_H

#include "identify/source.h"
#include "util/stamp.h"

struct cti__csv;

extern const struct cti__source_ops cti__csv_ops;

/*
 * Load a file. plan: borrowed until cti__csv_ops.replan. log: borrowed for the
 * call. Errors as cti__directory_read().
 */
int cti__csv_open(struct cti__csv **out, const char *path,
		  const cti_number_plan *plan, const uint64_t seed[2],
		  const struct cti__log *log, const struct cti__detail *detail);
/* The same, and tell how far it has come. progress: borrowed for the call. */
int cti__csv_open_with(struct cti__csv **out, const char *path,
		       const cti_number_plan *plan, const uint64_t seed[2],
		       const struct cti__log *log,
		       const struct cti__progress *progress,
		       const struct cti__detail *detail);
/* Whether a row has that match key; as often wrong about "yes" as two hashes of
   32 bits are the same. */
bool cti__csv_has_key(const struct cti__csv *csv, const char *key);
/* How large the table of match keys is. */
size_t cti__csv_table_bytes(const struct cti__csv *csv);
/* How many customers are loaded. */
size_t cti__csv_count(const struct cti__csv *csv);
/* How many lines were left out. */
uint64_t cti__csv_skipped(const struct cti__csv *csv);
/* Of the file when reading began; moving: it was written to meanwhile. */
const struct cti__stamp *cti__csv_stamp(const struct cti__csv *csv,
					bool *moving);
/* The plan, which says the same as the one it was loaded with, has moved. */
void cti__csv_move_plan(struct cti__csv *csv, const cti_number_plan *plan);
/* Whether both say the same of a number. May be wrong about "no". */
bool cti__csv_same(const struct cti__csv *a, const struct cti__csv *b,
		   const cti_number *number);

#endif
