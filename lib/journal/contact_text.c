/* SPDX-License-Identifier: MIT */
/* A contact as a line of JSON or of CSV. */
#include "journal/contact.h"
#include "util/alloc.h"

#include <cti/error.h>

static void put_name(struct cti__buf *out, const char *name)
{
	cti__buf_json(out, cti__str(name));
	cti__buf_char(out, ':');
}

static void put_time(struct cti__buf *out, int64_t time_us)
{
	cti__buf_char(out, '"');
	cti__buf_time(out, time_us);
	cti__buf_char(out, '"');
}

static void put_member(struct cti__buf *out, const char *name, const char *text)
{
	if (!*text)
		return;
	cti__buf_char(out, ',');
	put_name(out, name);
	cti__buf_json(out, cti__str(text));
}

static void put_segment(struct cti__buf *out, const cti_segment *s, bool open)
{
	cti__buf_char(out, '{');
	put_name(out, "kind");
	cti__buf_json(out, cti__str(cti_segment_kind_name(s->kind)));
	put_member(out, "device", s->device);
	put_member(out, "agent", s->agent);
	put_member(out, "queue", s->queue);
	put_member(out, "remote", s->remote);
	put_member(out, "outcome", s->outcome);
	put_member(out, "recording", s->recording);
	cti__buf_text(out, ",\"from\":");
	put_time(out, s->from_us);
	if (!open) {
		cti__buf_text(out, ",\"to\":");
		put_time(out, s->to_us);
	}
	cti__buf_char(out, '}');
}

/* Nothing is left out but what is not known: readers need no defaults. */
static bool is_known(const struct cti_contact *contact,
		     enum cti_contact_field field)
{
	switch (cti__contact_type(field)) {
	case CTI__CONTACT_STR:
	case CTI__CONTACT_PAIRS:
		return contact->text[field] && *contact->text[field];
	case CTI__CONTACT_TIME:
		return contact->number[field] != 0;
	default:
		return field != CTI_CONTACT_LEAD_PROBABILITY ||
		       contact->number[field] >= 0;
	}
}

static void put_pairs(struct cti__buf *out, struct cti__str rest)
{
	struct cti__str name, value;
	bool first = true;

	cti__buf_char(out, '{');
	while (rest.n) {
		value = cti__str_cut(rest, '\n', &rest);
		name = cti__str_cut(value, '=', &value);
		if (!first)
			cti__buf_char(out, ',');
		first = false;
		cti__buf_json(out, name);
		cti__buf_char(out, ':');
		cti__buf_json(out, value);
	}
	cti__buf_char(out, '}');
}

static void put_value(struct cti__buf *out, const struct cti_contact *contact,
		      enum cti_contact_field field)
{
	switch (cti__contact_type(field)) {
	case CTI__CONTACT_STR:
		cti__buf_json(out, cti__str(contact->text[field]));
		break;
	case CTI__CONTACT_PAIRS:
		put_pairs(out, cti__str(contact->text[field]));
		break;
	case CTI__CONTACT_TIME:
		put_time(out, contact->number[field]);
		break;
	case CTI__CONTACT_BOOL:
		cti__buf_text(out, contact->number[field] ? "true" : "false");
		break;
	case CTI__CONTACT_INT:
		cti__buf_i64(out, contact->number[field]);
		break;
	}
}

void cti__contact_to_json(const struct cti_contact *contact,
			  struct cti__buf *out)
{
	bool first = true;
	size_t i;

	cti__buf_char(out, '{');
	for (i = 0; i < CTI_CONTACT_COUNT; i++) {
		if (!is_known(contact, (enum cti_contact_field)i))
			continue;
		if (!first)
			cti__buf_char(out, ',');
		first = false;
		put_name(out, cti_contact_field_name(i));
		put_value(out, contact, (enum cti_contact_field)i);
	}
	cti__buf_text(out, first ? "\"segments\":[" : ",\"segments\":[");
	for (i = 0; i < contact->segments; i++) {
		if (i)
			cti__buf_char(out, ',');
		put_segment(out, &contact->segment[i]->shown,
			    contact->segment[i]->open);
	}
	cti__buf_text(out, "]}");
}

static int take(struct cti__buf *buf, char **out, size_t *len)
{
	size_t n;

	*out = cti__buf_take(buf, &n);
	if (!*out) {
		cti__buf_fini(buf);
		return CTI_ENOMEM;
	}
	if (len)
		*len = n;
	return 0;
}

int cti_contact_json(const cti_contact *contact, char **out, size_t *len)
{
	struct cti__buf buf = { 0 };

	cti__contact_to_json(contact, &buf);
	return take(&buf, out, len);
}

/* What makes a formula of what a caller sent: also in the full width that
   keyboards of East Asia type. */
static bool is_formula(struct cti__str cell)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b",
					    "\xef\xbc\x8d", "\xef\xbc\xa0" };
	size_t i;

	if (!cell.n)
		return false;
	if (*cell.p == '+' &&
	    cti__str_is_digits(cti__str_sub(cell, 1, cell.n)))
		return false;
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (cti__str_starts(cell, cti__str(wide[i])))
			return true;
	return memchr("=+-@\t\r\n", *cell.p, 7);
}

void cti__csv_cell(struct cti__buf *out, const char *text, bool quoted)
{
	bool formula = is_formula(cti__str(text));

	quoted = quoted || formula || strpbrk(text, ",\"\r\n") ||
		 *text == ' ';
	if (quoted)
		cti__buf_char(out, '"');
	if (formula)
		cti__buf_char(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			cti__buf_char(out, '"');
		cti__buf_char(out, *text);
	}
	if (quoted)
		cti__buf_char(out, '"');
}

static void put_field(struct cti__buf *out, const struct cti_contact *contact,
		      enum cti_contact_field field)
{
	if (!contact) {
		cti__buf_text(out, cti_contact_field_name(field));
		return;
	}
	if (!is_known(contact, field))
		return;
	if (cti__contact_is_text(field))
		cti__csv_cell(out, contact->text[field], false);
	else if (cti__contact_type(field) == CTI__CONTACT_TIME)
		cti__buf_time(out, contact->number[field]);
	else
		cti__buf_i64(out, contact->number[field]);
}

int cti_contact_csv(const cti_contact *contact, char **out, size_t *len)
{
	struct cti__buf buf = { 0 };
	size_t i;

	for (i = 0; i < CTI_CONTACT_COUNT; i++) {
		if (i)
			cti__buf_char(&buf, ',');
		put_field(&buf, contact, (enum cti_contact_field)i);
	}
	return take(&buf, out, len);
}
