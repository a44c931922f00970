/* SPDX-License-Identifier: MIT */
/*
 * Text files of any origin as UTF-8: office programs in China write GBK, and
 * some write UTF-16.
 */
#ifndef CTI__IDENTIFY_CHARSET_H
#define CTI__IDENTIFY_CHARSET_H

#include "util/buf.h"

/*
 * What a file's bytes are, by its mark or by most of its lines; the file is at
 * its beginning then. Constant; NULL: UTF-8, or nothing that we know.
 */
const char *cti__charset_guess(int fd);

/* Turns bytes cut anywhere into UTF-8. */
struct cti__charset {
	void *cd;
	char rest[8]; /* a character that is not complete yet */
	size_t rest_n;
	bool wide; /* two bytes a character */
};

/* False: the system knows no such charset. */
bool cti__charset_open(struct cti__charset *c, const char *name);
/* Append what is complete. What is no text comes through as it is. */
void cti__charset_feed(struct cti__charset *c, const char *p, size_t n,
		       struct cti__buf *out);
void cti__charset_close(struct cti__charset *c);

#endif
