/* SPDX-License-Identifier: MIT */
/*
 * What grows with the house: the cost of a message and the memory, with few and
 * many live calls and watched devices, as lines of JSON.
 *
 * usage: scale [CALLS]
 *
 * With a number it is the cost with so many live calls alone, for a profiler.
 */
#include "ami_text.h"
#include "calls.h"
#include "feed.h"

#include <cti/memory.h>

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Calls that are made at a time, and how often. */
#define BATCH	   200
#define BATCHES	   8
#define ROUNDS	   5
#define CALL_US	   1000
/* Houses of different sizes. */
#define COUNTS_MAX 4

struct house {
	struct feed *feed;
	struct cti__buf text;
	int64_t now_us;
	uint64_t cpu_ns, messages;
	unsigned first, next; /* calls that live */
	unsigned count;	      /* of what there is much or little */
	double bytes, grown_us;
};

static uint64_t allocations;
static size_t in_use;

static void *count_alloc(size_t size)
{
	void *p = malloc(size);

	allocations++;
	in_use += p ? malloc_usable_size(p) : 0;
	return p;
}

static void *count_realloc(void *p, size_t size)
{
	size_t before = p ? malloc_usable_size(p) : 0;
	void *q = realloc(p, size);

	allocations++;
	if (q)
		in_use += malloc_usable_size(q) - before;
	return q;
}

static void count_free(void *p)
{
	in_use -= p ? malloc_usable_size(p) : 0;
	free(p);
}

static uint64_t cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Everything in text goes in, and is measured. */
static void play(struct house *house)
{
	uint64_t messages = feed_messages(house->feed), begun;

	feed_time(house->feed, house->now_us);
	begun = cpu_ns();
	if (house->text.err ||
	    feed_bytes(house->feed, house->text.p, house->text.n))
		exit(1);
	house->cpu_ns += cpu_ns() - begun;
	house->messages += feed_messages(house->feed) - messages;
	cti__buf_clear(&house->text);
}

static void on_event(void *user, struct cti_event *ev)
{
	(void)ev;
	++*(uint64_t *)user;
}

static uint64_t events;

static void open_house(struct house *house)
{
	const struct feed_opts opts = { .protocol = "ami",
					.on_event = on_event,
					.user = &events };

	memset(house, 0, sizeof(*house));
	house->feed = feed_open(&opts);
	if (!house->feed)
		exit(1);
	ami_hello(&house->text);
	play(house);
}

static void close_house(struct house *house)
{
	feed_close(house->feed);
	cti__buf_fini(&house->text);
}

static void begin_calls(struct house *house, unsigned count)
{
	while (count--) {
		ami_call_begin(&house->text, house->next++);
		house->now_us += CALL_US;
		if (house->text.n > 1 << 20)
			play(house);
	}
	play(house);
}

/* As many end as begin: the oldest. */
static void turn_over(struct house *house)
{
	unsigned i;

	for (i = 0; i < BATCH; i++) {
		ami_call_begin(&house->text, house->next++);
		ami_call_end(&house->text, house->first++);
		house->now_us += CALL_US;
	}
	play(house);
}

/* In turns: whatever else the machine does, it does to all of them. */
static void measure(struct house *house, size_t count)
{
	size_t round, i, batch;

	for (i = 0; i < count; i++)
		house[i].cpu_ns = house[i].messages = 0;
	for (round = 0; round < ROUNDS; round++)
		for (i = 0; i < count; i++)
			for (batch = 0; batch < BATCHES; batch++)
				turn_over(&house[i]);
}

static double ns_per_message(const struct house *house)
{
	return (double)house->cpu_ns / (double)house->messages;
}

/* The dearest message of some: each by itself, the better of two rounds of the
   same kind, since a machine has other things to do. */
static double worst_us(struct house *house)
{
	uint64_t begun, cost, worst = 0, before = UINT64_MAX;
	size_t at, end;
	int round;

	for (round = 0; round < 2; round++) {
		ami_call_begin(&house->text, house->next++);
		ami_call_end(&house->text, house->first++);
		for (at = 0, worst = 0; at < house->text.n; at = end) {
			for (end = at + 4;
			     memcmp(house->text.p + end - 4, "\r\n\r\n", 4);)
				end++;
			begun = cpu_ns();
			(void)feed_bytes(house->feed, house->text.p + at,
					 end - at);
			cost = cpu_ns() - begun;
			worst = cost > worst ? cost : worst;
		}
		cti__buf_clear(&house->text);
		before = worst < before ? worst : before;
	}
	return (double)before / 1e3;
}

