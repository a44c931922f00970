/* SPDX-License-Identifier: MIT */
/*
 * Requests that make a telephone ring: dial, pickup, unpark, and calling a
 * third into a call. All are Originate with an id of our own, so that the leg
 * is known when it appears, which also is the request's good end.
 */
#include "adapters/ami/request.h"

#include <cti/error.h>

#include <stdio.h>

/* Steps of a job; 0 is the Originate itself, whose end is told without one. */
enum { STEP_ORIGINATE, STEP_NAME, STEP_CONTEXT };

/* Asterisk cuts a Variable line at commas, takes quotes off and believes the
   backslash. */
static void put_variable(struct cti__ami_action *action, struct cti__str key,
			 struct cti__str value)
{
	char text[1100];
	size_t n = 0, i;

	if (key.n > 100 || value.n > 900) {
		action->bad = true;
		return;
	}
	memcpy(text, key.p, key.n);
	n = key.n;
	text[n++] = '=';
	for (i = 0; i < value.n && n < sizeof(text) - 2; i++) {
		if (memchr(",\\\"", value.p[i], 3))
			text[n++] = '\\';
		text[n++] = value.p[i];
	}
	if (i < value.n)
		action->bad = true;
	cti__ami_action_put(action, "Variable", cti__str_n(text, n));
}

/* "Call-Info: <sip:pbx>;answer-after=0" as a header of the INVITE. */
static void put_auto_answer(struct cti__ami_action *action,
			    struct cti__ami_state *ami)
{
	struct cti__str name, value;
	char key[64];

	name = cti__str_cut(
		cti__str(cti_settings_get(ami->settings, "ami.auto_answer")),
		':', &value);
	if (!name.n || name.n > 40)
		return;
	snprintf(key, sizeof(key), "PJSIP_HEADER(add,%.*s)", (int)name.n,
		 name.p);
	put_variable(action, cti__str(key), cti__str_trim(value));
}

/* Begin the action: the device's telephone, and what it shows. */
static int begin(struct cti__ami_action *action, struct cti__ami_state *ami,
		 uint64_t tag, const struct cti_request *req,
		 struct cti__str shown)
{
	char channel[128], ms[24];
	int err = cti__ami_fill(ami, "ami.dial_channel", req->device, channel,
				sizeof(channel));

	if (err)
		return err;
	cti__ami_ask(action, ami, AMI_ACT_ORIGINATE, tag, STEP_ORIGINATE);
	cti__ami_action_put(action, "Channel", cti__str(channel));
	cti__ami_action_put(action, "ChannelId", req->new_leg);
	cti__ami_action_put(action, "Async", CTI__STR("true"));
	snprintf(ms, sizeof(ms), "%s",
		 cti_settings_get(ami->settings, "ami.ring_ms"));
	cti__ami_action_put(action, "Timeout", cti__str(ms));
	/* Not CallerID: that would be shown to who is dialled, too. */
	if (shown.n)
		put_variable(action, CTI__STR("CONNECTEDLINE(num,i)"), shown);
	if (req->flags & CTI_REQUEST_AUTO_ANSWER)
		put_auto_answer(action, ami);
	return 0;
}

static void put_caller(struct cti__ami_action *action,
		       const struct cti_request *req)
{
	size_t i;

	if (req->caller.n)
		put_variable(action, CTI__STR("CALLERID(num)"), req->caller);
	if (req->caller_name.n)
		put_variable(action, CTI__STR("CALLERID(name)"),
			     req->caller_name);
	for (i = 0; i < req->data_count; i++)
		put_variable(action, req->data[i].key, req->data[i].value);
}

/* The action waits for the device's context, its last header. */
static int send_later(struct cti__ami_action *action,
		      struct cti__ami_state *ami, struct cti__ami_job *job)
{
	if (action->bad || action->n >= sizeof(job->draft)) {
		job->tag = 0;
		return cti__ami_say(ami, CTI_EINVAL,
				    "The request's data is too long; with "
				    "ami.dial_context set, more fits.");
	}
	memcpy(job->draft, action->text, action->n);
	job->draft_n = action->n;
	return 0;
}

static void take_draft(struct cti__ami_action *action,
		       const struct cti__ami_job *job)
{
	memcpy(action->text, job->draft, job->draft_n);
	action->n = job->draft_n;
	action->bad = false;
}

static void send_draft(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__ami_action action;
	uint64_t tag = job->tag;

	take_draft(&action, job);
	cti__ami_action_put(&action, "Context", cti__str(job->context));
	job->tag = 0;
	if (cti__ami_ask_send(&action, ami))
		cti_port_done(ami->port, tag, CTI_EINVAL, cti__str(ami->why));
}

static void on_dial(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	if (cti__ami_learn_context(ami, job, reply) && job->tag)
		send_draft(ami, job);
}

static int dial(struct cti__ami_state *ami, uint64_t tag,
		const struct cti_request *req)
{
	const char *context = cti_settings_get(ami->settings,
					       "ami.dial_context");
	struct cti__ami_action action;
	struct cti__ami_job *job;
	int err = cti__ami_check_number(ami, "\"to\"", req->to);

	if (!err)
		err = cti__ami_check_number(ami, "caller", req->caller);
	if (!err)
		err = begin(&action, ami, tag, req, req->to);
	if (err)
		return err;
	cti__ami_action_put(&action, "Exten", req->to);
	cti__ami_action_put(&action, "Priority", CTI__STR("1"));
	put_caller(&action, req);
	if (*context) {
		cti__ami_action_put(&action, "Context", cti__str(context));
		return cti__ami_ask_send(&action, ami);
	}
	job = cti__ami_job_new(ami, tag, req, on_dial);
	if (!job)
		return CTI_EAGAIN;
	err = send_later(&action, ami, job);
	if (!err)
		err = cti__ami_ask_context(ami, job, STEP_CONTEXT);
	if (err)
		job->tag = 0;
	return err;
}

