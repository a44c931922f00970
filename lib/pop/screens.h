/* SPDX-License-Identifier: MIT */
/* When a screen opens and closes, and what happens where two calls become one.
 */
#ifndef CTI__POP_SCREENS_H
#define CTI__POP_SCREENS_H

#include "pop/record.h"

void cti__pops_no_memory(struct cti__pops *pops);
/* Keep a text that is another, and say whether it was. "" changes nothing. */
bool cti__pops_change(struct cti__pops *pops, char **owned,
		      struct cti__str value);
/* Keep a text only if there is none yet: the first caller stays the caller. */
bool cti__pops_learn(struct cti__pops *pops, char **owned,
		     struct cti__str value);

/* The call has data that may tell who calls. */
void cti__pop_call_follow(struct cti__pop_call *call, struct cti__str key,
			  struct cti__str value);
/* The screen shows something old, if it is open. */
void cti__screen_mark(struct cti__screen *screen);
/* All who see this contact: its own screens and those of its consultations. */
void cti__pop_call_mark(struct cti__pop_call *call);
/* Show what was marked. ev: what changed it; NULL: nothing on the line did. */
void cti__pops_flush(struct cti__pops *pops, const struct cti_event *ev);

/* Ask who it is, as soon as there is a number to ask for, and once. */
void cti__pop_call_identify(struct cti__pop_call *call);

/* Milliseconds in queues until then. */
int64_t cti__pop_call_waited(const struct cti__pop_call *call, int64_t time_us);
void cti__pop_call_stop_waiting(struct cti__pop_call *call, int64_t time_us);

/* Open it if its device takes part, is one that pops, and it is time. */
void cti__screen_open_if_due(struct cti__screen *screen,
			     const struct cti_event *ev);
void cti__pop_call_open_due(struct cti__pop_call *call,
			    const struct cti_event *ev);
/* The device has left the call, whatever its telephones are yet to say. NULL is
   allowed. */
void cti__screen_leave(struct cti__screen *screen, const char *reason,
		       int64_t time_us);

/* Everything of the one is now the other's; its id stays known until it ends.
 */
void cti__pop_call_merge(struct cti__pop_call *from, struct cti__pop_call *to,
			 const struct cti_event *ev);

#endif
