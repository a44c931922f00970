/* SPDX-License-Identifier: MIT */
/* The client's service knowledge: its file read, and handed to the pops. */
#ifndef CTI__CORE_KNOWING_H
#define CTI__CORE_KNOWING_H

#include "core/client.h"

/* Read a file of service knowledge; stamp: of what was read, or NULL. 0 or an
   error, with a sentence in why. */
int cti__knowing_read(struct cti__service **out, const char *path,
		      struct cti__stamp *stamp, struct cti__buf *why);
/* Read it and use it from now on; on error nothing has changed. With the
   client's detail. */
int cti__knowing_load(struct cti_client *client, const char *path);
/* Read the file in use again in another thread; calls that were told of keep
   what they were told. What comes of it is logged. 0 or CTI_ENOMEM. */
int cti__knowing_reload(struct cti_client *client);
/* What is being read is not wanted any more. */
void cti__knowing_cancel(struct cti_client *client);
/* NULL: none. Counted. */
void cti__knowing_use(struct cti_client *client, struct cti__service *service);
/* The key service.file takes effect. 0, CTI_EVALUE or CTI_ENOMEM. */
int cti__knowing_apply(struct cti_client *client, const char *key);

#endif
