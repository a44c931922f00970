/* SPDX-License-Identifier: MIT */
/* What is so now: ids, then each leg by itself, then the agents. */
#include "esl_stage.h"

#define QUESTIONS                                                              \
	"api uptime s\n\napi show channels as json\n\n"                        \
	"api callcenter_config agent list\n\n"                                 \
	"api callcenter_config tier list\n\n"

static void begin(struct stage *st)
{
	stage_ready(st);
	assert_int_equal(st->port.adapter->resync(st->port.state), 0);
	stage_sent(st, QUESTIONS);
	stage_said(st, "snapshot-begin\n");
	stage_answer(st, "3600\n");
	stage_said(st, "switch-up code=3600\n");
}

static void no_agents(struct stage *st)
{
	stage_answer(st, "-ERR callcenter_config Command not found!\n");
	stage_answer(st, "-ERR callcenter_config Command not found!\n");
}

static void test_esl_resync__nothing_is_nothing(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_answer(&st, "{\"row_count\":0}");
	no_agents(&st);
	stage_said(&st, "snapshot-end\n");
	assert_true(st.port.synced);
	assert_int_equal(st.port.failed, 0);
	stage_close(&st);
}

static void test_esl_resync__looks_at_each_leg(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_answer(&st, "{\"row_count\":3,\"rows\":[{\"uuid\":\"a-1\"},"
			  "{\"uuid\":\"b-2\",\"name\":\"x\"},"
			  "{\"uuid\":\"c-3\"}]}");
	stage_sent(&st, "api uuid_dump a-1 json\n\napi uuid_dump b-2 json\n\n"
			"api uuid_dump c-3 json\n\n");
	no_agents(&st);
	assert_false(st.port.synced);
	stage_answer(
		&st,
		"{\"Event-Name\":\"CHANNEL_DATA\",\"Unique-ID\":\"a-1\","
		"\"Call-Direction\":\"inbound\",\"Answer-State\":\"answered\","
		"\"Caller-Caller-ID-Number\":\"13800138000\","
		"\"Caller-Destination-Number\":\"1001\","
		"\"variable_sip_to_user\":\"4001100266\","
		"\"Other-Type\":\"originatee\","
		"\"variable_bridge_to\":\"b-2\"}");
	stage_said(&st, "leg-new leg=a-1 group=a-1 number=13800138000 "
			"called=4001100266 role=trunk state=up snapshot\n"
			"bridge-enter leg=a-1 bridge=a-1 b-2 snapshot open\n");
	stage_answer(
		&st,
		"{\"Event-Name\":\"CHANNEL_DATA\",\"Unique-ID\":\"b-2\","
		"\"Call-Direction\":\"outbound\",\"Answer-State\":\"answered\","
		"\"Channel-Call-State\":\"HELD\","
		"\"Other-Leg-Unique-ID\":\"a-1\",\"Other-Type\":\"originator\","
		"\"Caller-Caller-ID-Number\":\"13800138000\","
		"\"Caller-Destination-Number\":\"1001\","
		"\"variable_dialed_user\":\"1001\","
		"\"variable_bridge_to\":\"a-1\"}");
	stage_said(&st, "leg-new leg=b-2 group=a-1 device=1001 number=1001 "
			"called=1001 other_number=13800138000 role=extension "
			"state=up snapshot\n"
			"bridge-enter leg=b-2 bridge=a-1 b-2 snapshot open\n"
			"hold leg=b-2 snapshot\n");
	/* One that has ended meanwhile. */
	stage_answer(&st, "-ERR No such channel!\n");
	stage_said(&st, "snapshot-end\n");
	assert_true(st.port.synced);
	assert_int_equal(st.port.failed, 0);
	stage_close(&st);
}

static void test_esl_resync__one_that_is_not_on_hold_any_more(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_answer(&st, "{\"rows\":[{\"uuid\":\"a-1\"}]}");
	no_agents(&st);
	stage_answer(
		&st,
		"{\"Event-Name\":\"CHANNEL_DATA\",\"Unique-ID\":\"a-1\","
		"\"Call-Direction\":\"inbound\",\"Answer-State\":\"answered\","
		"\"Channel-Call-State\":\"ACTIVE\","
		"\"Caller-Destination-Number\":\"1001\"}");
	stage_said(&st, "leg-new leg=a-1 group=a-1 called=1001 role=trunk "
			"state=up snapshot\n"
			"unhold leg=a-1 snapshot\n"
			"snapshot-end\n");
	stage_close(&st);
}

static void test_esl_resync__a_few_at_a_time(void **state)
{
	struct stage st = { 0 };
	struct cti__buf rows = { 0 };
	int i, answered;

	(void)state;
	begin(&st);
	cti__buf_text(&rows, "{\"rows\":[");
	for (i = 0; i < 100; i++)
		cti__buf_printf(&rows, "%s{\"uuid\":\"leg-%d\"}", i ? "," : "",
				i);
	cti__buf_text(&rows, "]}");
	stage_answer(&st, cti__buf_cstr(&rows));
	cti__buf_fini(&rows);
	no_agents(&st);
	for (answered = 0; answered < 100; answered++) {
		assert_false(st.port.synced);
		stage_answer(&st, "-ERR No such channel!\n");
	}
	assert_true(st.port.synced);
	assert_non_null(strstr(cti__buf_cstr(&st.port.sent),
			       "api uuid_dump leg-99 json\n\n"));
	stage_close(&st);
}

