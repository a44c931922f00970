/* SPDX-License-Identifier: MIT */
/* Requests under way: accepted, sent, and ended exactly once, come what may. */
#include "request_stage.h"
#include "../util/refuse.h"

#include "fake.h"

#include <pthread.h>

/* On the simulator. */

static void test_request__needs_what_its_kind_needs(void **state)
{
	(void)state;
	NOT(CTI_EINVAL,
	    "The request's kind is none of the list in "
	    "cti/request.h.",
	    NONE);
	NOT(CTI_EINVAL, "The request's call or device is missing.", HOLD);
	NOT(CTI_EINVAL, "The request's \"to\" is missing.", DIAL,
	    .device = "1001");
	assert_int_equal(
		cti_request_check(stage.client, OPTS(DIAL, .device = "1001")),
		0);
	assert_int_equal(cti_request_send(stage.client, NULL, NULL, NULL, NULL),
			 CTI_EINVAL);
	assert_int_equal(cti_request_cancel(stage.client, 1), CTI_ENOENT);
	stage_turn();
	assert_int_equal(stage.ends, 0);
}

static void test_request__says_whom_it_cannot_find(void **state)
{
	(void)state;
	NOT(CTI_ENOENT, "The device \"1009\" has no call.", HOLD,
	    .device = "1009");
	NOT(CTI_ENOENT,
	    "The call \"sim-x\" is not there: it has ended, or never was.",
	    HOLD, .call = "sim-x");
	NOT(CTI_ENOENT, "There is no link called \"pbx\".", HOLD,
	    .device = "1001", .link = "pbx");
	stage_inbound();
	stage_sim("hangup a");
	NOT(CTI_ENOENT,
	    "The call \"sim-leg-1\" is not there: it has ended, or never was.",
	    CLEAR, .call = stage.call);
	NOT(CTI_ENOENT, "The device \"1001\" has no call.", HANGUP,
	    .device = "1001");
}

static void test_request__without_a_link_there_is_nobody_to_ask(void **state)
{
	(void)state;
	NOT(CTI_ENOENT, "There is no link to a switch; add one first.", DIAL,
	    .device = "1001", .to = "1002");
	assert_true(cti_request_possible(stage.client, NULL, "1001") == 0);
}

static void test_request__of_two_for_one_call_the_second_is_too_late(
	void **state)
{
	(void)state;
	stage_inbound();
	assert_int_equal(stage_send(OPTS(HANGUP, .device = "1001"), NULL), 0);
	NOT(CTI_ENOENT, "The device \"1001\" has no call.", HANGUP,
	    .device = "1001");
	stage_turn();
	assert_int_equal(stage.ends, 1);
}

/* Both are accepted while the simulator is at work, and judged again after. */
static void two_in_callback(const cti_event *event)
{
	if (cti_event_kind(event) != CTI_EVENT_ANSWER)
		return;
	stage.on_event = NULL;
	assert_int_equal(stage_send(OPTS(HANGUP, .device = "1001"), NULL), 0);
	assert_int_equal(stage_send(OPTS(HANGUP, .device = "1001"), NULL), 0);
	assert_int_equal(stage.ends, 0);
}

static void test_request__in_a_callback_waits_for_its_turn(void **state)
{
	(void)state;
	stage.on_event = two_in_callback;
	stage_inbound();
	stage_turn();
	assert_int_equal(stage.ends, 2);
	assert_int_equal(stage.end[0].error, 0);
	assert_int_equal(stage.end[1].error, CTI_ENOENT);
	assert_string_equal(stage.end[1].detail,
			    "The device \"1001\" has no call.");
}

static void hold_then_retrieve(const struct stage_end *end)
{
	if (end->kind == CTI_REQUEST_HOLD)
		assert_int_equal(
			stage_send(OPTS(RETRIEVE, .device = "1001"), NULL), 0);
}

static void test_request__may_follow_from_the_end_of_another(void **state)
{
	(void)state;
	stage_inbound();
	/* The place of the one that has ended is free. */
	assert_int_equal(cti_set(stage.client, "request.max_pending", "1"), 0);
	stage.on_end = hold_then_retrieve;
	assert_int_equal(stage_send(OPTS(HOLD, .device = "1001"), NULL), 0);
	stage_turn();
	stage_turn();
	assert_int_equal(stage.ends, 2);
	assert_int_equal(stage.end[1].kind, CTI_REQUEST_RETRIEVE);
	assert_int_equal(stage.end[1].error, 0);
}

