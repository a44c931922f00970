/* SPDX-License-Identifier: MIT */
/*
 * What applications ask for, as commands. Each goes as a background job with an
 * id of ours, so that nothing waits for it and its end is known; what must be
 * done before it goes as an api of its own.
 */
#include "adapters/esl/job.h"
#include "util/say.h"

#include <cti/error.h>

/* " NUMBER XML CONTEXT": a place in the dialplan. */
static void place(struct job *job, struct cti__str number)
{
	add(job, " ");
	word(job, number);
	add(job, " XML ");
	word(job, cti__str(setting(job, "esl.context")));
}

static void user(struct job *job, struct cti__str device)
{
	const char *domain = setting(job, "esl.domain");

	add(job, "user/");
	word(job, device);
	if (domain[0]) {
		add(job, "@");
		word(job, cti__str(domain));
	}
}

static void variable(struct job *job, const char *name, struct cti__str value)
{
	if (!value.n)
		return;
	add(job, ",");
	add(job, name);
	add(job, "=");
	cti__esl_value(&job->cmd, value);
}

/* Up to what is rung up; the braces are still open. */
static void originate(struct job *job)
{
	begin(job, "bgapi originate {origination_uuid=");
	word(job, job->req->new_leg);
}

/* The telephone rings, shows what will be dialled, and then dials it. */
static int dial_to(struct job *job, struct cti__str to)
{
	const struct cti_request *req = job->req;
	struct cti_fact asked = { .kind = CTI_FACT_ASKED };
	size_t i;
	int err;

	originate(job);
	variable(job, "origination_caller_id_number", to);
	variable(job, "origination_caller_id_name", to);
	variable(job, "effective_caller_id_number", req->caller);
	variable(job, "effective_caller_id_name", req->caller_name);
	if (req->flags & CTI_REQUEST_AUTO_ANSWER)
		add(job, ",sip_auto_answer=true");
	for (i = 0; i < req->data_count; i++) {
		add(job, ",");
		word(job, req->data[i].key);
		add(job, "=");
		cti__esl_value(&job->cmd, req->data[i].value);
	}
	add(job, "}");
	user(job, req->device);
	place(job, to);
	err = send(job);
	if (err)
		return err;
	asked.leg = req->new_leg;
	asked.called = to;
	cti_port_report(job->esl->port, &asked);
	return 0;
}

static int on_dial(struct job *job)
{
	return dial_to(job, job->req->to);
}

static int on_answer(struct job *job)
{
	return of_leg(job, "bgapi uuid_phone_event ", job->req->leg, " talk");
}

/* What the other side is told of the end. */
static const char *cause_of(struct cti__str reason)
{
	if (cti__str_is(reason, "busy"))
		return " USER_BUSY";
	if (cti__str_is(reason, "rejected"))
		return " CALL_REJECTED";
	return " NORMAL_CLEARING";
}

static int on_hangup(struct job *job)
{
	return of_leg(job, "bgapi uuid_kill ", job->req->leg,
		      cause_of(job->req->reason));
}

static int on_clear(struct job *job)
{
	const struct cti_request *req = job->req;
	size_t i;
	int err = CTI_ESTATE;

	for (i = 0; i + 1 < req->leg_count; i++) {
		err = part_of_leg(job, "api uuid_kill ", req->legs[i], "");
		if (err)
			return err;
	}
	return req->leg_count
		       ? of_leg(job, "bgapi uuid_kill ", req->legs[i], "")
		       : err;
}

static int on_hold(struct job *job)
{
	return of_leg(job, "bgapi uuid_hold ", job->req->leg, "");
}

static int on_retrieve(struct job *job)
{
	return of_leg(job, "bgapi uuid_hold off ", job->req->leg, "");
}

static int on_swap(struct job *job)
{
	const struct cti_request *req = job->req;
	int err;

	/* Whichever is on hold comes back. */
	err = part_of_leg(job, "api uuid_hold toggle ", req->consult_leg, "");
	return err ? err : of_leg(job, "bgapi uuid_hold toggle ", req->leg, "");
}

