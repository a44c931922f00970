/* SPDX-License-Identifier: MIT */
/*
 * The simulator inside: a small switch with telephones, callers, queues, rooms
 * and slots. What it does it reports as facts, in the order in which Asterisk
 * tells the same story.
 */
#ifndef CTI__ADAPTERS_SIM_H
#define CTI__ADAPTERS_SIM_H

#include "core/adapter.h"
#include "util/buf.h"
#include "util/list.h"
#include "util/map.h"

#include <cti/error.h>

/* The most legs that may live at once. */
#define SIM_LEGS_MAX	     10000
/* The most telephones, queues and rooms that may be named. */
#define SIM_NAMES_MAX	     10000
/* The longest number, alias or name of a queue, and the longest caller's name,
   both with the NUL. */
#define SIM_WORD	     40
#define SIM_NAME	     136
/* The longest id of a leg; an application may ask for one, a UUID. */
#define SIM_ID		     40
/* The most telephones that one call rings at once. */
#define SIM_TARGETS	     16
/* Where the virtual clock begins: 2026-01-05 at nine o'clock in Beijing. */
#define SIM_EPOCH_US	     INT64_C(1767574800000000)
/* An extension has at most so many digits, unless devices.extensions says. */
#define SIM_EXTENSION_DIGITS 5
/* Dialled to park; the slots are numbered from the next on. */
#define SIM_PARK_NUMBER	     700
#define SIM_SLOTS	     100

struct sim;

/* Something that happens later; lives in what it belongs to. */
struct sim_timer {
	void (*run)(struct sim *sim, void *of);
	void *of;
	int64_t at_us;
	uint64_t order; /* equal times run in the order they were set */
	size_t place;	/* in the heap, from 1; 0: not set */
};

enum sim_strategy { SIM_RINGALL, SIM_LINEAR };

enum sim_record { SIM_RECORD_NONE, SIM_RECORD_ON, SIM_RECORD_PAUSED };

/* What becomes of an agent's membership of a queue. */
enum sim_member { SIM_MEMBER_IS, SIM_MEMBER_NEW, SIM_MEMBER_GONE };

/* Whether a caller waits to be told where to go, and where it goes without. */
enum sim_asks { SIM_ASKS_NOT, SIM_ASKS_QUEUE, SIM_ASKS_NUMBER };

/* A number that was named: a telephone in the house, or one outside whose
   temper was set. Lives as long as the simulator. */
struct sim_phone {
	struct cti__map_node by_number;
	struct cti__list node;
	struct cti__list legs; /* by sim_leg.phone_node, oldest first */
	struct cti__list seats;
	struct sim_timer wrapup;
	char number[SIM_WORD];
	char agent[SIM_WORD]; /* "": nobody ever sat here */
	char reason[SIM_WORD];
	char forward[SIM_WORD];
	int64_t answer_us; /* ... after so long */
	bool outside, paused, busy, away, barred;
	bool wrapping;
	bool answers; /* picks up by itself */
};

/* A telephone's place in a queue. */
struct sim_seat {
	struct cti__list in_phone, in_queue;
	struct sim_phone *phone;
	struct sim_queue *queue;
};

struct sim_queue {
	struct cti__list node;
	struct cti__list seats, waiting;
	char name[SIM_WORD];
	enum sim_strategy strategy;
	int64_t ring_us, retry_us, wrapup_us, wait_us;
	bool dirty; /* somebody came or became free */
};

struct sim_bridge {
	struct cti__list node;
	struct cti__list legs;
	size_t count;
	enum cti_bridge_kind kind;
	char id[24];
	char room[SIM_WORD]; /* "": no conference */
};

struct sim_room {
	struct cti__list node;
	struct sim_bridge *bridge; /* NULL while empty */
	char number[SIM_WORD];
};

