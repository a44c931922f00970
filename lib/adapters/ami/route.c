/* SPDX-License-Identifier: MIT */
/*
 * Callers that go elsewhere in the dialplan: told to by a deflection, or by the
 * answer to AGI(agi:async), with which the dialplan asks where to go. A
 * Redirect to a number that is not there would end the call, so the dialplan is
 * asked first.
 */
#include "adapters/ami/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* The steps of a move. */
enum { STEP_DONE, STEP_CONTEXT, STEP_EXISTS };

/* What the dialplan gave along: AGI(agi:async,support). */
#define ARGUMENT_MAX 80

static int ask_value(struct cti__ami_state *ami, const struct cti__ami_job *job,
		     unsigned step, const char *variable)
{
	struct cti__ami_action ask;

	cti__ami_ask(&ask, ami, AMI_ACT_GETVAR, job->tag, step);
	cti__ami_action_put(&ask, "Channel", cti__str(job->leg));
	cti__ami_action_put(&ask, "Variable", cti__str(variable));
	return cti__ami_ask_send(&ask, ami);
}

static int ask_exists(struct cti__ami_state *ami,
		      const struct cti__ami_job *job)
{
	char variable[256];

	snprintf(variable, sizeof(variable), "DIALPLAN_EXISTS(%s,%s,1)",
		 job->context, job->to);
	return ask_value(ami, job, STEP_EXISTS, variable);
}

/* What rang is told as if its telephone had sent the call away by itself. */
static void report_deflect(struct cti__ami_state *ami,
			   const struct cti__ami_job *job)
{
	struct cti_fact fact = { .kind = CTI_FACT_DIAL_END };

	fact.leg = cti__str(job->leg);
	fact.other = cti__str(job->second);
	fact.result = CTI_DIAL_CANCEL;
	fact.called = cti__str(job->to);
	cti_port_report(ami->port, &fact);
}

static int redirect(struct cti__ami_state *ami, const struct cti__ami_job *job)
{
	struct cti__ami_action action;

	if (*job->second)
		report_deflect(ami, job);
	cti__ami_ask(&action, ami, AMI_ACT_REDIRECT, job->tag, STEP_DONE);
	cti__ami_action_put(&action, "Channel", cti__str(job->leg));
	cti__ami_action_put(&action, "Context", cti__str(job->context));
	cti__ami_action_put(&action, "Exten", cti__str(job->to));
	cti__ami_action_put(&action, "Priority", CTI__STR("1"));
	return cti__ami_ask_send(&action, ami);
}

/* Nobody there: said, and the caller stays where it is. */
static void no_number(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	cti__say_to(
		ami->why, sizeof(ami->why),
		"Asterisk's dialplan has no number \"%.80s\" in its context "
		"\"%.80s\"; ami.dial_context names another.",
		job->to, job->context);
	cti__ami_job_end(ami, job, CTI_EREFUSED, ami->why);
}

static bool keep_context(struct cti__ami_job *job, struct cti__str context)
{
	if (!context.n || context.n >= sizeof(job->context))
		return false;
	memcpy(job->context, context.p, context.n);
	job->context[context.n] = '\0';
	return true;
}

static void on_move(struct cti__ami_state *ami, struct cti__ami_job *job,
		    const struct cti__ami_reply *reply)
{
	struct cti__str value = cti__ami_get(reply->msg, AMI_VALUE);
	int err = 0;

	if (reply->step == STEP_DONE) {
		cti__ami_job_fail(ami, job, AMI_ACT_REDIRECT, reply);
		return;
	}
	if (!reply->ok) {
		cti__ami_job_fail(ami, job, AMI_ACT_GETVAR, reply);
		return;
	}
	if (reply->step == STEP_CONTEXT && !keep_context(job, value))
		err = cti__ami_say(ami, CTI_EREFUSED,
				   "Asterisk does not say which context the "
				   "caller is in; set ami.dial_context.");
	else if (reply->step == STEP_CONTEXT)
		err = ask_exists(ami, job);
	else if (!cti__str_is(value, "1"))
		no_number(ami, job);
	else
		err = redirect(ami, job);
	if (err)
		cti__ami_job_end(ami, job, err, ami->why);
}

int cti__ami_move_on(struct cti__ami_state *ami, struct cti__ami_job *job)
{
	job->on = on_move;
	return *job->context ? ask_exists(ami, job)
			     : ask_value(ami, job, STEP_CONTEXT, "CONTEXT");
}