static void test_request__no_more_than_so_many_are_under_way(void **state)
{
	uint64_t id;

	(void)state;
	stage_inbound();
	assert_int_equal(cti_set(stage.client, "request.max_pending", "2"), 0);
	stage_sim("silent 2");
	assert_int_equal(stage_send(OPTS(HOLD, .device = "1001"), &id), 0);
	assert_int_equal(stage_send(OPTS(MUTE, .device = "1001"), NULL), 0);
	NOT(CTI_EAGAIN,
	    "Too many requests are under way (the key "
	    "request.max_pending).",
	    HOLD, .device = "1001");
	assert_int_equal(cti_request_cancel(stage.client, id), 0);
	assert_int_equal(cti_request_cancel(stage.client, id), CTI_ENOENT);
	stage_turn();
	assert_int_equal(stage.end[0].error, CTI_ECANCELED);
	assert_string_equal(stage.end[0].detail,
			    "The application waits for it no longer.");
	DO(HOLD, .device = "1001");
}

static void test_request__has_a_deadline(void **state)
{
	(void)state;
	stage_inbound();
	stage_sim("silent 1");
	assert_int_equal(
		stage_send(OPTS(HOLD, .device = "1001", .timeout_ms = 1), NULL),
		0);
	while (!stage.ends)
		uv_run(&stage.loop, UV_RUN_ONCE);
	assert_int_equal(stage.end[0].error, CTI_ETIMEDOUT);
	assert_string_equal(stage.end[0].detail,
			    "The switch has not answered the request in time.");
	assert_string_equal(stage.end[0].call, stage.call);
}

static void test_request__ends_with_its_link(void **state)
{
	(void)state;
	stage_inbound();
	stage_sim("silent 1");
	assert_int_equal(stage_send(OPTS(HOLD, .device = "1001"), NULL), 0);
	stage_sim("drop 1");
	stage_turn();
	assert_int_equal(stage.ends, 1);
	assert_int_equal(stage.end[0].error, CTI_ELINKDOWN);
	assert_string_equal(
		stage.end[0].detail,
		"The link went down before the switch had answered; "
		"what became of the request is not known.");
	NOT(CTI_ELINKDOWN,
	    "The link to the switch is down; try again when it is up.", HOLD,
	    .device = "1001");
}

static void test_request__ends_with_a_link_that_is_removed(void **state)
{
	(void)state;
	stage_inbound();
	stage_sim("silent 1");
	assert_int_equal(stage_send(OPTS(HOLD, .device = "1001"), NULL), 0);
	cti_link_remove(stage.link);
	stage_turn();
	assert_int_equal(stage.ends, 1);
	assert_int_equal(stage.end[0].error, CTI_ECANCELED);
	assert_string_equal(stage.end[0].detail, "The link was removed.");
}

static void close_client(const struct stage_end *end)
{
	cti_client *client = stage.client;

	(void)end;
	stage.on_end = NULL;
	cti_client_close(client);
}

static void test_request__closing_inside_its_end_ends_the_others(void **state)
{
	(void)state;
	stage_inbound();
	stage_sim("silent 2");
	assert_int_equal(stage_send(OPTS(MUTE, .device = "1001"), NULL), 0);
	assert_int_equal(stage_send(OPTS(MUTE, .device = "1001"), NULL), 0);
	stage.on_end = close_client;
	assert_int_equal(stage_send(OPTS(HOLD, .device = "1001"), NULL), 0);
	uv_run(&stage.loop, UV_RUN_DEFAULT);
	assert_true(stage.closed);
	assert_int_equal(stage.ends, 3);
	assert_int_equal(stage.end[0].error, 0);
	assert_int_equal(stage.end[1].error, CTI_ECANCELED);
	assert_int_equal(stage.end[2].error, CTI_ECANCELED);
	stage.client = NULL;
}

static void ask_again(const struct stage_end *end)
{
	if (end->error == CTI_ECANCELED)
		NOT(CTI_ESTATE, "The client is being closed.", HOLD,
		    .device = "1001");
}

