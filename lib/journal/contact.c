/* SPDX-License-Identifier: MIT */
/* One contact and its segments, as the journal and the report hold them. */
#include "journal/contact.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <cti/error.h>

#define NOTES_MAX (64 * 1024)
#define TEXT_MAX  4096

static const struct field {
	const char *name;
	enum cti__contact_type type;
} fields[] = {
#define FIELD(constant, name, type) { name, CTI__CONTACT_##type },
	CTI_CONTACT_MAP(FIELD)
#undef FIELD
};

static const char *const kinds[] = { "queue", "ring",	 "dial", "talk",
				     "hold",  "consult", "park" };

enum cti__contact_type cti__contact_type(enum cti_contact_field field)
{
	return fields[field].type;
}

bool cti__contact_is_text(enum cti_contact_field field)
{
	return fields[field].type == CTI__CONTACT_STR ||
	       fields[field].type == CTI__CONTACT_PAIRS;
}

const char *cti_contact_field_name(enum cti_contact_field field)
{
	return (unsigned)field < CTI_CONTACT_COUNT ? fields[field].name : NULL;
}

const char *cti_segment_kind_name(enum cti_segment_kind kind)
{
	return (unsigned)kind < sizeof(kinds) / sizeof(kinds[0]) ? kinds[kind]
								 : NULL;
}

enum cti_contact_field cti__contact_field(struct cti__str name)
{
	unsigned i;

	for (i = 0; i < CTI_CONTACT_COUNT; i++)
		if (cti__str_is(name, fields[i].name))
			break;
	return (enum cti_contact_field)i;
}

int cti_contact_new(cti_contact **out)
{
	*out = cti__calloc(1, sizeof(**out));
	if (!*out)
		return CTI_ENOMEM;
	(*out)->number[CTI_CONTACT_LEAD_PROBABILITY] = -1;
	cti__list_init(&(*out)->waits);
	return 0;
}

static void free_segment(struct cti__segment *segment)
{
	size_t i;

	if (!segment)
		return;
	for (i = 0; i < CTI__SEGMENT_TEXTS; i++)
		cti__free(segment->text[i]);
	cti__free(segment);
}

void cti_contact_free(cti_contact *contact)
{
	size_t i;

	if (!contact)
		return;
	if (contact->packed) {
		cti__free(contact);
		return;
	}
	for (i = 0; i < CTI_CONTACT_COUNT; i++)
		cti__free(contact->text[i]);
	for (i = 0; i < contact->segments; i++)
		free_segment(contact->segment[i]);
	cti__free(contact->segment);
	cti__free(contact);
}

void cti__contact_put(struct cti_contact *contact, enum cti_contact_field field,
		      const char *text)
{
	if (contact->text[field] && strcmp(contact->text[field], text) == 0)
		return;
	if (*text && cti__str_set(&contact->text[field], cti__str(text)))
		contact->err = CTI_ENOMEM;
}

/* Every line has a name. */
static bool are_pairs(struct cti__str text)
{
	struct cti__str line;

	while (text.n) {
		line = cti__str_cut(text, '\n', &text);
		if (cti__str_chr(line, '=') == 0 ||
		    cti__str_chr(line, '=') >= line.n)
			return false;
	}
	return true;
}

static int set_text(struct cti_contact *contact, enum cti_contact_field field,
		    struct cti__str text)
{
	bool is_long = field == CTI_CONTACT_NOTES ||
		       fields[field].type == CTI__CONTACT_PAIRS;

	if (text.n > (is_long ? NOTES_MAX : TEXT_MAX) || !cti__utf8_ok(text))
		return CTI_EINVAL;
	if (fields[field].type == CTI__CONTACT_PAIRS && !are_pairs(text))
		return CTI_EINVAL;
	return cti__str_set(&contact->text[field], text);
}

int cti_contact_set(cti_contact *contact, enum cti_contact_field field,
		    const char *value)
{
	struct cti__str text = cti__str(value);
	int64_t number;

	if (!contact || !value || (unsigned)field >= CTI_CONTACT_COUNT)
		return CTI_EINVAL;
	if (cti__contact_is_text(field))
		return set_text(contact, field, text);
	if (!text.n || text.n > 20 ||
	    !cti__str_is_digits(cti__str_sub(text, *value == '-', text.n)) ||
	    !cti__str_i64(text, &number))
		return CTI_EINVAL;
	if (fields[field].type == CTI__CONTACT_BOOL && number != 0 &&
	    number != 1)
		return CTI_EINVAL;
	if (field == CTI_CONTACT_LEAD_PROBABILITY &&
	    (number < -1 || number > 100))
		return CTI_EINVAL;
	contact->number[field] = number;
	return 0;
}

static bool is_word(struct cti__str text)
{
	return cti__str_chr(text, '\n') >= text.n &&
	       cti__str_chr(text, '\r') >= text.n;
}

