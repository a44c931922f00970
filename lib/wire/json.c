/* SPDX-License-Identifier: MIT */
/* Strict JSON: a check of every byte of our own, then json-c builds the tree. */
#include "wire/json.h"
#include "util/alloc.h"
#include "util/say.h"
#include "util/utf8.h"
#include "wire/unit16.h"

#include <cti/error.h>

#include <json-c/json.h>
#include <limits.h>
#include <stdlib.h>

/* A name of a member and the object it stands in. */
struct name {
	size_t object, at, n;
};

struct check {
	const char *start, *p, *end;
	const char *why; /* the first thing wrong, at p */
	size_t depth;
	size_t objects;
	struct cti__buf *names; /* of struct name; NULL: not wanted */
	size_t members;
};

static bool bad(struct check *c, const char *why)
{
	if (!c->why)
		c->why = why;
	return false;
}

static void skip_blanks(struct check *c)
{
	while (c->p < c->end && (*c->p == ' ' || *c->p == '\t' ||
				 *c->p == '\r' || *c->p == '\n'))
		c->p++;
}

static bool digit(const struct check *c)
{
	return c->p < c->end && *c->p >= '0' && *c->p <= '9';
}

static bool check_digits(struct check *c)
{
	if (!digit(c))
		return bad(c, "a digit is missing");
	while (digit(c))
		c->p++;
	return true;
}

static bool check_number(struct check *c)
{
	if (*c->p == '-')
		c->p++;
	if (c->p < c->end && *c->p == '0') {
		c->p++;
		if (digit(c))
			return bad(c,
				   CTI__TEXT("a number does not begin with 0"));
	} else if (!check_digits(c)) {
		return false;
	}
	if (c->p < c->end && *c->p == '.') {
		c->p++;
		if (!check_digits(c))
			return false;
	}
	if (c->p < c->end && (*c->p == 'e' || *c->p == 'E')) {
		c->p++;
		if (c->p < c->end && (*c->p == '+' || *c->p == '-'))
			c->p++;
		return check_digits(c);
	}
	return true;
}

/* p stands behind \u. */
static bool check_unicode(struct check *c)
{
	int unit = cti__unit16(c->p, c->end), low = -1;

	if (unit < 0)
		return bad(c, "\\u wants four hexadecimal digits");
	if (!unit)
		return bad(c, "a character NUL is not allowed");
	if (unit >= 0xdc00 && unit < 0xe000)
		return bad(c, "half of a surrogate pair");
	if (unit >= 0xd800 && unit < 0xdc00) {
		if (c->end - c->p >= 10 && c->p[4] == '\\' && c->p[5] == 'u')
			low = cti__unit16(c->p + 6, c->end);
		if (low < 0xdc00 || low >= 0xe000)
			return bad(c, "half of a surrogate pair");
		c->p += 6;
	}
	c->p += 4;
	return true;
}

static bool check_escape(struct check *c)
{
	char ch;

	c->p++;
	ch = c->p < c->end ? *c->p : '\0';
	if (!ch || !strchr("\"\\/bfnrtu", ch))
		return bad(c, "unknown escape in a string");
	c->p++;
	return ch != 'u' || check_unicode(c);
}

static bool check_text(struct check *c)
{
	size_t n;

	c->p++;
	while (c->p < c->end) {
		if (*c->p == '"') {
			c->p++;
			return true;
		}
		if (*c->p == '\\') {
			if (!check_escape(c))
				return false;
			continue;
		}
		if ((unsigned char)*c->p < 0x20)
			return bad(c, "a control character in a string "
				      "must be escaped");
		n = cti__utf8_unit(c->p, (size_t)(c->end - c->p));
		if (!n)
			return bad(c, "this is no UTF-8");
		c->p += n;
	}
	return bad(c, "the string has no end");
}

static bool check_word(struct check *c)
{
	static const char *const words[] = { "true", "false", "null" };
	struct cti__str rest = cti__str_n(c->p, (size_t)(c->end - c->p));
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!cti__str_starts(rest, cti__str(words[i])))
			continue;
		c->p += strlen(words[i]);
		return true;
	}
	if (*c->p == '\'')
		return bad(c, "strings stand in double quotes");
	return bad(c, "a value is expected here");
}

