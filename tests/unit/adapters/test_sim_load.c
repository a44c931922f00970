/* SPDX-License-Identifier: MIT */
/* Clocks, chance, load and reconnects of the simulator. */
#include "sim_stage.h"

static void open_with(struct cti_port *port, const char *url)
{
	memset(port, 0, sizeof(*port));
	assert_int_equal(fake_port_init(port, &cti__adapter_sim, url), 0);
	assert_true(fake_port_up(port));
	fake_port_forget(port);
}

static void load(struct cti_port *port, const char *seed)
{
	char url[64];

	snprintf(url, sizeof(url), "?clock=virtual&seed=%s", seed);
	open_with(port, url);
	stage_do(port, "queue support ring 4 retry 0.5 wrapup 1");
	stage_do(port, "agent 1001 queue support");
	stage_do(port, "agent 1002 queue support");
	stage_do(port, "load 300 rate 40 talk 3 phones 60 queue support");
	stage_do(port, "end");
	stage_to_end(port);
}

static void test_sim_load__the_same_seed_tells_the_same(void **state)
{
	struct cti_port a, b, c;

	(void)state;
	load(&a, "7");
	load(&b, "7");
	load(&c, "8");
	assert_true(a.fact_count > 2000);
	assert_string_equal(fake_port_facts(&a), fake_port_facts(&b));
	assert_string_not_equal(fake_port_facts(&a), fake_port_facts(&c));
	fake_port_fini(&a);
	fake_port_fini(&b);
	fake_port_fini(&c);
}

static size_t count_of(const char *text, const char *what)
{
	size_t n = 0;

	while ((text = strstr(text, what))) {
		text += strlen(what);
		n++;
	}
	return n;
}

static void test_sim_load__does_all_that_telephones_do(void **state)
{
	static const char *const kinds[] = {
		"transfer-blind ", "transfer-attended ", "hold ",
		"unhold ",	   "queue-abandon ",	 "agent-connect ",
		"result=cancel",   "result=answer",
	};
	struct cti_port port;
	const char *facts;
	size_t i;

	(void)state;
	load(&port, "7");
	facts = fake_port_facts(&port);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strstr(facts, kinds[i]))
			fail_msg("no %s in the load", kinds[i]);
	/* What begins ends. */
	assert_int_equal(count_of(facts, "leg-new "),
			 count_of(facts, "leg-end "));
	assert_int_equal(count_of(facts, "bridge-new "),
			 count_of(facts, "bridge-end "));
	assert_int_equal(count_of(facts, "bridge-enter "),
			 count_of(facts, "bridge-leave "));
	assert_int_equal(count_of(facts, "queue-join "),
			 count_of(facts, "queue-leave "));
	assert_int_equal(count_of(facts, "dial-begin "),
			 count_of(facts, "dial-end "));
	assert_int_equal(count_of(facts, "agent-connect "),
			 count_of(facts, "agent-complete "));
	fake_port_fini(&port);
}

static void test_sim_load__has_two_hundred_calls_at_once(void **state)
{
	struct cti_port port;
	struct sim *sim;

	(void)state;
	open_with(&port, "?clock=virtual");
	stage_do(&port, "load 2000 rate 60 talk 8 phones 1000");
	stage_pass(&port, 12000);
	sim = port.state;
	assert_true(sim->leg_count > 400);
	stage_do(&port, "end");
	stage_to_end(&port);
	assert_int_equal(sim->leg_count, 0);
	assert_true(cti__list_empty(&sim->bridges));
	/* The script's and the load's; wrap-up of each telephone. */
	assert_int_equal(sim->wanted, 2 + sim->name_count);
	fake_port_fini(&port);
}

static void test_sim_load__is_bounded(void **state)
{
	struct cti_port port;
	struct sim *sim;
	char line[64];
	unsigned i;

	(void)state;
	open_with(&port, "?clock=virtual");
	sim = port.state;
	for (i = 0; i < SIM_LEGS_MAX; i++) {
		snprintf(line, sizeof(line), "call 13%09u to 4001101001 ivr",
			 i);
		assert_int_equal(stage_try(&port, line), 0);
	}
	stage_fails(&port, "call 13800138000 to 4001101001 ivr", CTI_ETOOBIG,
		    "the simulator holds 10000 legs at most");
	assert_int_equal(sim->leg_count, SIM_LEGS_MAX);
	stage_fails(&port, "load 5 phones 6000", CTI_EINVAL,
		    "rate is 1 to 10000 calls a second, phones are 2 to 5000");
	fake_port_fini(&port);
}

