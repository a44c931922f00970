/* SPDX-License-Identifier: MIT */
/* The fault proxy's connections: two sockets each, and what happens between. */
#include "proxy.h"
#include "deeds.h"

#include "util/buf.h"
#include "util/list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct side {
	uv_tcp_t tcp;
	bool open, closing;
};

struct conn {
	struct cti__list node;
	struct proxy *proxy;
	struct side client, server;
	struct cti__buf in; /* what the switch said and has not gone on */
	struct deeds deeds;
	size_t at;   /* the deed that is due */
	size_t left; /* of DEED_AFTER: bytes to go; of DEED_UNTIL: matched */
	bool begun;  /* the deed's counting has */
	bool silent, deaf, drip, last;
	uint32_t delay_ms;
	uv_timer_t timer; /* for delay */
	uv_idle_t idle;	  /* for drip: a byte a turn of the loop */
	uv_connect_t connect;
	unsigned handles; /* that libuv has not closed yet */
	bool dying;
};

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

static void fatal(const char *what, int rc)
{
	fprintf(stderr, "proxy: %s: %s\n", what, uv_strerror(rc));
	exit(1);
}

static void release(struct proxy *proxy)
{
	if (!proxy->dead || proxy->handles || proxy->open)
		return;
	free(proxy->script);
	free(proxy);
}

static void on_closed(uv_handle_t *handle)
{
	struct conn *conn = handle->data;
	struct proxy *proxy = conn->proxy;

	if (--conn->handles)
		return;
	cti__list_del(&conn->node);
	cti__buf_fini(&conn->in);
	free(conn);
	proxy->open--;
	release(proxy);
}

static void close_side(struct side *side, bool reset)
{
	if (!side->open || side->closing)
		return;
	side->closing = true;
	if (!reset || uv_tcp_close_reset(&side->tcp, on_closed))
		uv_close((uv_handle_t *)&side->tcp, on_closed);
}

static void end(struct conn *conn, bool reset)
{
	if (conn->dying)
		return;
	conn->dying = true;
	uv_close((uv_handle_t *)&conn->timer, on_closed);
	uv_close((uv_handle_t *)&conn->idle, on_closed);
	close_side(&conn->client, reset);
	close_side(&conn->server, reset);
}

struct piece {
	uv_write_t req;
	char data[];
};

static void on_written(uv_write_t *req, int status)
{
	(void)status;
	free(req->data);
}

static void put(struct side *side, const char *data, size_t n)
{
	struct piece *piece;
	uv_buf_t buf;

	if (!n || !side->open || side->closing)
		return;
	piece = malloc(sizeof(*piece) + n);
	if (!piece)
		exit(99);
	memcpy(piece->data, data, n);
	piece->req.data = piece;
	buf = uv_buf_init(piece->data, (unsigned)n);
	if (uv_write(&piece->req, (uv_stream_t *)&side->tcp, &buf, 1,
		     on_written))
		free(piece);
}

/* n bytes of what the switch has said go on to the client. */
static void forward(struct conn *conn, size_t n)
{
	put(&conn->client, conn->in.p, n);
	cti__buf_drop(&conn->in, n);
}

static void chance_bytes(struct conn *conn, size_t n)
{
	uint64_t dice = conn->proxy->dice + 0x9e3779b97f4a7c15;
	char byte;

	while (n--) {
		byte = (char)fault_roll(&dice, 256);
		put(&conn->client, &byte, 1);
	}
}

/* How many of the first n bytes may go before what is waited for is there;
 *found: it is among them. */
static size_t up_to_mark(struct conn *conn, const struct deed *deed, size_t n,
			 bool *found)
{
	const char *p = conn->in.p;
	size_t i;

	for (i = 0; i < n; i++) {
		/* Marks do not begin with what they repeat inside. */
		if (p[i] != deed->text[conn->left])
			conn->left = 0;
		if (p[i] == deed->text[conn->left])
			conn->left++;
		if (conn->left == deed->text_n) {
			*found = true;
			return i + 1;
		}
	}
	return n;
}

/* The deed at hand, when all that was to go before it has gone. False: the
   connection has come to its end. */
