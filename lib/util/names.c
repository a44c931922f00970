/* SPDX-License-Identifier: MIT */
/* A fixed set of names, each found by its hash: headers, members, events. */
#include "util/names.h"

/* Four bytes, letters in lower case. Other bytes may become each other: what a
   slot holds is compared in any case. */
static uint32_t four(const char *p)
{
	uint32_t word;

	memcpy(&word, p, sizeof(word));
	return word | 0x20202020;
}

/* The length and both ends tell the names of a protocol apart nearly always;
   one multiplication mixes them. */
static size_t slot_of(const char *p, size_t n)
{
	uint64_t word;

	if (n >= 4)
		word = four(p) ^ (uint64_t)four(p + n - 4) << 24;
	else
		word = (unsigned char)p[0] | 0x20 |
		       ((unsigned char)p[n / 2] | 0x20) << 8 |
		       ((unsigned char)p[n - 1] | 0x20) << 16;
	word = (word ^ n << 59) * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(word >> 55);
}

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
		names->length[i] = (uint8_t)n;
		at = slot_of(text, n);
		while (names->slot[at])
			at = (at + 1) & (CTI__NAMES_SLOTS - 1);
		names->slot[at] = (uint8_t)(i + 1);
	}
}

static bool is_name(const char *name, struct cti__str text)
{
	return memcmp(name, text.p, text.n) == 0 ||
	       cti__str_ieq(cti__str_n(name, text.n), text);
}

int cti__names_find(const struct cti__names *names, struct cti__str name)
{
	size_t at;
	uint8_t index;

	if (!name.n)
		return -1;
	at = slot_of(name.p, name.n);
	while ((index = names->slot[at]) != 0) {
		index--;
		if (names->length[index] == name.n &&
		    is_name(name_at(names, index), name))
			return index;
		at = (at + 1) & (CTI__NAMES_SLOTS - 1);
	}
	return -1;
}