static void test_request__none_is_accepted_while_closing(void **state)
{
	(void)state;
	stage_inbound();
	stage_sim("silent 1");
	assert_int_equal(stage_send(OPTS(HOLD, .device = "1001"), NULL), 0);
	stage.on_end = ask_again;
	cti_client_close(stage.client);
	assert_int_equal(stage.ends, 1);
	stage.client = NULL;
}

static void test_request__an_agent_s_state_waits_for_its_call(void **state)
{
	(void)state;
	stage_sim("agent 1001 queue support");
	stage_inbound();
	assert_int_equal(stage_send(OPTS(AGENT_NOT_READY, .device = "1001",
					 .reason = "lunch"),
				    NULL),
			 0);
	stage_turn();
	TOLD("");
	/* The newer wish counts. */
	assert_int_equal(stage_send(OPTS(AGENT_NOT_READY, .device = "1001",
					 .reason = "meeting"),
				    NULL),
			 0);
	stage_turn();
	assert_int_equal(stage.ends, 1);
	assert_int_equal(stage.end[0].error, CTI_ECANCELED);
	stage_sim("hangup a");
	stage_turn();
	assert_int_equal(stage.ends, 2);
	assert_int_equal(stage.end[1].error, 0);
	assert_non_null(strstr(stage.told, "not-ready meeting"));
	assert_null(strstr(stage.told, "lunch"));
}

static void test_request__an_agent_s_state_may_hold_at_once(void **state)
{
	(void)state;
	stage_sim("agent 1001 queue support");
	stage_inbound();
	DO(AGENT_NOT_READY, .device = "1001", .flags = CTI_REQUEST_AT_ONCE);
	assert_non_null(strstr(stage.told, "not-ready"));
}

static void test_request__what_is_possible_changes_with_the_call(void **state)
{
	static const uint64_t one = 1;
	uint64_t can;

	(void)state;
	can = cti_request_possible(stage.client, NULL, "1001");
	assert_true(can & one << CTI_REQUEST_DIAL);
	assert_false(can & one << CTI_REQUEST_HANGUP);
	stage_sim("call 13800138000 to 1001 as a");
	can = cti_request_possible(stage.client, stage.call, "1001");
	assert_true(can & one << CTI_REQUEST_ANSWER);
	assert_true(can & one << CTI_REQUEST_DEFLECT);
	assert_false(can & one << CTI_REQUEST_HOLD);
	stage_sim("answer 1001");
	can = cti_request_possible(stage.client, NULL, "1001");
	assert_false(can & one << CTI_REQUEST_ANSWER);
	assert_true(can & one << CTI_REQUEST_HOLD);
	assert_false(can & one << CTI_REQUEST_RETRIEVE);
	assert_true(cti_request_possible(stage.client, stage.call, NULL) &
		    one << CTI_REQUEST_CLEAR);
	stage_sim("hold 1001");
	can = cti_request_possible(stage.client, NULL, "1001");
	assert_true(can & one << CTI_REQUEST_RETRIEVE);
	assert_false(can & one << CTI_REQUEST_HOLD);
	assert_true(cti_request_possible(stage.client, NULL, NULL) == 0);
	assert_true(cti_request_possible(NULL, NULL, "1001") == 0);
}

static void test_request__two_switches_are_told_apart(void **state)
{
	cti_link *other = stage_link("sim:?clock=virtual", "other");

	(void)state;
	assert_int_equal(cti_sim_advance(other, 0), 0);
	/* Neither knows the telephone, or both do. */
	NOT(CTI_EINVAL, "There is more than one switch; name the link to use.",
	    DIAL, .device = "1001", .to = "1002");
	DO(DIAL, .device = "1001", .to = "1002", .link = "other");
	assert_string_equal(stage.end[0].link, "other");
	/* Now one of them does. */
	DO(HANGUP, .device = "1001");
	assert_string_equal(stage.end[1].link, "other");
	stage_inbound();
	assert_int_equal(cti_sim_do(other, "call 13900139000 to 1001"), 0);
	NOT(CTI_EINVAL, "There is more than one switch; name the link to use.",
	    HANGUP, .device = "1001");
	/* A call is of one switch, and so is an agent that only it knows. */
	assert_true(!strncmp(stage.call, "other-", 6));
	DO(CLEAR, .call = stage.call);
	assert_int_equal(cti_sim_do(other, "agent 1005 queue support id anna"),
			 0);
	DO(AGENT_NOT_READY, .agent = "anna");
	assert_string_equal(stage.end[3].link, "other");
	NOT(CTI_ENOENT,
	    "The call \"other-leg-1\" is not there: it has ended, or never "
	    "was.",
	    CLEAR, .call = "other-leg-1", .link = "sim");
}

