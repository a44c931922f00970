/* SPDX-License-Identifier: MIT */
/* Callers who ask where to go by AGI(agi:async), and callers who are moved. */
#include "ami_ask.h"

#define S(text)                                                                \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}
#define VALUE(v) "Variable: x\r\nValue: " v "\r\n"

static const struct cti_request to_1002 = { .kind = CTI__REQUEST_ROUTE,
					    .leg = S("1.4"),
					    .to = S("1002") };

static void test_ami_route__a_dialplan_that_asks_is_a_fact(void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	stage_hear(&s.st, "Event: AsyncAGIStart\r\nChannel: PJSIP/trunk-1\r\n"
			  "Context: from-trunk\r\nExten: 4001100311\r\n"
			  "Uniqueid: 1.4\r\nLinkedid: 1.4\r\n"
			  "Env: agi_request%3A%20async%0Aagi_extension%3A%20"
			  "4001100311%0Aagi_arg_1%3A%20VIP%20line%0A"
			  "agi_arg_2%3A%20x%0A%0A\r\n\r\n");
	stage_said(&s.st, "route leg=1.4 called=4001100311 "
			  "context=from-trunk app=AGI queue=VIP line\n");
	stage_hear(&s.st, "Event: AsyncAGIEnd\r\nUniqueid: 1.4\r\n\r\n");
	stage_said(&s.st, "route-end leg=1.4\n");
	ask_close(&s);
}

static void test_ami_route__odd_arguments_are_none(void **state)
{
	static const char *const env[] = {
		"agi_request%3A%20async%0A%0A",
		"agi_arg_1%3A%20",
		"agi_arg_1%3A%20%0Aagi_arg_2%3A%20x",
		"agi_arg_1%3A%20%zz",
		"agi_arg_1%3A%2",
		"",
	};
	struct ask_stage s;
	char text[256];
	size_t i;

	(void)state;
	ask_open(&s);
	for (i = 0; i < sizeof(env) / sizeof(env[0]); i++) {
		snprintf(text, sizeof(text),
			 "Event: AsyncAGIStart\r\nUniqueid: 1.4\r\n"
			 "Env: %s\r\n\r\n",
			 env[i]);
		stage_hear(&s.st, text);
		stage_said(&s.st, "route leg=1.4 app=AGI\n");
	}
	ask_close(&s);
}

static void test_ami_route__a_long_argument_is_cut(void **state)
{
	char text[512] = "Event: AsyncAGIStart\r\nUniqueid: 1.4\r\n"
			 "Env: agi_arg_1%3A%20";
	size_t n = strlen(text);
	struct ask_stage s;
	const char *queue;

	(void)state;
	ask_open(&s);
	memset(text + n, 'a', 300);
	strcpy(text + n + 300, "\r\n\r\n");
	stage_hear(&s.st, text);
	queue = strstr(fake_port_facts(&s.st.port), "queue=");
	assert_non_null(queue);
	assert_int_equal(strspn(queue + 6, "a"), 80);
	ask_close(&s);
}

static void test_ami_route__a_list_shows_who_waits(void **state)
{
	struct ask_stage s;
	const char *facts;

	(void)state;
	ask_open(&s);
	stage_hear(&s.st, "Event: CoreShowChannel\r\n" STAGE_ID "c\r\n"
			  "Channel: PJSIP/trunk-1\r\nChannelState: 4\r\n"
			  "Uniqueid: 1.4\r\nLinkedid: 1.4\r\n"
			  "Exten: 4001100311\r\nApplication: AGI\r\n"
			  "ApplicationData: agi:async,support,x\r\n\r\n");
	facts = strstr(fake_port_facts(&s.st.port), "\nroute ");
	assert_non_null(facts);
	assert_non_null(strstr(facts, "leg=1.4"));
	assert_non_null(strstr(facts, "queue=support"));
	assert_non_null(strstr(facts, "snapshot"));
	fake_port_forget(&s.st.port);
	/* An AGI of another kind asks somebody else. */
	stage_hear(&s.st, "Event: CoreShowChannel\r\n" STAGE_ID "c\r\n"
			  "Channel: PJSIP/trunk-2\r\nChannelState: 4\r\n"
			  "Uniqueid: 1.5\r\nLinkedid: 1.5\r\n"
			  "Application: AGI\r\n"
			  "ApplicationData: agi://127.0.0.1/x\r\n\r\n");
	assert_null(strstr(fake_port_facts(&s.st.port), "route"));
	ask_close(&s);
}

static void test_ami_route__without_a_number_the_dialplan_goes_on(void **state)
{
	static const struct cti_request req = { .kind = CTI__REQUEST_ROUTE,
						.leg = S("1.4") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req,
		  "Action: AGI\nChannel: 1.4\nCommand: ASYNCAGI BREAK\n|\n");
	ask_answer(&s, 0, "Success", "Message: Added AGI command to queue\r\n");
	ask_ended(&s, 0, NULL);
	ask_sends(&s, &req,
		  "Action: AGI\nChannel: 1.4\nCommand: ASYNCAGI BREAK\n|\n");
	ask_answer(&s, 0, "Error", "Message: Channel 1.4 does not exist.\r\n");
	ask_ended(&s, CTI_ENOENT, NULL);
	ask_close(&s);
}

