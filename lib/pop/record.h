/* SPDX-License-Identifier: MIT */
/*
 * What pops remember while calls live: the calls, the screens (a call's part at
 * one device, popped or not) and who sits where.
 */
#ifndef CTI__POP_RECORD_H
#define CTI__POP_RECORD_H

#include "pop/greeting.h"
#include "pop/knowledge.h"
#include "pop/payload.h"
#include "pop/pop.h"
#include "pop/template.h"
#include "util/list.h"
#include "util/map.h"

struct cti__question;

struct cti__pops {
	struct cti__pops_opts opts;
	struct cti__template *url;
	char *schemes; /* of addresses; NULL: the default */
	struct cti__greeting_rules greeting;
	struct cti__service *service; /* counted; NULL: none */
	enum cti__language language;
	bool open_on_answer, outbound, internal;
	bool explain; /* also what does not open */
	struct cti__map calls;	 /* by id */
	struct cti__map screens; /* by pop id */
	struct cti__map seats;	 /* by link and device */
	struct cti__list dirty;	 /* screens that show something old */
	size_t open;
};

enum cti__direction {
	CTI__DIRECTION_UNKNOWN,
	CTI__DIRECTION_INBOUND,
	CTI__DIRECTION_OUTBOUND,
	CTI__DIRECTION_INTERNAL
};

struct cti__pop_call {
	struct cti__map_node by_id;
	struct cti__pops *pops;
	char *link, *caller, *called, *name, *dnis, *queue;
	char *remote; /* the number of the one outside, once that is clear */
	char *origin; /* the device that began it */
	enum cti__direction direction;
	bool withheld; /* the caller's number is */
	bool shown;    /* a screen has told of it */
	/* Merged into its parent: kept only so that its id is understood. */
	bool merged;
	int64_t time_us;   /* of its last event */
	int64_t waited_us; /* in queues that it has left */
	int64_t queued_us; /* when it entered the queue it is in */
	bool queued;
	struct cti__question *question;
	cti_customer *chosen;
	struct cti__knowledge known;
	struct cti__list data; /* of cti__datum */
	size_t data_count;
	uint32_t data_revision;
	struct cti__list screens; /* of cti__screen */
	struct cti__earlier *earlier; /* counted; NULL: not known */
	char *earlier_of;	      /* whose were asked for */
	uint32_t earlier_turn;
	/* The call this one consults for, or has become part of. */
	struct cti__pop_call *parent;
	struct cti__list kids, kin;
	char id[];
};

struct cti__screen {
	struct cti__map_node by_id;
	struct cti__list node;	/* in the call's screens */
	struct cti__list dirty; /* in the pops' dirty */
	struct cti__pop_call *call;
	char *device, *agent, *remote;
	uint32_t legs; /* telephones of the device that take part */
	uint32_t revision;
	int64_t waited_ms;
	bool open, answered, dialled;
	bool url_failed; /* has been logged */
	/* What closes it if there is no memory then; while it is open. */
	struct cti_pop *farewell;
	char id[];
};

/* NULL if there is none. */
struct cti__pop_call *cti__pop_call_find(const struct cti__pops *pops,
					 struct cti__str id);
/* Find or make; NULL if memory ran out. */
struct cti__pop_call *cti__pop_call_get(struct cti__pops *pops,
					struct cti__str id);
/* Also frees its screens and the calls that were merged into it. */
void cti__pop_call_free(struct cti__pop_call *call);
/* call consults for parent. Nothing happens if that would make a circle. */
void cti__pop_call_join(struct cti__pop_call *call,
			struct cti__pop_call *parent);
/* Whether the contact is somebody who hides. */
bool cti__pop_call_hides(const struct cti__pop_call *call);
/* The call that it has become part of, or itself. */
struct cti__pop_call *cti__pop_call_real(struct cti__pop_call *call);
/* The contact it serves, or itself: who is on the line is known there. */
struct cti__pop_call *cti__pop_call_contact(struct cti__pop_call *call);
/* 0, CTI_ETOOBIG or CTI_ENOMEM. */
int cti__pop_call_set_data(struct cti__pop_call *call, struct cti__str key,
			   struct cti__str value);
struct cti__str cti__pop_call_data(const struct cti__pop_call *call,
				   struct cti__str key);

struct cti__screen *cti__screen_find(const struct cti__pop_call *call,
				     struct cti__str device);
/* Find or make; NULL if memory ran out. */
struct cti__screen *cti__screen_get(struct cti__pop_call *call,
				    struct cti__str device);
struct cti__screen *cti__screen_by_id(const struct cti__pops *pops,
				      struct cti__str id);
void cti__screen_free(struct cti__screen *screen);

/* Who sits at a device; "" for nobody known. */
struct cti__str cti__seat_agent(const struct cti__pops *pops,
				struct cti__str link, struct cti__str device);
/* An empty agent: nobody any more. 0 or CTI_ENOMEM. */
int cti__seat_set(struct cti__pops *pops, struct cti__str link,
		  struct cti__str device, struct cti__str agent);
void cti__seat_clear(struct cti__pops *pops);

#endif
