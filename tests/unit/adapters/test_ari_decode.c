/* SPDX-License-Identifier: MIT */
/* Each event of ARI's that is read, and the facts it becomes. */
#include "ari_stage.h"

#define CHANNEL_OF(id, name, state, app, data)                                 \
	"{\"id\":\"" id "\",\"name\":\"" name "\",\"state\":\"" state "\","    \
	"\"caller\":{\"name\":\"Anna\",\"number\":\"1001\"},"                  \
	"\"connected\":{\"name\":\"\",\"number\":\"138\"},"                    \
	"\"dialplan\":{\"context\":\"internal\",\"exten\":\"1002\","           \
	"\"priority\":1,\"app_name\":\"" app "\",\"app_data\":\"" data "\"}}"
#define PHONE(state) CHANNEL_OF("1.1", "PJSIP/1001-00000001", state, "", "")
#define LEG(state)   ",\"channel\":" PHONE(state)
#define RUNS(app, data)                                                        \
	",\"channel\":" CHANNEL_OF("1.1", "PJSIP/1001-00000001", "Up", app,    \
				   data)
#define DIAL(status, more)                                                     \
	",\"dialstatus\":\"" status "\",\"dialstring\":\"PJSIP/trunk/139@x\"," \
	"\"caller\":" CHANNEL_OF("1.1", "PJSIP/1001-1", "Ring", "Queue",       \
				 "s") ",\"peer\":" CHANNEL_OF("1.2",           \
							      "PJSIP/1002-2",  \
							      "Down", "", "")  \
		more
#define BRIDGE(class, technology, creator, name)                               \
	",\"bridge\":{\"id\":\"b-1\",\"bridge_class\":\"" class                \
		"\",\"technology\":\"" technology "\",\"creator\":\"" creator  \
		"\",\"name\":\"" name "\",\"channels\":[\"1.1\"]}"
#define PLAIN	 BRIDGE("basic", "simple_bridge", "", "")
#define LEG_FACT " leg=1.1 device=1001 number=1001 name=Anna called=1002"
#define DEVICE(name, state)                                                    \
	",\"device_state\":{\"name\":\"" name "\",\"state\":\"" state "\"}"
#define VARIABLE(name, value)                                                  \
	",\"variable\":\"" name "\",\"value\":\"" value "\""

