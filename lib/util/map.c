/* SPDX-License-Identifier: MIT */
/* A seeded hash map from text to a member that holds the text itself. */
#include "util/map.h"
#include "util/alloc.h"

#include <cti/error.h>

#define MIN	  4
/* Buckets of a part: a large table is never moved, only added to. */
#define PART	  128
/* Members of two buckets, before there is one bucket more. */
#define FILL_OF_2 12
/* Buckets that go with each member that goes, while there are too many. */
#define SHRINK_BY 2
#define LINE	  64

/*
 * One line of the cache: which member it is, a few bits of its hash say, so
 * that none but the right one is looked at. Where there are more than it
 * holds, the others form a chain.
 */
struct cti__map_bucket {
	uint8_t tag[6];
	uint16_t behind; /* one bit a tag: which may be in the chain */
	struct cti__map_node *slot[6], *chain;
};

#define WIDTH 6

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

/* Whole lines, so that no bucket touches two. */
static struct cti__map_bucket *new_part(void)
{
	char *room = cti__alloc(PART * sizeof(struct cti__map_bucket) + LINE);
	char *part;

	if (!room)
		return NULL;
	/* Memory is aligned for pointers at least: there is room for one. */
	part = room + (LINE - (uintptr_t)room % LINE);
	memcpy(part - sizeof(room), &room, sizeof(room));
	return (void *)part;
}

static void free_part(struct cti__map_bucket *part)
{
	char *room;

	memcpy(&room, (char *)part - sizeof(room), sizeof(room));
	cti__free(room);
}

void cti__map_fini(struct cti__map *map)
{
	while (map->room > PART) {
		map->room -= PART;
		free_part(map->part[map->room / PART - 1]);
	}
	cti__free(map->part);
	cti__free(map->bucket);
	map->bucket = NULL;
	map->part = NULL;
	map->parts = map->buckets = map->room = map->mask = map->count = 0;
	map->first = 0;
}

/* Half of it: there are never so many buckets that it would matter. */
static uint32_t hash_of(const struct cti__map *map, struct cti__str key)
{
	return (uint32_t)cti__siphash(map->seed, key.p, key.n);
}

/* Of the half that does not choose the bucket; 0 is nobody's. */
static inline uint8_t tag_of(uint32_t hash)
{
	return (uint8_t)(hash >> 24 | 1);
}

static inline uint16_t bit_of(uint32_t hash)
{
	return (uint16_t)(1u << (hash >> 28));
}

static inline struct cti__map_bucket *bucket_at(const struct cti__map *map,
						size_t i)
{
	return i < PART ? &map->bucket[i] : &map->part[i / PART - 1][i % PART];
}

/* Buckets that are not there yet are still in the half below. */
static inline size_t bucket_of(const struct cti__map *map, uint32_t hash)
{
	size_t at = hash & map->mask;

	return at < map->buckets ? at : at & map->mask >> 1;
}

static int slot_of(const struct cti__map_bucket *bucket,
		   const struct cti__map_node *node)
{
	int i = 0;

	while (i < WIDTH && bucket->slot[i] != node)
		i++;
	return i;
}

static void put(struct cti__map *map, struct cti__map_node *node)
{
	size_t i = bucket_of(map, node->hash);
	struct cti__map_bucket *bucket = bucket_at(map, i);
	int free = slot_of(bucket, NULL);

	if (free < WIDTH) {
		bucket->tag[free] = tag_of(node->hash);
		bucket->slot[free] = node;
	} else {
		bucket->behind |= bit_of(node->hash);
		node->next = bucket->chain;
		bucket->chain = node;
	}
	if (i < map->first)
		map->first = i;
}

static bool take(struct cti__map_bucket *bucket, struct cti__map_node *node)
{
	int i = slot_of(bucket, node);
	struct cti__map_node **at = &bucket->chain;

	if (i < WIDTH) {
		bucket->tag[i] = 0;
		bucket->slot[i] = NULL;
		return true;
	}
	while (*at && *at != node)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = node->next;
	if (!bucket->chain)
		bucket->behind = 0;
	return true;
}

/* The first of a bucket from a slot on. */
static struct cti__map_node *first_of(const struct cti__map_bucket *bucket,
				      int i)
{
	for (; i < WIDTH; i++)
		if (bucket->slot[i])
			return bucket->slot[i];
	return bucket->chain;
}

/* So that whoever takes out one after the other need not look for each among
   the buckets of those that are gone. */
static void advance(struct cti__map *map)
{
	while (map->first < map->buckets &&
	       !first_of(bucket_at(map, map->first), 0))
		map->first++;
}

static int set_first(struct cti__map *map, size_t room)
{
	struct cti__map_bucket *bucket = cti__realloc(map->bucket,
						      room * sizeof(*bucket));

	if (!bucket)
		return CTI_ENOMEM;
	map->bucket = bucket;
	map->room = room;
	return 0;
}

