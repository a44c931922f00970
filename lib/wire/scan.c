/* SPDX-License-Identifier: MIT */
/* JSON events in one pass: wanted members as slices, the rest only checked. */
#include "wire/scan.h"
#include "util/utf8.h"
#include "wire/unit16.h"

#include <cti/error.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* One text being read. */
struct run {
	struct cti__scan *scan;
	struct cti__scan_value *value; /* NULL: nothing is wanted */
	struct cti__buf *scratch;
	const char *begin, *p, *end;
	unsigned depth;
	int err; /* why it stopped */
};

static bool stop(struct run *r, int err)
{
	r->err = err;
	return false;
}

static bool bad(struct run *r)
{
	return stop(r, CTI_EFORMAT);
}

/* Length, three letters and the object tell the wanted names apart mostly. */
static size_t slot_of(struct cti__str name, size_t parent)
{
	const unsigned char *p = (const unsigned char *)name.p;
	size_t hash = name.n * 131 + parent * 7919;

	if (name.n) {
		hash = (hash ^ p[0]) * 131;
		hash = (hash ^ p[name.n / 2]) * 131;
		hash = (hash ^ p[name.n - 1]) * 131;
	}
	return (hash ^ hash >> 11) & (CTI__SCAN_SLOTS - 1);
}

/* The node of a name in the object of a node; 0: not wanted. */
static size_t find_node(const struct cti__scan_names *names, size_t parent,
			struct cti__str name)
{
	size_t at = slot_of(name, parent), i;

	while ((i = names->slot[at]) != 0) {
		if (names->node[i].parent == parent &&
		    cti__str_eq(names->node[i].name, name))
			return i;
		at = (at + 1) & (CTI__SCAN_SLOTS - 1);
	}
	return 0;
}

/* The node of a name, made if there is none; 0: no room. */
static size_t make_node(struct cti__scan_names *names, size_t parent,
			struct cti__str name)
{
	size_t i = find_node(names, parent, name), at = slot_of(name, parent);

	if (i || names->nodes == CTI__SCAN_NODES)
		return i;
	i = names->nodes++;
	names->node[i].name = name;
	names->node[i].parent = (uint8_t)parent;
	names->node[i].path = -1;
	names->node[parent].inside = true;
	while (names->slot[at])
		at = (at + 1) & (CTI__SCAN_SLOTS - 1);
	names->slot[at] = (uint8_t)i;
	return i;
}

bool cti__scan_names_init(struct cti__scan_names *names,
			  const char *const *path, size_t count)
{
	struct cti__str name, rest;
	size_t i, node;

	memset(names, 0, sizeof(*names));
	if (count > CTI__SCAN_PATHS)
		return false;
	names->node[0].path = -1;
	names->nodes = 1;
	for (i = 0; i < count; i++) {
		rest = cti__str(path[i]);
		for (node = 0; rest.n;) {
			name = cti__str_cut(rest, '.', &rest);
			node = make_node(names, node, name);
			if (!node)
				return false;
		}
		names->node[node].path = (int16_t)i;
	}
	names->paths = count;
	return true;
}

void cti__scan_fini(struct cti__scan *scan)
{
	cti__buf_fini(&scan->scratch);
	cti__buf_fini(&scan->item);
}

static void skip_blanks(struct run *r)
{
	while (r->p < r->end && (*r->p == ' ' || *r->p == '\t' ||
				 *r->p == '\r' || *r->p == '\n'))
		r->p++;
}

static bool next_is(struct run *r, char c)
{
	skip_blanks(r);
	if (r->p == r->end || *r->p != c)
		return false;
	r->p++;
	return true;
}

/* The first byte of a text that wants a closer look. */
static const char *plain_end(const char *p, const char *end)
{
	unsigned char c;

#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"'), slash = _mm_set1_epi8('\\');
	const __m128i blank = _mm_set1_epi8(0x20);

	for (; end - p >= 16; p += 16) {
		const __m128i v = _mm_loadu_si128(
			(const __m128i *)(const void *)p);
		/* As signed bytes, those from 0x80 on are below 0x20, too. */
		const __m128i hit = _mm_or_si128(
			_mm_or_si128(_mm_cmpeq_epi8(v, quote),
				     _mm_cmpeq_epi8(v, slash)),
			_mm_cmplt_epi8(v, blank));
		int mask = _mm_movemask_epi8(hit);

		if (mask)
			return p + __builtin_ctz((unsigned)mask);
	}
#endif
	for (; p < end; p++) {
		c = (unsigned char)*p;
		if (c == '"' || c == '\\' || c < 0x20 || c >= 0x80)
			break;
	}
	return p;
}

/* The code point of the \u at p, and how long it is written; 0: none, half of
   a pair, or NUL. */
