/* SPDX-License-Identifier: MIT */
/*
 * Header blocks: lines of "Name: value" ended by an empty line, as AMI and ESL
 * send them. Nothing is copied: values point into the input.
 */
#ifndef CTI__WIRE_BLOCK_H
#define CTI__WIRE_BLOCK_H

#include "util/str.h"

/* Slots of the table of wanted names: a power of two, well above their count.
 */
#define CTI__BLOCK_SLOTS 512
/* The most names that can be wanted. */
#define CTI__BLOCK_NAMES 128

/* The names whose values are wanted, for cti__block_parse(). */
struct cti__block_names {
	const char *const *name;
	size_t count;
	uint8_t length[CTI__BLOCK_NAMES];
	uint8_t slot[CTI__BLOCK_SLOTS]; /* index + 1; 0: free */
};

/*
 * Make the table. name is borrowed for the table's life; its entries have no
 * doubles and are at most 255 bytes. Case does not matter.
 */
void cti__block_names_init(struct cti__block_names *names,
			   const char *const *name, size_t count);

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
size_t cti__block_parse(const struct cti__block_names *names,
			struct cti__str block, struct cti__str *value);

#endif
