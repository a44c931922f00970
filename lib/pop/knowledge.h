/* SPDX-License-Identifier: MIT */
/* What the service knowledge says of a contact, kept until something changes.
 */
#ifndef CTI__POP_KNOWLEDGE_H
#define CTI__POP_KNOWLEDGE_H

#include "service/verify.h"

#include <cti/pop.h>

struct cti__pop_call;
struct cti__pop_parts;

/* In a contact. All zero: nothing is known. */
struct cti__knowledge {
	struct cti__verify verify;
	uint32_t verify_revision; /* counts up with each change of verify */
	bool keys_complete;	  /* the caller has pressed all: compare */
	/* The last advice, and what it was made of. */
	cti_advice *advice;
	struct cti__service *service;
	bool pinned; /* to that service, whatever pops use by now */
	cti_customer *customer;
	char *queue, *dnis;
	int64_t hour;
	uint32_t data_seen, verify_seen;
	int direction_seen;
	enum cti_identity identity;
	/* Customers without what is secret: pairs of the original and ours. */
	cti_customer **shown;
	size_t shown_count;
	int shown_level; /* of verification, when they were made */
};

void cti__knowledge_fini(struct cti__knowledge *known);
/* The contact goes on in another call: what is verified goes with it. */
void cti__knowledge_move(struct cti__knowledge *to,
			 struct cti__knowledge *from);

/* What a contact is judged by. Borrowed; NULL: no service knowledge. */
struct cti__service *cti__knowledge_service(const struct cti__pop_call *call);
/* Stay with what it was judged by, if it was, or not. */
void cti__knowledge_pin(struct cti__knowledge *known, bool pinned);

/* Owned: cti_advice_unref(). NULL: no service knowledge, or no memory. */
cti_advice *cti__pop_call_advice(struct cti__pop_call *contact,
				 const cti_customer *best,
				 enum cti_identity identity, int64_t time_us);

/*
 * Put customers without secrets in the place of those who have any. *shown and
 * *contacts are to be freed with cti__free() when the parts were used.
 */
void cti__pop_call_hide(struct cti__pop_call *contact,
			struct cti__pop_parts *parts,
			const cti_customer ***shown,
			const cti_customer ***contacts);

/* A copy without what may not be shown after that level; NULL: no memory. */
cti_customer *cti__customer_without(const struct cti__service *service,
				    const cti_customer *customer, int level);

#endif
