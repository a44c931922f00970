/* SPDX-License-Identifier: MIT */
/* The server's side of a WebSocket, for tests: agrees, and speaks in frames. */
#ifndef TESTS_UNIT_CORE_WS_SERVER_H
#define TESTS_UNIT_CORE_WS_SERVER_H

#include "../io/server.h"

#include "util/base64.h"
#include "util/sha1.h"

#include <stdio.h>

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
	peer_write(fd, out.p, out.n);
	cti__buf_fini(&out);
}

/* A frame of less than 126 bytes. */
static inline void ws_frame(int fd, unsigned char first, const char *text)
{
	char head[2] = { (char)first, (char)strlen(text) };

	peer_write(fd, head, 2);
	peer_say(fd, text);
}

/* The next frame of the client, of less than 126 bytes and masked as it must
   be. Its first byte; -1: there is none. */
static inline int ws_take(int fd, char text[126])
{
	unsigned char head[6];
	size_t i, n;

	if (!peer_read(fd, head, sizeof(head)) || !(head[1] & 0x80))
		return -1;
	n = head[1] & 0x7f;
	if (n > 125 || !peer_read(fd, text, n))
		return -1;
	for (i = 0; i < n; i++)
		text[i] = (char)(text[i] ^ head[2 + i % 4]);
	text[n] = '\0';
	return head[0];
}

#endif
