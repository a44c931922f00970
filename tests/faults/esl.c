/* SPDX-License-Identifier: MIT */
/* A simulated switch as FreeSWITCH's Event Socket tells and lists it. */
#include "server.h"

#include "io/loop.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { STAGE_NEW, STAGE_IN, STAGE_JSON };

#define DOMAIN "@default"

/* Headers of an event, in the form that is asked for. */
struct event {
	struct cti__buf text;
	bool json;
};

/* Of one leg, by what the switch knows of it. */
static const char *word(const struct world_leg *leg, const char *inbound,
			const char *outbound)
{
	return leg->called ? outbound : inbound;
}

static bool is_safe(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || strchr("-_.!~*'()/ ", c);
}

static void put(struct event *ev, const char *name, const char *value)
{
	struct cti__buf *out = &ev->text;
	const char *p;

	if (ev->json) {
		cti__buf_char(out, out->n > 1 ? ',' : ' ');
		cti__buf_json(out, cti__str(name));
		cti__buf_char(out, ':');
		cti__buf_json(out, cti__str(value));
		return;
	}
	cti__buf_printf(out, "%s: ", name);
	for (p = value; *p; p++)
		if (is_safe(*p) && *p != ' ')
			cti__buf_char(out, *p);
		else
			cti__buf_printf(out, "%%%02X", (unsigned char)*p);
	cti__buf_char(out, '\n');
}

static void put_time(struct event *ev, const char *name, bool is_set)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64,
		 is_set ? cti__loop_wall_us() : 0);
	put(ev, name, text);
}

static void begin(struct event *ev, const struct peer *peer, const char *name)
{
	char core[64];

	memset(ev, 0, sizeof(*ev));
	ev->json = peer->stage == STAGE_JSON;
	if (ev->json)
		cti__buf_char(&ev->text, '{');
	snprintf(core, sizeof(core), "dfe3998a-b8e3-40ad-8400-%012u",
		 peer->server->world->process);
	put(ev, "Event-Name", name);
	put(ev, "Core-UUID", core);
	put_time(ev, "Event-Date-Timestamp", true);
}

static void send_event(struct event *ev, struct peer *peer)
{
	if (ev->json)
		cti__buf_char(&ev->text, '}');
	else
		cti__buf_char(&ev->text, '\n');
	cti__buf_printf(&peer->out,
			"Content-Length: %zu\nContent-Type: text/event-%s\n\n",
			ev->text.n, ev->json ? "json" : "plain");
	cti__buf_add(&peer->out, ev->text.p, ev->text.n);
	cti__buf_fini(&ev->text);
}

static void put_other(struct event *ev, const struct world_leg *leg)
{
	const struct world_leg *first = world_first(leg->call);
	const struct world_leg *last = world_last(leg->call);
	const struct world_leg *other = leg == first ? last : first;

	if (!leg->bridged && leg->by_queue)
		put(ev, "variable_cc_member_session_uuid", first->id);
	if (!other || (!leg->bridged && (leg == first || leg->by_queue)))
		return;
	put(ev, "Other-Type", word(leg, "originatee", "originator"));
	put(ev, "Other-Leg-Unique-ID", other->id);
	if (leg->bridged)
		put(ev, "variable_bridge_to", other->id);
}

static void put_user(struct event *ev, const struct world_leg *leg)
{
	char name[160];

	if (*leg->device)
		put(ev, word(leg, "variable_user_name", "variable_dialed_user"),
		    leg->device);
	if (*leg->device)
		snprintf(name, sizeof(name), "sofia/internal/%s@127.0.0.1",
			 leg->device);
	else
		snprintf(name, sizeof(name), "sofia/external/%s@carrier.test",
			 leg->number);
	put(ev, "Channel-Name", name);
}

static void put_transfer(struct event *ev, const struct world_leg *leg)
{
	const struct world_call *call = leg->call;
	char text[192];

	if (leg->called || strcmp(call->dialled, call->first_dialled) == 0)
		return;
	snprintf(text, sizeof(text), "1795311179:%s:bl_xfer:%s/default/XML",
		 leg->id, call->dialled);
	put(ev, "Caller-Transfer-Source", text);
}

