/* SPDX-License-Identifier: MIT */
/*
 * The Asterisk Manager Interface, AMI 2 and later (Asterisk 12 to 23): what the
 * files of this folder share.
 */
#ifndef CTI__ADAPTERS_AMI_H
#define CTI__ADAPTERS_AMI_H

#include "adapters/asterisk/names.h"
#include "core/adapter.h"
#include "wire/block.h"

struct cti_request;

/* The headers that are read: X(constant, name). */
#define CTI__AMI_HEADERS(X)                                                    \
	X(EVENT, "Event")                                                      \
	X(RESPONSE, "Response")                                                \
	X(ACTION_ID, "ActionID")                                               \
	X(MESSAGE, "Message")                                                  \
	X(CHALLENGE, "Challenge")                                              \
	X(CHANNEL, "Channel")                                                  \
	X(STATE, "ChannelState")                                               \
	X(NUMBER, "CallerIDNum")                                               \
	X(NAME, "CallerIDName")                                                \
	X(FAR_NUMBER, "ConnectedLineNum")                                      \
	X(CONTEXT, "Context")                                                  \
	X(EXTEN, "Exten")                                                      \
	X(UNIQUEID, "Uniqueid")                                                \
	X(LINKEDID, "Linkedid")                                                \
	X(DEST_CHANNEL, "DestChannel")                                         \
	X(DEST_NUMBER, "DestCallerIDNum")                                      \
	X(DEST_FAR_NUMBER, "DestConnectedLineNum")                             \
	X(DEST_UNIQUEID, "DestUniqueid")                                       \
	X(PRESENTATION, "CID-CallingPres")                                     \
	X(DIAL_STRING, "DialString")                                           \
	X(DIAL_STATUS, "DialStatus")                                           \
	X(FORWARD, "Forward")                                                  \
	X(CAUSE, "Cause")                                                      \
	X(CAUSE_TEXT, "Cause-txt")                                             \
	X(BRIDGE, "BridgeUniqueid")                                            \
	X(BRIDGE_ID, "BridgeId")                                               \
	X(BRIDGE_TECHNOLOGY, "BridgeTechnology")                               \
	X(BRIDGE_CREATOR, "BridgeCreator")                                     \
	X(BRIDGE_NAME, "BridgeName")                                           \
	X(CONFERENCE, "Conference")                                            \
	X(RESULT, "Result")                                                    \
	X(EXTENSION, "Extension")                                              \
	X(TRANSFERER, "TransfererUniqueid")                                    \
	X(TRANSFEREE, "TransfereeUniqueid")                                    \
	X(ORIG_TRANSFERER, "OrigTransfererUniqueid")                           \
	X(SECOND_TRANSFERER, "SecondTransfererUniqueid")                       \
	X(TRANSFER_TARGET, "TransferTargetUniqueid")                           \
	X(DEST_TYPE, "DestType")                                               \
	X(DEST_BRIDGE, "DestBridgeUniqueid")                                   \
	X(DEST_APP, "DestApp")                                                 \
	X(PARKEE, "ParkeeUniqueid")                                            \
	X(PARKER, "ParkerDialString")                                          \
	X(PARKING_SPACE, "ParkingSpace")                                       \
	X(PARKING_TIMEOUT, "ParkingTimeout")                                   \
	X(RETRIEVER, "RetrieverUniqueid")                                      \
	X(TARGET, "TargetUniqueid")                                            \
	X(QUEUE, "Queue")                                                      \
	X(POSITION, "Position")                                                \
	X(INTERFACE, "Interface")                                              \
	X(STATE_INTERFACE, "StateInterface")                                   \
	X(LOCATION, "Location")                                                \
	X(MEMBER_NAME, "MemberName")                                           \
	X(MEMBER_NAME_LISTED, "Name")                                          \
	X(PAUSED, "Paused")                                                    \
	X(PAUSED_REASON, "PausedReason")                                       \
	X(REASON, "Reason")                                                    \
	X(WRAPUP_TIME, "Wrapuptime")                                           \
	X(DIGIT, "Digit")                                                      \
	X(DURATION_MS, "DurationMs")                                           \
	X(DIRECTION, "Direction")                                              \
	X(NEW_NAME, "Newname")                                                 \
	X(SPYER, "SpyerUniqueid")                                              \
	X(SPYEE, "SpyeeUniqueid")                                              \
	X(VALUE, "Value")                                                      \
	X(UPTIME, "Uptime")                                                    \
	X(ENV, "Env")                                                          \
	X(APP, "Application")                                                  \
	X(APP_DATA, "ApplicationData")                                         \
	X(VARIABLE, "Variable")                                                \
	X(CHANNEL_VARIABLE, "ChanVariable")

