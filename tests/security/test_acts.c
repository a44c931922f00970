/* SPDX-License-Identifier: MIT */
/*
 * What an application may do inside each callback, however rude: close what has
 * called it, take links away, ask for more, stop the loop. Each pair of a
 * moment and an act is a client of its own that lives through the same calls;
 * whatever happens, requests end once, it is closed once, and nothing is left
 * on the loop.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cti/cti.h>

#include <stdio.h>
#include <string.h>
#include <uv.h>

/* Moments that are no event. */
enum {
	AT_REQUEST_DONE = 1000,
	AT_LOOKUP,
	AT_IDENTIFIED,
	AT_ROUTE,
	AT_ROUTED,
	AT_LOG,
	AT_TRACE
};

static struct {
	uv_loop_t loop;
	cti_client *client; /* NULL once it was closed */
	int moment;
	void (*act)(void);
	size_t acted, closed, stopped;
	size_t accepted, ended;
} world;

static cti_link *link_of(const char *name)
{
	return world.client ? cti_link_find(world.client, name) : NULL;
}

static void at(int moment)
{
	/* Once: an act may bring its own moment about again. */
	if (moment != world.moment || world.acted || !world.client)
		return;
	world.acted++;
	world.act();
}

/* Callbacks. */

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	(void)client;
	(void)user;
	at((int)cti_event_kind(event));
	/* It is ours until we return, whatever was done. */
	assert_true(cti_event_kind(event) < CTI_EVENT_COUNT);
	assert_non_null(cti_event_str(event, CTI_FIELD_CALL, NULL));
}

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	(void)level;
	(void)user;
	at(AT_LOG);
	assert_true(strlen(text) > 0);
}

static void on_closed(void *user)
{
	(void)user;
	world.closed++;
}

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	(void)client;
	(void)user;
	world.ended++;
	at(AT_REQUEST_DONE);
	assert_non_null(result->detail);
}

static void on_lookup(cti_client *client, cti_lookup *lookup, void *user)
{
	(void)client;
	(void)user;
	at(AT_LOOKUP);
	cti_lookup_answer(lookup, NULL, 0);
}

static void on_identified(cti_client *client, enum cti_identity identity,
			  const cti_customer *const *candidates, size_t count,
			  void *user)
{
	(void)client;
	(void)identity;
	(void)candidates;
	(void)count;
	(void)user;
	at(AT_IDENTIFIED);
}

static void on_route(cti_client *client, cti_route *route, void *user)
{
	(void)client;
	(void)user;
	at(AT_ROUTE);
	(void)cti_route_to(route, "1002");
}

static void on_routed(cti_client *client, const cti_route *route,
		      const cti_route_result *result, void *user)
{
	(void)client;
	(void)user;
	at(AT_ROUTED);
	assert_non_null(cti_route_call(route));
	assert_non_null(result->detail);
}

static void on_trace(cti_client *client, const cti_trace *step, void *user)
{
	(void)client;
	(void)step;
	(void)user;
	at(AT_TRACE);
}

/* Acts. */

static void close_client(void)
{
	cti_client *client = world.client;

	world.client = NULL;
	cti_client_close(client);
}

static void remove_own_link(void)
{
	cti_link_remove(link_of("sim"));
}

static void remove_other_link(void)
{
	cti_link_remove(link_of("other"));
}

static void remove_both_links(void)
{
	cti_link_remove(link_of("sim"));
	cti_link_remove(link_of("other"));
}

static void add_link(void)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;

	opts.url = "sim:?clock=virtual";
	opts.name = "third";
	assert_int_equal(cti_link_add(world.client, &link, &opts), 0);
}

static void reconnect(void)
{
	int err = cti_link_reconnect(link_of("sim"));

	assert_true(err == 0 || err == CTI_ESTATE);
}

static void stop_loop(void)
{
	world.stopped++;
	uv_stop(&world.loop);
}