static void test_request__older_programs_have_shorter_structs(void **state)
{
	cti_request_opts opts = *OPTS(DIAL, .device = "1001", .to = "1002",
				      .caller = "not read");
	struct {
		size_t size;
		uint64_t id;
	} ticket = { .size = sizeof(ticket) };

	(void)state;
	opts.size = offsetof(cti_request_opts, agent);
	assert_int_equal(
		cti_request_send(stage.client, &opts, stage_done, NULL,
				 (cti_request_ticket *)(void *)&ticket),
		0);
	assert_true(ticket.id > 0);
	stage_turn();
	assert_int_equal(stage.end[0].error, 0);
	opts.size = 8;
	assert_int_equal(stage_send(&opts, NULL), CTI_EINVAL);
}

/* Whatever fails for want of memory: nothing is lost, nothing ends twice. */
static bool story_out_of_memory(int granted)
{
	void *none = NULL;
	bool all;
	int err;

	assert_int_equal(refuse_begin(&none), 0);
	assert_int_equal(stage_begin(&none), 0);
	stage_inbound();
	refuse_after = granted;
	err = stage_send(
		OPTS(DATA, .device = "1001", .key = "order", .value = "77"),
		NULL);
	assert_true(err == 0 || err == CTI_ENOMEM);
	stage_turn();
	assert_int_equal(stage.ends, err ? 0 : 1);
	err = stage_send(OPTS(DIAL, .device = "1002", .to = "1003",
			      .data = &(cti_pair){ "order", "78" },
			      .data_count = 1),
			 NULL);
	assert_true(err == 0 || err == CTI_ENOMEM);
	stage_turn();
	/* What the switch said may be lost with the memory; then the deadline,
	   or the end of the client, is its end. */
	all = refuse_after > 0;
	refuse_after = -1;
	assert_int_equal(stage_finish(&none), 0);
	stage.client = NULL;
	assert_true(stage.ends <= 2);
	assert_int_equal(refuse_end(&none), 0);
	return all;
}

static void test_request__survives_every_want_of_memory(void **state)
{
	int granted = 0;

	(void)state;
	while (!story_out_of_memory(granted))
		granted++;
	assert_true(granted > 5);
	assert_int_equal(stage.ends, 2);
}

/* Two links of one switch, by a fake adapter. */

static struct {
	cti_link *first, *second;
	const char *first_cannot;
	uint64_t tag;
	size_t asked;
	int fails;
	struct cti_port *port;
} f;

static const char *f_refuse(void *state, const struct cti_request *req)
{
	struct fake_state *s = state;

	(void)req;
	return f.first && s->port == &f.first->port ? f.first_cannot : NULL;
}

static int f_request(void *state, uint64_t tag, const struct cti_request *req)
{
	struct fake_state *s = state;

	(void)req;
	f.tag = tag;
	f.asked++;
	f.port = s->port;
	if (f.fails)
		cti_port_detail(s->port, "The fake cannot send.");
	return f.fails;
}

static cti_link *fake_link(const struct cti_adapter *adapter, const char *name)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link = NULL;

	opts.url = "fake://host";
	opts.name = name;
	opts.switch_name = "pbx";
	assert_int_equal(cti__link_add_with(stage.client, &link, &opts, adapter,
					    &fake_env),
			 0);
	/* It begins when the test says so. */
	cti__later_stop(&link->later);
	return link;
}

static void go_live(cti_link *link)
{
	fake_start(link);
	fake_opened(link);
	fake_receive(link, "W;R;S;");
	assert_int_equal(cti_link_state(link), CTI_LINK_UP);
}

static int two_links(void **state)
{
	static struct cti_adapter adapter;

	memset(&f, 0, sizeof(f));
	memset(&fake, 0, sizeof(fake));
	fake.clock_us = 1000000;
	fake.alarm_us = INT64_MAX;
	adapter = fake_adapter;
	adapter.refuse = f_refuse;
	adapter.request = f_request;
	if (stage_bare(state))
		return -1;
	f.first = fake_link(&adapter, "first");
	f.second = fake_link(&adapter, "second");
	return 0;
}

