/* SPDX-License-Identifier: MIT */
/*
 * How sources reach servers without knowing sockets: functions that the chain's
 * host provides. All on one thread.
 */
#ifndef CTI__IDENTIFY_NET_H
#define CTI__IDENTIFY_NET_H

#include "util/str.h"

/*
 * Of one source. Texts are borrowed for the call; NULL or "" for none. url:
 * where it is; ldap:// and ldaps:// stand for a directory, whose requests have
 * the URL of a search (RFC 4516), and whose answers are its entries in JSON:
 * {"entries": [{"dn": "...", "mail": ["..."]}]}.
 */
struct cti__net_opts {
	const char *url;
	const char *ca_file, *proxy;
	const char *user, *secret; /* of a directory: its requests have none */
	bool start_tls;
	bool verify;
	uint32_t timeout_ms; /* of a request with its wait for its turn */
	uint32_t max_active; /* requests at once; more wait */
	size_t max_body;     /* bytes of an answer */
};

/* All borrowed for the call, but arg. */
struct cti__net_request {
	const char *method, *url;
	const char *const *header; /* "Name: value" */
	size_t headers;
	struct cti__str body;
	const char *type; /* of the body; NULL: JSON */
	bool once;	  /* never to be repeated by itself */
	void *arg;
};

/* Borrowed for the call. */
struct cti__net_answer {
	int err;	    /* 0: there is a whole answer of any status */
	const char *detail; /* why not, one sentence */
	int status;
	struct cti__str body;
	struct cti__str retry_after, date; /* the headers of these names */
};

/* Once for each request that was begun, never before ask() returns. */
typedef void cti__net_fn(void *arg, const struct cti__net_answer *answer);

struct cti__net {
	void *user;
	/* 0, CTI_ENOMEM, or CTI_ENOTSUP (built without that sort). */
	int (*open)(void *user, void **out, const struct cti__net_opts *opts,
		    cti__net_fn *fn);
	/* 0: fn will be called; CTI_EINVAL, CTI_EAGAIN, CTI_ENOMEM: not. */
	int (*ask)(void *net, const struct cti__net_request *request);
	/* Legal in fn. No fn is called any more. NULL is allowed. */
	void (*close)(void *net);
};

#endif
