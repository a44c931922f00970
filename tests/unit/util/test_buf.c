/* SPDX-License-Identifier: MIT */
/* The buffer: grows, keeps its error, and writes numbers, JSON and times. */
#include "util/alloc.h"
#include "util/buf.h"
#include "refuse.h"

static void check(struct cti__buf *b, const char *text)
{
	assert_string_equal(cti__buf_cstr(b), text);
	cti__buf_clear(b);
}

static void test_buf__grows_as_it_is_filled(void **state)
{
	struct cti__buf b = { 0 };
	size_t i;

	(void)state;
	assert_string_equal(cti__buf_cstr(&b), "");
	for (i = 0; i < 5000; i++)
		cti__buf_char(&b, (char)('a' + i % 26));
	assert_int_equal(b.n, 5000);
	assert_int_equal(b.err, 0);
	for (i = 0; i < 5000; i++)
		assert_int_equal(b.p[i], 'a' + i % 26);
	cti__buf_fini(&b);
	assert_null(b.p);
	cti__buf_fini(&b);
}

static void test_buf__takes_bytes_of_any_kind(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	cti__buf_add(&b, NULL, 0);
	assert_null(b.p);
	cti__buf_add(&b, "a\0b", 3);
	cti__buf_str(&b, CTI__STR_NONE);
	cti__buf_text(&b, NULL);
	cti__buf_text(&b, "c");
	assert_int_equal(b.n, 4);
	assert_memory_equal(b.p, "a\0bc", 4);
	cti__buf_fini(&b);
}

static void test_buf__keeps_its_memory_when_cleared(void **state)
{
	struct cti__buf b = { 0 };
	char *p;

	(void)state;
	cti__buf_text(&b, "some text");
	p = b.p;
	cti__buf_clear(&b);
	refuse_after = 0;
	cti__buf_text(&b, "other");
	assert_ptr_equal(b.p, p);
	check(&b, "other");
	cti__buf_fini(&b);
}

static void test_buf__an_error_stays_until_it_is_cleared(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	cti__buf_text(&b, "kept");
	refuse_after = 0;
	assert_int_equal(cti__buf_reserve(&b, 1000), CTI_ENOMEM);
	refuse_after = -1;
	/* A text with a hole in it would be worse than none. */
	cti__buf_text(&b, "x");
	cti__buf_u64(&b, 1);
	cti__buf_printf(&b, "%d", 2);
	cti__buf_json(&b, CTI__STR("x"));
	assert_int_equal(b.n, 4);
	assert_int_equal(b.err, CTI_ENOMEM);
	assert_int_equal(cti__buf_reserve(&b, 0), CTI_ENOMEM);
	assert_string_equal(cti__buf_cstr(&b), "");
	cti__buf_clear(&b);
	cti__buf_text(&b, "again");
	check(&b, "again");
	cti__buf_fini(&b);
}

static void test_buf__a_size_that_does_not_fit_is_refused(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	assert_int_equal(cti__buf_reserve(&b, (size_t)-1), CTI_ENOMEM);
	cti__buf_clear(&b);
	cti__buf_text(&b, "x");
	assert_int_equal(cti__buf_reserve(&b, (size_t)-1), CTI_ENOMEM);
	cti__buf_clear(&b);
	assert_int_equal(cti__buf_reserve(&b, 10), 0);
	cti__buf_fini(&b);
}

static void test_buf__drops_off_the_front(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	cti__buf_drop(&b, 3);
	cti__buf_text(&b, "hello");
	cti__buf_drop(&b, 0);
	cti__buf_drop(&b, 2);
	assert_string_equal(cti__buf_cstr(&b), "llo");
	cti__buf_drop(&b, 99);
	check(&b, "");
	cti__buf_fini(&b);
}

static void test_buf__hands_its_text_over(void **state)
{
	struct cti__buf b = { 0 };
	size_t n = 99;
	char *text;

	(void)state;
	cti__buf_text(&b, "mine");
	text = cti__buf_take(&b, &n);
	assert_string_equal(text, "mine");
	assert_int_equal(n, 4);
	assert_null(b.p);
	cti__free(text);
	text = cti__buf_take(&b, NULL);
	assert_string_equal(text, "");
	cti__free(text);

	cti__buf_text(&b, "x");
	refuse_after = 0;
	(void)cti__buf_reserve(&b, 1000);
	assert_null(cti__buf_take(&b, &n));
	assert_int_equal(n, 0);
	assert_int_equal(b.err, 0);
	assert_null(cti__buf_take(&b, NULL));
}

