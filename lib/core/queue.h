/* SPDX-License-Identifier: MIT */
/*
 * Events that wait for cti_poll(), bounded by number and bytes. What does not
 * fit pushes the oldest out: first what only adds detail (info, data, dtmf),
 * then anything that is no end. Ends, and what links and losses say, always
 * stay. One `loss` event stands where events were. No lock of its own.
 */
#ifndef CTI__CORE_QUEUE_H
#define CTI__CORE_QUEUE_H

#include "util/list.h"

#include <cti/event.h>
#include <stdint.h>

struct cti__queue {
	struct cti__list all;	 /* in order */
	struct cti__list detail; /* of them, what goes first */
	struct cti__list other;	 /* and what goes next */
	size_t count, bytes;
	size_t max_count, max_bytes;
	uint64_t dropped;
	/* What found no memory, and is told of by a loss as soon as there is
	   some: how many, number of the last one, when. */
	struct cti__queue_lack {
		uint64_t lost, seq;
		int64_t from_us, to_us;
	} lack;
};

void cti__queue_init(struct cti__queue *q, size_t max_count, size_t max_bytes);
void cti__queue_fini(struct cti__queue *q);
/* Change the limits; takes effect with the next event. */
void cti__queue_limit(struct cti__queue *q, size_t max_count, size_t max_bytes);
/* Takes the event over, also when it fails. 0 or CTI_ENOMEM. */
int cti__queue_push(struct cti__queue *q, cti_event *ev);
/* An event that there was no memory to keep. */
void cti__queue_lost(struct cti__queue *q, const struct cti_event *ev);
/* The oldest, owned; NULL if there is none (or no memory for a loss event). */
cti_event *cti__queue_pop(struct cti__queue *q);
bool cti__queue_empty(const struct cti__queue *q);

#endif
