/* SPDX-License-Identifier: MIT */
/* Routes over ARI: a caller in Stasis is asked about, and sent on. */
#include "ari_stage.h"

struct fixture {
	struct cti_port port;
	uint64_t tag;
};

static void begin(struct fixture *f, const char *context)
{
	memset(f, 0, sizeof(*f));
	if (*context)
		fake_port_set(&f->port, "ari.dial_context", context);
	fake_port_set(&f->port, "ari.app", "cti");
	stage_ready(&f->port);
	(void)fake_port_answer(&f->port, "PUT", 204, NULL);
	fake_port_forget(&f->port);
}

static int route(struct fixture *f, const char *to)
{
	struct cti_request req = { .kind = CTI__REQUEST_ROUTE,
				   .leg = CTI__STR("7.1"),
				   .to = cti__str(to) };

	return f->port.adapter->request(f->port.state, ++f->tag, &req);
}

static void ended(struct fixture *f, int err)
{
	assert_int_equal(f->port.done_count, 1);
	assert_int_equal(f->port.done_tag, f->tag);
	assert_int_equal(f->port.done_err, err);
	f->port.done_count = 0;
}

#define STASIS(type, app, id)                                                  \
	"{\"type\":\"" type "\",\"application\":\"" app                        \
	"\",\"args\":[\"support\",\"x\"],\"channel\":{\"id\":\"" id            \
	"\",\"name\":\"PJSIP/trunk-1\",\"state\":\"Up\",\"dialplan\":{"        \
	"\"context\":\"ask\",\"exten\":\"400\",\"priority\":1}}}"

static void test_ari_route__stasis_of_ours_asks_and_goes_on(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "inside");
	stage_hear(&f.port, STASIS("StasisStart", "cti", "7.1"));
	assert_string_equal(fake_port_facts(&f.port),
			    "route leg=7.1 called=400 context=ask app=Stasis "
			    "queue=support\n");
	fake_port_forget(&f.port);
	stage_hear(&f.port, STASIS("StasisEnd", "cti", "7.1"));
	assert_string_equal(fake_port_facts(&f.port), "route-end leg=7.1\n");
	fake_port_forget(&f.port);
	stage_hear(&f.port, STASIS("StasisStart", "other", "7.1"));
	stage_hear(&f.port, STASIS("StasisStart", "cti", "cti-rec-7.1"));
	assert_string_equal(fake_port_facts(&f.port), "");
	fake_port_fini(&f.port);
}

static void test_ari_route__without_a_number_the_dialplan_goes_on(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "inside");
	assert_int_equal(route(&f, ""), 0);
	stage_answer(&f.port, "POST /ari/channels/7.1/continue", 204, NULL);
	ended(&f, 0);
	fake_port_fini(&f.port);
}

static void test_ari_route__to_a_number_that_is_there(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "");
	assert_int_equal(route(&f, "1002"), 0);
	stage_answer(&f.port, "GET /ari/channels/7.1/variable?variable=CONTEXT",
		     200, "{\"value\":\"ask\"}");
	stage_answer(&f.port,
		     "GET /ari/channels/7.1/variable?variable="
		     "DIALPLAN_EXISTS%28ask%2C1002%2C1%29",
		     200, "{\"value\":\"1\"}");
	assert_int_equal(f.port.done_count, 0);
	stage_answer(&f.port,
		     "POST /ari/channels/7.1/continue?priority=1&context=ask&"
		     "extension=1002",
		     204, NULL);
	ended(&f, 0);
	fake_port_fini(&f.port);
}

static void test_ari_route__to_nowhere_leaves_the_caller_waiting(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, "inside");
	assert_int_equal(route(&f, "9,9"), CTI_EINVAL);
	assert_int_equal(route(&f, "999"), 0);
	stage_answer(&f.port,
		     "GET /ari/channels/7.1/variable?variable="
		     "DIALPLAN_EXISTS%28inside%2C999%2C1%29",
		     200, "{\"value\":\"0\"}");
	ended(&f, CTI_EREFUSED);
	assert_int_equal(f.port.http_count, 0);
	assert_int_equal(route(&f, "1002"), 0);
	stage_answer(&f.port, "GET /ari/channels/7.1/variable", 404,
		     "{\"message\":\"Channel not found\"}");
	ended(&f, CTI_ENOENT);
	fake_port_fini(&f.port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_ari_route__stasis_of_ours_asks_and_goes_on),
		cmocka_unit_test(
			test_ari_route__without_a_number_the_dialplan_goes_on),
		cmocka_unit_test(test_ari_route__to_a_number_that_is_there),
		cmocka_unit_test(
			test_ari_route__to_nowhere_leaves_the_caller_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
