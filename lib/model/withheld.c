/* SPDX-License-Identifier: MIT */
/* The many words for a number that is kept back. */
#include "model/fact.h"

bool cti__fact_is_withheld(struct cti__str number)
{
	static const char *const words[] = { "anonymous",  "unavailable",
					     "restricted", "private",
					     "withheld",   "unknown" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (cti__str_ieq(number, cti__str(words[i])))
			return true;
	return false;
}
