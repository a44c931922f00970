/* SPDX-License-Identifier: MIT */
/* A switch's clock: what it does when the wall's clock jumps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake.h"

#define HOUR_US ((int64_t)3600 * 1000000)

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	int64_t began_us, ended_us;
	int warned, leg;
} t;

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	(void)client;
	(void)user;
	if (cti_event_kind(ev) == CTI_EVENT_CALL_BEGIN && !t.began_us)
		t.began_us = cti_event_time_us(ev);
	if (cti_event_kind(ev) == CTI_EVENT_CALL_END)
		t.ended_us = cti_event_time_us(ev);
}

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	(void)level;
	(void)user;
	t.warned += strstr(text, "the clock has jumped") != NULL;
}

static int set_up(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	struct cti_link_opts link = CTI_LINK_OPTS_INIT;

	(void)state;
	memset(&t, 0, sizeof(t));
	memset(&fake, 0, sizeof(fake));
	fake.clock_us = 1000000;
	fake.wall_us = 100 * HOUR_US;
	fake.alarm_us = INT64_MAX;
	uv_loop_init(&t.loop);
	opts.loop = &t.loop;
	opts.on_event = on_event;
	opts.on_log = on_log;
	if (cti_client_new(&t.client, &opts))
		return -1;
	link.url = "fake://pbx";
	if (cti__link_add_with(t.client, &t.link, &link, &fake_adapter,
			       &fake_env))
		return -1;
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;R;S;");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	cti_client_close(t.client);
	uv_run(&t.loop, UV_RUN_DEFAULT);
	return uv_loop_close(&t.loop);
}

static int64_t wall(void)
{
	return fake.clock_us + fake.wall_us;
}

static void say(const char *what, int a, int b)
{
	char text[64];

	snprintf(text, sizeof(text), "%s%d;", what, a);
	if (b)
		snprintf(text, sizeof(text), "%s%d;%s%d;", what, a, what, b);
	fake_receive(t.link, text);
}

/* A call of ten seconds; in its middle the clock jumps. */
static int64_t talk(int64_t jump_us)
{
	t.leg += 2;
	t.began_us = 0;
	say("N", t.leg, 0);
	fake_pass(t.link, 4000);
	fake.wall_us += jump_us;
	say("N", t.leg + 1, 0);
	fake_pass(t.link, 6000);
	say("X", t.leg, t.leg + 1);
	return t.ended_us - t.began_us;
}

static void test_switch__a_jump_back_is_no_time_of_a_call(void **state)
{
	(void)state;
	assert_int_equal(talk(-HOUR_US), 10000000);
	assert_int_equal(t.warned, 1);
	/* With nobody on the line it is followed. */
	fake_pass(t.link, 1000);
	assert_int_equal(talk(0), 10000000);
	assert_int_equal(t.ended_us, wall());
}

static void test_switch__a_jump_forth_is_no_time_of_a_call(void **state)
{
	(void)state;
	assert_int_equal(talk(HOUR_US), 10000000);
	assert_int_equal(t.warned, 1);
	fake_pass(t.link, 1000);
	assert_int_equal(talk(0), 10000000);
	assert_int_equal(t.ended_us, wall());
}

static void test_switch__between_calls_the_clock_is_believed(void **state)
{
	(void)state;
	assert_int_equal(talk(0), 10000000);
	fake.wall_us -= HOUR_US;
	assert_int_equal(talk(0), 10000000);
	assert_int_equal(t.ended_us, wall());
	fake.wall_us += 5 * HOUR_US;
	assert_int_equal(talk(0), 10000000);
	assert_int_equal(t.ended_us, wall());
}

static void test_switch__a_clock_that_is_put_right_a_little_is_followed(
	void **state)
{
	(void)state;
	assert_int_equal(talk(300000), 10300000);
	assert_int_equal(talk(-300000), 9700000);
	assert_int_equal(t.warned, 0);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_switch__##name, set_up, tear_down)

/* The switch's own clock runs five minutes fast: it is the one that counts. */
static void test_switch__clock_of_its_own_is_learnt(void **state)
{
	(void)state;
	fake.said_us = wall() + 300000000;
	say("N", 1, 0);
	assert_int_equal(t.began_us, wall() + 300000000);
	fake.said_us = 0;
	fake_pass(t.link, 7000);
	say("X", 1, 0);
	assert_int_equal(t.ended_us - t.began_us, 7000000);
	assert_int_equal(t.warned, 0);
}

/* Two of its events come in the wrong order: no time goes back. */
static void test_switch__what_comes_late_is_of_no_earlier_time(void **state)
{
	(void)state;
	fake.said_us = wall();
	say("N", 1, 0);
	fake.said_us -= 2000;
	say("X", 1, 0);
	assert_int_equal(t.ended_us, t.began_us);
}

static void test_switch__one_link_that_leaves_lets_another_speak(void **state)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *one, *two;

	(void)state;
	opts.url = "fake://pbx";
	opts.switch_name = "pair";
	opts.name = "one";
	assert_int_equal(cti__link_add_with(t.client, &one, &opts,
					    &fake_adapter, &fake_env),
			 0);
	opts.name = "two";
	assert_int_equal(cti__link_add_with(t.client, &two, &opts,
					    &fake_adapter, &fake_env),
			 0);
	assert_ptr_equal(one->sw, two->sw);
	assert_ptr_equal(two->sw->speaker, one);
	cti_link_remove(one);
	assert_ptr_equal(two->sw->speaker, two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_jump_back_is_no_time_of_a_call),
		TEST(a_jump_forth_is_no_time_of_a_call),
		TEST(between_calls_the_clock_is_believed),
		TEST(a_clock_that_is_put_right_a_little_is_followed),
		TEST(clock_of_its_own_is_learnt),
		TEST(what_comes_late_is_of_no_earlier_time),
		TEST(one_link_that_leaves_lets_another_speak),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
