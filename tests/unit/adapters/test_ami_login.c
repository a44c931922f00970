/* SPDX-License-Identifier: MIT */
/* Logging in to AMI: byte for byte, and never a word too early. */
#include "ami_stage.h"

#define CHALLENGE                                                              \
	"Action: Challenge\r\n" STAGE_ID "challenge\r\nAuthType: MD5\r\n\r\n"
#define LOGIN_PLAIN                                                            \
	"Action: Login\r\n" STAGE_ID "login\r\nUsername: cti\r\n"              \
	"Secret: s3cret\r\nEvents: system,call,agent,dtmf,user,agi\r\n\r\n"
/* md5("123456789" "s3cret"), by another program. */
#define LOGIN_MD5                                                              \
	"Action: Login\r\n" STAGE_ID "login\r\nUsername: cti\r\n"              \
	"AuthType: MD5\r\nKey: d32b5714dd0e3ae70d4a845d5e524f3f\r\n"           \
	"Events: system,call,agent,dtmf,user,agi\r\n\r\n"

static void test_ami_login__without_a_user_there_is_no_link(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "secret", "s3cret");
	assert_int_equal(fake_port_init(&st.port, &cti__adapter_ami, "pbx"),
			 CTI_EINVAL);
	assert_string_equal(cti__buf_cstr(&st.port.detail),
			    "AMI needs a user: give one in the URL "
			    "(ami://user@host), the link's options or "
			    "link.user");
	stage_close(&st);
}

static void test_ami_login__says_nothing_before_the_banner(void **state)
{
	static const char banner[] = STAGE_BANNER;
	struct stage st = { 0 };
	size_t i;

	(void)state;
	stage_open(&st);
	stage_sent(&st, "");
	for (i = 0; i + 2 < sizeof(banner); i++) {
		assert_int_equal(stage_bytes(&st, banner + i, 1), 0);
		stage_sent(&st, "");
	}
	assert_int_equal(stage_bytes(&st, "\n", 1), sizeof(banner) - 1);
	stage_sent(&st, CHALLENGE);
	stage_close(&st);
}

static void test_ami_login__hashes_the_secret(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER);
	stage_sent(&st, CHALLENGE);
	stage_hear(&st, "Response: Success\r\n" STAGE_ID
			"challenge\r\nChallenge: 123456789\r\n\r\n");
	stage_sent(&st, LOGIN_MD5);
	assert_false(st.port.ready);
	stage_hear(&st, "Response: Success\r\n" STAGE_ID "login\r\n"
			"Message: Authentication accepted\r\n\r\n");
	assert_false(st.port.ready); /* it may still be starting */
	stage_hear(&st, "Event: FullyBooted\r\nUptime: 1\r\n\r\n");
	assert_true(st.port.ready);
	assert_int_equal(st.port.failed, 0);
	stage_close(&st);
}

static void test_ami_login__over_tls_the_secret_goes_as_it_is(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "user", "cti");
	fake_port_set(&st.port, "secret", "s3cret");
	fake_port_set(&st.port, "tls", "true");
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER);
	stage_sent(&st, LOGIN_PLAIN);
	stage_close(&st);
}

static void test_ami_login__the_site_may_choose(void **state)
{
	static const struct {
		const char *tls, *auth, *first;
	} rows[] = {
		{ "", "", CHALLENGE },
		{ "false", "auto", CHALLENGE },
		{ "true", "auto", LOGIN_PLAIN },
		{ "", "plain", LOGIN_PLAIN },
		{ "true", "plain", LOGIN_PLAIN },
		{ "true", "md5", CHALLENGE },
		{ "", "md5", CHALLENGE },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct stage st = { 0 };

		fake_port_set(&st.port, "user", "cti");
		fake_port_set(&st.port, "secret", "s3cret");
		fake_port_set(&st.port, "tls", rows[i].tls);
		fake_port_set(&st.port, "ami.auth", rows[i].auth);
		stage_open(&st);
		stage_hear(&st, STAGE_BANNER);
		stage_sent(&st, rows[i].first);
		stage_close(&st);
	}
}

static void greeted_by(const char *text, size_t n)
{
	struct stage st = { 0 };

	stage_open(&st);
	assert_int_equal(stage_bytes(&st, text, n), CTI_EPROTO);
	assert_non_null(strstr(cti__buf_cstr(&st.port.detail),
			       "is this the port of manager.conf?"));
	stage_sent(&st, "");
	stage_close(&st);
}

