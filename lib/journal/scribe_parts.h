/* SPDX-License-Identifier: MIT */
/* What the files of the scribe share. */
#ifndef CTI__JOURNAL_SCRIBE_PARTS_H
#define CTI__JOURNAL_SCRIBE_PARTS_H

#include "journal/scribe.h"
#include "util/list.h"
#include "util/map.h"

/* A contact under way. */
struct cti__under_way {
	struct cti__list node;
	struct cti_contact *contact;
	unsigned calls; /* that belong to it and have not ended */
};

/* A call on a switch. */
struct cti__talk {
	struct cti__map_node node;
	char *key; /* link, line end, id */
	struct cti__under_way *of;
	uint64_t id;
	bool consult; /* about the contact, not with the customer */
};

struct cti__scribe {
	struct cti__scribe_opts opts;
	struct cti__map calls;
	struct cti__talk *last; /* found: events of a call come in a row */
	struct cti__map agents;
	struct cti__list contacts;
	struct cti__list links; /* that calls were told of */
	int64_t now_us;
	uint64_t ids;
};

struct cti__talk *cti__scribe_call(struct cti__scribe *r, const char *link,
				   const char *call);
void cti__scribe_tell(struct cti__scribe *r, struct cti__under_way *u);

/* find.c: contacts by what others call them. */

/* Calls of that link are told of: 0 or CTI_ENOMEM. */
int cti__scribe_note_link(struct cti__scribe *r, const char *link);
void cti__scribe_drop_links(struct cti__scribe *r);

/* segments.c: what an event means for the segments of its call. */

void cti__scribe_segment(struct cti__scribe *r, struct cti__talk *call,
			 const cti_event *ev);
/* Ends one and begins another of the same device; NULL if that failed. */
struct cti__segment *cti__scribe_next(struct cti__scribe *r,
				      struct cti__talk *call,
				      struct cti__segment *segment,
				      enum cti_segment_kind kind,
				      const char *outcome);
/* Ends all that are open in this call. */
void cti__scribe_end_all(struct cti__scribe *r, struct cti__talk *call,
			 const char *outcome);

/* spans.c: how long an agent was in which state. */

void cti__scribe_agent(struct cti__scribe *r, const cti_event *ev);
void cti__scribe_end_agents(struct cti__scribe *r);
void cti__scribe_drop_agents(struct cti__scribe *r);

#endif
