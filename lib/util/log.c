/* SPDX-License-Identifier: MIT */
/* Log lines on their way to the application: one formatter for all. */
#include "util/log.h"
#include "util/buf.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_MAX_BYTES 1024

void cti__log(const struct cti__log *log, uint32_t level, const char *format,
	      ...)
{
	char line[LINE_MAX_BYTES];
	unsigned char *at;
	va_list args;

	if (!log || !log->write || level > log->level)
		return;
	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	/* A switch's words must not be able to begin a line of their own. */
	for (at = (unsigned char *)line; *at; at++)
		if (*at < 0x20 || *at == 0x7f)
			*at = ' ';
	log->write(log->user, level, line);
}
