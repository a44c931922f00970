/* SPDX-License-Identifier: MIT */
/* How long to wait before the next attempt. Pure: chance comes as an argument. */
#ifndef CTI__CORE_BACKOFF_H
#define CTI__CORE_BACKOFF_H

#include <stdint.h>

/* Behind so long a life after a login, waiting begins at the least again. */
#define CTI__BACKOFF_HEALTHY_US 60000000

struct cti__backoff {
	uint32_t next_ms, least_ms, limit_ms;
};

void cti__backoff_init(struct cti__backoff *b, uint32_t least_ms,
		       uint32_t limit_ms);
/* The connection is gone that had been logged in for so long (0: never). */
void cti__backoff_lived(struct cti__backoff *b, int64_t life_us);
/* Milliseconds to wait now; doubles the next. roll: any random number. */
uint32_t cti__backoff_step(struct cti__backoff *b, uint32_t roll);

#endif