struct sim_leg {
	struct cti__list node;
	struct cti__list phone_node, bridge_node, ringing_node, wait_node;
	struct cti__list ringing;	 /* the legs that this one rings up */
	struct sim_leg *dialler;	 /* who rings this one up */
	struct sim_leg *first, *consult; /* of one telephone, each other's */
	struct sim_phone *phone;	 /* NULL: outside */
	struct sim_bridge *bridge;
	struct sim_queue *queue;   /* waits in it */
	struct sim_queue *served;  /* was offered or connected by it */
	struct sim_timer timer;	   /* ring, retry, park */
	struct sim_timer patience; /* of a caller in a queue */
	struct sim_timer plan;	   /* of the load */
	enum cti_fact_state state;
	size_t tried; /* members of the queue that had their turn */
	char id[SIM_ID], group[SIM_ID];
	char number[SIM_WORD], called[SIM_WORD], alias[SIM_WORD];
	char name[SIM_NAME];
	int64_t failure;       /* why the last that it rang up failed */
	char exten[SIM_WORD];  /* where it stands in the dialplan */
	char click[SIM_WORD];  /* what to dial once it is answered */
	char target[SIM_WORD]; /* what was dialled to ring it up */
	char parker[SIM_WORD];
	char shown[SIM_WORD];	   /* number that those it rings up see, if
				      another */
	char shown_name[SIM_NAME]; /* ... and the name */
	enum sim_asks asks;
	char asks_for[SIM_WORD];   /* a queue's name or a number */
	int32_t priority;	   /* in a queue: more is sooner */
	enum sim_record record;
	unsigned slot; /* 0: not parked */
	unsigned hops; /* diversions of what it dialled */
	bool held, withheld, automatic, muted;
	bool prompt; /* was asked to pick up by itself, at once */
	bool joins;  /* is to come into the call of who rings it up */
	bool leaving; /* being hung up: do nothing else with it */
};

/* A line of the script. */
struct sim_line {
	int64_t at_us;
	struct cti__str text; /* in script_text */
	size_t number;
};

/* The load: calls made by chance. */
struct sim_load {
	struct sim_timer timer;
	uint64_t left, made;
	int64_t every_us, talk_us;
	size_t phones;
	struct sim_queue *queue; /* NULL: calls go straight to telephones */
};

struct sim {
	struct cti_port *port;
	const struct cti_settings *settings;
	struct cti__buf why; /* what is wrong, for people */

	bool is_virtual, started, live, over, ending;
	uint32_t speed_milli; /* 1000: as time goes */
	int64_t base_us;      /* the port's time when the simulated was 0 */
	int64_t now_us;
	int64_t booted_us;
	int64_t back_us; /* a dropped link comes back at this port's time */
	struct sim_timer **heap;
	size_t timers, room, wanted;
	uint64_t order;

	char *script_name, *script_text;
	struct sim_line *line;
	size_t lines, next_line;
	struct sim_timer script;
	struct sim_load load;
	uint64_t chance;

	struct cti__map phone_map;
	struct cti__list phones, queues, rooms, legs, bridges;
	size_t leg_count, name_count;
	uint64_t leg_ids, bridge_ids;
	int64_t ring_us, park_us;
	int64_t answer_us; /* telephones pick up by themselves after it */
	bool answers;
	uint64_t refusals, silences; /* so many requests are still refused, or
					never answered */
	unsigned slot_used[SIM_SLOTS]; /* 1: taken */
	struct sim_bridge *lot;	       /* where the parked wait */
};

/* A click-to-dial. */
struct sim_click {
	struct cti__str phone, to, alias, id;
	struct cti__str shown, shown_name;
	bool prompt;
};

/* report.c: facts. */
struct cti_fact cti__sim_fact(enum cti_fact_kind kind,
			      const struct sim_leg *leg);
void cti__sim_report(struct sim *sim, struct cti_fact *fact);
void cti__sim_say(struct sim *sim, enum cti_fact_kind kind,
		  const struct sim_leg *leg);
void cti__sim_say_new(struct sim *sim, const struct sim_leg *leg,
		      bool snapshot);
void cti__sim_say_code(struct sim *sim, enum cti_fact_kind kind,
		       const struct sim_leg *leg, int64_t code);
void cti__sim_say_dial(struct sim *sim, const struct sim_leg *callee,
		       bool snapshot);
void cti__sim_say_ringing(struct sim *sim, const struct sim_leg *callee,
			  bool snapshot);
void cti__sim_say_dial_end(struct sim *sim, const struct sim_leg *callee,
			   enum cti_dial_result result, const char *forward);
