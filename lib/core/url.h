/* SPDX-License-Identifier: MIT */
/* URLs of links, taken apart. */
#ifndef CTI__CORE_URL_H
#define CTI__CORE_URL_H

#include "util/buf.h"

/* All texts are owned and ended by NUL; "" for what is not there. */
struct cti__url {
	char *scheme; /* "ami" */
	bool tls;     /* "+tls" stood behind it */
	char *rest;   /* everything behind the scheme and its colon, as written,
			 without user and secret */
	char *user, *secret; /* decoded */
	char *host;	     /* decoded, IPv6 without its brackets */
	uint16_t port;	     /* 0: not said */
	char *path;	     /* decoded; of sim: and replay: the file */
	char *query;	     /* as written, without the question mark */
};

/* Take one apart. 0, CTI_EURL (a sentence in why) or CTI_ENOMEM. */
int cti__url_parse(struct cti__url *out, const char *text, struct cti__buf *why);
/* Whether nothing is in it that no name or address has. */
bool cti__url_is_host(struct cti__str host);
/* Also accepts all zero; wipes the secret. */
void cti__url_fini(struct cti__url *url);
/* One parameter of the query, decoded, appended to out; false if not there. */
bool cti__url_param(const struct cti__url *url, const char *name,
		    struct cti__buf *out);
/* The first parameter whose name is not in a comma-separated list; empty: none. */
struct cti__str cti__url_unknown_param(const struct cti__url *url,
				       const char *known);

#endif
