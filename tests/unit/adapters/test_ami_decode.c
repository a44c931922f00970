/* SPDX-License-Identifier: MIT */
/* Each event of AMI's that is read, and the fact it becomes. */
#include "ami_stage.h"

/* The headers of a channel, as most events have them. */
#define CHANNEL                                                                \
	"Channel: PJSIP/1001-00000001\nChannelState: 4\n"                      \
	"CallerIDNum: 1001\nCallerIDName: Anna\n"                              \
	"ConnectedLineNum: 13800138000\nConnectedLineName: <unknown>\n"        \
	"Context: internal\nExten: 1002\nUniqueid: 1.1\nLinkedid: 1.0\n"
#define DIAL                                                                   \
	"Uniqueid: 1.1\nExten: 1002\nContext: internal\n"                      \
	"DestChannel: PJSIP/1002-00000002\nDestChannelState: 0\n"              \
	"DestCallerIDNum: 1002\nDestConnectedLineNum: 1001\n"                  \
	"DestUniqueid: 1.2\n"
#define DIAL_LEGS " leg=1.1 other=1.2 device=1002"
#define ON_BRIDGE                                                              \
	"BridgeUniqueid: b-1\nBridgeType: basic\n"                             \
	"BridgeTechnology: simple_bridge\nBridgeCreator: <unknown>\n"
#define ROOM                                                                   \
	"BridgeUniqueid: b-1\nBridgeCreator: ConfBridge\n"                     \
	"BridgeName: 8001\nConference: 8001\n"
#define QUEUE                                                                  \
	"Queue: sales@site\nUniqueid: 1.1\nDestUniqueid: 1.2\n"                \
	"Interface: PJSIP/1001\nMemberName: Anna@site\n"
#define QUEUE_FACT " leg=1.1 other=1.2 device=1001 queue=sales agent=Anna"
#define MEMBER                                                                 \
	"Queue: sales\nMemberName: Anna\nInterface: Local/1001@agents/n\n"     \
	"StateInterface: PJSIP/1009\nPaused: 0\nWrapuptime: 15\n"
#define MEMBER_FACT "agent-member device=1009 queue=sales agent=Anna"
#define PARKING                                                                \
	"ParkeeUniqueid: 1.1\nParkerDialString: PJSIP/1002\n"                  \
	"ParkingSpace: 701\nParkingTimeout: 45\n"
#define PARKING_FACT " leg=1.1 device=1002 slot=701 code=45\n"

