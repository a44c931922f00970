/* SPDX-License-Identifier: MIT */
/* A preset's request filled in: what goes to the server, byte by byte. */
#include "identify/outgoing.h"

#include <cti/error.h>

#include <inttypes.h>

struct filling {
	struct cti__outgoing *out;
	cti__form_fn *value;
	void *user;
	struct cti__buf *why;
};

static int fill(const struct filling *f, struct cti__buf *out,
		struct cti__str text, enum cti__encoder standard)
{
	struct cti__form form = { text, standard, f->value, f->user };

	return cti__form_fill(out, &form, NULL, f->why);
}

void cti__outgoing_fini(struct cti__outgoing *out)
{
	size_t i;

	cti__buf_wipe(&out->url);
	cti__buf_wipe(&out->body);
	for (i = 0; i < out->headers; i++)
		cti__buf_wipe(&out->header[i]);
	memset(out, 0, sizeof(*out));
}

static bool is_token(struct cti__str name)
{
	size_t i;

	for (i = 0; i < name.n; i++)
		if (name.p[i] <= ' ' || name.p[i] >= 0x7f ||
		    strchr("()<>@,;:\\\"/[]?={}", name.p[i]))
			return false;
	return name.n;
}

int cti__outgoing_header(struct cti__outgoing *out, struct cti__str name,
			 struct cti__str value)
{
	struct cti__buf *header = &out->header[out->headers];

	if (!is_token(name))
		return CTI_EINVAL;
	if (out->headers == CTI__OUTGOING_HEADERS)
		return CTI_ETOOBIG;
	out->headers++;
	cti__buf_str(header, name);
	cti__buf_text(header, ": ");
	return cti__encode(header, CTI__ENCODE_HEADER, value);
}

int cti__outgoing_query(struct cti__outgoing *out, struct cti__str name,
			struct cti__str value)
{
	int err;

	cti__buf_char(&out->url, out->has_query ? '&' : '?');
	out->has_query = true;
	err = cti__encode(&out->url, CTI__ENCODE_URL, name);
	cti__buf_char(&out->url, '=');
	return err ? err : cti__encode(&out->url, CTI__ENCODE_URL, value);
}

/* Each form of an object filled in, and handed on with its name. */
static int each(const struct filling *f, const struct cti__json *object,
		int (*put)(struct cti__outgoing *out, struct cti__str name,
			   struct cti__str value))
{
	struct cti__json_walk walk;
	struct cti__buf value = { 0 };
	struct cti__str text;
	int err = 0;

	if (!object)
		return 0;
	cti__json_walk_init(&walk, object);
	while (!err && cti__json_walk_next(&walk)) {
		cti__buf_clear(&value);
		if (!cti__json_text(walk.value, &text))
			continue;
		err = fill(f, &value, text, CTI__ENCODE_RAW);
		if (!err)
			err = put(f->out, walk.name,
				  cti__str_n(value.p, value.n));
	}
	cti__buf_wipe(&value);
	return err;
}

static int put_field(struct cti__outgoing *out, struct cti__str name,
		     struct cti__str value)
{
	int err;

	if (out->body.n)
		cti__buf_char(&out->body, '&');
	err = cti__encode(&out->body, CTI__ENCODE_URL, name);
	cti__buf_char(&out->body, '=');
	return err ? err : cti__encode(&out->body, CTI__ENCODE_URL, value);
}

static int put_text(const struct filling *f, struct cti__str text)
{
	struct cti__buf value = { 0 };
	int err = fill(f, &value, text, CTI__ENCODE_RAW);

	if (!err && cti__form_is_int(text))
		cti__buf_add(&f->out->body, value.p, value.n);
	else if (!err)
		cti__buf_json(&f->out->body, cti__str_n(value.p, value.n));
	cti__buf_wipe(&value);
	return err;
}

static int put_json(const struct filling *f, const struct cti__json *value);

static int put_array(const struct filling *f, const struct cti__json *array)
{
	size_t i, count = cti__json_count(array);
	int err = 0;

	cti__buf_char(&f->out->body, '[');
	for (i = 0; i < count && !err; i++) {
		if (i)
			cti__buf_char(&f->out->body, ',');
		err = put_json(f, cti__json_at(array, i));
	}
	cti__buf_char(&f->out->body, ']');
	return err;
}

