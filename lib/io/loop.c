/* SPDX-License-Identifier: MIT */
/* The event loop: the caller's, or one in a thread of its own. */
#include "io/inside.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <signal.h>
#include <time.h>

/* What another thread has asked for; it waits for done. */
struct post {
	struct cti__list node;
	cti__loop_fn *fn;
	void *arg;
	bool done;
};

static void run_post(struct cti__loop *loop, struct post *post)
{
	post->fn(post->arg);
	pthread_mutex_lock(&loop->lock);
	post->done = true;
	pthread_cond_broadcast(&loop->called);
	pthread_mutex_unlock(&loop->lock);
}

static void take_posts(struct cti__loop *loop)
{
	struct cti__list *node;

	pthread_mutex_lock(&loop->lock);
	while (!cti__list_empty(&loop->posts)) {
		node = loop->posts.next;
		cti__list_del(node);
		cti__list_add(&loop->batch, node);
	}
	pthread_mutex_unlock(&loop->lock);
}

/* A post that closes the loop comes in here a second time. */
static void run_posts(struct cti__loop *loop)
{
	struct cti__list *node;

	take_posts(loop);
	while (!cti__list_empty(&loop->batch)) {
		node = loop->batch.next;
		cti__list_del(node);
		run_post(loop, cti__list_entry(node, struct post, node));
	}
}

static void on_async(uv_async_t *async)
{
	run_posts(async->data);
}

/* Under the lock, since a closed handle must not be woken. */
static int add_post(struct cti__loop *loop, struct post *post)
{
	int err = 0;

	pthread_mutex_lock(&loop->lock);
	if (loop->closing) {
		err = CTI_ESTATE;
	} else {
		cti__list_add(&loop->posts, &post->node);
		uv_async_send(&loop->async);
	}
	pthread_mutex_unlock(&loop->lock);
	return err;
}

void cti__loop_call(struct cti__loop *loop, cti__loop_fn *fn, void *arg)
{
	struct post post = { .fn = fn, .arg = arg };

	if (!loop->own || pthread_equal(pthread_self(), loop->thread)) {
		fn(arg);
		return;
	}
	if (add_post(loop, &post))
		return;
	pthread_mutex_lock(&loop->lock);
	while (!post.done)
		pthread_cond_wait(&loop->called, &loop->lock);
	pthread_mutex_unlock(&loop->lock);
}

void cti__later_init(struct cti__later *later, cti__loop_fn *fn, void *arg)
{
	cti__list_init(&later->node);
	later->fn = fn;
	later->arg = arg;
}

void cti__later_stop(struct cti__later *later)
{
	cti__list_del(&later->node);
}

static void on_idle(uv_idle_t *idle)
{
	struct cti__loop *loop = idle->data;
	struct cti__later *later;

	/* Those that come in meanwhile wait for the next turn. */
	while (!cti__list_empty(&loop->laters)) {
		later = cti__list_entry(loop->laters.next, struct cti__later,
					node);
		cti__list_del(&later->node);
		cti__list_add(&loop->turn, &later->node);
	}
	while (!cti__list_empty(&loop->turn)) {
		later = cti__list_entry(loop->turn.next, struct cti__later,
					node);
		cti__list_del(&later->node);
		later->fn(later->arg);
	}
	if (!loop->down && cti__list_empty(&loop->laters))
		uv_idle_stop(&loop->idle);
}

void cti__later_start(struct cti__later *later, struct cti__loop *loop)
{
	if (loop->down || !cti__list_empty(&later->node))
		return;
	cti__list_add(&loop->laters, &later->node);
	uv_idle_start(&loop->idle, on_idle);
}

static void loop_free(struct cti__loop *loop)
{
	cti__loop_fn *closed = loop->closed;
	void *arg = loop->closed_arg;

	pthread_cond_destroy(&loop->called);
	pthread_mutex_destroy(&loop->lock);
	cti__free(loop->input);
	cti__free(loop);
	if (closed)
		closed(arg);
}

void cti__loop_hold(struct cti__loop *loop)
{
	loop->holds++;
}

void cti__loop_release(struct cti__loop *loop)
{
	if (--loop->holds)
		return;
	/* With an own thread, uv_run() ends now and the joiner does the rest.
	 */
	if (!loop->own)
		loop_free(loop);
}

static void on_closed(uv_handle_t *handle)
{
	cti__loop_release(handle->data);
}

static void drop_all(struct cti__list *members)
{
	struct cti__member *member;

	while (!cti__list_empty(members)) {
		member = cti__list_entry(members->next, struct cti__member,
					 node);
		member->drop(member);
	}
}

static void forget_laters(struct cti__list *laters)
{
	while (!cti__list_empty(laters))
		cti__list_del(laters->next);
}

