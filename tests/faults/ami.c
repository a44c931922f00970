/* SPDX-License-Identifier: MIT */
/* Asterisk's manager interface as a simulated switch serves it: the login,
   lists and answers. */
#include "ami.h"

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

static void put_id(struct peer *peer, struct cti__str id)
{
	if (id.n)
		cti__buf_printf(&peer->out, "ActionID: %.*s\r\n", (int)id.n,
				id.p);
}

static void answer(struct peer *peer, struct cti__str id, bool ok,
		   const char *message)
{
	ami_put(peer, "Response", ok ? "Success" : "Error");
	put_id(peer, id);
	ami_put(peer, "Message", message);
	ami_put_end(peer);
}

static void list_begin(struct peer *peer, struct cti__str id)
{
	ami_put(peer, "Response", "Success");
	put_id(peer, id);
	ami_put(peer, "EventList", "start");
	ami_put(peer, "Message", "will follow");
	ami_put_end(peer);
}

static void list_end(struct peer *peer, struct cti__str id, const char *event)
{
	ami_put(peer, "Event", event);
	put_id(peer, id);
	ami_put(peer, "EventList", "Complete");
	ami_put_number(peer, "ListItems", 0);
	ami_put_end(peer);
}

static void item(struct peer *peer, struct cti__str id, const char *event)
{
	ami_put(peer, "Event", event);
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
		ami_put(peer, "BridgeUniqueid", call->bridge);
		ami_put(peer, "BridgeTechnology", "simple_bridge");
		ami_put_number(peer, "BridgeNumChannels", 2);
		ami_put_end(peer);
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
			ami_put_channel(peer, leg, "", ami_state_of(leg));
			ami_put(peer, "Application",
				*leg->call->queue && !leg->called ? "Queue"
								  : "Dial");
			ami_put(peer, "ApplicationData", "");
			ami_put(peer, "BridgeId",
				leg->bridged ? leg->call->bridge : "");
			ami_put_end(peer);
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
		ami_put(peer, "Name", world->agent[i].name);
		ami_put_member(peer, &world->agent[i]);
	}
	cti__list_each (node, &world->calls) {
		call = cti__list_entry(node, struct world_call, node);
		if (!*call->queue)
			continue;
		item(peer, id, "QueueEntry");
		ami_put(peer, "Queue", call->queue);
		ami_put_number(peer, "Position", 1);
		ami_put(peer, "Uniqueid", world_first(call)->id);
		ami_put_end(peer);
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
	ami_put_event(peer, "FullyBooted", "system,all");
	ami_put_number(peer, "Uptime",
		       (cti__loop_wall_us() - world->booted_us) / 1000000);
	ami_put(peer, "Status", "Fully Booted");
	ami_put_end(peer);
}

static void offer(struct peer *peer, struct cti__str id)
{
	ami_put(peer, "Response", "Success");
	put_id(peer, id);
	ami_put(peer, "Hangup", "Hangup channel.  (Priv: system,call,all)");
	ami_put_end(peer);
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
		ami_put(peer, "Response", "Success");
		put_id(peer, id);
		ami_put(peer, "Challenge", CHALLENGE);
		ami_put_end(peer);
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
