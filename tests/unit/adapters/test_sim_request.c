/* SPDX-License-Identifier: MIT */
/* What applications may ask the simulator for, and what it then tells. */
#include "request_stage.h"

static void test_sim_request__dials_from_the_own_telephone(void **state)
{
	cti_request_ticket ticket = { .size = sizeof(ticket) };
	const cti_pair data[] = { { "order", "77" }, { "from", "crm" } };

	(void)state;
	assert_int_equal(cti_request_send(stage.client,
					  OPTS(DIAL, .device = "1001",
					       .to = "13800138000",
					       .caller = "4001100266",
					       .data = data, .data_count = 2),
					  stage_done, NULL, &ticket),
			 0);
	TOLD("data order 77\n"
	     "data from crm\n"
	     "ring 1001 13800138000 1001\n");
	/* Known before the switch had said a word. */
	assert_string_equal(stage.call, ticket.call);
	stage_turn();
	assert_int_equal(stage.ends, 1);
	assert_int_equal(stage.end[0].error, 0);
	assert_int_equal(stage.end[0].id, ticket.id);
	assert_string_equal(stage.end[0].call, ticket.call);
	assert_string_equal(stage.end[0].link, "sim");

	DO(ANSWER, .device = "1001");
	TOLD("answer 1001 13800138000\n"
	     "dial 1001 13800138000\n");
	stage_sim("answer 13800138000");
	TOLD("answer 1001 13800138000\n");
	DO(HANGUP, .call = ticket.call);
	TOLD("hangup 1001 13800138000 normal\n");
}

static void test_sim_request__telephones_pick_up_by_themselves(void **state)
{
	(void)state;
	stage_sim("answers 13800138000 after 2");
	DO(DIAL, .device = "1001", .to = "13800138000",
	   .flags = CTI_REQUEST_AUTO_ANSWER);
	stage_pass(0);
	TOLD("ring 1001 13800138000 1001\n"
	     "answer 1001 13800138000\n"
	     "dial 1001 13800138000\n");
	stage_pass(1999);
	TOLD("");
	stage_pass(1);
	TOLD("answer 1001 13800138000\n");
	stage_sim("answers all after 1");
	DO(DIAL, .device = "1002", .to = "1003");
	stage_pass(2000);
	TOLD("ring 1002 1003 1002\n"
	     "answer 1002 1003\n"
	     "dial 1002 1003\n"
	     "ring 1003 1002 1003\n"
	     "answer 1003 1002\n"
	     "answer 1002 1003\n");
}

static void test_sim_request__refuses_to_dial_as_a_switch_would(void **state)
{
	(void)state;
	stage_sim("away 1002");
	stage_sim("busy 1003");
	stage_sim("bar 0900");
	REFUSED("13800138000 is no telephone in the house", DIAL,
		.device = "13800138000", .to = "1001");
	REFUSED("1002 is unplugged", DIAL, .device = "1002", .to = "1001");
	REFUSED("1003 is engaged", DIAL, .device = "1003", .to = "1001");
	REFUSED("0900 must not be dialled", DIAL, .device = "1001",
		.to = "0900");
	REFUSED("the number is longer than 39 bytes", DIAL, .device = "1001",
		.to = "1234567890123456789012345678901234567890");
	TOLD("");
}

static void test_sim_request__holds_and_retrieves(void **state)
{
	(void)state;
	stage_inbound();
	DO(HOLD, .device = "1001");
	TOLD("hold 1001 13800138000\n");
	NOT(CTI_ESTATE,
	    "The device \"1001\" is not ready for it: it talks to nobody.",
	    HOLD, .device = "1001");
	DO(RETRIEVE, .call = stage.call);
	stage_pass(1000);
	TOLD("retrieve 1001 13800138000\n");
	DO(MUTE, .device = "1001");
	DO(UNMUTE, .device = "1001");
	DO(DTMF, .device = "1001", .value = "12");
	TOLD("dtmf 1001 1\ndtmf 1001 2\n");
	DO(DATA, .call = stage.call, .key = "order", .value = "77");
	TOLD("data order 77\n");
}

static void test_sim_request__transfers_without_a_word(void **state)
{
	(void)state;
	stage_inbound();
	DO(TRANSFER, .device = "1001", .to = "1002");
	TOLD("transfer 13800138000 blind 1001 1002\n"
	     "hangup 1001 13800138000 normal\n"
	     "ring 1002 13800138000 1002\n");
	stage_sim("answer 1002");
	stage_sim("agent 1003 queue support");
	stage_forget();
	DO(TRANSFER, .device = "1002", .to = "support");
	assert_non_null(strstr(stage.told, "queue 13800138000 support"));
	assert_non_null(strstr(stage.told, "ring 1003"));
}

