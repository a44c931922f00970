/* SPDX-License-Identifier: MIT */
/* The scanner of JSON events: what it picks, what it refuses, and that it reads
   whatever json-c reads in the same way, with vector instructions or without.
 */
#include "wire/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The same code as a machine without SSE2 has it, under other names. */
static bool plain_names_init(struct cti__scan_names *names,
			     const char *const *path, size_t count);
static void plain_fini(struct cti__scan *scan);
static int plain_scan(struct cti__scan *scan, struct cti__str text,
		      struct cti__scan_value *value);
static int plain_next(struct cti__scan *scan, struct cti__str *list,
		      struct cti__scan_value *item);
#undef __SSE2__
#define cti__scan_names_init plain_names_init
#define cti__scan_fini	     plain_fini
#define cti__scan_next	     plain_next
#define cti__scan(s, t, v)   plain_scan(s, t, v)
#include "wire/scan.c"
#undef cti__scan_names_init
#undef cti__scan_fini
#undef cti__scan_next
#undef cti__scan

#include "wire/json.h"

#include <cti/memory.h>

enum { TYPE, ID, NUMBER, CHANNEL, LIST, DEEP, PATH_COUNT };
static const char *const wanted[PATH_COUNT] = {
	"type",	   "channel.id", "channel.caller.number",
	"channel", "list",	 "a.b.c",
};

struct fixture {
	struct cti__scan_names names, plain_names;
	struct cti__scan scan, plain;
	struct cti__scan_value value[PATH_COUNT];
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	assert_true(cti__scan_names_init(&f->names, wanted, PATH_COUNT));
	assert_true(plain_names_init(&f->plain_names, wanted, PATH_COUNT));
	f->scan.names = &f->names;
	f->plain.names = &f->plain_names;
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	cti__scan_fini(&f->scan);
	plain_fini(&f->plain);
	free(f);
	return 0;
}

/* Read it in both ways, from memory that ends where the text ends. */
static int read_both(struct fixture *f, struct cti__str text)
{
	struct cti__scan_value other[PATH_COUNT];
	int err = cti__scan(&f->scan, text, f->value), i;

	assert_int_equal(plain_scan(&f->plain, text, other), err);
	for (i = 0; !err && i < PATH_COUNT; i++) {
		assert_int_equal(f->value[i].type, other[i].type);
		assert_true(cti__str_eq(f->value[i].s, other[i].s));
	}
	return err;
}

static void take(struct fixture *f, const char *text)
{
	assert_int_equal(read_both(f, cti__str(text)), 0);
}

static void check(struct cti__scan_value v, enum cti__scan_type type,
		  const char *text)
{
	assert_int_equal(v.type, type);
	if (!cti__str_is(v.s, text))
		fail_msg("\"%.*s\" is not \"%s\"", (int)v.s.n,
			 v.s.p ? v.s.p : "", text);
}

static void test_scan__picks_the_wanted_members(void **state)
{
	struct fixture *f = *state;

	take(f,
	     " {\"id\":\"no\", \"type\" : \"Dial\",\"channel\":{\"id\":\"7.1\","
	     "\"caller\":{\"name\":\"\",\"number\":\"1001\"}},"
	     "\"list\":[1,\"x\"],\"caller\":{\"number\":\"no\"}} ");
	check(f->value[TYPE], CTI__SCAN_TEXT, "Dial");
	check(f->value[ID], CTI__SCAN_TEXT, "7.1");
	check(f->value[NUMBER], CTI__SCAN_TEXT, "1001");
	check(f->value[LIST], CTI__SCAN_LIST, "[1,\"x\"]");
	check(f->value[CHANNEL], CTI__SCAN_OBJECT,
	      "{\"id\":\"7.1\",\"caller\":{\"name\":\"\",\"number\":\"1001\"}"
	      "}");
	check(f->value[DEEP], CTI__SCAN_NONE, "");
}

static void test_scan__tells_the_types(void **state)
{
	struct fixture *f = *state;

	take(f, "{\"type\":-1.5e+3,\"list\":null,\"channel\":true,"
		"\"a\":{\"b\":{\"c\":false}}}");
	check(f->value[TYPE], CTI__SCAN_NUMBER, "-1.5e+3");
	check(f->value[LIST], CTI__SCAN_NULL, "");
	check(f->value[CHANNEL], CTI__SCAN_BOOL, "true");
	check(f->value[DEEP], CTI__SCAN_BOOL, "false");
}

