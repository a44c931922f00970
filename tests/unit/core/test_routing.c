/* SPDX-License-Identifier: MIT */
/* When the application is asked where a call shall go, and when no more. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "route_app.h"

static void test_routing__the_switch_asks_and_is_answered(void **state)
{
	(void)state;
	comes_in();
	asks("leg-1", "support");
	assert_asked("switch 13800138000 4001100266 support;");
	assert_string_equal(cti_route_caller_name(app.route), "Li Na");
	assert_string_equal(cti_route_link(app.route), "pbx");
	assert_false(cti_route_withheld(app.route));
	assert_int_equal(cti_route_deadline_ms(app.route), 600000);
	assert_int_equal(cti_route_identity(app.route), CTI_IDENTITY_UNKNOWN);
	assert_null(cti_route_customer(app.route, 0));
	assert_told("");
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	assert_told("route leg-1 1002;");
	assert_ended("");
	ends(0, "");
	assert_ended("CTI_OK 1002;");
}

static void test_routing__the_data_of_the_call_is_there(void **state)
{
	struct cti_fact data = fact_of(CTI_FACT_DATA, "leg-1");

	(void)state;
	comes_in();
	data.name = CTI__STR("topic");
	data.data = CTI__STR("billing");
	say(&data);
	asks("leg-1", "");
	assert_asked("switch 13800138000 4001100266 ;");
	assert_string_equal(cti_route_data(app.route, "topic"), "billing");
	assert_string_equal(cti_route_data(app.route, "other"), "");
	assert_string_equal(cti_route_pair(app.route, 0)->key, "topic");
	assert_null(cti_route_pair(app.route, 1));
	assert_int_equal(cti_route_to(app.route, ""), 0);
	assert_told("route leg-1 ;");
	ends(0, "");
	assert_ended("CTI_OK ;");
}

static void test_routing__a_queued_call_is_deflected(void **state)
{
	(void)state;
	comes_in();
	queues("leg-1", "support");
	assert_asked("queue 13800138000 4001100266 support;");
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	assert_told("deflect leg-1 1002;");
	ends(0, "");
	assert_ended("CTI_OK 1002;");
}

static void test_routing__a_ring_is_deflected_and_not_asked_again(void **state)
{
	(void)state;
	comes_in();
	rings("leg-1", "leg-2", "1001");
	assert_asked("ring 13800138000 4001100266 1001;");
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	assert_told("deflect leg-2 1002;");
	ends(0, "");
	assert_ended("CTI_OK 1002;");
	goes(CTI_FACT_LEG_END, "leg-2");
	rings("leg-1", "leg-3", "1002");
	assert_asked("");
	rings("leg-1", "leg-4", "1003");
	assert_asked("ring 13800138000 4001100266 1003;");
	goes(CTI_FACT_LEG_END, "leg-1");
	goes(CTI_FACT_LEG_END, "leg-3");
	goes(CTI_FACT_LEG_END, "leg-4");
	assert_ended("CTI_ENOENT ;");
	assert_int_equal(cti_route_default(app.route), CTI_ENOENT);
}

static void test_routing__a_ring_that_overtakes_the_reply_is_not_asked(
	void **state)
{
	(void)state;
	comes_in();
	queues("leg-1", "support");
	assert_asked("queue 13800138000 4001100266 support;");
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	assert_told("deflect leg-1 1002;");
	rings("leg-1", "leg-2", "1002");
	assert_asked("");
	ends(0, "");
	assert_ended("CTI_OK 1002;");
}

static void test_routing__a_call_in_a_circle_is_not_asked_for_ever(void **state)
{
	char number[8];
	int i;

	(void)state;
	comes_in();
	for (i = 0; i < 40; i++) {
		asks("leg-1", "");
		turn();
		if (!app.route)
			break;
		snprintf(number, sizeof(number), "2%03d", i);
		assert_int_equal(cti_route_to(app.route, number), 0);
		app.route = NULL;
		turn();
		ends(0, "");
		goes(CTI_FACT_ROUTE_END, "leg-1");
		turn();
	}
	assert_int_equal(app.asked, 16);
	goes(CTI_FACT_LEG_END, "leg-1");
	/* The next call has not done anything yet. */
	calls("leg-5", "13800138000", "4001100266");
	asks("leg-5", "");
	turn();
	assert_int_equal(app.asked, 17);
	assert_int_equal(cti_route_to(app.route, ""), 0);
}

