/* SPDX-License-Identifier: MIT */
/* Telling the application what a screen shows now: one pop event a change. */
#ifndef CTI__POP_SHOW_H
#define CTI__POP_SHOW_H

#include "identify/identify.h"
#include "pop/record.h"

/* Who is on the line, as far as it is known, without the agent's choice. */
void cti__pop_call_answer(const struct cti__pop_call *contact,
			  struct cti__answer *out);

/* Emit one revision of the screen. flags: of enum cti_event_flag. False: memory
   ran out and nothing was shown, which does not happen to one that closes. */
bool cti__screen_show(struct cti__screen *screen, enum cti_pop_state state,
		      const char *reason, int64_t time_us, uint32_t flags);

/*
 * What is known of a contact that ends without having been on a screen; the
 * caller's is the first count. NULL: it was, or there is nothing to say.
 */
struct cti_pop *cti__pop_call_left(struct cti__pop_call *contact,
				   int64_t time_us);

#endif
