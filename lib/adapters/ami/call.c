/* SPDX-License-Identifier: MIT */
/* Requests that are one action on a call, or a few of one kind. */
#include "adapters/ami/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* Steps of jobs. */
enum { STEP_DONE, STEP_EACH, STEP_KNOW };

/* An action on one channel, still without its other headers. */
static void begin(struct cti__ami_action *action, struct cti__ami_state *ami,
		  unsigned act, uint64_t tag, struct cti__str channel)
{
	cti__ami_ask(action, ami, act, tag, STEP_DONE);
	cti__ami_action_put(action, "Channel", channel);
}

/* Why the other side is told that the leg ends: a word of ours or a number of
   Q.850; "" for none. */
static const char *cause_of(struct cti__str reason)
{
	static const struct {
		const char *word, *cause;
	} causes[] = {
		{ "normal", "16" },	 { "busy", "17" },
		{ "no-answer", "19" },	 { "rejected", "21" },
		{ "unavailable", "20" }, { "congestion", "34" },
		{ "failed", "38" },
	};
	size_t i;

	for (i = 0; i < sizeof(causes) / sizeof(causes[0]); i++)
		if (cti__str_is(reason, causes[i].word))
			return causes[i].cause;
	return "";
}

static int hangup(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	struct cti__ami_action action;
	const char *cause = cause_of(req->reason);

	begin(&action, ami, AMI_ACT_HANGUP, tag, req->leg);
	if (*cause)
		cti__ami_action_put(&action, "Cause", cti__str(cause));
	else if (cti__str_is_digits(req->reason) && req->reason.n <= 3)
		cti__ami_action_put(&action, "Cause", req->reason);
	return cti__ami_ask_send(&action, ami);
}

/* Of several alike, one that worked is enough: the others may have ended by
   it. */
static void on_each(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	job->good += reply->ok;
	if (--job->waiting)
		return;
	if (job->good)
		cti__ami_job_end(ami, job, 0, "");
	else
		cti__ami_job_fail(ami, job, AMI_ACT_HANGUP, reply);
}

static int clear(struct cti__ami_state *ami, uint64_t tag,
		 const struct cti_request *req)
{
	struct cti__ami_action action;
	struct cti__ami_job *job;
	size_t i;

	if (!req->leg_count)
		return cti__ami_say(ami, CTI_ENOENT, "The call has no leg.");
	job = cti__ami_job_new(ami, tag, req, on_each);
	if (!job)
		return CTI_EAGAIN;
	for (i = 0; i < req->leg_count; i++) {
		cti__ami_ask(&action, ami, AMI_ACT_HANGUP, tag, STEP_EACH);
		cti__ami_action_put(&action, "Channel", req->legs[i]);
		if (!cti__ami_ask_send(&action, ami))
			job->waiting++;
	}
	if (!job->waiting) {
		job->tag = 0;
		return CTI_EINVAL;
	}
	return 0;
}

static int send_transfer(struct cti__ami_state *ami, uint64_t tag,
			 struct cti__str leg, struct cti__str to,
			 struct cti__str context)
{
	struct cti__ami_action action;

	begin(&action, ami, AMI_ACT_BLIND_TRANSFER, tag, leg);
	cti__ami_action_put(&action, "Exten", to);
	/* Without one, Asterisk takes the context of the leg. */
	if (context.n)
		cti__ami_action_put(&action, "Context", context);
	return cti__ami_ask_send(&action, ami);
}

static void on_transfer(struct cti__ami_state *ami, struct cti__ami_job *job,
			const struct cti__ami_reply *reply)
{
	uint64_t tag = job->tag;

	cti__ami_learn_variable(job, reply);
	job->tag = 0;
	if (send_transfer(ami, tag, cti__str(job->leg), cti__str(job->to),
			  cti__str(job->context)))
		cti_port_done(ami->port, tag, CTI_EINVAL, cti__str(ami->why));
}

static int transfer(struct cti__ami_state *ami, uint64_t tag,
		    const struct cti_request *req)
{
	const char *context = cti_settings_get(ami->settings,
					       "ami.dial_context");
	struct cti__ami_job *job;
	int err = cti__ami_check_number(ami, "\"to\"", req->to);

	if (err)
		return err;
	if (cti__ami_has_held(ami, req->leg))
		return cti__ami_move_held(ami, tag, req);
	if (*context)
		return send_transfer(ami, tag, req->leg, req->to,
				     cti__str(context));
	/* The dialplan may have said where, or our own hold. */
	job = cti__ami_job_new(ami, tag, req, on_transfer);
	if (!job)
		return CTI_EAGAIN;
	err = cti__ami_ask_variable(ami, tag, STEP_KNOW, req->leg,
				    "TRANSFER_CONTEXT");
	if (err)
		job->tag = 0;
	return err;
}

