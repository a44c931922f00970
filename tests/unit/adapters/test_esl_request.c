/* SPDX-License-Identifier: MIT */
/* Requests as commands: their form, their ends, and what may not get in. */
#include "esl_stage.h"
#include "model/request.h"

#define JOB(tag) "\nJob-UUID: cti-0000000000000001-" tag "\n\n"
#define S(text)	 CTI__STR(text)

/* All that any of them reads. */
static const struct cti_request full = {
	.device = { "1001", 4 },
	.to = { "1002", 4 },
	.agent = { "1001", 4 },
	.leg = { "leg-1", 5 },
	.party = { "party-1", 7 },
	.consult_leg = { "leg-2", 5 },
	.consult_party = { "party-2", 7 },
	.new_leg = { "new-1", 5 },
	.key = { "order", 5 },
	.value = { "77", 2 },
	.legs = { { "leg-1", 5 }, { "party-1", 7 } },
	.leg_count = 2,
};

static int ask(struct stage *st, struct cti_request req, uint32_t kind)
{
	req.kind = kind;
	return st->port.adapter->request(st->port.state, 7, &req);
}

static const struct {
	uint32_t kind;
	const char *sent;
} rows[] = {
	{ CTI_REQUEST_DIAL,
	  "bgapi originate {origination_uuid=new-1,"
	  "origination_caller_id_number='1002',"
	  "origination_caller_id_name='1002'}user/1001@pbx.example.com 1002 "
	  "XML default" JOB("7") },
	{ CTI_REQUEST_ANSWER, "bgapi uuid_phone_event leg-1 talk" JOB("7") },
	{ CTI_REQUEST_HANGUP,
	  "bgapi uuid_kill leg-1 NORMAL_CLEARING" JOB("7") },
	{ CTI_REQUEST_CLEAR, "api uuid_kill leg-1\n\n"
			     "bgapi uuid_kill party-1" JOB("7") },
	{ CTI_REQUEST_HOLD, "bgapi uuid_hold leg-1" JOB("7") },
	{ CTI_REQUEST_RETRIEVE, "bgapi uuid_hold off leg-1" JOB("7") },
	{ CTI_REQUEST_SWAP, "api uuid_hold toggle leg-2\n\n"
			    "bgapi uuid_hold toggle leg-1" JOB("7") },
	{ CTI_REQUEST_TRANSFER,
	  "bgapi uuid_transfer party-1 1002 XML default" JOB("7") },
	{ CTI_REQUEST_CONSULT,
	  "bgapi uuid_broadcast leg-1 att_xfer::loopback/1002/default "
	  "aleg,holdb" JOB("7") },
	{ CTI_REQUEST_COMPLETE, "bgapi uuid_bridge party-1 party-2" JOB("7") },
	{ CTI_REQUEST_CANCEL, "api uuid_kill leg-2\n\n"
			      "bgapi uuid_hold off leg-1" JOB("7") },
	{ CTI_REQUEST_JOIN,
	  "api uuid_transfer leg-1 -both conference:cti-leg-1@default "
	  "inline\n\n"
	  "bgapi uuid_transfer party-2 conference:cti-leg-1@default "
	  "inline" JOB("7") },
	{ CTI_REQUEST_CONFERENCE,
	  "api uuid_transfer leg-1 -both conference:cti-leg-1@default "
	  "inline\n\n"
	  "bgapi originate {origination_uuid=new-1,"
	  "origination_caller_id_number='1001'}loopback/1002/default "
	  "&conference(cti-leg-1@default)" JOB("7") },
	{ CTI_REQUEST_DROP, "bgapi uuid_kill leg-1 NORMAL_CLEARING" JOB("7") },
	{ CTI_REQUEST_DEFLECT,
	  "bgapi uuid_transfer party-1 1002 XML default" JOB("7") },
	{ CTI_REQUEST_PICKUP,
	  "bgapi originate {origination_uuid=new-1}user/1001@pbx.example.com "
	  "&intercept(party-1)" JOB("7") },
	{ CTI_REQUEST_PARK,
	  "bgapi uuid_transfer party-1 1002 XML default" JOB("7") },
	{ CTI_REQUEST_DTMF, "bgapi uuid_send_dtmf party-1 77" JOB("7") },
	{ CTI_REQUEST_DATA, "bgapi uuid_setvar leg-1 order '77'" JOB("7") },
	{ CTI_REQUEST_RECORD_START,
	  "bgapi uuid_record leg-1 start '1002'" JOB("7") },
	{ CTI_REQUEST_RECORD_STOP,
	  "bgapi uuid_record leg-1 stop all" JOB("7") },
	{ CTI_REQUEST_RECORD_PAUSE,
	  "bgapi uuid_record leg-1 mask '1002'" JOB("7") },
	{ CTI_REQUEST_RECORD_RESUME,
	  "bgapi uuid_record leg-1 unmask '1002'" JOB("7") },
	{ CTI_REQUEST_MUTE,
	  "bgapi uuid_audio leg-1 start read mute -1" JOB("7") },
	{ CTI_REQUEST_UNMUTE, "bgapi uuid_audio leg-1 stop" JOB("7") },
	{ CTI__REQUEST_ROUTE,
	  "bgapi uuid_transfer leg-1 1002 XML default" JOB("7") },
	{ CTI_REQUEST_AGENT_LOGIN,
	  "bgapi callcenter_config agent set status 1001@default "
	  "'Available'" JOB("7") },
	{ CTI_REQUEST_AGENT_LOGOUT,
	  "bgapi callcenter_config agent set status 1001@default "
	  "'Logged Out'" JOB("7") },
	{ CTI_REQUEST_AGENT_NOT_READY,
	  "bgapi callcenter_config agent set status 1001@default "
	  "'On Break'" JOB("7") },
};

