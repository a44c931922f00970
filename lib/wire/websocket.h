/* SPDX-License-Identifier: MIT */
/*
 * The client's side of a WebSocket (RFC 6455) without a socket: bytes go in and
 * messages come out. The one door to libwslay, of which only the frames are
 * used: messages are put together here, where memory is ours and has a limit.
 */
#ifndef CTI__WIRE_WEBSOCKET_H
#define CTI__WIRE_WEBSOCKET_H

#include "util/buf.h"

struct cti__websocket;

/* Copied, but for random. */
struct cti__websocket_opts {
	struct cti__str host;	      /* "pbx:8088": what is dialled */
	struct cti__str path;	      /* path and query; empty: "/" */
	struct cti__str user, secret; /* Basic login; no user: none */
	size_t max_message;	      /* bytes of one received */
	/* Random bytes: 0, or an error that ends the WebSocket. */
	int (*random)(void *p, size_t n);
};

enum cti__websocket_what {
	CTI__WEBSOCKET_NOTHING, /* all bytes are used up */
	CTI__WEBSOCKET_OPENED,	/* the server has agreed; once */
	CTI__WEBSOCKET_MESSAGE	/* cti__websocket_message() */
};

/*
 * Begin: the request for the upgrade waits to be sent. 0, CTI_ENOMEM,
 * CTI_EINVAL (a path or a user that must not be sent; a sentence in why) or
 * what random returned.
 */
int cti__websocket_new(struct cti__websocket **out,
		       const struct cti__websocket_opts *opts,
		       struct cti__buf *why);
/* NULL is allowed. */
void cti__websocket_free(struct cti__websocket *ws);

/*
 * Read bytes up to the next thing that happens. *used of them are done with;
 * the others are to be given again, until it is CTI__WEBSOCKET_NOTHING. There
 * may be more to come out when len is 0 already.
 *
 * An error is the end, with a sentence in cti__websocket_detail(); what then
 * waits to be sent is our good-bye. CTI_EEOF: the other side closed it. As
 * cti__upgrade_check(); CTI_EPROTO; CTI_ETOOBIG (a message above the limit);
 * CTI_ENOMEM; CTI_ESTATE: it had ended before.
 */
int cti__websocket_read(struct cti__websocket *ws, const char *data, size_t len,
			size_t *used, enum cti__websocket_what *what);
/* The text, UTF-8 (it may have NUL in it). Borrowed until the next read. */
struct cti__str cti__websocket_message(const struct cti__websocket *ws);
/* Why it ended, one sentence; borrowed. */
const char *cti__websocket_detail(struct cti__websocket *ws);
bool cti__websocket_is_open(const struct cti__websocket *ws);

/* What waits to be sent, borrowed; and that all of it was handed on. */
struct cti__str cti__websocket_out(const struct cti__websocket *ws);
void cti__websocket_sent(struct cti__websocket *ws);

/* Each 0, CTI_ESTATE (not open), CTI_ENOMEM or what random returned. */
int cti__websocket_send(struct cti__websocket *ws, const void *text,
			size_t len);
int cti__websocket_ping(struct cti__websocket *ws);
/* Say good-bye: "going away". Nothing is read or sent after it. */
int cti__websocket_close(struct cti__websocket *ws);

#endif
