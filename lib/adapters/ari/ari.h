/* SPDX-License-Identifier: MIT */
/*
 * The Asterisk REST Interface, ARI (Asterisk 16 to 23): what the files of this
 * folder share.
 */
#ifndef CTI__ADAPTERS_ARI_H
#define CTI__ADAPTERS_ARI_H

#include "adapters/asterisk/names.h"
#include "core/adapter.h"
#include "wire/scan.h"

/* The members of events that are read: X(constant, path). The first two are
   looked at as they come by: most events end there. */
#define CTI__ARI_MEMBERS(X)                                                    \
	X(TYPE, "type")                                                        \
	X(VARIABLE, "variable")                                                \
	X(VALUE, "value")                                                      \
	X(CHANNEL_ID, "channel.id")                                            \
	X(CHANNEL_NAME, "channel.name")                                        \
	X(CHANNEL_STATE, "channel.state")                                      \
	X(CHANNEL_NUMBER, "channel.caller.number")                             \
	X(CHANNEL_CALLER, "channel.caller.name")                               \
	X(CHANNEL_FAR, "channel.connected.number")                             \
	X(CHANNEL_EXTEN, "channel.dialplan.exten")                             \
	X(CHANNEL_APP, "channel.dialplan.app_name")                            \
	X(CHANNEL_APP_DATA, "channel.dialplan.app_data")                       \
	X(CHANNEL_CONTEXT, "channel.dialplan.context")                         \
	X(FROM_ID, "caller.id")                                                \
	X(FROM_APP, "caller.dialplan.app_name")                                \
	X(FROM_CONTEXT, "caller.dialplan.context")                             \
	X(FROM_EXTEN, "caller.dialplan.exten")                                 \
	X(PEER_ID, "peer.id")                                                  \
	X(PEER_NAME, "peer.name")                                              \
	X(PEER_NUMBER, "peer.caller.number")                                   \
	X(PEER_FAR, "peer.connected.number")                                   \
	X(DIAL_STATUS, "dialstatus")                                           \
	X(DIAL_STRING, "dialstring")                                           \
	X(FORWARD, "forward")                                                  \
	X(CAUSE, "cause")                                                      \
	X(CAUSE_TEXT, "cause_txt")                                             \
	X(SOFT, "soft")                                                        \
	X(APP, "dialplan_app")                                                 \
	X(APP_DATA, "dialplan_app_data")                                       \
	X(PRESENTATION, "caller_presentation_txt")                             \
	X(BRIDGE, "bridge.id")                                                 \
	X(BRIDGE_CLASS, "bridge.bridge_class")                                 \
	X(BRIDGE_TECHNOLOGY, "bridge.technology")                              \
	X(BRIDGE_CREATOR, "bridge.creator")                                    \
	X(BRIDGE_NAME, "bridge.name")                                          \
	X(RESULT, "result")                                                    \
	X(EXTEN, "exten")                                                      \
	X(TRANSFEREE, "transferee.id")                                         \
	X(FIRST_LEG, "transferer_first_leg.id")                                \
	X(SECOND_LEG, "transferer_second_leg.id")                              \
	X(TARGET, "transfer_target.id")                                        \
	X(DEST_TYPE, "destination_type")                                       \
	X(DEST_BRIDGE, "destination_bridge")                                   \
	X(DEST_APP, "destination_application")                                 \
	X(RECORDING, "recording.name")                                         \
	X(RECORDED, "recording.target_uri")                                    \
	X(DIGIT, "digit")                                                      \
	X(DURATION_MS, "duration_ms")                                          \
	X(APPLICATION, "application")                                          \
	X(ARGUMENTS, "args")                                                   \
	X(DEVICE, "device_state.name")                                         \
	X(DEVICE_STATE, "device_state.state")

enum cti__ari_member {
#define CTI__ARI_ENTRY(constant, path) ARI_##constant,
	CTI__ARI_MEMBERS(CTI__ARI_ENTRY)
#undef CTI__ARI_ENTRY
		ARI_MEMBER_COUNT
};

/* The members of what REST answers that are read, of whatever it is. */
#define CTI__ARI_REST_MEMBERS(X)                                               \
	X(ID, "id")                                                            \
	X(NAME, "name")                                                        \
	X(STATE, "state")                                                      \
	X(NUMBER, "caller.number")                                             \
	X(CALLER, "caller.name")                                               \
	X(FAR, "connected.number")                                             \
	X(EXTEN, "dialplan.exten")                                             \
	X(APP, "dialplan.app_name")                                            \
	X(APP_DATA, "dialplan.app_data")                                       \
	X(TECHNOLOGY, "technology")                                            \
	X(CLASS, "bridge_class")                                               \
	X(CREATOR, "creator")                                                  \
	X(CHANNELS, "channels")                                                \
	X(VALUE, "value")                                                      \
	X(MESSAGE, "message")                                                  \
	X(STARTED, "status.startup_time")                                      \
	X(VERSION, "system.version")                                           \
	X(STAMP, "timestamp")                                                  \
	X(RESOURCE, "resource")                                                \
	X(ATTRIBUTE, "attribute")

