/* SPDX-License-Identifier: MIT */
/* A buffer that grows, with a sticky error so that callers check once. */
#ifndef CTI__UTIL_BUF_H
#define CTI__UTIL_BUF_H

#include "util/str.h"

/* All zero is an empty buffer. */
struct cti__buf {
	char *p;
	size_t n;
	size_t room;
	int err; /* CTI_ENOMEM once an allocation failed */
};

void cti__buf_fini(struct cti__buf *b);
/* The same of what may hold a secret: nothing of it stays in memory. */
void cti__buf_wipe(struct cti__buf *b);
/* Empty it and forget the error; the memory stays. */
void cti__buf_clear(struct cti__buf *b);
/* Make room for n bytes more; 0 or CTI_ENOMEM (also kept in err). */
int cti__buf_reserve(struct cti__buf *b, size_t n);
void cti__buf_add(struct cti__buf *b, const void *p, size_t n);
void cti__buf_str(struct cti__buf *b, struct cti__str s);
void cti__buf_text(struct cti__buf *b, const char *text);
void cti__buf_char(struct cti__buf *b, char c);
void cti__buf_u64(struct cti__buf *b, uint64_t value);
void cti__buf_i64(struct cti__buf *b, int64_t value);
/* As printf; for messages to people, never for wires. */
void cti__buf_printf(struct cti__buf *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Take n bytes off the front. */
void cti__buf_drop(struct cti__buf *b, size_t n);
/* End it with NUL (not counted) and look at it; "" if it failed. */
const char *cti__buf_cstr(struct cti__buf *b);
/* Hand the NUL-ended text over to the caller and be empty; NULL if it failed.
 */
char *cti__buf_take(struct cti__buf *b, size_t *len);

/*
 * A JSON string with its quotes: escapes what JSON asks for, replaces what is
 * no UTF-8 by U+FFFD.
 */
void cti__buf_json(struct cti__buf *b, struct cti__str s);

/* All but letters, digits and -._~ as %XX: fit for any part of a URL. */
void cti__buf_percent(struct cti__buf *b, struct cti__str s);

/* A JSON list of what stands between the commas; "" is an empty list. */
void cti__buf_json_list(struct cti__buf *b, struct cti__str list);

/* RFC 3339 in UTC with milliseconds: 2026-11-22T01:30:44.863Z. */
void cti__buf_time(struct cti__buf *b, int64_t time_us);

#endif
