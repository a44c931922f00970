/* SPDX-License-Identifier: MIT */
/* The digits in a number as people, switches and files spell it. */
#ifndef CTI__IDENTIFY_SPELLING_H
#define CTI__IDENTIFY_SPELLING_H

#include "util/str.h"

/* What sort of text it is. */
enum cti__spelling_kind {
	CTI__SPELLING_NOTHING,	/* no digits, no known word */
	CTI__SPELLING_WITHHELD, /* empty, or a word for "withheld" */
	CTI__SPELLING_NAME,	/* digits, but as a part of something else */
	CTI__SPELLING_NUMBER
};

struct cti__spelling {
	enum cti__spelling_kind kind;
	bool plus;	    /* begins with + */
	uint8_t n;	    /* how many digits */
	uint8_t dash;	    /* how many of them before the last dash; 0: none */
	uint8_t dashes;	    /* dashes between digits */
	char digits[32];    /* ended by NUL */
	char extension[16]; /* behind an extension mark */
};

void cti__spelling_read(struct cti__spelling *out, struct cti__str text);
/* ANONYMOUS on the keys of a telephone. */
bool cti__spelling_is_anonymous(const char *digits);

/* withheld.c: whether a text without digits says that there is no number. */
bool cti__withheld_is(struct cti__str s);

#endif
