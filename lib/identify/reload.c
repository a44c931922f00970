/* SPDX-License-Identifier: MIT */
/* Files read again in another thread, while the old content answers. */
#include "identify/chain.h"
#include "identify/csv.h"
#include "identify/sqlite.h"
#include "util/alloc.h"
#include "util/buf.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

#define DETAIL_MAX 512

/* Somebody who is to be told. */
struct waiter {
	struct cti__list node;
	cti__reloaded_fn *fn;
	void *user;
};

/* One reading. The other thread has it alone between work() and done(). */
struct cti__reload {
	struct cti__source *source; /* NULL: nobody waits any more */
	struct cti__list waiters;
	bool is_csv;
	char *path;
	cti_number_plan plan; /* a copy: the chain's may change meanwhile */
	char *plan_text[4];
	struct cti__data_names data; /* the same */
	uint32_t plans;
	uint64_t seed[2];
	void *fresh; /* then the old one, on its way out */
	const struct cti__source_ops *ops;
	int err;
	char detail[DETAIL_MAX];
	struct cti__buf lines; /* level, text, NUL */
};

static void free_reload(struct cti__reload *r)
{
	size_t i;

	if (r->fresh)
		r->ops->free(r->fresh);
	for (i = 0; i < 4; i++)
		cti__free(r->plan_text[i]);
	cti__data_names_fini(&r->data);
	cti__buf_fini(&r->lines);
	cti__free(r->path);
	cti__free(r);
}

/* --- in the other thread --- */

static void keep_line(void *user, uint32_t level, const char *text)
{
	struct cti__buf *lines = user;

	cti__buf_char(lines, (char)level);
	cti__buf_add(lines, text, strlen(text) + 1);
}

static void run(void *arg)
{
	struct cti__reload *r = arg;
	struct cti__detail detail = { r->detail, sizeof(r->detail) };
	struct cti__log log = { keep_line, &r->lines, CTI_LOG_WARN };
	struct cti__sqlite *sqlite;
	struct cti__csv *csv;

	if (r->is_csv) {
		r->err = cti__csv_open(&csv, r->path, &r->plan, r->seed, &log,
				       &detail);
		r->fresh = csv;
	} else {
		r->err = cti__sqlite_open(&sqlite, r->path, &r->plan, &log,
					  &detail);
		r->fresh = sqlite;
	}
	if (!r->err)
		r->err = r->ops->refield(r->fresh, &r->data);
}

static void run_free(void *arg)
{
	free_reload(arg);
}

static void no_more(void *arg, int err)
{
	/* It did not run: then it is done here. */
	if (err)
		free_reload(arg);
}

/* A million customers take a while to be forgotten, so not here. */
static void dispose(struct cti__identify *id, struct cti__reload *r)
{
	if (!r->fresh || !id->host.work ||
	    id->host.work(id->host.user, run_free, no_more, r))
		free_reload(r);
}

/* --- on the loop --- */

static void tell(struct cti__list *waiters, int err, size_t count,
		 const char *detail)
{
	struct waiter *w;

	while (!cti__list_empty(waiters)) {
		w = cti__list_entry(waiters->next, struct waiter, node);
		cti__list_del(&w->node);
		if (w->fn)
			w->fn(w->user, err, count, detail);
		cti__free(w);
	}
}

static void forget(struct cti__list *waiters)
{
	struct waiter *w;

	while (!cti__list_empty(waiters)) {
		w = cti__list_entry(waiters->next, struct waiter, node);
		cti__list_del(&w->node);
		cti__free(w);
	}
}

static void move_all(struct cti__list *to, struct cti__list *from)
{
	struct cti__list *node;

	while (!cti__list_empty(from)) {
		node = from->next;
		cti__list_del(node);
		cti__list_add(to, node);
	}
}

void cti__reload_end(struct cti__source *source, bool told)
{
	struct cti__list waiters;

	cti__list_init(&waiters);
	if (source->reload) {
		move_all(&waiters, &source->reload->waiters);
		source->reload->source = NULL;
		source->reload = NULL;
	}
	move_all(&waiters, &source->asked);
	if (told)
		tell(&waiters, CTI_ECANCELED, 0,
		     cti__say("the source was removed"));
	else
		forget(&waiters);
}