static void test_esl_request__each_is_its_command(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stage st = { 0 };

		stage_ready(&st);
		assert_int_equal(ask(&st, full, rows[i].kind), 0);
		stage_sent(&st, rows[i].sent);
		stage_close(&st);
	}
}

static void test_esl_request__records_into_its_folder_only(void **state)
{
	static const char *const bad[] = { "/etc/x.wav",    "../x.wav",
					   "/var/rec/../x", "/var/rec.wav",
					   "rtmp://host/x", "{a=b}x.wav" };
	struct stage st = { 0 };
	struct cti_request req = full;
	size_t i;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		req.to = cti__str(bad[i]);
		assert_int_equal(ask(&st, req, CTI_REQUEST_RECORD_START),
				 CTI_EINVAL);
		assert_int_equal(ask(&st, req, CTI_REQUEST_RECORD_PAUSE),
				 CTI_EINVAL);
	}
	stage_sent(&st, "");
	req.to = S("/var/rec/2026/a.wav");
	assert_int_equal(ask(&st, req, CTI_REQUEST_RECORD_START), 0);
	stage_sent(&st, "bgapi uuid_record leg-1 start "
			"'/var/rec/2026/a.wav'" JOB("7"));
	stage_close(&st);
	memset(&st, 0, sizeof(st));
	fake_port_set(&st.port, "esl.recordings", "/var/rec/");
	stage_ready(&st);
	assert_int_equal(ask(&st, req, CTI_REQUEST_RECORD_START), 0);
	stage_close(&st);
	memset(&st, 0, sizeof(st));
	fake_port_set(&st.port, "esl.recordings", "");
	stage_ready(&st);
	assert_int_equal(ask(&st, req, CTI_REQUEST_RECORD_START), CTI_EINVAL);
	stage_close(&st);
}

static void test_esl_request__one_leg_consults_by_att_xfer(void **state)
{
	struct stage st = { 0 };
	struct cti_request req = full;

	(void)state;
	req.consult_leg = CTI__STR_NONE;
	stage_ready(&st);
	assert_int_equal(ask(&st, req, CTI_REQUEST_COMPLETE), 0);
	stage_sent(&st, "bgapi uuid_kill leg-1" JOB("7"));
	assert_int_equal(ask(&st, req, CTI_REQUEST_CANCEL), 0);
	stage_sent(&st, "bgapi uuid_kill party-2" JOB("7"));
	assert_int_equal(ask(&st, req, CTI_REQUEST_JOIN), 0);
	stage_sent(&st, "bgapi uuid_recv_dtmf leg-1 0" JOB("7"));
	stage_close(&st);
}

static void test_esl_request__a_call_that_asked_goes_on_by_itself(void **state)
{
	struct stage st = { 0 };
	struct cti_request req = full;

	(void)state;
	req.to = CTI__STR_NONE;
	stage_ready(&st);
	assert_int_equal(ask(&st, req, CTI__REQUEST_ROUTE), 0);
	stage_sent(&st, "bgapi expand uuid_transfer leg-1 "
			"${uuid_getvar(leg-1 cti_route_default)} XML "
			"default" JOB("7"));
	stage_close(&st);
}

