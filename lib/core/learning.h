/* SPDX-License-Identifier: MIT */
/* A client's memory of whom agents have chosen: identify's, kept in a file. */
#ifndef CTI__CORE_LEARNING_H
#define CTI__CORE_LEARNING_H

#include "core/client.h"

/* The key identify.learned_file takes effect. 0, CTI_EVALUE or CTI_ENOMEM with
   the client's detail. */
int cti__learning_apply(struct cti_client *client);
/* Lets go of the file; what is being written is written. */
void cti__learning_fini(struct cti_client *client);
/* An agent has said that it is this one of several. */
void cti__learning_chose(struct cti_client *client, struct cti__str number,
			 const char *customer);
/* NULL: all. 0, CTI_ESTATE (no file is set) or CTI_ENOMEM. */
int cti__learning_forget(struct cti_client *client, const char *number);

#endif