static void consult(void)
{
	stage_inbound();
	DO(CONSULT, .device = "1001", .to = "1002");
	stage_sim("answer 1002");
	stage_forget();
}

static void test_sim_request__consults_swaps_and_completes(void **state)
{
	(void)state;
	consult();
	DO(SWAP, .device = "1001");
	stage_pass(1000);
	TOLD("hold 1001 1002\n"
	     "retrieve 1001 13800138000\n");
	DO(SWAP, .device = "1001");
	stage_pass(1000);
	TOLD("hold 1001 13800138000\n"
	     "retrieve 1001 1002\n");
	DO(SWAP, .device = "1001");
	stage_forget();
	DO(COMPLETE, .device = "1001");
	assert_non_null(strstr(stage.told,
			       "transfer 13800138000 attended 1001 1002\n"));
}

static void test_sim_request__completes_while_it_still_rings(void **state)
{
	(void)state;
	stage_inbound();
	DO(CONSULT, .device = "1001", .to = "1002");
	REFUSED("the second call of 1001 is not answered", SWAP,
		.device = "1001");
	REFUSED("the consultation of 1001 is not answered", JOIN,
		.device = "1001");
	stage_forget();
	DO(COMPLETE, .device = "1001");
	assert_non_null(strstr(stage.told,
			       "transfer 13800138000 attended 1001 1002\n"));
}

static void test_sim_request__cancels_a_consultation(void **state)
{
	(void)state;
	consult();
	DO(CANCEL, .device = "1001");
	stage_pass(1000);
	assert_non_null(strstr(stage.told, "hangup 1002 1001 normal\n"));
	assert_non_null(strstr(stage.told, "retrieve 1001 13800138000\n"));
	NOT(CTI_ESTATE,
	    "The device \"1001\" is not ready for it: it consults nobody.",
	    CANCEL, .device = "1001");
}

static void test_sim_request__joins_a_consultation(void **state)
{
	(void)state;
	consult();
	DO(JOIN, .device = "1001");
	stage_pass(1000);
	TOLD("hangup 1001 1002 normal\n"
	     "conference 1002,1001 13800138000\n");
}

static void test_sim_request__calls_a_third_party_in(void **state)
{
	(void)state;
	stage_inbound();
	DO(CONFERENCE, .device = "1001", .to = "1002");
	TOLD("ring 1002 1001 1001\n");
	stage_sim("answer 1002");
	stage_pass(1000);
	TOLD("answer 1002 1001\n"
	     "conference 1002,1001 13800138000\n");
	DO(DROP, .call = stage.call, .to = "1002");
	TOLD("hangup 1002 1001 normal\n");
	DO(DROP, .call = stage.call, .to = "13800138000");
	TOLD("hangup 1001 13800138000 normal\n");
}

static void test_sim_request__an_invitation_that_fails_ends_no_call(
	void **state)
{
	(void)state;
	stage_inbound();
	stage_sim("busy 1002");
	stage_sim("away 1003");
	stage_sim("forward 1004 1003");
	REFUSED("1003 is unplugged", CONFERENCE, .device = "1001",
		.to = "1003");
	DO(CONFERENCE, .device = "1001", .to = "1002");
	DO(CONFERENCE, .device = "1001", .to = "1004");
	DO(CONFERENCE, .device = "1001", .to = "1005");
	stage_sim("reject 1005");
	stage_forget();
	DO(HOLD, .device = "1001");
	TOLD("hold 1001 13800138000\n");
	/* Nor does one outlive who began it. */
	DO(CONFERENCE, .device = "1001", .to = "1006");
	DO(TRANSFER, .device = "1001", .to = "1007");
	assert_non_null(strstr(stage.told, "hangup 1006"));
	assert_non_null(strstr(stage.told, "ring 1007 13800138000"));
}

static void test_sim_request__deflects_what_rings_or_waits(void **state)
{
	(void)state;
	stage_sim("call 13800138000 to 1001 as a");
	stage_forget();
	DO(DEFLECT, .device = "1001", .to = "1002");
	assert_non_null(strstr(stage.told, "hangup 1001 13800138000 diverted"));
	assert_non_null(strstr(stage.told, "ring 1002 13800138000"));
	stage_sim("call 13900139000 to 4001100266 queue support as b");
	stage_forget();
	DO(DEFLECT, .call = stage.call, .to = "1003");
	assert_non_null(strstr(stage.told, "dequeue"));
	assert_non_null(strstr(stage.told, "ring 1003 13900139000"));
	stage_sim("click 1004 10086");
	REFUSED("1004 does not ring for a caller", DEFLECT, .device = "1004",
		.to = "1003");
}

