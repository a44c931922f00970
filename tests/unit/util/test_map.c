/* SPDX-License-Identifier: MIT */
/* The map: finds what it was given, grows, shrinks, and cannot be steered. */
#include "util/map.h"
#include "refuse.h"

#include <stdio.h>
#include <time.h>

#define MANY 3000

struct item {
	struct cti__map_node node;
	char key[32];
	int seen;
};

static const uint64_t seed[2] = { 11, 22 };
static struct item items[MANY];

static void fill_from(struct cti__map *map, size_t i, size_t end)
{
	for (; i < end; i++) {
		memset(&items[i], 0, sizeof(items[i]));
		snprintf(items[i].key, sizeof(items[i].key), "leg-%zu", i);
		assert_int_equal(cti__map_add(map, &items[i].node,
					      cti__str(items[i].key)),
				 0);
	}
}

static void fill(struct cti__map *map, size_t count)
{
	fill_from(map, 0, count);
}

static struct item *get(const struct cti__map *map, const char *key)
{
	struct cti__map_node *node = cti__map_find(map, cti__str(key));

	return node ? cti__map_entry(node, struct item, node) : NULL;
}

static void test_map__is_empty_at_first(void **state)
{
	struct cti__map map;

	(void)state;
	cti__map_init(&map, seed);
	assert_null(get(&map, "leg-0"));
	assert_null(cti__map_next(&map, NULL));
	assert_int_equal(map.count, 0);
	/* Nothing is asked for before the first member. */
	assert_int_equal(refuse_held, 0);
	cti__map_fini(&map);
}

static void test_map__finds_each_of_many(void **state)
{
	struct cti__map map;
	size_t i;

	(void)state;
	cti__map_init(&map, seed);
	fill(&map, MANY);
	assert_int_equal(map.count, MANY);
	assert_true(map.buckets * 7 >= MANY);
	for (i = 0; i < MANY; i++)
		assert_ptr_equal(get(&map, items[i].key), &items[i]);
	assert_null(get(&map, "leg-"));
	assert_null(get(&map, "leg-3000"));
	assert_null(get(&map, "LEG-1"));
	cti__map_fini(&map);
	assert_null(get(&map, "leg-0"));
}

static void test_map__a_key_may_be_empty_or_hold_nul(void **state)
{
	struct item none = { .seen = 0 }, one = none, two = none;
	struct cti__map map;

	(void)state;
	cti__map_init(&map, seed);
	assert_int_equal(cti__map_add(&map, &none.node, CTI__STR_NONE), 0);
	assert_int_equal(cti__map_add(&map, &one.node, CTI__STR("a\0b")), 0);
	assert_int_equal(cti__map_add(&map, &two.node, CTI__STR("a\0c")), 0);
	assert_ptr_equal(cti__map_find(&map, CTI__STR("")), &none.node);
	assert_ptr_equal(cti__map_find(&map, CTI__STR("a\0b")), &one.node);
	assert_ptr_equal(cti__map_find(&map, CTI__STR("a\0c")), &two.node);
	assert_null(cti__map_find(&map, CTI__STR("a")));
	cti__map_fini(&map);
}

static void test_map__forgets_what_is_taken_out(void **state)
{
	struct cti__map map;
	size_t i;

	(void)state;
	cti__map_init(&map, seed);
	fill(&map, 100);
	for (i = 0; i < 100; i += 2)
		cti__map_del(&map, &items[i].node);
	assert_int_equal(map.count, 50);
	for (i = 0; i < 100; i++)
		assert_ptr_equal(get(&map, items[i].key),
				 i % 2 ? &items[i] : NULL);
	/* Once more is none, and harms nobody. */
	cti__map_del(&map, &items[0].node);
	assert_int_equal(map.count, 50);
	assert_int_equal(
		cti__map_add(&map, &items[0].node, cti__str(items[0].key)), 0);
	assert_ptr_equal(get(&map, items[0].key), &items[0]);
	cti__map_fini(&map);
}

