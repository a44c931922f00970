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
	[METER_RSS] = { 2048, 0 },     [METER_USED] = { 512, 5 },
	[METER_BLOCKS] = { 1000, 5 },  [METER_FDS] = { 24, 0 },
	[METER_CALLS] = { 50, 15 },    [METER_LEGS] = { 100, 15 },
	[METER_BRIDGES] = { 50, 15 },  [METER_WAITS] = { 100, 30 },
	[METER_DEVICES] = { 50, 15 },  [METER_POP_CALLS] = { 50, 15 },
	[METER_SCREENS] = { 50, 15 },  [METER_QUESTIONS] = { 50, 15 },
	[METER_LOOKUPS] = { 100, 30 }, [METER_CACHED] = { 64, 5 },
	[METER_REQUESTS] = { 50, 30 }, [METER_UNWRITTEN] = { 2000, 30 },
};

/* Rows of five minutes: in less, an allocator still finds its shape. */
#define LONG	    1200
#define SHAPING_PCT 8

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

/* The mean of a fifth of the rows, from so many tenths on. */
static int64_t mean(const struct hold *hold, int meter, size_t tenths)
{
	size_t from = hold->rows * tenths / 10;
	size_t to = hold->rows * (tenths + 2) / 10, i;
	int64_t sum = 0;

	for (i = from; i < to; i++)
		sum += hold->row[i][meter];
	return to > from ? sum / (int64_t)(to - from) : 0;
}

static int64_t limit(const struct hold *hold, int meter, int64_t middle)
{
	int64_t percent = room[meter].percent;

	if (meter == METER_RSS && hold->rows < LONG)
		percent = SHAPING_PCT;
	return middle + room[meter].plus + middle * percent / 100;
}

void hold_judge(const struct hold *hold, struct verdict *verdict)
{
	int64_t middle, end;
	int i;

	printf("%-22s %12s %12s\n", "on the average", "middle", "end");
	for (i = 0; i < METER_COUNT; i++) {
		middle = mean(hold, i, 4);
		end = mean(hold, i, 8);
		printf("%-22s %12" PRId64 " %12" PRId64 "\n",
		       meter_name((enum meter)i), middle, end);
		if (end <= limit(hold, i, middle))
			continue;
		verdict->bad++;
		printf("FAIL %s: grew from %" PRId64 " to %" PRId64 "\n",
		       meter_name((enum meter)i), middle, end);
	}
}
