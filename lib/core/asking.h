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
/* cti_identify() on the loop. */
int cti__asking_ask(struct cti_client *client, const char *number,
		    cti_identified_fn *done, void *user);

/* How identify's sources reach servers. */
void cti__asking_net(struct cti__net *net, struct cti_client *client);

#endif
