/* SPDX-License-Identifier: MIT */
/* Pieces of text by pointer and length: what decoders hand upwards. */
#ifndef CTI__UTIL_STR_H
#define CTI__UTIL_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A piece of text that belongs to somebody else. p may be NULL only if n is 0.
 */
struct cti__str {
	const char *p;
	size_t n;
};

#define CTI__STR(literal) ((struct cti__str){ (literal), sizeof(literal) - 1 })
#define CTI__STR_NONE	  ((struct cti__str){ NULL, 0 })

static inline struct cti__str cti__str(const char *text)
{
	struct cti__str s = { text, text ? strlen(text) : 0 };
	return s;
}

static inline struct cti__str cti__str_n(const char *p, size_t n)
{
	struct cti__str s = { p, n };
	return s;
}

static inline bool cti__str_eq(struct cti__str a, struct cti__str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Compare with a C string. */
static inline bool cti__str_is(struct cti__str a, const char *text)
{
	return cti__str_eq(a, cti__str(text));
}

static inline bool cti__str_starts(struct cti__str a, struct cti__str with)
{
	return a.n >= with.n &&
	       (with.n == 0 || memcmp(a.p, with.p, with.n) == 0);
}

/* Compare without regard to the case of ASCII letters. */
bool cti__str_ieq(struct cti__str a, struct cti__str b);

/* 0 to 15, or -1 for what is no hexadecimal digit. */
int cti__hex_digit(char ch);

/* Order as memcmp, the shorter first where one begins with the other. */
int cti__str_cmp(struct cti__str a, struct cti__str b);

/* The piece from an offset on, and at most n long. Both are clipped. */
struct cti__str cti__str_sub(struct cti__str a, size_t from, size_t n);

/* Where the byte first or last stands; a.n if nowhere. */
size_t cti__str_chr(struct cti__str a, char c);
size_t cti__str_rchr(struct cti__str a, char c);

/* Cut at the first byte c: what is before it; *rest is what is behind it. */
struct cti__str cti__str_cut(struct cti__str a, char c, struct cti__str *rest);

/* Whether any of these bytes, or a NUL, is in it. */
bool cti__str_has_any(struct cti__str a, const char *bytes);

/* The value of that key in "a=1&b=2", with '&' between; p is NULL if it is not
   there. */
struct cti__str cti__str_pair(struct cti__str pairs, char between,
			      const char *key);

/* Without the blanks and tabs at both ends. */
struct cti__str cti__str_trim(struct cti__str a);

/* A decimal number, as far as it goes; false if there is none or too large. */
bool cti__str_u64(struct cti__str a, uint64_t *out);
/* The same, with an optional sign. */
bool cti__str_i64(struct cti__str a, int64_t *out);

/* Whether all bytes are ASCII digits, and there is one at least. */
bool cti__str_is_digits(struct cti__str a);

/* Whether it names a file below a folder and nothing else: letters, digits and
   . _ - /, no / before all, no ".."; "" does. */
bool cti__str_is_file(struct cti__str a);

/* An owned copy ended by NUL; NULL if memory ran out. */
char *cti__str_dup(struct cti__str a);

/*
 * Replace an owned copy (from cti__str_dup) by another. On failure the old one
 * stays and CTI_ENOMEM is returned.
 */
int cti__str_set(char **owned, struct cti__str value);

/*
 * Match a site's pattern: digits and letters stand for themselves; X is 0-9,
 * Z is 1-9, N is 2-9, '?' any one byte, '*' any rest, [13-5] a set. Asterisk's
 * dialplan patterns without the underscore.
 */
bool cti__str_matches(struct cti__str text, struct cti__str pattern);

/* The words of a comma-separated list, without blanks around them, borrowed;
   each once, whatever its case. Returns how many, at most max. */
size_t cti__str_list(struct cti__str text, struct cti__str *out, size_t max);
/* Whether any of the patterns of a comma-separated list matches. */
bool cti__str_matches_any(struct cti__str text, struct cti__str patterns);

#endif
