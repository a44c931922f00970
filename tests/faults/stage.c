/* SPDX-License-Identifier: MIT */
/* The parts of a scenario, put together and taken apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stage.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct protocol *stage_protocol;

const char *stage_address(void)
{
	static char address[32];
	unsigned pid = (unsigned)getpid();

	/* No other process can take a port of it while the proxy is deaf. */
	snprintf(address, sizeof(address), "127.%u.%u.%u", 16 + pid % 64,
		 pid / 64 % 250, 1 + pid / 16000 % 250);
	return address;
}

static void do_deed(uv_idle_t *soon)
{
	struct stage *stage = soon->data;

	uv_idle_stop(soon);
	proxy_now(stage->proxy, stage->deed);
}

static void hear_link(struct stage *stage, const cti_event *event)
{
	const char *state = cti_event_str(event, CTI_FIELD_STATE, NULL);

	if (strcmp(state, "connecting") == 0) {
		if (stage->attempts < STAGE_TURNS)
			stage->attempt_ns[stage->attempts] = uv_hrtime();
		stage->attempts++;
	} else if (strcmp(state, "up") == 0) {
		stage->ups++;
		stage->up_ns = uv_hrtime();
	} else if (strcmp(state, "resync") != 0) {
		stage->downs += strcmp(state, "down") == 0;
		stage->fails += strcmp(state, "failed") == 0;
		stage->down_ns = uv_hrtime();
		snprintf(stage->detail, sizeof(stage->detail), "%s",
			 cti_event_str(event, CTI_FIELD_DETAIL, NULL));
	}
	if (stage->deed_at_state && strcmp(state, stage->deed_at_state) == 0)
		uv_idle_start(&stage->soon, do_deed);
}

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	struct stage *stage = user;

	(void)client;
	if (getenv("CTI_FAULTS_TALK")) {
		char *json;

		if (!cti_event_json(event, &json, NULL))
			fprintf(stderr, "%s\n", json);
		cti_free(json);
	}
	witness_event(&stage->witness, event);
	if (stage->hear)
		stage->hear(stage, event);
	if (cti_event_kind(event) == CTI_EVENT_LINK)
		hear_link(stage, event);
}

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	(void)level;
	(void)user;
	if (getenv("CTI_FAULTS_TALK"))
		fprintf(stderr, "log: %s\n", text);
}

static void on_trace(cti_client *client, const cti_trace *step, void *user)
{
	(void)client;
	(void)user;
	if (step->kind == CTI_TRACE_FACT || step->kind == CTI_TRACE_OUTCOME)
		fprintf(stderr, "%s %.*s\n", cti_trace_kind_name(step->kind),
			(int)step->len, step->text);
}

static void on_closed(void *user)
{
	struct stage *stage = user;

	stage->closed = true;
}

static void scale(struct stage *stage)
{
	static const char *const keys[][2] = {
		{ "link.backoff_min_ms", "20" },
		{ "link.backoff_max_ms", "200" },
		{ "link.auth_retry_ms", "1000" },
		/* The world's own; a colleague's call pops, too. */
		{ "pop.internal", "true" },
	};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		stage_set(stage, keys[i][0], keys[i][1]);
}

void stage_init(struct stage *stage)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	memset(stage, 0, sizeof(*stage));
	assert_int_equal(uv_loop_init(&stage->loop), 0);
	uv_timer_init(&stage->loop, &stage->guard);
	uv_idle_init(&stage->loop, &stage->soon);
	stage->guard.data = stage->soon.data = stage;
	world_init(&stage->world);
	witness_init(&stage->witness);
	stage->server = server_new(&stage->loop, stage_protocol, &stage->world,
				   stage_address(), 0);
	stage->proxy = proxy_new(&stage->loop, stage_address(), 0,
				 stage_address(), stage->server->port);
	opts.loop = &stage->loop;
	opts.on_event = on_event;
	opts.on_log = on_log;
	opts.on_closed = on_closed;
	opts.user = stage;
	assert_int_equal(cti_client_new(&stage->client, &opts), 0);
	scale(stage);
	if (getenv("CTI_FAULTS_FACTS") &&
	    cti_trace_set(stage->client, on_trace, stage))
		fail();
}

void stage_set(struct stage *stage, const char *key, const char *value)
{
	int err = cti_set(stage->client, key, value);

	if (err)
		fail_msg("%s: %s", key, cti_client_detail(stage->client));
}

