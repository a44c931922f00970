/* SPDX-License-Identifier: MIT */
/* Pieces of text by pointer and length. */
#include "util/str.h"
#include "util/alloc.h"

#include <cti/error.h>

static unsigned char lower(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 'A' && u <= 'Z' ? (unsigned char)(u + 32) : u;
}

bool cti__str_ieq(struct cti__str a, struct cti__str b)
{
	size_t i;

	if (a.n != b.n)
		return false;
	for (i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int cti__hex_digit(char ch)
{
	if (ch >= '0' && ch <= '9')
		return ch - '0';
	ch |= 0x20;
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

int cti__str_cmp(struct cti__str a, struct cti__str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

struct cti__str cti__str_sub(struct cti__str a, size_t from, size_t n)
{
	if (from >= a.n)
		return cti__str_n(a.p ? a.p + a.n : NULL, 0);
	if (n > a.n - from)
		n = a.n - from;
	return cti__str_n(a.p + from, n);
}

size_t cti__str_chr(struct cti__str a, char c)
{
	const char *at = a.n ? memchr(a.p, c, a.n) : NULL;

	return at ? (size_t)(at - a.p) : a.n;
}

size_t cti__str_rchr(struct cti__str a, char c)
{
	const char *p = a.n ? memrchr(a.p, c, a.n) : NULL;

	return p ? (size_t)(p - a.p) : a.n;
}

struct cti__str cti__str_cut(struct cti__str a, char c, struct cti__str *rest)
{
	size_t at = cti__str_chr(a, c);

	*rest = cti__str_sub(a, at + 1, a.n);
	return cti__str_sub(a, 0, at);
}

struct cti__str cti__str_pair(struct cti__str pairs, char between,
			      const char *key)
{
	struct cti__str one, value;

	while (pairs.n) {
		one = cti__str_cut(pairs, between, &pairs);
		if (cti__str_is(cti__str_cut(one, '=', &value), key))
			return value;
	}
	return CTI__STR_NONE;
}

bool cti__str_has_any(struct cti__str a, const char *bytes)
{
	size_t i, n = strlen(bytes) + 1;

	for (i = 0; i < a.n; i++)
		if (memchr(bytes, a.p[i], n))
			return true;
	return false;
}

struct cti__str cti__str_trim(struct cti__str a)
{
	while (a.n && (a.p[0] == ' ' || a.p[0] == '\t')) {
		a.p++;
		a.n--;
	}
	while (a.n && (a.p[a.n - 1] == ' ' || a.p[a.n - 1] == '\t'))
		a.n--;
	return a;
}

bool cti__str_u64(struct cti__str a, uint64_t *out)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < a.n && a.p[i] >= '0' && a.p[i] <= '9'; i++) {
		unsigned digit = (unsigned)(a.p[i] - '0');

		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return i > 0;
}

bool cti__str_i64(struct cti__str a, int64_t *out)
{
	bool minus = a.n && a.p[0] == '-';
	uint64_t value;

	if (a.n && (a.p[0] == '-' || a.p[0] == '+'))
		a = cti__str_sub(a, 1, a.n);
	if (!cti__str_u64(a, &value) || value > INT64_MAX)
		return false;
	*out = minus ? -(int64_t)value : (int64_t)value;
	return true;
}

bool cti__str_is_digits(struct cti__str a)
{
	size_t i;

	for (i = 0; i < a.n; i++)
		if (a.p[i] < '0' || a.p[i] > '9')
			return false;
	return a.n > 0;
}

bool cti__str_is_file(struct cti__str a)
{
	static const char allowed[] = "0123456789._-/"
				      "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t i;

	for (i = 0; i < a.n; i++)
		if (!memchr(allowed, a.p[i], sizeof(allowed) - 1) ||
		    cti__str_starts(cti__str_sub(a, i, 2), CTI__STR("..")))
			return false;
	return !a.n || *a.p != '/';
}

char *cti__str_dup(struct cti__str a)
{
	char *copy = cti__alloc(a.n + 1);

	if (!copy)
		return NULL;
	if (a.n)
		memcpy(copy, a.p, a.n);
	copy[a.n] = '\0';
	return copy;
}

int cti__str_set(char **owned, struct cti__str value)
{
	char *copy = cti__str_dup(value);

	if (!copy)
		return CTI_ENOMEM;
	cti__free(*owned);
	*owned = copy;
	return 0;
}

/* Whether c is in the set between [ and ]; *end is left behind the set. */
static bool in_set(struct cti__str set, size_t *end, char c)
{
	bool found = false;
	size_t i = *end;

	while (i < set.n && set.p[i] != ']') {
		if (i + 2 < set.n && set.p[i + 1] == '-' &&
		    set.p[i + 2] != ']') {
			found |= c >= set.p[i] && c <= set.p[i + 2];
			i += 3;
		} else {
			found |= c == set.p[i++];
		}
	}
	*end = i < set.n ? i + 1 : i;
	return found;
}

static bool fits_one(struct cti__str pattern, size_t *at, char c)
{
	char p = pattern.p[(*at)++];

	switch (p) {
	case 'X':
		return c >= '0' && c <= '9';
	case 'Z':
		return c >= '1' && c <= '9';
	case 'N':
		return c >= '2' && c <= '9';
	case '?':
		return true;
	case '[':
		return in_set(pattern, at, c);
	default:
		return c == p;
	}
}

bool cti__str_matches(struct cti__str text, struct cti__str pattern)
{
	size_t at = 0, i = 0;

	while (at < pattern.n) {
		if (pattern.p[at] == '*' && at + 1 == pattern.n)
			return true;
		if (i >= text.n || !fits_one(pattern, &at, text.p[i]))
			return false;
		i++;
	}
	return i == text.n;
}

bool cti__str_matches_any(struct cti__str text, struct cti__str patterns)
{
	while (patterns.n) {
		struct cti__str one = cti__str_cut(patterns, ',', &patterns);

		one = cti__str_trim(one);
		if (one.n && cti__str_matches(text, one))
			return true;
	}
	return false;
}

size_t cti__str_list(struct cti__str text, struct cti__str *out, size_t max)
{
	struct cti__str word;
	size_t n = 0, i;

	while (text.n && n < max) {
		word = cti__str_trim(cti__str_cut(text, ',', &text));
		for (i = 0; i < n && !cti__str_ieq(out[i], word); i++)
			;
		if (word.n && i == n)
			out[n++] = word;
	}
	return n;
}
