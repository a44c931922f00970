/* SPDX-License-Identifier: MIT */
/* What a look at an Asterisk asks, and what it says of the answers. */
#include "ami_stage.h"

#include <stdio.h>

/* What an Asterisk offers a user with every right and module. */
#define ALL                                                                    \
	"CoreShowChannels: x\r\nRedirect: x\r\nOriginate: x\r\nModuleCheck: "  \
	"x\r\nGetConfig: x\r\nQueueStatus: x\r\nQueuePause: x\r\nPark: x\r\n"  \
	"PJSIPShowEndpoints: x\r\nPJSIPNotify: x\r\nMuteAudio: x\r\n"          \
	"MixMonitor: x\r\n"

static void answer(struct stage *st, const char *letter, const char *text)
{
	stage_hear(st, "Response: Success\r\n" STAGE_ID "d");
	stage_hear(st, letter);
	stage_hear(st, "\r\n");
	stage_hear(st, text);
	stage_hear(st, "\r\n");
}

static void phone(struct stage *st, const char *digit, const char *caller_id)
{
	answer(st, digit, "EventList: start\r\n");
	stage_hear(st, "Event: EndpointDetail\r\n" STAGE_ID "d");
	stage_hear(st, digit);
	stage_hear(st, "\r\nObjectType: endpoint\r\nCallerid: ");
	stage_hear(st, caller_id);
	stage_hear(st, "\r\n\r\n");
	stage_hear(st, "Event: ContactStatusDetail\r\n" STAGE_ID "d");
	stage_hear(st, digit);
	stage_hear(st, "\r\n\r\n");
	stage_hear(st, "Event: EndpointDetailComplete\r\n" STAGE_ID "d");
	stage_hear(st, digit);
	stage_hear(st, "\r\nEventList: Complete\r\n\r\n");
}

static void refuse(struct stage *st, const char *letter)
{
	stage_hear(st, "Response: Error\r\n" STAGE_ID "d");
	stage_hear(st, letter);
	stage_hear(st, "\r\nMessage: Permission denied\r\n\r\n");
}

static void begin(struct stage *st, bool call)
{
	stage_ready(st);
	assert_int_equal(st->port.adapter->diagnose(st->port.state, call), 0);
	stage_sent(st, "Action: Ping\r\n" STAGE_ID "dA\r\n\r\n"
		       "Action: CoreSettings\r\n" STAGE_ID "dB\r\n\r\n"
		       "Action: ListCommands\r\n" STAGE_ID "dC\r\n\r\n");
}

/* What was found since the last time. */
static void found(struct stage *st, const char *text)
{
	assert_string_equal(cti__buf_cstr(&st->port.findings), text);
	cti__buf_clear(&st->port.findings);
}

static void first_round(struct stage *st, const char *offers)
{
	refuse(st, "A");
	answer(st, "B", "AsteriskVersion: 22.10.1\r\n");
	found(st, "good ami-version cti 22.10.1 11.0.0\n");
	answer(st, "C", offers);
}

