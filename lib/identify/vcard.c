/* SPDX-License-Identifier: MIT */
/* Cards of RFC 6350 and their elders (2.1, 3.0) as records. */
#include "identify/vcard.h"
#include "identify/charset.h"
#include "util/utf8.h"

#include <cti/error.h>

/* Photographs have lines without end; nothing that we read does. */
#define LINE_MAX_BYTES 8192

enum column {
	ID,
	NAME,
	COMPANY,
	PHONE,
	MOBILE,
	EMAIL,
	TITLE,
	HOMEPAGE,
	LANGUAGE,
	GENDER,
	NOTE
};

static const char *const columns[CTI__VCARD_COLUMNS] = {
	"id",	 "name",     "company",	 "phone",  "mobile", "email",
	"title", "homepage", "language", "gender", "note",
};

/* A property taken apart; borrowed from the line. */
struct property {
	struct cti__str name, params, value;
};

void cti__vcards_init(struct cti__vcards *v, cti__record_fn *fn, void *user)
{
	memset(v, 0, sizeof(*v));
	v->fn = fn;
	v->user = user;
}

void cti__vcards_fini(struct cti__vcards *v)
{
	size_t i;

	cti__buf_fini(&v->raw);
	cti__buf_fini(&v->line);
	cti__buf_fini(&v->name);
	for (i = 0; i < CTI__VCARD_COLUMNS; i++)
		cti__buf_fini(&v->cell[i]);
}

bool cti__vcards_begin(struct cti__str text)
{
	struct cti__str mark = CTI__STR("BEGIN:VCARD");

	if (cti__str_starts(text, CTI__STR("\xef\xbb\xbf")))
		text = cti__str_sub(text, 3, text.n);
	return cti__str_ieq(cti__str_sub(text, 0, mark.n), mark);
}

/* Up to the first such byte outside of quotes. */
static struct cti__str cut(struct cti__str *text, char c)
{
	struct cti__str whole = *text;
	bool quoted = false;
	size_t i;

	for (i = 0; i < whole.n && (quoted || whole.p[i] != c); i++)
		if (whole.p[i] == '"')
			quoted = !quoted;
	*text = cti__str_sub(whole, i + 1, whole.n);
	return cti__str_sub(whole, 0, i);
}

static bool take_apart(struct cti__str line, struct property *out)
{
	struct cti__str rest = line, head = cut(&rest, ':');
	size_t dot;

	if (head.n == line.n)
		return false;
	out->value = rest;
	out->name = cut(&head, ';');
	out->params = head;
	/* "item1.TEL": which go together. */
	dot = cti__str_chr(out->name, '.');
	if (dot < out->name.n)
		out->name = cti__str_sub(out->name, dot + 1, out->name.n);
	return true;
}

/* Whether a word stands among the parameters: TYPE=CELL, TYPE="x,cell", CELL.
 */
static bool has_word(struct cti__str params, const char *word)
{
	struct cti__str param, value, one;

	while (params.n) {
		param = cut(&params, ';');
		one = cti__str_cut(param, '=', &value);
		if (!value.n)
			value = one;
		while (value.n) {
			one = cti__str_cut(value, ',', &value);
			while (one.n && one.p[0] == '"')
				one = cti__str_sub(one, 1, one.n);
			while (one.n && one.p[one.n - 1] == '"')
				one.n--;
			if (cti__str_ieq(one, cti__str(word)))
				return true;
		}
	}
	return false;
}

static struct cti__str param_of(struct cti__str params, const char *name)
{
	struct cti__str param, value;

	while (params.n) {
		param = cut(&params, ';');
		if (cti__str_ieq(cti__str_cut(param, '=', &value),
				 cti__str(name)))
			return value;
	}
	return CTI__STR_NONE;
}

static bool is_quoted_printable(struct cti__str params)
{
	return has_word(params, "QUOTED-PRINTABLE");
}

static void decode_printable(struct cti__str s, struct cti__buf *out)
{
	int high, low;
	size_t i;

	for (i = 0; i < s.n; i++) {
		high = low = -1;
		if (s.p[i] == '=' && i + 2 < s.n) {
			high = cti__hex_digit(s.p[i + 1]);
			low = cti__hex_digit(s.p[i + 2]);
		}
		if (high < 0 || low < 0) {
			cti__buf_char(out, s.p[i]);
			continue;
		}
		cti__buf_char(out, (char)(high * 16 + low));
		i += 2;
	}
}

