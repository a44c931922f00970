/* SPDX-License-Identifier: MIT */
/* Requests over AMI: each kind's actions, and what ends it. */
#include "ami_ask.h"

#define S(text) CTI__STR(text)

static const char *const contexts =
	"ObjectType: endpoint\r\nObjectName: 1001\r\nContext: internal\r\n";

static void test_ami_request__dials_in_the_context_of_the_device(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_DIAL,
				   .device = S("1001"),
				   .to = S("913900139000"),
				   .new_leg = S("u-1") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req, "Action: PJSIPShowEndpoint\nEndpoint: 1001\n|\n");
	ask_answer(&s, 0, "Success", "EventList: start\r\n");
	ask_event(&s, 0, "AorDetail", "");
	ask_event(&s, 0, "EndpointDetail", contexts);
	assert_int_equal(s.st.port.sent.n, 0);
	ask_event(&s, 0, "EndpointDetailComplete", "EventList: Complete\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: Originate\nChannel: PJSIP/1001\n"
			    "ChannelId: u-1\nAsync: true\nTimeout: 30000\n"
			    "Variable: CONNECTEDLINE(num,i)=913900139000\n"
			    "Exten: 913900139000\nPriority: 1\n"
			    "Context: internal\n|\n");
	/* Queued is not dialled: the leg that appears is its end, in core. */
	ask_answer(&s, 0, "Success",
		   "Message: Originate successfully queued\r\n");
	assert_int_equal(s.st.port.done_count, 0);
	ask_event(&s, 0, "OriginateResponse", "Response: Success\r\n");
	assert_int_equal(s.st.port.done_count, 0);
	ask_close(&s);
}

static void test_ami_request__a_device_that_is_unknown_is_refused(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_DIAL,
				   .device = S("9999"),
				   .to = S("1002"),
				   .new_leg = S("u-1") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Error",
		   "Message: Unable to retrieve endpoint 9999\r\n");
	ask_ended(&s, CTI_EREFUSED,
		  "Asterisk refused PJSIPShowEndpoint: Unable to retrieve "
		  "endpoint 9999.");
	/* Its job is free again. */
	ask_sends(&s, &req, "Action: PJSIPShowEndpoint\nEndpoint: 9999\n|\n");
	ask_close(&s);
}

static void test_ami_request__originate_that_fails_says_why(void **state)
{
	static const struct {
		const char *reason, *why;
	} rows[] = { { "5", "busy" },
		     { "8", "congestion" },
		     { "3", "answer" },
		     { "0", "not registered" } };
	struct cti_request req = { .kind = CTI_REQUEST_DIAL,
				   .device = S("1001"),
				   .to = S("1002"),
				   .new_leg = S("u-1") };
	struct ask_stage s;
	char text[80];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&s, 0, sizeof(s));
		ask_open(&s);
		fake_port_set(&s.st.port, "ami.dial_context", "internal");
		assert_int_equal(ask(&s, &req), 0);
		(void)ask_sent(&s);
		ask_answer(&s, 0, "Success", "");
		snprintf(text, sizeof(text),
			 "Response: Failure\r\nReason: %s\r\n", rows[i].reason);
		ask_event(&s, 0, "OriginateResponse", text);
		ask_ended(&s, CTI_EREFUSED, NULL);
		assert_non_null(strstr(cti__buf_cstr(&s.st.port.done_why),
				       rows[i].why));
		ask_close(&s);
	}
}

