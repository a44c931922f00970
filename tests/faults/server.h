/* SPDX-License-Identifier: MIT */
/*
 * A simulated switch on the network: one world, told and listed in one protocol
 * to whoever logs in. On the caller's libuv loop.
 */
#ifndef TESTS_FAULTS_SERVER_H
#define TESTS_FAULTS_SERVER_H

#include "util/buf.h"
#include "util/list.h"
#include "world.h"

#include <uv.h>

struct server;

/* One client's connection. */
struct peer {
	struct cti__list node;
	struct server *server;
	uv_tcp_t tcp;
	struct cti__buf in, out;
	unsigned stage; /* the protocol's own; 0 is the beginning */
	bool follows;	/* it is told of changes */
	bool closing;
};

/* What a protocol adds. */
struct protocol {
	const char *name; /* the scheme of the link's URL */
	bool holds;	  /* its lists show who is on hold */
	bool agents;	  /* and who serves the queues */
	/* Somebody has connected; NULL: the client speaks first. */
	void (*greet)(struct peer *peer);
	/* Bytes used of what has come; 0: more is needed. */
	size_t (*input)(struct peer *peer, const char *data, size_t n);
	/* Tell a peer that follows. */
	void (*change)(struct peer *peer, const struct change *change);
};

extern const struct protocol protocol_ami;
extern const struct protocol protocol_esl;
extern const struct protocol protocol_ari;
/* NULL if there is none of that name. */
const struct protocol *protocol_of(const char *name);

struct server {
	uv_loop_t *loop;
	const struct protocol *protocol;
	struct world *world;
	char user[WORLD_TEXT], secret[WORLD_TEXT];
	uv_tcp_t listener;
	uint16_t port;
	struct cti__list peers;
	unsigned logins;  /* accepted */
	unsigned refused; /* logins that were not */
	unsigned early;	  /* commands before the login */
	unsigned wrong;	  /* what no client should say */
	unsigned subscribed;
	unsigned lists; /* snapshots asked for */
	unsigned handles;
	/* A WebSocket's messages above that many bytes come in as many pieces
	   as it takes, with a ping between each; 0: whole. */
	size_t piece;
	unsigned pings, pongs;
	char last_pong[16]; /* what it gave back */
	bool ignores; /* requests of applications get no answer */
	bool dead;
};

/* Takes the world's changes over. The client's login is user and secret. */
struct server *server_new(uv_loop_t *loop, const struct protocol *protocol,
			  struct world *world, const char *address,
			  uint16_t port);
/* The memory goes when the loop has run. */
void server_free(struct server *server);
/* Close every connection, as a process that ends. */
void server_hang_up(struct server *server);
void server_secret(struct server *server, const char *secret);

/* For protocols: send text, or what stands in peer->out. */
void peer_say(struct peer *peer, const char *text);
void peer_flush(struct peer *peer);
void peer_close(struct peer *peer);

#endif