static void test_scan__takes_escapes_away(void **state)
{
	struct fixture *f = *state;

	take(f,
	     "{\"ty\\u0070e\":\"a\\n\\\"\\\\\\/\\t\\b\\f\\r\","
	     "\"channel\":{\"id\":\"\\u674e\\ud83d\\ude00\\u00e9\",\"caller\":"
	     "{\"number\":\"+\\u0034\"}},\"list\":\"\\u007f\"}");
	check(f->value[TYPE], CTI__SCAN_TEXT, "a\n\"\\/\t\b\f\r");
	check(f->value[ID], CTI__SCAN_TEXT, "李😀é");
	check(f->value[NUMBER], CTI__SCAN_TEXT, "+4");
	check(f->value[LIST], CTI__SCAN_TEXT, "\x7f");
}

static void test_scan__looks_in_objects_only(void **state)
{
	struct fixture *f = *state;

	take(f, "{\"channel\":[{\"id\":\"x\"}],\"a\":{\"b\":\"c\"},"
		"\"x\":{\"type\":\"x\",\"channel\":{\"id\":\"x\"}}}");
	check(f->value[CHANNEL], CTI__SCAN_LIST, "[{\"id\":\"x\"}]");
	check(f->value[ID], CTI__SCAN_NONE, "");
	check(f->value[DEEP], CTI__SCAN_NONE, "");
	check(f->value[TYPE], CTI__SCAN_NONE, "");
}

static void test_scan__counts_the_first_of_two(void **state)
{
	struct fixture *f = *state;

	take(f, "{\"type\":\"one\",\"type\":\"two\"}");
	check(f->value[TYPE], CTI__SCAN_TEXT, "one");
}

