/* SPDX-License-Identifier: MIT */
/* What a pop event carries: one immutable, counted picture for each revision.
 */
#ifndef CTI__POP_PAYLOAD_H
#define CTI__POP_PAYLOAD_H

#include "util/list.h"
#include "util/str.h"

#include <cti/pop.h>

enum cti__pop_text {
	CTI__POP_ID,
	CTI__POP_CALL,
	CTI__POP_DEVICE,
	CTI__POP_AGENT,
	CTI__POP_REMOTE,
	CTI__POP_NAME,
	CTI__POP_DNIS,
	CTI__POP_QUEUE,
	CTI__POP_DIRECTION,
	CTI__POP_REASON,
	CTI__POP_GREETING_TEXT,
	CTI__POP_URL,
	CTI__POP_GROUP_LABEL,
	CTI__POP_TEXT_COUNT
};

/* One pair of a call's data; lives in the call's list. */
struct cti__datum {
	struct cti__list node;
	char *key, *value;
};

/* What a picture is made of; all borrowed and copied. */
struct cti__pop_parts {
	enum cti_pop_state state;
	uint32_t revision;
	int64_t waited_ms;
	bool answered;
	enum cti_identity identity;
	enum cti_greeting greeting;
	struct cti__str text[CTI__POP_TEXT_COUNT];
	const cti_customer *const *candidates;
	size_t candidate_count;
	const cti_customer
		*first; /* shown before the others; NULL: no choice */
	const cti_customer *const *contacts; /* of the same account */
	size_t contact_count;
	enum cti_group group;
	size_t members;
	const struct cti__list *data; /* of cti__datum */
	const cti_advice *advice;     /* NULL: no service knowledge */
	struct cti__earlier *earlier; /* NULL: nothing is known */
};

/* The caller's is the first count: give it to cti__pop_unref(). NULL: no
 * memory. */
struct cti_pop *cti__pop_new(const struct cti__pop_parts *parts);
/*
 * A picture that can be made into that of a closed screen when no memory is
 * left: who and where, but nothing of what was learnt. NULL: no memory.
 */
struct cti_pop *cti__pop_farewell(const struct cti__pop_parts *opened);
/* Before anybody sees it. reason: at most 31 bytes of it are kept. */
void cti__pop_set_farewell(struct cti_pop *pop, uint32_t revision,
			   const char *reason);
void cti__pop_ref(struct cti_pop *pop);
void cti__pop_unref(struct cti_pop *pop);
struct cti__str cti__pop_text(const struct cti_pop *pop,
			      enum cti__pop_text which);

#endif
