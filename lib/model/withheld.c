/* SPDX-License-Identifier: MIT */
/* The many words for a number that is kept back. */
#include "model/fact.h"

bool cti__fact_is_withheld(struct cti__str number)
{
	static const struct cti__str words[] = {
		{ "anonymous", 9 }, { "unavailable", 11 }, { "restricted", 10 },
		{ "private", 7 },   { "withheld", 8 },	   { "unknown", 7 },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (cti__str_ieq(number, words[i]))
			return true;
	return false;
}