static bool check_value(struct check *c);

/* "name": in an object. */
static bool check_name(struct check *c, size_t object)
{
	struct name name = { object, 0, 0 };

	skip_blanks(c);
	if (c->p == c->end || *c->p != '"')
		return bad(c, "a name in double quotes is expected here");
	name.at = (size_t)(c->p - c->start) + 1;
	if (!check_text(c))
		return false;
	name.n = (size_t)(c->p - c->start) - name.at - 1;
	c->members++;
	if (c->names)
		cti__buf_add(c->names, &name, sizeof(name));
	skip_blanks(c);
	if (c->p == c->end || *c->p != ':')
		return bad(c, "a colon is expected here");
	c->p++;
	return true;
}

/* An object or array up to its closing mark. */
static bool check_members(struct check *c, char close)
{
	size_t object = ++c->objects;

	c->p++;
	skip_blanks(c);
	if (c->p < c->end && *c->p == close) {
		c->p++;
		return true;
	}
	for (;;) {
		if (close == '}' && !check_name(c, object))
			return false;
		if (!check_value(c))
			return false;
		skip_blanks(c);
		if (c->p < c->end && *c->p == close) {
			c->p++;
			return true;
		}
		if (c->p == c->end || *c->p != ',')
			return bad(
				c,
				close == '}'
					? CTI__TEXT("a comma or } is missing")
					: CTI__TEXT("a comma or ] is missing"));
		c->p++;
	}
}

static bool check_value(struct check *c)
{
	bool ok;

	skip_blanks(c);
	if (c->p == c->end)
		return bad(c, "the document ends too early");
	switch (*c->p) {
	case '{':
	case '[':
		if (c->depth == CTI__JSON_MAX_DEPTH)
			return bad(c, "nested deeper than 32 levels");
		c->depth++;
		ok = check_members(c, *c->p == '{' ? '}' : ']');
		c->depth--;
		return ok;
	case '"':
		return check_text(c);
	case '-':
		return check_number(c);
	default:
		return digit(c) ? check_number(c) : check_word(c);
	}
}

static bool check_document(struct check *c, struct cti__str text,
			   struct cti__buf *names)
{
	memset(c, 0, sizeof(*c));
	c->start = c->p = text.n ? text.p : "";
	c->end = c->p + text.n;
	c->names = names;
	if (!check_value(c))
		return false;
	skip_blanks(c);
	return c->p == c->end || bad(c, "something stands behind the end");
}

static void say_place(struct cti__buf *why, const struct check *c)
{
	size_t line = 1, column = 1;
	const char *p;

	for (p = c->start; p < c->p; p++) {
		/* Columns count characters, not bytes. */
		if (*p == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)*p & 0xc0) != 0x80) {
			column++;
		}
	}
	cti__buf_printf(why, cti__say("line %zu, column %zu: "), line, column);
}

static void say(struct cti__buf *why, const struct check *c)
{
	if (!why)
		return;
	cti__buf_clear(why);
	say_place(why, c);
	cti__buf_text(why, cti__say(c->why));
}

/* What two names are compared by. qsort has no argument of its own. */
struct sortable {
	struct cti__str text;
	size_t object;
};

static int by_name(const void *a, const void *b)
{
	const struct sortable *x = a, *y = b;

	if (x->object != y->object)
		return x->object < y->object ? -1 : 1;
	return cti__str_cmp(x->text, y->text);
}

/* Which name stands twice; NULL if they differ as written (by escapes). */
static const struct sortable *find_twice(struct cti__buf *sorted)
{
	struct sortable *row = (struct sortable *)(void *)sorted->p;
	size_t count = sorted->n / sizeof(*row), i;

	if (sorted->err || !count)
		return NULL;
	qsort(row, count, sizeof(*row), by_name);
	for (i = 1; i < count; i++)
		if (!by_name(&row[i - 1], &row[i]))
			return row[i].text.p > row[i - 1].text.p ?
				       &row[i] :
				       &row[i - 1];
	return NULL;
}

