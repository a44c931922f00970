/* SPDX-License-Identifier: MIT */
/* A question where a call shall go, and every way it can end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../util/refuse.h"

#include "route_app.h"

#include <poll.h>

static void on_lookup(cti_client *client, cti_lookup *lookup, void *user)
{
	(void)client;
	(void)user;
	app.lookup = lookup;
}

static void test_routing_question__who_calls_is_looked_up_first(void **state)
{
	cti_customer *gold;

	(void)state;
	assert_int_equal(cti_set(st.client, "identify.deadline_ms", "60000"),
			 0);
	assert_int_equal(cti_source_add(st.client, "app", on_lookup, NULL), 0);
	assert_int_equal(cti_customer_new(&gold), 0);
	assert_int_equal(cti_customer_set(gold, "id", "7"), 0);
	assert_int_equal(cti_customer_set(gold, "tier", "gold"), 0);
	comes_in();
	asks("leg-1", "support");
	assert_asked("");
	cti_lookup_answer(app.lookup, &gold, 1);
	cti_customer_unref(gold);
	assert_asked("switch 13800138000 4001100266 support;");
	assert_int_equal(cti_route_identity(app.route),
			 CTI_IDENTITY_IDENTIFIED);
	assert_string_equal(
		cti_customer_get(cti_route_customer(app.route, 0), "tier"),
		"gold");
	assert_null(cti_route_customer(app.route, 1));
	assert_int_equal(cti_route_default(app.route), 0);
	assert_told("route leg-1 ;");
	ends(0, "");
}

static void test_routing_question__a_slow_source_is_not_waited_for_for_ever(
	void **state)
{
	(void)state;
	assert_int_equal(cti_set(st.client, "identify.deadline_ms", "1"), 0);
	assert_int_equal(cti_source_add(st.client, "app", on_lookup, NULL), 0);
	comes_in();
	asks("leg-1", "support");
	until(&app.asked, 1);
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	assert_told("route leg-1 1002;");
	ends(0, "");
	cti_lookup_answer(app.lookup, NULL, 0);
	assert_ended("CTI_OK 1002;");
}

static void test_routing_question__an_answer_in_the_callback_is_sent(
	void **state)
{
	(void)state;
	app.answer_at_once = "1002";
	comes_in();
	asks("leg-1", "support");
	assert_told("route leg-1 1002;");
	assert_int_equal(app.answered, 0);
	ends(0, "");
	assert_ended("CTI_OK 1002;");
}

static void test_routing_question__the_deadline_takes_the_default(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.deadline_ms = 0;
	assert_int_equal(cti_set(st.client, "route.deadline_ms", "10"), 0);
	assert_int_equal(cti_set(st.client, "route.default", "1009"), 0);
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	comes_in();
	asks("leg-1", "support");
	until(&app.asked, 1);
	assert_int_equal(cti_route_deadline_ms(app.route), 10);
	while (!*st.told)
		uv_run(&st.loop, UV_RUN_ONCE);
	assert_told("route leg-1 1009;");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ETIMEDOUT);
	assert_told("");
	ends(0, "");
	assert_ended("CTI_ETIMEDOUT 1009;");
	assert_non_null(strstr(app.detail, "in time"));
}

static void test_routing_question__a_queue_without_a_default_goes_on(
	void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.deadline_ms = 10;
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	comes_in();
	queues("leg-1", "support");
	until(&app.routed, 1);
	assert_asked("queue 13800138000 4001100266 support;");
	assert_ended("CTI_ETIMEDOUT ;");
	assert_told("");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ETIMEDOUT);
}

static void test_routing_question__to_where_it_is_already_is_nothing_to_do(
	void **state)
{
	(void)state;
	comes_in();
	queues("leg-1", "support");
	assert_asked("queue 13800138000 4001100266 support;");
	assert_int_equal(cti_route_to(app.route, "support"), 0);
	assert_told("");
	assert_ended("CTI_OK support;");
}

static void test_routing_question__a_refused_answer_takes_the_default(
	void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.to = "1009";
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	app.answer_at_once = "9999";
	comes_in();
	asks("leg-1", "support");
	assert_told("route leg-1 9999;");
	ends(CTI_EREFUSED, "No such number.");
	assert_told("route leg-1 1009;");
	ends(0, "");
	assert_ended("CTI_EREFUSED 1009;");
	assert_string_equal(app.detail, "No such number.");
}

static void test_routing_question__a_refused_default_goes_by_itself(
	void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.to = "1009";
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	comes_in();
	asks("leg-1", "support");
	turn();
	assert_int_equal(cti_route_default(app.route), 0);
	assert_told("route leg-1 1009;");
	ends(CTI_EREFUSED, "No such number.");
	assert_told("route leg-1 ;");
	ends(CTI_EREFUSED, "Not this either.");
	assert_told("");
	assert_ended("CTI_EREFUSED ;");
	assert_string_equal(app.detail, "No such number.");
}

static void test_routing_question__the_same_number_is_not_tried_twice(
	void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	opts.to = "1009";
	assert_int_equal(cti_route_set(st.client, &opts), 0);
	app.answer_at_once = "1009";
	comes_in();
	queues("leg-1", "support");
	assert_told("deflect leg-1 1009;");
	ends(CTI_EREFUSED, "No such number.");
	assert_told("");
	assert_ended("CTI_EREFUSED ;");
}

static void test_routing_question__answers_only_once(void **state)
{
	cti_route *kept;

	(void)state;
	comes_in();
	asks("leg-1", "support");
	turn();
	kept = cti_route_ref(app.route);
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	assert_int_equal(cti_route_to(cti_route_ref(kept), "1003"), CTI_ESTATE);
	assert_told("route leg-1 1002;");
	ends(0, "");
	assert_ended("CTI_OK 1002;");
	assert_int_equal(cti_route_default(cti_route_ref(kept)), CTI_ESTATE);
	assert_string_equal(cti_route_caller(kept), "13800138000");
	cti_route_unref(kept);
	cti_route_unref(NULL);
}

static void test_routing_question__what_is_no_number_is_refused(void **state)
{
	char many[1100];

	(void)state;
	memset(many, '1', sizeof(many) - 1);
	many[sizeof(many) - 1] = '\0';
	comes_in();
	asks("leg-1", "support");
	turn();
	assert_int_equal(cti_route_to(app.route, NULL), CTI_EINVAL);
	assert_int_equal(cti_route_to(app.route, "1\r\nAction: Logoff"),
			 CTI_EINVAL);
	assert_int_equal(cti_route_to(app.route, many), CTI_EINVAL);
	assert_int_equal(cti_route_to(app.route, "\xff"), CTI_EINVAL);
	assert_int_equal(cti_route_to(NULL, "1002"), CTI_EINVAL);
	assert_int_equal(cti_route_default(NULL), CTI_EINVAL);
	assert_told("");
	/* And is still to be answered. */
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	assert_told("route leg-1 1002;");
}

