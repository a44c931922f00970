/* SPDX-License-Identifier: MIT */
/* FreeSWITCH's Event Socket as a simulated switch serves it: the login, lists
   and jobs. */
#include "esl.h"

#include "io/loop.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void reply(struct peer *peer, const char *text)
{
	cti__buf_printf(&peer->out,
			"Content-Type: command/reply\nReply-Text: %s\n\n",
			text);
}

/* The answer to an api command; body is used up. */
static void respond(struct peer *peer, struct cti__buf *body)
{
	cti__buf_printf(&peer->out,
			"Content-Type: api/response\nContent-Length: %zu\n\n",
			body->n);
	cti__buf_add(&peer->out, body->p, body->n);
	cti__buf_fini(body);
}

static void show_channels(struct peer *peer, struct cti__buf *out)
{
	const struct cti__list *c, *l;
	unsigned n = 0;

	peer->server->lists++;
	cti__list_each (c, &peer->server->world->calls)
		cti__list_each (
			l, &cti__list_entry(c, struct world_call, node)->legs)
			cti__buf_printf(
				out, "%s{\"uuid\":\"%s\",\"created\":\"-\"}",
				n++ ? "," : "\"rows\":[",
				cti__list_entry(l, struct world_leg, node)->id);
	if (n)
		cti__buf_printf(out, "],");
	cti__buf_printf(out, "\"row_count\":%u}", n);
}

static void dump(struct peer *peer, struct cti__str id, struct cti__buf *out)
{
	struct world_leg *leg = world_leg_of(peer->server->world, id);
	unsigned stage = peer->stage;
	struct esl_event ev;
	char text[192];

	if (!leg) {
		cti__buf_text(out, "-ERR No such channel!\n");
		return;
	}
	/* It is JSON whatever the events are. */
	peer->stage = STAGE_JSON;
	esl_begin(&ev, peer, "CHANNEL_DATA");
	peer->stage = stage;
	esl_put_channel(&ev, leg, false);
	if (!leg->called)
		esl_put(&ev, "variable_sip_to_user", leg->call->first_dialled);
	if (!leg->called && *leg->call->queue) {
		snprintf(text, sizeof(text), "%s" DOMAIN, leg->call->queue);
		esl_put(&ev, "variable_cc_queue", text);
		esl_put(&ev, "variable_current_application", "callcenter");
		esl_put(&ev, "variable_current_application_data", text);
	}
	cti__buf_char(&ev.text, '}');
	cti__buf_add(out, ev.text.p, ev.text.n);
	cti__buf_fini(&ev.text);
}

static void list_agents(const struct world *world, struct cti__buf *out)
{
	unsigned i;

	cti__buf_text(out, "name|contact|status|state|wrap_up_time\n");
	for (i = 0; i < world->agents; i++)
		cti__buf_printf(out,
				"%s" DOMAIN "|[call_timeout=9]user/%s@pbx|%s|"
				"Waiting|0\n",
				world->agent[i].name, world->agent[i].device,
				esl_status_of(&world->agent[i]));
	cti__buf_text(out, "+OK\n");
}

static void list_tiers(const struct world *world, struct cti__buf *out)
{
	unsigned i;

	cti__buf_text(out, "queue|agent|state|level|position\n");
	for (i = 0; i < world->agents; i++)
		cti__buf_printf(out,
				"support" DOMAIN "|%s" DOMAIN "|Ready|1|1\n",
				world->agent[i].name);
	cti__buf_text(out, "+OK\n");
}

static void api(struct peer *peer, struct cti__str command)
{
	struct world *world = peer->server->world;
	struct cti__str rest, mark = CTI__STR("uuid_dump ");
	struct cti__buf out = { 0 };

	if (cti__str_is(command, "uptime s")) {
		cti__buf_printf(&out, "%" PRId64 "\n",
				(cti__loop_wall_us() - world->booted_us) /
					1000000);
	} else if (cti__str_is(command, "show channels as json")) {
		cti__buf_char(&out, '{');
		show_channels(peer, &out);
	} else if (cti__str_starts(command, mark)) {
		command = cti__str_sub(command, mark.n, command.n);
		dump(peer, cti__str_cut(command, ' ', &rest), &out);
	} else if (cti__str_is(command, "callcenter_config agent list")) {
		list_agents(world, &out);
	} else if (cti__str_is(command, "callcenter_config tier list")) {
		list_tiers(world, &out);
	} else {
		peer->server->wrong++;
		cti__buf_text(&out, "-ERR command not found\n");
	}
	respond(peer, &out);
}

/* A job is accepted, and its end is another event. */
static void job(struct peer *peer, struct cti__str command)
{
	struct cti__str id, mark = CTI__STR("Job-UUID: ");
	char text[64] = "";
	struct esl_event ev;
	size_t at = cti__str_rchr(command, '\n');

	id = cti__str_sub(command, at + 1, command.n);
	if (cti__str_starts(id, mark))
		snprintf(text, sizeof(text), "%.*s", (int)(id.n - mark.n),
			 id.p + mark.n);
	cti__buf_printf(&peer->out,
			"Content-Type: command/reply\n"
			"Reply-Text: +OK Job-UUID: %s\nJob-UUID: %s\n\n",
			text, text);
	if (peer->server->ignores)
		return;
	esl_begin(&ev, peer, "BACKGROUND_JOB");
	esl_put(&ev, "Job-UUID", text);
	esl_send_event(&ev, peer);
}

static void log_in(struct peer *peer, struct cti__str secret)
{
	if (cti__str_is(secret, peer->server->secret)) {
		peer->stage = STAGE_IN;
		peer->server->logins++;
		reply(peer, "+OK accepted");
		return;
	}
	peer->server->refused++;
	reply(peer, "-ERR invalid");
	peer_flush(peer);
	peer_close(peer);
}

static void subscribe(struct peer *peer, struct cti__str form)
{
	if (cti__str_starts(form, CTI__STR("json")))
		peer->stage = STAGE_JSON;
	peer->follows = true;
	peer->server->subscribed++;
	reply(peer, "+OK event listener enabled plain");
}

static void act(struct peer *peer, struct cti__str command)
{
	static const struct {
		struct cti__str word;
		bool early;
		void (*on)(struct peer *peer, struct cti__str rest);
	} rows[] = { { { "auth ", 5 }, true, log_in },
		     { { "event ", 6 }, false, subscribe },
		     { { "api ", 4 }, false, api },
		     { { "bgapi ", 6 }, false, job } };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!cti__str_starts(command, rows[i].word))
			continue;
		if (!rows[i].early && peer->stage == STAGE_NEW)
			peer->server->early++;
		else
			rows[i].on(peer, cti__str_sub(command, rows[i].word.n,
						      command.n));
		return;
	}
	peer->server->wrong++;
	reply(peer, "-ERR command not found");
}

static void esl_greet(struct peer *peer)
{
	peer_say(peer, "Content-Type: auth/request\n\n");
}

static size_t esl_input(struct peer *peer, const char *data, size_t n)
{
	const char *end = memmem(data, n, "\n\n", 2);

	if (!end)
		return 0;
	act(peer, cti__str_n(data, (size_t)(end - data)));
	peer_flush(peer);
	return (size_t)(end - data) + 2;
}

const struct protocol protocol_esl = {
	.name = "esl",
	.holds = true,
	.agents = true,
	.greet = esl_greet,
	.input = esl_input,
	.change = esl_change,
};