static void say_twice(struct cti__buf *why, struct cti__str text)
{
	struct cti__buf names = { 0 }, sorted = { 0 };
	const struct sortable *twice;
	const struct name *name;
	struct sortable row;
	struct check c;
	size_t i;

	if (!why)
		return;
	cti__buf_clear(why);
	check_document(&c, text, &names);
	name = (const struct name *)(const void *)names.p;
	for (i = 0; i < names.n / sizeof(*name); i++) {
		row.object = name[i].object;
		row.text = cti__str_n(text.p + name[i].at, name[i].n);
		cti__buf_add(&sorted, &row, sizeof(row));
	}
	twice = find_twice(&sorted);
	if (twice) {
		c.p = twice->text.p;
		say_place(why, &c);
		cti__buf_printf(why,
				cti__say("the name \"%.*s\" stands here twice"),
				(int)(twice->text.n > 64 ? 64 : twice->text.n),
				twice->text.p);
	} else {
		cti__buf_text(why,
			      cti__say("a name stands twice in one object"));
	}
	cti__buf_fini(&names);
	cti__buf_fini(&sorted);
}

static size_t count_members(struct json_object *value)
{
	size_t n = 0, i;

	if (json_object_is_type(value, json_type_array)) {
		for (i = 0; i < json_object_array_length(value); i++)
			n += count_members(json_object_array_get_idx(value, i));
	} else if (json_object_is_type(value, json_type_object)) {
		json_object_object_foreach(value, key, member)
		{
			(void)key;
			n += 1 + count_members(member);
		}
	}
	return n;
}

static int build(struct json_object **out, struct cti__str text)
{
	enum json_tokener_error state;
	struct json_tokener *tok;
	int err = CTI_ENOMEM;

	*out = NULL;
	tok = json_tokener_new_ex(CTI__JSON_MAX_DEPTH + 1);
	if (!tok)
		return err;
	json_tokener_set_flags(tok, JSON_TOKENER_STRICT);
	*out = json_tokener_parse_ex(tok, text.p, (int)text.n);
	state = json_tokener_get_error(tok);
	/* A bare number at the top could go on: its end must be told. */
	if (state == json_tokener_continue) {
		*out = json_tokener_parse_ex(tok, "", 1);
		state = json_tokener_get_error(tok);
	}
	if (state == json_tokener_success)
		err = 0;
	json_tokener_free(tok);
	return err;
}

int cti__json_parse(struct cti__json **out, struct cti__str text, size_t max,
		    struct cti__buf *why)
{
	struct json_object *tree;
	struct check c;
	int err;

	*out = NULL;
	if (text.n > max || text.n > INT_MAX) {
		if (why) {
			cti__buf_clear(why);
			cti__buf_printf(why, cti__say("larger than %zu bytes"),
					max);
		}
		return CTI_ETOOBIG;
	}
	if (!check_document(&c, text, NULL)) {
		say(why, &c);
		return CTI_EFORMAT;
	}
	err = build(&tree, text);
	if (err)
		return err;
	if (count_members(tree) != c.members) {
		json_object_put(tree);
		say_twice(why, text);
		return CTI_EFORMAT;
	}
	/* json-c's value null is NULL; a document must be something. */
	if (!tree) {
		if (why) {
			cti__buf_clear(why);
			cti__buf_text(why, cti__say("the document is null"));
		}
		return CTI_EFORMAT;
	}
	*out = (struct cti__json *)tree;
	return 0;
}

static struct json_object *tree_of(const struct cti__json *value)
{
	return (struct json_object *)(uintptr_t)value;
}

void cti__json_free(struct cti__json *document)
{
	json_object_put(tree_of(document));
}

