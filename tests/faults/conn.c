/* SPDX-License-Identifier: MIT */
/* What comes in on one side and goes out on the other, or does not. */
#include "conn.h"
#include "proxy.h"
#include "tcp.h"

static void on_closed(uv_handle_t *handle)
{
	struct conn *conn = handle->data;

	if (--conn->handles)
		return;
	cti__buf_fini(&conn->in);
	conn->on_end(conn);
}

static void close_side(struct side *side, bool reset)
{
	if (!side->open || side->closing)
		return;
	side->closing = true;
	if (!reset || uv_tcp_close_reset(&side->tcp, on_closed))
		uv_close((uv_handle_t *)&side->tcp, on_closed);
}

void conn_end(struct conn *conn, bool reset)
{
	if (conn->dying)
		return;
	conn->dying = true;
	uv_close((uv_handle_t *)&conn->timer, on_closed);
	uv_close((uv_handle_t *)&conn->idle, on_closed);
	close_side(&conn->client, reset);
	close_side(&conn->server, reset);
}

static void put(struct side *side, const char *data, size_t n)
{
	if (side->open && !side->closing)
		tcp_put(&side->tcp, data, n);
}

/* n bytes of what the switch has said go on to the client. */
static void forward(struct conn *conn, size_t n)
{
	put(&conn->client, conn->in.p, n);
	cti__buf_drop(&conn->in, n);
}

static void chance_bytes(struct conn *conn, size_t n)
{
	uint64_t dice = conn->dice + 0x9e3779b97f4a7c15;
	char byte;

	while (n--) {
		byte = (char)fault_roll(&dice, 256);
		put(&conn->client, &byte, 1);
	}
}

/* How many of the first n bytes may go before what is waited for is there;
   found: it is among them. */
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
		conn_end(conn, false);
		return false;
	case DEED_RESET:
	case DEED_REFUSE:
		conn_end(conn, true);
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
		conn->most = 1;
		return true;
	case DEED_CHOP:
		conn->most = (uint32_t)deed->n;
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
			conn_end(conn, false);
		return false;
	}
	if (!reach(conn, deed, n))
		return false;
	conn->at++;
	conn->begun = false;
	return do_deed(conn, deed);
}

/* How much may go on in this turn. */
static size_t next_piece(struct conn *conn)
{
	size_t n = conn->in.n;

	if (!conn->most || !n)
		return n;
	n = n < conn->most ? n : conn->most;
	/* Chance that is nought stays so. */
	conn->dice += !conn->dice;
	return 1 + fault_roll(&conn->dice, (uint32_t)n);
}

static void on_idle(uv_idle_t *idle);

static void pump(struct conn *conn)
{
	struct cti__buf *in = &conn->in;

	while (!conn->dying && !conn->silent && step(conn, next_piece(conn)))
		;
	if (conn->dying)
		return;
	if (conn->most && in->n && !conn->silent)
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

static void on_server_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *conn = stream->data;

	if (conn->silent || conn->dying)
		return;
	if (n < 0) {
		/* What was held back goes before the end. */
		forward(conn, conn->in.n);
		conn_end(conn, n == UV_ECONNRESET);
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
		conn_end(conn, n == UV_ECONNRESET);
	else if (!conn->deaf)
		put(&conn->server, buf->base, (size_t)n);
}

static void on_connected(uv_connect_t *req, int status)
{
	struct conn *conn = req->data;

	if (status || conn->dying) {
		conn_end(conn, true);
		return;
	}
	uv_tcp_nodelay(&conn->server.tcp, 1);
	tcp_read(&conn->server.tcp, on_server_read);
	tcp_read(&conn->client.tcp, on_client_read);
	pump(conn);
}

static void open_side(struct conn *conn, struct side *side)
{
	uv_tcp_init(conn->timer.loop, &side->tcp);
	side->tcp.data = conn;
	side->open = true;
	conn->handles++;
}

static bool is_first(const struct conn *conn, enum deed_kind kind)
{
	return conn->deeds.count && conn->deeds.deed[0].kind == kind;
}

void conn_open(struct conn *conn, uv_stream_t *listener)
{
	uv_timer_init(listener->loop, &conn->timer);
	uv_idle_init(listener->loop, &conn->idle);
	conn->timer.data = conn->idle.data = conn;
	conn->handles = 2;
	open_side(conn, &conn->client);
	tcp_accept(listener, &conn->client.tcp);
}

void conn_start(struct conn *conn, const struct sockaddr_in *there)
{
	if (is_first(conn, DEED_REFUSE)) {
		conn_end(conn, true);
		return;
	}
	if (is_first(conn, DEED_MUTE)) {
		conn->silent = true;
		tcp_read(&conn->client.tcp, on_client_read);
		return;
	}
	open_side(conn, &conn->server);
	conn->connect.data = conn;
	if (uv_tcp_connect(&conn->connect, &conn->server.tcp,
			   (const struct sockaddr *)there, on_connected))
		conn_end(conn, true);
}

void conn_do(struct conn *conn, const struct deeds *deeds)
{
	if (conn->dying)
		return;
	conn->deeds = *deeds;
	conn->at = 0;
	conn->begun = false;
	pump(conn);
}