enum cti__ami_header {
#define CTI__AMI_ENTRY(constant, name) AMI_##constant,
	CTI__AMI_HEADERS(CTI__AMI_ENTRY)
#undef CTI__AMI_ENTRY
		AMI_HEADER_COUNT
};

/* Where the login stands. */
enum cti__ami_phase {
	AMI_PHASE_BANNER,    /* the switch must say first what it is */
	AMI_PHASE_CHALLENGE, /* asked for something to hash the secret with */
	AMI_PHASE_LOGIN,     /* sent the login */
	AMI_PHASE_BOOTING,   /* logged in; is the switch done with starting? */
	AMI_PHASE_READY
};

/* Lists that a resync asks for. A bit each, and its letter in the ActionID. */
enum cti__ami_list {
	AMI_LIST_BRIDGES = 1,
	AMI_LIST_CHANNELS = 2,
	AMI_LIST_QUEUES = 4,
	AMI_LIST_PARKED = 8
};

#define CTI__AMI_ID	 160 /* a channel's id or name: Asterisk's limit is 150 */
#define CTI__AMI_JOBS	 16
#define CTI__AMI_HELD	 32
#define CTI__AMI_DATA	 8
#define CTI__AMI_MESSAGE 8192 /* the longest action that is sent */
#define CTI__AMI_DRAFT	 2048

struct cti__ami_job;
struct cti__ami_reply;
struct cti__ami_state;

/* An answer for a job has come. */
typedef void cti__ami_job_fn(struct cti__ami_state *ami,
			     struct cti__ami_job *job,
			     const struct cti__ami_reply *reply);

/* A request that takes more than one action. */
struct cti__ami_job {
	uint64_t tag; /* 0: free */
	uint32_t kind;
	cti__ami_job_fn *on;
	unsigned waiting; /* answers that have not come */
	unsigned good;	  /* answers that were Success */
	bool listed;	  /* a list is complete */
	char leg[CTI__AMI_ID], party[CTI__AMI_ID];
	char second[CTI__AMI_ID], second_party[CTI__AMI_ID];
	char name[CTI__AMI_ID], other_name[CTI__AMI_ID]; /* of channels */
	char device[80], to[128], agent[128], queue[128], reason[256];
	char context[80];
	int32_t priority;
	/* An action that lacks its last headers. */
	char draft[CTI__AMI_DRAFT];
	size_t draft_n;
};

/* Legs that hold was done for by moving them: both ends of a call. */
struct cti__ami_held {
	char leg[CTI__AMI_ID], party[CTI__AMI_ID];
	bool leg_listed, party_listed; /* by the resync */
};

/* A look at how the switch is set up: diagnose.c. */
#define CTI__AMI_QUEUES 24
#define CTI__AMI_PHONES 10
#define CTI__AMI_VALUES 8
#define CTI__AMI_VALUE	200
struct cti__ami_diagnosis {
	bool runs;
	bool call;	/* one may be made to try */
	bool listening; /* whether it is told */
	bool saw_call;
	unsigned round;
	unsigned waiting; /* bits of questions */
	unsigned queues_waiting;
	unsigned marks; /* bits of enum cti__ami_mark */
	int64_t asked_us;
	char queue[CTI__AMI_QUEUES][80];
	size_t queues;
	unsigned endpoints, extensions;
	/* Extensions to be looked at, by the digit at the end of the ActionID;
	   those that have been, and had no caller id. */
	char phone[CTI__AMI_PHONES][80];
	size_t phones;
	unsigned phones_waiting, phones_seen, nameless;
	char value[CTI__AMI_VALUES][CTI__AMI_VALUE]; /* of files */
	unsigned values_waiting;
};

struct cti__ami_state {
	struct cti_port *port;
	const struct cti_settings *settings;
	struct cti__names names; /* of headers */
	struct cti__names events;
	enum cti__ami_phase phase;
	size_t looked;	/* how far the unread input was searched for its end */
	unsigned lists; /* enum cti__ami_list: still to come */
	bool tls;
	struct cti__asterisk_site site;
	struct cti__str variable[CTI__AMI_DATA]; /* told as data */
	size_t variables;
	bool told;	  /* the switch has listed its actions */
	uint64_t offered; /* bits of enum cti__ami_act */
	char why[512];	  /* of a refusal */
	bool holds; /* something was held, ever */
	struct cti__ami_held held[CTI__AMI_HELD];
	struct cti__ami_job jobs[CTI__AMI_JOBS];
	bool booted;	  /* heard that the switch has started */
	char version[16]; /* AMI's own, from its greeting */
	struct cti__ami_diagnosis diagnosis;
};

