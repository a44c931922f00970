/* SPDX-License-Identifier: MIT */
/* UTF-8: told from what is none, and made fit to show. */
#include "util/buf.h"
#include "util/utf8.h"
#include "refuse.h"

#define HOLE "\xef\xbf\xbd"

static size_t unit(const char *text)
{
	return cti__utf8_unit(text, strlen(text));
}

static void test_utf8__knows_the_length_of_a_unit(void **state)
{
	(void)state;
	assert_int_equal(unit("a"), 1);
	assert_int_equal(cti__utf8_unit("", 1), 1);
	assert_int_equal(unit("\x7f"), 1);
	assert_int_equal(unit("\xc2\x80"), 2);
	assert_int_equal(unit("\xdf\xbf"), 2);
	assert_int_equal(unit("\xe0\xa0\x80"), 3);
	assert_int_equal(unit("\xed\x9f\xbf"), 3);
	assert_int_equal(unit("\xee\x80\x80"), 3);
	assert_int_equal(unit("\xef\xbf\xbf"), 3);
	assert_int_equal(unit("\xf0\x90\x80\x80"), 4);
	assert_int_equal(unit("\xf4\x8f\xbf\xbf"), 4);
}

static void test_utf8__refuses_what_is_none(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"\xbf",
		"\xc0\x80",
		"\xc1\xbf",
		"\xe0\x9f\xbf",
		"\xed\xa0\x80",
		"\xed\xbf\xbf",
		"\xf0\x8f\xbf\xbf",
		"\xf4\x90\x80\x80",
		"\xf5\x80\x80\x80",
		"\xff",
		"\xc2 ",
		"\xe6\x9d ",
		"\xe6 \x9d",
		"\xf0\x9f\x93 ",
		"\xf0\x9f \x9e",
		"\xf0 \x93\x9e",
	};
	static const char *const whole[] = { "\xc2\xa9", "\xe6\x9d\x8e",
					     "\xf0\x9f\x93\x9e" };
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (unit(bad[i]))
			fail_msg("number %zu is taken for UTF-8", i);
	/* Cut anywhere, and whole. */
	for (i = 0; i < sizeof(whole) / sizeof(whole[0]); i++) {
		for (n = 1; n < strlen(whole[i]); n++)
			assert_int_equal(cti__utf8_unit(whole[i], n), 0);
		assert_int_equal(unit(whole[i]), strlen(whole[i]));
	}
}

static void test_utf8__ok_is_all_of_it_without_nul(void **state)
{
	(void)state;
	assert_true(cti__utf8_ok(CTI__STR_NONE));
	assert_true(cti__utf8_ok(CTI__STR("a\n\xe6\x9d\x8e")));
	assert_false(cti__utf8_ok(CTI__STR("a\0b")));
	assert_false(cti__utf8_ok(CTI__STR("abc\xe6\x9d")));
	assert_false(cti__utf8_ok(CTI__STR("\xc0\xee")));
}

/* Both ways must agree: what is clean stays as it is. */
static void clean(struct cti__str s, const char *text)
{
	struct cti__buf b = { 0 };
	bool same;

	cti__utf8_clean(&b, s);
	assert_string_equal(cti__buf_cstr(&b), text);
	same = cti__str_is(s, text);
	if (cti__utf8_is_clean(s) != same)
		fail_msg("\"%s\": is it clean?", text);
	assert_true(cti__utf8_is_clean(cti__str_n(b.p, b.n)));
	cti__buf_fini(&b);
}

static void test_utf8__leaves_names_as_they_are(void **state)
{
	(void)state;
	clean(CTI__STR_NONE, "");
	clean(CTI__STR("Li Lei"), "Li Lei");
	clean(CTI__STR("\xe6\x9d\x8e\xe9\x9b\xb7"), "\xe6\x9d\x8e\xe9\x9b\xb7");
	clean(CTI__STR("\xf0\x9f\x93\x9e ~"), "\xf0\x9f\x93\x9e ~");
	/* The first that is no control character, and a plain ellipsis. */
	clean(CTI__STR("\xc2\xa0"), "\xc2\xa0");
	clean(CTI__STR("\xe2\x80\xa6"), "\xe2\x80\xa6");
	/* Right to left by nature, not by a mark. */
	clean(CTI__STR("\xd7\x90\xd8\xa7"), "\xd7\x90\xd8\xa7");
}

