/* SPDX-License-Identifier: MIT */
/* What the reading and the making of a prepared directory both know of it. */
#ifndef CTI__IDENTIFY_SQLITE_FILE_H
#define CTI__IDENTIFY_SQLITE_FILE_H

#include "util/buf.h"

/*
 * A file that we have made says so in its header, and that nobody may write to
 * it: SQLite keeps to that for a write version that it does not know. So it can
 * be read without a lock, which costs more than the lookup.
 */
#define CTI__SQLITE_OURS      0x63746931
#define CTI__SQLITE_OURS_SQL  "PRAGMA application_id = 1668573489"
#define CTI__SQLITE_SEALED    '\x7f'
/* Of the header: its length, and where the two stand in it. */
#define CTI__SQLITE_HEADER    100
#define CTI__SQLITE_WRITE_VER 18
#define CTI__SQLITE_APP_ID    68

/* Whether a file that begins so is one that we have made. */
bool cti__sqlite_is_sealed(const unsigned char header[CTI__SQLITE_HEADER]);

/* A column's name in double quotes, each of its own doubled. */
void cti__sqlite_name(struct cti__buf *sql, const char *name);

#endif
