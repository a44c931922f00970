/* SPDX-License-Identifier: MIT */
/* Reconnect scenarios of the connection itself: refused, silent, cut, denied.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A sanitizer on a busy machine is late; a wrong wait is later by far. */
#define SLACK_MS 400

static uint64_t ms_between(uint64_t from_ns, uint64_t to_ns)
{
	return to_ns > from_ns ? (to_ns - from_ns) / 1000000 : 0;
}

static bool has_failed_once(struct stage *stage)
{
	return stage->downs > 0;
}

static bool has_tried_twice(struct stage *stage)
{
	return stage->attempts >= 2;
}

/* What the first bytes of the switch end with. */
static const char *greeting(void)
{
	if (stage_protocol == &protocol_ami)
		return "until \\n";
	return stage_protocol == &protocol_esl ? "until \\n\\n"
					       : "until \\r\\n\\r\\n";
}

static void script_behind_greeting(struct stage *stage, const char *deeds)
{
	char script[256];

	snprintf(script, sizeof(script), "%s, %s", greeting(), deeds);
	assert_true(proxy_script(stage->proxy, script));
}

static void test_connect__r01_a_refused_port_is_tried_again(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	proxy_listen(stage.proxy, false);
	stage_link(&stage);
	assert_true(stage_wait(&stage, has_failed_once, 2000));
	assert_non_null(strstr(stage.detail, "listens on this port"));
	stage_back(&stage);
	stage_fini(&stage);
}

static void test_connect__the_first_retry_comes_within_500_ms(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage);
	/* The defaults. */
	stage_set(&stage, "link.backoff_min_ms", "500");
	stage_set(&stage, "link.backoff_max_ms", "30000");
	cti_link_remove(stage.link);
	stage.attempts = 0;
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	proxy_now(stage.proxy, "drop");
	assert_true(stage_wait(&stage, has_tried_twice, 2000));
	assert_in_range(ms_between(stage.down_ns, stage.attempt_ns[1]), 50,
			500 + 50);
	stage_fini(&stage);
}

static void test_connect__r03_a_switch_that_says_nothing_is_given_up(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage_set(&stage, "link.login_timeout_ms", "150");
	assert_true(proxy_script(stage.proxy, "mute"));
	stage_link(&stage);
	assert_true(stage_wait(&stage, has_failed_once, 2000));
	assert_non_null(strstr(stage.detail,
			       "is something else listening on that port?"));
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	stage_fini(&stage);
}

static void test_connect__r04_a_greeting_and_then_nothing_is_no_login(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	script_behind_greeting(&stage, "drop");
	stage_link(&stage);
	assert_true(stage_wait(&stage, has_failed_once, 2000));
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	assert_in_range(stage.attempts, 2, 3);
	stage_fini(&stage);
}

static void test_connect__a_greeting_and_then_silence_has_a_deadline(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage_set(&stage, "link.login_timeout_ms", "150");
	/* ARI's login goes over HTTP beside it: there it is the ping. */
	stage_set(&stage, "link.ping_ms", "100");
	script_behind_greeting(&stage, "silence");
	stage_link(&stage);
	assert_true(stage_wait(&stage, has_failed_once, 3000));
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	stage_fini(&stage);
}

static void test_connect__r05_a_wrong_password_is_not_hammered(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	server_secret(stage.server, "another");
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_failed, 3000));
	assert_true(*stage.detail);
	assert_null(strstr(stage.detail, "s3cret"));
	stage_pass(&stage, 600);
	assert_int_equal(stage.server->refused, 1);
	assert_int_equal(stage.attempts, 1);
	stage_fini(&stage);
}

static void test_connect__r06_a_password_put_right_lets_in_by_itself(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	server_secret(stage.server, "another");
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_failed, 3000));
	server_secret(stage.server, "s3cret");
	assert_true(stage_wait(&stage, stage_is_up, 3000));
	assert_int_equal(stage.server->refused, 1);
	stage_fini(&stage);
}