/* One message: the values of the headers above. */
struct cti__ami_message {
	struct cti__ami_state *ami;
	struct cti__str raw;
	struct cti__str value[AMI_HEADER_COUNT];
};

/* A header's value; "" also for what Asterisk writes for nothing. */
static inline struct cti__str cti__ami_get(const struct cti__ami_message *msg,
					   enum cti__ami_header header)
{
	struct cti__str s = msg->value[header];

	if (s.n == 9 && memcmp(s.p, "<unknown>", 9) == 0)
		s.n = 0;
	return s;
}

/* decode.c */
void cti__ami_events_init(struct cti__ami_state *ami);
/* One event. False if it is none of those that are read. */
bool cti__ami_is_wanted(const struct cti__ami_state *ami,
			struct cti__str event);
void cti__ami_event(struct cti__ami_message *msg);

/* data.c: variables and user events as data of the call. */
/* False if the VarSet is of none that is told: half of all events are such, and
   need not be read. */
bool cti__ami_tells_variable(const struct cti__ami_state *ami,
			     struct cti__str block);
void cti__ami_on_user_event(struct cti__ami_message *msg);
void cti__ami_on_variable(struct cti__ami_message *msg);
/* Of any event: "ChanVariable: NAME=VALUE", as manager.conf asks for. */
void cti__ami_channel_variables(struct cti__ami_message *msg);

/* login.c */
/* The switch has started, or one cannot know: go on to the resync. */
void cti__ami_ready(struct cti__ami_state *ami);
int cti__ami_banner(struct cti__ami_state *ami, struct cti__str line);
void cti__ami_response(struct cti__ami_message *msg);
/* The event mask and the filters, once logged in. */
void cti__ami_filters(struct cti__ami_state *ami);

/* resync.c */
int cti__ami_resync(void *state);
/* A list is complete, or cannot be had. */
void cti__ami_list_done(struct cti__ami_state *ami, unsigned list);
/* Which list an ActionID of ours is of; 0 for none. */
unsigned cti__ami_list_of(const struct cti__ami_state *ami,
			  struct cti__str action_id);

/* request.c */
const char *cti__ami_refuse(void *state, const struct cti_request *req);
int cti__ami_request(void *state, uint64_t tag, const struct cti_request *req);
/* Ask what the switch offers its user, and read what it says. */
void cti__ami_ask_offers(struct cti__ami_state *ami);
/* An answer to a request; false if it is none. */
bool cti__ami_answer(struct cti__ami_message *msg, bool event);
/* A connection is new: nothing is under way. */
void cti__ami_requests_reset(struct cti__ami_state *ami);
/* route.c: who asks where to go, in AGI(agi:async). */
void cti__ami_on_agi_start(struct cti__ami_message *msg);
void cti__ami_on_agi_end(struct cti__ami_message *msg);
/* A channel that a list shows, if it does. */
void cti__ami_listed_agi(struct cti__ami_message *msg);
/* hold.c: a leg has ended. */
void cti__ami_hold_ended(struct cti__ami_state *ami, struct cti__str leg);
/* A resync begins (leg is ""), lists a leg, and has listed all. */
void cti__ami_hold_listed(struct cti__ami_state *ami, struct cti__str leg);
void cti__ami_hold_settle(struct cti__ami_state *ami);

/* diagnose.c */
int cti__ami_diagnose(void *state, bool call);
/* A message while it runs; false: it is none of its answers. */
bool cti__ami_diagnosis_takes(struct cti__ami_state *ami,
			      struct cti__str block);
void cti__ami_diagnosis_wake(struct cti__ami_state *ami);
/* diagnose_site.c */
extern const struct cti_finding_form cti__ami_unreached, cti__ami_refused;

/* action.c: actions on their way out. A value with CR, LF or NUL is refused, as
   is a line longer than Asterisk reads. */
struct cti__ami_action {
	char text[CTI__AMI_MESSAGE];
	size_t n;
	bool bad; /* refused, or too long: nothing may be sent */
};
void cti__ami_action_begin(struct cti__ami_action *action, const char *name);
void cti__ami_action_put(struct cti__ami_action *action, const char *header,
			 struct cti__str value);
/* ActionID: cti-<epoch>-<word>, so that only our own replies match. */
void cti__ami_action_id(struct cti__ami_action *action,
			const struct cti__ami_state *ami, const char *word);
/* 0, or CTI_EINVAL and nothing was sent. The text is wiped: it may be a login.
 */
int cti__ami_action_send(struct cti__ami_action *action,
			 struct cti__ami_state *ami);

#endif
