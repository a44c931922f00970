/* SPDX-License-Identifier: MIT */
/* Requests over AMI: what can be asked for, and whose answer has come. */
#include "adapters/ami/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

static const struct {
	const char *name, *right;
} acts[] = {
#define ACT(constant, name, right) { name, right },
	CTI__AMI_ACTIONS(ACT)
#undef ACT
};

const char *cti__ami_act_name(unsigned act)
{
	return act < AMI_ACT_COUNT ? acts[act].name : "";
}

const char *cti__ami_act_right(unsigned act)
{
	return act < AMI_ACT_COUNT ? acts[act].right : "";
}

bool cti__ami_offers(const struct cti__ami_state *ami, unsigned act)
{
	return !ami->told || ami->offered >> act & 1;
}

/* What each request is made of: the actions that it cannot do without, ended by
   AMI_ACT_COUNT, and the function that does it. */
static const struct {
	uint8_t kind, act, act2;
	int (*send)(struct cti__ami_state *ami, uint64_t tag,
		    const struct cti_request *req);
} rules[] = {
#define NONE AMI_ACT_COUNT
	{ CTI_REQUEST_DIAL, AMI_ACT_ORIGINATE, NONE, cti__ami_dial },
	{ CTI_REQUEST_ANSWER, AMI_ACT_NOTIFY, NONE, cti__ami_hold },
	{ CTI_REQUEST_HANGUP, AMI_ACT_HANGUP, NONE, cti__ami_call },
	{ CTI_REQUEST_CLEAR, AMI_ACT_HANGUP, NONE, cti__ami_call },
	{ CTI_REQUEST_HOLD, NONE, NONE, cti__ami_hold },
	{ CTI_REQUEST_RETRIEVE, NONE, NONE, cti__ami_hold },
	{ CTI_REQUEST_SWAP, AMI_ACT_PLAY_DTMF, NONE, cti__ami_consult },
	{ CTI_REQUEST_TRANSFER, AMI_ACT_BLIND_TRANSFER, NONE, cti__ami_call },
	{ CTI_REQUEST_CONSULT, AMI_ACT_ATXFER, NONE, cti__ami_consult },
	{ CTI_REQUEST_COMPLETE, AMI_ACT_HANGUP, NONE, cti__ami_consult },
	{ CTI_REQUEST_CANCEL, AMI_ACT_CANCEL_ATXFER, NONE, cti__ami_consult },
	{ CTI_REQUEST_JOIN, AMI_ACT_PLAY_DTMF, NONE, cti__ami_consult },
	{ CTI_REQUEST_CONFERENCE, AMI_ACT_ORIGINATE, AMI_ACT_GETVAR,
	  cti__ami_dial },
	{ CTI_REQUEST_DROP, AMI_ACT_HANGUP, NONE, cti__ami_call },
	{ CTI_REQUEST_DEFLECT, AMI_ACT_REDIRECT, AMI_ACT_GETVAR,
	  cti__ami_call },
	{ CTI_REQUEST_PICKUP, AMI_ACT_ORIGINATE, AMI_ACT_GETVAR,
	  cti__ami_dial },
	{ CTI_REQUEST_PARK, AMI_ACT_PARK, NONE, cti__ami_call },
	{ CTI_REQUEST_UNPARK, AMI_ACT_ORIGINATE, NONE, cti__ami_dial },
	{ CTI_REQUEST_DTMF, AMI_ACT_PLAY_DTMF, NONE, cti__ami_call },
	{ CTI_REQUEST_DATA, AMI_ACT_SETVAR, NONE, cti__ami_call },
	{ CTI_REQUEST_RECORD_START, AMI_ACT_MIX_MONITOR, NONE, cti__ami_call },
	{ CTI_REQUEST_RECORD_STOP, AMI_ACT_STOP_MIX_MONITOR, NONE,
	  cti__ami_call },
	{ CTI_REQUEST_RECORD_PAUSE, AMI_ACT_MIX_MONITOR_MUTE, NONE,
	  cti__ami_call },
	{ CTI_REQUEST_RECORD_RESUME, AMI_ACT_MIX_MONITOR_MUTE, NONE,
	  cti__ami_call },
	{ CTI_REQUEST_MUTE, AMI_ACT_MUTE_AUDIO, NONE, cti__ami_call },
	{ CTI_REQUEST_UNMUTE, AMI_ACT_MUTE_AUDIO, NONE, cti__ami_call },
	{ CTI_REQUEST_AGENT_LOGIN, AMI_ACT_QUEUE_ADD, NONE, cti__ami_agent },
	{ CTI_REQUEST_AGENT_LOGOUT, AMI_ACT_QUEUE_REMOVE, NONE,
	  cti__ami_agent },
	{ CTI_REQUEST_AGENT_READY, AMI_ACT_QUEUE_PAUSE, NONE, cti__ami_agent },
	{ CTI_REQUEST_AGENT_NOT_READY, AMI_ACT_QUEUE_PAUSE, NONE,
	  cti__ami_agent },
	{ CTI_REQUEST_AGENT_WRAPUP, AMI_ACT_QUEUE_PAUSE, NONE, cti__ami_agent },
	{ CTI_REQUEST_AGENT_WRAPUP_END, AMI_ACT_QUEUE_PAUSE, NONE,
	  cti__ami_agent },
	{ CTI_REQUEST_QUEUE_PRIORITY, AMI_ACT_QUEUE_PRIORITY, AMI_ACT_GETVAR,
	  cti__ami_agent },
	{ CTI_REQUEST_QUEUE_WITHDRAW, AMI_ACT_QUEUE_WITHDRAW, AMI_ACT_GETVAR,
	  cti__ami_agent },
	{ CTI__REQUEST_ROUTE, AMI_ACT_REDIRECT, AMI_ACT_GETVAR,
	  cti__ami_route },
#undef NONE
};

