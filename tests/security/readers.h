/* SPDX-License-Identifier: MIT */
/* How other languages read a literal: one small reader each. */
#ifndef CTI_TESTS_READERS_H
#define CTI_TESTS_READERS_H

#include "util/buf.h"

/* Each reads the literal at the front of the text, which moves behind it (for
   those in quotes, to the closing one). False: it is none. */
bool readers_json(struct cti__buf *out, struct cti__str *text);
bool readers_soql(struct cti__buf *out, struct cti__str *text);
bool readers_sosl(struct cti__buf *out, struct cti__str *text);
bool readers_odata(struct cti__buf *out, struct cti__str *text);
bool readers_phrase(struct cti__buf *out, struct cti__str *text);
bool readers_zoho(struct cti__buf *out, struct cti__str *text);
bool readers_ldap(struct cti__buf *out, struct cti__str *text);
bool readers_header(struct cti__buf *out, struct cti__str *text);
bool readers_base64(struct cti__buf *out, struct cti__str *text);

/* With U+FFFD in place of each byte that is no UTF-8. */
struct cti__str readers_mend(struct cti__buf *out, struct cti__str value);

/* A code point of so many bytes, and whether a terminal would obey it or write
   backwards from it. */
uint32_t readers_code(const char *p, size_t n);
bool readers_steers(uint32_t code);

/* Whether it is all UTF-8 that steers nothing; ends of lines are allowed. */
bool readers_is_shown(struct cti__str text);
/* The text of a member of a JSON object, as json-c reads it. */
bool readers_member(struct cti__buf *out, struct cti__str object,
		    const char *name);
/* Whether a line is one of Prometheus's text exposition. */
bool readers_prometheus(struct cti__str line);

/* A record of CSV (RFC 4180) at the front of the text, cell by cell; false at
   the end or where it is malformed. */
typedef void readers_cell_fn(void *user, size_t column, struct cti__str cell);
bool readers_csv(struct cti__str *text, readers_cell_fn *fn, void *user);

#endif