/* The value's bytes as UTF-8. */
static void decode(const struct property *p, struct cti__buf *out)
{
	struct cti__str name = param_of(p->params, "CHARSET");
	struct cti__buf plain = { 0 };
	struct cti__charset charset;
	bool coded = is_quoted_printable(p->params);
	char text[32];

	if (coded)
		decode_printable(p->value, &plain);
	else
		cti__buf_str(&plain, p->value);
	/* What stood bare in the file has been read with the file. */
	if ((coded || !cti__utf8_ok(p->value)) && name.n &&
	    name.n < sizeof(text) && !cti__str_ieq(name, CTI__STR("UTF-8"))) {
		memcpy(text, name.p, name.n);
		text[name.n] = '\0';
		if (cti__charset_open(&charset, text)) {
			cti__charset_feed(&charset, plain.p, plain.n, out);
			cti__charset_close(&charset);
			cti__buf_fini(&plain);
			return;
		}
	}
	cti__buf_add(out, plain.p, plain.n);
	if (plain.err)
		out->err = plain.err;
	cti__buf_fini(&plain);
}

/* One component without its escapes; what is behind it stays in *text. */
static void put_component(struct cti__str *text, struct cti__buf *out)
{
	size_t i;
	char c;

	for (i = 0; i < text->n && text->p[i] != ';'; i++) {
		c = text->p[i];
		if (c == '\\' && i + 1 < text->n) {
			c = text->p[++i];
			if (c == 'n' || c == 'N')
				c = ' ';
		}
		cti__buf_char(out, (unsigned char)c < 0x20 ? ' ' : c);
	}
	*text = cti__str_sub(*text, i + 1, text->n);
}

static void put_text(struct cti__str text, struct cti__buf *out)
{
	while (text.n) {
		put_component(&text, out);
		if (text.n)
			cti__buf_char(out, ';');
	}
}

static bool is_latin(const struct cti__buf *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if ((unsigned char)b->p[i] >= 0x80)
			return false;
	return true;
}

/* Family;Given: as it is said, the family first where it is written so. */
static void take_name(struct cti__vcards *v, struct cti__str text)
{
	struct cti__buf family = { 0 }, given = { 0 };

	put_component(&text, &family);
	put_component(&text, &given);
	v->name.n = 0;
	if (is_latin(&family) && is_latin(&given)) {
		cti__buf_add(&v->name, given.p, given.n);
		if (given.n && family.n)
			cti__buf_char(&v->name, ' ');
		cti__buf_add(&v->name, family.p, family.n);
	} else {
		cti__buf_add(&v->name, family.p, family.n);
		cti__buf_add(&v->name, given.p, given.n);
	}
	if (family.err || given.err)
		v->name.err = CTI_ENOMEM;
	cti__buf_fini(&family);
	cti__buf_fini(&given);
}

static void take_number(struct cti__vcards *v, const struct property *p,
			struct cti__str text)
{
	struct cti__buf *cell =
		&v->cell[has_word(p->params, "CELL") ? MOBILE : PHONE];

	/* Nobody talks from these. */
	if ((has_word(p->params, "FAX") || has_word(p->params, "PAGER")) &&
	    !has_word(p->params, "VOICE"))
		return;
	/* "tel:+86-10-1234;ext=5" is a number with its extension. */
	if (cell->n)
		cti__buf_text(cell, " / ");
	put_text(text, cell);
}

static const struct {
	const char *name;
	enum column column;
	bool component; /* the first only */
} texts[] = {
	{ "UID", ID, false },	     { "FN", NAME, false },
	{ "ORG", COMPANY, true },    { "EMAIL", EMAIL, false },
	{ "TITLE", TITLE, false },   { "URL", HOMEPAGE, false },
	{ "LANG", LANGUAGE, false }, { "GENDER", GENDER, true },
	{ "NOTE", NOTE, false },
};

static void take(struct cti__vcards *v, const struct property *p)
{
	struct cti__buf value = { 0 };
	struct cti__str text;
	size_t i;

	decode(p, &value);
	/* A card without it would be another one. */
	if (value.err)
		v->name.err = value.err;
	text = cti__str_trim(cti__str_n(value.p, value.n));
	if (cti__str_ieq(p->name, CTI__STR("TEL")))
		take_number(v, p, text);
	else if (cti__str_ieq(p->name, CTI__STR("N")))
		take_name(v, text);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (!cti__str_ieq(p->name, cti__str(texts[i].name)) ||
		    v->cell[texts[i].column].n)
			continue;
		if (texts[i].component)
			put_component(&text, &v->cell[texts[i].column]);
		else
			put_text(text, &v->cell[texts[i].column]);
	}
	cti__buf_fini(&value);
}

