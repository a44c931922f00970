/* SPDX-License-Identifier: MIT */
/* What was done to a number, told step by step. */
#include "identify/number.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* "name=value " of every step but the keys. */
static char told[1024];
static size_t keys;
/* "value: text" of those that rules and keys are told by, a line each. */
static char words[2048];

static void on_step(void *user, const cti_number_step *step)
{
	size_t n = strlen(told);

	(void)user;
	assert_int_equal(step->size, sizeof(*step));
	assert_true(strlen(step->text) > 10);
	if (strcmp(step->name, "key") == 0 || strcmp(step->name, "rule") == 0)
		snprintf(words + strlen(words), sizeof(words) - strlen(words),
			 "%s: %s\n", step->value, step->text);
	if (strcmp(step->name, "key") == 0)
		keys++;
	else
		snprintf(told + n, sizeof(told) - n, "%s=%s ", step->name,
			 step->value);
}

static void check(const char *text, const char *steps)
{
	static const cti_number_plan plan = { sizeof(plan), "CN", "010", "9",
					      NULL,	    0,	  NULL,	 0 };
	cti_number n = { .size = sizeof(n) }, same = { .size = sizeof(n) };

	*told = *words = '\0';
	keys = 0;
	assert_int_equal(cti_number_explain(text, &plan, &n, on_step, NULL), 0);
	assert_string_equal(told, steps);
	assert_int_equal(keys, n.key_count);
	assert_int_equal(cti_number_parse(text, &plan, &same), 0);
	assert_memory_equal(&n, &same, sizeof(n));
}

static void test_steps__tell_what_was_taken_off_and_put_before(void **state)
{
	(void)state;
	check("9,17951 010-62345678转12",
	      "digits=91795101062345678 extension=12 outside-prefix=9 "
	      "carrier-prefix=17951 trunk-prefix=0 rule=+861062345678 ");
	check("62345678", "digits=62345678 area=10 rule=+861062345678 ");
	check("010-62345678-8001",
	      "digits=010623456788001 extension=8001 trunk-prefix=0 "
	      "rule=+861062345678 ");
	check("0086 138 0013 8000",
	      "digits=008613800138000 international-prefix=00 "
	      "country-code=86 rule=+8613800138000 ");
	check("+86 (0) 138 0013 8000",
	      "digits=8613800138000 country-code=86 rule=+8613800138000 ");
	check("13800138000", "digits=13800138000 rule=+8613800138000 ");
}

static void test_steps__tell_why_a_number_is_no_outside_one(void **state)
{
	(void)state;
	check("1001", "digits=1001 extension-length=1001 ");
	check("95588", "digits=95588 service=95588 ");
	check("010 95588", "digits=01095588 trunk-prefix=0 service=95588 ");
	check("anonymous", "withheld=anonymous ");
	check("266696687", "withheld=266696687 ");
	check("alice2", "name=alice2 ");
	check("01012345678", "digits=01012345678 rule=01012345678 ");
	check("+7 495 1234567", "digits=74951234567 country-code=7 ");
}

/* 9000 may be an extension: what was tried in vain is not told. */
static void test_steps__do_not_tell_what_was_tried_in_vain(void **state)
{
	(void)state;
	check("9000", "digits=9000 extension-length=9000 ");
	check("17951123", "digits=17951123 rule=17951123 ");
}

static void test_steps__need_a_function_and_a_number(void **state)
{
	cti_number n = { .size = sizeof(n) };

	(void)state;
	*told = '\0';
	assert_int_equal(cti_number_explain("1", NULL, &n, NULL, NULL),
			 CTI_EINVAL);
	assert_int_equal(cti_number_explain("1", NULL, NULL, on_step, NULL),
			 CTI_EINVAL);
	assert_int_equal(cti_number_explain("what", NULL, &n, on_step, NULL),
			 CTI_EINVAL);
	assert_string_equal(told, "");
}

static void test_steps__say_which_rule_fits_and_why_a_key_is_one(void **state)
{
	(void)state;
	check("13800138000", "digits=13800138000 rule=+8613800138000 ");
	assert_string_equal(
		words,
		"+8613800138000: numbers of CN with 11 digits that begin with "
		"digits from 13 to 19 are mobile\n"
		"8613800138000: matches the international form\n"
		"13800138000: matches the form dialled inside the country\n");
	check("010 95588", "digits=01095588 trunk-prefix=0 service=95588 ");
	assert_string_equal(words, "95588: matches the service in any area\n"
				   "01095588: matches the form dialled inside "
				   "the country\n");
	check("62345678", "digits=62345678 area=10 rule=+861062345678 ");
	assert_non_null(strstr(words, "with 10 digits that begin with digits "
				      "from 102 to 108 are fixed\n"));
	assert_non_null(strstr(words, "62345678: matches the last 8 digits\n"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_steps__tell_what_was_taken_off_and_put_before),
		cmocka_unit_test(
			test_steps__tell_why_a_number_is_no_outside_one),
		cmocka_unit_test(
			test_steps__do_not_tell_what_was_tried_in_vain),
		cmocka_unit_test(test_steps__need_a_function_and_a_number),
		cmocka_unit_test(
			test_steps__say_which_rule_fits_and_why_a_key_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