static void test_routing_question__a_link_lost_while_sending_ends_it(
	void **state)
{
	(void)state;
	app.answer_at_once = "1002";
	comes_in();
	asks("leg-1", "support");
	assert_told("route leg-1 1002;");
	link_lost();
	assert_ended("CTI_ELINKDOWN ;");
}

static void test_routing_question__gone_on_before_the_switch_says_done(
	void **state)
{
	(void)state;
	app.answer_at_once = "1002";
	comes_in();
	asks("leg-1", "support");
	assert_told("route leg-1 1002;");
	goes(CTI_FACT_ROUTE_END, "leg-1");
	/* Its dialplan asks once more, at once. */
	asks("leg-1", "sales");
	assert_told("route leg-1 1002;");
	assert_ended("CTI_OK 1002;");
	assert_int_equal(app.asked, 2);
	/* The first request's own end comes late. */
	ends_of(st.held, 0, "");
	ends(0, "");
	assert_ended("CTI_OK 1002;");
}

static void test_routing_question__closed_in_the_callback(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	begin_with(true, &opts);
	app.close_in_it = true;
	comes_in();
	asks("leg-1", "support");
	until(&app.asked, 1);
	assert_ended("CTI_ECANCELED ;");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ECANCELED);
	assert_true(st.closed);
	assert_int_equal(uv_loop_close(&st.loop), 0);
}

static void test_routing_question__closed_while_it_waits_or_is_sent(
	void **state)
{
	cti_route_opts opts = standard();
	cti_route *first;

	(void)state;
	begin_with(true, &opts);
	comes_in();
	asks("leg-1", "support");
	turn();
	first = cti_route_ref(app.route);
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	calls("leg-2", "13900139000", "4001100266");
	asks("leg-2", "support");
	turn();
	calls("leg-3", "13900139001", "4001100266");
	asks("leg-3", "support");
	assert_int_equal(stage_end(), 0);
	/* The third was never asked. */
	assert_string_equal(app.ends, "CTI_ECANCELED ;CTI_ECANCELED ;");
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ECANCELED);
	assert_int_equal(cti_route_to(first, "1002"), CTI_ECANCELED);
}

/* A thread of its own: everything comes in cti_poll(). */

static void poll_until(const int *count, int many)
{
	cti_event *ev;

	while (*count < many)
		if (!cti_poll(st.client, 100, &ev))
			cti_event_unref(ev);
}

