/* SPDX-License-Identifier: MIT */
/* The application as a source: lookups that it answers when it can. */
#include "identify/app.h"
#include "identify/identify.h"
#include "util/alloc.h"

#include <cti/error.h>

/* After so many numbers without an answer the source is not asked any more, */
#define UNANSWERED_MAX 5
/* but for one number in this time, */
#define RETRY_US       30000000
/* and never with more than so many under way: it may lose some of them. */
#define OUT_MAX	       4096

#define CTI__LOOKUP_FIELD 65

struct cti_lookup {
	struct cti__list node;	  /* in a list of its source */
	struct cti__app *app;	  /* NULL: gone */
	struct cti__entry *entry; /* counted; NULL if app is */
	bool awaited;
	bool overdue; /* counted as not answered */
	int64_t deadline_us;
	void *tag;
	cti_number number;
	char field[CTI__LOOKUP_FIELD]; /* "": a number is asked for */
	char text[];
};

void cti__app_init(struct cti__app *app)
{
	cti__list_init(&app->fresh);
	cti__list_init(&app->asked);
	cti__list_init(&app->overdue);
}

static cti_lookup *first_of(const struct cti__list *list)
{
	return cti__list_entry(list->next, cti_lookup, node);
}

/* The lookup stays with the application, but nobody listens to it. */
static void cut_off(cti_lookup *lookup)
{
	cti__list_del(&lookup->node);
	lookup->app = NULL;
	lookup->entry->out--;
	cti__entry_unref(lookup->entry);
	lookup->entry = NULL;
}

static void cut_off_all(struct cti__app *app, struct cti__list *list, bool tell)
{
	struct cti__entry *entry;
	cti_lookup *lookup;
	bool awaited;

	while (!cti__list_empty(list)) {
		lookup = first_of(list);
		entry = lookup->entry;
		awaited = lookup->awaited;
		cti__entry_ref(entry);
		cut_off(lookup);
		/* What was never handed over is still ours. */
		if (list == &app->fresh)
			cti__free(lookup);
		if (tell)
			app->on_answer(app, entry, awaited, NULL, 0, app->user);
		cti__entry_unref(entry);
	}
}

void cti__app_fini(struct cti__app *app, bool tell)
{
	cut_off_all(app, &app->fresh, tell);
	cut_off_all(app, &app->asked, tell);
	cut_off_all(app, &app->overdue, tell);
	app->out = 0;
}

enum cti__app_mood cti__app_mood(struct cti__app *app, int64_t now_us)
{
	cti_lookup *lookup;

	while (!cti__list_empty(&app->asked)) {
		lookup = first_of(&app->asked);
		if (now_us < lookup->deadline_us)
			break;
		cti__list_del(&lookup->node);
		cti__list_add(&app->overdue, &lookup->node);
		lookup->overdue = true;
		app->unanswered++;
		if (app->unanswered + app->failed == UNANSWERED_MAX)
			app->retry_us = now_us + RETRY_US;
	}
	if (app->out >= OUT_MAX || now_us < app->rest_us)
		return CTI__APP_SILENT;
	if (app->unanswered + app->failed < UNANSWERED_MAX)
		return app->unanswered ? CTI__APP_OWING : CTI__APP_GOOD;
	if (now_us < app->retry_us)
		return CTI__APP_SILENT;
	app->retry_us = now_us + RETRY_US;
	return CTI__APP_OWING;
}

void cti__app_rest(struct cti__app *app, int64_t until_us)
{
	if (until_us > app->rest_us)
		app->rest_us = until_us;
}

int cti__app_lookup(struct cti__app *app, struct cti__entry *entry,
		    struct cti__str text, bool awaited, int64_t deadline_us)
{
	cti_lookup *lookup = cti__calloc(1, sizeof(*lookup) + text.n + 1);

	if (!lookup)
		return CTI_ENOMEM;
	lookup->app = app;
	lookup->entry = entry;
	cti__entry_ref(entry);
	entry->out++;
	lookup->awaited = awaited;
	lookup->deadline_us = deadline_us;
	lookup->number = entry->number;
	if (entry->field.n && entry->field.n < sizeof(lookup->field))
		memcpy(lookup->field, entry->field.p, entry->field.n);
	if (text.n)
		memcpy(lookup->text, text.p, text.n);
	cti__list_add(&app->fresh, &lookup->node);
	return 0;
}

cti_lookup *cti__app_next(struct cti__app *app)
{
	cti_lookup *lookup;

	if (cti__list_empty(&app->fresh))
		return NULL;
	lookup = first_of(&app->fresh);
	cti__list_del(&lookup->node);
	cti__list_add(&app->asked, &lookup->node);
	app->out++;
	return lookup;
}

static void wait_no_more(struct cti__list *list, const struct cti__entry *entry)
{
	struct cti__list *node;
	cti_lookup *lookup;

	cti__list_each (node, list) {
		lookup = cti__list_entry(node, cti_lookup, node);
		if (lookup->entry == entry)
			lookup->awaited = false;
	}
}

void cti__app_wait_no_more(struct cti__app *app, const struct cti__entry *entry)
{
	wait_no_more(&app->fresh, entry);
	wait_no_more(&app->asked, entry);
	wait_no_more(&app->overdue, entry);
}

const char *cti_lookup_text(const cti_lookup *lookup)
{
	return lookup ? lookup->text : "";
}

const char *cti_lookup_field(const cti_lookup *lookup)
{
	return lookup ? lookup->field : "";
}

const cti_number *cti_lookup_number(const cti_lookup *lookup)
{
	return lookup ? &lookup->number : NULL;
}

void cti__lookup_set_tag(cti_lookup *lookup, void *tag)
{
	lookup->tag = tag;
}

void *cti__lookup_tag(const cti_lookup *lookup)
{
	return lookup->tag;
}

void cti__lookup_answer(cti_lookup *lookup, cti_customer *const *candidates,
			size_t count)
{
	struct cti__app *app = lookup->app;
	struct cti__entry *entry = lookup->entry;
	bool awaited = lookup->awaited;

	if (app) {
		cti__entry_ref(entry);
		app->out--;
		/* It lives: whatever it owed is forgiven. */
		app->unanswered = 0;
		app->failed = 0;
		cut_off(lookup);
	}
	cti__free(lookup);
	if (!app)
		return;
	app->on_answer(app, entry, awaited, candidates, count, app->user);
	cti__entry_unref(entry);
}

void cti__lookup_fail(cti_lookup *lookup, int64_t now_us)
{
	struct cti__app *app = lookup->app;
	struct cti__entry *entry = lookup->entry;
	bool awaited = lookup->awaited;

	if (app) {
		cti__entry_ref(entry);
		app->out--;
		/* One that is overdue has been counted. */
		if (!lookup->overdue &&
		    ++app->failed + app->unanswered == UNANSWERED_MAX)
			app->retry_us = now_us + RETRY_US;
		entry->failed = true;
		cut_off(lookup);
	}
	cti__free(lookup);
	if (!app)
		return;
	app->on_answer(app, entry, awaited, NULL, 0, app->user);
	cti__entry_unref(entry);
}

void cti__lookup_drop(cti_lookup *lookup)
{
	if (lookup->app) {
		lookup->app->out--;
		/* The entry still waits for it until its deadline. */
		cut_off(lookup);
	}
	cti__free(lookup);
}
