/* SPDX-License-Identifier: MIT */
/* One-shot timers on the loop. */
#include "io/timer.h"
#include "io/inside.h"
#include "util/alloc.h"

#include <cti/error.h>

struct cti__timer {
	uv_timer_t uv;
	struct cti__loop *loop;
	struct cti__member member;
	cti__loop_fn *fn;
	void *arg;
};

/* libuv lets go of a handle here and not before. */
static void on_closed(uv_handle_t *handle)
{
	struct cti__timer *timer = handle->data;
	struct cti__loop *loop = timer->loop;

	cti__free(timer);
	cti__loop_release(loop);
}

void cti__timer_free(struct cti__timer *timer)
{
	if (!timer)
		return;
	cti__list_del(&timer->member.node);
	uv_close((uv_handle_t *)&timer->uv, on_closed);
}

static void drop(struct cti__member *member)
{
	cti__timer_free(cti__list_entry(member, struct cti__timer, member));
}

int cti__timer_new(struct cti__timer **out, struct cti__loop *loop,
		   cti__loop_fn *fn, void *arg)
{
	struct cti__timer *timer;

	*out = NULL;
	if (loop->down)
		return CTI_ESTATE;
	timer = cti__calloc(1, sizeof(*timer));
	if (!timer)
		return CTI_ENOMEM;
	timer->loop = loop;
	timer->fn = fn;
	timer->arg = arg;
	timer->member.drop = drop;
	uv_timer_init(loop->uv, &timer->uv);
	timer->uv.data = timer;
	cti__loop_hold(loop);
	cti__list_add(&loop->timers, &timer->member.node);
	*out = timer;
	return 0;
}

static void on_time(uv_timer_t *uv)
{
	struct cti__timer *timer = uv->data;

	timer->fn(timer->arg);
}

void cti__timer_start(struct cti__timer *timer, uint64_t ms)
{
	/* The loop's idea of now may be old after a long callback, or before
	   the loop has ever run: the timer would come too early. */
	uv_update_time(timer->loop->uv);
	/* With 0, one that starts itself again would never let libuv 1.44 out
	   of its round of timers. */
	uv_timer_start(&timer->uv, on_time, ms ? ms : 1, 0);
}

void cti__timer_stop(struct cti__timer *timer)
{
	uv_timer_stop(&timer->uv);
}

bool cti__timer_is_running(const struct cti__timer *timer)
{
	return uv_is_active((const uv_handle_t *)&timer->uv);
}
