/* SPDX-License-Identifier: MIT */
/* Tells when a socket can be read or written. */
#include "io/watch.h"
#include "io/inside.h"
#include "util/alloc.h"

#include <cti/error.h>

struct cti__watch {
	uv_poll_t uv;
	struct cti__loop *loop;
	cti__watch_fn *fn;
	void *arg;
	int fd;
	int events; /* libuv's */
};

static void on_closed(uv_handle_t *handle)
{
	struct cti__watch *watch = handle->data;
	struct cti__loop *loop = watch->loop;

	cti__free(watch);
	cti__loop_release(loop);
}

void cti__watch_free(struct cti__watch *watch)
{
	if (watch)
		uv_close((uv_handle_t *)&watch->uv, on_closed);
}

static void on_poll(uv_poll_t *uv, int status, int events)
{
	struct cti__watch *watch = uv->data;
	int ready = 0;

	/* libuv stops watching a socket in error. There may be more to be read
	   before the error than is read in this turn. */
	if (status < 0)
		uv_poll_start(uv, watch->events, on_poll);
	if (status < 0 || (events & UV_READABLE))
		ready |= CTI__READABLE;
	if (status < 0 || (events & UV_WRITABLE))
		ready |= CTI__WRITABLE;
	watch->fn(watch->arg, watch->fd, ready);
}

int cti__watch_set(struct cti__watch *watch, int what)
{
	int events = 0;

	if (what & CTI__READABLE)
		events |= UV_READABLE;
	if (what & CTI__WRITABLE)
		events |= UV_WRITABLE;
	watch->events = events;
	if (!events)
		return uv_poll_stop(&watch->uv) ? CTI_ENOMEM : 0;
	return uv_poll_start(&watch->uv, events, on_poll) ? CTI_ENOMEM : 0;
}

int cti__watch_new(struct cti__watch **out, struct cti__loop *loop, int fd,
		   cti__watch_fn *fn, void *arg)
{
	struct cti__watch *watch;

	*out = NULL;
	watch = cti__calloc(1, sizeof(*watch));
	if (!watch)
		return CTI_ENOMEM;
	if (uv_poll_init_socket(loop->uv, &watch->uv, fd)) {
		cti__free(watch);
		return CTI_ENOMEM;
	}
	watch->uv.data = watch;
	watch->loop = loop;
	watch->fd = fd;
	watch->fn = fn;
	watch->arg = arg;
	cti__loop_hold(loop);
	*out = watch;
	return 0;
}