static void test_utf8__leaves_control_characters_out(void **state)
{
	(void)state;
	clean(CTI__STR("a\0b"), "ab");
	clean(CTI__STR("a\r\nb\tc\x1b[31m"), "abc[31m");
	clean(CTI__STR("\x7f"), "");
	clean(CTI__STR("\xc2\x80x\xc2\x9f"), "x");
}

static void test_utf8__leaves_turning_marks_out(void **state)
{
	static const char *const marks[] = {
		"\xd8\x9c",	/* Arabic letter mark */
		"\xe2\x80\x8e", /* left to right, right to left */
		"\xe2\x80\x8f", "\xe2\x80\xa8", /* line, paragraph */
		"\xe2\x80\xa9", "\xe2\x80\xaa", /* embeddings, overrides */
		"\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
		"\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7", /* isolates */
		"\xe2\x81\xa8", "\xe2\x81\xa9",
	};
	static const char *const others[] = { "\xe2\x80\x8d", "\xe2\x80\x90",
					      "\xe2\x80\xa7", "\xe2\x80\xaf",
					      "\xe2\x81\xa5", "\xe2\x81\xaa",
					      "\xd8\x9b",     "\xd8\x9d" };
	char text[16];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		strcpy(text, "a");
		strcat(text, marks[i]);
		strcat(text, "b");
		clean(cti__str(text), "ab");
	}
	/* Their neighbours stay. */
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		clean(cti__str(others[i]), others[i]);
}

static void test_utf8__replaces_what_is_none(void **state)
{
	(void)state;
	clean(CTI__STR("\xc0\xee"), HOLE HOLE);
	clean(CTI__STR("a\xe6\x9d"), "a" HOLE HOLE);
	clean(CTI__STR("\xffz"), HOLE "z");
}

static void test_utf8__ends_behind_128_code_points(void **state)
{
	struct cti__buf in = { 0 }, out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 128; i++)
		cti__buf_text(&in, "\xe6\x9d\x8e");
	assert_true(cti__utf8_is_clean(cti__str_n(in.p, in.n)));
	cti__utf8_clean(&out, cti__str_n(in.p, in.n));
	assert_int_equal(out.n, 3 * 128);
	cti__buf_char(&in, 'x');
	assert_false(cti__utf8_is_clean(cti__str_n(in.p, in.n)));
	cti__buf_clear(&out);
	cti__utf8_clean(&out, cti__str_n(in.p, in.n));
	assert_int_equal(out.n, 3 * 128);
	assert_memory_equal(out.p, in.p, out.n);
	cti__buf_fini(&in);
	cti__buf_fini(&out);
}

static void test_utf8__what_is_left_out_does_not_count(void **state)
{
	struct cti__buf in = { 0 }, out = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 128; i++)
		cti__buf_text(&in, "\x01z");
	cti__utf8_clean(&out, cti__str_n(in.p, in.n));
	assert_int_equal(out.n, 128);
	/* Holes do: each is a character that is shown. */
	cti__buf_clear(&in);
	cti__buf_clear(&out);
	for (i = 0; i < 200; i++)
		cti__buf_char(&in, '\xff');
	cti__utf8_clean(&out, cti__str_n(in.p, in.n));
	assert_int_equal(out.n, 3 * 128);
	cti__buf_fini(&in);
	cti__buf_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REFUSE_TEST(test_utf8__knows_the_length_of_a_unit),
		REFUSE_TEST(test_utf8__refuses_what_is_none),
		REFUSE_TEST(test_utf8__ok_is_all_of_it_without_nul),
		REFUSE_TEST(test_utf8__leaves_names_as_they_are),
		REFUSE_TEST(test_utf8__leaves_control_characters_out),
		REFUSE_TEST(test_utf8__leaves_turning_marks_out),
		REFUSE_TEST(test_utf8__replaces_what_is_none),
		REFUSE_TEST(test_utf8__ends_behind_128_code_points),
		REFUSE_TEST(test_utf8__what_is_left_out_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