static int send_to(struct job *job, struct cti__str leg)
{
	begin(job, "bgapi uuid_transfer ");
	word(job, leg);
	place(job, job->req->to);
	return send(job);
}

static int on_transfer(struct job *job)
{
	return send_to(job, job->req->party);
}

/* Of one that rings its caller is sent on, of one that waits it itself. */
static int on_deflect(struct job *job)
{
	const struct cti_request *req = job->req;

	return send_to(job, req->party.n ? req->party : req->leg);
}

/* The same as the feature code would do: att_xfer, with music for the other. */
static int on_consult(struct job *job)
{
	const struct cti_request *req = job->req;

	begin(job, "bgapi uuid_broadcast ");
	word(job, req->leg);
	add(job, " att_xfer::loopback/");
	word(job, req->to);
	add(job, "/");
	word(job, cti__str(setting(job, "esl.context")));
	add(job, " aleg,holdb");
	return send(job);
}

static int on_complete(struct job *job)
{
	const struct cti_request *req = job->req;

	/* att_xfer joins the two when its telephone leaves. */
	if (!req->consult_leg.n)
		return of_leg(job, "bgapi uuid_kill ", req->leg, "");
	begin(job, "bgapi uuid_bridge ");
	word(job, req->party);
	add(job, " ");
	word(job, req->consult_party);
	return send(job);
}

static int on_cancel(struct job *job)
{
	const struct cti_request *req = job->req;
	int err;

	if (!req->consult_leg.n)
		return of_leg(job, "bgapi uuid_kill ", req->consult_party, "");
	err = part_of_leg(job, "api uuid_kill ", req->consult_leg, "");
	return err ? err : of_leg(job, "bgapi uuid_hold off ", req->leg, "");
}

/* A room of the call's own, named by a leg of it. */
static void room(struct job *job)
{
	const struct cti_request *req = job->req;

	if (req->room.n) {
		word(job, req->room);
	} else {
		add(job, "cti-");
		word(job, req->leg);
	}
	add(job, "@default");
}

static int move_into_room(struct job *job, struct cti__str leg,
			  const char *option, bool last)
{
	begin(job, last ? "bgapi uuid_transfer " : "api uuid_transfer ");
	word(job, leg);
	add(job, option);
	add(job, " conference:");
	room(job);
	add(job, " inline");
	return last ? send(job) : send_part(job);
}

static int on_join(struct job *job)
{
	const struct cti_request *req = job->req;
	int err;

	/* att_xfer has a key of its own for that. */
	if (!req->consult_leg.n)
		return of_leg(job, "bgapi uuid_recv_dtmf ", req->leg, " 0");
	err = move_into_room(job, req->leg, " -both", false);
	return err ? err : move_into_room(job, req->consult_party, "", true);
}

static int on_conference(struct job *job)
{
	const struct cti_request *req = job->req;
	int err = 0;

	if (!req->room.n)
		err = move_into_room(job, req->leg, " -both", false);
	if (err)
		return err;
	originate(job);
	variable(job, "origination_caller_id_number", req->device);
	add(job, "}loopback/");
	word(job, req->to);
	add(job, "/");
	word(job, cti__str(setting(job, "esl.context")));
	add(job, " &conference(");
	room(job);
	add(job, ")");
	return send(job);
}

static int on_pickup(struct job *job)
{
	const struct cti_request *req = job->req;

	originate(job);
	add(job, "}");
	user(job, req->device);
	add(job, " &intercept(");
	word(job, req->party.n ? req->party : req->leg);
	add(job, ")");
	return send(job);
}

/* By dialling the slot, the telephone fetches who is in it. */
static int on_unpark(struct job *job)
{
	return dial_to(job, job->req->to);
}