static void test_scan__refuses_what_is_no_json(void **state)
{
	static const char *const texts[] = {
		"",
		" ",
		"[]",
		"1",
		"{",
		"{}x",
		"{}{}",
		"{\"type\"}",
		"{\"type\":}",
		"{\"type\":1,}",
		"{,}",
		"{\"a\":1 \"b\":2}",
		"{'a':1}",
		"{a:1}",
		"{\"a\":01}",
		"{\"a\":1.}",
		"{\"a\":.5}",
		"{\"a\":+1}",
		"{\"a\":1e}",
		"{\"a\":-}",
		"{\"a\":NaN}",
		"{\"a\":tru}",
		"{\"a\":[1,]}",
		"{\"a\":[1 2]}",
		"{\"a\":[}",
		"{\"a\":\"x}",
		"{\"a\":\"\\x\"}",
		"{\"a\":\"\\",
		"{\"a\":\"\\u12g4\"}",
		"{\"a\":\"\\u0000\"}",
		"{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\ud800\\u0041\"}",
		"{\"a\":\"\\udc00\"}",
		"{\"a\":\"tab\there\"}",
		"{\"a\":\"\x1f\"}",
		"{\"a\":\"\xff\"}",
		"{\"a\":\"\xc0\xaf\"}",
		"{\"a\":\"\xed\xa0\x80\"}",
		"{\"a\":\"\xe6\x9d\"}",
		"{\"sixteen bytes and more \xf5 of it\":1}",
		"{\"a\":1}//",
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (read_both(f, cti__str(texts[i])) != CTI_EFORMAT)
			fail_msg("taken: %s", texts[i]);
	assert_int_equal(read_both(f, CTI__STR("{\"a\":\"x\0y\"}")),
			 CTI_EFORMAT);
}

static void test_scan__goes_down_32_levels(void **state)
{
	struct fixture *f = *state;
	char text[128] = "{\"list\":";

	memset(text + 8, '[', 31);
	memset(text + 39, ']', 31);
	text[70] = '}';
	take(f, text);
	check(f->value[LIST], CTI__SCAN_LIST,
	      "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
	memset(text + 8, '[', 32);
	memset(text + 40, ']', 32);
	text[72] = '}';
	assert_int_equal(read_both(f, cti__str(text)), CTI_EFORMAT);
}

static bool no_dials(void *user, size_t path,
		     const struct cti__scan_value *value)
{
	(*(int *)user)++;
	assert_int_equal(path, TYPE);
	return !cti__str_is(value[TYPE].s, "Dial");
}

static void test_scan__a_gate_drops_without_reading_on(void **state)
{
	struct fixture *f = *state;
	int asked = 0;

	f->scan.gate = f->plain.gate = no_dials;
	f->scan.user = f->plain.user = &asked;
	f->scan.gates = f->plain.gates = 1;
	assert_int_equal(read_both(f, CTI__STR("{\"type\":\"Dial\",(broken)")),
			 CTI__SCAN_DROPPED);
	assert_int_equal(asked, 2);
	take(f, "{\"channel\":{\"id\":\"1\"},\"type\":\"Hold\"}");
	assert_int_equal(asked, 4);
	check(f->value[ID], CTI__SCAN_TEXT, "1");
}

/* The items of a list, by a bar; "!" where it is broken. */
static const char *items_of(struct fixture *f, const char *text)
{
	static char out[256];
	struct cti__str list = cti__str(text), again = list;
	struct cti__scan_value item, other;
	size_t n = 0;
	int got;

	out[0] = '\0';
	while ((got = cti__scan_next(&f->scan, &list, &item)) > 0) {
		assert_int_equal(plain_next(&f->plain, &again, &other), got);
		assert_true(cti__str_eq(item.s, other.s));
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%d%.*s|",
				      (int)item.type, (int)item.s.n,
				      item.s.p ? item.s.p : "");
	}
	if (got < 0)
		snprintf(out + n, sizeof(out) - n, "!");
	return out;
}

static void test_scan__walks_lists(void **state)
{
	struct fixture *f = *state;

	assert_string_equal(
		items_of(f, "[\"1.2\" , \"\\u674e\\\"\",[1],{},null]"),
		"41.2|4李\"|5[1]|6{}|1|");
	assert_string_equal(items_of(f, " [ ] "), "");
	assert_string_equal(items_of(f, ""), "");
	assert_string_equal(items_of(f, "[1,]"), "31|!");
	assert_string_equal(items_of(f, "[1"), "!");
	assert_string_equal(items_of(f, "[1]x"), "31|!");
	assert_string_equal(items_of(f, "[,1]"), "!");
	assert_string_equal(items_of(f, "[\"x]"), "!");
	assert_string_equal(items_of(f, "{}"), "!");
}

static void test_scan__a_list_of_objects_is_read_one_by_one(void **state)
{
	struct fixture *f = *state;
	struct cti__str list = CTI__STR("[{\"type\":\"\\u0041\"},"
					"{\"type\":\"B\"}]");
	struct cti__scan_value item;

	assert_int_equal(cti__scan_next(&f->scan, &list, &item), 1);
	assert_int_equal(read_both(f, item.s), 0);
	check(f->value[TYPE], CTI__SCAN_TEXT, "A");
	assert_int_equal(cti__scan_next(&f->scan, &list, &item), 1);
	assert_int_equal(read_both(f, item.s), 0);
	check(f->value[TYPE], CTI__SCAN_TEXT, "B");
	assert_int_equal(cti__scan_next(&f->scan, &list, &item), 0);
}

/* FreeSWITCH's: many names in one object, some of them a list. */
static void test_scan__reads_flat_events(void **state)
{
	static const char *const flat[] = { "Event-Name",
					    "variable_sip_call_id", "_body",
					    "variable_current_application" };
	struct cti__scan_names names;
	struct cti__scan scan = { .names = &names };
	struct cti__scan_value value[4];

	(void)state;
	assert_true(cti__scan_names_init(&names, flat, 4));
	assert_int_equal(
		cti__scan(
			&scan,
			CTI__STR("{\"Event-Name\":\"X\",\"variable_sip_to\":"
				 "\"y\",\"variable_sip_call_id\":[\"a\",\"b\"],"
				 "\"_body\":\"+OK\\n\"}"),
			value),
		0);
	check(value[0], CTI__SCAN_TEXT, "X");
	check(value[1], CTI__SCAN_LIST, "[\"a\",\"b\"]");
	check(value[2], CTI__SCAN_TEXT, "+OK\n");
	check(value[3], CTI__SCAN_NONE, "");
	cti__scan_fini(&scan);
}

static void test_scan__has_room_for_so_many_names(void **state)
{
	static char text[CTI__SCAN_PATHS + 1][8];
	static const char *path[CTI__SCAN_PATHS + 1];
	struct cti__scan_names names;
	size_t i;

	(void)state;
	for (i = 0; i <= CTI__SCAN_PATHS; i++) {
		snprintf(text[i], sizeof(text[i]), "p.%zu", i);
		path[i] = text[i];
	}
	assert_true(cti__scan_names_init(&names, path, CTI__SCAN_PATHS));
	assert_false(cti__scan_names_init(&names, path, CTI__SCAN_PATHS + 1));
	/* As many paths, but two names to each. */
	for (i = 0; i < CTI__SCAN_PATHS; i++)
		snprintf(text[i], sizeof(text[i]), "%zu.%zu", i, i);
	assert_false(cti__scan_names_init(&names, path, CTI__SCAN_PATHS));
}

static void *no_memory(size_t size)
{
	(void)size;
	return NULL;
}

static void *no_more_memory(void *p, size_t size)
{
	(void)p;
	(void)size;
	return NULL;
}

static void test_scan__says_when_memory_runs_out(void **state)
{
	const cti_allocator none = { sizeof(none), no_memory, no_more_memory,
				     free };
	const cti_allocator usual = { sizeof(usual), malloc, realloc, free };
	struct cti__str list = CTI__STR("[\"\\n\"]");
	struct fixture *f = *state;
	struct cti__scan_value item;

	assert_int_equal(cti_set_allocator(&none), 0);
	assert_int_equal(read_both(f, CTI__STR("{\"type\":\"\\n\"}")),
			 CTI_ENOMEM);
	assert_int_equal(cti__scan_next(&f->scan, &list, &item), CTI_ENOMEM);
	/* Without escapes no memory is wanted. */
	take(f, "{\"type\":\"n\",\"x\":\"\\n\"}");
	assert_int_equal(cti_set_allocator(&usual), 0);
}

/* Chance that gives the same for the same seed. */
static uint32_t roll(uint32_t *seed, uint32_t sides)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % sides;
}

