/* SPDX-License-Identifier: MIT */
/*
 * Requests over AMI: what the request files of this folder share. A request of
 * one action keeps nothing: its ActionID leads its answer back. One that takes
 * more has a job.
 */
#ifndef CTI__ADAPTERS_AMI_REQUEST_H
#define CTI__ADAPTERS_AMI_REQUEST_H

#include "adapters/ami/ami.h"
#include "model/request.h"

/* The actions used, and the right of manager.conf that each needs ("": any
   user may): X(constant, name, right). */
#define CTI__AMI_ACTIONS(X)                                                    \
	X(AGI, "AGI", "agi")                                                   \
	X(ATXFER, "Atxfer", "call")                                            \
	X(BLIND_TRANSFER, "BlindTransfer", "call")                             \
	X(BRIDGE, "Bridge", "call")                                            \
	X(CANCEL_ATXFER, "CancelAtxfer", "call")                               \
	X(DIALPLAN_ADD, "DialplanExtensionAdd", "system")                      \
	X(GETVAR, "Getvar", "call")                                            \
	X(HANGUP, "Hangup", "call")                                            \
	X(MIX_MONITOR, "MixMonitor", "system")                                 \
	X(MIX_MONITOR_MUTE, "MixMonitorMute", "call")                          \
	X(MUTE_AUDIO, "MuteAudio", "system")                                   \
	X(ORIGINATE, "Originate", "originate")                                 \
	X(PARK, "Park", "call")                                                \
	X(NOTIFY, "PJSIPNotify", "system")                                     \
	X(SHOW_ENDPOINT, "PJSIPShowEndpoint", "system")                        \
	X(PLAY_DTMF, "PlayDTMF", "call")                                       \
	X(QUEUE_ADD, "QueueAdd", "agent")                                      \
	X(QUEUE_PRIORITY, "QueueChangePriorityCaller", "")                     \
	X(QUEUE_PAUSE, "QueuePause", "agent")                                  \
	X(QUEUE_REMOVE, "QueueRemove", "agent")                                \
	X(QUEUE_STATUS, "QueueStatus", "")                                     \
	X(QUEUE_WITHDRAW, "QueueWithdrawCaller", "")                           \
	X(REDIRECT, "Redirect", "call")                                        \
	X(SETVAR, "Setvar", "call")                                            \
	X(SHOW_DIALPLAN, "ShowDialPlan", "config")                             \
	X(STOP_MIX_MONITOR, "StopMixMonitor", "call")

enum cti__ami_act {
#define CTI__AMI_ACT_ENTRY(constant, name, right) AMI_ACT_##constant,
	CTI__AMI_ACTIONS(CTI__AMI_ACT_ENTRY)
#undef CTI__AMI_ACT_ENTRY
		AMI_ACT_COUNT
};

const char *cti__ami_act_name(unsigned act);
const char *cti__ami_act_right(unsigned act);
/* Whether the switch has the action and lets our user take it. */
bool cti__ami_offers(const struct cti__ami_state *ami, unsigned act);

/* An answer that a job waits for. */
struct cti__ami_reply {
	struct cti__ami_message *msg;
	unsigned step;
	bool event; /* an event of a list, or OriginateResponse */
	bool ok;    /* of a response */
};

/* ask.c: one action of a request. */
void cti__ami_ask(struct cti__ami_action *action,
		  const struct cti__ami_state *ami, unsigned act, uint64_t tag,
		  unsigned step);
/* Send it; 0, or CTI_EINVAL with a sentence and nothing was sent. */
int cti__ami_ask_send(struct cti__ami_action *action,
		      struct cti__ami_state *ami);
