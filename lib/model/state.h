/* SPDX-License-Identifier: MIT */
/* What the call model remembers: legs, bridges, calls and agents. */
#ifndef CTI__MODEL_STATE_H
#define CTI__MODEL_STATE_H

#include "model/callid.h"
#include "model/model.h"
#include "util/list.h"
#include "util/map.h"

/*
 * Decisions that wait for what explains them, each with its patience. A list
 * for each kind is in order of time by itself, since the patience is always the
 * same.
 */
enum wait {
	WAIT_NONE,
	WAIT_RING,   /* it rings, but who calls is not known yet */
	WAIT_ANSWER, /* a dialling telephone is up: by whom was it answered? */
	WAIT_RETRIEVE, /* a hold has ended: or is it the beginning of a
			  transfer? */
	WAIT_ABANDON,  /* a queue says abandon: does the caller live? */
	WAIT_BLIND,    /* a blind transfer: or is it a park? */
	WAIT_MIX,      /* legs of two calls met, or three parties: for long? */
	WAIT_END,      /* it is gone: hung up, or moved its party away? */
	WAIT_PARK,     /* it is parked: in which slot? */
	WAIT_ENTER,    /* it enters a queue: will it be let in? */
	WAIT_PICKUP,   /* it takes over what rings somewhere: where? */
	WAIT_PICKED,   /* it is gone: was it taken over? */
	WAIT_SENT,     /* who rings it up was sent on: with which number? */
	WAIT_COUNT
};

struct timer {
	struct cti__list node; /* a list of its own while not waiting */
	/* One word: every leg and call has such, and most never wait. */
	int64_t at : 56;
	uint8_t kind; /* enum wait */
};

/* How a leg that was never answered ended, as its telephone would put it. */
enum cause {
	CAUSE_NONE,
	CAUSE_NORMAL,
	CAUSE_BUSY,
	CAUSE_REJECTED,
	CAUSE_NO_ANSWER,
	CAUSE_CANCELLED,
	CAUSE_ELSEWHERE,
	CAUSE_DIVERTED,
	CAUSE_UNAVAILABLE,
	CAUSE_CONGESTION,
	CAUSE_FAILED,
	CAUSE_LOST
};

/* The two halves of a piece of plumbing, found by the name they share. */
struct pair {
	struct cti__map_node node;
	struct leg *half[2];
	char name[];
};

struct leg {
	struct cti__map_node node; /* its key, the id, belongs to the leg */
	struct cti__list in_model; /* oldest first */
	struct device *at;	   /* of an extension */
	struct cti__list in_device;
	unsigned refs;	/* one by the model while it lives */
	uint16_t epoch; /* of the snapshot that last knew it */
	int16_t request_code;
	struct call *call;
	struct cti__list in_call;
	struct bridge *bridge;
	struct cti__list in_bridge;
	struct leg *dialler; /* who rings it up */
	struct cti__list dialled, in_dialled;
	struct pair *pair;
	struct leg *partner;	/* counted: whom it talked to last */
	struct leg *consult;	/* on its own leg: the plumbing it does so by */
	struct leg *consultant; /* of that plumbing: who consults */
	struct timer wait;

	/* Bare extension: of a watched leg its device's own text; of plumbing,
	   and of a watched one that is gone, a copy. A party outside has none.
	 */
	char *device;
	char *context; /* of plumbing; else NULL */
	char *number;  /* how others know a party outside; NULL: not yet */
	char *name;    /* its own caller name, as first known */
	char *dialled_number; /* what it dialled, when it came to the switch */
	char *remote;  /* the other party as last told; NULL: nobody yet */
	char *display; /* what it shows of the far end, says the switch */
	char *stands;  /* the extension where it is; NULL: where it began */
	char *group;   /* only until a snapshot's legs are sorted into calls */

