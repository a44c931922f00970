/* SPDX-License-Identifier: MIT */
/* The event loop: the caller's, or one in a thread of its own. */
#ifndef CTI__IO_LOOP_H
#define CTI__IO_LOOP_H

#include "util/list.h"

#include <stdint.h>

struct uv_loop_s;
struct cti__loop;

typedef void cti__loop_fn(void *arg);

/*
 * uv: borrowed until closed; NULL: an own loop in an own thread, in which
 * everything but _call, _close and _own_thread then happens.
 * 0, CTI_ENOMEM or CTI_ESTATE (no thread or descriptor could be had).
 */
int cti__loop_new(struct cti__loop **out, struct uv_loop_s *uv);
bool cti__loop_own_thread(const struct cti__loop *loop);

/*
 * Runs the calls that still wait, then closes and frees every timer and stream
 * that is left, without a callback, and lets go of the loop; work that is under
 * way is waited for. closed (may be NULL) is the last thing, the loop is freed
 * before it. Embedded: returns at once, closed comes from the loop. Own thread:
 * joins it and calls closed before returning; not to be called on that thread.
 */
void cti__loop_close(struct cti__loop *loop, cti__loop_fn *closed, void *user);

/*
 * Run fn on the loop's thread and wait for it. Embedded, or already there: it
 * runs at once. Any thread.
 */
void cti__loop_call(struct cti__loop *loop, cti__loop_fn *fn, void *arg);

/*
 * A call in the next turn of the loop that needs no memory: lives in the
 * owner's struct, initialised once. Only on the loop's thread.
 */
struct cti__later {
	struct cti__list node;
	cti__loop_fn *fn;
	void *arg;
};

void cti__later_init(struct cti__later *later, cti__loop_fn *fn, void *arg);
/* No effect if it waits already. */
void cti__later_start(struct cti__later *later, struct cti__loop *loop);
/* To be done before its memory goes; may be repeated. */
void cti__later_stop(struct cti__later *later);

/* Microseconds that only grow, and microseconds since 1970. Any thread. */
int64_t cti__loop_now_us(void);
int64_t cti__loop_wall_us(void);
/* Random bytes from the system: 0 or CTI_ESTATE. Any thread. */
int cti__loop_random(void *p, size_t n);

/*
 * A descriptor that is readable while it is set, for applications that wait on
 * it beside others. Set and clear may be repeated. Any thread.
 */
struct cti__notify {
	int fd;
};

/* 0 or CTI_ESTATE (no descriptor left; fd is -1 then). */
int cti__notify_init(struct cti__notify *notify);
/* Also accepts what _init refused. */
void cti__notify_fini(struct cti__notify *notify);
void cti__notify_set(struct cti__notify *notify);
void cti__notify_clear(struct cti__notify *notify);
/* Wait until it is set (negative: without end). 0 or CTI_EAGAIN (too late). */
int cti__notify_wait(struct cti__notify *notify, int timeout_ms);

#endif