/* The application with its data "lot,slot"; the lot is the standard one. */
static int unpark(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	struct cti__ami_action action;
	char data[84];
	int err = cti__ami_check_number(ami, "\"to\"", req->to);

	if (!err)
		err = begin(&action, ami, tag, req, req->to);
	if (err)
		return err;
	snprintf(data, sizeof(data), ",%.*s", (int)req->to.n, req->to.p);
	cti__ami_action_put(&action, "Application", CTI__STR("ParkedCall"));
	cti__ami_action_put(&action, "Data", cti__str(data));
	return cti__ami_ask_send(&action, ami);
}

/* The draft lacks what the application works on: a channel's name. */
static void on_name(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	struct cti__ami_action action;
	uint64_t tag = job->tag;

	if (!cti__ami_learn_name(ami, job, reply, job->name))
		return;
	take_draft(&action, job);
	cti__ami_action_put(&action, "Data", cti__str(job->name));
	job->tag = 0;
	if (cti__ami_ask_send(&action, ami))
		cti_port_done(ami->port, tag, CTI_EINVAL, cti__str(ami->why));
}

static int pickup(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	struct cti__ami_action action;
	struct cti__ami_job *job;
	int err = begin(&action, ami, tag, req, req->to);

	if (err)
		return err;
	cti__ami_action_put(&action, "Application", CTI__STR("PickupChan"));
	job = cti__ami_job_new(ami, tag, req, on_name);
	if (!job)
		return CTI_EAGAIN;
	err = send_later(&action, ami, job);
	if (!err)
		err = cti__ami_ask_name(ami, tag, STEP_NAME, req->leg);
	if (err)
		job->tag = 0;
	return err;
}

/* Calling a third in: a Local channel dials, and what it reaches is put into
   the bridge of the device's leg. */
static void call_third(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__ami_action action;
	uint64_t tag = job->tag;
	char text[240];

	cti__ami_ask(&action, ami, AMI_ACT_ORIGINATE, tag, STEP_ORIGINATE);
	snprintf(text, sizeof(text), "Local/%s@%s", job->to, job->context);
	cti__ami_action_put(&action, "Channel", cti__str(text));
	/* Our id is the half's that dials. */
	cti__ami_action_put(&action, "ChannelId", cti__str(job->second));
	snprintf(text, sizeof(text), "%s.2", job->second);
	cti__ami_action_put(&action, "OtherChannelId", cti__str(text));
	cti__ami_action_put(&action, "Async", CTI__STR("true"));
	cti__ami_action_put(
		&action, "Timeout",
		cti__str(cti_settings_get(ami->settings, "ami.ring_ms")));
	if (*job->device) {
		snprintf(text, sizeof(text), "<%s>", job->device);
		cti__ami_action_put(&action, "CallerID", cti__str(text));
	}
	cti__ami_action_put(&action, "Application", CTI__STR("BridgeAdd"));
	cti__ami_action_put(&action, "Data", cti__str(job->name));
	job->tag = 0;
	if (cti__ami_ask_send(&action, ami))
		cti_port_done(ami->port, tag, CTI_EINVAL, cti__str(ami->why));
}

static void on_third(struct cti__ami_state *ami, struct cti__ami_job *job,
		     const struct cti__ami_reply *reply)
{
	if (reply->step == STEP_CONTEXT) {
		if (cti__ami_learn_context(ami, job, reply) && job->tag)
			call_third(ami, job);
		return;
	}
	if (!cti__ami_learn_name(ami, job, reply, job->name))
		return;
	if (*job->context)
		call_third(ami, job);
	else if (cti__ami_ask_context(ami, job, STEP_CONTEXT))
		cti__ami_job_end(ami, job, CTI_ENOTSUP, ami->why);
}

static int conference(struct cti__ami_state *ami, uint64_t tag,
		      const struct cti_request *req)
{
	struct cti__ami_job *job;
	int err = cti__ami_check_number(ami, "\"to\"", req->to);

	if (!err)
		err = cti__ami_check_number(ami, "device", req->device);
	if (err)
		return err;
	job = cti__ami_job_new(ami, tag, req, on_third);
	if (!job)
		return CTI_EAGAIN;
	snprintf(job->context, sizeof(job->context), "%s",
		 cti_settings_get(ami->settings, "ami.dial_context"));
	snprintf(job->second, sizeof(job->second), "%.*s", (int)req->new_leg.n,
		 req->new_leg.p);
	err = cti__ami_ask_name(ami, tag, STEP_NAME, req->leg);
	if (err)
		job->tag = 0;
	return err;
}

int cti__ami_dial(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	switch (req->kind) {
	case CTI_REQUEST_UNPARK:
		return unpark(ami, tag, req);
	case CTI_REQUEST_PICKUP:
		return pickup(ami, tag, req);
	case CTI_REQUEST_CONFERENCE:
		return conference(ami, tag, req);
	default:
		return dial(ami, tag, req);
	}
}
