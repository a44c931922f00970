/* SPDX-License-Identifier: MIT */
/*
 * Records what a link receives to a file that replay reads. The first line is
 * "libcti-recording 1 <scheme> <start, RFC 3339> <link>", then follow chunks:
 * "<ms since start> <bytes> <tag>", a line end, the bytes, a line end. Tags: "<"
 * for received bytes, "open" and "close" (without bytes) for the connection.
 * What we send is not recorded: it holds secrets.
 */
#ifndef CTI__CORE_RECORDER_H
#define CTI__CORE_RECORDER_H

#include "util/buf.h"
#include "util/log.h"

struct cti__recorder;

/* 0, CTI_EIO (a sentence in why) or CTI_ENOMEM. log: borrowed. */
int cti__recorder_new(struct cti__recorder **out, const char *path,
		      const char *scheme, const char *link,
		      const struct cti__log *log, struct cti__buf *why);
void cti__recorder_open(struct cti__recorder *rec);
void cti__recorder_data(struct cti__recorder *rec, const char *data,
			size_t len);
void cti__recorder_close_wire(struct cti__recorder *rec);
/* NULL is allowed. */
void cti__recorder_free(struct cti__recorder *rec);

#endif
