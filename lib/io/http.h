/* SPDX-License-Identifier: MIT */
/*
 * Requests over HTTP, several at once, by libcurl on our loop. Only on the
 * loop's thread. http and https, HTTP/1.1, no redirects, no cookies, and no
 * proxy but the one named here. What was received is kept whole up to a limit.
 */
#ifndef CTI__IO_HTTP_H
#define CTI__IO_HTTP_H

#include "io/stream.h"
#include "util/str.h"

/* An owner's requests: its connections are kept open and used again. */
struct cti__http;

/* Begin with CTI__HTTP_OPTS_INIT. Texts are copied. */
struct cti__http_opts {
	/* verify, ca_file, cert_file, key_file, connect_timeout_ms, keep-alive:
	   as of a stream. The rest is not looked at. */
	struct cti__stream_opts net;
	const char *user, *secret; /* Basic login; NULL or "": none */
	const char *proxy;	   /* "http://host:port"; NULL: none */
	uint32_t timeout_ms;	   /* of a request with its wait for its turn */
	uint32_t max_active;	   /* at once; more wait for their turn */
	uint32_t max_waiting;
	size_t max_body; /* bytes of an answer */
};

#define CTI__HTTP_OPTS_INIT                                                    \
	{                                                                      \
		.net = CTI__STREAM_OPTS_INIT, .timeout_ms = 10000,             \
		.max_active = 8, .max_waiting = 1024, .max_body = 1024 * 1024  \
	}

struct cti__http_answer {
	uint64_t tag; /* of the request */
	/* 0: a whole answer of any status. CTI_ERESOLVE, CTI_ECONNECT,
	   CTI_ETLS, CTI_ETIMEDOUT, CTI_EEOF (cut short), CTI_EPROTO (no HTTP, a
	   redirect), CTI_ETOOBIG or CTI_ENOMEM. */
	int err;
	const char *detail;	 /* why, one sentence; "" if err is 0 */
	int status;		 /* 0: none came */
	struct cti__str body;	 /* ended by NUL; empty if err */
	struct cti__str headers; /* for cti__http_header() */
};

/* Once, and never before cti__http_ask() returns. All is borrowed until it
   returns. It may begin, cancel and free whatever it likes. */
typedef void cti__http_fn(void *arg, const struct cti__http_answer *answer);

/* All zero but what is wanted. Copied, but arg. */
struct cti__http_request {
	const char *method;	   /* "GET" */
	const char *url;	   /* percent-encoded; no user in it */
	const char *const *header; /* "If-None-Match: x": may hold secrets */
	size_t headers;
	const void *body;
	size_t len;
	const char *type;    /* of the body; NULL: "application/json" */
	uint32_t timeout_ms; /* 0: the owner's */
	/* Never repeated. Without it, one that meets an old connection that is
	   being closed is sent again over a new one, and might be done twice.
	 */
	bool once;
	uint64_t tag;
	cti__http_fn *fn;
	void *arg;
};

/* 0, CTI_ENOMEM, CTI_EINVAL (a user with a colon) or CTI_ESTATE (the loop is
   closed). Freed with the loop at the latest. */
int cti__http_new(struct cti__http **out, struct cti__loop *loop,
		  const struct cti__http_opts *opts);
/* Ends all that is under way, without a callback. NULL is allowed. */
void cti__http_free(struct cti__http *http);

/*
 * Ask. 0: fn will be called. CTI_EINVAL (a method, URL or header that
 * must not be sent), CTI_EAGAIN (too many wait) or CTI_ENOMEM: it will not.
 */
int cti__http_ask(struct cti__http *http,
		  const struct cti__http_request *request);
/* Requests under way and waiting for their turn. */
size_t cti__http_pending(const struct cti__http *http);

/* The first header of that name, in any case; empty if there is none. */
struct cti__str cti__http_header(const struct cti__http_answer *answer,
				 const char *name);

#endif
