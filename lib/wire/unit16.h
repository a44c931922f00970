/* SPDX-License-Identifier: MIT */
/* The four hexadecimal digits of a JSON escape. */
#ifndef CTI__WIRE_UNIT16_H
#define CTI__WIRE_UNIT16_H

#include "util/str.h"

/* The UTF-16 unit that is written at p, or -1. */
static inline int cti__unit16(const char *p, const char *end)
{
	int value = 0, i, d;

	if (end - p < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		d = cti__hex_digit(p[i]);
		if (d < 0)
			return -1;
		value = value * 16 + d;
	}
	return value;
}

#endif
