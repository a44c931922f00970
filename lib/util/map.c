/* SPDX-License-Identifier: MIT */
/* A seeded hash map from text to a member that holds the text itself. */
#include "util/map.h"
#include "util/alloc.h"

#include <cti/error.h>

struct sip {
	uint64_t v0, v1, v2, v3;
};

static inline uint64_t rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static inline void sip_round(struct sip *s)
{
	s->v0 += s->v1;
	s->v1 = rotate(s->v1, 13) ^ s->v0;
	s->v0 = rotate(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rotate(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rotate(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rotate(s->v1, 17) ^ s->v2;
	s->v2 = rotate(s->v2, 32);
}

static inline void sip_word(struct sip *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	s->v0 ^= word;
}

/* Little-endian on every machine, so that fixed seeds give fixed orders. The
   compiler knows the whole as one load. */
static inline uint64_t word_at(const unsigned char *p)
{
	return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 |
	       (uint64_t)p[3] << 24 | (uint64_t)p[4] << 32 |
	       (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 |
	       (uint64_t)p[7] << 56;
}

/* The same, of fewer than eight bytes. */
static uint64_t rest_at(const unsigned char *p, size_t n)
{
	uint64_t word = 0;

	while (n--)
		word = word << 8 | p[n];
	return word;
}

uint64_t cti__siphash(const uint64_t seed[2], const void *p, size_t n)
{
	const unsigned char *at = p;
	struct sip s = { seed[0] ^ 0x736f6d6570736575u,
			 seed[1] ^ 0x646f72616e646f6du,
			 seed[0] ^ 0x6c7967656e657261u,
			 seed[1] ^ 0x7465646279746573u };
	size_t left;

	for (left = n; left >= 8; left -= 8, at += 8)
		sip_word(&s, word_at(at));
	sip_word(&s, rest_at(at, left) | (uint64_t)(n & 0xff) << 56);
	s.v2 ^= 0xff;
	sip_round(&s);
	sip_round(&s);
	sip_round(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

void cti__map_init(struct cti__map *map, const uint64_t seed[2])
{
	memset(map, 0, sizeof(*map));
	map->seed[0] = seed[0];
	map->seed[1] = seed[1];
}

void cti__map_fini(struct cti__map *map)
{
	cti__free(map->slot);
	map->slot = NULL;
	map->slots = map->count = 0;
}

static void put(struct cti__map *map, struct cti__map_node *node)
{
	struct cti__map_node **slot = &map->slot[node->hash & (map->slots - 1)];

	node->next = *slot;
	*slot = node;
}

/* Change the number of slots; on failure the old table stays in use. */
static int resize(struct cti__map *map, size_t slots)
{
	struct cti__map_node **old = map->slot, *node, *next;
	struct cti__map_node **fresh = cti__calloc(slots, sizeof(*fresh));
	size_t before = map->slots, i;

	if (!fresh)
		return CTI_ENOMEM;
	map->slot = fresh;
	map->slots = slots;
	for (i = 0; i < before; i++)
		for (node = old[i]; node; node = next) {
			next = node->next;
			put(map, node);
		}
	cti__free(old);
	return 0;
}

int cti__map_add(struct cti__map *map, struct cti__map_node *node,
		 struct cti__str key)
{
	/* A table that is too full is slow but right: only the first must be.
	 */
	if (map->count >= map->slots &&
	    resize(map, map->slots ? map->slots * 2 : 16) && !map->slots)
		return CTI_ENOMEM;
	node->key = key;
	node->hash = cti__siphash(map->seed, key.p, key.n);
	put(map, node);
	map->count++;
	return 0;
}

struct cti__map_node *cti__map_find(const struct cti__map *map,
				    struct cti__str key)
{
	struct cti__map_node *node;
	uint64_t hash;

	if (!map->count)
		return NULL;
	hash = cti__siphash(map->seed, key.p, key.n);
	for (node = map->slot[hash & (map->slots - 1)]; node; node = node->next)
		if (node->hash == hash && cti__str_eq(node->key, key))
			return node;
	return NULL;
}

void cti__map_del(struct cti__map *map, struct cti__map_node *node)
{
	struct cti__map_node **at = &map->slot[node->hash & (map->slots - 1)];

	while (*at && *at != node)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = node->next;
	map->count--;
	/* Give back what a peak took: nothing grows with what has ended. */
	if (map->slots > 64 && map->count < map->slots / 8)
		(void)resize(map, map->slots / 4);
}

struct cti__map_node *cti__map_next(const struct cti__map *map,
				    struct cti__map_node *node)
{
	size_t i = 0;

	if (node) {
		if (node->next)
			return node->next;
		i = (node->hash & (map->slots - 1)) + 1;
	}
	for (; i < map->slots; i++)
		if (map->slot[i])
			return map->slot[i];
	return NULL;
}