static void test_connect__r06_the_application_need_not_wait_for_it(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	server_secret(stage.server, "another");
	stage_set(&stage, "link.auth_retry_ms", "60000");
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_failed, 3000));
	server_secret(stage.server, "s3cret");
	assert_int_equal(cti_link_reconnect(stage.link), 0);
	assert_true(stage_wait(&stage, stage_is_up, 3000));
	stage_fini(&stage);
}

static void test_connect__r07_closing_after_each_login_makes_no_storm(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage_set(&stage, "link.backoff_max_ms", "30000");
	stage.deed_at_state = "resync";
	stage.deed = "drop";
	stage_link(&stage);
	stage_pass(&stage, 1000);
	/* Waits of up to 20 ms, up to twice as long each time. */
	assert_in_range(stage.attempts, 4, 11);
	stage.deed_at_state = NULL;
	cti_link_reconnect(stage.link);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	stage_fini(&stage);
}

static void test_connect__r21_a_flapping_line_is_left_in_peace(void **state)
{
	struct stage stage;
	int i;

	(void)state;
	stage_init(&stage);
	/* A tenth of the defaults, and of the ten seconds. */
	stage_set(&stage, "link.backoff_min_ms", "50");
	stage_set(&stage, "link.backoff_max_ms", "3000");
	stage_link(&stage);
	for (i = 0; i < 50; i++) {
		proxy_now(stage.proxy, i % 2 ? "drop" : "reset");
		stage_pass(&stage, 20);
	}
	assert_in_range(stage.attempts, 3, 8);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	stage_fini(&stage);
}

