/* SPDX-License-Identifier: MIT */
/*
 * The journal: contacts and agents' times go to a file in groups, by a worker,
 * and from there to a CRM. Knows no loop and no socket: the host lends them.
 * Everything happens on the host's thread but for what it is asked to work on.
 */
#ifndef CTI__JOURNAL_JOURNAL_H
#define CTI__JOURNAL_JOURNAL_H

#include "journal/lock.h"
#include "util/log.h"
#include "util/str.h"

#include <cti/event.h>
#include <cti/journal.h>

struct cti__journal;

struct cti__journal_host {
	void *user;
	/* Run fn in another thread, then done here: 0, or an error and neither
	   is called. done comes even if the host is closed meanwhile. */
	int (*work)(void *user, void (*fn)(void *arg),
		    void (*done)(void *arg, int err), void *arg);
	/* Call cti__journal_tick() in so many milliseconds, once. */
	void (*alarm)(void *user, int64_t ms);
	/* Microseconds since 1970. */
	int64_t (*wall_us)(void *user);
	/* Post the body under a key that is the same for each attempt;
	   cti__journal_answer() gets the id back, never before this returns.
	   0, or an error: it will not. */
	int (*post)(void *user, const char *id, const char *key,
		    const char *body, size_t len);
	/* Changes were lost: tell the application. May be called in the middle
	   of an event. */
	void (*loss)(void *user, uint64_t count, const char *why);
	/* What cti__journal_earlier() asked for; the contacts are borrowed. */
	void (*earlier)(void *user, const char *call, uint32_t turn,
			const cti_contact *const *found, size_t count);
	const struct cti__log *log;
	uint64_t seed[2];
};

/* Texts are copied. */
struct cti__journal_opts {
	const char *file;
	int64_t retention_days; /* 0: for ever */
	uint64_t max_waiting;	/* changes */
	bool send;		/* to a CRM, by post */
	int64_t send_delay_s;
	int64_t send_attempts;
	/* From the beginning of one group to that of the next, at least. Each
	   costs the disk a flush and the machine's other threads their turn. */
	int64_t gather_ms;
	/* Held until the last group is written; NULL: none. */
	struct cti__lock *lock;
};

/* 0 or CTI_ENOMEM: whether the file can be written shows later. */
int cti__journal_new(struct cti__journal **out,
		     const struct cti__journal_host *host,
		     const struct cti__journal_opts *opts);
/* Other limits and times from now on: neither file, send nor lock change. */
void cti__journal_tune(struct cti__journal *journal,
		       const struct cti__journal_opts *opts);
/*
 * Contacts under way are interrupted, what waits is written, waiting for it if
 * work is under way; the host's functions are not called any more but for that
 * work's done. NULL is allowed.
 */
void cti__journal_free(struct cti__journal *journal);

void cti__journal_event(struct cti__journal *journal, const cti_event *event);
void cti__journal_tick(struct cti__journal *journal);
/* err: of the transport, with its sentence; else the status. */
void cti__journal_answer(struct cti__journal *journal, const char *id, int err,
			 int status, int64_t retry_after_s, const char *detail);

/* The public functions: see cti/journal.h. */
int cti__journal_change(struct cti__journal *journal, const char *contact,
			enum cti_contact_field field, const char *value);
int cti__journal_pair(struct cti__journal *journal, const char *contact,
		      enum cti_contact_field field, const char *name,
		      const char *value);
int cti__journal_note(struct cti__journal *journal, const char *contact,
		      const char *text);
int cti__journal_add(struct cti__journal *journal, const cti_contact *contact);
/* Fetch the earlier contacts of a number or customer, behind what has been
   written; no answer comes if that fails. */
void cti__journal_earlier(struct cti__journal *journal, struct cti__str call,
			  uint32_t turn, struct cti__str number,
			  struct cti__str customer, unsigned max);
void cti__journal_stats(const struct cti__journal *journal,
			cti_journal_stats *out);

#endif
