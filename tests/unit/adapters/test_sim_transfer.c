/* SPDX-License-Identifier: MIT */
/* Hold, transfer, park, pickup and rooms of the simulator. */
#include "sim_stage.h"

/* leg-1, the caller a, talks to leg-2 at 1001. */
static void talk(struct cti_port *port)
{
	stage_open(port);
	stage_do(port, "call 13800138000 to 4001101001 phone 1001 as a");
	stage_do(port, "answer 1001");
	fake_port_forget(port);
}

static void test_sim_transfer__hold_and_retrieve(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "hold 1001");
	stage_fails(&port, "hold 1001", CTI_ESTATE, "1001 does not talk");
	stage_do(&port, "retrieve 1001");
	stage_fails(&port, "retrieve 1001", CTI_ESTATE,
		    "1001 has nobody on hold");
	stage_said(&port, "hold leg=leg-2\nunhold leg=leg-2\n");
	fake_port_fini(&port);
}

static void test_sim_transfer__blind(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "hold 1001");
	fake_port_forget(&port);
	stage_do(&port, "blind 1001 1002");
	stage_said(&port,
		   "unhold leg=leg-2\n"
		   "transfer-blind leg=leg-2 other=leg-1 bridge=bridge-1 "
		   "called=1002 ok\n"
		   "bridge-leave leg=leg-1 bridge=bridge-1\n"
		   "bridge-leave leg=leg-2 bridge=bridge-1\n"
		   "bridge-end bridge=bridge-1\n"
		   "leg-end leg=leg-2 code=16\n"
		   "leg-new leg=leg-3 group=leg-1 device=1002 number=1002 "
		   "context=internal role=extension state=down\n"
		   "dial-begin leg=leg-1 other=leg-3 number=1002 called=1002 "
		   "context=internal other_number=13800138000 data=1002\n"
		   "leg-state leg=leg-3 state=alerting\n"
		   "dial-state leg=leg-1 other=leg-3 state=alerting\n");
	stage_do(&port, "answer 1002");
	fake_port_fini(&port);
}

static void test_sim_transfer__to_a_barred_number_fails(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "bar 1009");
	stage_do(&port, "blind 1001 1009");
	stage_said(&port, "transfer-blind leg=leg-2 other=leg-1 "
			  "bridge=bridge-1 called=1009\n");
	stage_do(&port, "hangup a");
	fake_port_fini(&port);
}

static void test_sim_transfer__attended(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_fails(&port, "transfer 1001", CTI_ESTATE,
		    "1001 has no consultation");
	stage_do(&port, "consult 1001 1002");
	stage_do(&port, "answer 1002");
	fake_port_forget(&port);
	stage_do(&port, "transfer 1001");
	stage_said(&port, "unhold leg=leg-2\n"
			  "bridge-leave leg=leg-1 bridge=bridge-1\n"
			  "bridge-leave leg=leg-3 bridge=bridge-2\n"
			  "bridge-enter leg=leg-1 bridge=bridge-2\n"
			  "transfer-attended leg=leg-2 other=leg-1 "
			  "second=leg-3 target=leg-4 bridge=bridge-2 "
			  "dest=bridge ok\n"
			  "bridge-leave leg=leg-2 bridge=bridge-1\n"
			  "bridge-end bridge=bridge-1\n"
			  "leg-end leg=leg-2 code=16\n"
			  "leg-end leg=leg-3 code=16\n");
	stage_do(&port, "hangup a");
	stage_order(&port, "hangup-request 1\nbridge-leave 1\n"
			   "bridge-leave 4\nbridge-end\nleg-end 1\n"
			   "leg-end 4\n");
	fake_port_fini(&port);
}

static void test_sim_transfer__while_the_target_still_rings(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "consult 1001 1002");
	fake_port_forget(&port);
	stage_do(&port, "transfer 1001");
	stage_said(&port, "unhold leg=leg-2\n"
			  "transfer-attended leg=leg-2 other=leg-1 "
			  "second=leg-3 target=leg-4 called=Dial dest=app ok\n"
			  "bridge-leave leg=leg-1 bridge=bridge-1\n"
			  "bridge-leave leg=leg-2 bridge=bridge-1\n"
			  "bridge-end bridge=bridge-1\n"
			  "leg-end leg=leg-2 code=16\n"
			  "leg-end leg=leg-3 code=16\n");
	stage_do(&port, "answer a 1002");
	stage_order(&port, "leg-state 4\ndial-end 1 4\nbridge-new\n"
			   "bridge-enter 4\nbridge-enter 1\n");
	fake_port_fini(&port);
}

