/* SPDX-License-Identifier: MIT */
/* A folder of the test's own that is gone afterwards. */
#ifndef TESTS_UNIT_JOURNAL_FOLDER_H
#define TESTS_UNIT_JOURNAL_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static inline const char *in_folder(const char *name)
{
	static char path[4][128];
	static int turn;

	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", folder, name);
	return path[turn];
}

static inline int make_folder(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/cti-journal-XXXXXX");
	return mkdtemp(folder) ? 0 : -1;
}

static inline int drop_folder(void **state)
{
	static const char *const names[] = { "j.db",	    "j.db-wal",
					     "j.db-shm",    "other",
					     "out",	    "x/j.db",
					     "j.db-journal", "j.db-lock" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(in_folder(names[i]));
	rmdir(in_folder("x"));
	return rmdir(folder);
}

#endif