static void test_ami_request__dial_carries_data_that_stays_in_place(
	void **state)
{
	struct cti__request_pair data[] = {
		{ S("ORDER"), S("7,X(INJECTED)=1") },
		{ S("NAME"), S("a\"b\\c") },
		{ S("SHELL"), S("${SHELL(id)}|&;") },
	};
	struct cti_request req = { .kind = CTI_REQUEST_DIAL,
				   .device = S("1001"),
				   .to = S("1002"),
				   .caller = S("4001100266"),
				   .caller_name = S("Li, Ming"),
				   .flags = CTI_REQUEST_AUTO_ANSWER,
				   .data = data,
				   .data_count = 3,
				   .new_leg = S("u-1") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	fake_port_set(&s.st.port, "ami.dial_context", "out");
	fake_port_set(&s.st.port, "ami.auto_answer",
		      "Call-Info: <sip:x>;answer-after=0");
	ask_sends(&s, &req,
		  "Action: Originate\nChannel: PJSIP/1001\nChannelId: u-1\n"
		  "Async: true\nTimeout: 30000\n"
		  "Variable: CONNECTEDLINE(num,i)=1002\n"
		  "Variable: PJSIP_HEADER(add,Call-Info)="
		  "<sip:x>;answer-after=0\n"
		  "Exten: 1002\nPriority: 1\n"
		  "Variable: CALLERID(num)=4001100266\n"
		  "Variable: CALLERID(name)=Li\\, Ming\n"
		  "Variable: ORDER=7\\,X(INJECTED)=1\n"
		  "Variable: NAME=a\\\"b\\\\c\n"
		  "Variable: SHELL=${SHELL(id)}|&;\n"
		  "Context: out\n|\n");
	ask_close(&s);
}

static void test_ami_request__what_is_dialled_gets_nowhere_else(void **state)
{
	static const char *const hostile[] = {
		"1002&PJSIP/1003",
		"1002@evil",
		"1002/n",
		"1002,1,Hangup",
		"1002|x",
		"${EXTEN}",
		"10 02",
		"1002)",
		"a:b",
		"1002;x",
		"1002\r\nAction: Command",
		"1002\n",
		"$[1]",
		"\xe6\x9d\x8e",
	};
	static const uint32_t kinds[] = {
		CTI_REQUEST_DIAL,    CTI_REQUEST_TRANSFER,
		CTI_REQUEST_DEFLECT, CTI_REQUEST_CONFERENCE,
		CTI_REQUEST_UNPARK,  CTI_REQUEST_PARK,
		CTI_REQUEST_CONSULT, CTI_REQUEST_RECORD_START,
		CTI__REQUEST_ROUTE
	};
	struct cti_request req = { .device = S("1001"),
				   .leg = S("l"),
				   .party = S("p"),
				   .new_leg = S("u") };
	struct ask_stage s;
	size_t i, j;

	(void)state;
	ask_open(&s);
	fake_port_set(&s.st.port, "ami.dial_context", "internal");
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		for (j = 0; j < sizeof(hostile) / sizeof(hostile[0]); j++) {
			/* A file may lie in a folder. */
			if (kinds[i] == CTI_REQUEST_RECORD_START && j == 2)
				continue;
			req.kind = kinds[i];
			req.to = cti__str(hostile[j]);
			ask_refused(&s, &req, CTI_EINVAL, "nly");
		}
	/* Nor does the device. */
	req.to = S("1002");
	req.kind = CTI_REQUEST_DIAL;
	for (j = 0; j < sizeof(hostile) / sizeof(hostile[0]); j++) {
		req.device = cti__str(hostile[j]);
		ask_refused(&s, &req, CTI_EINVAL, "device");
	}
	/* Nor the number that is shown. */
	req.device = S("1001");
	for (j = 0; j < sizeof(hostile) / sizeof(hostile[0]); j++) {
		req.caller = cti__str(hostile[j]);
		ask_refused(&s, &req, CTI_EINVAL, "caller");
	}
	ask_close(&s);
}

static void test_ami_request__acts_on_the_leg_that_was_found(void **state)
{
	static const struct {
		struct cti_request req;
		const char *sent;
	} rows[] = {
		{ { .kind = CTI_REQUEST_HANGUP, .leg = S("1.5") },
		  "Action: Hangup\nChannel: 1.5\n|\n" },
		{ { .kind = CTI_REQUEST_HANGUP,
		    .leg = S("1.5"),
		    .reason = S("busy") },
		  "Action: Hangup\nChannel: 1.5\nCause: 17\n|\n" },
		{ { .kind = CTI_REQUEST_DROP, .leg = S("1.7") },
		  "Action: Hangup\nChannel: 1.7\n|\n" },
		{ { .kind = CTI_REQUEST_TRANSFER,
		    .leg = S("1.5"),
		    .to = S("1002") },
		  "Action: BlindTransfer\nChannel: 1.5\nExten: 1002\n"
		  "Context: internal\n|\n" },
		{ { .kind = CTI_REQUEST_UNPARK,
		    .device = S("1002"),
		    .new_leg = S("u"),
		    .to = S("701") },
		  "Action: Originate\nChannel: PJSIP/1002\nChannelId: u\n"
		  "Async: true\nTimeout: 30000\n"
		  "Variable: CONNECTEDLINE(num,i)=701\n"
		  "Application: ParkedCall\nData: ,701\n|\n" },
		{ { .kind = CTI_REQUEST_DATA,
		    .leg = S("1.5"),
		    .key = S("ORDER"),
		    .value = S("a,b=${c}\"|&") },
		  "Action: Setvar\nChannel: 1.5\nVariable: ORDER\n"
		  "Value: a,b=${c}\"|&\n|\n" },
		{ { .kind = CTI_REQUEST_RECORD_START,
		    .leg = S("1.5"),
		    .to = S("a/b-1.wav") },
		  "Action: MixMonitor\nChannel: 1.5\nFile: a/b-1.wav\n|\n" },
		{ { .kind = CTI_REQUEST_RECORD_START, .leg = S("1.5") },
		  "Action: MixMonitor\nChannel: 1.5\nFile: cti-1.5.wav\n|\n" },
		{ { .kind = CTI_REQUEST_RECORD_STOP, .leg = S("1.5") },
		  "Action: StopMixMonitor\nChannel: 1.5\n|\n" },
		{ { .kind = CTI_REQUEST_RECORD_PAUSE, .leg = S("1.5") },
		  "Action: MixMonitorMute\nChannel: 1.5\nDirection: both\n"
		  "State: 1\n|\n" },
		{ { .kind = CTI_REQUEST_RECORD_RESUME, .leg = S("1.5") },
		  "Action: MixMonitorMute\nChannel: 1.5\nDirection: both\n"
		  "State: 0\n|\n" },
		{ { .kind = CTI_REQUEST_MUTE, .leg = S("1.5") },
		  "Action: MuteAudio\nChannel: 1.5\nDirection: in\n"
		  "State: on\n|\n" },
		{ { .kind = CTI_REQUEST_UNMUTE, .leg = S("1.5") },
		  "Action: MuteAudio\nChannel: 1.5\nDirection: in\n"
		  "State: off\n|\n" },
	};
	struct ask_stage s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ask_open(&s);
		fake_port_set(&s.st.port, "ami.dial_context", "internal");
		assert_null(ask_refuse(&s, &rows[i].req));
		ask_sends(&s, &rows[i].req, rows[i].sent);
		ask_answer(&s, 0, "Error", "Message: No such channel\r\n");
		ask_ended(&s, CTI_ENOENT,
			  "The call has just ended: Asterisk says \"No such "
			  "channel\".");
		if (rows[i].req.kind != CTI_REQUEST_UNPARK) {
			assert_int_equal(ask(&s, &rows[i].req), 0);
			(void)ask_sent(&s);
			ask_answer(&s, 0, "Success", "Message: Done\r\n");
			ask_ended(&s, 0, "Done");
		}
		ask_close(&s);
	}
}

