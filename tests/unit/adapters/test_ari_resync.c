/* SPDX-License-Identifier: MIT */
/* Connecting over ARI: the path, what is asked first, and what is so now. */
#include "ari_stage.h"

static void test_ari_resync__the_path_names_the_application(void **state)
{
	struct cti_port port = { 0 };
	struct cti__buf path = { 0 };

	(void)state;
	fake_port_set(&port, "ari.app", "my app&1");
	stage_open(&port);
	assert_int_equal(port.adapter->path(port.state, &path), 0);
	assert_string_equal(cti__buf_cstr(&path),
			    "/ari/events?app=my%20app%261&subscribeAll=true");
	cti__buf_fini(&path);
	fake_port_fini(&port);
}

static void test_ari_resync__without_a_user_it_says_so(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	assert_int_equal(fake_port_init(&port, &cti__adapter_ari, "pbx"),
			 CTI_EINVAL);
	assert_non_null(strstr(cti__buf_cstr(&port.detail), "needs a user"));
	fake_port_fini(&port);
}

static void test_ari_resync__the_start_of_the_switch_is_its_name(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	assert_false(port.ready);
	stage_answer(&port, "PUT /ari/applications/libcti/eventFilter {", 404,
		     "{\"message\":\"Not Found\"}");
	stage_answer(&port, "GET /ari/asterisk/info?only=status", 200,
		     "{\"status\":{\"startup_time\":\"2026-11-22T06:03:04\"}}");
	assert_true(port.ready);
	stage_said(&port, "snapshot-begin\n"
			  "switch-up text=2026-11-22T06:03:04 code=-1\n");
	fake_port_fini(&port);
}

static void test_ari_resync__no_answer_gives_the_connection_up(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	stage_answer(&port, "GET /ari/asterisk/info", 0, "Too slow.");
	assert_int_equal(port.failed, CTI_ETIMEDOUT);
	assert_string_equal(cti__buf_cstr(&port.why), "Too slow.");
	fake_port_fini(&port);
}

#define CHANNEL(id, name, state, app, data)                                    \
	"{\"id\":\"" id "\",\"name\":\"" name "\",\"state\":\"" state "\","    \
	"\"caller\":{\"number\":\"138\",\"name\":\"\"},"                       \
	"\"connected\":{\"number\":\"\",\"name\":\"\"},"                       \
	"\"dialplan\":{\"exten\":\"s\",\"app_name\":\"" app                    \
	"\",\"app_data\":\"" data "\"}}"
#define CHANNELS                                                               \
	"[" CHANNEL("1.0", "PJSIP/trunk-0", "Up", "Queue",                     \
		    "sales,t") "," CHANNEL("a/b", "PJSIP/1001-1", "Up",        \
					   "AppQueue", "") "]"

static void test_ari_resync__asks_for_all_and_lists_it(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	stage_answer(&port, "GET /ari/asterisk/info", 200, "{}");
	fake_port_forget(&port);
	assert_int_equal(port.adapter->resync(port.state), 0);
	stage_answer(&port, "GET /ari/channels", 200, CHANNELS);
	stage_said(&port, "snapshot-begin\n"
			  "leg-new leg=1.0 device=trunk number=138 called=s "
			  "role=trunk state=up snapshot\n"
			  "leg-new leg=a/b device=1001 number=138 called=s "
			  "role=extension state=up snapshot\n");
	/* Answers come in any order, and a channel may be gone. */
	stage_answer(&port,
		     "GET /ari/channels/a%2Fb/variable?variable="
		     "CHANNEL%28linkedid%29",
		     200, "{\"value\":\"1.0\"}");
	stage_answer(&port,
		     "GET /ari/channels/1.0/variable?variable="
		     "CALLERID%28dnid%29",
		     200, "{\"value\":\"400\"}");
	stage_answer(&port, "GET /ari/channels/1.0/variable", 404,
		     "{\"message\":\"Channel not found\"}");
	stage_answer(&port, "GET /ari/channels/a%2Fb/variable", 500,
		     "{\"message\":\"Unable to read provided function\"}");
	stage_said(&port, "leg-party leg=a/b group=1.0 snapshot\n"
			  "leg-party leg=1.0 called=400 snapshot\n"
			  "leg-end leg=1.0 snapshot\n");
	stage_answer(&port, "GET /ari/bridges", 200,
		     "[{\"id\":\"b\",\"technology\":\"simple_bridge\","
		     "\"channels\":[\"1.0\",\"a/b\"]},"
		     "{\"id\":\"p\",\"bridge_class\":\"parking\","
		     "\"channels\":[\"9.9\"]}]");
	stage_said(&port, "bridge-new bridge=b snapshot\n"
			  "bridge-enter leg=1.0 bridge=b snapshot\n"
			  "bridge-enter leg=a/b bridge=b snapshot\n"
			  "bridge-new bridge=p kind=holding snapshot\n"
			  "bridge-enter leg=9.9 bridge=p kind=holding "
			  "snapshot\n"
			  "parked leg=9.9 snapshot\n");
	assert_false(port.synced);
	stage_answer(&port, "GET /ari/channels", 200, CHANNELS);
	stage_said(&port, "queue-join leg=1.0 queue=sales snapshot\n"
			  "snapshot-end open\n");
	assert_true(port.synced);
	fake_port_fini(&port);
}

