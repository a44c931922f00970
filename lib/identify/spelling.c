/* SPDX-License-Identifier: MIT */
/* The digits in a number as people, switches and files spell it. */
#include "identify/spelling.h"

/* A text is cut behind this: no number is as long. */
#define TEXT_MAX  256
/* Fewer zeros than these may be somebody's extension. */
#define ZEROS_MIN 6

/* Behind a number: what follows is an extension. Longest first. */
static const char *const extension_marks[] = {
	"extension", "durchwahl", "poste", "ext",    "dw",     "x",
	"#",	     ",",	  ";",	   "分机号", "分機號", "转分机",
	"轉分機",    "分机",	  "分機",  "内线",   "內線",   "内線",
	"转接",	     "轉接",	  "转",	   "轉",
};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_far(char c)
{
	return ((unsigned char)c & 0x80) != 0;
}

/* The plain sign that a code point stands for; 0 if it is none. */
static char plain(uint32_t point)
{
	if (point >= 0xff01 && point <= 0xff5e)
		return (char)(point - 0xff01 + '!'); /* full-width ASCII */
	if (point >= 0x660 && point <= 0x669)
		return (char)(point - 0x660 + '0');
	if (point >= 0x6f0 && point <= 0x6f9)
		return (char)(point - 0x6f0 + '0');
	if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212 ||
	    point == 0x30fc || point == 0x2500)
		return '-';
	/* Blanks of all widths, and marks that cannot be seen. */
	if (point == 0xa0 || point == 0x3000 || point == 0xfeff ||
	    (point >= 0x2000 && point <= 0x200f) ||
	    (point >= 0x202a && point <= 0x202f) ||
	    (point >= 0x2060 && point <= 0x2069))
		return ' ';
	return point == 0x3001 ? ',' : 0;
}