static const struct row {
	const char *event, *rest, *facts;
} rows[] = {
	{ "Newchannel", CHANNEL,
	  "leg-new leg=1.1 group=1.0 device=1001 number=1001 name=Anna "
	  "called=1002 role=extension state=calling\n" },
	{ "Newstate", CHANNEL,
	  "leg-state leg=1.1 group=1.0 device=1001 number=1001 name=Anna "
	  "called=1002 other_number=13800138000 role=extension "
	  "state=calling\n" },
	{ "NewCallerid", CHANNEL,
	  "leg-party leg=1.1 group=1.0 device=1001 number=1001 name=Anna "
	  "called=1002 other_number=13800138000 role=extension "
	  "state=calling\n" },
	{ "Hangup", CHANNEL "Cause: 16\nCause-txt: Normal Clearing\n",
	  "leg-end leg=1.1 group=1.0 device=1001 number=1001 name=Anna "
	  "called=1002 other_number=13800138000 text=Normal Clearing "
	  "role=extension state=calling code=16\n" },
	{ "HangupRequest", CHANNEL "Cause: 17\n",
	  "hangup-request leg=1.1 code=17\n" },
	{ "Rename",
	  "Channel: PJSIP/1001-1\nNewname: PJSIP/1002-2\nUniqueid: 1.1\n",
	  "leg-rename leg=1.1 device=1002 text=PJSIP/1002-2 "
	  "role=extension\n" },
	{ "Hold", CHANNEL "MusicClass: default\n", "hold leg=1.1\n" },
	{ "Unhold", CHANNEL, "unhold leg=1.1\n" },
	{ "DialBegin", DIAL "DialString: 1002\n",
	  "dial-begin" DIAL_LEGS " number=1002 called=1002 context=internal "
	  "other_number=1001 data=1002 role=extension\n" },
	{ "DialState", DIAL "DialStatus: RINGING\n",
	  "dial-state" DIAL_LEGS " called=1002 context=internal "
	  "other_number=1001 data=1002 role=extension state=alerting\n" },
	{ "DialEnd", DIAL "DialStatus: ANSWER\n",
	  "dial-end" DIAL_LEGS " context=internal other_number=1001 "
	  "data=1002 role=extension result=answer\n" },
	{ "BridgeCreate", ON_BRIDGE, "bridge-new bridge=b-1\n" },
	{ "BridgeDestroy", ON_BRIDGE, "bridge-end bridge=b-1\n" },
	{ "BridgeEnter", ON_BRIDGE CHANNEL,
	  "bridge-enter leg=1.1 bridge=b-1\n" },
	{ "BridgeLeave", ON_BRIDGE CHANNEL,
	  "bridge-leave leg=1.1 bridge=b-1\n" },
	{ "ConfbridgeJoin", ROOM CHANNEL,
	  "room-enter leg=1.1 bridge=b-1 called=8001 kind=room\n" },
	{ "ConfbridgeLeave", ROOM CHANNEL,
	  "room-leave leg=1.1 bridge=b-1 called=8001 kind=room\n" },
	{ "BlindTransfer",
	  "Result: Success\nTransfererUniqueid: 1.1\n"
	  "TransfereeUniqueid: 1.2\nBridgeUniqueid: b-1\nExtension: 1003\n",
	  "transfer-blind leg=1.1 other=1.2 bridge=b-1 called=1003 "
	  "text=Success ok\n" },
	{ "AttendedTransfer",
	  "Result: Success\nOrigTransfererUniqueid: 1.1\n"
	  "SecondTransfererUniqueid: 1.3\nTransfereeUniqueid: 1.2\n"
	  "TransferTargetUniqueid: 1.4\nDestType: Bridge\n"
	  "DestBridgeUniqueid: b-2\n",
	  "transfer-attended leg=1.1 other=1.2 second=1.3 target=1.4 "
	  "bridge=b-2 text=Success dest=bridge ok\n" },
	{ "ParkedCall", PARKING, "parked" PARKING_FACT },
	{ "ParkedCallTimeOut", PARKING, "park-timeout" PARKING_FACT },
	{ "ParkedCallGiveUp", PARKING, "park-give-up" PARKING_FACT },
	{ "UnParkedCall", PARKING "RetrieverUniqueid: 1.7\n",
	  "unparked leg=1.1 other=1.7 device=1002 slot=701 code=45\n" },
	{ "Pickup", CHANNEL "TargetUniqueid: 1.2\n",
	  "pickup leg=1.1 other=1.2\n" },
	{ "QueueCallerJoin", "Queue: sales@site\nUniqueid: 1.1\nPosition: 3\n",
	  "queue-join leg=1.1 queue=sales code=3\n" },
	{ "QueueCallerLeave", "Queue: sales\nUniqueid: 1.1\n",
	  "queue-leave leg=1.1 queue=sales\n" },
	{ "QueueCallerAbandon", "Queue: sales\nUniqueid: 1.1\n",
	  "queue-abandon leg=1.1 queue=sales\n" },
	{ "AgentCalled", QUEUE, "agent-offer" QUEUE_FACT "\n" },
	{ "AgentRingNoAnswer", QUEUE, "agent-no-answer" QUEUE_FACT "\n" },
	{ "AgentConnect", QUEUE, "agent-connect" QUEUE_FACT "\n" },
	{ "AgentComplete", QUEUE, "agent-complete" QUEUE_FACT "\n" },
	{ "QueueMemberAdded", MEMBER, MEMBER_FACT " code=15 ok member\n" },
	{ "QueueMemberStatus", MEMBER, MEMBER_FACT " code=15 member\n" },
	{ "QueueMemberPause", MEMBER "PausedReason: lunch\n",
	  MEMBER_FACT " reason=lunch code=15 member\n" },
	{ "QueueMemberPaused",
	  "Reason: tea\nPaused: 1\nQueue: sales\n"
	  "Location: PJSIP/1001\nMemberName: Anna\n",
	  "agent-member device=1001 queue=sales agent=Anna reason=tea "
	  "member paused\n" },
	{ "QueueMemberRemoved", MEMBER, MEMBER_FACT " code=15\n" },
	{ "DTMFBegin", "Uniqueid: 1.1\nDigit: 5\nDirection: Received\n",
	  "dtmf-begin leg=1.1\n" },
	{ "DTMFEnd",
	  "Uniqueid: 1.1\nDigit: 5\nDurationMs: 120\nDirection: Received\n",
	  "dtmf leg=1.1 called=5\n" },
	{ "ChanSpyStart", "SpyerUniqueid: 1.1\nSpyeeUniqueid: 1.2\n",
	  "spy leg=1.1 other=1.2\n" },
	{ "MixMonitorStart", "Uniqueid: 1.1\n",
	  "record leg=1.1 state_name=started\n" },
	{ "MixMonitorStop", "Uniqueid: 1.1\n",
	  "record leg=1.1 state_name=stopped\n" },
	{ "FullyBooted", "Uptime: 3600\nStatus: Fully Booted\n",
	  "switch-up code=3600\n" },
	{ "Shutdown", "Shutdown: Cleanly\nRestart: False\n", "switch-down\n" },
	/* The lists: test_ami_resync.c says what theirs become. */
	{ "BridgeListItem", STAGE_ID "b\n" ON_BRIDGE,
	  "bridge-new bridge=b-1 snapshot\n" },
	{ "CoreShowChannel", STAGE_ID "c\n" CHANNEL,
	  "leg-new leg=1.1 group=1.0 device=1001 number=1001 name=Anna "
	  "called=1002 other_number=13800138000 role=extension state=calling "
	  "snapshot\n" },
	{ "QueueEntry", STAGE_ID "q\nQueue: sales\nUniqueid: 1.1\n",
	  "queue-join leg=1.1 queue=sales snapshot\n" },
	{ "QueueMember", STAGE_ID "q\n" MEMBER,
	  MEMBER_FACT " code=15 snapshot member\n" },
	{ "BridgeListComplete", STAGE_ID "b\n", "" },
	{ "CoreShowChannelsComplete", STAGE_ID "c\n", "" },
	{ "ParkedCallsComplete", STAGE_ID "p\n", "" },
	{ "QueueStatusComplete", STAGE_ID "q\n", "" },
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

static void hear(struct stage *st, const char *event, const char *rest)
{
	stage_hear(st, "Event: ");
	stage_hear(st, event);
	stage_hear(st, "\nPrivilege: call,all\n");
	stage_hear(st, rest);
	stage_hear(st, "\n");
}

/* Of one event more than the table has. */
static void becomes(const char *event, const char *rest, const char *facts)
{
	struct stage st = { 0 };

	stage_ready(&st);
	hear(&st, event, rest);
	stage_said(&st, facts);
	assert_int_equal(st.port.messages, 1);
	assert_int_equal(st.port.malformed, 0);
	stage_close(&st);
}

static void test_ami_decode__each_event_is_its_fact(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ROW_COUNT; i++)
		becomes(rows[i].event, rows[i].rest, rows[i].facts);
}

