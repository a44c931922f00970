/* SPDX-License-Identifier: MIT */
/* Reading the template of an address: checked once, with a sentence if not. */
#include "pop/template_parts.h"
#include "util/alloc.h"
#include "util/say.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <stdarg.h>
#include <stdio.h>

/* A template that is being read. */
struct reader {
	struct cti__template *t;
	struct cti__str text;
	size_t at;   /* next byte to read */
	size_t used; /* bytes of t->text */
	char *detail;
	size_t size;
};

static const char *const slot_names[] = {
#define ROW(constant, name) [CTI__SLOT_##constant] = name,
	CTI__SLOT_MAP(ROW)
#undef ROW
};

#define NAMES_MAX 16

__attribute__((format(printf, 2, 3))) static int complain(struct reader *r,
							  const char *format,
							  ...)
{
	va_list args;

	if (r->detail && r->size) {
		va_start(args, format);
		cti__say_into(r->detail, r->size, format, args);
		va_end(args);
	}
	return CTI_ETEMPLATE;
}

/* How many letters must be put in, left out or changed; both are short. */
static size_t distance(struct cti__str a, struct cti__str b)
{
	size_t row[NAMES_MAX + 1], i, j, diagonal, best;

	for (j = 0; j <= b.n; j++)
		row[j] = j;
	for (i = 1; i <= a.n; i++) {
		diagonal = row[0];
		row[0] = i;
		for (j = 1; j <= b.n; j++) {
			best = diagonal + (a.p[i - 1] != b.p[j - 1]);
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			diagonal = row[j];
			row[j] = best;
		}
	}
	return row[b.n];
}

/* The known name that is most like it; what is behind a dot does not count. */
static const char *nearest(struct cti__str name)
{
	static const char *const prefixes[] = { "customer", "data" };
	static const char *const shown[] = { "customer.id", "data.KEY" };
	struct cti__str rest, head = cti__str_cut(name, '.', &rest);
	const char *best = slot_names[0];
	size_t i, d, least = (size_t)-1;

	head = cti__str_sub(head, 0, NAMES_MAX);
	for (i = 0; i < CTI__SLOT_COUNT; i++) {
		d = distance(head, cti__str(slot_names[i]));
		if (d < least) {
			least = d;
			best = slot_names[i];
		}
	}
	for (i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		d = distance(head, cti__str(prefixes[i]));
		if (d <= least) {
			least = d;
			best = shown[i];
		}
	}
	return best;
}

static const char *keep(struct reader *r, struct cti__str s)
{
	char *p = r->t->text + r->used;

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	r->used += s.n + 1;
	return p;
}

/* What a browser would run or make a page of is no address, listed or not. */
static bool is_script(struct cti__str scheme)
{
	return cti__str_ieq(scheme, CTI__STR("javascript")) ||
	       cti__str_ieq(scheme, CTI__STR("vbscript")) ||
	       cti__str_ieq(scheme, CTI__STR("data"));
}

static bool is_listed(struct cti__str scheme, const char *schemes)
{
	struct cti__str rest = cti__str(schemes);

	while (rest.n)
		if (cti__str_ieq(cti__str_trim(cti__str_cut(rest, ',', &rest)),
				 scheme))
			return true;
	return false;
}

/* "https" of "https://...": letters, digits and "+-." behind a letter. */
static struct cti__str read_scheme(struct cti__str text)
{
	size_t i, n = cti__str_chr(text, ':');

	if (n == text.n)
		return CTI__STR_NONE;
	for (i = 0; i < n; i++) {
		char c = text.p[i];

		if ((c | 32) >= 'a' && (c | 32) <= 'z')
			continue;
		if (!i || !((c >= '0' && c <= '9') || c == '+' || c == '-' ||
			    c == '.'))
			return CTI__STR_NONE;
	}
	return cti__str_sub(text, 0, n);
}

static int check_scheme(struct reader *r, struct cti__str scheme,
			const char *schemes)
{
	size_t colon = cti__str_chr(r->text, ':');

	if (cti__str_chr(r->text, '{') < colon && colon < r->text.n &&
	    cti__str_chr(r->text, '/') > colon)
		return complain(r, "the template has a field in its "
				   "scheme: write the scheme out, as in "
				   "https://...");
	if (!scheme.n)
		return complain(r, "the template has no scheme: begin it with "
				   "https://");
	if (is_script(scheme))
		return complain(r,
				"the scheme '%.*s' would run what a caller "
				"sends: use https",
				(int)scheme.n, scheme.p);
	if (!is_listed(scheme, schemes))
		return complain(r,
				"the scheme '%.*s' is not among those "
				"allowed (%s): use one of them or add it to "
				"pop.schemes",
				(int)scheme.n, scheme.p, schemes);
	return 0;
}

