/* SPDX-License-Identifier: MIT */
/* Scenarios of calls on the simulator: stories, pops, requests, routes. */
#include "play.h"
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int sim_link(struct play *play)
{
	return play_link(play, "sim:?clock=virtual");
}

static int sim_do(struct play *play, const char *const *commands)
{
	int err = 0;

	for (; *commands && !err; commands++) {
		err = cti_sim_do(play->link, *commands);
		if (!err)
			err = play_advance(play, 500);
	}
	return err;
}

#define SIM(play, ...) sim_do(play, (const char *const[]){ __VA_ARGS__, NULL })
#define SET(play, ...)                                                         \
	play_set(play, (const char *const[]){ __VA_ARGS__, NULL })

/* Something rings at 1001, and is called a. */
static int one_ring(struct play *play)
{
	return SIM(play, "agent 1001 queue support",
		   "call 13800138000 to 4001100266 queue support as a");
}

/* arg: one of the stories that are installed; more: its telephones' watched. */
static int run_story(const char *arg, const char *more)
{
	struct play play = { 0 };
	char url[512];
	int err;

	(void)more;
	snprintf(url, sizeof(url),
		 "sim:%s/examples/stories/%s.sim?clock=virtual", play_source,
		 arg);
	TRY(play_open(&play));
	TRY(SET(&play, "pop.url", "https://crm.example/{remote}?d={dnis}"));
	TRY(play_link(&play, url));
	TRY(play_advance(&play, 60000));
out:
	return play_close(&play, err);
}

static int run_answer(const char *arg, const char *more)
{
	struct play play = { 0 };
	int err;

	(void)arg;
	(void)more;
	TRY(play_open(&play));
	TRY(sim_link(&play));
	TRY(one_ring(&play));
	TRY(SIM(&play, "answer 1001", "hangup a"));
out:
	return play_close(&play, err);
}

/* The client goes in the middle: what is alive must be ended for it. */
static int run_cut_short(const char *arg, const char *more)
{
	struct play play = { 0 };
	int err;

	(void)more;
	TRY(play_open(&play));
	TRY(sim_link(&play));
	TRY(one_ring(&play));
	if (*arg)
		TRY(SIM(&play, "answer 1001", arg));
out:
	return play_close(&play, err);
}

static int run_snapshot(const char *arg, const char *more)
{
	struct play play = { 0 };
	cti_snapshot *shot = NULL;
	int err;

	(void)arg;
	(void)more;
	TRY(play_open(&play));
	TRY(sim_link(&play));
	TRY(one_ring(&play));
	TRY(cti_snapshot_take(play.client, &shot));
	err = cti_snapshot_call(shot, 0) || play.calls == 0 ? 0 : CTI_EPROTO;
out:
	cti_snapshot_unref(shot);
	return play_close(&play, err);
}

/* Every event as JSON, and kept until the end. */
static void hear_json(struct play *play, const cti_event *event)
{
	cti_event **kept = play->user;
	char *text;
	size_t len;

	if (!cti_event_json(event, &text, &len) && text[len])
		snprintf(play->fault, sizeof(play->fault), "JSON without end");
	cti_free(text);
	if (play->events < 64)
		kept[play->events] = cti_event_ref(event);
}

static int run_json(const char *arg, const char *more)
{
	cti_event *kept[64] = { NULL };
	struct play play = { .hear = hear_json, .user = kept };
	int err, i;

	(void)arg;
	(void)more;
	TRY(play_open(&play));
	TRY(sim_link(&play));
	TRY(one_ring(&play));
	TRY(SIM(&play, "answer 1001", "data a account 6217", "dtmf a 1",
		"hangup a"));
out:
	err = play_close(&play, err);
	for (i = 0; i < 64; i++)
		cti_event_unref(kept[i]);
	return err;
}

static void on_step(cti_client *client, const cti_trace *step, void *user)
{
	unsigned *steps = user;

	(void)client;
	(*steps)++;
	if (!step->text)
		*steps = 0;
}

static int run_trace(const char *arg, const char *more)
{
	struct play play = { 0 };
	unsigned steps = 0;
	int err;

	(void)arg;
	(void)more;
	TRY(play_open(&play));
	TRY(cti_trace_set(play.client, on_step, &steps));
	TRY(sim_link(&play));
	TRY(one_ring(&play));
	TRY(SIM(&play, "answer 1001", "blind 1001 1002", "hangup a"));
out:
	return play_close(&play, err);
}

struct request {
	int called;
	int error;
};

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	struct request *request = user;

	(void)client;
	request->called++;
	request->error = result->error;
}

/* arg: the request's word; more: whom it is for, "TO VALUE". */
static int run_request(const char *arg, const char *more)
{
	struct play play = { 0 };
	struct request told = { 0, 0 };
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;
	cti_request_ticket ticket = { .size = sizeof(ticket) };
	bool sent = false;
	int err;

	opts.kind = cti_request_kind_find(arg);
	opts.device = "1001";
	opts.to = more;
	if (opts.kind == CTI_REQUEST_DTMF)
		opts.value = "12";
	TRY(play_open(&play));
	TRY(sim_link(&play));
	TRY(one_ring(&play));
	if (opts.kind != CTI_REQUEST_ANSWER && opts.kind != CTI_REQUEST_DIAL)
		TRY(SIM(&play, "answer 1001"));
	TRY(cti_request_send(play.client, &opts, on_done, &told, &ticket));
	sent = true;
	TRY(play_advance(&play, 2000));
	TRY(told.error);
out:
	err = play_close(&play, err);
	/* Once if it was sent, never if it was not. */
	if (told.called != sent)
		err = 1;
	return err;
}

