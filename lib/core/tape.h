/* SPDX-License-Identifier: MIT */
/*
 * Recordings of connections, read piece by piece: files that recorder.h has
 * written, raw bytes of a switch (with a file of times beside them or without),
 * messages a line each (NAME.jsonl), and folders of those.
 */
#ifndef CTI__CORE_TAPE_H
#define CTI__CORE_TAPE_H

#include "util/buf.h"

struct cti__tape;

enum cti__tape_kind {
	CTI__TAPE_OPEN,	 /* a connection begins */
	CTI__TAPE_DATA,	 /* data, len */
	CTI__TAPE_CLOSE, /* it ends */
	CTI__TAPE_END	 /* nothing more */
};

struct cti__tape_item {
	enum cti__tape_kind kind;
	int64_t time_us; /* since 1970, or counted from 0; never goes back */
	uint64_t offset; /* of the data in its file, once that is unpacked */
	const char *data; /* borrowed until the next */
	size_t len;
};

/*
 * protocol: "" to find it out. 0, CTI_EIO, CTI_EFORMAT (a sentence in why) or
 * CTI_ENOMEM.
 */
int cti__tape_open(struct cti__tape **out, const char *path,
		   const char *protocol, struct cti__buf *why);
/* The adapter's scheme: "ami". */
const char *cti__tape_protocol(const struct cti__tape *tape);
/*
 * The next piece. 0, or CTI_EIO, CTI_EFORMAT (cut short or damaged) or
 * CTI_ENOMEM with a sentence in why; the tape has then ended.
 */
int cti__tape_next(struct cti__tape *tape, struct cti__tape_item *item,
		   struct cti__buf *why);
/* NULL is allowed. */
void cti__tape_close(struct cti__tape *tape);

#endif