static void test_ami_decode__each_name_is_found(void **state)
{
	static struct cti__ami_state ami;
	struct cti__str name;
	char longer[64];
	size_t i;

	(void)state;
	assert_int_equal(ROW_COUNT, 51);
	cti__ami_events_init(&ami);
	for (i = 0; i < ROW_COUNT; i++) {
		name = cti__str(rows[i].event);
		if (!cti__ami_is_wanted(&ami, name))
			fail_msg("%s is not found", rows[i].event);
		strcpy(longer, rows[i].event);
		strcat(longer, "!");
		assert_false(cti__ami_is_wanted(&ami, cti__str(longer)));
		longer[0] ^= 1;
		assert_false(cti__ami_is_wanted(&ami,
						cti__str_n(longer, name.n)));
	}
	assert_false(cti__ami_is_wanted(&ami, CTI__STR_NONE));
	assert_false(cti__ami_is_wanted(&ami, CTI__STR("A")));
	assert_false(cti__ami_is_wanted(&ami, CTI__STR("Newexten")));
	assert_false(cti__ami_is_wanted(&ami, CTI__STR("RTCPSent")));
	assert_false(cti__ami_is_wanted(&ami, CTI__STR("zzz")));
}

static void test_ami_decode__an_event_of_nobodys_is_passed_over(void **state)
{
	(void)state;
	becomes("Newexten", CHANNEL, "");
	becomes("VarSet", CHANNEL "Variable: A\nValue: b\n", "");
	becomes("RTCPSent", CHANNEL, "");
}

