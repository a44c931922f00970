/* SPDX-License-Identifier: MIT */
/* What the sources may do with a customer that the application may not. */
#ifndef CTI__IDENTIFY_CUSTOMER_H
#define CTI__IDENTIFY_CUSTOMER_H

#include "util/str.h"

#include <cti/customer.h>

/* As cti_customer_set(); an empty value sets nothing. */
int cti__customer_set(cti_customer *customer, struct cti__str field,
		      struct cti__str value);
/* A copy of its own, to be rated by another source. 0 or CTI_ENOMEM. */
int cti__customer_copy(cti_customer **out, const cti_customer *customer);
/* Whether a field may be called so: UTF-8 without control characters. */
bool cti__customer_is_field(struct cti__str s);
/* Take over the fields that customer lacks. 0 or CTI_ENOMEM. */
int cti__customer_fill(cti_customer *customer, const cti_customer *from);
/* reason is a constant. */
void cti__customer_rate(cti_customer *customer, uint32_t score,
			const char *reason);
/* Which of its numbers was asked for: a constant, "" for none. */
void cti__customer_set_number_kind(cti_customer *customer, const char *kind);
/* trust: 0 is the most trusted source. 0 or CTI_ENOMEM. */
int cti__customer_set_source(cti_customer *customer, const char *name,
			     uint32_t trust);
uint32_t cti__customer_trust(const cti_customer *customer);
/* Whether everything that can be seen of them is the same. */
bool cti__customer_same(const cti_customer *a, const cti_customer *b);

#endif
