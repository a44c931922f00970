/* SPDX-License-Identifier: MIT */
/* Presets read and checked: a mistake in one is told before the first call. */
#include "identify/preset.h"
#include "identify/writing.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

#define FILE_MAX_BYTES 65536

struct reading {
	struct cti__preset *preset;
	const char *where;
	const struct cti__detail *detail;
};

/* Where a form stands: what its blanks may be called. */
enum place { IN_LOGIN, IN_REQUEST, IN_BY, IN_ANSWER };

struct checking {
	struct reading *r;
	enum place place;
	struct cti__str text;
};

static bool is_setting(const struct reading *r, struct cti__str name)
{
	static const char *const always[] = { "base", "user", "secret" };
	struct cti__json_walk walk;
	size_t i;

	for (i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (cti__str_is(name, always[i]))
			return true;
	cti__json_walk_init(&walk, r->preset->settings);
	while (cti__json_walk_next(&walk))
		if (cti__str_eq(walk.name, name))
			return true;
	return false;
}

static int check_name(void *user, struct cti__str name)
{
	const struct checking *c = user;
	const struct reading *r = c->r;
	bool ok;

	if (cti__str_starts(name, CTI__STR("$")))
		ok = is_setting(r, cti__str_sub(name, 1, name.n));
	else if (c->place == IN_ANSWER)
		ok = true;
	else if (c->place == IN_BY && cti__str_is(name, "value"))
		ok = true;
	else if (c->place != IN_LOGIN && cti__str_is(name, "token"))
		ok = r->preset->login.method.n;
	else
		ok = c->place == IN_REQUEST &&
		     (cti__str_is(name, "number") || cti__writing_known(name));
	if (ok)
		return 0;
	return cti__detail(r->detail, CTI_EFORMAT,
			   "%s: there is no {%.*s} to fill in here; a setting "
			   "is written {$name} and listed under settings",
			   r->where, (int)(name.n > 64 ? 64 : name.n), name.p);
}

static int check_form(struct reading *r, struct cti__str text, enum place place)
{
	struct checking c = { r, place, text };
	struct cti__buf why = { 0 };
	int err = cti__form_names(text, check_name, &c, &why);

	if (err == CTI_EFORMAT && why.n)
		cti__detail(r->detail, err, "%s: %s", r->where,
			    cti__buf_cstr(&why));
	cti__buf_fini(&why);
	return err;
}

static int wrong(const struct reading *r, const char *key, const char *must,
		 const struct cti__json *value)
{
	return cti__detail(r->detail, CTI_EFORMAT, "%s: %s must be %s, not %s",
			   r->where, key, cti__say(must),
			   cti__json_type_text(value));
}

static int take_text(struct reading *r, const struct cti__json *object,
		     const char *key, struct cti__str *out)
{
	const struct cti__json *value = cti__json_get(object, key);

	if (!value || cti__json_text(value, out))
		return 0;
	return wrong(r, key, "a string", value);
}

static int take_object(struct reading *r, const struct cti__json *object,
		       const char *key, const struct cti__json **out)
{
	*out = cti__json_get(object, key);
	if (!*out || cti__json_type(*out) == CTI__JSON_OBJECT)
		return 0;
	return wrong(r, key, "an object", *out);
}

/* All strings of a value are forms, however deep they lie. */
static int check_value(struct reading *r, const struct cti__json *value,
		       enum place place)
{
	struct cti__json_walk walk;
	const struct cti__json *member;
	struct cti__str text;
	size_t i;
	int err = 0;

	if (cti__json_text(value, &text))
		return check_form(r, text, place);
	for (i = 0; !err && (member = cti__json_at(value, i)); i++)
		err = check_value(r, member, place);
	if (cti__json_type(value) != CTI__JSON_OBJECT)
		return err;
	cti__json_walk_init(&walk, value);
	while (!err && cti__json_walk_next(&walk))
		err = check_value(r, walk.value, place);
	return err;
}

static int check_strings(struct reading *r, const struct cti__json *object,
			 const char *key)
{
	struct cti__json_walk walk;

	if (!object)
		return 0;
	cti__json_walk_init(&walk, object);
	while (cti__json_walk_next(&walk))
		if (cti__json_type(walk.value) != CTI__JSON_TEXT)
			return wrong(r, key, "an object of strings",
				     walk.value);
	return 0;
}

/* The name of one, such as displayName;lang-zh: nothing that parts them. */
static bool is_attribute(struct cti__str name)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			    "0123456789-.;",
			    name.p[i]))
			return false;
	return name.n;
}