static void test_ami_request__clear_ends_when_every_leg_has_answered(
	void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_CLEAR,
				   .legs = { S("a"), S("b"), S("c") },
				   .leg_count = 3 };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req,
		  "Action: Hangup\nChannel: a\n|\nAction: Hangup\n"
		  "Channel: b\n|\nAction: Hangup\nChannel: c\n|\n");
	/* In any order; the others ended by the first one. */
	ask_answer(&s, 2, "Success", "");
	ask_answer(&s, 0, "Error", "Message: No such channel\r\n");
	assert_int_equal(s.st.port.done_count, 0);
	ask_answer(&s, 1, "Error", "Message: No such channel\r\n");
	ask_ended(&s, 0, NULL);
	ask_sends(&s, &req,
		  "Action: Hangup\nChannel: a\n|\nAction: Hangup\n"
		  "Channel: b\n|\nAction: Hangup\nChannel: c\n|\n");
	ask_answer(&s, 0, "Error", "Message: No such channel\r\n");
	ask_answer(&s, 1, "Error", "Message: No such channel\r\n");
	ask_answer(&s, 2, "Error", "Message: No such channel\r\n");
	ask_ended(&s, CTI_ENOENT, NULL);
	ask_close(&s);
}

static void test_ami_request__digits_are_pressed_one_by_one(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_DTMF,
				   .leg = S("1.5"),
				   .value = S("4#") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req,
		  "Action: PlayDTMF\nChannel: 1.5\nDigit: 4\n"
		  "Receive: true\nDuration: 120\n|\n"
		  "Action: PlayDTMF\nChannel: 1.5\nDigit: #\n"
		  "Receive: true\nDuration: 120\n|\n");
	ask_answer(&s, 0, "Success", "");
	assert_int_equal(s.st.port.done_count, 0);
	ask_answer(&s, 1, "Success", "");
	ask_ended(&s, 0, NULL);
	req.value = CTI__STR_NONE;
	ask_refused(&s, &req, CTI_EINVAL, "digits");
	ask_close(&s);
}

