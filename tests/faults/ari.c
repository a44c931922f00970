/* SPDX-License-Identifier: MIT */
/* A simulated switch as Asterisk's REST interface tells and lists it. */
#include "http.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void put_text(struct cti__buf *out, const char *name, const char *value)
{
	if (out->n && out->p[out->n - 1] != '{')
		cti__buf_char(out, ',');
	cti__buf_json(out, cti__str(name));
	cti__buf_char(out, ':');
	cti__buf_json(out, cti__str(value));
}

static const char *state_of(const struct world_leg *leg)
{
	if (leg->state == LEG_UP)
		return "Up";
	return leg->called ? "Ringing" : "Ring";
}

static void put_channel(struct cti__buf *out, const struct world_leg *leg,
			const char *state)
{
	const struct world_call *call = leg->call;
	char text[160];

	cti__buf_char(out, '{');
	put_text(out, "id", leg->id);
	snprintf(text, sizeof(text), "PJSIP/%s-%08x",
		 *leg->device ? leg->device : "trunk", leg->number_of);
	put_text(out, "name", text);
	put_text(out, "state", state);
	cti__buf_text(out, ",\"caller\":{");
	put_text(out, "name", "");
	put_text(out, "number", leg->number);
	cti__buf_text(out, "},\"connected\":{");
	put_text(out, "name", "");
	put_text(out, "number", leg->far);
	cti__buf_text(out, "},\"accountcode\":\"\",\"dialplan\":{");
	put_text(out, "context",
		 *world_first(call)->device ? "internal" : "from-trunk");
	put_text(out, "exten", call->dialled);
	snprintf(text, sizeof(text), "%s,tT,,,60", call->came_by);
	if (leg->called)
		put_text(out, "app_name", "AppDial");
	else
		put_text(out, "app_name", *call->came_by ? "Queue" : "Dial");
	put_text(out, "app_data", !leg->called && *call->came_by ? text : "");
	cti__buf_text(out, "},\"creationtime\":"
			   "\"2026-11-22T01:30:55.853+0000\","
			   "\"language\":\"en\"}");
}

static void put_bridge(struct cti__buf *out, const struct world_call *call,
		       const char *const *channels, unsigned count)
{
	unsigned i;

	cti__buf_char(out, '{');
	put_text(out, "id", call->bridge);
	put_text(out, "technology", "simple_bridge");
	put_text(out, "bridge_type", "mixing");
	put_text(out, "bridge_class", "basic");
	put_text(out, "creator", "");
	put_text(out, "name", "");
	cti__buf_text(out, ",\"channels\":[");
	for (i = 0; i < count; i++)
		cti__buf_printf(out, "%s\"%s\"", i ? "," : "", channels[i]);
	cti__buf_text(out, "]}");
}

static void begin(struct cti__buf *out, const char *type)
{
	cti__buf_clear(out);
	cti__buf_char(out, '{');
	put_text(out, "type", type);
	put_text(out, "application", "libcti");
}

static void put_member(struct cti__buf *out, const char *name)
{
	cti__buf_printf(out, ",\"%s\":", name);
}

static void send_event(struct peer *peer, struct cti__buf *out)
{
	cti__buf_char(out, '}');
	http_message(peer, cti__str_n(out->p, out->n));
	cti__buf_fini(out);
}

static void channel_event(struct peer *peer, const char *type,
			  const struct world_leg *leg, const char *state)
{
	struct cti__buf out = { 0 };

	begin(&out, type);
	put_member(&out, "channel");
	put_channel(&out, leg, state);
	send_event(peer, &out);
}

static void data_event(struct peer *peer, const struct change *change)
{
	struct cti__buf out = { 0 };

	begin(&out, "ChannelVarset");
	put_text(&out, "variable", WORLD_KEY);
	put_text(&out, "value", change->text);
	put_member(&out, "channel");
	put_channel(&out, change->leg, state_of(change->leg));
	send_event(peer, &out);
}

