/* SPDX-License-Identifier: MIT */
/* The server's side of a WebSocket, for tests: agrees, and speaks in frames. */
#ifndef TESTS_UNIT_CORE_WS_SERVER_H
#define TESTS_UNIT_CORE_WS_SERVER_H

#include "../io/server.h"

#include "util/base64.h"
#include "util/sha1.h"

#include <stdio.h>

/* All of it, or false: the other side has gone. */
static inline bool ws_read(int fd, void *p, size_t n)
{
	char *at = p;
	ssize_t got;

	while (n) {
		got = recv(fd, at, n, 0);
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

static inline void ws_write(int fd, const void *p, size_t n)
{
	const char *at = p;
	ssize_t sent;

	while (n) {
		sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		at += sent;
		n -= (size_t)sent;
	}
}

static inline void ws_say(int fd, const char *text)
{
	ws_write(fd, text, strlen(text));
}

/* The head of a request, up to its empty line. */
static inline void ws_request(int fd, char *out, size_t room)
{
	size_t n = 0;

	out[0] = '\0';
	while (n + 1 < room && !strstr(out, "\r\n\r\n") &&
	       ws_read(fd, out + n, 1))
		out[++n] = '\0';
}

static inline void ws_accept(int fd, const char *request)
{
	const char *key = strstr(request, "Sec-WebSocket-Key: ");
	unsigned char sum[CTI__SHA1_SIZE];
	char text[64];
	struct cti__buf out = { 0 };

	if (!key)
		return;
	snprintf(text, sizeof(text),
		 "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + 19);
	cti__sha1(sum, cti__str(text));
	cti__buf_text(&out, "HTTP/1.1 101 Switching Protocols\r\n"
			    "Upgrade: websocket\r\nConnection: Upgrade\r\n"
			    "Sec-WebSocket-Accept: ");
	cti__base64_put(&out, sum, sizeof(sum));
	cti__buf_text(&out, "\r\n\r\n");
	ws_write(fd, out.p, out.n);
	cti__buf_fini(&out);
}

/* A frame of less than 126 bytes. */
static inline void ws_frame(int fd, unsigned char first, const char *text)
{
	char head[2] = { (char)first, (char)strlen(text) };

	ws_write(fd, head, 2);
	ws_say(fd, text);
}

/* The next frame of the client, of less than 126 bytes and masked as it must
   be. Its first byte; -1: there is none. */
static inline int ws_take(int fd, char text[126])
{
	unsigned char head[6];
	size_t i, n;

	if (!ws_read(fd, head, sizeof(head)) || !(head[1] & 0x80))
		return -1;
	n = head[1] & 0x7f;
	if (n > 125 || !ws_read(fd, text, n))
		return -1;
	for (i = 0; i < n; i++)
		text[i] = (char)(text[i] ^ head[2 + i % 4]);
	text[n] = '\0';
	return head[0];
}

#endif