static void put_channel(struct event *ev, const struct world_leg *leg,
			bool ended)
{
	const struct world_call *call = leg->call;
	bool up = leg->state == LEG_UP;

	put(ev, "Unique-ID", leg->id);
	put(ev, "Call-Direction", word(leg, "inbound", "outbound"));
	put(ev, "Answer-State", ended ? "hangup" : up ? "answered" : "ringing");
	put(ev, "Channel-Call-State",
	    leg->held ? "HELD"
	    : up      ? "ACTIVE"
		      : "RINGING");
	put(ev, "Caller-Caller-ID-Number", world_first(call)->number);
	put(ev, "Caller-Destination-Number",
	    leg->called ? leg->device : call->dialled);
	put(ev, "Caller-Context", "public");
	put_time(ev, "Caller-Channel-Answered-Time", up);
	put_user(ev, leg);
	put_other(ev, leg);
	put_transfer(ev, leg);
}

static void channel_event(struct peer *peer, const char *name,
			  const struct world_leg *leg)
{
	struct event ev;

	begin(&ev, peer, name);
	put_channel(&ev, leg, false);
	put_time(&ev, "Caller-Channel-Bridged-Time", leg->bridged);
	send_event(&ev, peer);
}

static void bridge_event(struct peer *peer, const char *name,
			 const struct change *change)
{
	const struct world_leg *caller = world_first(change->call);
	struct event ev;

	begin(&ev, peer, name);
	put(&ev, "Bridge-A-Unique-ID", caller->id);
	put(&ev, "Bridge-B-Unique-ID", world_last(change->call)->id);
	put_channel(&ev, caller, false);
	/* A leg that goes on elsewhere begins anew. */
	put_time(&ev, "Caller-Channel-Bridged-Time", !change->call->moving);
	send_event(&ev, peer);
}

static void hangup_event(struct peer *peer, const char *name,
			 const struct change *change)
{
	const struct world_call *call = change->call;
	struct event ev;
	char text[192];

	begin(&ev, peer, name);
	put(&ev, "Hangup-Cause", change->text);
	put_channel(&ev, change->leg, true);
	put_time(&ev, "Caller-Channel-Bridged-Time", false);
	if (call->moving) {
		snprintf(text, sizeof(text), "blind:%s", call->dialled);
		put(&ev, "variable_endpoint_disposition", "BLIND_TRANSFER");
		put(&ev, "variable_transfer_destination", text);
		snprintf(text, sizeof(text), "blind:%s", world_first(call)->id);
		put(&ev, "variable_transfer_to", text);
	}
	send_event(&ev, peer);
}

static void queue_event(struct peer *peer, const char *action,
			const struct change *change,
			const struct world_leg *agent)
{
	struct event ev;
	char text[192];

	begin(&ev, peer, "CUSTOM");
	put(&ev, "Event-Subclass", "callcenter::info");
	snprintf(text, sizeof(text), "%s" DOMAIN, change->text);
	put(&ev, "CC-Queue", text);
	put(&ev, "CC-Action", action);
	put(&ev, "CC-Member-Session-UUID", change->leg->id);
	if (agent) {
		snprintf(text, sizeof(text), "%s" DOMAIN, agent->device);
		put(&ev, "CC-Agent", text);
		put(&ev, "CC-Agent-UUID", agent->id);
	} else if (strcmp(action, "member-queue-end") == 0) {
		put(&ev, "CC-Cause", "Cancel");
		put(&ev, "CC-Cancel-Reason", "BREAK_OUT");
	}
	send_event(&ev, peer);
}

static const char *status_of(const struct world_agent *agent)
{
	if (!agent->member)
		return "Logged Out";
	return agent->paused ? "On Break" : "Available";
}

