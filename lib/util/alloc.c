/* SPDX-License-Identifier: MIT */
/* The one place that asks for memory, so that tests can refuse it. */
#include "util/alloc.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Of x86-64, and of most other machines. */
#define LARGE_PAGE ((uintptr_t)2 << 20)

static struct cti_allocator allocator = { sizeof(allocator), malloc, realloc,
					  free };

int cti_set_allocator(const cti_allocator *with)
{
	static const struct cti_allocator standard = { sizeof(standard), malloc,
						       realloc, free };

	if (!with)
		with = &standard;
	if (with->size < sizeof(*with) || !with->alloc || !with->realloc ||
	    !with->free)
		return CTI_EINVAL;
	allocator = *with;
	return 0;
}

void cti_free(void *p)
{
	cti__free(p);
}

void *cti__alloc(size_t size)
{
	return allocator.alloc(size ? size : 1);
}

void *cti__calloc(size_t count, size_t size)
{
	void *p;

	if (size && count > (size_t)-1 / size)
		return NULL;
	p = cti__alloc(count * size);
	if (p)
		memset(p, 0, count * size);
	return p;
}

/*
 * Whole pages only: what lies beside the block is not ours to speak for. It is
 * asked before they are touched, or they would have to be moved.
 */
static void ask_for_large_pages(void *p, size_t size)
{
#ifdef MADV_HUGEPAGE
	uintptr_t from = (uintptr_t)p + LARGE_PAGE - 1,
		  to = (uintptr_t)p + size;

	from -= from % LARGE_PAGE;
	to -= to % LARGE_PAGE;
	if (from < to)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
	(void)p;
	(void)size;
#endif
}

void *cti__alloc_large(size_t size)
{
	void *p = cti__alloc(size);

	if (p)
		ask_for_large_pages(p, size);
	return p;
}

void *cti__realloc(void *p, size_t size)
{
	return allocator.realloc(p, size ? size : 1);
}

void cti__free(void *p)
{
	/* Most of what may be freed was never made. */
	if (p)
		allocator.free(p);
}

void cti__wipe(void *p, size_t size)
{
	volatile unsigned char *byte = p;

	while (size--)
		*byte++ = 0;
}

void cti__free_secret(char *text)
{
	if (!text)
		return;
	cti__wipe(text, strlen(text));
	cti__free(text);
}
