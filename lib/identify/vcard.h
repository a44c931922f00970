/* SPDX-License-Identifier: MIT */
/*
 * Cards of RFC 6350 and their elders (2.1, 3.0) as records: the first names the
 * columns, each further one is a card. Bytes may be cut anywhere.
 */
#ifndef CTI__IDENTIFY_VCARD_H
#define CTI__IDENTIFY_VCARD_H

#include "identify/records.h"

/* Columns of every such file. */
#define CTI__VCARD_COLUMNS 11

struct cti__vcards {
	cti__record_fn *fn;
	void *user;
	struct cti__buf raw;  /* bytes of the line that is being read */
	struct cti__buf line; /* unfolded */
	struct cti__buf cell[CTI__VCARD_COLUMNS];
	struct cti__buf name; /* of N, for a card without FN */
	uint64_t at, begin;   /* the line, and where the card begins */
	bool told, inside;
};

void cti__vcards_init(struct cti__vcards *v, cti__record_fn *fn, void *user);
void cti__vcards_fini(struct cti__vcards *v);
/* 0, CTI_ENOMEM or what fn returned. */
int cti__vcards_feed(struct cti__vcards *v, const char *p, size_t n);
int cti__vcards_end(struct cti__vcards *v);
/* Whether a file that begins so is one. */
bool cti__vcards_begin(struct cti__str text);

#endif