static void grow_value(struct cti__buf *b, uint32_t *seed, unsigned depth);

static void grow_object(struct cti__buf *b, uint32_t *seed, unsigned depth)
{
	/* "b" and "c" under "a" make the deep path likely. */
	static const char *const names[] = { "type",	  "channel", "id",
					     "caller",	  "number",  "list",
					     "a",	  "b",	     "c",
					     "ty\\u0070", "\\u674e", "" };
	size_t i, count = 0;

	cti__buf_char(b, '{');
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (roll(seed, 3))
			continue;
		cti__buf_text(b, count++ ? ",\"" : " \"");
		cti__buf_text(b, names[i]);
		cti__buf_text(b, "\": ");
		grow_value(b, seed, depth + 1);
	}
	cti__buf_char(b, '}');
}

static void grow_text(struct cti__buf *b, uint32_t *seed)
{
	static const char *const bits[] = { "x",
					    "1795311130.33",
					    "\\n",
					    "\\u674e",
					    "\\ud83d\\ude00",
					    "李",
					    "é",
					    "\\\"",
					    "\\/",
					    "😀",
					    " ",
					    "a text of over sixteen bytes" };
	uint32_t n = roll(seed, 5);

	cti__buf_char(b, '"');
	while (n--)
		cti__buf_text(b, bits[roll(seed, 12)]);
	cti__buf_char(b, '"');
}

static void grow_value(struct cti__buf *b, uint32_t *seed, unsigned depth)
{
	static const char *const words[] = { "true",	"false", "null", "0",
					     "-12.5e3", "[]",	 "{}" };
	uint32_t n, kind = roll(seed, depth < 5 ? 8 : 5);

	if (kind < 3) {
		grow_text(b, seed);
	} else if (kind < 5) {
		cti__buf_text(b, words[roll(seed, 7)]);
	} else if (kind < 7) {
		grow_object(b, seed, depth);
	} else {
		cti__buf_char(b, '[');
		for (n = roll(seed, 4); n; n--) {
			grow_value(b, seed, depth + 1);
			if (n > 1)
				cti__buf_text(b, ", ");
		}
		cti__buf_char(b, ']');
	}
}

/* What json-c has at a path. */
static const struct cti__json *tree_at(const struct cti__json *at,
				       const char *path)
{
	struct cti__str name, rest = cti__str(path);
	char text[32];

	while (at && rest.n) {
		name = cti__str_cut(rest, '.', &rest);
		snprintf(text, sizeof(text), "%.*s", (int)name.n, name.p);
		at = cti__json_get(at, text);
	}
	return at;
}

