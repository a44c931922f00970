/* SPDX-License-Identifier: MIT */
/*
 * Header blocks: lines of "Name: value" ended by an empty line, as AMI and ESL
 * send them. Nothing is copied: values point into the input.
 */
#ifndef CTI__WIRE_BLOCK_H
#define CTI__WIRE_BLOCK_H

#include "util/names.h"

/*
 * Where the block ends: the offset behind its empty line; 0 if the end has not
 * come yet. *from is where to go on looking when more has come (0 at first).
 * Lines may end with CR LF or LF.
 */
size_t cti__block_end(const char *data, size_t len, size_t *from);

/* The block's first line, without its end. */
struct cti__str cti__block_first(struct cti__str block);

/*
 * Put the values of wanted names into value[index of the name]; the first of a
 * repeated name counts. value must be cleared by the caller. Lines without a
 * colon are passed over. Returns the number of lines with one.
 */
size_t cti__block_parse(const struct cti__names *names, struct cti__str block,
			struct cti__str *value);

#endif
