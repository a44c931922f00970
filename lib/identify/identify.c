/* SPDX-License-Identifier: MIT */
/*
 * Who a number belongs to: a chain of sources asked under one deadline, with a
 * cache before it.
 */
#include "identify/chain.h"
#include "identify/customer.h"
#include "identify/match.h"
#include "identify/number.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>

#define DEADLINE_MS  150
#define HIT_TTL_MS   600000
#define MISS_TTL_MS  30000
#define CACHE_MAX    10000
/*
 * An equal number (100) is so far ahead of an equal end of it (85 at the most,
 * without an area code 65), but not of another's that is equal but for the
 * extension (90), nor of one whom the application names (90).
 */
#define CLEAR_LEAD   15
#define DATA_SCORE   90
#define SHARED_FROM  5
#define LEARNED_AFTER 2
/* What is not a number is told apart by so many of its first bytes. */
#define TEXT_KEY_MAX 200
/* How sure it is that the one whom the application names is the caller. */
#define APP_SCORE    90

#define NEVER INT64_MAX

static int64_t now_of(struct cti__identify *id)
{
	return id->host.now_us(id->host.user);
}

void cti__chain_arm(struct cti__identify *id)
{
	int64_t at = NEVER;

	if (id->dead)
		return;
	if (!cti__list_empty(&id->due) && !id->delivering)
		at = now_of(id);
	else if (!cti__list_empty(&id->waiting))
		at = cti__list_entry(id->waiting.next, struct cti__entry,
				     waiting)
			     ->deadline_us;
	if (at == id->armed_us)
		return;
	id->armed_us = at;
	id->host.alarm(id->host.user, at);
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
		cti__question_leave(q);
		q->identify = NULL;
	}
	while (!cti__list_empty(&id->waiting))
		cti__list_del(id->waiting.next);
	while (!cti__list_empty(&id->sources))
		cti__source_free(cti__source_at(id->sources.next), false);
	cti__cache_fini(&id->cache);
	for (i = 0; i < 4; i++)
		cti__free(id->plan_text[i]);
	cti__data_names_fini(&id->data);
	cti__choices_fini(&id->choices);
	cti__free(id);
}

void cti__chain_enter(struct cti__identify *id)
{
	id->inside++;
}

void cti__chain_leave(struct cti__identify *id)
{
	id->inside--;
	if (id->dead && !id->inside)
		destroy(id);
}

int cti__identify_new(struct cti__identify **out,
		      const struct cti__identify_host *host)
{
	static const cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	static const struct cti__identify_limits limits = { 0 };
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
	cti__choices_init(&id->choices, host->seed);
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
	set_default(&id->limits.clear_lead, CLEAR_LEAD);
	set_default(&id->limits.data_score, DATA_SCORE);
	set_default(&id->limits.shared_from, SHARED_FROM);
	set_default(&id->limits.learned_after, LEARNED_AFTER);
	id->cache.max = id->limits.cache_max;
}

void cti__chain_rules(struct cti__identify *id, struct cti__rank_rules *out)
{
	memset(out, 0, sizeof(*out));
	out->clear_lead = id->limits.clear_lead;
	out->shared_from = id->limits.shared_from;
	out->data_score = id->limits.data_score;
}

static void name_candidates(struct cti__identify *id, struct cti__entry *entry)
{
	struct cti__chain_number number = { id, cti__str(entry->key) };
	struct cti__rank_rules rules;
	struct cti__ranking ranking;

	cti__chain_rules(id, &rules);
	rules.chosen_count = cti__choices_different(&id->choices, number.key);
	if (rules.chosen_count) {
		rules.chosen = cti__chain_was_chosen;
		rules.user = &number;
	}
	if (cti__rank(&ranking, &entry->found, &rules)) {
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
	bool sure = !entry->incomplete && !entry->failed && !entry->out &&
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
	struct cti__question *q;

	cti__list_each (node, &entry->clues) {
		q = cti__list_entry(node, struct cti__clue, node)->question;
		if (cti__list_empty(&q->node))
			cti__list_add(&id->due, &q->node);
	}
}

/* Call those whose answer is new. They may do whatever they like. */
static void deliver(struct cti__identify *id)
{
	struct cti__question *q;

	if (id->delivering || id->asking) {
		cti__chain_arm(id);
		return;
	}
	id->delivering = true;
	cti__chain_enter(id);
	while (!id->dead && !cti__list_empty(&id->due)) {
		q = cti__list_entry(id->due.next, struct cti__question, node);
		cti__list_del(&q->node);
		if (cti__question_refresh(q) && q->final && q->fn)
			q->fn(q, q->user);
	}
	id->delivering = false;
	cti__chain_arm(id);
	cti__chain_leave(id);
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
		cti__list_each (node, &id->sources)
			cti__app_wait_no_more(&cti__source_at(node)->app,
					      entry);
		entry->incomplete = true;
		settle(id, entry);
	}
	deliver(id);
}

static void rate_by(const struct cti__identify *id,
		    const struct cti__entry *entry, cti_customer *customer)
{
	const char *reason = "call data equal";

	if (cti__str_is(entry->field, "account"))
		reason = "account equal";
	else if (cti__str_is(entry->field, "id"))
		reason = "id equal";
	cti__customer_rate(customer, id->limits.data_score, reason);
}