static void agent_event(struct peer *peer, const struct world_agent *agent)
{
	struct event ev;
	char text[192];

	begin(&ev, peer, "CUSTOM");
	put(&ev, "Event-Subclass", "callcenter::info");
	put(&ev, "CC-Action", "agent-status-change");
	snprintf(text, sizeof(text), "%s" DOMAIN, agent->name);
	put(&ev, "CC-Agent", text);
	put(&ev, "CC-Agent-Status", status_of(agent));
	send_event(&ev, peer);
}

static void left_queue(struct peer *peer, const struct change *change)
{
	if (change->other)
		queue_event(peer, "bridge-agent-start", change, change->other);
	else
		queue_event(peer, "member-queue-end", change, NULL);
}

static void esl_change(struct peer *peer, const struct change *change)
{
	switch (change->kind) {
	case CHANGE_LEG_NEW:
		channel_event(peer, "CHANNEL_CREATE", change->leg);
		break;
	case CHANGE_DIAL:
		channel_event(peer, "CHANNEL_CREATE", change->other);
		break;
	case CHANGE_RINGING:
		channel_event(peer, "CHANNEL_PROGRESS", change->other);
		break;
	case CHANGE_ANSWER:
		channel_event(peer, "CHANNEL_ANSWER", change->other);
		break;
	case CHANGE_UP:
		channel_event(peer, "CHANNEL_ANSWER", change->leg);
		break;
	case CHANGE_BRIDGE:
		bridge_event(peer, "CHANNEL_BRIDGE", change);
		break;
	case CHANGE_UNBRIDGE:
		bridge_event(peer, "CHANNEL_UNBRIDGE", change);
		break;
	case CHANGE_HOLD:
		channel_event(peer, "CHANNEL_HOLD", change->leg);
		break;
	case CHANGE_UNHOLD:
		channel_event(peer, "CHANNEL_UNHOLD", change->leg);
		break;
	case CHANGE_QUEUE:
		queue_event(peer, "member-queue-start", change, NULL);
		break;
	case CHANGE_QUEUE_LEAVE:
		left_queue(peer, change);
		break;
	case CHANGE_TRANSFER:
		break; /* its legs' events say it */
	case CHANGE_END:
		hangup_event(peer, "CHANNEL_HANGUP", change);
		hangup_event(peer, "CHANNEL_HANGUP_COMPLETE", change);
		break;
	case CHANGE_AGENT:
		agent_event(peer, change->agent);
	}
	peer_flush(peer);
}

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

static struct world_leg *find_leg(struct world *world, struct cti__str id)
{
	struct cti__list *c, *l;
	struct world_leg *leg;

	cti__list_each (c, &world->calls)
		cti__list_each (
			l, &cti__list_entry(c, struct world_call, node)->legs) {
			leg = cti__list_entry(l, struct world_leg, node);
			if (cti__str_is(id, leg->id))
				return leg;
		}
	return NULL;
}

static void dump(struct peer *peer, struct cti__str id, struct cti__buf *out)
{
	struct world_leg *leg = find_leg(peer->server->world, id);
	unsigned stage = peer->stage;
	struct event ev;
	char text[192];

	if (!leg) {
		cti__buf_text(out, "-ERR No such channel!\n");
		return;
	}
	/* It is JSON whatever the events are. */
	peer->stage = STAGE_JSON;
	begin(&ev, peer, "CHANNEL_DATA");
	peer->stage = stage;
	put_channel(&ev, leg, false);
	if (!leg->called)
		put(&ev, "variable_sip_to_user", leg->call->first_dialled);
	if (!leg->called && *leg->call->queue) {
		snprintf(text, sizeof(text), "%s" DOMAIN, leg->call->queue);
		put(&ev, "variable_cc_queue", text);
		put(&ev, "variable_current_application", "callcenter");
		put(&ev, "variable_current_application_data", text);
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
				status_of(&world->agent[i]));
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
	struct event ev;
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
	begin(&ev, peer, "BACKGROUND_JOB");
	put(&ev, "Job-UUID", text);
	send_event(&ev, peer);
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
