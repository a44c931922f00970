/* SPDX-License-Identifier: MIT */
/*
 * Bytes that wait to be sent, in pieces that never move: OpenSSL wants a write
 * that it could not finish to be repeated from the very same place.
 */
#ifndef CTI__IO_OUT_H
#define CTI__IO_OUT_H

#include "util/list.h"

struct cti__out {
	struct cti__list pieces;
	size_t queued;
};

void cti__out_init(struct cti__out *out);
void cti__out_fini(struct cti__out *out);
/* All or nothing: 0 or CTI_ENOMEM. */
int cti__out_add(struct cti__out *out, const void *data, size_t n);
/* What is to be sent next and how much of it: 0 if nothing waits. */
size_t cti__out_next(const struct cti__out *out, const char **data);
/* n bytes of that have gone. */
void cti__out_sent(struct cti__out *out, size_t n);

#endif
