/* SPDX-License-Identifier: MIT */
/* Work that may block, in another thread. */
#include "io/work.h"
#include "io/inside.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <sched.h>

struct work {
	uv_work_t uv;
	struct cti__list node;
	struct cti__loop *loop;
	cti__loop_fn *fn;
	cti__work_done_fn *done;
	void *arg;
};

static void set_policy(int policy)
{
	struct sched_param param = { 0 };

	/* Refused in some containers: then all is as it was. */
	(void)sched_setscheduler(0, policy, &param);
}

/*
 * Linux lets a thread that wakes, from the disk say, push another off its
 * processor, the loop's too; not one of a batch. The pool is the application's
 * as well, so its thread is given back as it was.
 */
static void on_work(uv_work_t *uv)
{
	struct work *work = uv->data;
#ifdef SCHED_BATCH
	bool ordinary = sched_getscheduler(0) == SCHED_OTHER;

	if (ordinary) {
		set_policy(SCHED_BATCH);
		/* It woke as the ordinary thread it was: after the others. */
		(void)sched_yield();
	}
#else
	const bool ordinary = false;
#endif
	work->fn(work->arg);
	if (ordinary)
		set_policy(SCHED_OTHER);
}

static void on_done(uv_work_t *uv, int status)
{
	struct work *work = uv->data;
	struct cti__loop *loop = work->loop;

	cti__list_del(&work->node);
	work->done(work->arg, status ? CTI_ECANCELED : 0);
	cti__free(work);
	cti__loop_release(loop);
}

int cti__loop_work(struct cti__loop *loop, cti__loop_fn *fn,
		   cti__work_done_fn *done, void *arg)
{
	struct work *work;

	if (loop->down)
		return CTI_ESTATE;
	work = cti__calloc(1, sizeof(*work));
	if (!work)
		return CTI_ENOMEM;
	work->uv.data = work;
	work->loop = loop;
	work->fn = fn;
	work->done = done;
	work->arg = arg;
	if (uv_queue_work(loop->uv, &work->uv, on_work, on_done)) {
		cti__free(work);
		return CTI_ENOMEM;
	}
	cti__list_add(&loop->works, &work->node);
	cti__loop_hold(loop);
	return 0;
}

void cti__loop_cancel_works(struct cti__loop *loop)
{
	struct cti__list *node;

	/* Those that have begun refuse. */
	cti__list_each (node, &loop->works)
		uv_cancel((uv_req_t *)&cti__list_entry(node, struct work, node)
				  ->uv);
}
