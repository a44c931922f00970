/* SPDX-License-Identifier: MIT */
/*
 * What a simulated switch knows: calls with their legs, and agents. A test
 * moves it; the servers tell what changes in their protocol, and list it when
 * asked.
 */
#ifndef TESTS_FAULTS_WORLD_H
#define TESTS_FAULTS_WORLD_H

#include "util/buf.h"
#include "util/list.h"

#include <stdbool.h>
#include <stdint.h>

#define WORLD_TEXT   64
#define WORLD_AGENTS 2048
#define WORLD_KEY    "CTI_ACCOUNT"

enum leg_state { LEG_CALLING, LEG_RINGING, LEG_UP };

struct world_call;

struct world_leg {
	struct cti__list node; /* in the call */
	struct world_call *call;
	char id[WORLD_TEXT];
	unsigned number_of;	 /* counts channels, for their names */
	char device[WORLD_TEXT]; /* extension; "" of the trunk */
	bool called;		 /* the switch rang it up */
	bool by_queue;		 /* then: for a caller who waited */
	enum leg_state state;
	bool bridged, held;
	char number[WORLD_TEXT]; /* its own */
	char far[WORLD_TEXT];	 /* the other party, as it sees it */
};

struct world_call {
	struct cti__list node; /* in the world */
	struct world *world;
	char bridge[WORLD_TEXT];  /* "": none */
	char queue[WORLD_TEXT];	  /* it waits there; "": in none */
	char came_by[WORLD_TEXT]; /* the queue it last waited in */
	char dialled[WORLD_TEXT];
	char first_dialled[WORLD_TEXT];
	unsigned serial;
	bool moving;	       /* a transfer is being told */
	struct cti__list legs; /* the caller's first */
};

struct world_agent {
	char name[WORLD_TEXT], device[WORLD_TEXT];
	bool member, paused;
};

enum change_kind {
	CHANGE_LEG_NEW,	 /* leg: the caller arrives */
	CHANGE_DIAL,	 /* other is rung up for leg */
	CHANGE_RINGING,	 /* other */
	CHANGE_ANSWER,	 /* other, rung up for leg */
	CHANGE_UP,	 /* leg: the switch itself has answered */
	CHANGE_BRIDGE,	 /* leg and other talk */
	CHANGE_UNBRIDGE, /* leg and other do no more */
	CHANGE_HOLD,
	CHANGE_UNHOLD,
	CHANGE_QUEUE,	    /* leg waits in text */
	CHANGE_QUEUE_LEAVE, /* leg waits no more in text */
	CHANGE_TRANSFER,    /* leg has sent other to text */
	CHANGE_DATA,	    /* text is set of leg, under WORLD_KEY */
	CHANGE_END,	    /* leg; text: the cause's name in FreeSWITCH */
	CHANGE_AGENT
};

struct change {
	enum change_kind kind;
	struct world_call *call;
	struct world_leg *leg, *other;
	const struct world_agent *agent;
	const char *text;
};

struct world {
	struct cti__list calls;
	struct world_agent agent[WORLD_AGENTS];
	unsigned agents;
	unsigned serial;     /* of legs, in the life of the switch */
	unsigned calls_made; /* ever */
	unsigned process;    /* counts restarts */
	int64_t booted_us;   /* since 1970 */
	int64_t first_booted_us;
	/* Who tells of changes; NULL: nobody. */
	void (*tell)(void *user, const struct change *change);
	void *user;
};

void world_init(struct world *world);
void world_fini(struct world *world);

/* Somebody outside calls: number dialled, nobody rings yet. */
struct world_call *world_arrive(struct world *world, const char *caller,
				const char *dialled);
/* An extension dials. */
struct world_call *world_dial(struct world *world, const char *device,
			      const char *dialled);
/* The extension is rung up for the call. */
void world_ring(struct world_call *call, const char *device);
/* Whoever rings has picked up. */
void world_answer(struct world_call *call);
void world_hold(struct world_call *call, bool on);
/* The dialplan sets that of the caller: told, and forgotten. */
void world_data(struct world_call *call, const char *value);
/* The caller waits in a queue. */
void world_queue(struct world_call *call, const char *queue);
/* The extension that talks sends its party to another, which rings. */
void world_blind(struct world_call *call, const char *to);
/* All is over. */
void world_hang_up(struct world_call *call);
void world_agent(struct world *world, const char *name, bool member,
		 bool paused);
/* The switch has crashed and is there again: no calls, and ids that begin anew
   or go on. Nobody is told. */
void world_restart(struct world *world, bool same_ids);

/* A step of chance that makes sense now. devices: extensions, from 1001 on. */
void world_chance(struct world *world, uint64_t *dice, unsigned devices);

/* The leg of a call that talks or rings last; NULL for none. */
struct world_leg *world_last(const struct world_call *call);
struct world_leg *world_first(const struct world_call *call);
/* The leg of that id; NULL for none. */
struct world_leg *world_leg_of(const struct world *world, struct cti__str id);

/* What a library must believe, as sorted lines: "1001 connected 13800138000".
   holds: the protocol can list who is on hold; agents: and who serves the
   queues. */
void world_print(const struct world *world, bool holds, bool agents,
		 struct cti__buf *out);
/* Sort the lines of such a text. */
void world_sort(struct cti__buf *out);

#endif