static bool do_deed(struct conn *conn, const struct deed *deed)
{
	switch (deed->kind) {
	case DEED_DROP:
		end(conn, false);
		return false;
	case DEED_RESET:
	case DEED_REFUSE:
		end(conn, true);
		return false;
	case DEED_LAST:
		conn->last = true;
		return true;
	case DEED_SILENCE:
	case DEED_MUTE:
		conn->silent = true;
		return false;
	case DEED_DEAF:
		conn->deaf = true;
		return true;
	case DEED_DRIP:
		conn->drip = true;
		return true;
	case DEED_DELAY:
		conn->delay_ms = (uint32_t)deed->n;
		return true;
	case DEED_GARBAGE:
		chance_bytes(conn, deed->n);
		return true;
	case DEED_SAY:
		put(&conn->client, deed->text, deed->text_n);
		return true;
	default:
		return true;
	}
}

/* Let bytes go up to the deed at hand. False: it is not due yet. */
static bool reach(struct conn *conn, const struct deed *deed, size_t n)
{
	bool due = false;

	if (deed->kind != DEED_AFTER && deed->kind != DEED_UNTIL)
		return true;
	if (!conn->begun)
		conn->left = deed->kind == DEED_AFTER ? deed->n : 0;
	conn->begun = true;
	if (deed->kind == DEED_UNTIL) {
		n = up_to_mark(conn, deed, n, &due);
	} else {
		n = n < conn->left ? n : conn->left;
		conn->left -= n;
		due = !conn->left;
	}
	forward(conn, n);
	return due;
}

/* Send at most n bytes on, or do the deed that is due. False: there is nothing
   more to be done now. */
static bool step(struct conn *conn, size_t n)
{
	const struct deed *deed = &conn->deeds.deed[conn->at];

	if (conn->at == conn->deeds.count) {
		forward(conn, n);
		if (n && conn->last)
			end(conn, false);
		return false;
	}
	if (!reach(conn, deed, n))
		return false;
	conn->at++;
	conn->begun = false;
	return do_deed(conn, deed);
}

static void on_idle(uv_idle_t *idle);

static void pump(struct conn *conn)
{
	struct cti__buf *in = &conn->in;

	while (!conn->dying && !conn->silent &&
	       step(conn, conn->drip && in->n ? 1 : in->n))
		;
	if (conn->dying)
		return;
	if (conn->drip && in->n && !conn->silent)
		uv_idle_start(&conn->idle, on_idle);
	else
		uv_idle_stop(&conn->idle);
}

static void on_idle(uv_idle_t *idle)
{
	pump(idle->data);
}

static void on_timer(uv_timer_t *timer)
{
	pump(timer->data);
}

static void on_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	static char room[65536];

	(void)handle;
	(void)hint;
	*buf = uv_buf_init(room, sizeof(room));
}

static void on_server_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *conn = stream->data;

	if (conn->silent || conn->dying)
		return;
	if (n < 0) {
		/* What was held back goes before the end. */
		forward(conn, conn->in.n);
		end(conn, n == UV_ECONNRESET);
		return;
	}
	cti__buf_add(&conn->in, buf->base, (size_t)n);
	if (conn->delay_ms) {
		if (!uv_is_active((uv_handle_t *)&conn->timer))
			uv_timer_start(&conn->timer, on_timer, conn->delay_ms,
				       0);
	} else {
		pump(conn);
	}
}

static void on_client_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *conn = stream->data;

	if (conn->dying || (conn->silent && n >= 0))
		return;
	if (n < 0)
		end(conn, n == UV_ECONNRESET);
	else if (!conn->deaf)
		put(&conn->server, buf->base, (size_t)n);
}

static void on_connected(uv_connect_t *req, int status)
{
	struct conn *conn = req->data;

	if (status || conn->dying) {
		end(conn, true);
		return;
	}
	uv_tcp_nodelay(&conn->server.tcp, 1);
	uv_read_start((uv_stream_t *)&conn->server.tcp, on_room,
		      on_server_read);
	uv_read_start((uv_stream_t *)&conn->client.tcp, on_room,
		      on_client_read);
	pump(conn);
}

