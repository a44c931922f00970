/* SPDX-License-Identifier: MIT */
/* Connections that others make to us. */
#include "io/listen.h"
#include "io/inside.h"
#include "io/os_text.h"
#include "io/timer.h"
#include "io/watch.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG	       128
/* Accepted in one go before the others of the loop get their turn. */
#define PEERS	       16
/* Without a free descriptor the socket stays readable: wait for one. */
#define REST_MS	       200
#define NAME_MAX_BYTES 80

union address {
	struct sockaddr any;
	struct sockaddr_in ip4;
	struct sockaddr_in6 ip6;
};

struct cti__listen {
	struct cti__loop *loop;
	struct cti__member member;
	struct cti__watch *watch;
	struct cti__timer *rest;
	struct cti__list taken;
	struct cti__listen_opts opts; /* its text is not kept */
	int fd;
	uint16_t port;
	int peer; /* whoever is at the door; -1: nobody */
	char peer_name[NAME_MAX_BYTES];
	bool in_callback;
	bool closed; /* freed when the callback returns */
};

static uint16_t port_of(const union address *at)
{
	return ntohs(at->any.sa_family == AF_INET6 ? at->ip6.sin6_port
						   : at->ip4.sin_port);
}

/* False: it is no address. */
static bool parse(const char *text, uint16_t port, union address *at,
		  socklen_t *len)
{
	memset(at, 0, sizeof(*at));
	if (!uv_ip4_addr(text, port, &at->ip4)) {
		*len = sizeof(at->ip4);
		return true;
	}
	*len = sizeof(at->ip6);
	return !uv_ip6_addr(text, port, &at->ip6);
}

static void name_peer(struct cti__listen *door, const union address *at)
{
	char host[INET6_ADDRSTRLEN] = "?";

	if (at->any.sa_family == AF_INET6)
		uv_ip6_name(&at->ip6, host, sizeof(host));
	else
		uv_ip4_name(&at->ip4, host, sizeof(host));
	snprintf(door->peer_name, sizeof(door->peer_name),
		 at->any.sa_family == AF_INET6 ? "[%s]:%u" : "%s:%u", host,
		 (unsigned)port_of(at));
}

size_t cti__listen_count(const struct cti__listen *door)
{
	const struct cti__list *node;
	size_t count = 0;

	cti__list_each (node, &door->taken)
		count++;
	return count;
}

uint16_t cti__listen_port(const struct cti__listen *door)
{
	return door->port;
}

/* Nobody took him. */
static void send_away(struct cti__listen *door)
{
	if (door->peer >= 0)
		close(door->peer);
	door->peer = -1;
}

void cti__listen_free(struct cti__listen *door)
{
	if (!door || door->closed)
		return;
	door->closed = true;
	cti__list_del(&door->member.node);
	/* What was taken counts for nobody any more. */
	while (!cti__list_empty(&door->taken))
		cti__list_del(door->taken.next);
	cti__timer_free(door->rest);
	cti__watch_free(door->watch);
	send_away(door);
	if (door->fd >= 0)
		close(door->fd);
	door->fd = -1;
	if (!door->in_callback)
		cti__free(door);
}

static void drop(struct cti__member *member)
{
	cti__listen_free(cti__list_entry(member, struct cti__listen, member));
}

/* False: the listen is gone. */
static bool show_in(struct cti__listen *door)
{
	if (cti__listen_count(door) < door->opts.max) {
		door->in_callback = true;
		door->opts.on_peer(door->opts.user, door->peer_name);
		door->in_callback = false;
	}
	if (door->closed) {
		cti__free(door);
		return false;
	}
	send_away(door);
	return true;
}

static void rest(struct cti__listen *door)
{
	if (!cti__watch_set(door->watch, 0))
		cti__timer_start(door->rest, REST_MS);
}

