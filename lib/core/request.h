/* SPDX-License-Identifier: MIT */
/*
 * Requests under way: accepted, sent when nothing is at work, ended once. Only
 * on the loop's thread.
 */
#ifndef CTI__CORE_REQUEST_H
#define CTI__CORE_REQUEST_H

#include "core/client.h"

#include <cti/request.h>

struct cti_link;
struct cti_fact;

/* cti_request_send() and its like, on the loop; with the client's detail. */
int cti__request_send(struct cti_client *client, const cti_request_opts *opts,
		      cti_request_fn *done, void *user,
		      cti_request_ticket *ticket);
int cti__request_check(struct cti_client *client, const cti_request_opts *opts);
uint64_t cti__request_possible(struct cti_client *client, const char *call,
			       const char *device);
int cti__request_cancel(struct cti_client *client, uint64_t id);

/*
 * A request of the library's own. leg: of CTI__REQUEST_ROUTE, else "". 0: fn is
 * called once, from the loop's thread and never before this returns, unless it
 * is forgotten; an error, with a sentence in why: never.
 */
typedef void cti__request_end_fn(void *user, int err, const char *detail);
int cti__request_inside(struct cti_client *client, const cti_request_opts *opts,
			struct cti__str leg, cti__request_end_fn *fn,
			void *user, uint64_t *id, struct cti__buf *why);
/* Its fn will not be called any more. */
void cti__request_forget(struct cti_client *client, uint64_t id);

/* Send one that waits; false if none does. */
bool cti__requests_settle(struct cti_client *client);
/* The adapter says that a request has ended. False: none has that tag. */
bool cti__requests_done(struct cti_link *link, uint64_t tag, int err,
			struct cti__str detail);
/* What the link was asked for will not be answered any more. */
void cti__requests_down(struct cti_link *link, int err);
/* Something was said by the link's switch. */
void cti__requests_fact(struct cti_link *link, const struct cti_fact *fact);
/* An agent or a call may have become free. */
void cti__requests_event(struct cti_client *client);
/* The client ends: each ends now. */
void cti__requests_fini(struct cti_client *client);

#endif
