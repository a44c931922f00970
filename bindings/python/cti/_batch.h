/* SPDX-License-Identifier: MIT */
/*
 * Many events in one call, in a form that Python reads fastest: a pickle (of
 * protocol 4) with a list of dicts. Two calls into C for each field cost more
 * than everything else together.
 */
#ifndef CTI_PYTHON_BATCH_H
#define CTI_PYTHON_BATCH_H

#include <cti/cti.h>
#include <stdlib.h>
#include <string.h>

/* What Python holds of one batch; data is malloc'ed and used again. */
struct cti_py_batch {
	char *data;
	size_t len;
	size_t room;
	cti_event *held; /* fetched, and there was no memory to write it */
	cti_report *report; /* what counts each event, or NULL */
	int uncounted; /* it had no memory for one */
	unsigned int words;
	unsigned char word[256]; /* where the memo has a word, plus 1 */
};

/* Words that are in every event: their places in the memo's index. */
enum {
	PY_KEY_EVENT = CTI_FIELD_COUNT,
	PY_KEY_TIME,
	PY_KEY_SEQ,
	PY_KEY_FLAGS,
	PY_KEY_WHOLE,
	PY_KEY_PEOPLE,
	PY_KIND, /* and all kinds behind it */
};

static int py_room(struct cti_py_batch *b, size_t n)
{
	size_t room = b->room ? b->room : 65536;
	char *data;

	if (n <= b->room - b->len)
		return 0;
	while (room - b->len < n)
		room *= 2;
	data = realloc(b->data, room);
	if (!data)
		return CTI_ENOMEM;
	b->data = data;
	b->room = room;
	return 0;
}

static int py_put(struct cti_py_batch *b, const void *bytes, size_t n)
{
	if (py_room(b, n))
		return CTI_ENOMEM;
	memcpy(b->data + b->len, bytes, n);
	b->len += n;
	return 0;
}

static int py_op(struct cti_py_batch *b, char op)
{
	return py_put(b, &op, 1);
}

static void py_little(unsigned char *to, uint64_t value, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		to[i] = (unsigned char)(value >> 8 * i);
}

static int py_text(struct cti_py_batch *b, const char *text, size_t n)
{
	unsigned char head[5] = { 'X' }; /* BINUNICODE */

	if (n < 256) {
		head[0] = 0x8c; /* SHORT_BINUNICODE */
		head[1] = (unsigned char)n;
		return py_put(b, head, 2) || py_put(b, text, n);
	}
	if (n > UINT32_MAX)
		return CTI_ETOOBIG;
	py_little(head + 1, n, 4);
	return py_put(b, head, 5) || py_put(b, text, n);
}

/* A text that comes again and again is written once in a batch. */
static int py_word(struct cti_py_batch *b, unsigned int which, const char *text)
{
	char again[2] = { 'h', 0 }; /* BINGET */

	if (b->word[which]) {
		again[1] = (char)(b->word[which] - 1);
		return py_put(b, again, 2);
	}
	if (py_text(b, text, strlen(text)) || py_op(b, '\x94'))
		return CTI_ENOMEM;
	b->word[which] = (unsigned char)++b->words;
	return 0;
}

static int py_int(struct cti_py_batch *b, int64_t value)
{
	unsigned char bytes[10] = { 0x8a, 8 }; /* LONG1 */

	if (value >= INT32_MIN && value <= INT32_MAX) {
		bytes[0] = 'J'; /* BININT */
		py_little(bytes + 1, (uint64_t)value, 4);
		return py_put(b, bytes, 5);
	}
	py_little(bytes + 2, (uint64_t)value, 8);
	return py_put(b, bytes, 10);
}

/* A text with commas becomes a list, an empty one an empty list. */
static int py_list(struct cti_py_batch *b, const char *text)
{
	size_t n;

	if (py_put(b, "](", 2))
		return CTI_ENOMEM;
	while (*text) {
		n = strcspn(text, ",");
		if (py_text(b, text, n))
			return CTI_ENOMEM;
		text += n + (text[n] == ',');
	}
	return py_op(b, 'e');
}

/* The fields of customers that JSON has only the names of. */
static int py_people(struct cti_py_batch *b, const cti_pop *pop)
{
	const cti_customer *who;
	const char *name, *value;
	size_t i, j;

	if (py_put(b, "](", 2))
		return CTI_ENOMEM;
	for (i = 1; (who = cti_pop_candidate(pop, i)); i++) {
		if (py_put(b, "}(", 2))
			return CTI_ENOMEM;
		for (j = 0; (name = cti_customer_field(who, j)); j++) {
			value = cti_customer_get(who, name);
			if (py_text(b, name, strlen(name)) ||
			    py_text(b, value, strlen(value)))
				return CTI_ENOMEM;
		}
		if (py_op(b, 'u'))
			return CTI_ENOMEM;
	}
	return py_op(b, 'e');
}

