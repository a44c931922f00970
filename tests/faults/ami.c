/* SPDX-License-Identifier: MIT */
/* A simulated switch as Asterisk's manager interface tells and lists it. */
#include "server.h"

#include "adapters/ami/md5.h"
#include "io/loop.h"

#include <stdio.h>
#include <string.h>

#define CHALLENGE "198273645"

enum { STAGE_NEW, STAGE_IN };

static struct cti__str header(struct cti__str message, const char *name)
{
	struct cti__str line, value;

	while (message.n) {
		line = cti__str_cut(message, '\n', &message);
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		line = cti__str_cut(line, ':', &value);
		if (cti__str_ieq(line, cti__str(name)))
			return cti__str_trim(value);
	}
	return CTI__STR_NONE;
}

static void put(struct peer *peer, const char *name, const char *value)
{
	cti__buf_printf(&peer->out, "%s: %s\r\n", name, value);
}

static void put_number(struct peer *peer, const char *name, long long value)
{
	cti__buf_printf(&peer->out, "%s: %lld\r\n", name, value);
}

static void put_end(struct peer *peer)
{
	cti__buf_text(&peer->out, "\r\n");
}

static void put_event(struct peer *peer, const char *name,
		      const char *privilege)
{
	put(peer, "Event", name);
	put(peer, "Privilege", privilege);
}

static void put_id(struct peer *peer, struct cti__str id)
{
	if (id.n)
		cti__buf_printf(&peer->out, "ActionID: %.*s\r\n", (int)id.n,
				id.p);
}

static void answer(struct peer *peer, struct cti__str id, bool ok,
		   const char *message)
{
	put(peer, "Response", ok ? "Success" : "Error");
	put_id(peer, id);
	put(peer, "Message", message);
	put_end(peer);
}

static int state_of(const struct world_leg *leg)
{
	if (leg->state == LEG_UP)
		return 6;
	return leg->called ? 5 : 4;
}

static const char *or_unknown(const char *text)
{
	return *text ? text : "<unknown>";
}

/* The headers that show a channel; prefix "Dest" for the one that is dialled.
 */
static void put_channel(struct peer *peer, const struct world_leg *leg,
			const char *prefix, int state)
{
	struct cti__buf *out = &peer->out;
	const struct world_call *call = leg->call;
	const char *from = world_first(call)->device;

	cti__buf_printf(out, "%sChannel: PJSIP/%s-%08x\r\n", prefix,
			*leg->device ? leg->device : "trunk", leg->number_of);
	cti__buf_printf(out, "%sChannelState: %d\r\n", prefix, state);
	cti__buf_printf(out, "%sCallerIDNum: %s\r\n", prefix, leg->number);
	cti__buf_printf(out, "%sCallerIDName: <unknown>\r\n", prefix);
	cti__buf_printf(out, "%sConnectedLineNum: %s\r\n", prefix,
			or_unknown(leg->far));
	cti__buf_printf(out, "%sContext: %s\r\n", prefix,
			*from ? "internal" : "from-trunk");
	cti__buf_printf(out, "%sExten: %s\r\n", prefix, call->dialled);
	cti__buf_printf(out, "%sPriority: 1\r\n", prefix);
	cti__buf_printf(out, "%sUniqueid: %s\r\n", prefix, leg->id);
	cti__buf_printf(out, "%sLinkedid: %s\r\n", prefix,
			world_first(call)->id);
}

static void channel_event(struct peer *peer, const char *name,
			  const struct world_leg *leg, int state)
{
	put_event(peer, name, "call,all");
	put_channel(peer, leg, "", state);
}

/* Over the whole call at once: what one leg's event needs of the other. */
static void dial_event(struct peer *peer, const char *name,
		       const struct world_leg *leg,
		       const struct world_leg *other, const char *status)
{
	channel_event(peer, name, leg, state_of(leg));
	put_channel(peer, other, "Dest", state_of(other));
	if (*status)
		put(peer, "DialStatus", status);
	else
		put(peer, "DialString", other->device);
	put_end(peer);
}

