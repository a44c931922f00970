/* SPDX-License-Identifier: MIT */
/* What the libFuzzer targets share: what must hold, and inputs of parts. */
#ifndef CTI_TESTS_FUZZ_H
#define CTI_TESTS_FUZZ_H

#include "util/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Ends a part of an input: no text in UTF-8 has it. */
#define FUZZ_MARK '\xff'

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool held, const char *what)
{
	if (held)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static inline void must_same(const struct cti__buf *a, const struct cti__buf *b,
			     const char *what)
{
	must(cti__str_eq(cti__str_n(a->p, a->n), cti__str_n(b->p, b->n)), what);
}

static inline struct cti__str fuzz_input(const uint8_t *data, size_t size)
{
	return cti__str_n((const char *)data, size);
}

/* The next part, up to the mark. */
static inline struct cti__str fuzz_part(struct cti__str *rest)
{
	return cti__str_cut(*rest, FUZZ_MARK, rest);
}

/* The first byte, taken off; 0 of an empty input. */
static inline unsigned fuzz_byte(struct cti__str *rest)
{
	unsigned byte = rest->n ? (unsigned char)rest->p[0] : 0;

	*rest = cti__str_sub(*rest, 1, rest->n);
	return byte;
}

/* In memory of its own, so that reading behind it is seen; free() it. */
static inline struct cti__str fuzz_alone(struct cti__str part)
{
	char *copy = malloc(part.n ? part.n : 1);

	must(copy != NULL, "out of memory");
	if (part.n)
		memcpy(copy, part.p, part.n);
	return cti__str_n(copy, part.n);
}

static inline void fuzz_forget(struct cti__str alone)
{
	free((void *)(uintptr_t)alone.p);
}

/* Ended by NUL, and by the first one in it; free() it. */
static inline char *fuzz_text(struct cti__str part)
{
	char *copy = strndup(part.n ? part.p : "", part.n);

	must(copy != NULL, "out of memory");
	return copy;
}

/* A file in memory that holds this; the same one each time. Its path. */
static inline const char *fuzz_file(struct cti__str content)
{
	static char path[32];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("fuzz", 0);
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	must(fd >= 0 && ftruncate(fd, 0) == 0 &&
		     pwrite(fd, content.p, content.n, 0) == (ssize_t)content.n,
	     "no file in memory");
	return path;
}

#endif
