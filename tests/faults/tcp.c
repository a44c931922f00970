/* SPDX-License-Identifier: MIT */
/* Listening, reading and writing for both ends of a simulated line. */
#include "tcp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(const char *what, int rc)
{
	if (!rc)
		return;
	fprintf(stderr, "faults: %s: %s\n", what, uv_strerror(rc));
	exit(1);
}

void tcp_address(struct sockaddr_in *out, const char *address, uint16_t port)
{
	must("no address", uv_ip4_addr(address, port, out));
}

void tcp_listen(uv_loop_t *loop, uv_tcp_t *listener, struct sockaddr_in *here,
		uv_connection_cb on_connection)
{
	int n = sizeof(*here);

	must("no socket", uv_tcp_init(loop, listener));
	must("cannot bind",
	     uv_tcp_bind(listener, (const struct sockaddr *)here, 0));
	must("cannot listen",
	     uv_listen((uv_stream_t *)listener, 512, on_connection));
	uv_tcp_getsockname(listener, (struct sockaddr *)here, &n);
}

void tcp_accept(uv_stream_t *listener, uv_tcp_t *tcp)
{
	uv_accept(listener, (uv_stream_t *)tcp);
	uv_tcp_nodelay(tcp, 1);
}

static void on_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	static char room[65536];

	(void)handle;
	(void)hint;
	*buf = uv_buf_init(room, sizeof(room));
}

void tcp_read(uv_tcp_t *tcp, uv_read_cb on_read)
{
	uv_read_start((uv_stream_t *)tcp, on_room, on_read);
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

void tcp_put(uv_tcp_t *tcp, const char *data, size_t n)
{
	struct piece *piece;
	uv_buf_t buf;

	if (!n)
		return;
	piece = malloc(sizeof(*piece) + n);
	if (!piece)
		exit(99);
	memcpy(piece->data, data, n);
	piece->req.data = piece;
	buf = uv_buf_init(piece->data, (unsigned)n);
	if (uv_write(&piece->req, (uv_stream_t *)tcp, &buf, 1, on_written))
		free(piece);
}
