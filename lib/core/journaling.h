/* SPDX-License-Identifier: MIT */
/* A client's journal: its keys, and what of the loop is lent to it. */
#ifndef CTI__CORE_JOURNALING_H
#define CTI__CORE_JOURNALING_H

#include "core/client.h"

struct cti__journal;

/* Make the keys take effect: 0, CTI_EVALUE (the sentence is kept) or
   CTI_ENOMEM. */
int cti__journaling_apply(struct cti_client *client);
/* What waits is written before the loop is closed. */
void cti__journaling_fini(struct cti_client *client);
void cti__journaling_event(struct cti_client *client,
			   const struct cti_event *ev);
/* A pop wants the earlier contacts of a number or customer. */
void cti__journaling_earlier(struct cti_client *client, struct cti__str call,
			     uint32_t turn, struct cti__str number,
			     struct cti__str customer);
/* NULL: journal.file is not set. */
struct cti__journal *cti__journaling_journal(struct cti_client *client);

#endif