void cti__sim_say_bridge(struct sim *sim, enum cti_fact_kind kind,
			 const struct sim_bridge *bridge,
			 const struct sim_leg *leg, bool snapshot);
void cti__sim_say_queue(struct sim *sim, enum cti_fact_kind kind,
			const struct sim_leg *caller,
			const struct sim_queue *queue, int64_t code,
			bool snapshot);
void cti__sim_say_agent(struct sim *sim, enum cti_fact_kind kind,
			const struct sim_leg *caller,
			const struct sim_leg *callee);
void cti__sim_say_member(struct sim *sim, const struct sim_phone *phone,
			 const struct sim_queue *queue, enum sim_member what,
			 bool snapshot);
void cti__sim_say_members(struct sim *sim, const struct sim_phone *phone);
void cti__sim_say_parked(struct sim *sim, enum cti_fact_kind kind,
			 const struct sim_leg *leg, const struct sim_leg *other,
			 bool snapshot);

/* snapshot.c: the whole switch as one list. */
void cti__sim_list(struct sim *sim);

/* clock.c: what happens when. */
int cti__sim_want_timers(struct sim *sim, size_t more);
void cti__sim_at(struct sim *sim, struct sim_timer *timer, int64_t at_us,
		 void (*run)(struct sim *sim, void *of), void *of);
void cti__sim_in(struct sim *sim, struct sim_timer *timer, int64_t us,
		 void (*run)(struct sim *sim, void *of), void *of);
void cti__sim_unset(struct sim *sim, struct sim_timer *timer);
/* Do all that is due until then, and be there. */
void cti__sim_run(struct sim *sim, int64_t until_us);
/* Where the simulated time should be now, by the port's clock. */
int64_t cti__sim_due_us(const struct sim *sim);
/* Ask the port for the next wake. */
void cti__sim_rearm(struct sim *sim);

/* switch.c: telephones, legs, bridges and what belongs to them. */
bool cti__sim_is_extension(const struct sim *sim, struct cti__str number);
struct sim_phone *cti__sim_phone(struct sim *sim, struct cti__str number);
int cti__sim_phone_need(struct sim *sim, struct sim_phone **out,
			struct cti__str number);
int cti__sim_leg_new(struct sim *sim, struct sim_leg **out,
		     struct cti__str number, const char *group);
/* Before anything is said of it: the leg gets an id that somebody has chosen; ""
   leaves it its own. */
void cti__sim_leg_name(struct sim_leg *leg, struct cti__str id);
/* Reports its end and frees it; what it rang up, waited in or sat in must be
   settled before. */
void cti__sim_leg_end(struct sim *sim, struct sim_leg *leg, int64_t code);
void cti__sim_leg_state(struct sim *sim, struct sim_leg *leg,
			enum cti_fact_state state);
/* For a leg that may be gone. */
bool cti__sim_is_live(const struct sim *sim, const struct sim_leg *leg);
/* An empty bridge; it is reported when the first leg enters. */
int cti__sim_bridge_new(struct sim *sim, struct sim_bridge **out,
			enum cti_bridge_kind kind, const char *room);
void cti__sim_bridge_free(struct sim_bridge *bridge);
void cti__sim_bridge_enter(struct sim *sim, struct sim_bridge *bridge,
			   struct sim_leg *leg);
/* The last one out ends the bridge. */
void cti__sim_bridge_leave(struct sim *sim, struct sim_leg *leg);
struct sim_leg *cti__sim_peer(const struct sim_leg *leg);
struct sim_room *cti__sim_room(const struct sim *sim, struct cti__str number);
void cti__sim_wipe_switch(struct sim *sim);
void cti__sim_forget_names(struct sim *sim);

/* call.c: how calls are rung up, answered and ended. A leg that rings up, is
   routed, cleared or hung up may be gone when the function returns. */
int cti__sim_ring(struct sim *sim, struct sim_leg *caller,
		  const struct cti__str *numbers, size_t count,
		  struct sim_queue *queue);
/* Calls a number into the call of leg. id: of its new leg. */
int cti__sim_invite(struct sim *sim, struct sim_leg *leg, struct cti__str to,
		    struct cti__str id);