int cti__ami_move(struct cti__ami_state *ami, uint64_t tag,
		  const struct cti_request *req)
{
	const char *context = cti_settings_get(ami->settings,
					       "ami.dial_context");
	struct cti__ami_job *job = cti__ami_job_new(ami, tag, req, on_move);
	int err;

	if (!job)
		return CTI_EAGAIN;
	(void)keep_context(job, cti__str(context));
	err = cti__ami_move_on(ami, job);
	if (err)
		job->tag = 0;
	return err;
}

int cti__ami_route(struct cti__ami_state *ami, uint64_t tag,
		   const struct cti_request *req)
{
	struct cti__ami_action action;
	int err = cti__ami_check_number(ami, "\"to\"", req->to);

	if (err)
		return err;
	if (req->to.n)
		return cti__ami_move(ami, tag, req);
	if (!cti__ami_offers(ami, AMI_ACT_AGI))
		return cti__ami_say(ami, CTI_ENOTSUP,
				    "Asterisk does not offer us its action "
				    "AGI: give the user \"agi\" in \"write\" "
				    "of manager.conf.");
	/* The dialplan goes on behind the AGI(). */
	cti__ami_ask(&action, ami, AMI_ACT_AGI, tag, STEP_DONE);
	cti__ami_action_put(&action, "Channel", req->leg);
	cti__ami_action_put(&action, "Command", CTI__STR("ASYNCAGI BREAK"));
	return cti__ami_ask_send(&action, ami);
}

/* Questions. */

/* Up to the end of its line, which is percent-encoded like all of it. */
static size_t decode_line(struct cti__str from, char *out, size_t room)
{
	size_t i, n = 0;
	int high, low;

	for (i = 0; i < from.n && n < room; i++) {
		char c = from.p[i];

		if (c == '%' && i + 2 < from.n) {
			high = cti__hex_digit(from.p[i + 1]);
			low = cti__hex_digit(from.p[i + 2]);
			if (high < 0 || low < 0)
				break;
			c = (char)(high * 16 + low);
			i += 2;
		}
		if (c == '\n' || c == '\r')
			break;
		out[n++] = c;
	}
	return n;
}

/* The first argument among the lines of Env. */
static struct cti__str argument_of(struct cti__str env, char *out, size_t room)
{
	static const struct cti__str mark = { "agi_arg_1%3A%20", 15 };
	size_t i;

	for (i = 0; i + mark.n <= env.n; i++) {
		struct cti__str rest = cti__str_sub(env, i, env.n);

		if (cti__str_starts(rest, mark))
			return cti__str_n(
				out,
				decode_line(cti__str_sub(rest, mark.n, rest.n),
					    out, room));
	}
	return CTI__STR_NONE;
}

static void report(const struct cti__ami_message *msg, struct cti__str queue,
		   bool snapshot)
{
	struct cti_fact fact = { .kind = CTI_FACT_ROUTE };

	fact.leg = cti__ami_get(msg, AMI_UNIQUEID);
	fact.called = cti__ami_get(msg, AMI_EXTEN);
	fact.context = cti__ami_get(msg, AMI_CONTEXT);
	fact.app = CTI__STR("AGI");
	fact.queue = queue;
	fact.snapshot = snapshot;
	cti_port_report(msg->ami->port, &fact);
}

void cti__ami_on_agi_start(struct cti__ami_message *msg)
{
	char room[ARGUMENT_MAX];

	report(msg, argument_of(cti__ami_get(msg, AMI_ENV), room, sizeof(room)),
	       false);
}

void cti__ami_on_agi_end(struct cti__ami_message *msg)
{
	struct cti_fact fact = { .kind = CTI_FACT_ROUTE_END };

	fact.leg = cti__ami_get(msg, AMI_UNIQUEID);
	cti_port_report(msg->ami->port, &fact);
}

/* A channel that a list shows in AGI(agi:async,support). */
void cti__ami_listed_agi(struct cti__ami_message *msg)
{
	struct cti__str data = cti__ami_get(msg, AMI_APP_DATA), rest;

	if (!cti__str_is(cti__ami_get(msg, AMI_APP), "AGI") ||
	    !cti__str_is(cti__str_cut(data, ',', &rest), "agi:async"))
		return;
	report(msg, cti__str_cut(rest, ',', &rest), true);
}
