/* SPDX-License-Identifier: MIT */
/* Tables of numbers: short names of the classes, and a number understood. */
#ifndef TESTS_UNIT_IDENTIFY_NUMBERS_H
#define TESTS_UNIT_IDENTIFY_NUMBERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cti/number.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

#define UNKNOWN	  CTI_NUMBER_UNKNOWN
#define EXTENSION CTI_NUMBER_EXTENSION
#define MOBILE	  CTI_NUMBER_MOBILE
#define FIXED	  CTI_NUMBER_FIXED
#define FREE	  CTI_NUMBER_TOLL_FREE
#define SHARED	  CTI_NUMBER_SHARED
#define SERVICE	  CTI_NUMBER_SERVICE
#define WITHHELD  CTI_NUMBER_WITHHELD

static inline void parse(cti_number *out, const char *text,
			 const cti_number_plan *plan)
{
	memset(out, 0x55, sizeof(*out));
	out->size = sizeof(*out);
	if (cti_number_parse(text, plan, out))
		fail_msg("\"%s\" is not understood", text ? text : "");
}

static inline const char *class_of(const cti_number *number)
{
	return cti_number_class_name(
		(enum cti_number_class)number->number_class);
}

#endif