static void test_buf__writes_numbers_at_their_edges(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	cti__buf_u64(&b, 0);
	check(&b, "0");
	cti__buf_u64(&b, UINT64_MAX);
	check(&b, "18446744073709551615");
	cti__buf_i64(&b, 0);
	check(&b, "0");
	cti__buf_i64(&b, -1);
	check(&b, "-1");
	cti__buf_i64(&b, INT64_MAX);
	check(&b, "9223372036854775807");
	cti__buf_i64(&b, INT64_MIN);
	check(&b, "-9223372036854775808");
	cti__buf_fini(&b);
}

static void test_buf__prints_what_needs_more_room(void **state)
{
	struct cti__buf b = { 0 };
	char longer[301];

	(void)state;
	cti__buf_printf(&b, "%s", "");
	assert_int_equal(b.n, 0);
	cti__buf_printf(&b, "%s=%d", "a", 1);
	memset(longer, 'x', 300);
	longer[300] = '\0';
	cti__buf_printf(&b, " %s.", longer);
	assert_int_equal(b.n, 305);
	assert_memory_equal(b.p, "a=1 xxx", 7);
	assert_int_equal(b.p[304], '.');
	cti__buf_fini(&b);
	refuse_after = 0;
	cti__buf_printf(&b, "%d", 1);
	assert_int_equal(b.err, CTI_ENOMEM);
	assert_int_equal(b.n, 0);
	cti__buf_fini(&b);
}

static void json(struct cti__str s, const char *text)
{
	struct cti__buf b = { 0 };

	cti__buf_json(&b, s);
	assert_string_equal(cti__buf_cstr(&b), text);
	cti__buf_fini(&b);
}

static void test_buf__escapes_what_json_asks_for(void **state)
{
	(void)state;
	json(CTI__STR_NONE, "\"\"");
	json(CTI__STR("plain / text"), "\"plain / text\"");
	json(CTI__STR("a\"b\\c"), "\"a\\\"b\\\\c\"");
	json(CTI__STR("\n\r\t"), "\"\\n\\r\\t\"");
	json(CTI__STR("\x01\x1f\x7f"), "\"\\u0001\\u001f\\u007f\"");
	json(CTI__STR("a\0b"), "\"a\\u0000b\"");
	json(CTI__STR("\b\f"), "\"\\u0008\\u000c\"");
	json(CTI__STR("\"\""), "\"\\\"\\\"\"");
}

#define HOLE "\xef\xbf\xbd"

static void test_buf__replaces_what_is_no_utf8_in_json(void **state)
{
	(void)state;
	json(CTI__STR("\xe6\x9d\x8e\xf0\x9f\x93\x9e"),
	     "\"\xe6\x9d\x8e\xf0\x9f\x93\x9e\"");
	json(CTI__STR("\xff"), "\"" HOLE "\"");
	json(CTI__STR("a\x80z"), "\"a" HOLE "z\"");
	/* Cut within a character, at the end and before another. */
	json(CTI__STR("\xe6\x9d"), "\"" HOLE HOLE "\"");
	json(CTI__STR("\xe6\x9d\""), "\"" HOLE HOLE "\\\"\"");
	json(CTI__STR("\xe6\xe6\x9d\x8e"), "\"" HOLE "\xe6\x9d\x8e\"");
	/* A quote in a longer form than it needs, and half a surrogate. */
	json(CTI__STR("\xc0\xa2"), "\"" HOLE HOLE "\"");
	json(CTI__STR("\xed\xa0\x80"), "\"" HOLE HOLE HOLE "\"");
	/* GB2312 bytes, as a trunk may send them. */
	json(CTI__STR("\xc0\xee"), "\"" HOLE HOLE "\"");
}

static void time_is(int64_t time_us, const char *text)
{
	struct cti__buf b = { 0 };

	cti__buf_time(&b, time_us);
	assert_string_equal(cti__buf_cstr(&b), text);
	cti__buf_fini(&b);
}

#define SECONDS(n) ((int64_t)(n)*1000000)

