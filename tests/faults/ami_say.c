/* SPDX-License-Identifier: MIT */
/* Events as Asterisk's manager interface tells them. */
#include "ami.h"

#include <string.h>

void ami_put(struct peer *peer, const char *name, const char *value)
{
	cti__buf_printf(&peer->out, "%s: %s\r\n", name, value);
}

void ami_put_number(struct peer *peer, const char *name, long long value)
{
	cti__buf_printf(&peer->out, "%s: %lld\r\n", name, value);
}

void ami_put_end(struct peer *peer)
{
	cti__buf_text(&peer->out, "\r\n");
}

void ami_put_event(struct peer *peer, const char *name, const char *privilege)
{
	ami_put(peer, "Event", name);
	ami_put(peer, "Privilege", privilege);
}

int ami_state_of(const struct world_leg *leg)
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
void ami_put_channel(struct peer *peer, const struct world_leg *leg,
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
	ami_put_event(peer, name, "call,all");
	ami_put_channel(peer, leg, "", state);
}

/* Over the whole call at once: what one leg's event needs of the other. */
static void dial_event(struct peer *peer, const char *name,
		       const struct world_leg *leg,
		       const struct world_leg *other, const char *status)
{
	channel_event(peer, name, leg, ami_state_of(leg));
	ami_put_channel(peer, other, "Dest", ami_state_of(other));
	if (*status)
		ami_put(peer, "DialStatus", status);
	else
		ami_put(peer, "DialString", other->device);
	ami_put_end(peer);
}

static void bridge_event(struct peer *peer, const char *name,
			 const struct world_leg *leg)
{
	ami_put_event(peer, name, "call,all");
	ami_put(peer, "BridgeUniqueid", leg->call->bridge);
	ami_put(peer, "BridgeType", "basic");
	ami_put(peer, "BridgeTechnology", "simple_bridge");
	ami_put(peer, "BridgeCreator", "<unknown>");
	ami_put(peer, "BridgeName", "<unknown>");
	if (strcmp(name, "BridgeCreate") != 0 &&
	    strcmp(name, "BridgeDestroy") != 0)
		ami_put_channel(peer, leg, "", ami_state_of(leg));
	ami_put_end(peer);
}

static void queue_event(struct peer *peer, const char *name,
			const struct change *change,
			const struct world_leg *other)
{
	channel_event(peer, name, change->leg, ami_state_of(change->leg));
	ami_put(peer, "Queue", change->text);
	ami_put_number(peer, "Position", 1);
	if (other) {
		ami_put_channel(peer, other, "Dest", ami_state_of(other));
		cti__buf_printf(&peer->out, "Interface: PJSIP/%s\r\n",
				other->device);
		ami_put(peer, "MemberName", other->device);
	}
	ami_put_end(peer);
}

void ami_put_member(struct peer *peer, const struct world_agent *agent)
{
	ami_put(peer, "Queue", "support");
	cti__buf_printf(&peer->out,
			"Interface: PJSIP/%s\r\nStateInterface: PJSIP/%s\r\n",
			agent->device, agent->device);
	ami_put(peer, "Membership", "dynamic");
	ami_put_number(peer, "Status", 1);
	ami_put_number(peer, "Paused", agent->paused);
	ami_put(peer, "PausedReason", "");
	ami_put_end(peer);
}

static void agent_changed(struct peer *peer, const struct change *change)
{
	const char *name = "QueueMemberPause";

	if (*change->text)
		name = *change->text == 'i' ? "QueueMemberAdded"
					    : "QueueMemberRemoved";
	ami_put_event(peer, name, "agent,all");
	ami_put(peer, "MemberName", change->agent->name);
	ami_put_member(peer, change->agent);
	if (strcmp(name, "QueueMemberAdded") == 0 && change->agent->paused) {
		ami_put_event(peer, "QueueMemberPause", "agent,all");
		ami_put(peer, "MemberName", change->agent->name);
		ami_put_member(peer, change->agent);
	}
}

static void transferred(struct peer *peer, const struct change *change)
{
	ami_put_event(peer, "BlindTransfer", "call,all");
	ami_put(peer, "Result", "Success");
	ami_put(peer, "TransfererUniqueid", change->leg->id);
	ami_put(peer, "TransfereeUniqueid", change->other->id);
	ami_put(peer, "BridgeUniqueid", change->call->bridge);
	ami_put(peer, "IsExternal", "Yes");
	ami_put(peer, "Context", "internal");
	ami_put(peer, "Extension", change->text);
	ami_put_end(peer);
}

static void ended(struct peer *peer, const struct world_leg *leg,
		  const char *cause)
{
	channel_event(peer, "Hangup", leg, ami_state_of(leg));
	ami_put_number(peer, "Cause",
		       strcmp(cause, "NORMAL_CLEARING") ? 0 : 16);
	ami_put(peer, "Cause-txt",
		strcmp(cause, "NORMAL_CLEARING") ? "Unknown"
						 : "Normal Clearing");
	ami_put_end(peer);
}

static void rung_up(struct peer *peer, const struct change *change)
{
	channel_event(peer, "Newchannel", change->other, 0);
	ami_put_end(peer);
	dial_event(peer, "DialBegin", change->leg, change->other, "");
}

static void state_event(struct peer *peer, const struct world_leg *leg)
{
	channel_event(peer, "Newstate", leg, ami_state_of(leg));
	ami_put_end(peer);
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

void ami_change(struct peer *peer, const struct change *change)
{
	const struct world_leg *leg = change->leg, *other = change->other;

	switch (change->kind) {
	case CHANGE_LEG_NEW:
		channel_event(peer, "Newchannel", leg, 4);
		ami_put_end(peer);
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
		ami_put_end(peer);
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
	case CHANGE_DATA:
		channel_event(peer, "VarSet", leg, ami_state_of(leg));
		ami_put(peer, "Variable", WORLD_KEY);
		ami_put(peer, "Value", change->text);
		ami_put_end(peer);
		break;
	case CHANGE_END:
		ended(peer, leg, change->text);
		break;
	case CHANGE_AGENT:
		agent_changed(peer, change);
	}
	peer_flush(peer);
}
