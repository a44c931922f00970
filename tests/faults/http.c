/* SPDX-License-Identifier: MIT */
/* Requests with basic authentication, and one WebSocket that becomes of them.
 */
#include "http.h"

#include "util/base64.h"
#include "util/sha1.h"

#include <stdio.h>
#include <string.h>

enum { STAGE_HTTP, STAGE_SOCKET };

enum { OP_MORE, OP_TEXT, OP_CLOSE = 8, OP_PING, OP_PONG, FIN = 0x80 };

static struct cti__str field(struct cti__str head, const char *name)
{
	struct cti__str line, value;

	while (head.n) {
		line = cti__str_cut(head, '\n', &head);
		if (line.n && line.p[line.n - 1] == '\r')
			line.n--;
		line = cti__str_cut(line, ':', &value);
		if (cti__str_ieq(line, cti__str(name)))
			return cti__str_trim(value);
	}
	return CTI__STR_NONE;
}

static bool is_known(const struct peer *peer, struct cti__str head)
{
	struct cti__buf login = { 0 }, text = { 0 };
	bool known;

	cti__buf_printf(&login, "%s:%s", peer->server->user,
			peer->server->secret);
	cti__buf_text(&text, "Basic ");
	cti__base64_put(&text, login.p, login.n);
	known = cti__str_is(field(head, "Authorization"), cti__buf_cstr(&text));
	cti__buf_fini(&login);
	cti__buf_fini(&text);
	return known;
}

static void frame(struct peer *peer, unsigned first, const char *data, size_t n)
{
	struct cti__buf *out = &peer->out;
	unsigned bits = n < 126 ? 0 : n < 65536 ? 16 : 64;

	cti__buf_char(out, (char)first);
	cti__buf_char(out, (char)(bits == 64 ? 127 : bits ? 126 : n));
	while (bits) {
		bits -= 8;
		cti__buf_char(out, (char)((uint64_t)n >> bits & 255));
	}
	cti__buf_add(out, data, n);
	peer_flush(peer);
}

static void ping(struct peer *peer)
{
	char text[16];
	int n = snprintf(text, sizeof(text), "%u", ++peer->server->pings);

	frame(peer, FIN | OP_PING, text, (size_t)n);
}

void http_message(struct peer *peer, struct cti__str text)
{
	size_t piece = peer->server->piece, at = 0;

	for (; piece && text.n - at > piece; at += piece) {
		frame(peer, at ? OP_MORE : OP_TEXT, text.p + at, piece);
		ping(peer);
	}
	frame(peer, FIN | (at ? OP_MORE : OP_TEXT), text.p + at, text.n - at);
}

static void upgrade(struct peer *peer, struct cti__str key)
{
	static const char magic[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
	unsigned char sum[CTI__SHA1_SIZE];
	struct cti__buf text = { 0 };

	cti__buf_str(&text, key);
	cti__buf_text(&text, magic);
	cti__sha1(sum, cti__str_n(text.p, text.n));
	cti__buf_fini(&text);
	cti__buf_text(&peer->out, "HTTP/1.1 101 Switching Protocols\r\n"
				  "Upgrade: websocket\r\n"
				  "Connection: Upgrade\r\n"
				  "Sec-WebSocket-Accept: ");
	cti__base64_put(&peer->out, sum, sizeof(sum));
	cti__buf_text(&peer->out, "\r\n\r\n");
	peer_flush(peer);
	peer->stage = STAGE_SOCKET;
	peer->follows = true;
	peer->server->logins++;
	peer->server->subscribed++;
}

static void answer(struct peer *peer, int status, struct cti__buf *body)
{
	cti__buf_printf(&peer->out,
			"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\n"
			"Content-Length: %zu\r\n\r\n",
			status, status == 200 ? "OK" : "Not so", body->n);
	cti__buf_add(&peer->out, body->p, body->n);
	peer_flush(peer);
}

static void serve(struct peer *peer, struct cti__str head)
{
	static const struct cti__str root = { "/ari/", 5 };
	struct cti__str rest, line = cti__str_cut(head, '\r', &rest);
	struct cti__str method = cti__str_cut(line, ' ', &line);
	struct cti__str path = cti__str_cut(line, ' ', &line);
	struct cti__str key = field(head, "Sec-WebSocket-Key");
	struct cti__buf body = { 0 };
	int status = 401;

	if (!is_known(peer, head)) {
		peer->server->refused += key.n > 0;
		cti__buf_text(&body,
			      "{\"message\":\"Authentication required\"}");
	} else if (key.n) {
		upgrade(peer, key);
		return;
	} else if (cti__str_starts(path, root)) {
		status = ari_answer(peer->server, method,
				    cti__str_sub(path, root.n, path.n), &body);
	} else {
		peer->server->wrong++;
		status = 404;
	}
	if (status)
		answer(peer, status, &body);
	cti__buf_fini(&body);
}

static size_t request(struct peer *peer, const char *data, size_t n)
{
	const char *end = memmem(data, n, "\r\n\r\n", 4);
	struct cti__str head;
	uint64_t length = 0;
	size_t used;

	if (!end)
		return 0;
	used = (size_t)(end - data) + 4;
	head = cti__str_n(data, used);
	(void)cti__str_u64(field(head, "Content-Length"), &length);
	if (n - used < length)
		return 0;
	serve(peer, head);
	return used + (size_t)length;
}

static void take_pong(struct server *server, const char *text, size_t n)
{
	server->pongs++;
	snprintf(server->last_pong, sizeof(server->last_pong), "%.*s", (int)n,
		 text);
}

/* Frames of a client are short here, and masked. */
static size_t frames(struct peer *peer, const char *data, size_t n)
{
	const unsigned char *p = (const unsigned char *)data;
	char text[126];
	size_t i, len;

	if (n < 2)
		return 0;
	len = p[1] & 0x7f;
	if (len > 125 || !(p[1] & 0x80)) {
		peer->server->wrong++;
		peer_close(peer);
		return 0;
	}
	if (n < 6 + len)
		return 0;
	for (i = 0; i < len; i++)
		text[i] = (char)(p[6 + i] ^ p[2 + i % 4]);
	if ((p[0] & 15) == OP_PING)
		frame(peer, FIN | OP_PONG, text, len);
	else if ((p[0] & 15) == OP_PONG)
		take_pong(peer->server, text, len);
	else if ((p[0] & 15) == OP_CLOSE)
		peer_close(peer);
	return 6 + len;
}

size_t http_input(struct peer *peer, const char *data, size_t n)
{
	return peer->stage == STAGE_SOCKET ? frames(peer, data, n)
					   : request(peer, data, n);
}