static void test_buf__writes_times_at_their_edges(void **state)
{
	(void)state;
	time_is(0, "1970-01-01T00:00:00.000Z");
	time_is(999, "1970-01-01T00:00:00.000Z");
	time_is(1000, "1970-01-01T00:00:00.001Z");
	time_is(-1, "1969-12-31T23:59:59.999Z");
	time_is(-1000, "1969-12-31T23:59:59.999Z");
	time_is(-1001, "1969-12-31T23:59:59.998Z");
	time_is(SECONDS(1795311044) + 863000, "2026-11-22T01:30:44.863Z");
	time_is(SECONDS(951782399) + 999999, "2000-02-28T23:59:59.999Z");
	time_is(SECONDS(951782400), "2000-02-29T00:00:00.000Z");
	time_is(SECONDS(951868800), "2000-03-01T00:00:00.000Z");
	time_is(SECONDS(4107542399), "2100-02-28T23:59:59.000Z");
	time_is(SECONDS(4107542400), "2100-03-01T00:00:00.000Z");
	time_is(SECONDS(253402300799) + 999999, "9999-12-31T23:59:59.999Z");
	time_is(SECONDS(-62135596800), "0001-01-01T00:00:00.000Z");
}

/* No such year can be written: what comes out has still the form of a time. */
static void test_buf__a_time_out_of_range_keeps_its_form(void **state)
{
	static const int64_t times[] = { INT64_MIN, INT64_MAX,
					 SECONDS(253402300800) };
	struct cti__buf b = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		cti__buf_clear(&b);
		cti__buf_time(&b, times[i]);
		assert_int_equal(b.n, 24);
		assert_memory_equal(b.p, "0000-", 5);
		assert_int_equal(b.p[10], 'T');
		assert_int_equal(b.p[23], 'Z');
	}
	cti__buf_fini(&b);
}

static void test_buf__json_list_is_what_stands_between_commas(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	cti__buf_json_list(&b, CTI__STR_NONE);
	cti__buf_json_list(&b, CTI__STR("1001"));
	cti__buf_json_list(&b, CTI__STR("1001,1\"2"));
	assert_string_equal(cti__buf_cstr(&b),
			    "[][\"1001\"][\"1001\",\"1\\\"2\"]");
	cti__buf_fini(&b);
}

static void test_buf__percent_leaves_what_stands_anywhere(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	cti__buf_percent(&b, CTI__STR("aZ09-._~/ %?\x7f\xc3\xbc"));
	cti__buf_percent(&b, cti__str_n("\0", 1));
	assert_string_equal(cti__buf_cstr(&b),
			    "aZ09-._~%2F%20%25%3F%7F%C3%BC%00");
	cti__buf_fini(&b);
}

static void test_buf__nothing_stays_of_what_is_wiped(void **state)
{
	struct cti__buf b = { 0 };

	(void)state;
	keep_block();
	cti__buf_text(&b, "user and password");
	cti__buf_clear(&b);
	cti__buf_text(&b, "other");
	assert_true(is_in_kept_block("password"));
	cti__buf_wipe(&b);
	assert_false(is_in_kept_block("other"));
	assert_false(is_in_kept_block("password"));
	assert_null(b.p);
	cti__buf_wipe(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REFUSE_TEST(test_buf__grows_as_it_is_filled),
		REFUSE_TEST(test_buf__takes_bytes_of_any_kind),
		REFUSE_TEST(test_buf__keeps_its_memory_when_cleared),
		REFUSE_TEST(test_buf__an_error_stays_until_it_is_cleared),
		REFUSE_TEST(test_buf__a_size_that_does_not_fit_is_refused),
		REFUSE_TEST(test_buf__drops_off_the_front),
		REFUSE_TEST(test_buf__hands_its_text_over),
		REFUSE_TEST(test_buf__writes_numbers_at_their_edges),
		REFUSE_TEST(test_buf__prints_what_needs_more_room),
		REFUSE_TEST(test_buf__escapes_what_json_asks_for),
		REFUSE_TEST(test_buf__replaces_what_is_no_utf8_in_json),
		REFUSE_TEST(test_buf__writes_times_at_their_edges),
		REFUSE_TEST(test_buf__a_time_out_of_range_keeps_its_form),
		REFUSE_TEST(test_buf__json_list_is_what_stands_between_commas),
		REFUSE_TEST(test_buf__nothing_stays_of_what_is_wiped),
		REFUSE_TEST(test_buf__percent_leaves_what_stands_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
