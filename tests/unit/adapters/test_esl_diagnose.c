/* SPDX-License-Identifier: MIT */
/* What a look at a FreeSWITCH asks, and what it says of the answers. */
#include "esl_stage.h"

#define COMMANDS 12

static void found(struct stage *st, const char *text)
{
	assert_string_equal(cti__buf_cstr(&st->port.findings), text);
	cti__buf_clear(&st->port.findings);
}

static void begin(struct stage *st)
{
	stage_ready(st);
	st->port.now_us = 2000000000 * INT64_C(1000000);
	cti__buf_clear(&st->port.sent);
	assert_int_equal(st->port.adapter->diagnose(st->port.state, false), 0);
	assert_int_equal(
		strncmp(cti__buf_cstr(&st->port.sent),
			"api version\n\napi strepoch\n\napi module_exists "
			"mod_valet_parking\n\napi callcenter_config queue "
			"list\n\napi callcenter_config agent list\n\napi "
			"list_users\n\napi originate\n\napi uuid_audio\n\n",
			166),
		0);
}

static void denied(struct stage *st)
{
	stage_hear(st, "Content-Type: command/reply\n"
		       "Reply-Text: -ERR permission denied\n\n");
}

static void commands_answer(struct stage *st, int count)
{
	while (count-- > 0)
		stage_answer(st, "-USAGE: <uuid>\n");
}

static void test_esl_diagnose__a_good_switch_has_no_faults(void **state)
{
	struct stage st = { 0 };

	(void)state;
	fake_port_set(&st.port, "user", "cti@pbx.example.com");
	begin(&st);
	stage_answer(&st, "FreeSWITCH Version 1.10.12-release\n");
	stage_answer(&st, "2000000000\n");
	stage_answer(&st, "true");
	stage_answer(&st, "name|strategy\nsupport@default|ring-all\n+OK\n");
	stage_answer(&st, "name|contact\nanna@default|user/1001\n"
			  "1002@default|loopback/1002\n+OK\n");
	stage_answer(&st, "userid|context|effective_caller_id_number\n"
			  "1001|default|1001\nconference|default|\n\n+OK\n");
	commands_answer(&st, COMMANDS - 1);
	assert_int_equal(st.port.diagnosed, 0);
	commands_answer(&st, 1);
	found(&st, "good esl-version cti@pbx.example.com FreeSWITCH Version "
		   "1.10.12-release\n"
		   "good esl-clock cti@pbx.example.com 2\n"
		   "good esl-commands cti@pbx.example.com\n");
	assert_int_equal(st.port.diagnosed, 1);
	stage_close(&st);
}

static void test_esl_diagnose__what_is_missing_is_named(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	found(&st, "warning esl-password\nnote esl-user\n");
	denied(&st);
	stage_answer(&st, "1999999000\n");
	stage_answer(&st, "false");
	stage_answer(&st, "-ERR callcenter_config Command not found!\n");
	stage_answer(&st, "-ERR callcenter_config Command not found!\n");
	stage_answer(&st, "userid|context|effective_caller_id_number\n"
			  "1001|default|1001\n1002|default|\n1003|inside|\n"
			  "\n+OK\n");
	found(&st, "warning esl-clock 1000\nnote esl-mod-valet-parking\n"
		   "note esl-mod-callcenter\nnote esl-caller-id 1002 2\n");
	denied(&st);
	stage_answer(&st, "-ERR uuid_audio Command not found!\n");
	denied(&st);
	commands_answer(&st, COMMANDS - 3);
	found(&st, "warning esl-commands originate uuid_bridge\n"
		   "warning esl-mod-commands uuid_audio\n");
	assert_int_equal(st.port.diagnosed, 1);
	stage_close(&st);
}

static void test_esl_diagnose__agents_must_be_found(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_answer(&st, "FreeSWITCH Version 1.10.12\n");
	stage_answer(&st, "no time\n");
	denied(&st);
	cti__buf_clear(&st.port.findings);
	stage_answer(&st, "name|strategy\nsales@pbx.example.com|x\n+OK\n");
	stage_answer(&st, "name|contact\nanna@default|sofia/gw/139\n+OK\n");
	found(&st, "warning esl-agent-domain sales@pbx.example.com "
		   "pbx.example.com\n"
		   "warning esl-agent-contact anna@default sofia/gw/139\n");
	stage_close(&st);
}

static void test_esl_diagnose__ends_with_the_connection(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	cti__buf_clear(&st.port.findings);
	st.port.adapter->down(st.port.state, CTI_EEOF);
	st.port.adapter->up(st.port.state);
	stage_answer(&st, "FreeSWITCH Version 1.10.12\n");
	found(&st, "");
	assert_int_equal(st.port.diagnosed, 0);
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_esl_diagnose__a_good_switch_has_no_faults),
		cmocka_unit_test(test_esl_diagnose__what_is_missing_is_named),
		cmocka_unit_test(test_esl_diagnose__agents_must_be_found),
		cmocka_unit_test(test_esl_diagnose__ends_with_the_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
