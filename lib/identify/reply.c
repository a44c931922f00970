/* SPDX-License-Identifier: MIT */
/* What a server answered, read by a preset: customers, or why there are none.
 */
#include "identify/reply.h"
#include "identify/customer.h"
#include "identify/match.h"
#include "util/say.h"
#include "util/utf8.h"

#include <cti/error.h>

#define BODY_MAX_BYTES (16 * 1024 * 1024)
#define ERROR_SHOWN    160

const struct cti__json *cti__reply_at(const struct cti__json *value,
				      struct cti__str path)
{
	struct cti__str part;
	char name[128];
	uint64_t index;

	while (path.n && value) {
		part = cti__str_cut(path, '.', &path);
		/* "party..name" goes through a member called "party.". */
		for (; path.n && path.p[0] == '.'; path.p++, path.n--)
			part.n++;
		if (cti__json_type(value) == CTI__JSON_ARRAY) {
			if (!cti__str_is_digits(part) ||
			    !cti__str_u64(part, &index))
				return NULL;
			value = cti__json_at(value, (size_t)index);
			continue;
		}
		if (part.n >= sizeof(name))
			return NULL;
		memcpy(name, part.p, part.n);
		name[part.n] = '\0';
		value = cti__json_get(value, name);
	}
	return value;
}

/* Text that a field may hold: line ends and the like become blanks. */
static void put_plain(struct cti__buf *out, struct cti__str text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		cti__buf_char(out, (unsigned char)text.p[i] < 0x20 ||
						   text.p[i] == 0x7f
					   ? ' '
					   : text.p[i]);
}

/* null and false are how servers say "not set". */
static void put_scalar(struct cti__buf *out, const struct cti__json *value)
{
	struct cti__str text;
	int64_t number;
	double real;
	bool truth;

	if (cti__json_text(value, &text))
		put_plain(out, text);
	else if (cti__json_int(value, &number))
		cti__buf_i64(out, number);
	else if (cti__json_real(value, &real))
		cti__buf_printf(out, "%.15g", real);
	else if (cti__json_bool(value, &truth) && truth)
		cti__buf_text(out, "true");
}

/* All members of an array: "PHONE.*.VALUE" has them parted by semicolons. */
static void put_path(struct cti__buf *out, const struct cti__json *value,
		     struct cti__str path)
{
	size_t star = 0, i, before, start = out->n;
	const struct cti__json *array;

	while (star < path.n &&
	       !(path.p[star] == '*' && (!star || path.p[star - 1] == '.')))
		star++;
	if (star == path.n) {
		put_scalar(out, cti__reply_at(value, path));
		return;
	}
	array = cti__reply_at(value,
			      cti__str_sub(path, 0, star ? star - 1 : 0));
	for (i = 0; i < cti__json_count(array); i++) {
		before = out->n;
		if (before > start)
			cti__buf_text(out, "; ");
		put_path(out, cti__json_at(array, i),
			 cti__str_sub(path, star + 2, path.n));
		/* One without a value leaves no mark. */
		if (before > start && out->n == before + 2)
			out->n = before;
	}
}

struct filling {
	const struct cti__reply *reply;
	const struct cti__json *item;
	bool missing; /* a path led nowhere */
};

static int value_of(void *user, struct cti__str name, struct cti__buf *out)
{
	struct filling *f = user;
	size_t before = out->n;

	if (cti__str_starts(name, CTI__STR("$")))
		return f->reply->setting(f->reply->user,
					 cti__str_sub(name, 1, name.n), out);
	put_path(out, f->item, name);
	f->missing = f->missing || out->n == before;
	return out->err;
}

static int fill(struct filling *f, struct cti__str text,
		enum cti__encoder standard, struct cti__buf *out)
{
	struct cti__form form = { text, standard, value_of, f };
	bool filled = !memchr(text.p ? text.p : "", '{', text.n);
	int err;

	cti__buf_clear(out);
	err = cti__form_fill(out, &form, &filled, NULL);
	if (!filled)
		cti__buf_clear(out);
	return err;
}

/* The first of a field's forms that has a value. */
static int fill_field(struct filling *f, const struct cti__json *forms,
		      struct cti__buf *out)
{
	const struct cti__json *form;
	struct cti__str text;
	size_t i;
	int err = 0;

	cti__buf_clear(out);
	if (cti__json_text(forms, &text))
		return fill(f, text, CTI__ENCODE_RAW, out);
	for (i = 0; !err && !out->n && (form = cti__json_at(forms, i)); i++)
		if (cti__json_text(form, &text))
			err = fill(f, text, CTI__ENCODE_RAW, out);
	return err;
}

static int set_field(cti_customer *customer, struct cti__str name,
		     const struct cti__buf *value)
{
	struct cti__str text = cti__str_trim(cti__str_n(value->p, value->n));
	int err;

	if (!text.n)
		return 0;
	err = cti__customer_set(customer, name, text);
	/* A field that no screen can show is left out, not the customer. */
	return err == CTI_ENOMEM ? err : 0;
}

static int read_item(struct filling *f, cti_customer *customer,
		     struct cti__buf *value)
{
	const struct cti__preset *p = f->reply->preset;
	struct cti__json_walk walk;
	int err = 0;

	cti__json_walk_init(&walk, p->fields);
	while (!err && cti__json_walk_next(&walk)) {
		err = fill_field(f, walk.value, value);
		if (err == CTI_EINVAL)
			err = 0;
		else if (!err)
			err = set_field(customer, walk.name, value);
	}
	if (!err && p->open.n && *cti_customer_get(customer, "id")) {
		err = fill(f, p->open, CTI__ENCODE_URL, value);
		if (err == CTI_EINVAL)
			err = 0;
		else if (!err)
			err = set_field(customer, CTI__STR("url"), value);
	}
	return err;
}

