/* SPDX-License-Identifier: MIT */
/* How other languages read a literal, by their manuals and not by our encoders.
 */
#include "readers.h"
#include "util/utf8.h"

#include <json-c/json.h>

#include <stdio.h>
#include <string.h>

static void skip(struct cti__str *text, size_t n)
{
	*text = cti__str_sub(*text, n, text->n);
}

/* Up to a closing quote that no backslash precedes. */
static bool escaped(struct cti__buf *out, struct cti__str *text, char quote,
		    const char *special)
{
	size_t i = 1;

	if (!text->n || text->p[0] != quote)
		return false;
	for (; i < text->n && text->p[i] != quote; i++) {
		if (text->p[i] == '\\' && ++i == text->n)
			return false;
		/* A line never goes on in the next. */
		if ((unsigned char)text->p[i] < ' ')
			return false;
		if (special && text->p[i - 1] != '\\' &&
		    strchr(special, text->p[i]))
			return false;
		cti__buf_char(out, text->p[i]);
	}
	if (i >= text->n)
		return false;
	skip(text, i);
	return true;
}

bool readers_soql(struct cti__buf *out, struct cti__str *text)
{
	return escaped(out, text, '\'', NULL);
}

bool readers_sosl(struct cti__buf *out, struct cti__str *text)
{
	return escaped(out, text, '"', NULL);
}

bool readers_phrase(struct cti__buf *out, struct cti__str *text)
{
	return escaped(out, text, '"', NULL);
}

/* Two quotes are one. */
bool readers_odata(struct cti__buf *out, struct cti__str *text)
{
	size_t i = 1;

	if (!text->n || text->p[0] != '\'')
		return false;
	for (; i < text->n; i++) {
		if ((unsigned char)text->p[i] < ' ')
			return false;
		if (text->p[i] == '\'') {
			if (i + 1 == text->n || text->p[i + 1] != '\'') {
				skip(text, i);
				return true;
			}
			i++;
		}
		cti__buf_char(out, text->p[i]);
	}
	return false;
}

/* A criterion: (field:equals:value), with backslashes inside. */
bool readers_zoho(struct cti__buf *out, struct cti__str *text)
{
	size_t i = 0;

	for (; i < text->n && text->p[i] != ')'; i++) {
		if (strchr("(,:", text->p[i]))
			return false;
		if (text->p[i] == '\\' && ++i == text->n)
			return false;
		cti__buf_char(out, text->p[i]);
	}
	skip(text, i);
	return true;
}

/* RFC 4515: a backslash and two digits, up to the bracket. */
bool readers_ldap(struct cti__buf *out, struct cti__str *text)
{
	size_t i = 0;
	int high, low;

	for (; i < text->n && text->p[i] != ')'; i++) {
		if (!text->p[i] || strchr("*(", text->p[i]))
			return false;
		if (text->p[i] != '\\') {
			cti__buf_char(out, text->p[i]);
			continue;
		}
		high = i + 2 < text->n ? cti__hex_digit(text->p[i + 1]) : -1;
		low = i + 2 < text->n ? cti__hex_digit(text->p[i + 2]) : -1;
		if (high < 0 || low < 0)
			return false;
		cti__buf_char(out, (char)(high << 4 | low));
		i += 2;
	}
	skip(text, i);
	return true;
}

bool readers_header(struct cti__buf *out, struct cti__str *text)
{
	size_t i = 0;

	while (i < text->n && text->p[i] && text->p[i] != '\r' &&
	       text->p[i] != '\n')
		cti__buf_char(out, text->p[i++]);
	skip(text, i);
	return true;
}

bool readers_base64(struct cti__buf *out, struct cti__str *text)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				     "opqrstuvwxyz0123456789+/";
	uint32_t bits = 0;
	size_t i = 0, count = 0;
	const char *at;

	for (; i < text->n && text->p[i] != '\r' && text->p[i] != '='; i++) {
		at = memchr(digits, text->p[i], 64);
		if (!at)
			return false;
		bits = bits << 6 | (uint32_t)(at - digits);
		if (++count % 4 != 1)
			cti__buf_char(out, (char)(bits >>
						  (6 - 2 * ((count - 1) % 4))));
	}
	while (i < text->n && text->p[i] == '=')
		i++;
	skip(text, i);
	return true;
}

/* json-c, of the list that the literal begins. */
bool readers_json(struct cti__buf *out, struct cti__str *text)
{
	struct json_tokener *reader = json_tokener_new();
	struct cti__buf list = { 0 };
	struct json_object *value, *first;
	bool ok = false;

	cti__buf_char(&list, '[');
	cti__buf_str(&list, *text);
	json_tokener_set_flags(reader, JSON_TOKENER_STRICT |
					       JSON_TOKENER_VALIDATE_UTF8);
	value = json_tokener_parse_ex(reader, list.p, (int)list.n);
	if (value && json_object_array_length(value) == 2) {
		first = json_object_array_get_idx(value, 0);
		cti__buf_add(out, json_object_get_string(first),
			     (size_t)json_object_get_string_len(first));
		/* Its own reader has found the end. */
		skip(text, text->n - strlen("\",1]"));
		ok = true;
	}
	json_object_put(value);
	json_tokener_free(reader);
	cti__buf_fini(&list);
	return ok;
}