static const struct row {
	const char *type, *rest, *facts;
} rows[] = {
	{ "ChannelCreated", LEG("Ring"),
	  "leg-new" LEG_FACT " role=extension state=calling\n" },
	{ "ChannelCreated",
	  ",\"channel\":" CHANNEL_OF("1.3", "Local/1003@agents-00000001;2",
				     "Down", "", ""),
	  "leg-new leg=1.3 pair=1003@agents-00000001 device=1003 number=1001 "
	  "name=Anna called=1003 context=agents role=local state=down "
	  "half=2\n" },
	{ "ChannelStateChange", LEG("Ringing"),
	  "leg-state" LEG_FACT " other_number=138 role=extension "
	  "state=alerting\n" },
	{ "ChannelStateChange", LEG("Up"),
	  "leg-state" LEG_FACT " other_number=138 role=extension state=up\n" },
	{ "ChannelCallerId",
	  LEG("Up") ",\"caller_presentation_txt\":\"Presentation "
		    "Prohibited, Not Screened\"",
	  "leg-party" LEG_FACT " other_number=138 role=extension state=up "
	  "withheld\n" },
	{ "ChannelHangupRequest", LEG("Up") ",\"cause\":16",
	  "hangup-request leg=1.1 code=16\n" },
	{ "ChannelHangupRequest", LEG("Up") ",\"cause\":16,\"soft\":true", "" },
	{ "ChannelDestroyed",
	  LEG("Up") ",\"cause\":17,\"cause_txt\":\"User busy\"",
	  "leg-end" LEG_FACT " other_number=138 text=User busy "
	  "role=extension state=up code=17\n" },
	{ "Dial", DIAL("", ""),
	  "dial-begin leg=1.1 other=1.2 device=1002 number=139 called=1002 "
	  "context=internal other_number=138 data=1001 role=extension\n" },
	{ "Dial", DIAL("RINGING", ""),
	  "dial-state leg=1.1 other=1.2 device=1002 number=139 called=1002 "
	  "context=internal other_number=138 data=1001 role=extension "
	  "state=alerting\n" },
	{ "Dial", DIAL("PROGRESS", ""),
	  "dial-state leg=1.1 other=1.2 device=1002 number=139 called=1002 "
	  "context=internal other_number=138 data=1001 role=extension "
	  "state=progress\n" },
	{ "Dial", DIAL("CANCEL", ",\"forward\":\"1003@internal\""),
	  "dial-end leg=1.1 other=1.2 device=1002 number=139 called=1003 "
	  "context=internal other_number=138 data=1001 role=extension "
	  "result=cancel\n" },
	/* Who waited in a queue is served. */
	{ "Dial", DIAL("ANSWER", ""),
	  "queue-leave leg=1.1\n"
	  "dial-end leg=1.1 other=1.2 device=1002 number=139 "
	  "context=internal other_number=138 data=1001 role=extension "
	  "result=answer\n" },
	{ "BridgeCreated", PLAIN, "bridge-new bridge=b-1\n" },
	{ "BridgeDestroyed", PLAIN, "bridge-end bridge=b-1\n" },
	{ "ChannelEnteredBridge", PLAIN LEG("Up"),
	  "bridge-enter leg=1.1 bridge=b-1\n" },
	{ "ChannelLeftBridge", PLAIN LEG("Up"),
	  "bridge-leave leg=1.1 bridge=b-1\n" },
	{ "ChannelEnteredBridge",
	  BRIDGE("base", "softmix", "ConfBridge", "8001") LEG("Up"),
	  "bridge-enter leg=1.1 bridge=b-1 called=8001 kind=room\n" },
	{ "ChannelEnteredBridge",
	  BRIDGE("parking", "holding_bridge", "Parking", "default") LEG("Up"),
	  "bridge-enter leg=1.1 bridge=b-1 kind=holding\n"
	  "parked leg=1.1\n" },
	{ "DeviceStateChanged", DEVICE("park:701@parkedcalls", "INUSE"),
	  "parked slot=701\n" },
	{ "DeviceStateChanged", DEVICE("park:701@parkedcalls", "NOT_INUSE"),
	  "" },
	{ "DeviceStateChanged", DEVICE("PJSIP/1001", "INUSE"), "" },
	{ "DeviceStateChanged", DEVICE("Queue:sales_avail", "INUSE"), "" },
	{ "DeviceStateChanged", DEVICE("Queue:sales_pause_PJSIP/1001", "INUSE"),
	  "agent-member device=1001 queue=sales member paused\n" },
	{ "DeviceStateChanged",
	  DEVICE("Queue:sales_pause_Local/1001@agents/n", "NOT_INUSE"),
	  "agent-member device=1001 queue=sales member\n" },
	{ "ChannelHold", LEG("Up"), "hold leg=1.1\n" },
	{ "ChannelUnhold", LEG("Up"), "unhold leg=1.1\n" },
	{ "ChannelDtmfReceived",
	  LEG("Up") ",\"digit\":\"5\",\"duration_ms\":120",
	  "dtmf leg=1.1 called=5\n" },
	{ "ChannelDtmfReceived", LEG("Up") ",\"digit\":\"5\",\"duration_ms\":0",
	  "dtmf leg=1.1 called=5 made-up\n" },
	{ "BridgeBlindTransfer",
	  PLAIN LEG("Up") ",\"exten\":\"1003\",\"result\":\"Success\","
			  "\"transferee\":" PHONE("Up"),
	  "transfer-blind leg=1.1 other=1.1 bridge=b-1 called=1003 "
	  "text=Success ok\n" },
	{ "BridgeAttendedTransfer",
	  ",\"transferer_first_leg\":{\"id\":\"1.1\"},"
	  "\"transferer_second_leg\":{\"id\":\"1.2\"},"
	  "\"transferee\":{\"id\":\"1.3\"},\"result\":\"Success\","
	  "\"destination_type\":\"application\","
	  "\"destination_application\":\"Dial\"",
	  "transfer-attended leg=1.1 other=1.3 second=1.2 app=Dial "
	  "text=Success dest=app ok\n" },
	{ "BridgeAttendedTransfer",
	  ",\"transferer_first_leg\":{\"id\":\"1.1\"},"
	  "\"transfer_target\":{\"id\":\"1.4\"},\"result\":\"Success\","
	  "\"destination_type\":\"fail\"",
	  "transfer-attended leg=1.1 target=1.4 text=Success dest=fail\n" },
	{ "BridgeAttendedTransfer",
	  ",\"transferer_first_leg\":{\"id\":\"1.1\"},"
	  "\"result\":\"Success\",\"destination_type\":\"threeway\"",
	  "transfer-attended leg=1.1 text=Success dest=threeway ok\n" },
	{ "BridgeAttendedTransfer",
	  ",\"transferer_first_leg\":{\"id\":\"1.1\"},"
	  "\"result\":\"Success\",\"destination_type\":\"link\"",
	  "transfer-attended leg=1.1 text=Success dest=link ok\n" },
	{ "ChannelDialplan",
	  LEG("Up") ",\"dialplan_app\":\"Queue\","
		    "\"dialplan_app_data\":\"sales@site,tT,,,60\"",
	  "leg-step leg=1.1 called=1002 app=Queue data=sales@site,tT,,,60\n"
	  "queue-join leg=1.1 called=1002 app=Queue data=sales@site,tT,,,60 "
	  "queue=sales\n" },
	{ "ChannelDialplan",
	  LEG("Up") ",\"dialplan_app\":\"AppDial\","
		    "\"dialplan_app_data\":\"(Outgoing Line)\"",
	  "leg-step leg=1.1 called=1002 app=AppDial data=(Outgoing Line)\n"
	  "pickup leg=1.1 called=1002 app=AppDial data=(Outgoing Line)\n" },
	{ "ChannelDialplan",
	  LEG("Up") ",\"dialplan_app\":\"ChanSpy\","
		    "\"dialplan_app_data\":\"PJSIP/1002\"",
	  "leg-step leg=1.1 called=1002 app=ChanSpy data=PJSIP/1002\n"
	  "spy leg=1.1 called=1002 app=ChanSpy data=PJSIP/1002\n" },
	{ "ChannelDialplan",
	  LEG("Up") ",\"dialplan_app\":\"StopMixMonitor\","
		    "\"dialplan_app_data\":\"\"",
	  "leg-step leg=1.1 called=1002 app=StopMixMonitor\n"
	  "record leg=1.1 called=1002 app=StopMixMonitor "
	  "state_name=stopped\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "TIMEOUT") LEG("Up"),
	  "queue-leave leg=1.1 reason=timeout\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "CONTINUE") LEG("Up"),
	  "queue-leave leg=1.1\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "LEAVEEMPTY") LEG("Up"),
	  "queue-leave leg=1.1 reason=empty\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "LEAVEUNAVAIL") LEG("Up"),
	  "queue-leave leg=1.1 reason=empty\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "WITHDRAW") LEG("Up"),
	  "queue-leave leg=1.1 reason=withdrawn\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "FULL") LEG("Up"),
	  "queue-refused leg=1.1\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "UNKNOWN") LEG("Up"),
	  "queue-refused leg=1.1\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "JOINEMPTY") LEG("Up"),
	  "queue-refused leg=1.1\n" },
	{ "ChannelVarset", VARIABLE("QUEUESTATUS", "") LEG("Up"), "" },
	{ "ChannelVarset",
	  VARIABLE("MIXMONITOR_FILENAME", "/r/1.wav") LEG("Up"),
	  "record leg=1.1 data=/r/1.wav state_name=started\n" },
	{ "ChannelVarset",
	  VARIABLE("AQMSTATUS", "ADDED")
		  RUNS("AddQueueMember", "sales,PJSIP/1009,0,,Li@site"),
	  "agent-member device=1009 queue=sales agent=Li ok member\n" },
	/* Without an interface it is the telephone itself. */
	{ "ChannelVarset",
	  VARIABLE("AQMSTATUS", "ADDED") RUNS("AddQueueMember", "sales"),
	  "agent-member device=1001 queue=sales ok member\n" },
	{ "ChannelVarset",
	  VARIABLE("AQMSTATUS", "MEMBERALREADY") RUNS("AddQueueMember", "s"),
	  "" },
	{ "ChannelVarset",
	  VARIABLE("RQMSTATUS", "REMOVED")
		  RUNS("RemoveQueueMember", "sales,PJSIP/1009"),
	  "agent-member device=1009 queue=sales\n" },
	{ "ChannelVarset",
	  VARIABLE("PQMSTATUS", "PAUSED")
		  RUNS("PauseQueueMember", "sales,PJSIP/1009,,lunch"),
	  "agent-member device=1009 queue=sales reason=lunch member "
	  "paused\n" },
	{ "ChannelVarset", VARIABLE("DIALSTATUS", "ANSWER") LEG("Up"), "" },
	{ "RecordingStarted",
	  ",\"recording\":{\"name\":\"r1\","
	  "\"target_uri\":\"channel:cti-rec-1.1\"}",
	  "record leg=1.1 data=r1 state_name=started\n" },
	{ "RecordingFinished",
	  ",\"recording\":{\"name\":\"r1\",\"target_uri\":\"bridge:b\"}", "" },
	{ "PeerStatusChange", LEG("Up"), "" },
	{ "StasisStart", LEG("Up"), "" },
};

