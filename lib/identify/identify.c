/* SPDX-License-Identifier: MIT */
/*
 * Who a number belongs to: a chain of sources asked under one deadline, with a
 * cache before it.
 */
#include "identify/identify.h"
#include "identify/app.h"
#include "identify/cache.h"
#include "identify/csv.h"
#include "identify/customer.h"
#include "identify/match.h"
#include "identify/number.h"
#include "identify/sqlite.h"
#include "util/alloc.h"

#include <cti/error.h>

#define DEADLINE_MS 150
#define HIT_TTL_MS 600000
#define MISS_TTL_MS 30000
#define CACHE_MAX 10000
/* What is not a number is told apart by so many of its first bytes. */
#define TEXT_KEY_MAX 200
/* How sure it is that the one whom the application names is the caller. */
#define APP_SCORE 90

#define NEVER INT64_MAX

struct source {
	struct cti__list node;
	struct cti__identify *identify;
	char *name;
	uint32_t trust; /* 0 was added first */
	const struct cti__source_ops *ops; /* NULL: the application */
	void *state;
	struct cti__app app;
};

struct cti__identify {
	struct cti__identify_host host;
	struct cti__identify_limits limits;
	cti_number_plan plan; /* its address never changes: sources keep it */
	char *plan_text[4];   /* owns its strings */
	struct cti__list sources; /* by trust */
	uint32_t next_trust;
	struct cti__cache cache;
	struct cti__list waiting;   /* pending entries, next deadline first */
	struct cti__list due;	    /* questions whose fn is to be called */
	struct cti__list questions; /* all */
	int64_t armed_us;
	uint32_t asking;   /* inside ask_app */
	uint32_t inside;   /* inside any callback */
	bool delivering;
	bool dead;	   /* freed, as soon as nothing is inside */
};

struct cti__question {
	struct cti__list node; /* in its entry or in due */
	struct cti__list all;
	struct cti__identify *identify; /* NULL: freed */
	struct cti__entry *entry;	/* NULL: withheld */
	cti__question_fn *fn;
	void *user;
	cti_number number;
};

static int64_t now_of(struct cti__identify *id)
{
	return id->host.now_us(id->host.user);
}

static void arm(struct cti__identify *id)
{
	int64_t at = NEVER;

	if (id->dead)
		return;
	if (!cti__list_empty(&id->due) && !id->delivering)
		at = now_of(id);
	else if (!cti__list_empty(&id->waiting))
		at = cti__list_entry(id->waiting.next, struct cti__entry,
				     waiting)->deadline_us;
	if (at == id->armed_us)
		return;
	id->armed_us = at;
	id->host.alarm(id->host.user, at);
}

static void source_free(struct source *source, bool tell)
{
	cti__list_del(&source->node);
	if (source->ops)
		source->ops->free(source->state);
	cti__app_fini(&source->app, tell);
	cti__free(source->name);
	cti__free(source);
}

static struct source *source_at(struct cti__list *node)
{
	return cti__list_entry(node, struct source, node);
}

static struct cti__question *question_at(struct cti__list *node)
{
	return cti__list_entry(node, struct cti__question, all);
}

static void destroy(struct cti__identify *id)
{
	struct cti__question *q;
	size_t i;

	while (!cti__list_empty(&id->questions)) {
		q = question_at(id->questions.next);
		cti__list_del(&q->all);
		cti__list_del(&q->node);
		q->identify = NULL;
	}
	while (!cti__list_empty(&id->waiting))
		cti__list_del(id->waiting.next);
	while (!cti__list_empty(&id->sources))
		source_free(source_at(id->sources.next), false);
	cti__cache_fini(&id->cache);
	for (i = 0; i < 4; i++)
		cti__free(id->plan_text[i]);
	cti__free(id);
}

static void leave(struct cti__identify *id)
{
	id->inside--;
	if (id->dead && !id->inside)
		destroy(id);
}

