/* SPDX-License-Identifier: MIT */
/* One connection through the fault proxy: two sockets, and what is done to what
   the switch says. */
#ifndef TESTS_FAULTS_CONN_H
#define TESTS_FAULTS_CONN_H

#include "deeds.h"

#include "util/buf.h"
#include "util/list.h"

#include <uv.h>

struct side {
	uv_tcp_t tcp;
	bool open, closing;
};

struct conn {
	struct cti__list node; /* the owner's */
	/* Both sides are closed: the owner takes it back. */
	void (*on_end)(struct conn *conn);
	void *owner;
	uint64_t dice; /* of what garbage is made */
	struct side client, server;
	struct cti__buf in; /* what the switch said and has not gone on */
	struct deeds deeds;
	size_t at;   /* the deed that is due */
	size_t left; /* of DEED_AFTER: bytes to go; of DEED_UNTIL: matched */
	bool begun;  /* the deed's counting has */
	bool silent, deaf, last;
	uint32_t most; /* bytes that may go on at once; 0: any number */
	uint32_t delay_ms;
	uv_timer_t timer; /* for delay */
	uv_idle_t idle;	  /* for drip and chop: a piece a turn of the loop */
	uv_connect_t connect;
	unsigned handles; /* that libuv has not closed yet */
	bool dying;
};

/* Take the client that has come. conn is zeroed but for on_end and owner. */
void conn_open(struct conn *conn, uv_stream_t *listener);
/* Connect it with the switch at there, once its deeds are known. */
void conn_start(struct conn *conn, const struct sockaddr_in *there);
/* Other deeds from now on. */
void conn_do(struct conn *conn, const struct deeds *deeds);
/* Close both sides, by RST or FIN. */
void conn_end(struct conn *conn, bool reset);

#endif
