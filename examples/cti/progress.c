/* SPDX-License-Identifier: MIT */
/* A line on the terminal that moves while a large file is read. */
#include "progress.h"
#include "tool.h"

#include <stdio.h>
#include <unistd.h>

/* What is over sooner needs no line. */
#define PATIENCE_NS UINT64_C(1000000000)
#define BETWEEN_NS  UINT64_C(200000000)

static void take(struct progress *p, uint64_t *done, uint64_t *total)
{
	*done = p->done;
	*total = p->total;
	if (p->client)
		cti_source_progress(p->client, done, total);
}

/* How much there is may not be known, as of what is packed. The last part of
   making a directory is not to be measured. */
static void show(struct progress *p)
{
	uint64_t done, total;

	take(p, &done, &total);
	if (!total && !done)
		return;
	fprintf(stderr, "\r\033[K%s: ", _(p->what));
	if (!total)
		fprintf(stderr, "%llu MB",
			(unsigned long long)(done / 1000000));
	else if (done < total)
		fprintf(stderr, "%u%%", (unsigned)(done * 100 / total));
	else
		fputs(_("100%, sorting"), stderr);
	fflush(stderr);
	p->shown = true;
}

static void watch(void *arg)
{
	struct progress *p = arg;
	uint64_t wait = PATIENCE_NS;

	uv_mutex_lock(&p->lock);
	while (!p->over) {
		if (uv_cond_timedwait(&p->wake, &p->lock, wait) == 0)
			continue;
		wait = BETWEEN_NS;
		show(p);
	}
	uv_mutex_unlock(&p->lock);
}

void progress_begin(struct progress *p, const cti_client *client,
		    const char *what)
{
	static const struct progress fresh = { .client = NULL };

	*p = fresh;
	p->client = client;
	p->what = what;
	if (!isatty(STDERR_FILENO) || uv_mutex_init(&p->lock))
		return;
	if (uv_cond_init(&p->wake)) {
		uv_mutex_destroy(&p->lock);
		return;
	}
	p->runs = uv_thread_create(&p->thread, watch, p) == 0;
	if (p->runs)
		return;
	uv_cond_destroy(&p->wake);
	uv_mutex_destroy(&p->lock);
}

void progress_tell(uint64_t done, uint64_t total, void *user)
{
	struct progress *p = user;

	if (!p->runs)
		return;
	uv_mutex_lock(&p->lock);
	p->done = done;
	p->total = total;
	uv_mutex_unlock(&p->lock);
}

void progress_end(struct progress *p)
{
	if (!p->runs)
		return;
	uv_mutex_lock(&p->lock);
	p->over = true;
	uv_cond_signal(&p->wake);
	uv_mutex_unlock(&p->lock);
	uv_thread_join(&p->thread);
	p->runs = false;
	uv_cond_destroy(&p->wake);
	uv_mutex_destroy(&p->lock);
	if (p->shown)
		fputs("\r\033[K", stderr);
}