static int read_search(struct reading *r, const struct cti__json *value,
		       struct cti__preset_request *out)
{
	bool is_search = cti__str_is(out->method, "SEARCH");
	const struct cti__json *name;
	struct cti__str text;
	size_t i;
	int err = take_text(r, value, "filter", &out->filter);

	if (err)
		return err;
	out->attributes = cti__json_get(value, "attributes");
	for (i = 0; (name = cti__json_at(out->attributes, i)); i++)
		if (!cti__json_text(name, &text) || !is_attribute(text))
			break;
	if (is_search == (out->filter.n != 0) && is_search == (i != 0) &&
	    i == cti__json_count(out->attributes))
		return 0;
	return cti__detail(r->detail, CTI_EFORMAT,
			   "%s: a request whose method is SEARCH, and only "
			   "such a one, has a filter and an array of "
			   "attributes, as in [\"cn\", \"mail\"]",
			   r->where);
}

static int read_request(struct reading *r, const struct cti__json *value,
			const char *key, enum place place,
			struct cti__preset_request *out)
{
	int err = 0;

	if (cti__json_type(value) != CTI__JSON_OBJECT)
		return wrong(r, key, "an object with a method and a path",
			     value);
	out->method = CTI__STR("GET");
	if ((err = take_text(r, value, "method", &out->method)) ||
	    (err = take_text(r, value, "url", &out->url)) ||
	    (err = take_text(r, value, "path", &out->path)) ||
	    (err = take_object(r, value, "query", &out->query)) ||
	    (err = take_object(r, value, "headers", &out->headers)) ||
	    (err = take_object(r, value, "form", &out->form)) ||
	    (err = check_strings(r, out->query, "query")) ||
	    (err = check_strings(r, out->headers, "headers")) ||
	    (err = check_strings(r, out->form, "form")) ||
	    (err = read_search(r, value, out)))
		return err;
	out->body = cti__json_get(value, "body");
	if (!out->method.n || (out->form && out->body))
		return cti__detail(r->detail, CTI_EFORMAT,
				   "%s: %s needs a method, and has a form or a "
				   "body but not both",
				   r->where, key);
	return check_value(r, value, place);
}

static int read_numbers(struct reading *r, const struct cti__json *array)
{
	struct cti__preset *p = r->preset;
	const struct cti__json *value;
	struct cti__str name;
	size_t i;

	for (i = 0; (value = cti__json_at(array, i)); i++) {
		if (i == CTI__PRESET_NUMBERS || !cti__json_text(value, &name) ||
		    !cti__writing_known(name))
			return cti__detail(
				r->detail, CTI_EFORMAT,
				"%s: numbers[%zu] is no way to write a number; "
				"there are %s",
				r->where, i, cti__writing_names());
		p->number[p->numbers++] = name;
	}
	if (p->numbers)
		return 0;
	return cti__detail(r->detail, CTI_EFORMAT,
			   "%s: numbers must be an array of %s", r->where,
			   cti__writing_names());
}

static int read_by(struct reading *r, const struct cti__json *by)
{
	struct cti__preset *p = r->preset;
	struct cti__json_walk walk;
	int err = 0;

	if (!by)
		return 0;
	cti__json_walk_init(&walk, by);
	while (!err && cti__json_walk_next(&walk)) {
		if (p->fields_by == CTI__PRESET_FIELDS)
			return cti__detail(r->detail, CTI_EFORMAT,
					   "%s: by names more than %d fields",
					   r->where, CTI__PRESET_FIELDS);
		p->by[p->fields_by].field = walk.name;
		err = read_request(r, walk.value, "by", IN_BY,
				   &p->by[p->fields_by].request);
		p->fields_by++;
	}
	return err;
}

const struct cti__preset_request *
cti__preset_by(const struct cti__preset *p, struct cti__str field)
{
	size_t i;

	for (i = 0; i < p->fields_by; i++)
		if (cti__str_eq(p->by[i].field, field))
			return &p->by[i].request;
	return NULL;
}

static const struct {
	const char *name;
	enum cti__preset_auth auth;
	const char *key; /* where its word stands */
	const char *standard;
} auths[] = {
	{ "none", CTI__AUTH_NONE, "", "-" },
	{ "basic", CTI__AUTH_BASIC, "", "-" },
	{ "bearer", CTI__AUTH_BEARER, "word", "Bearer" },
	{ "header", CTI__AUTH_HEADER, "name", "" },
	{ "query", CTI__AUTH_QUERY, "name", "" },
	{ "oauth2", CTI__AUTH_BEARER, "word", "Bearer" },
	{ "login", CTI__AUTH_NONE, "", "-" },
	{ "bind", CTI__AUTH_BIND, "", "-" },
};