static void test_sim_load__a_real_clock_asks_to_be_woken(void **state)
{
	struct cti_port port = { .now_us = INT64_C(1767000000000000) };
	char path[64];

	(void)state;
	stage_script(path, "at 1 dial 1001 1002\nat 2 hangup 1001\nend\n");
	assert_int_equal(fake_port_init(&port, &cti__adapter_sim, path), 0);
	assert_true(fake_port_up(&port));
	assert_int_equal(port.wake_us, port.now_us + 1000000);
	fake_port_forget(&port);
	fake_port_pass(&port, 999);
	stage_said(&port, "");
	fake_port_pass(&port, 1);
	stage_order(&port, "leg-new 1\nleg-new 2\ndial-begin 1 2\n"
			   "leg-state 2\ndial-state 1 2\n");
	fake_port_pass(&port, 1000);
	assert_int_equal(port.failed, CTI_EEOF);
	assert_int_equal(port.adapter->advance(port.state, 10), CTI_ESTATE);
	fake_port_fini(&port);
	assert_int_equal(unlink(path), 0);
}

static void test_sim_load__a_fast_clock_runs_ahead(void **state)
{
	struct cti_port port = { .now_us = 5000000 };
	char path[64], url[96];

	(void)state;
	stage_script(path, "at 10 dial 1001 1002\n");
	snprintf(url, sizeof(url), "%s?speed=2.5", path);
	assert_int_equal(fake_port_init(&port, &cti__adapter_sim, url), 0);
	assert_true(fake_port_up(&port));
	fake_port_forget(&port);
	fake_port_pass(&port, 3999);
	stage_said(&port, "");
	fake_port_pass(&port, 1);
	assert_non_null(strstr(fake_port_facts(&port), "device=1001"));
	fake_port_fini(&port);
	assert_int_equal(unlink(path), 0);
}

static void test_sim_load__a_dropped_link_finds_what_is_so(void **state)
{
	struct cti_port port;

	(void)state;
	open_with(&port, "?clock=virtual");
	stage_do(&port, "agent 1001 queue support id zhangsan");
	stage_do(&port, "pause 1001 reason tea");
	stage_do(&port, "call 13800138000 to 1002 name Li as a");
	stage_do(&port, "answer 1002");
	stage_do(&port, "hold 1002");
	stage_do(&port, "call 13700137000 to 1003 as b");
	stage_do(&port, "call withheld to 4001100266 queue support as c");
	stage_do(&port, "call 13600136000 to 1004 as d");
	stage_do(&port, "answer 1004");
	stage_do(&port, "park 1004");
	stage_pass(&port, 3500);
	stage_do(&port, "drop 2");
	assert_int_equal(port.failed, CTI_ECONNECT);
	fake_port_down(&port, CTI_ECONNECT);
	fake_port_forget(&port);
	/* Meanwhile one answers, unheard. */
	stage_do(&port, "answer 1003");
	stage_said(&port, "");
	assert_false(fake_port_up(&port));
	assert_int_equal(port.failed, CTI_ECONNECT);
	assert_string_equal(cti__buf_cstr(&port.why),
			    "the simulator is away for 2000 ms more");
	fake_port_down(&port, CTI_ECONNECT);
	stage_pass(&port, 2000);
	assert_true(fake_port_up(&port));
	stage_said(&port,
		   "snapshot-begin\n"
		   "switch-up code=5\n"
		   "leg-new leg=leg-1 group=leg-1 device=trunk "
		   "number=13800138000 name=Li called=1002 "
		   "context=from-trunk role=trunk state=up snapshot\n"
		   "leg-new leg=leg-2 group=leg-1 device=1002 number=1002 "
		   "context=internal role=extension state=up snapshot\n"
		   "leg-new leg=leg-3 group=leg-3 device=trunk "
		   "number=13700137000 called=1003 context=from-trunk "
		   "role=trunk state=up snapshot\n"
		   "leg-new leg=leg-4 group=leg-3 device=1003 number=1003 "
		   "context=internal role=extension state=up snapshot\n"
		   "leg-new leg=leg-5 group=leg-5 device=trunk "
		   "called=4001100266 context=from-trunk role=trunk state=up "
		   "snapshot withheld\n"
		   "leg-new leg=leg-6 group=leg-6 device=trunk "
		   "number=13600136000 called=1004 context=from-trunk "
		   "role=trunk state=up snapshot\n"
		   "bridge-new bridge=bridge-1 snapshot\n"
		   "bridge-enter leg=leg-2 bridge=bridge-1 snapshot\n"
		   "bridge-enter leg=leg-1 bridge=bridge-1 snapshot\n"
		   "bridge-new bridge=bridge-3 kind=holding snapshot\n"
		   "bridge-enter leg=leg-6 bridge=bridge-3 kind=holding "
		   "snapshot\n"
		   "bridge-new bridge=bridge-4 snapshot\n"
		   "bridge-enter leg=leg-4 bridge=bridge-4 snapshot\n"
		   "bridge-enter leg=leg-3 bridge=bridge-4 snapshot\n"
		   "hold leg=leg-2 snapshot\n"
		   "queue-join leg=leg-5 queue=support code=1 snapshot\n"
		   "parked leg=leg-6 device=1004 slot=701 code=45 snapshot\n"
		   "agent-member device=1001 queue=support agent=zhangsan "
		   "reason=tea snapshot member paused\n"
		   "snapshot-end\n");
	fake_port_fini(&port);
}

