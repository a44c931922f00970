/* SPDX-License-Identifier: MIT */
/* What tells one content of a file from another without reading it. */
#ifndef CTI__UTIL_STAMP_H
#define CTI__UTIL_STAMP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

/* All zero: there is no such file. */
struct cti__stamp {
	bool exists;
	uint64_t dev, ino, size;
	int64_t written_ns; /* the content */
	int64_t changed_ns; /* anything of it: also by one who sets written */
};

static inline struct cti__stamp cti__stamp_of(const struct stat *st)
{
	struct cti__stamp s = {
		.exists = true,
		.dev = (uint64_t)st->st_dev,
		.ino = (uint64_t)st->st_ino,
		.size = (uint64_t)st->st_size,
		.written_ns = (int64_t)st->st_mtim.tv_sec * 1000000000 +
			      st->st_mtim.tv_nsec,
		.changed_ns = (int64_t)st->st_ctim.tv_sec * 1000000000 +
			      st->st_ctim.tv_nsec,
	};

	return s;
}

/* Whether it is the same file, whatever is written in it. */
static inline bool cti__stamp_same_file(const struct cti__stamp *a,
					const struct cti__stamp *b)
{
	return a->exists == b->exists && a->dev == b->dev && a->ino == b->ino;
}

static inline bool cti__stamp_same(const struct cti__stamp *a,
				   const struct cti__stamp *b)
{
	return cti__stamp_same_file(a, b) && a->size == b->size &&
	       a->written_ns == b->written_ns && a->changed_ns == b->changed_ns;
}

#endif