/* The switch rings the telephone itself; who answers is put through. */
int cti__sim_click(struct sim *sim, const struct sim_click *click);
void cti__sim_answer(struct sim *sim, struct sim_leg *callee);
/* callee stops ringing; the caller goes on to what is next for it. */
void cti__sim_ring_fails(struct sim *sim, struct sim_leg *callee,
			 enum cti_dial_result result, int64_t code);
void cti__sim_divert(struct sim *sim, struct sim_leg *callee,
		     struct cti__str to);
/* Somebody puts the receiver down. */
void cti__sim_hangup(struct sim *sim, struct sim_leg *leg, int64_t code);
/* The switch ends a leg; who is left alone by that goes too. */
void cti__sim_clear(struct sim *sim, struct sim_leg *leg, int64_t code);
/* All that leg rings up falls silent, but for one that may be NULL. */
void cti__sim_hush(struct sim *sim, struct sim_leg *leg,
		   const struct sim_leg *except);
void cti__sim_end_ringing(struct sim *sim, struct sim_leg *leg, int64_t code);
void cti__sim_bridge_two(struct sim *sim, struct sim_leg *callee,
			 struct sim_leg *caller);

/* dial.c: telephones dial. */
/* It rings for a caller, and may be answered elsewhere. */
bool cti__sim_is_for_caller(const struct sim_leg *leg);
int cti__sim_only_phone(struct sim *sim, struct cti__str number);
/* A telephone takes the receiver off and dials; where it goes is not decided yet.
   alias and id may be "". */
int cti__sim_off_hook(struct sim *sim, struct sim_leg **out,
		      struct cti__str number, struct cti__str to,
		      struct cti__str alias, struct cti__str id);
/* leg goes to a number: telephone, outside, room, slot, pickup code. */
void cti__sim_route(struct sim *sim, struct sim_leg *leg,
		    struct cti__str number);

/* route.c: who asks where to go. */
void cti__sim_say_asks(struct sim *sim, const struct sim_leg *leg,
		       bool snapshot);
/* It goes somewhere. */
void cti__sim_asks_no_more(struct sim *sim, struct sim_leg *leg);

/* queue.c */
struct sim_queue *cti__sim_queue(const struct sim *sim, struct cti__str name);
int cti__sim_queue_need(struct sim *sim, struct sim_queue **out,
			struct cti__str name);
int cti__sim_seat_add(struct sim *sim, struct sim_phone *phone,
		      struct sim_queue *queue);
void cti__sim_seat_free(struct sim_seat *seat);
struct sim_seat *cti__sim_seat(const struct sim_phone *phone,
			       const struct sim_queue *queue);
void cti__sim_queue_join(struct sim *sim, struct sim_leg *caller,
			 struct sim_queue *queue);
void cti__sim_queue_leave(struct sim *sim, struct sim_leg *caller);
/* Its place in its queue, from 1. */
int64_t cti__sim_position(const struct sim_leg *caller);
/* The caller goes on from its queue, which says nothing more to it. */
int cti__sim_withdraw(struct sim *sim, struct sim_leg *caller);
int cti__sim_priority(struct sim *sim, struct sim_leg *caller,
		      int32_t priority);
/* An offer came to nothing. */
void cti__sim_queue_again(struct sim *sim, struct sim_leg *caller);
/* The agent's part of a queue's call is over. */
void cti__sim_served(struct sim *sim, struct sim_leg *caller,
		     struct sim_leg *agent);
/* One of the telephone's queues may have work for it. */
void cti__sim_phone_free(struct sim_phone *phone);
/* Give waiting callers to free agents. */
void cti__sim_distribute(struct sim *sim);

/* transfer.c: by telephone, as a REFER tells it. Legs may be gone after. */
int cti__sim_blind(struct sim *sim, struct sim_leg *leg, struct cti__str to,
		   struct sim_queue *queue);
int cti__sim_consult(struct sim *sim, struct sim_leg *leg, struct cti__str to,
		     struct cti__str alias);