struct cti__str readers_mend(struct cti__buf *out, struct cti__str value)
{
	size_t i, unit;

	for (i = 0; i < value.n; i += unit) {
		unit = cti__utf8_unit(value.p + i, value.n - i);
		if (unit)
			cti__buf_add(out, value.p + i, unit);
		else
			cti__buf_text(out, "\xef\xbf\xbd");
		unit += !unit;
	}
	return cti__str_n(out->p, out->n);
}

uint32_t readers_code(const char *p, size_t n)
{
	static const unsigned char mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t code = (unsigned char)p[0] & mask[n];
	size_t i;

	for (i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)p[i] & 0x3f);
	return code;
}

bool readers_steers(uint32_t code)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {
		{ 0, 0x1f },	      /* controls, ESC among them */
		{ 0x7f, 0x9f },	      /* DEL; CSI and OSC of one byte */
		{ 0x61c, 0x61c },     /* Arabic letter mark */
		{ 0x200e, 0x200f },   /* marks of direction */
		{ 0x2028, 0x202e },   /* ends of lines; embeddings, overrides */
		{ 0x2066, 0x2069 },   /* isolates */
		{ 0xe0000, 0xe007f }, /* tags: text that nobody sees */
	};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].from && code <= ranges[i].to)
			return true;
	return false;
}

/* One cell; the byte that ended it, 0 for the end of the text. */
static int read_cell(struct cti__str *text, struct cti__buf *out)
{
	bool quoted = text->n && *text->p == '"';
	size_t i = quoted;
	int end;

	for (; i < text->n; i++) {
		char c = text->p[i];

		if (quoted && c == '"') {
			if (i + 1 < text->n && text->p[i + 1] == '"') {
				i++;
			} else {
				i++;
				break;
			}
		} else if (!quoted && (c == ',' || c == '\n')) {
			break;
		} else if (!quoted && (c == '"' || c == '\r')) {
			return -1;
		}
		cti__buf_char(out, c);
	}
	if (i >= text->n) {
		skip(text, text->n);
		return 0;
	}
	end = text->p[i];
	skip(text, i + 1);
	return end == ',' || end == '\n' ? end : -1;
}

bool readers_csv(struct cti__str *text, readers_cell_fn *fn, void *user)
{
	struct cti__buf cell = { 0 };
	size_t column = 0;
	int end = ',';

	if (!text->n)
		return false;
	while (end == ',') {
		cti__buf_clear(&cell);
		end = read_cell(text, &cell);
		if (end >= 0)
			fn(user, column++, cti__str_n(cell.p, cell.n));
	}
	cti__buf_fini(&cell);
	return end >= 0;
}

bool readers_is_shown(struct cti__str text)
{
	size_t i, unit;

	for (i = 0; i < text.n; i += unit) {
		unit = cti__utf8_unit(text.p + i, text.n - i);
		if (!unit || (text.p[i] != '\n' &&
			      readers_steers(readers_code(text.p + i, unit))))
			return false;
	}
	return true;
}

bool readers_member(struct cti__buf *out, struct cti__str object,
		    const char *name)
{
	struct json_tokener *reader = json_tokener_new();
	struct json_object *value, *member;
	bool ok;

	json_tokener_set_flags(reader, JSON_TOKENER_STRICT |
					       JSON_TOKENER_VALIDATE_UTF8);
	value = json_tokener_parse_ex(reader, object.p, (int)object.n);
	ok = value && json_tokener_get_error(reader) == json_tokener_success;
	if (ok && json_object_object_get_ex(value, name, &member))
		cti__buf_add(out, json_object_get_string(member),
			     (size_t)json_object_get_string_len(member));
	json_object_put(value);
	json_tokener_free(reader);
	return ok;
}

static size_t word_at(struct cti__str line, size_t i)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_:";
	size_t from = i;

	while (i < line.n && memchr(letters, line.p[i], sizeof(letters) - 1))
		i++;
	return i - from;
}

/* name="value": a backslash before a quote, a backslash or n. 0: it is none. */
static size_t label_at(struct cti__str line, size_t i)
{
	size_t from = i, n = word_at(line, i);

	i += n;
	if (!n || i + 1 >= line.n || line.p[i] != '=' || line.p[i + 1] != '"')
		return 0;
	for (i += 2; i < line.n && line.p[i] != '"'; i++)
		if (line.p[i] == '\\' &&
		    (++i == line.n || !memchr("\"\\n", line.p[i], 3)))
			return 0;
	return i < line.n ? i + 1 - from : 0;
}

bool readers_prometheus(struct cti__str line)
{
	size_t i = word_at(line, 0), n;
	double value;
	char end;

	if (cti__str_starts(line, CTI__STR("# HELP ")) ||
	    cti__str_starts(line, CTI__STR("# TYPE ")))
		return true;
	if (!i || i >= line.n || line.p[i] != '{')
		return false;
	do {
		n = label_at(line, ++i);
		i += n;
	} while (n && i < line.n && line.p[i] == ',');
	if (!n || i + 1 >= line.n || line.p[i] != '}' || line.p[i + 1] != ' ')
		return false;
	/* The line ends where the text goes on, so nothing else follows. */
	return sscanf(line.p + i + 2, "%lf%c", &value, &end) == 2 &&
	       end == '\n';
}
