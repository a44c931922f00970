/* SPDX-License-Identifier: MIT */
/* Reads /proc, a counting allocator, and the client's own tables. */
#include "meter.h"

#include "core/client.h"
#include "core/journaling.h"
#include "core/link.h"
#include "identify/chain.h"
#include "journal/journal.h"
#include "model/state.h"
#include "pop/record.h"

#include <cti/memory.h>

#include <dirent.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_llong used, blocks;

/* The journal's thread allocates, too. */
static void count(void *p, int sign)
{
	if (!p)
		return;
	atomic_fetch_add(&used, sign * (long long)malloc_usable_size(p));
	atomic_fetch_add(&blocks, sign);
}

static void *count_alloc(size_t size)
{
	void *p = malloc(size);

	count(p, 1);
	return p;
}

static void *count_realloc(void *p, size_t size)
{
	void *q;

	count(p, -1);
	q = realloc(p, size);
	count(q ? q : p, 1);
	return q;
}

static void count_free(void *p)
{
	count(p, -1);
	free(p);
}

void meter_begin(void)
{
	const cti_allocator allocator = { sizeof(allocator), count_alloc,
					  count_realloc, count_free };

	if (cti_set_allocator(&allocator))
		exit(99);
}

/* Without what files and the town's own memory take. */
static int64_t private_kib(void)
{
	FILE *file = fopen("/proc/self/status", "r");
	long long kib = -1;
	char line[256];

	while (file && kib < 0 && fgets(line, sizeof(line), file))
		sscanf(line, "RssAnon: %lld", &kib);
	if (kib < 0)
		exit(99);
	fclose(file);
	return kib;
}

static int64_t descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int64_t n = 0;

	if (!dir)
		exit(99);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 3; /* . and .. and the folder's own */
}

static int64_t length(const struct cti__list *list)
{
	const struct cti__list *node;
	int64_t n = 0;

	cti__list_each (node, list)
		n++;
	return n;
}

static void read_model(int64_t out[METER_COUNT], const struct cti__model *m)
{
	int i;

	out[METER_CALLS] += (int64_t)m->calls.count;
	out[METER_LEGS] += (int64_t)m->legs.count;
	out[METER_BRIDGES] += (int64_t)(m->bridges.count + m->pairs.count);
	out[METER_DEVICES] += (int64_t)m->devices.count;
	out[METER_WAITS] += length(&m->wrapups) + (int64_t)m->asked_count;
	for (i = 0; i < WAIT_COUNT; i++)
		out[METER_WAITS] += length(&m->waits[i]);
}

static int64_t unwritten(const cti_client *client)
{
	const struct cti__journal *journal = cti__journaling_journal(
		(cti_client *)(uintptr_t)client);
	cti_journal_stats stats = { .size = sizeof(stats) };

	if (!journal)
		return 0;
	cti__journal_stats(journal, &stats);
	return (int64_t)stats.waiting;
}

static void read_tables(int64_t out[METER_COUNT], const cti_client *client)
{
	const struct cti__identify *identify = client->identify;
	const struct cti__list *node;

	cti__list_each (node, &client->switches)
		read_model(
			out,
			cti__list_entry(node, struct cti__switch, node)->model);
	out[METER_POP_CALLS] = (int64_t)client->pops->calls.count;
	out[METER_SCREENS] = (int64_t)client->pops->screens.count;
	out[METER_QUESTIONS] = length(&identify->questions);
	out[METER_LOOKUPS] = length(&identify->waiting);
	out[METER_CACHED] = (int64_t)identify->cache.map.count;
	out[METER_REQUESTS] = length(&client->requests);
	out[METER_UNWRITTEN] = unwritten(client);
}

void meter_read(int64_t out[METER_COUNT], const cti_client *client)
{
	memset(out, 0, METER_COUNT * sizeof(*out));
	out[METER_USED] = atomic_load(&used) / 1024;
	out[METER_BLOCKS] = atomic_load(&blocks);
	out[METER_FDS] = descriptors();
	out[METER_PRIVATE] = private_kib();
	if (client)
		read_tables(out, client);
}

uint64_t meter_starved_us(void)
{
	FILE *file = fopen("/proc/self/schedstat", "r");
	unsigned long long ran, waited = 0;

	if (file && fscanf(file, "%llu %llu", &ran, &waited) != 2)
		waited = 0;
	if (file)
		fclose(file);
	return waited / 1000;
}

const char *meter_name(enum meter meter)
{
	static const char *const names[METER_COUNT] = {
#define METER_ENTRY(constant, name) name,
		METER_MAP(METER_ENTRY)
#undef METER_ENTRY
	};

	return names[meter];
}
