/* SPDX-License-Identifier: MIT */
/*
 * Questions to the application where a call shall go: when they are asked, and
 * how they end. Only on the loop's thread.
 */
#ifndef CTI__CORE_ROUTING_H
#define CTI__CORE_ROUTING_H

#include "core/client.h"

#include <cti/route.h>

struct cti_fact;
struct cti_link;

/* cti_route_set() on the loop, with the client's detail. */
int cti__routing_set(struct cti_client *client, const cti_route_opts *opts);
/* cti_route_to() on the loop; NULL: the default. The route is not given back.
 */
int cti__routing_answer(struct cti_client *client, struct cti_route *route,
			const char *to);
/* Whether it may be sent to a switch as a number; "" may. */
bool cti__routing_is_number(const char *to);
/* The client ends: each question ends now. */
void cti__routing_fini(struct cti_client *client);

/* routing_when.c: what may begin or end a question. */

/* Something was said by the link's switch, and the model has taken it. */
void cti__routing_fact(struct cti_link *link, const struct cti_fact *fact);
/* An event has been told, and the pops have heard it. */
void cti__routing_event(struct cti_client *client, const struct cti_event *ev);
/* The link is down: nobody there can be answered. */
void cti__routing_down(struct cti_link *link);

/* routing.c, for it: */

/* What a question is about; all borrowed. */
struct cti__route_case {
	uint32_t reason; /* one bit of enum cti_route_reason */
	struct cti__str call, link, leg, device, queue, dnis;
};

/* Ask, if the application wants to be asked about it. */
void cti__routing_begin(struct cti_client *client,
			const struct cti__route_case *about);

/* Which questions are meant: "" fits all. */
struct cti__route_match {
	uint32_t reasons; /* bits of enum cti_route_reason */
	struct cti__str call, link, leg, device, queue;
};

/* They have become idle: err (CTI_ENOENT, CTI_ELINKDOWN) is what answers get.
 */
void cti__routing_cancel(struct cti_client *client,
			 const struct cti__route_match *match, int err);
/* The leg waits no longer: what was asked for has happened, or something else
   has. */
void cti__routing_left(struct cti_client *client, struct cti__str leg);
/* Whether an answer of what is asked about the leg is still to come. */
bool cti__routing_asks(const struct cti_client *client, struct cti__str leg);
/* A link is up: what waited for that is asked. */
void cti__routing_up(struct cti_client *client);
/* The call is over: forget where it was sent. */
void cti__routing_over(struct cti_client *client, struct cti__str call);

#endif