	int64_t dialled_us; /* when it was first rung up */
	int64_t answered_us;
	int64_t left_us; /* when it left its last bridge, or ended */
	uint32_t step; /* digest of what it runs in the dialplan; 0: unknown */
	uint32_t step_at; /* digest of the extension where that began */
	int16_t end_code; /* of one whose end is not told yet */

	uint8_t record_state; /* as last told; 0: never recorded */
	unsigned role : 3, half : 2, state : 3;
	unsigned result : 3; /* the first end of a branch */
	bool incoming : 1;   /* it called the switch */
	bool called : 1;     /* the switch rings or rang it up */
	bool originated : 1; /* the switch rang it up by itself */
	bool told_dial : 1, told_ring : 1, told_hangup : 1;
	bool answered : 1; /* its own answer was told, or it is a party outside
			      that talks */
	bool far_answered : 1; /* of a dialling one: the far end's was told */
	bool by_switch : 1;    /* answered by the switch itself so far */
	bool consult_answered : 1;
	bool held : 1;
	bool requested : 1; /* its end was asked for */
	bool cancelled : 1; /* ... while what it dialled still rang */
	bool picked : 1, diverted : 1, transferred : 1;
	bool no_answer : 1;
	bool parked : 1;
	bool dtmf_begun : 1;
	/* Elsewhere in the dialplan; nothing began there yet. */
	bool sent_on : 1;
	bool spy : 1;
	bool fresh : 1;	     /* from a snapshot, not in a call yet */
	bool ending : 1;     /* gone, but what it was is not told yet */
	bool consulting : 1; /* whom it rings up next it consults */
	bool hold_made : 1;  /* its hold was made up for a consultation */
	bool moved : 1;	     /* by a request, from whom it talked to */
	bool gone : 1;	     /* no longer in the model */
	bool withheld : 1;
	bool own_device : 1; /* the text of device is a copy */
};
_Static_assert(CTI_ROLE_PLUMBING < 8 && CTI_STATE_UP < 8 && CTI_DIAL_OTHER < 8,
	       "role, state and result of a leg have three bits each");

struct bridge {
	struct cti__map_node node;
	struct cti__list legs;
	enum cti_bridge_kind kind;
	bool open; /* being in it does not mean to have answered */
	struct timer wait;
	uint32_t mark; /* last walk that came by */
	uint32_t told; /* parties when the conference was last told */
	char *room;
	char id[];
};

struct datum;

struct call {
	struct cti__map_node node;
	struct cti__list in_model, legs;
	uint32_t real;	 /* legs that are no plumbing */
	uint32_t base_n; /* of the id, without what sets it apart from an older
			  call's that was the same */
	bool own_id : 1; /* there is such */
	bool begun : 1, ended : 1, dropped : 1, withheld : 1, originated : 1,
		had_real : 1;
	bool gave_up : 1; /* the caller, in a queue: whatever cause is said */
	bool abandoning : 1, dial_moves : 1;
	bool lost_dialled : 1; /* whom was lost rings already where it went */
	bool lost_unsaid : 1;  /* only that shows that it was sent on at all */
	bool divert_told : 1, divert_group : 1;
	uint8_t said_by;
	uint8_t cause; /* enum cause */
	uint16_t said_ms;
	const char *direction; /* NULL: not known yet */
	int64_t began_us;
	uint32_t queue_epoch;
	/* Digest of what happened last, when, and by whom told. */
	uint32_t said;

	char *id;
	char *caller; /* number; NULL: not known */
	char *name;
	char *dnis;   /* first dialled */
	char *called; /* dialled to reach whom it rings now; NULL: dnis */
	char *queue;  /* NULL: in none */
	int64_t queued_us;
	char *consult_of;     /* id of a call; NULL: no consultation */
	char *merged_into;    /* id of the call that its legs went to */
	struct leg *answerer; /* counted: who answered last of those rung up */