static bool is_csv(const struct cti__source *source)
{
	return source->ops == &cti__csv_ops;
}

/* A file that is being written to has no content yet. */
static int check(struct cti__reload *r, const struct cti__csv *old)
{
	const struct cti__detail detail = { r->detail, sizeof(r->detail) };
	const struct cti__csv *csv = r->fresh;
	bool moving;

	(void)cti__csv_stamp(csv, &moving);
	if (moving)
		return cti__detail(&detail, CTI_EAGAIN,
				   "%s: it was written to while it was read; "
				   "it is read again when it is whole",
				   r->path);
	if (!cti__csv_count(csv) && cti__csv_skipped(csv) &&
	    cti__csv_count(old))
		return cti__detail(&detail, CTI_EFORMAT,
				   "%s: not one of its %llu lines can be read",
				   r->path,
				   (unsigned long long)cti__csv_skipped(csv));
	return 0;
}

struct change {
	const struct cti__csv *before, *now;
};

static bool is_unchanged(const cti_number *number, const void *user)
{
	const struct change *change = user;

	return cti__csv_same(change->before, change->now, number);
}

static void swap(struct cti__source *source, struct cti__reload *r)
{
	struct cti__identify *id = source->identify;
	void *before = source->state;
	struct change change = { before, r->fresh };

	if (is_csv(source)) {
		cti__csv_move_plan(r->fresh, &id->plan);
		cti__cache_sift(&id->cache, is_unchanged, &change);
	} else {
		cti__sqlite_move(r->fresh, &id->plan, id->host.log);
		cti__cache_clear(&id->cache);
	}
	source->state = r->fresh;
	r->fresh = before;
}

static void log_lines(const struct cti__log *log, const struct cti__buf *lines)
{
	size_t at, level;

	for (at = 0; !lines->err && at < lines->n;
	     at += strlen(lines->p + at) + 1) {
		level = (unsigned char)lines->p[at++];
		cti__log(log, (uint32_t)level, "%s", lines->p + at);
	}
}

static void log_result(const struct cti__source *source,
		       const struct cti__reload *r, int err, size_t before)
{
	const struct cti__log *log = source->identify->host.log;

	if (err == CTI_EAGAIN)
		cti__log(log, CTI_LOG_INFO, "%s: %s", source->name, r->detail);
	else if (err && is_csv(source))
		cti__log(log, CTI_LOG_WARN,
			 "%s: the new file is not used, the %zu customers read "
			 "before stay: %s",
			 source->name, before, r->detail);
	else if (err)
		cti__log(log, CTI_LOG_WARN,
			 "%s: the new file is not used, the old one stays: %s",
			 source->name, r->detail);
	else if (is_csv(source))
		cti__log(log, CTI_LOG_INFO,
			 "%s: read again: %zu customers from %s (%zu before), "
			 "%llu lines left out",
			 source->name, cti__csv_count(source->state), r->path,
			 before,
			 (unsigned long long)cti__csv_skipped(source->state));
	else
		cti__log(log, CTI_LOG_INFO, "%s: opened again: %s",
			 source->name, r->path);
}

static void on_done(void *arg, int cancelled);

static int copy_plan(struct cti__reload *r, const struct cti__identify *id)
{
	const char **text[4] = { &r->plan.country, &r->plan.area,
				 &r->plan.outside_prefix,
				 &r->plan.carrier_prefixes };
	size_t i;

	r->plan = id->plan;
	r->plans = id->plans;
	for (i = 0; i < 4; i++) {
		if (!*text[i])
			continue;
		r->plan_text[i] = cti__str_dup(cti__str(*text[i]));
		if (!r->plan_text[i])
			return CTI_ENOMEM;
		*text[i] = r->plan_text[i];
	}
	return cti__data_names_copy(&r->data, &id->data);
}

static int make(struct cti__reload **out, struct cti__source *source)
{
	struct cti__identify *id = source->identify;
	struct cti__reload *r = cti__calloc(1, sizeof(*r));
	int err;

	*out = NULL;
	if (!r)
		return CTI_ENOMEM;
	cti__list_init(&r->waiters);
	r->source = source;
	r->is_csv = is_csv(source);
	r->ops = source->ops;
	r->seed[0] = id->host.seed[0];
	r->seed[1] = id->host.seed[1];
	r->path = cti__str_dup(cti__str(source->path));
	err = r->path ? copy_plan(r, id) : CTI_ENOMEM;
	if (err)
		free_reload(r);
	else
		*out = r;
	return err;
}

