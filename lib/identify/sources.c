/* SPDX-License-Identifier: MIT */
/* The chain's sources and the dial plan that their numbers are read by. */
#include "identify/chain.h"
#include "identify/csv.h"
#include "identify/number.h"
#include "identify/server.h"
#include "identify/sqlite.h"
#include "util/alloc.h"

#include <cti/error.h>

void cti__source_free(struct cti__source *source, bool tell)
{
	cti__list_del(&source->node);
	cti__reload_end(source, tell);
	/* Its lookups are cut off before it drops them. */
	cti__app_fini(&source->app, tell);
	if (source->ops)
		source->ops->free(source->state);
	cti__free(source->name);
	cti__free(source->path);
	cti__free(source);
}

const cti_number_plan *cti__identify_plan(const struct cti__identify *id)
{
	return &id->plan;
}

static int copy_text(char **owned, const char **text)
{
	*owned = NULL;
	if (!*text)
		return 0;
	*owned = cti__str_dup(cti__str(*text));
	*text = *owned;
	return *owned ? 0 : CTI_ENOMEM;
}

static int reindex(struct cti__identify *id)
{
	struct cti__list *node;
	struct cti__source *source;
	int err = 0;

	cti__list_each (node, &id->sources) {
		source = cti__source_at(node);
		if (source->ops && source->ops->replan && !err)
			err = source->ops->replan(source->state, &id->plan);
	}
	return err;
}

static void swap_plan(struct cti__identify *id, cti_number_plan *plan,
		      char *text[4])
{
	cti_number_plan old = id->plan;
	char *old_text[4];

	memcpy(old_text, id->plan_text, sizeof(old_text));
	memcpy(id->plan_text, text, sizeof(old_text));
	memcpy(text, old_text, sizeof(old_text));
	id->plan = *plan;
	*plan = old;
}

int cti__identify_set_plan(struct cti__identify *id,
			   const cti_number_plan *plan)
{
	cti_number_plan fresh = CTI_NUMBER_PLAN_INIT;
	char *text[4] = { NULL, NULL, NULL, NULL };
	cti_number probe;
	size_t i;
	int err;

	if (cti__number_parse(CTI__STR("1"), plan, &probe))
		return CTI_EINVAL;
	/* An older application's plan is shorter. */
	if (plan)
		memcpy(&fresh, plan,
		       plan->size < sizeof(fresh) ? plan->size : sizeof(fresh));
	fresh.size = sizeof(fresh);
	err = copy_text(&text[0], &fresh.country);
	if (!err)
		err = copy_text(&text[1], &fresh.area);
	if (!err)
		err = copy_text(&text[2], &fresh.outside_prefix);
	if (!err)
		err = copy_text(&text[3], &fresh.carrier_prefixes);
	if (!err) {
		swap_plan(id, &fresh, text);
		id->plans++;
		err = reindex(id);
		/* Some are indexed already: lead them back. */
		if (err) {
			swap_plan(id, &fresh, text);
			(void)reindex(id);
		}
		cti__cache_clear(&id->cache);
	}
	for (i = 0; i < 4; i++)
		cti__free(text[i]);
	return err;
}

static int refield(struct cti__identify *id)
{
	struct cti__list *node;
	struct cti__source *source;
	int err = 0;

	cti__list_each (node, &id->sources) {
		source = cti__source_at(node);
		if (source->ops && source->ops->refield && !err)
			err = source->ops->refield(source->state, &id->data);
	}
	return err;
}

int cti__identify_set_data(struct cti__identify *id, struct cti__str names)
{
	struct cti__data_names fresh = { .count = 0 }, old = id->data;
	int err = cti__data_names_parse(&fresh, names);

	if (err)
		return err;
	id->data = fresh;
	id->plans++;
	err = refield(id);
	if (err) {
		id->data = old;
		old = fresh;
		(void)refield(id);
	}
	cti__data_names_fini(&old);
	cti__cache_clear(&id->cache);
	return err;
}

struct cti__source *cti__source_find(struct cti__identify *id, const char *name)
{
	struct cti__list *node;

	cti__list_each (node, &id->sources)
		if (strcmp(cti__source_at(node)->name, name) == 0)
			return cti__source_at(node);
	return NULL;
}

static int new_source(struct cti__identify *id, const char *name,
		      const struct cti__detail *detail,
		      struct cti__source **out)
{
	struct cti__source *source;