static void test_esl_resync__agents_and_their_queues(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_answer(&st, "{\"row_count\":0}");
	stage_answer(
		&st,
		"name|instance_id|type|contact|status|state|wrap_up_time\n"
		"1001@default|single_box|callback|"
		"[call_timeout=4]user/1001@pbx.example.com|Available|Waiting|"
		"10\n"
		"li@default|single_box|callback|user/1002|On Break|Waiting|0\n"
		"1003@default|single_box|callback|user/1003|Logged Out|"
		"Waiting|10\n"
		"+OK\n");
	stage_said(&st,
		   "agent-member device=1001 agent=1001 code=10 snapshot "
		   "member\n"
		   "agent-member device=1002 agent=li snapshot member paused\n"
		   "agent-member device=1003 agent=1003 code=10 snapshot\n");
	stage_answer(&st, "queue|agent|state|level|position\n"
			  "support@default|1001@default|Ready|1|1\n+OK\n");
	stage_said(
		&st,
		"agent-member queue=support agent=1001 snapshot member open\n"
		"snapshot-end\n");
	stage_close(&st);
}

static void test_esl_resync__who_waits_and_who_is_in_a_room(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_answer(&st, "{\"rows\":[{\"uuid\":\"q\"},{\"uuid\":\"p\"},"
			  "{\"uuid\":\"r\"},{\"uuid\":\"f\"}]}");
	no_agents(&st);
	fake_port_forget(&st.port);
	stage_answer(&st,
		     "{\"Event-Name\":\"CHANNEL_DATA\",\"Unique-ID\":\"q\","
		     "\"Call-Direction\":\"inbound\","
		     "\"variable_cc_queue\":\"support@default\","
		     "\"variable_current_application\":\"callcenter\"}");
	assert_non_null(strstr(fake_port_facts(&st.port),
			       "queue-join leg=q queue=support snapshot\n"));
	stage_answer(&st,
		     "{\"Event-Name\":\"CHANNEL_DATA\",\"Unique-ID\":\"p\","
		     "\"Call-Direction\":\"inbound\","
		     "\"variable_current_application\":\"valet_park\","
		     "\"variable_current_application_data\":\"lot 5901\"}");
	assert_non_null(strstr(fake_port_facts(&st.port),
			       "parked leg=p slot=5901 snapshot\n"));
	stage_answer(&st,
		     "{\"Event-Name\":\"CHANNEL_DATA\",\"Unique-ID\":\"r\","
		     "\"Call-Direction\":\"inbound\","
		     "\"variable_conference_name\":\"3000\","
		     "\"variable_conference_uuid\":\"c-1\"}");
	assert_non_null(
		strstr(fake_port_facts(&st.port),
		       "bridge-enter leg=r bridge=c-1 called=3000 kind=room "
		       "snapshot open\n"));
	stage_answer(&st,
		     "{\"Event-Name\":\"CHANNEL_DATA\",\"Unique-ID\":\"f\","
		     "\"Call-Direction\":\"inbound\","
		     "\"variable_current_application\":\"fifo\","
		     "\"variable_current_application_data\":"
		     "\"helpdesk@pbx in\"}");
	assert_non_null(strstr(fake_port_facts(&st.port),
			       "queue-join leg=f queue=helpdesk snapshot\n"));
	stage_close(&st);
}

static void test_esl_resync__half_a_list_ends_no_calls(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_answer(&st, "-ERR permission denied\n");
	no_agents(&st);
	stage_said(&st, "");
	assert_int_equal(st.port.failed, CTI_EREFUSED);
	stage_close(&st);
}

static void test_esl_resync__events_between_the_answers_are_told(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_event(&st, "Event-Name: CHANNEL_HOLD\nUnique-ID: z\n");
	stage_said(&st, "hold leg=z\n");
	stage_answer(&st, "{\"row_count\":0}");
	no_agents(&st);
	stage_said(&st, "snapshot-end\n");
	stage_close(&st);
}

static void test_esl_resync__ping_asks_how_long_it_runs(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	assert_int_equal(st.port.adapter->ping(st.port.state), 0);
	stage_sent(&st, "api uptime s\n\n");
	stage_answer(&st, "77\n");
	stage_said(&st, "switch-up code=77\n");
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_esl_resync__nothing_is_nothing),
		cmocka_unit_test(test_esl_resync__looks_at_each_leg),
		cmocka_unit_test(
			test_esl_resync__one_that_is_not_on_hold_any_more),
		cmocka_unit_test(test_esl_resync__a_few_at_a_time),
		cmocka_unit_test(test_esl_resync__agents_and_their_queues),
		cmocka_unit_test(
			test_esl_resync__who_waits_and_who_is_in_a_room),
		cmocka_unit_test(test_esl_resync__half_a_list_ends_no_calls),
		cmocka_unit_test(
			test_esl_resync__events_between_the_answers_are_told),
		cmocka_unit_test(test_esl_resync__ping_asks_how_long_it_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
