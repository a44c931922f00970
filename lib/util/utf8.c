/* SPDX-License-Identifier: MIT */
/* UTF-8: is it, and what of it may be shown. */
#include "util/utf8.h"
#include "util/buf.h"

/* Longest text that is shown, in code points. */
#define SHOWN_MAX 128

static bool is_tail(const char *p)
{
	return ((unsigned char)*p & 0xc0) == 0x80;
}

size_t cti__utf8_unit(const char *p, size_t n)
{
	unsigned char a = (unsigned char)p[0];
	unsigned char b = n > 1 ? (unsigned char)p[1] : 0;

	if (a < 0x80)
		return 1;
	if (a >= 0xc2 && a <= 0xdf)
		return n > 1 && is_tail(p + 1) ? 2 : 0;
	if (a >= 0xe0 && a <= 0xef) {
		if (n < 3 || !is_tail(p + 1) || !is_tail(p + 2))
			return 0;
		/* Overlong forms and surrogates. */
		if ((a == 0xe0 && b < 0xa0) || (a == 0xed && b > 0x9f))
			return 0;
		return 3;
	}
	if (a >= 0xf0 && a <= 0xf4) {
		if (n < 4 || !is_tail(p + 1) || !is_tail(p + 2) ||
		    !is_tail(p + 3))
			return 0;
		if ((a == 0xf0 && b < 0x90) || (a == 0xf4 && b > 0x8f))
			return 0;
		return 4;
	}
	return 0;
}

bool cti__utf8_ok(struct cti__str s)
{
	size_t i = 0, unit;

	while (i < s.n) {
		unit = s.p[i] ? cti__utf8_unit(s.p + i, s.n - i) : 0;
		if (!unit)
			return false;
		i += unit;
	}
	return true;
}

/* U+061C, U+200E/F, U+202A-E, U+2066-9 turn text around; U+2028/9 break lines,
   U+0080-9F are control characters; nobody sees the tags, U+E0000-7F. */
bool cti__utf8_steers(const char *p, size_t unit)
{
	unsigned char a = (unsigned char)p[0], b, c;

	if (unit < 2)
		return a < 0x20 || a == 0x7f;
	b = (unsigned char)p[1];
	if (unit == 2)
		return (a == 0xc2 && b < 0xa0) || (a == 0xd8 && b == 0x9c);
	c = (unsigned char)p[2];
	if (unit == 4)
		return a == 0xf3 && b == 0xa0 && c < 0x82;
	if (a != 0xe2)
		return false;
	if (b == 0x80)
		return c == 0x8e || c == 0x8f || (c >= 0xa8 && c <= 0xae);
	return b == 0x81 && c >= 0xa6 && c <= 0xa9;
}

bool cti__utf8_is_clean(struct cti__str s)
{
	size_t i = 0, count = 0;

	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		size_t unit;

		if (++count > SHOWN_MAX || c < 0x20 || c == 0x7f)
			return false;
		if (c < 0x80) {
			i++;
			continue;
		}
		unit = cti__utf8_unit(s.p + i, s.n - i);
		if (!unit || cti__utf8_steers(s.p + i, unit))
			return false;
		i += unit;
	}
	return true;
}

void cti__utf8_clean(struct cti__buf *out, struct cti__str s)
{
	size_t i = 0, count = 0;

	while (i < s.n && count < SHOWN_MAX) {
		size_t unit = cti__utf8_unit(s.p + i, s.n - i);

		if (!unit) {
			cti__buf_text(out, "\xef\xbf\xbd");
			unit = 1;
			count++;
		} else if (!cti__utf8_steers(s.p + i, unit)) {
			cti__buf_add(out, s.p + i, unit);
			count++;
		}
		i += unit;
	}
}