static void on_deflect(struct cti__ami_state *ami, struct cti__ami_job *job,
		       const struct cti__ami_reply *reply)
{
	int err;

	if (!cti__ami_learn_context(ami, job, reply) || !job->tag)
		return;
	err = cti__ami_move_on(ami, job);
	if (err)
		cti__ami_job_end(ami, job, err, ami->why);
}

/* The caller goes elsewhere: of what rings, it is the other party. */
static int deflect(struct cti__ami_state *ami, uint64_t tag,
		   const struct cti_request *req)
{
	const char *context = cti_settings_get(ami->settings,
					       "ami.dial_context");
	struct cti_request of = *req;
	struct cti__ami_job *job;
	int err = cti__ami_check_number(ami, "\"to\"", req->to);

	if (err)
		return err;
	if (!req->queue.n && req->party.n) {
		of.consult_leg = req->leg;
		of.leg = req->party;
	}
	/* Where it is dialled: as the device would, else as the caller did. */
	if (*context || !req->device.n)
		return cti__ami_move(ami, tag, &of);
	job = cti__ami_job_new(ami, tag, &of, on_deflect);
	if (!job)
		return CTI_EAGAIN;
	err = cti__ami_ask_context(ami, job, STEP_KNOW);
	if (err)
		job->tag = 0;
	return err;
}

static int send_park(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__ami_action action;

	if (*job->to) {
		/* The slot; its answer is nobody's. */
		cti__ami_ask(&action, ami, AMI_ACT_SETVAR, job->tag, STEP_EACH);
		cti__ami_action_put(&action, "Channel", cti__str(job->party));
		cti__ami_action_put(&action, "Variable",
				    CTI__STR("PARKINGEXTEN"));
		cti__ami_action_put(&action, "Value", cti__str(job->to));
		(void)cti__ami_action_send(&action, ami);
	}
	begin(&action, ami, AMI_ACT_PARK, job->tag, cti__str(job->party));
	/* Who parked, by name: it hears the slot, and the call comes back to
	   it. */
	cti__ami_action_put(&action, "TimeoutChannel", cti__str(job->name));
	cti__ami_action_put(&action, "AnnounceChannel", cti__str(job->name));
	return cti__ami_ask_send(&action, ami);
}

static void on_park(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	if (reply->step == STEP_KNOW) {
		if (cti__ami_learn_name(ami, job, reply, job->name) &&
		    send_park(ami, job))
			cti__ami_job_end(ami, job, CTI_EINVAL, ami->why);
	} else if (reply->step == STEP_DONE) {
		cti__ami_job_fail(ami, job, AMI_ACT_PARK, reply);
	}
}

static int park(struct cti__ami_state *ami, uint64_t tag,
		const struct cti_request *req)
{
	struct cti__ami_job *job;
	int err = cti__ami_check_number(ami, "\"to\"", req->to);

	if (err)
		return err;
	if (!req->party.n)
		return cti__ami_say(ami, CTI_ESTATE,
				    "There is nobody to be parked.");
	job = cti__ami_job_new(ami, tag, req, on_park);
	if (!job)
		return CTI_EAGAIN;
	err = cti__ami_ask_name(ami, tag, STEP_KNOW, req->leg);
	if (err)
		job->tag = 0;
	return err;
}

int cti__ami_press(struct cti__ami_state *ami, uint64_t tag,
		   struct cti__str leg, struct cti__str keys, const char *ms)
{
	struct cti__ami_action action;
	int err = 0;
	size_t i;

	/* Asterisk takes one key an action. */
	for (i = 0; !err && i < keys.n; i++) {
		cti__ami_ask(&action, ami, AMI_ACT_PLAY_DTMF, tag,
			     i + 1 < keys.n ? STEP_EACH : STEP_DONE);
		cti__ami_action_put(&action, "Channel", leg);
		cti__ami_action_put(&action, "Digit",
				    cti__str_n(keys.p + i, 1));
		cti__ami_action_put(&action, "Receive", CTI__STR("true"));
		if (*ms)
			cti__ami_action_put(&action, "Duration", cti__str(ms));
		err = cti__ami_ask_send(&action, ami);
	}
	return err;
}