struct routing {
	int asked, told;
	const char *to;
};

static void on_route(cti_client *client, cti_route *route, void *user)
{
	struct routing *routing = user;

	(void)client;
	routing->asked++;
	if (!routing->to)
		cti_route_default(route);
	else if (cti_route_to(route, routing->to))
		cti_route_default(route);
}

static void on_routed(cti_client *client, const cti_route *route,
		      const cti_route_result *result, void *user)
{
	struct routing *routing = user;

	(void)client;
	(void)route;
	(void)result;
	routing->told++;
}

static int run_route(const char *arg, const char *more)
{
	struct routing routing = { .to = arg };
	struct play play = { 0 };
	cti_route_opts opts = CTI_ROUTE_OPTS_INIT;
	int err;

	(void)more;
	opts.when = CTI_ROUTE_QUEUE;
	opts.queues = "support";
	opts.to = "";
	opts.on_route = on_route;
	opts.on_routed = on_routed;
	opts.user = &routing;
	TRY(play_open(&play));
	TRY(sim_link(&play));
	TRY(cti_route_set(play.client, &opts));
	TRY(SIM(&play, "agent 1002 queue sales"));
	TRY(one_ring(&play));
	TRY(play_advance(&play, 2000));
out:
	err = play_close(&play, err);
	return routing.asked == routing.told ? err : 1;
}

static void hear_choice(struct play *play, const cti_event *event)
{
	if (cti_event_kind(event) == CTI_EVENT_POP && !play->done &&
	    cti_pop_identity(cti_event_pop(event)) == CTI_IDENTITY_AMBIGUOUS)
		play->done = true;
}

/* Two share a number; the agent says which it is. */
static int run_choose(const char *arg, const char *more)
{
	struct play play = { .hear = hear_choice };
	int err;

	(void)arg;
	(void)more;
	TRY(play_write("two.csv", "id,name,phone\n1,Li,13800138000\n"
				  "2,Wang,13800138000\n"));
	TRY(play_open(&play));
	TRY(cti_source_add_csv(play.client, "book", play_path("two.csv")));
	TRY(sim_link(&play));
	TRY(SIM(&play, "call 13800138000 to 4001100266 phone 1001 as a"));
	play_run(&play, 1000);
	play.done = false;
	if (*play.last_pop)
		TRY(cti_pop_choose(play.client, play.last_pop, "2"));
	TRY(SIM(&play, "answer 1001", "blind 1001 1002", "hangup a"));
out:
	return play_close(&play, err);
}

/* The tier, hints and verification of a call: what the demo shows. */
static int run_service(const char *arg, const char *more)
{
	struct play play = { 0 };
	char path[512];
	bool right;
	int err;

	(void)arg;
	(void)more;
	TRY(play_open(&play));
	snprintf(path, sizeof(path), "%s/examples/service/service.json",
		 play_source);
	TRY(cti_service_load(play.client, path));
	snprintf(path, sizeof(path), "%s/examples/service/customers.csv",
		 play_source);
	TRY(cti_source_add_csv(play.client, "crm", path));
	TRY(sim_link(&play));
	TRY(SIM(&play, "call 13800138000 to 4001100266 phone 1001 as a"));
	play_run(&play, 1000);
	TRY(SIM(&play, "answer 1001"));
	if (*play.last_call) {
		TRY(cti_verify_begin(play.client, play.last_call, "bill"));
		TRY(cti_verify_check(play.client, play.last_call, "id-last4",
				     "1234", &right));
		TRY(cti_verify_end(play.client, play.last_call));
	}
	TRY(SIM(&play, "hangup a"));
out:
	return play_close(&play, err);
}

const struct scenario scenarios_calls[] = {
	{ "sim-answer", run_answer, "", "" },
	{ "sim-abandon", run_story, "abandon", "" },
	{ "sim-agents", run_story, "agents", "" },
	{ "sim-attended", run_story, "attended", "" },
	{ "sim-blind", run_story, "blind", "" },
	{ "sim-click-to-dial", run_story, "click-to-dial", "" },
	{ "sim-conference", run_story, "conference", "" },
	{ "sim-hold", run_story, "hold", "" },
	{ "sim-inbound", run_story, "inbound", "" },
	{ "sim-outbound", run_story, "outbound", "" },
	{ "sim-park", run_story, "park", "" },
	{ "sim-pickup", run_story, "pickup", "" },
	{ "sim-queue", run_story, "queue", "" },
	{ "sim-morning", run_story, "morning", "" },
	{ "cut-short-ringing", run_cut_short, "", "" },
	{ "cut-short-talking", run_cut_short, "data a key value", "" },
	{ "cut-short-consulting", run_cut_short, "consult 1001 1002", "" },
	{ "cut-short-drop", run_cut_short, "drop", "" },
	{ "cut-short-restart", run_cut_short, "restart", "" },
	{ "snapshot", run_snapshot, "", "" },
	{ "event-json", run_json, "", "" },
	{ "trace", run_trace, "", "" },
	{ "request-answer", run_request, "answer", NULL },
	{ "request-dial", run_request, "dial", "13900139000" },
	{ "request-hangup", run_request, "hangup", NULL },
	{ "request-hold", run_request, "hold", NULL },
	{ "request-blind", run_request, "transfer", "1002" },
	{ "request-consult", run_request, "consult", "1002" },
	{ "request-dtmf", run_request, "dtmf", NULL },
	{ "request-park", run_request, "park", NULL },
	{ "route-to", run_route, "1002", "" },
	{ "route-default", run_route, NULL, "" },
	{ "pop-choose", run_choose, "", "" },
	{ "service-verify", run_service, "", "" },
	{ 0 },
};
