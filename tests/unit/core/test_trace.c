/* SPDX-License-Identifier: MIT */
/* Traces: every step in its order, with its place in what was received. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake.h"

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	char told[16384];
	bool off_at_fact;
	int warnings;
} t;

static void on_step(cti_client *client, const cti_trace *step, void *user)
{
	size_t n = strlen(t.told), i;

	assert_ptr_equal(user, &t);
	assert_int_equal(step->size, sizeof(*step));
	assert_int_equal(!!step->event, step->kind == CTI_TRACE_EVENT);
	/* The JSON has times and numbers of its own. */
	if (step->event)
		n += (size_t)snprintf(
			t.told + n, sizeof(t.told) - n, "event %s %s",
			cti_event_kind_name(cti_event_kind(step->event)),
			step->call);
	else
		n += (size_t)snprintf(t.told + n, sizeof(t.told) - n,
				      "%s %.*s %s",
				      cti_trace_kind_name(step->kind),
				      (int)step->len, step->text, step->call);
	for (i = 0; i < step->id_count; i++)
		n += (size_t)snprintf(t.told + n, sizeof(t.told) - n, " #%s",
				      step->ids[i]);
	snprintf(t.told + n, sizeof(t.told) - n, " @%d\n", (int)step->offset);
	if (t.off_at_fact && step->kind == CTI_TRACE_FACT)
		assert_int_equal(cti_trace_set(client, NULL, NULL), 0);
}

static void assert_told(const char *want)
{
	assert_string_equal(t.told, want);
	t.told[0] = '\0';
}

static void on_closed(void *user)
{
	(void)user;
}

static int set_up(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	struct cti_link_opts link = CTI_LINK_OPTS_INIT;

	(void)state;
	memset(&t, 0, sizeof(t));
	memset(&fake, 0, sizeof(fake));
	fake.clock_us = 1000000;
	fake.alarm_us = INT64_MAX;
	fake.synced_at_once = true;
	uv_loop_init(&t.loop);
	opts.loop = &t.loop;
	opts.on_closed = on_closed;
	if (cti_client_new(&t.client, &opts))
		return -1;
	link.name = "pbx";
	link.url = "fake://host";
	if (cti__link_add_with(t.client, &t.link, &link, &fake_adapter,
			       &fake_env))
		return -1;
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;R;");
	return cti_trace_set(t.client, on_step, &t);
}

static int tear_down(void **state)
{
	(void)state;
	cti_client_close(t.client);
	uv_run(&t.loop, UV_RUN_DEFAULT);
	return uv_loop_close(&t.loop);
}

static void test_trace__tells_message_fact_events_and_outcome(void **state)
{
	(void)state;
	fake_receive(t.link, "N17;");
	assert_told("message N17  @4\n"
		    "fact {\"fact\":\"leg-new\",\"leg\":\"17\","
		    "\"device\":\"17\",\"number\":\"17\",\"called\":\"1999\","
		    "\"role\":\"extension\",\"state\":\"calling\","
		    "\"code\":16}  #17 @4\n"
		    "event call-begin pbx-17 @4\n"
		    "event dial pbx-17 @4\n"
		    "outcome told pbx-17 #17 @4\n");
}

static void test_trace__says_what_changed_nothing_and_what_came_late(
	void **state)
{
	(void)state;
	fake_receive(t.link, "N17;");
	t.told[0] = '\0';
	fake_receive(t.link, "N17;");
	assert_non_null(strstr(t.told, "outcome changed nothing pbx-17 #17"));
	fake_receive(t.link, "X17;");
	t.told[0] = '\0';
	fake_receive(t.link, "X17;");
	assert_non_null(
		strstr(t.told, "outcome dropped: that leg has ended already"));
}

static void test_trace__a_call_that_ends_with_the_fact_is_named(void **state)
{
	(void)state;
	fake_receive(t.link, "N17;");
	t.told[0] = '\0';
	fake_receive(t.link, "X17;");
	assert_non_null(strstr(t.told, "event call-end pbx-17"));
	assert_non_null(strstr(t.told, "outcome told pbx-17 #17"));
}

static void test_trace__offsets_are_of_the_first_byte_however_cut(void **state)
{
	(void)state;
	/* Behind "W;R;". */
	fake_receive(t.link, "W;W");
	fake_receive(t.link, "W");
	fake_receive(t.link, "W;W;W");
	fake_receive(t.link, ";W;");
	assert_told("message W  @4\nmessage WWW  @6\nmessage W  @10\n"
		    "message W  @12\nmessage W  @14\n");
	assert_int_equal(cti_link_reconnect(t.link), 0);
	fake_opened(t.link);
	t.told[0] = '\0';
	fake_receive(t.link, "W;W;");
	assert_told("message W  @0\nmessage W  @2\n");
}

static void test_trace__may_be_turned_off_from_inside(void **state)
{
	(void)state;
	t.off_at_fact = true;
	fake_receive(t.link, "N17;N18;");
	assert_null(strstr(t.told, "event"));
	assert_null(strstr(t.told, "18"));
}