static void test_ari_decode__each_event_is_these_facts(void **state)
{
	struct cti_port port = { 0 };
	char text[4096];
	size_t i;

	(void)state;
	stage_open(&port);
	fake_port_forget(&port);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(text, sizeof(text), "{\"type\":\"%s\"%s}",
			 rows[i].type, rows[i].rest);
		stage_hear(&port, text);
		if (strcmp(fake_port_facts(&port), rows[i].facts) != 0)
			fail_msg("%s is\n%sand not\n%s", rows[i].type,
				 fake_port_facts(&port), rows[i].facts);
		fake_port_forget(&port);
	}
	assert_int_equal(port.malformed, 0);
	assert_int_equal(port.messages, i);
	fake_port_fini(&port);
}

static void test_ari_decode__variables_of_the_site_are_data(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	fake_port_set(&port, "data.variables", "CTI_ACCOUNT");
	stage_open(&port);
	fake_port_forget(&port);
	stage_hear(&port,
		   "{\"type\":\"ChannelVarset\",\"variable\":\"CTI_ACCOUNT\","
		   "\"value\":\"A\\u00377\",\"channel\":" PHONE("Up") "}");
	stage_said(&port, "data leg=1.1 name=CTI_ACCOUNT data=A77\n");
	stage_hear(&port, "{\"type\":\"ChannelVarset\",\"variable\":\"OTHER\","
			  "\"value\":\"A7\",\"channel\":" PHONE("Up") "}");
	stage_hear(&port, "{\"type\":\"ChannelVarset\",\"variable\":"
			  "\"CTI_ACCOUNT\",\"value\":\"A7\"}");
	stage_said(&port, "");
	stage_hear(&port,
		   "{\"type\":\"ChannelUserevent\",\"eventname\":\"Caller\","
		   "\"channel\":" PHONE(
			   "Up") ",\"userevent\":{"
				 "\"CTI_ACCOUNT\":\"A7\",\"OTHER\":\"x\"}}");
	stage_said(&port, "data leg=1.1 name=CTI_ACCOUNT data=A7\n");
	fake_port_fini(&port);
}