	/*
	 * A blind transfer that was announced; a park whose slot is not known
	 * yet (blind_to keeps it afterwards); a queue that is being entered,
	 * and may not let in. Who, who else, and where.
	 */
	struct timer blind;
	struct leg *blind_by, *blind_other; /* counted */
	char *blind_to;
	/* Who lost the contact to a request that moved it away. */
	char *lost_by;
	struct leg *lost; /* counted: the party that was moved */
	char *lost_to;	  /* where to; NULL: whom it dials tells */
	int64_t lost_us;  /* when that was found, unsaid */
	/* A forward by the switch that may turn out to be a group. */
	char *divert_from, *divert_to;
	struct datum *data; /* told of it so far; data.c */
};

/* A person's membership of one queue. */
struct member {
	struct cti__list in_agent;
	char *reason; /* of the pause; NULL: none was said */
	uint32_t wrapup_ms;
	uint16_t epoch;
	bool paused;
	char queue[];
};

/* A watched telephone, or several on one extension. */
struct device {
	struct cti__map_node node;
	struct cti__list legs;
	struct agent *agent; /* who sits there; NULL: nobody known */
	uint32_t talking;    /* legs whose answer was told */
	char number[];
};

/* What an agent's memberships come to. */
enum agent_base { AGENT_OUT, AGENT_READY, AGENT_NOT_READY };

struct agent {
	struct cti__map_node node;
	struct cti__list in_model, members, in_wrapup;
	/* One who works after a call was not found a moment ago. */
	union {
		int64_t wrapup_until; /* of one in wrapup */
		int64_t found_us;     /* of one found */
	};
	int64_t since_us; /* when its state was last told; 0: found so */
	struct device *device;
	char *reason;
	uint8_t base; /* enum agent_base */
	bool busy, wrapup;
	bool found; /* was met as one who had been there: did not log in */
	char id[];
};

/* Ids of legs that ended, and how long they are remembered: what a switch has
   to say of a leg that is gone comes within seconds. */
#define ENDED_MAX     256
#define ENDED_KEEP_US 60000000
/* Sixteen bits for each: most ids that did not end are told by their bit. */
#define ENDED_BITS    (ENDED_MAX * 16)

struct ended {
	uint64_t hash[ENDED_MAX];
	int64_t at_us[ENDED_MAX];
	size_t count;
	uint64_t bits[ENDED_BITS / 64]; /* of these hashes and some older */
};

struct cti__model {
	struct cti__model_opts opts;
	char *id;
	struct cti__map legs, bridges, pairs, agents, devices;
	struct cti__map calls; /* by the ids without what all begin with */
	struct cti__list all_legs, all_calls, all_agents;
	/* Out of the model, but perhaps still in somebody's hands: freed once
	   the fact is done with. */
	struct cti__list dead_legs, dead_calls;
	struct cti__list waits[WAIT_COUNT];
	struct cti__list wrapups;
	int64_t due_us; /* nothing in waits or wrapups is due before */
	int64_t now_us;
	int64_t said_us; /* when what is told now was said; 0: now */
	int64_t boot_us; /* when the switch began to run; 0: unknown */
	char *process;	 /* the name of its process; NULL: unknown */
	uint32_t flags;	 /* of what is told now */
	uint16_t epoch;	 /* counts snapshots: whether it was the last */
	uint32_t mark;	 /* counts walks through bridges */
	bool in_snapshot;
	bool listing; /* the same, and the end will come: not in a recording */
	char *slot;   /* taken by whom is not known yet; NULL: none */
	int64_t slot_us;
	struct leg *masq; /* gave its name away a moment ago */
	char *masq_name;
	/* Hashes of ids that ended lately: what still comes of these legs is
	   late. */
	struct ended legs_ended;
	struct callids callids;
	struct cti__list asked; /* what our own requests will bring */
	size_t asked_count;
	int err; /* an allocation failed while taking a fact in */
};