/* On the loop's thread, when no post can come any more. */
static void shut_down(void *arg)
{
	struct cti__loop *loop = arg;

	run_posts(loop);
	drop_all(&loop->streams);
	drop_all(&loop->timers);
	loop->down = true;
	forget_laters(&loop->laters);
	forget_laters(&loop->turn);
	cti__loop_cancel_works(loop);
	uv_close((uv_handle_t *)&loop->idle, on_closed);
	uv_close((uv_handle_t *)&loop->async, on_closed);
}

static void join(struct cti__loop *loop)
{
	pthread_join(loop->thread, NULL);
	uv_loop_close(&loop->own_uv);
	loop_free(loop);
}

void cti__loop_close(struct cti__loop *loop, cti__loop_fn *closed, void *user)
{
	struct post stop = { .fn = shut_down, .arg = loop };

	loop->closed = closed;
	loop->closed_arg = user;
	pthread_mutex_lock(&loop->lock);
	loop->closing = true;
	if (loop->own) {
		cti__list_add(&loop->posts, &stop.node);
		uv_async_send(&loop->async);
	}
	pthread_mutex_unlock(&loop->lock);

	if (loop->own)
		join(loop);
	else
		shut_down(loop);
}

static void *thread_main(void *arg)
{
	struct cti__loop *loop = arg;

	/* Until the maker has written down which thread this is. */
	pthread_mutex_lock(&loop->lock);
	pthread_mutex_unlock(&loop->lock);
	uv_run(loop->uv, UV_RUN_DEFAULT);
	return NULL;
}

/*
 * The application's signals are not for our thread; those that tell of a fault
 * in the thread itself cannot be held back and are left alone.
 */
static void thread_signals(sigset_t *set)
{
	static const int faults[] = { SIGSEGV, SIGBUS,	SIGFPE, SIGILL,
				      SIGABRT, SIGTRAP, SIGSYS, SIGPROF };
	size_t i;

	sigfillset(set);
	for (i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		sigdelset(set, faults[i]);
}

static int start_thread(struct cti__loop *loop)
{
	sigset_t set, old;
	int err;

	thread_signals(&set);
	pthread_sigmask(SIG_SETMASK, &set, &old);
	pthread_mutex_lock(&loop->lock);
	err = pthread_create(&loop->thread, NULL, thread_main, loop);
	pthread_mutex_unlock(&loop->lock);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return err ? CTI_ESTATE : 0;
}

static int start_own(struct cti__loop *loop)
{
	int err;

	err = start_thread(loop);
	if (!err)
		return 0;
	shut_down(loop);
	uv_run(loop->uv, UV_RUN_DEFAULT);
	return err;
}

static int uv_err(int err)
{
	return err == UV_ENOMEM ? CTI_ENOMEM : CTI_ESTATE;
}

static int start(struct cti__loop *loop, uv_loop_t *uv)
{
	int err;

	loop->own = !uv;
	loop->uv = uv ? uv : &loop->own_uv;
	err = loop->own ? uv_loop_init(loop->uv) : 0;
	if (err)
		return uv_err(err);

	err = uv_async_init(loop->uv, &loop->async, on_async);
	if (err) {
		err = uv_err(err);
		goto out;
	}
	uv_idle_init(loop->uv, &loop->idle);
	loop->async.data = loop->idle.data = loop;
	loop->holds = 2;
	if (loop->own)
		err = start_own(loop);
out:
	if (err && loop->own)
		uv_loop_close(loop->uv);
	return err;
}

int cti__loop_new(struct cti__loop **out, struct uv_loop_s *uv)
{
	struct cti__loop *loop;
	int err = CTI_ENOMEM;

	*out = NULL;
	loop = cti__calloc(1, sizeof(*loop));
	if (!loop)
		return CTI_ENOMEM;
	pthread_mutex_init(&loop->lock, NULL);
	pthread_cond_init(&loop->called, NULL);
	cti__list_init(&loop->posts);
	cti__list_init(&loop->batch);
	cti__list_init(&loop->laters);
	cti__list_init(&loop->turn);
	cti__list_init(&loop->streams);
	cti__list_init(&loop->timers);
	cti__list_init(&loop->works);
	loop->input = cti__alloc(CTI__LOOP_INPUT);
	if (loop->input)
		err = start(loop, uv);
	if (err)
		loop_free(loop);
	else
		*out = loop;
	return err;
}

bool cti__loop_own_thread(const struct cti__loop *loop)
{
	return loop->own;
}

static int64_t clock_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t cti__loop_now_us(void)
{
	return clock_us(CLOCK_MONOTONIC);
}

int64_t cti__loop_wall_us(void)
{
	return clock_us(CLOCK_REALTIME);
}

int cti__loop_random(void *p, size_t n)
{
	return uv_random(NULL, NULL, p, n, 0, NULL) ? CTI_ESTATE : 0;
}
