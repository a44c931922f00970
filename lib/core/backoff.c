/* SPDX-License-Identifier: MIT */
/* How long to wait before the next attempt: doubling, jittered, capped. */
#include "core/backoff.h"

void cti__backoff_init(struct cti__backoff *b, uint32_t least_ms,
		       uint32_t limit_ms)
{
	b->least_ms = least_ms ? least_ms : 1;
	b->limit_ms = limit_ms > b->least_ms ? limit_ms : b->least_ms;
	b->next_ms = b->least_ms;
}

void cti__backoff_lived(struct cti__backoff *b, int64_t life_us)
{
	/* A switch that falls over right after each login must not be dialled
	   at full speed for it. */
	if (life_us >= CTI__BACKOFF_HEALTHY_US)
		b->next_ms = b->least_ms;
}

uint32_t cti__backoff_step(struct cti__backoff *b, uint32_t roll)
{
	uint32_t span = b->next_ms;

	/* Compare before doubling: the product may not fit. */
	b->next_ms = span > b->limit_ms / 2 ? b->limit_ms : span * 2;

	/* Over nearly the whole of it: a hundred clients that one switch has left
	   must not come back as one. Not all, so that lucky rolls are no busy
	   loop. */
	return span / 8 + roll % (span - span / 8 + 1);
}
