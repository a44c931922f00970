/* SPDX-License-Identifier: MIT */
/* Business hours and holidays, to the second. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "journal/tally.h"

#include <cti/error.h>

#define DAY  86400
#define HOUR 3600

/* 1970-01-05 was a Monday. */
#define MONDAY (4 * DAY)

static bool is_open(const char *hours, int64_t local_s)
{
	return cti__hours_open(hours, "", local_s);
}

static void test_hours__begin_with_their_second_and_end_before_it(void **state)
{
	static const char hours[] = "Mon 09:30-18:15";

	(void)state;
	assert_false(is_open(hours, MONDAY + 9 * HOUR + 1799));
	assert_true(is_open(hours, MONDAY + 9 * HOUR + 1800));
	assert_true(is_open(hours, MONDAY + 18 * HOUR + 899));
	assert_false(is_open(hours, MONDAY + 18 * HOUR + 900));
	assert_false(is_open(hours, MONDAY + DAY + 12 * HOUR));
	assert_false(is_open("", MONDAY + 12 * HOUR));
	assert_true(is_open("Mon 00:00-24:00", MONDAY + DAY - 1));
	assert_false(is_open("Mon 00:00-24:00", MONDAY + DAY));
}

/* Open on the days that have a star, from Monday on. */
static void check_days(const char *hours, const char *days)
{
	int i;

	for (i = 0; i < 7; i++)
		if (is_open(hours, MONDAY + i * DAY + 12 * HOUR) !=
		    (days[i] == '*'))
			fail_msg("%s: day %d", hours, i);
}

static void test_hours__spans_of_days_have_both_ends(void **state)
{
	(void)state;
	check_days("Mon-Fri 09:00-18:00", "*****--");
	check_days("Sat-Tue 09:00-18:00", "**---**");
	check_days("Sun 09:00-18:00", "------*");
	check_days("Mon 09:00-18:00; Wed-Thu 09:00-18:00;", "*-**---");
	/* Days before 1970, too. */
	assert_true(is_open("Mon 09:00-18:00", MONDAY - 7 * DAY + 12 * HOUR));
	assert_true(is_open("Wed 09:00-18:00", -DAY + 12 * HOUR));
	assert_false(is_open("Thu 09:00-18:00", -DAY + 12 * HOUR));
}

static void test_hours__holidays_are_closed(void **state)
{
	static const char hours[] = "Mon-Sun 00:00-24:00";

	(void)state;
	assert_false(cti__hours_open(hours, "1970-01-05", MONDAY));
	assert_false(
		cti__hours_open(hours, "1969-12-31, 1970-01-05", MONDAY + 1));
	assert_true(cti__hours_open(hours, "1970-01-05", MONDAY - 1));
	assert_true(cti__hours_open(hours, "1970-01-05", MONDAY + DAY));
}

static void test_hours__that_are_none_are_refused(void **state)
{
	static const char *const none[] = {
		"Mon",
		"Mon 9:00-18:00",
		"Mon 09:00",
		"Mon 09:00-09:00",
		"Mon 18:00-09:00",
		"Mon 09:60-18:00",
		"Mon 09:00-24:01",
		"Mo 09:00-18:00",
		"Mon-Fre 09:00-18:00",
		"Mon 0a:00-18:00",
		"Mon 09:0a-18:00",
		"Mon 09:00-18",
		"mon-fri 9-5; nope",
	};
	static const char *const no_dates[] = { "1970-1-1",   "1970-01-0a",
						"1970-0a-01", "197a-01-01",
						"1970/01/01", "1970-01/01",
						"1970-01-011" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (cti__hours_read(none[i]) != CTI_EVALUE)
			fail_msg("%s", none[i]);
	for (i = 0; i < sizeof(no_dates) / sizeof(no_dates[0]); i++)
		if (cti__holidays_read(no_dates[i]) != CTI_EVALUE)
			fail_msg("%s", no_dates[i]);
	assert_int_equal(cti__hours_read("Mon 09:00-24:00;; Tue-Wed "
					 "00:00-00:01"),
			 0);
	assert_int_equal(cti__hours_read(""), 0);
	assert_int_equal(cti__holidays_read("1970-01-01,, 2026-12-31"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_hours__begin_with_their_second_and_end_before_it),
		cmocka_unit_test(test_hours__spans_of_days_have_both_ends),
		cmocka_unit_test(test_hours__holidays_are_closed),
		cmocka_unit_test(test_hours__that_are_none_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