static void test_ami_login__what_is_no_manager_gets_nothing(void **state)
{
	char flood[256];

	(void)state;
	greeted_by("SSH-2.0-OpenSSH_9.2\r\n", 21);
	greeted_by("\r\n", 2);
	greeted_by("asterisk call manager/1.0\r\n", 27);
	greeted_by("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n", 39);
	memset(flood, 'A', sizeof(flood));
	greeted_by(flood, sizeof(flood));
}

static void test_ami_login__refused_in_the_switchs_words(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER "Response: Success\r\n" STAGE_ID
				     "challenge\r\nChallenge: 1\r\n\r\n");
	cti__buf_clear(&st.port.sent);
	stage_hear(&st, "Response: Error\r\n" STAGE_ID "login\r\n"
			"Message: Authentication failed\r\n\r\n"
			"Event: FullyBooted\r\nUptime: 1\r\n\r\n");
	assert_int_equal(st.port.failed, CTI_EAUTH);
	assert_string_equal(cti__buf_cstr(&st.port.why),
			    "Authentication failed");
	assert_false(st.port.ready);
	stage_sent(&st, "");
	stage_close(&st);
}

static void test_ami_login__a_refused_challenge_is_a_refusal(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER);
	cti__buf_clear(&st.port.sent);
	stage_hear(&st, "Response: Error\r\n" STAGE_ID "challenge\r\n"
			"Message: Must specify AuthType\r\n\r\n");
	assert_int_equal(st.port.failed, CTI_EAUTH);
	assert_string_equal(cti__buf_cstr(&st.port.why),
			    "Must specify AuthType");
	stage_sent(&st, "");
	stage_close(&st);
}

static void test_ami_login__a_challenge_of_nothing_is_none(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER);
	cti__buf_clear(&st.port.sent);
	stage_hear(&st, "Response: Success\r\n" STAGE_ID
			"challenge\r\nChallenge: \r\n\r\n");
	assert_int_equal(st.port.failed, CTI_EPROTO);
	assert_non_null(strstr(cti__buf_cstr(&st.port.why), "ami.auth=plain"));
	assert_false(st.port.ready);
	stage_sent(&st, "");
	stage_close(&st);
}

static void test_ami_login__replies_to_others_are_not_ours(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER);
	cti__buf_clear(&st.port.sent);
	stage_hear(&st, "Response: Success\r\nActionID: x-challenge\r\n"
			"Challenge: 1\r\n\r\n"
			"Response: Success\r\nChallenge: 1\r\n\r\n"
			"Response: Success\r\nActionID: -challenge\r\n"
			"Challenge: 1\r\n\r\n");
	stage_sent(&st, "");
	stage_hear(&st, "Response: Success\r\n" STAGE_ID
			"challenge\r\nChallenge: 1\r\n\r\n");
	cti__buf_clear(&st.port.sent);
	stage_hear(&st, "Response: Error\r\nActionID: x-login\r\n\r\n"
			"Response: Success\r\n" STAGE_ID "ping\r\n\r\n");
	assert_false(st.port.ready);
	assert_int_equal(st.port.failed, 0);
	stage_sent(&st, "");
	stage_close(&st);
}

static void refuses_to_log_in(const char *user, const char *secret,
			      const char *auth)
{
	struct stage st = { 0 };

	fake_port_set(&st.port, "user", user);
	fake_port_set(&st.port, "secret", secret);
	fake_port_set(&st.port, "ami.auth", auth);
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER);
	if (!strcmp(auth, "md5")) {
		stage_sent(&st, CHALLENGE);
		stage_hear(&st, "Response: Success\r\n" STAGE_ID
				"challenge\r\nChallenge: 1\r\n\r\n");
	}
	stage_sent(&st, "");
	assert_int_equal(st.port.failed, CTI_EINVAL);
	assert_string_equal(cti__buf_cstr(&st.port.why),
			    "the user or secret has a line end in it or is "
			    "too long for AMI");
	assert_false(st.port.ready);
	stage_close(&st);
}

