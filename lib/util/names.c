/* SPDX-License-Identifier: MIT */
/* A fixed set of names, each found by its hash: headers, members, events. */
#include "util/names.h"

static const char *name_at(const struct cti__names *names, size_t i)
{
	const char *row = (const char *)names->name + i * names->step;

	return *(const char *const *)(const void *)row;
}

void cti__names_init(struct cti__names *names, const char *const *name,
		     size_t step, size_t count)
{
	const char *text;
	size_t i, at, n;

	memset(names, 0, sizeof(*names));
	names->name = name;
	names->step = step;
	for (i = 0; i < count; i++) {
		text = name_at(names, i);
		n = strlen(text);
		names->length[i + 1] = (uint8_t)n;
		names->ends[i + 1] = cti__names_ends(text, n);
		at = cti__names_slot(&names->ends[i + 1], n);
		while (names->slot[at])
			at = (at + 1) & (CTI__NAMES_SLOTS - 1);
		names->slot[at] = (uint8_t)(i + 1);
	}
}

int cti__names_find_slowly(const struct cti__names *names, struct cti__str name,
			   size_t at)
{
	uint8_t slot;

	while ((slot = names->slot[at]) != 0) {
		if (names->length[slot] == name.n &&
		    cti__str_ieq(cti__str_n(name_at(names, slot - 1U), name.n),
				 name))
			return slot - 1;
		at = (at + 1) & (CTI__NAMES_SLOTS - 1);
	}
	return -1;
}