static void test_sim_request__picks_up_parks_and_unparks(void **state)
{
	(void)state;
	stage_sim("call 13800138000 to 1001 as a");
	stage_forget();
	DO(PICKUP, .call = stage.call, .device = "1002");
	TOLD("dial 1002 **1001\n"
	     "pickup 1002 1001\n"
	     "answer 1002 13800138000\n"
	     "hangup 1001 13800138000 answered-elsewhere\n");
	stage_forget();
	REFUSED("x is no park slot", PARK, .device = "1002", .to = "x");
	DO(PARK, .device = "1002", .to = "705");
	assert_non_null(strstr(stage.told, "park 1002 13800138000 705\n"));
	REFUSED("nobody is parked in slot 706", UNPARK, .device = "1003",
		.to = "706");
	stage_forget();
	DO(UNPARK, .device = "1003", .to = "705");
	assert_non_null(strstr(stage.told, "unpark 1003 13800138000"));
}

static void test_sim_request__records(void **state)
{
	(void)state;
	stage_inbound();
	REFUSED("1001 is not being recorded", RECORD_STOP, .device = "1001");
	DO(RECORD_START, .device = "1001", .to = "/var/1.wav");
	REFUSED("1001 is recorded already", RECORD_START, .device = "1001");
	DO(RECORD_PAUSE, .device = "1001");
	DO(RECORD_RESUME, .device = "1001");
	REFUSED("1001 has no recording that is paused", RECORD_RESUME,
		.device = "1001");
	DO(RECORD_STOP, .device = "1001");
	TOLD("record 1001 started /var/1.wav\n"
	     "record 1001 paused\n"
	     "record 1001 resumed\n"
	     "record 1001 stopped\n");
}

static void test_sim_request__clears_a_call_for_everybody(void **state)
{
	(void)state;
	consult();
	DO(CLEAR, .call = stage.call);
	TOLD("hangup 1001 1002 normal\n"
	     "hangup 1002 1001 normal\n");
}

static void test_sim_request__agents_come_and_go(void **state)
{
	(void)state;
	REFUSED("there is no queue that 1001 could log in to", AGENT_LOGIN,
		.device = "1001");
	REFUSED("there is no queue sales", AGENT_LOGIN, .device = "1001",
		.queue = "sales");
	stage_sim("queue sales");
	stage_sim("queue support");
	DO(AGENT_LOGIN, .device = "1001", .agent = "anna");
	TOLD("agent 1001 anna login sales\n");
	DO(AGENT_NOT_READY, .agent = "anna", .reason = "lunch");
	TOLD("agent 1001 anna not-ready lunch support\n");
	DO(AGENT_READY, .device = "1001");
	TOLD("agent 1001 anna ready sales\n");
	DO(AGENT_WRAPUP, .device = "1001");
	TOLD("agent 1001 anna wrapup\n");
	DO(AGENT_WRAPUP_END, .device = "1001");
	TOLD("agent 1001 anna ready\n");
	REFUSED("1001 is in no wrap-up", AGENT_WRAPUP_END, .device = "1001");
	NOT(CTI_ENOTSUP,
	    "The simulator's agents are ready or not in all their queues at "
	    "once.",
	    AGENT_NOT_READY, .agent = "anna", .queue = "sales");
	DO(AGENT_LOGOUT, .agent = "anna", .queue = "sales");
	TOLD("");
	DO(AGENT_LOGOUT, .agent = "anna");
	TOLD("agent 1001 anna logout support\n");
	NOT(CTI_ENOENT, "The agent \"anna\" is not logged in.", AGENT_READY,
	    .agent = "anna");
}

static void test_sim_request__a_queue_s_wrap_up_ends_when_asked(void **state)
{
	(void)state;
	stage_sim("queue support wrapup 60");
	stage_sim("agent 1001 queue support");
	stage_sim("call 13800138000 to 4001100266 queue support as a");
	stage_sim("answer 1001");
	stage_sim("hangup a");
	stage_forget();
	DO(AGENT_WRAPUP_END, .device = "1001");
	TOLD("agent 1001 1001 ready\n");
	stage_sim("call 13800138000 to 4001100266 queue support as b");
	assert_non_null(strstr(stage.told, "ring 1001"));
}

