/* SPDX-License-Identifier: MIT */
/* How a client asks: its chain of sources, and the application as one of them. */
#ifndef CTI__CORE_ASKING_H
#define CTI__CORE_ASKING_H

#include "core/client.h"

#include <cti/customer.h>

struct cti__net;

/* Make the client's identify and pops. 0 or CTI_ENOMEM. */
int cti__asking_init(struct cti_client *client);
/* Ends questions under way, then both; all zero is accepted. */
void cti__asking_fini(struct cti_client *client);
/* The group that a key is of takes effect: numbers, identify or pop; NULL: all.
   0, CTI_EVALUE or CTI_ENOMEM with the client's detail. */
int cti__asking_apply(struct cti_client *client, const char *key);
/* What is asked, borrowed until it was, and who is told; one of the two. */
struct cti__asking_how {
	const char *number;
	const char *const *data;
	cti_identified_fn *done;
	cti_identification_fn *done_with;
	void *user;
};

/* cti_identify() and cti_identify_with() on the loop. */
int cti__asking_ask(struct cti_client *client,
		    const struct cti__asking_how *how);
/* Answers all that are under way. */
void cti__asking_end(struct cti_client *client);

/* How identify's sources reach servers. */
void cti__asking_net(struct cti__net *net, struct cti_client *client);

#endif
