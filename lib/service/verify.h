/* SPDX-License-Identifier: MIT */
/*
 * Whether the caller is who the record says: factors compared in here, attempts
 * counted, the level that was reached. What is compared is neither kept nor
 * said.
 */
#ifndef CTI__SERVICE_VERIFY_H
#define CTI__SERVICE_VERIFY_H

#include "service/advice.h"

struct cti__service;

#define CTI__VERIFY_KEYS_MAX 64

/* One contact's. All zero: nothing was asked yet. */
struct cti__verify {
	struct cti__service *service; /* by whose factors; counted */
	char *customer;		      /* the id of who was verified */
	uint64_t right;		      /* factors, one bit each */
	int64_t wrong;		      /* attempts */
	int level, needed;	      /* 0 none, 1 simple, 2 strict */
	size_t request;		      /* its number from 1 */
	bool running, missed;	      /* missed: the last attempt was wrong */
	size_t factor;		      /* the caller keys it in; from 1 */
	size_t key_count;
	char keys[CTI__VERIFY_KEYS_MAX];
};

void cti__verify_fini(struct cti__verify *v);
/* Take everything over from another contact, which is then empty. */
void cti__verify_move(struct cti__verify *to, struct cti__verify *from);

/* 0, CTI_ENOENT (no such class of request) or CTI_ESTATE (locked). */
int cti__verify_begin(struct cti__verify *v, struct cti__service *service,
		      struct cti__str request);
void cti__verify_end(struct cti__verify *v);

/*
 * customer: who the caller seems to be; NULL: not clear. 0, CTI_ENOENT (no such
 * factor, or none in the record), CTI_ESTATE or CTI_ENOMEM.
 */
int cti__verify_check(struct cti__verify *v, const cti_customer *customer,
		      struct cti__str factor, struct cti__str value,
		      bool *right);

/* From now on the keys are this factor's value. Errors as of check. */
int cti__verify_keys(struct cti__verify *v, const cti_customer *customer,
		     struct cti__str factor);
/* Keys were pressed; true if the value is complete: check_keys() then. */
bool cti__verify_press(struct cti__verify *v, struct cti__str digits);
int cti__verify_check_keys(struct cti__verify *v, const cti_customer *customer);

/* The switch has verified: "none", "simple", "strict". False if it is none of
   them or nothing new. */
bool cti__verify_trust(struct cti__verify *v, const cti_customer *customer,
		       struct cti__str level);
/* Another customer has been chosen: nothing of the old one's counts. */
bool cti__verify_forget(struct cti__verify *v, const char *customer_id);

/* Whether keys are to be hidden. */
bool cti__verify_hides(const struct cti__verify *v);

/* What of it belongs into the advice. The line's own request is in there. */
void cti__verify_tell(const struct cti__verify *v,
		      const struct cti__service *service,
		      struct cti__advice_parts *parts);

/* Whether two values are the same in the way of comparing; the time it takes
   does not depend on where they differ. -1: the record's value is none. */
int cti__verify_compare(int64_t how, int64_t digits, struct cti__str record,
			struct cti__str said);

#endif