static void bridge_event(struct peer *peer, const char *name,
			 const struct world_leg *leg)
{
	put_event(peer, name, "call,all");
	put(peer, "BridgeUniqueid", leg->call->bridge);
	put(peer, "BridgeType", "basic");
	put(peer, "BridgeTechnology", "simple_bridge");
	put(peer, "BridgeCreator", "<unknown>");
	put(peer, "BridgeName", "<unknown>");
	if (strcmp(name, "BridgeCreate") != 0 &&
	    strcmp(name, "BridgeDestroy") != 0)
		put_channel(peer, leg, "", state_of(leg));
	put_end(peer);
}

static void queue_event(struct peer *peer, const char *name,
			const struct change *change,
			const struct world_leg *other)
{
	channel_event(peer, name, change->leg, state_of(change->leg));
	put(peer, "Queue", change->text);
	put_number(peer, "Position", 1);
	if (other) {
		put_channel(peer, other, "Dest", state_of(other));
		cti__buf_printf(&peer->out, "Interface: PJSIP/%s\r\n",
				other->device);
		put(peer, "MemberName", other->device);
	}
	put_end(peer);
}

static void member(struct peer *peer, const struct world_agent *agent)
{
	put(peer, "Queue", "support");
	cti__buf_printf(&peer->out,
			"Interface: PJSIP/%s\r\nStateInterface: PJSIP/%s\r\n",
			agent->device, agent->device);
	put(peer, "Membership", "dynamic");
	put_number(peer, "Status", 1);
	put_number(peer, "Paused", agent->paused);
	put(peer, "PausedReason", "");
	put_end(peer);
}

static void agent_changed(struct peer *peer, const struct change *change)
{
	const char *name = "QueueMemberPause";

	if (*change->text)
		name = *change->text == 'i' ? "QueueMemberAdded"
					    : "QueueMemberRemoved";
	put_event(peer, name, "agent,all");
	put(peer, "MemberName", change->agent->name);
	member(peer, change->agent);
	if (strcmp(name, "QueueMemberAdded") == 0 && change->agent->paused) {
		put_event(peer, "QueueMemberPause", "agent,all");
		put(peer, "MemberName", change->agent->name);
		member(peer, change->agent);
	}
}

static void transferred(struct peer *peer, const struct change *change)
{
	put_event(peer, "BlindTransfer", "call,all");
	put(peer, "Result", "Success");
	put(peer, "TransfererUniqueid", change->leg->id);
	put(peer, "TransfereeUniqueid", change->other->id);
	put(peer, "BridgeUniqueid", change->call->bridge);
	put(peer, "IsExternal", "Yes");
	put(peer, "Context", "internal");
	put(peer, "Extension", change->text);
	put_end(peer);
}

static void ended(struct peer *peer, const struct world_leg *leg,
		  const char *cause)
{
	channel_event(peer, "Hangup", leg, state_of(leg));
	put_number(peer, "Cause", strcmp(cause, "NORMAL_CLEARING") ? 0 : 16);
	put(peer, "Cause-txt",
	    strcmp(cause, "NORMAL_CLEARING") ? "Unknown" : "Normal Clearing");
	put_end(peer);
}

static void rung_up(struct peer *peer, const struct change *change)
{
	channel_event(peer, "Newchannel", change->other, 0);
	put_end(peer);
	dial_event(peer, "DialBegin", change->leg, change->other, "");
}

static void state_event(struct peer *peer, const struct world_leg *leg)
{
	channel_event(peer, "Newstate", leg, state_of(leg));
	put_end(peer);
}

static void bridged(struct peer *peer, const struct change *change)
{
	bridge_event(peer, "BridgeCreate", change->leg);
	bridge_event(peer, "BridgeEnter", change->other);
	bridge_event(peer, "BridgeEnter", change->leg);
}

static void unbridged(struct peer *peer, const struct change *change)
{
	bridge_event(peer, "BridgeLeave", change->leg);
	bridge_event(peer, "BridgeLeave", change->other);
	bridge_event(peer, "BridgeDestroy", change->leg);
}

