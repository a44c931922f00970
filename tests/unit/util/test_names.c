/* SPDX-License-Identifier: MIT */
/* Sets of names: all of them are found, in any case, and nothing else is. */
#include "util/names.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static int find(const struct cti__names *names, const char *text)
{
	return cti__names_find(names, cti__str(text));
}

static void test_names__finds_each_by_its_place(void **state)
{
	static const char *const name[] = { "X",	   "ab",
					    "Abc",	   "Event",
					    "CallerIDNum", "CallerIDName" };
	struct cti__names names;
	int i;

	(void)state;
	cti__names_init(&names, name, sizeof(*name), 6);
	for (i = 0; i < 6; i++)
		assert_int_equal(find(&names, name[i]), i);
}

static void test_names__have_no_case(void **state)
{
	static const char *const name[] = { "Event", "aB", "Q", "Linkedid" };
	struct cti__names names;

	(void)state;
	cti__names_init(&names, name, sizeof(*name), 4);
	assert_int_equal(find(&names, "EVENT"), 0);
	assert_int_equal(find(&names, "eVENT"), 0);
	assert_int_equal(find(&names, "Ab"), 1);
	assert_int_equal(find(&names, "q"), 2);
	assert_int_equal(find(&names, "LinkedID"), 3);
}

static void test_names__that_are_nearly_so_are_none(void **state)
{
	static const char *const name[] = { "Event", "Exten", "A" };
	struct cti__names names;

	(void)state;
	cti__names_init(&names, name, sizeof(*name), 3);
	assert_int_equal(find(&names, ""), -1);
	assert_int_equal(find(&names, "Even"), -1);
	assert_int_equal(find(&names, "Events"), -1);
	assert_int_equal(find(&names, "Evont"), -1);
	assert_int_equal(find(&names, "EvenT "), -1);
	assert_int_equal(find(&names, "B"), -1);
	assert_int_equal(find(&names, "Even\x14"), -1);
	assert_int_equal(cti__names_find(&names, CTI__STR_NONE), -1);
	cti__names_init(&names, name, sizeof(*name), 0);
	assert_int_equal(find(&names, "Event"), -1);
}

/* All of one length and with the same ends, so that every hash is the same. */
static void test_names__that_collide_are_all_found(void **state)
{
	static char text[CTI__NAMES_MAX][12];
	const char *name[CTI__NAMES_MAX];
	struct cti__names names;
	int i;

	(void)state;
	for (i = 0; i < CTI__NAMES_MAX; i++) {
		memcpy(text[i], "Name---Last", 12);
		text[i][4] = (char)('A' + i % 16);
		text[i][5] = (char)('a' + i / 16);
		name[i] = text[i];
	}
	cti__names_init(&names, name, sizeof(*name), CTI__NAMES_MAX);
	for (i = 0; i < CTI__NAMES_MAX; i++)
		assert_int_equal(find(&names, text[i]), i);
	assert_int_equal(find(&names, "Name+++Last"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names__finds_each_by_its_place),
		cmocka_unit_test(test_names__have_no_case),
		cmocka_unit_test(test_names__that_are_nearly_so_are_none),
		cmocka_unit_test(test_names__that_collide_are_all_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