/* A sentence of why it was not sent: CTI_E* as given. */
int cti__ami_say(struct cti__ami_state *ami, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* End a request with what the switch answered to an action. */
void cti__ami_end(struct cti__ami_state *ami, uint64_t tag, unsigned act,
		  const struct cti__ami_reply *reply);
void cti__ami_job_end(struct cti__ami_state *ami, struct cti__ami_job *job,
		      int err, const char *text);
/* End it badly, with the switch's words for the action that failed. */
void cti__ami_job_fail(struct cti__ami_state *ami, struct cti__ami_job *job,
		       unsigned act, const struct cti__ami_reply *reply);
/* A free job for the request, with its legs and words copied; NULL with a
   sentence: there is none, or a word is too long. */
struct cti__ami_job *cti__ami_job_new(struct cti__ami_state *ami, uint64_t tag,
				      const struct cti_request *req,
				      cti__ami_job_fn *on);
/* Words that must not get out of their place in an action: 0, or CTI_EINVAL
   with a sentence that names what is wrong. */
int cti__ami_check_number(struct cti__ami_state *ami, const char *what,
			  struct cti__str text);
int cti__ami_check_digits(struct cti__ami_state *ami, const char *what,
			  struct cti__str text);
/* A setting with {device} filled in: "PJSIP/1001". */
int cti__ami_fill(struct cti__ami_state *ami, const char *key,
		  struct cti__str device, char *out, size_t room);
/* Ask for a variable of a leg; what it says becomes the job's context, if that
   has none yet. */
int cti__ami_ask_variable(struct cti__ami_state *ami, uint64_t tag,
			  unsigned step, struct cti__str leg,
			  const char *variable);
void cti__ami_learn_variable(struct cti__ami_job *job,
			     const struct cti__ami_reply *reply);
/* Ask what a channel is called: its id alone may be the beginning of another's,
   which Bridge and BridgeAdd would take. */
int cti__ami_ask_name(struct cti__ami_state *ami, uint64_t tag, unsigned step,
		      struct cti__str leg);
/* Take the answer; false: there is none, and the job was ended. */
bool cti__ami_learn_name(struct cti__ami_state *ami, struct cti__ami_job *job,
			 const struct cti__ami_reply *reply,
			 char name[CTI__AMI_ID]);
/* Ask which context a device dials in; the answer is for
   cti__ami_learn_context(): true once the job has it, or was ended. */
int cti__ami_ask_context(struct cti__ami_state *ami, struct cti__ami_job *job,
			 unsigned step);
bool cti__ami_learn_context(struct cti__ami_state *ami,
			    struct cti__ami_job *job,
			    const struct cti__ami_reply *reply);

/* dial.c: what makes a telephone ring. */
int cti__ami_dial(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req);
/* call.c: what is done to a call. */
int cti__ami_call(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req);
/* route.c: a leg to another number, by ami.dial_context or its own context, if
   that is there. The job has the leg, the number and perhaps a context. */
int cti__ami_move(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req);
int cti__ami_move_on(struct cti__ami_state *ami, struct cti__ami_job *job);
/* The answer to a leg that asks for a route. */
int cti__ami_route(struct cti__ami_state *ami, uint64_t tag,
		   const struct cti_request *req);
/* hold.c: answer, hold and retrieve. */
int cti__ami_hold(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req);
/* Also consult.c's. */
#define CTI__AMI_STEP_NOBODYS 9 /* an answer that nobody waits for */
struct cti__str cti__ami_setting(const struct cti__ami_state *ami,
				 const char *key);
struct cti__ami_held *cti__ami_held_of(const struct cti__ami_state *ami,
				       struct cti__str leg);
void cti__ami_held_drop(struct cti__ami_held *held);
void cti__ami_hold_hangup(struct cti__ami_state *ami, const char *leg);
void cti__ami_hold_mark(struct cti__ami_state *ami, uint64_t tag,
			const char *leg, const char *value);
void cti__ami_hold_tell(struct cti__ami_state *ami, const char *leg, bool hold);
bool cti__ami_is_remote(const struct cti__ami_state *ami,
			struct cti__str device);
/* Whether the party of that leg is in our own music. */
bool cti__ami_has_held(const struct cti__ami_state *ami, struct cti__str leg);
/* consult.c: consultations; and the two legs a and b bridged. */
int cti__ami_consult(struct cti__ami_state *ami, uint64_t tag,
		     const struct cti_request *req);
int cti__ami_bridge(struct cti__ami_state *ami, uint64_t tag,
		    const struct cti_request *req, struct cti__str a,
		    struct cti__str b);
/* agents.c: agents and queues. */
int cti__ami_agent(struct cti__ami_state *ami, uint64_t tag,
		   const struct cti_request *req);

/* Keys pressed on a leg, as if its telephone had: answers come with step 0 of
   each key; the last one's is the request's end. ms: how long each; "": in no
   time, so that nobody takes it for a finger. */
int cti__ami_press(struct cti__ami_state *ami, uint64_t tag,
		   struct cti__str leg, struct cti__str keys, const char *ms);
/* Send a party that is in our own music to a number. */
int cti__ami_move_held(struct cti__ami_state *ami, uint64_t tag,
		       const struct cti_request *req);

#endif
