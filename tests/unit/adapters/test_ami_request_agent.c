/* SPDX-License-Identifier: MIT */
/* Agents and queues over AMI: which members are meant, and by which name. */
#include "ami_ask.h"

#define S(text) CTI__STR(text)

static void test_ami_request_agent__pauses_by_the_interface_of_the_device(
	void **state)
{
	static const struct {
		uint32_t kind;
		const char *sent;
	} rows[] = {
		{ CTI_REQUEST_AGENT_READY,
		  "Action: QueuePause\nInterface: PJSIP/1001\n"
		  "Paused: false\n|\n" },
		{ CTI_REQUEST_AGENT_NOT_READY,
		  "Action: QueuePause\nInterface: PJSIP/1001\nPaused: true\n"
		  "Reason: lunch, late\n|\n" },
		{ CTI_REQUEST_AGENT_WRAPUP,
		  "Action: QueuePause\nInterface: PJSIP/1001\nPaused: true\n"
		  "Reason: wrapup\n|\n" },
		{ CTI_REQUEST_AGENT_WRAPUP_END,
		  "Action: QueuePause\nInterface: PJSIP/1001\n"
		  "Paused: false\n|\n" },
	};
	struct cti_request req = { .device = S("1001"),
				   .agent = S("Wang"),
				   .reason = S("lunch, late") };
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		req.kind = rows[i].kind;
		ask_sends(&s, &req, rows[i].sent);
		ask_answer(&s, 0, "Success", "");
		ask_ended(&s, 0, NULL);
	}
	ask_close(&s);
}

static void test_ami_request_agent__finds_a_member_by_another_interface(
	void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_AGENT_NOT_READY,
				   .device = S("1003"),
				   .agent = S("Wang") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Error", "Message: Interface not found\r\n");
	assert_string_equal(ask_sent(&s), "Action: QueueStatus\n|\n");
	ask_answer(&s, 0, "Success", "EventList: start\r\n");
	ask_event(&s, 0, "QueueMember",
		  "Queue: a\r\nName: Else\r\nLocation: PJSIP/1009\r\n");
	assert_int_equal(s.st.port.sent.n, 0);
	ask_event(&s, 0, "QueueMember",
		  "Queue: a\r\nName: x\r\nLocation: Local/1003@agents/n\r\n");
	ask_event(&s, 0, "QueueMember",
		  "Queue: b\r\nName: Wang\r\nLocation: SIP/77\r\n");
	ask_event(&s, 0, "QueueStatusComplete", "");
	assert_string_equal(ask_sent(&s),
			    "Action: QueuePause\n"
			    "Interface: Local/1003@agents/n\nQueue: a\n"
			    "Paused: true\n|\n"
			    "Action: QueuePause\nInterface: SIP/77\n"
			    "Queue: b\nPaused: true\n|\n");
	/* No facts: these lists are for the request alone. */
	stage_said(&s.st, "");
	ask_answer(&s, 1, "Success", "");
	assert_int_equal(s.st.port.done_count, 0);
	ask_answer(&s, 0, "Error", "Message: Interface not found\r\n");
	ask_ended(&s, 0, NULL);
	ask_close(&s);
}

/* Only the queue that was named is asked about. */
static void test_ami_request_agent__looks_in_the_queue_that_was_named(
	void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_AGENT_NOT_READY,
				   .device = S("1003"),
				   .agent = S("Wang"),
				   .queue = S("sales") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Error", "Message: Interface not found\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: QueueStatus\nQueue: sales\n|\n");
	ask_close(&s);
}

static void test_ami_request_agent__one_who_is_nowhere_is_refused(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_AGENT_LOGOUT,
				   .device = S("1003"),
				   .agent = S("1003") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req, "Action: QueueStatus\n|\n");
	ask_answer(&s, 0, "Success", "EventList: start\r\n");
	ask_event(&s, 0, "QueueStatusComplete", "");
	ask_ended(&s, CTI_ENOENT, "The agent is in none of the queues.");
	ask_close(&s);
}

static void test_ami_request_agent__logs_in_to_the_queues_of_the_site(
	void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_AGENT_LOGIN,
				   .device = S("1001"),
				   .agent = S("Wang") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_non_null(strstr(ask_refuse(&s, &req), "ami.queues"));
	fake_port_set(&s.st.port, "ami.queues", "support, sales");
	assert_null(ask_refuse(&s, &req));
	ask_sends(&s, &req,
		  "Action: QueueAdd\nInterface: PJSIP/1001\nQueue: support\n"
		  "MemberName: Wang\n|\n"
		  "Action: QueueAdd\nInterface: PJSIP/1001\nQueue: sales\n"
		  "MemberName: Wang\n|\n");
	ask_answer(&s, 0, "Error",
		   "Message: Unable to add interface: Already there\r\n");
	assert_int_equal(s.st.port.done_count, 0);
	ask_answer(&s, 1, "Error",
		   "Message: Unable to add interface: No such queue\r\n");
	ask_ended(&s, 0, NULL);
	req.queue = S("vip");
	ask_sends(&s, &req,
		  "Action: QueueAdd\nInterface: PJSIP/1001\nQueue: vip\n"
		  "MemberName: Wang\n|\n");
	ask_answer(&s, 0, "Error",
		   "Message: Unable to add interface to queue: No such "
		   "queue\r\n");
	ask_ended(&s, CTI_EREFUSED,
		  "Asterisk refused QueueAdd: Unable to add interface to "
		  "queue: No such queue.");
	ask_close(&s);
}

static void test_ami_request_agent__callers_are_known_by_their_channel(
	void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_QUEUE_PRIORITY,
				   .leg = S("1.4"),
				   .queue = S("support"),
				   .priority = -3 };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req,
		  "Action: Getvar\nChannel: 1.4\nVariable: CHANNEL(name)\n|\n");
	ask_answer(&s, 0, "Success", "Value: PJSIP/trunk-1\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: QueueChangePriorityCaller\n"
			    "Queue: support\nCaller: PJSIP/trunk-1\n"
			    "Priority: -3\nImmediate: yes\n|\n");
	ask_answer(&s, 0, "Success", "");
	ask_ended(&s, 0, NULL);
	req.kind = CTI_REQUEST_QUEUE_WITHDRAW;
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", "Value: PJSIP/trunk-1\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: QueueWithdrawCaller\nQueue: support\n"
			    "Caller: PJSIP/trunk-1\n|\n");
	ask_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_ami_request_agent__##name)
		TEST(pauses_by_the_interface_of_the_device),
		TEST(finds_a_member_by_another_interface),
		TEST(looks_in_the_queue_that_was_named),
		TEST(one_who_is_nowhere_is_refused),
		TEST(logs_in_to_the_queues_of_the_site),
		TEST(callers_are_known_by_their_channel),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
