/* SPDX-License-Identifier: MIT */
/* Many small pieces of memory that are freed together. */
#ifndef CTI__SERVICE_KEEP_H
#define CTI__SERVICE_KEEP_H

#include "util/str.h"

/* All zero: empty. */
struct cti__keep {
	struct cti__keep_block *last;
};

/* Zeroed; NULL if memory ran out. */
void *cti__keep_array(struct cti__keep *keep, size_t count, size_t size);
/* A copy ended by NUL; NULL if memory ran out. */
char *cti__keep_text(struct cti__keep *keep, struct cti__str text);
void cti__keep_fini(struct cti__keep *keep);

#endif