static uint32_t code_point(const char *p, const char *end, size_t *len)
{
	int unit = cti__unit16(p + 2, end), low = -1;

	*len = 6;
	if (unit < 0xd800 || unit >= 0xe000)
		return unit > 0 ? (uint32_t)unit : 0;
	if (unit < 0xdc00 && end - p >= 12 && p[6] == '\\' && p[7] == 'u')
		low = cti__unit16(p + 8, end);
	if (low < 0xdc00 || low >= 0xe000)
		return 0;
	*len = 12;
	return 0x10000 + ((uint32_t)(unit - 0xd800) << 10) +
	       (uint32_t)(low - 0xdc00);
}

/* What stands for the letter behind a backslash; 0: \u or none. */
static char plain_escape(char c)
{
	switch (c) {
	case '"':
	case '\\':
	case '/':
		return c;
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	default:
		return 0;
	}
}

static size_t put_utf8(char *to, uint32_t c)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xc0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xe0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3f));
		to[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3f));
	to[2] = (char)(0x80 | (c >> 6 & 0x3f));
	to[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

/* Step over the escape at p; false if it is none. */
static bool pass_escape(struct run *r)
{
	size_t len;

	if (r->end - r->p < 2)
		return bad(r);
	if (plain_escape(r->p[1])) {
		r->p += 2;
		return true;
	}
	if (r->p[1] != 'u' || !code_point(r->p, r->end, &len))
		return bad(r);
	r->p += len;
	return true;
}

/* A checked text without its escapes; it only gets shorter. */
static size_t unescape(char *to, struct cti__str s)
{
	const char *p = s.p, *end = s.p + s.n, *slash;
	size_t n = 0, len;

	while (p < end) {
		slash = memchr(p, '\\', (size_t)(end - p));
		len = (size_t)((slash ? slash : end) - p);
		memcpy(to + n, p, len);
		n += len;
		p += len;
		if (!slash)
			break;
		if (p[1] != 'u') {
			to[n++] = plain_escape(p[1]);
			p += 2;
			continue;
		}
		n += put_utf8(to + n, code_point(p, end, &len));
		p += len;
	}
	return n;
}

static bool put_text(struct run *r, struct cti__str *s)
{
	char *to;

	/* Never more than the text itself has: reserved at once, it stays. */
	cti__buf_clear(r->scratch);
	if (cti__buf_reserve(r->scratch, (size_t)(r->end - r->begin)))
		return stop(r, CTI_ENOMEM);
	to = r->scratch->p + (s->p - r->begin);
	s->n = unescape(to, *s);
	s->p = to;
	return true;
}

/* A text; p stands behind its first quote. out may be NULL. */
static bool read_text(struct run *r, struct cti__str *out)
{
	const char *first = r->p;
	bool escaped = false;
	size_t unit;

	for (;;) {
		r->p = plain_end(r->p, r->end);
		if (r->p == r->end)
			return bad(r);
		if (*r->p == '"')
			break;
		if (*r->p == '\\') {
			escaped = true;
			if (!pass_escape(r))
				return false;
			continue;
		}
		if ((unsigned char)*r->p < 0x20)
			return bad(r);
		unit = cti__utf8_unit(r->p, (size_t)(r->end - r->p));
		if (!unit)
			return bad(r);
		r->p += unit;
	}
	r->p++;
	if (!out)
		return true;
	*out = cti__str_n(first, (size_t)(r->p - 1 - first));
	return !escaped || put_text(r, out);
}

static bool read_digits(struct run *r)
{
	const char *first = r->p;

	while (r->p < r->end && *r->p >= '0' && *r->p <= '9')
		r->p++;
	return r->p > first || bad(r);
}

static bool read_number(struct run *r)
{
	const char *first;

	if (*r->p == '-')
		r->p++;
	first = r->p;
	if (!read_digits(r))
		return false;
	if (*first == '0' && r->p - first > 1)
		return bad(r);
	if (r->p < r->end && *r->p == '.') {
		r->p++;
		if (!read_digits(r))
			return false;
	}
	if (r->p < r->end && (*r->p == 'e' || *r->p == 'E')) {
		r->p++;
		if (r->p < r->end && (*r->p == '+' || *r->p == '-'))
			r->p++;
		return read_digits(r);
	}
	return true;
}

static bool read_word(struct run *r, struct cti__scan_value *out)
{
	static const struct {
		struct cti__str word;
		enum cti__scan_type type;
	} words[] = {
		{ { "true", 4 }, CTI__SCAN_BOOL },
		{ { "false", 5 }, CTI__SCAN_BOOL },
		{ { "null", 4 }, CTI__SCAN_NULL },
	};
	struct cti__str rest = cti__str_n(r->p, (size_t)(r->end - r->p));
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!cti__str_starts(rest, words[i].word))
			continue;
		r->p += words[i].word.n;
		out->type = words[i].type;
		return true;
	}
	return bad(r);
}

static bool read_value(struct run *r, size_t node, struct cti__scan_value *out);

/* Keep the value of a wanted path, and ask the gate. */
static bool keep(struct run *r, size_t path, const struct cti__scan_value *got)
{
	struct cti__scan *scan = r->scan;

	if (r->value[path].type)
		return true;
	r->value[path] = *got;
	if (path < scan->gates && scan->gate &&
	    !scan->gate(scan->user, path, r->value))
		return stop(r, CTI__SCAN_DROPPED);
	return true;
}