void stage_link_to(struct stage *stage, const char *host, uint16_t port)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char url[256];

	snprintf(url, sizeof(url), "%s://%s:%u", stage_protocol->name, host,
		 port);
	opts.url = url;
	opts.name = "pbx";
	opts.user = *stage->server->user ? stage->server->user : NULL;
	opts.secret = "s3cret";
	if (cti_link_add(stage->client, &stage->link, &opts))
		fail_msg("%s", cti_client_detail(stage->client));
}

void stage_link(struct stage *stage)
{
	stage_link_to(stage, stage_address(), proxy_port(stage->proxy));
}

void stage_open(struct stage *stage)
{
	stage_init(stage);
	stage_link(stage);
	assert_true(stage_wait(stage, stage_is_up, 5000));
}

/* How long this thread was ready to run and others had the processors; 0 where
   the kernel does not say. */
static uint64_t stood_back_ns(void)
{
	FILE *file = fopen("/proc/thread-self/schedstat", "r");
	unsigned long long worked, stood_back = 0;

	if (file && fscanf(file, "%llu %llu", &worked, &stood_back) != 2)
		stood_back = 0;
	if (file)
		fclose(file);
	return stood_back;
}

static void look_at_clocks(struct stage *stage)
{
	stage->seen_ns = uv_hrtime();
	stage->stood_back_ns = stood_back_ns();
}

/* It comes every 3 ms: what a busy machine gave to others is not our time, nor
   is what the line needs to hand over byte by byte. */
static void on_guard(uv_timer_t *timer)
{
	struct stage *stage = timer->data;
	uint64_t seen_ns = stage->seen_ns;
	uint64_t before_ns = stage->stood_back_ns;

	look_at_clocks(stage);
	if (proxy_drips(stage->proxy))
		stage->until_ns += stage->seen_ns - seen_ns;
	else
		stage->until_ns += stage->stood_back_ns - before_ns;
	stage->late = stage->seen_ns >= stage->until_ns;
}

bool stage_wait(struct stage *stage, stage_fn *is_so, uint64_t ms)
{
	bool so;

	stage->late = false;
	uv_update_time(&stage->loop);
	look_at_clocks(stage);
	stage->until_ns = stage->seen_ns + ms * 1000000;
	/* It also wakes a loop where nothing happens any more. */
	uv_timer_start(&stage->guard, on_guard, ms < 3 ? ms : 3, 3);
	while (!(so = is_so(stage)) && !stage->late)
		uv_run(&stage->loop, UV_RUN_ONCE);
	uv_timer_stop(&stage->guard);
	return so;
}

static bool never(struct stage *stage)
{
	(void)stage;
	return false;
}

void stage_pass(struct stage *stage, uint64_t ms)
{
	(void)stage_wait(stage, never, ms);
}

bool stage_is_up(struct stage *stage)
{
	return cti_link_state(stage->link) == CTI_LINK_UP;
}

bool stage_is_away(struct stage *stage)
{
	enum cti_link_state state = cti_link_state(stage->link);

	return state != CTI_LINK_UP && state != CTI_LINK_RESYNC;
}

bool stage_is_failed(struct stage *stage)
{
	return cti_link_state(stage->link) == CTI_LINK_FAILED;
}

static const char *state_name(const cti_leg *leg)
{
	enum cti_leg_state state = cti_leg_state(leg);

	if (state == CTI_LEG_HELD && !stage_protocol->holds)
		state = CTI_LEG_CONNECTED;
	return cti_leg_state_name(state);
}

static void print_call(const cti_call *call, struct cti__buf *out)
{
	const cti_leg *leg;
	size_t i;

	cti__buf_printf(out, "call %s %s\n", cti_call_caller(call),
			cti_call_queue(call));
	for (i = 0; (leg = cti_call_leg(call, i)) != NULL; i++)
		if (cti_leg_is_watched(leg))
			cti__buf_printf(out, "%s %s %s\n", cti_leg_device(leg),
					state_name(leg), cti_leg_remote(leg));
}

static void print_agent(const cti_agent *agent, struct cti__buf *out)
{
	if (cti_agent_state(agent) == CTI_AGENT_LOGOUT)
		return;
	cti__buf_printf(out, "agent %s %s\n", cti_agent_id(agent),
			cti_agent_state(agent) == CTI_AGENT_NOT_READY
				? "not-ready"
				: "ready");
}

void stage_print(struct stage *stage, struct cti__buf *out)
{
	cti_snapshot *picture;
	const cti_call *call;
	const cti_agent *agent;
	size_t i;

	assert_int_equal(cti_snapshot_take(stage->client, &picture), 0);
	for (i = 0; (call = cti_snapshot_call(picture, i)) != NULL; i++)
		print_call(call, out);
	for (i = 0; stage_protocol->agents &&
		    (agent = cti_snapshot_agent(picture, i)) != NULL;
	     i++)
		print_agent(agent, out);
	cti_snapshot_unref(picture);
	world_sort(out);
}

