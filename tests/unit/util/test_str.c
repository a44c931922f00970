/* SPDX-License-Identifier: MIT */
/* Pieces of text: compared, cut, read as numbers, matched with patterns. */
#include "util/alloc.h"
#include "util/str.h"
#include "refuse.h"

static void check(struct cti__str s, const char *text)
{
	if (!cti__str_is(s, text))
		fail_msg("\"%.*s\" is not \"%s\"", (int)s.n, s.p ? s.p : "",
			 text);
}

static void test_str__equal_is_equal_bytes(void **state)
{
	(void)state;
	assert_true(cti__str_eq(CTI__STR("ab"), CTI__STR("ab")));
	assert_false(cti__str_eq(CTI__STR("ab"), CTI__STR("aB")));
	assert_false(cti__str_eq(CTI__STR("ab"), CTI__STR("abc")));
	assert_false(cti__str_eq(CTI__STR("a\0b"), CTI__STR("a\0c")));
	assert_true(cti__str_eq(CTI__STR(""), CTI__STR_NONE));
	assert_true(cti__str_is(CTI__STR_NONE, ""));
	assert_true(cti__str_is(CTI__STR_NONE, NULL));
	assert_false(cti__str_is(CTI__STR("a"), NULL));
}

static void test_str__starts_with_what_it_starts_with(void **state)
{
	(void)state;
	assert_true(cti__str_starts(CTI__STR("cti-1"), CTI__STR("cti-")));
	assert_true(cti__str_starts(CTI__STR("cti-"), CTI__STR("cti-")));
	assert_true(cti__str_starts(CTI__STR("cti-"), CTI__STR("")));
	assert_false(cti__str_starts(CTI__STR("cti"), CTI__STR("cti-")));
	assert_false(cti__str_starts(CTI__STR("CTI-"), CTI__STR("cti-")));
	assert_false(cti__str_starts(CTI__STR_NONE, CTI__STR("c")));
	assert_true(cti__str_starts(CTI__STR_NONE, CTI__STR_NONE));
}

static void test_str__only_ascii_letters_have_a_case(void **state)
{
	(void)state;
	assert_true(cti__str_ieq(CTI__STR("aZ-09"), CTI__STR("Az-09")));
	assert_false(cti__str_ieq(CTI__STR("a"), CTI__STR("aa")));
	/* Bytes that differ by the bit of the case, and are no letters. */
	assert_false(cti__str_ieq(CTI__STR("@"), CTI__STR("`")));
	assert_false(cti__str_ieq(CTI__STR("["), CTI__STR("{")));
	assert_false(cti__str_ieq(CTI__STR("\xc3\x84"), CTI__STR("\xc3\xa4")));
	assert_true(cti__str_ieq(CTI__STR_NONE, CTI__STR("")));
}

static void test_str__orders_by_bytes_then_length(void **state)
{
	(void)state;
	assert_true(cti__str_cmp(CTI__STR("a"), CTI__STR("b")) < 0);
	assert_true(cti__str_cmp(CTI__STR("b"), CTI__STR("a")) > 0);
	assert_true(cti__str_cmp(CTI__STR("a"), CTI__STR("ab")) < 0);
	assert_true(cti__str_cmp(CTI__STR("ab"), CTI__STR("a")) > 0);
	assert_true(cti__str_cmp(CTI__STR("\xff"), CTI__STR("a")) > 0);
	assert_int_equal(cti__str_cmp(CTI__STR("ab"), CTI__STR("ab")), 0);
	assert_int_equal(cti__str_cmp(CTI__STR_NONE, CTI__STR("")), 0);
	assert_true(cti__str_cmp(CTI__STR_NONE, CTI__STR("a")) < 0);
}

static void test_str__a_sub_is_clipped(void **state)
{
	struct cti__str s = CTI__STR("hello");

	(void)state;
	check(cti__str_sub(s, 1, 3), "ell");
	check(cti__str_sub(s, 3, 99), "lo");
	check(cti__str_sub(s, 3, (size_t)-1), "lo");
	check(cti__str_sub(s, 0, 0), "");
	check(cti__str_sub(s, 5, 1), "");
	check(cti__str_sub(s, (size_t)-1, 1), "");
	assert_ptr_equal(cti__str_sub(s, 9, 1).p, s.p + 5);
	check(cti__str_sub(CTI__STR_NONE, 2, 1), "");
}

