/* SPDX-License-Identifier: MIT */
/* The clocks of this process, which need nobody to wait for them. */
#ifndef TESTS_TORTURE_CLOCK_H
#define TESTS_TORTURE_CLOCK_H

#include <stdint.h>

/* How many milliseconds go by while nothing happens for one; 50 at first. */
void clock_pace(int ms);
/* Let that much time go by at once. */
void clock_skip(uint32_t ms);

#endif