static void ami_change(struct peer *peer, const struct change *change)
{
	const struct world_leg *leg = change->leg, *other = change->other;

	switch (change->kind) {
	case CHANGE_LEG_NEW:
		channel_event(peer, "Newchannel", leg, 4);
		put_end(peer);
		break;
	case CHANGE_DIAL:
		rung_up(peer, change);
		break;
	case CHANGE_RINGING:
		state_event(peer, other);
		dial_event(peer, "DialState", leg, other, "RINGING");
		break;
	case CHANGE_ANSWER:
		state_event(peer, other);
		dial_event(peer, "DialEnd", leg, other, "ANSWER");
		break;
	case CHANGE_UP:
		state_event(peer, leg);
		break;
	case CHANGE_BRIDGE:
		bridged(peer, change);
		break;
	case CHANGE_UNBRIDGE:
		unbridged(peer, change);
		break;
	case CHANGE_HOLD:
	case CHANGE_UNHOLD:
		channel_event(peer,
			      change->kind == CHANGE_HOLD ? "Hold" : "Unhold",
			      leg, 6);
		put_end(peer);
		break;
	case CHANGE_QUEUE:
		queue_event(peer, "QueueCallerJoin", change, NULL);
		break;
	case CHANGE_QUEUE_LEAVE:
		if (!other)
			queue_event(peer, "QueueCallerAbandon", change, NULL);
		queue_event(peer, "QueueCallerLeave", change, NULL);
		if (other)
			queue_event(peer, "AgentConnect", change, other);
		break;
	case CHANGE_TRANSFER:
		transferred(peer, change);
		break;
	case CHANGE_END:
		ended(peer, leg, change->text);
		break;
	case CHANGE_AGENT:
		agent_changed(peer, change);
	}
	peer_flush(peer);
}

static void list_begin(struct peer *peer, struct cti__str id)
{
	put(peer, "Response", "Success");
	put_id(peer, id);
	put(peer, "EventList", "start");
	put(peer, "Message", "will follow");
	put_end(peer);
}

static void list_end(struct peer *peer, struct cti__str id, const char *event)
{
	put(peer, "Event", event);
	put_id(peer, id);
	put(peer, "EventList", "Complete");
	put_number(peer, "ListItems", 0);
	put_end(peer);
}

static void item(struct peer *peer, struct cti__str id, const char *event)
{
	put(peer, "Event", event);
	put_id(peer, id);
}

static void list_bridges(struct peer *peer, struct cti__str id)
{
	struct world_call *call;
	struct cti__list *node;

	cti__list_each (node, &peer->server->world->calls) {
		call = cti__list_entry(node, struct world_call, node);
		if (!*call->bridge)
			continue;
		item(peer, id, "BridgeListItem");
		put(peer, "BridgeUniqueid", call->bridge);
		put(peer, "BridgeTechnology", "simple_bridge");
		put_number(peer, "BridgeNumChannels", 2);
		put_end(peer);
	}
	list_end(peer, id, "BridgeListComplete");
}

static void list_channels(struct peer *peer, struct cti__str id)
{
	const struct cti__list *c, *l;
	const struct world_leg *leg;

	peer->server->lists++;
	cti__list_each (c, &peer->server->world->calls)
		cti__list_each (
			l, &cti__list_entry(c, struct world_call, node)->legs) {
			leg = cti__list_entry(l, struct world_leg, node);
			item(peer, id, "CoreShowChannel");
			put_channel(peer, leg, "", state_of(leg));
			put(peer, "Application",
			    *leg->call->queue && !leg->called ? "Queue"
							      : "Dial");
			put(peer, "ApplicationData", "");
			put(peer, "BridgeId",
			    leg->bridged ? leg->call->bridge : "");
			put_end(peer);
		}
	list_end(peer, id, "CoreShowChannelsComplete");
}

static void list_queues(struct peer *peer, struct cti__str id)
{
	const struct world *world = peer->server->world;
	const struct world_call *call;
	const struct cti__list *node;
	unsigned i;

	for (i = 0; i < world->agents; i++) {
		if (!world->agent[i].member)
			continue;
		item(peer, id, "QueueMember");
		put(peer, "Name", world->agent[i].name);
		member(peer, &world->agent[i]);
	}
	cti__list_each (node, &world->calls) {
		call = cti__list_entry(node, struct world_call, node);
		if (!*call->queue)
			continue;
		item(peer, id, "QueueEntry");
		put(peer, "Queue", call->queue);
		put_number(peer, "Position", 1);
		put(peer, "Uniqueid", world_first(call)->id);
		put_end(peer);
	}
	list_end(peer, id, "QueueStatusComplete");
}

