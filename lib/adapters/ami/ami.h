/* SPDX-License-Identifier: MIT */
/*
 * The Asterisk Manager Interface, AMI 2 and later (Asterisk 12 to 23): what the
 * files of this folder share.
 */
#ifndef CTI__ADAPTERS_AMI_H
#define CTI__ADAPTERS_AMI_H

#include "core/adapter.h"
#include "wire/block.h"

/*
 * The headers that are read: X(constant, name). Groups of a channel's headers
 * stand in one order, so that a group is read by its first member.
 */
#define AMI__HEADERS(X)                                                        \
	X(EVENT, "Event")                                                      \
	X(RESPONSE, "Response")                                                \
	X(ACTION_ID, "ActionID")                                               \
	X(MESSAGE, "Message")                                                  \
	X(CHALLENGE, "Challenge")                                              \
	X(TIMESTAMP, "Timestamp")                                              \
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
	X(DEST_STATE, "DestChannelState")                                      \
	X(DEST_NUMBER, "DestCallerIDNum")                                      \
	X(DEST_NAME, "DestCallerIDName")                                       \
	X(DEST_FAR_NUMBER, "DestConnectedLineNum")                             \
	X(DEST_CONTEXT, "DestContext")                                         \
	X(DEST_EXTEN, "DestExten")                                             \
	X(DEST_UNIQUEID, "DestUniqueid")                                       \
	X(FAR_NAME, "ConnectedLineName")                                       \
	X(PRESENTATION, "CID-CallingPres")                                     \
	X(DIAL_STRING, "DialString")                                           \
	X(DIAL_STATUS, "DialStatus")                                           \
	X(FORWARD, "Forward")                                                  \
	X(CAUSE, "Cause")                                                      \
	X(CAUSE_TEXT, "Cause-txt")                                             \
	X(BRIDGE, "BridgeUniqueid")                                            \
	X(BRIDGE_ID, "BridgeId")                                               \
	X(BRIDGE_TYPE, "BridgeType")                                           \
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
	X(LOCAL_ONE, "LocalOneUniqueid")                                       \
	X(LOCAL_TWO, "LocalTwoUniqueid")                                       \
	X(LOCAL_ONE_CHANNEL, "LocalOneChannel")                                \
	X(SPYER, "SpyerUniqueid")                                              \
	X(SPYEE, "SpyeeUniqueid")                                              \
	X(UPTIME, "Uptime")                                                    \
	X(USER_EVENT, "UserEvent")                                             \
	X(EVENT_LIST, "EventList")

enum ami__header {
#define AMI__ENTRY(constant, name) AMI_##constant,
	AMI__HEADERS(AMI__ENTRY)
#undef AMI__ENTRY
	AMI_HEADER_COUNT
};

/* Where the login stands. */
enum ami__phase {
	AMI_PHASE_BANNER,    /* the switch must say first what it is */
	AMI_PHASE_CHALLENGE, /* asked for something to hash the secret with */
	AMI_PHASE_LOGIN,     /* sent the login */
	AMI_PHASE_READY
};

/* Lists that a resync asks for. A bit each, and its letter in the ActionID. */
enum ami__list {
	AMI_LIST_BRIDGES = 1,
	AMI_LIST_CHANNELS = 2,
	AMI_LIST_QUEUES = 4,
	AMI_LIST_PARKED = 8
};

struct ami__state {
	struct cti_port *port;
	const struct cti_settings *settings;
	struct cti__block_names names;
	enum ami__phase phase;
	size_t looked; /* how far the unread input was searched for its end */
	uint64_t pings;
	unsigned lists; /* enum ami__list: still to come */
	bool tls;
	struct cti__str extensions, trunks; /* patterns of the site */
};

/* One message: the values of the headers above. */
struct ami__message {
	struct ami__state *ami;
	struct cti__str raw;
	struct cti__str value[AMI_HEADER_COUNT];
};

/* A header's value; "" also for what Asterisk writes for nothing. */
static inline struct cti__str ami__get(const struct ami__message *msg,
				       enum ami__header header)
{
	struct cti__str s = msg->value[header];

	if (s.n == 9 && memcmp(s.p, "<unknown>", 9) == 0)
		s.n = 0;
	return s;
}

/* names.c: what a channel's name says. */
struct ami__channel {
	enum cti_role role;
	struct cti__str device;	 /* endpoint; of a Local, its extension */
	struct cti__str context; /* of a Local */
	struct cti__str pair;	 /* what both halves of a Local share */
	int half;
};
struct ami__channel ami__channel(const struct ami__state *ami,
				 struct cti__str name);
/* The device of "PJSIP/1001", "Local/1003@agents/n" or "hint:1003@internal". */
struct cti__str ami__interface_device(struct cti__str interface);
/* The number of a dial string: "13900139000@trunk" or "PJSIP/trunk/139...". */
struct cti__str ami__dialled_number(struct cti__str dial_string);

/* decode.c: one event. False if it is none of those that are read. */
bool ami__is_wanted(struct cti__str event);
void ami__event(struct ami__message *msg);

/* login.c */
int ami__banner(struct ami__state *ami, struct cti__str line);
void ami__response(struct ami__message *msg);
/* The event mask and the filters, once logged in. */
void ami__filters(struct ami__state *ami);

/* resync.c */
int ami__resync(void *state);
/* A list is complete, or cannot be had. */
void ami__list_done(struct ami__state *ami, unsigned list);
/* Which list an ActionID of ours is of; 0 for none. */
unsigned ami__list_of(const struct ami__state *ami, struct cti__str action_id);

/* action.c: actions on their way out. A value with CR, LF or NUL is refused. */
struct ami__action {
	char text[1024];
	size_t n;
	bool bad; /* refused, or too long: nothing may be sent */
};
void ami__action_begin(struct ami__action *action, const char *name);
void ami__action_put(struct ami__action *action, const char *header,
		     struct cti__str value);
/* ActionID: cti-<epoch>-<word>, so that only our own replies match. */
void ami__action_id(struct ami__action *action, const struct ami__state *ami,
		    const char *word);
/* 0, or CTI_EINVAL and nothing was sent. The text is wiped: it may be a login. */
int ami__action_send(struct ami__action *action, struct ami__state *ami);

#endif
