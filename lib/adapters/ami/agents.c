/* SPDX-License-Identifier: MIT */
/*
 * Requests about agents and queues. A queue knows its members by interface;
 * where that is not the one that ami.agent_interface makes of the device, the
 * switch is asked who is in its queues.
 */
#include "adapters/ami/request.h"

#include <cti/error.h>

#include <stdio.h>

enum {
	STEP_DONE,
	STEP_EACH, /* one queue's answer */
	STEP_LIST, /* a line of QueueStatus */
	STEP_NAME
};

/* A login that is one already is no failure. */
static bool is_there(const struct cti__ami_reply *reply)
{
	return cti__str_starts(cti__ami_get(reply->msg, AMI_MESSAGE),
			       CTI__STR("Unable to add interface: Already"));
}

static unsigned act_of(uint32_t kind)
{
	if (kind == CTI_REQUEST_AGENT_LOGIN)
		return AMI_ACT_QUEUE_ADD;
	return kind == CTI_REQUEST_AGENT_LOGOUT ? AMI_ACT_QUEUE_REMOVE
						: AMI_ACT_QUEUE_PAUSE;
}

static void put_pause(struct cti__ami_action *action,
		      const struct cti__ami_job *job)
{
	bool paused = job->kind == CTI_REQUEST_AGENT_NOT_READY ||
		      job->kind == CTI_REQUEST_AGENT_WRAPUP;

	cti__ami_action_put(action, "Paused",
			    paused ? CTI__STR("true") : CTI__STR("false"));
	if (job->kind == CTI_REQUEST_AGENT_WRAPUP)
		cti__ami_action_put(action, "Reason", CTI__STR("wrapup"));
	else if (paused && *job->reason)
		cti__ami_action_put(action, "Reason", cti__str(job->reason));
}

/* One member of one queue, or of all if that is "". */
static int send_one(struct cti__ami_state *ami, struct cti__ami_job *job,
		    unsigned step, struct cti__str queue,
		    struct cti__str interface)
{
	struct cti__ami_action action;
	unsigned act = act_of(job->kind);
	int err;

	cti__ami_ask(&action, ami, act, job->tag, step);
	cti__ami_action_put(&action, "Interface", interface);
	if (queue.n)
		cti__ami_action_put(&action, "Queue", queue);
	if (act == AMI_ACT_QUEUE_PAUSE)
		put_pause(&action, job);
	if (act == AMI_ACT_QUEUE_ADD && *job->agent &&
	    strcmp(job->agent, job->device) != 0)
		cti__ami_action_put(&action, "MemberName",
				    cti__str(job->agent));
	err = cti__ami_ask_send(&action, ami);
	if (!err)
		job->waiting++;
	return err;
}

static void settle(struct cti__ami_state *ami, struct cti__ami_job *job,
		   const struct cti__ami_reply *reply)
{
	if (job->waiting || !job->listed)
		return;
	if (job->good)
		cti__ami_job_end(ami, job, 0, "");
	else if (reply->step == STEP_LIST)
		cti__ami_job_end(ami, job, CTI_ENOENT,
				 "The agent is in none of the queues.");
	else
		cti__ami_job_fail(ami, job, act_of(job->kind), reply);
}

/* Whether a line of the list is of our agent. */
static bool is_member(const struct cti__ami_job *job,
		      const struct cti__ami_message *msg)
{
	struct cti__str location = cti__ami_get(msg, AMI_LOCATION);
	struct cti__str watched = cti__ami_get(msg, AMI_STATE_INTERFACE);
	struct cti__str name = cti__asterisk_bare(
		cti__ami_get(msg, AMI_MEMBER_NAME_LISTED));

	if (*job->agent && cti__str_is(name, job->agent))
		return true;
	if (!*job->device)
		return false;
	return cti__str_is(cti__asterisk_interface_device(location),
			   job->device) ||
	       cti__str_is(cti__asterisk_interface_device(watched),
			   job->device);
}

static void on_line(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	const struct cti__ami_message *msg = reply->msg;
	struct cti__str event = cti__ami_get(msg, AMI_EVENT);

	if (!reply->event && !reply->ok) {
		cti__ami_job_fail(ami, job, AMI_ACT_QUEUE_STATUS, reply);
		return;
	}
	if (cti__str_is(event, "QueueMember") && is_member(job, msg))
		(void)send_one(ami, job, STEP_EACH,
			       cti__ami_get(msg, AMI_QUEUE),
			       cti__ami_get(msg, AMI_LOCATION));
	if (!cti__str_is(event, "QueueStatusComplete"))
		return;
	job->listed = true;
	settle(ami, job, reply);
}