/* store.c: making, finding and letting go. */
struct leg *cti__leg_find(struct cti__model *m, struct cti__str id);
struct leg *cti__leg_add(struct cti__model *m, const struct cti_fact *fact);
struct leg *cti__leg_ref(struct leg *leg);
void cti__leg_unref(struct leg *leg);
/* Whether a leg of that id ended lately. */
bool cti__ended_lately(const struct cti__model *m, struct cti__str id);
/* The device of that number, made if need be; NULL if memory ran out. */
struct device *cti__device_get(struct cti__model *m, struct cti__str number);
/* It goes if nobody uses it. */
void cti__device_settle(struct cti__model *m, struct device *device);
/* The leg moves to another device. */
void cti__leg_set_device(struct cti__model *m, struct leg *leg,
			 enum cti_role role, struct cti__str device);
/* Replace a counted pointer. */
void cti__leg_hold(struct leg **at, struct leg *leg);
/* Out of the model: calls, bridges and dials forget it. Says nothing. */
void cti__leg_drop(struct cti__model *m, struct leg *leg);
void cti__leg_set_pair(struct cti__model *m, struct leg *leg,
		       struct cti__str name, int half);
struct leg *cti__leg_other_half(const struct leg *leg);
static inline bool cti__leg_is_real(const struct leg *leg)
{
	return !leg->spy &&
	       (leg->role == CTI_ROLE_EXTENSION || leg->role == CTI_ROLE_TRUNK);
}
struct bridge *cti__bridge_get(struct cti__model *m, struct cti__str id);
struct bridge *cti__bridge_find(struct cti__model *m, struct cti__str id);
void cti__bridge_drop(struct cti__model *m, struct bridge *bridge);
struct call *cti__call_add(struct cti__model *m, struct cti__str id);
/* The number dialled to reach whom the call rings now. */
static inline struct cti__str cti__call_called(const struct call *call)
{
	return cti__str(call->called ? call->called : call->dnis);
}
/* A leg without a call joins this one, and with it what hangs on it: its other
   half, and whom it rings up. */
void cti__call_join(struct cti__model *m, struct call *call, struct leg *leg);
/* The call is over if nobody is left in it. */
void cti__call_settle(struct cti__model *m, struct call *call);
void cti__call_drop(struct cti__model *m, struct call *call);
/* Free what was dropped. */
void cti__bury(struct cti__model *m);
/* Everything of the second that stays goes into the first, and the second
   ends; legs marked transferred stay behind until they end. */
void cti__call_merge(struct cti__model *m, struct call *into,
		     struct call *from);
/* Copy a text; a failure is kept in the model. "" is kept as such. */
void cti__model_keep(struct cti__model *m, char **at, struct cti__str value);
/* Start, or stop with WAIT_NONE. */
void cti__wait(struct cti__model *m, struct timer *timer, enum wait kind);
/* When the waiting began: what is told at its end happened then. */
int64_t cti__wait_since(const struct timer *timer);

/* callid.c */
void cti__callids_init(struct cti__model *m);
/* The switch is another process from now on, which began at that time. */
void cti__callids_new_process(struct cti__model *m, int64_t began_us);
/* The call gets an id that no other ever had. The id is the call's to free,
   also where memory runs out. */
int cti__callid_add(struct cti__model *m, struct call *call,
		    struct cti__str group);
void cti__callid_drop(struct cti__model *m, struct call *call);
struct call *cti__call_find(const struct cti__model *m, struct cti__str id);
/* The call that the switch's own word for legs that belong together names. */
struct call *cti__call_of_group(struct cti__model *m, struct cti__str group);

/* talk.c: who is connected to whom. */
#define TALK_MAX 64
/* Real legs that the leg hears through bridges and plumbing; at most TALK_MAX.
 */
