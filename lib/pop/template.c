/* SPDX-License-Identifier: MIT */
/* Filling in the address of a pop: no value leaves its place. */
#include "pop/template.h"
#include "pop/template_parts.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <stdio.h>

static bool is_unreserved(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void cti__template_hex(char *to, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";

	to[0] = '%';
	to[1] = hex[c >> 4];
	to[2] = hex[c & 15];
}

/* Bytes of a dot, written plainly or as %2E; browsers take both for one. */
static size_t dot(const char *p)
{
	if (p[0] == '.')
		return 1;
	return p[0] == '%' && p[1] == '2' && (p[2] | 32) == 'e' ? 3 : 0;
}

bool cti__template_climbs(const char *path)
{
	const char *p = path;
	bool first = true;
	size_t n;

	while (*p && *p != '?' && *p != '#') {
		if (*p != '/' && !first) {
			p++;
			continue;
		}
		first = false;
		p += *p == '/';
		n = dot(p);
		if (!n)
			continue;
		p += n;
		p += dot(p);
		if (!*p || strchr("/?#", *p))
			return true;
	}
	return false;
}

struct writer {
	char *p;
	size_t n;
	bool full;
};

static void put(struct writer *w, const char *p, size_t n)
{
	if (w->full || n > CTI__URL_MAX - w->n) {
		w->full = true;
		return;
	}
	memcpy(w->p + w->n, p, n);
	w->n += n;
}

/* RFC 3986, 2.3: only the unreserved may stand as they are anywhere. */
static void put_encoded(struct writer *w, const char *p, size_t n)
{
	size_t i;

	for (i = 0; i < n && !w->full; i++) {
		char triple[3];

		if (is_unreserved((unsigned char)p[i])) {
			put(w, p + i, 1);
			continue;
		}
		cti__template_hex(triple, (unsigned char)p[i]);
		put(w, triple, 3);
	}
}

static void put_json_unit(struct writer *w, const char *p, size_t unit)
{
	char escape[8];

	if (*p == '"' || *p == '\\')
		put_encoded(w, "\\", 1);
	if ((unsigned char)*p < 0x20 || *p == 0x7f) {
		snprintf(escape, sizeof(escape), "\\u%04x",
			 (unsigned int)(unsigned char)*p);
		put_encoded(w, escape, 6);
		return;
	}
	put_encoded(w, p, unit);
}

static void put_value(struct writer *w, struct cti__str s, enum encoder encoder)
{
	size_t i, unit;

	if (encoder == ENCODE_JSON)
		put_encoded(w, "\"", 1);
	for (i = 0; i < s.n && !w->full; i += unit) {
		unit = cti__utf8_unit(s.p + i, s.n - i);
		if (!unit) {
			unit = 1;
			put_encoded(w, "\xef\xbf\xbd", 3);
		} else if (encoder == ENCODE_JSON) {
			put_json_unit(w, s.p + i, unit);
		} else {
			put_encoded(w, s.p + i, unit);
		}
	}
	if (encoder == ENCODE_JSON)
		put_encoded(w, "\"", 1);
}

static struct cti__str value_of(const struct cti__template_part *part,
				const struct cti__template_values *values)
{
	switch (part->kind) {
	case PART_SLOT:
		return values->slot[part->slot];
	case PART_CUSTOMER:
		return values->customer
			       ? cti__str(cti_customer_get(values->customer,
							   part->text.p))
			       : CTI__STR_NONE;
	case PART_DATA:
		return values->data ? values->data(values->user, part->text)
				    : CTI__STR_NONE;
	default:
		return part->text;
	}
}

int cti__template_render(const struct cti__template *template,
			 const struct cti__template_values *values, char *url)
{
	struct writer w = { .p = url };
	size_t i;

	for (i = 0; i < template->count; i++) {
		const struct cti__template_part *part = &template->part[i];

		if (part->kind == PART_LITERAL)
			put(&w, part->text.p, part->text.n);
		else
			put_value(&w, value_of(part, values), part->encoder);
	}
	url[w.n] = '\0';
	if (!w.full && !cti__template_climbs(url + template->path))
		return 0;
	url[0] = '\0';
	return w.full ? CTI_ETOOBIG : CTI_EINVAL;
}