/* All who have asked are told of this one. */
static int begin(struct cti__source *source)
{
	struct cti__identify *id = source->identify;
	struct cti__reload *r;
	int err = make(&r, source);

	if (err)
		return err;
	err = id->host.work(id->host.user, run, on_done, r);
	if (err) {
		free_reload(r);
		return err;
	}
	move_all(&r->waiters, &source->asked);
	source->reload = r;
	return 0;
}

static size_t count_of(const struct cti__source *source)
{
	return is_csv(source) ? cti__csv_count(source->state) : 0;
}

static void use(struct cti__source *source, struct cti__reload *r)
{
	struct cti__identify *id = source->identify;

	/* Its keys were made by a plan that holds no more. */
	if (!r->err && r->plans != id->plans)
		r->err = r->ops->replan(r->fresh, &id->plan);
	if (!r->err && r->plans != id->plans)
		r->err = r->ops->refield(r->fresh, &id->data);
	if (!r->err && is_csv(source))
		r->err = check(r, source->state);
	if (!r->err)
		swap(source, r);
	if (r->err && !*r->detail)
		snprintf(r->detail, sizeof(r->detail), "%s: %s", r->path,
			 cti_strerror(r->err));
}

static void on_done(void *arg, int cancelled)
{
	struct cti__reload *r = arg;
	struct cti__source *source = r->source;
	struct cti__identify *id;
	size_t before, count;

	if (!source) {
		free_reload(r);
		return;
	}
	id = source->identify;
	before = count_of(source);
	source->reload = NULL;
	if (cancelled)
		r->err = cancelled;
	log_lines(id->host.log, &r->lines);
	use(source, r);
	log_result(source, r, r->err, before);
	count = count_of(source);
	cti__chain_enter(id);
	if (!cti__list_empty(&source->asked) && begin(source))
		move_all(&r->waiters, &source->asked);
	/* They may remove the source. */
	tell(&r->waiters, r->err, count, r->detail);
	dispose(id, r);
	cti__chain_leave(id);
}

int cti__identify_reload(struct cti__identify *id, const char *name,
			 cti__reloaded_fn *fn, void *user)
{
	struct cti__source *source = cti__source_find(id, name);
	struct waiter *w;
	int err = 0;

	if (!source)
		return CTI_ENOENT;
	if (!source->path || !id->host.work)
		return CTI_EINVAL;
	w = cti__calloc(1, sizeof(*w));
	if (!w)
		return CTI_ENOMEM;
	w->fn = fn;
	w->user = user;
	cti__list_add(&source->asked, &w->node);
	/* What is being read may be what was there before. */
	if (!source->reload)
		err = begin(source);
	if (err) {
		cti__list_del(&w->node);
		cti__free(w);
	}
	return err;
}

static struct cti__source *find_asked(struct cti__identify *id)
{
	struct cti__source *source;
	struct cti__list *node;

	cti__list_each (node, &id->sources) {
		source = cti__source_at(node);
		if (source->reload || !cti__list_empty(&source->asked))
			return source;
	}
	return NULL;
}

void cti__identify_cancel_reloads(struct cti__identify *id)
{
	struct cti__source *source;

	cti__chain_enter(id);
	/* Those who are told may remove any of them. */
	while ((source = find_asked(id)) != NULL)
		cti__reload_end(source, true);
	cti__chain_leave(id);
}

bool cti__identify_file_at(struct cti__identify *id, size_t index,
			   struct cti__identify_file *out)
{
	struct cti__source *source;
	struct cti__list *node;
	bool moving;

	cti__list_each (node, &id->sources) {
		source = cti__source_at(node);
		if (!source->path || index--)
			continue;
		out->name = source->name;
		out->path = source->path;
		out->whole = !is_csv(source);
		out->stamp = out->whole
				     ? cti__sqlite_stamp(source->state)
				     : cti__csv_stamp(source->state, &moving);
		return true;
	}
	return false;
}