static void test_routing__a_call_that_ends_takes_its_question_away(void **state)
{
	(void)state;
	comes_in();
	asks("leg-1", "support");
	turn();
	goes(CTI_FACT_LEG_END, "leg-1");
	assert_ended("CTI_ENOENT ;");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ENOENT);
	assert_told("");
}

static void test_routing__who_ends_before_it_is_asked_is_not_asked(void **state)
{
	(void)state;
	comes_in();
	asks("leg-1", "support");
	goes(CTI_FACT_LEG_END, "leg-1");
	assert_asked("");
	assert_ended("");
}

static void test_routing__leaving_the_queue_takes_it_away(void **state)
{
	struct cti_fact fact = fact_of(CTI_FACT_QUEUE_LEAVE, "leg-1");

	(void)state;
	comes_in();
	queues("leg-1", "support");
	turn();
	fact.queue = CTI__STR("support");
	say(&fact);
	goes(CTI_FACT_LEG_END, "leg-1");
	assert_ended("CTI_ENOENT ;");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ENOENT);
}

static void test_routing__a_telephone_gone_silent_takes_it_away(void **state)
{
	(void)state;
	comes_in();
	rings("leg-1", "leg-2", "1001");
	turn();
	goes(CTI_FACT_LEG_END, "leg-2");
	assert_ended("CTI_ENOENT ;");
	assert_int_equal(cti_route_default(app.route), CTI_ENOENT);
	assert_told("");
}

static void test_routing__a_lost_link_ends_it(void **state)
{
	(void)state;
	comes_in();
	asks("leg-1", "support");
	turn();
	link_lost();
	assert_ended("CTI_ELINKDOWN ;");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ELINKDOWN);
	assert_told("");
}

static void test_routing__somebody_else_sends_it_on(void **state)
{
	(void)state;
	comes_in();
	asks("leg-1", "support");
	turn();
	goes(CTI_FACT_ROUTE_END, "leg-1");
	assert_ended("CTI_ENOENT ;");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ENOENT);
}

static void test_routing__asks_once_at_a_time(void **state)
{
	(void)state;
	app.answer_at_once = "1009";
	comes_in();
	rings("leg-1", "leg-2", "1001");
	rings("leg-1", "leg-3", "1002");
	asks("leg-1", "support");
	asks("leg-1", "support");
	turn();
	assert_int_equal(app.asked, 2);
}

static void test_routing__a_leg_of_no_call_takes_the_default(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.to = "1009";
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	asks("leg-9", "support");
	asks("leg-9", "support");
	assert_told("route leg-9 1009;");
	ends(0, "");
	assert_asked("");
	assert_ended("");
}

static void test_routing__what_fits_no_pattern_is_left_alone(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.numbers = "400110029X,800*";
	opts.queues = "sales";
	opts.devices = "2XXX";
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	comes_in();
	asks("leg-1", "sales");
	queues("leg-1", "sales");
	assert_asked("");
	calls("leg-2", "13800138000", "4001100299");
	queues("leg-2", "support");
	rings("leg-2", "leg-3", "1001");
	assert_asked("");
	rings("leg-2", "leg-4", "2001");
	assert_asked("ring 13800138000 4001100299 support2001;");
	cti_route_unref(app.route);
	calls("leg-5", "13800138001", "8001234");
	queues("leg-5", "sales");
	assert_asked("queue 13800138001 8001234 sales;");
	cti_route_unref(app.route);
}

static void test_routing__asks_for_what_was_wanted_only(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.when = CTI_ROUTE_QUEUE;
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	comes_in();
	asks("leg-1", "support");
	rings("leg-1", "leg-2", "1001");
	assert_asked("");
	assert_int_equal(cti_route_set(st.client, NULL), 0);
	queues("leg-1", "support");
	assert_asked("");
	assert_told("");
}

