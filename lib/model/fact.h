/* SPDX-License-Identifier: MIT */
/*
 * Facts: what an adapter reports of what its switch said, in words that fit
 * every switch. An adapter decides nothing; it fills one of these and hands it
 * to cti_port_report(). All text is borrowed for that call.
 *
 * Legs and bridges are named by the switch's own ids. A fact may name a leg
 * that the model has never heard of: it is dropped or, where it says enough,
 * begins the leg. Facts may be repeated, late, or out of order.
 */
#ifndef CTI__MODEL_FACT_H
#define CTI__MODEL_FACT_H

#include "util/str.h"

enum cti_fact_kind {
	/*
	 * A leg exists. leg; role; device (bare extension, or the trunk's
	 * name); state; number and name (the caller id of the leg's own party);
	 * called (the number dialled, if the leg came to the switch with one);
	 * group (the switch's own word for legs that belong together);
	 * pair and half for plumbing that has two ends; context (the
	 * dialplan's).
	 */
	CTI_FACT_LEG_NEW,
	/* leg; state. number, name, called as above where they are told anew.
	 */
	CTI_FACT_LEG_STATE,
	/* leg; number, name: the leg's own party; other_number, other_name:
	   what its display shows of the far end. In a snapshot: group, called,
	   of a leg that was listed without. */
	CTI_FACT_LEG_PARTY,
	/*
	 * leg; role, device: it has another name from now on. text is that
	 * name, state_name "masq" while two legs change places, "zombie" for
	 * the one that is left over, "" for the one that has taken the other's
	 * place.
	 */
	CTI_FACT_LEG_RENAME,
	/* leg moved in the dialplan: called is the new extension, context,
	   app the application that runs and data its arguments. */
	CTI_FACT_LEG_STEP,
	/*
	 * leg was sent on to another extension, called: ok by a request that
	 * took it away from where it was, else perhaps by the dialplan itself.
	 * Where it stands already is no news.
	 */
	CTI_FACT_LEG_MOVED,
	/* Somebody wants the leg to end, or had wanted it when it has ended
	   already. leg; code; text; other: whom it talked to last. */
	CTI_FACT_LEG_HANGUP_REQUEST,
	/* The leg is gone. leg; code (Q.850, 0: none); text. open: who wanted
	   that, and what for, may yet be told. In a snapshot: it was listed,
	   and is no more when its call is asked for. */
	CTI_FACT_LEG_END,

	/* leg, which does not exist yet, will be made for a request of ours: its
	   device rings first and, picked up, dials called. */
	CTI_FACT_ASKED,
	/* leg rings up other; leg is "" when the switch itself does (a
	   click-to-dial). called, context: where leg stands in the dialplan;
	   number: what is dialled over a trunk; other_number: what other's
	   display shows of the far end, data: what the switch says is its own
	   number. */
	CTI_FACT_DIAL_BEGIN,
	/* other, which leg rings up, tells its progress. state. */
	CTI_FACT_DIAL_STATE,
	/* other is no longer rung up by leg. result. called: where it was
	   forwarded to by the telephone, if it was. */
	CTI_FACT_DIAL_END,
	/* Whom leg rings up next it consults: its contact waits. */
	CTI_FACT_CONSULT,

	/* bridge; bridge_kind; called (the room of a conference). */
	CTI_FACT_BRIDGE_NEW,
	CTI_FACT_BRIDGE_END, /* bridge */
	/* bridge, leg; bridge_kind, called as above. open: those in it may
	   still have to answer. With no bridge: the one that other is in. Of
	   plumbing also role, device, context, pair, half: it may be news. */
	CTI_FACT_BRIDGE_ENTER,
	CTI_FACT_BRIDGE_LEAVE, /* bridge, leg */
	CTI_FACT_ROOM_ENTER,   /* leg joins the conference room called */
	CTI_FACT_ROOM_LEAVE,

	CTI_FACT_HOLD,	 /* leg's device has put the others on hold */
	CTI_FACT_UNHOLD, /* leg's device has taken them back; ok: and that is
			    all, no transfer begins with it */

	/* leg (the transferor's) sends other to called. ok. bridge. */
	CTI_FACT_TRANSFER_BLIND,
	/* leg (the transferor's first) and second (its consultation) are
	   joined: other is the party handed over, target the one it goes to;
	   each may be
	   "". dest; bridge; ok. called: application or number where dest says
	   so. */
	CTI_FACT_TRANSFER_ATTENDED,

	/* leg waits in slot; device: who parked it. code: seconds until it
	   comes back. slot "": told later, by another of these with no leg. */
	CTI_FACT_PARKED,
	CTI_FACT_UNPARKED,     /* leg was fetched from slot by other */
	CTI_FACT_PARK_TIMEOUT, /* leg goes back to device */
	CTI_FACT_PARK_GIVE_UP, /* leg hung up in slot */
	/* leg takes over what rings at other; "": it will show which that was,
	   unless leg is rung up itself. */
	CTI_FACT_PICKUP,

	/* leg; queue; code: position. app: it runs that to wait there, and may
	   yet be refused. */
	CTI_FACT_QUEUE_JOIN,
	CTI_FACT_QUEUE_REFUSED, /* leg: was not let in */
	/* leg; queue. reason: timeout, empty, withdrawn or moved, if told. */
	CTI_FACT_QUEUE_LEAVE,
	CTI_FACT_QUEUE_ABANDON, /* leg; queue: says the switch; see field.md C4
				 */
	CTI_FACT_AGENT_OFFER,	/* leg (the caller) is offered to other; queue;
				   agent */
	CTI_FACT_AGENT_NO_ANSWER,
	/* leg is joined to other: also one that called to fetch it */
	CTI_FACT_AGENT_CONNECT,
	CTI_FACT_AGENT_COMPLETE, /* code: wrap-up in seconds */
	CTI_FACT_AGENT_WRAPUP,	 /* agent; queue; code: works after a call for so
				    many seconds from now, 0: has done it */