bool stage_agrees(struct stage *stage)
{
	struct cti__buf told = { 0 }, real = { 0 };
	bool same = false;

	/* It costs more than many turns of a line that drips. */
	if (uv_hrtime() - stage->looked_ns < 2000000)
		return false;
	if (stage_is_up(stage)) {
		stage_print(stage, &told);
		world_print(&stage->world, stage_protocol->holds,
			    stage_protocol->agents, &real);
		same = strcmp(cti__buf_cstr(&told), cti__buf_cstr(&real)) == 0;
	}
	cti__buf_fini(&told);
	cti__buf_fini(&real);
	stage->looked_ns = uv_hrtime();
	return same;
}

void stage_must_agree(struct stage *stage)
{
	struct cti__buf told = { 0 }, real = { 0 };

	if (stage_wait(stage, stage_agrees, 5000))
		return;
	stage_print(stage, &told);
	world_print(&stage->world, stage_protocol->holds,
		    stage_protocol->agents, &real);
	print_error("link %s (%s)\nthe model has\n%sthe switch has\n%s",
		    cti_link_state_name(cti_link_state(stage->link)),
		    cti_link_detail(stage->link), cti__buf_cstr(&told),
		    cti__buf_cstr(&real));
	cti__buf_fini(&told);
	cti__buf_fini(&real);
	fail_msg("the model is not what the switch lists");
}

void stage_away(struct stage *stage)
{
	proxy_listen(stage->proxy, false);
	proxy_now(stage->proxy, "drop");
	assert_true(stage_wait(stage, stage_is_away, 2000));
}

void stage_back(struct stage *stage)
{
	proxy_listen(stage->proxy, true);
	assert_true(stage_wait(stage, stage_is_up, 5000));
}

void stage_restart(struct stage *stage, bool same_ids)
{
	proxy_listen(stage->proxy, false);
	server_hang_up(stage->server);
	world_restart(&stage->world, same_ids);
	assert_true(stage_wait(stage, stage_is_away, 2000));
}

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	struct stage *stage = user;

	(void)client;
	stage->requests_done++;
	stage->request_err = result->error;
}

void stage_ask_hangup(struct stage *stage, const char *device)
{
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;

	opts.kind = CTI_REQUEST_HANGUP;
	opts.device = device;
	if (cti_request_send(stage->client, &opts, on_done, stage, NULL))
		fail_msg("%s", cti_client_detail(stage->client));
}

static bool is_closed(struct stage *stage)
{
	return stage->closed;
}

static void end_client(struct stage *stage)
{
	const char *why;

	if (stage->link)
		cti_link_remove(stage->link);
	/* Ends are told by the link's end, not by the client's. */
	stage_pass(stage, 0);
	why = witness_verdict(&stage->witness);
	if (*why)
		fail_msg("%s", why);
	cti_client_close(stage->client);
	assert_true(stage_wait(stage, is_closed, 1000));
}

void stage_fini(struct stage *stage)
{
	end_client(stage);
	assert_int_equal(stage->server->early, 0);
	assert_int_equal(stage->server->wrong, 0);
	/* Events are asked for once a login, and each time that it is up. */
	assert_in_range(stage->server->subscribed, stage->ups,
			stage->server->logins);
	proxy_free(stage->proxy);
	server_free(stage->server);
	uv_close((uv_handle_t *)&stage->guard, NULL);
	uv_close((uv_handle_t *)&stage->soon, NULL);
	uv_run(&stage->loop, UV_RUN_DEFAULT);
	assert_int_equal(uv_loop_close(&stage->loop), 0);
	world_fini(&stage->world);
	witness_fini(&stage->witness);
}

int stage_main(int argc, char **argv, const char *name,
	       const struct CMUnitTest *tests, size_t count)
{
	char title[64];

	stage_protocol = protocol_of(argc > 1 ? argv[1] : "");
	if (!stage_protocol) {
		fprintf(stderr, "usage: %s ami|esl|ari [PATTERN]\n", argv[0]);
		return 2;
	}
	if (argc > 2)
		cmocka_set_test_filter(argv[2]);
	/* libuv's writes of the proxy and the switch may find nobody. */
	signal(SIGPIPE, SIG_IGN);
	snprintf(title, sizeof(title), "%s-%s", name, stage_protocol->name);
	/* cmocka's macro counts an array; here it has become a pointer. */
	return _cmocka_run_group_tests(title, tests, count, NULL, NULL);
}
