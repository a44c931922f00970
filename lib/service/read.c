/* SPDX-License-Identifier: MIT */
/* Reading the file of service knowledge by tables of members. */
#include "service/read.h"
#include "service/date.h"
#include "util/say.h"

#include <cti/error.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define TEXT_MAX 2048
#define ROWS_MAX 10000

/* --- where we are, and what is wrong there --- */

size_t cti__read_enter(struct cti__read *r, struct cti__str name)
{
	size_t before = r->place.n;

	if (before)
		cti__buf_char(&r->place, '.');
	cti__buf_str(&r->place, cti__str_sub(name, 0, 64));
	return before;
}

size_t cti__read_enter_at(struct cti__read *r, size_t index)
{
	size_t before = r->place.n;

	cti__buf_printf(&r->place, "[%zu]", index);
	return before;
}

void cti__read_leave(struct cti__read *r, size_t before)
{
	if (!r->place.err)
		r->place.n = before;
}

int cti__read_fail(struct cti__read *r, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	cti__say_into(text, sizeof(text), format, args);
	va_end(args);
	cti__buf_clear(r->why);
	cti__buf_printf(r->why, "%s: %s%s%s", r->path,
			r->place.n ? cti__buf_cstr(&r->place) : "",
			r->place.n ? ": " : "", text);
	return CTI_EVALUE;
}

int cti__read_type_fail(struct cti__read *r, const struct cti__json *value,
			const char *wanted)
{
	return cti__read_fail(r, "this must be %s, not %s", cti__say(wanted),
			      cti__json_type_text(value));
}

/* --- single values --- */

int cti__read_text(struct cti__read *r, const struct cti__json *value,
		   const char **to)
{
	struct cti__str text;

	if (!cti__json_text(value, &text))
		return cti__read_type_fail(r, value, "a text");
	if (!text.n || text.n > TEXT_MAX)
		return cti__read_fail(r, "this must be a text of 1 to %d bytes",
				      TEXT_MAX);
	*to = cti__keep_text(&r->service->keep, text);
	return *to ? 0 : CTI_ENOMEM;
}

static int read_number(struct cti__read *r, const struct cti__json *value,
		       const struct cti__member *m, double *out)
{
	int64_t whole;

	if (cti__json_int(value, &whole))
		*out = (double)whole;
	else if (m->type == CTI__READ_INT || !cti__json_real(value, out))
		return cti__read_type_fail(r, value,
					   m->type == CTI__READ_INT
						   ? "a whole number"
						   : "a number");
	if ((m->least != 0 || m->most != 0) &&
	    !(*out >= m->least && *out <= m->most))
		return cti__read_fail(r, "this must be from %g to %g, not %g",
				      m->least, m->most, *out);
	return 0;
}

static int read_day(struct cti__read *r, const struct cti__json *value,
		    const char **to)
{
	char text[CTI__DATE_TEXT];
	struct cti__date day;
	int err = cti__read_text(r, value, to);

	if (err)
		return err;
	if (!cti__date_parse(cti__str(*to), &day) || !day.year)
		return cti__read_fail(r,
				      "\"%s\" is no day; write it as "
				      "2026-03-06",
				      *to);
	cti__date_text(&day, text);
	*to = cti__keep_text(&r->service->keep, cti__str(text));
	return *to ? 0 : CTI_ENOMEM;
}

static int read_texts(struct cti__read *r, const struct cti__json *value,
		      struct cti__texts *to)
{
	bool one = cti__json_type(value) == CTI__JSON_TEXT;
	size_t count = one ? 1 : cti__json_count(value), i, before;
	int err = 0;

	if (!one && cti__json_type(value) != CTI__JSON_ARRAY)
		return cti__read_type_fail(r, value, "a text or several");
	to->at = cti__keep_array(&r->service->keep, count, sizeof(*to->at));
	if (!to->at)
		return CTI_ENOMEM;
	if (one) {
		to->count = 1;
		return cti__read_text(r, value, &to->at[0]);
	}
	for (i = 0; i < count && !err; i++) {
		before = cti__read_enter_at(r, i);
		err = cti__read_text(r, cti__json_at(value, i), &to->at[i]);
		cti__read_leave(r, before);
	}
	to->count = count;
	return err;
}

static int read_word(struct cti__read *r, const struct cti__json *value,
		     const char *const *words, int64_t *to)
{
	struct cti__buf list = { 0 };
	struct cti__str text;
	size_t i;

	if (!cti__json_text(value, &text))
		return cti__read_type_fail(r, value, "a word");
	for (i = 0; words[i]; i++) {
		if (cti__str_is(text, words[i])) {
			*to = (int64_t)i;
			cti__buf_fini(&list);
			return 0;
		}
		cti__buf_printf(&list, "%s%s", i ? ", " : "", words[i]);
	}
	cti__read_fail(r, "\"%.*s\" is none of %s",
		       (int)(text.n > 64 ? 64 : text.n), text.p,
		       cti__buf_cstr(&list));
	cti__buf_fini(&list);
	return CTI_EVALUE;
}

