/* SPDX-License-Identifier: MIT */
/*
 * Takes apart what was sent as the receivers do it, with all their habits: a
 * line ends at any CR or LF, quotes and backslashes count where they do there.
 */
#include "sinks.h"
#include "util/alloc.h"

#include <json-c/json.h>

#include <stdlib.h>
#include <string.h>

/* Asterisk's manager. */

/* Asterisk cuts a Variable at commas outside quotes and brackets, and drops
   quotes and the backslash before a byte. */
static void add_variables(struct pieces *to, struct cti__str text)
{
	struct cti__buf one = { 0 };
	int round = 0, square = 0;
	bool quoted = false;
	size_t i;

	for (i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == ',' && !round && !square && !quoted) {
			pieces_add(to, cti__str_n(one.p, one.n));
			cti__buf_clear(&one);
			continue;
		}
		round += c == '(' ? 1 : c == ')' && round ? -1 : 0;
		square += c == '[' ? 1 : c == ']' && square ? -1 : 0;
		if (c == '"')
			quoted = !quoted;
		else if (c == '\\' && i + 1 < text.n)
			cti__buf_char(&one, text.p[++i]);
		else
			cti__buf_char(&one, c);
	}
	pieces_add(to, cti__str_n(one.p, one.n));
	cti__buf_fini(&one);
}

static void add_header(struct pieces *to, struct cti__str line)
{
	struct cti__str value, name = cti__str_cut(line, ':', &value);

	if (cti__str_is(name, "ActionID"))
		return;
	pieces_add(to, name);
	if (value.n && *value.p == ' ')
		value = cti__str_sub(value, 1, value.n);
	if (cti__str_is(name, "Variable"))
		add_variables(to, value);
	else
		pieces_add(to, value);
}

void pieces_of_ami(struct pieces *to, struct cti__str sent)
{
	size_t from = 0, i;

	for (i = 0; i < sent.n; i++) {
		if (sent.p[i] != '\r' && sent.p[i] != '\n')
			continue;
		add_header(to, cti__str_sub(sent, from, i - from));
		if (sent.p[i] == '\r' && i + 1 < sent.n &&
		    sent.p[i + 1] == '\n')
			i++;
		from = i + 1;
	}
	pieces_add(to, cti__str_sub(sent, from, sent.n));
}

/* FreeSWITCH. */

/* One piece without its quotes, outer blanks and backslashes: what each of its
   separations does to each part. */
static void clean(struct cti__buf *out, struct cti__str part, char delimiter)
{
	static const char from[] = "nrts", into[] = "\n\r\t ";
	bool quoted = false;
	size_t i = 0, keep = 0;
	const char *at;

	while (i < part.n && part.p[i] == ' ')
		i++;
	for (; i < part.n; i++) {
		char c = part.p[i], next = i + 1 < part.n ? part.p[i + 1] : 0;

		at = next ? strchr(from, next) : NULL;
		if (c == '\\' && next &&
		    (strchr("'\"\\", next) || next == delimiter || at)) {
			cti__buf_char(out, at ? into[at - from] : next);
			keep = out->n;
			i++;
		} else if (c == '\'' && (quoted || memchr(part.p + i + 1, '\'',
							  part.n - i - 1))) {
			quoted = !quoted;
			if (quoted)
				keep = out->n;
		} else {
			cti__buf_char(out, c);
			if (c != ' ' || quoted)
				keep = out->n;
		}
	}
	if (keep < out->n)
		out->n = keep;
}

/* The first part of text, at most all of it; text moves behind it. */
static void cut(struct cti__buf *out, struct cti__str *text, char delimiter)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < text->n; i++) {
		char c = text->p[i];

		if (c == '\\')
			i++;
		else if (c == '\'' &&
			 (delimiter == ' ' || quoted ||
			  memchr(text->p + i + 1, '\'', text->n - i - 1)))
			quoted = !quoted;
		else if (c == delimiter && !quoted)
			break;
	}
	if (i > text->n)
		i = text->n;
	clean(out, cti__str_sub(*text, 0, i),
	      delimiter == ' ' ? '\0' : delimiter);
	*text = cti__str_sub(*text, i + 1, text->n);
	while (delimiter == ' ' && text->n && *text->p == ' ')
		*text = cti__str_sub(*text, 1, text->n);
}

/* "name=value", the third time that a value is taken apart. */
static void add_variable(struct pieces *to, struct cti__str text)
{
	struct cti__buf name = { 0 }, value = { 0 };

	cut(&name, &text, '=');
	clean(&value, text, '=');
	pieces_add(to, cti__str_n(name.p, name.n));
	pieces_add(to, cti__str_n(value.p, value.n));
	cti__buf_fini(&name);
	cti__buf_fini(&value);
}

