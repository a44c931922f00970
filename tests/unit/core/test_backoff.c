/* SPDX-License-Identifier: MIT */
/* Back-off: doubling, jitter, cap, and what makes it begin again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/backoff.h"

static void test_backoff__doubles_up_to_the_limit(void **state)
{
	struct cti__backoff b;

	(void)state;
	cti__backoff_init(&b, 100, 350);
	assert_int_equal(cti__backoff_step(&b, 0), 50);
	assert_int_equal(cti__backoff_step(&b, 0), 100);
	assert_int_equal(cti__backoff_step(&b, 0), 175);
	assert_int_equal(cti__backoff_step(&b, 0), 175);
}

static void test_backoff__jitters_over_the_upper_half_of_a_span(void **state)
{
	uint32_t least = UINT32_MAX, most = 0, wait, roll;
	struct cti__backoff b;

	(void)state;
	for (roll = 0; roll < 1000; roll++) {
		cti__backoff_init(&b, 250, 30000);
		wait = cti__backoff_step(&b, roll * 2654435761u);
		least = wait < least ? wait : least;
		most = wait > most ? wait : most;
	}
	assert_int_equal(least, 125);
	assert_int_equal(most, 250);
}

static void test_backoff__begins_again_only_after_a_healthy_life(void **state)
{
	struct cti__backoff b;

	(void)state;
	cti__backoff_init(&b, 100, 10000);
	(void)cti__backoff_step(&b, 0);
	(void)cti__backoff_step(&b, 0);
	cti__backoff_lived(&b, CTI__BACKOFF_HEALTHY_US - 1);
	assert_int_equal(cti__backoff_step(&b, 0), 200);
	cti__backoff_lived(&b, CTI__BACKOFF_HEALTHY_US);
	assert_int_equal(cti__backoff_step(&b, 0), 50);
}

static void test_backoff__survives_odd_limits(void **state)
{
	struct cti__backoff b;
	int i;

	(void)state;
	cti__backoff_init(&b, 0, 0);
	for (i = 0; i < 5; i++)
		assert_true(cti__backoff_step(&b, (uint32_t)i) <= 1);
	cti__backoff_init(&b, 3000000000u, UINT32_MAX);
	assert_true(cti__backoff_step(&b, UINT32_MAX) >= 1500000000u);
	assert_true(cti__backoff_step(&b, 0) >= 2000000000u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backoff__doubles_up_to_the_limit),
		cmocka_unit_test(
			test_backoff__jitters_over_the_upper_half_of_a_span),
		cmocka_unit_test(
			test_backoff__begins_again_only_after_a_healthy_life),
		cmocka_unit_test(test_backoff__survives_odd_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
