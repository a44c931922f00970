/* SPDX-License-Identifier: MIT */
/*
 * Records of RFC 4180 (CSV) from bytes cut anywhere. Forgives what exports get
 * wrong: a byte order mark, LF or CR alone, semicolons or tabs for commas.
 */
#ifndef CTI__IDENTIFY_RECORDS_H
#define CTI__IDENTIFY_RECORDS_H

#include "util/buf.h"

/* One record. Borrowed until the callback returns. */
struct cti__record {
	const struct cti__str *cell;
	size_t count;
	uint64_t line;	   /* where it begins; the first is 1 */
	const char *fault; /* NULL, or why it cannot be used: a clause */
};

/* Not 0: reading stops, and feed returns it. */
typedef int cti__record_fn(const struct cti__record *record, void *user);

struct cti__records {
	cti__record_fn *fn;
	void *user;
	struct cti__buf in;    /* bytes of the record, and what was fed last */
	size_t start;	       /* where the record begins in it */
	size_t at;	       /* how far it has been read */
	struct cti__buf text;  /* the record's cells without their quotes */
	struct cti__buf ends;  /* size_t: where each cell ends in text */
	struct cti__buf cells; /* struct cti__str: for the callback */
	uint64_t line;	       /* of the record */
	uint64_t breaks;       /* line ends inside it */
	uint8_t state;
	bool begun;   /* what may stand before the first record is past */
	char divider; /* 0 until the first line shows it */
};

void cti__records_init(struct cti__records *r, cti__record_fn *fn, void *user);
void cti__records_fini(struct cti__records *r);
/* 0, CTI_ENOMEM or what fn returned. */
int cti__records_feed(struct cti__records *r, const char *p, size_t n);
/* No more bytes: the last line may lack its end. */
int cti__records_end(struct cti__records *r);

#endif
