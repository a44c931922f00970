/* SPDX-License-Identifier: MIT */
/* The application as a source: lookups that it answers when it can. */
#ifndef CTI__IDENTIFY_APP_H
#define CTI__IDENTIFY_APP_H

#include "identify/cache.h"

struct cti__app;
/* A lookup has ended; without candidates also when its source is removed. */
typedef void cti__app_answer_fn(struct cti__app *app, struct cti__entry *entry,
				bool awaited, cti_customer *const *candidates,
				size_t count, void *user);

struct cti__app {
	cti_lookup_fn *fn;
	void *fn_user;
	cti__app_answer_fn *on_answer;
	void *user;
	const char *name;	  /* borrowed */
	struct cti__list fresh;	  /* made, but not handed over yet */
	struct cti__list asked;	  /* in time so far, oldest first */
	struct cti__list overdue; /* counted as not answered */
	size_t out;		  /* in asked and overdue */
	uint32_t unanswered;	  /* since it last answered */
	uint32_t failed;	  /* that could not answer, since */
	int64_t retry_us;	  /* while open: when to try one again */
	int64_t rest_us;	  /* asked to be left alone until then */
};

/* How a source stands to the next number. */
enum cti__app_mood {
	CTI__APP_GOOD,	/* ask it and wait for it */
	CTI__APP_OWING, /* it owes an answer: ask, but wait no more */
	CTI__APP_SILENT /* do not ask */
};

void cti__app_init(struct cti__app *app);
/* Lookups under way lose it: their answers go nowhere. tell: on_answer each. */
void cti__app_fini(struct cti__app *app, bool tell);
/* Count what is overdue, and say what to do with the next number. */
enum cti__app_mood cti__app_mood(struct cti__app *app, int64_t now_us);
/* Make a lookup and put it into fresh. 0 or CTI_ENOMEM. */
int cti__app_lookup(struct cti__app *app, struct cti__entry *entry,
		    struct cti__str text, bool awaited, int64_t deadline_us);
/* Ask nothing before that time. */
void cti__app_rest(struct cti__app *app, int64_t until_us);
/* Hand out the next fresh lookup; NULL if there is none. */
cti_lookup *cti__app_next(struct cti__app *app);
/* Nothing of an entry counts as awaited any more. */
void cti__app_wait_no_more(struct cti__app *app,
			   const struct cti__entry *entry);

#endif
