/* SPDX-License-Identifier: MIT */
/*
 * FreeSWITCH's Event Socket: what the files of this folder share.
 */
#ifndef CTI__ADAPTERS_ESL_H
#define CTI__ADAPTERS_ESL_H

#include "core/adapter.h"
#include "util/buf.h"
#include "util/list.h"
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
	X(BODY, "_body")                                                       \
	X(CONTEXT, "Caller-Context")                                           \
	X(ROUTE_FOR, "variable_cti_route_for")                                 \
	X(CALL_STATE, "Channel-Call-State")                                    \
	X(CALL_UUID, "Channel-Call-UUID")                                      \
	X(OTHER_TYPE, "Other-Type")                                            \
	X(BRIDGED_TO, "variable_bridge_to")                                    \
	X(FIRST_DIALLED, "variable_sip_to_user")                               \
	X(ROOM_ID, "variable_conference_uuid")                                 \
	X(ROOM, "variable_conference_name")                                    \
	X(CC_QUEUE_OF, "variable_cc_queue")                                    \
	X(NOW_APPLICATION, "variable_current_application")                     \
	X(NOW_DATA, "variable_current_application_data")                       \
	X(SOCKET_MODE, "Socket-Mode")

enum cti__esl_header {
#define CTI__ESL_ENTRY(constant, name) ESL_##constant,
	CTI__ESL_HEADERS(CTI__ESL_ENTRY)
#undef CTI__ESL_ENTRY
		ESL_HEADER_COUNT
};

/* Where the login stands. */
enum cti__esl_phase {
	ESL_PHASE_BANNER, /* the switch must ask for it first */
	ESL_PHASE_AUTH,	  /* sent the password */
	ESL_PHASE_EVENTS, /* asked for the events */
	ESL_PHASE_READY
};

/* What a command was sent for: its answer comes when its turn has come. */
enum cti__esl_ask {
	ESL_ASK_AUTH,
	ESL_ASK_EVENTS,
	ESL_ASK_UPTIME,
	ESL_ASK_CHANNELS,
	ESL_ASK_DUMP,
	ESL_ASK_AGENTS,
	ESL_ASK_TIERS,
	ESL_ASK_JOB, /* a request of the application */
	ESL_ASK_PART, /* the same, of which another part tells the end */
	ESL_ASK_DIAGNOSE
};

/* Variables of the site's own that are told as data of the call. */
#define CTI__ESL_DATA	8
#define ESL_VALUE_COUNT (ESL_HEADER_COUNT + CTI__ESL_DATA)

/* Commands under way; no more are sent before the first of them is answered. */
#define CTI__ESL_ASKS 128

/* A look at how the switch is set up: diagnose.c. */
struct cti__esl_diagnosis {
	bool runs;
	unsigned waiting;	  /* answers that have not come */
	unsigned denied, missing; /* commands, a bit each */
	int64_t asked_us;
	unsigned nameless; /* entries of the directory without a caller id */
	char first[64];	   /* of them */
};

struct cti__esl_state {
	struct cti_port *port;
	const struct cti_settings *settings;
	struct cti__names names, outer; /* of headers */
	struct cti__str variable[CTI__ESL_DATA];
	size_t variables;
	char variable_header[CTI__ESL_DATA][96];
	const char *header[ESL_VALUE_COUNT];
	struct cti__names events;
	struct cti__scan_names members;
	struct cti__scan scan;
	struct cti__scan_names listed; /* of the list of channels */
	enum cti__esl_phase phase;
	size_t looked; /* how far the unread input was searched for its end */
	struct cti__str extensions, trunks; /* patterns of the site */
	/* Decoded values of the message at hand. */
	char *scratch;
	size_t scratch_room, scratch_used;
	char process[40]; /* Core-UUID, as last seen; "": none yet */
	struct {
		uint64_t tag;
		uint8_t what;
	} ask[CTI__ESL_ASKS];
	unsigned asked, answered; /* counted for ever, and wrapping */
	/* A resync: legs to be looked at, one a line, and lists still to come.
	 */
	struct cti__buf unseen;
	size_t unseen_at;
	unsigned pending;
	bool syncing, sync_failed;
	struct cti__list peers; /* calls that wait in the application socket */
	struct cti__esl_diagnosis diagnosis;
};