static void test_ami_request__parks_by_the_name_of_who_parks(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_PARK,
				   .leg = S("1.5"),
				   .party = S("1.4"),
				   .to = S("702") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req,
		  "Action: Getvar\nChannel: 1.5\nVariable: CHANNEL(name)\n|\n");
	ask_answer(&s, 0, "Success", "Value: PJSIP/1001-0000000a\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: Setvar\nChannel: 1.4\n"
			    "Variable: PARKINGEXTEN\nValue: 702\n|\n"
			    "Action: Park\nChannel: 1.4\n"
			    "TimeoutChannel: PJSIP/1001-0000000a\n"
			    "AnnounceChannel: PJSIP/1001-0000000a\n|\n");
	ask_answer(&s, 0, "Error", "Message: No such channel\r\n");
	assert_int_equal(s.st.port.done_count, 0);
	ask_answer(&s, 1, "Success", "");
	ask_ended(&s, 0, NULL);
	req.party = CTI__STR_NONE;
	ask_refused(&s, &req, CTI_ESTATE, "nobody");
	ask_close(&s);
}

static void test_ami_request__transfers_where_the_leg_says(void **state)
{
	static const char *const values[][2] = { { "Value: support\r\n",
						   "Context: support\n" },
						 { "Value: \r\n", "" } };
	struct cti_request req = { .kind = CTI_REQUEST_TRANSFER,
				   .leg = S("1.5"),
				   .to = S("1002") };
	struct ask_stage s;
	char text[120];
	size_t i;

	(void)state;
	ask_open(&s);
	for (i = 0; i < 2; i++) {
		ask_sends(&s, &req,
			  "Action: Getvar\nChannel: 1.5\n"
			  "Variable: TRANSFER_CONTEXT\n|\n");
		ask_answer(&s, 0, "Success", values[i][0]);
		snprintf(text, sizeof(text),
			 "Action: BlindTransfer\nChannel: 1.5\n"
			 "Exten: 1002\n%s|\n",
			 values[i][1]);
		assert_string_equal(ask_sent(&s), text);
		ask_answer(&s, 0, "Success", "");
		ask_ended(&s, 0, NULL);
	}
	ask_close(&s);
}

static void test_ami_request__picks_up_the_very_channel_that_rings(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_PICKUP,
				   .leg = S("1.5"),
				   .device = S("1002"),
				   .new_leg = S("u") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	ask_sends(&s, &req,
		  "Action: Getvar\nChannel: 1.5\nVariable: CHANNEL(name)\n|\n");
	ask_answer(&s, 0, "Success",
		   "Variable: CHANNEL(name)\r\nValue: PJSIP/1001-0000000a\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: Originate\nChannel: PJSIP/1002\n"
			    "ChannelId: u\nAsync: true\nTimeout: 30000\n"
			    "Application: PickupChan\n"
			    "Data: PJSIP/1001-0000000a\n|\n");
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Error", "Message: No such channel\r\n");
	ask_ended(&s, CTI_ENOENT, NULL);
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", "Value: \r\n");
	ask_ended(&s, CTI_ENOENT, NULL);
	ask_close(&s);
}

static void test_ami_request__calls_a_third_into_the_bridge(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_CONFERENCE,
				   .leg = S("1.5"),
				   .device = S("1001"),
				   .to = S("1002"),
				   .new_leg = S("u") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", "Value: PJSIP/1001-0000000a\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: PJSIPShowEndpoint\nEndpoint: 1001\n|\n");
	ask_event(&s, 0, "EndpointDetail", contexts);
	ask_event(&s, 0, "EndpointDetailComplete", "");
	assert_string_equal(ask_sent(&s),
			    "Action: Originate\nChannel: Local/1002@internal\n"
			    "ChannelId: u\nOtherChannelId: u.2\nAsync: true\n"
			    "Timeout: 30000\nCallerID: <1001>\n"
			    "Application: BridgeAdd\n"
			    "Data: PJSIP/1001-0000000a\n|\n");
	ask_close(&s);
}