static void test_request__goes_to_the_link_that_can(void **state)
{
	(void)state;
	go_live(f.first);
	go_live(f.second);
	fake_receive(f.first, "N1001;");
	f.first_cannot = "The first cannot.";
	assert_int_equal(stage_send(OPTS(HANGUP, .device = "1001"), NULL), 0);
	assert_ptr_equal(f.port, &f.second->port);
	cti_port_done(f.port, f.tag, 0, CTI__STR_NONE);
	stage_turn();
	assert_string_equal(stage.end[0].link, "second");
	/* By name, only that one is asked. */
	NOT(CTI_ENOTSUP, "The first cannot.", HANGUP, .device = "1001",
	    .link = "first");
	/* One that could, but is down, is why it is not possible now. */
	fake_closed(f.second, CTI_EEOF, "gone");
	NOT(CTI_ELINKDOWN,
	    "The link to the switch is down; try again when it is up.", HANGUP,
	    .device = "1001");
	f.first_cannot = NULL;
	assert_int_equal(
		cti_request_check(stage.client, OPTS(HANGUP, .device = "1001")),
		0);
}

static void test_request__an_adapter_that_cannot_send_says_why(void **state)
{
	(void)state;
	go_live(f.first);
	f.fails = CTI_EAGAIN;
	assert_int_equal(ASK(DIAL, .device = "1001", .to = "1002")->error,
			 CTI_EAGAIN);
	assert_string_equal(stage.end[0].detail, "The fake cannot send.");
}

static void test_request__a_dial_ends_when_its_leg_is_there(void **state)
{
	char message[128];
	cti_request_ticket ticket = { .size = sizeof(ticket) };
	cti_link_stats stats = { .size = sizeof(stats) };

	(void)state;
	go_live(f.first);
	assert_int_equal(
		cti_request_send(stage.client,
				 OPTS(DIAL, .device = "1001", .to = "1002"),
				 stage_done, NULL, &ticket),
		0);
	stage_turn();
	assert_int_equal(stage.ends, 0);
	/* The call's id is the leg's behind the switch's name. */
	assert_true(!strncmp(ticket.call, "pbx-", 4));
	snprintf(message, sizeof(message), "N%s;", ticket.call + 4);
	fake_receive(f.first, message);
	stage_turn();
	assert_int_equal(stage.ends, 1);
	assert_int_equal(stage.end[0].error, 0);
	/* The answer that follows is no reply to nothing, nor a second end. */
	cti_port_done(f.port, f.tag, CTI_EREFUSED, CTI__STR("busy"));
	stage_turn();
	assert_int_equal(stage.ends, 1);
	cti_link_stats_get(f.first, &stats);
	assert_true(stats.orphans == 0);
	cti_port_done(f.port, 4711, 0, CTI__STR_NONE);
	cti_link_stats_get(f.first, &stats);
	assert_true(stats.orphans == 1);
}

static void test_request__another_link_s_word_does_not_end_it(void **state)
{
	(void)state;
	go_live(f.first);
	go_live(f.second);
	assert_int_equal(stage_send(OPTS(DIAL, .device = "1001", .to = "1002",
					 .link = "first"),
				    NULL),
			 0);
	cti_port_done(&f.second->port, f.tag, 0, CTI__STR_NONE);
	stage_turn();
	assert_int_equal(stage.ends, 0);
	cti_port_done(&f.first->port, f.tag, CTI_EREFUSED, CTI__STR("no"));
	stage_turn();
	assert_int_equal(stage.end[0].error, CTI_EREFUSED);
	assert_string_equal(stage.end[0].detail, "no");
}

/* A client with a thread of its own. */

static struct {
	cti_client *client;
	cti_link *link;
	size_t ends;
	int error;
	bool close;
	pthread_t thread;
} own;

static void own_done(cti_client *client, const cti_request_result *result,
		     void *user)
{
	(void)user;
	assert_true(pthread_equal(pthread_self(), own.thread));
	own.ends++;
	own.error = result->error;
	assert_string_equal(result->call, "sim-leg-1");
	if (own.close) {
		own.close = false;
		cti_client_close(client);
	}
}

