/* SPDX-License-Identifier: MIT */
/* JSON: what is right is read, what is wrong is refused with its place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "wire/json.h"

#include <cti/error.h>

#include <string.h>

#define MAX 100000

static struct cti__json *parse(const char *text)
{
	struct cti__json *document;

	assert_int_equal(cti__json_parse(&document, cti__str(text), MAX, NULL),
			 0);
	assert_non_null(document);
	return document;
}

static void refuse(const char *text, const char *want)
{
	struct cti__buf why = { 0 };
	struct cti__json *document;

	assert_int_equal(cti__json_parse(&document, cti__str(text), MAX, &why),
			 CTI_EFORMAT);
	assert_null(document);
	assert_string_equal(cti__buf_cstr(&why), want);
	cti__buf_fini(&why);
}

static void test_json__reads_every_type(void **state)
{
	struct cti__json *d = parse(
		" {\"t\":\"\\u4f60\\ud83d\\ude00\\n\",\"i\":-12,\"r\":1.5e1,"
		"\"b\":true,\"n\":null,\"a\":[1,\"x\"],\"o\":{}} ");
	struct cti__str text;
	int64_t number;
	double real;
	bool truth;

	(void)state;
	assert_true(cti__json_text(cti__json_get(d, "t"), &text));
	assert_true(cti__str_is(text, "你😀\n"));
	assert_true(cti__json_int(cti__json_get(d, "i"), &number));
	assert_int_equal(number, -12);
	assert_true(cti__json_real(cti__json_get(d, "r"), &real));
	assert_true(real == 15.0);
	assert_true(cti__json_bool(cti__json_get(d, "b"), &truth));
	assert_true(truth);
	assert_int_equal(cti__json_type(cti__json_get(d, "n")), CTI__JSON_NULL);
	assert_int_equal(cti__json_count(cti__json_get(d, "a")), 2);
	assert_true(cti__json_text(cti__json_at(cti__json_get(d, "a"), 1),
				   &text));
	assert_null(cti__json_at(cti__json_get(d, "a"), 2));
	assert_int_equal(cti__json_type(cti__json_get(d, "o")),
			 CTI__JSON_OBJECT);
	assert_int_equal(cti__json_count(d), 7);
	cti__json_free(d);
}

static void test_json__a_getter_of_another_type_says_no(void **state)
{
	struct cti__json *d = parse("{\"t\":\"5\",\"i\":5,"
				    "\"big\":92233720368547758070}");
	struct cti__str text = CTI__STR("as it was");
	int64_t number = 9;
	bool truth = true;

	(void)state;
	assert_false(cti__json_int(cti__json_get(d, "t"), &number));
	assert_false(cti__json_int(cti__json_get(d, "big"), &number));
	assert_false(cti__json_text(cti__json_get(d, "i"), &text));
	assert_false(cti__json_bool(cti__json_get(d, "none"), &truth));
	assert_int_equal(number, 9);
	assert_true(cti__str_is(text, "as it was"));
	assert_int_equal(cti__json_get_text(d, "i").n, 0);
	assert_true(cti__str_is(cti__json_get_text(d, "t"), "5"));
	assert_null(cti__json_get(cti__json_get(d, "t"), "x"));
	cti__json_free(d);
}

static void test_json__walks_members_as_written(void **state)
{
	struct cti__json *d = parse("{\"z\":1,\"a\":2,\"m\":3}");
	struct cti__json_walk walk;
	char names[8] = "";

	(void)state;
	cti__json_walk_init(&walk, d);
	while (cti__json_walk_next(&walk))
		strncat(names, walk.name.p, walk.name.n);
	assert_string_equal(names, "zam");
	cti__json_walk_init(&walk, cti__json_get(d, "z"));
	assert_false(cti__json_walk_next(&walk));
	cti__json_free(d);
}

static void test_json__takes_a_bare_value(void **state)
{
	static const char *const texts[] = { "1", "\"x\"", "true", "[]",
					     "-0.5", "0" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		cti__json_free(parse(texts[i]));
}

static void test_json__refuses_what_is_none(void **state)
{
	(void)state;
	refuse("", "line 1, column 1: the document ends too early");
	refuse("{\"a\":1,\n \"b\":tru}",
	       "line 2, column 6: a value is expected here");
	refuse("{'a':1}", "line 1, column 2: a name in double quotes is "
			  "expected here");
	refuse("['a']", "line 1, column 2: strings stand in double quotes");
	refuse("[NaN]", "line 1, column 2: a value is expected here");
	refuse("[Infinity]", "line 1, column 2: a value is expected here");
	refuse("[1,]", "line 1, column 4: a value is expected here");
	refuse("[1 2]", "line 1, column 4: a comma or ] is missing");
	refuse("{\"a\":1 \"b\":2}", "line 1, column 8: a comma or } is missing");
	refuse("{\"a\" 1}", "line 1, column 6: a colon is expected here");
	refuse("[01]", "line 1, column 3: a number does not begin with 0");
	refuse("[1.]", "line 1, column 4: a digit is missing");
	refuse("[-]", "line 1, column 3: a digit is missing");
	refuse("[+1]", "line 1, column 2: a value is expected here");
	refuse("{} x", "line 1, column 4: something stands behind the end");
	refuse("{}{}", "line 1, column 3: something stands behind the end");
	refuse("[\"你\",x]", "line 1, column 6: a value is expected here");
	refuse("// x\n1", "line 1, column 1: a value is expected here");
	refuse("null", "the document is null");
}

static void test_json__refuses_strings_that_are_none(void **state)
{
	(void)state;
	refuse("\"a", "line 1, column 3: the string has no end");
	refuse("\"\\u0000\"", "line 1, column 4: a character NUL is not "
			      "allowed");
	refuse("\"\\ud800\"", "line 1, column 4: half of a surrogate pair");
	refuse("\"\\ud800\\u0041\"",
	       "line 1, column 4: half of a surrogate pair");
	refuse("\"\\udc00\"", "line 1, column 4: half of a surrogate pair");
	refuse("\"\\x\"", "line 1, column 3: unknown escape in a string");
	refuse("\"\\u12g4\"",
	       "line 1, column 4: \\u wants four hexadecimal digits");
	refuse("\"a\tb\"", "line 1, column 3: a control character in a string "
			   "must be escaped");
	refuse("\"\xff\"", "line 1, column 2: this is no UTF-8");
}

static void test_json__refuses_a_name_that_stands_twice(void **state)
{
	(void)state;
	refuse("{\"a\":1,\"b\":{\"a\":1},\n\"a\":2}",
	       "line 2, column 2: the name \"a\" stands here twice");
	refuse("{\"a\":1,\"\\u0061\":2}",
	       "a name stands twice in one object");
	cti__json_free(parse("{\"a\":{\"x\":1},\"b\":{\"x\":1}}"));
}

static void test_json__refuses_what_is_too_deep_or_too_large(void **state)
{
	struct cti__buf text = { 0 }, why = { 0 };
	struct cti__json *document;
	int i;

	(void)state;
	for (i = 0; i < CTI__JSON_MAX_DEPTH; i++)
		cti__buf_char(&text, '[');
	for (i = 0; i < CTI__JSON_MAX_DEPTH; i++)
		cti__buf_char(&text, ']');
	cti__json_free(parse(cti__buf_cstr(&text)));
	cti__buf_clear(&text);
	for (i = 0; i < 50000; i++)
		cti__buf_char(&text, '[');
	refuse(cti__buf_cstr(&text),
	       "line 1, column 33: nested deeper than 32 levels");
	assert_int_equal(cti__json_parse(&document, CTI__STR("[1,2,3]"), 6,
					 &why),
			 CTI_ETOOBIG);
	assert_string_equal(cti__buf_cstr(&why), "larger than 6 bytes");
	cti__buf_fini(&text);
	cti__buf_fini(&why);
}

static void test_json__a_nul_byte_ends_nothing(void **state)
{
	struct cti__json *document;

	(void)state;
	assert_int_equal(cti__json_parse(&document,
					 cti__str_n("{}\0{}", 5), MAX, NULL),
			 CTI_EFORMAT);
	assert_int_equal(cti__json_parse(&document,
					 cti__str_n("\"a\0b\"", 5), MAX, NULL),
			 CTI_EFORMAT);
}

static void test_json__no_prefix_of_a_document_is_one(void **state)
{
	static const char text[] =
		"{\"a\":[1,2.5,true,null,\"x\\u4f60\"],\"b\":{\"c\":\"d\"}}";
	struct cti__json *document;
	size_t n;

	(void)state;
	for (n = 0; n < sizeof(text) - 1; n++)
		assert_int_equal(cti__json_parse(&document, cti__str_n(text, n),
						 MAX, NULL),
				 CTI_EFORMAT);
	cti__json_free(parse(text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json__reads_every_type),
		cmocka_unit_test(test_json__a_getter_of_another_type_says_no),
		cmocka_unit_test(test_json__walks_members_as_written),
		cmocka_unit_test(test_json__takes_a_bare_value),
		cmocka_unit_test(test_json__refuses_what_is_none),
		cmocka_unit_test(test_json__refuses_strings_that_are_none),
		cmocka_unit_test(test_json__refuses_a_name_that_stands_twice),
		cmocka_unit_test(
			test_json__refuses_what_is_too_deep_or_too_large),
		cmocka_unit_test(test_json__a_nul_byte_ends_nothing),
		cmocka_unit_test(test_json__no_prefix_of_a_document_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
