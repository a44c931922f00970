/* SPDX-License-Identifier: MIT */
/* The meters over time: whether what they show has stopped growing. */
#ifndef TESTS_SOAK_HOLD_H
#define TESTS_SOAK_HOLD_H

#include "meter.h"
#include "verdict.h"

#include <stddef.h>

struct hold {
	int64_t (*row)[METER_COUNT];
	size_t rows, room;
};

/* Room for so many rows; what comes later is not kept. */
void hold_init(struct hold *hold, size_t room);
void hold_fini(struct hold *hold);
void hold_add(struct hold *hold, const int64_t row[METER_COUNT]);
/* A line for who waits. */
void hold_show(const struct hold *hold, const int64_t row[METER_COUNT],
	       uint64_t seconds);
/* Hold the end against the middle, meter by meter, and print both. */
void hold_judge(const struct hold *hold, struct verdict *verdict);

#endif
