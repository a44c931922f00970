/* SPDX-License-Identifier: MIT */
/*
 * Files and folders; blocking. Each function that takes detail (may be NULL)
 * puts one sentence into it, in place of what is there, when it fails.
 */
#ifndef CTI__IO_FILE_H
#define CTI__IO_FILE_H

#include "util/buf.h"
#include "util/stamp.h"

#include <sys/types.h>

/* Reads a file from front to back; one packed by gzip is unpacked. */
struct cti__reader;

/* 0, CTI_EIO or CTI_ENOMEM. */
int cti__reader_open(struct cti__reader **out, const char *path,
		     struct cti__buf *detail);
/*
 * At most n bytes (n > 0): how many, 0 at the end, CTI_EIO, or CTI_EFORMAT (a
 * packed file that is cut short or damaged; all that could be had came before).
 */
ssize_t cti__reader_read(struct cti__reader *reader, void *p, size_t n,
			 struct cti__buf *detail);
/* NULL is allowed. */
void cti__reader_close(struct cti__reader *reader);

/* Writes a new file (mode 0600; one that is there is emptied), buffered. */
struct cti__writer;

/* 0, CTI_EIO or CTI_ENOMEM. */
int cti__writer_open(struct cti__writer **out, const char *path,
		     struct cti__buf *detail);
/* 0 or CTI_EIO. After a failure every later one fails the same way. */
int cti__writer_write(struct cti__writer *writer, const void *p, size_t n,
		      struct cti__buf *detail);
/* Hand everything to the system; 0 or CTI_EIO. */
int cti__writer_flush(struct cti__writer *writer, struct cti__buf *detail);
/* Flushes; frees in any case; 0 or CTI_EIO. NULL is allowed. */
int cti__writer_close(struct cti__writer *writer, struct cti__buf *detail);

enum cti__path_kind {
	CTI__PATH_NONE, /* nothing there, or not to be seen by us */
	CTI__PATH_FILE, /* also pipes and devices */
	CTI__PATH_DIR
};

enum cti__path_kind cti__path_kind(const char *path);

/* Of the file as it is now; all zero if there is none. */
struct cti__stamp cti__file_stamp(const char *path);

/*
 * A whole file, ended by NUL (not counted). out: owned, free with cti__free().
 * 0, CTI_EIO, CTI_ENOMEM or CTI_ETOOBIG (more than max bytes).
 */
int cti__file_read(char **out, size_t *len, const char *path, size_t max,
		   struct cti__buf *detail);

#endif
