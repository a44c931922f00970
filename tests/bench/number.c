/* SPDX-License-Identifier: MIT */
/*
 * What it costs to take a number apart, by us and by a plug-in: number
 * [PLUGIN]. One JSON line each.
 */
#include <cti/memory.h>
#include <cti/number.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* The plug-in that was built, if any. */
#ifndef PLUGIN
#define PLUGIN ""
#endif

#define ROUNDS	      50000
#define PLUGIN_ROUNDS 1000

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* As trunks, telephones and files give them. */
static const char *const numbers[] = {
	"13800138000",
	"+8613800138000",
	"013900139000",
	"913800138000",
	"17951013800138000",
	"01062345678",
	"010-62345678",
	"+86 10 6234 5678",
	"62345678",
	"0371-6234567转8001",
	"4008108888",
	"95588",
	"1001",
	"anonymous",
	"sip:13800138000@10.0.0.1",
	"１３８００１３８０００",
	"+49 711 1234567",
	"0014155550123",
	"+44 20 7946 0000",
	"+55 11 98765-4321",
};

static unsigned long allocations;

static void *count_malloc(size_t size)
{
	allocations++;
	return malloc(size);
}

static void *count_realloc(void *p, size_t size)
{
	allocations++;
	return realloc(p, size);
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Nanoseconds a number; negative if one is not understood. */
static double measure(const cti_number_plan *plan, long rounds)
{
	cti_number n = { .size = sizeof(n) };
	double begun = now_s();
	long i;
	size_t k;

	for (i = 0; i < rounds; i++)
		for (k = 0; k < COUNT(numbers); k++)
			if (cti_number_parse(numbers[k], plan, &n))
				return -1;
	return (now_s() - begun) * 1e9 / ((double)rounds * COUNT(numbers));
}

static void print(const char *row, double ns, const char *more,
		  const char *target)
{
	printf("{\"bench\":\"number\",\"ns_per_number\":%.0f,\"row\":\"%s\","
	       "\"figure\":\"%.2f µs of CPU%s\",\"target\":\"%s\"}\n",
	       ns, row, ns / 1e3, more, target);
}

/* The same numbers, all of them also asked of the plug-in. */
static int measure_plugin(cti_number_plan *plan, const char *path, double ours)
{
	char detail[512], more[64];
	double both;

	if (cti_number_plugin_load(&plan->plugin, path, detail,
				   sizeof(detail))) {
		fprintf(stderr, "%s\n", detail);
		return 1;
	}
	plan->plugin_for = CTI_NUMBER_ALL;
	both = measure(plan, PLUGIN_ROUNDS);
	snprintf(more, sizeof(more), "; %.0f times as much",
		 (both - ours) / ours);
	print("the same number asked of libphonenumber", both - ours, more, "");
	return 0;
}

int main(int argc, char **argv)
{
	const cti_allocator counting = { sizeof(counting), count_malloc,
					 count_realloc, free };
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	const char *plugin = argc > 1 ? argv[1] : PLUGIN;
	double ours;

	plan.area = "010";
	plan.outside_prefix = "9";
	if (cti_set_allocator(&counting))
		return 2;
	ours = measure(&plan, ROUNDS);
	if (ours < 0 || allocations) {
		fprintf(stderr, "number: a number is not understood, or memory "
				"was allocated\n");
		return 1;
	}
	print("a number normalised", ours, ", no allocation", "0.5 µs");
	return *plugin ? measure_plugin(&plan, plugin, ours) : 0;
}
