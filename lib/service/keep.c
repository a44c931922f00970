/* SPDX-License-Identifier: MIT */
/* Many small pieces of memory that are freed together. */
#include "service/keep.h"
#include "util/alloc.h"

struct cti__keep_block {
	struct cti__keep_block *before;
	max_align_t data[];
};

void *cti__keep_array(struct cti__keep *keep, size_t count, size_t size)
{
	struct cti__keep_block *block;

	if (size && count > (SIZE_MAX - sizeof(*block)) / size)
		return NULL;
	block = cti__calloc(1, sizeof(*block) + count * size);
	if (!block)
		return NULL;
	block->before = keep->last;
	keep->last = block;
	return block->data;
}

char *cti__keep_text(struct cti__keep *keep, struct cti__str text)
{
	char *copy = cti__keep_array(keep, text.n + 1, 1);

	if (copy && text.n)
		memcpy(copy, text.p, text.n);
	return copy;
}

void cti__keep_fini(struct cti__keep *keep)
{
	struct cti__keep_block *block;

	while (keep->last) {
		block = keep->last;
		keep->last = block->before;
		cti__free(block);
	}
}
