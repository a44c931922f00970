/* SPDX-License-Identifier: MIT */
/* The one place that asks for memory, so that tests can refuse it. */
#ifndef CTI__UTIL_ALLOC_H
#define CTI__UTIL_ALLOC_H

#include <stddef.h>

void *cti__alloc(size_t size);
/* Zeroed; NULL too if count * size does not fit. */
void *cti__calloc(size_t count, size_t size);
/*
 * For what is large and read at random. From a few MiB on the system is asked
 * for large pages, for to look up an address may cost as much as to read the
 * memory behind it. Where it refuses, the memory is as any other.
 */
void *cti__alloc_large(size_t size);
void *cti__realloc(void *p, size_t size);
/* NULL is allowed. */
void cti__free(void *p);

/* Overwrite a secret in a way that the compiler cannot leave out. */
void cti__wipe(void *p, size_t size);
/* Free a text of which nothing is to stay in memory. NULL is allowed. */
void cti__free_secret(char *text);

#endif