static void test_sim_transfer__who_returns_has_the_caller_back(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "consult 1001 1002");
	stage_do(&port, "answer 1002");
	stage_fails(&port, "consult 1001 1003", CTI_ESTATE,
		    "1001 has a consultation already");
	fake_port_forget(&port);
	stage_do(&port, "return 1001");
	stage_order(&port, "hangup-request 3\nbridge-leave 3\n"
			   "bridge-leave 4\nbridge-end\nleg-end 3\n"
			   "leg-end 4\nunhold 2\n");
	/* The caller gives up during a consultation: that goes on. */
	stage_do(&port, "consult 1001 1002");
	stage_do(&port, "answer 1002");
	stage_do(&port, "hangup a");
	stage_fails(&port, "transfer 1001", CTI_ESTATE,
		    "1001 has no consultation");
	stage_do(&port, "hangup 1002");
	fake_port_fini(&port);
}

static void test_sim_transfer__two_calls_become_a_conference(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "consult 1001 1002");
	stage_fails(&port, "merge 1001", CTI_ESTATE,
		    "the consultation of 1001 is not answered");
	stage_do(&port, "answer 1002");
	fake_port_forget(&port);
	stage_do(&port, "merge 1001");
	stage_said(&port, "unhold leg=leg-2\n"
			  "transfer-attended leg=leg-2 other=leg-1 "
			  "second=leg-3 target=leg-4 bridge=bridge-1 "
			  "dest=threeway ok\n"
			  "bridge-leave leg=leg-4 bridge=bridge-2\n"
			  "bridge-enter leg=leg-4 bridge=bridge-1\n"
			  "bridge-leave leg=leg-3 bridge=bridge-2\n"
			  "bridge-end bridge=bridge-2\n"
			  "leg-end leg=leg-3 code=16\n");
	stage_do(&port, "hangup 1001");
	/* Two are left, and talk on. */
	stage_order(&port, "hangup-request 2\nbridge-leave 2\nleg-end 2\n");
	stage_do(&port, "hangup a");
	stage_fails(&port, "hangup 1002", CTI_ESTATE, "1002 is in no call");
	fake_port_fini(&port);
}

static void test_sim_transfer__parked_and_fetched(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "park 1001");
	stage_said(&port, "transfer-blind leg=leg-2 other=leg-1 "
			  "bridge=bridge-1 called=700 ok\n"
			  "parked leg=leg-1 device=1001 slot=701 code=45\n"
			  "bridge-leave leg=leg-1 bridge=bridge-1\n"
			  "bridge-new bridge=bridge-2 kind=holding\n"
			  "bridge-enter leg=leg-1 bridge=bridge-2 "
			  "kind=holding\n"
			  "hangup-request leg=leg-2 code=16\n"
			  "bridge-leave leg=leg-2 bridge=bridge-1\n"
			  "bridge-end bridge=bridge-1\n"
			  "leg-end leg=leg-2 code=16\n");
	stage_fails(&port, "unpark 1002 702", CTI_ESTATE,
		    "nobody is parked in slot 702");
	stage_do(&port, "dial 1002 701");
	stage_said(&port,
		   "leg-new leg=leg-3 group=leg-3 device=1002 number=1002 "
		   "called=701 context=internal role=extension "
		   "state=calling\n"
		   "leg-state leg=leg-3 state=up\n"
		   "unparked leg=leg-1 other=leg-3 device=1001 slot=701\n"
		   "bridge-leave leg=leg-1 bridge=bridge-2 kind=holding\n"
		   "bridge-end bridge=bridge-2 kind=holding\n"
		   "bridge-new bridge=bridge-3\n"
		   "bridge-enter leg=leg-1 bridge=bridge-3\n"
		   "bridge-enter leg=leg-3 bridge=bridge-3\n");
	fake_port_fini(&port);
}

static void test_sim_transfer__a_parked_call_comes_back(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "set park 3");
	stage_do(&port, "park 1001 slot 705");
	fake_port_forget(&port);
	stage_pass(&port, 3000);
	stage_order(&port, "park-timeout 1\nbridge-leave 1\nbridge-end\n"
			   "leg-new 3\ndial-begin 1 3\nleg-state 3\n"
			   "dial-state 1 3\n");
	stage_do(&port, "answer a 1001");
	stage_do(&port, "park 1001 slot 705");
	fake_port_forget(&port);
	stage_do(&port, "hangup a");
	stage_order(&port, "hangup-request 1\npark-give-up 1\n"
			   "bridge-leave 1\nbridge-end\nleg-end 1\n");
	fake_port_fini(&port);
}