static void test_ami_request__says_which_right_is_missing(void **state)
{
	struct cti_request hangup = { .kind = CTI_REQUEST_HANGUP,
				      .leg = S("1.5") };
	struct cti_request dial = { .kind = CTI_REQUEST_DIAL,
				    .device = S("1001") };
	struct cti_request withdraw = { .kind = CTI_REQUEST_QUEUE_WITHDRAW };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &hangup), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Error", "Message: Permission denied\r\n");
	ask_ended(&s, CTI_EREFUSED,
		  "Asterisk refused Hangup: permission denied; its user needs "
		  "\"call\" in \"write\" of manager.conf.");
	/* Once the switch has listed what it offers, before it is asked. */
	assert_null(ask_refuse(&s, &dial));
	stage_hear(&s.st, "Response: Success\r\n" STAGE_ID "commands\r\n"
			  "Hangup: Hangup channel.  (Priv: call,all)\r\n"
			  "Getvar: Gets.  (Priv: call)\r\n\r\n");
	assert_null(ask_refuse(&s, &hangup));
	assert_non_null(strstr(ask_refuse(&s, &dial), "\"originate\""));
	assert_non_null(strstr(ask_refuse(&s, &withdraw), "version"));
	ask_close(&s);
}

static void test_ami_request__an_answer_to_nothing_ends_nothing(void **state)
{
	static const char *const ids[] = {
		"cti-0000000000000002-r1.6.0",
		"cti-0000000000000001-r1",
		"cti-0000000000000001-r1.99.0",
		"cti-0000000000000001-r.6.0",
		"cti-0000000000000001-",
		"cti-",
		"cti-0000000000000001-rx.y.z",
		"r1.6.0",
		"",
	};
	struct cti_request req = { .kind = CTI_REQUEST_HANGUP,
				   .leg = S("1.5") };
	struct ask_stage s;
	char text[120];
	size_t i;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &req), 0);
	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		snprintf(text, sizeof(text),
			 "Response: Success\r\nActionID: %s\r\n\r\n", ids[i]);
		stage_hear(&s.st, text);
	}
	assert_int_equal(s.st.port.done_count, 0);
	/* The right one, at last. */
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", "");
	ask_ended(&s, 0, NULL);
	ask_close(&s);
}

static void test_ami_request__a_lost_connection_forgets_all_jobs(void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_DIAL,
				   .device = S("1001"),
				   .to = S("1002"),
				   .new_leg = S("u") };
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	for (i = 0; i < CTI__AMI_JOBS; i++)
		assert_int_equal(ask(&s, &req), 0);
	cti__buf_clear(&s.st.port.sent);
	ask_refused(&s, &req, CTI_EAGAIN, "under way");
	fake_port_down(&s.st.port, CTI_ECONNECT);
	assert_int_equal(ask(&s, &req), 0);
	ask_close(&s);
}

static void test_ami_request__data_too_long_is_refused(void **state)
{
	static char text[1000];
	struct cti__request_pair data[3] = { { S("A"), { text, 800 } },
					     { S("B"), { text, 800 } },
					     { S("C"), { text, 800 } } };
	struct cti_request req = { .kind = CTI_REQUEST_DIAL,
				   .device = S("1001"),
				   .to = S("1002"),
				   .data = data,
				   .data_count = 3,
				   .new_leg = S("u") };
	struct ask_stage s;

	(void)state;
	memset(text, 'x', sizeof(text));
	ask_open(&s);
	ask_refused(&s, &req, CTI_EINVAL, "ami.dial_context");
	/* One line that Asterisk would not read. */
	fake_port_set(&s.st.port, "ami.dial_context", "out");
	data[0].value.n = 1000;
	ask_refused(&s, &req, CTI_EINVAL, "too long");
	data[0].value.n = 800;
	data[0].key = cti__str_n(text, 101);
	ask_refused(&s, &req, CTI_EINVAL, "too long");
	ask_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_ami_request__##name)
		TEST(dials_in_the_context_of_the_device),
		TEST(a_device_that_is_unknown_is_refused),
		TEST(originate_that_fails_says_why),
		TEST(dial_carries_data_that_stays_in_place),
		TEST(what_is_dialled_gets_nowhere_else),
		TEST(acts_on_the_leg_that_was_found),
		TEST(clear_ends_when_every_leg_has_answered),
		TEST(digits_are_pressed_one_by_one),
		TEST(parks_by_the_name_of_who_parks),
		TEST(transfers_where_the_leg_says),
		TEST(picks_up_the_very_channel_that_rings),
		TEST(calls_a_third_into_the_bridge),
		TEST(says_which_right_is_missing),
		TEST(an_answer_to_nothing_ends_nothing),
		TEST(a_lost_connection_forgets_all_jobs),
		TEST(data_too_long_is_refused),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
