/* SPDX-License-Identifier: MIT */
/* Work that may block, in another thread. Only called on the loop's thread. */
#ifndef CTI__IO_WORK_H
#define CTI__IO_WORK_H

#include "io/loop.h"

/* err: 0 or CTI_ECANCELED (the loop was closed before fn could begin). */
typedef void cti__work_done_fn(void *arg, int err);

/*
 * Run fn on a thread of libuv's pool, then done on the loop's thread. 0: done
 * is called exactly once, never before this returns, also if the loop is closed
 * meanwhile (closing waits for it). CTI_ENOMEM, or CTI_ESTATE (the
 * loop is closed): neither is called.
 */
int cti__loop_work(struct cti__loop *loop, cti__loop_fn *fn,
		   cti__work_done_fn *done, void *arg);

#endif
