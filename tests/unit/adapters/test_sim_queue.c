/* SPDX-License-Identifier: MIT */
/* Queues and agents of the simulator. */
#include "sim_stage.h"

static void test_sim_queue__offers_one_after_the_other(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "queue support strategy linear ring 3 retry 0.5 "
			"wrapup 2");
	stage_do(&port, "agent 1001 queue support id zhangsan");
	stage_said(&port, "agent-member device=1001 queue=support "
			  "agent=zhangsan code=2 ok member\n");
	stage_do(&port, "agent 1002 queue support");
	fake_port_forget(&port);
	stage_do(&port, "call 13800138000 to 4001100266 queue support as a");
	stage_said(&port,
		   "leg-new leg=leg-1 group=leg-1 device=trunk "
		   "number=13800138000 called=4001100266 context=from-trunk "
		   "role=trunk state=calling\n"
		   "leg-state leg=leg-1 state=up\n"
		   "queue-join leg=leg-1 queue=support code=1\n"
		   "leg-new leg=leg-2 group=leg-1 device=1001 number=1001 "
		   "context=internal role=extension state=down\n"
		   "agent-offer leg=leg-1 other=leg-2 device=1001 "
		   "queue=support agent=zhangsan\n"
		   "dial-begin leg=leg-1 other=leg-2 number=1001 "
		   "called=4001100266 context=internal "
		   "other_number=13800138000 data=1001\n"
		   "leg-state leg=leg-2 state=alerting\n"
		   "dial-state leg=leg-1 other=leg-2 state=alerting\n");
	stage_pass(&port, 3000);
	stage_said(&port, "agent-no-answer leg=leg-1 other=leg-2 device=1001 "
			  "queue=support agent=zhangsan\n"
			  "dial-end leg=leg-1 other=leg-2 result=no-answer\n"
			  "leg-end leg=leg-2 code=19\n");
	stage_pass(&port, 499);
	stage_said(&port, "");
	stage_pass(&port, 1);
	assert_non_null(strstr(fake_port_facts(&port), "device=1002"));
	fake_port_forget(&port);
	stage_do(&port, "answer 1002");
	stage_said(&port, "leg-state leg=leg-3 state=up\n"
			  "dial-end leg=leg-1 other=leg-3 result=answer\n"
			  "queue-leave leg=leg-1 queue=support\n"
			  "agent-connect leg=leg-1 other=leg-3 device=1002 "
			  "queue=support agent=1002\n"
			  "bridge-new bridge=bridge-1\n"
			  "bridge-enter leg=leg-3 bridge=bridge-1\n"
			  "bridge-enter leg=leg-1 bridge=bridge-1\n");
	stage_do(&port, "hangup a");
	stage_order(&port, "hangup-request 1\nagent-complete 1 3\n"
			   "bridge-leave 1\nbridge-leave 3\nbridge-end\n"
			   "leg-end 1\nleg-end 3\n");
	fake_port_fini(&port);
}

static void test_sim_queue__a_round_begins_again_after_the_last(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "queue support ring 1 retry 1");
	stage_do(&port, "agent 1001 queue support");
	stage_do(&port, "agent 1002 queue support");
	stage_do(&port, "call 13800138000 to 400 queue support");
	stage_pass(&port, 2000);
	stage_do(&port, "reject 1002");
	stage_pass(&port, 1000);
	stage_do(&port, "answer 1001");
	fake_port_fini(&port);
}

static void test_sim_queue__all_ring_at_once(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "queue sales strategy ringall ring 5");
	stage_do(&port, "agent 1003 queue sales");
	stage_do(&port, "agent 1004 queue sales");
	stage_do(&port, "call 13800138000 to 400 queue sales as a");
	/* Both are taken: the second caller waits. */
	stage_do(&port, "call 13700137000 to 400 queue sales as b");
	assert_non_null(strstr(fake_port_facts(&port),
			       "queue-join leg=leg-4 queue=sales code=2"));
	fake_port_forget(&port);
	stage_do(&port, "answer a 1004");
	/* 1003 falls silent, and rings for the second at once. */
	stage_order(&port, "leg-state 3\ndial-end 1 3\ndial-end 1 2\n"
			   "leg-end 2\nqueue-leave 1\nagent-connect 1 3\n"
			   "bridge-new\nbridge-enter 3\nbridge-enter 1\n"
			   "leg-new 5\nagent-offer 4 5\ndial-begin 4 5\n"
			   "leg-state 5\ndial-state 4 5\n");
	stage_do(&port, "answer b 1003");
	fake_port_fini(&port);
}