int cti__identify_new(struct cti__identify **out,
		      const struct cti__identify_host *host)
{
	static const cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	static const struct cti__identify_limits limits = { 0, 0, 0, 0 };
	struct cti__identify *id = cti__calloc(1, sizeof(*id));

	*out = NULL;
	if (!id)
		return CTI_ENOMEM;
	id->host = *host;
	id->plan = plan;
	id->armed_us = NEVER;
	cti__list_init(&id->sources);
	cti__list_init(&id->waiting);
	cti__list_init(&id->due);
	cti__list_init(&id->questions);
	cti__cache_init(&id->cache, host->seed);
	cti__identify_set_limits(id, &limits);
	*out = id;
	return 0;
}

void cti__identify_free(struct cti__identify *id)
{
	if (!id || id->dead)
		return;
	id->dead = true;
	if (!id->inside)
		destroy(id);
}

static void set_default(uint32_t *value, uint32_t standard)
{
	if (!*value)
		*value = standard;
}

void cti__identify_set_limits(struct cti__identify *id,
			      const struct cti__identify_limits *limits)
{
	id->limits = *limits;
	set_default(&id->limits.deadline_ms, DEADLINE_MS);
	set_default(&id->limits.hit_ttl_ms, HIT_TTL_MS);
	set_default(&id->limits.miss_ttl_ms, MISS_TTL_MS);
	set_default(&id->limits.cache_max, CACHE_MAX);
	id->cache.max = id->limits.cache_max;
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
	struct source *source;
	int err = 0;

	cti__list_each(node, &id->sources) {
		source = source_at(node);
		if (source->ops && !err)
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
	if (plan)
		fresh = *plan;
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

static void name_candidates(struct cti__identify *id, struct cti__entry *entry)
{
	struct cti__ranking ranking;

	if (cti__rank(&ranking, &entry->found)) {
		/* Out of memory: what was known stays, and is asked again. */
		entry->incomplete = true;
		cti__log(id->host.log, CTI_LOG_ERROR,
			 "identify: out of memory; a late answer is lost");
		return;
	}
	if (cti__ranking_same(&ranking, &entry->ranking)) {
		cti__ranking_fini(&ranking);
		return;
	}
	cti__ranking_fini(&entry->ranking);
	entry->ranking = ranking;
	entry->revision++;
}

/* How long it may be taken from the cache. */
static void set_until(struct cti__identify *id, struct cti__entry *entry)
{
	bool sure = !entry->incomplete && !entry->out &&
		    entry->ranking.identity != CTI_IDENTITY_UNKNOWN;

	entry->until_us = now_of(id) +
			  (int64_t)1000 * (sure ? id->limits.hit_ttl_ms
						: id->limits.miss_ttl_ms);
	if (!entry->out)
		cti__found_fini(&entry->found);
}

static void make_due(struct cti__identify *id, struct cti__entry *entry)
{
	struct cti__list *node;

	while (!cti__list_empty(&entry->questions)) {
		node = entry->questions.next;
		cti__list_del(node);
		cti__list_add(&id->due, node);
	}
}

/* Call those whose answer is new. They may do whatever they like. */
static void deliver(struct cti__identify *id)
{
	struct cti__question *q;

	if (id->delivering || id->asking) {
		arm(id);
		return;
	}
	id->delivering = true;
	id->inside++;
	while (!id->dead && !cti__list_empty(&id->due)) {
		q = cti__list_entry(id->due.next, struct cti__question, node);
		cti__list_del(&q->node);
		cti__list_add(&q->entry->questions, &q->node);
		if (q->fn)
			q->fn(q, q->user);
	}
	id->delivering = false;
	arm(id);
	leave(id);
}

/* No source that counts is out any more. */
static void settle(struct cti__identify *id, struct cti__entry *entry)
{
	cti__list_del(&entry->waiting);
	entry->pending = false;
	entry->awaited = 0;
	name_candidates(id, entry);
	entry->revision++;
	set_until(id, entry);
	make_due(id, entry);
}

void cti__identify_tick(struct cti__identify *id)
{
	struct cti__entry *entry;
	struct cti__list *node;
	int64_t now = now_of(id);

	id->armed_us = -1; /* it rang */
	while (!cti__list_empty(&id->waiting)) {
		entry = cti__list_entry(id->waiting.next, struct cti__entry,
					waiting);
		if (now < entry->deadline_us)
			break;
		cti__list_each(node, &id->sources)
			cti__app_wait_no_more(&source_at(node)->app, entry);
		entry->incomplete = true;
		settle(id, entry);
	}
	deliver(id);
}

/* Take the application's customers over, each as a copy that we may rate. */
static int take_candidates(struct source *source, struct cti__entry *entry,
			   cti_customer *const *candidates, size_t count)
{
	struct cti__match m;
	cti_customer *copy;
	const char *name;
	size_t i, k;
	int err;

	for (i = 0; i < count && i < CTI__MATCH_MAX; i++) {
		if (!candidates[i])
			continue;
		err = cti__customer_copy(&copy, candidates[i]);
		if (err)
			return err;
		memset(&m, 0, sizeof(m));
		m.asked = &entry->number;
		m.plan = &source->identify->plan;
		m.key = "";
		for (k = 0; (name = cti_customer_field(copy, k)) != NULL; k++)
			if (cti__match_is_number_field(cti__str(name)))
				cti__match_cell(&m, cti__str(cti_customer_get(
							    copy, name)));
		if (m.score >= APP_SCORE)
			cti__customer_rate(copy, m.score, m.reason);
		else
			cti__customer_rate(copy, APP_SCORE,
					   "named by the application");
		err = cti__customer_set_source(copy, source->name,
					       source->trust);
		if (err) {
			cti_customer_unref(copy);
			return err;
		}
		err = cti__found_add(&entry->found, copy);
		if (err)
			return err;
	}
	return 0;
}

static void on_answer(struct cti__app *app, struct cti__entry *entry,
		      bool awaited, cti_customer *const *candidates,
		      size_t count, void *user)
{
	struct source *source = user;
	struct cti__identify *id = source->identify;
	uint32_t before = entry->revision;

	(void)app;
	if (take_candidates(source, entry, candidates, count)) {
		entry->incomplete = true;
		cti__log(id->host.log, CTI_LOG_ERROR,
			 "identify: out of memory; an answer of %s is lost",
			 source->name);
	}
	if (entry->pending) {
		entry->awaited -= awaited;
		if (!entry->awaited)
			settle(id, entry);
		else
			name_candidates(id, entry);
	} else {
		if (!entry->out)
			entry->incomplete = false;
		name_candidates(id, entry);
		set_until(id, entry);
		if (entry->revision != before)
			make_due(id, entry);
	}
	if (!cti__list_empty(&id->due))
		deliver(id);
	else
		arm(id);
}

static struct source *find_source(struct cti__identify *id, const char *name)
{
	struct cti__list *node;

	cti__list_each(node, &id->sources)
		if (strcmp(source_at(node)->name, name) == 0)
			return source_at(node);
	return NULL;
}

static int new_source(struct cti__identify *id, const char *name,
		      const struct cti__detail *detail, struct source **out)
{
	struct source *source;

	*out = NULL;
	cti__detail(detail, 0, "%s", "");
	if (!name || !*name)
		return cti__detail(detail, CTI_EINVAL,
				   "a source needs a name");
	if (find_source(id, name))
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
	source->app.on_answer = on_answer;
	source->app.user = source;
	cti__list_init(&source->node);
	*out = source;
	return 0;
}

static void add_source(struct cti__identify *id, struct source *source,
		       const struct cti__source_ops *ops, void *state)
{
	source->ops = ops;
	source->state = state;
	source->trust = id->next_trust++;
	cti__list_add(&id->sources, &source->node);
	cti__cache_clear(&id->cache);
}

int cti__identify_add_csv(struct cti__identify *id, const char *name,
			  const char *path, char *detail, size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct source *source;
	struct cti__csv *csv;
	int err = new_source(id, name, &where, &source);

	if (err)
		return err;
	err = cti__csv_open(&csv, path, &id->plan, id->host.seed,
			    id->host.log, &where);
	if (err) {
		source_free(source, false);
		return err;
	}
	add_source(id, source, &cti__csv_ops, csv);
	cti__log(id->host.log, CTI_LOG_INFO, "%s: %zu customers from %s", name,
		 cti__csv_count(csv), path);
	return 0;
}

int cti__identify_add_sqlite(struct cti__identify *id, const char *name,
			     const char *path, char *detail,
			     size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct source *source;
	struct cti__sqlite *sqlite;
	int err = new_source(id, name, &where, &source);

	if (err)
		return err;
	err = cti__sqlite_open(&sqlite, path, &id->plan, id->host.log, &where);
	if (err) {
		source_free(source, false);
		return err;
	}
	add_source(id, source, &cti__sqlite_ops, sqlite);
	return 0;
}

int cti__identify_add_app(struct cti__identify *id, const char *name,
			  cti_lookup_fn *fn, void *fn_user, char *detail,
			  size_t detail_size)
{
	struct cti__detail where = { detail, detail_size };
	struct source *source;
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
	struct source *source = find_source(id, name);

	if (!source)
		return CTI_ENOENT;
	cti__cache_clear(&id->cache);
	/* Its end may call those who wait, and they may free the chain. */
	id->inside++;
	source_free(source, true);
	leave(id);
	return 0;
}

/* What makes two questions one: the number in its best form. */
static struct cti__str key_of(char *room, size_t size, const cti_number *number,
			      struct cti__str text)
{
	size_t n = 0;

	if (number->key_count) {
		n = (size_t)snprintf(room, size, "%c%s#%s",
				     (char)('a' + number->number_class),
				     number->key[0], number->extension);
		return cti__str_n(room, n);
	}
	if (text.n > TEXT_KEY_MAX)
		text.n = TEXT_KEY_MAX;
	room[n++] = '"';
	if (text.n)
		memcpy(room + n, text.p, text.n);
	return cti__str_n(room, n + text.n);
}

#define KEY_ROOM (TEXT_KEY_MAX + 64)

void cti__identify_forget(struct cti__identify *id, const char *number)
{
	char room[KEY_ROOM];
	cti_number parsed;
	struct cti__entry *entry;

	if (!number) {
		cti__cache_clear(&id->cache);
		return;
	}
	(void)cti__number_parse(cti__str(number), &id->plan, &parsed);
	entry = cti__cache_get(&id->cache,
			       key_of(room, sizeof(room), &parsed,
				      cti__str(number)), now_of(id));
	if (entry)
		cti__cache_drop(&id->cache, entry);
}

static void ask_local(struct cti__identify *id, struct source *source,
		      struct cti__entry *entry)
{
	size_t i = entry->found.count;
	int err = source->ops->find(source->state, &entry->number,
				    &entry->found);

	for (; i < entry->found.count; i++)
		if (cti__customer_set_source(entry->found.item[i],
					     source->name, source->trust))
			err = CTI_ENOMEM;
	if (err) {
		entry->incomplete = true;
		cti__log(id->host.log, CTI_LOG_WARN,
			 "identify: source %s failed: %s", source->name,
			 cti_strerror(err));
	}
}

static void ask_app(struct cti__identify *id, struct source *source,
		    struct cti__entry *entry, struct cti__str text)
{
	enum cti__app_mood mood = cti__app_mood(&source->app, now_of(id));
	bool awaited = mood == CTI__APP_GOOD;

	if (mood == CTI__APP_SILENT ||
	    cti__app_lookup(&source->app, entry, text, awaited,
			    entry->deadline_us)) {
		entry->incomplete = true;
		return;
	}
	entry->awaited += awaited;
}

/* Applications may do anything when asked: begin again after each. */
static void hand_over(struct cti__identify *id)
{
	struct cti__list *node;
	struct cti__app *app;
	cti_lookup *lookup;

	id->asking++;
	id->inside++;
again:
	for (node = id->sources.next; !id->dead && node != &id->sources;
	     node = node->next) {
		app = &source_at(node)->app;
		lookup = cti__app_next(app);
		if (!lookup)
			continue;
		id->host.ask_app(id->host.user, lookup, app->fn, app->fn_user);
		goto again;
	}
	id->asking--;
	leave(id);
}

/* Mostly all have the same time to live, so this looks at the last one only. */
static void wait_for(struct cti__identify *id, struct cti__entry *entry)
{
	struct cti__list *before = id->waiting.prev;

	while (before != &id->waiting &&
	       cti__list_entry(before, struct cti__entry, waiting)
			       ->deadline_us > entry->deadline_us)
		before = before->prev;
	cti__list_add(before->next, &entry->waiting);
	entry->pending = true;
}

/* Ask everybody about a number that is not known. *out is owned. */
static int look_up(struct cti__identify *id, struct cti__str key,
		   const cti_number *number, struct cti__str text,
		   struct cti__entry **out)
{
	struct cti__entry *entry = cti__entry_new(key, number);
	struct cti__list *node;

	*out = entry;
	if (!entry)
		return CTI_ENOMEM;
	entry->deadline_us = now_of(id) +
			     (int64_t)1000 * id->limits.deadline_ms;
	cti__list_each(node, &id->sources) {
		if (source_at(node)->ops)
			ask_local(id, source_at(node), entry);
		else
			ask_app(id, source_at(node), entry, text);
	}
	name_candidates(id, entry);
	if (entry->awaited)
		wait_for(id, entry);
	set_until(id, entry);
	cti__cache_put(&id->cache, entry);
	if (entry->out)
		hand_over(id);
	return 0;
}

int cti__identify_ask(struct cti__question **out, struct cti__identify *id,
		      struct cti__str number, bool withheld,
		      cti__question_fn *fn, void *user)
{
	char room[KEY_ROOM];
	struct cti__question *q = cti__calloc(1, sizeof(*q));
	struct cti__str key;
	int err = 0;

	*out = NULL;
	if (!q)
		return CTI_ENOMEM;
	cti__list_init(&q->node);
	cti__list_init(&q->all);
	q->identify = id;
	q->fn = fn;
	q->user = user;
	(void)cti__number_parse(number, &id->plan, &q->number);
	id->inside++;
	if (!withheld && q->number.number_class != CTI_NUMBER_WITHHELD) {
		key = key_of(room, sizeof(room), &q->number, number);
		q->entry = cti__cache_get(&id->cache, key, now_of(id));
		if (q->entry)
			cti__entry_ref(q->entry);
		else
			err = look_up(id, key, &q->number, number, &q->entry);
	}
	if (err) {
		cti__free(q);
	} else {
		cti__list_add(&id->questions, &q->all);
		if (q->entry)
			cti__list_add(&q->entry->questions, &q->node);
		*out = q;
	}
	arm(id);
	leave(id);
	return err;
}

void cti__question_result(const struct cti__question *q,
			  struct cti__answer *out)
{
	const struct cti__entry *entry = q->entry;

	memset(out, 0, sizeof(*out));
	out->identity = CTI_IDENTITY_WITHHELD;
	if (!entry)
		return;
	out->identity = entry->pending ? CTI_IDENTITY_PENDING
				       : entry->ranking.identity;
	out->candidates =
		(const cti_customer *const *)(void *)entry->ranking.item;
	out->count = entry->ranking.count;
	out->revision = entry->revision;
}

const cti_number *cti__question_number(const struct cti__question *q)
{
	return &q->number;
}

void cti__question_release(struct cti__question *q)
{
	if (!q)
		return;
	cti__list_del(&q->node);
	cti__list_del(&q->all);
	if (q->entry)
		cti__entry_unref(q->entry);
	cti__free(q);
}
