/* SPDX-License-Identifier: MIT */
/* What the files that know SQLite share. */
#ifndef CTI__JOURNAL_STORE_FILE_H
#define CTI__JOURNAL_STORE_FILE_H

#include "journal/store.h"

#include <sqlite3.h>

/* "libj" in the file's header, and the tables' version. */
#define CTI__STORE_ID	    0x6c69626a
#define CTI__STORE_VERSION  2
/* How many fields a contact of version 1 has. */
#define CTI__STORE_FIELDS_1 (CTI_CONTACT_ABANDONED + 1)

struct cti__detail_to {
	char *text;
	size_t size;
};

/* Keep a sentence about the file; returns the error. */
int cti__store_failed(const struct cti__detail_to *to, sqlite3 *db,
		      const char *path, int code);
int cti__store_say(const struct cti__detail_to *to, int err, const char *format,
		   ...) __attribute__((format(printf, 3, 4)));
/* "SELECT id,... FROM contact" behind what is there, from a file of that
   version. */
void cti__store_select(struct cti__buf *sql, int64_t version);
/* Opens a journal for reading, or for writing what others may write too. 0,
   CTI_EIO or CTI_EFORMAT; db is to be closed in any case. */
int cti__store_look(sqlite3 **db, int64_t *version, const char *path,
		    bool to_write, const struct cti__detail_to *to);
/* Makes the tables in an empty file, and those of an older version what they
   are now; somebody else's database is left alone. 0 or as above. */
int cti__store_ready(sqlite3 *db, const char *path,
		     const struct cti__detail_to *to);
/* A number that a statement gives; an SQLite code. */
int cti__store_number(sqlite3 *db, const char *sql, int64_t *out);
/* The contact that the statement of such a SELECT stands on, and its segments
   by another: "... FROM segment WHERE contact = ?1 ORDER BY n"; NULL: none. */
int cti__store_row(struct cti_contact **out, sqlite3_stmt *row,
		   sqlite3_stmt *segments);
extern const char cti__store_segments_sql[];

#endif
