/* SPDX-License-Identifier: MIT */
/* A seeded hash map from text to a member that holds the text itself. */
#include "util/map.h"
#include "util/alloc.h"

#include <cti/error.h>

#define SLOTS_MIN 16
/* Slots of a part: a large table is never moved, only added to. */
#define PART	  1024
/* Slots that go with each member that goes, while there are too many. */
#define SHRINK_BY 8

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
	while (map->room > PART) {
		map->room -= PART;
		cti__free(map->part[map->room / PART - 1]);
	}
	cti__free(map->part);
	cti__free(map->slot);
	map->slot = NULL;
	map->part = NULL;
	map->parts = map->slots = map->room = map->mask = map->count = 0;
	map->first = 0;
}

/* Half of it: there are never so many slots that it would matter. */
static uint32_t hash_of(const struct cti__map *map, struct cti__str key)
{
	return (uint32_t)cti__siphash(map->seed, key.p, key.n);
}

static inline struct cti__map_node **slot_at(const struct cti__map *map,
					     size_t i)
{
	return i < PART ? &map->slot[i] : &map->part[i / PART - 1][i % PART];
}

/* Slots that are not there yet are still in the half below. */
static inline size_t slot_of(const struct cti__map *map, uint32_t hash)
{
	size_t at = hash & map->mask;

	return at < map->slots ? at : at & map->mask >> 1;
}

static void put(struct cti__map *map, struct cti__map_node *node)
{
	size_t i = slot_of(map, node->hash);
	struct cti__map_node **slot = slot_at(map, i);

	node->next = *slot;
	*slot = node;
	if (i < map->first)
		map->first = i;
}

/* So that whoever takes out one after the other need not look for each among
   the slots of those that are gone. */
static void advance(struct cti__map *map)
{
	while (map->first < map->slots && !*slot_at(map, map->first))
		map->first++;
}

static int set_first(struct cti__map *map, size_t room)
{
	struct cti__map_node **slot = cti__realloc(map->slot,
						   room * sizeof(*slot));

	if (!slot)
		return CTI_ENOMEM;
	map->slot = slot;
	map->room = room;
	return 0;
}

static int add_part(struct cti__map *map)
{
	size_t count = map->room / PART - 1, parts = count ? count * 2 : 8;
	struct cti__map_node ***part;

	if (count == map->parts) {
		part = cti__realloc(map->part, parts * sizeof(*part));
		if (!part)
			return CTI_ENOMEM;
		map->part = part;
		map->parts = parts;
	}
	map->part[count] = cti__alloc(PART * sizeof(**map->part));
	if (!map->part[count])
		return CTI_ENOMEM;
	map->room += PART;
	return 0;
}

static int add_room(struct cti__map *map)
{
	return map->room < PART ? set_first(map, map->room * 2) : add_part(map);
}

/* Room that was left a while ago: what goes up and down by one stays. */
static void drop_room(struct cti__map *map)
{
	if (map->room > PART && map->slots + PART + PART / 2 <= map->room) {
		map->room -= PART;
		cti__free(map->part[map->room / PART - 1]);
	} else if (map->room <= PART && map->slots < map->room / 4) {
		(void)set_first(map, map->room / 2);
	}
}

static int first_table(struct cti__map *map)
{
	int err = set_first(map, SLOTS_MIN);

	if (err)
		return err;
	memset(map->slot, 0, SLOTS_MIN * sizeof(*map->slot));
	map->slots = SLOTS_MIN;
	map->mask = SLOTS_MIN - 1;
	return 0;
}

/* One slot more: it takes its own from the one that stood for it. Without
   memory for it the table is slow but right. */
static void grow(struct cti__map *map)
{
	struct cti__map_node *node, *next, **from;

	if (map->slots == map->room && add_room(map))
		return;
	if (map->slots > map->mask)
		map->mask = map->mask * 2 + 1;
	from = slot_at(map, map->slots & map->mask >> 1);
	node = *from;
	*from = NULL;
	*slot_at(map, map->slots++) = NULL;
	for (; node; node = next) {
		next = node->next;
		put(map, node);
	}
}

/* The last slot gives its members back. */
static void shrink(struct cti__map *map)
{
	struct cti__map_node *node = *slot_at(map, --map->slots), *next;

	if (map->slots <= map->mask >> 1)
		map->mask >>= 1;
	for (; node; node = next) {
		next = node->next;
		put(map, node);
	}
	drop_room(map);
}

int cti__map_add(struct cti__map *map, struct cti__map_node *node,
		 struct cti__str key)
{
	if (key.n > UINT32_MAX)
		return CTI_EINVAL;
	if (!map->slots && first_table(map))
		return CTI_ENOMEM;
	if (map->count >= map->slots)
		grow(map);
	node->key = key.p;
	node->key_n = (uint32_t)key.n;
	node->hash = hash_of(map, key);
	put(map, node);
	map->count++;
	return 0;
}

struct cti__map_node *cti__map_find(const struct cti__map *map,
				    struct cti__str key)
{
	struct cti__map_node *node;
	uint32_t hash;

	if (!map->count)
		return NULL;
	hash = hash_of(map, key);
	for (node = *slot_at(map, slot_of(map, hash)); node; node = node->next)
		if (node->hash == hash && cti__str_eq(cti__map_key(node), key))
			return node;
	return NULL;
}

void cti__map_del(struct cti__map *map, struct cti__map_node *node)
{
	struct cti__map_node **at = slot_at(map, slot_of(map, node->hash));
	int i;

	while (*at && *at != node)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = node->next;
	map->count--;
	advance(map);
	/* Give back what a peak took: nothing grows with what has ended. Faster
	   than members go, so that the table follows them. */
	for (i = 0; i < SHRINK_BY; i++)
		if (map->slots > SLOTS_MIN && map->count < map->slots / 4)
			shrink(map);
}

struct cti__map_node *cti__map_next(const struct cti__map *map,
				    struct cti__map_node *node)
{
	size_t i = map->first;

	if (node) {
		if (node->next)
			return node->next;
		i = slot_of(map, node->hash) + 1;
	}
	for (; i < map->slots; i++)
		if (*slot_at(map, i))
			return *slot_at(map, i);
	return NULL;
}
