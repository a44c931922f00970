/* SPDX-License-Identifier: MIT */
/* The handshake that makes a WebSocket of an HTTP connection (RFC 6455, 4). */
#ifndef CTI__WIRE_UPGRADE_H
#define CTI__WIRE_UPGRADE_H

#include "util/buf.h"
#include "wire/http_head.h"

#define CTI__UPGRADE_NONCE 16

/* All borrowed. */
struct cti__upgrade {
	struct cti__str host;	      /* "pbx:8088": what is dialled */
	struct cti__str path;	      /* path and query; empty: "/" */
	struct cti__str user, secret; /* Basic login; no user: none */
};

/*
 * Append the request. nonce: random bytes. 0, CTI_ENOMEM or CTI_EINVAL (a host,
 * path or user that must not be sent; a sentence in why).
 */
int cti__upgrade_request(struct cti__buf *out, const struct cti__upgrade *up,
			 const unsigned char nonce[CTI__UPGRADE_NONCE],
			 struct cti__buf *why);
/* Append what Sec-WebSocket-Accept must be for that nonce. */
void cti__upgrade_accept(struct cti__buf *out,
			 const unsigned char nonce[CTI__UPGRADE_NONCE]);
/*
 * Whether the answer makes a WebSocket of the connection: 0, or with a sentence
 * in why CTI_EAUTH (401), CTI_EREFUSED (403 and other refusals), CTI_ENOENT
 * (404), CTI_ECONNECT (5xx), CTI_EPROTO (anything that is no such answer).
 */
int cti__upgrade_check(const struct cti__http_head *head,
		       const struct cti__upgrade *up,
		       const unsigned char nonce[CTI__UPGRADE_NONCE],
		       struct cti__buf *why);

#endif