	*out = NULL;
	cti__detail(detail, 0, "%s", "");
	if (!name || !*name)
		return cti__detail(detail, CTI_EINVAL, "a source needs a name");
	if (cti__source_find(id, name))
		return cti__detail(detail, CTI_EEXIST,
				   "there is a source called \"%s\" already; "
				   "remove it first or choose another name",
				   name);
	source = cti__calloc(1, sizeof(*source));
	if (source)
		source->name = cti__str_dup(cti__str(name));
	if (!source || !source->name) {
		cti__free(source);
		return cti__detail(detail, CTI_ENOMEM, "out of memory");
	}
	source->identify = id;
	cti__app_init(&source->app);
	source->app.on_answer = cti__chain_on_answer;
	source->app.user = source;
	cti__list_init(&source->node);
	cti__list_init(&source->asked);
	*out = source;
	return 0;
}

/* For a source that is a file. */
static int keep_path(struct cti__source *source, const char *path,
		     const struct cti__detail *detail)
{
	source->path = cti__str_dup(cti__str(path));
	return source->path ? 0 :
			      cti__detail(detail, CTI_ENOMEM, "out of memory");
}

static void add_source(struct cti__identify *id, struct cti__source *source,
		       const struct cti__source_ops *ops, void *state)
{
	source->ops = ops;
	source->state = state;
	/* Without memory for it, nobody is found by data in this one. */
	if (ops && ops->refield && ops->refield(state, &id->data))
		cti__log(id->host.log, CTI_LOG_ERROR,
			 "%s: out of memory, it cannot be looked up by data of "
			 "calls",
			 source->name);
	source->trust = id->next_trust++;
	cti__list_add(&id->sources, &source->node);
	cti__cache_clear(&id->cache);
}

int cti__identify_add_csv(struct cti__identify *id, const char *name,
			  const char *path, char *detail, size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct cti__source *source;
	const struct cti__progress progress = { id->host.progress,
						id->host.user };
	struct cti__csv *csv;
	int err = new_source(id, name, &where, &source);

	if (err)
		return err;
	err = keep_path(source, path, &where);
	if (!err)
		err = cti__csv_open_with(&csv, path, &id->plan, id->host.seed,
					 id->host.log, &progress, &where);
	/* It may have ended before its end. */
	if (progress.fn)
		progress.fn(0, 0, progress.user);
	if (err) {
		cti__source_free(source, false);
		return err;
	}
	add_source(id, source, &cti__csv_ops, csv);
	cti__log(id->host.log, CTI_LOG_INFO, "%s: %zu customers from %s", name,
		 cti__csv_count(csv), path);
	return 0;
}

int cti__identify_add_sqlite(struct cti__identify *id, const char *name,
			     const char *path, char *detail, size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct cti__source *source;
	struct cti__sqlite *sqlite;
	int err = new_source(id, name, &where, &source);

	if (err)
		return err;
	err = keep_path(source, path, &where);
	if (!err)
		err = cti__sqlite_open(&sqlite, path, &id->plan, id->host.log,
				       &where);
	if (err) {
		cti__source_free(source, false);
		return err;
	}
	add_source(id, source, &cti__sqlite_ops, sqlite);
	return 0;
}

int cti__identify_add_http(struct cti__identify *id, const char *name,
			   const char *preset, const char *const *settings,
			   char *detail, size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct cti__server_opts opts = {
		.name = name,
		.preset = preset,
		.settings = settings,
		.host = &id->host,
		.plan = &id->plan,
		.detail = &where,
	};
	struct cti__server *server;
	struct cti__source *source;
	int err = new_source(id, name, &where, &source);

	if (err)
		return err;
	opts.app = &source->app;
	err = cti__server_new(&server, &opts);
	if (err) {
		cti__source_free(source, false);
		return err;
	}
	add_source(id, source, &cti__server_ops, server);
	return 0;
}

int cti__identify_add_app(struct cti__identify *id, const char *name,
			  cti_lookup_fn *fn, void *fn_user, char *detail,
			  size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct cti__source *source;
	int err = new_source(id, name, &where, &source);

	if (err)
		return err;
	source->app.fn = fn;
	source->app.fn_user = fn_user;
	add_source(id, source, NULL, NULL);
	return 0;
}

int cti__identify_remove(struct cti__identify *id, const char *name)
{
	struct cti__source *source = cti__source_find(id, name);

	if (!source)
		return CTI_ENOENT;
	cti__cache_clear(&id->cache);
	/* Its end may call those who wait, and they may free the chain. */
	cti__chain_enter(id);
	cti__source_free(source, true);
	cti__chain_leave(id);
	return 0;
}
