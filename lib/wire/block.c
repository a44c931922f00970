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
	const char *end = block.n ? memchr(block.p, '\n', block.n) : NULL;

	if (end)
		block.n = (size_t)(end - block.p);
	if (block.n && block.p[block.n - 1] == '\r')
		block.n--;
	return block;
}

static struct cti__str without_blanks(const char *p, const char *end)
{
	while (p < end && *p == ' ')
		p++;
	return cti__str_n(p, (size_t)(end - p));
}

/* A line up to its feed; colon: its first, NULL: it has none. Whether it is one
   with a name. */
static inline bool take_line(const struct cti__names *names, const char *p,
			     const char *colon, const char *end,
			     struct cti__str *value)
{
	struct cti__str nobody = CTI__STR_NONE, *to;
	int i;

	if (!colon || colon == p)
		return false;
	i = cti__names_find(names, cti__str_n(p, (size_t)(colon - p)));
	to = i < 0 ? &nobody : &value[i];
	to = to->p ? &nobody : to;
	/* The colon stands before it: there is a byte to look at. */
	end -= end[-1] == '\r';
	*to = without_blanks(colon + 1, end);
	return true;
}

/* The 64 bytes from an offset on. Where there are fewer, room serves, with a
   feed behind them: the end of the text ends a line, too. */
static inline const char *window(struct cti__str block, size_t at, char *room)
{
	size_t n = block.n - at;

	if (n >= CTI__MASK_BYTES)
		return block.p + at;
	memset(room, 0, CTI__MASK_BYTES);
	memcpy(room, block.p + at, n);
	room[n] = '\n';
	return room;
}

size_t cti__block_parse(const struct cti__names *names, struct cti__str block,
			struct cti__str *value)
{
	const char *line = block.p, *colon = NULL, *p;
	size_t lines = 0, at;
	uint64_t feeds, colons, upto;
	char room[CTI__MASK_BYTES];

	/* By windows and not by lines: to find the next line must not wait for
	   the end of this one. */
	for (at = 0; block.n && at <= block.n; at += CTI__MASK_BYTES) {
		p = window(block, at, room);
		feeds = cti__mask(p, '\n');
		colons = cti__mask(p, ':');
		for (p = block.p + at; feeds; feeds &= feeds - 1) {
			upto = feeds ^ (feeds - 1);
			if (!colon && (colons & upto))
				colon = p + cti__mask_first(colons);
			colons &= ~upto;
			upto = cti__mask_first(feeds);
			lines += take_line(names, line, colon, p + upto, value);
			line = p + upto + 1;
			colon = NULL;
		}
		if (!colon && colons)
			colon = p + cti__mask_first(colons);
	}
	return lines;
}
