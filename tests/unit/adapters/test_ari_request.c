/* SPDX-License-Identifier: MIT */
/* Requests over ARI: what is sent, how it ends, and what is refused. */
#include "../util/refuse.h"
#include "ari_stage.h"

struct fixture {
	struct cti_port port;
	uint64_t tag;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	fake_port_set(&f->port, "ari.dial_context", "inside");
	fake_port_set(&f->port, "ari.dial_channel", "PJSIP/{device}");
	fake_port_set(&f->port, "ari.ring_ms", "20500");
	fake_port_set(&f->port, "ari.app", "cti");
	fake_port_set(&f->port, "ari.auto_answer", "Call-Info: x");
	stage_ready(&f->port);
	(void)fake_port_answer(&f->port, "PUT", 204, NULL);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	fake_port_fini(&f->port);
	free(f);
	return 0;
}

static int ask(struct fixture *f, struct cti_request req)
{
	return f->port.adapter->request(f->port.state, ++f->tag, &req);
}

#define ASK(f, ...) ask(f, (struct cti_request){ __VA_ARGS__ })

static void ended(struct fixture *f, int err)
{
	assert_int_equal(f->port.done_count, 1);
	assert_int_equal(f->port.done_tag, f->tag);
	assert_int_equal(f->port.done_err, err);
	f->port.done_count = 0;
}

static void test_ari_request__dial_rings_the_device_first(void **state)
{
	struct fixture *f = *state;
	const struct cti__request_pair data = { CTI__STR("CRM"),
						CTI__STR("a \"b\"") };

	assert_int_equal(
		ASK(f, .kind = CTI_REQUEST_DIAL, .device = CTI__STR("1001"),
		    .to = CTI__STR("+139"), .new_leg = CTI__STR("cti-1"),
		    .caller = CTI__STR("400"), .flags = CTI_REQUEST_AUTO_ANSWER,
		    .data = &data, .data_count = 1),
		0);
	stage_answer(&f->port,
		     "POST /ari/channels?endpoint=PJSIP%2F1001&extension="
		     "%2B139&context=inside&priority=1&channelId=cti-1&timeout="
		     "21 {\"variables\":{ \"CONNECTEDLINE(num,i)\":\"+139\","
		     "\"CALLERID(num)\":\"400\","
		     "\"PJSIP_HEADER(add,Call-Info)\":\"x\","
		     "\"CRM\":\"a \\\"b\\\"\"}}",
		     200, "{\"id\":\"cti-1\"}");
	ended(f, 0);
}

static void test_ari_request__dial_that_cannot_ring_says_why(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ASK(f, .kind = CTI_REQUEST_DIAL,
			     .device = CTI__STR("9"), .to = CTI__STR("1002")),
			 0);
	stage_answer(&f->port, "POST /ari/channels", 500,
		     "{\"error\":\"Allocation failed\"}");
	ended(f, CTI_EREFUSED);
	assert_int_equal(ASK(f, .kind = CTI_REQUEST_DIAL,
			     .device = CTI__STR("1001"), .to = CTI__STR("1,2")),
			 CTI_EINVAL);
	assert_int_equal(f->port.http_count, 0);
}

static void test_ari_request__hangup_gives_the_reason(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ASK(f, .kind = CTI_REQUEST_HANGUP,
			     .leg = CTI__STR("1.1"),
			     .reason = CTI__STR("no-answer")),
			 0);
	stage_answer(&f->port, "DELETE /ari/channels/1.1?reason=no_answer", 204,
		     NULL);
	ended(f, 0);
	assert_int_equal(ASK(f, .kind = CTI_REQUEST_DROP,
			     .leg = CTI__STR("1.1"), .reason = CTI__STR("21")),
			 0);
	stage_answer(&f->port, "DELETE /ari/channels/1.1?reason_code=21", 404,
		     "{\"message\":\"Channel not found\"}");
	ended(f, CTI_ENOENT);
	assert_int_equal(
		ASK(f, .kind = CTI_REQUEST_HANGUP, .leg = CTI__STR("1.1")), 0);
	stage_answer(&f->port, "DELETE /ari/channels/1.1", 403, NULL);
	ended(f, CTI_EREFUSED);
}

static void test_ari_request__clear_ends_once_for_all_legs(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ASK(f, .kind = CTI_REQUEST_CLEAR,
			     .legs = { CTI__STR("1.1"), CTI__STR("1.2") },
			     .leg_count = 2),
			 0);
	stage_answer(&f->port, "DELETE /ari/channels/1.2", 404,
		     "{\"message\":\"Channel not found\"}");
	assert_int_equal(f->port.done_count, 0);
	stage_answer(&f->port, "DELETE /ari/channels/1.1", 204, NULL);
	ended(f, 0);
	assert_int_equal(ASK(f, .kind = CTI_REQUEST_CLEAR), CTI_ENOENT);
}

static void test_ari_request__what_cannot_be_is_a_sentence(void **state)
{
	struct fixture *f = *state;
	struct cti_request req = { 0 };
	const char *why;
	unsigned able = 0;

	for (req.kind = 1; req.kind < 64; req.kind++) {
		why = f->port.adapter->refuse(f->port.state, &req);
		able += !why;
		if (why)
			assert_int_equal(ask(f, req), CTI_ENOTSUP);
		if (why)
			assert_non_null(strstr(why, "ami://"));
	}
	/* dial, hangup, clear, drop, unpark, four of recording, a route */
	assert_int_equal(able, 10);
	assert_int_equal(f->port.http_count, 0);
}

static void test_ari_request__no_answer_is_told_in_its_words(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		ASK(f, .kind = CTI_REQUEST_HANGUP, .leg = CTI__STR("1.1")), 0);
	stage_answer(&f->port, "DELETE", 0, "The switch is too slow.");
	ended(f, CTI_ETIMEDOUT);
}

static int setup_refusing(void **state)
{
	return refuse_begin(NULL) ? -1 : setup(state);
}

static int teardown_refusing(void **state)
{
	return teardown(state) ? -1 : refuse_end(NULL);
}

static void test_ari_request__dial_without_memory_is_refused(void **state)
{
	struct fixture *f = *state;
	int after = 0, err;

	do {
		refuse_after = after++;
		err = ASK(f, .kind = CTI_REQUEST_DIAL,
			  .device = CTI__STR("1001"), .to = CTI__STR("1002"),
			  .new_leg = CTI__STR("cti-1"));
		refuse_after = -1;
		assert_true(!err || err == CTI_ENOMEM);
	} while (err);
	assert_true(after > 2);
	stage_answer(&f->port, "POST /ari/channels?endpoint=PJSIP%2F1001&", 200,
		     "{\"id\":\"cti-1\"}");
	ended(f, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_ari_request__##name, setup,       \
					teardown)
		TEST(dial_rings_the_device_first),
		TEST(dial_that_cannot_ring_says_why),
		TEST(hangup_gives_the_reason),
		TEST(clear_ends_once_for_all_legs),
		TEST(what_cannot_be_is_a_sentence),
		TEST(no_answer_is_told_in_its_words),
		cmocka_unit_test_setup_teardown(
			test_ari_request__dial_without_memory_is_refused,
			setup_refusing, teardown_refusing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