static void test_sim_queue__busy_members_are_no_answer(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "queue support retry 1");
	stage_do(&port, "agent 1001 queue support");
	stage_do(&port, "agent 1002 queue support");
	stage_do(&port, "busy 1001");
	stage_do(&port, "call 13800138000 to 400 queue support");
	assert_non_null(
		strstr(fake_port_facts(&port),
		       "hangup-request leg=leg-2 code=17\n"
		       "dial-end leg=leg-1 other=leg-2 result=no-answer\n"
		       "agent-no-answer leg=leg-1 other=leg-2"));
	stage_pass(&port, 1000);
	stage_do(&port, "answer 1002");
	fake_port_fini(&port);
}

static void test_sim_queue__who_hangs_up_while_waiting_abandons(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "agent 1001 queue support");
	stage_do(&port, "call 13800138000 to 400 queue support as a");
	fake_port_forget(&port);
	stage_do(&port, "hangup a");
	stage_order(&port, "hangup-request 1\ndial-end 1 2\n"
			   "queue-abandon 1\nqueue-leave 1\nleg-end 2\n"
			   "leg-end 1\n");
	fake_port_fini(&port);
}

static void test_sim_queue__has_enough_of_a_caller(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "queue support wait 4");
	stage_do(&port, "call 13800138000 to 400 queue support as a");
	stage_do(&port, "call 13700137000 to 400 queue support as b");
	stage_do(&port, "route b ivr");
	fake_port_forget(&port);
	stage_pass(&port, 4000);
	stage_said(&port, "queue-leave leg=leg-1 queue=support\n"
			  "leg-end leg=leg-1 code=16\n");
	/* Who has left it in time is not thrown out. */
	stage_do(&port, "hangup b");
	fake_port_fini(&port);
}

static void test_sim_queue__breaks_work_after_calls_and_the_way_out(
	void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "queue support wrapup 3");
	stage_do(&port, "agent 1001 queue support queue sales");
	fake_port_forget(&port);
	stage_do(&port, "pause 1001 reason lunch");
	stage_said(&port, "agent-member device=1001 queue=support agent=1001 "
			  "reason=lunch code=3 member paused\n"
			  "agent-member device=1001 queue=sales agent=1001 "
			  "reason=lunch member paused\n");
	stage_do(&port, "call 13800138000 to 400 queue support as a");
	stage_fails(&port, "answer 1001", CTI_ESTATE, "1001 does not ring");
	stage_do(&port, "ready 1001");
	stage_do(&port, "answer 1001");
	stage_do(&port, "hangup a");
	stage_do(&port, "call 13700137000 to 400 queue support as b");
	stage_pass(&port, 2999);
	stage_fails(&port, "answer 1001", CTI_ESTATE, "1001 does not ring");
	stage_pass(&port, 1);
	stage_do(&port, "answer 1001");
	stage_do(&port, "hangup b");
	fake_port_forget(&port);
	stage_do(&port, "logout 1001 queue sales");
	stage_do(&port, "logout 1001");
	stage_said(&port, "agent-member device=1001 queue=sales agent=1001\n"
			  "agent-member device=1001 queue=support agent=1001 "
			  "code=3\n");
	stage_fails(&port, "pause 1001", CTI_ESTATE,
		    "no agent is logged in at 1001: begin with \"agent 1001 "
		    "queue NAME\"");
	fake_port_fini(&port);
}

static void test_sim_queue__a_retry_is_never_without_a_pause(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "queue support retry 0");
	stage_do(&port, "agent 1001 queue support");
	stage_do(&port, "busy 1001");
	stage_do(&port, "call 13800138000 to 400 queue support");
	stage_pass(&port, 1000);
	assert_true(port.fact_count < 120);
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sim_queue__offers_one_after_the_other),
		cmocka_unit_test(
			test_sim_queue__a_round_begins_again_after_the_last),
		cmocka_unit_test(test_sim_queue__all_ring_at_once),
		cmocka_unit_test(test_sim_queue__busy_members_are_no_answer),
		cmocka_unit_test(
			test_sim_queue__who_hangs_up_while_waiting_abandons),
		cmocka_unit_test(test_sim_queue__has_enough_of_a_caller),
		cmocka_unit_test(
			test_sim_queue__breaks_work_after_calls_and_the_way_out),
		cmocka_unit_test(
			test_sim_queue__a_retry_is_never_without_a_pause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