static void test_connect__r13_a_reset_is_noticed_at_once(void **state)
{
	struct stage stage;
	uint64_t begun;

	(void)state;
	stage_open(&stage);
	begun = uv_hrtime();
	proxy_now(stage.proxy, "reset");
	assert_true(stage_wait(&stage, stage_is_away, 2000));
	assert_in_range(ms_between(begun, stage.down_ns), 0, 100);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void test_connect__an_end_is_noticed_at_once(void **state)
{
	struct stage stage;
	uint64_t begun;

	(void)state;
	stage_open(&stage);
	begun = uv_hrtime();
	proxy_now(stage.proxy, "drop");
	assert_true(stage_wait(&stage, stage_is_away, 2000));
	assert_in_range(ms_between(begun, stage.down_ns), 0, 100);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void quick_pings(struct stage *stage)
{
	stage_init(stage);
	stage_set(stage, "link.ping_ms", "100");
	stage_link(stage);
	assert_true(stage_wait(stage, stage_is_up, 5000));
}

static void test_connect__r11_silence_is_found_by_two_pings(void **state)
{
	struct stage stage;
	uint64_t begun;

	(void)state;
	quick_pings(&stage);
	begun = uv_hrtime();
	proxy_now(stage.proxy, "silence");
	assert_true(stage_wait(&stage, stage_is_away, 3000));
	assert_non_null(strstr(stage.detail, "two pings"));
	assert_in_range(ms_between(begun, stage.down_ns), 100, 200 + SLACK_MS);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void test_connect__r11_by_default_within_25_seconds(void **state)
{
	const cti_key_info *key;
	size_t i;
	long ping = 0, user = 0;

	(void)state;
	for (i = 0; (key = cti_key_at(i)) != NULL; i++) {
		if (strcmp(key->name, "link.ping_ms") == 0)
			ping = strtol(key->default_value, NULL, 10);
		if (strcmp(key->name, "tcp.user_timeout_ms") == 0)
			user = strtol(key->default_value, NULL, 10);
	}
	/* The first ping comes after one span, the others after a half. */
	assert_in_range(ping * 2, 1, 25000);
	assert_in_range(user, 1, 25000);
}

static void test_connect__a_quiet_link_that_answers_stays(void **state)
{
	struct stage stage;

	(void)state;
	quick_pings(&stage);
	stage_pass(&stage, 900);
	assert_int_equal(stage.downs, 0);
	assert_true(stage_is_up(&stage));
	stage_fini(&stage);
}

static void test_connect__r12_silence_under_load_is_found(void **state)
{
	struct stage stage;
	uint64_t dice = 12, begun;
	int i;

	(void)state;
	quick_pings(&stage);
	for (i = 0; i < 40; i++)
		world_chance(&stage.world, &dice, 6);
	proxy_now(stage.proxy, "silence");
	begun = uv_hrtime();
	while (!stage_is_away(&stage) &&
	       ms_between(begun, uv_hrtime()) < 3000) {
		world_chance(&stage.world, &dice, 6);
		stage_pass(&stage, 5);
	}
	assert_in_range(ms_between(begun, stage.down_ns), 50, 200 + SLACK_MS);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void test_connect__f07_nothing_is_said_before_the_login(void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	/* Time enough for pings, were they sent. */
	stage_set(&stage, "link.ping_ms", "100");
	assert_true(proxy_script(stage.proxy, "delay 150; delay 150"));
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	assert_int_equal(stage.server->early, 0);
	assert_int_equal(stage.downs, 0);
	stage_fini(&stage);
}

static void test_connect__f09_a_request_under_way_ends_with_its_link(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage);
	world_ring(world_arrive(&stage.world, "13800138000", "4001100266"),
		   "1001");
	stage_must_agree(&stage);
	stage.server->ignores = true;
	stage_ask_hangup(&stage, "1001");
	stage_pass(&stage, 50);
	assert_int_equal(stage.requests_done, 0);
	proxy_now(stage.proxy, "drop");
	assert_true(stage_wait(&stage, stage_is_away, 2000));
	stage_pass(&stage, 20);
	assert_int_equal(stage.requests_done, 1);
	assert_int_equal(stage.request_err, CTI_ELINKDOWN);
	stage_must_agree(&stage);
	assert_int_equal(stage.requests_done, 1);
	stage_fini(&stage);
}

static void test_connect__f09_a_request_that_nobody_answers_has_a_deadline(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_init(&stage);
	stage_set(&stage, "request.timeout_ms", "100");
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_up, 5000));
	world_ring(world_arrive(&stage.world, "13800138000", "4001100266"),
		   "1001");
	stage_must_agree(&stage);
	stage.server->ignores = true;
	stage_ask_hangup(&stage, "1001");
	stage_pass(&stage, 150 + SLACK_MS);
	assert_int_equal(stage.requests_done, 1);
	assert_int_equal(stage.request_err, CTI_ETIMEDOUT);
	stage_fini(&stage);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_connect__r01_a_refused_port_is_tried_again),
		cmocka_unit_test(
			test_connect__the_first_retry_comes_within_500_ms),
		cmocka_unit_test(
			test_connect__r03_a_switch_that_says_nothing_is_given_up),
		cmocka_unit_test(
			test_connect__r04_a_greeting_and_then_nothing_is_no_login),
		cmocka_unit_test(
			test_connect__a_greeting_and_then_silence_has_a_deadline),
		cmocka_unit_test(
			test_connect__r05_a_wrong_password_is_not_hammered),
		cmocka_unit_test(
			test_connect__r06_a_password_put_right_lets_in_by_itself),
		cmocka_unit_test(
			test_connect__r06_the_application_need_not_wait_for_it),
		cmocka_unit_test(
			test_connect__r07_closing_after_each_login_makes_no_storm),
		cmocka_unit_test(
			test_connect__r21_a_flapping_line_is_left_in_peace),
		cmocka_unit_test(test_connect__r13_a_reset_is_noticed_at_once),
		cmocka_unit_test(test_connect__an_end_is_noticed_at_once),
		cmocka_unit_test(
			test_connect__r11_silence_is_found_by_two_pings),
		cmocka_unit_test(
			test_connect__r11_by_default_within_25_seconds),
		cmocka_unit_test(test_connect__a_quiet_link_that_answers_stays),
		cmocka_unit_test(test_connect__r12_silence_under_load_is_found),
		cmocka_unit_test(
			test_connect__f07_nothing_is_said_before_the_login),
		cmocka_unit_test(
			test_connect__f09_a_request_under_way_ends_with_its_link),
		cmocka_unit_test(
			test_connect__f09_a_request_that_nobody_answers_has_a_deadline),
	};

	return stage_main(argc, argv, "connect", tests,
			  sizeof(tests) / sizeof(tests[0]));
}
