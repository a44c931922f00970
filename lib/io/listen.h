/* SPDX-License-Identifier: MIT */
/* Connections that others make to us. Only on the loop's thread. */
#ifndef CTI__IO_LISTEN_H
#define CTI__IO_LISTEN_H

#include "io/stream.h"
#include "util/buf.h"

struct cti__listen;

/* Texts are borrowed for _new only. */
struct cti__listen_opts {
	const char *address; /* "127.0.0.1", "::1", "0.0.0.0": no name */
	uint16_t port;	     /* 0: one that the system chooses */
	uint32_t max;	     /* connections at once; a further one is closed */
	/* Somebody has come: cti__listen_take() within it, or he is sent away.
	   peer: "192.0.2.1:50000", borrowed. May free the listen. */
	void (*on_peer)(void *user, const char *peer);
	void *user;
};

/*
 * 0, or with a sentence in why CTI_EINVAL (no address), CTI_EEXIST (somebody
 * listens there), CTI_ESTATE (not allowed, loop closed) or CTI_ENOMEM. Freed
 * with the loop at the latest.
 */
int cti__listen_new(struct cti__listen **out, struct cti__loop *loop,
		    const struct cti__listen_opts *opts, struct cti__buf *why);
/* Those that were taken stay. NULL is allowed. */
void cti__listen_free(struct cti__listen *listen);
/* The port that it listens on. */
uint16_t cti__listen_port(const struct cti__listen *listen);
/* Take whoever has come: as cti__stream_take(), or CTI_ESTATE if nobody has. */
int cti__listen_take(struct cti__stream **out, struct cti__listen *listen,
		     const struct cti__stream_opts *opts);
/* How many that were taken are still there. */
size_t cti__listen_count(const struct cti__listen *listen);

#endif
