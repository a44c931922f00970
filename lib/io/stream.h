/* SPDX-License-Identifier: MIT */
/*
 * Bytes to and from another machine by TCP or TLS. Only on the loop's thread.
 * Name resolution, connecting and the TLS handshake are non-blocking.
 */
#ifndef CTI__IO_STREAM_H
#define CTI__IO_STREAM_H

#include "io/loop.h"

struct cti__stream;

/* Begin with CTI__STREAM_OPTS_INIT. Texts are borrowed for _open only. */
struct cti__stream_opts {
	const char *host; /* name, IPv4 or IPv6 address without brackets */
	uint16_t port;
	bool tls;	     /* 1.2 at least */
	bool verify;	     /* refuse an unknown CA and another host's name */
	const char *ca_file; /* PEM, trusted alone; NULL: the system's */
	const char *cert_file; /* PEM, to show to the server; NULL: none */
	const char *key_file;  /* PEM; NULL: it is in cert_file */
	uint32_t connect_timeout_ms; /* name, TCP and TLS together */
	/* Keep-alive probes: first after, then every, given up after so many.
	   keep_idle_s 0: none. */
	uint32_t keep_idle_s, keep_interval_s, keep_count;
	/* Sent and not acknowledged for so long: gone. 0: the system's. */
	uint32_t user_timeout_ms;
	size_t max_out; /* bytes that may wait to be sent */

	/* Each may close the stream, or the loop. */
	void (*on_open)(void *user);
	/* data is borrowed until it returns, len > 0. */
	void (*on_data)(void *user, const char *data, size_t len);
	/* Once, unless the owner closes before; nothing is called after it, but
	   the stream is still to be closed. err: CTI_ERESOLVE, CTI_ECONNECT,
	   CTI_ETLS, CTI_ETIMEDOUT, CTI_EEOF or CTI_ENOMEM. detail: one
	   sentence, borrowed until it returns. */
	void (*on_close)(void *user, int err, const char *detail);
	void *user;
};

#define CTI__STREAM_OPTS_INIT                                                  \
	{                                                                      \
		.verify = true, .connect_timeout_ms = 10000,                   \
		.keep_idle_s = 15, .keep_interval_s = 5, .keep_count = 3,      \
		.user_timeout_ms = 20000, .max_out = 1024 * 1024               \
	}

/*
 * Start to connect. 0: on_open or on_close will be called, not before this
 * returns. CTI_ENOMEM, CTI_EINVAL (a host that is none, port 0) or CTI_ESTATE
 * (the loop is closed, no descriptor left): neither.
 */
int cti__stream_open(struct cti__stream **out, struct cti__loop *loop,
		     const struct cti__stream_opts *opts);

/*
 * A connection that was accepted: fd (non-blocking) is taken over, also when this
 * fails; peer is its name in sentences. It is open at once, on_open is not called,
 * and nothing is read before this returns. Of opts: the callbacks, keep-alive and
 * max_out. 0, CTI_ENOMEM or CTI_ESTATE (the loop is closed).
 */
int cti__stream_take(struct cti__stream **out, struct cti__loop *loop, int fd,
		     const char *peer, const struct cti__stream_opts *opts);
/* A node that leaves its list when the stream ends: for whoever counts them. */
struct cti__list *cti__stream_node(struct cti__stream *stream);

/*
 * Send all or nothing: what the system does not take at once waits. 0,
 * CTI_ESTATE (not open), CTI_ETOOBIG (more than max_out would wait) or
 * CTI_ENOMEM. No callback runs in it; a failure to send shows as on_close.
 */
int cti__stream_send(struct cti__stream *stream, const void *data, size_t len);
/* The other side's address, without a port; "" if it is not connected. */
void cti__stream_host(const struct cti__stream *stream, char *host,
		      size_t room);
/* When the other side's certificate ends, in seconds since 1970; 0: it has shown
   none. */
int64_t cti__stream_expires(const struct cti__stream *stream);
/* Bytes that wait to be sent. */
size_t cti__stream_queued(const struct cti__stream *stream);

/*
 * Close and free at once, what waits to be sent is dropped; no callback runs in
 * it or after it. Legal in its callbacks. NULL is allowed.
 */
void cti__stream_close(struct cti__stream *stream);

#endif
