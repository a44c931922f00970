/* SPDX-License-Identifier: MIT */
/*
 * What a client with a thread of its own hands over to cti_poll(): events in a
 * bounded queue, and jobs (log lines, lookups, answers) that run callbacks.
 * Locked: any thread may call.
 */
#ifndef CTI__CORE_INBOX_H
#define CTI__CORE_INBOX_H

#include "core/queue.h"
#include "io/loop.h"

#include <pthread.h>

/* A callback that waits; lives in a struct of its owner. */
struct cti__job {
	struct cti__list node;
	/* Run it and free it; run false: only free it. */
	void (*fn)(struct cti__job *job, bool run);
};

struct cti__inbox {
	pthread_mutex_t lock;
	pthread_cond_t left; /* cti_poll() has gone */
	struct cti__notify notify;
	struct cti__queue queue;
	struct cti__list jobs;
	bool ready; /* _init succeeded */
	bool announced; /* the descriptor is readable */
	bool closing;
	bool woken; /* the next poll that finds nothing returns at once */
	bool polling;
	bool close_after; /* closed in a callback of the poll itself */
	pthread_t poller;
};

/* 0 or CTI_ESTATE. */
int cti__inbox_init(struct cti__inbox *inbox, size_t max_count,
		    size_t max_bytes);
/* Closing, when nobody polls: jobs that wait are freed, not run. */
void cti__inbox_flush(struct cti__inbox *inbox);
/* Also accepts all zero. Jobs that wait are freed, not run. */
void cti__inbox_fini(struct cti__inbox *inbox);
void cti__inbox_limit(struct cti__inbox *inbox, size_t max_count,
		      size_t max_bytes);
/* Takes the event over. */
void cti__inbox_event(struct cti__inbox *inbox, cti_event *ev);
/* An event that there was no memory to keep. */
void cti__inbox_lost(struct cti__inbox *inbox, const struct cti_event *ev);
void cti__inbox_job(struct cti__inbox *inbox, struct cti__job *job);
/* As cti_wake(). */
void cti__inbox_wake(struct cti__inbox *inbox);
/*
 * One stay of cti_poll(): runs jobs, waits for an event. 0, CTI_EAGAIN,
 * CTI_ENOMEM or CTI_ECANCELED. The poller stays inside until it leaves.
 */
int cti__inbox_poll(struct cti__inbox *inbox, int timeout_ms, cti_event **out);
/*
 * Within that stay: one more event, if there is one. That somebody woke the poll
 * is left for the next, which has none to show. 0, CTI_EAGAIN or CTI_ECANCELED.
 */
int cti__inbox_more(struct cti__inbox *inbox, cti_event **out);
/* True: the client was closed in one of the poller's callbacks, and the poller
   itself must end it now. */
bool cti__inbox_leave(struct cti__inbox *inbox);
/*
 * Make the poll of another thread leave and wait until it has. False: this is
 * the polling thread itself, inside a callback, and the poll will say so.
 */
bool cti__inbox_close(struct cti__inbox *inbox);
uint64_t cti__inbox_dropped(struct cti__inbox *inbox);

#endif
