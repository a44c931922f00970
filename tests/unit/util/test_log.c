/* SPDX-License-Identifier: MIT */
/* Log lines: one line each, whatever the switch says, at the level asked for.
 */
#include "util/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char last[2048];
static unsigned lines, level_told;

static void keep(void *user, uint32_t level, const char *text)
{
	assert_ptr_equal(user, last);
	strncpy(last, text, sizeof(last) - 1);
	level_told = level;
	lines++;
}

static const struct cti__log sink = { keep, last, 2 };

static int begin(void **state)
{
	(void)state;
	memset(last, 0, sizeof(last));
	lines = level_told = 0;
	return 0;
}

static void test_log__tells_a_line_with_its_level(void **state)
{
	(void)state;
	cti__log(&sink, 1, "link %s: %d", "pbx1", 7);
	assert_string_equal(last, "link pbx1: 7");
	assert_int_equal(level_told, 1);
	assert_int_equal(lines, 1);
}

static void test_log__says_nothing_above_its_level(void **state)
{
	static const struct cti__log nobody = { NULL, NULL, 9 };

	(void)state;
	cti__log(&sink, 3, "too much");
	assert_int_equal(lines, 0);
	cti__log(&sink, 2, "just so");
	assert_int_equal(lines, 1);
	cti__log(NULL, 0, "nobody");
	cti__log(&nobody, 0, "nobody");
	assert_int_equal(lines, 1);
}

static void test_log__a_value_cannot_begin_a_line(void **state)
{
	(void)state;
	cti__log(&sink, 0, "login refused: %s", "no\r\nlink pbx1: up\x1b[2J");
	assert_string_equal(last, "login refused: no  link pbx1: up [2J");
	cti__log(&sink, 0, "%s", "\x01\x1f\x7f\t|");
	assert_string_equal(last, "    |");
	assert_int_equal(lines, 2);
}

static void test_log__leaves_other_scripts_alone(void **state)
{
	(void)state;
	cti__log(&sink, 0, "%s", "\xe6\x9d\x8e \xf0\x9f\x93\x9e \xff");
	assert_string_equal(last, "\xe6\x9d\x8e \xf0\x9f\x93\x9e ?");
}

static void test_log__a_line_that_is_too_long_is_cut(void **state)
{
	char longer[3000];

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	cti__log(&sink, 0, "a%s", longer);
	assert_int_equal(strlen(last), 1023);
	assert_int_equal(last[0], 'a');
	assert_int_equal(lines, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_log__tells_a_line_with_its_level,
				       begin),
		cmocka_unit_test_setup(test_log__says_nothing_above_its_level,
				       begin),
		cmocka_unit_test_setup(test_log__a_value_cannot_begin_a_line,
				       begin),
		cmocka_unit_test_setup(test_log__leaves_other_scripts_alone,
				       begin),
		cmocka_unit_test_setup(test_log__a_line_that_is_too_long_is_cut,
				       begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