/* The host must be there, plain, and out of reach of every value. */
static int check_host(struct reader *r, struct cti__str scheme)
{
	struct cti__str rest = cti__str_sub(r->text, scheme.n + 1, r->text.n);
	size_t i;

	r->t->path = scheme.n + 1;
	if (!cti__str_starts(rest, CTI__STR("//"))) {
		if (cti__str_ieq(scheme, CTI__STR("http")) ||
		    cti__str_ieq(scheme, CTI__STR("https")))
			return complain(r,
					"the template has no host: begin it "
					"with %.*s://HOST/",
					(int)scheme.n, scheme.p);
		return 0;
	}
	for (i = 2; i < rest.n && !strchr("/?#", rest.p[i]); i++) {
		if (rest.p[i] == '{')
			return complain(r, "the template has a field in "
					   "its host: write the host out, so "
					   "that no caller can change it");
		if (rest.p[i] <= ' ' || rest.p[i] == 0x7f ||
		    strchr("\\\"<>^`|}%", rest.p[i]))
			return complain(r,
					"the host of the template has a "
					"character that no host has, at "
					"byte %zu",
					r->t->path + i + 1);
	}
	if (i == 2)
		return complain(r, "the template has no host: name it behind "
				   "the two slashes");
	r->t->path += i;
	return 0;
}

static struct cti__template_part *add_part(struct reader *r,
					   enum part_kind kind)
{
	struct cti__template_part *part = &r->t->part[r->t->count++];

	part->kind = kind;
	return part;
}

static int read_encoder(struct reader *r, struct cti__str word,
			enum encoder *encoder)
{
	if (cti__str_is(word, "url") || cti__str_is(word, "json")) {
		*encoder = word.p[0] == 'u' ? ENCODE_URL : ENCODE_JSON;
		return 0;
	}
	if (cti__str_is(word, "raw"))
		return complain(r, "the encoder 'raw' is not for addresses, a "
				   "caller could change them: use 'url'");
	return complain(r, "no encoder is called '%.*s': use 'url' or 'json'",
			(int)cti__str_sub(word, 0, 64).n, word.p);
}

/* "customer.id", "data.account", "e164". */
static int read_name(struct reader *r, struct cti__str name,
		     enum encoder encoder)
{
	struct cti__str rest, head = cti__str_cut(name, '.', &rest);
	bool customer = cti__str_is(head, "customer");
	struct cti__template_part *part;
	int i;

	if (customer || cti__str_is(head, "data")) {
		if (!rest.n)
			return complain(r,
					"{%.*s} names no field: write "
					"{%.*s.%s}",
					(int)name.n, name.p, (int)head.n,
					head.p, customer ? "id" : "KEY");
		part = add_part(r, customer ? PART_CUSTOMER : PART_DATA);
		part->encoder = encoder;
		part->text = cti__str_n(keep(r, rest), rest.n);
		return 0;
	}
	for (i = 0; i < CTI__SLOT_COUNT; i++) {
		if (!cti__str_is(name, slot_names[i]))
			continue;
		part = add_part(r, PART_SLOT);
		part->encoder = encoder;
		part->slot = (enum cti__slot)i;
		return 0;
	}
	return complain(r, "no field is called '%.*s': the nearest is '%s'",
			(int)cti__str_sub(name, 0, 64).n, name.p,
			nearest(name));
}

static int read_field(struct reader *r)
{
	struct cti__str inner, word, name;
	enum encoder encoder = ENCODE_URL;
	size_t begin = r->at, n;
	int err;

	inner = cti__str_sub(r->text, begin + 1, r->text.n);
	n = cti__str_chr(inner, '}');
	if (n == inner.n || cti__str_chr(inner, '{') < n)
		return complain(r,
				"the brace at byte %zu is not closed: end "
				"the field with '}'",
				begin + 1);
	r->at = begin + n + 2;
	inner = cti__str_sub(inner, 0, n);
	name = cti__str_trim(cti__str_cut(inner, '|', &word));
	if (cti__str_chr(inner, '|') < inner.n) {
		err = read_encoder(r, cti__str_trim(word), &encoder);
		if (err)
			return err;
	}
	if (!name.n)
		return complain(r,
				"the braces at byte %zu are empty: name a "
				"field in them, as in {e164}",
				begin + 1);
	return read_name(r, name, encoder);
}