static int own_begin(void **state)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;

	(void)state;
	memset(&own, 0, sizeof(own));
	own.thread = pthread_self();
	opts.url = "sim:?clock=virtual";
	opts.name = "sim";
	if (cti_client_new(&own.client, NULL) ||
	    cti_link_add(own.client, &own.link, &opts))
		return -1;
	return cti_sim_advance(own.link, 0) ||
	       cti_sim_do(own.link, "call 13800138000 to 1001 as a") ||
	       cti_sim_do(own.link, "answer 1001");
}

static int own_send(const cti_request_opts *opts)
{
	return cti_request_send(own.client, opts, own_done, NULL, NULL);
}

static void drain(void)
{
	cti_event *event;

	while (!cti_poll(own.client, 0, &event))
		cti_event_unref(event);
}

static void test_request__own_thread_is_told_in_the_poll(void **state)
{
	(void)state;
	assert_int_equal(own_send(OPTS(HOLD, .device = "1001")), 0);
	assert_int_equal(own_send(OPTS(HOLD, .device = "1001")), CTI_ESTATE);
	assert_int_equal(own.ends, 0);
	drain();
	assert_int_equal(own.ends, 1);
	assert_int_equal(own.error, 0);
	cti_client_close(own.client);
	assert_int_equal(own.ends, 1);
}

static void test_request__own_thread_holds_no_more_than_so_many(void **state)
{
	(void)state;
	assert_int_equal(cti_set(own.client, "request.max_pending", "2"), 0);
	/* Ended, but nobody has fetched it. */
	assert_int_equal(own_send(OPTS(MUTE, .device = "1001")), 0);
	assert_int_equal(own_send(OPTS(MUTE, .device = "1001")), 0);
	assert_int_equal(own_send(OPTS(MUTE, .device = "1001")), CTI_EAGAIN);
	drain();
	assert_int_equal(own_send(OPTS(MUTE, .device = "1001")), 0);
	cti_client_close(own.client);
	assert_int_equal(own.ends, 3);
}

static void test_request__own_thread_may_close_in_the_end(void **state)
{
	cti_event *event;
	int err = 0;

	(void)state;
	assert_int_equal(cti_sim_do(own.link, "silent 1"), 0);
	assert_int_equal(own_send(OPTS(MUTE, .device = "1001")), 0);
	own.close = true;
	assert_int_equal(own_send(OPTS(HOLD, .device = "1001")), 0);
	while (!(err = cti_poll(own.client, 1000, &event)))
		cti_event_unref(event);
	assert_int_equal(err, CTI_ECANCELED);
	assert_int_equal(own.ends, 2);
	assert_int_equal(own.error, CTI_ECANCELED);
}

static void closing_done(cti_client *client, const cti_request_result *result,
			 void *user)
{
	(void)user;
	own.ends++;
	own.error = result->error;
	/* The client is still there, and says so. */
	assert_int_equal(cti_request_send(client, OPTS(HOLD, .device = "1001"),
					  closing_done, NULL, NULL),
			 CTI_ESTATE);
}

static void test_request__own_thread_ends_all_when_it_is_closed(void **state)
{
	(void)state;
	assert_int_equal(cti_sim_do(own.link, "silent 1"), 0);
	assert_int_equal(cti_request_send(own.client,
					  OPTS(HOLD, .device = "1001"),
					  closing_done, NULL, NULL),
			 0);
	cti_client_close(own.client);
	assert_int_equal(own.ends, 1);
	assert_int_equal(own.error, CTI_ECANCELED);
}

/* Requests of several threads while another fetches: for the sanitizers. */

#define EACH 50

static atomic_uint raced;

static void race_done(cti_client *client, const cti_request_result *result,
		      void *user)
{
	(void)client;
	(void)user;
	assert_true(result->error == 0 || result->error == CTI_EREFUSED ||
		    result->error == CTI_ENOENT || result->error == CTI_ESTATE);
	assert_non_null(result->detail);
	atomic_fetch_add(&raced, 1);
}

static void *race(void *arg)
{
	unsigned *sent = arg, i;
	char device[16];

	for (i = 0; i < EACH; i++) {
		snprintf(device, sizeof(device), "%u", 2000 + i);
		*sent += !cti_request_send(
			own.client, OPTS(DIAL, .device = device, .to = "1002"),
			race_done, NULL, NULL);
		*sent += !cti_request_send(own.client,
					   OPTS(HANGUP, .device = device),
					   race_done, NULL, NULL);
	}
	return NULL;
}

