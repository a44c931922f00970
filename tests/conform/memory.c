/* SPDX-License-Identifier: MIT */
/* What calls cost in memory, live and ended, counted to the byte. */
#include "ami_text.h"
#include "calls.h"
#include "feed.h"

#include <cti/memory.h>

#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define LIVE_LIMIT   1536
#define GROWTH_LIMIT (1024 * 1024)

static size_t in_use;
static uint64_t events, allocations;

/* What malloc really took, its rounding included. */
static void *count_alloc(size_t size)
{
	void *p = malloc(size);

	allocations++;
	in_use += p ? malloc_usable_size(p) : 0;
	return p;
}

static void *count_realloc(void *p, size_t size)
{
	size_t before = p ? malloc_usable_size(p) : 0;
	void *q = realloc(p, size);

	allocations++;
	if (q)
		in_use += malloc_usable_size(q) - before;
	return q;
}

static void count_free(void *p)
{
	in_use -= p ? malloc_usable_size(p) : 0;
	free(p);
}

static void on_event(void *user, struct cti_event *ev)
{
	(void)user;
	(void)ev;
	events++;
}

static int64_t now_us = 1;

static struct cti__model *new_model(void)
{
	struct cti__model_opts opts = { .emit = on_event, .id = "s" };
	struct cti__model *model;

	assert_int_equal(cti__model_new(&model, &opts), 0);
	return model;
}

static void test_memory__a_live_call_takes_less_than_1536_bytes(void **state)
{
	const unsigned calls = 4096;
	const size_t empty = in_use;
	struct cti__model *model = new_model();
	size_t before = in_use;
	unsigned i;

	(void)state;
	for (i = 0; i < calls; i++)
		assert_int_equal(call_begin(model, i, &now_us), 0);
	assert_int_equal(cti__model_calls(model), calls);
	print_message("%zu bytes a live two-party call\n",
		      (in_use - before) / calls);
	assert_true((in_use - before) / calls < LIVE_LIMIT);
	cti__model_free(model);
	assert_int_equal(in_use, empty);
}

static size_t resident(void)
{
	FILE *file = fopen("/proc/self/statm", "r");
	size_t all = 0, kept = 0;

	assert_non_null(file);
	assert_int_equal(fscanf(file, "%zu %zu", &all, &kept), 2);
	fclose(file);
	return kept * 4096;
}

static void test_memory__ended_calls_leave_nothing(void **state)
{
	const size_t empty = in_use;
	struct cti__model *model = new_model();
	size_t used = 0, kept = 0;
	unsigned i;

	(void)state;
	for (i = 0; i < 100000; i++) {
		assert_int_equal(call_begin(model, i, &now_us), 0);
		assert_int_equal(call_end(model, i, &now_us), 0);
		if (i != 1000)
			continue;
		/* Whatever waits for an explanation has had its time. */
		cti__model_tick(model, now_us += 60000000);
		used = in_use;
		kept = resident();
	}
	cti__model_tick(model, now_us += 60000000);
	assert_int_equal(cti__model_calls(model), 0);
	/* Devices stay: the 1000 calls had a third of them. */
	print_message("%zu bytes in use after 1000 calls, %zu after 100000\n",
		      used, in_use);
	assert_true(in_use < used + GROWTH_LIMIT);
	/* Sanitizers keep what is freed. */
	if (!getenv("CTI_TEST_EFFORT"))
		assert_true(resident() < kept + GROWTH_LIMIT);
	assert_true(events > 100000 * 4);
	cti__model_free(model);
	assert_int_equal(in_use, empty);
}

static void test_memory__messages_that_change_nothing_allocate_nothing(
	void **state)
{
	const struct feed_opts opts = { .protocol = "ami",
					.on_event = on_event };
	struct feed *feed = feed_open(&opts);
	struct cti__buf text = { 0 };
	uint64_t allocated, told, messages = 0;
	unsigned i;

	(void)state;
	assert_non_null(feed);
	ami_hello(&text);
	for (i = 0; i < 10; i++)
		ami_call_begin(&text, i);
	assert_int_equal(feed_bytes(feed, text.p, text.n), 0);
	feed_time(feed, 60000000);
	assert_int_equal(cti__model_calls(feed_model(feed)), 10);
	cti__buf_clear(&text);
	for (i = 0; i < 10; i++)
		messages += ami_call_again(&text, i);
	allocated = allocations;
	told = events;
	messages += feed_messages(feed);
	/* Whole messages: nothing has to be kept for the next piece. */
	assert_int_equal(feed_bytes(feed, text.p, text.n), 0);
	assert_int_equal(feed_messages(feed), messages);
	assert_int_equal(events, told);
	assert_int_equal(allocations, allocated);
	cti__buf_fini(&text);
	feed_close(feed);
}

int main(void)
{
	const cti_allocator allocator = { sizeof(allocator), count_alloc,
					  count_realloc, count_free };
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_memory__a_live_call_takes_less_than_1536_bytes),
		cmocka_unit_test(test_memory__ended_calls_leave_nothing),
		cmocka_unit_test(
			test_memory__messages_that_change_nothing_allocate_nothing),
	};

	if (cti_set_allocator(&allocator))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