static void list_parked(struct peer *peer, struct cti__str id)
{
	list_end(peer, id, "ParkedCallsComplete");
}

static bool is_secret(struct peer *peer, struct cti__str message)
{
	const char *secret = peer->server->secret;
	struct cti__str key = header(message, "Key");
	struct cti__ami_md5 md5;
	char sum[33];

	if (!cti__str_is(header(message, "Username"), peer->server->user))
		return false;
	if (!key.n)
		return cti__str_is(header(message, "Secret"), secret);
	cti__ami_md5_init(&md5);
	cti__ami_md5_add(&md5, CHALLENGE, strlen(CHALLENGE));
	cti__ami_md5_add(&md5, secret, strlen(secret));
	cti__ami_md5_hex(&md5, sum);
	return cti__str_is(key, sum);
}

static void log_in(struct peer *peer, struct cti__str message,
		   struct cti__str id)
{
	struct world *world = peer->server->world;

	if (!is_secret(peer, message)) {
		peer->server->refused++;
		answer(peer, id, false, "Authentication failed");
		peer_flush(peer);
		peer_close(peer);
		return;
	}
	peer->stage = STAGE_IN;
	peer->follows = true;
	peer->server->logins++;
	peer->server->subscribed += header(message, "Events").n > 0;
	answer(peer, id, true, "Authentication accepted");
	put_event(peer, "FullyBooted", "system,all");
	put_number(peer, "Uptime",
		   (cti__loop_wall_us() - world->booted_us) / 1000000);
	put(peer, "Status", "Fully Booted");
	put_end(peer);
}

static void offer(struct peer *peer, struct cti__str id)
{
	put(peer, "Response", "Success");
	put_id(peer, id);
	put(peer, "Hangup", "Hangup channel.  (Priv: system,call,all)");
	put_end(peer);
}

static void act(struct peer *peer, struct cti__str message)
{
	static const struct {
		const char *action;
		void (*list)(struct peer *peer, struct cti__str id);
	} lists[] = { { "BridgeList", list_bridges },
		      { "CoreShowChannels", list_channels },
		      { "QueueStatus", list_queues },
		      { "ParkedCalls", list_parked } };
	struct cti__str action = header(message, "Action");
	struct cti__str id = header(message, "ActionID");
	size_t i;

	if (cti__str_is(action, "Challenge")) {
		put(peer, "Response", "Success");
		put_id(peer, id);
		put(peer, "Challenge", CHALLENGE);
		put_end(peer);
		return;
	}
	if (cti__str_is(action, "Login")) {
		log_in(peer, message, id);
		return;
	}
	if (peer->stage != STAGE_IN) {
		peer->server->early++;
		answer(peer, id, false, "Permission denied");
		return;
	}
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (cti__str_is(action, lists[i].action)) {
			list_begin(peer, id);
			lists[i].list(peer, id);
			return;
		}
	if (cti__str_is(action, "Ping") || cti__str_is(action, "Filter"))
		answer(peer, id, true, "Pong");
	else if (cti__str_is(action, "ListCommands"))
		offer(peer, id);
	else if (!peer->server->ignores)
		answer(peer, id, false, "Invalid/unknown command");
}

static void ami_greet(struct peer *peer)
{
	peer_say(peer, "Asterisk Call Manager/11.0.0\r\n");
}

static size_t ami_input(struct peer *peer, const char *data, size_t n)
{
	const char *end = memmem(data, n, "\r\n\r\n", 4);

	if (!end)
		return 0;
	act(peer, cti__str_n(data, (size_t)(end - data)));
	peer_flush(peer);
	return (size_t)(end - data) + 4;
}

const struct protocol protocol_ami = {
	.name = "ami",
	.agents = true,
	.greet = ami_greet,
	.input = ami_input,
	.change = ami_change,
};