static void ask(uint32_t kind, const char *device)
{
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;

	opts.kind = kind;
	opts.device = device;
	opts.to = "1003";
	if (world.client &&
	    !cti_request_send(world.client, &opts, on_done, NULL, NULL))
		world.accepted++;
}

static void request(void)
{
	ask(CTI_REQUEST_HANGUP, "1001");
	ask(CTI_REQUEST_TRANSFER, "1001");
	ask(CTI_REQUEST_DIAL, "1004");
}

static void poll_inside(void)
{
	cti_event *event = (cti_event *)&world;
	int err = cti_poll(world.client, 0, &event);

	assert_true(err < 0);
	assert_null(event);
}

static void command_switch(void)
{
	cti_link *link = link_of("sim");

	/* The switch may say no; it must say something. */
	if (link && cti_sim_do(link, "hangup 1001"))
		assert_non_null(cti_link_detail(link));
}

static void advance_clock(void)
{
	cti_link *link = link_of("sim");

	if (link)
		(void)!cti_sim_advance(link, 1000);
}

static void change_source(void)
{
	(void)cti_source_remove(world.client, "app");
	(void)!cti_source_add(world.client, "more", on_lookup, NULL);
}

static void request_and_close(void)
{
	request();
	close_client();
}

static void remove_and_add(void)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;

	remove_own_link();
	opts.url = "sim:?clock=virtual";
	opts.name = "sim";
	/* The name is free at once, or it says that it is not yet. */
	if (cti_link_add(world.client, &link, &opts))
		assert_null(link);
}

static void look_at_all(void)
{
	cti_snapshot *picture;

	if (!cti_snapshot_take(world.client, &picture))
		cti_snapshot_unref(picture);
}

/* The calls that everybody lives through. */

static const char *const story[] = {
	"queue support",
	"agent 1001 queue support",
	"ready 1001",
	"call 13800138000 to 1001 as a",
	"answer 1001",
	"hold 1001",
	"retrieve 1001",
	"dtmf a 5",
	"data a order 7",
	"record 1001 started ref x",
	"consult 1001 1002",
	"answer 1002",
	"transfer 1001",
	"blind 1002 1003",
	"answer 1002",
	"ready 1001",
	"hangup a",
	"ready 1001",
	"call 13800138001 to 400 queue support as b",
	"answer 1001",
	"conference 1001 1002",
	"answer 1002",
	"hangup b",
	"call 13800138002 to 1003 as c",
	"pickup 1004",
	"park 1004",
	"hangup c",
	"call 13800138003 to 1002 as d",
	"divert 1002 1003",
	"hangup d",
	"queue sales",
	"call 13800138004 to 400 queue sales as e",
	"hangup e",
	"pause 1001",
	"loss",
	"drop 0",
	"nonsense",
};

static void turn(int times)
{
	while (times--)
		uv_run(&world.loop, UV_RUN_NOWAIT);
}

static void add_all(void)
{
	cti_route_opts route = CTI_ROUTE_OPTS_INIT;
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;

	assert_int_equal(cti_source_add(world.client, "app", on_lookup, NULL),
			 0);
	route.on_route = on_route;
	route.on_routed = on_routed;
	route.when = CTI_ROUTE_RING;
	route.devices = "1003";
	assert_int_equal(cti_route_set(world.client, &route), 0);
	assert_int_equal(cti_trace_set(world.client, on_trace, NULL), 0);
	opts.url = "sim:?clock=virtual";
	opts.name = "other";
	assert_int_equal(cti_link_add(world.client, &link, &opts), 0);
	opts.name = "sim";
	assert_int_equal(cti_link_add(world.client, &link, &opts), 0);
}

static void play(void)
{
	cti_link *link;
	size_t i;

	for (i = 0; i < sizeof(story) / sizeof(story[0]); i++) {
		link = link_of("sim");
		if (link)
			(void)!cti_sim_do(link, story[i]);
		link = link_of("sim");
		if (link)
			(void)!cti_sim_advance(link, 200);
		turn(2);
		if (i % 5 == 4)
			ask(CTI_REQUEST_MUTE, "1001");
		if (world.client && i % 9 == 8 &&
		    cti_identify(world.client, "13800138000", on_identified,
				 NULL))
			fail();
	}
}