size_t cti__talk(struct cti__model *m, struct leg *leg, struct leg **out);
/* Whether it is dialled with a telephone's keys: a dialplan also has names. */
bool cti__is_number(struct cti__str text);
/* Who rings the leg up, beyond any plumbing; NULL: the switch, or unknown. */
struct leg *cti__caller_leg(struct leg *leg);
/* The real leg that stands behind a piece of plumbing, looking from outside. */
struct leg *cti__behind(struct leg *plumbing);
/* How others see the leg: extension, or number outside. */
struct cti__str cti__leg_number(const struct leg *leg);
/* The other party's, as this leg sees it: until somebody answers, what it has
   dialled, or who rings it up. */
struct cti__str cti__leg_remote(struct leg *leg);
/* Something changed around the leg: answers, remotes, conferences. */
void cti__talk_changed(struct cti__model *m, struct leg *leg);
void cti__bridge_mixed(struct cti__model *m, struct bridge *bridge);

/* tell.c: events; each keeps the grammar of its leg or call. */
void cti__tell_begin(struct cti__model *m, struct call *call);
void cti__tell_dial(struct cti__model *m, struct leg *leg, struct call *call,
		    struct cti__str called);
/* As soon as it is known who calls whom. */
void cti__tell_ring(struct cti__model *m, struct leg *leg);
/* With what is known by now. */
void cti__tell_ring_now(struct cti__model *m, struct leg *leg);
void cti__tell_answer(struct cti__model *m, struct leg *leg, struct call *call,
		      struct cti__str remote);
/* Who is at the other end, where the switch itself had answered so far. */
void cti__tell_remote(struct cti__model *m, struct leg *leg,
		      struct cti__str remote);
void cti__tell_hold(struct cti__model *m, struct leg *leg);
void cti__tell_retrieve(struct cti__model *m, struct leg *leg);
void cti__tell_hangup(struct cti__model *m, struct leg *leg, enum cause cause,
		      int64_t code, struct cti__str text);
void cti__tell_end(struct cti__model *m, struct call *call);
/* Two calls became one, and nothing said why. */
void cti__tell_merge(struct cti__model *m, struct call *call,
		     struct call *merged);
void cti__tell_direction(struct cti__model *m, struct call *call,
			 const char *direction);
struct tell_transfer {
	const char *kind;
	struct cti__str by, to, remote;
	struct call *merged;
	bool alerting, failed;
	struct cti__str cause;
};
void cti__tell_transfer(struct cti__model *m, struct call *call,
			const struct tell_transfer *t);
void cti__tell_divert(struct cti__model *m, struct call *call,
		      struct cti__str from, struct cti__str to,
		      const char *reason);
void cti__tell_pickup(struct cti__model *m, struct call *call,
		      struct cti__str by, struct cti__str of,
		      struct call *merged);
void cti__tell_park(struct cti__model *m, enum cti_event_kind kind,
		    struct leg *parkee, struct cti__str device,
		    struct cti__str slot, const char *reason);
void cti__tell_queue(struct cti__model *m, enum cti_event_kind kind,
		     struct leg *leg, struct cti__str queue, int64_t position,
		     const char *reason);
void cti__tell_conference(struct cti__model *m, struct call *call,
			  struct leg **leg, size_t count);
void cti__tell_dtmf(struct cti__model *m, struct leg *leg,
		    struct cti__str digits);
void cti__tell_data(struct cti__model *m, struct leg *leg,
		    const struct cti_fact *fact);
void cti__tell_record(struct cti__model *m, struct leg *leg,
		      struct cti__str state, struct cti__str ref);
void cti__tell_agent(struct cti__model *m, struct agent *agent,
		     const char *state, struct cti__str queue);
void cti__tell_loss(struct cti__model *m, struct cti__str text);

/* cause.c */
enum cause cti__end_cause(struct leg *leg, int64_t code);
const char *cti__cause_name(enum cause cause);

/* What each kind of fact does: leg.c, dial.c, bridge.c, transfer.c, park.c,
   queue.c, agent.c, resync.c. */
