/* SPDX-License-Identifier: MIT */
/*
 * Answer, hold and retrieve. AMI has no action for them: either the telephone
 * is told to by NOTIFY (devices.remote_control), or, for hold, both ends of the
 * call are moved: the party to music, the device's own leg to silence, in a
 * small context of our own. To take the party back the two are bridged again.
 * The dialplan of that context, which is made at run time where the rights
 * allow:
 *
 *	exten => hold,1,ExecIf($["${LIBCTI_HELD}"="1"]?MusicOnHold())
 *	 same => n,Hangup()
 *	exten => wait,1,ExecIf($["${LIBCTI_HELD}"="1"]?Wait(86400))
 *	 same => n,Hangup()
 *
 * After the bridge each end goes on behind the ExecIf, and so is hung up.
 */
#include "adapters/ami/request.h"

#include <cti/error.h>

#include <stdio.h>

enum {
	STEP_DONE,
	STEP_PLAN,     /* the context is being looked at or made */
	STEP_VARIABLE, /* TRANSFER_CONTEXT of the device's leg */
	STEP_CONTEXT,  /* where that leg is in the dialplan */
	STEP_MOVED,    /* the Redirect that begins the hold */
	STEP_NOBODYS = CTI__AMI_STEP_NOBODYS
};

static const struct {
	const char *exten, *priority, *app, *data;
} plan[] = {
	{ "hold", "1", "ExecIf", "$[\"${LIBCTI_HELD}\"=\"1\"]?MusicOnHold()" },
	{ "hold", "2", "Hangup", "" },
	{ "wait", "1", "ExecIf", "$[\"${LIBCTI_HELD}\"=\"1\"]?Wait(86400)" },
	{ "wait", "2", "Hangup", "" },
};

#define PLAN_COUNT (sizeof(plan) / sizeof(plan[0]))

struct cti__str cti__ami_setting(const struct cti__ami_state *ami,
				 const char *key)
{
	return cti__str(cti_settings_get(ami->settings, key));
}

bool cti__ami_is_remote(const struct cti__ami_state *ami,
			struct cti__str device)
{
	return device.n &&
	       cti__str_matches_any(
		       device, cti__ami_setting(ami, "devices.remote_control"));
}

/* Who is in our music. */

struct cti__ami_held *cti__ami_held_of(const struct cti__ami_state *ami,
				       struct cti__str leg)
{
	size_t i;

	/* Asked of every leg that ends: mostly nobody is held. */
	if (!leg.n || !ami->holds)
		return NULL;
	for (i = 0; i < CTI__AMI_HELD; i++)
		if (cti__str_is(leg, ami->held[i].leg) ||
		    cti__str_is(leg, ami->held[i].party))
			return (struct cti__ami_held *)(uintptr_t)&ami->held[i];
	return NULL;
}

bool cti__ami_has_held(const struct cti__ami_state *ami, struct cti__str leg)
{
	const struct cti__ami_held *held = cti__ami_held_of(ami, leg);

	return held && cti__str_is(leg, held->leg);
}

static bool add_held(struct cti__ami_state *ami, const struct cti__ami_job *job)
{
	size_t i;

	for (i = 0; i < CTI__AMI_HELD; i++) {
		if (*ami->held[i].leg)
			continue;
		ami->holds = true;
		memcpy(ami->held[i].leg, job->leg, sizeof(job->leg));
		memcpy(ami->held[i].party, job->party, sizeof(job->party));
		return true;
	}
	return false;
}

/* The two were not moved. */
static void not_held(struct cti__ami_state *ami, const char *leg)
{
	struct cti__ami_held *held = cti__ami_held_of(ami, cti__str(leg));

	if (held)
		cti__ami_held_drop(held);
	cti__ami_hold_tell(ami, leg, false);
}

void cti__ami_held_drop(struct cti__ami_held *held)
{
	held->leg[0] = held->party[0] = '\0';
}

void cti__ami_hold_hangup(struct cti__ami_state *ami, const char *leg)
{
	struct cti__ami_action action;

	cti__ami_action_begin(&action, "Hangup");
	cti__ami_action_id(&action, ami, "hold");
	cti__ami_action_put(&action, "Channel", cti__str(leg));
	(void)cti__ami_action_send(&action, ami);
}

