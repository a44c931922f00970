/* SPDX-License-Identifier: MIT */
/* An allocator that refuses the request that a test chooses. */
#ifndef CTI_TESTS_REFUSE_H
#define CTI_TESTS_REFUSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cti/error.h>
#include <cti/memory.h>

#include <stdlib.h>
#include <string.h>

/* Requests that are still granted; negative: all of them. */
static int refuse_after = -1;
/* Blocks that were handed out and not given back. */
static int refuse_held;

static bool refuse_now(void)
{
	if (refuse_after < 0)
		return false;
	if (refuse_after == 0)
		return true;
	refuse_after--;
	return false;
}

static void *refuse_alloc(size_t size)
{
	if (refuse_now())
		return NULL;
	refuse_held++;
	return malloc(size);
}

static void *refuse_realloc(void *p, size_t size)
{
	if (refuse_now())
		return NULL;
	refuse_held += !p;
	return realloc(p, size);
}

static void refuse_free(void *p)
{
	refuse_held -= p != NULL;
	free(p);
}

static inline int refuse_begin(void **state)
{
	static const cti_allocator counting = { sizeof(counting), refuse_alloc,
						refuse_realloc, refuse_free };

	(void)state;
	refuse_after = -1;
	refuse_held = 0;
	return cti_set_allocator(&counting);
}

/* A test that leaves a block behind has failed. */
static inline int refuse_end(void **state)
{
	(void)state;
	return cti_set_allocator(NULL) ? -1 : refuse_held;
}

#define REFUSE_TEST(test)                                                      \
	cmocka_unit_test_setup_teardown(test, refuse_begin, refuse_end)

#endif
