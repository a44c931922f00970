/* SPDX-License-Identifier: MIT */
/* Days as customers' records have them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "service/date.h"

#include <time.h>

static void expect(const char *text, const char *want)
{
	struct cti__date date = { 0, 0, 0 };
	char got[CTI__DATE_TEXT] = "";

	if (cti__date_parse(cti__str(text), &date))
		cti__date_text(&date, got);
	if (strcmp(got, want) != 0)
		fail_msg("\"%s\" is \"%s\", not \"%s\"", text, got, want);
}

static void test_date__reads_the_ways_in_which_days_are_written(void **state)
{
	(void)state;
	expect("2026-03-06", "2026-03-06");
	expect(" 2026/3/6 ", "2026-03-06");
	expect("2026.03.06", "2026-03-06");
	expect("20260306", "2026-03-06");
	expect("2026年3月6日", "2026-03-06");
	expect("2026-03-06 12:00:00", "2026-03-06");
	expect("2026-03-06T12:00:00Z", "2026-03-06");
	expect("03-06", "0000-03-06");
	expect("3月6日", "0000-03-06");
	expect("02-29", "0000-02-29");
	expect("2024-02-29", "2024-02-29");
}

static void test_date__refuses_what_is_no_day(void **state)
{
	static const char *const no_days[] = {
		"",
		"2026",
		"2026-13-01",
		"2025-02-29",
		"2026-04-31",
		"2026-00-10",
		"26-03-06",
		"2026-3",
		"2026-03-06x",
		"tomorrow",
		"99999999",
		"0000-01-01",
		"2026-003-06",
		"2026--06",
		"-",
		"2026030",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(no_days) / sizeof(no_days[0]); i++)
		expect(no_days[i], "");
}

/* Against the C library, over two centuries. */
static void test_date__agrees_with_the_calendar(void **state)
{
	struct cti__date date;
	struct tm tm;
	int64_t day;
	time_t then;

	(void)state;
	for (day = -25567; day < 47482; day += 13) {
		then = (time_t)day * 86400;
		gmtime_r(&then, &tm);
		cti__date_at(day * INT64_C(86400000000) + 5, 0, &date);
		assert_int_equal(date.year, tm.tm_year + 1900);
		assert_int_equal(date.month, tm.tm_mon + 1);
		assert_int_equal(date.day, tm.tm_mday);
		assert_int_equal(cti__date_number(&date), day);
	}
}

static void test_date__a_day_begins_where_the_site_is(void **state)
{
	/* 2026-01-04T16:30Z: half past midnight of the fifth in Beijing. */
	int64_t us = INT64_C(1767544200000000);
	struct cti__date date;

	(void)state;
	cti__date_at(us, 0, &date);
	assert_int_equal(date.day, 4);
	cti__date_at(us, 480, &date);
	assert_int_equal(date.day, 5);
	cti__date_at(us, -1020, &date);
	assert_int_equal(date.day, 3);
}

static int32_t until(const char *birthday, const char *today)
{
	struct cti__date b, t;

	assert_true(cti__date_parse(cti__str(birthday), &b));
	assert_true(cti__date_parse(cti__str(today), &t));
	return cti__date_until_again(&b, &t);
}

static void test_date__birthdays_come_again(void **state)
{
	(void)state;
	assert_int_equal(until("1980-01-07", "2026-01-05"), 2);
	assert_int_equal(until("1980-01-05", "2026-01-05"), 0);
	assert_int_equal(until("1980-01-04", "2026-01-05"), 364);
	assert_int_equal(until("12-31", "2026-12-30"), 1);
	assert_int_equal(until("2000-02-29", "2026-02-27"), 1);
	assert_int_equal(until("2000-02-29", "2028-02-28"), 1);
	assert_int_equal(until("1980-01-01", "2026-12-31"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_date__reads_the_ways_in_which_days_are_written),
		cmocka_unit_test(test_date__refuses_what_is_no_day),
		cmocka_unit_test(test_date__agrees_with_the_calendar),
		cmocka_unit_test(test_date__a_day_begins_where_the_site_is),
		cmocka_unit_test(test_date__birthdays_come_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