static void test_map__gives_back_what_a_peak_took(void **state)
{
	struct cti__map map;
	size_t i, peak;

	(void)state;
	cti__map_init(&map, seed);
	fill(&map, MANY);
	peak = map.buckets;
	for (i = 10; i < MANY; i++)
		cti__map_del(&map, &items[i].node);
	assert_true(map.buckets * 16 < peak);
	for (i = 0; i < 10; i++)
		assert_ptr_equal(get(&map, items[i].key), &items[i]);
	cti__map_fini(&map);
}

/* A bucket comes with some member: none of them pays for all. */
static void test_map__grows_and_shrinks_a_little_at_a_time(void **state)
{
	struct cti__map map;
	size_t i, k, before;

	(void)state;
	cti__map_init(&map, seed);
	fill(&map, 16);
	for (i = 16; i < MANY; i++) {
		before = map.buckets;
		fill_from(&map, i, i + 1);
		assert_true(map.buckets <= before + 1);
		assert_true(map.buckets * 7 >= map.count);
	}
	for (i = 0; i < MANY; i++) {
		before = map.buckets;
		cti__map_del(&map, &items[i].node);
		assert_true(map.buckets + 2 >= before);
		/* The others are found all the way down. */
		for (k = i + 1; k < MANY; k += 97)
			assert_ptr_equal(get(&map, items[k].key), &items[k]);
	}
	assert_int_equal(map.buckets, 4);
	cti__map_fini(&map);
}

static void test_map__walks_over_each_member_once(void **state)
{
	struct cti__map_node *node = NULL;
	struct cti__map map;
	size_t i, count = 0;

	(void)state;
	cti__map_init(&map, seed);
	fill(&map, 500);
	while ((node = cti__map_next(&map, node)) != NULL) {
		cti__map_entry(node, struct item, node)->seen++;
		count++;
	}
	assert_int_equal(count, 500);
	for (i = 0; i < 500; i++)
		assert_int_equal(items[i].seen, 1);
	cti__map_fini(&map);
}

/* Where a member stands among the others. */
static size_t slot_of(const struct cti__map *map, size_t i)
{
	struct cti__map_node *node = NULL;
	size_t place = 0;

	while ((node = cti__map_next(map, node)) != &items[i].node) {
		assert_non_null(node);
		place++;
	}
	return place;
}

#define VERY_MANY 300000

static void test_map__empties_without_looking_at_what_is_gone(void **state)
{
	struct item *item = calloc(VERY_MANY, sizeof(*item));
	struct cti__map_node *node;
	struct cti__map map;
	size_t i, taken = 0;
	clock_t begun;

	(void)state;
	assert_non_null(item);
	cti__map_init(&map, seed);
	for (i = 0; i < VERY_MANY; i++) {
		snprintf(item[i].key, sizeof(item[i].key), "leg-%zu", i);
		assert_int_equal(cti__map_add(&map, &item[i].node,
					      cti__str(item[i].key)),
				 0);
	}
	begun = clock();
	while ((node = cti__map_next(&map, NULL)) != NULL) {
		cti__map_del(&map, node);
		taken++;
	}
	/* Some 0.1 s; from the first bucket again each time it was 30. */
	assert_true(clock() - begun < 5 * CLOCKS_PER_SEC);
	assert_int_equal(taken, VERY_MANY);
	cti__map_fini(&map);
	free(item);
}

static void test_map__the_seed_decides_the_order(void **state)
{
	static const uint64_t other[2] = { 11, 23 };
	struct cti__map map;
	size_t first[50], i, moved = 0;

	(void)state;
	cti__map_init(&map, seed);
	fill(&map, 50);
	for (i = 0; i < 50; i++)
		first[i] = slot_of(&map, i);
	cti__map_fini(&map);

	cti__map_init(&map, seed);
	fill(&map, 50);
	for (i = 0; i < 50; i++)
		assert_int_equal(slot_of(&map, i), first[i]);
	cti__map_fini(&map);

	cti__map_init(&map, other);
	fill(&map, 50);
	for (i = 0; i < 50; i++)
		moved += (slot_of(&map, i)) != first[i];
	assert_true(moved > 25);
	cti__map_fini(&map);
}

