/* SPDX-License-Identifier: MIT */
/* What the files of the journal share. */
#ifndef CTI__JOURNAL_INSIDE_H
#define CTI__JOURNAL_INSIDE_H

#include "journal/journal.h"
#include "journal/scribe.h"
#include "journal/store.h"

/* How many contacts that have ended can still be named by their call. */
#define CTI__RECENT 1000

struct cti__recent {
	char *id, *call;
};

/* One group on its way through the worker. */
struct cti__group {
	struct cti__list changes;
	struct cti__list asks; /* of cti__ask */
	uint64_t count;
	bool ask_due; /* also fetch what is to be sent */
	bool retain;
	int64_t wall_us;
	int64_t send_us; /* when contacts that have ended are due; 0: never */
	int64_t retain_from_us;
	/* What came of it. */
	int err;
	bool wrote; /* the changes are in the file, whatever failed then */
	char detail[512];
	struct cti__list due;
	int64_t next_due_us;
};

struct cti__journal {
	struct cti__journal_host host;
	struct cti__journal_opts opts;
	char *file;
	struct cti__scribe *scribe;
	struct cti__list waiting, asks;
	uint64_t waiting_count;
	/* Contacts under way that are to be written as they are when a group
	   begins, however often they change until then. */
	struct cti__list changed;
	uint64_t changed_count;
	cti_journal_stats stats;
	struct cti__recent recent[CTI__RECENT];
	size_t recent_at;
	bool closing;
	int64_t closed_us;
	bool failing; /* the last group was not written: the alarm tries again
		       */
	bool said;    /* that something is lost, or will be */
	bool lost_said;
	int64_t retained_us;
	int64_t gather_until_us; /* 0: nothing waits for company */
	/* Of the worker while busy, else ours. */
	struct cti__store *store;
	bool took_over; /* once: what is open in the file then is our own */
	bool busy;
	struct cti__group group;
	/* Of the outbox. */
	unsigned sending;
	struct cti__list sent; /* struct cti__due, without an answer yet */
	bool ask_due;
	int64_t next_due_us;
};

/* journal.c: what waits. */

/* Put a change into the queue; takes it over. NULL: memory ran out. */
void cti__journal_put(struct cti__journal *j, struct cti__change *change);
void cti__journal_lost(struct cti__journal *j, uint64_t count, const char *why);

/* A change of that kind; of a contact, with a value. NULL: memory ran out. */
struct cti__change *cti__change_new(enum cti__change_kind kind);
struct cti__change *cti__change_of(enum cti__change_kind kind, const char *id,
				   const char *value);
/* A contact under way is to be written; the scribe says so too. user: the
   journal. */
void cti__journal_changed(void *user, struct cti_contact *contact);
/* It is on its way to the file, or gone. */
void cti__journal_unchanged(struct cti__journal *j,
			    struct cti_contact *contact);
/* It has ended, and may still be named by its call. */
void cti__journal_remember(struct cti__journal *j,
			   const struct cti_contact *contact);

/* group.c: what is on its way to the file. */

/* The first group: it makes the file. */
void cti__journal_begin(struct cti__journal *j);
/* Give what waits to the worker, unless it is busy. */
void cti__journal_go(struct cti__journal *j);
/* The next time that something is to be done of itself. */
void cti__journal_set_alarm(struct cti__journal *j);
/* The last group, in the host's own thread; then everything is freed. */
void cti__journal_finish(struct cti__journal *j);
void cti__journal_destroy(struct cti__journal *j);

/* outbox.c: records to the CRM. */

void cti__outbox_send(struct cti__journal *j, struct cti__list *due);

#endif
