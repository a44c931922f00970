/* SPDX-License-Identifier: MIT */
/*
 * What a recording costs: its bytes through adapter and model into a callback
 * that counts, in CPU time, allocations and memory, as one line of JSON.
 *
 * usage: bench PROTOCOL FILE [--repeat N] [--standing N]
 */
#include "calls.h"
#include "feed.h"

#include <cti/memory.h>

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <zlib.h>

/* As much as a socket gives at once. */
#define PIECE	    65536
/* What the switch's clock does meanwhile: 40 kB of events a second. */
#define US_PER_BYTE 25

struct count {
	uint64_t events, calls;
};

static uint64_t allocations;

static void *count_alloc(size_t size)
{
	allocations++;
	return malloc(size);
}

static void *count_realloc(void *p, size_t size)
{
	allocations++;
	return realloc(p, size);
}

static void on_event(void *user, struct cti_event *ev)
{
	struct count *count = user;

	count->events++;
	count->calls += ev->kind == CTI_EVENT_CALL_BEGIN;
}

static double cpu_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The file's bytes; unpacked if they are packed. NULL if it cannot be read. */
static char *read_unpacked(const char *path, size_t *len)
{
	/* zlib reads what is not packed as it is. */
	gzFile file = gzopen(path, "rb");
	size_t room = 1 << 20;
	char *data = file ? malloc(room) : NULL;
	char *bigger;
	int n;

	*len = 0;
	while (data &&
	       (n = gzread(file, data + *len, (unsigned)(room - *len))) > 0) {
		*len += (size_t)n;
		if (*len < room)
			continue;
		room *= 2;
		bigger = realloc(data, room);
		if (!bigger)
			free(data);
		data = bigger;
	}
	if (file)
		gzclose(file);
	return data;
}

/* One pass of nothing but looking for the ends of lines, in the same pieces. */
static double floor_s(const char *data, size_t len)
{
	double begin = cpu_s();
	volatile uint64_t lines = 0;
	const char *p, *end;
	size_t at, n;

	for (at = 0; at < len; at += n) {
		n = len - at < PIECE ? len - at : PIECE;
		for (p = data + at, end = p + n; p && p < end; lines++) {
			p = memchr(p, '\n', (size_t)(end - p));
			if (p)
				p++;
		}
	}
	return cpu_s() - begin;
}

/* What json-c takes to build a tree of each object in the same bytes, and to
   free it; 0 if there is none. */
static double jsonc_s(const char *data, size_t len)
{
	struct json_tokener *tokener = json_tokener_new();
	double begin = cpu_s();
	const char *p, *end = data + len;
	struct json_object *tree;
	uint64_t trees = 0;

	for (p = tokener ? memchr(data, '{', len) : NULL; p && p < end;
	     p = memchr(p, '{', (size_t)(end - p))) {
		json_tokener_reset(tokener);
		tree = json_tokener_parse_ex(tokener, p, (int)(end - p));
		p += tree ? json_tokener_get_parse_end(tokener) : 1;
		trees += tree != NULL;
		json_object_put(tree);
	}
	json_tokener_free(tokener);
	return trees ? cpu_s() - begin : 0;
}

/*
 * Where a pass after the first begins: behind the login, as if the connection
 * had gone on. Another login would be another switch, with none of the calls.
 */
static size_t after_login(const char *data, size_t len)
{
	static const struct {
		const char *word, *end;
	} last[] = {
		{ "Event: FullyBooted\r\n", "\r\n\r\n" },
		{ "Reply-Text: +OK event listener", "\n\n" },
	};
	const char *p;
	size_t i;

	for (i = 0; i < sizeof(last) / sizeof(last[0]); i++) {
		p = memmem(data, len, last[i].word, strlen(last[i].word));
		if (p)
			p = memmem(p, len - (size_t)(p - data), last[i].end,
				   strlen(last[i].end));
		if (p)
			return (size_t)(p - data) + strlen(last[i].end);
	}
	return 0;
}

static int feed_all(struct feed *feed, const char *data, size_t len,
		    int64_t *now_us)
{
	size_t at, n;
	int err = 0;

	for (at = 0; !err && at < len; at += n) {
		n = len - at < PIECE ? len - at : PIECE;
		*now_us += (int64_t)n * US_PER_BYTE;
		feed_time(feed, *now_us);
		err = feed_bytes(feed, data + at, n);
	}
	return err;
}