#define RULE_COUNT (sizeof(rules) / sizeof(rules[0]))

static size_t rule_of(uint32_t kind)
{
	size_t i = 0;

	while (i < RULE_COUNT && rules[i].kind != kind)
		i++;
	return i;
}

/* Why an action is not to be had, or NULL. */
static const char *lacks(struct cti__ami_state *ami, unsigned act)
{
	const char *right = cti__ami_act_right(act);

	if (act == AMI_ACT_COUNT || cti__ami_offers(ami, act))
		return NULL;
	if (*right)
		cti__say_to(
			ami->why, sizeof(ami->why),
			"Asterisk does not offer us its action %s: give the "
			"user \"%s\" in \"write\" of manager.conf, and see "
			"that the module of the action is loaded.",
			cti__ami_act_name(act), right);
	else
		cti__say_to(ami->why, sizeof(ami->why),
			    "This version of Asterisk has no action %s.",
			    cti__ami_act_name(act));
	return ami->why;
}

static bool has(const struct cti__ami_state *ami, const char *key)
{
	return *cti_settings_get(ami->settings, key) != '\0';
}

static bool can_hold(const struct cti__ami_state *ami)
{
	return has(ami, "ami.context") &&
	       (cti__ami_offers(ami, AMI_ACT_DIALPLAN_ADD) ||
		cti__ami_offers(ami, AMI_ACT_SHOW_DIALPLAN)) &&
	       cti__ami_offers(ami, AMI_ACT_REDIRECT) &&
	       cti__ami_offers(ami, AMI_ACT_SETVAR) &&
	       cti__ami_offers(ami, AMI_ACT_BRIDGE);
}

