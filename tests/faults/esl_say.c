/* SPDX-License-Identifier: MIT */
/* Events as FreeSWITCH's Event Socket tells them. */
#include "esl.h"

#include "io/loop.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

void esl_put(struct esl_event *ev, const char *name, const char *value)
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

static void put_time(struct esl_event *ev, const char *name, bool is_set)
{
	char text[32];

	snprintf(text, sizeof(text), "%" PRId64,
		 is_set ? cti__loop_wall_us() : 0);
	esl_put(ev, name, text);
}

void esl_begin(struct esl_event *ev, const struct peer *peer, const char *name)
{
	char core[64];

	memset(ev, 0, sizeof(*ev));
	ev->json = peer->stage == STAGE_JSON;
	if (ev->json)
		cti__buf_char(&ev->text, '{');
	snprintf(core, sizeof(core), "dfe3998a-b8e3-40ad-8400-%012u",
		 peer->server->world->process);
	esl_put(ev, "Event-Name", name);
	esl_put(ev, "Core-UUID", core);
	put_time(ev, "Event-Date-Timestamp", true);
}

void esl_send_event(struct esl_event *ev, struct peer *peer)
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

static void put_other(struct esl_event *ev, const struct world_leg *leg)
{
	const struct world_leg *first = world_first(leg->call);
	const struct world_leg *last = world_last(leg->call);
	const struct world_leg *other = leg == first ? last : first;

	if (!leg->bridged && leg->by_queue)
		esl_put(ev, "variable_cc_member_session_uuid", first->id);
	if (!other || (!leg->bridged && (leg == first || leg->by_queue)))
		return;
	esl_put(ev, "Other-Type", word(leg, "originatee", "originator"));
	esl_put(ev, "Other-Leg-Unique-ID", other->id);
	if (leg->bridged)
		esl_put(ev, "variable_bridge_to", other->id);
}

static void put_user(struct esl_event *ev, const struct world_leg *leg)
{
	char name[160];

	if (*leg->device)
		esl_put(ev,
			word(leg, "variable_user_name", "variable_dialed_user"),
			leg->device);
	if (*leg->device)
		snprintf(name, sizeof(name), "sofia/internal/%s@127.0.0.1",
			 leg->device);
	else
		snprintf(name, sizeof(name), "sofia/external/%s@carrier.test",
			 leg->number);
	esl_put(ev, "Channel-Name", name);
}

static void put_transfer(struct esl_event *ev, const struct world_leg *leg)
{
	const struct world_call *call = leg->call;
	char text[192];

	if (leg->called || strcmp(call->dialled, call->first_dialled) == 0)
		return;
	snprintf(text, sizeof(text), "1795311179:%s:bl_xfer:%s/default/XML",
		 leg->id, call->dialled);
	esl_put(ev, "Caller-Transfer-Source", text);
}

void esl_put_channel(struct esl_event *ev, const struct world_leg *leg,
		     bool ended)
{
	const struct world_call *call = leg->call;
	bool up = leg->state == LEG_UP;

	esl_put(ev, "Unique-ID", leg->id);
	esl_put(ev, "Call-Direction", word(leg, "inbound", "outbound"));
	esl_put(ev, "Answer-State",
		ended ? "hangup"
		: up  ? "answered"
		      : "ringing");
	esl_put(ev, "Channel-Call-State",
		leg->held ? "HELD"
		: up	  ? "ACTIVE"
			  : "RINGING");
	esl_put(ev, "Caller-Caller-ID-Number", world_first(call)->number);
	esl_put(ev, "Caller-Destination-Number",
		leg->called ? leg->device : call->dialled);
	esl_put(ev, "Caller-Context", "public");
	put_time(ev, "Caller-Channel-Answered-Time", up);
	put_user(ev, leg);
	put_other(ev, leg);
	put_transfer(ev, leg);
}

static void channel_event(struct peer *peer, const char *name,
			  const struct world_leg *leg)
{
	struct esl_event ev;

	esl_begin(&ev, peer, name);
	esl_put_channel(&ev, leg, false);
	put_time(&ev, "Caller-Channel-Bridged-Time", leg->bridged);
	esl_send_event(&ev, peer);
}