/* Values of another program's SipHash-1-3: CPython's with PYTHONHASHSEED=0. */
static void test_map__hashes_as_others_do(void **state)
{
	static const uint64_t zero[2];
	static const struct {
		const char *text;
		uint64_t hash;
	} rows[] = {
		{ "a", 0x407448d2b89b1813 },
		{ "1234567", 0xa33d651594fdae81 },
		{ "12345678", 0x3489982430560a87 },
		{ "123456789", 0x0fbc0f0007965fcf },
		{ "1795311045.17", 0x88657aab889a039a },
	};
	char longer[300];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_true(cti__siphash(zero, rows[i].text,
					 strlen(rows[i].text)) == rows[i].hash);
	memset(longer, 'x', sizeof(longer));
	assert_true(cti__siphash(zero, longer, sizeof(longer)) ==
		    0x2f58903130dc04e4);
}

static void test_map__what_is_fetched_ahead_is_no_different(void **state)
{
	struct cti__map map;
	size_t i;

	(void)state;
	cti__map_init(&map, seed);
	cti__map_fetch(&map, CTI__STR("leg-0"));
	fill(&map, MANY);
	for (i = 0; i < MANY; i++) {
		cti__map_fetch(&map, cti__str(items[i].key));
		cti__map_fetch_of(&map, &items[i].node);
		assert_ptr_equal(get(&map, items[i].key), &items[i]);
		cti__map_del(&map, &items[i].node);
		cti__map_fetch_of(&map, &items[i].node);
		assert_null(get(&map, items[i].key));
	}
	cti__map_fini(&map);
}

static void test_map__the_first_table_may_be_refused(void **state)
{
	struct cti__map map;

	(void)state;
	cti__map_init(&map, seed);
	refuse_after = 0;
	assert_int_equal(cti__map_add(&map, &items[0].node, CTI__STR("leg-0")),
			 CTI_ENOMEM);
	assert_int_equal(map.count, 0);
	assert_null(get(&map, "leg-0"));
	refuse_after = -1;
	fill(&map, 1);
	assert_ptr_equal(get(&map, "leg-0"), &items[0]);
	cti__map_fini(&map);
}

/* A table that cannot grow or shrink is slow, and right. */
static void test_map__goes_on_without_a_larger_table(void **state)
{
	struct cti__map map;
	size_t i;

	(void)state;
	cti__map_init(&map, seed);
	refuse_after = 1;
	fill(&map, 200);
	assert_int_equal(map.buckets, 4);
	for (i = 0; i < 200; i++)
		assert_ptr_equal(get(&map, items[i].key), &items[i]);
	for (i = 0; i < 199; i++)
		cti__map_del(&map, &items[i].node);
	assert_ptr_equal(cti__map_next(&map, NULL), &items[199].node);
	assert_null(cti__map_next(&map, &items[199].node));
	cti__map_fini(&map);
}

static void test_map__goes_on_without_a_smaller_table(void **state)
{
	struct cti__map map;
	size_t i;

	(void)state;
	cti__map_init(&map, seed);
	fill(&map, MANY);
	refuse_after = 0;
	for (i = 1; i < MANY; i++)
		cti__map_del(&map, &items[i].node);
	/* Parts go without asking for memory; the first table stays. */
	assert_int_equal(map.room, 128);
	assert_ptr_equal(get(&map, "leg-0"), &items[0]);
	cti__map_fini(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REFUSE_TEST(test_map__is_empty_at_first),
		REFUSE_TEST(test_map__finds_each_of_many),
		REFUSE_TEST(test_map__a_key_may_be_empty_or_hold_nul),
		REFUSE_TEST(test_map__forgets_what_is_taken_out),
		REFUSE_TEST(test_map__gives_back_what_a_peak_took),
		REFUSE_TEST(test_map__grows_and_shrinks_a_little_at_a_time),
		REFUSE_TEST(test_map__walks_over_each_member_once),
		REFUSE_TEST(test_map__empties_without_looking_at_what_is_gone),
		REFUSE_TEST(test_map__the_seed_decides_the_order),
		REFUSE_TEST(test_map__hashes_as_others_do),
		REFUSE_TEST(test_map__what_is_fetched_ahead_is_no_different),
		REFUSE_TEST(test_map__the_first_table_may_be_refused),
		REFUSE_TEST(test_map__goes_on_without_a_larger_table),
		REFUSE_TEST(test_map__goes_on_without_a_smaller_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