/* One event: the values of the headers above, as they were sent. */
struct cti__esl_message {
	struct cti__esl_state *esl;
	struct cti__str value[ESL_VALUE_COUNT];
	bool decoded[ESL_VALUE_COUNT];
	struct cti__str body;
	int64_t time_us;
};

/* message.c */
#define CTI__ESL_UNWANTED 1
/* For the headers of the state. False if they are too many. */
bool cti__esl_json_init(struct cti__esl_state *esl);
/* The event of a text; 0, 1 if nobody wants it, or why it cannot be read. */
int cti__esl_read_plain(struct cti__esl_message *msg, struct cti__str text);
/* any: whatever its name. */
int cti__esl_read_any(struct cti__esl_message *msg, struct cti__str text);
/* Headers only, which may be no event's. */
int cti__esl_read_head(struct cti__esl_message *msg, struct cti__str text);
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
/* Q.850's number for FreeSWITCH's word; 0 where it has none. */
int cti__esl_cause(struct cti__str word);

/* decode.c: one event. */
void cti__esl_events_init(struct cti__esl_state *esl);
bool cti__esl_is_wanted(const struct cti__esl_state *esl,
			struct cti__str event);
void cti__esl_event(struct cti__esl_message *msg);
/* decode_queue.c: those of modules. */
void cti__esl_custom(struct cti__esl_message *msg);
static inline void cti__esl_report(struct cti__esl_message *msg,
				   struct cti_fact *fact)
{
	fact->time_us = msg->time_us;
	cti_port_report(msg->esl->port, fact);
}

/* command.c: commands on their way out. Nothing from outside gets past its own
   place in one: what could is refused. */
struct cti__esl_command {
	char text[4096];
	size_t n;
	bool bad; /* refused, or too long: nothing may be sent */
};
void cti__esl_begin(struct cti__esl_command *cmd, const char *words);
/* The adapter's own words, as they are. */
void cti__esl_add(struct cti__esl_command *cmd, const char *words);
/* One word without a meaning of its own: a number, an id, a name. */
void cti__esl_word(struct cti__esl_command *cmd, struct cti__str word);
/* A text in quotes, for an argument of an api. */
void cti__esl_quoted(struct cti__esl_command *cmd, struct cti__str text);
/* A text for a variable between braces. */
void cti__esl_value(struct cti__esl_command *cmd, struct cti__str text);
/* A password: anything that is one line. */
void cti__esl_line(struct cti__esl_command *cmd, struct cti__str text);
/*
 * 0, CTI_EINVAL or CTI_EAGAIN, and nothing was sent. The text is wiped: it may
 * be a login. One of ESL_ASK_JOB gets the Job-UUID that its end is known by.
 */
int cti__esl_send(struct cti__esl_command *cmd, struct cti__esl_state *esl,
		  enum cti__esl_ask what, uint64_t tag);
/* Ends the text. 0, or CTI_EINVAL and the port knows why. */
int cti__esl_end(struct cti__esl_command *cmd, struct cti__esl_state *esl);
/* The command whose answer has come; false: nobody had asked. */
bool cti__esl_answered(struct cti__esl_state *esl, enum cti__esl_ask *what,
		       uint64_t *tag);
/* The tag of a Job-UUID of ours; false: it is another's. */
bool cti__esl_job(const struct cti__esl_state *esl, struct cti__str id,
		  uint64_t *tag);

