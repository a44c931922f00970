/* SPDX-License-Identifier: MIT */
/* Groups of changes: given to the worker, written, tried again, or lost. */
#include "journal/inside.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>

#define SECOND_US    ((int64_t)1000000)
#define HOUR_US	     (3600 * SECOND_US)
/* A file that cannot be written is tried again. */
#define RETRY_MS     2000
#define SEND_AT_ONCE 16

static int answer_asks(struct cti__journal *j)
{
	struct cti__group *g = &j->group;
	struct cti__list *at;
	int err = 0;

	for (at = g->asks.next; at != &g->asks && !err; at = at->next)
		err = cti__store_earlier(
			j->store, cti__list_entry(at, struct cti__ask, node),
			g->detail, sizeof(g->detail));
	return err;
}

/* In the worker's thread. */
static void work(void *arg)
{
	struct cti__journal *j = arg;
	struct cti__group *g = &j->group;

	if (!j->store)
		g->err = cti__store_open(&j->store, j->file, g->detail,
					 sizeof(g->detail));
	if (!g->err && !j->took_over) {
		g->err = cti__store_take_over(j->store, j->opts.send, g->detail,
					      sizeof(g->detail));
		j->took_over = !g->err;
	}
	if (!g->err && !cti__list_empty(&g->changes)) {
		g->err = cti__store_write(j->store, &g->changes, g->send_us,
					  g->detail, sizeof(g->detail));
		g->wrote = !g->err;
	}
	if (!g->err && g->retain)
		g->err = cti__store_retain(j->store, g->retain_from_us,
					   g->detail, sizeof(g->detail));
	if (!g->err && g->ask_due)
		g->err = cti__store_due(j->store, g->wall_us, SEND_AT_ONCE,
					&g->due, &g->next_due_us, g->detail,
					sizeof(g->detail));
	if (!g->err)
		g->err = answer_asks(j);
	/* A file that was moved or a disk that came back needs a new look. */
	if (g->err) {
		cti__store_close(j->store);
		j->store = NULL;
	}
}

static void drop(struct cti__list *changes)
{
	struct cti__change *change;

	while (!cti__list_empty(changes)) {
		change = cti__list_entry(changes->next, struct cti__change,
					 node);
		cti__list_del(&change->node);
		cti__change_free(change);
	}
}

static void count_written(struct cti__journal *j)
{
	j->stats.written += j->group.count;
	j->stats.groups += j->group.count != 0;
	/* Not by the worker: it would hold up whoever allocates here. */
	drop(&j->group.changes);
}

/* What was not written waits in front, in its order. */
static void put_back(struct cti__journal *j)
{
	struct cti__list *node;

	if (j->group.wrote)
		count_written(j);
	while (!cti__list_empty(&j->group.changes)) {
		node = j->group.changes.prev;
		cti__list_del(node);
		node->next = j->waiting.next;
		node->prev = &j->waiting;
		j->waiting.next->prev = node;
		j->waiting.next = node;
		j->waiting_count++;
	}
}

static void drop_due(struct cti__list *due)
{
	struct cti__list *node;

	while (!cti__list_empty(due)) {
		node = due->next;
		cti__list_del(node);
		cti__due_free(cti__list_entry(node, struct cti__due, node));
	}
}

static void drop_asks(struct cti__list *asks)
{
	struct cti__list *node;

	while (!cti__list_empty(asks)) {
		node = asks->next;
		cti__list_del(node);
		cti__ask_free(cti__list_entry(node, struct cti__ask, node));
	}
}

static void on_failed_group(struct cti__journal *j)
{
	const char *why = j->group.detail;

	put_back(j);
	j->ask_due = j->ask_due || j->group.ask_due;
	drop_due(&j->group.due);
	drop_asks(&j->group.asks);
	j->failing = true;
	if (!*why)
		why = cti_strerror(j->group.err);
	if (j->group.wrote) {
		cti__log(j->host.log, CTI_LOG_WARN,
			 "journal: what it holds cannot be read: %s", why);
	} else if (!j->said) {
		j->said = true;
		cti__log(j->host.log, CTI_LOG_ERROR,
			 "journal: contacts cannot be written, they wait: %s",
			 why);
		j->host.loss(j->host.user, 0, why);
	}
	j->host.alarm(j->host.user, RETRY_MS);
}

