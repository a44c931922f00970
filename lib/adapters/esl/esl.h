/* SPDX-License-Identifier: MIT */
/*
 * FreeSWITCH's Event Socket: what the files of this folder share.
 */
#ifndef CTI__ADAPTERS_ESL_H
#define CTI__ADAPTERS_ESL_H

#include "core/adapter.h"
#include "util/buf.h"
#include "wire/block.h"
#include "wire/scan.h"

/* The headers of events that are read: X(constant, name). */
#define CTI__ESL_HEADERS(X)                                                    \
	X(EVENT, "Event-Name")                                                 \
	X(SUBCLASS, "Event-Subclass")                                          \
	X(TIME, "Event-Date-Timestamp")                                        \
	X(CORE, "Core-UUID")                                                   \
	X(LENGTH, "Content-Length")                                            \
	X(UNIQUEID, "Unique-ID")                                               \
	X(DIRECTION, "Call-Direction")                                         \
	X(CHANNEL, "Channel-Name")                                             \
	X(ANSWER_STATE, "Answer-State")                                        \
	X(CAUSE, "Hangup-Cause")                                               \
	X(NUMBER, "Caller-Caller-ID-Number")                                   \
	X(NAME, "Caller-Caller-ID-Name")                                       \
	X(DESTINATION, "Caller-Destination-Number")                            \
	X(HIDE_NUMBER, "Caller-Privacy-Hide-Number")                           \
	X(ANSWERED_TIME, "Caller-Channel-Answered-Time")                       \
	X(BRIDGED_TIME, "Caller-Channel-Bridged-Time")                         \
	X(TRANSFER_SOURCE, "Caller-Transfer-Source")                           \
	X(OTHER, "Other-Leg-Unique-ID")                                        \
	X(BRIDGE_A, "Bridge-A-Unique-ID")                                      \
	X(BRIDGE_B, "Bridge-B-Unique-ID")                                      \
	X(APPLICATION, "Application")                                          \
	X(APPLICATION_DATA, "Application-Data")                                \
	X(DIGIT, "DTMF-Digit")                                                 \
	X(USER, "variable_user_name")                                          \
	X(DIALED_USER, "variable_dialed_user")                                 \
	X(DISPOSITION, "variable_endpoint_disposition")                        \
	X(TRANSFER_TO, "variable_transfer_to")                                 \
	X(TRANSFER_DESTINATION, "variable_transfer_destination")               \
	X(HANGUP_DISPOSITION, "variable_sip_hangup_disposition")               \
	X(LAST_BRIDGE, "variable_last_bridge_to")                              \
	X(REDIRECT, "variable_sip_redirect_contact_user_0")                    \
	X(LOOPBACK_OTHER, "variable_other_loopback_leg_uuid")                  \
	X(CC_MEMBER_LEG, "variable_cc_member_session_uuid")                    \
	X(CC_ACTION, "CC-Action")                                              \
	X(CC_QUEUE, "CC-Queue")                                                \
	X(CC_AGENT, "CC-Agent")                                                \
	X(CC_AGENT_STATUS, "CC-Agent-Status")                                  \
	X(CC_AGENT_UUID, "CC-Agent-UUID")                                      \
	X(CC_MEMBER_UUID, "CC-Member-Session-UUID")                            \
	X(CC_CAUSE, "CC-Cause")                                                \
	X(FIFO_MEMBER_LEG, "variable_fifo_bridge_uuid")                        \
	X(FIFO_ACTION, "FIFO-Action")                                          \
	X(FIFO_NAME, "FIFO-Name")                                              \
	X(FIFO_CALLER, "FIFO-Caller-UUID")                                     \
	X(ACTION, "Action")                                                    \
	X(CONFERENCE, "Conference-Name")                                       \
	X(CONFERENCE_ID, "Conference-Unique-ID")                               \
	X(SLOT, "Valet-Extension")                                             \
	X(BRIDGE_TO, "Bridge-To-UUID")                                         \
	X(INTERCEPTED_BY, "intercepted_by")                                    \
	X(RECORD_PATH, "Record-File-Path")                                     \
	X(UPTIME_MS, "Uptime-msec")                                            \
	X(JOB, "Job-UUID")                                                     \
	X(BODY, "_body")

enum cti__esl_header {
#define CTI__ESL_ENTRY(constant, name) ESL_##constant,
	CTI__ESL_HEADERS(CTI__ESL_ENTRY)
#undef CTI__ESL_ENTRY
		ESL_HEADER_COUNT
};

_Static_assert(ESL_HEADER_COUNT <= 64, "a message marks them by bits");

/* Where the login stands. */
enum cti__esl_phase {
	ESL_PHASE_BANNER, /* the switch must ask for it first */
	ESL_PHASE_AUTH,	  /* sent the password */
	ESL_PHASE_EVENTS, /* asked for the events */
	ESL_PHASE_READY
};

struct cti__esl_state {
	struct cti_port *port;
	const struct cti_settings *settings;
	struct cti__block_names names, outer;
	struct cti__scan_names members;
	struct cti__scan scan;
	enum cti__esl_phase phase;
	size_t looked; /* how far the unread input was searched for its end */
	struct cti__str extensions, trunks; /* patterns of the site */
	/* Decoded values of the message at hand. */
	char *scratch;
	size_t scratch_room, scratch_used;
	char process[40]; /* Core-UUID, as last seen; "": none yet */
};

/* One event: the values of the headers above, as they were sent. */
struct cti__esl_message {
	struct cti__esl_state *esl;
	struct cti__str value[ESL_HEADER_COUNT];
	uint64_t decoded; /* a bit for each header whose value is decoded */
	struct cti__str body;
	int64_t time_us;
};

/* message.c */
#define CTI__ESL_UNWANTED 1
/* names: of all headers. False if they are too many. */
bool cti__esl_json_init(struct cti__esl_state *esl, const char *const *names);
/* The event of a text; 0, 1 if nobody wants it, or why it cannot be read. */
int cti__esl_read_plain(struct cti__esl_message *msg, struct cti__str text);
int cti__esl_read_json(struct cti__esl_message *msg, struct cti__str text);
/* A header's value; of a list its first. */
struct cti__str cti__esl_get(struct cti__esl_message *msg,
			     enum cti__esl_header header);

/* names.c: whose leg it is. */
struct cti__esl_channel {
	enum cti_role role;
	struct cti__str device; /* bare extension; of a loopback, its number */
	struct cti__str pair;	/* what both halves of a loopback share */
	int half;
};
struct cti__esl_channel cti__esl_channel(struct cti__esl_message *msg);
/* A number that is none: "" in its place. */
bool cti__esl_is_withheld(struct cti__str number);
/* Q.850's number for FreeSWITCH's word; 0 where it has none. */
int cti__esl_cause(struct cti__str word);

/* decode.c: one event. */
bool cti__esl_is_wanted(struct cti__str event);
void cti__esl_event(struct cti__esl_message *msg);
/* decode_queue.c: those of modules. */
void cti__esl_custom(struct cti__esl_message *msg);
static inline void cti__esl_report(struct cti__esl_message *msg,
				   struct cti_fact *fact)
{
	fact->time_us = msg->time_us;
	cti_port_report(msg->esl->port, fact);
}

/* login.c: headers of the protocol itself. */
struct cti__esl_outer {
	struct cti__str length, type, reply, job;
};
void cti__esl_asked(struct cti__esl_state *esl);
void cti__esl_replied(struct cti__esl_state *esl,
		      const struct cti__esl_outer *outer);
void cti__esl_rejected(struct cti__esl_state *esl, struct cti__str body);

#endif
