/* SPDX-License-Identifier: MIT */
/* A malloc with a list of its blocks, and a say in which request fails. */
#include "memory.h"

#include <cti/memory.h>

#include <curl/curl.h>
#include <sqlite3.h>
#include <uv.h>

#include <execinfo.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIVE  0x6c697665u
#define DEAD  0x64656164u
/* Enough that an error that is passed up meets memory that is short, too. */
#define BURST 4

struct block {
	struct block *next, *prev;
	size_t size;
	uint64_t request; /* its number since memory_arm() */
	uint32_t state, turn;
	char pad[8]; /* what follows is aligned as malloc's is */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct block all = { .next = &all, .prev = &all };
static size_t held;
static uint32_t turn;
static uint64_t asked, refused, fail_at, fail_to, watch;
static const char *misuse;
static _Thread_local int paused;

/* Where a leaked block came from: CTI_TORTURE_WATCH is its request. */
static void show_stack(void)
{
	void *frame[32];
	int n = backtrace(frame, 32);

	fprintf(stderr, "request %llu:\n", (unsigned long long)asked);
	backtrace_symbols_fd(frame, n, 2);
}

/* With the lock held. */
static bool is_refused(void)
{
	if (paused)
		return false;
	asked++;
	if (asked == watch)
		show_stack();
	if (!fail_at || asked < fail_at || asked >= fail_to)
		return false;
	refused++;
	return true;
}

static void *user_part(struct block *block)
{
	return block + 1;
}

static struct block *block_of(void *p)
{
	return (struct block *)p - 1;
}

static void link_block(struct block *block, size_t size)
{
	block->size = size;
	block->request = paused ? 0 : asked;
	block->turn = turn;
	block->state = LIVE;
	block->next = &all;
	block->prev = all.prev;
	all.prev->next = block;
	all.prev = block;
	held++;
}

static void unlink_block(struct block *block)
{
	block->next->prev = block->prev;
	block->prev->next = block->next;
	held--;
}

static void *give(size_t size)
{
	struct block *block = NULL;

	pthread_mutex_lock(&lock);
	if (!is_refused() && size < (size_t)1 << 40)
		block = malloc(sizeof(*block) + size);
	if (block)
		link_block(block, size);
	pthread_mutex_unlock(&lock);
	if (!block)
		return NULL;
	/* Nobody may count on what was there. */
	memset(user_part(block), 0xa5, size);
	return user_part(block);
}

static void take(void *p)
{
	struct block *block;

	if (!p)
		return;
	block = block_of(p);
	pthread_mutex_lock(&lock);
	if (block->state != LIVE) {
		misuse = "what is freed was freed before, or is no block";
		pthread_mutex_unlock(&lock);
		return;
	}
	unlink_block(block);
	block->state = DEAD;
	pthread_mutex_unlock(&lock);
	/* Whoever still reads it shall see nonsense. */
	memset(p, 0xdd, block->size);
	free(block);
}

/* Always another place: whoever keeps a pointer to the old one is found. */
static void *give_more(void *p, size_t size)
{
	void *more;

	if (!p)
		return give(size);
	more = give(size);
	if (!more)
		return NULL;
	memcpy(more, p, block_of(p)->size < size ? block_of(p)->size : size);
	take(p);
	return more;
}

static void *give_clear(size_t count, size_t size)
{
	void *p = size && count > (size_t)-1 / size ? NULL : give(count * size);

	return p ? memset(p, 0, count * size) : NULL;
}

static char *give_text(const char *text)
{
	size_t n = strlen(text) + 1;
	char *p = give(n);

	return p ? memcpy(p, text, n) : NULL;
}

/* libuv ends the process if its table of descriptors cannot grow, and growing
   is the one use that it has for realloc on a loop: always granted. */
static void *give_uv_more(void *p, size_t size)
{
	void *more;

	memory_pause();
	more = give_more(p, size);
	memory_resume();
	return more;
}

static void *sqlite_give(int n)
{
	return give((size_t)n);
}

static void *sqlite_more(void *p, int n)
{
	return give_more(p, (size_t)n);
}

static int sqlite_size(void *p)
{
	return p ? (int)block_of(p)->size : 0;
}

static int sqlite_round(int n)
{
	return (n + 7) & ~7;
}

static int sqlite_start(void *data)
{
	(void)data;
	return SQLITE_OK;
}

static void sqlite_stop(void *data)
{
	(void)data;
}

int memory_init(void)
{
	static const cti_allocator ours = { sizeof(ours), give, give_more,
					    take };
	static const sqlite3_mem_methods sqlites = { sqlite_give,  take,
						     sqlite_more,  sqlite_size,
						     sqlite_round, sqlite_start,
						     sqlite_stop,  NULL };
	const char *number = getenv("CTI_TORTURE_WATCH");

	watch = number ? strtoull(number, NULL, 10) : 0;
	if (cti_set_allocator(&ours) ||
	    uv_replace_allocator(give, give_uv_more, give_clear, take) ||
	    sqlite3_config(SQLITE_CONFIG_MALLOC, &sqlites) != SQLITE_OK ||
	    sqlite3_initialize() != SQLITE_OK ||
	    curl_global_init_mem(CURL_GLOBAL_ALL, give, take, give_more,
				 give_text, give_clear) != CURLE_OK)
		return -1;
	return 0;
}

void memory_arm(uint64_t at, enum memory_want want)
{
	pthread_mutex_lock(&lock);
	asked = 0;
	refused = 0;
	fail_at = at;
	fail_to = want == MEMORY_GONE ? UINT64_MAX
				      : at + (want == MEMORY_BURST ? BURST : 1);
	pthread_mutex_unlock(&lock);
}

uint64_t memory_asked(void)
{
	return asked;
}

uint64_t memory_refused(void)
{
	return refused;
}

void memory_pause(void)
{
	paused++;
}

void memory_resume(void)
{
	paused--;
}

size_t memory_held(void)
{
	return held;
}

void memory_mark(void)
{
	turn++;
}

const char *memory_leak(char *text, size_t size)
{
	const struct block *block;
	uint64_t first = 0;
	size_t count = 0, bytes = 0;

	pthread_mutex_lock(&lock);
	for (block = all.next; block != &all; block = block->next) {
		if (block->turn != turn)
			continue;
		if (!count++)
			first = block->request;
		bytes += block->size;
	}
	pthread_mutex_unlock(&lock);
	snprintf(text, size,
		 "%zu blocks of %zu bytes are not freed, the first is "
		 "request %llu",
		 count, bytes, (unsigned long long)first);
	return count ? text : NULL;
}

const char *memory_misuse(void)
{
	return misuse;
}
