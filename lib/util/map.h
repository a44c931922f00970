/* SPDX-License-Identifier: MIT */
/*
 * A hash map from text to a member that holds the text itself. Seeded, because
 * the keys come over the network: nobody outside can choose keys that collide.
 */
#ifndef CTI__UTIL_MAP_H
#define CTI__UTIL_MAP_H

#include "util/str.h"

/* Lives in the member, of which there may be very many: so it is small. The key
   is borrowed from the member and must not change. */
struct cti__map_node {
	struct cti__map_node *next; /* of a full bucket's others */
	const char *key;
	uint32_t key_n;
	uint32_t hash;
};

static inline struct cti__str cti__map_key(const struct cti__map_node *node)
{
	return cti__str_n(node->key, node->key_n);
}

struct cti__map_bucket;

/*
 * Buckets come and go one at a time, each with its share of the members: no
 * single member that is added pays for all. So their number is no power of two.
 */
struct cti__map {
	struct cti__map_bucket *bucket; /* the first of them */
	struct cti__map_bucket **part;	/* the others, in parts of one size */
	size_t parts;			/* room of that list */
	size_t buckets;			/* in use; 0 before the first member */
	size_t first;			/* all buckets before it are empty */
	size_t room; /* for buckets: of the first ones and of all parts */
	size_t mask; /* the power of two that holds all buckets, less one */
	size_t count;
	uint64_t seed[2];
};

/* seed: 128 bits that an outsider cannot guess; fixed ones make tests repeat.
 */
void cti__map_init(struct cti__map *map, const uint64_t seed[2]);
/* Frees the table, not the members. */
void cti__map_fini(struct cti__map *map);
/* 0 or CTI_ENOMEM; CTI_EINVAL: a key of more than 4 GiB. The key must not be in
   the map yet. */
int cti__map_add(struct cti__map *map, struct cti__map_node *node,
		 struct cti__str key);
struct cti__map_node *cti__map_find(const struct cti__map *map,
				    struct cti__str key);
/* Of a large map nearly nothing is in the caches: a member of that key will be
   looked for soon, or this one taken out. Changes nothing but the time. */
void cti__map_fetch(const struct cti__map *map, struct cti__str key);
void cti__map_fetch_of(const struct cti__map *map,
		       const struct cti__map_node *node);
void cti__map_del(struct cti__map *map, struct cti__map_node *node);
/* Walk in no order: start with NULL. The map must not change meanwhile. */
struct cti__map_node *cti__map_next(const struct cti__map *map,
				    struct cti__map_node *node);
/* The hash of the map: SipHash-1-3. */
uint64_t cti__siphash(const uint64_t seed[2], const void *p, size_t n);

#define cti__map_entry(node, type, member)                                     \
	((type *)(void *)((char *)(node)-offsetof(type, member)))

#endif
