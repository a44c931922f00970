/* SPDX-License-Identifier: MIT */
/* Back-off: doubling, jitter, cap, and what makes it begin again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/backoff.h"

#include <stdlib.h>

static void test_backoff__doubles_up_to_the_limit(void **state)
{
	struct cti__backoff b;

	(void)state;
	cti__backoff_init(&b, 800, 2800);
	assert_int_equal(cti__backoff_step(&b, 0), 100);
	assert_int_equal(cti__backoff_step(&b, 0), 200);
	assert_int_equal(cti__backoff_step(&b, 0), 350);
	assert_int_equal(cti__backoff_step(&b, 0), 350);
}

static void test_backoff__jitters_over_seven_eighths_of_a_span(void **state)
{
	uint32_t least = UINT32_MAX, most = 0, wait, roll;
	struct cti__backoff b;

	(void)state;
	for (roll = 0; roll < 1000; roll++) {
		cti__backoff_init(&b, 400, 30000);
		wait = cti__backoff_step(&b, roll * 2654435761u);
		least = wait < least ? wait : least;
		most = wait > most ? wait : most;
	}
	assert_int_equal(least, 50);
	assert_int_equal(most, 400);
}

static void test_backoff__begins_again_only_after_a_healthy_life(void **state)
{
	struct cti__backoff b;

	(void)state;
	cti__backoff_init(&b, 400, 10000);
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
	assert_true(cti__backoff_step(&b, UINT32_MAX) >= 375000000u);
	assert_true(cti__backoff_step(&b, 0) >= UINT32_MAX / 8);
}

/* Whoever has the worst luck: attempts in ten seconds with the defaults. */
static void test_backoff__never_tries_more_than_eight_times_in_ten_seconds(
	void **state)
{
	struct cti__backoff b;
	unsigned attempts = 1;
	uint32_t at;

	(void)state;
	cti__backoff_init(&b, 500, 30000);
	for (at = cti__backoff_step(&b, 0); at <= 10000;
	     at += cti__backoff_step(&b, 0))
		attempts++;
	assert_in_range(attempts, 2, 8);
}

#define CLIENTS 100

static int by_time(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* When client number i is back from a switch that was away for so long. */
static uint32_t back_at(uint32_t away_ms, uint32_t *dice)
{
	struct cti__backoff b;
	uint32_t at = 0;

	cti__backoff_init(&b, 500, 30000);
	do {
		*dice = *dice * 1664525 + 1013904223;
		at += cti__backoff_step(&b, *dice >> 8);
	} while (at < away_ms);
	return at;
}

/* How many of a hundred come back in the worst tenth of a second. */
static unsigned crowd(uint32_t away_ms, uint32_t *dice)
{
	uint32_t at[CLIENTS];
	unsigned i, j, most = 0;

	for (i = 0; i < CLIENTS; i++)
		at[i] = back_at(away_ms, dice);
	qsort(at, CLIENTS, sizeof(at[0]), by_time);
	for (i = j = 0; i < CLIENTS; i++) {
		while (at[i] - at[j] >= 100)
			j++;
		most = i - j + 1 > most ? i - j + 1 : most;
	}
	return most;
}

static void test_backoff__a_hundred_clients_do_not_come_back_as_one(void **state)
{
	static const uint32_t away[] = { 2000, 3000, 5000, 10000, 60000 };
	uint32_t dice = 22;
	size_t i;
	int run;

	(void)state;
	for (i = 0; i < sizeof(away) / sizeof(away[0]); i++)
		for (run = 0; run < 20; run++)
			assert_in_range(crowd(away[i], &dice), 1, 20);
	/* Back at once, they have half a second to spread over. */
	for (run = 0; run < 20; run++)
		assert_in_range(crowd(0, &dice), 1, 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_backoff__doubles_up_to_the_limit),
		cmocka_unit_test(
			test_backoff__jitters_over_seven_eighths_of_a_span),
		cmocka_unit_test(
			test_backoff__begins_again_only_after_a_healthy_life),
		cmocka_unit_test(test_backoff__survives_odd_limits),
		cmocka_unit_test(
			test_backoff__never_tries_more_than_eight_times_in_ten_seconds),
		cmocka_unit_test(
			test_backoff__a_hundred_clients_do_not_come_back_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
