/* SPDX-License-Identifier: MIT */
/* How the simulator tells calls: in the order in which Asterisk does. */
#include "sim_stage.h"

static void test_sim_call__an_inbound_call_from_ring_to_hangup(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "call 13800138000 to 4001101001 phone 1001 "
			"name \"Li Lei\" as a data account=42");
	stage_said(&port,
		   "leg-new leg=leg-1 group=leg-1 device=trunk "
		   "number=13800138000 name=Li Lei called=4001101001 "
		   "context=from-trunk role=trunk state=calling\n"
		   "data leg=leg-1 name=account data=42\n"
		   "leg-new leg=leg-2 group=leg-1 device=1001 number=1001 "
		   "context=internal role=extension state=down\n"
		   "dial-begin leg=leg-1 other=leg-2 number=1001 called=1001 "
		   "context=internal other_number=13800138000 data=1001\n"
		   "leg-state leg=leg-2 state=alerting\n"
		   "dial-state leg=leg-1 other=leg-2 state=alerting\n");
	stage_do(&port, "answer a 1001");
	stage_said(&port, "leg-state leg=leg-2 state=up\n"
			  "dial-end leg=leg-1 other=leg-2 result=answer\n"
			  "leg-state leg=leg-1 state=up\n"
			  "bridge-new bridge=bridge-1\n"
			  "bridge-enter leg=leg-2 bridge=bridge-1\n"
			  "bridge-enter leg=leg-1 bridge=bridge-1\n");
	stage_do(&port, "hangup a");
	stage_said(&port, "hangup-request leg=leg-1 code=16\n"
			  "bridge-leave leg=leg-1 bridge=bridge-1\n"
			  "bridge-leave leg=leg-2 bridge=bridge-1\n"
			  "bridge-end bridge=bridge-1\n"
			  "leg-end leg=leg-1 code=16\n"
			  "leg-end leg=leg-2 code=16\n");
	fake_port_fini(&port);
}

static void test_sim_call__a_withheld_caller_has_no_number(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "call withheld to 4001101001 ivr as nobody");
	stage_said(&port, "leg-new leg=leg-1 group=leg-1 device=trunk "
			  "called=4001101001 context=from-trunk role=trunk "
			  "state=calling withheld\n"
			  "leg-state leg=leg-1 state=up\n");
	stage_do(&port, "hangup nobody");
	fake_port_forget(&port);
	/* The trunk may know the number although it must not be shown. */
	stage_do(&port, "call 13800138000 to 4001101001 ivr withheld");
	assert_non_null(strstr(fake_port_facts(&port), "number=13800138000"));
	assert_non_null(strstr(fake_port_facts(&port), " withheld\n"));
	fake_port_fini(&port);
}

static void test_sim_call__who_is_busy_ends_the_caller_too(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "busy 13900139000");
	stage_do(&port, "dial 1001 13900139000");
	stage_said(&port,
		   "leg-new leg=leg-1 group=leg-1 device=1001 number=1001 "
		   "called=13900139000 context=internal role=extension "
		   "state=calling\n"
		   "leg-new leg=leg-2 group=leg-1 device=trunk "
		   "number=13900139000 context=from-trunk role=trunk "
		   "state=down\n"
		   "dial-begin leg=leg-1 other=leg-2 number=13900139000 "
		   "called=13900139000 context=internal other_number=1001 "
		   "data=13900139000\n"
		   "hangup-request leg=leg-2 code=17\n"
		   "dial-end leg=leg-1 other=leg-2 result=busy\n"
		   "leg-end leg=leg-2 code=17\n"
		   "leg-end leg=leg-1 code=17\n");
	stage_do(&port, "busy 13900139000 off");
	stage_do(&port, "dial 1001 13900139000");
	stage_do(&port, "answer 13900139000");
	fake_port_fini(&port);
}

