/* SPDX-License-Identifier: MIT */
/* The simulated switch asks where callers shall go, and does what is said. */
#include "request_stage.h"

#include <stdlib.h>

/* What the application was asked last, and what became of its answers. */
static struct {
	cti_route *route;
	int asked;
	char ends[512];
} app;

static void on_route(cti_client *client, cti_route *route, void *user)
{
	(void)client;
	(void)user;
	cti_route_unref(app.route);
	app.route = route;
	app.asked++;
}

static void on_routed(cti_client *client, const cti_route *route,
		      const cti_route_result *result, void *user)
{
	size_t n = strlen(app.ends);

	(void)client;
	(void)route;
	(void)user;
	snprintf(app.ends + n, sizeof(app.ends) - n, "%s %s %s;",
		 cti_error_name(result->error), result->to, result->detail);
}

static int begin(void **state)
{
	cti_route_opts opts = CTI_ROUTE_OPTS_INIT;

	memset(&app, 0, sizeof(app));
	if (stage_begin(state))
		return -1;
	opts.on_route = on_route;
	opts.on_routed = on_routed;
	opts.deadline_ms = 600000;
	return cti_route_set(stage.client, &opts);
}

static int finish(void **state)
{
	int err = stage_finish(state);

	/* Questions may outlive their client. */
	cti_route_unref(app.route);
	return err;
}

/* Asked; the answer is that. */
static void answer(const char *to)
{
	stage_turn();
	assert_non_null(app.route);
	assert_int_equal(cti_route_to(app.route, to), 0);
	app.route = NULL;
	stage_turn();
}

static void in_ivr(void)
{
	stage_sim("call 13800138000 to 4001100266 ivr as a");
	stage_forget();
}

static void test_sim_route__a_caller_goes_where_it_is_said(void **state)
{
	(void)state;
	in_ivr();
	stage_sim("ask a queue support");
	stage_turn();
	assert_int_equal(cti_route_reason(app.route), CTI_ROUTE_SWITCH);
	assert_string_equal(cti_route_queue(app.route), "support");
	assert_string_equal(cti_route_dnis(app.route), "4001100266");
	answer("1002");
	TOLD("ring 1002 13800138000 4001100266\n");
	assert_string_equal(app.ends, "CTI_OK 1002 ;");
}

static void test_sim_route__or_the_way_it_would_go(void **state)
{
	(void)state;
	stage_sim("agent 1001 queue support");
	in_ivr();
	stage_sim("ask a queue support");
	answer("");
	stage_pass(1000);
	TOLD("queue 13800138000 support\n"
	     "ring 1001 1001 13800138000 4001100266 support\n");
	stage_sim("call 13900139000 to 4001100266 ivr as b");
	stage_sim("ask b phone 1003");
	stage_forget();
	stage_turn();
	/* The ring at 1001 is asked about, too. */
	assert_int_equal(app.asked, 4);
}

static void test_sim_route__a_queue_may_be_said(void **state)
{
	(void)state;
	stage_sim("queue sales");
	in_ivr();
	stage_sim("ask a phone 1001");
	answer("sales");
	TOLD("queue 13800138000 sales\n");
}

static void test_sim_route__a_barred_number_is_refused(void **state)
{
	(void)state;
	stage_sim("bar 1005");
	in_ivr();
	stage_sim("ask a room 8001");
	answer("1005");
	/* Nothing to fall back on but the way it would go: no such room. */
	assert_non_null(
		strstr(app.ends, "CTI_EREFUSED  1005 must not be dialled;"));
}

static void test_sim_route__a_waiting_caller_is_deflected(void **state)
{
	(void)state;
	stage_sim("queue support");
	stage_sim("call 13800138000 to 4001100266 queue support as a");
	stage_forget();
	answer("1002");
	TOLD("dequeue 13800138000 support\n"
	     "ring 1002 13800138000 4001100266\n");
	assert_string_equal(app.ends, "CTI_OK 1002 ;");
}

static void test_sim_route__a_ringing_call_is_deflected(void **state)
{
	(void)state;
	stage_sim("call 13800138000 to 1001 as a");
	stage_forget();
	answer("1002");
	TOLD("divert forwarded 1001 1002\n"
	     "hangup 1001 13800138000 diverted\n"
	     "ring 1002 13800138000 1001\n");
	assert_string_equal(app.ends, "CTI_OK 1002 ;");
	assert_int_equal(app.asked, 1);
}

static void test_sim_route__a_command_may_be_sooner(void **state)
{
	(void)state;
	in_ivr();
	stage_sim("ask a queue support");
	stage_turn();
	stage_sim("route a phone 1004");
	stage_turn();
	assert_non_null(strstr(app.ends, "CTI_ENOENT  "));
	stage_sim("hangup a");
	stage_turn();
	assert_int_equal(cti_route_default(app.route), CTI_ENOENT);
	app.route = NULL;
}

static void test_sim_route__a_link_that_comes_back_asks_again(void **state)
{
	(void)state;
	in_ivr();
	stage_sim("ask a queue support");
	stage_turn();
	stage_sim("drop 1");
	stage_turn();
	assert_non_null(strstr(app.ends, "CTI_ELINKDOWN "));
	assert_int_equal(cti_route_to(app.route, "1002"), CTI_ELINKDOWN);
	app.route = NULL;
	app.ends[0] = '\0';
	stage_pass(5000);
	stage_forget();
	answer("1002");
	TOLD("ring 1002 13800138000 4001100266\n");
	assert_string_equal(app.ends, "CTI_OK 1002 ;");
}

static void test_sim_route__says_what_is_wrong(void **state)
{
	(void)state;
	in_ivr();
	assert_int_equal(cti_sim_do(stage.link, "ask a"), CTI_EINVAL);
	assert_int_equal(cti_sim_do(stage.link, "ask a queue x phone 1001"),
			 CTI_EINVAL);
	assert_int_equal(cti_sim_do(stage.link, "ask b queue x"), CTI_EINVAL);
	stage_sim("ask a queue x");
	assert_int_equal(cti_sim_do(stage.link, "ask a queue x"), CTI_ESTATE);
	assert_string_equal(cti_link_detail(stage.link), "a is in no IVR");
}

#define ROUTED(name)                                                           \
	cmocka_unit_test_setup_teardown(test_sim_route__##name, begin, finish)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROUTED(a_caller_goes_where_it_is_said),
		ROUTED(or_the_way_it_would_go),
		ROUTED(a_queue_may_be_said),
		ROUTED(a_barred_number_is_refused),
		ROUTED(a_waiting_caller_is_deflected),
		ROUTED(a_ringing_call_is_deflected),
		ROUTED(a_command_may_be_sooner),
		ROUTED(a_link_that_comes_back_asks_again),
		ROUTED(says_what_is_wrong),
	};

	return cmocka_run_group_tests_name("adapters/sim_route", tests, NULL,
					   NULL);
}