static void dial_event(struct peer *peer, const struct change *change,
		       const char *status)
{
	struct cti__buf out = { 0 };

	begin(&out, "Dial");
	put_text(&out, "dialstatus", status);
	put_text(&out, "forward", "");
	put_text(&out, "dialstring", *status ? "" : change->other->device);
	put_member(&out, "caller");
	put_channel(&out, change->leg, state_of(change->leg));
	put_member(&out, "peer");
	put_channel(&out, change->other, state_of(change->other));
	send_event(peer, &out);
}

static void bridge_event(struct peer *peer, const char *type,
			 const struct world_call *call,
			 const struct world_leg *leg, unsigned count)
{
	const char *in[] = { world_last(call)->id, world_first(call)->id };
	struct cti__buf out = { 0 };

	begin(&out, type);
	put_member(&out, "bridge");
	put_bridge(&out, call, in, count);
	if (leg) {
		put_member(&out, "channel");
		put_channel(&out, leg, state_of(leg));
	}
	send_event(peer, &out);
}

static void bridged(struct peer *peer, const struct change *change)
{
	const struct world_call *call = change->call;

	bridge_event(peer, "BridgeCreated", call, NULL, 0);
	bridge_event(peer, "ChannelEnteredBridge", call, change->other, 1);
	bridge_event(peer, "ChannelEnteredBridge", call, change->leg, 2);
}

static void unbridged(struct peer *peer, const struct change *change)
{
	const struct world_call *call = change->call;

	bridge_event(peer, "ChannelLeftBridge", call, change->leg, 1);
	bridge_event(peer, "ChannelLeftBridge", call, change->other, 0);
	bridge_event(peer, "BridgeDestroyed", call, NULL, 0);
}

static void transferred(struct peer *peer, const struct change *change)
{
	struct cti__buf out = { 0 };

	begin(&out, "BridgeBlindTransfer");
	put_text(&out, "result", "Success");
	put_text(&out, "exten", change->text);
	put_text(&out, "context", "internal");
	put_member(&out, "channel");
	put_channel(&out, change->leg, "Up");
	put_member(&out, "transferee");
	put_channel(&out, change->other, "Up");
	put_member(&out, "bridge");
	put_bridge(&out, change->call, NULL, 0);
	send_event(peer, &out);
}

static void ended(struct peer *peer, const struct change *change)
{
	bool normal = strcmp(change->text, "NORMAL_CLEARING") == 0;
	struct cti__buf out = { 0 };

	begin(&out, "ChannelDestroyed");
	cti__buf_printf(&out, ",\"cause\":%d", normal ? 16 : 0);
	put_text(&out, "cause_txt", normal ? "Normal Clearing" : "Unknown");
	put_member(&out, "channel");
	put_channel(&out, change->leg, state_of(change->leg));
	send_event(peer, &out);
}

static void queued(struct peer *peer, const struct change *change)
{
	struct cti__buf out = { 0 };
	char data[128];

	begin(&out, "ChannelDialplan");
	put_text(&out, "dialplan_app", "Queue");
	snprintf(data, sizeof(data), "%s,tT,,,60", change->text);
	put_text(&out, "dialplan_app_data", data);
	put_member(&out, "channel");
	put_channel(&out, change->leg, "Up");
	send_event(peer, &out);
}

static void ari_change(struct peer *peer, const struct change *change)
{
	const struct world_leg *leg = change->leg, *other = change->other;

	switch (change->kind) {
	case CHANGE_LEG_NEW:
		channel_event(peer, "ChannelCreated", leg, "Ring");
		break;
	case CHANGE_DIAL:
		channel_event(peer, "ChannelCreated", other, "Down");
		dial_event(peer, change, "");
		break;
	case CHANGE_RINGING:
		channel_event(peer, "ChannelStateChange", other, "Ringing");
		dial_event(peer, change, "RINGING");
		break;
	case CHANGE_ANSWER:
		channel_event(peer, "ChannelStateChange", other, "Up");
		dial_event(peer, change, "ANSWER");
		break;
	case CHANGE_UP:
		channel_event(peer, "ChannelStateChange", leg, "Up");
		break;
	case CHANGE_BRIDGE:
		bridged(peer, change);
		break;
	case CHANGE_UNBRIDGE:
		unbridged(peer, change);
		break;
	case CHANGE_HOLD:
		channel_event(peer, "ChannelHold", leg, "Up");
		break;
	case CHANGE_UNHOLD:
		channel_event(peer, "ChannelUnhold", leg, "Up");
		break;
	case CHANGE_QUEUE:
		queued(peer, change);
		break;
	case CHANGE_TRANSFER:
		transferred(peer, change);
		break;
	case CHANGE_DATA:
		data_event(peer, change);
		break;
	case CHANGE_END:
		ended(peer, change);
		break;
	case CHANGE_QUEUE_LEAVE: /* the answer or the end says it */
	case CHANGE_AGENT:	 /* it has no list of them */
		break;
	}
}

