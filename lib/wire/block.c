/* SPDX-License-Identifier: MIT */
/* Header blocks: lines of "Name: value" ended by an empty line. */
#include "wire/block.h"
#include "wire/mask.h"

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
	size_t i = *from, at, end;
	uint64_t feeds;

	/* Line feeds with another one or two places behind: of the last two of
	   the 64 that is not seen yet. */
	for (; i + CTI__MASK_BYTES <= len; i += CTI__MASK_BYTES - 2) {
		feeds = cti__mask(data + i, '\n');
		feeds &= (feeds >> 1 | feeds >> 2);
		for (; feeds; feeds &= feeds - 1) {
			at = i + cti__mask_first(feeds);
			end = empty_line(data, len, at);
			if (end)
				return at + 1 + end;
		}
	}
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

/* As memchr, for what is mostly near: NULL if it is nowhere. */
static inline const char *near_char(const char *p, const char *end, char c)
{
	uint64_t mask;

	if (end - p < CTI__MASK_BYTES)
		return memchr(p, c, (size_t)(end - p));
	mask = cti__mask(p, c);
	if (mask)
		return p + cti__mask_first(mask);
	p += CTI__MASK_BYTES;
	return memchr(p, c, (size_t)(end - p));
}

static struct cti__str without_blanks(const char *p, const char *end)
{
	while (p < end && *p == ' ')
		p++;
	return cti__str_n(p, (size_t)(end - p));
}

size_t cti__block_parse(const struct cti__names *names, struct cti__str block,
			struct cti__str *value)
{
	const char *p = block.p, *end, *feed, *stop, *colon;
	size_t lines = 0;
	int i;

	if (!block.n)
		return 0;
	for (end = p + block.n; p < end; p = feed ? feed + 1 : end) {
		feed = near_char(p, end, '\n');
		stop = feed ? feed : end;
		if (stop > p && stop[-1] == '\r')
			stop--;
		colon = near_char(p, stop, ':');
		if (!colon || colon == p)
			continue;
		lines++;
		i = cti__names_find(names, cti__str_n(p, (size_t)(colon - p)));
		if (i >= 0 && !value[i].p)
			value[i] = without_blanks(colon + 1, stop);
	}
	return lines;
}