static void next_deeds(struct conn *conn)
{
	struct proxy *proxy = conn->proxy;
	const char *script = proxy->last_script;

	if (proxy->rest && *proxy->rest) {
		(void)deeds_read(&conn->deeds, &proxy->rest);
	} else if (proxy->dice) {
		deeds_of_chance(proxy->last_script, sizeof(proxy->last_script),
				&proxy->dice);
		(void)deeds_read(&conn->deeds, &script);
	}
}

static void open_side(struct conn *conn, struct side *side)
{
	uv_tcp_init(conn->proxy->loop, &side->tcp);
	side->tcp.data = conn;
	side->open = true;
	conn->handles++;
}

static bool is_first(const struct conn *conn, enum deed_kind kind)
{
	return conn->deeds.count && conn->deeds.deed[0].kind == kind;
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
	conn->proxy = proxy;
	cti__list_add(&proxy->conns, &conn->node);
	proxy->accepted++;
	proxy->open++;
	uv_timer_init(proxy->loop, &conn->timer);
	uv_idle_init(proxy->loop, &conn->idle);
	conn->timer.data = conn->idle.data = conn;
	conn->handles += 2;
	open_side(conn, &conn->client);
	uv_accept(listener, (uv_stream_t *)&conn->client.tcp);
	uv_tcp_nodelay(&conn->client.tcp, 1);
	next_deeds(conn);
	if (is_first(conn, DEED_REFUSE)) {
		end(conn, true);
		return;
	}
	if (is_first(conn, DEED_MUTE)) {
		conn->silent = true;
		uv_read_start((uv_stream_t *)&conn->client.tcp, on_room,
			      on_client_read);
		return;
	}
	open_side(conn, &conn->server);
	conn->connect.data = conn;
	if (uv_tcp_connect(&conn->connect, &conn->server.tcp,
			   (const struct sockaddr *)&proxy->there,
			   on_connected))
		end(conn, true);
}

static void on_deaf(uv_handle_t *handle)
{
	struct proxy *proxy = handle->data;

	proxy->handles--;
	release(proxy);
}

void proxy_listen(struct proxy *proxy, bool on)
{
	int rc, n = sizeof(proxy->here);

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
	uv_tcp_init(proxy->loop, &proxy->listener);
	proxy->listener.data = proxy;
	proxy->handles++;
	rc = uv_tcp_bind(&proxy->listener,
			 (const struct sockaddr *)&proxy->here, 0);
	if (!rc)
		rc = uv_listen((uv_stream_t *)&proxy->listener, 512,
			       on_connection);
	if (rc)
		fatal("cannot listen", rc);
	uv_tcp_getsockname(&proxy->listener, (struct sockaddr *)&proxy->here,
			   &n);
}

struct proxy *proxy_new(uv_loop_t *loop, const char *address, uint16_t port,
			const char *host, uint16_t target)
{
	struct proxy *proxy = calloc(1, sizeof(*proxy));

	if (!proxy)
		exit(99);
	proxy->loop = loop;
	cti__list_init(&proxy->conns);
	if (uv_ip4_addr(address, port, &proxy->here) ||
	    uv_ip4_addr(host, target, &proxy->there))
		fatal("no address", UV_EINVAL);
	proxy_listen(proxy, true);
	return proxy;
}

void proxy_free(struct proxy *proxy)
{
	struct cti__list *node, *next;

	if (!proxy)
		return;
	cti__list_each_safe (node, next, &proxy->conns)
		end(cti__list_entry(node, struct conn, node), true);
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
	struct conn *conn;

	if (!deeds_read(&deeds, &deed))
		fatal("no such deed", UV_EINVAL);
	cti__list_each_safe (node, next, &proxy->conns) {
		conn = cti__list_entry(node, struct conn, node);
		if (conn->dying)
			continue;
		conn->deeds = deeds;
		conn->at = 0;
		conn->begun = false;
		pump(conn);
	}
}

unsigned proxy_accepted(const struct proxy *proxy)
{
	return proxy->accepted;
}

unsigned proxy_open(const struct proxy *proxy)
{
	return proxy->open;
}

const char *proxy_last_script(const struct proxy *proxy)
{
	return proxy->last_script;
}
