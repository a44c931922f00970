/* SPDX-License-Identifier: MIT */
/* Recording over ARI: the listener, in which order things are told, the end. */
#include "ari_stage.h"

#define LISTEN "POST /ari/channels/1.1/snoop/cti-rec-1.1?spy=both&app=cti"
#define RECORD                                                                 \
	"POST "                                                                \
	"/ari/channels/cti-rec-1.1/record?format=wav&ifExists=append&name="
#define DESTROY "DELETE /ari/channels/cti-rec-1.1"

struct fixture {
	struct cti_port port;
	uint64_t tag;
};

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	fake_port_set(&f->port, "ari.app", "cti");
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

static int ask(struct fixture *f, enum cti_request_kind kind, const char *file)
{
	struct cti_request req = { .kind = kind, .leg = CTI__STR("1.1") };

	req.to = cti__str(file);
	return f->port.adapter->request(f->port.state, ++f->tag, &req);
}

static void begins(struct fixture *f)
{
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_START, "a.wav"), 0);
}

static void listener_joins(struct fixture *f)
{
	stage_hear(&f->port, "{\"type\":\"StasisStart\",\"application\":\"cti\""
			     ",\"channel\":{\"id\":\"cti-rec-1.1\"}}");
}

static void leg_ends(struct fixture *f)
{
	stage_hear(&f->port, "{\"type\":\"ChannelDestroyed\",\"channel\":"
			     "{\"id\":\"1.1\"}}");
}

static void ended(struct fixture *f, uint64_t tag, int err)
{
	assert_int_equal(f->port.done_count, 1);
	assert_int_equal(f->port.done_tag, tag);
	assert_int_equal(f->port.done_err, err);
	f->port.done_count = 0;
}

static void starts(struct fixture *f)
{
	begins(f);
	stage_answer(&f->port, LISTEN, 200, "{\"id\":\"cti-rec-1.1\"}");
	listener_joins(f);
	assert_int_equal(f->port.done_count, 0);
	stage_answer(&f->port, RECORD "a", 201, "{\"name\":\"a\"}");
	ended(f, f->tag, 0);
}

static void test_ari_record__has_a_listener(void **state)
{
	struct fixture *f = *state;

	starts(f);
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_START, NULL), CTI_ESTATE);
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_PAUSE, NULL), 0);
	stage_answer(&f->port, "POST /ari/recordings/live/a/pause", 204, NULL);
	ended(f, f->tag, 0);
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_RESUME, NULL), 0);
	stage_answer(&f->port, "DELETE /ari/recordings/live/a/pause", 204,
		     NULL);
	ended(f, f->tag, 0);
	stage_said(&f->port, "record leg=1.1 data=a state_name=paused\n"
			     "record leg=1.1 data=a state_name=resumed\n");
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_STOP, NULL), 0);
	stage_answer(&f->port, "POST /ari/recordings/live/a/stop", 204, NULL);
	ended(f, f->tag, 0);
	stage_answer(&f->port, DESTROY, 204, NULL);
	assert_int_equal(f->port.done_count, 0);
}

/* Asterisk's answer and its event go two ways. */
static void test_ari_record__waits_for_the_listener_to_join(void **state)
{
	struct fixture *f = *state;

	begins(f);
	stage_answer(&f->port, LISTEN, 200, "{\"id\":\"cti-rec-1.1\"}");
	assert_int_equal(f->port.http_count, 0);
	stage_hear(&f->port,
		   "{\"type\":\"StasisStart\",\"application\":\"other\","
		   "\"channel\":{\"id\":\"cti-rec-1.1\"}}");
	assert_int_equal(f->port.http_count, 0);
	listener_joins(f);
	stage_answer(&f->port, RECORD "a", 201, NULL);
	ended(f, f->tag, 0);
	/* Once is enough. */
	listener_joins(f);
	assert_int_equal(f->port.http_count, 0);
}

static void test_ari_record__a_listener_may_join_before_the_answer(void **state)
{
	struct fixture *f = *state;

	begins(f);
	listener_joins(f);
	stage_answer(&f->port, RECORD "a", 201, NULL);
	ended(f, f->tag, 0);
	stage_answer(&f->port, LISTEN, 200, NULL);
	assert_int_equal(f->port.done_count, 0);
	stage_said(&f->port, "");
}

