/* SPDX-License-Identifier: MIT */
/* The fault proxy: where it listens, and what becomes of each connection. */
#include "proxy.h"
#include "conn.h"
#include "tcp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct proxy {
	uv_loop_t *loop;
	uv_tcp_t listener;
	bool listening, dead;
	struct sockaddr_in here, there;
	struct cti__list conns;
	unsigned accepted, open, handles;
	char *script;
	const char *rest; /* of the script */
	uint64_t dice;
	char last_script[128];
};

static void release(struct proxy *proxy)
{
	if (!proxy->dead || proxy->handles || proxy->open)
		return;
	free(proxy->script);
	free(proxy);
}

static void next_deeds(struct conn *conn)
{
	struct proxy *proxy = conn->owner;
	const char *script = proxy->last_script;

	if (proxy->rest && *proxy->rest) {
		(void)deeds_read(&conn->deeds, &proxy->rest);
	} else if (proxy->dice) {
		deeds_of_chance(proxy->last_script, sizeof(proxy->last_script),
				&proxy->dice);
		(void)deeds_read(&conn->deeds, &script);
	}
}

static void on_end(struct conn *conn)
{
	struct proxy *proxy = conn->owner;

	cti__list_del(&conn->node);
	free(conn);
	proxy->open--;
	release(proxy);
}

static void on_connection(uv_stream_t *listener, int status)
{
	struct proxy *proxy = listener->data;
	struct conn *conn;

	if (status)
		return;
	conn = calloc(1, sizeof(*conn));
	if (!conn)
		exit(99);
	conn->owner = proxy;
	conn->on_end = on_end;
	cti__list_add(&proxy->conns, &conn->node);
	proxy->accepted++;
	proxy->open++;
	conn_open(conn, listener);
	next_deeds(conn);
	conn->dice = proxy->dice;
	conn_start(conn, &proxy->there);
}

static void on_deaf(uv_handle_t *handle)
{
	struct proxy *proxy = handle->data;

	proxy->handles--;
	release(proxy);
}

void proxy_listen(struct proxy *proxy, bool on)
{
	/* A closed listener is the loop's until it has run once more. */
	while (proxy->handles && !proxy->listening)
		uv_run(proxy->loop, UV_RUN_NOWAIT);
	if (on == proxy->listening)
		return;
	proxy->listening = on;
	if (!on) {
		uv_close((uv_handle_t *)&proxy->listener, on_deaf);
		return;
	}
	tcp_listen(proxy->loop, &proxy->listener, &proxy->here, on_connection);
	proxy->listener.data = proxy;
	proxy->handles++;
}

struct proxy *proxy_new(uv_loop_t *loop, const char *address, uint16_t port,
			const char *host, uint16_t target)
{
	struct proxy *proxy = calloc(1, sizeof(*proxy));

	if (!proxy)
		exit(99);
	proxy->loop = loop;
	cti__list_init(&proxy->conns);
	tcp_address(&proxy->here, address, port);
	tcp_address(&proxy->there, host, target);
	proxy_listen(proxy, true);
	return proxy;
}

void proxy_free(struct proxy *proxy)
{
	struct cti__list *node, *next;

	if (!proxy)
		return;
	cti__list_each_safe (node, next, &proxy->conns)
		conn_end(cti__list_entry(node, struct conn, node), true);
	proxy->dead = true;
	if (proxy->listening)
		uv_close((uv_handle_t *)&proxy->listener, on_deaf);
	proxy->listening = false;
	release(proxy);
}

uint16_t proxy_port(const struct proxy *proxy)
{
	return ntohs(proxy->here.sin_port);
}

void proxy_target(struct proxy *proxy, uint16_t target)
{
	proxy->there.sin_port = htons(target);
}

bool proxy_script(struct proxy *proxy, const char *script)
{
	struct deeds deeds;
	const char *p = script;

	while (*p)
		if (!deeds_read(&deeds, &p))
			return false;
	free(proxy->script);
	proxy->script = strdup(script);
	proxy->rest = proxy->script;
	return true;
}

void proxy_chance(struct proxy *proxy, uint64_t seed)
{
	proxy->dice = seed;
}

void proxy_now(struct proxy *proxy, const char *deed)
{
	struct cti__list *node, *next;
	struct deeds deeds;

	if (!deeds_read(&deeds, &deed)) {
		fprintf(stderr, "proxy: no such deed: %s\n", deed);
		exit(1);
	}
	cti__list_each_safe (node, next, &proxy->conns)
		conn_do(cti__list_entry(node, struct conn, node), &deeds);
}

unsigned proxy_accepted(const struct proxy *proxy)
{
	return proxy->accepted;
}

unsigned proxy_open(const struct proxy *proxy)
{
	return proxy->open;
}

bool proxy_drips(const struct proxy *proxy)
{
	const struct cti__list *node;
	const struct conn *conn;

	cti__list_each (node, &proxy->conns) {
		conn = cti__list_entry(node, struct conn, node);
		if (conn->most && conn->in.n && !conn->silent && !conn->dying)
			return true;
	}
	return false;
}

const char *proxy_last_script(const struct proxy *proxy)
{
	return proxy->last_script;
}
