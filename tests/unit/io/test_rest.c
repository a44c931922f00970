/* SPDX-License-Identifier: MIT */
/* Looks at a file that is written, replaced, gone and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/rest.h"

static struct cti__stamp stamp(uint64_t ino, uint64_t size, int64_t at)
{
	struct cti__stamp s = { true, 1, ino, size, at, at };

	return s;
}

static const struct cti__stamp none = { .exists = false };

static enum cti__rest_step look(struct cti__rest *r, struct cti__stamp now)
{
	return cti__rest_look(r, &now);
}

static void test_rest__tells_when_two_looks_are_equal(void **state)
{
	struct cti__stamp old = stamp(1, 10, 100);
	struct cti__rest r;

	(void)state;
	cti__rest_init(&r, &old, false);
	assert_int_equal(look(&r, old), CTI__REST_IDLE);
	assert_int_equal(look(&r, stamp(1, 20, 200)), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(1, 30, 200)), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(1, 30, 201)), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(1, 30, 201)), CTI__REST_NEW);
	assert_int_equal(look(&r, stamp(1, 30, 201)), CTI__REST_IDLE);
}

static void test_rest__of_one_that_goes_is_told_once(void **state)
{
	struct cti__stamp old = stamp(1, 10, 100);
	struct cti__rest r;

	(void)state;
	cti__rest_init(&r, &old, false);
	/* An editor takes it away for a moment. */
	assert_int_equal(look(&r, none), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(2, 10, 100)), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(2, 10, 100)), CTI__REST_NEW);
	assert_int_equal(look(&r, none), CTI__REST_AGAIN);
	assert_int_equal(look(&r, none), CTI__REST_GONE);
	assert_int_equal(look(&r, none), CTI__REST_IDLE);
	/* The very same one is back: its reader still has it. */
	assert_int_equal(look(&r, stamp(2, 10, 100)), CTI__REST_IDLE);
	assert_int_equal(look(&r, none), CTI__REST_AGAIN);
	assert_int_equal(look(&r, none), CTI__REST_GONE);
	assert_int_equal(look(&r, stamp(3, 10, 100)), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(3, 10, 100)), CTI__REST_NEW);
}

static void test_rest__a_whole_one_counts_only_when_replaced(void **state)
{
	struct cti__stamp old = stamp(1, 10, 100);
	struct cti__rest r;

	(void)state;
	cti__rest_init(&r, &old, true);
	assert_int_equal(look(&r, stamp(1, 99, 900)), CTI__REST_IDLE);
	assert_int_equal(look(&r, stamp(2, 99, 900)), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(2, 99, 900)), CTI__REST_NEW);
}

static void test_rest__a_reader_without_anything_is_told_of_all(void **state)
{
	struct cti__rest r;

	(void)state;
	cti__rest_init(&r, &none, false);
	assert_int_equal(look(&r, none), CTI__REST_IDLE);
	assert_int_equal(look(&r, stamp(1, 1, 1)), CTI__REST_AGAIN);
	assert_int_equal(look(&r, stamp(1, 1, 1)), CTI__REST_NEW);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rest__tells_when_two_looks_are_equal),
		cmocka_unit_test(test_rest__of_one_that_goes_is_told_once),
		cmocka_unit_test(
			test_rest__a_whole_one_counts_only_when_replaced),
		cmocka_unit_test(
			test_rest__a_reader_without_anything_is_told_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
