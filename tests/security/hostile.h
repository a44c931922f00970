/* SPDX-License-Identifier: MIT */
/* The hostile values of hostile.txt, for tests in C. */
#ifndef CTI_TESTS_HOSTILE_H
#define CTI_TESTS_HOSTILE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "util/buf.h"

#define HOSTILE_MAX 400

/* A value; its bytes end with a NUL that n does not count. */
struct hostile {
	char group[12];
	int line; /* in the file */
	struct cti__buf bytes;
};

/* Read once, given back at the end of the program. */
struct hostile_list {
	struct hostile at[HOSTILE_MAX];
	size_t count;
};

/* Fails the test that asks if the file is not as it should be. */
const struct hostile_list *hostile_all(void);

/* The bytes, and whether a C string can hold them. */
struct cti__str hostile_str(const struct hostile *value);
bool hostile_is_text(const struct hostile *value);

/* Fail with the value's line and these words. */
#define hostile_fail(value, ...)                                               \
	do {                                                                   \
		print_error("hostile.txt:%d: ", (value)->line);                \
		fail_msg(__VA_ARGS__);                                         \
	} while (0)

#endif
