/* SPDX-License-Identifier: MIT */
/*
 * Connections that a link's switch makes to us: a door that is open while the
 * link is up, and whoever came through it, each with a state of the adapter's.
 */
#include "core/client.h"
#include "core/link.h"
#include "io/address.h"
#include "io/listen.h"
#include "io/stream.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

#define PEERS_MAX     200
/* What the adapter may leave unread. */
#define UNREAD_MAX    (256 * 1024)
/* Whoever says nothing for so long, or nothing whole, is no switch. */
#define FIRST_WORD_MS 10000
#define NAME_ROOM     80

struct cti_peer {
	struct cti__list node; /* in the link */
	struct cti_link *link;
	struct cti__stream *stream;
	struct cti__timer *timer;
	struct cti__later later; /* it is to be closed */
	struct cti__buf in;
	void *state; /* the adapter's */
	bool is_up, closing;
	char name[NAME_ROOM]; /* "192.0.2.1:50000" */
};

/* The adapter has its last word while the stream is still open. */
static void drop(struct cti_peer *peer)
{
	struct cti_link *link = peer->link;

	cti__list_del(&peer->node);
	peer->closing = true;
	if (peer->is_up) {
		link->in_adapter++;
		link->adapter->peer_down(link->state, peer->state);
		link->in_adapter--;
	}
	cti__later_stop(&peer->later);
	cti__timer_free(peer->timer);
	cti__stream_close(peer->stream);
	cti__buf_fini(&peer->in);
	cti__free(peer->state);
	cti__free(peer);
}

static void drop_for(struct cti_peer *peer, const char *why)
{
	cti__link_log(peer->link, CTI_LOG_WARN, "%s: %s", peer->name, why);
	drop(peer);
}

static void take(struct cti_peer *peer, const char *data, size_t len)
{
	struct cti_link *link = peer->link;
	ssize_t used;

	link->stats.bytes_in += len;
	cti__buf_add(&peer->in, data, len);
	if (peer->in.err) {
		drop_for(peer, cti_strerror(peer->in.err));
		return;
	}
	link->in_adapter++;
	used = link->adapter->peer_input(link->state, peer->state, peer->in.p,
					 peer->in.n);
	link->in_adapter--;
	if (used > 0)
		cti__buf_drop(&peer->in, (size_t)used);
	if (used < 0)
		drop_for(peer, "connected to us and said what no switch says "
			       "there; the connection was closed");
	else if (peer->in.n > UNREAD_MAX)
		drop_for(peer, "connected to us and sent more than 256 KiB "
			       "without an end of a message; the connection "
			       "was closed");
}

static void on_data(void *user, const char *data, size_t len)
{
	struct cti_peer *peer = user;
	struct cti_link *link = peer->link;
	struct cti_client *client = link->client;

	if (peer->closing)
		return;
	cti__client_enter(client);
	take(peer, data, len);
	/* What it said may have ended the link. */
	cti__link_settle(link);
	cti__client_leave(client);
}

static void leave(struct cti_peer *peer, const char *why)
{
	struct cti_link *link = peer->link;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	if (why)
		drop_for(peer, why);
	else
		drop(peer);
	cti__link_settle(link);
	cti__client_leave(client);
}

static void on_close(void *user, int err, const char *detail)
{
	(void)err;
	(void)detail;
	leave(user, NULL);
}

static void on_later(void *user)
{
	leave(user, NULL);
}

static void on_timer(void *user)
{
	leave(user, "connected to us and did not answer in time; the "
		    "connection was closed");
}

/* Only from where the switch is, or where the site says that it is. */
static bool may_come(const struct cti_link *link, struct cti__str host)
{
	const char *from = cti_settings_get(&link->settings,
					    link->adapter->listen_from);
	char own[NAME_ROOM];

	if (*from)
		return cti__address_in(host, cti__str(from));
	if (!link->stream)
		return false;
	cti__stream_host(link->stream, own, sizeof(own));
	return cti__address_in(host, cti__str(own));
}

static int make(struct cti_peer *peer)
{
	struct cti_link *link = peer->link;
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;
	int err;

	peer->state = cti__calloc(1, link->adapter->peer_state_size);
	if (!peer->state)
		return CTI_ENOMEM;
	err = cti__timer_new(&peer->timer, link->client->loop, on_timer, peer);
	if (err)
		return err;
	cti__link_net(link, &opts);
	opts.on_data = on_data;
	opts.on_close = on_close;
	opts.user = peer;
	return cti__listen_take(&peer->stream, link->door, &opts);
}

