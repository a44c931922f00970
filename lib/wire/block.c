/* SPDX-License-Identifier: MIT */
/* Header blocks: lines of "Name: value" ended by an empty line. */
#include "wire/block.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

static unsigned char fold(char c)
{
	return (unsigned char)c | 0x20;
}

/* Length and three letters tell AMI's and ESL's names apart nearly always. */
static size_t slot_of(const char *p, size_t n)
{
	size_t hash = n * 131;

	hash = (hash ^ fold(p[0])) * 131;
	hash = (hash ^ fold(p[n / 2])) * 131;
	hash = (hash ^ fold(p[n - 1])) * 131;
	if (n > 4)
		hash = (hash ^ fold(p[4])) * 131;
	return (hash ^ hash >> 9) & (CTI__BLOCK_SLOTS - 1);
}

void cti__block_names_init(struct cti__block_names *names,
			   const char *const *name, size_t count)
{
	size_t i, at;

	memset(names, 0, sizeof(*names));
	names->name = name;
	names->count = count;
	for (i = 0; i < count; i++) {
		size_t n = strlen(name[i]);

		names->length[i] = (uint8_t)n;
		at = slot_of(name[i], n);
		while (names->slot[at])
			at = (at + 1) & (CTI__BLOCK_SLOTS - 1);
		names->slot[at] = (uint8_t)(i + 1);
	}
}

/* Index of a wanted name, or -1. */
static int find_name(const struct cti__block_names *names, const char *p,
		     size_t n)
{
	size_t at = slot_of(p, n);
	uint8_t index;

	while ((index = names->slot[at]) != 0) {
		index--;
		if (names->length[index] == n &&
		    (memcmp(names->name[index], p, n) == 0 ||
		     cti__str_ieq(cti__str_n(names->name[index], n),
				  cti__str_n(p, n))))
			return index;
		at = (at + 1) & (CTI__BLOCK_SLOTS - 1);
	}
	return -1;
}

/* Whether an empty line begins behind the line feed at i: how long is its end?
 */
static size_t empty_line(const char *data, size_t len, size_t i)
{
	if (i + 1 < len && data[i + 1] == '\n')
		return 1;
	if (i + 2 < len && data[i + 1] == '\r' && data[i + 2] == '\n')
		return 2;
	return 0;
}

size_t cti__block_end(const char *data, size_t len, size_t *from)
{
	size_t i = *from, end;

#ifdef __SSE2__
	const __m128i feed = _mm_set1_epi8('\n');

	/* A line feed followed by another at once or behind a CR, 16 at a time.
	 */
	while (i + 18 <= len) {
		__m128i here = _mm_loadu_si128((const void *)(data + i));
		__m128i one = _mm_loadu_si128((const void *)(data + i + 1));
		__m128i two = _mm_loadu_si128((const void *)(data + i + 2));
		__m128i pair = _mm_and_si128(
			_mm_cmpeq_epi8(here, feed),
			_mm_or_si128(_mm_cmpeq_epi8(one, feed),
				     _mm_cmpeq_epi8(two, feed)));
		int bits = _mm_movemask_epi8(pair);

		for (; bits; bits &= bits - 1) {
			size_t at = i + (size_t)__builtin_ctz((unsigned)bits);

			end = empty_line(data, len, at);
			if (end)
				return at + 1 + end;
		}
		i += 16;
	}
#endif
	for (; i < len; i++) {
		if (data[i] != '\n')
			continue;
		end = empty_line(data, len, i);
		if (end)
			return i + 1 + end;
	}
	*from = len > 2 ? len - 2 : 0;
	return 0;
}

struct cti__str cti__block_first(struct cti__str block)
{
	struct cti__str rest, line = cti__str_cut(block, '\n', &rest);

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

size_t cti__block_parse(const struct cti__block_names *names,
			struct cti__str block, struct cti__str *value)
{
	const char *p = block.p, *end;
	size_t lines = 0;

	if (!block.n)
		return 0;
	end = block.p + block.n;
	while (p < end) {
		const char *feed = memchr(p, '\n', (size_t)(end - p));
		const char *stop = feed ? feed : end;
		const char *colon = memchr(p, ':', (size_t)(stop - p));
		const char *next = feed ? feed + 1 : end;
		int index;

		if (stop > p && stop[-1] == '\r')
			stop--;
		if (colon && colon > p && colon < stop) {
			lines++;
			index = find_name(names, p, (size_t)(colon - p));
			if (index >= 0 && !value[index].p) {
				colon++;
				while (colon < stop && *colon == ' ')
					colon++;
				value[index] = cti__str_n(
					colon, (size_t)(stop - colon));
			}
		}
		p = next;
	}
	return lines;
}