/* "name": value, in the object of a node; 0: nothing in it is wanted. */
static bool read_member(struct run *r, size_t node)
{
	const struct cti__scan_names *names = r->scan->names;
	bool look = r->value && (node || r->depth == 1);
	struct cti__scan_value got;
	struct cti__str name;
	size_t child;

	if (!next_is(r, '"') || !read_text(r, look ? &name : NULL))
		return r->err ? false : bad(r);
	if (!next_is(r, ':'))
		return bad(r);
	child = look ? find_node(names, node, name) : 0;
	if (!read_value(r, child, &got))
		return false;
	return !child || names->node[child].path < 0 ||
	       keep(r, (size_t)names->node[child].path, &got);
}

static bool read_object(struct run *r, size_t node)
{
	if (next_is(r, '}'))
		return true;
	do {
		if (!read_member(r, node))
			return false;
	} while (next_is(r, ','));
	return next_is(r, '}') || bad(r);
}

static bool read_list(struct run *r)
{
	struct cti__scan_value item;

	if (next_is(r, ']'))
		return true;
	do {
		if (!read_value(r, 0, &item))
			return false;
	} while (next_is(r, ','));
	return next_is(r, ']') || bad(r);
}

/* An object or list, p at its bracket. */
static bool read_nested(struct run *r, size_t node, bool is_object)
{
	bool ok;

	if (r->depth == CTI__SCAN_DEPTH)
		return bad(r);
	r->depth++;
	r->p++;
	ok = is_object ? read_object(r, node) : read_list(r);
	r->depth--;
	return ok;
}

/* Any value, where the object of a node wants one; 0: nobody wants it. */
static bool read_value(struct run *r, size_t node, struct cti__scan_value *out)
{
	const char *first;
	bool ok;

	skip_blanks(r);
	if (r->p == r->end)
		return bad(r);
	first = r->p;
	*out = (struct cti__scan_value){ CTI__SCAN_NONE, CTI__STR_NONE };
	switch (*first) {
	case '"':
		out->type = CTI__SCAN_TEXT;
		r->p++;
		return read_text(r, node ? &out->s : NULL);
	case '{':
		out->type = CTI__SCAN_OBJECT;
		if (node && !r->scan->names->node[node].inside)
			node = 0;
		ok = read_nested(r, node, true);
		break;
	case '[':
		out->type = CTI__SCAN_LIST;
		ok = read_nested(r, 0, false);
		break;
	default:
		if (*first == '-' || (*first >= '0' && *first <= '9')) {
			out->type = CTI__SCAN_NUMBER;
			ok = read_number(r);
		} else {
			ok = read_word(r, out);
		}
	}
	if (out->type != CTI__SCAN_NULL)
		out->s = cti__str_n(first, (size_t)(r->p - first));
	return ok;
}

int cti__scan(struct cti__scan *scan, struct cti__str text,
	      struct cti__scan_value *value)
{
	struct run r = { .scan = scan,
			 .value = value,
			 .scratch = &scan->scratch };

	memset(value, 0, scan->names->paths * sizeof(*value));
	r.begin = r.p = text.p;
	r.end = text.n ? text.p + text.n : text.p;
	skip_blanks(&r);
	if (r.p == r.end || *r.p != '{')
		return CTI_EFORMAT;
	if (!read_nested(&r, 0, true))
		return r.err;
	skip_blanks(&r);
	return r.p == r.end ? 0 : CTI_EFORMAT;
}

/* The opening bracket or a comma, whichever is due; 0: the list is at its end.
 */
static int before_item(struct run *r)
{
	bool begins = next_is(r, '[');

	if (next_is(r, ']')) {
		skip_blanks(r);
		return r->p == r->end ? 0 : CTI_EFORMAT;
	}
	return begins || next_is(r, ',') ? 1 : CTI_EFORMAT;
}

int cti__scan_next(struct cti__scan *scan, struct cti__str *list,
		   struct cti__scan_value *item)
{
	struct run r = { .scan = scan, .scratch = &scan->item, .depth = 1 };
	int err;

	if (!list->n)
		return 0;
	r.begin = r.p = list->p;
	r.end = list->p + list->n;
	err = before_item(&r);
	if (err <= 0) {
		*list = CTI__STR_NONE;
		return err;
	}
	if (next_is(&r, '"')) {
		item->type = CTI__SCAN_TEXT;
		(void)read_text(&r, &item->s);
	} else {
		(void)read_value(&r, 0, item);
	}
	skip_blanks(&r);
	if (!r.err && (r.p == r.end || (*r.p != ',' && *r.p != ']')))
		r.err = CTI_EFORMAT;
	*list = r.err ? CTI__STR_NONE : cti__str_n(r.p, (size_t)(r.end - r.p));
	return r.err ? r.err : 1;
}