/* One of those found; without an id it is none. */
static int add_item(const struct cti__reply *reply,
		    const struct cti__json *item, struct cti__found *out)
{
	struct filling f = { reply, item, false };
	struct cti__buf value = { 0 };
	cti_customer *customer;
	int err = cti_customer_new(&customer);

	if (!err)
		err = read_item(&f, customer, &value);
	cti__buf_fini(&value);
	if (!err && *cti_customer_get(customer, "id"))
		return cti__found_add(out, customer);
	cti_customer_unref(customer);
	return err;
}

static int wrong_shape(const struct cti__reply *reply,
		       const struct cti__json *value, struct cti__buf *why)
{
	struct cti__str items = reply->preset->items;

	cti__buf_clear(why);
	cti__buf_printf(
		why,
		cti__say("the answer has %s where %s%.*s%s should be an array "
			 "of customers; is it the right base and preset?"),
		cti__json_type_text(value), items.n ? "\"" : cti__say("it"),
		(int)items.n, items.n ? items.p : "", items.n ? "\"" : "");
	return CTI_EPROTO;
}

static int read_items(const struct cti__reply *reply,
		      const struct cti__json *items, struct cti__found *out,
		      struct cti__buf *why)
{
	size_t i, count = cti__json_count(items), before = out->count;
	int err = 0;

	if (cti__json_type(items) == CTI__JSON_OBJECT) {
		count = 1;
		err = add_item(reply, items, out);
	} else if (cti__json_type(items) != CTI__JSON_ARRAY) {
		return wrong_shape(reply, items, why);
	} else {
		for (i = 0;
		     i < count && !err && out->count - before < CTI__MATCH_MAX;
		     i++)
			err = add_item(reply, cti__json_at(items, i), out);
	}
	if (err || !count || out->count > before)
		return err;
	cti__buf_clear(why);
	cti__buf_text(
		why,
		cti__say("the answer names customers without an id; does the "
			 "preset's result.fields.id fit it?"));
	return CTI_EPROTO;
}

static bool says_failed(const struct cti__preset *p,
			const struct cti__json *document)
{
	struct cti__str top, rest;
	const struct cti__json *value;
	bool truth;

	if (!p->error.n)
		return false;
	/* The message may be missing, the object that it is in not. */
	top = cti__str_cut(p->error, '.', &rest);
	value = cti__reply_at(document, top);
	return value && !(cti__json_bool(value, &truth) && !truth);
}

static void put_error(const struct cti__preset *p,
		      const struct cti__json *document, struct cti__buf *out)
{
	const struct cti__json *value = cti__reply_at(document, p->error);
	struct cti__buf plain = { 0 };
	struct cti__str text;

	if (cti__json_text(value, &text) && p->error.n) {
		cti__utf8_clean(&plain, text);
		cti__buf_add(out, plain.p,
			     plain.n > ERROR_SHOWN ? ERROR_SHOWN : plain.n);
	}
	cti__buf_fini(&plain);
}

static int parse(struct cti__json **out, struct cti__str body,
		 struct cti__buf *why)
{
	struct cti__buf place = { 0 };
	int err = cti__json_parse(out, body, BODY_MAX_BYTES, &place);

	if (err && err != CTI_ENOMEM) {
		cti__buf_clear(why);
		cti__buf_printf(
			why,
			cti__say("the answer is no JSON (%s); is it the right "
				 "base?"),
			cti__buf_cstr(&place));
		err = CTI_EPROTO;
	}
	cti__buf_fini(&place);
	return err;
}

static int say_failed(const struct cti__preset *p,
		      const struct cti__json *document, struct cti__buf *why)
{
	cti__buf_clear(why);
	cti__buf_text(why, cti__say("the server says: "));
	put_error(p, document, why);
	if (why->n && why->p[why->n - 1] == ' ')
		cti__buf_text(why, cti__say("an error without a word"));
	return CTI_EREFUSED;
}

int cti__reply_read(const struct cti__reply *reply, struct cti__str body,
		    struct cti__found *out, struct cti__buf *why)
{
	const struct cti__preset *p = reply->preset;
	const struct cti__json *items;
	struct cti__json *document;
	int err = parse(&document, body, why);

	if (err)
		return err;
	items = cti__reply_at(document, p->items);
	if (says_failed(p, document))
		err = say_failed(p, document, why);
	/* A bare null is "nobody". */
	else if (items || p->items.n)
		err = read_items(reply, items, out, why);
	cti__json_free(document);
	return err;
}

int cti__reply_token(const struct cti__reply *reply, struct cti__str body,
		     struct cti__buf *token, int64_t *expires_s,
		     struct cti__buf *why)
{
	const struct cti__preset *p = reply->preset;
	struct cti__json *document;
	struct filling f = { reply, NULL, false };
	int err = parse(&document, body, why);

	*expires_s = 0;
	if (err)
		return err;
	f.item = document;
	err = says_failed(p, document)
		      ? say_failed(p, document, why)
		      : fill(&f, p->token, CTI__ENCODE_RAW, token);
	if (!err && (!token->n || f.missing)) {
		cti__buf_clear(why);
		cti__buf_text(why,
			      cti__say("the login's answer holds no token; are "
				       "user and secret right?"));
		err = CTI_EREFUSED;
	}
	if (!err && p->expires.n)
		cti__json_int(cti__reply_at(document, p->expires), expires_s);
	cti__json_free(document);
	return err;
}

void cti__reply_error(const struct cti__preset *preset, struct cti__str body,
		      struct cti__buf *out)
{
	struct cti__json *document;

	if (cti__json_parse(&document, body, BODY_MAX_BYTES, NULL))
		return;
	put_error(preset, document, out);
	cti__json_free(document);
}