static void test_sim_transfer__slots_are_taken_one_by_one(void **state)
{
	struct cti_port port;

	(void)state;
	talk(&port);
	stage_do(&port, "park 1001 slot 702");
	stage_do(&port, "call 13700137000 to 1002 as b");
	stage_do(&port, "answer 1002");
	stage_fails(&port, "park 1002 slot 702", CTI_ESTATE,
		    "slot 702 is taken");
	stage_fails(&port, "park 1002 slot 99", CTI_EINVAL,
		    "99 is no park slot: they go from 701 to 800");
	stage_do(&port, "park 1002");
	assert_non_null(strstr(fake_port_facts(&port), "slot=701"));
	fake_port_fini(&port);
}

static void test_sim_transfer__pickup_takes_over_what_rings(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_fails(&port, "pickup 1002", CTI_ESTATE,
		    "no other telephone rings");
	stage_do(&port, "call 13800138000 to 4001101001 phone 1001 as a");
	fake_port_forget(&port);
	stage_do(&port, "pickup 1002");
	stage_said(&port,
		   "leg-new leg=leg-3 group=leg-3 device=1002 number=1002 "
		   "called=*8 context=internal role=extension "
		   "state=calling\n"
		   "leg-state leg=leg-3 state=up\n"
		   "pickup leg=leg-3 other=leg-2\n"
		   "leg-end leg=leg-2 code=16\n"
		   "dial-end leg=leg-1 other=leg-3 result=answer\n"
		   "leg-state leg=leg-1 state=up\n"
		   "bridge-new bridge=bridge-1\n"
		   "bridge-enter leg=leg-3 bridge=bridge-1\n"
		   "bridge-enter leg=leg-1 bridge=bridge-1\n");
	stage_do(&port, "hangup a");
	stage_do(&port, "call 13700137000 to 400 phone 1003 phone 1004");
	fake_port_forget(&port);
	stage_do(&port, "dial 1002 **1004");
	stage_order(&port, "leg-new 7\nleg-state 7\npickup 7 6\nleg-end 6\n"
			   "dial-end 4 7\ndial-end 4 5\nleg-end 5\n"
			   "leg-state 4\nbridge-new\nbridge-enter 7\n"
			   "bridge-enter 4\n");
	/* Nothing rings: the code leads nowhere. */
	stage_do(&port, "dial 1005 *8");
	stage_order(&port, "leg-new 8\nleg-end 8\n");
	fake_port_fini(&port);
}

static void test_sim_transfer__rooms_end_with_the_last_one(void **state)
{
	struct cti_port port;

	(void)state;
	stage_open(&port);
	stage_do(&port, "room 8001");
	stage_do(&port, "dial 1001 8001");
	stage_said(&port,
		   "leg-new leg=leg-1 group=leg-1 device=1001 number=1001 "
		   "called=8001 context=internal role=extension "
		   "state=calling\n"
		   "leg-state leg=leg-1 state=up\n"
		   "bridge-new bridge=bridge-1 called=8001 kind=room\n"
		   "bridge-enter leg=leg-1 bridge=bridge-1 called=8001 "
		   "kind=room\n"
		   "room-enter leg=leg-1 bridge=bridge-1 called=8001\n");
	stage_do(&port, "dial 1002 8001");
	fake_port_forget(&port);
	stage_do(&port, "hangup 1001");
	stage_order(&port, "hangup-request 1\nroom-leave 1\n"
			   "bridge-leave 1\nleg-end 1\n");
	stage_do(&port, "hangup 1002");
	stage_order(&port, "hangup-request 2\nroom-leave 2\n"
			   "bridge-leave 2\nbridge-end\nleg-end 2\n");
	stage_do(&port, "dial 1001 8001");
	assert_non_null(strstr(fake_port_facts(&port), "bridge=bridge-2"));
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sim_transfer__hold_and_retrieve),
		cmocka_unit_test(test_sim_transfer__blind),
		cmocka_unit_test(test_sim_transfer__to_a_barred_number_fails),
		cmocka_unit_test(test_sim_transfer__attended),
		cmocka_unit_test(
			test_sim_transfer__while_the_target_still_rings),
		cmocka_unit_test(
			test_sim_transfer__who_returns_has_the_caller_back),
		cmocka_unit_test(
			test_sim_transfer__two_calls_become_a_conference),
		cmocka_unit_test(test_sim_transfer__parked_and_fetched),
		cmocka_unit_test(test_sim_transfer__a_parked_call_comes_back),
		cmocka_unit_test(test_sim_transfer__slots_are_taken_one_by_one),
		cmocka_unit_test(
			test_sim_transfer__pickup_takes_over_what_rings),
		cmocka_unit_test(
			test_sim_transfer__rooms_end_with_the_last_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