static int ask_members(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__ami_action action;

	job->listed = false;
	cti__ami_ask(&action, ami, AMI_ACT_QUEUE_STATUS, job->tag, STEP_LIST);
	if (*job->queue)
		cti__ami_action_put(&action, "Queue", cti__str(job->queue));
	return cti__ami_ask_send(&action, ami);
}

static void on_agent(struct cti__ami_state *ami, struct cti__ami_job *job,
		     const struct cti__ami_reply *reply)
{
	if (reply->step == STEP_LIST) {
		on_line(ami, job, reply);
		return;
	}
	job->waiting--;
	job->good += reply->ok || is_there(reply);
	/* By another interface, perhaps: ask. */
	if (reply->step == STEP_DONE && !reply->ok &&
	    job->kind != CTI_REQUEST_AGENT_LOGIN) {
		if (ask_members(ami, job))
			cti__ami_job_end(ami, job, CTI_EINVAL, ami->why);
		return;
	}
	settle(ami, job, reply);
}

/* Each of the queues of the setting, or the one that was named. */
static int log_in(struct cti__ami_state *ami, struct cti__ami_job *job,
		  const char *interface)
{
	struct cti__str rest = cti__str(
		cti_settings_get(ami->settings, "ami.queues"));
	struct cti__str queue;
	int err = 0;

	if (*job->queue)
		return send_one(ami, job, STEP_DONE, cti__str(job->queue),
				cti__str(interface));
	while (!err && rest.n) {
		queue = cti__str_trim(cti__str_cut(rest, ',', &rest));
		if (queue.n)
			err = send_one(ami, job, STEP_DONE, queue,
				       cti__str(interface));
	}
	return err;
}

static int state(struct cti__ami_state *ami, uint64_t tag,
		 const struct cti_request *req)
{
	struct cti__ami_job *job;
	char interface[128];
	int err = cti__ami_fill(ami, "ami.agent_interface", req->device,
				interface, sizeof(interface));

	if (err)
		return err;
	job = cti__ami_job_new(ami, tag, req, on_agent);
	if (!job)
		return CTI_EAGAIN;
	job->listed = true;
	if (req->kind == CTI_REQUEST_AGENT_LOGIN)
		err = log_in(ami, job, interface);
	else if (req->kind == CTI_REQUEST_AGENT_LOGOUT && !req->queue.n)
		err = ask_members(ami, job); /* QueueRemove must name one */
	else
		err = send_one(ami, job, STEP_DONE, req->queue,
			       cti__str(interface));
	if (err)
		job->tag = 0;
	return err;
}

/* Callers who wait are known to these actions by their channel's name. */
static void on_caller(struct cti__ami_state *ami, struct cti__ami_job *job,
		      const struct cti__ami_reply *reply)
{
	bool urgent = job->kind == CTI_REQUEST_QUEUE_PRIORITY;
	struct cti__ami_action action;
	uint64_t tag = job->tag;
	char number[16];

	if (!cti__ami_learn_name(ami, job, reply, job->name))
		return;
	cti__ami_ask(&action, ami,
		     urgent ? AMI_ACT_QUEUE_PRIORITY : AMI_ACT_QUEUE_WITHDRAW,
		     tag, STEP_DONE);
	cti__ami_action_put(&action, "Queue", cti__str(job->queue));
	cti__ami_action_put(&action, "Caller", cti__str(job->name));
	snprintf(number, sizeof(number), "%d", (int)job->priority);
	if (urgent) {
		cti__ami_action_put(&action, "Priority", cti__str(number));
		cti__ami_action_put(&action, "Immediate", CTI__STR("yes"));
	} else if (*job->reason) {
		cti__ami_action_put(&action, "WithdrawInfo",
				    cti__str(job->reason));
	}
	job->tag = 0;
	if (cti__ami_ask_send(&action, ami))
		cti_port_done(ami->port, tag, CTI_EINVAL, cti__str(ami->why));
}

static int caller(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	struct cti__ami_job *job = cti__ami_job_new(ami, tag, req, on_caller);
	int err;

	if (!job)
		return CTI_EAGAIN;
	err = cti__ami_ask_name(ami, tag, STEP_NAME, req->leg);
	if (err)
		job->tag = 0;
	return err;
}

int cti__ami_agent(struct cti__ami_state *ami, uint64_t tag,
		   const struct cti_request *req)
{
	if (req->kind == CTI_REQUEST_QUEUE_PRIORITY ||
	    req->kind == CTI_REQUEST_QUEUE_WITHDRAW)
		return caller(ami, tag, req);
	return state(ami, tag, req);
}