static const char *refuse_hold(struct cti__ami_state *ami,
			       const struct cti_request *req)
{
	bool remote = cti__ami_is_remote(ami, req->device);

	if (remote)
		return lacks(ami, AMI_ACT_NOTIFY);
	if (req->kind == CTI_REQUEST_ANSWER)
		return CTI__TEXT(
			"AMI has no action to answer; telephones that pick up "
			"when they are told to (NOTIFY, Event: talk) are named "
			"in devices.remote_control.");
	if (req->kind == CTI_REQUEST_RETRIEVE &&
	    !cti__ami_has_held(ami, req->leg))
		return CTI__TEXT(
			"The telephone itself has put the call on hold and "
			"must take it back; those that do when they are told "
			"to are named in devices.remote_control.");
	if (can_hold(ami))
		return NULL;
	return CTI__TEXT(
		"AMI has no action for hold: name telephones that can be told "
		"to in devices.remote_control, or set ami.context and give the "
		"user \"call\" and \"system\" (or \"call\" and \"config\") in "
		"\"write\" of manager.conf.");
}

/* A consultation that the telephone made by itself, on two legs. */
static const char *refuse_two_legs(const struct cti_request *req)
{
	if (!req->consult_leg.n)
		return NULL;
	if (req->kind == CTI_REQUEST_SWAP)
		return CTI__TEXT("The telephone holds the one call and talks "
				 "on another; "
				 "only it can change between them.");
	if (req->kind == CTI_REQUEST_JOIN)
		return CTI__TEXT(
			"The telephone consults by a call of its own; only it "
			"can join the two.");
	return NULL;
}

const char *cti__ami_refuse(void *state, const struct cti_request *req)
{
	struct cti__ami_state *ami = state;
	size_t rule = rule_of(req->kind);
	const char *no;

	if (rule == RULE_COUNT)
		return CTI__TEXT("AMI has no action for that.");
	no = lacks(ami, rules[rule].act);
	if (!no)
		no = lacks(ami, rules[rule].act2);
	if (no)
		return no;
	switch (req->kind) {
	case CTI_REQUEST_ANSWER:
	case CTI_REQUEST_HOLD:
	case CTI_REQUEST_RETRIEVE:
		return refuse_hold(ami, req);
	case CTI_REQUEST_SWAP:
	case CTI_REQUEST_JOIN:
		return refuse_two_legs(req);
	case CTI_REQUEST_AGENT_LOGIN:
		if (!req->queue.n && !has(ami, "ami.queues"))
			return CTI__TEXT(
				"Which queues the agent is to log in to must "
				"be said: in the request, or in ami.queues.");
		return NULL;
	default:
		return NULL;
	}
}

int cti__ami_request(void *state, uint64_t tag, const struct cti_request *req)
{
	size_t rule = rule_of(req->kind);

	if (rule == RULE_COUNT)
		return CTI_ENOTSUP;
	return rules[rule].send(state, tag, req);
}

void cti__ami_requests_reset(struct cti__ami_state *ami)
{
	size_t i;

	ami->told = false;
	ami->offered = 0;
	for (i = 0; i < CTI__AMI_JOBS; i++)
		ami->jobs[i].tag = 0;
}

/* What the switch offers. */

void cti__ami_ask_offers(struct cti__ami_state *ami)
{
	struct cti__ami_action ask;

	if (cti_port_is_replay(ami->port))
		return;
	cti__ami_action_begin(&ask, "ListCommands");
	cti__ami_action_id(&ask, ami, "commands");
	(void)cti__ami_action_send(&ask, ami);
}

/* A line each: "Atxfer: Attended transfer.  (Priv: call,all)". */
static void read_offers(struct cti__ami_state *ami, struct cti__str raw)
{
	struct cti__str line, name;
	unsigned act;

	ami->told = true;
	ami->offered = 0;
	while (raw.n) {
		line = cti__str_cut(raw, '\n', &raw);
		name = cti__str_cut(line, ':', &line);
		for (act = 0; act < AMI_ACT_COUNT; act++)
			if (cti__str_is(name, acts[act].name))
				ami->offered |= UINT64_C(1) << act;
	}
}