static int read_login(struct reading *r, const struct cti__json *auth,
		      struct cti__str type)
{
	struct cti__preset *p = r->preset;
	const struct cti__json *login = cti__json_get(auth, "request");
	int err;

	if (!cti__str_is(type, "oauth2") && !cti__str_is(type, "login"))
		return 0;
	if (cti__str_is(type, "oauth2")) {
		p->token = CTI__STR("{access_token}");
		p->expires = CTI__STR("expires_in");
	}
	err = read_request(r, login, "auth.request", IN_LOGIN, &p->login);
	if (!err)
		err = take_text(r, auth, "token", &p->token);
	if (!err)
		err = take_text(r, auth, "expires", &p->expires);
	if (!err && !p->token.n)
		return cti__detail(r->detail, CTI_EFORMAT,
				   "%s: auth needs a token, as in "
				   "\"{access_token}\"",
				   r->where);
	return err ? err : check_form(r, p->token, IN_ANSWER);
}

static int read_auth(struct reading *r, const struct cti__json *auth)
{
	struct cti__preset *p = r->preset;
	struct cti__str type = cti__json_get_text(auth, "type");
	size_t i;
	int err;

	if (!auth)
		return 0;
	for (i = 0; i < sizeof(auths) / sizeof(auths[0]); i++) {
		if (!cti__str_is(type, auths[i].name))
			continue;
		p->auth = auths[i].auth;
		p->auth_word = cti__str(auths[i].standard);
		err = take_text(r, auth, auths[i].key, &p->auth_word);
		if (!err && !p->auth_word.n)
			return cti__detail(r->detail, CTI_EFORMAT,
					   "%s: auth needs a name, as in "
					   "\"X-Api-Key\"",
					   r->where);
		return err ? err : read_login(r, auth, type);
	}
	return cti__detail(r->detail, CTI_EFORMAT,
			   "%s: auth.type must be none, basic, bearer, header, "
			   "query, oauth2, login or bind",
			   r->where);
}

static int check_field(struct reading *r, const struct cti__json *value)
{
	const struct cti__json *member;
	size_t i;

	if (cti__json_type(value) != CTI__JSON_ARRAY)
		return cti__json_type(value) == CTI__JSON_TEXT
			       ? 0
			       : wrong(r, "result.fields",
				       "an object of strings or arrays of them",
				       value);
	for (i = 0; (member = cti__json_at(value, i)); i++)
		if (cti__json_type(member) != CTI__JSON_TEXT)
			return wrong(r, "result.fields",
				     "an object of strings or arrays of them",
				     member);
	return 0;
}

static int read_result(struct reading *r, const struct cti__json *result)
{
	struct cti__preset *p = r->preset;
	struct cti__json_walk walk;
	const struct cti__json *strict;
	int err;

	if (cti__json_type(result) != CTI__JSON_OBJECT)
		return wrong(r, "result", "an object with items and fields",
			     result);
	if ((err = take_text(r, result, "items", &p->items)) ||
	    (err = take_text(r, result, "error", &p->error)) ||
	    (err = take_text(r, result, "open", &p->open)) ||
	    (err = take_object(r, result, "fields", &p->fields)))
		return err;
	strict = cti__json_get(result, "strict");
	if (strict && !cti__json_bool(strict, &p->strict))
		return wrong(r, "result.strict", "true or false", strict);
	if (!cti__json_get(p->fields, "id"))
		return cti__detail(r->detail, CTI_EFORMAT,
				   "%s: result.fields needs an id, as in "
				   "\"id\": \"{id}\"",
				   r->where);
	cti__json_walk_init(&walk, p->fields);
	while (!err && cti__json_walk_next(&walk))
		err = check_field(r, walk.value);
	if (!err)
		err = check_value(r, p->fields, IN_ANSWER);
	return err ? err : check_form(r, p->open, IN_ANSWER);
}