static void compare(const struct cti__scan_value *v,
		    const struct cti__json *want)
{
	static const enum cti__scan_type type_of[] = {
		[CTI__JSON_NULL] = CTI__SCAN_NULL,
		[CTI__JSON_BOOL] = CTI__SCAN_BOOL,
		[CTI__JSON_INT] = CTI__SCAN_NUMBER,
		[CTI__JSON_REAL] = CTI__SCAN_NUMBER,
		[CTI__JSON_TEXT] = CTI__SCAN_TEXT,
		[CTI__JSON_ARRAY] = CTI__SCAN_LIST,
		[CTI__JSON_OBJECT] = CTI__SCAN_OBJECT,
	};
	struct cti__str text;

	/* json-c keeps nothing of a member that is null. */
	if (!want) {
		assert_true(v->type <= CTI__SCAN_NULL);
		return;
	}
	assert_int_equal(v->type, type_of[cti__json_type(want)]);
	if (cti__json_text(want, &text))
		assert_true(cti__str_eq(v->s, text));
}

/* Both take it and find the same in it, or both refuse it. */
static bool agree(struct fixture *f, struct cti__str text)
{
	struct cti__buf why = { 0 };
	struct cti__json *tree;
	int err = read_both(f, text), i;
	int want = cti__json_parse(&tree, text, 100000, &why);

	/* Only the tree has a use for names that differ. */
	if (want && strstr(cti__buf_cstr(&why), "twice"))
		want = err = 0;
	else if (!want && cti__json_type(tree) != CTI__JSON_OBJECT)
		want = CTI_EFORMAT;
	else if (!want && !err)
		for (i = 0; i < PATH_COUNT; i++)
			compare(&f->value[i], tree_at(tree, wanted[i]));
	if (err != want)
		print_error("%d and not %d (%s): %.*s\n", err, want,
			    cti__buf_cstr(&why), (int)text.n, text.p);
	cti__json_free(tree);
	cti__buf_fini(&why);
	return err == want;
}

/* One byte replaced, put in or taken out. */
static void spoil(struct cti__buf *b, uint32_t *seed)
{
	static const char bytes[] = "{}[]\",:\\u0d8.e-+ \n\x1f\x80\xc3\xedtfn";
	size_t at = roll(seed, (uint32_t)b->n);
	char c = bytes[roll(seed, sizeof(bytes) - 1)];

	switch (roll(seed, 3)) {
	case 0:
		b->p[at] = c;
		break;
	case 1:
		cti__buf_char(b, c);
		memmove(b->p + at + 1, b->p + at, b->n - at - 1);
		b->p[at] = c;
		break;
	default:
		memmove(b->p + at, b->p + at + 1, b->n - at - 1);
		b->n--;
	}
}

static void test_scan__reads_what_json_c_reads(void **state)
{
	struct fixture *f = *state;
	struct cti__buf b = { 0 };
	uint32_t seed = 20260101, round, spoilt;
	unsigned taken = 0;

	for (round = 0; round < 3000; round++) {
		cti__buf_clear(&b);
		grow_object(&b, &seed, 0);
		assert_true(agree(f, cti__str_n(b.p, b.n)));
		for (spoilt = 0; spoilt < 3 && b.n; spoilt++) {
			spoil(&b, &seed);
			assert_true(agree(f, cti__str_n(b.p, b.n)));
			taken += f->value[TYPE].type != CTI__SCAN_NONE;
		}
	}
	assert_true(taken > 500);
	cti__buf_fini(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_scan__picks_the_wanted_members, setup, teardown),
		cmocka_unit_test_setup_teardown(test_scan__tells_the_types,
						setup, teardown),
		cmocka_unit_test_setup_teardown(test_scan__takes_escapes_away,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__looks_in_objects_only, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__counts_the_first_of_two, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__refuses_what_is_no_json, setup, teardown),
		cmocka_unit_test_setup_teardown(test_scan__goes_down_32_levels,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__a_gate_drops_without_reading_on, setup,
			teardown),
		cmocka_unit_test_setup_teardown(test_scan__walks_lists, setup,
						teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__a_list_of_objects_is_read_one_by_one, setup,
			teardown),
		cmocka_unit_test_setup_teardown(test_scan__reads_flat_events,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__has_room_for_so_many_names, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__says_when_memory_runs_out, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_scan__reads_what_json_c_reads, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
