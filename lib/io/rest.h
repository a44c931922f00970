/* SPDX-License-Identifier: MIT */
/* When a file that changes has come to rest: looks compared, no clock. */
#ifndef CTI__IO_REST_H
#define CTI__IO_REST_H

#include "util/stamp.h"

struct cti__rest {
	struct cti__stamp told; /* what its reader has */
	struct cti__stamp seen; /* at the last look */
	bool whole;		/* only another file in its place counts */
	bool told_gone;
};

enum cti__rest_step {
	CTI__REST_IDLE,	 /* the reader has what is there */
	CTI__REST_AGAIN, /* it may still be written to: look again soon */
	CTI__REST_NEW,	 /* other content than the reader has, and at rest */
	CTI__REST_GONE	 /* nothing is there any more; told once */
};

/* told: what the reader has. */
void cti__rest_init(struct cti__rest *rest, const struct cti__stamp *told,
		    bool whole);
/* A look at the file, some time after the last one. */
enum cti__rest_step cti__rest_look(struct cti__rest *rest,
				   const struct cti__stamp *now);

#endif