static int dtmf(struct cti__ami_state *ami, uint64_t tag,
		const struct cti_request *req)
{
	int err = cti__ami_check_digits(ami, CTI__TEXT("The value"),
					req->value);

	if (!err && !req->value.n)
		err = cti__ami_say(ami, CTI_EINVAL,
				   "There are no digits to be sent.");
	return err ? err
		   : cti__ami_press(ami, tag, req->leg, req->value, "120");
}

static int data(struct cti__ami_state *ami, uint64_t tag,
		const struct cti_request *req)
{
	struct cti__ami_action action;

	begin(&action, ami, AMI_ACT_SETVAR, tag, req->leg);
	cti__ami_action_put(&action, "Variable", req->key);
	cti__ami_action_put(&action, "Value", req->value);
	return cti__ami_ask_send(&action, ami);
}

/* MixMonitor takes options and a command behind commas: nothing but a plain
   name of a file may pass, below the switch's own folder for recordings. */
static int check_file(struct cti__ami_state *ami, struct cti__str file)
{
	if (file.n <= 200 && cti__str_is_file(file))
		return 0;
	return cti__ami_say(ami, CTI_EINVAL,
			    "The file of a recording may only have letters, "
			    "digits and . _ - /, begins with no / and leads "
			    "to no folder above.");
}

static int record_start(struct cti__ami_state *ami, uint64_t tag,
			const struct cti_request *req)
{
	struct cti__ami_action action;
	char file[240];
	int err = check_file(ami, req->to);

	if (err)
		return err;
	snprintf(file, sizeof(file), "%.*s", (int)req->to.n,
		 req->to.n ? req->to.p : "");
	if (!req->to.n)
		snprintf(file, sizeof(file), "cti-%.*s.wav",
			 (int)(req->leg.n < 160 ? req->leg.n : 160),
			 req->leg.p);
	begin(&action, ami, AMI_ACT_MIX_MONITOR, tag, req->leg);
	cti__ami_action_put(&action, "File", cti__str(file));
	return cti__ami_ask_send(&action, ami);
}

static int record(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	struct cti__ami_action action;
	bool pause = req->kind == CTI_REQUEST_RECORD_PAUSE;

	if (req->kind == CTI_REQUEST_RECORD_START)
		return record_start(ami, tag, req);
	if (req->kind == CTI_REQUEST_RECORD_STOP) {
		begin(&action, ami, AMI_ACT_STOP_MIX_MONITOR, tag, req->leg);
		return cti__ami_ask_send(&action, ami);
	}
	begin(&action, ami, AMI_ACT_MIX_MONITOR_MUTE, tag, req->leg);
	cti__ami_action_put(&action, "Direction", CTI__STR("both"));
	cti__ami_action_put(&action, "State",
			    pause ? CTI__STR("1") : CTI__STR("0"));
	return cti__ami_ask_send(&action, ami);
}

static int mute(struct cti__ami_state *ami, uint64_t tag,
		const struct cti_request *req)
{
	struct cti__ami_action action;

	begin(&action, ami, AMI_ACT_MUTE_AUDIO, tag, req->leg);
	/* What comes in from the telephone. */
	cti__ami_action_put(&action, "Direction", CTI__STR("in"));
	cti__ami_action_put(&action, "State",
			    req->kind == CTI_REQUEST_MUTE ? CTI__STR("on")
							  : CTI__STR("off"));
	return cti__ami_ask_send(&action, ami);
}

int cti__ami_call(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	switch (req->kind) {
	case CTI_REQUEST_CLEAR:
		return clear(ami, tag, req);
	case CTI_REQUEST_TRANSFER:
		return transfer(ami, tag, req);
	case CTI_REQUEST_DEFLECT:
		return deflect(ami, tag, req);
	case CTI_REQUEST_PARK:
		return park(ami, tag, req);
	case CTI_REQUEST_DTMF:
		return dtmf(ami, tag, req);
	case CTI_REQUEST_DATA:
		return data(ami, tag, req);
	case CTI_REQUEST_RECORD_START:
	case CTI_REQUEST_RECORD_STOP:
	case CTI_REQUEST_RECORD_PAUSE:
	case CTI_REQUEST_RECORD_RESUME:
		return record(ami, tag, req);
	case CTI_REQUEST_MUTE:
	case CTI_REQUEST_UNMUTE:
		return mute(ami, tag, req);
	default: /* HANGUP, and DROP: leg is the party's then */
		return hangup(ami, tag, req);
	}
}
