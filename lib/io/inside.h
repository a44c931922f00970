/* SPDX-License-Identifier: MIT */
/* What the files of this folder share: the loop with its libuv side showing. */
#ifndef CTI__IO_INSIDE_H
#define CTI__IO_INSIDE_H

#include "io/loop.h"

#include <pthread.h>
#include <uv.h>

/* Bytes that one read may bring, for all streams of a loop in turn. */
#define CTI__LOOP_INPUT 65536

/* Something that the loop closes when it is closed before it. */
struct cti__member {
	struct cti__list node;
	void (*drop)(struct cti__member *member);
};

struct cti__loop {
	uv_loop_t *uv;
	uv_loop_t own_uv; /* with an own thread only */
	pthread_t thread;
	bool own;
	bool down;    /* loop thread: the handles here are closed */
	size_t holds; /* libuv handles and works that are not finished */
	char *input;  /* CTI__LOOP_INPUT bytes */
	cti__loop_fn *closed;
	void *closed_arg;

	uv_async_t async; /* there are posts */
	uv_idle_t idle;	  /* runs while a later waits */
	struct cti__list laters;
	struct cti__list turn; /* laters of the present turn */
	struct cti__list streams;
	struct cti__list timers; /* after the streams, which have some */
	struct cti__list works;

	pthread_mutex_t lock; /* for what is below */
	pthread_cond_t called;
	struct cti__list posts;
	bool closing; /* no post any more */

	struct cti__list batch; /* posts being run; loop thread */
};

/*
 * Around the life of each libuv handle: hold when it is made, release in its
 * close callback as the last thing (the loop may be gone after it).
 */
void cti__loop_hold(struct cti__loop *loop);
void cti__loop_release(struct cti__loop *loop);
/* Ask for the works that have not begun to be cancelled. */
void cti__loop_cancel_works(struct cti__loop *loop);

#endif