/* They are in no bridge together: what ends the other is us. */
void cti__ami_hold_ended(struct cti__ami_state *ami, struct cti__str leg)
{
	struct cti__ami_held *held = cti__ami_held_of(ami, leg);
	bool own = held && cti__str_is(leg, held->leg);

	if (!held)
		return;
	if (!cti_port_is_replay(ami->port))
		cti__ami_hold_hangup(ami, own ? held->party : held->leg);
	cti__ami_held_drop(held);
}

void cti__ami_hold_listed(struct cti__ami_state *ami, struct cti__str leg)
{
	struct cti__ami_held *held = cti__ami_held_of(ami, leg);
	size_t i;

	for (i = 0; !leg.n && i < CTI__AMI_HELD; i++)
		ami->held[i].leg_listed = ami->held[i].party_listed = false;
	if (held && cti__str_is(leg, held->leg))
		held->leg_listed = true;
	else if (held)
		held->party_listed = true;
}

/* Nobody may stay in music because the one who held him went while the link was
   down. */
void cti__ami_hold_settle(struct cti__ami_state *ami)
{
	struct cti__ami_held *held = ami->held, *end = held + CTI__AMI_HELD;

	for (; held < end; held++) {
		if (*held->leg && !held->leg_listed)
			cti__ami_hold_ended(ami, cti__str(held->leg));
		else if (*held->leg && !held->party_listed)
			cti__ami_hold_ended(ami, cti__str(held->party));
	}
}

void cti__ami_hold_tell(struct cti__ami_state *ami, const char *leg, bool hold)
{
	struct cti_fact fact = { .kind = hold ? CTI_FACT_HOLD
					      : CTI_FACT_UNHOLD };

	fact.ok = true;
	fact.leg = cti__str(leg);
	cti_port_report(ami->port, &fact);
}

/* What the telephone does by itself. */
static int notify(struct cti__ami_state *ami, uint64_t tag, struct cti__str leg,
		  const char *event)
{
	struct cti__ami_action action;
	char text[40];

	cti__ami_ask(&action, ami, AMI_ACT_NOTIFY, tag, STEP_DONE);
	/* By its channel, so that it is sent within the call's dialog. */
	cti__ami_action_put(&action, "Channel", leg);
	snprintf(text, sizeof(text), "Event=%s", event);
	cti__ami_action_put(&action, "Variable", cti__str(text));
	return cti__ami_ask_send(&action, ami);
}

/* Hold by moving. */

static void set_variable(struct cti__ami_state *ami, uint64_t tag,
			 const char *leg, const char *name, const char *value)
{
	struct cti__ami_action action;

	cti__ami_ask(&action, ami, AMI_ACT_SETVAR, tag, STEP_NOBODYS);
	cti__ami_action_put(&action, "Channel", cti__str(leg));
	cti__ami_action_put(&action, "Variable", cti__str(name));
	cti__ami_action_put(&action, "Value", cti__str(value));
	(void)cti__ami_action_send(&action, ami);
}

void cti__ami_hold_mark(struct cti__ami_state *ami, uint64_t tag,
			const char *leg, const char *value)
{
	set_variable(ami, tag, leg, "LIBCTI_HELD", value);
}

