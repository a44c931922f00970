/* SPDX-License-Identifier: MIT */
/* The client's files, watched and read again when they change. */
#ifndef CTI__CORE_WATCHING_H
#define CTI__CORE_WATCHING_H

#include "core/client.h"

#include <cti/customer.h>

/* Watch the files of all sources and of the service knowledge, and no others;
   after each change of either, or of the keys. What cannot be watched is
   logged. */
void cti__watching_refresh(struct cti_client *client);
/* Those who wait for a file are told that they wait in vain. */
void cti__watching_fini(struct cti_client *client);

/* cti_source_reload() on the loop. */
int cti__watching_reload(struct cti_client *client, const char *name,
			 cti_reloaded_fn *done, void *user);

#endif
