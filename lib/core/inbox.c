/* SPDX-License-Identifier: MIT */
/* From the library's thread to cti_poll(). */
#include "core/inbox.h"

#include <cti/error.h>

int cti__inbox_init(struct cti__inbox *inbox, size_t max_count,
		    size_t max_bytes)
{
	if (cti__notify_init(&inbox->notify))
		return CTI_ESTATE;
	if (pthread_mutex_init(&inbox->lock, NULL))
		goto no_lock;
	if (pthread_cond_init(&inbox->left, NULL))
		goto no_cond;
	cti__queue_init(&inbox->queue, max_count, max_bytes);
	cti__list_init(&inbox->jobs);
	inbox->ready = true;
	return 0;
no_cond:
	pthread_mutex_destroy(&inbox->lock);
no_lock:
	cti__notify_fini(&inbox->notify);
	return CTI_ESTATE;
}

void cti__inbox_flush(struct cti__inbox *inbox)
{
	struct cti__job *job;

	pthread_mutex_lock(&inbox->lock);
	while (!cti__list_empty(&inbox->jobs)) {
		job = cti__list_entry(inbox->jobs.next, struct cti__job, node);
		cti__list_del(&job->node);
		pthread_mutex_unlock(&inbox->lock);
		job->fn(job, false);
		pthread_mutex_lock(&inbox->lock);
	}
	pthread_mutex_unlock(&inbox->lock);
}

void cti__inbox_fini(struct cti__inbox *inbox)
{
	if (!inbox->ready)
		return;
	cti__inbox_flush(inbox);
	cti__queue_fini(&inbox->queue);
	pthread_cond_destroy(&inbox->left);
	pthread_mutex_destroy(&inbox->lock);
	cti__notify_fini(&inbox->notify);
	inbox->ready = false;
}

void cti__inbox_limit(struct cti__inbox *inbox, size_t max_count,
		      size_t max_bytes)
{
	pthread_mutex_lock(&inbox->lock);
	cti__queue_limit(&inbox->queue, max_count, max_bytes);
	pthread_mutex_unlock(&inbox->lock);
}

/* Under the lock. Writes to the descriptor only when something is first. */
static void announce(struct cti__inbox *inbox)
{
	if (!inbox->announced)
		cti__notify_set(&inbox->notify);
	inbox->announced = true;
}

/* Under the lock: nothing waits any more. */
static void hush(struct cti__inbox *inbox)
{
	if (inbox->announced)
		cti__notify_clear(&inbox->notify);
	inbox->announced = false;
}

static bool empty(const struct cti__inbox *inbox)
{
	return cti__queue_empty(&inbox->queue) && cti__list_empty(&inbox->jobs);
}

void cti__inbox_event(struct cti__inbox *inbox, cti_event *ev)
{
	pthread_mutex_lock(&inbox->lock);
	/* What finds no memory is counted as dropped. */
	(void)cti__queue_push(&inbox->queue, ev);
	announce(inbox);
	pthread_mutex_unlock(&inbox->lock);
}

void cti__inbox_lost(struct cti__inbox *inbox, const struct cti_event *ev)
{
	pthread_mutex_lock(&inbox->lock);
	cti__queue_lost(&inbox->queue, ev);
	announce(inbox);
	pthread_mutex_unlock(&inbox->lock);
}

void cti__inbox_job(struct cti__inbox *inbox, struct cti__job *job)
{
	pthread_mutex_lock(&inbox->lock);
	cti__list_add(&inbox->jobs, &job->node);
	announce(inbox);
	pthread_mutex_unlock(&inbox->lock);
}

void cti__inbox_wake(struct cti__inbox *inbox)
{
	pthread_mutex_lock(&inbox->lock);
	inbox->woken = true;
	announce(inbox);
	pthread_mutex_unlock(&inbox->lock);
}

/* Run what waits; the lock is free while a callback runs. */
static void run_jobs(struct cti__inbox *inbox)
{
	struct cti__job *job;

	while (!inbox->closing && !cti__list_empty(&inbox->jobs)) {
		job = cti__list_entry(inbox->jobs.next, struct cti__job, node);
		cti__list_del(&job->node);
		pthread_mutex_unlock(&inbox->lock);
		job->fn(job, true);
		pthread_mutex_lock(&inbox->lock);
	}
}