static void test_ari_decode__the_order_of_members_is_free(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	fake_port_forget(&port);
	stage_hear(&port,
		   "{\"channel\":" PHONE("Up") ",\"type\":\"ChannelHold\"}");
	stage_said(&port, "hold leg=1.1\n");
	fake_port_fini(&port);
}

static void test_ari_decode__what_is_no_event_is_counted(void **state)
{
	static const char *const texts[] = {
		"",
		"[]",
		"{",
		"hello",
		"{\"type\":\"ChannelHold\",\"channel\":",
		"{\"type\":\"ChannelHold\"}x",
		"\xff",
	};
	struct cti_port port = { 0 };
	size_t i;

	(void)state;
	stage_open(&port);
	fake_port_forget(&port);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		stage_hear(&port, texts[i]);
	assert_int_equal(port.malformed, i);
	stage_said(&port, "");
	/* An event without its members names nobody. */
	stage_hear(&port, "{\"type\":\"ChannelHold\"}");
	stage_said(&port, "hold\n");
	fake_port_fini(&port);
}

static void test_ari_decode__another_program_takes_our_place(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	stage_hear(&port, "{\"type\":\"ApplicationReplaced\","
			  "\"application\":\"libcti\"}");
	assert_int_equal(port.failed, CTI_EEXIST);
	assert_non_null(strstr(cti__buf_cstr(&port.why), "ari.app"));
	fake_port_fini(&port);
}

#define BORN(id)                                                               \
	"{\"type\":\"ChannelCreated\",\"channel\":" CHANNEL_OF(                \
		id, "PJSIP/1001-1", "Ring", "", "") "}"
#define BORN_FACT(id)                                                          \
	"leg-new leg=" id " device=1001 number=1001 name=Anna called=1002 "    \
	"role=extension state=calling\n"

static void test_ari_decode__a_recording_shows_a_restart_by_its_count(
	void **state)
{
	struct cti_port port = { .is_replay = true };

	(void)state;
	stage_open(&port);
	fake_port_forget(&port);
	stage_hear(&port, BORN("1000.17"));
	stage_hear(&port, BORN("1000.16"));
	stage_said(&port, BORN_FACT("1000.17") BORN_FACT("1000.16"));
	fake_port_down(&port, CTI_EEOF);
	(void)fake_port_up(&port);
	fake_port_forget(&port);
	/* The same process goes on counting. */
	stage_hear(&port, BORN("1001.18"));
	stage_said(&port, BORN_FACT("1001.18"));
	fake_port_down(&port, CTI_EEOF);
	(void)fake_port_up(&port);
	stage_said(&port, "switch-up text=0 code=-1\n");
	stage_hear(&port, BORN("1002.0"));
	stage_said(&port, "switch-up text=1 code=-1\n" BORN_FACT("1002.0"));
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ari_decode__each_event_is_these_facts),
		cmocka_unit_test(
			test_ari_decode__variables_of_the_site_are_data),
		cmocka_unit_test(test_ari_decode__the_order_of_members_is_free),
		cmocka_unit_test(test_ari_decode__what_is_no_event_is_counted),
		cmocka_unit_test(
			test_ari_decode__another_program_takes_our_place),
		cmocka_unit_test(
			test_ari_decode__a_recording_shows_a_restart_by_its_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
