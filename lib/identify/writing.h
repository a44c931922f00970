/* SPDX-License-Identifier: MIT */
/* The ways in which customer systems write one number. */
#ifndef CTI__IDENTIFY_WRITING_H
#define CTI__IDENTIFY_WRITING_H

#include "util/buf.h"

#include <cti/number.h>

/* Whether there is a way of that name; "last-8" has any count of digits. */
bool cti__writing_known(struct cti__str name);
/* All names, for sentences. */
const char *cti__writing_names(void);

/*
 * Append a number written so; nothing if it cannot be. text: as the switch
 * wrote it. CTI_ENOENT if there is no such way.
 */
int cti__writing_put(struct cti__buf *out, struct cti__str name,
		     const cti_number *number, struct cti__str text);

#endif
