/* SPDX-License-Identifier: MIT */
/* Tells every step to whoever asked with cti_trace_set(). */
#ifndef CTI__CORE_TRACE_H
#define CTI__CORE_TRACE_H

#include "model/event.h"
#include "model/fact.h"

#include <cti/trace.h>

#include <stdatomic.h>

/* Legs and bridges that one fact may name. */
#define CTI__TRACE_IDS 5

struct cti_link;
struct cti__switch;

/* In the client. Callers look at fn first: NULL is the rule. */
struct cti__trace {
	cti_trace_fn *fn;
	void *user;
	uint64_t offset; /* where the last message began */
	/* Of a client with a thread of its own. */
	atomic_uint turn;      /* counts those who were told */
	atomic_size_t waiting; /* steps that wait for cti_poll() */
	atomic_size_t bytes;   /* and their size */
	bool lost;	       /* the last step found no room */
};

/* A message of the link, which lies in what its adapter was fed or not. */
void cti__trace_message(struct cti_link *link, struct cti__str raw);
/* Tell the model, and what became of it: cti__model_fact(). */
int cti__trace_fact(struct cti__switch *sw, struct cti_link *link,
		    const struct cti_fact *fact);
/* An event with texts that end with NUL. */
void cti__trace_event(struct cti_client *client, const struct cti_event *ev);
void cti__trace_no_pop(struct cti_client *client, const struct cti_event *ev,
		       const char *call, const char *device, const char *why);
/* trace_post.c: a step that cti_poll() shall tell. */
void cti__trace_post(struct cti_client *client, const struct cti_trace *step);

#endif