void cti__on_leg_new(struct cti__model *m, const struct cti_fact *fact);
void cti__on_leg_state(struct cti__model *m, const struct cti_fact *fact);
void cti__on_leg_party(struct cti__model *m, const struct cti_fact *fact);
void cti__on_leg_rename(struct cti__model *m, const struct cti_fact *fact);
void cti__on_leg_step(struct cti__model *m, const struct cti_fact *fact);
void cti__on_leg_moved(struct cti__model *m, const struct cti_fact *fact);
void cti__on_hangup_request(struct cti__model *m, const struct cti_fact *fact);
void cti__on_leg_end(struct cti__model *m, const struct cti_fact *fact);
void cti__on_hold(struct cti__model *m, const struct cti_fact *fact);
void cti__on_unhold(struct cti__model *m, const struct cti_fact *fact);
void cti__on_dtmf(struct cti__model *m, const struct cti_fact *fact);
void cti__on_data(struct cti__model *m, const struct cti_fact *fact);
void cti__on_record(struct cti__model *m, const struct cti_fact *fact);
void cti__on_spy(struct cti__model *m, const struct cti_fact *fact);
void cti__on_wrapup(struct cti__model *m, const struct cti_fact *fact);
void cti__on_asked(struct cti__model *m, const struct cti_fact *fact);
void cti__on_consult(struct cti__model *m, const struct cti_fact *fact);
void cti__on_dial_begin(struct cti__model *m, const struct cti_fact *fact);
void cti__on_dial_state(struct cti__model *m, const struct cti_fact *fact);
void cti__on_dial_end(struct cti__model *m, const struct cti_fact *fact);
void cti__on_bridge(struct cti__model *m, const struct cti_fact *fact);
void cti__on_room(struct cti__model *m, const struct cti_fact *fact);
void cti__on_blind(struct cti__model *m, const struct cti_fact *fact);
void cti__on_attended(struct cti__model *m, const struct cti_fact *fact);
void cti__on_park(struct cti__model *m, const struct cti_fact *fact);
void cti__on_pickup(struct cti__model *m, const struct cti_fact *fact);
void cti__on_queue(struct cti__model *m, const struct cti_fact *fact);
void cti__on_offer(struct cti__model *m, const struct cti_fact *fact);
void cti__on_member(struct cti__model *m, const struct cti_fact *fact);
void cti__on_switch(struct cti__model *m, const struct cti_fact *fact);
void cti__on_snapshot(struct cti__model *m, const struct cti_fact *fact);

/* asked.c: whether the leg is one that we had asked for; *called is then the
   caller's to free. */
bool cti__asked_take(struct cti__model *m, const char *leg, char **called);
void cti__asked_drop_all(struct cti__model *m);

/* witness.c: whether another connection has just said that, too. */
bool cti__said_already(struct cti__model *m, struct call *call,
		       const struct cti_fact *fact);

/* What more than one of them needs. */
/* The leg is over: tell it, drop it. */
void cti__leg_finish(struct cti__model *m, struct leg *leg, enum cause cause,
		     int64_t code, struct cti__str text);
/* A leg that was rung up has been answered. */
void cti__leg_answered(struct cti__model *m, struct leg *leg);
/* A telephone that dialled has reached whom it wanted. */
void cti__far_end(struct cti__model *m, struct leg *leg,
		  struct cti__str number);
/* Who rang it up hears that now. */
void cti__caller_hears(struct cti__model *m, struct leg *leg);
/* The leg rings other up to consult it, with its contact waiting. */
void cti__consult_dials(struct cti__model *m, struct leg *leg,
			struct leg *other, struct cti__str called);
