/* SPDX-License-Identifier: MIT */
/* What a server answered, read by a preset: customers, or why there are none.
 */
#ifndef CTI__IDENTIFY_REPLY_H
#define CTI__IDENTIFY_REPLY_H

#include "identify/preset.h"

/* A value by its path: members by name or index, parted by dots; "" is all. */
const struct cti__json *cti__reply_at(const struct cti__json *value,
				      struct cti__str path);

/* What an answer is read with; all borrowed. */
struct cti__reply {
	const struct cti__preset *preset;
	/* Values of settings, by their names without the $. */
	cti__form_fn *setting;
	void *user;
};

/*
 * The customers of an answer. 0 (also if there are none), CTI_EPROTO (no JSON,
 * of another shape), CTI_EREFUSED (the server says that it failed), or
 * CTI_ENOMEM; why gets a clause.
 */
int cti__reply_read(const struct cti__reply *reply, struct cti__str body,
		    struct cti__found *out, struct cti__buf *why);
/*
 * The token of a login's answer, and how many seconds it holds (0: not told).
 * Errors as above.
 */
int cti__reply_token(const struct cti__reply *reply, struct cti__str body,
		     struct cti__buf *token, int64_t *expires_s,
		     struct cti__buf *why);
/* What the server says of its failure, for people; empty if nothing. */
void cti__reply_error(const struct cti__preset *preset, struct cti__str body,
		      struct cti__buf *out);

#endif
