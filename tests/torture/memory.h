/* SPDX-License-Identifier: MIT */
/*
 * Memory that runs out when a test says so: the library, libuv, libcurl and
 * SQLite ask here, from any thread, and every block is known until it is freed.
 */
#ifndef TESTS_TORTURE_MEMORY_H
#define TESTS_TORTURE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long memory is short. */
enum memory_want {
	MEMORY_ONCE,  /* one request is refused */
	MEMORY_BURST, /* and the three after it */
	MEMORY_GONE   /* and all that come after it */
};

/* Before anything else of the process. 0, or -1. */
int memory_init(void);
/* Refuse the request of that number, counted from 1 from now on; 0: none. */
void memory_arm(uint64_t at, enum memory_want want);
/* Requests since then, and how many of them were refused. */
uint64_t memory_asked(void);
uint64_t memory_refused(void);
/* What a test asks for itself is always granted, between these two. */
void memory_pause(void);
void memory_resume(void);

/* Blocks that are held now. */
size_t memory_held(void);
/* Blocks from now on are told apart from older ones. */
void memory_mark(void);
/* "3 blocks of 120 bytes, the first is request 17": those held since the mark
   that are not freed; NULL: there is none. */
const char *memory_leak(char *text, size_t size);
/* What was freed twice or written behind its end, ever; NULL: nothing. */
const char *memory_misuse(void);

#endif
