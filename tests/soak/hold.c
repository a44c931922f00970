/* SPDX-License-Identifier: MIT */
/* Rows of meters, and the comparison of their middle with their end. */
#include "hold.h"

#include <stdlib.h>
#include <string.h>

/* By how much the end may be above the middle: in the meter's own measure, or
   of a hundred; tables go up and down with the calls that chance makes, and
   connections over HTTP are kept: 8 for lookups, 16 for records. */
static const struct {
	int64_t plus, percent;
} room[METER_COUNT] = {
	[METER_PRIVATE] = { 2048, 2 }, [METER_USED] = { 512, 5 },
	[METER_BLOCKS] = { 1000, 5 },  [METER_FDS] = { 24, 0 },
	[METER_CALLS] = { 50, 15 },    [METER_LEGS] = { 100, 15 },
	[METER_BRIDGES] = { 50, 15 },  [METER_WAITS] = { 100, 30 },
	[METER_DEVICES] = { 50, 15 },  [METER_POP_CALLS] = { 50, 15 },
	[METER_SCREENS] = { 50, 15 },  [METER_QUESTIONS] = { 50, 15 },
	[METER_LOOKUPS] = { 100, 30 }, [METER_CACHED] = { 64, 5 },
	[METER_REQUESTS] = { 50, 30 }, [METER_UNWRITTEN] = { 2000, 30 },
};

void hold_init(struct hold *hold, size_t rows)
{
	memset(hold, 0, sizeof(*hold));
	hold->room = rows;
	hold->row = malloc(rows * sizeof(*hold->row));
	if (!hold->row)
		exit(99);
	/* Touched now, or it would be seen to grow itself. */
	memset(hold->row, 1, rows * sizeof(*hold->row));
}

void hold_fini(struct hold *hold)
{
	free(hold->row);
}

void hold_add(struct hold *hold, const int64_t row[METER_COUNT])
{
	if (hold->rows < hold->room)
		memcpy(hold->row[hold->rows++], row, sizeof(*hold->row));
}

void hold_show(const struct hold *hold, const int64_t row[METER_COUNT],
	       uint64_t seconds)
{
	int i;

	(void)hold;
	printf("%5" PRIu64 " s:", seconds);
	for (i = 0; i < METER_COUNT; i++)
		printf("%s %" PRId64 " %s", i ? "," : "", row[i],
		       meter_name((enum meter)i));
	printf("\n");
}

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The median of a fifth of the rows, from so many tenths on: a machine that
   stands still for some seconds is no growth. */
static int64_t median(const struct hold *hold, int meter, size_t tenths)
{
	size_t from = hold->rows * tenths / 10;
	size_t n = hold->rows * (tenths + 2) / 10 - from, i;
	int64_t *value = malloc((n + 1) * sizeof(*value)), found = 0;

	if (!value)
		exit(99);
	for (i = 0; i < n; i++)
		value[i] = hold->row[from + i][meter];
	qsort(value, n, sizeof(*value), by_value);
	if (n)
		found = value[n / 2];
	free(value);
	return found;
}

/* The most of the rows before so many tenths. */
static int64_t peak(const struct hold *hold, int meter, size_t tenths)
{
	int64_t most = 0;
	size_t i;

	for (i = 0; i < hold->rows * tenths / 10; i++)
		if (hold->row[i][meter] > most)
			most = hold->row[i][meter];
	return most;
}

static int64_t limit(const struct hold *hold, int meter, int64_t middle)
{
	int64_t most = middle + room[meter].plus +
		       middle * room[meter].percent / 100;

	/* What was in use at once, when the machine had no time for us, stays
	   with the C library. */
	if (meter == METER_PRIVATE)
		most += peak(hold, METER_USED, 10) - peak(hold, METER_USED, 5);
	return most;
}

void hold_judge(const struct hold *hold, struct verdict *verdict)
{
	int64_t middle, end;
	int i;

	printf("%-22s %12s %12s\n", "median of a fifth", "middle", "end");
	for (i = 0; i < METER_COUNT; i++) {
		middle = median(hold, i, 4);
		end = median(hold, i, 8);
		printf("%-22s %12" PRId64 " %12" PRId64 "\n",
		       meter_name((enum meter)i), middle, end);
		if (end <= limit(hold, i, middle))
			continue;
		verdict->bad++;
		printf("FAIL %s: grew from %" PRId64 " to %" PRId64 "\n",
		       meter_name((enum meter)i), middle, end);
	}
}