/* Of a link that is told which variables matter. */
static void tells(const char *event, const char *rest, const char *facts)
{
	struct stage st = { 0 };

	fake_port_set(&st.port, "user", "cti");
	fake_port_set(&st.port, "secret", "s3cret");
	fake_port_set(&st.port, "data.variables", "CTI_ACCOUNT, PIN");
	stage_ready(&st);
	hear(&st, event, rest);
	stage_said(&st, facts);
	stage_close(&st);
}

static void test_ami_decode__variables_of_the_site_are_data(void **state)
{
	(void)state;
	tells("VarSet", CHANNEL "Variable: CTI_ACCOUNT\nValue: A7 8\n",
	      "data leg=1.1 name=CTI_ACCOUNT data=A7 8\n");
	tells("VarSet", CHANNEL "Variable: OTHER\nValue: A7\n", "");
	/* Wherever its name stands. */
	tells("VarSet", "Variable: CTI_ACCOUNT\nValue: A7\n" CHANNEL,
	      "data leg=1.1 name=CTI_ACCOUNT data=A7\n");
	tells("VarSet", CHANNEL "Value: Variable: OTHER\n"
				"Variable: cti_account\n",
	      "data leg=1.1 name=cti_account data=Variable: OTHER\n");
	tells("VarSet", CHANNEL "Variable: CTI_ACCOUNT\nValue: \n",
	      "data leg=1.1 name=CTI_ACCOUNT\n");
	/* A variable of the whole switch. */
	tells("VarSet", "Variable: CTI_ACCOUNT\nValue: A7\n", "");
	tells("UserEvent",
	      CHANNEL "UserEvent: Caller\nCTI_ACCOUNT: A7\npin: 1:2\n",
	      "data leg=1.1 name=CTI_ACCOUNT data=A7\n"
	      "data leg=1.1 name=pin data=1:2\n");
	tells("Hold",
	      CHANNEL "ChanVariable: OTHER=1\nChanVariable: CTI_ACCOUNT=A=7\n"
		      "ChanVariable: PIN=\n",
	      "hold leg=1.1\ndata leg=1.1 name=CTI_ACCOUNT data=A=7\n");
}

static void test_ami_decode__channel_states_in_our_words(void **state)
{
	static const char *const states[] = { "down",	  "down",    "down",
					      "progress", "calling", "alerting",
					      "up",	  "down" };
	char rest[64] = "Uniqueid: 1.1\nChannelState: 0\n", facts[64];
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++) {
		rest[28] = (char)('0' + i);
		strcpy(facts, "leg-state leg=1.1 role=trunk state=");
		strcat(facts, states[i]);
		strcat(facts, "\n");
		becomes("Newstate", rest, facts);
	}
	becomes("Newstate", "Uniqueid: 1.1\n",
		"leg-state leg=1.1 role=trunk\n");
}

static void test_ami_decode__dial_results_in_our_words(void **state)
{
	static const char *const words[][2] = {
		{ "ANSWER", "answer" },
		{ "BUSY", "busy" },
		{ "NOANSWER", "no-answer" },
		{ "CANCEL", "cancel" },
		{ "CONGESTION", "congestion" },
		{ "CHANUNAVAIL", "unavailable" },
		{ "CONTINUE", "other" },
		{ "GOTO", "other" },
		{ "ABORT", "other" },
		{ "", "other" },
	};
	char rest[96], facts[96];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		strcpy(rest, "DestUniqueid: 1.2\nDialStatus: ");
		strcat(rest, words[i][0]);
		strcat(rest, "\n");
		strcpy(facts, "dial-end other=1.2 role=trunk result=");
		strcat(facts, words[i][1]);
		strcat(facts, "\n");
		becomes("DialEnd", rest, facts);
	}
	becomes("DialEnd",
		"DestUniqueid: 1.2\nDialStatus: CANCEL\n"
		"Forward: Local/1003@internal\n",
		"dial-end other=1.2 called=1003 role=trunk result=cancel\n");
	becomes("DialState", "DestUniqueid: 1.2\nDialStatus: PROGRESS\n",
		"dial-state other=1.2 role=trunk state=progress\n");
}

static void test_ami_decode__a_dial_may_be_by_the_switch_itself(void **state)
{
	(void)state;
	becomes("DialBegin",
		"DestChannel: Local/1003@agents-00000001;1\n"
		"DestUniqueid: 1.2\nDialString: PJSIP/trunk/13900139000\n",
		"dial-begin other=1.2 pair=1003@agents-00000001 device=1003 "
		"number=13900139000 role=local half=1\n");
}

