/* SPDX-License-Identifier: MIT */
/* Bytes that wait to be sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/out.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static char at(size_t place)
{
	return (char)(place * 7 + place / 251);
}

static void add(struct cti__out *out, size_t from, size_t n)
{
	static char data[100000];
	size_t i;

	for (i = 0; i < n; i++)
		data[i] = at(from + i);
	assert_int_equal(cti__out_add(out, data, n), 0);
}

static void test_out__gives_back_what_was_added(void **state)
{
	static const size_t sizes[] = { 1, 16383, 16384, 16385, 1, 70000, 3 };
	size_t i, n, added = 0, taken = 0, step = 1;
	struct cti__out out;
	const char *data;

	(void)state;
	cti__out_init(&out);
	assert_int_equal(cti__out_next(&out, &data), 0);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		add(&out, added, sizes[i]);
		added += sizes[i];
		/* Take a little in between, in growing steps. */
		n = cti__out_next(&out, &data);
		n = n < step ? n : step;
		assert_true(n > 0);
		assert_true(data[0] == at(taken));
		assert_true(data[n - 1] == at(taken + n - 1));
		cti__out_sent(&out, n);
		taken += n;
		step *= 9;
	}
	while (taken < added) {
		assert_int_equal(out.queued, added - taken);
		n = cti__out_next(&out, &data);
		assert_true(n > 0);
		for (i = 0; i < n; i++)
			assert_true(data[i] == at(taken + i));
		cti__out_sent(&out, n);
		taken += n;
	}
	assert_int_equal(cti__out_next(&out, &data), 0);
	add(&out, 0, 5);
	assert_int_equal(cti__out_next(&out, &data), 5);
	cti__out_fini(&out);
}

/* OpenSSL repeats a write from the same place, with as much or more. */
static void test_out__never_moves_what_waits(void **state)
{
	struct cti__out out;
	const char *first, *again;
	size_t n;

	(void)state;
	cti__out_init(&out);
	add(&out, 0, 100);
	n = cti__out_next(&out, &first);
	add(&out, 100, 90000);
	assert_true(cti__out_next(&out, &again) >= n);
	assert_ptr_equal(first, again);
	cti__out_fini(&out);
}

static int left;

static void *poor_alloc(size_t n)
{
	return left-- > 0 ? malloc(n) : NULL;
}

static void test_out__adds_all_or_nothing(void **state)
{
	static const cti_allocator poor = { sizeof(poor), poor_alloc, realloc,
					    free };
	static char data[100000];
	struct cti__out out;
	int i;

	(void)state;
	cti__out_init(&out);
	add(&out, 0, 10);
	cti_set_allocator(&poor);
	for (i = 0; i < 6; i++) {
		left = i;
		assert_int_equal(cti__out_add(&out, data, sizeof(data)),
				 CTI_ENOMEM);
		assert_int_equal(out.queued, 10);
	}
	left = 7;
	assert_int_equal(cti__out_add(&out, data, sizeof(data)), 0);
	cti_set_allocator(NULL);
	assert_int_equal(out.queued, 10 + sizeof(data));
	cti__out_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_out__gives_back_what_was_added),
		cmocka_unit_test(test_out__never_moves_what_waits),
		cmocka_unit_test(test_out__adds_all_or_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
