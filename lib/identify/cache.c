/* SPDX-License-Identifier: MIT */
/* Numbers that were asked for: being looked up, or known for a while. */
#include "identify/cache.h"
#include "util/alloc.h"

/* Some milliseconds of work: calls wait for it. */
#define SIFT_MAX 20000

void cti__cache_init(struct cti__cache *cache, const uint64_t seed[2])
{
	cti__map_init(&cache->map, seed);
	cti__list_init(&cache->used);
	cache->max = 0;
}

void cti__cache_fini(struct cti__cache *cache)
{
	cti__cache_clear(cache);
	cti__map_fini(&cache->map);
}

struct cti__entry *cti__entry_new(struct cti__str key, const cti_number *number)
{
	struct cti__entry *e = cti__calloc(1, sizeof(*e) + key.n + 1);

	if (!e)
		return NULL;
	cti__list_init(&e->used);
	cti__list_init(&e->waiting);
	cti__list_init(&e->clues);
	e->refs = 1;
	e->ranking.identity = CTI_IDENTITY_UNKNOWN;
	e->ranking.group_label = "";
	e->number = *number;
	memcpy(e->key, key.p, key.n);
	if (*e->key == '@')
		e->field = cti__str_cut(cti__str(e->key + 1), '=', &e->value);
	return e;
}

void cti__entry_ref(struct cti__entry *entry)
{
	entry->refs++;
}

void cti__entry_unref(struct cti__entry *entry)
{
	if (--entry->refs)
		return;
	cti__list_del(&entry->waiting);
	cti__found_fini(&entry->found);
	cti__ranking_fini(&entry->ranking);
	cti__free(entry);
}

void cti__cache_drop(struct cti__cache *cache, struct cti__entry *entry)
{
	if (!entry->cached)
		return;
	entry->cached = false;
	cti__map_del(&cache->map, &entry->node);
	cti__list_del(&entry->used);
	cti__entry_unref(entry);
}

struct cti__entry *cti__cache_get(struct cti__cache *cache, struct cti__str key,
				  int64_t now_us)
{
	struct cti__map_node *node = cti__map_find(&cache->map, key);
	struct cti__entry *entry;

	if (!node)
		return NULL;
	entry = cti__map_entry(node, struct cti__entry, node);
	if (!entry->pending && now_us >= entry->until_us) {
		cti__cache_drop(cache, entry);
		return NULL;
	}
	cti__list_del(&entry->used);
	cti__list_add(&cache->used, &entry->used);
	return entry;
}

static struct cti__entry *least_used(const struct cti__cache *cache)
{
	return cti__list_entry(cache->used.next, struct cti__entry, used);
}

void cti__cache_put(struct cti__cache *cache, struct cti__entry *entry)
{
	if (cti__map_add(&cache->map, &entry->node, cti__str(entry->key)))
		return;
	entry->cached = true;
	cti__entry_ref(entry);
	cti__list_add(&cache->used, &entry->used);
	while (cache->map.count > cache->max && !cti__list_empty(&cache->used))
		cti__cache_drop(cache, least_used(cache));
}

void cti__cache_sift(struct cti__cache *cache,
		     bool (*keep)(const cti_number *number, const void *user),
		     const void *user)
{
	struct cti__list *node, *next;
	struct cti__entry *entry;

	if (cache->map.count > SIFT_MAX) {
		cti__cache_clear(cache);
		return;
	}
	for (node = cache->used.next; node != &cache->used; node = next) {
		next = node->next;
		entry = cti__list_entry(node, struct cti__entry, used);
		if (entry->field.n || !keep(&entry->number, user))
			cti__cache_drop(cache, entry);
	}
}

void cti__cache_clear(struct cti__cache *cache)
{
	while (!cti__list_empty(&cache->used))
		cti__cache_drop(cache, least_used(cache));
}
