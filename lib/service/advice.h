/* SPDX-License-Identifier: MIT */
/* What follows from the service knowledge: put together, then one block. */
#ifndef CTI__SERVICE_ADVICE_H
#define CTI__SERVICE_ADVICE_H

#include "service/keep.h"
#include "util/buf.h"

#include <cti/service.h>

struct cti__advice_hint {
	struct cti__advice_hint *next;
	int64_t priority;
	enum cti_hint_kind kind;
	int32_t probability;
	const char *id, *text, *reason, *product; /* NULL: none */
};

struct cti__advice_pair {
	struct cti__advice_pair *next;
	const char *key, *value;
};

/* All zero: empty. Texts live as long as whoever set them, or in keep. */
struct cti__advice_parts {
	struct cti__keep keep;
	uint64_t present;
	const char *text[CTI_ADVICE_COUNT];
	int64_t number[CTI_ADVICE_COUNT];
	struct cti__advice_hint *hints; /* in their order */
	struct cti__advice_pair *pairs; /* for the journal, the last first */
};

/* NULL or "": nothing is set. */
void cti__advice_set(struct cti__advice_parts *parts,
		     enum cti_advice_field field, const char *text);
void cti__advice_set_int(struct cti__advice_parts *parts,
			 enum cti_advice_field field, int64_t number);
/* By priority, behind those of the same. */
void cti__advice_add_hint(struct cti__advice_parts *parts,
			  struct cti__advice_hint *hint);
void cti__advice_add_pair(struct cti__advice_parts *parts,
			  struct cti__advice_pair *pair);
void cti__advice_parts_fini(struct cti__advice_parts *parts);

/* NULL: no memory. */
cti_advice *cti__advice_new(const struct cti__advice_parts *parts);
/* What goes into the journal, as one JSON object. */
void cti__advice_put_record(const cti_advice *advice, struct cti__buf *out);
/* One JSON object. */
void cti__advice_put(const cti_advice *advice, struct cti__buf *out);

#endif