static void test_sim_request__orders_a_queue(void **state)
{
	char first[128], second[128];

	(void)state;
	stage_sim("call 13800138001 to 400 queue support as a");
	strcpy(first, stage.call);
	stage_sim("call 13800138002 to 400 queue support as b");
	strcpy(second, stage.call);
	stage_sim("call 13800138003 to 400 queue support as c");
	DO(QUEUE_PRIORITY, .call = stage.call, .priority = 5);
	DO(QUEUE_PRIORITY, .call = first, .priority = -1);
	stage_forget();
	stage_sim("agent 1001 queue support");
	assert_non_null(strstr(stage.told, "ring 1001 1001 13800138003"));
	DO(QUEUE_WITHDRAW, .call = second);
	assert_non_null(strstr(stage.told, "dequeue"));
	NOT(CTI_ESTATE, cti_client_detail(stage.client), QUEUE_WITHDRAW,
	    .call = second);
	stage_sim("answer 1001");
	stage_forget();
	stage_sim("hangup c");
	assert_non_null(strstr(stage.told, "ring 1001 1001 13800138001"));
}

static void test_sim_request__misbehaves_on_demand(void **state)
{
	uint64_t id;

	(void)state;
	stage_inbound();
	stage_sim("refuse 2");
	REFUSED("the simulator was told to refuse this", HOLD,
		.device = "1001");
	REFUSED("the simulator was told to refuse this", HOLD,
		.device = "1001");
	stage_sim("silent 1");
	assert_int_equal(stage_send(OPTS(HOLD, .device = "1001"), &id), 0);
	stage_turn();
	assert_int_equal(stage.ends, 2);
	TOLD("");
	DO(HOLD, .device = "1001");
	assert_int_equal(cti_request_cancel(stage.client, id), 0);
}

static void test_sim_request__the_commands_do_the_same(void **state)
{
	(void)state;
	stage_inbound();
	stage_sim("consult 1001 1002");
	stage_sim("answer 1002");
	stage_forget();
	stage_sim("swap 1001");
	stage_pass(1000);
	TOLD("hold 1001 1002\n"
	     "retrieve 1001 13800138000\n");
	stage_sim("merge 1001");
	stage_sim("conference 1002 1003");
	stage_sim("answer 1003");
	stage_pass(1000);
	stage_sim("mute 1003");
	stage_sim("mute 1003 off");
	assert_non_null(
		strstr(stage.told, "conference 1002,1003,1001 13800138000\n"));
	stage_forget();
	stage_sim("kick 1003");
	assert_non_null(strstr(stage.told, "hangup 1003"));
	stage_sim("call 13900139000 to 400 queue support as b");
	stage_sim("priority b 3");
	stage_sim("withdraw b");
	assert_int_equal(cti_sim_do(stage.link, "priority b x"), CTI_EINVAL);
	assert_string_equal(cti_link_detail(stage.link),
			    "a priority is a number like 5 or -1, not \"x\"");
	assert_int_equal(cti_sim_do(stage.link, "withdraw b"), CTI_ESTATE);
	assert_string_equal(cti_link_detail(stage.link), "b waits in no queue");
	assert_int_equal(cti_sim_do(stage.link, "refuse many"), CTI_EINVAL);
	assert_string_equal(cti_link_detail(stage.link),
			    "\"many\" is no number of requests");
	stage_sim("agent 1009 queue support");
	stage_forget();
	stage_sim("wrapup 1009");
	stage_sim("ready 1009");
	TOLD("agent 1009 1009 wrapup\n"
	     "agent 1009 1009 ready\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE(test_sim_request__dials_from_the_own_telephone),
		STAGE(test_sim_request__telephones_pick_up_by_themselves),
		STAGE(test_sim_request__refuses_to_dial_as_a_switch_would),
		STAGE(test_sim_request__holds_and_retrieves),
		STAGE(test_sim_request__transfers_without_a_word),
		STAGE(test_sim_request__consults_swaps_and_completes),
		STAGE(test_sim_request__completes_while_it_still_rings),
		STAGE(test_sim_request__cancels_a_consultation),
		STAGE(test_sim_request__joins_a_consultation),
		STAGE(test_sim_request__calls_a_third_party_in),
		STAGE(test_sim_request__an_invitation_that_fails_ends_no_call),
		STAGE(test_sim_request__deflects_what_rings_or_waits),
		STAGE(test_sim_request__picks_up_parks_and_unparks),
		STAGE(test_sim_request__records),
		STAGE(test_sim_request__clears_a_call_for_everybody),
		STAGE(test_sim_request__agents_come_and_go),
		STAGE(test_sim_request__a_queue_s_wrap_up_ends_when_asked),
		STAGE(test_sim_request__orders_a_queue),
		STAGE(test_sim_request__misbehaves_on_demand),
		STAGE(test_sim_request__the_commands_do_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
