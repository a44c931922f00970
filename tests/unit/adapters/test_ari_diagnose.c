/* SPDX-License-Identifier: MIT */
/* What a look at an Asterisk by ARI asks, and what it says of the answers. */
#include "ari_stage.h"

static void found(struct cti_port *port, const char *text)
{
	assert_string_equal(cti__buf_cstr(&port->findings), text);
	cti__buf_clear(&port->findings);
}

static void begin(struct cti_port *port, bool call)
{
	stage_ready(port);
	assert_int_equal(port->adapter->diagnose(port->state, call), 0);
	cti__buf_clear(&port->findings);
}

static void modules_answer(struct cti_port *port, int status)
{
	int i;

	for (i = 0; i < 4; i++)
		stage_answer(port, "GET /ari/asterisk/modules/", status, "{}");
}

static void test_ari_diagnose__a_good_switch_has_no_faults(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	fake_port_set(&port, "ari.dial_context", "internal");
	fake_port_set(&port, "devices.trunks", "9*");
	begin(&port, false);
	port.now_us = 1795352408 * INT64_C(1000000);
	stage_answer(&port, "GET /ari/asterisk/ping", 200,
		     "{\"timestamp\":\"2026-11-22T13:00:08.500+0000\"}");
	stage_answer(&port, "GET /ari/asterisk/info?only=system", 200,
		     "{\"system\":{\"version\":\"22.10.1\"}}");
	stage_answer(&port, "DELETE /ari/channels/", 404,
		     "{\"message\":\"Channel not found\"}");
	stage_answer(&port, "GET /ari/endpoints", 200,
		     "[{\"technology\":\"PJSIP\",\"resource\":\"1001\"},"
		     "{\"technology\":\"PJSIP\",\"resource\":\"provider\"},"
		     "{\"technology\":\"PJSIP\",\"resource\":\"900\"},"
		     "{\"technology\":\"DAHDI\",\"resource\":\"1\"}]");
	modules_answer(&port, 200);
	assert_int_equal(port.diagnosed, 0);
	stage_answer(&port,
		     "GET /ari/asterisk/config/dynamic/res_pjsip/endpoint/1001",
		     200,
		     "[{\"attribute\":\"context\",\"value\":\"\"},"
		     "{\"attribute\":\"callerid\",\"value\":"
		     "\"\\\"Jane\\\" <1001>\"}]");
	found(&port, "good ari-clock cti 2\ngood ari-version cti 22.10.1\n"
		     "good ari-write cti\ngood ari-extensions cti 4 1\n");
	assert_int_equal(port.diagnosed, 1);
	fake_port_fini(&port);
}

static void test_ari_diagnose__what_is_missing_is_named(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	begin(&port, false);
	port.now_us = 1795352408 * INT64_C(1000000);
	stage_answer(&port, "GET /ari/asterisk/ping", 200,
		     "{\"timestamp\":\"2026-11-22T14:00:18.000+0100\"}");
	stage_answer(&port, "GET /ari/asterisk/info?only=system", 500, NULL);
	stage_answer(&port, "DELETE /ari/channels/", 403,
		     "{\"message\":\"Write access denied\"}");
	stage_answer(&port, "GET /ari/endpoints", 200,
		     "[{\"technology\":\"PJSIP\",\"resource\":\"desk-a\"}]");
	stage_answer(&port, "GET /ari/asterisk/modules/app_queue.so", 404,
		     "{}");
	found(&port, "warning ari-clock cti 10.0\nnote ari-read-only cti\n"
		     "fault ari-extensions cti 1 0\n"
		     "note ari-module cti app_queue.so there are no queues.\n");
	assert_int_equal(port.diagnosed, 0);
	fake_port_fini(&port);
}

static void look_at_extensions(struct cti_port *port)
{
	begin(port, false);
	stage_answer(port, "GET /ari/asterisk/ping", 404, "{}");
	stage_answer(port, "GET /ari/asterisk/info?only=system", 404, "{}");
	stage_answer(port, "DELETE /ari/channels/", 404, "{}");
	stage_answer(port, "GET /ari/endpoints", 200,
		     "[{\"technology\":\"PJSIP\",\"resource\":\"1001\"},"
		     "{\"technology\":\"PJSIP\",\"resource\":\"1002\"},"
		     "{\"technology\":\"PJSIP\",\"resource\":\"1003\"},"
		     "{\"technology\":\"IAX2\",\"resource\":\"1004\"}]");
	modules_answer(port, 200);
	cti__buf_clear(&port->findings);
}

#define ENDPOINT "GET /ari/asterisk/config/dynamic/res_pjsip/endpoint/"

static void test_ari_diagnose__extensions_without_a_caller_id_are_counted(
	void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	look_at_extensions(&port);
	stage_answer(&port, ENDPOINT "1001", 200,
		     "[{\"attribute\":\"callerid\",\"value\":\"<unknown>\"}]");
	stage_answer(&port, ENDPOINT "1002", 200,
		     "[{\"attribute\":\"callerid\",\"value\":\"\"}]");
	assert_int_equal(port.diagnosed, 0);
	stage_answer(&port, ENDPOINT "1003", 200,
		     "[{\"attribute\":\"callerid\",\"value\":\"<1003>\"}]");
	found(&port, "note ari-caller-id cti 2 3\n");
	assert_int_equal(port.diagnosed, 1);
	fake_port_fini(&port);
}

static void test_ari_diagnose__an_endpoint_that_is_not_shown_is_not_judged(
	void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	look_at_extensions(&port);
	stage_answer(&port, ENDPOINT "1001", 403, "{}");
	stage_answer(&port, ENDPOINT "1002", 200, "{ half");
	stage_answer(&port, ENDPOINT "1003", 0, "late");
	found(&port, "");
	assert_int_equal(port.diagnosed, 1);
	fake_port_fini(&port);
}