static void let_in(struct cti_link *link, const char *name)
{
	struct cti_peer *peer = cti__calloc(1, sizeof(*peer));
	int err = CTI_ENOMEM;

	if (!peer)
		goto out;
	peer->link = link;
	snprintf(peer->name, sizeof(peer->name), "%s", name);
	cti__later_init(&peer->later, on_later, peer);
	cti__list_add(&link->peers, &peer->node);
	err = make(peer);
	if (err)
		goto out;
	cti__timer_start(peer->timer, FIRST_WORD_MS);
	link->in_adapter++;
	err = link->adapter->peer_up(link->state, peer->state, peer);
	link->in_adapter--;
	peer->is_up = !err;
out:
	if (!err)
		return;
	cti__link_log(link, CTI_LOG_ERROR, "%s connected to us in vain: %s",
		      name, cti_strerror(err));
	if (peer)
		drop(peer);
}

static void on_peer(void *user, const char *name)
{
	struct cti_link *link = user;
	struct cti_client *client = link->client;
	struct cti__str host = CTI__STR_NONE;
	uint16_t port;

	cti__client_enter(client);
	(void)cti__address_cut(cti__str(name), &host, &port);
	if (may_come(link, host)) {
		let_in(link, name);
	} else {
		/* Once: whoever knocks must not be able to fill a disk. */
		cti__link_log(
			link, link->refused ? CTI_LOG_DEBUG : CTI_LOG_WARN,
			"%s connected to us and was refused: it is not the "
			"switch's own address; if it is right, name it in "
			"%s",
			name, link->adapter->listen_from);
		link->refused = true;
	}
	cti__link_settle(link);
	cti__client_leave(client);
}

static int open_door(struct cti_link *link, const char *where,
		     struct cti__buf *why)
{
	struct cti__listen_opts opts = { .max = PEERS_MAX,
					 .on_peer = on_peer,
					 .user = link };
	struct cti__str host;
	char *address;
	int err;

	if (!cti__address_cut(cti__str(where), &host, &opts.port)) {
		cti__buf_printf(
			why,
			cti__say("%.80s is no address and port; write it "
				 "like 10.0.0.5:8084"),
			where);
		return CTI_EINVAL;
	}
	address = cti__str_dup(host);
	if (!address)
		return CTI_ENOMEM;
	opts.address = address;
	err = cti__listen_new(&link->door, link->client->loop, &opts, why);
	cti__free(address);
	return err;
}

void cti__link_listen(struct cti_link *link)
{
	const struct cti_adapter *adapter = link->adapter;
	struct cti__buf why = { 0 };
	const char *where;
	int err;

	if (!adapter->peer_state_size || link->door)
		return;
	where = cti_settings_get(&link->settings, adapter->listen);
	if (!*where)
		return;
	err = open_door(link, where, &why);
	if (err)
		cti__link_log(link, CTI_LOG_WARN,
			      "the switch cannot connect to us (%s): %s",
			      adapter->listen,
			      why.n ? cti__buf_cstr(&why) : cti_strerror(err));
	else
		cti__link_log(link, CTI_LOG_INFO,
			      "the switch may connect to us at %s", where);
	cti__buf_fini(&why);
}

void cti__link_unlisten(struct cti_link *link)
{
	cti__listen_free(link->door);
	link->door = NULL;
	link->refused = false;
	while (!cti__list_empty(&link->peers))
		drop(cti__list_entry(link->peers.next, struct cti_peer, node));
}

void cti_port_peer_send(struct cti_peer *peer, const void *data, size_t len)
{
	if (!cti__stream_send(peer->stream, data, len))
		peer->link->stats.bytes_out += len;
	else if (!peer->closing)
		cti_port_peer_close(peer);
}

void cti_port_peer_close(struct cti_peer *peer)
{
	peer->closing = true;
	cti__later_start(&peer->later, peer->link->client->loop);
}

void cti_port_peer_wait(struct cti_peer *peer, uint32_t ms)
{
	if (ms)
		cti__timer_start(peer->timer, ms);
	else
		cti__timer_stop(peer->timer);
}