static void test_routing__options_are_checked(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	assert_int_equal(cti_route_set(NULL, &opts), CTI_EINVAL);
	opts.when = 0;
	assert_int_equal(cti_route_set(st.client, &opts), CTI_EINVAL);
	opts.when = 8;
	assert_int_equal(cti_route_set(st.client, &opts), CTI_EINVAL);
	opts = standard();
	opts.on_route = NULL;
	assert_int_equal(cti_route_set(st.client, &opts), CTI_EINVAL);
	assert_non_null(strstr(cti_client_detail(st.client), "on_route"));
	opts = standard();
	opts.to = "1\n2";
	assert_int_equal(cti_route_set(st.client, &opts), CTI_EINVAL);
	opts = standard();
	opts.size = 4;
	assert_int_equal(cti_route_set(st.client, &opts), CTI_EINVAL);
	/* Who was asked before still is. */
	comes_in();
	asks("leg-1", "support");
	assert_asked("switch 13800138000 4001100266 support;");
	cti_route_unref(app.route);
}

static void test_routing__what_a_snapshot_finds_asking_is_asked(void **state)
{
	struct cti_fact fact = fact_of(CTI_FACT_LEG_NEW, "leg-1");
	cti_route_opts opts = standard();

	(void)state;
	memset(&app, 0, sizeof(app));
	app.thread = pthread_self();
	app.answer_at_once = "1002";
	assert_int_equal(stage_begin(true), 0);
	st.hold_resync = true;
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	assert_int_equal(stage_add(), 0);
	fact.snapshot = true;
	fact.role = CTI_ROLE_TRUNK;
	fact.device = CTI__STR("trunk");
	fact.state = CTI_STATE_CALLING;
	fact.number = CTI__STR("13800138000");
	fact.called = CTI__STR("4001100266");
	fact.group = CTI__STR("leg-1");
	say(&fact);
	fact.leg = fact.group = CTI__STR("leg-2");
	say(&fact);
	fact = fact_of(CTI_FACT_ROUTE, "leg-1");
	fact.snapshot = true;
	say(&fact);
	fact = fact_of(CTI_FACT_QUEUE_JOIN, "leg-2");
	fact.snapshot = true;
	fact.queue = CTI__STR("support");
	say(&fact);
	/* Nothing could be sent yet. */
	assert_asked("");
	synced();
	assert_asked("switch 13800138000 4001100266 ;");
	assert_told("route leg-1 1002;");
	ends(0, "");
	assert_ended("CTI_OK 1002;");
	assert_int_equal(stage_end(), 0);
}

#define STAGED(name)                                                           \
	cmocka_unit_test_setup_teardown(test_routing__##name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(the_switch_asks_and_is_answered),
		STAGED(the_data_of_the_call_is_there),
		STAGED(a_queued_call_is_deflected),
		STAGED(a_ring_is_deflected_and_not_asked_again),
		STAGED(a_ring_that_overtakes_the_reply_is_not_asked),
		STAGED(a_call_in_a_circle_is_not_asked_for_ever),
		STAGED(a_call_that_ends_takes_its_question_away),
		STAGED(who_ends_before_it_is_asked_is_not_asked),
		STAGED(leaving_the_queue_takes_it_away),
		STAGED(a_telephone_gone_silent_takes_it_away),
		STAGED(a_lost_link_ends_it),
		STAGED(somebody_else_sends_it_on),
		STAGED(asks_once_at_a_time),
		STAGED(a_leg_of_no_call_takes_the_default),
		STAGED(what_fits_no_pattern_is_left_alone),
		STAGED(asks_for_what_was_wanted_only),
		STAGED(options_are_checked),
		cmocka_unit_test(
			test_routing__what_a_snapshot_finds_asking_is_asked),
	};

	return cmocka_run_group_tests_name("core/routing", tests, NULL, NULL);
}