int cti_contact_pair(cti_contact *contact, enum cti_contact_field field,
		     const char *name, const char *value)
{
	struct cti__str key = cti__str(name), rest, line, after;
	struct cti__buf all = { 0 };
	int err;

	if (!contact || !name || !value ||
	    (unsigned)field >= CTI_CONTACT_COUNT ||
	    fields[field].type != CTI__CONTACT_PAIRS || !key.n ||
	    cti__str_chr(key, '=') < key.n || !is_word(key) ||
	    !is_word(cti__str(value)))
		return CTI_EINVAL;
	rest = cti__str(cti_contact_text(contact, field));
	while (rest.n) {
		line = cti__str_cut(rest, '\n', &rest);
		if (cti__str_is(cti__str_cut(line, '=', &after), name))
			continue;
		cti__buf_str(&all, line);
		cti__buf_char(&all, '\n');
	}
	cti__buf_printf(&all, "%s=%s", name, value);
	err = all.err ? all.err
		      : set_text(contact, field, cti__str_n(all.p, all.n));
	cti__buf_fini(&all);
	return err;
}

const char *cti_contact_text(const cti_contact *contact,
			     enum cti_contact_field field)
{
	if ((unsigned)field >= CTI_CONTACT_COUNT || !contact->text[field])
		return "";
	return contact->text[field];
}

int64_t cti_contact_int(const cti_contact *contact,
			enum cti_contact_field field)
{
	return (unsigned)field < CTI_CONTACT_COUNT ? contact->number[field] : 0;
}

const cti_segment *cti_contact_segment(const cti_contact *contact, size_t index)
{
	return index < contact->segments ? &contact->segment[index]->shown
					 : NULL;
}

int cti__contact_note(struct cti_contact *contact, const char *text)
{
	struct cti__buf notes = { 0 };
	char *old = contact->text[CTI_CONTACT_NOTES];
	char *all;

	if (strlen(text) + (old ? strlen(old) + 1 : 0) > NOTES_MAX)
		return CTI_ETOOBIG;
	if (old && *old) {
		cti__buf_text(&notes, old);
		cti__buf_char(&notes, '\n');
	}
	cti__buf_text(&notes, text);
	all = cti__buf_take(&notes, NULL);
	if (!all)
		return CTI_ENOMEM;
	cti__free(old);
	contact->text[CTI_CONTACT_NOTES] = all;
	return 0;
}

void cti__segment_show(struct cti__segment *s)
{
	cti_segment *to = &s->shown;

#define SHOW(which) (s->text[which] ? s->text[which] : "")
	to->device = SHOW(CTI__SEGMENT_DEVICE);
	to->agent = SHOW(CTI__SEGMENT_AGENT);
	to->queue = SHOW(CTI__SEGMENT_QUEUE_NAME);
	to->remote = SHOW(CTI__SEGMENT_REMOTE);
	to->outcome = SHOW(CTI__SEGMENT_OUTCOME);
	to->recording = SHOW(CTI__SEGMENT_RECORDING);
#undef SHOW
}

static int make_room(struct cti_contact *contact, size_t more)
{
	size_t need = contact->segments + more, room;
	struct cti__segment **grown;

	if (need <= contact->room)
		return 0;
	room = need < 8 ? 8 : need * 2;
	grown = cti__realloc(contact->segment, room * sizeof(*grown));
	if (!grown)
		return CTI_ENOMEM;
	contact->segment = grown;
	contact->room = room;
	return 0;
}

struct cti__segment *cti__contact_begin(struct cti_contact *contact,
					enum cti_segment_kind kind,
					int64_t time_us)
{
	struct cti__segment *segment = NULL;

	if (contact->segments >= CTI__SEGMENTS_MAX)
		return NULL;
	if (!make_room(contact, 1))
		segment = cti__calloc(1, sizeof(*segment));
	if (!segment) {
		contact->err = CTI_ENOMEM;
		return NULL;
	}
	segment->shown.kind = kind;
	segment->shown.from_us = time_us;
	segment->open = true;
	segment->changed = true;
	cti__segment_show(segment);
	contact->segment[contact->segments++] = segment;
	return segment;
}

void cti__segment_set(struct cti_contact *contact, struct cti__segment *segment,
		      enum cti__segment_text which, const char *text)
{
	if (!*text)
		return;
	if (cti__str_set(&segment->text[which], cti__str(text)))
		contact->err = CTI_ENOMEM;
	segment->changed = true;
	cti__segment_show(segment);
}

void cti__segment_end(struct cti_contact *contact, struct cti__segment *segment,
		      int64_t time_us, const char *outcome)
{
	if (!segment->open)
		return;
	segment->open = false;
	segment->changed = true;
	segment->shown.to_us = time_us > segment->shown.from_us
				       ? time_us
				       : segment->shown.from_us;
	cti__segment_set(contact, segment, CTI__SEGMENT_OUTCOME, outcome);
}

static void sum(struct cti_contact *contact, enum cti_contact_field field,
		const cti_segment *s)
{
	contact->number[field] += (s->to_us - s->from_us) / 1000;
}