enum cti__json_type cti__json_type(const struct cti__json *value)
{
	switch (json_object_get_type(tree_of(value))) {
	case json_type_boolean:
		return CTI__JSON_BOOL;
	case json_type_int:
		return CTI__JSON_INT;
	case json_type_double:
		return CTI__JSON_REAL;
	case json_type_string:
		return CTI__JSON_TEXT;
	case json_type_array:
		return CTI__JSON_ARRAY;
	case json_type_object:
		return CTI__JSON_OBJECT;
	default:
		return CTI__JSON_NULL;
	}
}

const char *cti__json_type_text(const struct cti__json *value)
{
	static const char *const names[] = {
		[CTI__JSON_NULL] = "null",
		[CTI__JSON_BOOL] = CTI__TEXT("true or false"),
		[CTI__JSON_INT] = CTI__TEXT("a number"),
		[CTI__JSON_REAL] = CTI__TEXT("a number"),
		[CTI__JSON_TEXT] = CTI__TEXT("a string"),
		[CTI__JSON_ARRAY] = CTI__TEXT("an array"),
		[CTI__JSON_OBJECT] = CTI__TEXT("an object"),
	};

	return cti__say(names[cti__json_type(value)]);
}

bool cti__json_text(const struct cti__json *value, struct cti__str *out)
{
	struct json_object *tree = tree_of(value);

	if (cti__json_type(value) != CTI__JSON_TEXT)
		return false;
	*out = cti__str_n(json_object_get_string(tree),
			  (size_t)json_object_get_string_len(tree));
	return true;
}

bool cti__json_bool(const struct cti__json *value, bool *out)
{
	if (cti__json_type(value) != CTI__JSON_BOOL)
		return false;
	*out = json_object_get_boolean(tree_of(value));
	return true;
}

bool cti__json_int(const struct cti__json *value, int64_t *out)
{
	int64_t number;

	if (cti__json_type(value) != CTI__JSON_INT)
		return false;
	/* json-c clips what is too large to the two ends of the range. */
	number = json_object_get_int64(tree_of(value));
	if (number == INT64_MAX || number == INT64_MIN)
		return false;
	*out = number;
	return true;
}

bool cti__json_real(const struct cti__json *value, double *out)
{
	enum cti__json_type type = cti__json_type(value);

	if (type != CTI__JSON_INT && type != CTI__JSON_REAL)
		return false;
	*out = json_object_get_double(tree_of(value));
	return true;
}

const struct cti__json *cti__json_get(const struct cti__json *object,
				      const char *name)
{
	struct json_object *member = NULL;

	if (cti__json_type(object) != CTI__JSON_OBJECT)
		return NULL;
	json_object_object_get_ex(tree_of(object), name, &member);
	return (const struct cti__json *)member;
}

struct cti__str cti__json_get_text(const struct cti__json *object,
				   const char *name)
{
	struct cti__str text = CTI__STR_NONE;

	cti__json_text(cti__json_get(object, name), &text);
	return text;
}

size_t cti__json_count(const struct cti__json *value)
{
	switch (cti__json_type(value)) {
	case CTI__JSON_ARRAY:
		return json_object_array_length(tree_of(value));
	case CTI__JSON_OBJECT:
		return (size_t)json_object_object_length(tree_of(value));
	default:
		return 0;
	}
}

const struct cti__json *cti__json_at(const struct cti__json *array,
				     size_t index)
{
	if (cti__json_type(array) != CTI__JSON_ARRAY ||
	    index >= cti__json_count(array))
		return NULL;
	return (const struct cti__json *)json_object_array_get_idx(
		tree_of(array), index);
}

void cti__json_walk_init(struct cti__json_walk *walk,
			 const struct cti__json *object)
{
	memset(walk, 0, sizeof(*walk));
	if (cti__json_type(object) == CTI__JSON_OBJECT)
		walk->next = json_object_get_object(tree_of(object))->head;
}

bool cti__json_walk_next(struct cti__json_walk *walk)
{
	struct lh_entry *entry = walk->next;

	if (!entry)
		return false;
	walk->name = cti__str(lh_entry_k(entry));
	walk->value = lh_entry_v(entry);
	walk->next = entry->next;
	return true;
}