static int on_dtmf(struct job *job)
{
	const struct cti_request *req = job->req;

	/* Without a party it is the switch itself that listens. */
	begin(job,
	      req->party.n ? "bgapi uuid_send_dtmf " : "bgapi uuid_recv_dtmf ");
	word(job, req->party.n ? req->party : req->leg);
	add(job, " ");
	word(job, req->value);
	return send(job);
}

static int on_data(struct job *job)
{
	const struct cti_request *req = job->req;

	begin(job, "bgapi uuid_setvar ");
	word(job, req->leg);
	add(job, " ");
	word(job, req->key);
	add(job, " ");
	cti__esl_quoted(&job->cmd, req->value);
	return send(job);
}

static int on_mute(struct job *job)
{
	return of_leg(job, "bgapi uuid_audio ", job->req->leg,
		      " start read mute -1");
}

static int on_unmute(struct job *job)
{
	return of_leg(job, "bgapi uuid_audio ", job->req->leg, " stop");
}

/* Nothing ends a park but a transfer: where a call goes by itself, its dialplan
   has put into a variable. */
static int on_route(struct job *job)
{
	const struct cti_request *req = job->req;
	struct cti__esl_peer *peer = cti__esl_peer_of(job->esl, req->leg);

	if (peer)
		return cti__esl_peer_answer(job->esl, peer, job->tag, req->to);
	if (req->to.n)
		return send_to(job, req->leg);
	begin(job, "bgapi expand uuid_transfer ");
	word(job, req->leg);
	add(job, " ${uuid_getvar(");
	word(job, req->leg);
	add(job, " cti_route_default)} XML ");
	word(job, cti__str(setting(job, "esl.context")));
	return send(job);
}

static const struct rule {
	uint8_t kind;
	int (*on)(struct job *job);
	const char *why_not;
} rules[] = {
	{ CTI_REQUEST_DIAL, on_dial, NULL },
	{ CTI_REQUEST_ANSWER, on_answer, NULL },
	{ CTI_REQUEST_HANGUP, on_hangup, NULL },
	{ CTI_REQUEST_CLEAR, on_clear, NULL },
	{ CTI_REQUEST_HOLD, on_hold, NULL },
	{ CTI_REQUEST_RETRIEVE, on_retrieve, NULL },
	{ CTI_REQUEST_SWAP, on_swap, NULL },
	{ CTI_REQUEST_TRANSFER, on_transfer, NULL },
	{ CTI_REQUEST_CONSULT, on_consult, NULL },
	{ CTI_REQUEST_COMPLETE, on_complete, NULL },
	{ CTI_REQUEST_CANCEL, on_cancel, NULL },
	{ CTI_REQUEST_JOIN, on_join, NULL },
	{ CTI_REQUEST_CONFERENCE, on_conference, NULL },
	{ CTI_REQUEST_DROP, on_hangup, NULL },
	{ CTI_REQUEST_DEFLECT, on_deflect, NULL },
	{ CTI_REQUEST_PICKUP, on_pickup, NULL },
	{ CTI_REQUEST_PARK, on_transfer, NULL },
	{ CTI_REQUEST_UNPARK, on_unpark, NULL },
	{ CTI_REQUEST_DTMF, on_dtmf, NULL },
	{ CTI_REQUEST_DATA, on_data, NULL },
	{ CTI_REQUEST_RECORD_START, cti__esl_on_record_start, NULL },
	{ CTI_REQUEST_RECORD_STOP, cti__esl_on_record_stop, NULL },
	{ CTI_REQUEST_RECORD_PAUSE, cti__esl_on_record_pause, NULL },
	{ CTI_REQUEST_RECORD_RESUME, cti__esl_on_record_resume, NULL },
	{ CTI_REQUEST_MUTE, on_mute, NULL },
	{ CTI_REQUEST_UNMUTE, on_unmute, NULL },
	{ CTI_REQUEST_AGENT_LOGIN, cti__esl_on_agent_login, NULL },
	{ CTI_REQUEST_AGENT_LOGOUT, cti__esl_on_agent_logout, NULL },
	{ CTI_REQUEST_AGENT_READY, cti__esl_on_agent_ready, NULL },
	{ CTI_REQUEST_AGENT_NOT_READY, cti__esl_on_agent_not_ready, NULL },
	{ CTI__REQUEST_ROUTE, on_route, NULL },
	{ CTI_REQUEST_AGENT_WRAPUP, NULL,
	  CTI__TEXT("FreeSWITCH has no state of an agent for work after a call "
		    "that could be set; agent-not-ready keeps calls away.") },
	{ CTI_REQUEST_AGENT_WRAPUP_END, NULL,
	  CTI__TEXT("FreeSWITCH ends an agent's work after a call by itself, "
		    "when the agent's wrap_up_time is over.") },
	{ CTI_REQUEST_QUEUE_PRIORITY, NULL,
	  CTI__TEXT(
		  "FreeSWITCH's queues do not change the score of a caller who "
		  "waits.") },
	{ CTI_REQUEST_QUEUE_WITHDRAW, NULL,
	  CTI__TEXT(
		  "FreeSWITCH's queues let a caller go only to another number: "
		  "deflect does that.") },
};