static void try(int moment, void (*act)(void))
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	memset(&world, 0, sizeof(world));
	world.moment = moment;
	world.act = act;
	uv_loop_init(&world.loop);
	opts.loop = &world.loop;
	opts.on_event = on_event;
	opts.on_log = on_log;
	opts.on_closed = on_closed;
	opts.log_level = CTI_LOG_DEBUG;
	assert_int_equal(cti_client_new(&world.client, &opts), 0);
	add_all();
	play();
	if (world.client)
		close_client();
	uv_run(&world.loop, UV_RUN_DEFAULT);
	uv_run(&world.loop, UV_RUN_DEFAULT);
	assert_int_equal(world.closed, 1);
	assert_int_equal(world.ended, world.accepted);
	assert_int_equal(uv_loop_close(&world.loop), 0);
}

static const struct {
	int moment;
	const char *name;
} moments[] = {
	{ CTI_EVENT_CALL_BEGIN, "call-begin" },
	{ CTI_EVENT_QUEUE, "queue" },
	{ CTI_EVENT_DEQUEUE, "dequeue" },
	{ CTI_EVENT_ABANDON, "abandon" },
	{ CTI_EVENT_DIAL, "dial" },
	{ CTI_EVENT_RING, "ring" },
	{ CTI_EVENT_ANSWER, "answer" },
	{ CTI_EVENT_HOLD, "hold" },
	{ CTI_EVENT_RETRIEVE, "retrieve" },
	{ CTI_EVENT_TRANSFER, "transfer" },
	{ CTI_EVENT_CONFERENCE, "conference" },
	{ CTI_EVENT_PICKUP, "pickup" },
	{ CTI_EVENT_DTMF, "dtmf" },
	{ CTI_EVENT_DATA, "data" },
	{ CTI_EVENT_RECORD, "record" },
	{ CTI_EVENT_HANGUP, "hangup" },
	{ CTI_EVENT_CALL_END, "call-end" },
	{ CTI_EVENT_AGENT, "agent" },
	{ CTI_EVENT_LINK, "link" },
	{ CTI_EVENT_LOSS, "loss" },
	{ CTI_EVENT_POP, "pop" },
	{ AT_REQUEST_DONE, "request done" },
	{ AT_LOOKUP, "lookup" },
	{ AT_IDENTIFIED, "identified" },
	{ AT_ROUTE, "route" },
	{ AT_ROUTED, "routed" },
	{ AT_LOG, "log" },
	{ AT_TRACE, "trace" },
};

static const struct {
	void (*act)(void);
	const char *name;
} acts[] = {
	{ close_client, "close the client" },
	{ remove_own_link, "remove its link" },
	{ remove_other_link, "remove another link" },
	{ remove_both_links, "remove both links" },
	{ remove_and_add, "remove its link and add it again" },
	{ add_link, "add a link" },
	{ reconnect, "reconnect" },
	{ stop_loop, "stop the loop" },
	{ request, "request" },
	{ request_and_close, "request and close the client" },
	{ poll_inside, "poll" },
	{ command_switch, "command the simulated switch" },
	{ advance_clock, "advance the clock" },
	{ change_source, "change the sources" },
	{ look_at_all, "take a snapshot" },
};

static void test_acts__every_moment_survives_every_act(void **state)
{
	size_t i, k, pairs = 0;

	(void)state;
	for (i = 0; i < sizeof(moments) / sizeof(moments[0]); i++) {
		for (k = 0; k < sizeof(acts) / sizeof(acts[0]); k++) {
			print_message("%s: %s\n", moments[i].name,
				      acts[k].name);
			try(moments[i].moment, acts[k].act);
			if (!world.acted)
				fail_msg("%s never came", moments[i].name);
			pairs++;
		}
	}
	print_message("%zu pairs\n", pairs);
	assert_true(pairs >= 112);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_acts__every_moment_survives_every_act),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
