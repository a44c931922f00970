/* SPDX-License-Identifier: MIT */
/* Tells when a file has other content and is written to no more. */
#ifndef CTI__IO_FILE_WATCH_H
#define CTI__IO_FILE_WATCH_H

#include "io/loop.h"
#include "util/stamp.h"

struct cti__file_watch;

/* gone: nothing is there any more; else there is new content at rest. */
typedef void cti__file_watch_fn(void *arg, bool gone);

/* All borrowed for the call, but arg. */
struct cti__file_watch_opts {
	const char *path;
	struct cti__stamp have; /* what was read of it; all zero: nothing */
	bool whole;		/* only another file in its place counts */
	uint32_t settle_ms;	/* at rest so long, it is at rest */
	uint32_t idle_ms;	/* between looks of its own; 0: 5000 */
	cti__file_watch_fn *fn;
	void *arg;
};

/*
 * The folder is listened to, so that a file may be replaced, go and come back;
 * and every few seconds the file itself is looked at, for disks that tell
 * nothing. A file that changed before the watch began is told of as well. fn
 * may free it. 0 or CTI_ENOMEM, CTI_ESTATE (the loop is closed).
 */
int cti__file_watch_new(struct cti__file_watch **out, struct cti__loop *loop,
			const struct cti__file_watch_opts *opts);
/* NULL is allowed. */
void cti__file_watch_free(struct cti__file_watch *watch);

#endif
