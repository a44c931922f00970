/* SPDX-License-Identifier: MIT */
/* A switch's message as lines of name and value, whatever its protocol. */
#include "explain.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int hex(int c)
{
	return isdigit(c) ? c - '0' : isxdigit(c) ? tolower(c) - 'a' + 10 : -1;
}

/* FreeSWITCH writes its values as in URLs. */
static void decode(char *text)
{
	char *to = text;

	for (; *text; text++) {
		if (text[0] == '%' && isxdigit((unsigned char)text[1]) &&
		    isxdigit((unsigned char)text[2]) &&
		    (text[1] != '0' || text[2] != '0')) {
			*to++ = (char)(hex((unsigned char)text[1]) << 4 |
				       hex((unsigned char)text[2]));
			text += 2;
		} else {
			*to++ = *text;
		}
	}
	*to = '\0';
}

static void add(struct lines *lines, char *name, char *value)
{
	struct line *more = NULL;

	if (name && value)
		more = realloc(lines->at, (lines->count + 1) * sizeof(*more));
	if (!more) {
		free(name);
		free(value);
		return;
	}
	lines->at = more;
	more[lines->count].name = name;
	more[lines->count++].value = value;
}

static void on_leaf(const struct json_leaf *leaf, void *user)
{
	if (*leaf->value)
		add(user, strdup(leaf->path), strdup(leaf->value));
}

static void read_line(struct lines *lines, const char *text, size_t len)
{
	const char *colon = memchr(text, ':', len);
	size_t n = colon ? (size_t)(colon - text) : 0, from;
	char *value;

	if (!len)
		return;
	from = colon ? n + 1 : 0;
	while (from < len && text[from] == ' ')
		from++;
	value = strndup(text + from, len - from);
	if (value)
		decode(value);
	add(lines, strndup(text, n), value);
}

void lines_read(struct lines *lines, const char *text, size_t len)
{
	const char *end;
	size_t n;

	while (len) {
		/* A body of JSON may stand behind a head. */
		if (*text == '{' && json_each(text, len, on_leaf, lines))
			return;
		end = memchr(text, '\n', len);
		n = end ? (size_t)(end - text) : len;
		read_line(lines, text, n && text[n - 1] == '\r' ? n - 1 : n);
		n += end ? 1 : 0;
		text += n;
		len -= n;
	}
}

void lines_free(struct lines *lines)
{
	size_t i;

	for (i = 0; i < lines->count; i++) {
		free(lines->at[i].name);
		free(lines->at[i].value);
	}
	free(lines->at);
	lines->at = NULL;
	lines->count = 0;
}