#define CREATE "POST /ari/channels/create?endpoint=Local%2Fs%40libcti-there-is"
#define READ   "GET /ari/channels/17.1/variable?variable=AST_CONFIG%28ari.conf"

/* A look with a call; all but what is read of files has been answered. */
static void look_at_files(struct cti_port *port, int status)
{
	begin(port, true);
	stage_answer(port, "GET /ari/asterisk/ping", 404, "{}");
	stage_answer(port, "GET /ari/asterisk/info?only=system", 404, "{}");
	stage_answer(port, "DELETE /ari/channels/", 0, "late");
	stage_answer(port, "GET /ari/endpoints", 403, "{}");
	modules_answer(port, 200);
	stage_answer(port,
		     "POST /ari/channels?endpoint=Local%2Fs%40libcti-there-is",
		     200, "{}");
	fake_port_pass(port, 2000);
	cti__buf_clear(&port->findings);
	stage_answer(port, CREATE, status, "{\"id\":\"17.1\"}");
}

static void test_ari_diagnose__a_file_tells_how_long_the_switch_waits(
	void **state)
{
	static const struct {
		int status;
		const char *body, *told;
	} cases[] = {
		{ 500, "{\"message\":\"Unable\"}",
		  "warning ari-write-timeout cti 100\n" },
		{ 200, "{\"value\":\"\"}",
		  "warning ari-write-timeout cti 100\n" },
		{ 200, "{\"value\":\"500\"}",
		  "warning ari-write-timeout cti 500\n" },
		{ 200, "{\"value\":\"5000\"}",
		  "good ari-write-timeout cti 5000\n" },
		{ 200, "{\"value\":\"soon\"}", "" },
		{ 0, "late", "note ari-write-timeout cti\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct cti_port port = { 0 };

		look_at_files(&port, 200);
		stage_answer(&port, READ "%2Cgeneral%2Cenabled%29", 200,
			     "{\"value\":\"yes\"}");
		stage_answer(&port, READ "%2Cgeneral%2Cwebsocket_write_timeout",
			     cases[i].status, cases[i].body);
		found(&port, cases[i].told);
		/* The channel is taken away, and only then it is over. */
		assert_int_equal(port.diagnosed, 0);
		stage_answer(&port, "DELETE /ari/channels/17.1", 204, NULL);
		assert_int_equal(port.diagnosed, 1);
		fake_port_fini(&port);
	}
}

static void test_ari_diagnose__who_cannot_read_files_says_nothing_of_them(
	void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	look_at_files(&port, 403);
	found(&port, "note ari-write-timeout cti\n");
	assert_int_equal(port.diagnosed, 1);
	fake_port_fini(&port);
	memset(&port, 0, sizeof(port));
	look_at_files(&port, 200);
	stage_answer(&port, READ "%2Cgeneral%2Cenabled%29", 500, "{}");
	found(&port, "note ari-write-timeout cti\n");
	stage_answer(&port, "DELETE /ari/channels/17.1", 204, NULL);
	assert_int_equal(port.diagnosed, 1);
	fake_port_fini(&port);
}

static void tries(struct cti_port *port, int status, bool told)
{
	begin(port, true);
	stage_answer(port, "GET /ari/asterisk/ping", 404, "{}");
	stage_answer(port, "GET /ari/asterisk/info?only=system", 0, "late");
	stage_answer(port, "DELETE /ari/channels/", 0, "late");
	stage_answer(port, "GET /ari/endpoints", 403, "{}");
	modules_answer(port, 200);
	stage_answer(port,
		     "POST /ari/channels?endpoint=Local%2Fs%40libcti-there-is",
		     status, "{\"message\":\"Write access denied\"}");
	if (told)
		stage_hear(port,
			   "{\"type\":\"ChannelCreated\",\"channel\":{\"id\":"
			   "\"1.1\",\"name\":\"Local/s@libcti-there-is-no-such-"
			   "context-1;1\",\"state\":\"Down\"}}");
	fake_port_pass(port, 2000);
	stage_answer(port, CREATE, 403, "{}");
	assert_int_equal(port->diagnosed, 1);
}

static void test_ari_diagnose__a_call_that_is_told_is_seen(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	tries(&port, 200, true);
	found(&port, "good ari-call-told cti\nnote ari-write-timeout cti\n");
	fake_port_fini(&port);
}

static void test_ari_diagnose__a_call_that_is_not_told_is_a_fault(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	tries(&port, 500, false);
	found(&port, "fault ari-call-untold cti\nnote ari-write-timeout cti\n");
	fake_port_fini(&port);
}

static void test_ari_diagnose__a_reader_cannot_try(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	tries(&port, 403, false);
	found(&port, "note ari-call-untried cti Write access denied\nnote "
		     "ari-write-timeout cti\n");
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ari_diagnose__a_good_switch_has_no_faults),
		cmocka_unit_test(test_ari_diagnose__what_is_missing_is_named),
		cmocka_unit_test(
			test_ari_diagnose__extensions_without_a_caller_id_are_counted),
		cmocka_unit_test(
			test_ari_diagnose__an_endpoint_that_is_not_shown_is_not_judged),
		cmocka_unit_test(
			test_ari_diagnose__a_file_tells_how_long_the_switch_waits),
		cmocka_unit_test(
			test_ari_diagnose__who_cannot_read_files_says_nothing_of_them),
		cmocka_unit_test(
			test_ari_diagnose__a_call_that_is_told_is_seen),
		cmocka_unit_test(
			test_ari_diagnose__a_call_that_is_not_told_is_a_fault),
		cmocka_unit_test(test_ari_diagnose__a_reader_cannot_try),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
