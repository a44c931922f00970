/* SPDX-License-Identifier: MIT */
/*
 * System calls that fail when a test says so: sockets, files and names, in the
 * library and in whatever it stands on.
 */
#ifndef TESTS_TORTURE_SYSTEM_H
#define TESTS_TORTURE_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYSTEM_KINDS 128 /* at most */

struct system_kind {
	const char *name; /* "connect ECONNREFUSED" */
	int call;	  /* of the shim's own */
	int error;	  /* an errno, an EAI_*, or what the shim makes of it */
};

/* NULL behind the last. */
const struct system_kind *system_kind(size_t index);
/* It says that the next time will do, as no system does for ever. */
bool system_is_promise(const struct system_kind *kind);
/* Fail the at-th call of the kind (from 1), and those behind it, many in all;
   0: none, only count. */
void system_arm(const struct system_kind *kind, uint64_t at, uint64_t many);
/* Calls that could have failed since then, and those that did. */
uint64_t system_asked(const struct system_kind *kind);
uint64_t system_failed(void);
/* What this thread does itself is left alone, between these two; other threads
   are the library's and never are. */
void system_pause(void);
void system_resume(void);

#endif
