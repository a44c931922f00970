/* SPDX-License-Identifier: MIT */
/* One file of a recording, and the file of times beside it. */
#ifndef CTI__CORE_TAPE_PART_H
#define CTI__CORE_TAPE_PART_H

#include "core/tape.h"
#include "io/file.h"

struct cti__tape_part;

/* 0, CTI_EIO, CTI_EFORMAT (a sentence in why) or CTI_ENOMEM. */
int cti__tape_part_open(struct cti__tape_part **out, const char *path,
			struct cti__buf *why);
void cti__tape_part_close(struct cti__tape_part *part);
/* Whether recorder.h wrote it. */
bool cti__tape_part_is_own(const struct cti__tape_part *part);
/* By its first line or its first bytes; "" if they do not say. */
const char *cti__tape_part_protocol(const struct cti__tape_part *part);
/* When its first and last bytes came; negative without a file of times. */
int64_t cti__tape_part_begin_us(const struct cti__tape_part *part);
int64_t cti__tape_part_end_us(const struct cti__tape_part *part);
/* As cti__tape_next(), of this file alone. */
int cti__tape_part_next(struct cti__tape_part *part,
			struct cti__tape_item *item, struct cti__buf *why);

#endif
