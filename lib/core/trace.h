/* SPDX-License-Identifier: MIT */
/* Tells every step to whoever asked with cti_trace_set(). */
#ifndef CTI__CORE_TRACE_H
#define CTI__CORE_TRACE_H

#include "model/event.h"
#include "model/fact.h"

#include <cti/trace.h>

struct cti_link;
struct cti__switch;

/* In the client. Callers look at fn first: NULL is the rule. */
struct cti__trace {
	cti_trace_fn *fn;
	void *user;
	uint64_t offset; /* where the last message began */
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

#endif
