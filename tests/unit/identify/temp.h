/* SPDX-License-Identifier: MIT */
/* A folder of the test's own, files in it, and log lines to look at. */
#ifndef CTI_TEST_IDENTIFY_TEMP_H
#define CTI_TEST_IDENTIFY_TEMP_H

#include "identify/source.h"
#include "util/buf.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char temp_dir[64];
static struct cti__buf temp_lines;

static void temp_write_line(void *user, uint32_t level, const char *text)
{
	(void)user;
	(void)level;
	cti__buf_text(&temp_lines, text);
	cti__buf_char(&temp_lines, '\n');
}

static const struct cti__log temp_log = { temp_write_line, NULL,
					  CTI_LOG_DEBUG };

static inline int temp_setup(void **state)
{
	(void)state;
	snprintf(temp_dir, sizeof(temp_dir), "/tmp/cti-identify-XXXXXX");
	return mkdtemp(temp_dir) ? 0 : -1;
}

static inline const char *temp_path(const char *name)
{
	static char path[4][512];
	static int turn;

	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof(path[turn]), "%s/%s", temp_dir, name);
	return path[turn];
}

/* How many files of the folder begin so. */
static inline int temp_count(const char *prefix)
{
	DIR *dir = opendir(temp_dir);
	struct dirent *entry;
	int n = 0;

	while (dir && (entry = readdir(dir)) != NULL)
		n += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
	if (dir)
		closedir(dir);
	return n;
}

static inline int temp_teardown(void **state)
{
	DIR *dir = opendir(temp_dir);
	struct dirent *entry;

	(void)state;
	while (dir && (entry = readdir(dir)) != NULL)
		unlink(temp_path(entry->d_name));
	if (dir)
		closedir(dir);
	cti__buf_fini(&temp_lines);
	return rmdir(temp_dir);
}

static inline const char *temp_file(const char *name, const char *bytes,
				    size_t n)
{
	const char *path = temp_path(name);
	FILE *f = fopen(path, "wb");

	if (!f || fwrite(bytes, 1, n, f) != n || fclose(f))
		abort();
	return path;
}

#define TEMP_FILE(name, literal)                                               \
	temp_file((name), (literal), sizeof(literal) - 1)

/* What was logged since the last time. */
static inline const char *temp_logged(void)
{
	static char text[8192];

	snprintf(text, sizeof(text), "%s", cti__buf_cstr(&temp_lines));
	cti__buf_clear(&temp_lines);
	return text;
}

#endif