static void fill_with_calls(struct house *house, unsigned count)
{
	uint64_t grown = 0, begun, cost;
	size_t before;
	unsigned i;

	open_house(house);
	before = in_use;
	/* A call at a time: does one of them pay for all? */
	for (i = 0; i < count; i++) {
		ami_call_begin(&house->text, house->next++);
		house->now_us += CALL_US;
		begun = cpu_ns();
		play(house);
		cost = cpu_ns() - begun;
		grown = cost > grown ? cost : grown;
	}
	house->count = count;
	house->bytes = (double)(in_use - before) / count;
	house->grown_us = (double)grown / 1e3;
}

static void with_calls(const unsigned *counts, size_t count)
{
	struct house house[COUNTS_MAX];
	size_t i;

	for (i = 0; i < count; i++)
		fill_with_calls(&house[i], counts[i]);
	measure(house, count);
	for (i = 0; i < count; i++) {
		printf("{\"bench\":\"calls\",\"live\":%u,"
		       "\"ns_per_message\":%.1f,\"bytes_per_call\":%.0f,"
		       "\"dearest_call_us\":%.1f,\"worst_us\":%.1f}\n",
		       house[i].count, ns_per_message(&house[i]),
		       house[i].bytes, house[i].grown_us, worst_us(&house[i]));
		close_house(&house[i]);
	}
}

static void fill_with_devices(struct house *house, unsigned count)
{
	size_t before;
	unsigned i;

	open_house(house);
	begin_calls(house, 100);
	cti__buf_fini(&house->text);
	before = in_use;
	for (i = 0; i < count; i++) {
		ami_agent(&house->text, i);
		if (house->text.n > 1 << 20)
			play(house);
	}
	play(house);
	/* The bench's own text is none of the house's. */
	cti__buf_fini(&house->text);
	house->count = count;
	house->bytes = (double)(in_use - before) / count;
}

static void with_devices(const unsigned *counts, size_t count)
{
	struct house house[COUNTS_MAX];
	size_t i;

	for (i = 0; i < count; i++)
		fill_with_devices(&house[i], counts[i]);
	measure(house, count);
	for (i = 0; i < count; i++) {
		printf("{\"bench\":\"devices\",\"watched\":%u,"
		       "\"ns_per_message\":%.1f,\"bytes_per_device\":%.0f}\n",
		       house[i].count, ns_per_message(&house[i]),
		       house[i].bytes);
		close_house(&house[i]);
	}
}

/* Messages about a live call that change nothing; each is told a thousand
   times, after one round in which tables find their size. */
static void that_change_nothing(void)
{
	const unsigned calls = 100;
	uint64_t allocated, told, messages = 0;
	struct house house;
	unsigned i, round;

	open_house(&house);
	begin_calls(&house, calls);
	house.now_us += 60000000;
	for (i = 0; i < calls; i++)
		(void)ami_call_again(&house.text, i);
	feed_time(house.feed, house.now_us);
	allocated = told = 0;
	for (round = 0; round < 10; round++) {
		if (feed_bytes(house.feed, house.text.p, house.text.n))
			exit(1);
		if (round == 0) {
			allocated = allocations;
			told = events;
			messages = feed_messages(house.feed);
		}
	}
	printf("{\"bench\":\"nothing\",\"messages\":%llu,\"events\":%llu,"
	       "\"allocations\":%llu}\n",
	       (unsigned long long)(feed_messages(house.feed) - messages),
	       (unsigned long long)(events - told),
	       (unsigned long long)(allocations - allocated));
	close_house(&house);
}

/* Calls told to the model itself, a hundred alive at a time, leave nothing. */
static void that_have_ended(unsigned count)
{
	struct house house;
	size_t before = 0;
	unsigned i;

	open_house(&house);
	for (i = 0; i < count; i++) {
		if (i == count / 2)
			before = in_use;
		if (call_begin(feed_model(house.feed), i, &house.now_us) ||
		    (i >= 100 &&
		     call_end(feed_model(house.feed), i - 100, &house.now_us)))
			exit(1);
	}
	printf("{\"bench\":\"ended\",\"calls\":%u,\"bytes_halfway\":%zu,"
	       "\"bytes_after\":%zu}\n",
	       count, before, in_use);
	close_house(&house);
}

int main(int argc, char **argv)
{
	static const unsigned calls[COUNTS_MAX] = { 1, 100, 10000, 100000 };
	static const unsigned devices[COUNTS_MAX] = { 1, 10, 1000, 100000 };
	const cti_allocator allocator = { sizeof(allocator), count_alloc,
					  count_realloc, count_free };
	unsigned only = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;

	if (cti_set_allocator(&allocator))
		return 1;
	if (only) {
		with_calls(&only, 1);
		return 0;
	}
	with_calls(calls, COUNTS_MAX);
	with_devices(devices, COUNTS_MAX);
	that_change_nothing();
	that_have_ended(1000000);
	return 0;
}
