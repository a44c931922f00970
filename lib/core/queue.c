/* SPDX-License-Identifier: MIT */
/* The bounded queue of events and what it drops. */
#include "core/queue.h"
#include "model/event.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>
#include <cti/pop.h>

struct entry {
	struct cti__list node;	/* in all */
	struct cti__list class; /* in detail or other, or alone */
	cti_event *ev;		/* NULL: a mark where events were dropped */
	size_t bytes;
	struct cti__queue_lack mark;
};

void cti__queue_init(struct cti__queue *q, size_t max_count, size_t max_bytes)
{
	memset(q, 0, sizeof(*q));
	cti__list_init(&q->all);
	cti__list_init(&q->detail);
	cti__list_init(&q->other);
	cti__queue_limit(q, max_count, max_bytes);
}

void cti__queue_limit(struct cti__queue *q, size_t max_count, size_t max_bytes)
{
	q->max_count = max_count;
	q->max_bytes = max_bytes;
}

bool cti__queue_empty(const struct cti__queue *q)
{
	return cti__list_empty(&q->all) && !q->lack.lost;
}

static struct entry *first(const struct cti__list *all)
{
	return cti__list_entry(all->next, struct entry, node);
}

static void drop_entry(struct cti__queue *q, struct entry *e)
{
	cti__list_del(&e->node);
	cti__list_del(&e->class);
	if (e->ev) {
		q->count--;
		q->bytes -= e->bytes;
		cti_event_unref(e->ev);
	}
	cti__free(e);
}

void cti__queue_fini(struct cti__queue *q)
{
	while (q->all.next && !cti__list_empty(&q->all))
		drop_entry(q, first(&q->all));
}

/* The list that an event may be dropped from; NULL: it stays. */
static struct cti__list *class_of(struct cti__queue *q, const cti_event *ev)
{
	switch (cti_event_kind(ev)) {
	case CTI_EVENT_INFO:
	case CTI_EVENT_DATA:
	case CTI_EVENT_DTMF:
		return &q->detail;
	case CTI_EVENT_CALL_END:
	case CTI_EVENT_HANGUP:
	case CTI_EVENT_LINK:
	case CTI_EVENT_LOSS:
		return NULL;
	case CTI_EVENT_POP:
		return cti__str_is(cti__event_text(ev, CTI_FIELD_STATE),
				   "closed") ?
			       NULL :
			       &q->other;
	default:
		return &q->other;
	}
}

/* The event goes, the entry stays as a mark or joins the mark before it. */
static void lose(struct cti__queue *q, struct entry *e)
{
	struct entry *before = cti__list_entry(e->node.prev, struct entry, node);
	bool joins = e->node.prev != &q->all && !before->ev;
	struct entry *mark = joins ? before : e;

	q->count--;
	q->bytes -= e->bytes;
	q->dropped++;
	if (!mark->mark.lost++)
		mark->mark.from_us = e->ev->time_us;
	mark->mark.to_us = e->ev->time_us;
	mark->mark.seq = e->ev->seq;
	cti__list_del(&e->class);
	cti_event_unref(e->ev);
	e->ev = NULL;
	if (!joins)
		return;
	cti__list_del(&e->node);
	cti__free(e);
}

static void make_room(struct cti__queue *q)
{
	struct cti__list *from;

	while (q->count > q->max_count || q->bytes > q->max_bytes) {
		from = cti__list_empty(&q->detail) ? &q->other : &q->detail;
		/* Only ends are left: they may exceed the limit. */
		if (cti__list_empty(from))
			return;
		lose(q, cti__list_entry(from->next, struct entry, class));
	}
}

void cti__queue_lost(struct cti__queue *q, const struct cti_event *ev)
{
	q->dropped++;
	if (!q->lack.lost++)
		q->lack.from_us = ev->time_us;
	q->lack.to_us = ev->time_us;
	q->lack.seq = ev->seq;
}

int cti__queue_push(struct cti__queue *q, cti_event *ev)
{
	struct cti__list *class = class_of(q, ev);
	struct entry *e = cti__calloc(1, sizeof(*e));

	if (!e) {
		cti__queue_lost(q, ev);
		cti_event_unref(ev);
		return CTI_ENOMEM;
	}
	e->ev = ev;
	e->bytes = sizeof(*e) + sizeof(*ev) + cti__event_text_size(ev);
	cti__list_init(&e->class);
	cti__list_add(&q->all, &e->node);
	if (class)
		cti__list_add(class, &e->class);
	q->count++;
	q->bytes += e->bytes;
	make_room(q);
	return 0;
}

static cti_event *loss_event(const struct cti__queue_lack *mark,
			     const char *why)
{
	struct cti__buf text[3] = { { 0 } };
	struct cti_event ev;
	cti_event *kept = NULL;
	size_t i;

	cti__buf_printf(
		&text[0],
		mark->lost == 1
			? cti__say("%llu event was dropped because %s")
			: cti__say("%llu events were dropped because %s"),
		(unsigned long long)mark->lost, cti__say(why));
	cti__buf_time(&text[1], mark->from_us);
	cti__buf_time(&text[2], mark->to_us);
	cti__event_init(&ev, CTI_EVENT_LOSS, mark->to_us);
	ev.flags = CTI_FLAG_SYNTHETIC;
	ev.seq = mark->seq;
	cti__event_set(&ev, CTI_FIELD_DETAIL,
		       cti__str_n(text[0].p, text[0].n));
	cti__event_set(&ev, CTI_FIELD_FROM, cti__str_n(text[1].p, text[1].n));
	cti__event_set(&ev, CTI_FIELD_TO, cti__str_n(text[2].p, text[2].n));
	if (!text[0].err && !text[1].err && !text[2].err)
		kept = cti_event_ref(&ev);
	for (i = 0; i < 3; i++)
		cti__buf_fini(&text[i]);
	return kept;
}

/* Where events found no memory: before what came after them. */
static bool lacks_first(const struct cti__queue *q)
{
	const struct entry *e;

	if (!q->lack.lost || cti__list_empty(&q->all))
		return q->lack.lost > 0;
	e = first(&q->all);
	return (e->ev ? e->ev->seq : e->mark.seq) > q->lack.seq;
}

static cti_event *pop_lack(struct cti__queue *q)
{
	cti_event *ev = loss_event(&q->lack, "memory ran out");

	if (ev)
		memset(&q->lack, 0, sizeof(q->lack));
	return ev;
}

cti_event *cti__queue_pop(struct cti__queue *q)
{
	struct entry *e;
	cti_event *ev;

	if (lacks_first(q))
		return pop_lack(q);
	if (cti__list_empty(&q->all))
		return NULL;
	e = first(&q->all);
	if (!e->ev) {
		/* Without memory the mark waits for the next time. */
		ev = loss_event(&e->mark,
				"cti_poll() was not called in time");
		if (!ev)
			return NULL;
	} else {
		ev = cti_event_ref(e->ev);
	}
	drop_entry(q, e);
	return ev;
}
