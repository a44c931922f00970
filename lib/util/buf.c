/* SPDX-License-Identifier: MIT */
/* A buffer that grows, with a sticky error so that callers check once. */
#include "util/buf.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <stdarg.h>
#include <stdio.h>

void cti__buf_fini(struct cti__buf *b)
{
	cti__free(b->p);
	memset(b, 0, sizeof(*b));
}

/* All the room: a longer secret may have stood there before. */
void cti__buf_wipe(struct cti__buf *b)
{
	cti__wipe(b->p, b->room);
	cti__buf_fini(b);
}

void cti__buf_clear(struct cti__buf *b)
{
	b->n = 0;
	b->err = 0;
}

/* Nearly always, so it is asked where it is needed, with no call. */
static inline bool has_room(const struct cti__buf *b, size_t n)
{
	return n <= b->room - b->n && !b->err;
}

int cti__buf_reserve(struct cti__buf *b, size_t n)
{
	size_t room = b->room ? b->room : 64;
	char *p;

	if (has_room(b, n) || b->err)
		return b->err;
	while (room - b->n < n) {
		if (room > (size_t)-1 / 2) {
			b->err = CTI_ENOMEM;
			return b->err;
		}
		room *= 2;
	}
	p = cti__realloc(b->p, room);
	if (!p) {
		b->err = CTI_ENOMEM;
		return b->err;
	}
	b->p = p;
	b->room = room;
	return 0;
}

void cti__buf_add(struct cti__buf *b, const void *p, size_t n)
{
	if (!n || (!has_room(b, n) && cti__buf_reserve(b, n)))
		return;
	memcpy(b->p + b->n, p, n);
	b->n += n;
}

void cti__buf_str(struct cti__buf *b, struct cti__str s)
{
	cti__buf_add(b, s.p, s.n);
}

void cti__buf_text(struct cti__buf *b, const char *text)
{
	cti__buf_str(b, cti__str(text));
}

void cti__buf_char(struct cti__buf *b, char c)
{
	if (has_room(b, 1) || !cti__buf_reserve(b, 1))
		b->p[b->n++] = c;
}

void cti__buf_u64(struct cti__buf *b, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	cti__buf_add(b, digits + at, sizeof(digits) - at);
}

void cti__buf_i64(struct cti__buf *b, int64_t value)
{
	if (value < 0) {
		cti__buf_char(b, '-');
		/* -(value + 1) fits where -value may not. */
		cti__buf_u64(b, (uint64_t)(-(value + 1)) + 1);
		return;
	}
	cti__buf_u64(b, (uint64_t)value);
}

void cti__buf_printf(struct cti__buf *b, const char *format, ...)
{
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n > 0 && !cti__buf_reserve(b, (size_t)n + 1)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void cti__buf_drop(struct cti__buf *b, size_t n)
{
	if (n >= b->n) {
		b->n = 0;
		return;
	}
	memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
}

const char *cti__buf_cstr(struct cti__buf *b)
{
	if (cti__buf_reserve(b, 1))
		return "";
	b->p[b->n] = '\0';
	return b->p;
}

char *cti__buf_take(struct cti__buf *b, size_t *len)
{
	char *p = NULL;

	if (!cti__buf_reserve(b, 1)) {
		b->p[b->n] = '\0';
		p = b->p;
		if (len)
			*len = b->n;
		memset(b, 0, sizeof(*b));
		return p;
	}
	cti__buf_fini(b);
	if (len)
		*len = 0;
	return NULL;
}

/* RFC 3986, 2.3: what may stand as it is anywhere. */
static bool is_unreserved(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void cti__buf_percent(struct cti__buf *b, struct cti__str s)
{
	static const char digits[] = "0123456789ABCDEF";
	char triple[3] = "%";
	size_t i;

	for (i = 0; i < s.n; i++) {
		if (is_unreserved(s.p[i])) {
			cti__buf_char(b, s.p[i]);
			continue;
		}
		triple[1] = digits[(unsigned char)s.p[i] >> 4];
		triple[2] = digits[(unsigned char)s.p[i] & 15];
		cti__buf_add(b, triple, sizeof(triple));
	}
}

static void json_escape(struct cti__buf *b, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char unit[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };

	switch (c) {
	case '"':
		cti__buf_text(b, "\\\"");
		break;
	case '\\':
		cti__buf_text(b, "\\\\");
		break;
	case '\n':
		cti__buf_text(b, "\\n");
		break;
	case '\r':
		cti__buf_text(b, "\\r");
		break;
	case '\t':
		cti__buf_text(b, "\\t");
		break;
	default:
		cti__buf_add(b, unit, sizeof(unit));
	}
}

void cti__buf_json(struct cti__buf *b, struct cti__str s)
{
	size_t plain = 0, i = 0;

	cti__buf_char(b, '"');
	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		size_t unit;

		if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
			i++;
			continue;
		}
		unit = c < 0x80 ? 1 : cti__utf8_unit(s.p + i, s.n - i);
		if (unit > 1) {
			i += unit;
			continue;
		}
		cti__buf_add(b, s.p + plain, i - plain);
		if (c < 0x80)
			json_escape(b, c);
		else
			cti__buf_text(b, "\xef\xbf\xbd");
		plain = ++i;
	}
	if (plain < s.n)
		cti__buf_add(b, s.p + plain, s.n - plain);
	cti__buf_char(b, '"');
}

/* Civil date from days since 1970-01-01 (Hinnant's algorithm, in our words). */
static void civil(int64_t days, int *year, int *month, int *day)
{
	int64_t era, since_era, year_of_era, day_of_year, shifted;

	days += 719468; /* from 0000-03-01, so that leap days come last */
	era = (days >= 0 ? days : days - 146096) / 146097;
	since_era = days - era * 146097;
	year_of_era = (since_era - since_era / 1460 + since_era / 36524 -
		       since_era / 146096) /
		      365;
	day_of_year = since_era -
		      (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	shifted = (5 * day_of_year + 2) / 153;
	*day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static void two_digits(char *at, int value)
{
	at[0] = (char)('0' + value / 10 % 10);
	at[1] = (char)('0' + value % 10);
}

void cti__buf_time(struct cti__buf *b, int64_t time_us)
{
	/* Rounded down, also before 1970; no sum that might not fit. */
	int64_t ms = time_us / 1000 - (time_us % 1000 < 0);
	int64_t days = ms >= 0 ? ms / 86400000 : -((86399999 - ms) / 86400000);
	int rest = (int)(ms - days * 86400000);
	char text[] = "0000-00-00T00:00:00.000Z";
	int year, month, day;

	civil(days, &year, &month, &day);
	if (year < 0 || year > 9999)
		year = 0;
	two_digits(text, year / 100);
	two_digits(text + 2, year % 100);
	two_digits(text + 5, month);
	two_digits(text + 8, day);
	two_digits(text + 11, rest / 3600000);
	two_digits(text + 14, rest / 60000 % 60);
	two_digits(text + 17, rest / 1000 % 60);
	text[20] = (char)('0' + rest / 100 % 10);
	two_digits(text + 21, rest % 100);
	cti__buf_add(b, text, sizeof(text) - 1);
}

void cti__buf_json_list(struct cti__buf *b, struct cti__str list)
{
	struct cti__str rest = list;
	const char *comma = "";

	cti__buf_char(b, '[');
	while (rest.n) {
		cti__buf_text(b, comma);
		cti__buf_json(b, cti__str_cut(rest, ',', &rest));
		comma = ",";
	}
	cti__buf_char(b, ']');
}