static void test_esl_request__dial_tells_what_it_will_bring(void **state)
{
	static const struct cti__request_pair data[] = {
		{ { "order", 5 }, { "a, 'b'", 6 } },
	};
	struct stage st = { 0 };
	struct cti_request req = full;

	(void)state;
	req.flags = CTI_REQUEST_AUTO_ANSWER;
	req.caller = S("4001100266");
	req.caller_name = S("O'Brien");
	req.data = data;
	req.data_count = 1;
	stage_ready(&st);
	assert_int_equal(ask(&st, req, CTI_REQUEST_DIAL), 0);
	stage_sent(&st,
		   "bgapi originate {origination_uuid=new-1,"
		   "origination_caller_id_number='1002',"
		   "origination_caller_id_name='1002',"
		   "effective_caller_id_number='4001100266',"
		   "effective_caller_id_name="
		   "'O\\\\\\\\\\\\\\'Brien',sip_auto_answer=true,"
		   "order='a\\, \\\\\\\\\\\\\\'b\\\\\\\\\\\\\\''}"
		   "user/1001@pbx.example.com 1002 XML default" JOB("7"));
	stage_said(&st, "asked leg=new-1 called=1002\n");
	stage_close(&st);
}

static void ends(struct stage *st, const char *body, int err, const char *why)
{
	struct cti__buf event = { 0 };
	size_t before = st->port.done_count;

	assert_int_equal(ask(st, full, CTI_REQUEST_HANGUP), 0);
	stage_hear(st, "Content-Type: command/reply\nReply-Text: +OK "
		       "Job-UUID: x\n\n");
	assert_int_equal(st->port.done_count, before);
	cti__buf_printf(&event,
			"Event-Name: BACKGROUND_JOB\n"
			"Job-UUID: cti-0000000000000001-7\n"
			"Content-Length: %zu\n\n%s",
			strlen(body), body);
	stage_event(st, cti__buf_cstr(&event));
	cti__buf_fini(&event);
	assert_int_equal(st->port.done_count, before + 1);
	assert_int_equal(st->port.done_tag, 7);
	assert_int_equal(st->port.done_err, err);
	assert_string_equal(cti__buf_cstr(&st->port.done_why), why);
}

static void test_esl_request__ends_with_its_job(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	ends(&st, "+OK\n", 0, "+OK");
	ends(&st, "", 0, "");
	ends(&st, "-ERR No such channel!\n", CTI_EREFUSED, "No such channel!");
	ends(&st, "-USAGE: <uuid>\n", CTI_EREFUSED, "-USAGE: <uuid>");
	ends(&st, "uuid_kill: Command not found!\n", CTI_EREFUSED,
	     "uuid_kill: Command not found!");
	stage_close(&st);
}

static void test_esl_request__a_refusal_ends_it_at_once(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	assert_int_equal(ask(&st, full, CTI_REQUEST_HANGUP), 0);
	stage_hear(&st, "Content-Type: command/reply\n"
			"Reply-Text: -ERR permission denied\n\n");
	assert_int_equal(st.port.done_count, 1);
	assert_int_equal(st.port.done_err, CTI_EREFUSED);
	stage_close(&st);
}

static void test_esl_request__another_clients_jobs_are_its_own(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_event(&st, "Event-Name: BACKGROUND_JOB\n"
			 "Job-UUID: cti-0000000000000002-7\n");
	stage_event(&st, "Event-Name: BACKGROUND_JOB\n"
			 "Job-UUID: 7d5c0e0c-3c4e-4c51-9b9b-000000000007\n");
	/* Nor has one without an id anything to do with us. */
	stage_event(&st, "Event-Name: BACKGROUND_JOB\n");
	assert_int_equal(st.port.done_count, 0);
	stage_close(&st);
}

