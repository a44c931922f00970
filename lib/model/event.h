/* SPDX-License-Identifier: MIT */
/*
 * Events inside the library. The model fills one on the stack, whoever wants to
 * keep it copies it into one block of memory.
 */
#ifndef CTI__MODEL_EVENT_H
#define CTI__MODEL_EVENT_H

#include "util/buf.h"
#include "util/str.h"

#include <cti/event.h>

#include <stdatomic.h>

struct cti_event {
	enum cti_event_kind kind;
	uint32_t flags;
	int64_t time_us;
	uint64_t seq;	  /* the core fills it */
	uint64_t present; /* one bit a field */
	atomic_uint refs; /* 0: lives on a stack */
	/* Borrowed while on a stack, else behind the struct. Every text is
	   ended by NUL once the event is kept. */
	struct cti__str text[CTI_FIELD_COUNT];
	int64_t number[CTI_FIELD_COUNT];
	/* Counted object of a pop event, or of a call's end. */
	struct cti_pop *pop;
};

/* An empty event; only what is present is ever read. */
static inline void cti__event_init(struct cti_event *ev,
				   enum cti_event_kind kind, int64_t time_us)
{
	ev->kind = kind;
	ev->flags = 0;
	ev->time_us = time_us;
	ev->seq = 0;
	ev->present = 0;
	atomic_init(&ev->refs, 0);
	ev->pop = NULL;
}

static inline void cti__event_set(struct cti_event *ev, enum cti_field field,
				  struct cti__str text)
{
	ev->present |= (uint64_t)1 << field;
	ev->text[field] = text;
}

static inline void cti__event_set_int(struct cti_event *ev,
				      enum cti_field field, int64_t number)
{
	ev->present |= (uint64_t)1 << field;
	ev->number[field] = number;
}

static inline bool cti__event_has(const struct cti_event *ev,
				  enum cti_field field)
{
	return ev->present >> field & 1;
}

static inline struct cti__str cti__event_text(const struct cti_event *ev,
					      enum cti_field field)
{
	return cti__event_has(ev, field) ? ev->text[field] : CTI__STR_NONE;
}

/*
 * A copy that owns its texts: each is put into room, ended by NUL. room has
 * cti__event_text_size() bytes. The copy has no count of its own and borrows
 * the pop.
 */
size_t cti__event_text_size(const struct cti_event *ev);
void cti__event_copy(struct cti_event *to, const struct cti_event *ev,
		     char *room);

/* The event as one line of JSON. A pop's own fields are added by pop/. */
void cti__event_json(const struct cti_event *ev, struct cti__buf *out);

/* Who counts pops and turns them to JSON; pop/ sets it, the model knows no
   pops. All three may be NULL. */
struct cti__event_pop_ops {
	void (*ref)(struct cti_pop *pop);
	void (*unref)(struct cti_pop *pop);
	/* Append `,"key":value` pairs. */
	void (*json)(const struct cti_pop *pop, struct cti__buf *out);
};
extern const struct cti__event_pop_ops cti__pop_ops;

#endif