enum cti__ari_rest_member {
#define CTI__ARI_ENTRY(constant, path) ARI_REST_##constant,
	CTI__ARI_REST_MEMBERS(CTI__ARI_ENTRY)
#undef CTI__ARI_ENTRY
		ARI_REST_COUNT
};

/* What was asked over HTTP, in the upper half of a tag; the lower is the
   question's own. Without ARI_ASK_OURS it is a request of the application. */
enum cti__ari_ask {
	ARI_ASK_INFO = 1,
	ARI_ASK_FILTER,
	ARI_ASK_CHANNELS,
	ARI_ASK_VARIABLE,
	ARI_ASK_BRIDGES,
	ARI_ASK_WAITING,
	ARI_ASK_DIAGNOSE
};
#define ARI_ASK_OURS (UINT64_C(1) << 63)

/* The upper byte of a tag of the application's: the step of its request. */
#define ARI_STEP_SHIFT	56
/* From these steps on it is record.c's, and route.c's. */
#define ARI_STEP_RECORD 8
#define ARI_STEP_ROUTE	16

/* Channels that are recorded for us, by name of the file: a power of 2. */
#define CTI__ARI_RECORDINGS 32
#define CTI__ARI_DATA	    8
/* The listener that a recording needs is named after whom it listens to. */
#define CTI__ARI_RECORDER   "cti-rec-"

/* A request of several equal questions. */
#define CTI__ARI_JOBS 8
struct cti__ari_job {
	uint64_t tag; /* 0: none */
	unsigned waiting, good;
};

/* A caller on its way to a number. */
struct cti__ari_move {
	uint64_t tag; /* 0: none */
	char leg[80], to[80], context[80];
};

struct cti__ari_recording {
	char leg[80]; /* "": none */
	char name[200];
	uint64_t starting;   /* the request that begins it; 0: it has begun */
	unsigned generation; /* of this place: answers tell theirs */
};

/* What is asked of each channel in a resync. */
enum cti__ari_variable { ARI_VAR_GROUP, ARI_VAR_DIALLED, ARI_VAR_COUNT };

/* A look at how the switch is set up: diagnose.c. */
struct cti__ari_diagnosis {
	bool runs;
	bool listening; /* whether a call of ours is told */
	bool saw_call;
	unsigned waiting;	       /* answers that have not come */
	unsigned extensions, nameless; /* looked at; without a caller id */
	char channel[64];	       /* of ours, to read files with */
	int64_t asked_us;
};

struct cti__ari_state {
	struct cti_port *port;
	const struct cti_settings *settings;
	struct cti__asterisk_site site;
	struct cti__str variable[CTI__ARI_DATA]; /* told as data */
	size_t variables;
	char user_path[CTI__ARI_DATA][96]; /* of them in a user event */
	const char *paths[ARI_MEMBER_COUNT + CTI__ARI_DATA];
	struct cti__scan_names names, rest_names;
	struct cti__scan scan;
	struct cti__scan list, rest; /* a list, and what is in it */
	struct cti__buf path, body;
	struct cti__ari_job jobs[CTI__ARI_JOBS];
	struct cti__ari_move moves[CTI__ARI_JOBS];
	struct cti__ari_recording recordings[CTI__ARI_RECORDINGS];
	char why[512];
	/* A resync's channels, each ended by NUL, and how far it has come. */
	struct cti__buf ids;
	size_t asked;
	unsigned on_the_way;
	bool resyncing, ready;
	/* Of a recording, which has no answers: the switch counts its channels
	   from 0, so that a lower number after a reconnect is a restart. */
	uint64_t counted;
	bool connected_anew;
	char process[24];
	struct cti__ari_diagnosis diagnosis;
};

/* One event: the values of the members above. */
struct cti__ari_message {
	struct cti__ari_state *ari;
	struct cti__scan_value value[ARI_MEMBER_COUNT + CTI__ARI_DATA];
};

/* decode.c: events. */
/* Whether an event of that type, or a change of that variable, is read. */
bool cti__ari_is_wanted(struct cti__str type);
bool cti__ari_is_wanted_variable(const struct cti__ari_state *ari,
				 struct cti__str name);
/* In a recording: which process of the switch this is. */
void cti__ari_report_process(struct cti__ari_state *ari, bool another);
void cti__ari_event(struct cti__ari_message *msg);
/* What a channel is, as a fact of that kind. */
void cti__ari_put_channel(struct cti_fact *fact,
			  const struct cti__ari_message *msg);
void cti__ari_put_bridge(struct cti_fact *fact,
			 const struct cti__ari_message *msg);

/* rest.c: asking over HTTP. */
bool cti__ari_rest_init(struct cti__ari_state *ari);
/* A path below /ari/, in which $ stands for the next of two texts,
   percent-encoded. 0 or an error. */
