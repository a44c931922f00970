/* SPDX-License-Identifier: MIT */
/* Numbers that were asked for: being looked up, or known for a while. */
#ifndef CTI__IDENTIFY_CACHE_H
#define CTI__IDENTIFY_CACHE_H

#include "identify/answer.h"
#include "util/list.h"
#include "util/map.h"

struct cti__identify;

/* A number and what is known of it; counted. */
struct cti__entry {
	struct cti__map_node node; /* in the cache, by key */
	struct cti__list used;	   /* in the cache, by use */
	struct cti__list waiting;  /* in the chain, by deadline */
	struct cti__list clues;	   /* of questions that wait or listen */
	uint32_t refs;
	bool cached;
	bool pending;	  /* sources that count are still out */
	bool incomplete;  /* some source did not answer, or not yet */
	bool failed;	  /* some source could not answer */
	uint32_t awaited; /* lookups that must answer before it is final */
	uint32_t out;	  /* lookups under way in all */
	uint32_t revision;
	int64_t deadline_us;
	int64_t until_us;
	struct cti__found found; /* while lookups are under way */
	struct cti__ranking ranking;
	cti_number number;
	struct cti__str field, value; /* no field: it is a number's */
	char key[];
};

struct cti__cache {
	struct cti__map map;
	struct cti__list used; /* the least used first */
	uint32_t max;
};

void cti__cache_init(struct cti__cache *cache, const uint64_t seed[2]);
void cti__cache_fini(struct cti__cache *cache);
/* An entry of the caller's own, in no cache; NULL if memory ran out. A key that
   is "@FIELD=VALUE" is looked up by that. */
struct cti__entry *cti__entry_new(struct cti__str key,
				  const cti_number *number);
void cti__entry_ref(struct cti__entry *entry);
void cti__entry_unref(struct cti__entry *entry);
/* Borrowed; NULL if it is not known any more. */
struct cti__entry *cti__cache_get(struct cti__cache *cache, struct cti__str key,
				  int64_t now_us);
/* The cache takes a reference of its own. What cannot be kept is not. */
void cti__cache_put(struct cti__cache *cache, struct cti__entry *entry);
void cti__cache_drop(struct cti__cache *cache, struct cti__entry *entry);
void cti__cache_clear(struct cti__cache *cache);
/* Drop those that keep refuses, and those by a value. Where there are too many
   to ask: all. */
void cti__cache_sift(struct cti__cache *cache,
		     bool (*keep)(const cti_number *number, const void *user),
		     const void *user);

#endif