static void test_ami_login__no_setting_begins_a_header(void **state)
{
	char longer[1100];

	(void)state;
	refuses_to_log_in("cti\r\nAction: Command", "s", "plain");
	refuses_to_log_in("cti\n", "s", "plain");
	refuses_to_log_in("cti\r", "s", "plain");
	refuses_to_log_in("cti", "s\r\n\r\nAction: Reload", "plain");
	refuses_to_log_in("cti", "\n", "plain");
	refuses_to_log_in("cti", "\r", "plain");
	refuses_to_log_in("cti\r\nAction: Command", "s", "md5");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	refuses_to_log_in(longer, "s", "plain");
	refuses_to_log_in("cti", longer, "plain");
}

static void test_ami_login__filters_what_nobody_reads_when_in(void **state)
{
	static struct cti__ami_state ami;
	struct stage st = { 0 };
	struct cti__str sent, one;
	size_t count = 0;

	(void)state;
	cti__ami_events_init(&ami);
	fake_port_set(&st.port, "user", "cti");
	fake_port_set(&st.port, "ami.auth", "plain");
	stage_open(&st);
	stage_hear(&st, STAGE_BANNER);
	assert_null(strstr(cti__buf_cstr(&st.port.sent), "Filter"));
	cti__buf_clear(&st.port.sent);
	stage_hear(&st, "Response: Success\n" STAGE_ID "login\n\n");
	sent = cti__str(cti__buf_cstr(&st.port.sent));
	while (sent.n) {
		struct cti__str head = CTI__STR(
			"Action: Filter\r\n" STAGE_ID "filter\r\n"
			"Operation: Add\r\nFilter: !Event: ");
		size_t from = 0;
		size_t n = cti__block_end(sent.p, sent.n, &from);

		assert_true(n > head.n);
		one = cti__str_sub(sent, 0, n);
		assert_true(cti__str_starts(one, head));
		/* None of those that are read. */
		one = cti__block_first(cti__str_sub(one, head.n, n));
		assert_false(cti__ami_is_wanted(&ami, one));
		sent = cti__str_sub(sent, n, sent.n);
		count++;
	}
	assert_true(count > 5);
	stage_close(&st);
}

static void test_ami_login__begins_anew_on_the_next_connection(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	fake_port_down(&st.port, CTI_EEOF);
	cti__buf_clear(&st.unread);
	assert_false(fake_port_up(&st.port));
	stage_hear(&st, STAGE_BANNER);
	assert_non_null(strstr(cti__buf_cstr(&st.port.sent),
			       "ActionID: cti-0000000000000002-login"));
	assert_false(st.port.ready);
	stage_close(&st);
}

static void test_ami_login__in_a_recording_anybodys_will_do(void **state)
{
	struct stage md5 = { 0 }, plain = { 0 };

	(void)state;
	/* No user is needed, for nobody logs in. */
	md5.port.is_replay = plain.port.is_replay = true;
	fake_port_set(&md5.port, "user", "");
	stage_open(&md5);
	stage_hear(&md5, STAGE_BANNER
		   "Response: Success\nChallenge: 12\n\n"
		   "Response: Success\nMessage: Authentication accepted\n\n");
	assert_true(md5.port.ready);
	stage_close(&md5);

	fake_port_set(&plain.port, "user", "");
	stage_open(&plain);
	stage_hear(&plain, STAGE_BANNER "Response: Success\nActionID: 17\n"
					"Message: Authentication accepted\n\n");
	assert_true(plain.port.ready);
	stage_close(&plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ami_login__without_a_user_there_is_no_link),
		cmocka_unit_test(
			test_ami_login__says_nothing_before_the_banner),
		cmocka_unit_test(test_ami_login__hashes_the_secret),
		cmocka_unit_test(
			test_ami_login__over_tls_the_secret_goes_as_it_is),
		cmocka_unit_test(test_ami_login__the_site_may_choose),
		cmocka_unit_test(
			test_ami_login__what_is_no_manager_gets_nothing),
		cmocka_unit_test(test_ami_login__refused_in_the_switchs_words),
		cmocka_unit_test(
			test_ami_login__a_refused_challenge_is_a_refusal),
		cmocka_unit_test(
			test_ami_login__a_challenge_of_nothing_is_none),
		cmocka_unit_test(
			test_ami_login__replies_to_others_are_not_ours),
		cmocka_unit_test(test_ami_login__no_setting_begins_a_header),
		cmocka_unit_test(
			test_ami_login__filters_what_nobody_reads_when_in),
		cmocka_unit_test(
			test_ami_login__begins_anew_on_the_next_connection),
		cmocka_unit_test(
			test_ami_login__in_a_recording_anybodys_will_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
