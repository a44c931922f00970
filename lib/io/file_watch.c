/* SPDX-License-Identifier: MIT */
/* Tells when a file has other content and is written to no more. */
#include "io/file_watch.h"
#include "io/inside.h"
#include "io/rest.h"
#include "io/timer.h"
#include "util/alloc.h"
#include "util/str.h"

#include <cti/error.h>

/* How long a change may stay unseen where the system does not tell of it. */
#define IDLE_MS 5000

struct cti__file_watch {
	uv_fs_event_t events;
	uv_fs_t look;
	struct cti__loop *loop;
	struct cti__timer *timer;
	struct cti__rest rest;
	cti__file_watch_fn *fn;
	void *arg;
	char *path, *folder;
	const char *name; /* behind the folder, in path */
	uint32_t settle_ms, idle_ms;
	bool listens; /* the system tells of the folder */
	bool told;    /* of a change, since the last look */
	bool looking; /* the request is under way */
	bool closed;  /* the handle of events is libuv's no more */
	bool freed;
};

static void let_go(struct cti__file_watch *w)
{
	struct cti__loop *loop = w->loop;

	if (!w->closed || w->looking)
		return;
	cti__free(w->path);
	cti__free(w->folder);
	cti__free(w);
	cti__loop_release(loop);
}

static void on_closed(uv_handle_t *handle)
{
	struct cti__file_watch *w = handle->data;

	w->closed = true;
	let_go(w);
}

void cti__file_watch_free(struct cti__file_watch *w)
{
	if (!w)
		return;
	w->freed = true;
	cti__timer_free(w->timer);
	if (w->looking)
		uv_cancel((uv_req_t *)&w->look);
	uv_close((uv_handle_t *)&w->events, on_closed);
}

/* Names with two dots are how a whole set of linked files is replaced. */
static void on_event(uv_fs_event_t *events, const char *name, int what,
		     int status)
{
	struct cti__file_watch *w = events->data;

	(void)what;
	if (status < 0) {
		uv_fs_event_stop(events);
		w->listens = false;
		return;
	}
	if (name && strcmp(name, w->name) != 0 && strncmp(name, "..", 2) != 0)
		return;
	w->told = true;
	cti__timer_start(w->timer, w->settle_ms);
}

/* Of what is not told, the file itself is looked at often enough. */
static void hear(struct cti__file_watch *w)
{
	if (w->listens)
		uv_fs_event_stop(&w->events);
	w->listens = uv_fs_event_start(&w->events, on_event, w->folder, 0) == 0;
}

static void take_step(struct cti__file_watch *w, const struct cti__stamp *now)
{
	enum cti__rest_step step = cti__rest_look(&w->rest, now);

	/* A folder of that name may be another one than is listened to. */
	if (!w->listens || (step != CTI__REST_IDLE && !w->told))
		hear(w);
	w->told = step == CTI__REST_AGAIN;
	if (step == CTI__REST_AGAIN || !cti__timer_is_running(w->timer))
		cti__timer_start(w->timer, step == CTI__REST_AGAIN
						   ? w->settle_ms
						   : w->idle_ms);
	if (step == CTI__REST_NEW || step == CTI__REST_GONE)
		w->fn(w->arg, step == CTI__REST_GONE);
}

static int64_t in_ns(const uv_timespec_t *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static void on_look(uv_fs_t *look)
{
	struct cti__file_watch *w = look->data;
	const uv_stat_t *st = &look->statbuf;
	struct cti__stamp now = { .exists = false };

	if (look->result == 0) {
		now.exists = true;
		now.dev = st->st_dev;
		now.ino = st->st_ino;
		now.size = st->st_size;
		now.written_ns = in_ns(&st->st_mtim);
		now.changed_ns = in_ns(&st->st_ctim);
	}
	uv_fs_req_cleanup(look);
	w->looking = false;
	if (w->freed)
		let_go(w);
	else
		take_step(w, &now);
}

static void on_time(void *arg)
{
	struct cti__file_watch *w = arg;

	if (!w->looking)
		w->looking = uv_fs_stat(w->loop->uv, &w->look, w->path,
					on_look) == 0;
	if (!w->looking)
		cti__timer_start(w->timer, w->idle_ms);
}

static int split(struct cti__file_watch *w, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;

	w->path = cti__str_dup(cti__str(path));
	if (!w->path)
		return CTI_ENOMEM;
	w->name = slash ? w->path + n + 1 : w->path;
	if (!slash)
		w->folder = cti__str_dup(CTI__STR("."));
	else
		w->folder = cti__str_dup(cti__str_n(path, n ? n : 1));
	return w->folder ? 0 : CTI_ENOMEM;
}

int cti__file_watch_new(struct cti__file_watch **out, struct cti__loop *loop,
			const struct cti__file_watch_opts *opts)
{
	struct cti__file_watch *w;
	int err;

	*out = NULL;
	if (loop->down)
		return CTI_ESTATE;
	w = cti__calloc(1, sizeof(*w));
	if (!w)
		return CTI_ENOMEM;
	err = split(w, opts->path);
	if (!err)
		err = cti__timer_new(&w->timer, loop, on_time, w);
	if (err) {
		cti__free(w->path);
		cti__free(w->folder);
		cti__free(w);
		return err;
	}
	uv_fs_event_init(loop->uv, &w->events);
	w->events.data = w->look.data = w;
	w->loop = loop;
	w->fn = opts->fn;
	w->arg = opts->arg;
	w->settle_ms = opts->settle_ms;
	w->idle_ms = opts->idle_ms ? opts->idle_ms : IDLE_MS;
	cti__rest_init(&w->rest, &opts->have, opts->whole);
	cti__loop_hold(loop);
	hear(w);
	cti__timer_start(w->timer, w->settle_ms);
	*out = w;
	return 0;
}