static void on_written_group(struct cti__journal *j)
{
	struct cti__group *g = &j->group;

	if (g->retain)
		j->retained_us = g->wall_us;
	if (j->said)
		cti__log(j->host.log, CTI_LOG_WARN,
			 "journal: contacts are written again; %llu changes "
			 "are lost",
			 (unsigned long long)j->stats.lost);
	j->failing = j->said = j->lost_said = false;
	count_written(j);
}

/* Each is out of the list before it is told: that may ask again. */
static void tell_asks(struct cti__journal *j)
{
	struct cti__list told, *node;
	struct cti__ask *ask;

	cti__list_init(&told);
	while (!cti__list_empty(&j->group.asks)) {
		node = j->group.asks.next;
		cti__list_del(node);
		cti__list_add(&told, node);
	}
	cti__list_each (node, &told) {
		ask = cti__list_entry(node, struct cti__ask, node);
		j->host.earlier(j->host.user, ask->call, ask->turn,
				(const cti_contact *const *)ask->found,
				ask->count);
	}
	drop_asks(&told);
}

void cti__journal_destroy(struct cti__journal *j)
{
	size_t i;

	drop(&j->waiting);
	drop(&j->group.changes);
	drop_due(&j->sent);
	drop_asks(&j->asks);
	drop_asks(&j->group.asks);
	cti__store_close(j->store);
	cti__lock_unref(j->opts.lock);
	for (i = 0; i < CTI__RECENT; i++) {
		cti__free(j->recent[i].id);
		cti__free(j->recent[i].call);
	}
	cti__scribe_free(j->scribe);
	cti__free(j->file);
	cti__free(j);
}

/* As it is now. A segment that cannot be copied goes with the next change. */
static void take_changed(struct cti__journal *j, struct cti__group *g)
{
	struct cti_contact *contact = cti__list_entry(
		j->changed.next, struct cti_contact, waits);
	struct cti__change *change = cti__change_new(CTI__CHANGE_SAVE);

	cti__journal_unchanged(j, contact);
	if (!change || cti__contact_pack(&change->contact, contact)) {
		cti__change_free(change);
		cti__journal_lost(j, 1, "out of memory");
		return;
	}
	cti__list_add(&g->changes, &change->node);
	g->count++;
}

/* Settings may change while the worker is at it: it gets what is so now. */
static void time_group(struct cti__journal *j, int64_t now_us)
{
	struct cti__group *g = &j->group;

	g->wall_us = now_us;
	g->send_us = j->opts.send ? now_us + j->opts.send_delay_s * SECOND_US
				  : 0;
	g->retain_from_us = now_us - j->opts.retention_days * 24 * HOUR_US;
}

static void start_group(struct cti__journal *j)
{
	struct cti__group *g = &j->group;

	memset(g, 0, sizeof(*g));
	cti__list_init(&g->changes);
	cti__list_init(&g->due);
	cti__list_init(&g->asks);
	while (!cti__list_empty(&j->asks)) {
		struct cti__list *node = j->asks.next;

		cti__list_del(node);
		cti__list_add(&g->asks, node);
	}
	while (!cti__list_empty(&j->waiting)) {
		struct cti__list *node = j->waiting.next;

		cti__list_del(node);
		cti__list_add(&g->changes, node);
	}
	g->count = j->waiting_count;
	j->waiting_count = 0;
	while (j->changed_count && g->count < j->opts.max_waiting)
		take_changed(j, g);
}

