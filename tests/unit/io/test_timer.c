/* SPDX-License-Identifier: MIT */
/* Timers on a loop that the test turns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/timer.h"

#include <unistd.h>
#include <uv.h>

struct clock {
	uv_loop_t uv;
	struct cti__loop *loop;
	struct cti__timer *timer, *other;
	int fired, other_fired, again;
};

static void other_fires(void *arg)
{
	struct clock *clock = arg;

	clock->other_fired++;
}

static void fires(void *arg)
{
	struct clock *clock = arg;

	clock->fired++;
	if (clock->fired < clock->again)
		cti__timer_start(clock->timer, 0);
}

static void fires_and_frees(void *arg)
{
	struct clock *clock = arg;

	clock->fired++;
	cti__timer_free(clock->timer);
	cti__timer_free(clock->other);
}

static void fires_and_closes(void *arg)
{
	struct clock *clock = arg;

	clock->fired++;
	cti__loop_close(clock->loop, NULL, NULL);
}

static void begin(struct clock *clock, cti__loop_fn *fn)
{
	*clock = (struct clock){ 0 };
	assert_int_equal(uv_loop_init(&clock->uv), 0);
	assert_int_equal(cti__loop_new(&clock->loop, &clock->uv), 0);
	assert_int_equal(cti__timer_new(&clock->timer, clock->loop, fn, clock),
			 0);
	assert_int_equal(
		cti__timer_new(&clock->other, clock->loop, other_fires, clock),
		0);
}

static void finish(struct clock *clock)
{
	uv_run(&clock->uv, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&clock->uv), 0);
}

static void test_timer__fires_once_and_not_too_early(void **state)
{
	struct clock clock;
	int64_t from;

	(void)state;
	begin(&clock, fires);
	from = cti__loop_now_us();
	cti__timer_start(clock.timer, 20);
	assert_true(cti__timer_is_running(clock.timer));
	while (!clock.fired)
		uv_run(&clock.uv, UV_RUN_ONCE);
	/* libuv counts in whole milliseconds. */
	assert_true(cti__loop_now_us() - from >= 19000);
	assert_false(cti__timer_is_running(clock.timer));
	cti__loop_close(clock.loop, NULL, NULL);
	finish(&clock);
	assert_int_equal(clock.fired, 1);
}

/* libuv reads the clock once a turn; the turn may have been long. */
static void test_timer__counts_from_its_start(void **state)
{
	struct clock clock;
	int64_t from;

	(void)state;
	begin(&clock, fires);
	from = cti__loop_now_us();
	while (cti__loop_now_us() - from < 30000)
		;
	from = cti__loop_now_us();
	cti__timer_start(clock.timer, 20);
	while (!clock.fired)
		uv_run(&clock.uv, UV_RUN_ONCE);
	assert_true(cti__loop_now_us() - from >= 19000);
	cti__loop_close(clock.loop, NULL, NULL);
	finish(&clock);
}

static void test_timer__forgets_an_earlier_start(void **state)
{
	struct clock clock;

	(void)state;
	begin(&clock, fires);
	cti__timer_start(clock.timer, 1);
	cti__timer_start(clock.timer, 3600000);
	cti__timer_start(clock.other, 5);
	while (!clock.other_fired)
		uv_run(&clock.uv, UV_RUN_ONCE);
	assert_int_equal(clock.fired, 0);
	cti__loop_close(clock.loop, NULL, NULL);
	finish(&clock);
}

static void test_timer__is_silent_when_stopped_or_freed(void **state)
{
	struct clock clock;
	struct cti__timer *third;

	(void)state;
	begin(&clock, fires);
	assert_int_equal(cti__timer_new(&third, clock.loop, fires, &clock), 0);
	cti__timer_start(third, 1);
	cti__timer_free(third);
	cti__timer_free(NULL);
	cti__timer_start(clock.timer, 1);
	cti__timer_stop(clock.timer);
	cti__timer_start(clock.other, 5);
	while (!clock.other_fired)
		uv_run(&clock.uv, UV_RUN_ONCE);
	assert_int_equal(clock.fired, 0);
	cti__loop_close(clock.loop, NULL, NULL);
	finish(&clock);
}

static void test_timer__may_be_freed_in_its_callback(void **state)
{
	struct clock clock;

	(void)state;
	begin(&clock, fires_and_frees);
	cti__timer_start(clock.other, 2);
	cti__timer_start(clock.timer, 1);
	while (!clock.fired)
		uv_run(&clock.uv, UV_RUN_ONCE);
	cti__loop_close(clock.loop, NULL, NULL);
	finish(&clock);
	assert_int_equal(clock.fired, 1);
}

static void test_timer__lets_the_loop_be_closed_in_its_callback(void **state)
{
	struct clock clock;

	(void)state;
	begin(&clock, fires_and_closes);
	cti__timer_start(clock.timer, 1);
	finish(&clock);
	assert_int_equal(clock.fired, 1);
	assert_int_equal(clock.other_fired, 0);
}

static void test_timer__that_starts_itself_with_0_leaves_room(void **state)
{
	struct clock clock;
	int turns = 0;

	(void)state;
	begin(&clock, fires);
	clock.again = 20;
	cti__timer_start(clock.timer, 0);
	while (clock.fired < clock.again) {
		uv_run(&clock.uv, UV_RUN_ONCE);
		turns++;
	}
	assert_true(turns >= clock.again / 2);
	cti__loop_close(clock.loop, NULL, NULL);
	finish(&clock);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_timer__fires_once_and_not_too_early),
		cmocka_unit_test(test_timer__counts_from_its_start),
		cmocka_unit_test(test_timer__forgets_an_earlier_start),
		cmocka_unit_test(test_timer__is_silent_when_stopped_or_freed),
		cmocka_unit_test(test_timer__may_be_freed_in_its_callback),
		cmocka_unit_test(
			test_timer__lets_the_loop_be_closed_in_its_callback),
		cmocka_unit_test(
			test_timer__that_starts_itself_with_0_leaves_room),
	};

	alarm(300);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