static void test_ami_decode__the_withheld_stay_withheld(void **state)
{
	static const char *const words[] = { "anonymous",   "Anonymous",
					     "unavailable", "Restricted",
					     "private",	    "WITHHELD",
					     "unknown" };
	char rest[96];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		strcpy(rest, "Uniqueid: 1.1\nCallerIDNum: ");
		strcat(rest, words[i]);
		strcat(rest, "\n");
		becomes("Newchannel", rest,
			"leg-new leg=1.1 role=trunk withheld\n");
	}
	/* Asterisk's word for no number at all says nothing of a wish. */
	becomes("Newchannel", "Uniqueid: 1.1\nCallerIDNum: <unknown>\n",
		"leg-new leg=1.1 role=trunk\n");
	becomes("Newchannel", "Uniqueid: 1.1\nCallerIDNum: anonymous2\n",
		"leg-new leg=1.1 number=anonymous2 role=trunk\n");
}

static void test_ami_decode__the_presentation_withholds_too(void **state)
{
	static const struct {
		const char *pres;
		bool withheld;
	} cases[] = {
		{ "0 (Presentation Allowed, Not Screened)", false },
		{ "3 (Presentation Allowed, Network Number)", false },
		{ "32 (Presentation Prohibited, Not Screened)", true },
		{ "35 (Presentation Prohibited, Network Number)", true },
		{ "67 (Number Unavailable)", false },
		{ "", false },
		{ "x", false },
	};
	char rest[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		strcpy(rest, "Uniqueid: 1.1\nCallerIDNum: 13800138000\n"
			     "CID-CallingPres: ");
		strcat(rest, cases[i].pres);
		strcat(rest, "\n");
		becomes("NewCallerid", rest,
			cases[i].withheld
				? "leg-party leg=1.1 number=13800138000 "
				  "role=trunk withheld\n"
				: "leg-party leg=1.1 number=13800138000 "
				  "role=trunk\n");
	}
}

static void test_ami_decode__plumbing_in_a_bridge_may_be_news(void **state)
{
	(void)state;
	becomes("BridgeEnter",
		ON_BRIDGE "Channel: Local/1002@inside-00000001;1\n"
			  "Uniqueid: 1.3\n",
		"bridge-enter leg=1.3 bridge=b-1 pair=1002@inside-00000001 "
		"device=1002 context=inside role=local half=1\n");
}

static void test_ami_decode__two_channels_change_places(void **state)
{
	(void)state;
	becomes("Rename", "Newname: PJSIP/1001-1<MASQ>\nUniqueid: 1.1\n",
		"leg-rename leg=1.1 device=1001 state_name=masq "
		"text=PJSIP/1001-1 role=extension\n");
	becomes("Rename", "Newname: PJSIP/1001-1<ZOMBIE>\nUniqueid: 1.2\n",
		"leg-rename leg=1.2 device=1001 state_name=zombie "
		"text=PJSIP/1001-1 role=extension\n");
	/* The double that a masquerade goes through. */
	becomes("Rename", "Newname: Surrogate/1001-1\nUniqueid: 1.3\n",
		"leg-rename leg=1.3 text=Surrogate/1001-1 role=plumbing\n");
	becomes("Rename", "Newname: PJSIP/1001-1<OTHER>\nUniqueid: 1.1\n",
		"leg-rename leg=1.1 device=1001 text=PJSIP/1001-1 "
		"role=extension\n");
}

static void test_ami_decode__bridges_are_of_three_kinds(void **state)
{
	(void)state;
	becomes("BridgeCreate",
		"BridgeUniqueid: b\nBridgeCreator: ConfBridge\n"
		"BridgeName: 8001\n",
		"bridge-new bridge=b called=8001 kind=room\n");
	becomes("BridgeCreate", "BridgeUniqueid: b\nBridgeCreator: Parking\n",
		"bridge-new bridge=b kind=holding\n");
	becomes("BridgeCreate",
		"BridgeUniqueid: b\nBridgeTechnology: holding_bridge\n",
		"bridge-new bridge=b kind=holding\n");
	becomes("BridgeCreate",
		"BridgeUniqueid: b\nBridgeTechnology: softmix\n"
		"BridgeName: 8001\n",
		"bridge-new bridge=b\n");
}

