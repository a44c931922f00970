/* SPDX-License-Identifier: MIT */
/* Logging in to the Event Socket: byte for byte, and never a word too early. */
#include "esl_stage.h"

#define SUBSCRIBE                                                              \
	" BACKGROUND_JOB CHANNEL_ANSWER CHANNEL_BRIDGE CHANNEL_CREATE"         \
	" CHANNEL_EXECUTE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE"              \
	" CHANNEL_HOLD CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA"                \
	" CHANNEL_UNBRIDGE CHANNEL_UNHOLD CHANNEL_UNPARK DTMF HEARTBEAT "      \
	"RECORD_START"                                                         \
	" RECORD_STOP SHUTDOWN CUSTOM callcenter::info"                        \
	" conference::maintenance fifo::info sofia::intercepted"               \
	" valet_parking::info\n\n"

static void test_esl_login__says_nothing_before_it_is_asked(void **state)
{
	struct stage st = { 0 };
	const char *p;

	(void)state;
	stage_open(&st);
	for (p = STAGE_ASKS; p[1]; p++) {
		assert_true(stage_bytes(&st, p, 1) >= 0);
		stage_sent(&st, "");
	}
	stage_hear(&st, "\n");
	stage_sent(&st, "auth ClueCon\n\n");
	stage_hear(&st, STAGE_OK);
	stage_sent(&st, "event plain" SUBSCRIBE);
	assert_false(st.port.ready);
	stage_hear(&st, STAGE_SUBSCRIBED);
	assert_true(st.port.ready);
	assert_int_equal(st.port.failed, 0);
	stage_close(&st);
}

static void test_esl_login__a_user_with_a_domain_logs_in_as_one(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "user", "cti@pbx.example.com");
	stage_open(&st);
	stage_hear(&st, STAGE_ASKS);
	stage_sent(&st, "userauth cti@pbx.example.com:ClueCon\n\n");
	stage_close(&st);
}

static void test_esl_login__a_user_without_a_domain_is_none(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "user", "cti");
	assert_int_equal(fake_port_init(&st.port, &cti__adapter_esl, "pbx"),
			 CTI_EINVAL);
	assert_non_null(strstr(cti__buf_cstr(&st.port.detail), "user@domain"));
	stage_close(&st);
}

static void test_esl_login__json_if_the_site_wants_it(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "esl.format", "json");
	stage_open(&st);
	stage_hear(&st, STAGE_ASKS STAGE_OK);
	stage_sent(&st, "auth ClueCon\n\nevent json" SUBSCRIBE);
	stage_close(&st);
}

static void test_esl_login__refused_in_the_switchs_words(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_ASKS "Content-Type: command/reply\n"
				   "Reply-Text: -ERR invalid\n\n");
	assert_int_equal(st.port.failed, CTI_EAUTH);
	assert_string_equal(cti__buf_cstr(&st.port.why), "invalid");
	assert_false(st.port.ready);
	stage_close(&st);
}

static void test_esl_login__turned_away_at_the_door(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, "Content-Type: text/rude-rejection\n"
			"Content-Length: 24\n\nAccess Denied, go away.\n");
	assert_int_equal(st.port.failed, CTI_EAUTH);
	assert_non_null(
		strstr(cti__buf_cstr(&st.port.why), "apply-inbound-acl"));
	stage_close(&st);
}

static void test_esl_login__without_events_it_is_none(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_ASKS STAGE_OK
		   "Content-Type: command/reply\n"
		   "Reply-Text: -ERR permission denied\n\n");
	assert_int_equal(st.port.failed, CTI_EAUTH);
	assert_non_null(strstr(cti__buf_cstr(&st.port.why),
			       "permission denied; its esl-allowed-events"));
	stage_close(&st);
}

static void test_esl_login__a_secret_of_two_lines_is_not_sent(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "secret", "x\n\nexit");
	stage_open(&st);
	stage_hear(&st, STAGE_ASKS);
	stage_sent(&st, "");
	assert_int_equal(st.port.failed, CTI_EINVAL);
	stage_close(&st);
}

static void test_esl_login__a_second_connection_begins_anew(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_ASKS);
	fake_port_down(&st.port, CTI_EEOF);
	cti__buf_clear(&st.unread);
	cti__buf_clear(&st.port.sent);
	assert_false(fake_port_up(&st.port));
	stage_hear(&st, STAGE_ASKS STAGE_OK STAGE_SUBSCRIBED);
	assert_true(st.port.ready);
	assert_int_equal(st.port.orphans, 0);
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_esl_login__says_nothing_before_it_is_asked),
		cmocka_unit_test(
			test_esl_login__a_user_with_a_domain_logs_in_as_one),
		cmocka_unit_test(
			test_esl_login__a_user_without_a_domain_is_none),
		cmocka_unit_test(test_esl_login__json_if_the_site_wants_it),
		cmocka_unit_test(test_esl_login__refused_in_the_switchs_words),
		cmocka_unit_test(test_esl_login__turned_away_at_the_door),
		cmocka_unit_test(test_esl_login__without_events_it_is_none),
		cmocka_unit_test(
			test_esl_login__a_secret_of_two_lines_is_not_sent),
		cmocka_unit_test(
			test_esl_login__a_second_connection_begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
