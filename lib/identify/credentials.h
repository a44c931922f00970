/* SPDX-License-Identifier: MIT */
/* What proves to a server who we are: user and secret, or a login's token. */
#ifndef CTI__IDENTIFY_CREDENTIALS_H
#define CTI__IDENTIFY_CREDENTIALS_H

#include "identify/outgoing.h"
#include "identify/settings.h"

/* Set the first two, the rest to zero. */
struct cti__credentials {
	const struct cti__preset *preset;  /* borrowed, as is: */
	struct cti__settings_of *settings; /* user and secret */
	struct cti__buf token;		   /* empty: none */
	uint32_t turn;			   /* how many tokens there were */
	int64_t until_us;		   /* 0: no end is known */
};

/* Whether a request can go out: there is a token, or none is needed. */
bool cti__credentials_ready(const struct cti__credentials *c, int64_t now_us);
/* Put them into a request. 0, CTI_EINVAL, CTI_ETOOBIG or CTI_ENOMEM. */
int cti__credentials_put(const struct cti__credentials *c,
			 struct cti__outgoing *out);
/* The token of a login's answer. Errors are cti__reply_token's. */
int cti__credentials_take(struct cti__credentials *c, struct cti__str body,
			  int64_t now_us, struct cti__buf *why);
/* The server refuses the token of that turn: forget it, unless a newer one is
   here already. */
void cti__credentials_refused(struct cti__credentials *c, uint32_t turn);
/* Wipes the token. */
void cti__credentials_fini(struct cti__credentials *c);

#endif