static void test_ami_diagnose__a_good_switch_has_no_faults(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "devices.trunks", "9*");
	begin(&st, false);
	first_round(&st, ALL);
	found(&st, "good ami-rights cti\nwarning ami-read-system cti\n");
	answer(&st, "D",
	       "Line-000000-000000: read=system,call,agent,dtmf,user\r\n"
	       "Line-000000-000001: writetimeout=5000\r\n");
	answer(&st, "E",
	       "Line-000000-000000: enabled=yes\r\n"
	       "Line-000000-000001: websocket_write_timeout=1000\r\n");
	answer(&st, "F", "Line-000000-000000: atxfer=*2\r\n");
	answer(&st, "G", "EventList: start\r\n");
	stage_hear(&st, "Event: QueueParams\r\n" STAGE_ID "dG\r\n"
			"Queue: support\r\n\r\n"
			"Event: QueueMember\r\n" STAGE_ID "dG\r\n"
			"Queue: support\r\nLocation: PJSIP/1001\r\n"
			"StateInterface: PJSIP/1001\r\n\r\n"
			"Event: QueueStatusComplete\r\n" STAGE_ID "dG\r\n"
			"EventList: Complete\r\n\r\n");
	cti__buf_clear(&st.port.sent);
	assert_int_equal(st.port.diagnosed, 0);
	stage_hear(&st, "Event: EndpointList\r\n" STAGE_ID "dH\r\n"
			"ObjectName: 1001\r\n\r\n"
			"Event: EndpointList\r\n" STAGE_ID "dH\r\n"
			"ObjectName: provider\r\n\r\n"
			"Event: EndpointList\r\n" STAGE_ID "dH\r\n"
			"ObjectName: 900\r\n\r\n"
			"Event: EndpointListComplete\r\n" STAGE_ID "dH\r\n"
			"EventList: Complete\r\n\r\n");
	stage_sent(&st, "Action: PJSIPShowEndpoint\r\n" STAGE_ID "d0\r\n"
			"Endpoint: 1001\r\n\r\n"
			"Action: GetConfig\r\n" STAGE_ID "da\r\n"
			"Filename: queues.conf\r\nCategory: support\r\n\r\n");
	answer(&st, "a", "Line-000000-000000: ringinuse=no\r\n");
	phone(&st, "0", "\"Jane\" <1001>");
	found(&st, "good ami-extensions cti 3 1\n");
	assert_int_equal(st.port.diagnosed, 1);
	/* Nothing of it was taken for the switch's calls. */
	stage_said(&st, "");
	stage_close(&st);
}

static void test_ami_diagnose__each_missing_right_is_named(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st, false);
	first_round(&st, "QueueStatus: x\r\n");
	found(&st, "fault ami-right-reporting cti\n"
		   "warning ami-right-call cti\n"
		   "warning ami-right-originate cti\n"
		   "warning ami-right-agent cti\n"
		   "note ami-right-system cti\n"
		   "warning ami-read-system cti\n"
		   "warning ami-dial-context cti\n"
		   "note ami-config cti\n");
	assert_int_equal(st.port.diagnosed, 0);
	refuse(&st, "G");
	assert_int_equal(st.port.diagnosed, 1);
	stage_close(&st);
}

static void test_ami_diagnose__a_module_is_not_taken_for_a_right(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "ami.dial_channel", "PJSIP/{device}");
	fake_port_set(&st.port, "ami.dial_context", "internal");
	fake_port_set(&st.port, "devices.remote_control", "10XX");
	begin(&st, false);
	first_round(&st,
		    "CoreShowChannels: x\r\nRedirect: x\r\nOriginate: x\r\n"
		    "ModuleCheck: x\r\n");
	found(&st, "good ami-rights cti\nwarning ami-read-system cti\n"
		   "note ami-module-queue cti\n"
		   "note ami-module-parking cti\n"
		   "note ami-module-mute cti\n"
		   "note ami-module-record cti\n"
		   "warning ami-module-notify cti\n"
		   "warning ami-module-pjsip cti PJSIP/{device}\n"
		   "note ami-config cti\n");
	assert_int_equal(st.port.diagnosed, 1);
	stage_close(&st);
}

static void test_ami_diagnose__the_users_section_is_read(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st, false);
	first_round(&st, ALL);
	cti__buf_clear(&st.port.findings);
	answer(&st, "D",
	       "Line-000000-000000: read=system, agent\r\n"
	       "Line-000000-000001: eventfilter(header(X))=VarSet\r\n");
	found(&st, "warning ami-eventfilter cti VarSet "
		   "eventfilter(header(X))\n"
		   "fault ami-read-call cti system, agent,call\n"
		   "note ami-read-dtmf cti system, agent,dtmf\n"
		   "note ami-read-user cti system, agent,user\n"
		   "warning ami-writetimeout cti 100\n");
	answer(&st, "E", "Line-000000-000000: enabled=yes\r\n");
	found(&st, "warning ami-ari-write-timeout cti 100\n");
	answer(&st, "F", "");
	found(&st, "warning ami-atxfer cti\n");
	stage_hear(&st, "Event: QueueMember\r\n" STAGE_ID "dG\r\n"
			"Queue: sales\r\nLocation: Local/3@a\r\n"
			"StateInterface: Local/3@a\r\n\r\n");
	found(&st, "warning ami-local-member cti sales Local/3@a\n");
	stage_close(&st);
}

