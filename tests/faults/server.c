/* SPDX-License-Identifier: MIT */
/* Connections of a simulated switch; what is said on them is the protocol's. */
#include "server.h"
#include "tcp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct protocol *protocol_of(const char *name)
{
	static const struct protocol *const all[] = { &protocol_ami,
						      &protocol_esl,
						      &protocol_ari };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

static void release(struct server *server)
{
	if (server->dead && !server->handles)
		free(server);
}

static void on_peer_closed(uv_handle_t *handle)
{
	struct peer *peer = handle->data;
	struct server *server = peer->server;

	cti__list_del(&peer->node);
	cti__buf_fini(&peer->in);
	cti__buf_fini(&peer->out);
	free(peer);
	server->handles--;
	release(server);
}

void peer_close(struct peer *peer)
{
	if (peer->closing)
		return;
	peer->closing = true;
	peer->follows = false;
	uv_close((uv_handle_t *)&peer->tcp, on_peer_closed);
}

static void put(struct peer *peer, const char *data, size_t n)
{
	if (!peer->closing)
		tcp_put(&peer->tcp, data, n);
}

void peer_say(struct peer *peer, const char *text)
{
	put(peer, text, strlen(text));
}

void peer_flush(struct peer *peer)
{
	put(peer, peer->out.p, peer->out.n);
	cti__buf_clear(&peer->out);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct peer *peer = stream->data;
	size_t used;

	if (n < 0) {
		peer_close(peer);
		return;
	}
	cti__buf_add(&peer->in, buf->base, (size_t)n);
	while (!peer->closing && peer->in.n) {
		used = peer->server->protocol->input(peer, peer->in.p,
						     peer->in.n);
		if (!used)
			break;
		cti__buf_drop(&peer->in, used);
	}
}

static void on_connection(uv_stream_t *listener, int status)
{
	struct server *server = listener->data;
	struct peer *peer;

	if (status)
		return;
	peer = calloc(1, sizeof(*peer));
	if (!peer)
		exit(99);
	peer->server = server;
	cti__list_add(&server->peers, &peer->node);
	server->handles++;
	uv_tcp_init(server->loop, &peer->tcp);
	peer->tcp.data = peer;
	tcp_accept(listener, &peer->tcp);
	tcp_read(&peer->tcp, on_read);
	if (server->protocol->greet)
		server->protocol->greet(peer);
}

static void on_change(void *user, const struct change *change)
{
	struct server *server = user;
	struct cti__list *node;
	struct peer *peer;

	cti__list_each (node, &server->peers) {
		peer = cti__list_entry(node, struct peer, node);
		if (peer->follows && !peer->closing)
			server->protocol->change(peer, change);
	}
}

struct server *server_new(uv_loop_t *loop, const struct protocol *protocol,
			  struct world *world, const char *address,
			  uint16_t port)
{
	struct server *server = calloc(1, sizeof(*server));
	struct sockaddr_in at;

	if (!server)
		exit(99);
	server->loop = loop;
	server->protocol = protocol;
	server->world = world;
	cti__list_init(&server->peers);
	snprintf(server->user, sizeof(server->user), "%s",
		 protocol == &protocol_esl ? "" : "cti");
	server_secret(server, "s3cret");
	tcp_address(&at, address, port);
	tcp_listen(loop, &server->listener, &at, on_connection);
	server->listener.data = server;
	server->handles = 1;
	server->port = ntohs(at.sin_port);
	world->tell = on_change;
	world->user = server;
	return server;
}

static void on_listener_closed(uv_handle_t *handle)
{
	struct server *server = handle->data;

	server->handles--;
	release(server);
}

void server_hang_up(struct server *server)
{
	struct cti__list *node, *next;

	cti__list_each_safe (node, next, &server->peers)
		peer_close(cti__list_entry(node, struct peer, node));
}

void server_free(struct server *server)
{
	if (!server)
		return;
	server_hang_up(server);
	if (server->world->user == server)
		server->world->tell = NULL;
	server->dead = true;
	uv_close((uv_handle_t *)&server->listener, on_listener_closed);
}

void server_secret(struct server *server, const char *secret)
{
	snprintf(server->secret, sizeof(server->secret), "%s", secret);
}
