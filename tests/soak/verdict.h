/* SPDX-License-Identifier: MIT */
/* Says what is not as it should be, and counts it. */
#ifndef TESTS_SOAK_VERDICT_H
#define TESTS_SOAK_VERDICT_H

#include <inttypes.h>
#include <stdio.h>

struct verdict {
	unsigned bad;
};

static inline void verdict_same(struct verdict *v, const char *what,
				uint64_t is, uint64_t should)
{
	if (is == should)
		return;
	v->bad++;
	printf("FAIL %s: %" PRIu64 ", not %" PRIu64 "\n", what, is, should);
}

#endif