static void test_ami_decode__transfers_end_in_their_ways(void **state)
{
	static const char *const types[][2] = {
		{ "Bridge", "bridge ok" }, { "App", "app ok" },
		{ "Link", "link ok" },	   { "Threeway", "threeway ok" },
		{ "Fail", "fail" },	   { "", "bridge ok" },
	};
	char rest[128], facts[128];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		strcpy(rest, "Result: Success\nDestApp: Queue\nDestType: ");
		strcat(rest, types[i][0]);
		strcat(rest, "\n");
		strcpy(facts, "transfer-attended app=Queue text=Success dest=");
		strcat(facts, types[i][1]);
		strcat(facts, "\n");
		becomes("AttendedTransfer", rest, facts);
	}
	becomes("AttendedTransfer", "Result: Fail\nDestType: Bridge\n",
		"transfer-attended text=Fail dest=bridge\n");
	becomes("BlindTransfer", "Result: Invalid\nTransfererUniqueid: 1.1\n",
		"transfer-blind leg=1.1 text=Invalid\n");
}

static void test_ami_decode__members_have_names_or_interfaces(void **state)
{
	(void)state;
	/* Without a name of his own Asterisk gives the interface as one. */
	becomes("QueueMemberAdded",
		"Queue: sales\nMemberName: PJSIP/1001\n"
		"Interface: PJSIP/1001\nStateInterface: PJSIP/1001\n",
		"agent-member device=1001 queue=sales agent=1001 ok member\n");
	becomes("QueueMemberStatus",
		"Queue: sales\nName: Anna\nLocation: Local/1003@agents/n\n",
		"agent-member device=1003 queue=sales agent=Anna member\n");
	becomes("AgentCalled",
		"Queue: sales\nUniqueid: 1.1\nInterface: PJSIP/1001\n",
		"agent-offer leg=1.1 device=1001 queue=sales agent=1001\n");
}

static void test_ami_decode__only_pressed_keys_count(void **state)
{
	(void)state;
	becomes("DTMFBegin", "Uniqueid: 1.1\nDigit: 5\nDirection: Sent\n", "");
	becomes("DTMFEnd", "Uniqueid: 1.1\nDigit: 5\nDirection: Sent\n", "");
	becomes("DTMFEnd", "Uniqueid: 1.1\nDigit: 5\n", "");
	becomes("DTMFEnd",
		"Uniqueid: 1.1\nDigit: #\nDurationMs: 0\n"
		"Direction: Received\n",
		"dtmf leg=1.1 called=# made-up\n");
}

static void test_ami_decode__what_is_missing_is_not_told(void **state)
{
	(void)state;
	becomes("FullyBooted", "", "switch-up code=-1\n");
	becomes("Hangup", "Uniqueid: 1.1\n", "leg-end leg=1.1 role=trunk\n");
	becomes("Hangup", "Uniqueid: 1.1\nCause: sixteen\n",
		"leg-end leg=1.1 role=trunk\n");
	becomes("Hangup", "Uniqueid: 1.1\nCause: 99999999999999999999\n",
		"leg-end leg=1.1 role=trunk\n");
	becomes("Newchannel",
		"Uniqueid: 1.1\nCallerIDName: <unknown>\n"
		"Channel: PJSIP/1001-1\nExten: \n",
		"leg-new leg=1.1 device=1001 role=extension\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ami_decode__each_event_is_its_fact),
		cmocka_unit_test(test_ami_decode__each_name_is_found),
		cmocka_unit_test(
			test_ami_decode__an_event_of_nobodys_is_passed_over),
		cmocka_unit_test(
			test_ami_decode__variables_of_the_site_are_data),
		cmocka_unit_test(test_ami_decode__channel_states_in_our_words),
		cmocka_unit_test(test_ami_decode__dial_results_in_our_words),
		cmocka_unit_test(
			test_ami_decode__a_dial_may_be_by_the_switch_itself),
		cmocka_unit_test(test_ami_decode__the_withheld_stay_withheld),
		cmocka_unit_test(
			test_ami_decode__the_presentation_withholds_too),
		cmocka_unit_test(
			test_ami_decode__plumbing_in_a_bridge_may_be_news),
		cmocka_unit_test(test_ami_decode__two_channels_change_places),
		cmocka_unit_test(test_ami_decode__bridges_are_of_three_kinds),
		cmocka_unit_test(test_ami_decode__transfers_end_in_their_ways),
		cmocka_unit_test(
			test_ami_decode__members_have_names_or_interfaces),
		cmocka_unit_test(test_ami_decode__only_pressed_keys_count),
		cmocka_unit_test(test_ami_decode__what_is_missing_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
