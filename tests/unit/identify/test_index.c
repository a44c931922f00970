/* SPDX-License-Identifier: MIT */
/* The table of rows by hash: all that was put in is found, and no more. */
#include "identify/index.h"
#include "identify/match.h"

#include "../util/refuse.h"

/* Any hash, but the same in each run, and no two alike. */
static uint32_t any(uint32_t i)
{
	i = (i + 1) * 0x9e3779b1u;
	i = (i ^ i >> 15) * 0x85ebca77u;
	return i ^ i >> 13;
}

static void add(struct cti__index *index, uint32_t hash, size_t row)
{
	assert_int_equal(cti__index_add(index, hash, row), 0);
}

/* That a hash has just these rows, from the first to the last. */
static void assert_rows(const struct cti__index *index, uint32_t hash,
			size_t first, size_t step, size_t count)
{
	size_t at = cti__index_begin(index, hash), i;

	for (i = 0; i < count; i++)
		assert_int_equal(cti__index_next(index, hash, &at),
				 first + i * step);
	assert_int_equal(cti__index_next(index, hash, &at), SIZE_MAX);
}

static void test_index__is_empty_at_first(void **state)
{
	struct cti__index index = { 0 };

	(void)state;
	cti__index_expect(&index, 7);
	assert_rows(&index, 7, 0, 0, 0);
	assert_rows(&index, UINT32_MAX, 0, 0, 0);
	cti__index_fini(&index);
}

static void test_index__finds_each_of_very_many(void **state)
{
	struct cti__index index = { 0 };
	uint32_t i;

	(void)state;
	/* Every third hash twice. */
	for (i = 0; i < 100000; i++)
		add(&index, any(i), i);
	for (i = 0; i < 100000; i += 3)
		add(&index, any(i), 100000 + i);
	for (i = 0; i < 100000; i++)
		assert_rows(&index, any(i), i, 100000, i % 3 ? 1 : 2);
	for (; i < 200000; i++)
		assert_rows(&index, any(i), 0, 0, 0);
	assert_int_equal(index.count, 133334);
	/* No more than a quarter of it and what is spare is empty. */
	assert_true(index.room < 133334 * 5 / 3);
	cti__index_fini(&index);
}

static void test_index__keeps_each_row_once_and_not_too_many(void **state)
{
	struct cti__index index = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		add(&index, 0, i / 2);
		add(&index, UINT32_MAX, 3 * i);
		add(&index, 12345, 8);
	}
	assert_rows(&index, 0, 0, 1, CTI__MATCH_SHARED);
	assert_rows(&index, UINT32_MAX, 0, 3, CTI__MATCH_SHARED);
	assert_rows(&index, 12345, 8, 0, 1);
	assert_int_equal(index.count, 2 * CTI__MATCH_SHARED + 1);
	cti__index_fini(&index);
}

/* Where the order is not that of the hashes, none may be lost. */
static void test_index__keeps_rows_that_come_backwards(void **state)
{
	struct cti__index index = { 0 };
	uint32_t i;

	(void)state;
	for (i = 5000; i-- > 0;)
		add(&index, i * 1000, i);
	for (i = 0; i < 5000; i++) {
		assert_rows(&index, i * 1000, i, 0, 1);
		assert_rows(&index, i * 1000 + 1, 0, 0, 0);
	}
	cti__index_fini(&index);
}

/* Nothing stands behind the last slot: it grows before it runs over. */
static void test_index__grows_where_the_last_homes_are_taken(void **state)
{
	struct cti__index index = { 0 };
	uint32_t i;

	(void)state;
	for (i = 0; i < 700; i++)
		add(&index, UINT32_MAX - i, i);
	for (i = 0; i < 700; i++)
		assert_rows(&index, UINT32_MAX - i, i, 0, 1);
	assert_int_equal(index.slot[index.room - 1].row, 0);
	cti__index_fini(&index);
}

static void test_index__keeps_what_it_has_without_memory(void **state)
{
	struct cti__index index = { 0 };
	uint32_t i;
	int err = 0;

	(void)state;
	refuse_after = 0;
	assert_int_equal(cti__index_add(&index, 1, 1), CTI_ENOMEM);
	assert_rows(&index, 1, 0, 0, 0);
	refuse_after = 1;
	for (i = 0; !err; i++)
		err = cti__index_add(&index, any(i), i);
	assert_int_equal(err, CTI_ENOMEM);
	assert_int_equal(index.count, i - 1);
	while (--i > 0)
		assert_rows(&index, any(i - 1), i - 1, 0, 1);
	refuse_after = -1;
	add(&index, 7, 7);
	assert_rows(&index, 7, 7, 0, 1);
	cti__index_fini(&index);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		REFUSE_TEST(test_index__is_empty_at_first),
		REFUSE_TEST(test_index__finds_each_of_very_many),
		REFUSE_TEST(test_index__keeps_each_row_once_and_not_too_many),
		REFUSE_TEST(test_index__keeps_rows_that_come_backwards),
		REFUSE_TEST(test_index__grows_where_the_last_homes_are_taken),
		REFUSE_TEST(test_index__keeps_what_it_has_without_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
