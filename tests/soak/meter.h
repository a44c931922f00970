/* SPDX-License-Identifier: MIT */
/* What a process and a client hold at the moment: memory, descriptors, tables.
 */
#ifndef TESTS_SOAK_METER_H
#define TESTS_SOAK_METER_H

#include <cti/client.h>

#define METER_MAP(X)                                                           \
	X(PRIVATE, "private KiB")                                              \
	X(USED, "allocated KiB")                                               \
	X(BLOCKS, "allocations held")                                          \
	X(FDS, "descriptors")                                                  \
	X(CALLS, "calls")                                                      \
	X(LEGS, "legs")                                                        \
	X(BRIDGES, "bridges")                                                  \
	X(WAITS, "waits")                                                      \
	X(DEVICES, "devices")                                                  \
	X(POP_CALLS, "calls of pops")                                          \
	X(SCREENS, "screens")                                                  \
	X(QUESTIONS, "questions")                                              \
	X(LOOKUPS, "lookups")                                                  \
	X(CACHED, "cached numbers")                                            \
	X(REQUESTS, "requests")                                                \
	X(UNWRITTEN, "changes not written")

enum meter {
#define METER_ENTRY(constant, name) METER_##constant,
	METER_MAP(METER_ENTRY)
#undef METER_ENTRY
		METER_COUNT
};

/* Count all that the library allocates from now on: before anything else. */
void meter_begin(void);
/* client: NULL for none. */
void meter_read(int64_t out[METER_COUNT], const cti_client *client);
/* Microseconds that the loop's thread wanted a processor and had none. */
uint64_t meter_starved_us(void);
const char *meter_name(enum meter meter);

#endif