int cti__read_set(struct cti__read *r, const struct cti__json *value,
		  const char *const *words, uint32_t *to)
{
	bool one = cti__json_type(value) == CTI__JSON_TEXT;
	size_t i, count = one ? 1 : cti__json_count(value), before;
	int64_t which = 0;
	int err = 0;

	if (!one && cti__json_type(value) != CTI__JSON_ARRAY)
		return cti__read_type_fail(r, value, "a word or several");
	*to = 0;
	for (i = 0; i < count && !err; i++) {
		before = one ? r->place.n : cti__read_enter_at(r, i);
		err = read_word(r, one ? value : cti__json_at(value, i), words,
				&which);
		cti__read_leave(r, before);
		*to |= UINT32_C(1) << which;
	}
	return err;
}

size_t cti__read_column(const struct cti__service *service,
			struct cti__str name)
{
	size_t i;

	for (i = 0; i < service->column_count; i++)
		if (cti__str_is(name, service->columns[i].name))
			return i;
	return CTI__NO_COLUMN;
}

static int read_column(struct cti__read *r, const struct cti__json *value,
		       size_t *to)
{
	struct cti__str text;

	if (!cti__json_text(value, &text))
		return cti__read_type_fail(r, value, "the name of a field");
	*to = cti__read_column(r->service, text);
	if (*to != CTI__NO_COLUMN)
		return 0;
	return cti__read_fail(r,
			      "there is no field \"%.*s\"; declare it under "
			      "\"fields\"",
			      (int)(text.n > 64 ? 64 : text.n), text.p);
}

