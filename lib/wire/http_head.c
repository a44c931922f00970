/* SPDX-License-Identifier: MIT */
/* The head of an HTTP/1.1 answer, read strictly. */
#include "wire/http_head.h"

#include <cti/error.h>

size_t cti__http_head_end(const char *data, size_t len)
{
	const char *end = len ? memmem(data, len, "\r\n\r\n", 4) : NULL;

	return end ? (size_t)(end - data) + 4 : 0;
}

/* The next line, without its CR LF; what is behind it stays in rest. */
static struct cti__str next_line(struct cti__str *rest)
{
	struct cti__str line = cti__str_cut(*rest, '\n', rest);

	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* "HTTP/1.1 101 Switching Protocols"; the words may be missing. */
static bool take_status(struct cti__http_head *head, struct cti__str line)
{
	uint64_t status;

	if (!cti__str_starts(line, CTI__STR("HTTP/1.1 ")))
		return false;
	line = cti__str_sub(line, 9, line.n);
	if (line.n < 3 || (line.n > 3 && line.p[3] != ' ') ||
	    !cti__str_is_digits(cti__str_sub(line, 0, 3)))
		return false;
	cti__str_u64(cti__str_sub(line, 0, 3), &status);
	head->status = (int)status;
	return status >= 100;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* No blank before the colon, and none of the old folded lines: both have been
   used to hide headers from one side. */
static bool is_header(struct cti__str line)
{
	size_t colon = cti__str_chr(line, ':'), i;

	if (!colon || colon == line.n)
		return false;
	for (i = 0; i < colon; i++)
		if (!is_name_char(line.p[i]))
			return false;
	for (i = colon + 1; i < line.n; i++)
		if (((unsigned char)line.p[i] < 0x20 && line.p[i] != '\t') ||
		    line.p[i] == 0x7f)
			return false;
	return true;
}

int cti__http_head_parse(struct cti__http_head *head, struct cti__str text)
{
	struct cti__str rest;

	memset(head, 0, sizeof(*head));
	if (cti__http_head_end(text.p, text.n) != text.n || !text.n)
		return CTI_EPROTO;
	if (!take_status(head, next_line(&text)))
		return CTI_EPROTO;
	head->lines = cti__str_sub(text, 0, text.n - 2);
	rest = head->lines;
	while (rest.n)
		if (!is_header(next_line(&rest)))
			return CTI_EPROTO;
	return 0;
}

/* The next header of that name; false if there is none. */
static bool next_named(struct cti__str *rest, const char *name,
		       struct cti__str *value)
{
	struct cti__str line, tail;

	while (rest->n) {
		line = next_line(rest);
		if (!cti__str_ieq(cti__str_cut(line, ':', &tail),
				  cti__str(name)))
			continue;
		*value = cti__str_trim(tail);
		return true;
	}
	return false;
}

size_t cti__http_head_get(const struct cti__http_head *head, const char *name,
			  struct cti__str *value)
{
	struct cti__str rest = head->lines, found;
	size_t count = 0;

	while (next_named(&rest, name, &found))
		if (!count++ && value)
			*value = found;
	return count;
}

bool cti__http_head_has(const struct cti__http_head *head, const char *name,
			const char *word)
{
	struct cti__str rest = head->lines, list, one;

	while (next_named(&rest, name, &list))
		while (list.n) {
			one = cti__str_trim(cti__str_cut(list, ',', &list));
			if (cti__str_ieq(one, cti__str(word)))
				return true;
		}
	return false;
}

bool cti__http_is_path(struct cti__str path)
{
	size_t i;

	for (i = 0; i < path.n; i++)
		if ((unsigned char)path.p[i] <= 0x20 ||
		    (unsigned char)path.p[i] >= 0x7f || path.p[i] == '#')
			return false;
	return path.n && path.p[0] == '/';
}
