/* SPDX-License-Identifier: MIT */
/*
 * Which customer agents said it was that called from a number: counted, in an
 * SQLite file. Blocks; any thread.
 */
#ifndef CTI__JOURNAL_LEARNED_H
#define CTI__JOURNAL_LEARNED_H

#include "util/str.h"

struct cti__learned;

/* One number's customer. Not 0: no more. */
typedef int cti__learned_fn(void *user, const char *number,
			    const char *customer, uint32_t count);

/* Opens or makes it. 0, CTI_EIO, CTI_EFORMAT or CTI_ENOMEM, with a sentence. */
int cti__learned_open(struct cti__learned **out, const char *path, char *detail,
		      size_t size);
/* NULL is allowed. */
void cti__learned_close(struct cti__learned *learned);
/* At most max, those chosen last first. 0, what fn returned, or as above. */
int cti__learned_each(struct cti__learned *learned, unsigned max,
		      cti__learned_fn *fn, void *user);
/* One choice more. 0, CTI_EIO or CTI_ENOMEM. */
int cti__learned_add(struct cti__learned *learned, const char *number,
		     const char *customer, int64_t at_us);
/* Of one number, or all if NULL. 0, CTI_EIO or CTI_ENOMEM. */
int cti__learned_forget(struct cti__learned *learned, const char *number);

#endif