static int put_object(const struct filling *f, const struct cti__json *object)
{
	struct cti__json_walk walk;
	bool more = false;
	int err = 0;

	cti__buf_char(&f->out->body, '{');
	cti__json_walk_init(&walk, object);
	while (!err && cti__json_walk_next(&walk)) {
		if (more)
			cti__buf_char(&f->out->body, ',');
		more = true;
		cti__buf_json(&f->out->body, walk.name);
		cti__buf_char(&f->out->body, ':');
		err = put_json(f, walk.value);
	}
	cti__buf_char(&f->out->body, '}');
	return err;
}

static int put_json(const struct filling *f, const struct cti__json *value)
{
	struct cti__buf *body = &f->out->body;
	struct cti__str text = CTI__STR_NONE;
	int64_t number = 0;
	double real = 0;
	bool truth = false;

	switch (cti__json_type(value)) {
	case CTI__JSON_TEXT:
		cti__json_text(value, &text);
		return put_text(f, text);
	case CTI__JSON_ARRAY:
		return put_array(f, value);
	case CTI__JSON_OBJECT:
		return put_object(f, value);
	case CTI__JSON_INT:
		cti__json_int(value, &number);
		cti__buf_i64(body, number);
		return 0;
	case CTI__JSON_REAL:
		cti__json_real(value, &real);
		cti__buf_printf(body, "%.15g", real);
		return 0;
	case CTI__JSON_BOOL:
		cti__json_bool(value, &truth);
		cti__buf_text(body, truth ? "true" : "false");
		return 0;
	default:
		cti__buf_text(body, "null");
		return 0;
	}
}

/* The rest of an LDAP URL: RFC 4516. */
static int put_search(const struct filling *f,
		      const struct cti__preset_request *request)
{
	struct cti__buf *url = &f->out->url;
	struct cti__buf filter = { 0 };
	const struct cti__json *name;
	struct cti__str text;
	size_t i, before;
	int err;

	for (i = 0; (name = cti__json_at(request->attributes, i)); i++) {
		cti__buf_char(url, i ? ',' : '?');
		if (cti__json_text(name, &text))
			cti__buf_str(url, text);
	}
	cti__buf_char(url, '?');
	before = url->n;
	err = fill(f, url, CTI__STR("{$scope}"), CTI__ENCODE_URL);
	if (url->n == before)
		cti__buf_text(url, "sub");
	cti__buf_char(url, '?');
	if (!err)
		err = fill(f, &filter, request->filter, CTI__ENCODE_LDAP);
	if (!err)
		err = cti__encode(url, CTI__ENCODE_URL,
				  cti__str_n(filter.p, filter.n));
	cti__buf_wipe(&filter);
	return err;
}

static int put_url(const struct filling *f,
		   const struct cti__preset_request *request,
		   struct cti__str base)
{
	struct cti__buf *url = &f->out->url;
	int err = 0;

	if (request->url.n) {
		err = fill(f, url, request->url, CTI__ENCODE_URL);
	} else {
		cti__buf_str(url, base);
		err = fill(f, url, request->path, CTI__ENCODE_URL);
	}
	if (!err && request->filter.n)
		return put_search(f, request);
	f->out->has_query = url->p && memchr(url->p, '?', url->n);
	return err ? err : each(f, request->query, cti__outgoing_query);
}

int cti__outgoing_make(struct cti__outgoing *out,
		       const struct cti__preset_request *request,
		       struct cti__str base, cti__form_fn *value, void *user,
		       struct cti__buf *why)
{
	struct filling f = { out, value, user, why };
	int err;

	memset(out, 0, sizeof(*out));
	err = put_url(&f, request, base);
	if (!err)
		err = each(&f, request->headers, cti__outgoing_header);
	if (!err)
		err = each(&f, request->form, put_field);
	if (!err && request->body)
		err = put_json(&f, request->body);
	out->is_form = request->form;
	if (!err)
		err = out->url.err ? out->url.err : out->body.err;
	if (err)
		cti__outgoing_fini(out);
	return err;
}