static void test_sim_call__refused_cancelled_and_unanswered(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "dial 1001 1002");
	fake_port_forget(&port);
	stage_do(&port, "reject 1002");
	stage_said(&port, "hangup-request leg=leg-2 code=21\n"
			  "dial-end leg=leg-1 other=leg-2 result=no-answer\n"
			  "leg-end leg=leg-2 code=21\n"
			  "leg-end leg=leg-1 code=21\n");
	stage_do(&port, "dial 1001 1002");
	fake_port_forget(&port);
	stage_do(&port, "hangup 1001");
	stage_said(&port, "hangup-request leg=leg-3 code=16\n"
			  "dial-end leg=leg-3 other=leg-4 result=cancel\n"
			  "leg-end leg=leg-4 code=16\n"
			  "leg-end leg=leg-3 code=16\n");
	stage_do(&port, "set ring 5");
	stage_do(&port, "dial 1001 1002");
	fake_port_forget(&port);
	stage_pass(&port, 4999);
	stage_said(&port, "");
	stage_pass(&port, 1);
	stage_said(&port, "dial-end leg=leg-5 other=leg-6 result=no-answer\n"
			  "leg-end leg=leg-6 code=19\n"
			  "leg-end leg=leg-5 code=19\n");
	fake_port_fini(&port);
}

static void test_sim_call__a_telephone_sends_the_call_elsewhere(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "call 13800138000 to 4001101001 phone 1001 as a");
	fake_port_forget(&port);
	stage_do(&port, "divert 1001 1002");
	stage_order(&port, "dial-end 1 2\nleg-end 2\nleg-new 3\n"
			   "dial-begin 1 3\nleg-state 3\ndial-state 1 3\n");
	stage_do(&port, "answer a 1002");
	stage_do(&port, "hangup a");
	/* Two that point at each other: it ends, one of them rings. */
	stage_do(&port, "forward 1003 1004");
	stage_do(&port, "forward 1004 1003");
	stage_do(&port, "dial 1001 1003");
	assert_true(port.fact_count < 100);
	stage_do(&port, "hangup 1001");
	/* Sent to one that is unplugged: nobody is left to ring. */
	stage_do(&port, "forward 1003 1005");
	stage_do(&port, "away 1005");
	fake_port_forget(&port);
	stage_do(&port, "dial 1001 1003");
	assert_non_null(strstr(fake_port_facts(&port), "code=20\n"));
	stage_fails(&port, "hangup 1001", CTI_ESTATE, "1001 is in no call");
	fake_port_fini(&port);
}

static void test_sim_call__all_of_a_group_ring_and_one_answers(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "call 13800138000 to 400 phone 1001 phone 1002 "
			"phone 1003 as a");
	fake_port_forget(&port);
	stage_do(&port, "answer a 1002");
	stage_said(&port, "leg-state leg=leg-3 state=up\n"
			  "dial-end leg=leg-1 other=leg-3 result=answer\n"
			  "dial-end leg=leg-1 other=leg-2 result=cancel\n"
			  "dial-end leg=leg-1 other=leg-4 result=cancel\n"
			  "leg-end leg=leg-2 code=26\n"
			  "leg-end leg=leg-4 code=26\n"
			  "leg-state leg=leg-1 state=up\n"
			  "bridge-new bridge=bridge-1\n"
			  "bridge-enter leg=leg-3 bridge=bridge-1\n"
			  "bridge-enter leg=leg-1 bridge=bridge-1\n");
	fake_port_fini(&port);
}

static void test_sim_call__a_click_rings_the_own_telephone_first(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "click 1001 13900139000");
	stage_said(&port,
		   "leg-new leg=leg-1 group=leg-1 device=1001 number=1001 "
		   "context=internal role=extension state=down\n"
		   "leg-party leg=leg-1 number=1001 other_number=13900139000\n"
		   "dial-begin other=leg-1 number=1001 "
		   "other_number=13900139000 data=1001\n"
		   "leg-state leg=leg-1 state=alerting\n"
		   "dial-state other=leg-1 state=alerting\n");
	stage_do(&port, "answer 1001");
	stage_order(&port, "leg-state 1\ndial-end 1\nleg-new 2\n"
			   "dial-begin 1 2\nleg-state 2\ndial-state 1 2\n");
	stage_do(&port, "answer 13900139000");
	stage_order(&port, "leg-state 2\ndial-end 1 2\nbridge-new\n"
			   "bridge-enter 2\nbridge-enter 1\n");
	stage_do(&port, "hangup 1001");
	fake_port_forget(&port);
	stage_do(&port, "click 1001 13900139000");
	fake_port_forget(&port);
	stage_do(&port, "reject 1001");
	stage_said(&port, "hangup-request leg=leg-3 code=21\n"
			  "dial-end other=leg-3 result=no-answer\n"
			  "leg-end leg=leg-3 code=21\n");
	fake_port_fini(&port);
}