/* Whatever the value, nothing but it is changed by it. */
static void test_esl_request__values_do_not_leave_their_place(void **state)
{
	static const char *const nasty[] = {
		"1002\n\nexit", "1002\rx",	 "1002 XML public",
		"1002}x",	"{a=b}1002",	 "1002,1003",
		"1002'",	"${system(x)}",	 "",
		"-both",	"1002&hangup()", "1002|1003",
		"a/b",		"1002\tinline"
	};
	struct stage st = { 0 };
	size_t i, k;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(nasty) / sizeof(nasty[0]); i++) {
		static const uint32_t kinds[] = {
			CTI_REQUEST_DIAL,	CTI_REQUEST_TRANSFER,
			CTI_REQUEST_CONSULT,	CTI_REQUEST_DEFLECT,
			CTI_REQUEST_CONFERENCE,
		};
		struct cti_request req = full;

		req.to = cti__str(nasty[i]);
		req.room = S("3000");
		for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
			assert_int_equal(ask(&st, req, kinds[k]), CTI_EINVAL);
	}
	stage_sent(&st, "");
	stage_said(&st, "");
	stage_close(&st);
}

static void test_esl_request__texts_are_quoted_or_refused(void **state)
{
	static const struct {
		const char *value, *sent;
	} texts[] = {
		{ "it's \"so\", \\ really",
		  "'it\\'s \\\"so\\\", \\\\ really'" },
		{ "a\nb", NULL },
		{ "${x}", NULL },
		{ "a}b", NULL },
	};
	struct stage st = { 0 };
	char want[128];
	size_t i;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct cti_request req = full;

		req.value = cti__str(texts[i].value);
		assert_int_equal(ask(&st, req, CTI_REQUEST_DATA),
				 texts[i].sent ? 0 : CTI_EINVAL);
		snprintf(want, sizeof(want), "bgapi uuid_setvar leg-1 order %s",
			 texts[i].sent ? texts[i].sent : "");
		if (texts[i].sent)
			assert_memory_equal(cti__buf_cstr(&st.port.sent), want,
					    strlen(want));
		else
			stage_sent(&st, "");
		cti__buf_clear(&st.port.sent);
	}
	stage_close(&st);
}

static void test_esl_request__too_many_unanswered_are_too_many(void **state)
{
	struct stage st = { 0 };
	int sent = 0;

	(void)state;
	stage_ready(&st);
	while (ask(&st, full, CTI_REQUEST_HANGUP) == 0)
		sent++;
	assert_int_equal(sent, CTI__ESL_ASKS);
	assert_int_equal(ask(&st, full, CTI_REQUEST_HANGUP), CTI_EAGAIN);
	stage_hear(&st, "Content-Type: command/reply\nReply-Text: +OK\n\n");
	assert_int_equal(ask(&st, full, CTI_REQUEST_HANGUP), 0);
	stage_close(&st);
}

static void test_esl_request__what_it_cannot_it_says(void **state)
{
	static const uint32_t cannot[] = {
		CTI_REQUEST_AGENT_WRAPUP,
		CTI_REQUEST_AGENT_WRAPUP_END,
		CTI_REQUEST_QUEUE_PRIORITY,
		CTI_REQUEST_QUEUE_WITHDRAW,
	};
	struct stage st = { 0 };
	struct cti_request req = full;
	size_t i;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(cannot) / sizeof(cannot[0]); i++) {
		req.kind = cannot[i];
		assert_non_null(st.port.adapter->refuse(st.port.state, &req));
		assert_int_equal(ask(&st, req, cannot[i]), CTI_ENOTSUP);
	}
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		req.kind = rows[i].kind;
		assert_null(st.port.adapter->refuse(st.port.state, &req));
	}
	req.kind = CTI_REQUEST_PARK;
	req.to = CTI__STR_NONE;
	assert_non_null(st.port.adapter->refuse(st.port.state, &req));
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_esl_request__each_is_its_command),
		cmocka_unit_test(
			test_esl_request__records_into_its_folder_only),
		cmocka_unit_test(
			test_esl_request__one_leg_consults_by_att_xfer),
		cmocka_unit_test(
			test_esl_request__a_call_that_asked_goes_on_by_itself),
		cmocka_unit_test(
			test_esl_request__dial_tells_what_it_will_bring),
		cmocka_unit_test(test_esl_request__ends_with_its_job),
		cmocka_unit_test(test_esl_request__a_refusal_ends_it_at_once),
		cmocka_unit_test(
			test_esl_request__another_clients_jobs_are_its_own),
		cmocka_unit_test(
			test_esl_request__values_do_not_leave_their_place),
		cmocka_unit_test(test_esl_request__texts_are_quoted_or_refused),
		cmocka_unit_test(
			test_esl_request__too_many_unanswered_are_too_many),
		cmocka_unit_test(test_esl_request__what_it_cannot_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
