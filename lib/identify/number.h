/* SPDX-License-Identifier: MIT */
/* Numbers taken apart by the rules of a site; for text that has no NUL. */
#ifndef CTI__IDENTIFY_NUMBER_H
#define CTI__IDENTIFY_NUMBER_H

#include "util/str.h"

#include <cti/number.h>

/* As cti_number_parse(). plan may be NULL; out's size need not be set. */
int cti__number_parse(struct cti__str text, const cti_number_plan *plan,
		      cti_number *out);

#endif
