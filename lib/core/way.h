/* SPDX-License-Identifier: MIT */
/*
 * The way back from a lookup to its client. The application may answer after the
 * client is gone, so lookups hold this, not the client.
 */
#ifndef CTI__CORE_WAY_H
#define CTI__CORE_WAY_H

struct cti_client;
struct cti__way;

/* 0 or CTI_ENOMEM. */
int cti__way_new(struct cti__way **out, struct cti_client *client);
struct cti__way *cti__way_ref(struct cti__way *way);
/* NULL is allowed. */
void cti__way_unref(struct cti__way *way);
/* The client ends: nobody is at the other end any more. */
void cti__way_cut(struct cti__way *way);
/* NULL once cut. */
struct cti_client *cti__way_client(const struct cti__way *way);

#endif
