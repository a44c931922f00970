/* SPDX-License-Identifier: MIT */
/* Sockets as the fault proxy and the simulated switch use them: what cannot be
   had ends the program. */
#ifndef TESTS_FAULTS_TCP_H
#define TESTS_FAULTS_TCP_H

#include <stddef.h>
#include <stdint.h>
#include <uv.h>

void tcp_address(struct sockaddr_in *out, const char *address, uint16_t port);
/* Listen at *here, which then has the port that the kernel chose. */
void tcp_listen(uv_loop_t *loop, uv_tcp_t *listener, struct sockaddr_in *here,
		uv_connection_cb on_connection);
/* The other end of a connection that has come. */
void tcp_accept(uv_stream_t *listener, uv_tcp_t *tcp);
void tcp_read(uv_tcp_t *tcp, uv_read_cb on_read);
/* Send a copy of n bytes. */
void tcp_put(uv_tcp_t *tcp, const char *data, size_t n);

#endif