/* login.c: headers of the protocol itself. */
struct cti__esl_outer {
	struct cti__str length, type, reply, job;
};
/* esl.c: one message at the front of what has come. */
struct cti__esl_cut {
	struct cti__esl_outer outer;
	struct cti__str head, body;
	size_t used; /* 0: not all of it is there */
};
/* 0, or CTI_EPROTO: it has no end, or a length that is none. */
int cti__esl_cut(struct cti__esl_cut *cut, struct cti__esl_state *esl,
		 struct cti__str data, size_t *looked, size_t head_max,
		 size_t body_max);
int cti__esl_check_user(struct cti__esl_state *esl);
void cti__esl_asked(struct cti__esl_state *esl);
/* command/reply, and api/response with its body. */
void cti__esl_replied(struct cti__esl_state *esl, struct cti__str reply,
		      struct cti__str body);
void cti__esl_rejected(struct cti__esl_state *esl, struct cti__str body);

/* resync.c */
int cti__esl_resync(void *state);
int cti__esl_ping(void *state);
/* A table's column in a line, by the line of its names. */
struct cti__str cti__esl_column(struct cti__str names, struct cti__str line,
				const char *name);
/* Each line of a table; none of what is no table. */
void cti__esl_table(struct cti__esl_state *esl, struct cti__str body,
		    void (*take)(struct cti__esl_state *esl,
				 struct cti__str names, struct cti__str line));
/* The answer to one of its questions. */
void cti__esl_listed(struct cti__esl_state *esl, enum cti__esl_ask what,
		     struct cti__str body);
/* dump.c: all of one leg, as facts of a snapshot. */
void cti__esl_dumped(struct cti__esl_state *esl, struct cti__str body);
/* decode.c: what both know of a leg. */
void cti__esl_arrives(struct cti__esl_message *msg);
void cti__esl_put_channel(struct cti_fact *fact, struct cti__esl_message *msg);
void cti__esl_put_party(struct cti_fact *fact, struct cti__esl_message *msg);
struct cti__str cti__esl_number(struct cti__str number);
struct cti__str cti__esl_dialler(struct cti__esl_message *msg);
/* The leg waits in the dialplan to be sent somewhere. */
void cti__esl_put_route(struct cti_fact *fact, struct cti__esl_message *msg);

/* outbound.c: FreeSWITCH connects to us, once for each call that asks. */
struct cti__esl_peer {
	struct cti__list node;
	struct cti_peer *peer;
	uint8_t phase;
	bool is_async; /* the call waits beside the socket, not in it */
	bool is_sent;  /* to a number; else it goes on by itself */
	unsigned due;  /* replies that have not come */
	bool has_tag;
	uint64_t tag; /* of the request that answers */
	size_t looked;
	char leg[128];
};
int cti__esl_peer_up(void *state, void *peer_state, struct cti_peer *peer);
ssize_t cti__esl_peer_input(void *state, void *peer_state, const char *data,
			    size_t len);
void cti__esl_peer_down(void *state, void *peer_state);
/* Whose call the leg is, if it waits there; else NULL. */
struct cti__esl_peer *cti__esl_peer_of(struct cti__esl_state *esl,
				       struct cti__str leg);
/* The answer: to a number, or "": on in its dialplan. */
int cti__esl_peer_answer(struct cti__esl_state *esl, struct cti__esl_peer *peer,
			 uint64_t tag, struct cti__str to);

/* request.c */
const char *cti__esl_refuse(void *state, const struct cti_request *req);
int cti__esl_request(void *state, uint64_t tag, const struct cti_request *req);
/* A command of a request was answered, or the job that it was has ended. */
void cti__esl_job_answered(struct cti__esl_state *esl, uint64_t tag,
			   struct cti__str reply);
void cti__esl_job_ended(struct cti__esl_message *msg);

/* diagnose.c */
extern const struct cti_finding_form cti__esl_unreached, cti__esl_refused;
int cti__esl_diagnose(void *state, bool call);
void cti__esl_diagnosis_reply(struct cti__esl_state *esl, uint64_t question,
			      struct cti__str said);

#endif