static void test_ari_record__no_listener_no_recording(void **state)
{
	struct fixture *f = *state;

	begins(f);
	stage_answer(&f->port, LISTEN, 404,
		     "{\"message\":\"Channel not found\"}");
	ended(f, f->tag, CTI_ENOENT);
	starts(f);
}

static void test_ari_record__a_refusal_leaves_no_listener(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, CTI_REQUEST_RECORD_START, NULL), 0);
	stage_answer(&f->port, LISTEN, 200, "{}");
	listener_joins(f);
	stage_answer(&f->port, RECORD "cti-1.1", 500,
		     "{\"message\":\"Internal Server Error\"}");
	ended(f, f->tag, CTI_EREFUSED);
	stage_answer(&f->port, DESTROY, 204, NULL);
	starts(f);
}

static void test_ari_record__a_leg_that_ends_ends_it(void **state)
{
	struct fixture *f = *state;

	starts(f);
	leg_ends(f);
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_PAUSE, NULL), CTI_ESTATE);
	begins(f);
	leg_ends(f);
	ended(f, f->tag, CTI_ENOENT);
	stage_answer(&f->port, LISTEN, 200, "{}");
	listener_joins(f);
	assert_int_equal(f->port.http_count, 0);
	assert_int_equal(f->port.done_count, 0);
}

/* The place of a recording that is over has another in it by now. */
static void test_ari_record__a_late_answer_is_its_own(void **state)
{
	struct fixture *f = *state;
	uint64_t paused;

	starts(f);
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_PAUSE, NULL), 0);
	paused = f->tag;
	leg_ends(f);
	fake_port_forget(&f->port);
	begins(f);
	stage_answer(&f->port, "POST /ari/recordings/live/a/pause", 204, NULL);
	ended(f, paused, 0);
	stage_said(&f->port, "");
}

static void test_ari_record__what_cannot_be_asked_is_none(void **state)
{
	struct fixture *f = *state;

	f->port.http_err = CTI_ESTATE;
	assert_int_equal(ask(f, CTI_REQUEST_RECORD_START, NULL), CTI_ESTATE);
	f->port.http_err = 0;
	begins(f);
	f->port.http_err = CTI_ENOMEM;
	listener_joins(f);
	ended(f, f->tag, CTI_ENOMEM);
	f->port.http_err = 0;
	stage_answer(&f->port, LISTEN, 200, "{}");
	starts(f);
}

/* The name that we connect under, where the site gives none. */
static void test_ari_record__listens_under_the_usual_name(void **state)
{
	struct cti_port port = { 0 };
	struct cti_request req = { .kind = CTI_REQUEST_RECORD_START,
				   .leg = CTI__STR("1.1") };

	(void)state;
	fake_port_set(&port, "ari.app", "");
	stage_ready(&port);
	assert_int_equal(port.adapter->request(port.state, 1, &req), 0);
	stage_answer(&port,
		     "POST /ari/channels/1.1/snoop/cti-rec-1.1?spy=both&app="
		     "libcti",
		     200, "{}");
	stage_hear(&port,
		   "{\"type\":\"StasisStart\",\"application\":\"libcti\","
		   "\"channel\":{\"id\":\"cti-rec-1.1\"}}");
	stage_answer(&port, RECORD "cti-1.1", 201, NULL);
	assert_int_equal(port.done_count, 1);
	assert_int_equal(port.done_err, 0);
	fake_port_fini(&port);
}

static void test_ari_record__has_a_plain_name(void **state)
{
	static const char *const names[] = { "/etc/x", "../x", "a;b", "a b",
					     "a/../b" };
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(ask(f, CTI_REQUEST_RECORD_START, names[i]),
				 CTI_EINVAL);
	assert_int_equal(f->port.http_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_ari_record__##name, setup,        \
					teardown)
		TEST(has_a_listener),
		TEST(waits_for_the_listener_to_join),
		TEST(a_listener_may_join_before_the_answer),
		TEST(no_listener_no_recording),
		TEST(a_refusal_leaves_no_listener),
		TEST(a_leg_that_ends_ends_it),
		TEST(a_late_answer_is_its_own),
		TEST(what_cannot_be_asked_is_none),
		cmocka_unit_test(test_ari_record__listens_under_the_usual_name),
		TEST(has_a_plain_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
