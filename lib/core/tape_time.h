/* SPDX-License-Identifier: MIT */
/* The times of a raw recording: NAME.idx beside NAME.raw or NAME.ami. */
#ifndef CTI__CORE_TAPE_TIME_H
#define CTI__CORE_TAPE_TIME_H

#include "util/buf.h"

/* All zero: none. */
struct cti__tape_times {
	struct cti__tape_row {
		uint64_t offset; /* of the first byte that came then */
		int64_t time_us;
	} *row;
	size_t count;
};

/* Find and read the file of times that belongs to a recording: 0 also if there
   is none; CTI_EIO, CTI_EFORMAT (a sentence in why) or CTI_ENOMEM. */
int cti__tape_times_load(struct cti__tape_times *times, const char *recording,
			 struct cti__buf *why);
void cti__tape_times_free(struct cti__tape_times *times);
/* RFC 3339: 2026-11-22T01:30:44.863Z, or with a zone, "+0800" or "+08:00". */
bool cti__tape_parse_time(struct cti__str text, int64_t *out_us);

#endif
