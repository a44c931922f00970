/* SPDX-License-Identifier: MIT */
/* What each event of FreeSWITCH's says, as facts. */
#include "esl_stage.h"

#define LEG(name) "Event-Name: " name "\nUnique-ID: x\n"
#define IN	  "Call-Direction: inbound\n"
#define OUT	  "Call-Direction: outbound\n"

/* One event, or several parted by |, and what is to be reported. */
static const struct {
	const char *event, *facts;
} rows[] = {
	/* Whose leg it is. */
	{ LEG("CHANNEL_CREATE") IN "variable_user_name: 1001\n"
				   "Caller-Caller-ID-Number: 1001\n"
				   "Caller-Caller-ID-Name: 1001\n"
				   "Caller-Destination-Number: 1002\n",
	  "leg-new leg=x device=1001 number=1001 called=1002 role=extension "
	  "state=calling\n" },
	/* A called user's name goes over to who called, and means nothing. */
	{ LEG("CHANNEL_CREATE") IN "variable_dialed_user: 1001\n"
				   "Caller-Caller-ID-Number: anonymous\n",
	  "leg-new leg=x role=trunk state=calling withheld\n" },
	{ LEG("CHANNEL_CREATE") IN "Caller-Caller-ID-Number: 138\n"
				   "Caller-Privacy-Hide-Number: true\n",
	  "leg-new leg=x role=trunk state=calling withheld\n" },
	{ LEG("CHANNEL_CREATE") OUT "variable_dialed_user: 1001\n"
				    "Other-Leg-Unique-ID: a\n"
				    "Caller-Caller-ID-Number: 138\n"
				    "Caller-Destination-Number: 1001\n",
	  "dial-begin leg=a other=x device=1001 called=1001 "
	  "other_number=138 role=extension\n" },
	{ LEG("CHANNEL_CREATE") OUT "variable_dialed_user: 1001\n"
				    "variable_cc_member_session_uuid: q\n",
	  "dial-begin leg=q other=x device=1001 role=extension\n" },
	{ LEG("CHANNEL_CREATE") OUT "variable_dialed_user: 1001\n"
				    "variable_fifo_bridge_uuid: f\n",
	  "dial-begin leg=f other=x device=1001 role=extension\n" },
	{ LEG("CHANNEL_CREATE") OUT "Caller-Caller-ID-Number: 0000000000\n"
				    "Caller-Destination-Number: 139\n",
	  "dial-begin other=x called=139 role=trunk\n" },
	{ LEG("CHANNEL_CREATE") OUT "Channel-Name: loopback/1001-a\n"
				    "Other-Leg-Unique-ID: a\n",
	  "dial-begin leg=a other=x pair=x device=1001 role=local half=1\n" },
	{ LEG("CHANNEL_CREATE") IN "Channel-Name: loopback/1001-b\n"
				   "variable_other_loopback_leg_uuid: y\n",
	  "leg-new leg=x pair=y device=1001 role=local state=calling "
	  "half=2\n" },
	/* States. */
	{ LEG("CHANNEL_PROGRESS") OUT "variable_dialed_user: 1001\n",
	  "leg-state leg=x device=1001 role=extension state=alerting\n" },
	{ LEG("CHANNEL_PROGRESS_MEDIA") IN, "" },
	{ LEG("CHANNEL_ANSWER") OUT, "leg-state leg=x role=trunk state=up\n" },
	/* Bridges. */
	{ LEG("CHANNEL_BRIDGE") "Bridge-A-Unique-ID: x\n"
				"Bridge-B-Unique-ID: y\n",
	  "bridge-enter leg=x bridge=x y open\n"
	  "bridge-enter leg=y bridge=x y open\n" },
	{ LEG("CHANNEL_BRIDGE") "Bridge-A-Unique-ID: x\n", "" },
	{ LEG("CHANNEL_UNBRIDGE") "Bridge-A-Unique-ID: x\n"
				  "Bridge-B-Unique-ID: y\n"
				  "Caller-Channel-Bridged-Time: 12\n"
				  "Caller-Transfer-Source: 1:u:bl_xfer:7/d/X\n",
	  "bridge-end bridge=x y\n" },
	{ LEG("CHANNEL_UNBRIDGE") "Bridge-A-Unique-ID: x\n"
				  "Bridge-B-Unique-ID: y\n"
				  "Answer-State: answered\n"
				  "Caller-Destination-Number: 1002\n"
				  "Caller-Channel-Bridged-Time: 0\n"
				  "Caller-Transfer-Source: 1:u:bl_xfer:7/d/X\n",
	  "leg-moved leg=x called=1002 ok\nbridge-end bridge=x y\n" },
	{ LEG("CHANNEL_UNBRIDGE") "Bridge-A-Unique-ID: x\n"
				  "Bridge-B-Unique-ID: y\n"
				  "Caller-Channel-Bridged-Time: 0\n"
				  "Caller-Transfer-Source: 1:u:uuid_br:z\n",
	  "bridge-end bridge=x y\n" },
	/* Holds and transfers. */
	{ LEG("CHANNEL_HOLD"), "hold leg=x\n" },
	{ LEG("CHANNEL_UNHOLD"), "unhold leg=x\n" },
	{ LEG("CHANNEL_UNHOLD") "variable_transfer_to: att%3At\n",
	  "transfer-attended leg=x target=t dest=bridge ok\n" },
	{ LEG("CHANNEL_HANGUP") OUT
	  "Hangup-Cause: NORMAL_CLEARING\n"
	  "variable_endpoint_disposition: BLIND_TRANSFER\n"
	  "variable_transfer_destination: blind:1002\n"
	  "variable_transfer_to: blind:a\n",
	  "transfer-blind leg=x other=a called=1002 ok\n"
	  "leg-end leg=x text=NORMAL_CLEARING role=trunk state=down code=16 "
	  "open\n" },
	{ LEG("CHANNEL_HANGUP") OUT
	  "variable_endpoint_disposition: BLIND_TRANSFER\n"
	  "variable_transfer_destination: other:1002\n",
	  "leg-end leg=x role=trunk state=down open\n" },
	{ LEG("CHANNEL_HANGUP") OUT
	  "variable_endpoint_disposition: BLIND_TRANSFER\n"
	  "variable_transfer_destination: blind:\n",
	  "leg-end leg=x role=trunk state=down open\n" },
	/* Ends. */
	{ LEG("CHANNEL_HANGUP_COMPLETE") OUT
	  "variable_sip_hangup_disposition: send_bye\n",
	  "leg-end leg=x role=trunk state=down open\n" },
	{ LEG("CHANNEL_HANGUP") IN "Hangup-Cause: ORIGINATOR_CANCEL\n",
	  "hangup-request leg=x\n"
	  "leg-end leg=x text=ORIGINATOR_CANCEL role=trunk state=down open\n" },
	{ LEG("CHANNEL_HANGUP") OUT
	  "Hangup-Cause: REDIRECTION_TO_NEW_DESTINATION\n"
	  "variable_dialed_user: 1001\n"
	  "variable_sip_redirect_contact_user_0: 1002\n",
	  "dial-end other=x called=1002 result=other\n"
	  "leg-end leg=x device=1001 text=REDIRECTION_TO_NEW_DESTINATION "
	  "role=extension state=down code=23 open\n" },
	{ LEG("CHANNEL_HANGUP_COMPLETE") OUT
	  "Hangup-Cause: USER_BUSY\nCaller-Channel-Answered-Time: 17\n"
	  "variable_sip_hangup_disposition: recv_bye\n"
	  "variable_last_bridge_to: a\n",
	  "hangup-request leg=x other=a\n"
	  "leg-end leg=x text=USER_BUSY role=trunk state=up code=17 open\n" },
	/* Applications. */
	{ LEG("CHANNEL_EXECUTE") IN "Application: bridge\n"
				    "Caller-Destination-Number: 1001\n",
	  "leg-moved leg=x called=1001\n" },
	{ LEG("CHANNEL_EXECUTE") IN "Application: transfer\n"
				    "Application-Data: 1002 XML default\n"
				    "Caller-Destination-Number: 1001\n",
	  "leg-moved leg=x called=1001\nleg-moved leg=x called=1002\n" },
	{ LEG("CHANNEL_EXECUTE") IN "Application: transfer\n"
				    "Application-Data: -bleg 1002\n",
	  "leg-moved leg=x\n" },
	{ LEG("CHANNEL_EXECUTE") OUT "Application: att_xfer\n",
	  "consult leg=x\n" },
	{ LEG("CHANNEL_EXECUTE") OUT "Application: playback\n", "" },
	{ LEG("CHANNEL_EXECUTE") OUT "Application: intercept\n"
				     "Application-Data: -bleg a\n",
	  "pickup leg=x other=a\n" },
	{ LEG("CHANNEL_EXECUTE") OUT "Application: eavesdrop\n"
				     "Application-Data: a\n",
	  "spy leg=x other=a\n" },
	{ LEG("CHANNEL_EXECUTE") OUT "Application: three_way\n"
				     "Application-Data: a\n",
	  "bridge-enter leg=x other=a\n" },
	{ LEG("CHANNEL_EXECUTE") IN "Application: park\n"
				    "Caller-Destination-Number: 4001100266\n"
				    "Caller-Context: public\n"
				    "variable_cti_route_for: sales\n",
	  "leg-moved leg=x called=4001100266\n"
	  "route leg=x called=4001100266 context=public app=park "
	  "queue=sales\n" },
	{ LEG("CHANNEL_EXECUTE") OUT "Application: park\n", "" },
	{ LEG("CHANNEL_UNPARK") IN, "route-end leg=x\n" },
	/* The rest. */
	{ LEG("DTMF") "DTMF-Digit: %23\n", "dtmf leg=x called=#\n" },
	{ LEG("RECORD_START") "Record-File-Path: /a.wav\n",
	  "record leg=x data=/a.wav state_name=started\n" },
	{ LEG("RECORD_STOP") "Record-File-Path: /a.wav\n",
	  "record leg=x data=/a.wav state_name=stopped\n" },
	{ "Event-Name: HEARTBEAT\nUptime-msec: 7500\n", "switch-up code=7\n" },
	{ "Event-Name: SHUTDOWN\n", "switch-down\n" },
	{ "Event-Name: BACKGROUND_JOB\nJob-UUID: another\n", "" },
};