static int remaining_ms(int64_t until_us)
{
	int64_t left = until_us - cti__loop_now_us();

	if (left <= 0)
		return 0;
	/* Rounded up, so that the last wait is no busy one. */
	return left / 1000 >= INT32_MAX ? INT32_MAX : (int)(left / 1000) + 1;
}

/* Under the lock: the next event, after the jobs before it. */
static cti_event *take(struct cti__inbox *inbox)
{
	cti_event *ev;

	run_jobs(inbox);
	ev = inbox->closing ? NULL : cti__queue_pop(&inbox->queue);
	if (empty(inbox) && !inbox->closing && !inbox->woken)
		hush(inbox);
	return ev;
}

/* Under the lock: whether somebody woke a poll that has no event. */
static bool wakened(struct cti__inbox *inbox)
{
	if (!inbox->woken)
		return false;
	inbox->woken = false;
	if (empty(inbox))
		hush(inbox);
	return true;
}

int cti__inbox_poll(struct cti__inbox *inbox, int timeout_ms, cti_event **out)
{
	int64_t until_us = cti__loop_now_us() + (int64_t)timeout_ms * 1000;
	int wait_ms, err = 0;

	pthread_mutex_lock(&inbox->lock);
	inbox->polling = true;
	inbox->poller = pthread_self();
	for (;;) {
		*out = take(inbox);
		if (inbox->closing)
			err = CTI_ECANCELED;
		else if (!*out && !empty(inbox))
			/* Waiting would end at once, again and again. */
			err = CTI_ENOMEM;
		else if (!*out && wakened(inbox))
			err = CTI_EAGAIN;
		wait_ms = timeout_ms < 0 ? -1 : remaining_ms(until_us);
		if (*out || err)
			break;
		if (!wait_ms) {
			err = CTI_EAGAIN;
			break;
		}
		pthread_mutex_unlock(&inbox->lock);
		/* Only waiting counts: the lock tells what there is. */
		(void)cti__notify_wait(&inbox->notify, wait_ms);
		pthread_mutex_lock(&inbox->lock);
	}
	if (err == CTI_ECANCELED && *out) {
		cti_event_unref(*out);
		*out = NULL;
	}
	pthread_mutex_unlock(&inbox->lock);
	return err;
}

int cti__inbox_more(struct cti__inbox *inbox, cti_event **out)
{
	int err;

	pthread_mutex_lock(&inbox->lock);
	*out = take(inbox);
	err = inbox->closing ? CTI_ECANCELED : *out ? 0 : CTI_EAGAIN;
	if (err && *out) {
		cti_event_unref(*out);
		*out = NULL;
	}
	pthread_mutex_unlock(&inbox->lock);
	return err;
}

bool cti__inbox_leave(struct cti__inbox *inbox)
{
	bool close;

	pthread_mutex_lock(&inbox->lock);
	close = inbox->close_after;
	inbox->polling = false;
	/* Under the lock: the one who waits frees the inbox. */
	pthread_cond_signal(&inbox->left);
	pthread_mutex_unlock(&inbox->lock);
	return close;
}

bool cti__inbox_close(struct cti__inbox *inbox)
{
	bool here = true;

	pthread_mutex_lock(&inbox->lock);
	inbox->closing = true;
	announce(inbox);
	if (inbox->polling && pthread_equal(inbox->poller, pthread_self())) {
		inbox->close_after = true;
		here = false;
	}
	while (here && inbox->polling)
		pthread_cond_wait(&inbox->left, &inbox->lock);
	pthread_mutex_unlock(&inbox->lock);
	return here;
}

uint64_t cti__inbox_dropped(struct cti__inbox *inbox)
{
	uint64_t dropped;

	pthread_mutex_lock(&inbox->lock);
	dropped = inbox->queue.dropped;
	pthread_mutex_unlock(&inbox->lock);
	return dropped;
}