static void test_str__finds_the_first_and_the_last(void **state)
{
	struct cti__str s = CTI__STR("a/b/c");

	(void)state;
	assert_int_equal(cti__str_chr(s, '/'), 1);
	assert_int_equal(cti__str_rchr(s, '/'), 3);
	assert_int_equal(cti__str_chr(s, 'a'), 0);
	assert_int_equal(cti__str_rchr(s, 'a'), 0);
	assert_int_equal(cti__str_chr(s, 'x'), 5);
	assert_int_equal(cti__str_rchr(s, 'x'), 5);
	assert_int_equal(cti__str_chr(CTI__STR_NONE, 'x'), 0);
	assert_int_equal(cti__str_rchr(CTI__STR_NONE, 'x'), 0);
}

static void test_str__a_cut_leaves_the_rest(void **state)
{
	struct cti__str rest = CTI__STR("a=b=c");

	(void)state;
	check(cti__str_cut(rest, '=', &rest), "a");
	check(rest, "b=c");
	check(cti__str_cut(rest, '=', &rest), "b");
	check(cti__str_cut(rest, '=', &rest), "c");
	check(rest, "");
	check(cti__str_cut(rest, '=', &rest), "");
	check(cti__str_cut(CTI__STR("=x"), '=', &rest), "");
	check(rest, "x");
	check(cti__str_cut(CTI__STR("x="), '=', &rest), "x");
	check(rest, "");
	check(cti__str_cut(CTI__STR_NONE, '=', &rest), "");
	check(rest, "");
}

static void test_str__a_pair_is_found_by_its_key(void **state)
{
	struct cti__str pairs = CTI__STR("a=1&ab=2&a=3&c&d=&e=x=y");

	(void)state;
	check(cti__str_pair(pairs, '&', "a"), "1");
	check(cti__str_pair(pairs, '&', "ab"), "2");
	check(cti__str_pair(pairs, '&', "e"), "x=y");
	check(cti__str_pair(pairs, '&', "c"), "");
	assert_non_null(cti__str_pair(pairs, '&', "c").p);
	assert_non_null(cti__str_pair(pairs, '&', "d").p);
	assert_null(cti__str_pair(pairs, '&', "b").p);
	assert_null(cti__str_pair(pairs, ' ', "c").p);
	assert_null(cti__str_pair(CTI__STR_NONE, '&', "a").p);
}

static void test_str__has_any_sees_each_byte_and_nul(void **state)
{
	(void)state;
	assert_true(cti__str_has_any(CTI__STR("a b"), " \r\n"));
	assert_true(cti__str_has_any(CTI__STR("ab\n"), " \r\n"));
	assert_true(cti__str_has_any(cti__str_n("a\0b", 3), "\r\n"));
	assert_true(cti__str_has_any(cti__str_n("\0", 1), ""));
	assert_false(cti__str_has_any(CTI__STR("a b"), "\r\n"));
	assert_false(cti__str_has_any(CTI__STR_NONE, "\r\n"));
}

static void test_str__a_trim_takes_blanks_off_both_ends(void **state)
{
	(void)state;
	check(cti__str_trim(CTI__STR(" \t a b\t ")), "a b");
	check(cti__str_trim(CTI__STR("a")), "a");
	check(cti__str_trim(CTI__STR(" \t ")), "");
	check(cti__str_trim(CTI__STR("\r\na\n")), "\r\na\n");
	check(cti__str_trim(CTI__STR_NONE), "");
}