/* A leg ends: is it of a consultation on its own or another's leg? */
void cti__consult_leg_ends(struct cti__model *m, struct leg *leg);
/* Its end may turn out to be a transfer or a park: it waits. */
bool cti__end_waits(struct cti__model *m, struct leg *leg);
/* Its end waits no more for what explains it. */
void cti__end_settle(struct cti__model *m, struct leg *leg);
/* Two parties meet whom one telephone had just left: it has joined them. */
void cti__joined_by(struct cti__model *m, struct leg *a, struct leg *b);
/* Whom it talked to was moved away from it and dials: a transfer. */
void cti__moved_settle(struct cti__model *m, struct call *call);
void cti__moved_forget(struct call *call);
/* A telephone that called is joined to whom it fetches: parked, or waiting. */
void cti__fetches(struct cti__model *m, struct leg *by, struct leg *leg);
/* Plumbing that nobody dialled stands in the bridge of a held telephone. */
void cti__consult_found(struct cti__model *m, struct bridge *bridge);
/* A new call that the leg begins. NULL if memory ran out. */
struct call *cti__call_begin(struct cti__model *m, struct leg *leg,
			     struct cti__str group);
/* The announced blind transfer is one: tell it. */
void cti__blind_settle(struct cti__model *m, struct call *call);
/* Who is parked is told, with the slot or without. */
void cti__park_settle(struct cti__model *m, struct call *call,
		      struct cti__str slot);
/* Who was parked rings up other: nobody had fetched it. */
void cti__park_over(struct cti__model *m, struct leg *leg, struct leg *other);
/* Two talk, and one of them may have been parked. */
void cti__park_fetched(struct cti__model *m, struct leg *leg,
		       struct leg *other);
/* Who enters a queue is let in: tell it. */
void cti__queue_enter_settle(struct cti__model *m, struct call *call);
/* Nothing comes of entering a queue. */
void cti__queue_refused(struct cti__model *m, struct call *call);
/* The telephone takes over what rings somewhere. */
void cti__picks_something(struct cti__model *m, struct leg *by);
/* Whether that end must wait until it is known what was picked up. */
bool cti__end_may_be_pickup(struct cti__model *m, struct leg *leg,
			    int64_t code);
/* It waited long enough: tell the end. */
void cti__picked_finish(struct cti__model *m, struct leg *leg);
/* from, who rang somebody up, is answered by a telephone that had called by
   itself. */
void cti__picked_up(struct cti__model *m, struct leg *from, struct leg *by);
/* Its transferor, or who parks it; counted; nothing is awaited any more. NULL:
   nobody. */
struct leg *cti__take_blind_by(struct cti__model *m, struct call *call);
/* It is none after all. */
void cti__blind_forget(struct cti__model *m, struct call *call);
/* A party dials on: was it moved there by a request? */
void cti__moved_party_dials(struct cti__model *m, struct leg *leg,
			    struct cti__str to);
/* A party dials on that talked until now: who sent it on, if nothing says so?
   Told once it is known. */
void cti__moved_unsaid(struct cti__model *m, struct leg *leg,
		       struct leg *other);
/* Where the call was sent is known: tell who rings there. */
void cti__sent_settle(struct cti__model *m, struct call *call);
/* The leg ended; was its party taken away from it? */
void cti__note_lost_party(struct cti__model *m, struct leg *leg);
void cti__divert_settle(struct cti__model *m, struct call *call);
void cti__abandon_decide(struct cti__model *m, struct leg *leg, bool gone);
/* A leg of the device began or ceased to talk. */
void cti__agent_talks(struct cti__model *m, struct leg *leg, bool talks);
void cti__agent_drop(struct cti__model *m, struct agent *agent);
void cti__agent_complete(struct cti__model *m, const struct cti_fact *fact);
void cti__wrapup_over(struct cti__model *m, struct agent *agent);
void cti__agents_unlisted(struct cti__model *m);
/* Legs of a snapshot find their calls. */
void cti__sort_fresh(struct cti__model *m);
void cti__lose_all(struct cti__model *m, uint32_t flags);

/* data.c */
/* Whether the call's data change by that; they are kept. */
bool cti__call_data_new(struct cti__model *m, struct call *call,
			struct cti__str key, struct cti__str value);
void cti__call_data_free(struct call *call);

#endif
