/* SPDX-License-Identifier: MIT */
/* Log lines on their way to the application: one formatter for all. */
#include "util/log.h"
#include "util/utf8.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_MAX_BYTES 1024

/* A switch's words must not be able to begin a line of their own, nor to tell
   a terminal what to do. */
static void make_plain(char *line)
{
	size_t n = strlen(line), i, unit;

	for (i = 0; i < n; i += unit) {
		unit = cti__utf8_unit(line + i, n - i);
		if (!unit)
			line[i] = '?';
		else if (cti__utf8_steers(line + i, unit))
			memset(line + i, ' ', unit);
		unit += !unit;
	}
}

void cti__log(const struct cti__log *log, uint32_t level, const char *format,
	      ...)
{
	char line[LINE_MAX_BYTES];
	va_list args;

	if (!log || !log->write || level > log->level)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	make_plain(line);
	log->write(log->user, level, line);
}