/* The last group, in the host's own thread: it has nothing else to do. */
void cti__journal_finish(struct cti__journal *j)
{
	if (!cti__list_empty(&j->waiting)) {
		start_group(j);
		time_group(j, j->closed_us);
		work(j);
		if (j->group.err)
			cti__log(j->host.log, CTI_LOG_ERROR,
				 "journal: %llu changes are lost: %s",
				 (unsigned long long)j->group.count,
				 j->group.detail);
	}
	cti__journal_destroy(j);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void cti__journal_set_alarm(struct cti__journal *j)
{
	int64_t ms = INT64_MAX, now = j->host.wall_us(j->host.user);

	if (j->opts.send && !j->sending && j->next_due_us != INT64_MAX) {
		ms = (j->next_due_us - now) / 1000;
		/* At least each minute: the wall clock may jump. */
		ms = ms < 10 ? 10 : least(ms, 60000);
	}
	if (j->gather_until_us)
		ms = least(ms, least((j->gather_until_us - now) / 1000 + 1,
				     j->opts.gather_ms));
	if (ms != INT64_MAX)
		j->host.alarm(j->host.user, ms < 1 ? 1 : ms);
}

static void on_done(void *arg, int err)
{
	struct cti__journal *j = arg;
	struct cti__group *g = &j->group;

	j->busy = false;
	/* The host is closing and the worker never began. */
	if (err && !g->err)
		g->err = err;
	if (j->closing) {
		if (g->err)
			put_back(j);
		else
			drop(&g->changes);
		drop_due(&g->due);
		drop_asks(&g->asks);
		cti__journal_finish(j);
		return;
	}
	if (g->err) {
		on_failed_group(j);
		return;
	}
	on_written_group(j);
	if (g->ask_due) {
		j->next_due_us = g->next_due_us;
		cti__outbox_send(j, &g->due);
	}
	tell_asks(j);
	cti__journal_go(j);
	cti__journal_set_alarm(j);
}

static bool is_retention_due(const struct cti__journal *j, int64_t now_us)
{
	return j->opts.retention_days &&
	       (!j->retained_us || now_us - j->retained_us > HOUR_US ||
		now_us < j->retained_us);
}

/* Whether what waits may wait a moment longer, for company. */
static bool gathers(struct cti__journal *j, int64_t now_us)
{
	int64_t since_us = now_us - j->group.wall_us;

	if (!j->opts.gather_ms || j->ask_due || since_us < 0 ||
	    since_us >= j->opts.gather_ms * 1000)
		return false;
	if (j->gather_until_us)
		return true;
	j->gather_until_us = j->group.wall_us + j->opts.gather_ms * 1000;
	cti__journal_set_alarm(j);
	return true;
}

void cti__journal_go(struct cti__journal *j)
{
	int64_t now_us;
	bool retain;

	if (j->busy || j->closing || j->failing)
		return;
	now_us = j->host.wall_us(j->host.user);
	retain = is_retention_due(j, now_us);
	if (cti__list_empty(&j->waiting) && !j->changed_count &&
	    cti__list_empty(&j->asks) && !retain && !j->ask_due)
		return;
	if (gathers(j, now_us))
		return;
	j->gather_until_us = 0;
	start_group(j);
	time_group(j, now_us);
	j->group.retain = retain;
	j->group.ask_due = j->ask_due && !j->sending;
	j->ask_due = false;
	/* What has just ended will be due. */
	if (j->opts.send &&
	    j->next_due_us > now_us + j->opts.send_delay_s * SECOND_US)
		j->next_due_us = now_us + j->opts.send_delay_s * SECOND_US;
	j->busy = true;
	if (j->host.work(j->host.user, work, on_done, j)) {
		j->busy = false;
		snprintf(j->group.detail, sizeof(j->group.detail),
			 "no worker could be had");
		on_failed_group(j);
	}
}

void cti__journal_begin(struct cti__journal *j)
{
	j->busy = true;
	start_group(j);
	time_group(j, j->host.wall_us(j->host.user));
	j->group.retain = is_retention_due(j, j->group.wall_us);
	j->group.ask_due = j->ask_due;
	j->ask_due = false;
	if (!j->host.work(j->host.user, work, on_done, j))
		return;
	j->busy = false;
	j->ask_due = j->opts.send;
	j->host.alarm(j->host.user, RETRY_MS);
}
