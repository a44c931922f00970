/* SPDX-License-Identifier: MIT */
/*
 * Reading a file of customers, CSV or vCard: its columns by name, its lines
 * checked.
 */
#ifndef CTI__IDENTIFY_DIRECTORY_H
#define CTI__IDENTIFY_DIRECTORY_H

#include "identify/source.h"
#include "util/buf.h"
#include "util/stamp.h"

/* The most columns a file may have: a customer cannot have more fields. */
#define CTI__DIRECTORY_COLUMNS 64

/* The first line of a file. */
struct cti__columns {
	size_t count;
	char *name[CTI__DIRECTORY_COLUMNS]; /* owned; "" is not read */
	bool number[CTI__DIRECTORY_COLUMNS];
	size_t id; /* which is the id; count if there is none */
};

/* Called for each good line, with as many cells as there are columns. */
typedef int cti__line_fn(const struct cti__columns *columns,
			 const struct cti__str *cell, void *user);
/* Called once, before the first line. NULL: not told. */
typedef int cti__columns_fn(const struct cti__columns *columns, void *user);

struct cti__directory_reader {
	cti__columns_fn *on_columns;
	cti__line_fn *on_line;
	void *user;
	const struct cti__log *log; /* told of broken lines */
	struct cti__progress progress;
	uint64_t skipped;	    /* how many there were */
	struct cti__stamp stamp;    /* of the file when reading began */
	bool moving;		    /* it was written to meanwhile */
};

/*
 * Read a whole file. 0, CTI_EIO (cannot be read), CTI_EFORMAT (is no such
 * file), CTI_ENOMEM, each with its sentence, or what a callback returned.
 */
int cti__directory_read(struct cti__directory_reader *reader, const char *path,
			const struct cti__detail *detail);

#endif