static void test_str__reads_numbers_up_to_the_largest(void **state)
{
	uint64_t value = 7;

	(void)state;
	assert_true(cti__str_u64(CTI__STR("0"), &value));
	assert_true(value == 0);
	assert_true(cti__str_u64(CTI__STR("0042 (Normal)"), &value));
	assert_true(value == 42);
	assert_true(cti__str_u64(CTI__STR("18446744073709551615"), &value));
	assert_true(value == UINT64_MAX);
	assert_false(cti__str_u64(CTI__STR("18446744073709551616"), &value));
	assert_false(cti__str_u64(CTI__STR("99999999999999999999"), &value));
	assert_false(cti__str_u64(CTI__STR(""), &value));
	assert_false(cti__str_u64(CTI__STR_NONE, &value));
	assert_false(cti__str_u64(CTI__STR(" 1"), &value));
	assert_false(cti__str_u64(CTI__STR("-1"), &value));
	assert_false(cti__str_u64(CTI__STR("x1"), &value));
}

static void test_str__reads_signs(void **state)
{
	int64_t value = 7;

	(void)state;
	assert_true(cti__str_i64(CTI__STR("-42"), &value));
	assert_true(value == -42);
	assert_true(cti__str_i64(CTI__STR("+42"), &value));
	assert_true(value == 42);
	assert_true(cti__str_i64(CTI__STR("9223372036854775807"), &value));
	assert_true(value == INT64_MAX);
	assert_true(cti__str_i64(CTI__STR("-9223372036854775807"), &value));
	assert_true(value == -INT64_MAX);
	assert_false(cti__str_i64(CTI__STR("9223372036854775808"), &value));
	assert_false(cti__str_i64(CTI__STR("-"), &value));
	assert_false(cti__str_i64(CTI__STR("--1"), &value));
	assert_false(cti__str_i64(CTI__STR("+-1"), &value));
	assert_false(cti__str_i64(CTI__STR_NONE, &value));
}

static void test_str__digits_are_digits_only(void **state)
{
	(void)state;
	assert_true(cti__str_is_digits(CTI__STR("0123456789")));
	assert_false(cti__str_is_digits(CTI__STR("10a")));
	assert_false(cti__str_is_digits(CTI__STR("+10")));
	assert_false(cti__str_is_digits(CTI__STR("1/")));
	assert_false(cti__str_is_digits(CTI__STR("1:")));
	assert_false(cti__str_is_digits(CTI__STR("1\0")));
	assert_false(cti__str_is_digits(CTI__STR_NONE));
}

static void test_str__a_copy_is_owned_and_ended(void **state)
{
	char *copy = cti__str_dup(cti__str_n("hello", 4));

	(void)state;
	assert_string_equal(copy, "hell");
	assert_int_equal(cti__str_set(&copy, CTI__STR("other")), 0);
	assert_string_equal(copy, "other");
	/* A piece of the old one itself. */
	assert_int_equal(cti__str_set(&copy, cti__str_n(copy + 1, 3)), 0);
	assert_string_equal(copy, "the");
	refuse_after = 0;
	assert_int_equal(cti__str_set(&copy, CTI__STR("new")), CTI_ENOMEM);
	assert_string_equal(copy, "the");
	assert_null(cti__str_dup(CTI__STR("x")));
	refuse_after = -1;
	assert_int_equal(cti__str_set(&copy, CTI__STR_NONE), 0);
	assert_string_equal(copy, "");
	cti__free(copy);
}

