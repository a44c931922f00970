/* SPDX-License-Identifier: MIT */
/* Text for terminals, for JSON and for URLs: nothing that is not what it seems.
 */
#include "tool.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The character at *text, which moves behind it; U+FFFD for what is none. */
static uint32_t step(const char **text)
{
	static const uint32_t least[] = { 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)*text;
	uint32_t code = *p++;
	int more = code < 0xc2 ? -1 : code < 0xe0 ? 1 : code < 0xf0 ? 2 : 3;
	int i;

	*text = (const char *)p;
	if (code < 0x80)
		return code;
	if (more < 0 || code > 0xf4)
		return 0xfffd;
	code &= 0x3fU >> more;
	for (i = 0; i < more; i++, p++) {
		if ((*p & 0xc0) != 0x80)
			return 0xfffd;
		code = code << 6 | (*p & 0x3fU);
	}
	if (code < least[more] || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000))
		return 0xfffd;
	*text = (const char *)p;
	return code;
}

/* Controls of both ranges, marks that turn the direction of writing, and tags,
   which nobody sees. */
static bool steers(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) ||
	       code == 0x61c || (code >= 0x200e && code <= 0x200f) ||
	       (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069) ||
	       (code >= 0xe0000 && code <= 0xe007f);
}

void print_clean(FILE *to, const char *text)
{
	const char *from = text;
	uint32_t code;

	while (*text) {
		code = step(&text);
		if (code == 0xfffd || steers(code))
			fputs("\xef\xbf\xbd", to);
		else
			fwrite(from, 1, (size_t)(text - from), to);
		from = text;
	}
}

/* Two columns: Han, kana, Hangul, full-width forms, emoji. */
static bool is_wide(uint32_t code)
{
	return (code >= 0x1100 && code <= 0x115f) ||
	       (code >= 0x2e80 && code <= 0xa4cf) ||
	       (code >= 0xac00 && code <= 0xd7a3) ||
	       (code >= 0xf900 && code <= 0xfaff) ||
	       (code >= 0xfe30 && code <= 0xfe6f) ||
	       (code >= 0xff00 && code <= 0xff60) ||
	       (code >= 0xffe0 && code <= 0xffe6) ||
	       (code >= 0x1f300 && code <= 0x1faff) ||
	       (code >= 0x20000 && code <= 0x3fffd);
}

/* No column: marks above and below letters. */
static bool is_narrow(uint32_t code)
{
	return (code >= 0x300 && code <= 0x36f) ||
	       (code >= 0x200b && code <= 0x200d) ||
	       (code >= 0xfe00 && code <= 0xfe0f);
}

size_t print_width(const char *text)
{
	size_t width = 0;
	uint32_t code;

	while (*text) {
		code = step(&text);
		width += is_wide(code) ? 2 : is_narrow(code) ? 0 : 1;
	}
	return width;
}

/* How many bytes of it fit into that many columns, and how wide they are. */
static size_t cut_at(const char *text, size_t columns, size_t *width)
{
	const char *from = text, *next = text;
	size_t wide;
	uint32_t code;

	*width = 0;
	while (*from) {
		code = step(&next);
		wide = is_wide(code) ? 2 : is_narrow(code) ? 0 : 1;
		if (*width + wide > columns)
			break;
		*width += wide;
		from = next;
	}
	return (size_t)(from - text);
}

size_t text_fit(char *to, size_t size, const char *text, size_t columns,
		bool ascii)
{
	size_t width, len = cut_at(text, columns, &width);
	const char *from = text, *end;
	bool cut = text[len] != '\0' && columns > 1;
	uint32_t code;
	FILE *out = fmemopen(to, size, "w");

	*to = '\0';
	if (!out)
		return 0;
	if (cut)
		len = cut_at(text, columns - 1, &width);
	end = text + len;
	while (from < end) {
		const char *at = from;

		code = step(&from);
		if (ascii && code >= 0x80)
			fputs(is_wide(code) ? "??" : is_narrow(code) ? "" : "?",
			      out);
		else if (code == 0xfffd || steers(code))
			fputs(ascii ? "?" : "\xef\xbf\xbd", out);
		else
			fwrite(at, 1, (size_t)(from - at), out);
	}
	if (cut)
		fputs(ascii ? "~" : "…", out);
	fclose(out);
	to[size - 1] = '\0';
	return width + cut;
}

void json_text(FILE *to, const char *text)
{
	const char *from = text;
	uint32_t code;

	putc('"', to);
	while (*text) {
		code = step(&text);
		if (code == '"' || code == '\\')
			fprintf(to, "\\%c", (int)code);
		else if (code < 0x20 || code == 0x7f)
			fprintf(to, "\\u%04x", (unsigned)code);
		else if (code == 0xfffd)
			fputs("\xef\xbf\xbd", to);
		else
			fwrite(from, 1, (size_t)(text - from), to);
		from = text;
	}
	putc('"', to);
}

void json_member(FILE *to, bool first, const char *name, const char *text)
{
	if (!first)
		putc(',', to);
	json_text(to, name);
	putc(':', to);
	json_text(to, text);
}

/* What may stand in a URL's path as it is. */
static bool is_plain(unsigned char ch)
{
	return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
	       (ch >= '0' && ch <= '9') || ch >= 0x80 || strchr("/-._~", ch);
}

char *text_url(const char *scheme, const char *path, const char *name,
	       const char *value)
{
	size_t size = strlen(scheme) + strlen(path) * 3 + 4 +
		      (name ? strlen(name) + strlen(value) : 0);
	char *url = malloc(size), *at = url;

	if (!url)
		return NULL;
	at += sprintf(at, "%s:", scheme);
	for (; *path; path++) {
		if (is_plain((unsigned char)*path))
			*at++ = *path;
		else
			at += sprintf(at, "%%%02X", (unsigned char)*path);
	}
	*at = '\0';
	if (name)
		sprintf(at, "?%s=%s", name, value);
	return url;
}

void text_time(char *to, int64_t us)
{
	time_t seconds = (time_t)(us / 1000000);
	int ms = (int)(us / 1000 % 1000);
	struct tm tm = { 0 };
	char day[24];

	gmtime_r(&seconds, &tm);
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(to, TEXT_TIME_MAX, "%s.%03dZ", day, ms < 0 ? 0 : ms);
}

/* Midnight UTC of "2026-11-22". */
bool text_day(const char *text, int64_t *us)
{
	unsigned year, month, day;
	char end;
	int64_t y, era_day;

	if (sscanf(text, "%4u-%2u-%2u%c", &year, &month, &day, &end) != 3 ||
	    month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	/* Days since 1970 of the Gregorian calendar, years from March. */
	y = (int64_t)year - (month <= 2);
	era_day = 365 * y + y / 4 - y / 100 + y / 400 +
		  (153 * ((int64_t)month + (month > 2 ? -3 : 9)) + 2) / 5 +
		  (int64_t)day - 1 - 719468;
	*us = era_day * 86400 * 1000000;
	return true;
}