static void test_routing_question__own_thread_asks_in_the_poll(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	begin_with(false, &opts);
	comes_in();
	asks("leg-1", "support");
	poll_until(&app.asked, 1);
	assert_string_equal(app.asks, "switch 13800138000 4001100266 support;");
	assert_int_equal(cti_route_to(app.route, "1002"), 0);
	/* Sent before that returned. */
	assert_string_equal(st.told, "route leg-1 1002;");
	ends(0, "");
	poll_until(&app.routed, 1);
	assert_string_equal(app.ends, "CTI_OK 1002;");
	assert_int_equal(stage_end(), 0);
}

static void test_routing_question__own_thread_late_and_closed(void **state)
{
	cti_route_opts opts = standard();
	struct pollfd ready = { .events = POLLIN };
	cti_event *ev;

	(void)state;
	opts.deadline_ms = 200;
	begin_with(false, &opts);
	comes_in();
	queues("leg-1", "support");
	poll_until(&app.asked, 1);
	while (!cti_poll(st.client, 0, &ev))
		cti_event_unref(ev);
	ready.fd = cti_fd(st.client);
	assert_int_equal(poll(&ready, 1, -1), 1);
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ETIMEDOUT);
	/* Closed with its end not fetched: told all the same, once. */
	assert_int_equal(stage_end(), 0);
	assert_int_equal(app.routed, 1);
}

static void test_routing_question__own_thread_closed_before_it_was_asked(
	void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	begin_with(false, &opts);
	comes_in();
	asks("leg-1", "support");
	assert_int_equal(stage_end(), 0);
	assert_int_equal(app.asked, 0);
	assert_int_equal(app.routed, 0);
}

/* A whole story with its n-th allocation refused, and all behind it or only
   that one. True if none was refused. */
static bool story_survives(int at, bool once)
{
	cti_route_opts opts = standard();
	struct cti_fact data = fact_of(CTI_FACT_DATA, "leg-1");

	memset(&app, 0, sizeof(app));
	app.thread = pthread_self();
	app.answer_at_once = "1002";
	opts.to = "1009";
	opts.queues = opts.numbers = "*";
	assert_int_equal(stage_begin(true), 0);
	assert_int_equal(stage_add(), 0);
	comes_in();
	data.name = CTI__STR("topic");
	data.data = CTI__STR("billing");
	say(&data);
	turn();
	refuse_after = at;
	if (cti_route_set(st.client, &opts)) {
		refuse_after = -1;
		assert_int_equal(stage_end(), 0);
		return false;
	}
	asks("leg-1", "support");
	if (once && !refuse_after)
		refuse_after = -1;
	turn();
	if (*st.told)
		ends(CTI_EREFUSED, "No.");
	turn();
	if (once && !refuse_after)
		refuse_after = -1;
	if (*st.told)
		ends(0, "");
	goes(CTI_FACT_LEG_END, "leg-1");
	turn();
	once = refuse_after != 0;
	refuse_after = -1;
	assert_int_equal(stage_end(), 0);
	/* Asked or not: never without an end. */
	assert_int_equal(app.asked, app.routed);
	return once && *st.told;
}

static void test_routing_question__survives_every_refused_allocation(
	void **state)
{
	int at;

	(void)state;
	for (at = 0; !story_survives(at, false); at++)
		assert_true(at < 1000);
	assert_true(at > 5);
	for (at = 0; at < 60; at++)
		(void)story_survives(at, true);
}

#define STAGED(name)                                                           \
	cmocka_unit_test_setup_teardown(test_routing_question__##name, begin,  \
					end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGED(who_calls_is_looked_up_first),
		STAGED(a_slow_source_is_not_waited_for_for_ever),
		STAGED(an_answer_in_the_callback_is_sent),
		STAGED(the_deadline_takes_the_default),
		STAGED(a_queue_without_a_default_goes_on),
		STAGED(to_where_it_is_already_is_nothing_to_do),
		STAGED(a_refused_answer_takes_the_default),
		STAGED(a_refused_default_goes_by_itself),
		STAGED(the_same_number_is_not_tried_twice),
		STAGED(answers_only_once),
		STAGED(what_is_no_number_is_refused),
		STAGED(a_link_lost_while_sending_ends_it),
		STAGED(gone_on_before_the_switch_says_done),
		cmocka_unit_test(test_routing_question__closed_in_the_callback),
		cmocka_unit_test(
			test_routing_question__closed_while_it_waits_or_is_sent),
		cmocka_unit_test(
			test_routing_question__own_thread_asks_in_the_poll),
		cmocka_unit_test(
			test_routing_question__own_thread_late_and_closed),
		cmocka_unit_test(
			test_routing_question__own_thread_closed_before_it_was_asked),
		REFUSE_TEST(
			test_routing_question__survives_every_refused_allocation),
	};

	return cmocka_run_group_tests_name("core/routing_question", tests, NULL,
					   NULL);
}
