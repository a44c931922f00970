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

/* The one block of an allocator that gives no other and takes none back. */
static char kept_block[64];

static void *kept_alloc(size_t size)
{
	return size > sizeof(kept_block) ? NULL : kept_block;
}

static void *kept_realloc(void *p, size_t size)
{
	(void)p;
	return kept_alloc(size);
}

static void kept_free(void *p)
{
	(void)p;
}

/* What is freed from here on can be looked at in kept_block. */
static inline void keep_block(void)
{
	static const cti_allocator keeping = { sizeof(keeping), kept_alloc,
					       kept_realloc, kept_free };

	memset(kept_block, '.', sizeof(kept_block));
	assert_int_equal(cti_set_allocator(&keeping), 0);
}

static inline bool is_in_kept_block(const char *text)
{
	size_t n = strlen(text), i;

	for (i = 0; i + n <= sizeof(kept_block); i++)
		if (memcmp(kept_block + i, text, n) == 0)
			return true;
	return false;
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