static void test_str__patterns_match_as_a_dialplans(void **state)
{
	static const struct {
		const char *text, *pattern;
		bool match;
	} rows[] = {
		{ "1001", "1001", true },
		{ "1001", "1002", false },
		{ "1001", "1XXX", true },
		{ "1001", "1XX", false },
		{ "101", "1XXX", false },
		{ "10a1", "1XXX", false },
		{ "0", "X", true },
		{ "9", "X", true },
		{ ":", "X", false },
		{ "/", "X", false },
		{ "0", "Z", false },
		{ "1", "Z", true },
		{ "1", "N", false },
		{ "2", "N", true },
		{ "9", "N", true },
		{ "x", "X", false },
		{ "x", "?", true },
		{ "", "?", false },
		{ "anything", "*", true },
		{ "", "*", true },
		{ "trunk", "trunk*", true },
		{ "trunk-beijing", "trunk*", true },
		{ "trun", "trunk*", false },
		/* A star is the rest at the end only; within, it is a star. */
		{ "*8", "*8", true },
		{ "x8", "*8", false },
		{ "1", "[13-5]", true },
		{ "2", "[13-5]", false },
		{ "3", "[13-5]", true },
		{ "4", "[13-5]", true },
		{ "5", "[13-5]", true },
		{ "6", "[13-5]", false },
		{ "-", "[13-5]", false },
		{ "-", "[1-]", true },
		{ "1", "[1-]", true },
		{ "b7", "[a-c][0-9]", true },
		{ "1", "[]", false },
		{ "3", "[1-3", true },
		{ "4", "[1-3", false },
		{ "[", "[", false },
		{ "", "", true },
		{ "1", "", false },
		{ "", "1", false },
		{ "_1XX", "_1XX", false },
		{ "_100", "_1XX", true },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (cti__str_matches(cti__str(rows[i].text),
				     cti__str(rows[i].pattern)) !=
		    rows[i].match)
			fail_msg("\"%s\" and the pattern \"%s\"", rows[i].text,
				 rows[i].pattern);
}

static void test_str__one_of_a_list_suffices(void **state)
{
	struct cti__str list = CTI__STR("1XXX, 2XX ,,trunk*");

	(void)state;
	assert_true(cti__str_matches_any(CTI__STR("1001"), list));
	assert_true(cti__str_matches_any(CTI__STR("201"), list));
	assert_true(cti__str_matches_any(CTI__STR("trunk-1"), list));
	assert_false(cti__str_matches_any(CTI__STR("301"), list));
	/* The empty pattern between two commas is none. */
	assert_false(cti__str_matches_any(CTI__STR(""), list));
	assert_false(cti__str_matches_any(CTI__STR("1"), CTI__STR_NONE));
	assert_false(cti__str_matches_any(CTI__STR(""), CTI__STR(" , ")));
}

static void test_str__a_file_leads_to_no_other_folder(void **state)
{
	static const char *const good[] = { "", "a", "2026-11/1001_a.wav",
					    "a.b", "a/.b" };
	static const char *const bad[] = { "/a",   "..",       "a/../b",
					   "a,b",  "$(a)",     "a b",
					   "a\nb", "rtmp://a", "\xe4\xbd\xa0",
					   "a..b", "{x=1}a" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(cti__str_is_file(cti__str(good[i])));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(cti__str_is_file(cti__str(bad[i])));
}

static void test_str__hex_digit_takes_both_cases(void **state)
{
	(void)state;
	assert_int_equal(cti__hex_digit('0'), 0);
	assert_int_equal(cti__hex_digit('9'), 9);
	assert_int_equal(cti__hex_digit('a'), 10);
	assert_int_equal(cti__hex_digit('F'), 15);
	assert_int_equal(cti__hex_digit('g'), -1);
	assert_int_equal(cti__hex_digit('\0'), -1);
	assert_int_equal(cti__hex_digit('@'), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_str__equal_is_equal_bytes),
		cmocka_unit_test(test_str__starts_with_what_it_starts_with),
		cmocka_unit_test(test_str__only_ascii_letters_have_a_case),
		cmocka_unit_test(test_str__orders_by_bytes_then_length),
		cmocka_unit_test(test_str__a_sub_is_clipped),
		cmocka_unit_test(test_str__finds_the_first_and_the_last),
		cmocka_unit_test(test_str__a_cut_leaves_the_rest),
		cmocka_unit_test(test_str__a_pair_is_found_by_its_key),
		cmocka_unit_test(test_str__has_any_sees_each_byte_and_nul),
		cmocka_unit_test(test_str__a_trim_takes_blanks_off_both_ends),
		cmocka_unit_test(test_str__reads_numbers_up_to_the_largest),
		cmocka_unit_test(test_str__reads_signs),
		cmocka_unit_test(test_str__digits_are_digits_only),
		REFUSE_TEST(test_str__a_copy_is_owned_and_ended),
		cmocka_unit_test(test_str__patterns_match_as_a_dialplans),
		cmocka_unit_test(test_str__one_of_a_list_suffices),
		cmocka_unit_test(test_str__a_file_leads_to_no_other_folder),
		cmocka_unit_test(test_str__hex_digit_takes_both_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
