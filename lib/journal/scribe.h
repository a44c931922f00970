/* SPDX-License-Identifier: MIT */
/*
 * From events to contacts and to how long agents were in which state. Pure: the
 * same events give the same contacts, live and in a replay.
 */
#ifndef CTI__JOURNAL_SCRIBE_H
#define CTI__JOURNAL_SCRIBE_H

#include "journal/contact.h"

#include <cti/event.h>

struct cti__scribe;

/* What is handed over is borrowed until the function returns, but where it says
   otherwise. None of these may call the scribe. */
struct cti__scribe_opts {
	/* A segment has ended, or come from another contact. */
	void (*changed)(void *user, struct cti_contact *contact);
	/* The contact has: it belongs to the called from here on. */
	void (*ended)(void *user, struct cti_contact *contact);
	/* It became part of another; what was written of it is to go. */
	void (*merged)(void *user, struct cti_contact *contact);
	void (*span)(void *user, const cti_agent_span *span); /* may be NULL */
	/* Memory ran out: something is missing. */
	void (*lost)(void *user);
	void *user;
	uint64_t seed[2];
};

/* 0 or CTI_ENOMEM. */
int cti__scribe_new(struct cti__scribe **out,
		    const struct cti__scribe_opts *opts);
/* Says nothing. NULL is allowed. */
void cti__scribe_free(struct cti__scribe *scribe);
void cti__scribe_event(struct cti__scribe *scribe, const cti_event *event);
/* No more events will come: contacts under way are "interrupted", spans end
   with the last event. */
void cti__scribe_end(struct cti__scribe *scribe);
/* The contact under way with that id, or that call; NULL if there is none. */
struct cti_contact *cti__scribe_find(struct cti__scribe *scribe,
				     const char *name);

#endif