#define CUSTOM(subclass) "Event-Name: CUSTOM\nEvent-Subclass: " subclass "\n"
#define CC		 CUSTOM("callcenter%3A%3Ainfo")
#define FIFO		 CUSTOM("fifo::info") "FIFO-Name: help@d\nUnique-ID: x\n"
#define ROOM                                                                   \
	CUSTOM("conference::maintenance")                                      \
	"Conference-Name: 3000\nConference-Unique-ID: c\nUnique-ID: x\n"
#define VALET                                                                  \
	CUSTOM("valet_parking::info") "Valet-Extension: 5901\nUnique-ID: x\n"

static const struct {
	const char *event, *facts;
} custom[] = {
	{ CC "CC-Action: member-queue-start\nCC-Queue: support@default\n"
	     "CC-Member-Session-UUID: q\n",
	  "queue-join leg=q queue=support\n" },
	{ CC "CC-Action: member-queue-end\nCC-Queue: support@default\n"
	     "CC-Cause: Cancel\nCC-Member-Session-UUID: q\n",
	  "queue-abandon leg=q queue=support\n" },
	{ CC "CC-Action: member-queue-end\nCC-Cause: Terminated\n"
	     "CC-Member-Session-UUID: q\n",
	  "queue-leave leg=q\n" },
	{ CC "CC-Action: bridge-agent-start\nCC-Agent: 1001@default\n"
	     "CC-Agent-UUID: e\nCC-Member-Session-UUID: q\n",
	  "queue-leave leg=q other=e agent=1001\n"
	  "agent-connect leg=q other=e agent=1001\n" },
	{ CC "CC-Action: bridge-agent-end\nCC-Agent: 1001@default\n"
	     "CC-Agent-UUID: e\nCC-Member-Session-UUID: q\n",
	  "agent-complete leg=q other=e agent=1001\n" },
	{ CC "CC-Action: agent-status-change\nCC-Agent: 1001@default\n"
	     "CC-Agent-Status: Available\n",
	  "agent-member device=1001 agent=1001 ok member\n" },
	{ CC "CC-Action: agent-status-change\nCC-Agent: li@default\n"
	     "CC-Agent-Status: On%20Break\n",
	  "agent-member agent=li member paused\n" },
	{ CC "CC-Action: agent-status-change\nCC-Agent: li@default\n"
	     "CC-Agent-Status: Logged%20Out\n",
	  "agent-member agent=li\n" },
	/* The queue's own word for each call. */
	{ CC "CC-Action: agent-state-change\nCC-Agent: li@default\n"
	     "CC-Agent-State: Receiving\n",
	  "" },
	{ FIFO "FIFO-Action: push\n", "queue-join leg=x queue=help\n" },
	{ FIFO "FIFO-Action: abort\n", "queue-abandon leg=x queue=help\n" },
	{ FIFO "FIFO-Action: caller_pop\n", "queue-leave leg=x queue=help\n" },
	{ FIFO "FIFO-Action: consumer_pop\nFIFO-Caller-UUID: q\n",
	  "agent-connect leg=q other=x queue=help\n" },
	{ ROOM "Action: add-member\n",
	  "bridge-enter leg=x bridge=c called=3000 kind=room\n" },
	{ ROOM "Action: del-member\n",
	  "bridge-leave leg=x bridge=c called=3000 kind=room\n" },
	{ ROOM "Action: conference-destroy\n",
	  "bridge-end leg=x bridge=c called=3000 kind=room\n" },
	{ VALET "Action: hold\n", "parked leg=x slot=5901\n" },
	{ VALET "Action: bridge\nBridge-To-UUID: y\n",
	  "unparked leg=x other=y slot=5901\n" },
	{ VALET "Action: exit\nAnswer-State: hangup\n",
	  "park-give-up leg=x slot=5901\n" },
	{ VALET "Action: exit\nAnswer-State: answered\n",
	  "park-timeout leg=x slot=5901\n" },
	{ CUSTOM("sofia::intercepted") "Unique-ID: x\nintercepted_by: y\n",
	  "pickup leg=y other=x\n" },
};