int cti__ari_ask(struct cti__ari_state *ari, uint64_t tag, const char *method,
		 const char *path, struct cti__str a, struct cti__str b,
		 const char *body);
/* The same piece by piece: the path begins, gets parts as they are or encoded,
   and is asked for. */
void cti__ari_begin(struct cti__ari_state *ari, const char *path);
void cti__ari_put(struct cti__ari_state *ari, const char *plain,
		  struct cti__str encoded);
int cti__ari_send(struct cti__ari_state *ari, uint64_t tag, const char *method,
		  struct cti__str body);
static inline uint64_t cti__ari_tag(enum cti__ari_ask ask, size_t at)
{
	return ARI_ASK_OURS | (uint64_t)ask << 48 | at;
}
/* An object of an answer; false if it is none. */
bool cti__ari_read(struct cti__ari_state *ari, struct cti__str object,
		   struct cti__scan_value *value);
/* The same as an event would have it: a channel, or a bridge. */
void cti__ari_as_channel(struct cti__ari_state *ari,
			 const struct cti__scan_value *value,
			 struct cti__ari_message *msg);
void cti__ari_as_bridge(struct cti__ari_state *ari,
			const struct cti__scan_value *value,
			struct cti__ari_message *msg);

/* ari.c: the name that we listen under. */
struct cti__str cti__ari_app(const struct cti__ari_state *ari);

/* err, with the sentence that says why. */
static inline int cti__ari_refusal(struct cti__ari_state *ari, int err,
				   const char *why)
{
	cti_port_detail(ari->port, why);
	return err;
}

/* request.c */
const char *cti__ari_refuse(void *state, const struct cti_request *req);
int cti__ari_request(void *state, uint64_t tag, const struct cti_request *req);
void cti__ari_request_reply(struct cti__ari_state *ari, uint64_t tag,
			    int status, struct cti__str body);
void cti__ari_requests_reset(struct cti__ari_state *ari);
/* Why Asterisk refused: the error, and the sentence in ari->why. */
int cti__ari_explain(struct cti__ari_state *ari, bool dialling, int status,
		     struct cti__str body);

/* record.c: a channel of ours listens to the one that is recorded. */
int cti__ari_record(struct cti__ari_state *ari, uint64_t tag,
		    const struct cti_request *req);
void cti__ari_record_reply(struct cti__ari_state *ari, uint64_t tag, int status,
			   struct cti__str body);
/* Whom a listener of ours listens to; of other channels none. */
struct cti__str cti__ari_listens_to(struct cti__str channel);
/* The leg's listener is in our application now. */
void cti__ari_listener_joined(struct cti__ari_state *ari, struct cti__str leg);
/* The leg is gone, and with it our listener. */
void cti__ari_recording_over(struct cti__ari_state *ari, struct cti__str leg);

/* route.c: a dialplan's Stasis(APP,QUEUE) asks where the caller shall go. */
void cti__ari_on_stasis_start(struct cti__ari_message *msg);
void cti__ari_on_stasis_end(struct cti__ari_message *msg);
int cti__ari_route(struct cti__ari_state *ari, uint64_t tag,
		   const struct cti_request *req);
void cti__ari_route_reply(struct cti__ari_state *ari, unsigned step,
			  uint64_t tag, int status, struct cti__str body);

/* diagnose.c */
/* A context that no dialplan has. */
#define CTI__ARI_NOWHERE   "libcti-there-is-no-such-context"
/* Where the questions of diagnose_file.c begin. */
#define CTI__ARI_LOOK_FILE 1000
/* Ask; the answer comes to cti__ari_diagnosis_reply(). */
void cti__ari_look(struct cti__ari_state *ari, size_t question,
		   const char *method, const char *path, struct cti__str a,
		   struct cti__str b);
void cti__ari_tell(struct cti__ari_state *ari,
		   const struct cti_finding_form *form, struct cti__str second,
		   struct cti__str third);
/* diagnose_file.c */
void cti__ari_files_look(struct cti__ari_state *ari, bool call);
void cti__ari_files_reply(struct cti__ari_state *ari, size_t question,
			  int status, struct cti__str body);
/* diagnose.c */
extern const struct cti_finding_form cti__ari_unreached, cti__ari_refused;
int cti__ari_diagnose(void *state, bool call);
/* An answer to its question; an event while it listens; its time is over. */
void cti__ari_diagnosis_reply(struct cti__ari_state *ari, size_t question,
			      int status, struct cti__str body);
void cti__ari_diagnosis_hears(struct cti__ari_state *ari,
			      struct cti__str event);
void cti__ari_wake(void *state);

/* resync.c */
int cti__ari_resync(void *state);
void cti__ari_resync_stop(struct cti__ari_state *ari);
/* An answer that it waits for. */
void cti__ari_resync_reply(struct cti__ari_state *ari, enum cti__ari_ask ask,
			   size_t at, int status, struct cti__str body);

#endif