static void send_move(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__str context = cti__ami_setting(ami, "ami.context");
	struct cti__ami_action action;

	/* Asked for twice before the first has come so far. */
	if (cti__ami_held_of(ami, cti__str(job->leg))) {
		cti__ami_job_end(ami, job, CTI_ESTATE,
				 "The call is on hold already.");
		return;
	}
	/* Kept from now on: one of them may end before the answer is here. */
	if (!add_held(ami, job)) {
		cti__ami_job_end(ami, job, CTI_EAGAIN,
				 "Too many calls are on hold over this link; "
				 "try again.");
		return;
	}
	/* Transfers look numbers up where the leg is: in our own context, from
	   now on, if they are not told otherwise. */
	if (*job->context)
		set_variable(ami, job->tag, job->leg, "TRANSFER_CONTEXT",
			     job->context);
	cti__ami_hold_mark(ami, job->tag, job->leg, "1");
	cti__ami_hold_mark(ami, job->tag, job->party, "1");
	cti__ami_ask(&action, ami, AMI_ACT_REDIRECT, job->tag, STEP_MOVED);
	cti__ami_action_put(&action, "Channel", cti__str(job->party));
	cti__ami_action_put(&action, "Context", context);
	cti__ami_action_put(&action, "Exten", CTI__STR("hold"));
	cti__ami_action_put(&action, "Priority", CTI__STR("1"));
	cti__ami_action_put(&action, "ExtraChannel", cti__str(job->leg));
	cti__ami_action_put(&action, "ExtraContext", context);
	cti__ami_action_put(&action, "ExtraExten", CTI__STR("wait"));
	cti__ami_action_put(&action, "ExtraPriority", CTI__STR("1"));
	/* Told before the bridge is seen to fall apart. */
	cti__ami_hold_tell(ami, job->leg, true);
	if (!cti__ami_ask_send(&action, ami))
		return;
	not_held(ami, job->leg);
	cti__ami_job_end(ami, job, CTI_EINVAL, ami->why);
}

/* "That extension and priority already exist": as good as made. */
static bool is_there(const struct cti__ami_reply *reply)
{
	struct cti__str text = cti__ami_get(reply->msg, AMI_MESSAGE);

	return reply->ok || cti__str_starts(text, CTI__STR("That extension and "
							   "priority already"));
}

static void on_hold(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	if (reply->event || reply->step == STEP_NOBODYS)
		return;
	if (reply->step == STEP_VARIABLE || reply->step == STEP_CONTEXT) {
		cti__ami_learn_variable(job, reply);
		return;
	}
	if (reply->step == STEP_MOVED) {
		if (reply->ok) {
			cti__ami_job_end(ami, job, 0, "");
			return;
		}
		not_held(ami, job->leg);
		cti__ami_job_fail(ami, job, AMI_ACT_REDIRECT, reply);
		return;
	}
	job->good += is_there(reply);
	if (--job->waiting)
		return;
	/* Moved to an extension that is none, the caller would be hung up. */
	if (job->listed ? job->good == 1 : job->good == PLAN_COUNT)
		send_move(ami, job);
	else
		cti__ami_job_end(ami, job, CTI_ENOTSUP,
				 "The dialplan has no context for hold: copy "
				 "the one of docs/guide/asterisk-ami.md, or "
				 "name it in ami.context.");
}

static int ask_plan(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__str context = cti__ami_setting(ami, "ami.context");
	struct cti__ami_action action;
	int err = 0;
	size_t i;

	if (!cti__ami_offers(ami, AMI_ACT_DIALPLAN_ADD)) {
		job->listed = true;
		job->waiting = 1;
		cti__ami_ask(&action, ami, AMI_ACT_SHOW_DIALPLAN, job->tag,
			     STEP_PLAN);
		cti__ami_action_put(&action, "Context", context);
		cti__ami_action_put(&action, "Extension", CTI__STR("wait"));
		return cti__ami_ask_send(&action, ami);
	}
	for (i = 0; !err && i < PLAN_COUNT; i++) {
		cti__ami_ask(&action, ami, AMI_ACT_DIALPLAN_ADD, job->tag,
			     STEP_PLAN);
		cti__ami_action_put(&action, "Context", context);
		cti__ami_action_put(&action, "Extension",
				    cti__str(plan[i].exten));
		cti__ami_action_put(&action, "Priority",
				    cti__str(plan[i].priority));
		cti__ami_action_put(&action, "Application",
				    cti__str(plan[i].app));
		cti__ami_action_put(&action, "ApplicationData",
				    cti__str(plan[i].data));
		err = cti__ami_ask_send(&action, ami);
		job->waiting++;
	}
	return err;
}