static void list_channels(const struct world *world, struct cti__buf *out)
{
	const struct cti__list *c, *l;
	const struct world_leg *leg;

	cti__buf_char(out, '[');
	cti__list_each (c, &world->calls)
		cti__list_each (
			l, &cti__list_entry(c, struct world_call, node)->legs) {
			leg = cti__list_entry(l, struct world_leg, node);
			if (out->n > 1)
				cti__buf_char(out, ',');
			put_channel(out, leg, state_of(leg));
		}
	cti__buf_char(out, ']');
}

static void list_bridges(const struct world *world, struct cti__buf *out)
{
	const struct cti__list *node;
	const struct world_call *call;
	const char *in[2];

	cti__buf_char(out, '[');
	cti__list_each (node, &world->calls) {
		call = cti__list_entry(node, struct world_call, node);
		if (!*call->bridge)
			continue;
		in[0] = world_first(call)->id;
		in[1] = world_last(call)->id;
		if (out->n > 1)
			cti__buf_char(out, ',');
		put_bridge(out, call, in, 2);
	}
	cti__buf_char(out, ']');
}

static void info(const struct world *world, struct cti__buf *out)
{
	time_t at = (time_t)(world->booted_us / 1000000);
	struct tm tm;
	char text[64];

	gmtime_r(&at, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S.000+0000", &tm);
	cti__buf_printf(out, "{\"status\":{\"startup_time\":\"%s\"}}", text);
}

/* "1795311055.4/variable?variable=CHANNEL%28linkedid%29" */
static bool variable(const struct world *world, struct cti__str path,
		     struct cti__buf *out)
{
	struct cti__str rest, id = cti__str_cut(path, '/', &rest);
	const struct world_leg *leg = world_leg_of(world, id);

	if (!leg || !cti__str_starts(rest, CTI__STR("variable?variable=")))
		return false;
	cti__buf_char(out, '{');
	put_text(out, "value",
		 memmem(rest.p, rest.n, "linkedid", 8)
			 ? world_first(leg->call)->id
			 : leg->call->first_dialled);
	cti__buf_char(out, '}');
	return true;
}

int ari_answer(struct server *server, struct cti__str method,
	       struct cti__str path, struct cti__buf *out)
{
	static const struct cti__str channel = { "channels/", 9 };
	struct world *world = server->world;

	if (cti__str_is(method, "PUT")) {
		cti__buf_text(out, "{}");
		return 200;
	}
	if (cti__str_is(path, "asterisk/info?only=status")) {
		info(world, out);
		return 200;
	}
	if (cti__str_is(path, "channels")) {
		server->lists++;
		list_channels(world, out);
		return 200;
	}
	if (cti__str_is(path, "bridges")) {
		list_bridges(world, out);
		return 200;
	}
	if (cti__str_starts(path, channel) && cti__str_is(method, "GET") &&
	    variable(world, cti__str_sub(path, channel.n, path.n), out))
		return 200;
	if (cti__str_is(method, "DELETE") && server->ignores)
		return 0;
	cti__buf_text(out, "{\"message\":\"Not found\"}");
	return 404;
}

const struct protocol protocol_ari = {
	.name = "ari",
	.input = http_input,
	.change = ari_change,
};
