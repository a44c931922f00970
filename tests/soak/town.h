/* SPDX-License-Identifier: MIT */
/*
 * A town that calls: simulated switches and a CRM in a process of their own, so
 * that what the library costs and keeps can be told from what they do. Both
 * processes see one piece of memory, where the town counts what really
 * happened.
 */
#ifndef TESTS_SOAK_TOWN_H
#define TESTS_SOAK_TOWN_H

#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#define TOWN_LINKS     3
#define TOWN_CUSTOMERS 5000 /* in the directory; the CRM knows others */
#define TOWN_SLOTS     65536

struct town_plan {
	unsigned calls_per_s;
	unsigned agents; /* at each switch */
	unsigned wait_ms, ring_ms, talk_ms, hold_ms;
};

enum town_phase { TOWN_BEGINS, TOWN_QUIET, TOWN_CALLS, TOWN_ENDS, TOWN_OVER };

/* What really happened. Written by the town, but for phase. */
struct town_shared {
	atomic_uint phase; /* enum town_phase */
	atomic_uint port[TOWN_LINKS], crm_port;
	atomic_uint live;
	atomic_ullong calls, ended, internal;
	atomic_ullong rings, screens; /* rings of calls from outside */
	atomic_ullong queued, abandoned, held, transferred;
	atomic_ullong lookups, posts, records; /* records: with a new key */
	atomic_ullong cpu_us;
	/* When a call last began to ring, by the count in its id. */
	atomic_ullong ring_ns[TOWN_LINKS][TOWN_SLOTS];
};

extern const char *const town_protocol[TOWN_LINKS];

/* Fork; it comes back in the parent once the town answers, and the town lives
   until TOWN_OVER. */
pid_t town_start(struct town_shared **shared, const struct town_plan *plan);
/* Nanoseconds of a clock that both processes have. */
uint64_t town_now_ns(void);
/* The telephone number of somebody. */
void town_number(char out[16], unsigned who);

#endif