static void test_ari_resync__a_call_that_is_not_told_gives_it_up(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	stage_answer(&port, "GET /ari/asterisk/info", 200, "{}");
	assert_int_equal(port.adapter->resync(port.state), 0);
	stage_answer(&port, "GET /ari/channels", 200, CHANNELS);
	stage_answer(&port, "GET /ari/channels/1.0/variable", 0, "Too slow.");
	assert_int_equal(port.failed, CTI_ETIMEDOUT);
	assert_string_equal(cti__buf_cstr(&port.why), "Too slow.");
	assert_false(port.synced);
	fake_port_fini(&port);
}

static void test_ari_resync__many_channels_are_asked_in_turn(void **state)
{
	struct cti_port port = { 0 };
	struct cti__buf list = { 0 };
	unsigned i, answered = 0;

	(void)state;
	stage_open(&port);
	stage_answer(&port, "GET /ari/asterisk/info", 200, "{}");
	(void)fake_port_answer(&port, "PUT", 204, NULL);
	assert_int_equal(port.adapter->resync(port.state), 0);
	for (i = 0; i < 100; i++)
		cti__buf_printf(&list, "%s{\"id\":\"1.%u\"}", i ? "," : "[", i);
	cti__buf_char(&list, ']');
	stage_answer(&port, "GET /ari/channels", 200, cti__buf_cstr(&list));
	while (port.http_count &&
	       fake_port_answer(&port, "GET /ari/channels/", 200,
				"{\"value\":\"1.0\"}")) {
		assert_true(port.http_count <= 16);
		answered++;
	}
	assert_int_equal(answered, 200);
	stage_answer(&port, "GET /ari/bridges", 200, "[]");
	cti__buf_fini(&list);
	fake_port_fini(&port);
}

static void test_ari_resync__a_refused_list_is_no_picture(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	stage_answer(&port, "GET /ari/asterisk/info", 200, "{}");
	assert_int_equal(port.adapter->resync(port.state), 0);
	stage_answer(&port, "GET /ari/channels", 403,
		     "{\"message\":\"Forbidden\"}");
	assert_int_equal(port.failed, CTI_EREFUSED);
	assert_string_equal(cti__buf_cstr(&port.why), "Forbidden");
	assert_false(port.synced);
	fake_port_fini(&port);
}

static void test_ari_resync__a_lost_connection_begins_anew(void **state)
{
	struct cti_port port = { 0 };

	(void)state;
	stage_open(&port);
	stage_answer(&port, "GET /ari/asterisk/info", 200, "{}");
	assert_int_equal(port.adapter->resync(port.state), 0);
	stage_answer(&port, "GET /ari/channels", 200, CHANNELS);
	fake_port_down(&port, CTI_EEOF);
	(void)fake_port_up(&port);
	stage_answer(&port, "GET /ari/asterisk/info", 200, "{}");
	assert_int_equal(port.adapter->resync(port.state), 0);
	stage_answer(&port, "GET /ari/channels", 200, "[]");
	stage_answer(&port, "GET /ari/bridges", 200, "[]");
	stage_answer(&port, "GET /ari/channels", 200, "[]");
	assert_true(port.synced);
	fake_port_fini(&port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ari_resync__the_path_names_the_application),
		cmocka_unit_test(test_ari_resync__without_a_user_it_says_so),
		cmocka_unit_test(
			test_ari_resync__the_start_of_the_switch_is_its_name),
		cmocka_unit_test(
			test_ari_resync__no_answer_gives_the_connection_up),
		cmocka_unit_test(test_ari_resync__asks_for_all_and_lists_it),
		cmocka_unit_test(
			test_ari_resync__a_call_that_is_not_told_gives_it_up),
		cmocka_unit_test(
			test_ari_resync__many_channels_are_asked_in_turn),
		cmocka_unit_test(test_ari_resync__a_refused_list_is_no_picture),
		cmocka_unit_test(
			test_ari_resync__a_lost_connection_begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