/* Answers. */

/* "cti-<epoch>-r12.3.0": the request, the action and the step. */
static bool parse_id(const struct cti__ami_state *ami, struct cti__str id,
		     uint64_t *tag, uint64_t *act, uint64_t *step)
{
	struct cti__ami_action own;
	struct cti__str rest, number;

	cti__ami_action_begin(&own, "");
	own.n = 0;
	cti__ami_action_id(&own, ami, "r");
	rest = cti__str_n(own.text, own.n - 2); /* without the line end */
	rest = cti__str_sub(rest, strlen("ActionID: "), rest.n);
	if (!cti__str_starts(id, rest))
		return false;
	rest = cti__str_sub(id, rest.n, id.n);
	number = cti__str_cut(rest, '.', &rest);
	if (!cti__str_u64(number, tag))
		return false;
	number = cti__str_cut(rest, '.', &rest);
	return cti__str_u64(number, act) && *act < AMI_ACT_COUNT &&
	       cti__str_u64(rest, step);
}

static struct cti__ami_job *job_of(struct cti__ami_state *ami, uint64_t tag)
{
	size_t i;

	for (i = 0; i < CTI__AMI_JOBS; i++)
		if (tag && ami->jobs[i].tag == tag)
			return &ami->jobs[i];
	return NULL;
}

/* Why nobody was rung up: Originate's own numbers. */
static const char *originate_words(struct cti__str reason)
{
	if (cti__str_is(reason, "5"))
		return cti__say("The device is busy.");
	if (cti__str_is(reason, "8"))
		return cti__say("The device cannot be reached: Asterisk says "
				"congestion.");
	if (cti__str_is(reason, "1") || cti__str_is(reason, "3"))
		return cti__say("The device did not answer.");
	return cti__say(
		"Asterisk cannot ring the device: it is unknown there, or not "
		"registered.");
}

static bool is_dial(const struct cti__ami_message *msg)
{
	return cti__str_is(cti__ami_get(msg, AMI_EVENT), "OriginateResponse");
}

/* An action without a job: its one answer is the request's end. */
static void end_single(struct cti__ami_state *ami, uint64_t tag, unsigned act,
		       const struct cti__ami_reply *reply)
{
	if (is_dial(reply->msg)) {
		if (!cti__str_is(cti__ami_get(reply->msg, AMI_RESPONSE),
				 "Success"))
			cti_port_done(ami->port, tag, CTI_EREFUSED,
				      cti__str(originate_words(cti__ami_get(
					      reply->msg, AMI_REASON))));
		return;
	}
	if (reply->event)
		return;
	/* Only queued: it is done once its leg is there. */
	if (act == AMI_ACT_ORIGINATE && reply->ok)
		return;
	cti__ami_end(ami, tag, act, reply);
}

bool cti__ami_answer(struct cti__ami_message *msg, bool event)
{
	struct cti__ami_state *ami = msg->ami;
	struct cti__str id = cti__ami_get(msg, AMI_ACTION_ID);
	struct cti__ami_reply reply = { .msg = msg, .event = event };
	struct cti__ami_job *job;
	uint64_t tag, act, step;

	if (id.n < 5 || !cti__str_starts(id, CTI__STR("cti-")))
		return false;
	reply.ok = !cti__str_is(cti__ami_get(msg, AMI_RESPONSE), "Error");
	if (!event && cti__str_is(cti__str_sub(id, id.n - 9, 9), "-commands")) {
		if (reply.ok)
			read_offers(ami, msg->raw);
		return true;
	}
	if (!parse_id(ami, id, &tag, &act, &step))
		return false;
	reply.step = (unsigned)step;
	job = job_of(ami, tag);
	if (job && !is_dial(msg))
		job->on(ami, job, &reply);
	else if (step == 0)
		end_single(ami, tag, (unsigned)act, &reply);
	return true;
}