static int hold(struct cti__ami_state *ami, uint64_t tag,
		const struct cti_request *req)
{
	struct cti__ami_job *job;
	int err;

	if (cti__ami_is_remote(ami, req->device))
		return notify(ami, tag, req->leg, "hold");
	if (!req->party.n)
		return cti__ami_say(ami, CTI_ESTATE,
				    "There is nobody to be put on hold.");
	if (req->room.n)
		return cti__ami_say(ami, CTI_ENOTSUP,
				    "In a conference nobody can be put on "
				    "hold over AMI.");
	job = cti__ami_job_new(ami, tag, req, on_hold);
	if (!job)
		return CTI_EAGAIN;
	err = cti__ami_ask_variable(ami, tag, STEP_VARIABLE, req->leg,
				    "TRANSFER_CONTEXT");
	if (!err)
		err = cti__ami_ask_variable(ami, tag, STEP_CONTEXT, req->leg,
					    "CHANNEL(context)");
	if (!err)
		err = ask_plan(ami, job);
	if (err)
		job->tag = 0;
	return err;
}

static int retrieve(struct cti__ami_state *ami, uint64_t tag,
		    const struct cti_request *req)
{
	const struct cti__ami_held *held = cti__ami_held_of(ami, req->leg);
	struct cti_request of = *req;

	if (!held)
		return notify(ami, tag, req->leg, "talk");
	of.party = cti__str(held->party);
	return cti__ami_bridge(ami, tag, &of, of.leg, of.party);
}

/* Who is in our music goes to a number: a blind transfer. */

static void report_blind(struct cti__ami_state *ami,
			 const struct cti__ami_job *job)
{
	struct cti_fact fact = { .kind = CTI_FACT_TRANSFER_BLIND };

	fact.ok = true;
	fact.leg = cti__str(job->leg);
	fact.other = cti__str(job->party);
	fact.called = cti__str(job->to);
	cti_port_report(ami->port, &fact);
}

static void move(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	struct cti__ami_action action;

	cti__ami_ask(&action, ami, AMI_ACT_REDIRECT, job->tag, STEP_MOVED);
	cti__ami_action_put(&action, "Channel", cti__str(job->party));
	cti__ami_action_put(&action, "Context", cti__str(job->context));
	cti__ami_action_put(&action, "Exten", cti__str(job->to));
	cti__ami_action_put(&action, "Priority", CTI__STR("1"));
	if (cti__ami_ask_send(&action, ami))
		cti__ami_job_end(ami, job, CTI_EINVAL, ami->why);
}

static void on_move(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	struct cti__ami_held *held = cti__ami_held_of(ami, cti__str(job->leg));

	if (reply->step == STEP_VARIABLE) {
		cti__ami_learn_variable(job, reply);
		if (*job->context)
			move(ami, job);
		else
			cti__ami_job_end(ami, job, CTI_ENOTSUP,
					 "Asterisk names no context for the "
					 "device; set ami.dial_context.");
		return;
	}
	if (!reply->ok) {
		cti__ami_job_fail(ami, job, AMI_ACT_REDIRECT, reply);
		return;
	}
	report_blind(ami, job);
	if (held)
		cti__ami_held_drop(held);
	cti__ami_hold_hangup(ami, job->leg);
	cti__ami_job_end(ami, job, 0, "");
}

int cti__ami_move_held(struct cti__ami_state *ami, uint64_t tag,
		       const struct cti_request *req)
{
	const struct cti__ami_held *held = cti__ami_held_of(ami, req->leg);
	const char *context = cti_settings_get(ami->settings,
					       "ami.dial_context");
	struct cti_request of = *req;
	struct cti__ami_job *job;
	int err = 0;

	of.party = cti__str(held ? held->party : "");
	job = cti__ami_job_new(ami, tag, &of, on_move);
	if (!job)
		return CTI_EAGAIN;
	snprintf(job->context, sizeof(job->context), "%s", context);
	/* Else the hold has set it. */
	if (*context)
		move(ami, job);
	else
		err = cti__ami_ask_variable(ami, tag, STEP_VARIABLE, of.leg,
					    "TRANSFER_CONTEXT");
	if (err)
		job->tag = 0;
	return err;
}

int cti__ami_hold(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	switch (req->kind) {
	case CTI_REQUEST_HOLD:
		return hold(ami, tag, req);
	case CTI_REQUEST_RETRIEVE:
		return retrieve(ami, tag, req);
	default:
		return notify(ami, tag, req->leg, "talk");
	}
}