static int add_part(struct cti__map *map)
{
	size_t count = map->room / PART - 1, parts = count ? count * 2 : 8;
	struct cti__map_bucket **part;

	if (count == map->parts) {
		part = cti__realloc(map->part, parts * sizeof(*part));
		if (!part)
			return CTI_ENOMEM;
		map->part = part;
		map->parts = parts;
	}
	map->part[count] = new_part();
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
	if (map->room > PART && map->buckets + PART + PART / 2 <= map->room) {
		map->room -= PART;
		free_part(map->part[map->room / PART - 1]);
	} else if (map->room <= PART && map->buckets < map->room / 4) {
		(void)set_first(map, map->room / 2);
	}
}

static int first_table(struct cti__map *map)
{
	int err = set_first(map, MIN);

	if (err)
		return err;
	memset(map->bucket, 0, MIN * sizeof(*map->bucket));
	map->buckets = MIN;
	map->mask = MIN - 1;
	return 0;
}

static void put_all(struct cti__map *map, const struct cti__map_bucket *from)
{
	struct cti__map_node *node = from->chain, *next;
	int i;

	for (i = 0; i < WIDTH; i++)
		if (from->slot[i])
			put(map, from->slot[i]);
	for (; node; node = next) {
		next = node->next;
		put(map, node);
	}
}

/* One bucket more: it takes its own from the one that stood for it. Without
   memory for it the table is slow but right. */
static void grow(struct cti__map *map)
{
	static const struct cti__map_bucket none;
	struct cti__map_bucket *from, members;

	if (map->buckets == map->room && add_room(map))
		return;
	if (map->buckets > map->mask)
		map->mask = map->mask * 2 + 1;
	from = bucket_at(map, map->buckets & map->mask >> 1);
	members = *from;
	*from = none;
	*bucket_at(map, map->buckets++) = none;
	put_all(map, &members);
}

/* The last bucket gives its members back. */
static void shrink(struct cti__map *map)
{
	struct cti__map_bucket members = *bucket_at(map, --map->buckets);

	if (map->buckets <= map->mask >> 1)
		map->mask >>= 1;
	put_all(map, &members);
	drop_room(map);
}

int cti__map_add(struct cti__map *map, struct cti__map_node *node,
		 struct cti__str key)
{
	if (key.n > UINT32_MAX)
		return CTI_EINVAL;
	if (!map->buckets && first_table(map))
		return CTI_ENOMEM;
	if (map->count * 2 >= map->buckets * FILL_OF_2)
		grow(map);
	node->key = key.p;
	node->key_n = (uint32_t)key.n;
	node->hash = hash_of(map, key);
	put(map, node);
	map->count++;
	return 0;
}

static inline bool is_it(const struct cti__map_node *node, uint32_t hash,
			 struct cti__str key)
{
	return node->hash == hash && cti__str_eq(cti__map_key(node), key);
}

struct cti__map_node *cti__map_find(const struct cti__map *map,
				    struct cti__str key)
{
	const struct cti__map_bucket *bucket;
	struct cti__map_node *node;
	uint32_t hash;
	int i;

	if (!map->count)
		return NULL;
	hash = hash_of(map, key);
	bucket = bucket_at(map, bucket_of(map, hash));
	for (i = 0; i < WIDTH; i++)
		if (bucket->tag[i] == tag_of(hash) &&
		    is_it(bucket->slot[i], hash, key))
			return bucket->slot[i];
	if (!(bucket->behind & bit_of(hash)))
		return NULL;
	for (node = bucket->chain; node; node = node->next)
		if (is_it(node, hash, key))
			return node;
	return NULL;
}

void cti__map_fetch(const struct cti__map *map, struct cti__str key)
{
	if (map->count)
		__builtin_prefetch(
			bucket_at(map, bucket_of(map, hash_of(map, key))));
}

void cti__map_fetch_of(const struct cti__map *map,
		       const struct cti__map_node *node)
{
	__builtin_prefetch(bucket_at(map, bucket_of(map, node->hash)));
}

void cti__map_del(struct cti__map *map, struct cti__map_node *node)
{
	int i;

	if (!map->count ||
	    !take(bucket_at(map, bucket_of(map, node->hash)), node))
		return;
	map->count--;
	advance(map);
	/* Give back what a peak took: nothing grows with what has ended. Faster
	   than members go, so that the table follows them. */
	for (i = 0; i < SHRINK_BY; i++)
		if (map->buckets > MIN &&
		    map->count * 8 < map->buckets * FILL_OF_2)
			shrink(map);
}

struct cti__map_node *cti__map_next(const struct cti__map *map,
				    struct cti__map_node *node)
{
	const struct cti__map_bucket *bucket;
	struct cti__map_node *next;
	size_t i = map->first;
	int at;

	if (node) {
		i = bucket_of(map, node->hash);
		bucket = bucket_at(map, i++);
		at = slot_of(bucket, node);
		next = at < WIDTH ? first_of(bucket, at + 1) : node->next;
		if (next)
			return next;
	}
	for (; i < map->buckets; i++) {
		next = first_of(bucket_at(map, i), 0);
		if (next)
			return next;
	}
	return NULL;
}