static void test_sim_call__says_who_is_not_there(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_fails(&port, "hangup x", CTI_EINVAL,
		    "nobody is called x; nobody calls now");
	stage_do(&port, "call 13800138000 to 400 ivr as a");
	stage_do(&port, "call 13700137000 to 400 ivr as b");
	stage_fails(&port, "hangup x", CTI_EINVAL,
		    "nobody is called x; known are a, b");
	stage_fails(&port, "answer 1001", CTI_ESTATE, "1001 does not ring");
	stage_fails(&port, "answer a 1001", CTI_ESTATE,
		    "1001 does not ring for a");
	stage_fails(&port, "call 13600136000 to 400 ivr as a", CTI_ESTATE,
		    "a is a live call already");
	stage_fails(&port, "call 1001 to 400 ivr", CTI_EINVAL,
		    "1001 is a telephone in the house: use \"dial 1001 "
		    "NUMBER\"");
	stage_fails(&port, "call 13600136000 to 4001100266", CTI_EINVAL,
		    "say where the caller goes: one of queue NAME, phone "
		    "NUMBER, room NUMBER, ivr");
	stage_fails(&port, "call 13600136000 room 8001", CTI_ESTATE,
		    "8001 is no room: make it one with \"room 8001\"");
	stage_fails(&port, "dial 13600136000 1001", CTI_EINVAL,
		    "13600136000 is no telephone in the house");
	stage_fails(&port, "hold 1001", CTI_ESTATE, "1001 does not talk");
	fake_port_fini(&port);
}

static void test_sim_call__the_sites_extensions_decide(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	fake_port_set(&port, "devices.extensions", "6XXXXXXX,22");
	assert_int_equal(
		fake_port_init(&port, &cti__adapter_sim, "?clock=virtual"), 0);
	assert_true(fake_port_up(&port));
	stage_do(&port, "dial 65501234 22");
	stage_fails(&port, "dial 1001 22", CTI_EINVAL,
		    "1001 is no telephone in the house");
	stage_do(&port, "call 1001 to 22 as a");
	fake_port_fini(&port);
}

static void test_sim_call__digits_and_data_and_recordings(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "call 13800138000 to 1001 as a");
	stage_do(&port, "answer 1001");
	fake_port_forget(&port);
	stage_do(&port, "dtmf a 1*");
	stage_do(&port, "data a order 77");
	stage_do(&port, "record 1001 started ref /var/1.wav");
	stage_do(&port, "spy 1004 1001");
	stage_said(&port,
		   "dtmf-begin leg=leg-1\ndtmf leg=leg-1 called=1\n"
		   "dtmf-begin leg=leg-1\ndtmf leg=leg-1 called=*\n"
		   "data leg=leg-1 name=order data=77\n"
		   "record leg=leg-2 data=/var/1.wav state_name=started\n"
		   "leg-new leg=leg-3 group=leg-3 device=1004 number=1004 "
		   "called=*551001 context=internal role=extension "
		   "state=calling\n"
		   "leg-state leg=leg-3 state=up\n"
		   "spy leg=leg-3 other=leg-2\n");
	stage_fails(&port, "dtmf a 1x", CTI_EINVAL,
		    "digits are 0 to 9, *, # and A to D, not \"1x\"");
	stage_fails(&port, "record 1001 begun", CTI_EINVAL,
		    "a recording is started, paused, resumed or stopped, "
		    "not \"begun\"");
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_sim_call__an_inbound_call_from_ring_to_hangup),
		cmocka_unit_test(
			test_sim_call__a_withheld_caller_has_no_number),
		cmocka_unit_test(
			test_sim_call__who_is_busy_ends_the_caller_too),
		cmocka_unit_test(
			test_sim_call__refused_cancelled_and_unanswered),
		cmocka_unit_test(
			test_sim_call__a_telephone_sends_the_call_elsewhere),
		cmocka_unit_test(
			test_sim_call__all_of_a_group_ring_and_one_answers),
		cmocka_unit_test(
			test_sim_call__a_click_rings_the_own_telephone_first),
		cmocka_unit_test(test_sim_call__says_who_is_not_there),
		cmocka_unit_test(test_sim_call__the_sites_extensions_decide),
		cmocka_unit_test(test_sim_call__digits_and_data_and_recordings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
