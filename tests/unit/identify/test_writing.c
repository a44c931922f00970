/* SPDX-License-Identifier: MIT */
/* The ways to write one number, each for numbers of several sorts. */
#include "identify/writing.h"
#include "identify/number.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_written(const char *country, const char *text,
			   const char *way, const char *want)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	struct cti__buf out = { 0 };
	cti_number number;

	plan.country = country;
	assert_int_equal(cti__number_parse(cti__str(text), &plan, &number), 0);
	assert_true(cti__writing_known(cti__str(way)));
	assert_int_equal(
		cti__writing_put(&out, cti__str(way), &number, cti__str(text)),
		0);
	assert_string_equal(cti__buf_cstr(&out), want);
	cti__buf_fini(&out);
}

static void test_writing__writes_a_mobile_in_every_way(void **state)
{
	static const char *const ways[][2] = {
		{ "e164", "+8613800138000" },
		{ "e164-digits", "8613800138000" },
		{ "e164-00", "008613800138000" },
		{ "national", "13800138000" },
		{ "display", "138 0013 8000" },
		{ "international", "+86 138 0013 8000" },
		{ "text", "138-00138000" },
		{ "last-8", "00138000" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		assert_written("CN", "138-00138000", ways[i][0], ways[i][1]);
}

static void test_writing__leaves_the_trunk_prefix_at_home(void **state)
{
	(void)state;
	assert_written("CN", "010 65529988", "international",
		       "+86 10 6552 9988");
	assert_written("CN", "01065529988 ext. 12", "international",
		       "+86 10 6552 9988");
	assert_written("CN", "+442071838750", "international",
		       "+44 20 7183 8750");
	assert_written("GB", "02071838750", "international",
		       "+44 20 7183 8750");
	assert_written("US", "2125551234", "international", "+1 212 555 1234");
}

static void test_writing__writes_nothing_that_there_is_not(void **state)
{
	(void)state;
	assert_written("CN", "1001", "e164", "");
	assert_written("CN", "1001", "e164-00", "");
	assert_written("CN", "1001", "international", "");
	assert_written("CN", "1001", "national", "1001");
	assert_written("CN", "1001", "last-8", "");
	assert_false(cti__writing_known(CTI__STR("last-2")));
	assert_false(cti__writing_known(CTI__STR("e165")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_writing__writes_a_mobile_in_every_way),
		cmocka_unit_test(test_writing__leaves_the_trunk_prefix_at_home),
		cmocka_unit_test(
			test_writing__writes_nothing_that_there_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
