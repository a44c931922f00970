/* SPDX-License-Identifier: MIT */
/* A customer's earlier contacts as a pop shows them: immutable and counted. */
#ifndef CTI__POP_EARLIER_H
#define CTI__POP_EARLIER_H

#include "pop/pop.h"
#include "util/buf.h"

#include <cti/pop.h>

struct cti__pop_call;
struct cti__pop_parts;

/* Copies all. The caller's is the first count. NULL: no memory. */
struct cti__earlier *cti__earlier_new(const cti_earlier *rows, size_t count);
/* NULL is allowed. */
struct cti__earlier *cti__earlier_ref(struct cti__earlier *earlier);
void cti__earlier_unref(struct cti__earlier *earlier);
/* NULL behind the last. */
const cti_earlier *cti__earlier_at(const struct cti__earlier *earlier,
				   size_t index);
/* Members of a pop's JSON, or nothing. */
void cti__earlier_put(const struct cti__earlier *earlier, struct cti__buf *out);

/* Ask for those of the customer that parts shows, unless they are there or on
   their way. */
void cti__pop_call_ask_earlier(struct cti__pop_call *contact,
			       const struct cti__pop_parts *parts);

#endif