static void test_ami_diagnose__all_events_are_no_missing_class(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st, false);
	first_round(&st, ALL);
	cti__buf_clear(&st.port.findings);
	answer(&st, "D",
	       "Line-000000-000000: read=all\r\n"
	       "Line-000000-000001: writetimeout=1000\r\n");
	found(&st, "");
	stage_close(&st);
}

static void test_ami_diagnose__a_clock_that_differs_is_said(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	st.port.now_us = 2000000000 * INT64_C(1000000);
	assert_int_equal(st.port.adapter->diagnose(st.port.state, false), 0);
	answer(&st, "A", "Ping: Pong\r\nTimestamp: 2000000061.500000\r\n");
	found(&st, "warning ami-clock cti 61.5\n");
	stage_close(&st);
}

static void test_ami_diagnose__an_old_switch_is_a_fault(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st, false);
	answer(&st, "B", "AsteriskVersion: 11.25.0\r\n");
	found(&st, "fault ami-version cti 11.25.0 11.0.0\n");
	stage_close(&st);
}

/* To the end of the second round, but for the call. */
static void second_round(struct stage *st)
{
	refuse(st, "D");
	refuse(st, "E");
	refuse(st, "F");
	refuse(st, "G");
	refuse(st, "H");
	refuse(st, "I");
	cti__buf_clear(&st->port.findings);
}

static void test_ami_diagnose__a_call_that_is_told_is_seen(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st, true);
	first_round(&st, ALL);
	second_round(&st);
	stage_hear(&st, "Event: Newchannel\r\nChannel: Local/s@x-1;1\r\n"
			"Uniqueid: 1.1\r\n\r\n");
	assert_int_equal(st.port.diagnosed, 0);
	fake_port_pass(&st.port, 2000);
	found(&st, "good ami-call-told cti\n");
	assert_int_equal(st.port.diagnosed, 1);
	stage_close(&st);
}

static void test_ami_diagnose__a_call_that_is_not_told_is_a_fault(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st, true);
	first_round(&st, ALL);
	second_round(&st);
	fake_port_pass(&st.port, 2000);
	found(&st, "fault ami-call-untold cti\n");
	assert_int_equal(st.port.diagnosed, 1);
	stage_close(&st);
}

static void test_ami_diagnose__extensions_without_a_caller_id_are_counted(
	void **state)
{
	struct stage st = { 0 };
	int i;

	(void)state;
	begin(&st, false);
	first_round(&st,
		    "CoreShowChannels: x\r\nRedirect: x\r\nOriginate: x\r\n"
		    "ModuleCheck: x\r\nPJSIPShowEndpoints: x\r\n");
	answer(&st, "H", "EventList: start\r\n");
	for (i = 1001; i < 1013; i++) {
		char row[99];

		snprintf(
			row, sizeof(row),
			"Event: EndpointList\r\n%sdH\r\nObjectName: %d\r\n\r\n",
			STAGE_ID, i);
		stage_hear(&st, row);
	}
	stage_hear(&st, "Event: EndpointListComplete\r\n" STAGE_ID "dH\r\n"
			"EventList: Complete\r\n\r\n");
	cti__buf_clear(&st.port.findings);
	/* Ten of the twelve are asked. */
	phone(&st, "0", "\"Jane\" <1001>");
	phone(&st, "1", "<unknown>");
	phone(&st, "2", "");
	refuse(&st, "3");
	for (i = 4; i < 9; i++) {
		char digit[] = { (char)('0' + i), '\0' };

		phone(&st, digit, "<1005>");
	}
	assert_int_equal(st.port.diagnosed, 0);
	phone(&st, "9", "\"\" <1010>");
	found(&st, "good ami-extensions cti 12 12\n"
		   "note ami-caller-id cti 2 9\n");
	assert_int_equal(st.port.diagnosed, 1);
	stage_said(&st, "");
	stage_close(&st);
}

