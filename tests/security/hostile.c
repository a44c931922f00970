/* SPDX-License-Identifier: MIT */
/* Reads hostile.txt, whose path is HOSTILE. */
#include "hostile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct hostile_list list;

static int hex(char c)
{
	const char *digits = "0123456789abcdef", *at = strchr(digits, c);

	return c && at ? (int)(at - digits) : -1;
}

/* One byte as the file writes it; the text moves behind it. */
static char unescape(const char **text)
{
	static const char from[] = "nrte0\\", to[] = "\n\r\t\033\0\\";
	const char *p = *text, *at;

	if (*p != '\\') {
		*text = p + 1;
		return *p;
	}
	if (p[1] == 'x' && hex(p[2]) >= 0 && hex(p[3]) >= 0) {
		*text = p + 4;
		return (char)(hex(p[2]) << 4 | hex(p[3]));
	}
	at = p[1] ? strchr(from, p[1]) : NULL;
	assert_non_null(at);
	*text = p + 2;
	return to[at - from];
}

static void repeat(struct cti__buf *out, const char **text)
{
	unsigned long count = strtoul(*text + 2, (char **)(uintptr_t)text, 10);
	struct cti__buf one = { 0 };

	assert_int_equal(**text, ':');
	for (++*text; **text != '}';)
		cti__buf_char(&one, unescape(text));
	++*text;
	for (; count; count--)
		cti__buf_add(out, one.p, one.n);
	cti__buf_fini(&one);
}

static void read_value(struct hostile *value, const char *text)
{
	while (*text) {
		if (text[0] == '\\' && text[1] == '{')
			repeat(&value->bytes, &text);
		else
			cti__buf_char(&value->bytes, unescape(&text));
	}
	cti__buf_cstr(&value->bytes);
	assert_int_equal(value->bytes.err, 0);
}

static void give_back(void)
{
	while (list.count)
		cti__buf_fini(&list.at[--list.count].bytes);
}

static void read_line(char *text, int number)
{
	struct hostile *value = &list.at[list.count];
	char *blank = strchr(text, ' ');

	if (*text == '#')
		return;
	assert_true(list.count < HOSTILE_MAX);
	assert_non_null(blank);
	assert_true((size_t)(blank - text) < sizeof(value->group));
	memcpy(value->group, text, (size_t)(blank - text));
	value->line = number;
	read_value(value, blank + 1);
	list.count++;
}

const struct hostile_list *hostile_all(void)
{
	char line[512];
	int number = 0;
	FILE *file;

	if (list.count)
		return &list;
	file = fopen(HOSTILE, "r");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		read_line(line, ++number);
	}
	fclose(file);
	atexit(give_back);
	/* What issue 5 asks for at the least. */
	assert_true(list.count >= 150);
	return &list;
}

struct cti__str hostile_str(const struct hostile *value)
{
	return cti__str_n(value->bytes.p, value->bytes.n);
}

bool hostile_is_text(const struct hostile *value)
{
	return !memchr(value->bytes.p, '\0', value->bytes.n);
}
