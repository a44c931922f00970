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
		     "{\"technology\":\"PJSIP\",\"resource\":\"provider\"}]");
	modules_answer(&port, 200);
	found(&port, "good ari-clock cti 2\ngood ari-version cti 22.10.1\n"
		     "good ari-write cti\ngood ari-extensions cti 2 1\n");
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
	assert_int_equal(port->diagnosed, 1);
}

static void test_ari_diagnose__a_call_that_is_told_is_seen(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	tries(&port, 200, true);
	found(&port, "good ari-call-told cti\n");
	fake_port_fini(&port);
}

static void test_ari_diagnose__a_call_that_is_not_told_is_a_fault(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	tries(&port, 500, false);
	found(&port, "fault ari-call-untold cti\n");
	fake_port_fini(&port);
}

static void test_ari_diagnose__a_reader_cannot_try(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	tries(&port, 403, false);
	found(&port, "note ari-call-untried cti Write access denied\n");
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ari_diagnose__a_good_switch_has_no_faults),
		cmocka_unit_test(test_ari_diagnose__what_is_missing_is_named),
		cmocka_unit_test(
			test_ari_diagnose__a_call_that_is_told_is_seen),
		cmocka_unit_test(
			test_ari_diagnose__a_call_that_is_not_told_is_a_fault),
		cmocka_unit_test(test_ari_diagnose__a_reader_cannot_try),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
