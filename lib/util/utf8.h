/* SPDX-License-Identifier: MIT */
/* UTF-8: is it, and what of it may be shown. */
#ifndef CTI__UTIL_UTF8_H
#define CTI__UTIL_UTF8_H

#include "util/str.h"

struct cti__buf;

/* Bytes of the code point that begins here; 0 if it is none. */
size_t cti__utf8_unit(const char *p, size_t n);

/* Whether that code point would be obeyed, not shown: a control character, a
   mark that turns the direction of text, a tag. */
bool cti__utf8_steers(const char *p, size_t unit);

/* Whether all of it is UTF-8 without NUL. */
bool cti__utf8_ok(struct cti__str s);

/*
 * Text from the network made fit to show: bytes that are no UTF-8 become
 * U+FFFD, what steers (control characters, marks of direction, tags) is
 * left out, and behind 128 code points it ends. A caller's name is chosen by
 * the caller.
 */
void cti__utf8_clean(struct cti__buf *out, struct cti__str s);

/* Whether cti__utf8_clean would change nothing: the common case, without a
 * copy. */
bool cti__utf8_is_clean(struct cti__str s);

#endif