#define SOME                                                                   \
	"CoreShowChannels: x\r\nRedirect: x\r\nOriginate: x\r\nModuleCheck: "  \
	"x\r\nGetvar: x\r\n"

static void read_values(struct stage *st, const char *const *value)
{
	static const char letters[] = "MNOPQRST";
	char letter[] = { '\0', '\0' };
	size_t i;

	begin(st, false);
	first_round(st, SOME);
	assert_non_null(strstr(cti__buf_cstr(&st->port.sent),
			       "Action: Getvar\r\n" STAGE_ID "dP\r\nVariable: "
			       "AST_CONFIG(manager.conf,cti,writetimeout)"));
	cti__buf_clear(&st->port.sent);
	cti__buf_clear(&st->port.findings);
	for (i = 0; letters[i]; i++) {
		char text[99];

		assert_int_equal(st->port.diagnosed, 0);
		letter[0] = letters[i];
		snprintf(text, sizeof(text),
			 "Variable: AST_CONFIG(x)\r\n"
			 "Value: %s\r\n",
			 value[i] ? value[i] : "");
		if (value[i])
			answer(st, letter, text);
		else
			refuse(st, letter);
	}
	assert_int_equal(st->port.diagnosed, 1);
}

static void test_ami_diagnose__values_are_read_where_files_may_not_be(
	void **state)
{
	static const char *const good[] = { "yes",  "call,agent,dtmf,user",
					    "call", "5000",
					    "",	    "yes",
					    "5000", "*2" };
	static const char *const bad[] = { "yes",
					   "agent,dtmf,user",
					   "call",
					   "",
					   "!Event: Newchannel",
					   "yes",
					   "",
					   NULL };
	static const char *const none[] = { "", "", "", "", "", "", "", "" };
	static const char *const elsewhere[] = { "yes", "", "", "",
						 "",	"", "", "*2" };
	struct stage st = { 0 };

	(void)state;
	read_values(&st, good);
	found(&st, "");
	stage_close(&st);
	memset(&st, 0, sizeof(st));
	read_values(&st, bad);
	found(&st,
	      "warning ami-eventfilter cti !Event: Newchannel eventfilter\n"
	      "fault ami-read-call cti agent,dtmf,user,call\n"
	      "warning ami-writetimeout cti 100\n"
	      "warning ami-ari-write-timeout cti 100\n"
	      "warning ami-atxfer cti\n");
	stage_close(&st);
	memset(&st, 0, sizeof(st));
	read_values(&st, none);
	found(&st, "note ami-config cti\n");
	stage_close(&st);
	memset(&st, 0, sizeof(st));
	/* The user is in another place than manager.conf. */
	read_values(&st, elsewhere);
	found(&st, "");
	stage_close(&st);
}

static void test_ami_diagnose__ends_with_the_connection(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st, false);
	st.port.adapter->down(st.port.state, CTI_EEOF);
	st.port.adapter->up(st.port.state);
	stage_hear(&st, STAGE_BANNER);
	answer(&st, "B", "AsteriskVersion: 22.10.1\r\n");
	found(&st, "");
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ami_diagnose__a_good_switch_has_no_faults),
		cmocka_unit_test(
			test_ami_diagnose__each_missing_right_is_named),
		cmocka_unit_test(
			test_ami_diagnose__a_module_is_not_taken_for_a_right),
		cmocka_unit_test(test_ami_diagnose__the_users_section_is_read),
		cmocka_unit_test(
			test_ami_diagnose__all_events_are_no_missing_class),
		cmocka_unit_test(
			test_ami_diagnose__a_clock_that_differs_is_said),
		cmocka_unit_test(test_ami_diagnose__an_old_switch_is_a_fault),
		cmocka_unit_test(
			test_ami_diagnose__a_call_that_is_told_is_seen),
		cmocka_unit_test(
			test_ami_diagnose__a_call_that_is_not_told_is_a_fault),
		cmocka_unit_test(
			test_ami_diagnose__extensions_without_a_caller_id_are_counted),
		cmocka_unit_test(
			test_ami_diagnose__values_are_read_where_files_may_not_be),
		cmocka_unit_test(test_ami_diagnose__ends_with_the_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