int cti__sim_complete(struct sim *sim, struct sim_leg *leg);
int cti__sim_merge(struct sim *sim, struct sim_leg *leg);
/* The consultation ends, the first call is taken back. */
int cti__sim_return(struct sim *sim, struct sim_leg *leg);
/* Of a telephone's two calls the one on hold is taken, the other put on hold. */
int cti__sim_swap(struct sim *sim, struct sim_leg *leg, struct sim_leg *second);
void cti__sim_hold(struct sim *sim, struct sim_leg *leg);
void cti__sim_unhold(struct sim *sim, struct sim_leg *leg);

/* park.c: slots, pickup and rooms. */
int cti__sim_park(struct sim *sim, struct sim_leg *leg, unsigned slot);
void cti__sim_slot_clear(struct sim *sim, struct sim_leg *leg);
struct sim_leg *cti__sim_parked(const struct sim *sim, unsigned slot);
void cti__sim_unpark(struct sim *sim, struct sim_leg *leg,
		     struct sim_leg *parked);
/* What rings in the house, longest; not at the one telephone. */
struct sim_leg *cti__sim_ringing(const struct sim *sim,
				 const struct sim_phone *not_here);
void cti__sim_pickup(struct sim *sim, struct sim_leg *leg,
		     struct sim_leg *target);
void cti__sim_room_enter(struct sim *sim, struct sim_leg *leg,
			 struct sim_room *room);

/* commands_talk.c, for requests. */
int cti__sim_press(struct sim *sim, const struct sim_leg *leg,
		   struct cti__str digits);
/* state: started, paused, resumed or stopped. */
int cti__sim_record(struct sim *sim, struct sim_leg *leg, struct cti__str state,
		    struct cti__str ref);

/* request.c, request_leg.c, request_agent.c: what applications ask for. */
const char *cti__sim_refuse(void *state, const struct cti_request *req);
int cti__sim_request(void *state, uint64_t tag, const struct cti_request *req);

/* load.c: calls made by chance. */
uint32_t cti__sim_roll(struct sim *sim, uint32_t below);
void cti__sim_load_begin(struct sim *sim);
/* The load looks after legs of its own making. */
void cti__sim_load_rings(struct sim *sim, struct sim_leg *callee);
void cti__sim_load_talks(struct sim *sim, struct sim_leg *callee);

/* script.c: the file and its lines. */
int cti__sim_script_read(struct sim *sim, const char *path);
int cti__sim_script_parse(struct sim *sim);
void cti__sim_script_next(struct sim *sim, void *unused);
/* Seconds like "2" or "0.25"; false if it is none or too long. */
bool cti__sim_seconds(struct cti__str word, int64_t *us);

/* commands.c: what can be said. */
/* Carry out a command, or only see whether it can be understood. 0, or an error
   with the sentence in why. */
int cti__sim_command(struct sim *sim, struct cti__str line, bool only_check);
/* Keep the sentence and give the error back. */
int cti__sim_wrong(struct sim *sim, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* find.c: whom a word means. 0, or an error with the sentence in why that uses
   what the leg does not do: "does not ring". */
int cti__sim_find(struct sim *sim, struct cti__str word,
		  bool (*fits)(const struct sim_leg *leg), const char *not_so,
		  struct sim_leg **out);
/* No live call may have the name already; "" is none. */
int cti__sim_name_is_free(struct sim *sim, struct cti__str name);
bool cti__sim_is_any(const struct sim_leg *leg);
bool cti__sim_is_ringing(const struct sim_leg *leg);
bool cti__sim_is_talking(const struct sim_leg *leg);
/* Talking, or with the other party on hold. */
bool cti__sim_is_in_call(const struct sim_leg *leg);
bool cti__sim_is_held(const struct sim_leg *leg);
bool cti__sim_is_consulting(const struct sim_leg *leg);

/* sim.c: the link. */
/* Around what the application does: time goes on to now; and what it caused is
   settled. */
void cti__sim_begin(struct sim *sim);
void cti__sim_end(struct sim *sim);
void cti__sim_drop(struct sim *sim, int64_t us);
/* After each step: hand out waiting callers, end if it is time. */
void cti__sim_settle(struct sim *sim);

/* For printf's %.*s. */
#define SIM_ARG(s) (int)(s).n, (s).p

extern const struct cti_adapter cti__adapter_sim;

#endif