static void test_request__many_threads_may_ask(void **state)
{
	pthread_t thread[2];
	unsigned sent[2] = { 0, 0 };
	cti_event *event;
	size_t i;

	(void)state;
	atomic_store(&raced, 0);
	for (i = 0; i < 2; i++)
		assert_int_equal(
			pthread_create(&thread[i], NULL, race, &sent[i]), 0);
	while (atomic_load(&raced) < EACH)
		if (!cti_poll(own.client, 10, &event))
			cti_event_unref(event);
	for (i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	drain();
	assert_int_equal(atomic_load(&raced), sent[0] + sent[1]);
	cti_client_close(own.client);
}

#define TEST_ON(begin, test_request__one)                                      \
	cmocka_unit_test_setup_teardown(test_request__one, begin, stage_finish)

static void test_request__another_link_that_goes_down_does_not_end_it(
	void **state)
{
	(void)state;
	go_live(f.first);
	go_live(f.second);
	assert_int_equal(stage_send(OPTS(DIAL, .device = "1001", .to = "1002",
					 .link = "first"),
				    NULL),
			 0);
	fake_closed(f.second, CTI_EEOF, "gone");
	cti_link_remove(f.second);
	stage_turn();
	assert_int_equal(stage.ends, 0);
	cti_port_done(&f.first->port, f.tag, 0, CTI__STR_NONE);
	stage_turn();
	assert_int_equal(stage.ends, 1);
	assert_int_equal(stage.end[0].error, 0);
}

/* The switch has more to say than there is room for. */
static void test_request__a_long_refusal_is_cut(void **state)
{
	char words[600];

	(void)state;
	memset(words, 'x', sizeof(words) - 1);
	words[sizeof(words) - 1] = '\0';
	go_live(f.first);
	assert_int_equal(
		stage_send(OPTS(DIAL, .device = "1001", .to = "1002"), NULL),
		0);
	cti_port_done(f.port, f.tag, CTI_EREFUSED, cti__str(words));
	stage_turn();
	assert_int_equal(strlen(stage.end[0].detail), 255);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE(test_request__needs_what_its_kind_needs),
		STAGE(test_request__says_whom_it_cannot_find),
		TEST_ON(stage_bare,
			test_request__without_a_link_there_is_nobody_to_ask),
		STAGE(test_request__of_two_for_one_call_the_second_is_too_late),
		STAGE(test_request__in_a_callback_waits_for_its_turn),
		STAGE(test_request__may_follow_from_the_end_of_another),
		STAGE(test_request__no_more_than_so_many_are_under_way),
		STAGE(test_request__has_a_deadline),
		STAGE(test_request__ends_with_its_link),
		STAGE(test_request__ends_with_a_link_that_is_removed),
		STAGE(test_request__closing_inside_its_end_ends_the_others),
		STAGE(test_request__none_is_accepted_while_closing),
		STAGE(test_request__an_agent_s_state_waits_for_its_call),
		STAGE(test_request__an_agent_s_state_may_hold_at_once),
		STAGE(test_request__what_is_possible_changes_with_the_call),
		STAGE(test_request__two_switches_are_told_apart),
		STAGE(test_request__older_programs_have_shorter_structs),
		cmocka_unit_test(test_request__survives_every_want_of_memory),
		TEST_ON(two_links, test_request__goes_to_the_link_that_can),
		TEST_ON(two_links,
			test_request__an_adapter_that_cannot_send_says_why),
		TEST_ON(two_links,
			test_request__a_dial_ends_when_its_leg_is_there),
		TEST_ON(two_links,
			test_request__another_link_s_word_does_not_end_it),
		TEST_ON(two_links,
			test_request__another_link_that_goes_down_does_not_end_it),
		TEST_ON(two_links, test_request__a_long_refusal_is_cut),
		cmocka_unit_test_setup(
			test_request__own_thread_is_told_in_the_poll,
			own_begin),
		cmocka_unit_test_setup(
			test_request__own_thread_holds_no_more_than_so_many,
			own_begin),
		cmocka_unit_test_setup(
			test_request__own_thread_may_close_in_the_end,
			own_begin),
		cmocka_unit_test_setup(
			test_request__own_thread_ends_all_when_it_is_closed,
			own_begin),
		cmocka_unit_test_setup(test_request__many_threads_may_ask,
				       own_begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
