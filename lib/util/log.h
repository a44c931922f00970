/* SPDX-License-Identifier: MIT */
/* Log lines on their way to the application: one formatter for all. */
#ifndef CTI__UTIL_LOG_H
#define CTI__UTIL_LOG_H

#include <stdint.h>

/* Where a client's lines go. write gets one clean line without a line end. */
struct cti__log {
	void (*write)(void *user, uint32_t level, const char *text);
	void *user;
	uint32_t level; /* lines above it are not made */
};

/* level is one of enum cti_log_level. */
void cti__log(const struct cti__log *log, uint32_t level, const char *format,
	      ...) __attribute__((format(printf, 3, 4)));

#endif
