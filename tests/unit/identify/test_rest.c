/* SPDX-License-Identifier: MIT */
/* Rests that servers ask for: numbers, dates in three forms, and nonsense. */
#include "identify/rest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_rest__reads_dates_in_each_form(void **state)
{
	static const struct {
		const char *text;
		int64_t want;
	} rows[] = {
		{ "Sun, 06 Nov 1994 08:49:37 GMT", 784111777 },
		{ "Sun Nov  6 08:49:37 1994", 784111777 },
		{ "Sunday, 06-Nov-24 08:49:37 GMT", 1730882977 },
		{ "Thu, 01 Jan 1970 00:00:00 GMT", 0 },
		{ "Thu, 29 Feb 2024 23:59:60 GMT", 1709251200 },
		{ "Fri, 31 Dec 2100 12:00:00 GMT", 4133937600 },
	};
	int64_t got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(cti__rest_date(cti__str(rows[i].text), &got));
		assert_int_equal(got, rows[i].want);
	}
}

static void test_rest__takes_nothing_else_for_a_date(void **state)
{
	static const char *const rows[] = {
		"",
		"soon",
		"Sun, 06 Nov 1994",
		"Sun, 06 Nov 08:49:37 GMT",
		"Sun, 32 Nov 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:00:00 GMT",
		"Sun, 06 Nov 1994 08:49:37 GMT 12",
		"Sun, 06 Nov 1994 08:49:3x GMT",
		"Sun, 06 11 1994 08:49:37 GMT",
		"Sun, 06 Nov 99999 08:49:37 GMT",
		"-1",
		"\xff\xfe",
	};
	int64_t got;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_false(cti__rest_date(cti__str(rows[i]), &got));
}

static void test_rest__measures_by_the_servers_own_clock(void **state)
{
	const struct cti__str now = CTI__STR("Sun, 06 Nov 1994 08:49:37 GMT");

	(void)state;
	assert_int_equal(cti__rest_seconds(CTI__STR("Sun, 06 Nov 1994 08:50:07 "
						    "GMT"),
					   now),
			 30);
	assert_int_equal(
		cti__rest_seconds(CTI__STR("Sun Nov  6 08:49:00 1994"), now),
		1);
	assert_int_equal(cti__rest_seconds(CTI__STR("Mon, 07 Nov 1994 08:50:07 "
						    "GMT"),
					   now),
			 3600);
	/* A date alone says nothing: whose clock is right? */
	assert_int_equal(cti__rest_seconds(now, CTI__STR("")), 5);
}

static void test_rest__takes_seconds(void **state)
{
	(void)state;
	assert_int_equal(cti__rest_seconds(CTI__STR("7"), CTI__STR("")), 7);
	assert_int_equal(cti__rest_seconds(CTI__STR(" 60 "), CTI__STR("")), 60);
	assert_int_equal(cti__rest_seconds(CTI__STR("0"), CTI__STR("")), 1);
	assert_int_equal(cti__rest_seconds(CTI__STR("99999999999999999999999"),
					   CTI__STR("")),
			 3600);
	assert_int_equal(cti__rest_seconds(CTI__STR(""), CTI__STR("")), 5);
	assert_int_equal(cti__rest_seconds(CTI__STR("-3"), CTI__STR("")), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rest__reads_dates_in_each_form),
		cmocka_unit_test(test_rest__takes_nothing_else_for_a_date),
		cmocka_unit_test(test_rest__measures_by_the_servers_own_clock),
		cmocka_unit_test(test_rest__takes_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