static int check_byte(struct reader *r, char c)
{
	const char *p = r->text.p + r->at;

	if (c == '}')
		return complain(r,
				"the brace at byte %zu closes nothing: take "
				"it out or write %%7D",
				r->at + 1);
	if ((unsigned char)c <= ' ' || c == 0x7f)
		return complain(r,
				"the template has a blank or control "
				"character at byte %zu: write it as %%%02X",
				r->at + 1, (unsigned int)(unsigned char)c);
	if (c == '\\')
		return complain(r,
				"the template has a backslash at byte %zu: "
				"write '/' or %%5C",
				r->at + 1);
	if (c == '%' && (r->text.n - r->at < 3 || cti__hex_digit(p[1]) < 0 ||
			 cti__hex_digit(p[2]) < 0))
		return complain(r,
				"the '%%' at byte %zu has no two hex digits "
				"behind it: write %%25",
				r->at + 1);
	return 0;
}

/* What RFC 3986 does not let stand as it is, a Chinese word say, is encoded. */
static int read_literal(struct reader *r)
{
	struct cti__template_part *part = add_part(r, PART_LITERAL);
	char *begin = r->t->text + r->used, *to = begin;
	int err;

	while (r->at < r->text.n && r->text.p[r->at] != '{') {
		char c = r->text.p[r->at];

		err = check_byte(r, c);
		if (err)
			return err;
		if ((unsigned char)c >= 0x80 || strchr("\"<>^`|", c)) {
			cti__template_hex(to, (unsigned char)c);
			to += 3;
		} else {
			*to++ = c;
		}
		r->at++;
	}
	part->text = cti__str_n(begin, (size_t)(to - begin));
	r->used += part->text.n;
	return 0;
}

/* An address of literals and dots shows whether the template itself goes up. */
static int check_path(struct reader *r)
{
	char url[3 * CTI__URL_MAX + 1];
	size_t i, n = 0;

	for (i = 0; i < r->t->count; i++) {
		const struct cti__template_part *part = &r->t->part[i];

		if (part->kind != PART_LITERAL) {
			url[n++] = 'x';
			continue;
		}
		memcpy(url + n, part->text.p, part->text.n);
		n += part->text.n;
	}
	url[n] = '\0';
	if (cti__template_climbs(url + r->t->path))
		return complain(r, "the path of the template has '.' or '..' "
				   "in it: write the path that is meant");
	return 0;
}

static int read_template(struct reader *r, const char *schemes)
{
	struct cti__str scheme = read_scheme(r->text);
	int err;

	err = check_scheme(r, scheme, schemes);
	if (!err)
		err = check_host(r, scheme);
	while (!err && r->at < r->text.n)
		err = r->text.p[r->at] == '{' ? read_field(r) : read_literal(r);
	return err ? err : check_path(r);
}

static size_t count_braces(struct cti__str text)
{
	size_t i, count = 0;

	for (i = 0; i < text.n; i++)
		count += text.p[i] == '{';
	return count;
}

int cti__template_new(struct cti__template **out, struct cti__str text,
		      const char *schemes, char *detail, size_t size)
{
	struct reader r = { .text = text, .detail = detail, .size = size };
	struct cti__template *t;
	size_t parts = 2 * count_braces(text) + 1;
	int err;

	*out = NULL;
	if (text.n > CTI__URL_MAX || !cti__utf8_ok(text))
		return complain(
			&r,
			text.n > CTI__URL_MAX
				? CTI__TEXT("the template is longer than 2048 "
					    "bytes: make it shorter")
				: CTI__TEXT("the template is no UTF-8: save "
					    "the configuration as UTF-8"));
	/* A literal grows to three times its length at the most. */
	t = cti__calloc(1, sizeof(*t) +
				   parts * sizeof(struct cti__template_part) +
				   3 * text.n + parts);
	if (!t)
		return CTI_ENOMEM;
	t->part = (struct cti__template_part *)(t + 1);
	t->text = (char *)(t->part + parts);
	r.t = t;
	err = read_template(&r, schemes);
	if (err)
		cti__template_free(t);
	else
		*out = t;
	return err;
}

void cti__template_free(struct cti__template *template)
{
	cti__free(template);
}
