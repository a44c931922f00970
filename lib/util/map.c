/* SPDX-License-Identifier: MIT */
/* A seeded hash map from text to a member that holds the text itself. */
#include "util/map.h"
#include "util/alloc.h"

#include <cti/error.h>

static uint64_t rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

/* Little-endian on every machine, so that fixed seeds give fixed orders. */
static uint64_t word_at(const unsigned char *p, size_t n)
{
	uint64_t word = 0;

	while (n--)
		word = word << 8 | p[n];
	return word;
}

uint64_t cti__siphash(const uint64_t seed[2], const void *p, size_t n)
{
	const unsigned char *at = p;
	uint64_t v[4] = { seed[0] ^ 0x736f6d6570736575u,
			  seed[1] ^ 0x646f72616e646f6du,
			  seed[0] ^ 0x6c7967656e657261u,
			  seed[1] ^ 0x7465646279746573u };
	uint64_t word;
	size_t left;

	for (left = n; left >= 8; left -= 8, at += 8) {
		word = word_at(at, 8);
		v[3] ^= word;
		sip_round(v);
		v[0] ^= word;
	}
	word = word_at(at, left) | (uint64_t)(n & 0xff) << 56;
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
	v[2] ^= 0xff;
	sip_round(v);
	sip_round(v);
	sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
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