static void on_rest(void *arg)
{
	struct cti__listen *door = arg;

	if (cti__watch_set(door->watch, CTI__READABLE))
		cti__timer_start(door->rest, REST_MS);
}

static void on_ready(void *arg, int fd, int ready)
{
	struct cti__listen *door = arg;
	union address at = { 0 };
	socklen_t n;
	int i;

	(void)ready;
	for (i = 0; i < PEERS; i++) {
		n = sizeof(at);
		door->peer = accept4(fd, &at.any, &n,
				     SOCK_NONBLOCK | SOCK_CLOEXEC);
		/* One that has gone already is no reason to rest. */
		if (door->peer < 0 && errno == ECONNABORTED)
			continue;
		if (door->peer < 0 && errno != EAGAIN && errno != EINTR)
			rest(door);
		if (door->peer < 0)
			return;
		name_peer(door, &at);
		if (!show_in(door))
			return;
	}
}

int cti__listen_take(struct cti__stream **out, struct cti__listen *door,
		     const struct cti__stream_opts *opts)
{
	int fd = door->peer, err;

	*out = NULL;
	if (fd < 0 || door->closed)
		return CTI_ESTATE;
	door->peer = -1;
	err = cti__stream_take(out, door->loop, fd, door->peer_name, opts);
	if (!err)
		cti__list_add(&door->taken, cti__stream_node(*out));
	return err;
}

static int fail(const struct cti__listen_opts *opts, int os_err,
		struct cti__buf *why)
{
	char room[128];

	cti__buf_clear(why);
	cti__buf_printf(
		why, cti__say("%s, port %u: cannot listen there: %s; %s"),
		opts->address, (unsigned)opts->port,
		cti__os_text(room, sizeof(room), os_err),
		os_err == EADDRINUSE
			? cti__say("stop what listens there, or name another "
				   "port")
			: cti__say("name an address of this machine and a port "
				   "that this user may have"));
	return os_err == EADDRINUSE ? CTI_EEXIST : CTI_ESTATE;
}

static int open_socket(struct cti__listen *door,
		       const struct cti__listen_opts *opts,
		       struct cti__buf *why)
{
	union address at;
	socklen_t n;
	int on = 1;

	if (!parse(opts->address, opts->port, &at, &n)) {
		cti__buf_clear(why);
		cti__buf_printf(
			why,
			cti__say("%s is no IP address; name one of this "
				 "machine's, such as 127.0.0.1"),
			opts->address);
		return CTI_EINVAL;
	}
	door->fd = socket(at.any.sa_family,
			  SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (door->fd < 0)
		return fail(opts, errno, why);
	setsockopt(door->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(door->fd, &at.any, n) || listen(door->fd, BACKLOG) ||
	    getsockname(door->fd, &at.any, &n))
		return fail(opts, errno, why);
	door->port = port_of(&at);
	return 0;
}

int cti__listen_new(struct cti__listen **out, struct cti__loop *loop,
		    const struct cti__listen_opts *opts, struct cti__buf *why)
{
	struct cti__listen *door;
	int err;

	*out = NULL;
	if (loop->down)
		return CTI_ESTATE;
	door = cti__calloc(1, sizeof(*door));
	if (!door)
		return CTI_ENOMEM;
	door->loop = loop;
	door->opts = *opts;
	door->opts.address = NULL;
	door->fd = door->peer = -1;
	door->member.drop = drop;
	cti__list_init(&door->member.node);
	cti__list_init(&door->taken);
	err = open_socket(door, opts, why);
	if (!err)
		err = cti__timer_new(&door->rest, loop, on_rest, door);
	if (!err)
		err = cti__watch_new(&door->watch, loop, door->fd, on_ready,
				     door);
	if (!err)
		err = cti__watch_set(door->watch, CTI__READABLE);
	if (err) {
		cti__listen_free(door);
		return err;
	}
	cti__list_add(&loop->streams, &door->member.node);
	*out = door;
	return 0;
}