static void check(struct stage *st, const char *event, const char *facts)
{
	stage_event(st, event);
	if (strcmp(fake_port_facts(&st->port), facts) != 0)
		fail_msg("%s\nsaid\n%sand not\n%s", event,
			 fake_port_facts(&st->port), facts);
	fake_port_forget(&st->port);
}

static void test_esl_decode__each_event_says_what_it_says(void **state)
{
	struct stage st = { 0 };
	size_t i;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(&st, rows[i].event, rows[i].facts);
	stage_close(&st);
}

static void test_esl_decode__modules_say_what_they_say(void **state)
{
	struct stage st = { 0 };
	size_t i;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(custom) / sizeof(custom[0]); i++)
		check(&st, custom[i].event, custom[i].facts);
	stage_close(&st);
}

static void test_esl_decode__the_site_says_what_is_a_trunk(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "devices.trunks", "9XXX");
	fake_port_set(&st.port, "devices.extensions", "1XXX");
	stage_ready(&st);
	check(&st, LEG("CHANNEL_ANSWER") IN "variable_user_name: 9001\n",
	      "leg-state leg=x device=9001 role=trunk state=up\n");
	check(&st, LEG("CHANNEL_ANSWER") IN "variable_user_name: 1001\n",
	      "leg-state leg=x device=1001 role=extension state=up\n");
	check(&st, LEG("CHANNEL_ANSWER") IN "variable_user_name: 2001\n",
	      "leg-state leg=x device=2001 role=trunk state=up\n");
	stage_close(&st);
}