static void test_sim_load__a_snapshot_tells_who_rings_whom(void **state)
{
	struct cti_port port;

	(void)state;
	open_with(&port, "?clock=virtual");
	stage_do(&port, "drop 0");
	fake_port_down(&port, CTI_ECONNECT);
	stage_do(&port, "dial 1001 1002");
	fake_port_forget(&port);
	assert_true(fake_port_up(&port));
	stage_said(&port,
		   "snapshot-begin\n"
		   "switch-up\n"
		   "leg-new leg=leg-1 group=leg-1 device=1001 number=1001 "
		   "called=1002 context=internal role=extension "
		   "state=calling snapshot\n"
		   "leg-new leg=leg-2 group=leg-1 device=1002 number=1002 "
		   "context=internal role=extension state=alerting snapshot\n"
		   "dial-begin leg=leg-1 other=leg-2 number=1002 called=1002 "
		   "context=internal other_number=1001 data=1002 snapshot\n"
		   "dial-state leg=leg-1 other=leg-2 state=alerting snapshot\n"
		   "snapshot-end\n");
	fake_port_fini(&port);
}

static void test_sim_load__a_restarted_switch_has_no_calls(void **state)
{
	struct cti_port port;

	(void)state;
	open_with(&port, "?clock=virtual");
	stage_do(&port, "agent 1001 queue support");
	stage_do(&port, "call 13800138000 to 1002 as a");
	stage_pass(&port, 5000);
	stage_do(&port, "restart 0");
	assert_int_equal(port.failed, CTI_ECONNECT);
	fake_port_down(&port, CTI_ECONNECT);
	fake_port_forget(&port);
	stage_pass(&port, 1000);
	assert_true(fake_port_up(&port));
	stage_said(&port, "snapshot-begin\n"
			  "switch-up code=1\n"
			  "agent-member device=1001 queue=support agent=1001 "
			  "snapshot member\n"
			  "snapshot-end\n");
	/* Its ids begin again. */
	stage_do(&port, "call 13800138000 to 4001 ivr as a");
	assert_non_null(strstr(fake_port_facts(&port), "leg=leg-1 "));
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sim_load__the_same_seed_tells_the_same),
		cmocka_unit_test(test_sim_load__does_all_that_telephones_do),
		cmocka_unit_test(test_sim_load__has_two_hundred_calls_at_once),
		cmocka_unit_test(test_sim_load__is_bounded),
		cmocka_unit_test(test_sim_load__a_real_clock_asks_to_be_woken),
		cmocka_unit_test(test_sim_load__a_fast_clock_runs_ahead),
		cmocka_unit_test(
			test_sim_load__a_dropped_link_finds_what_is_so),
		cmocka_unit_test(
			test_sim_load__a_snapshot_tells_who_rings_whom),
		cmocka_unit_test(
			test_sim_load__a_restarted_switch_has_no_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