int cti__read_when(struct cti__read *r, struct cti__str text, cti__when *to)
{
	struct cti__buf why = { 0 };
	size_t number;
	int err;

	err = cti__conditions_add(r->service->conditions, text, &number, &why);
	if (err == CTI_EVALUE)
		cti__read_fail(r, "%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
	*to = err ? 0 : number + 1;
	return err;
}

/* --- texts with the values of fields in them --- */

static int add_part(struct cti__read *r, struct cti__phrase *to,
		    struct cti__str text, size_t column)
{
	struct cti__phrase_part *part = &to->part[to->count];

	if (column == CTI__NO_COLUMN && !text.n)
		return 0;
	part->column = column;
	part->text = cti__str_n(cti__keep_text(&r->service->keep, text),
				text.n);
	to->count++;
	return part->text.p ? 0 : CTI_ENOMEM;
}

static int add_field(struct cti__read *r, struct cti__phrase *to,
		     struct cti__str name)
{
	size_t column = cti__read_column(r->service, name);

	if (column == CTI__NO_COLUMN)
		return cti__read_fail(r,
				      "{%.*s} is no field; declare it "
				      "under \"fields\"",
				      (int)(name.n > 64 ? 64 : name.n), name.p);
	return add_part(r, to, CTI__STR_NONE, column);
}

int cti__read_phrase(struct cti__read *r, struct cti__str text,
		     struct cti__phrase *to)
{
	struct cti__str rest = text, name, literal;
	size_t braces = 0, i;
	int err = 0;

	for (i = 0; i < text.n; i++)
		braces += text.p[i] == '{';
	to->part = cti__keep_array(&r->service->keep, braces * 2 + 1,
				   sizeof(*to->part));
	if (!to->part)
		return CTI_ENOMEM;
	while (rest.n && !err) {
		literal = cti__str_sub(rest, 0, cti__str_chr(rest, '{'));
		err = add_part(r, to, literal, CTI__NO_COLUMN);
		rest = cti__str_sub(rest, literal.n, rest.n);
		if (err || !rest.n)
			break;
		if (cti__str_chr(rest, '}') == rest.n)
			return cti__read_fail(r, "a { has no }");
		name = cti__str_cut(rest, '}', &rest);
		err = add_field(r, to, cti__str_sub(name, 1, name.n));
	}
	return err;
}

static int read_phrase(struct cti__read *r, const struct cti__json *value,
		       struct cti__phrase *to)
{
	const char *text = NULL;
	int err = cti__read_text(r, value, &text);

	return err ? err : cti__read_phrase(r, cti__str(text), to);
}

/* --- objects and rows --- */

static int read_expression(struct cti__read *r, const struct cti__json *value,
			   cti__when *to)
{
	const char *text = NULL;
	int err = cti__read_text(r, value, &text);

	return err ? err : cti__read_when(r, cti__str(text), to);
}

static int read_member(struct cti__read *r, const struct cti__json *value,
		       const struct cti__member *m, void *to)
{
	double number = 0;
	int err;

	switch (m->type) {
	case CTI__READ_TEXT:
		return cti__read_text(r, value, to);
	case CTI__READ_INT:
		err = read_number(r, value, m, &number);
		*(int64_t *)to = (int64_t)number;
		return err;
	case CTI__READ_REAL:
		return read_number(r, value, m, to);
	case CTI__READ_BOOL:
		return cti__json_bool(value, to)
			       ? 0
			       : cti__read_type_fail(r, value, "true or false");
	case CTI__READ_DAY:
		return read_day(r, value, to);
	case CTI__READ_TEXTS:
		return read_texts(r, value, to);
	case CTI__READ_WORD:
		return read_word(r, value, m->words, to);
	case CTI__READ_COLUMN:
		return read_column(r, value, to);
	case CTI__READ_WHEN:
		return read_expression(r, value, to);
	case CTI__READ_PHRASE:
		return read_phrase(r, value, to);
	case CTI__READ_ROWS:
		return cti__read_rows(r, value, m->members, m->size, to);
	case CTI__READ_OBJECT:
		return cti__read_members(r, value, m->members, to);
	default:
		return m->read(r, value, to);
	}
}

/* Names of what there is, for a word that is none of them. */
static int unknown(struct cti__read *r, const struct cti__member *members)
{
	struct cti__buf list = { 0 };
	size_t i;

	for (i = 0; members[i].name; i++)
		cti__buf_printf(&list, "%s%s", i ? ", " : "", members[i].name);
	cti__read_fail(r, "this is not known; here may stand %s",
		       cti__buf_cstr(&list));
	cti__buf_fini(&list);
	return CTI_EKEY;
}

static const struct cti__member *find(const struct cti__member *members,
				      struct cti__str name)
{
	while (members->name && !cti__str_is(name, members->name))
		members++;
	return members->name ? members : NULL;
}

static int read_all(struct cti__read *r, const struct cti__json *object,
		    const struct cti__member *members, void *to)
{
	const struct cti__member *m;
	struct cti__json_walk walk;
	size_t before;
	int err = 0;

	cti__json_walk_init(&walk, object);
	while (!err && cti__json_walk_next(&walk)) {
		before = cti__read_enter(r, walk.name);
		m = find(members, walk.name);
		err = m ? read_member(r, walk.value, m, (char *)to + m->offset)
			: unknown(r, members);
		cti__read_leave(r, before);
	}
	return err;
}

int cti__read_members(struct cti__read *r, const struct cti__json *object,
		      const struct cti__member *members, void *to)
{
	const struct cti__member *m;
	int err;

	if (cti__json_type(object) != CTI__JSON_OBJECT)
		return cti__read_type_fail(r, object, "an object");
	err = read_all(r, object, members, to);
	for (m = members; m->name && !err; m++)
		if (m->needed && !cti__json_get(object, m->name))
			err = cti__read_fail(r, "\"%s\" is missing", m->name);
	return err;
}

/* A row that has an id begins with it. */
static const char *id_of(const void *rows, size_t index, size_t size)
{
	const char *id;

	memcpy(&id, (const char *)rows + index * size, sizeof(id));
	return id;
}

static int check_new(struct cti__read *r, const void *rows, size_t index,
		     size_t size)
{
	const char *id = id_of(rows, index, size);
	size_t i;

	for (i = 0; i < index; i++)
		if (!strcmp(id_of(rows, i, size), id))
			return cti__read_fail(
				r, "the id \"%s\" is taken by [%zu] already",
				id, i);
	return 0;
}

int cti__read_rows(struct cti__read *r, const struct cti__json *array,
		   const struct cti__member *members, size_t size, void *to)
{
	size_t count = cti__json_count(array), i, before;
	struct cti__array rows = { NULL, count };
	int err = 0;

	if (cti__json_type(array) != CTI__JSON_ARRAY)
		return cti__read_type_fail(r, array, "an array");
	if (count > ROWS_MAX)
		return cti__read_fail(r, "no more than %d rows", ROWS_MAX);
	rows.at = cti__keep_array(&r->service->keep, count, size);
	if (!rows.at)
		return CTI_ENOMEM;
	for (i = 0; i < count && !err; i++) {
		before = cti__read_enter_at(r, i);
		err = cti__read_members(r, cti__json_at(array, i), members,
					(char *)rows.at + i * size);
		if (!err && !strcmp(members->name, "id"))
			err = check_new(r, rows.at, i, size);
		cti__read_leave(r, before);
	}
	/* Each array has a pointer of its own type. */
	memcpy(to, &rows, sizeof(rows));
	return err;
}