/* A code point of two or three bytes; returns how many, or 1 for any other. */
static size_t point_at(const unsigned char *p, size_t n, uint32_t *point)
{
	*point = 0;
	if (n > 1 && (p[0] & 0xe0) == 0xc0) {
		*point = (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
		return 2;
	}
	if (n > 2 && (p[0] & 0xf0) == 0xe0) {
		*point = (uint32_t)(p[0] & 0xf) << 12 |
			 (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
		return 3;
	}
	return 1;
}

/* Copy with plain signs for what only looks different. */
static size_t fold(char *out, struct cti__str text)
{
	size_t n = 0, i = 0, step;
	uint32_t point;
	char c;

	while (i < text.n && n + 4 < TEXT_MAX) {
		c = text.p[i];
		step = 1;
		if (is_far(c)) {
			step = point_at((const unsigned char *)text.p + i,
					text.n - i, &point);
			c = point ? plain(point) : 0;
			if (!c) {
				memcpy(out + n, text.p + i, step);
				n += step;
				i += step;
				continue;
			}
		}
		out[n++] = (unsigned char)c < ' ' ? ' ' : c;
		i += step;
	}
	return n;
}

static bool has_digit(struct cti__str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if (is_digit(s.p[i]))
			return true;
	return false;
}

/* "Li" <sip:1001@host>: the part in the brackets. */
static struct cti__str unwrap(struct cti__str s)
{
	size_t open = cti__str_rchr(s, '<');
	struct cti__str rest;

	if (open == s.n)
		return s;
	return cti__str_cut(cti__str_sub(s, open + 1, s.n), '>', &rest);
}

/* %2B becomes +: in place. */
static struct cti__str unescape(char *p, size_t n)
{
	size_t from, to = 0;

	for (from = 0; from < n; from++) {
		if (n - from > 2 && memcmp(p + from, "%2", 2) == 0 &&
		    (p[from + 2] == 'B' || p[from + 2] == 'b')) {
			p[to++] = '+';
			from += 2;
		} else if (n - from > 2 && memcmp(p + from, "%20", 3) == 0) {
			p[to++] = ' ';
			from += 2;
		} else {
			p[to++] = p[from];
		}
	}
	return cti__str_n(p, to);
}

/* The value of ";name=" among a URI's parameters. */
static struct cti__str param(struct cti__str params, struct cti__str name)
{
	struct cti__str one;

	while (params.n) {
		one = cti__str_cut(params, ';', &params);
		if (cti__str_ieq(cti__str_sub(one, 0, name.n), name) &&
		    one.n > name.n && one.p[name.n] == '=')
			return cti__str_sub(one, name.n + 1, one.n);
	}
	return CTI__STR_NONE;
}

static void take_digit(struct cti__spelling *out, char c)
{
	if (out->n + 1u < sizeof(out->digits))
		out->digits[out->n++] = c;
	else
		out->kind = CTI__SPELLING_NAME; /* far too long */
}

static void take_extension(struct cti__spelling *out, struct cti__str s)
{
	size_t n = 0, i;

	for (i = 0; i < s.n && n + 1 < sizeof(out->extension); i++) {
		if (is_digit(s.p[i]))
			out->extension[n++] = s.p[i];
		else if (n || is_letter(s.p[i]))
			break;
	}
	out->extension[n] = '\0';
}

/* Whether an extension mark stands here; takes the extension then. */
static bool at_extension(struct cti__spelling *out, struct cti__str s)
{
	struct cti__str mark;
	size_t i;

	if (!is_letter(s.p[0]) && !is_far(s.p[0]) && !strchr("#,;", s.p[0]))
		return false;
	/* 9,138...: the pause behind an outside prefix. */
	if (out->n < 3 && s.p[0] == ',')
		return false;
	for (i = 0; i < COUNT(extension_marks); i++) {
		mark = cti__str(extension_marks[i]);
		if (!cti__str_ieq(cti__str_sub(s, 0, mark.n), mark))
			continue;
		take_extension(out, cti__str_sub(s, mark.n, s.n));
		if (out->extension[0])
			return true;
	}
	return false;
}

/* (0) in +49 (0)711 is not dialled from abroad. */
static bool at_silent_zero(const struct cti__spelling *out, struct cti__str s)
{
	return out->n && s.n >= 3 && memcmp(s.p, "(0)", 3) == 0 &&
	       (out->plus || memcmp(out->digits, "00", 2) == 0);
}

/* Words before the first digit: a label, or a name that only contains digits.
 */
static size_t skip_label(struct cti__str s, bool *glued)
{
	size_t i;

	*glued = false;
	for (i = 0; i < s.n && !is_digit(s.p[i]) && s.p[i] != '+'; i++)
		*glued = is_letter(s.p[i]) || s.p[i] == '*';
	return i;
}

static void read_digits(struct cti__spelling *out, struct cti__str s)
{
	bool glued;
	size_t i;
	char c;

	i = skip_label(s, &glued);
	if (glued)
		out->kind = CTI__SPELLING_NAME;
	for (; i < s.n; i++) {
		c = s.p[i];
		if (is_digit(c)) {
			take_digit(out, c);
		} else if (c == '+' && !out->n) {
			out->plus = true;
		} else if (out->n &&
			   at_extension(out, cti__str_sub(s, i, s.n))) {
			break;
		} else if (at_silent_zero(out, cti__str_sub(s, i, s.n))) {
			i += 2;
		} else if (c == '-') {
			out->dashes += out->n > out->dash;
			out->dash = out->n;
		} else if (is_letter(c) || c == '*' || c == '=') {
			/* 1001abc is a name, 1001 (home) has a label. */
			if (i && is_digit(s.p[i - 1]))
				out->kind = CTI__SPELLING_NAME;
			break;
		} else if (out->n && is_far(c)) {
			break;
		}
	}
	out->digits[out->n] = '\0';
}

/* tel:6234;phone-context=+8610: the context goes before. */
static void add_context(struct cti__spelling *out, struct cti__str context)
{
	size_t i;

	if (out->plus || context.n < 2 || context.p[0] != '+' ||
	    !cti__str_is_digits(cti__str_sub(context, 1, context.n)))
		return;
	context = cti__str_sub(context, 1, context.n);
	if (context.n + out->n + 1 > sizeof(out->digits))
		return;
	for (i = out->n + 1; i--;)
		out->digits[i + context.n] = out->digits[i];
	memcpy(out->digits, context.p, context.n);
	out->n = (uint8_t)(out->n + context.n);
	out->dash = 0;
	out->plus = true;
}

/* sip:user@host, tel:..., "Mobile: ...": what stands behind and before. */
static struct cti__str strip_address(struct cti__str s, struct cti__str *params)
{
	size_t at = cti__str_chr(s, ':');
	struct cti__str rest;

	if (at < s.n && !has_digit(cti__str_sub(s, 0, at)))
		s = cti__str_sub(s, at + 1, s.n);
	at = cti__str_chr(s, '@');
	if (at < s.n) /* and user:password before it */
		s = cti__str_cut(cti__str_sub(s, 0, at), ':', &rest);
	at = cti__str_chr(s, ';');
	*params = CTI__STR_NONE;
	if (at < s.n &&
	    cti__str_chr(cti__str_sub(s, at, s.n), '=') < s.n - at) {
		*params = cti__str_sub(s, at + 1, s.n);
		s = cti__str_sub(s, 0, at);
	}
	return s;
}

/*
 * Numbers that say there is none: nothing but zeros, as FreeSWITCH puts where
 * it has none, and what spells it out.
 */
static bool is_no_number(const struct cti__spelling *s)
{
	size_t zeros = strspn(s->digits, "0");

	if (s->n >= ZEROS_MIN && zeros == s->n)
		return true;
	return cti__spelling_is_anonymous(s->digits + zeros);
}

bool cti__spelling_is_anonymous(const char *digits)
{
	return strcmp(digits, "266696687") == 0;
}

void cti__spelling_read(struct cti__spelling *out, struct cti__str text)
{
	char plain_text[TEXT_MAX];
	struct cti__str s, params, ext;

	memset(out, 0, sizeof(*out));
	s = unescape(plain_text, fold(plain_text, text));
	s = strip_address(cti__str_trim(unwrap(s)), &params);
	s = cti__str_trim(s);
	if (s.n == 0 || (!has_digit(s) && cti__withheld_is(s))) {
		out->kind = CTI__SPELLING_WITHHELD;
		return;
	}
	if (!has_digit(s))
		return;
	out->kind = CTI__SPELLING_NUMBER;
	read_digits(out, s);
	ext = param(params, CTI__STR("ext"));
	if (ext.n)
		take_extension(out, ext);
	add_context(out, param(params, CTI__STR("phone-context")));
	if (out->kind == CTI__SPELLING_NUMBER && is_no_number(out))
		out->kind = CTI__SPELLING_WITHHELD;
}