static int tell_columns(struct cti__vcards *v)
{
	struct cti__str cell[CTI__VCARD_COLUMNS];
	struct cti__record record = { cell, CTI__VCARD_COLUMNS, 1, NULL };
	size_t i;

	if (v->told)
		return 0;
	v->told = true;
	for (i = 0; i < CTI__VCARD_COLUMNS; i++)
		cell[i] = cti__str(columns[i]);
	return v->fn(&record, v->user);
}

static int tell_card(struct cti__vcards *v)
{
	struct cti__str cell[CTI__VCARD_COLUMNS];
	struct cti__record record = { cell, CTI__VCARD_COLUMNS, v->begin,
				      NULL };
	size_t i;
	int err = v->name.err ? v->name.err : tell_columns(v);

	if (!v->cell[NAME].n)
		cti__buf_add(&v->cell[NAME], v->name.p, v->name.n);
	for (i = 0; i < CTI__VCARD_COLUMNS; i++) {
		if (v->cell[i].err)
			return v->cell[i].err;
		cell[i] = cti__str_n(v->cell[i].p, v->cell[i].n);
	}
	if (!v->cell[PHONE].n && !v->cell[MOBILE].n)
		record.fault = "begins a card without a telephone number";
	return err ? err : v->fn(&record, v->user);
}

static void begin(struct cti__vcards *v, uint64_t at)
{
	size_t i;

	for (i = 0; i < CTI__VCARD_COLUMNS; i++)
		cti__buf_clear(&v->cell[i]);
	cti__buf_clear(&v->name);
	v->begin = at;
	v->inside = true;
}

/* A whole, unfolded line. */
static int on_line(struct cti__vcards *v)
{
	struct property p;
	int err = 0;

	if (take_apart(cti__str_n(v->line.p, v->line.n), &p)) {
		if (cti__str_ieq(p.name, CTI__STR("BEGIN"))) {
			begin(v, v->at - 1);
		} else if (cti__str_ieq(p.name, CTI__STR("END"))) {
			err = v->inside ? tell_card(v) : 0;
			v->inside = false;
		} else if (v->inside && v->line.n < LINE_MAX_BYTES) {
			take(v, &p);
		}
	}
	cti__buf_clear(&v->line);
	return err;
}

/* Whether the next line belongs to this one whatever it begins with. */
static bool goes_on(const struct cti__vcards *v)
{
	struct property p;

	return v->line.n && v->line.p[v->line.n - 1] == '=' &&
	       take_apart(cti__str_n(v->line.p, v->line.n), &p) &&
	       is_quoted_printable(p.params);
}

/* A line as it stands in the file. */
static int on_raw(struct cti__vcards *v)
{
	struct cti__str raw = cti__str_n(v->raw.p, v->raw.n);
	int err = 0;

	v->at++;
	if (v->at == 1 && cti__str_starts(raw, CTI__STR("\xef\xbb\xbf")))
		raw = cti__str_sub(raw, 3, raw.n);
	if (raw.n && raw.p[raw.n - 1] == '\r')
		raw.n--;
	if (goes_on(v))
		v->line.n--;
	else if (raw.n && (raw.p[0] == ' ' || raw.p[0] == '\t'))
		raw = cti__str_sub(raw, 1, raw.n);
	else
		err = on_line(v);
	if (v->line.n < LINE_MAX_BYTES)
		cti__buf_str(&v->line, raw);
	err = err ? err : v->line.err ? v->line.err : v->raw.err;
	cti__buf_clear(&v->raw);
	return err;
}

int cti__vcards_feed(struct cti__vcards *v, const char *p, size_t n)
{
	const char *end;
	size_t part;
	int err = 0;

	while (n && !err) {
		end = memchr(p, '\n', n);
		part = end ? (size_t)(end - p) : n;
		if (v->raw.n < LINE_MAX_BYTES)
			cti__buf_add(&v->raw, p, part);
		if (end) {
			err = on_raw(v);
			part++;
		}
		p += part;
		n -= part;
	}
	return err;
}

int cti__vcards_end(struct cti__vcards *v)
{
	int err = v->raw.n ? on_raw(v) : 0;

	v->at++;
	if (!err)
		err = on_line(v);
	return err ? err : tell_columns(v);
}