static void earliest(struct cti_contact *contact, enum cti_contact_field field,
		     int64_t time_us)
{
	int64_t *at = &contact->number[field];

	/* 1970 itself stands for never, so a replay's first moment is moved. */
	if (time_us <= 0)
		time_us = 1;
	if (!*at || time_us < *at)
		*at = time_us;
}

static void settle_segment(struct cti_contact *contact,
			   const struct cti__segment *segment, bool *talked)
{
	const cti_segment *s = &segment->shown;
	bool talks = s->kind == CTI_SEGMENT_TALK;

	/* The telephone of a click-to-dial rings too: nobody waits for it. */
	if ((s->kind == CTI_SEGMENT_QUEUE || s->kind == CTI_SEGMENT_RING) &&
	    strcmp(cti_contact_text(contact, CTI_CONTACT_DIRECTION),
		   "outbound") != 0)
		earliest(contact, CTI_CONTACT_ASKED, s->from_us);
	if (talks)
		earliest(contact, CTI_CONTACT_ANSWERED, s->from_us);
	if (!segment->open && talks)
		sum(contact, CTI_CONTACT_TALK_MS, s);
	if (!segment->open && s->kind == CTI_SEGMENT_HOLD)
		sum(contact, CTI_CONTACT_HOLD_MS, s);
	if (!segment->open && s->kind == CTI_SEGMENT_CONSULT)
		sum(contact, CTI_CONTACT_CONSULT_MS, s);
	if (*s->queue)
		cti__contact_put(contact, CTI_CONTACT_QUEUE, s->queue);
	if (talks || (!*talked && (s->kind == CTI_SEGMENT_RING ||
				   s->kind == CTI_SEGMENT_DIAL))) {
		cti__contact_put(contact, CTI_CONTACT_DEVICE, s->device);
		cti__free(contact->text[CTI_CONTACT_AGENT]);
		contact->text[CTI_CONTACT_AGENT] = NULL;
		cti__contact_put(contact, CTI_CONTACT_AGENT, s->agent);
	}
	*talked = *talked || talks;
}

void cti__contact_settle(struct cti_contact *contact)
{
	static const enum cti_contact_field sums[] = {
		CTI_CONTACT_ASKED,   CTI_CONTACT_ANSWERED,
		CTI_CONTACT_WAIT_MS, CTI_CONTACT_TALK_MS,
		CTI_CONTACT_HOLD_MS, CTI_CONTACT_CONSULT_MS,
	};
	int64_t *n = contact->number, until;
	bool talked = false;
	size_t i;

	if (!contact->segments)
		return;
	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		n[sums[i]] = 0;
	for (i = 0; i < contact->segments; i++)
		settle_segment(contact, contact->segment[i], &talked);
	if (!n[CTI_CONTACT_ASKED])
		return;
	until = n[CTI_CONTACT_ANSWERED] ? n[CTI_CONTACT_ANSWERED]
					: n[CTI_CONTACT_ENDED];
	if (until > n[CTI_CONTACT_ASKED])
		n[CTI_CONTACT_WAIT_MS] = (until - n[CTI_CONTACT_ASKED]) / 1000;
}

static struct cti__segment *copy_segment(const struct cti__segment *from)
{
	struct cti__segment *to = cti__calloc(1, sizeof(*to));
	size_t i;

	if (!to)
		return NULL;
	*to = *from;
	memset(to->text, 0, sizeof(to->text));
	for (i = 0; i < CTI__SEGMENT_TEXTS; i++) {
		if (!from->text[i])
			continue;
		to->text[i] = cti__str_dup(cti__str(from->text[i]));
		if (!to->text[i]) {
			free_segment(to);
			return NULL;
		}
	}
	cti__segment_show(to);
	return to;
}

static int copy_segments(struct cti_contact *to, const struct cti_contact *from)
{
	size_t i;

	if (from->segments && make_room(to, from->segments))
		return CTI_ENOMEM;
	for (i = 0; i < from->segments; i++) {
		to->segment[i] = NULL;
		to->segments++;
		to->segment[i] = copy_segment(from->segment[i]);
		if (!to->segment[i])
			return CTI_ENOMEM;
	}
	return 0;
}

int cti__contact_copy(struct cti_contact **out, const struct cti_contact *from)
{
	struct cti_contact *to;
	int err = cti_contact_new(&to);
	size_t i;

	*out = NULL;
	if (err)
		return err;
	memcpy(to->number, from->number, sizeof(to->number));
	for (i = 0; i < CTI_CONTACT_COUNT && !err; i++)
		if (from->text[i])
			err = cti__str_set(&to->text[i],
					   cti__str(from->text[i]));
	if (!err)
		err = copy_segments(to, from);
	if (err) {
		cti_contact_free(to);
		return err;
	}
	*out = to;
	return 0;
}

int cti__contact_absorb(struct cti_contact *to, struct cti_contact *from)
{
	size_t i;

	if (from->segments && make_room(to, from->segments))
		return CTI_ENOMEM;
	for (i = 0; i < from->segments; i++) {
		from->segment[i]->changed = true;
		to->segment[to->segments++] = from->segment[i];
	}
	from->segments = 0;
	return 0;
}