/* Variables stand in any event of a leg, such as one that repeats itself. */
static void data_event(struct peer *peer, const struct change *change)
{
	struct esl_event ev;

	esl_begin(&ev, peer, "CHANNEL_UNHOLD");
	esl_put_channel(&ev, change->leg, false);
	esl_put(&ev, "variable_" WORLD_KEY, change->text);
	esl_send_event(&ev, peer);
}

static void bridge_event(struct peer *peer, const char *name,
			 const struct change *change)
{
	const struct world_leg *caller = world_first(change->call);
	struct esl_event ev;

	esl_begin(&ev, peer, name);
	esl_put(&ev, "Bridge-A-Unique-ID", caller->id);
	esl_put(&ev, "Bridge-B-Unique-ID", world_last(change->call)->id);
	esl_put_channel(&ev, caller, false);
	/* A leg that goes on elsewhere begins anew. */
	put_time(&ev, "Caller-Channel-Bridged-Time", !change->call->moving);
	esl_send_event(&ev, peer);
}

static void hangup_event(struct peer *peer, const char *name,
			 const struct change *change)
{
	const struct world_call *call = change->call;
	struct esl_event ev;
	char text[192];

	esl_begin(&ev, peer, name);
	esl_put(&ev, "Hangup-Cause", change->text);
	esl_put_channel(&ev, change->leg, true);
	put_time(&ev, "Caller-Channel-Bridged-Time", false);
	if (call->moving) {
		snprintf(text, sizeof(text), "blind:%s", call->dialled);
		esl_put(&ev, "variable_endpoint_disposition", "BLIND_TRANSFER");
		esl_put(&ev, "variable_transfer_destination", text);
		snprintf(text, sizeof(text), "blind:%s", world_first(call)->id);
		esl_put(&ev, "variable_transfer_to", text);
	}
	esl_send_event(&ev, peer);
}

static void queue_event(struct peer *peer, const char *action,
			const struct change *change,
			const struct world_leg *agent)
{
	struct esl_event ev;
	char text[192];

	esl_begin(&ev, peer, "CUSTOM");
	esl_put(&ev, "Event-Subclass", "callcenter::info");
	snprintf(text, sizeof(text), "%s" DOMAIN, change->text);
	esl_put(&ev, "CC-Queue", text);
	esl_put(&ev, "CC-Action", action);
	esl_put(&ev, "CC-Member-Session-UUID", change->leg->id);
	if (agent) {
		snprintf(text, sizeof(text), "%s" DOMAIN, agent->device);
		esl_put(&ev, "CC-Agent", text);
		esl_put(&ev, "CC-Agent-UUID", agent->id);
	} else if (strcmp(action, "member-queue-end") == 0) {
		esl_put(&ev, "CC-Cause", "Cancel");
		esl_put(&ev, "CC-Cancel-Reason", "BREAK_OUT");
	}
	esl_send_event(&ev, peer);
}

const char *esl_status_of(const struct world_agent *agent)
{
	if (!agent->member)
		return "Logged Out";
	return agent->paused ? "On Break" : "Available";
}

static void agent_event(struct peer *peer, const struct world_agent *agent)
{
	struct esl_event ev;
	char text[192];

	esl_begin(&ev, peer, "CUSTOM");
	esl_put(&ev, "Event-Subclass", "callcenter::info");
	esl_put(&ev, "CC-Action", "agent-status-change");
	snprintf(text, sizeof(text), "%s" DOMAIN, agent->name);
	esl_put(&ev, "CC-Agent", text);
	esl_put(&ev, "CC-Agent-Status", esl_status_of(agent));
	esl_send_event(&ev, peer);
}

static void left_queue(struct peer *peer, const struct change *change)
{
	if (change->other)
		queue_event(peer, "bridge-agent-start", change, change->other);
	else
		queue_event(peer, "member-queue-end", change, NULL);
}

void esl_change(struct peer *peer, const struct change *change)
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
	case CHANGE_DATA:
		data_event(peer, change);
		break;
	case CHANGE_END:
		hangup_event(peer, "CHANNEL_HANGUP", change);
		hangup_event(peer, "CHANNEL_HANGUP_COMPLETE", change);
		break;
	case CHANGE_AGENT:
		agent_event(peer, change->agent);
	}
	peer_flush(peer);
}
