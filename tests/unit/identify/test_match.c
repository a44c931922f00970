/* SPDX-License-Identifier: MIT */
/* How well numbers fit, and cells with more than one. */
#include "identify/match.h"
#include "identify/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static uint32_t score(const char *asked, const char *stored)
{
	cti_number a, b;
	const char *reason;

	assert_int_equal(cti__number_parse(cti__str(asked), NULL, &a), 0);
	assert_int_equal(cti__number_parse(cti__str(stored), NULL, &b), 0);
	return cti__match_score(&a, &b, &reason);
}

static void test_match__ranks_what_is_equal(void **state)
{
	(void)state;
	assert_int_equal(score("013800138000", "+86 138 0013 8000"), 100);
	assert_int_equal(score("1001", "1001"), 100);
	assert_int_equal(score("95588", "010-95588"), 100);
	assert_int_equal(score("010-62345678", "010-62345678转12"), 90);
	assert_int_equal(score("010-62345678转12", "010-62345678转12"), 100);
	assert_int_equal(score("010-62345678转12", "010-62345678转34"), 90);
	/* Without an area code on one side only the ends can be equal. */
	assert_int_equal(score("62345678", "010-62345678"), 65);
	assert_int_equal(score("010-62345678", "62345678"), 65);
	assert_int_equal(score("010-62345678", "2345678"), 50);
	assert_int_equal(score("62345678", "62345678"), 95);
	/* Behind a prefix that nobody knows. */
	assert_int_equal(score("880113800138000", "13800138000"), 85);
}

static void test_match__keeps_different_numbers_apart(void **state)
{
	(void)state;
	assert_int_equal(score("010-62345678", "021-62345678"), 0);
	assert_int_equal(score("13800138000", "13900138000"), 0);
	/* The same digits, in China and in Ohio. */
	assert_int_equal(score("+1 380 223 8000", "13802238000"), 0);
	/* A local number is not the end of a mobile one. */
	assert_int_equal(score("62345678", "13862345678"), 0);
	assert_int_equal(score("1001", "0371-6231001"), 0);
	assert_int_equal(score("1001", "1002"), 0);
	assert_int_equal(score("anonymous", "anonymous"), 0);
}

static void test_match__knows_columns_of_numbers(void **state)
{
	(void)state;
	assert_true(cti__match_is_number_field(CTI__STR("phone")));
	assert_true(cti__match_is_number_field(CTI__STR("Phone2")));
	assert_true(cti__match_is_number_field(CTI__STR("phone_home")));
	assert_true(cti__match_is_number_field(CTI__STR("mobile")));
	assert_false(cti__match_is_number_field(CTI__STR("name")));
	assert_false(cti__match_is_number_field(CTI__STR("pho")));
	assert_false(cti__match_is_number_field(CTI__STR("")));
}

static void check_cell(const char *text, const char *expected)
{
	char all[256] = "";
	struct cti__str cell = cti__str(text), one;

	while (cti__match_next(&cell, &one)) {
		strncat(all, one.p, one.n);
		strcat(all, "|");
	}
	assert_string_equal(all, expected);
}

static void test_match__takes_cells_with_several_numbers(void **state)
{
	(void)state;
	check_cell("13800138000", "13800138000|");
	check_cell("", "");
	check_cell("13800138000; 010-62345678", "13800138000|010-62345678|");
	check_cell("13800138000/13900139000/62345678",
		   "13800138000|13900139000|62345678|");
	check_cell("13800138000、010-62345678", "13800138000|010-62345678|");
	check_cell("0711/1234567", "0711/1234567|");
	check_cell("010-62345678,12", "010-62345678,12|");
	check_cell("010-62345678转801/802", "010-62345678转801/802|");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_match__ranks_what_is_equal),
		cmocka_unit_test(test_match__keeps_different_numbers_apart),
		cmocka_unit_test(test_match__knows_columns_of_numbers),
		cmocka_unit_test(test_match__takes_cells_with_several_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
