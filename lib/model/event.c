/* SPDX-License-Identifier: MIT */
/* Events: their accessors, their copy in one block, their line of JSON. */
#include "model/event.h"
#include "util/alloc.h"

#include <cti/error.h>

enum type { STR, LIST, INT, BOOL };

static const struct {
	const char *name;
	uint8_t type;
	uint8_t key_len;
	const char *key; /* as JSON wants it, with the comma before */
} fields[] = {
#define ROW(constant, name, type)                                              \
	[CTI_FIELD_##constant] = { name, type, sizeof(",\"" name "\":") - 1,   \
				   ",\"" name "\":" },
	CTI_FIELD_MAP(ROW)
#undef ROW
};

static const char *const kinds[] = {
#define ROW(constant, name, csta) [CTI_EVENT_##constant] = name,
	CTI_EVENT_MAP(ROW)
#undef ROW
};

_Static_assert(CTI_FIELD_COUNT <= 64, "present has one bit a field");

#define BIT(field) ((uint64_t)1 << (field))

/* The lowest field of a set, which must not be empty; it is taken out. */
static enum cti_field take_first(uint64_t *set)
{
	enum cti_field field = (enum cti_field)__builtin_ctzll(*set);

	*set &= *set - 1;
	return field;
}

static bool is_text(enum cti_field field)
{
	return fields[field].type <= LIST;
}

size_t cti__event_text_size(const struct cti_event *ev)
{
	uint64_t left = ev->present;
	enum cti_field field;
	size_t size = 0;

	while (left) {
		field = take_first(&left);
		if (is_text(field))
			size += ev->text[field].n + 1;
	}
	return size;
}

void cti__event_copy(struct cti_event *to, const struct cti_event *ev,
		     char *room)
{
	uint64_t left = ev->present;
	enum cti_field field;
	size_t n;

	to->kind = ev->kind;
	to->flags = ev->flags;
	to->time_us = ev->time_us;
	to->seq = ev->seq;
	to->present = ev->present;
	to->pop = ev->pop;
	while (left) {
		field = take_first(&left);
		if (!is_text(field)) {
			to->number[field] = ev->number[field];
			continue;
		}
		n = ev->text[field].n;
		if (n)
			memcpy(room, ev->text[field].p, n);
		room[n] = '\0';
		to->text[field] = cti__str_n(room, n);
		room += n + 1;
	}
}

cti_event *cti_event_ref(const cti_event *event)
{
	/* Counting does not change what an event says. */
	struct cti_event *ev = (struct cti_event *)(uintptr_t)event;
	struct cti_event *kept;

	if (!ev)
		return NULL;
	if (atomic_load_explicit(&ev->refs, memory_order_relaxed)) {
		atomic_fetch_add_explicit(&ev->refs, 1, memory_order_relaxed);
		return ev;
	}
	kept = cti__alloc(sizeof(*kept) + cti__event_text_size(ev));
	if (!kept)
		return NULL;
	cti__event_copy(kept, ev, (char *)(kept + 1));
	atomic_init(&kept->refs, 1);
	if (kept->pop && cti__pop_ops.ref)
		cti__pop_ops.ref(kept->pop);
	return kept;
}

void cti_event_unref(cti_event *event)
{
	if (!event)
		return;
	if (atomic_fetch_sub_explicit(&event->refs, 1, memory_order_acq_rel) !=
	    1)
		return;
	if (event->pop && cti__pop_ops.unref)
		cti__pop_ops.unref(event->pop);
	cti__free(event);
}

enum cti_event_kind cti_event_kind(const cti_event *event)
{
	return event->kind;
}

int64_t cti_event_time_us(const cti_event *event)
{
	return event->time_us;
}

uint64_t cti_event_seq(const cti_event *event)
{
	return event->seq;
}

uint32_t cti_event_flags(const cti_event *event)
{
	return event->flags;
}

static bool has(const struct cti_event *ev, enum cti_field field)
{
	return (unsigned int)field < CTI_FIELD_COUNT &&
	       cti__event_has(ev, field);
}

bool cti_event_has(const cti_event *event, enum cti_field field)
{
	return has(event, field);
}

const char *cti_event_str(const cti_event *event, enum cti_field field,
			  size_t *len)
{
	struct cti__str text = CTI__STR_NONE;

	if (has(event, field) && is_text(field))
		text = event->text[field];
	if (len)
		*len = text.n;
	return text.n ? text.p : "";
}

int64_t cti_event_int(const cti_event *event, enum cti_field field)
{
	if (!has(event, field) || is_text(field))
		return 0;
	return event->number[field];
}

const cti_pop *cti_event_pop(const cti_event *event)
{
	return event->kind == CTI_EVENT_POP ? event->pop : NULL;
}

const cti_pop *cti_event_contact(const cti_event *event)
{
	return event->kind == CTI_EVENT_CALL_END ? event->pop : NULL;
}

const char *cti_event_kind_name(enum cti_event_kind kind)
{
	return (unsigned int)kind < CTI_EVENT_COUNT ? kinds[kind] : NULL;
}

const char *cti_field_name(enum cti_field field)
{
	return (unsigned int)field < CTI_FIELD_COUNT ? fields[field].name
						     : NULL;
}

static void add_field(struct cti__buf *out, const struct cti_event *ev,
		      enum cti_field field)
{
	cti__buf_add(out, fields[field].key, fields[field].key_len);
	switch (fields[field].type) {
	case STR:
		cti__buf_json(out, ev->text[field]);
		break;
	case LIST:
		cti__buf_json_list(out, ev->text[field]);
		break;
	case INT:
		cti__buf_i64(out, ev->number[field]);
		break;
	default:
		cti__buf_text(out, ev->number[field] ? "true" : "false");
	}
}

static void add_flags(struct cti__buf *out, uint32_t flags)
{
	static const char *const names[] = { "synthetic", "resync", "guessed",
					     "late" };
	const char *before = ",\"flags\":[\"";
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(flags >> i & 1))
			continue;
		cti__buf_text(out, before);
		cti__buf_text(out, names[i]);
		cti__buf_char(out, '"');
		before = ",\"";
	}
	if (*before == ',' && before[2] == '\0')
		cti__buf_char(out, ']');
}

void cti__event_json(const struct cti_event *ev, struct cti__buf *out)
{
	uint64_t left = ev->present;

	cti__buf_text(out, "{\"event\":\"");
	cti__buf_text(out, kinds[ev->kind]);
	cti__buf_text(out, "\",\"time\":\"");
	cti__buf_time(out, ev->time_us);
	cti__buf_char(out, '"');
	if (left & BIT(CTI_FIELD_LINK))
		add_field(out, ev, CTI_FIELD_LINK);
	cti__buf_text(out, ",\"seq\":");
	cti__buf_u64(out, ev->seq);
	left &= ~BIT(CTI_FIELD_LINK);
	while (left)
		add_field(out, ev, take_first(&left));
	add_flags(out, ev->flags);
	if (cti_event_pop(ev) && cti__pop_ops.json)
		cti__pop_ops.json(ev->pop, out);
	cti__buf_char(out, '}');
}

int cti_event_json(const cti_event *event, char **out, size_t *len)
{
	struct cti__buf buf = { 0 };

	*out = NULL;
	if (len)
		*len = 0;
	cti__buf_reserve(&buf, 256);
	cti__event_json(event, &buf);
	*out = cti__buf_take(&buf, len);
	if (*out)
		return 0;
	cti__buf_fini(&buf);
	return CTI_ENOMEM;
}
