/* SPDX-License-Identifier: MIT */
/*
 * Two connections to one switch tell the same twice. Most facts say what is so,
 * and are no news the second time; of those that say what happened, one that
 * another witness has just told is the same.
 */
#include "model/state.h"

/* How far one witness may lag behind the other. A finger is not that fast, but
   only what two of them say counts as one. */
#define LAG_MS 300

bool cti__said_already(struct cti__model *m, struct call *call,
		       const struct cti_fact *fact)
{
	uint64_t hash = cti__siphash(m->opts.seed, fact->leg.p, fact->leg.n) +
			31 * cti__siphash(m->opts.seed, fact->called.p,
					  fact->called.n) +
			(uint64_t)fact->kind;
	uint32_t digest = (uint32_t)(hash ^ hash >> 32) | 1;
	uint16_t ms = (uint16_t)(m->now_us / 1000);
	bool again = call->said == digest && call->said_by != fact->witness &&
		     (uint16_t)(ms - call->said_ms) <= LAG_MS;

	/* Said by both, it is done with: the next is another. */
	call->said = again ? 0 : digest;
	call->said_ms = ms;
	call->said_by = fact->witness;
	return again;
}
