/* SPDX-License-Identifier: MIT */
/* A multi handle of libcurl, driven by the loop: its sockets and its timer. */
#ifndef CTI__IO_MULTI_H
#define CTI__IO_MULTI_H

#include "io/loop.h"

#include <curl/curl.h>

struct cti__timer;

/*
 * libcurl has had its turn: look for its messages. rc: not CURLM_OK if it could
 * not go on. The last thing to be done; may free the multi.
 */
typedef void cti__multi_fn(void *arg, CURLMcode rc);

struct cti__multi {
	struct cti__loop *loop;
	CURLM *curl;
	struct cti__timer *timer;
	struct cti__later later;
	struct cti__list sockets;
	bool nomem; /* a socket could not be watched */
	bool rests;
	cti__multi_fn *fn;
	void *arg;
};

/* Also to be undone by _fini when it fails. 0, CTI_ENOMEM or CTI_ESTATE. */
int cti__multi_init(struct cti__multi *multi, struct cti__loop *loop,
		    cti__multi_fn *fn, void *arg);
/* libcurl gets no turn any more. */
void cti__multi_rest(struct cti__multi *multi);
/* Watch none of its sockets any more. */
void cti__multi_forget(struct cti__multi *multi);
/* The easy handles are removed before. */
void cti__multi_fini(struct cti__multi *multi);

#endif
