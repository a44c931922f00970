/* SPDX-License-Identifier: MIT */
/* Service knowledge: made from a file's text, counted, and what it holds. */
#include "service/service.h"
#include "service/load.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>

#define FILE_MAX_BYTES (1024 * 1024)

static const struct cti__column own_columns[] = {
#define ROW(constant, name, type) { name, CTI__COLUMN_##type },
	CTI__OWN_COLUMN_MAP(ROW)
#undef ROW
};

static const char *const types[] = { "number", "text", "date" };

/* --- fields: the customer's columns --- */

static int read_type(struct cti__read *r, const struct cti__json *value,
		     enum cti__column_type *out)
{
	struct cti__str text;
	size_t i;

	if (!cti__json_text(value, &text))
		return cti__read_type_fail(r, value,
					   "number, text or date in quotes");
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!cti__str_is(text, types[i]))
			continue;
		*out = (enum cti__column_type)i;
		return 0;
	}
	return cti__read_fail(r, "\"%.*s\" is none of number, text, date",
			      (int)(text.n > 64 ? 64 : text.n), text.p);
}

/* "number", or {"type": "number", "from": "ARPU"}. */
static int read_field(struct cti__read *r, struct cti__str name,
		      const struct cti__json *value, struct cti__field *field)
{
	const struct cti__json *from = cti__json_get(value, "from");
	bool is_object = cti__json_type(value) == CTI__JSON_OBJECT;
	int err;

	if (!cti__column_name_ok(name))
		return cti__read_fail(
			r, "a field's name has letters, digits and _ only, and "
			   "is no word of SQL; say its name in the CRM in "
			   "\"from\"");
	if (cti__read_column(r->service, name) != CTI__NO_COLUMN)
		return cti__read_fail(r, "the library knows this itself; call "
					 "the field otherwise");
	field->name = field->from = cti__keep_text(&r->service->keep, name);
	if (!field->name)
		return CTI_ENOMEM;
	err = read_type(r, is_object ? cti__json_get(value, "type") : value,
			&field->type);
	if (err || !is_object)
		return err;
	if (cti__json_count(value) != (from ? 2 : 1))
		return cti__read_fail(r, "a field has type and from only");
	return from ? cti__read_text(r, from, &field->from) : 0;
}

static int make_columns(struct cti__service *service, size_t more)
{
	service->columns = cti__keep_array(&service->keep,
					   CTI__OWN_COUNT + more,
					   sizeof(*service->columns));
	service->cells = cti__keep_array(&service->keep, CTI__OWN_COUNT + more,
					 sizeof(*service->cells));
	service->rules.fields.at = cti__keep_array(
		&service->keep, more, sizeof(*service->rules.fields.at));
	if (!service->columns || !service->cells || !service->rules.fields.at)
		return CTI_ENOMEM;
	memcpy(service->columns, own_columns, sizeof(own_columns));
	service->column_count = CTI__OWN_COUNT;
	return 0;
}

static int read_fields(struct cti__read *r, const struct cti__json *document)
{
	const struct cti__json *fields = cti__json_get(document, "fields");
	struct cti__service *service = r->service;
	size_t count = cti__json_count(fields), place = 0, before;
	struct cti__json_walk walk;
	struct cti__field *field;
	int err = make_columns(service, count);

	if (err)
		return err;
	place = cti__read_enter(r, CTI__STR("fields"));
	if (fields && cti__json_type(fields) != CTI__JSON_OBJECT)
		return cti__read_type_fail(r, fields, "an object");
	/* SQLite's own limit is 2000. */
	if (count > 500)
		return cti__read_fail(r, "no more than 500 fields");
	cti__json_walk_init(&walk, fields);
	while (fields && !err && cti__json_walk_next(&walk)) {
		before = cti__read_enter(r, walk.name);
		field = &service->rules.fields.at[service->rules.fields.count];
		err = read_field(r, walk.name, walk.value, field);
		cti__read_leave(r, before);
		if (err)
			break;
		service->rules.fields.count++;
		service->columns[service->column_count].name = field->name;
		service->columns[service->column_count++].type = field->type;
	}
	cti__read_leave(r, place);
	return err;
}

/* --- the whole --- */

static void set_kinds(struct cti__rules *rules)
{
	static const uint32_t standard = 1u << CTI__HINT_OFFER |
					 1u << CTI__HINT_LEAD;
	size_t i;

	for (i = 0; i < rules->cares.count; i++)
		rules->cares.at[i].kind = CTI__HINT_CARE;
	for (i = 0; i < rules->parts.count; i++)
		rules->parts.at[i].kind = CTI__HINT_OFFER;
	for (i = 0; i < rules->leads.count; i++)
		rules->leads.at[i].kind = CTI__HINT_LEAD;
	for (i = 0; i < rules->quiets.count; i++)
		if (!rules->quiets.at[i].silences)
			rules->quiets.at[i].silences = standard;
}