static const struct rule *rule_of(uint32_t kind)
{
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].kind == kind)
			return &rules[i];
	return NULL;
}

const char *cti__esl_refuse(void *state, const struct cti_request *req)
{
	const struct rule *rule = rule_of(req->kind);

	(void)state;
	if (!rule)
		return CTI__TEXT("The Event Socket has no command for it.");
	if (rule->why_not)
		return rule->why_not;
	if (req->kind == CTI_REQUEST_PARK && req->leg.n && !req->to.n)
		return CTI__TEXT(
			"FreeSWITCH parks in a slot that is named: give its "
			"number.");
	if (req->kind == CTI_REQUEST_SWAP && req->leg.n && !req->consult_leg.n)
		return CTI__TEXT(
			"FreeSWITCH cannot change between two calls on one "
			"leg of the telephone.");
	return NULL;
}

int cti__esl_request(void *state, uint64_t tag, const struct cti_request *req)
{
	const struct rule *rule = rule_of(req->kind);
	struct job job = { .esl = state, .req = req, .tag = tag };

	if (!rule || !rule->on)
		return CTI_ENOTSUP;
	return rule->on(&job);
}

/* Some commands say +OK, some nothing, and some are not there. */
static bool is_refusal(struct cti__str said)
{
	struct cti__str lost = CTI__STR("Command not found!");

	return cti__str_starts(said, CTI__STR("-")) ||
	       (said.n >= lost.n &&
		cti__str_eq(cti__str_sub(said, said.n - lost.n, lost.n), lost));
}

static void done(struct cti__esl_state *esl, uint64_t tag, struct cti__str said,
		 bool only_if_refused)
{
	struct cti__str rest, line = cti__str_cut(said, '\n', &rest);
	bool refused = is_refusal(line);

	if (only_if_refused && !refused)
		return;
	if (cti__str_starts(line, CTI__STR("-ERR")))
		line = cti__str_trim(cti__str_sub(line, 4, line.n));
	cti_port_done(esl->port, tag, refused ? CTI_EREFUSED : 0, line);
}

/* That the job has begun, mostly; its end is an event. */
void cti__esl_job_answered(struct cti__esl_state *esl, uint64_t tag,
			   struct cti__str reply)
{
	done(esl, tag, reply, true);
}

void cti__esl_job_ended(struct cti__esl_message *msg)
{
	struct cti__esl_state *esl = msg->esl;
	uint64_t tag;

	if (cti_port_is_replay(esl->port))
		return;
	if (cti__esl_job(esl, cti__esl_get(msg, ESL_JOB), &tag))
		done(esl, tag, msg->body, false);
}