static int usage(void)
{
	fprintf(stderr, "usage: bench PROTOCOL FILE [--repeat N] "
			"[--standing N]\n");
	return 2;
}

static int options(int argc, char **argv, uint64_t *repeat, uint64_t *standing)
{
	uint64_t *to;
	char *end;
	int i;

	for (i = 3; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--repeat") == 0)
			to = repeat;
		else if (strcmp(argv[i], "--standing") == 0)
			to = standing;
		else
			return -1;
		*to = strtoull(argv[i + 1], &end, 10);
		if (*end)
			return -1;
	}
	return i == argc && *repeat ? 0 : -1;
}

/* Protocols whose messages are JSON. */
static bool is_json(const char *protocol)
{
	return strcmp(protocol, "ari") == 0 ||
	       strcmp(protocol, "esl-json") == 0;
}

static void report(const char *protocol, const struct feed *feed,
		   const struct count *count, double bytes, double cpu,
		   double floor, double jsonc)
{
	double messages = (double)feed_messages(feed);
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	printf("{\"protocol\":\"%s\",\"messages\":%.0f,\"events\":%llu,"
	       "\"bytes\":%.0f,\"calls\":%llu,\"cpu_s\":%.6f,"
	       "\"messages_per_cpu_s\":%.0f,\"mb_per_cpu_s\":%.2f,"
	       "\"peak_rss_kb\":%ld,\"ns_per_message\":%.1f,"
	       "\"allocations_per_message\":%.4f,\"floor_cpu_s\":%.6f,"
	       "\"x_floor\":%.2f",
	       protocol, messages, (unsigned long long)count->events, bytes,
	       (unsigned long long)count->calls, cpu, messages / cpu,
	       bytes / 1e6 / cpu, usage.ru_maxrss, cpu * 1e9 / messages,
	       (double)allocations / messages, floor, cpu / floor);
	if (jsonc > 0)
		printf(",\"jsonc_cpu_s\":%.6f,\"x_jsonc\":%.2f", jsonc,
		       jsonc / cpu);
	puts("}");
}

int main(int argc, char **argv)
{
	const cti_allocator allocator = { sizeof(allocator), count_alloc,
					  count_realloc, free };
	uint64_t repeat = 1, standing = 0, i;
	struct count count = { 0 };
	struct feed_opts opts = { .on_event = on_event, .user = &count };
	struct feed *feed;
	int64_t now_us = 1;
	double begin, cpu = 0, bytes = 0, floor = 0, jsonc = 0;
	char *data;
	size_t len, skip, again;
	int err = 0;

	if (argc < 3 || options(argc, argv, &repeat, &standing))
		return usage();
	data = read_unpacked(argv[2], &len);
	if (!data || !len) {
		free(data);
		fprintf(stderr, "bench: %s cannot be read\n", argv[2]);
		return 1;
	}
	opts.protocol = argv[1];
	if (cti_set_allocator(&allocator) || !(feed = feed_open(&opts))) {
		free(data);
		fprintf(stderr, "bench: there is no protocol %s\n", argv[1]);
		return 1;
	}
	/* Calls that go on talking; their ids are older than any recording's.
	 */
	for (i = 0; !err && i < standing; i++)
		err = call_begin(feed_model(feed), (unsigned)i, &now_us);
	memset(&count, 0, sizeof(count));
	again = after_login(data, len);
	allocations = 0;
	/* In turns: whatever else the machine does, it does to all of them. */
	for (i = 0; !err && i < repeat; i++) {
		skip = i ? again : 0;
		if (i && !skip)
			feed_reconnect(feed);
		/* Long enough for the model to take the same ids for new legs.
		 */
		now_us += (int64_t)120 * 1000000;
		begin = cpu_s();
		err = feed_all(feed, data + skip, len - skip, &now_us);
		cpu += cpu_s() - begin;
		bytes += (double)(len - skip);
		floor += floor_s(data + skip, len - skip);
		if (is_json(argv[1]))
			jsonc += jsonc_s(data + skip, len - skip);
	}
	if (err || !feed_messages(feed))
		fprintf(stderr, "bench: %s is no recording of %s\n", argv[2],
			argv[1]);
	else
		report(argv[1], feed, &count, bytes, cpu, floor, jsonc);
	err = err || !feed_messages(feed);
	feed_close(feed);
	free(data);
	return err ? 1 : 0;
}