static int read_document(struct cti__read *r, const struct cti__json *document)
{
	struct cti__service *service = r->service;
	int err;

	if (cti__json_type(document) != CTI__JSON_OBJECT) {
		cti__read_fail(r, "the file must hold one JSON object");
		return CTI_EFORMAT;
	}
	cti__load_defaults(&service->rules);
	err = read_fields(r, document);
	if (!err)
		err = cti__conditions_new(&service->conditions,
					  service->columns,
					  service->column_count);
	if (!err)
		err = cti__read_members(r, document, cti__load_members,
					&service->rules);
	if (!err)
		err = cti__load_check(r);
	set_kinds(&service->rules);
	return err ? err : r->place.err;
}

static int parse(struct cti__read *r, struct cti__str text)
{
	struct cti__json *document;
	int err = cti__json_parse(&document, text, FILE_MAX_BYTES, r->why);
	char place[256];

	if (err == CTI_ETOOBIG) {
		cti__read_fail(r, "service knowledge is no larger than 1 MiB");
		return CTI_EFORMAT;
	}
	if (err == CTI_EFORMAT) {
		snprintf(place, sizeof(place), "%s", cti__buf_cstr(r->why));
		cti__read_fail(r, "%s", place);
	}
	if (err)
		return err;
	err = read_document(r, document);
	cti__json_free(document);
	return err;
}

int cti__service_parse(struct cti__service **out, struct cti__str text,
		       const char *path, struct cti__buf *why)
{
	struct cti__read r = { .path = path, .why = why };
	int err = CTI_ENOMEM;

	*out = NULL;
	r.service = cti__calloc(1, sizeof(*r.service));
	if (!r.service)
		return CTI_ENOMEM;
	r.service->refs = 1;
	r.service->path = cti__keep_text(&r.service->keep, cti__str(path));
	if (r.service->path)
		err = parse(&r, text);
	cti__buf_fini(&r.place);
	if (err)
		cti__service_unref(r.service);
	else
		*out = r.service;
	return err;
}

struct cti__service *cti__service_ref(struct cti__service *service)
{
	if (service)
		service->refs++;
	return service;
}

void cti__service_unref(struct cti__service *service)
{
	if (!service || --service->refs)
		return;
	cti__conditions_free(service->conditions);
	cti__keep_fini(&service->keep);
	cti__free(service);
}

const char *cti__service_path(const struct cti__service *service)
{
	return service->path;
}

void cti__service_describe(const struct cti__service *service,
			   struct cti__buf *out)
{
	const struct cti__rules *rules = &service->rules;
	const struct {
		size_t count;
		const char *what;
	} parts[] = {
		{ rules->fields.count, "fields" },
		{ rules->tiers.count, "tiers" },
		{ rules->stages.count, "stages of life" },
		{ rules->segments.count, "segments" },
		{ rules->renewals.count, "stages of renewal" },
		{ rules->lines.count, "lines" },
		{ rules->campaigns.count, "campaigns" },
		{ rules->desks.count, "desks" },
		{ rules->hints.count + rules->cares.count + rules->parts.count,
		  "hints" },
		{ rules->quiets.count, "quiet rules" },
		{ rules->leads.count, "leads" },
		{ rules->factors.count, "factors" },
		{ rules->requests.count, "classes of request" },
		{ rules->reasons.count, "reasons to call" },
	};
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		cti__buf_printf(out, "%s%zu %s", i ? ", " : "", parts[i].count,
				parts[i].what);
}

/* --- questions --- */

const char *cti__service_greeting(const struct cti__service *service,
				  const char *tier, bool chinese)
{
	const struct cti__tier *t;
	size_t i;

	for (i = 0; i < service->rules.tiers.count; i++) {
		t = &service->rules.tiers.at[i];
		if (!strcmp(t->id, tier))
			return chinese ? t->form_zh : t->form_en;
	}
	return NULL;
}

static const char *or_none(const char *text)
{
	return text ? text : "";
}

const char *cti__service_data_request(const struct cti__service *service)
{
	return or_none(service->rules.data_request);
}

const char *cti__service_data_factor(const struct cti__service *service)
{
	return or_none(service->rules.data_factor);
}

const char *cti__service_data_level(const struct cti__service *service)
{
	return or_none(service->rules.data_level);
}
