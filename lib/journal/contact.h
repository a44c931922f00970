/* SPDX-License-Identifier: MIT */
/* One contact and its segments, as the journal and the report hold them. */
#ifndef CTI__JOURNAL_CONTACT_H
#define CTI__JOURNAL_CONTACT_H

#include "util/buf.h"
#include "util/list.h"

#include <cti/journal.h>

enum cti__segment_text {
	CTI__SEGMENT_DEVICE,
	CTI__SEGMENT_AGENT,
	CTI__SEGMENT_QUEUE_NAME,
	CTI__SEGMENT_REMOTE,
	CTI__SEGMENT_OUTCOME,
	CTI__SEGMENT_RECORDING,
	CTI__SEGMENT_TEXTS
};

struct cti__segment {
	cti_segment shown; /* borrows from text */
	char *text[CTI__SEGMENT_TEXTS];
	uint64_t call; /* which call of the contact it belongs to */
	bool open;     /* under way: an end at 1970 is an end too */
	bool changed;  /* since it was last handed on to be written */
};

/* A caller that is sent round for a day fills a record, not the memory. */
#define CTI__SEGMENTS_MAX 1000

struct cti_contact {
	char *text[CTI_CONTACT_COUNT]; /* NULL: "" */
	int64_t number[CTI_CONTACT_COUNT];
	struct cti__segment **segment;
	size_t segments, room;
	int err;     /* CTI_ENOMEM once an allocation failed: it is not whole */
	bool packed; /* one block of memory: only to be read and freed */
	struct cti__list waits; /* in the journal, to be written */
};

enum cti__contact_type {
	CTI__CONTACT_STR,
	CTI__CONTACT_TIME,
	CTI__CONTACT_INT,
	CTI__CONTACT_BOOL,
	CTI__CONTACT_PAIRS
};

enum cti__contact_type cti__contact_type(enum cti_contact_field field);
/* Whether it is kept as a text. */
bool cti__contact_is_text(enum cti_contact_field field);
/* CTI_CONTACT_COUNT if there is none of that name. */
enum cti_contact_field cti__contact_field(struct cti__str name);

/* Keeps the failure in err. An empty text leaves what is there. */
void cti__contact_put(struct cti_contact *contact, enum cti_contact_field field,
		      const char *text);
/* A line more; refuses to grow beyond what anybody reads. 0, CTI_ETOOBIG or
   CTI_ENOMEM. */
int cti__contact_note(struct cti_contact *contact, const char *text);

/* Begin a segment; NULL if there are too many or memory ran out. */
struct cti__segment *cti__contact_begin(struct cti_contact *contact,
					enum cti_segment_kind kind,
					int64_t time_us);
void cti__segment_set(struct cti_contact *contact, struct cti__segment *segment,
		      enum cti__segment_text which, const char *text);
/* What is shown borrows from what is owned. */
void cti__segment_show(struct cti__segment *segment);
/* Never before it began, whatever the clock says. */
void cti__segment_end(struct cti_contact *contact, struct cti__segment *segment,
		      int64_t time_us, const char *outcome);
/* What follows from the segments: asked, answered, sums, who had it last. */
void cti__contact_settle(struct cti_contact *contact);

int cti__contact_copy(struct cti_contact **out, const struct cti_contact *from);
/*
 * A copy in one block, to be written. Of the segments only those that changed,
 * at the index they have; the others are NULL, and the original has none
 * changed any more.
 */
int cti__contact_pack(struct cti_contact **out, struct cti_contact *from);
/* All segments of one behind those of the other; the first has none then. */
int cti__contact_absorb(struct cti_contact *to, struct cti_contact *from);

/* A cell of CSV that no spreadsheet takes for a formula: one that would be gets
   an apostrophe before it. quoted: also where it need not be. */
void cti__csv_cell(struct cti__buf *out, const char *text, bool quoted);

/* Behind what is there. */
void cti__contact_to_json(const struct cti_contact *contact,
			  struct cti__buf *out);

#endif