static int check_keys(struct reading *r)
{
	static const char *const known[] = { "preset",	 "title",  "numbers",
					     "settings", "auth",   "request",
					     "result",	 "limits", "notes",
					     "by" };
	struct cti__json_walk walk;
	size_t i;

	cti__json_walk_init(&walk, r->preset->document);
	while (cti__json_walk_next(&walk)) {
		for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (cti__str_is(walk.name, known[i]))
				break;
		if (i == sizeof(known) / sizeof(known[0]))
			return cti__detail(
				r->detail, CTI_EFORMAT,
				"%s: a preset has no key \"%.*s\"", r->where,
				(int)(walk.name.n > 64 ? 64 : walk.name.n),
				walk.name.p);
	}
	return 0;
}

static int read_document(struct reading *r)
{
	struct cti__preset *p = r->preset;
	const struct cti__json *d = p->document, *by;
	int err;

	if (cti__json_type(d) != CTI__JSON_OBJECT)
		return wrong(r, "a preset", "an object", d);
	if ((err = check_keys(r)) ||
	    (err = take_text(r, d, "preset", &p->name)) ||
	    (err = take_object(r, d, "settings", &p->settings)) ||
	    (err = take_object(r, d, "limits", &p->limits)) ||
	    (err = read_numbers(r, cti__json_get(d, "numbers"))) ||
	    (err = read_auth(r, cti__json_get(d, "auth"))) ||
	    (err = read_request(r, cti__json_get(d, "request"), "request",
				IN_REQUEST, &p->request)) ||
	    (err = take_object(r, d, "by", &by)) || (err = read_by(r, by)))
		return err;
	p->is_directory = p->request.filter.n;
	if (p->is_directory != (p->auth == CTI__AUTH_BIND))
		return cti__detail(r->detail, CTI_EFORMAT,
				   "%s: auth.type is bind where method is "
				   "SEARCH, and nowhere else",
				   r->where);
	return read_result(r, cti__json_get(d, "result"));
}

int cti__preset_parse(struct cti__preset *out, struct cti__str text,
		      const char *where, const struct cti__detail *detail)
{
	struct reading r = { out, where, detail };
	struct cti__buf why = { 0 };
	int err;

	memset(out, 0, sizeof(*out));
	err = cti__json_parse(&out->document, text, FILE_MAX_BYTES, &why);
	if (err)
		cti__detail(detail, err, "%s: %s", where,
			    why.n ? cti__buf_cstr(&why) : cti_strerror(err));
	else
		err = read_document(&r);
	cti__buf_fini(&why);
	if (err)
		cti__preset_fini(out);
	return err;
}

static int load_file(struct cti__preset *out, const char *path,
		     const struct cti__detail *detail)
{
	char *text = cti__alloc(FILE_MAX_BYTES + 1);
	FILE *file = text ? fopen(path, "re") : NULL;
	size_t n;
	int err;

	if (!text)
		return cti__detail(detail, CTI_ENOMEM, "out of memory");
	if (!file) {
		cti__free(text);
		return cti__detail(detail, CTI_EIO,
				   "%s cannot be opened as a preset: is it "
				   "there, and may it be read?",
				   path);
	}
	n = fread(text, 1, FILE_MAX_BYTES + 1, file);
	if (ferror(file))
		err = cti__detail(detail, CTI_EIO, "%s cannot be read", path);
	else
		err = cti__preset_parse(out, cti__str_n(text, n), path, detail);
	fclose(file);
	cti__free(text);
	return err;
}

static int no_such(const char *name, const struct cti__detail *detail)
{
	const struct cti__shipped_preset *row;
	struct cti__buf names = { 0 };

	for (row = cti__shipped_presets; row->name; row++)
		cti__buf_printf(&names, "%s%s",
				row == cti__shipped_presets ? "" : ", ",
				row->name);
	cti__detail(detail, CTI_ENOENT,
		    "there is no preset \"%.64s\"; there are %s, or write the "
		    "path of a file, with a slash in it",
		    name, cti__buf_cstr(&names));
	cti__buf_fini(&names);
	return CTI_ENOENT;
}

int cti__preset_load(struct cti__preset *out, const char *name,
		     const struct cti__detail *detail)
{
	const struct cti__shipped_preset *row;

	memset(out, 0, sizeof(*out));
	if (strchr(name, '/'))
		return load_file(out, name, detail);
	for (row = cti__shipped_presets; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return cti__preset_parse(out,
						 cti__str_n(row->text, row->n),
						 name, detail);
	return no_such(name, detail);
}

void cti__preset_fini(struct cti__preset *preset)
{
	cti__json_free(preset->document);
	memset(preset, 0, sizeof(*preset));
}
