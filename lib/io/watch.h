/* SPDX-License-Identifier: MIT */
/* Tells when a socket can be read or written. */
#ifndef CTI__IO_WATCH_H
#define CTI__IO_WATCH_H

#include "io/loop.h"

struct cti__watch;

enum cti__ready { CTI__READABLE = 1, CTI__WRITABLE = 2 };

/* ready: enum cti__ready; both if the socket is in error. */
typedef void cti__watch_fn(void *arg, int fd, int ready);

/* fn may free it. 0 or CTI_ENOMEM. Nothing is watched yet. */
int cti__watch_new(struct cti__watch **out, struct cti__loop *loop, int fd,
		   cti__watch_fn *fn, void *arg);
/* what: enum cti__ready, 0 for nothing. 0 or CTI_ENOMEM. */
int cti__watch_set(struct cti__watch *watch, int what);
/* To be done before the socket is closed. NULL is allowed. */
void cti__watch_free(struct cti__watch *watch);

#endif