static void add_braces(struct pieces *to, struct cti__str text)
{
	struct cti__buf one = { 0 };

	while (text.n) {
		cti__buf_clear(&one);
		cut(&one, &text, ',');
		add_variable(to, cti__str_n(one.p, one.n));
	}
	cti__buf_fini(&one);
}

/* An argument, its quotes gone: perhaps variables and a dial string. */
static void add_argument(struct pieces *to, struct cti__str text)
{
	size_t close = cti__str_chr(text, '}');

	/* Anything that FreeSWITCH would expand. */
	pieces_add(to, cti__str_chr(text, '$') < text.n ? CTI__STR("expanded")
							: CTI__STR("as is"));
	if (text.n && *text.p == '{' && close < text.n) {
		add_braces(to, cti__str_sub(text, 1, close - 1));
		text = cti__str_sub(text, close + 1, text.n);
	}
	pieces_add(to, text);
}

static void add_command(struct pieces *to, struct cti__str line)
{
	struct cti__buf one = { 0 };

	while (line.n) {
		cti__buf_clear(&one);
		cut(&one, &line, ' ');
		add_argument(to, cti__str_n(one.p, one.n));
	}
	cti__buf_fini(&one);
}

void pieces_of_esl(struct pieces *to, struct cti__str sent)
{
	struct cti__str line;
	bool first = true;

	while (sent.n) {
		line = cti__str_cut(sent, '\n', &sent);
		assert_true(cti__str_chr(line, '\r') == line.n);
		assert_true(cti__str_chr(line, '\0') == line.n);
		if (first)
			add_command(to, line);
		else
			pieces_add(to, line);
		first = !line.n;
	}
}

/* The web server. */

static void add_decoded(struct pieces *to, struct cti__str text)
{
	struct cti__buf plain = { 0 };
	size_t i;

	for (i = 0; i < text.n; i++) {
		char c = text.p[i];
		int high = i + 2 < text.n ? cti__hex_digit(text.p[i + 1]) : -1;
		int low = i + 2 < text.n ? cti__hex_digit(text.p[i + 2]) : -1;

		if (c == '%') {
			assert_true(high >= 0 && low >= 0);
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		}
		cti__buf_char(&plain, c);
	}
	pieces_add(to, cti__str_n(plain.p, plain.n));
	cti__buf_fini(&plain);
}

static void add_path(struct pieces *to, struct cti__str path)
{
	size_t from = 0, i;

	for (i = 0; i <= path.n; i++) {
		if (i < path.n) {
			/* Only what a request line may have. */
			assert_true(path.p[i] > ' ' && path.p[i] < 0x7f);
			assert_true(path.p[i] != '#');
			if (!strchr("/?&=", path.p[i]))
				continue;
			pieces_add(to, cti__str_sub(path, i, 1));
		}
		add_decoded(to, cti__str_sub(path, from, i - from));
		from = i + 1;
	}
}

static void add_json(struct pieces *to, struct json_object *value)
{
	struct json_object_iterator at, end;
	struct json_object *member;

	if (!json_object_is_type(value, json_type_object)) {
		pieces_add(to, cti__str_n(json_object_get_string(value),
					  (size_t)json_object_get_string_len(
						  value)));
		return;
	}
	at = json_object_iter_begin(value);
	end = json_object_iter_end(value);
	for (; !json_object_iter_equal(&at, &end); json_object_iter_next(&at)) {
		pieces_add(to, cti__str(json_object_iter_peek_name(&at)));
		member = json_object_iter_peek_value(&at);
		add_json(to, member);
	}
}

static void add_body(struct pieces *to, struct cti__str body)
{
	struct json_tokener *reader = json_tokener_new();
	struct json_object *value;

	assert_non_null(reader);
	json_tokener_set_flags(reader, JSON_TOKENER_STRICT |
					       JSON_TOKENER_VALIDATE_UTF8);
	value = json_tokener_parse_ex(reader, body.p, (int)body.n);
	assert_int_equal(json_tokener_get_error(reader), json_tokener_success);
	add_json(to, value);
	json_object_put(value);
	json_tokener_free(reader);
}

void pieces_of_http(struct pieces *to, struct cti__str sent)
{
	pieces_add(to, cti__str_cut(sent, ' ', &sent));
	add_path(to, cti__str_cut(sent, ' ', &sent));
	if (sent.n)
		add_body(to, sent);
}
