/* SPDX-License-Identifier: MIT */
/**
 * @file cti/memory.h
 * Where the library's memory comes from. Words used in all headers: *owned*
 * (you free or unref it), *borrowed* (valid until the time named), *copied*
 * (the library keeps its own).
 */
#ifndef CTI_MEMORY_H
#define CTI_MEMORY_H

#include <cti/api.h>

/** The three functions of an allocator. All must be thread-safe. */
typedef struct cti_allocator {
	size_t size;				/**< sizeof(cti_allocator) */
	void *(*alloc)(size_t size);		/**< as malloc */
	void *(*realloc)(void *p, size_t size); /**< as realloc */
	void (*free)(void *p);			/**< as free; takes NULL */
} cti_allocator;

CTI_BEGIN_DECLS

/**
 * Replace the allocator of the whole process's libcti, once, before any other
 * call of the library. It serves tests that fail each allocation in turn and
 * programs that count memory.
 *
 * @param allocator  Copied. NULL restores the C library's.
 * @return 0, or CTI_EINVAL if a function is missing.
 *
 * Thread: any, but before any other call. Since: 0.1.
 */
CTI_API int cti_set_allocator(const cti_allocator *allocator);

/**
 * Free memory that a function of the library handed over as owned.
 *
 * @param p  NULL is allowed.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API void cti_free(void *p);

CTI_END_DECLS

#endif