static void test_esl_decode__variables_of_the_site_are_data(void **state)
{
	struct stage st = { 0 };

	(void)state;
	/* One that is read anyway is not told twice. */
	fake_port_set(&st.port, "data.variables", "CTI_ACCOUNT,user_name");
	stage_ready(&st);
	check(&st,
	      LEG("CHANNEL_ANSWER") IN "variable_user_name: 1001\n"
				       "variable_cti_account: A%207\n"
				       "variable_other: 1\n",
	      "leg-state leg=x device=1001 role=extension state=up\n"
	      "data leg=x name=CTI_ACCOUNT data=A 7\n");
	check(&st, LEG("CHANNEL_HOLD") "variable_cti_account: \n",
	      "hold leg=x\n");
	stage_close(&st);
}

/* Q.850 has a number for each, whatever FreeSWITCH calls it. */
static void test_esl_decode__causes_have_their_numbers(void **state)
{
	static const struct {
		const char *word;
		int code;
	} causes[] = {
		{ "NORMAL_CLEARING", 16 },
		{ "USER_BUSY", 17 },
		{ "NO_USER_RESPONSE", 18 },
		{ "PROGRESS_TIMEOUT", 18 },
		{ "RECOVERY_ON_TIMER_EXPIRE", 18 },
		{ "NO_ANSWER", 19 },
		{ "ALLOTTED_TIMEOUT", 19 },
		{ "SUBSCRIBER_ABSENT", 20 },
		{ "USER_NOT_REGISTERED", 20 },
		{ "CALL_REJECTED", 21 },
		{ "NUMBER_CHANGED", 22 },
		{ "LOSE_RACE", 26 },
		{ "PICKED_OFF", 26 },
		{ "UNALLOCATED_NUMBER", 1 },
		{ "NO_ROUTE_TRANSIT_NET", 2 },
		{ "NO_ROUTE_DESTINATION", 3 },
		{ "INVALID_GATEWAY", 3 },
		{ "DESTINATION_OUT_OF_ORDER", 27 },
		{ "INVALID_NUMBER_FORMAT", 28 },
		{ "NORMAL_UNSPECIFIED", 31 },
		{ "NORMAL_CIRCUIT_CONGESTION", 34 },
		{ "NETWORK_OUT_OF_ORDER", 38 },
		{ "NORMAL_TEMPORARY_FAILURE", 41 },
		{ "GATEWAY_DOWN", 41 },
		{ "SWITCH_CONGESTION", 42 },
		{ "REQUESTED_CHAN_UNAVAIL", 44 },
		{ "BEARERCAPABILITY_NOTAVAIL", 58 },
		{ "INCOMPATIBLE_DESTINATION", 58 },
		{ "NOBODY_KNOWS", 0 },
	};
	char event[200], facts[200], code[20];
	struct stage st = { 0 };
	size_t i;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(causes) / sizeof(causes[0]); i++) {
		snprintf(event, sizeof(event),
			 LEG("CHANNEL_HANGUP") OUT "Hangup-Cause: %s\n",
			 causes[i].word);
		snprintf(code, sizeof(code), "code=%d ", causes[i].code);
		snprintf(facts, sizeof(facts),
			 "leg-end leg=x text=%s role=trunk state=down %sopen\n",
			 causes[i].word, causes[i].code ? code : "");
		check(&st, event, facts);
	}
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_esl_decode__each_event_says_what_it_says),
		cmocka_unit_test(test_esl_decode__modules_say_what_they_say),
		cmocka_unit_test(
			test_esl_decode__variables_of_the_site_are_data),
		cmocka_unit_test(
			test_esl_decode__the_site_says_what_is_a_trunk),
		cmocka_unit_test(test_esl_decode__causes_have_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
