/* SPDX-License-Identifier: MIT */
/*
 * Consultations, which are Asterisk's own (Atxfer and its feature codes), and
 * two legs that are bridged: to take a party back, or to join two calls of one
 * telephone.
 */
#include "adapters/ami/request.h"
#include "util/say.h"

#include <cti/error.h>

enum {
	STEP_DONE,
	STEP_NAME,    /* of the device's leg, or the party */
	STEP_OTHER,   /* of the party, or whom it goes to */
	STEP_BRIDGED, /* the Bridge itself */
	STEP_NOBODYS = CTI__AMI_STEP_NOBODYS
};

/* Two ends together again, or for the first time. */

static void send_bridge(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__ami_action action;

	if (job->kind == CTI_REQUEST_RETRIEVE) {
		cti__ami_hold_mark(ami, job->tag, job->leg, "0");
		cti__ami_hold_mark(ami, job->tag, job->party, "0");
	}
	cti__ami_ask(&action, ami, AMI_ACT_BRIDGE, job->tag, STEP_BRIDGED);
	cti__ami_action_put(&action, "Channel1", cti__str(job->name));
	cti__ami_action_put(&action, "Channel2", cti__str(job->other_name));
	if (cti__ami_ask_send(&action, ami))
		cti__ami_job_end(ami, job, CTI_EINVAL, ami->why);
}

static void report_transfer(struct cti__ami_state *ami,
			    const struct cti__ami_job *job)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_ATTENDED };

	fact.ok = true;
	fact.dest = CTI_DEST_BRIDGE;
	fact.leg = cti__str(job->leg);
	fact.second = cti__str(job->second);
	fact.other = cti__str(job->party);
	fact.target = cti__str(job->second_party);
	cti_port_report(ami->port, &fact);
}

static void on_bridged(struct cti__ami_state *ami, struct cti__ami_job *job,
		       const struct cti__ami_reply *reply)
{
	struct cti__ami_held *held = cti__ami_held_of(ami, cti__str(job->leg));

	if (!reply->ok) {
		cti__ami_job_fail(ami, job, AMI_ACT_BRIDGE, reply);
		return;
	}
	if (held)
		cti__ami_held_drop(held);
	if (job->kind == CTI_REQUEST_RETRIEVE) {
		cti__ami_hold_tell(ami, job->leg, false);
	} else {
		report_transfer(ami, job);
		cti__ami_hold_hangup(ami, job->second);
		cti__ami_hold_hangup(ami, job->leg);
	}
	cti__ami_job_end(ami, job, 0, "");
}

static void on_bridge(struct cti__ami_state *ami, struct cti__ami_job *job,
		      const struct cti__ami_reply *reply)
{
	if (reply->event || reply->step == STEP_NOBODYS)
		return;
	if (reply->step == STEP_NAME) {
		(void)cti__ami_learn_name(ami, job, reply, job->name);
	} else if (reply->step == STEP_OTHER) {
		if (cti__ami_learn_name(ami, job, reply, job->other_name))
			send_bridge(ami, job);
	} else {
		on_bridged(ami, job, reply);
	}
}

/* Bridge the two legs that a and b name. */
int cti__ami_bridge(struct cti__ami_state *ami, uint64_t tag,
		    const struct cti_request *req, struct cti__str a,
		    struct cti__str b)
{
	struct cti__ami_job *job;
	int err;

	if (!a.n || !b.n)
		return cti__ami_say(ami, CTI_ESTATE,
				    "One of the two parties is not there.");
	job = cti__ami_job_new(ami, tag, req, on_bridge);
	if (!job)
		return CTI_EAGAIN;
	err = cti__ami_ask_name(ami, tag, STEP_NAME, a);
	if (!err)
		err = cti__ami_ask_name(ami, tag, STEP_OTHER, b);
	if (err)
		job->tag = 0;
	return err;
}

static int consult(struct cti__ami_state *ami, uint64_t tag,
		   const struct cti_request *req)
{
	struct cti__str context = cti__ami_setting(ami, "ami.dial_context");
	struct cti__ami_action action;
	int err = cti__ami_check_digits(ami, CTI__TEXT("The number to consult"),
					req->to);

	if (err)
		return err;
	if (cti__ami_has_held(ami, req->leg))
		return cti__ami_say(ami, CTI_ESTATE,
				    "Take the party on hold back first; a "
				    "consultation puts it on hold by itself.");
	cti__ami_ask(&action, ami, AMI_ACT_ATXFER, tag, STEP_DONE);
	cti__ami_action_put(&action, "Channel", req->leg);
	cti__ami_action_put(&action, "Exten", req->to);
	if (context.n)
		cti__ami_action_put(&action, "Context", context);
	return cti__ami_ask_send(&action, ami);
}

/* An action whose answer is the request's. */
static int on_leg(struct cti__ami_state *ami, uint64_t tag, unsigned act,
		  struct cti__str leg)
{
	struct cti__ami_action action;

	cti__ami_ask(&action, ami, act, tag, STEP_DONE);
	cti__ami_action_put(&action, "Channel", leg);
	return cti__ami_ask_send(&action, ami);
}

static int complete(struct cti__ami_state *ami, uint64_t tag,
		    const struct cti_request *req)
{
	if (req->consult_leg.n)
		return cti__ami_bridge(ami, tag, req, req->party,
				       req->consult_party);
	/* Hanging up is what completes Asterisk's own, on any telephone. */
	return on_leg(ami, tag, AMI_ACT_HANGUP, req->leg);
}

static int cancel(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	if (req->consult_leg.n)
		return on_leg(ami, tag, AMI_ACT_HANGUP, req->consult_leg);
	return on_leg(ami, tag, AMI_ACT_CANCEL_ATXFER, req->leg);
}

/* By the feature code that features.conf has for it. */
static int press(struct cti__ami_state *ami, uint64_t tag,
		 const struct cti_request *req, const char *key)
{
	struct cti__str code = cti__ami_setting(ami, key);
	int err = cti__ami_check_digits(ami, key, code);

	if (!err && !code.n)
		err = cti__ami_say(ami, CTI_ENOTSUP,
				   "There is no feature code for it: %s is "
				   "empty.",
				   key);
	return err ? err : cti__ami_press(ami, tag, req->leg, code, "");
}

int cti__ami_consult(struct cti__ami_state *ami, uint64_t tag,
		     const struct cti_request *req)
{
	switch (req->kind) {
	case CTI_REQUEST_COMPLETE:
		return complete(ami, tag, req);
	case CTI_REQUEST_CANCEL:
		return cancel(ami, tag, req);
	case CTI_REQUEST_JOIN:
		return press(ami, tag, req, "ami.code_join");
	case CTI_REQUEST_SWAP:
		return press(ami, tag, req, "ami.code_swap");
	default:
		return consult(ami, tag, req);
	}
}
