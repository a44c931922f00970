/* SPDX-License-Identifier: MIT */
/* One-shot timers on the loop. Only on the loop's thread. */
#ifndef CTI__IO_TIMER_H
#define CTI__IO_TIMER_H

#include "io/loop.h"

struct cti__timer;

/* fn may start, stop and free the timer it is called for. 0, CTI_ENOMEM or
   CTI_ESTATE (the loop is closed). */
int cti__timer_new(struct cti__timer **out, struct cti__loop *loop,
		   cti__loop_fn *fn, void *arg);
/* Call fn once in ms milliseconds (0: one); an earlier start is forgotten. */
void cti__timer_start(struct cti__timer *timer, uint64_t ms);
/* fn will not be called any more until the next start. */
void cti__timer_stop(struct cti__timer *timer);
bool cti__timer_is_running(const struct cti__timer *timer);
/* fn will not be called any more. NULL is allowed. */
void cti__timer_free(struct cti__timer *timer);

#endif
