/* SPDX-License-Identifier: MIT */
/*
 * Searches in a directory over LDAP, several at once on one connection that is
 * made when it is wanted. Only on the loop's thread.
 */
#ifndef CTI__IO_LDAP_H
#define CTI__IO_LDAP_H

#include "io/loop.h"
#include "util/str.h"

struct cti__ldap;

/* Texts are copied; "" for none. */
struct cti__ldap_opts {
	const char *url;  /* "ldap://host:port" or "ldaps://..." */
	const char *user; /* DN to bind with; "": anonymous */
	const char *secret;
	const char *ca_file; /* "": the system's */
	bool verify;	     /* the certificate and its name */
	bool start_tls;
	uint32_t timeout_ms; /* of a search with its wait for its turn */
	uint32_t max_active; /* at once; more wait for their turn */
	uint32_t max_waiting;
	uint32_t max_entries; /* of an answer; the rest is left out */
	size_t max_body;      /* bytes of an answer */
};

struct cti__ldap_answer {
	uint64_t tag; /* of the search */
	/* 0, CTI_EAUTH (the login is refused), CTI_EREFUSED (the search is),
	   CTI_EINVAL (its filter is none), CTI_ECONNECT, CTI_ETLS,
	   CTI_ETIMEDOUT, CTI_EEOF, CTI_EPROTO, CTI_ETOOBIG or CTI_ENOMEM. */
	int err;
	const char *detail; /* why, one sentence; "" if err is 0 */
	/* {"entries": [{"dn": "...", "mail": ["..."]}]}; empty if err. */
	struct cti__str body;
};

/* Once, and never before cti__ldap_search() returns. Borrowed until it
   returns. It may search again, and free. */
typedef void cti__ldap_fn(void *arg, const struct cti__ldap_answer *answer);

/*
 * 0, CTI_ENOMEM, CTI_ESTATE (the loop is closed) or CTI_ENOTSUP (this library
 * was built without LDAP). Freed with the loop at the latest.
 */
int cti__ldap_new(struct cti__ldap **out, struct cti__loop *loop,
		  const struct cti__ldap_opts *opts, cti__ldap_fn *fn,
		  void *arg);
/* Ends all that is under way, without a callback. NULL is allowed. */
void cti__ldap_free(struct cti__ldap *ldap);

/*
 * Search. url: base, attributes, scope and filter as in RFC 4516; its host is
 * not looked at. 0: fn will be called. CTI_EINVAL (no such URL), CTI_EAGAIN
 * (too many wait) or CTI_ENOMEM: it will not.
 */
int cti__ldap_search(struct cti__ldap *ldap, const char *url, uint64_t tag);

#endif