	/*
	 * An agent's membership of a queue. agent (a name without @domain),
	 * device, queue; member (in the queue or not), paused, reason; ok:
	 * became a member just now; code: wrap-up in seconds. agent "": whoever
	 * sits at device. queue "": all of his queues at once. open: that he is
	 * a member, and nothing of his state, which is the one of the others.
	 */
	CTI_FACT_AGENT_MEMBER,

	CTI_FACT_DTMF_BEGIN, /* leg's key went down; the digit is told when it
				is up again */
	CTI_FACT_DTMF, /* leg pressed called (one digit or more); made_up: in no
			  time at all, so by no finger unless it BEGAN */
	CTI_FACT_DATA, /* leg; name the key, data the value; standing: it is
			  in every event, and news only if it is another */
	CTI_FACT_RECORD, /* leg; state_name: started, stopped, paused; data: ref
			  */
	CTI_FACT_SPY,	 /* leg listens in on other: no party to the call */

	/*
	 * leg waits in the dialplan until somebody says where it shall go. The
	 * model passes it over; core/adapter.h says what the core does. called,
	 * context: where it stands; queue: what the dialplan gave along, the
	 * queue that it is for, say; app: what keeps it waiting.
	 */
	CTI_FACT_ROUTE,
	CTI_FACT_ROUTE_END, /* leg waits no longer: it went on, or was sent */

	/* The switch has been up for code seconds; -1 unknown. Where it is less
	   than before, or text, its process's own name, is another, it is
	   another process and every call of the old is lost. */
	CTI_FACT_SWITCH_UP,
	/* The switch says that it is going away: its legs end with it. */
	CTI_FACT_SWITCH_DOWN,
	/* BEGIN, open: the list may never come, as in a recording. BEGIN may be
	   told again, as soon as the switch tells what happens and once more
	   when it is asked. END, open: agents were not among what was listed.
	   Between the two, facts with @c snapshot set list all there is. What
	   is not listed has ended; what began or ended meanwhile is told live,
	   as far as it is not about legs that are yet to be listed.
	 */
	CTI_FACT_SNAPSHOT_BEGIN,
	CTI_FACT_SNAPSHOT_END,
	/* Something may have been missed. text. */
	CTI_FACT_LOSS,
	CTI_FACT_COUNT
};

enum cti_role {
	CTI_ROLE_UNKNOWN,
	CTI_ROLE_EXTENSION, /* watched */
	CTI_ROLE_TRUNK,	    /* a party outside */
	CTI_ROLE_LOCAL,	    /* plumbing with two halves */
	CTI_ROLE_PLUMBING   /* spies, announcers, surrogates: never seen */
};

enum cti_fact_state {
	CTI_STATE_NONE,	    /* not told */
	CTI_STATE_DOWN,	    /* exists */
	CTI_STATE_CALLING,  /* called the switch: off hook, or dialling */
	CTI_STATE_PROGRESS, /* reached the network of the called */
	CTI_STATE_ALERTING, /* its telephone rings */
	CTI_STATE_UP	    /* answered */
};

enum cti_bridge_kind {
	CTI_BRIDGE_PLAIN,
	CTI_BRIDGE_ROOM,   /* a conference with a name */
	CTI_BRIDGE_HOLDING /* where the parked and the waiting are: nobody talks
			    */
};

enum cti_dial_result {
	CTI_DIAL_NONE,
	CTI_DIAL_ANSWER,
	CTI_DIAL_BUSY,
	CTI_DIAL_NO_ANSWER,
	CTI_DIAL_CANCEL,
	CTI_DIAL_CONGESTION,
	CTI_DIAL_UNAVAILABLE,
	CTI_DIAL_OTHER /* it went on in the dialplan, say */
};

enum cti_transfer_dest {
	CTI_DEST_BRIDGE, /* joined in a bridge */
	CTI_DEST_APP,  /* the other end was not answered yet, or no telephone */
	CTI_DEST_LINK, /* joined by a link of plumbing */
	CTI_DEST_THREEWAY, /* nobody left: a conference */
	CTI_DEST_FAIL
};

struct cti_fact {
	enum cti_fact_kind kind;
	int64_t time_us; /* the switch's word for when; 0: now. The port fills
			    it */
	bool snapshot;	 /* from a list, not as it happens */
	bool standing;	 /* DATA: every event repeats it */
	uint8_t witness; /* which connection to the switch; the core fills it */
	bool ok;	 /* TRANSFER_*: it worked */
	bool member, paused;
	bool made_up;  /* DTMF that no finger pressed */
	bool open;     /* not the last word: see LEG_END, BRIDGE_ENTER */
	bool withheld; /* the party forbade to show its number */
	enum cti_role role;
	enum cti_fact_state state;
	enum cti_bridge_kind bridge_kind;
	enum cti_dial_result result;
	enum cti_transfer_dest dest;
	int half; /* of a pair: 1 or 2; 0: none */
	int64_t code;
	struct cti__str leg, other, second, target;
	struct cti__str group, pair;
	struct cti__str bridge;
	struct cti__str device, number, name, called, context;
	struct cti__str other_number, other_name;
	struct cti__str app, data;
	struct cti__str queue, agent, slot, reason;
	struct cti__str state_name, text;
};

/* Whether a caller's number is a word for none, as networks and switches put
   it where it is kept back. */
bool cti__fact_is_withheld(struct cti__str number);

#endif