/* A pop goes as JSON: whoever shows one does not mind a few microseconds. */
static int py_pop(struct cti_py_batch *b, const cti_event *event)
{
	const cti_pop *pop = cti_event_pop(event);
	char *line;
	size_t n;
	int err;

	if (!pop)
		return 0;
	err = cti_event_json(event, &line, &n);
	if (!err)
		err = py_word(b, PY_KEY_WHOLE, "_whole") || py_text(b, line, n);
	cti_free(line);
	if (!err && cti_pop_candidate(pop, 1))
		err = py_word(b, PY_KEY_PEOPLE, "_people") || py_people(b, pop);
	return err;
}

static int py_value(struct cti_py_batch *b, const cti_event *event,
		    unsigned int field)
{
	/* X(constant, name, type): how a value of the type is written. */
#define PY_STR			       0
#define PY_LIST			       1
#define PY_INT			       2
#define PY_BOOL			       3
#define PY_FIELD(constant, name, type) PY_##type,
	static const char type[] = { CTI_FIELD_MAP(PY_FIELD) };
#undef PY_FIELD
	const char *text;
	size_t n;

	switch (type[field]) {
	case PY_INT:
		return py_int(b, cti_event_int(event, field));
	case PY_BOOL:
		return py_op(b, cti_event_int(event, field) ? '\x88' : '\x89');
	default:
		text = cti_event_str(event, field, &n);
		return type[field] == PY_LIST ? py_list(b, text)
					      : py_text(b, text, n);
	}
}

/* A word of Python's own cannot be the name of an attribute. */
static const char *py_name(unsigned int field, const char *name)
{
	return field == CTI_FIELD_FROM ? "from_" : name;
}

static int py_event(struct cti_py_batch *b, const cti_event *event)
{
#define PY_NAME(constant, name, type) name,
	static const char *const names[] = { CTI_FIELD_MAP(PY_NAME) };
#undef PY_NAME
	enum cti_event_kind kind = cti_event_kind(event);
	const char *name = cti_event_kind_name(kind);
	/* A newer library may have more kinds than the memo has room for. */
	unsigned int place = PY_KIND + (kind < 128 ? (unsigned int)kind : 128);
	uint32_t flags = cti_event_flags(event);
	unsigned int i;

	if (py_put(b, "}(", 2) || py_word(b, PY_KEY_EVENT, "event") ||
	    py_word(b, place, name ? name : "") ||
	    py_word(b, PY_KEY_TIME, "time_us") ||
	    py_int(b, cti_event_time_us(event)) ||
	    py_word(b, PY_KEY_SEQ, "seq") ||
	    py_int(b, (int64_t)cti_event_seq(event)))
		return CTI_ENOMEM;
	if (flags && (py_word(b, PY_KEY_FLAGS, "flags") || py_int(b, flags)))
		return CTI_ENOMEM;
	for (i = 0; i < CTI_FIELD_COUNT; i++)
		if (cti_event_has(event, i) &&
		    (py_word(b, i, py_name(i, names[i])) ||
		     py_value(b, event, i)))
			return CTI_ENOMEM;
	return py_pop(b, event) || py_op(b, 'u');
}

/* Write the event, or all is as it was before. */
static int py_add(struct cti_py_batch *b, const cti_event *event)
{
	struct cti_py_batch before = *b;

	/* With room for the end, so that the end cannot fail. */
	if (!py_event(b, event) && !py_room(b, 2))
		return 0;
	before.data = b->data;
	before.room = b->room;
	*b = before;
	return CTI_ENOMEM;
}

static void py_count(struct cti_py_batch *b)
{
	if (b->report && cti_report_event(b->report, b->held))
		b->uncounted = 1;
}

/* A contact or a span of a journal's file, for a report. */
static int cti_py_count(const cti_contact *contact, void *user)
{
	return cti_report_contact(user, contact);
}

static int cti_py_count_span(const cti_agent_span *span, void *user)
{
	return cti_report_span(user, span);
}

/*
 * Fetch what waits, up to max events, and wait timeout_ms for the first one. A
 * pickle is in batch->data if 0 is returned.
 */
static int cti_py_fetch(cti_client *client, struct cti_py_batch *b,
			int timeout_ms, size_t max)
{
	size_t n;
	int err = 0;

	b->len = 0;
	b->words = 0;
	memset(b->word, 0, sizeof(b->word));
	if (py_put(b, "\x80\x04](", 4))
		return CTI_ENOMEM;
	for (n = 0; n < max; n++) {
		if (!b->held) {
			err = cti_poll(client, n ? 0 : timeout_ms, &b->held);
			if (!err)
				py_count(b);
		}
		if (!err)
			err = py_add(b, b->held);
		if (err)
			break;
		cti_event_unref(b->held);
		b->held = NULL;
	}
	if (!n)
		return err;
	memcpy(b->data + b->len, "e.", 2);
	b->len += 2;
	return 0;
}

/* Give back what the batch holds. */
static void cti_py_done(struct cti_py_batch *b)
{
	cti_event_unref(b->held);
	free(b->data);
	memset(b, 0, sizeof(*b));
}

#endif
