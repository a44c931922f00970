/* SPDX-License-Identifier: MIT */
/* A question under way, as routing.c and routing_question.c share it. */
#ifndef CTI__CORE_ROUTING_QUESTION_H
#define CTI__CORE_ROUTING_QUESTION_H

#include "core/route_question.h"
#include "core/routing.h"

struct cti__question;

struct cti__routing {
	bool on;
	cti_route_opts opts; /* its texts are owned */
	struct cti__list questions;
	struct cti__list sent;	/* where calls were sent, until they end */
	struct cti__list found; /* by a snapshot that is not complete yet */
};

enum stage {
	STAGE_WHO,   /* who calls is being looked up, or is about to be told */
	STAGE_ASKED, /* the application has it */
	STAGE_SENT,  /* decided; the switch is asked */
	STAGE_ENDED  /* what became of it is on its way */
};

/* What is tried, one after the other. */
enum step { STEP_ANSWER, STEP_DEFAULT, STEP_ITSELF };

struct question {
	struct cti__job job;   /* own thread: its end on the way */
	struct cti__list node; /* in the routing, until its end is told */
	struct cti_client *client;
	struct cti_route *route; /* counted */
	struct cti__question *who;
	struct cti__later later;
	struct cti__timer *timer;
	cti_route_fn *on_route;
	cti_routed_fn *on_routed;
	void *user;
	enum stage stage;
	enum step step;
	bool gone;	  /* the call is, or its link */
	uint64_t request; /* under way; 0: none */
	char *leg;	  /* that asked; NULL: the switch did not ask */
	char *to, *standard;
	const char *went; /* where to, at the end: one of the two, or "" */
	int err;
	char detail[256];
};

/* routing_question.c: */

/* With no list, route, texts or timer yet. NULL if memory ran out. */
struct question *cti__route_question_new(struct cti_client *client,
					 const cti_route_opts *opts);
/* NULL is allowed. */
void cti__route_question_free(struct question *q);
/* Who calls is known now, or was looked up: ask in the loop's next turn. */
void cti__route_question_ready(struct question *q);
/* The first thing that went wrong is what is told. */
void cti__route_question_note(struct question *q, int err,
			      struct cti__str detail);
/* It is decided; over is what further answers get. */
void cti__route_question_decide(struct question *q, enum step step, int over);
/* The deadline has come. */
void cti__route_question_late(void *question);
/* Where the present step sends the call; "": the way it would go by itself. */
const char *cti__route_question_destination(const struct question *q);
/* What the switch was asked for has happened. */
void cti__route_question_done(struct question *q);
/* It is over: tell, if the application had been asked. */
void cti__route_question_finish(struct question *q, const char *went);
/* The same with the client, at once. */
void cti__route_question_close(struct question *q);

/* routing_when.c: */

/* The link's snapshot will not be complete; "": any link's. */
void cti__routing_drop_found(struct cti__routing *routing,
			     struct cti__str link);

/* routing.c: */

/* An answer has sent the call there. */
void cti__routing_remember(struct cti_client *client, struct cti__str call,
			   const char *to);

#endif