static void test_ami_route__a_number_is_looked_for_first(void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &to_1002,
		  "Action: Getvar\nChannel: 1.4\nVariable: CONTEXT\n|\n");
	ask_answer(&s, 0, "Success", VALUE("from-trunk"));
	assert_string_equal(ask_sent(&s),
			    "Action: Getvar\nChannel: 1.4\nVariable: "
			    "DIALPLAN_EXISTS(from-trunk,1002,1)\n|\n");
	ask_answer(&s, 0, "Success", VALUE("1"));
	assert_string_equal(ask_sent(&s), "Action: Redirect\nChannel: 1.4\n"
					  "Context: from-trunk\nExten: 1002\n"
					  "Priority: 1\n|\n");
	assert_int_equal(s.st.port.done_count, 0);
	ask_answer(&s, 0, "Success", "Message: Redirect successful\r\n");
	ask_ended(&s, 0, NULL);
	ask_close(&s);
}

static void test_ami_route__a_number_that_is_not_there_is_refused(void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	fake_port_set(&s.st.port, "ami.dial_context", "internal");
	ask_sends(&s, &to_1002,
		  "Action: Getvar\nChannel: 1.4\nVariable: "
		  "DIALPLAN_EXISTS(internal,1002,1)\n|\n");
	ask_answer(&s, 0, "Success", VALUE("0"));
	assert_string_equal(ask_sent(&s), "");
	ask_ended(&s, CTI_EREFUSED,
		  "Asterisk's dialplan has no number \"1002\" in its context "
		  "\"internal\"; ami.dial_context names another.");
	ask_close(&s);
}

static void test_ami_route__every_step_can_fail(void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &to_1002), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Error", "Message: No such channel\r\n");
	ask_ended(&s, CTI_ENOENT, NULL);
	assert_int_equal(ask(&s, &to_1002), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", VALUE(""));
	ask_ended(&s, CTI_EREFUSED, NULL);
	assert_int_equal(ask(&s, &to_1002), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", VALUE("from-trunk"));
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", VALUE("1"));
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Error", "Message: Redirect failed\r\n");
	ask_ended(&s, CTI_EREFUSED,
		  "Asterisk refused Redirect: Redirect failed.");
	ask_close(&s);
}

static void test_ami_route__only_what_can_be_dialled_goes_out(void **state)
{
	struct cti_request req = to_1002;
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	req.to = CTI__STR("1,1) ${SHELL(x)}");
	ask_refused(&s, &req, CTI_EINVAL, "may only have");
	ask_close(&s);
}

/* Of what rings, the other party goes; of who waits, the caller. */
static void test_ami_route__a_deflection_moves_the_caller(void **state)
{
	static const struct cti_request rows[] = {
		{ .kind = CTI_REQUEST_DEFLECT,
		  .leg = S("1.5"),
		  .party = S("1.4"),
		  .device = S("1001"),
		  .to = S("1002") },
		{ .kind = CTI_REQUEST_DEFLECT,
		  .leg = S("1.4"),
		  .party = S("1.5"),
		  .queue = S("support"),
		  .to = S("1002") },
	};
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	fake_port_set(&s.st.port, "ami.dial_context", "internal");
	for (i = 0; i < 2; i++) {
		ask_sends(&s, &rows[i],
			  "Action: Getvar\nChannel: 1.4\nVariable: "
			  "DIALPLAN_EXISTS(internal,1002,1)\n|\n");
		ask_answer(&s, 0, "Success", VALUE("1"));
		assert_string_equal(ask_sent(&s),
				    "Action: Redirect\nChannel: 1.4\n"
				    "Context: internal\nExten: 1002\n"
				    "Priority: 1\n|\n");
		ask_answer(&s, 0, "Success", "");
		ask_ended(&s, 0, NULL);
	}
	ask_close(&s);
}

/* The caller who waits has no device whose context could be asked for. */
static void test_ami_route__a_queued_caller_dials_as_it_did(void **state)
{
	static const struct cti_request req = { .kind = CTI_REQUEST_DEFLECT,
						.leg = S("1.4"),
						.queue = S("support"),
						.to = S("1002") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req,
		  "Action: Getvar\nChannel: 1.4\nVariable: CONTEXT\n|\n");
	ask_close(&s);
}

static void test_ami_route__says_which_right_is_missing(void **state)
{
	static const struct cti_request req = { .kind = CTI__REQUEST_ROUTE,
						.leg = S("1.4") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	stage_hear(&s.st, "Response: Success\r\n" STAGE_ID "commands\r\n"
			  "Redirect: Redirect.  (Priv: call,all)\r\n"
			  "Getvar: Gets.  (Priv: call,all)\r\n\r\n");
	assert_null(ask_refuse(&s, &to_1002));
	ask_refused(&s, &req, CTI_ENOTSUP, "\"agi\" in \"write\"");
	ask_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ami_route__a_dialplan_that_asks_is_a_fact),
		cmocka_unit_test(test_ami_route__odd_arguments_are_none),
		cmocka_unit_test(test_ami_route__a_long_argument_is_cut),
		cmocka_unit_test(test_ami_route__a_list_shows_who_waits),
		cmocka_unit_test(
			test_ami_route__without_a_number_the_dialplan_goes_on),
		cmocka_unit_test(test_ami_route__a_number_is_looked_for_first),
		cmocka_unit_test(
			test_ami_route__a_number_that_is_not_there_is_refused),
		cmocka_unit_test(test_ami_route__every_step_can_fail),
		cmocka_unit_test(
			test_ami_route__only_what_can_be_dialled_goes_out),
		cmocka_unit_test(test_ami_route__a_deflection_moves_the_caller),
		cmocka_unit_test(
			test_ami_route__a_queued_caller_dials_as_it_did),
		cmocka_unit_test(test_ami_route__says_which_right_is_missing),
	};

	return cmocka_run_group_tests_name("adapters/ami_route", tests, NULL,
					   NULL);
}