/* A client with a thread of its own, and an idle simulator. */
static cti_client *own_client(cti_link **sim)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_client *own;

	opts.url = "sim:?clock=virtual";
	assert_int_equal(cti_client_new(&own, NULL), 0);
	assert_int_equal(cti_link_add(own, sim, &opts), 0);
	assert_int_equal(cti_sim_advance(*sim, 100), 0);
	return own;
}

/* All that waits. */
static void drain(cti_client *own)
{
	cti_event *ev;

	while (cti_poll(own, 0, &ev) == 0)
		cti_event_unref(ev);
}

static void test_trace__a_poll_tells_the_steps_of_its_client(void **state)
{
	cti_link *sim;
	cti_client *own = own_client(&sim);

	(void)state;
	assert_int_equal(cti_trace_set(NULL, on_step, &t), CTI_EINVAL);
	assert_int_equal(cti_trace_set(own, on_step, &t), 0);
	assert_int_equal(cti_sim_do(sim, "dial 1001 1002 as a"), 0);
	assert_int_equal(cti_sim_advance(sim, 1000), 0);
	assert_string_equal(t.told, "");
	drain(own);
	assert_non_null(strstr(t.told, "fact {\"fact\":\"leg-new\""));
	assert_non_null(strstr(t.told, "event call-begin sim-"));
	assert_non_null(strstr(t.told, "no-pop a call between colleagues"));
	assert_non_null(strstr(t.told, " #1002"));
	cti_client_close(own);
}

static void test_trace__nothing_is_told_that_waited_when_it_was_turned_off(
	void **state)
{
	cti_link *sim;
	cti_client *own = own_client(&sim);

	(void)state;
	assert_int_equal(cti_trace_set(own, on_step, &t), 0);
	assert_int_equal(cti_sim_do(sim, "dial 1001 1002 as a"), 0);
	assert_int_equal(cti_trace_set(own, NULL, NULL), 0);
	drain(own);
	assert_string_equal(t.told, "");
	/* What still waits is freed with the client. */
	assert_int_equal(cti_trace_set(own, on_step, &t), 0);
	assert_int_equal(cti_sim_advance(sim, 1000), 0);
	cti_client_close(own);
	assert_string_equal(t.told, "");
}

static void count_step(cti_client *client, const cti_trace *step, void *user)
{
	(void)client;
	(void)step;
	++*(int *)user;
}

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	(void)user;
	if (level == CTI_LOG_WARN && strstr(text, "steps of the trace"))
		t.warnings++;
}

static void test_trace__more_steps_than_fit_are_lost_and_said_once(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	struct cti_link_opts link = CTI_LINK_OPTS_INIT;
	cti_client *own;
	cti_link *sim;
	int steps = 0;

	(void)state;
	opts.on_log = on_log;
	link.url = "sim:?clock=virtual";
	assert_int_equal(cti_client_new(&own, &opts), 0);
	assert_int_equal(cti_link_add(own, &sim, &link), 0);
	assert_int_equal(cti_trace_set(own, count_step, &steps), 0);
	assert_int_equal(cti_sim_do(sim, "load 1000 rate 100 talk 1"), 0);
	assert_int_equal(cti_sim_advance(sim, 20000), 0);
	drain(own);
	assert_int_equal(steps, 10000);
	assert_int_equal(t.warnings, 1);
	cti_client_close(own);
}

static void test_trace__says_why_nothing_pops(void **state)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *sim;
	const char *from;

	(void)state;
	opts.url = "sim:?clock=virtual";
	assert_int_equal(cti_link_add(t.client, &sim, &opts), 0);
	assert_int_equal(cti_sim_advance(sim, 100), 0);
	assert_int_equal(cti_sim_do(sim, "dial 1001 1002 as a"), 0);
	assert_int_equal(cti_sim_advance(sim, 1000), 0);
	from = strstr(t.told, "no-pop a call between colleagues; "
			      "pop.internal is off");
	assert_non_null(from);
	assert_non_null(strstr(from, " #1002"));
}

static void test_trace__names_its_kinds(void **state)
{
	(void)state;
	assert_string_equal(cti_trace_kind_name(CTI_TRACE_NO_POP), "no-pop");
	assert_null(cti_trace_kind_name((enum cti_trace_kind)99));
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_trace__##name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tells_message_fact_events_and_outcome),
		TEST(says_what_changed_nothing_and_what_came_late),
		TEST(a_call_that_ends_with_the_fact_is_named),
		TEST(offsets_are_of_the_first_byte_however_cut),
		TEST(may_be_turned_off_from_inside),
		TEST(a_poll_tells_the_steps_of_its_client),
		TEST(nothing_is_told_that_waited_when_it_was_turned_off),
		TEST(more_steps_than_fit_are_lost_and_said_once),
		TEST(says_why_nothing_pops),
		TEST(names_its_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
