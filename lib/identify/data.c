/* SPDX-License-Identifier: MIT */
/* Which data of a call tell who calls. */
#include "identify/data.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <cti/error.h>

#define FIELD_MAX_BYTES 64

void cti__data_names_fini(struct cti__data_names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		cti__free(names->item[i].name);
		cti__free(names->item[i].field);
	}
	memset(names, 0, sizeof(*names));
}

int cti__data_names_copy(struct cti__data_names *out,
			 const struct cti__data_names *names)
{
	size_t i;

	for (i = 0; i < names->count; i++) {
		out->item[i].name = cti__str_dup(cti__str(names->item[i].name));
		out->item[i].field = cti__str_dup(
			cti__str(names->item[i].field));
		out->count++;
		if (!out->item[i].name || !out->item[i].field)
			return CTI_ENOMEM;
	}
	return 0;
}

/* A key of the cache is made of the field, so it must not hold the mark. */
static bool is_name(struct cti__str text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] <= ' ' || text.p[i] == 0x7f ||
		    text.p[i] == '=')
			return false;
	return text.n && text.n <= FIELD_MAX_BYTES && cti__utf8_ok(text);
}

static int add(struct cti__data_names *names, struct cti__str pair)
{
	struct cti__str field, name = cti__str_cut(pair, '=', &field);

	name = cti__str_trim(name);
	field = cti__str_trim(field);
	if (!field.n && name.n == cti__str_trim(pair).n)
		field = name;
	if (!is_name(name) || !is_name(field) ||
	    names->count == CTI__DATA_NAMES)
		return CTI_EVALUE;
	names->item[names->count].name = cti__str_dup(name);
	names->item[names->count].field = cti__str_dup(field);
	names->count++;
	return names->item[names->count - 1].name &&
			       names->item[names->count - 1].field
		       ? 0
		       : CTI_ENOMEM;
}

int cti__data_names_parse(struct cti__data_names *names, struct cti__str text)
{
	struct cti__str pair;
	int err = 0;

	text = cti__str_trim(text);
	while (text.n && !err) {
		pair = cti__str_cut(text, ',', &text);
		err = add(names, pair);
	}
	if (err)
		cti__data_names_fini(names);
	return err;
}

const char *cti__data_names_field(const struct cti__data_names *names,
				  struct cti__str name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (cti__str_ieq(name, cti__str(names->item[i].name)))
			return names->item[i].field;
	return NULL;
}

struct cti__str cti__data_value(struct cti__str raw)
{
	size_t i;

	raw = cti__str_trim(raw);
	while (raw.n && raw.p[raw.n - 1] == '#')
		raw = cti__str_trim(cti__str_n(raw.p, raw.n - 1));
	for (i = 0; i < raw.n; i++)
		if ((unsigned char)raw.p[i] < ' ' || raw.p[i] == 0x7f)
			return CTI__STR_NONE;
	if (raw.n > CTI__DATA_VALUE_MAX || !cti__utf8_ok(raw))
		return CTI__STR_NONE;
	return raw;
}
