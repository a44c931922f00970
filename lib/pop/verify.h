/* SPDX-License-Identifier: MIT */
/* Verification of a contact, as events and the application ask for it. */
#ifndef CTI__POP_VERIFY_H
#define CTI__POP_VERIFY_H

#include "pop/record.h"

/* The switch has set data of the call: it may begin or further a verification.
 */
void cti__pop_call_verify_data(struct cti__pop_call *contact,
			       struct cti__str key, struct cti__str value);
/* Keys were pressed, and hidden before: compare them if they are complete. */
void cti__pop_call_verify_keys(struct cti__pop_call *contact);

#endif