static void rate_by_number(const struct cti__source *source,
			   const struct cti__entry *entry, cti_customer *copy)
{
	struct cti__match m = { .asked = &entry->number,
				.plan = &source->identify->plan,
				.key = "" };

	cti__match_customer(&m, copy);
	if (m.score >= APP_SCORE)
		cti__customer_rate(copy, m.score, m.reason);
	else
		cti__customer_rate(copy, APP_SCORE,
				   source->ops ? "found by its number"
					       : "named by the application");
	cti__customer_set_number_kind(copy, m.kind ? m.kind : "");
}

/* Take customers of others over, each as a copy that we may rate. */
static int take_candidates(struct cti__source *source, struct cti__entry *entry,
			   cti_customer *const *candidates, size_t count)
{
	cti_customer *copy;
	size_t i;
	int err;

	for (i = 0; i < count && i < CTI__MATCH_MAX; i++) {
		if (!candidates[i])
			continue;
		err = cti__customer_copy(&copy, candidates[i]);
		if (err)
			return err;
		if (entry->field.n)
			rate_by(source->identify, entry, copy);
		else
			rate_by_number(source, entry, copy);
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

void cti__chain_on_answer(struct cti__app *app, struct cti__entry *entry,
			  bool awaited, cti_customer *const *candidates,
			  size_t count, void *user)
{
	struct cti__source *source = user;
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
		cti__chain_arm(id);
}

/* What makes two questions one: the number in its best form. */
struct cti__str cti__chain_key(char *room, size_t size,
			       const cti_number *number, struct cti__str text)
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

struct cti__str cti__chain_key_by(char *room, size_t size,
				  struct cti__str field, struct cti__str value)
{
	value = cti__data_value(value);
	if (!field.n || !value.n || field.n + value.n + 2 > size)
		return CTI__STR_NONE;
	room[0] = '@';
	memcpy(room + 1, field.p, field.n);
	room[field.n + 1] = '=';
	memcpy(room + field.n + 2, value.p, value.n);
	return cti__str_n(room, field.n + value.n + 2);
}

void cti__identify_forget(struct cti__identify *id, const char *number)
{
	char room[CTI__KEY_ROOM];
	cti_number parsed;
	struct cti__entry *entry;

	if (!number) {
		cti__cache_clear(&id->cache);
		return;
	}
	(void)cti__number_parse(cti__str(number), &id->plan, &parsed);
	entry = cti__cache_get(
		&id->cache,
		cti__chain_key(room, sizeof(room), &parsed, cti__str(number)),
		now_of(id));
	if (entry)
		cti__cache_drop(&id->cache, entry);
}

static bool names(const struct cti__entry *entry, const char *customer_id)
{
	const struct cti__ranking *r = &entry->ranking;
	size_t i;

	for (i = 0; i < r->count; i++)
		if (strcmp(cti_customer_get(r->item[i], "id"), customer_id) ==
		    0)
			return true;
	return false;
}

void cti__identify_forget_customer(struct cti__identify *id,
				   const char *customer_id)
{
	struct cti__list *node, *next;
	struct cti__entry *entry;

	cti__list_each_safe (node, next, &id->cache.used) {
		entry = cti__list_entry(node, struct cti__entry, used);
		if (names(entry, customer_id))
			cti__cache_drop(&id->cache, entry);
	}
}

static bool can_be_asked(const struct cti__source *source,
			 const struct cti__entry *entry)
{
	/* The application looks at what it is asked. */
	return !entry->field.n || !source->ops ||
	       (source->ops->asks_by &&
		source->ops->asks_by(source->state, entry->field));
}

static void ask_local(struct cti__identify *id, struct cti__source *source,
		      struct cti__entry *entry)
{
	size_t i = entry->found.count;
	int err = 0;

	if (!entry->field.n)
		err = source->ops->find(source->state, &entry->number,
					&entry->found);
	else if (source->ops->find_by)
		err = source->ops->find_by(source->state, entry->field,
					   entry->value, &entry->found);
	for (; i < entry->found.count; i++) {
		if (entry->field.n)
			rate_by(id, entry, entry->found.item[i]);
		if (cti__customer_set_source(entry->found.item[i], source->name,
					     source->trust))
			err = CTI_ENOMEM;
	}
	if (err) {
		entry->incomplete = true;
		cti__log(id->host.log, CTI_LOG_WARN,
			 "identify: source %s failed: %s", source->name,
			 cti_strerror(err));
	}
}

static void ask_app(struct cti__identify *id, struct cti__source *source,
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
	struct cti__source *source;
	struct cti__app *app;
	cti_lookup *lookup;

	id->asking++;
	cti__chain_enter(id);
again:
	for (node = id->sources.next; !id->dead && node != &id->sources;
	     node = node->next) {
		source = cti__source_at(node);
		app = &source->app;
		lookup = cti__app_next(app);
		if (!lookup)
			continue;
		if (source->ops) {
			source->ops->ask(source->state, lookup);
			goto again;
		}
		id->host.ask_app(id->host.user, lookup, app->fn, app->fn_user);
		goto again;
	}
	id->asking--;
	cti__chain_leave(id);
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
	cti__list_each (node, &id->sources) {
		if (cti__source_is_local(cti__source_at(node)))
			ask_local(id, cti__source_at(node), entry);
		else if (can_be_asked(cti__source_at(node), entry))
			ask_app(id, cti__source_at(node), entry, text);
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

int cti__chain_entry(struct cti__identify *id, struct cti__str key,
		     const cti_number *number, struct cti__str text,
		     struct cti__entry **out)
{
	*out = cti__cache_get(&id->cache, key, now_of(id));
	if (!*out)
		return look_up(id, key, number, text, out);
	cti__entry_ref(*out);
	return 0;
}
