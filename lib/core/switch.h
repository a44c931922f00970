/* SPDX-License-Identifier: MIT */
/*
 * One switch: its model, fed by one link or more, and the model's clock. That
 * clock is the switch's own where facts carry times, else the link's. While a
 * call lives it never goes back and a jump of either is not followed, so that
 * what lies between two events is how long it was.
 */
#ifndef CTI__CORE_SWITCH_H
#define CTI__CORE_SWITCH_H

#include "io/timer.h"
#include "model/fact.h"
#include "model/model.h"

struct cti_client;
struct cti_link;

struct cti__switch {
	struct cti__list node; /* in the client */
	struct cti_client *client;
	char *name; /* NULL: of one link alone */
	struct cti__model *model;
	struct cti__timer *timer;
	struct cti_link *speaker; /* whose name the events carry */
	int64_t last_us;	  /* the latest time told to the model */
	int64_t armed_us;	  /* the deadline that the timer waits for */
	int64_t skew_us;	  /* the switch's clock less the link's */
	bool skew_known;
	/* The last reading of that clock, and of one that cannot jump. */
	int64_t read_us, read_mono_us;
	int64_t jumped_us; /* by so much it has jumped back, less forth */
	uint32_t links;
	uint8_t joined; /* links that ever were */
};

/* Join the switch of that name, or make one. 0 or CTI_ENOMEM. */
int cti__switch_join(struct cti__switch **out, struct cti_link *link,
		     const char *name);
/* The last link to leave ends the model; with a word, every leg gets its
   hangup. */
void cti__switch_leave(struct cti__switch *sw, struct cti_link *link,
		       bool tell);
/* A fact of a link, in its turn behind what was due before it. */
void cti__switch_fact(struct cti__switch *sw, struct cti_link *link,
		      const struct cti_fact *fact);
/* It is that time on the link's clock: decide what is due. */
void cti__switch_tick(struct cti__switch *sw, struct cti_link *link);
/* Nothing more will come of this link's switch (the end of a recording). */
void cti__switch_close(struct cti__switch *sw, struct cti_link *link);
/* What time it is on the switch, as that link sees it. */
int64_t cti__switch_now_us(const struct cti__switch *sw,
			   const struct cti_link *link);

#endif
