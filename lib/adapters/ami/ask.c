/* SPDX-License-Identifier: MIT */
/* The actions of requests: written, sent, and what their answers mean. */
#include "adapters/ami/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void cti__ami_ask(struct cti__ami_action *action,
		  const struct cti__ami_state *ami, unsigned act, uint64_t tag,
		  unsigned step)
{
	char word[40];

	snprintf(word, sizeof(word), "r%" PRIu64 ".%u.%u", tag, act, step);
	cti__ami_action_begin(action, cti__ami_act_name(act));
	cti__ami_action_id(action, ami, word);
}

int cti__ami_say(struct cti__ami_state *ami, int err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	cti__say_into(ami->why, sizeof(ami->why), format, args);
	va_end(args);
	cti_port_detail(ami->port, ami->why);
	return err;
}

int cti__ami_ask_send(struct cti__ami_action *action,
		      struct cti__ami_state *ami)
{
	if (!cti__ami_action_send(action, ami))
		return 0;
	return cti__ami_say(ami, CTI_EINVAL,
			    "The request is too long for AMI, or has a line "
			    "end in it.");
}

/* Asterisk's words for a channel that is no longer there. */
static bool says_gone(struct cti__str text)
{
	static const char *const words[] = { "No such channel", "Channel" };
	static const char *const ends[] = { "does not exist", "not found",
					    "not valid" };
	size_t i, j;

	if (cti__str_starts(text, cti__str(words[0])))
		return true;
	if (!cti__str_starts(text, cti__str(words[1])))
		return false;
	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		for (j = 0; j < text.n; j++)
			if (cti__str_starts(cti__str_sub(text, j, text.n),
					    cti__str(ends[i])))
				return true;
	return false;
}

/* The sentence for a refused action, and its error. */
static int explain(char *out, size_t room, unsigned act,
		   const struct cti__ami_reply *reply)
{
	struct cti__str text = cti__ami_get(reply->msg, AMI_MESSAGE);
	const char *name = cti__ami_act_name(act);
	int n = (int)(text.n < 150 ? text.n : 150);

	if (cti__str_starts(text, CTI__STR("Permission denied"))) {
		cti__say_to(out, room,
			    "Asterisk refused %s: permission denied; its user "
			    "needs \"%s\" in \"write\" of manager.conf.",
			    name, cti__ami_act_right(act));
		return CTI_EREFUSED;
	}
	if (says_gone(text)) {
		cti__say_to(out, room,
			    "The call has just ended: Asterisk says \"%.*s\".",
			    n, text.p);
		return CTI_ENOENT;
	}
	cti__say_to(out, room, "Asterisk refused %s: %.*s%s", name, n,
		    n ? text.p : cti__say("it gave no reason"),
		    n && text.p[n - 1] == '.' ? "" : ".");
	return CTI_EREFUSED;
}

void cti__ami_end(struct cti__ami_state *ami, uint64_t tag, unsigned act,
		  const struct cti__ami_reply *reply)
{
	struct cti__str text = cti__ami_get(reply->msg, AMI_MESSAGE);
	char why[512];
	int err;

	if (reply->ok) {
		cti_port_done(ami->port, tag, 0, text);
		return;
	}
	err = explain(why, sizeof(why), act, reply);
	cti_port_done(ami->port, tag, err, cti__str(why));
}

void cti__ami_job_end(struct cti__ami_state *ami, struct cti__ami_job *job,
		      int err, const char *text)
{
	uint64_t tag = job->tag;

	job->tag = 0;
	cti_port_done(ami->port, tag, err, cti__str(cti__say(text)));
}

void cti__ami_job_fail(struct cti__ami_state *ami, struct cti__ami_job *job,
		       unsigned act, const struct cti__ami_reply *reply)
{
	uint64_t tag = job->tag;

	job->tag = 0;
	cti__ami_end(ami, tag, act, reply);
}

/* False: it does not fit, or its action could not be sent later. */
static bool keep(char *to, size_t room, struct cti__str from)
{
	if (from.n >= room || cti__str_has_any(from, "\r\n"))
		return false;
	if (from.n)
		memcpy(to, from.p, from.n);
	to[from.n] = '\0';
	return true;
}

#define KEEP(field) keep(job->field, sizeof(job->field), req->field)

struct cti__ami_job *cti__ami_job_new(struct cti__ami_state *ami, uint64_t tag,
				      const struct cti_request *req,
				      cti__ami_job_fn *on)
{
	struct cti__ami_job *job = ami->jobs, *end = job + CTI__AMI_JOBS;

	while (job < end && job->tag)
		job++;
	if (job == end) {
		(void)cti__ami_say(ami, CTI_EAGAIN,
				   "Too many requests of several steps are "
				   "under way at this switch; try again.");
		return NULL;
	}
	memset(job, 0, sizeof(*job));
	job->kind = req->kind;
	job->priority = req->priority;
	job->on = on;
	if (!KEEP(leg) || !KEEP(party) || !KEEP(device) || !KEEP(to) ||
	    !KEEP(agent) || !KEEP(queue) || !KEEP(reason) ||
	    !keep(job->second, sizeof(job->second), req->consult_leg) ||
	    !keep(job->second_party, sizeof(job->second_party),
		  req->consult_party)) {
		(void)cti__ami_say(ami, CTI_EINVAL,
				   "A word of the request is too long for "
				   "Asterisk, or more than one line.");
		return NULL;
	}
	job->tag = tag;
	return job;
}

/* Dialplans put what was dialled into dial strings, where other characters
   mean something. */
int cti__ami_check_number(struct cti__ami_state *ami, const char *what,
			  struct cti__str text)
{
	static const char allowed[] = "0123456789*#+._-"
				      "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t i;

	if (text.n > 79)
		return cti__ami_say(ami, CTI_EINVAL,
				    "The request's %s is too long to be "
				    "dialled.",
				    what);
	for (i = 0; i < text.n; i++)
		if (!memchr(allowed, text.p[i], sizeof(allowed) - 1))
			return cti__ami_say(ami, CTI_EINVAL,
					    "The request's %s may only have "
					    "letters, digits and * # + . _ -.",
					    what);
	return 0;
}

int cti__ami_check_digits(struct cti__ami_state *ami, const char *what,
			  struct cti__str text)
{
	size_t i;

	for (i = 0; i < text.n && i < 80; i++)
		if (!memchr("0123456789*#ABCD", text.p[i], 16))
			break;
	if (i == text.n)
		return 0;
	return cti__ami_say(ami, CTI_EINVAL,
			    "%s is sent as keys of a telephone, at most 80: "
			    "only 0 to 9, *, # and A to D can be.",
			    cti__say(what));
}

int cti__ami_fill(struct cti__ami_state *ami, const char *key,
		  struct cti__str device, char *out, size_t room)
{
	static const struct cti__str mark = { "{device}", 8 };
	struct cti__str rest = cti__str(cti_settings_get(ami->settings, key));
	int err = cti__ami_check_number(ami, "device", device);
	size_t n = 0;

	while (!err && rest.n) {
		bool fill = cti__str_starts(rest, mark);
		struct cti__str part = fill ? device : cti__str_sub(rest, 0, 1);

		rest = cti__str_sub(rest, fill ? mark.n : 1, rest.n);
		if (n + part.n >= room)
			return cti__ami_say(ami, CTI_EINVAL,
					    "The device's name is too long.");
		if (part.n)
			memcpy(out + n, part.p, part.n);
		n += part.n;
	}
	out[n] = '\0';
	return err;
}

int cti__ami_ask_variable(struct cti__ami_state *ami, uint64_t tag,
			  unsigned step, struct cti__str leg,
			  const char *variable)
{
	struct cti__ami_action ask;

	cti__ami_ask(&ask, ami, AMI_ACT_GETVAR, tag, step);
	cti__ami_action_put(&ask, "Channel", leg);
	cti__ami_action_put(&ask, "Variable", cti__str(variable));
	return cti__ami_ask_send(&ask, ami);
}

void cti__ami_learn_variable(struct cti__ami_job *job,
			     const struct cti__ami_reply *reply)
{
	struct cti__str value = cti__ami_get(reply->msg, AMI_VALUE);

	if (reply->ok && value.n && !*job->context)
		(void)keep(job->context, sizeof(job->context), value);
}

int cti__ami_ask_name(struct cti__ami_state *ami, uint64_t tag, unsigned step,
		      struct cti__str leg)
{
	return cti__ami_ask_variable(ami, tag, step, leg, "CHANNEL(name)");
}

bool cti__ami_learn_name(struct cti__ami_state *ami, struct cti__ami_job *job,
			 const struct cti__ami_reply *reply,
			 char name[CTI__AMI_ID])
{
	struct cti__str value = cti__ami_get(reply->msg, AMI_VALUE);

	if (!reply->ok)
		cti__ami_job_fail(ami, job, AMI_ACT_GETVAR, reply);
	else if (!value.n || !keep(name, CTI__AMI_ID, value))
		cti__ami_job_end(ami, job, CTI_ENOENT,
				 "The call has just ended.");
	else
		return true;
	return false;
}

int cti__ami_ask_context(struct cti__ami_state *ami, struct cti__ami_job *job,
			 unsigned step)
{
	struct cti__ami_action ask;
	char channel[128];
	int err = cti__ami_fill(ami, "ami.dial_channel", cti__str(job->device),
				channel, sizeof(channel));

	if (err)
		return err;
	if (strncmp(channel, "PJSIP/", 6) != 0)
		return cti__ami_say(ami, CTI_ENOTSUP,
				    "Only of PJSIP's endpoints can Asterisk be "
				    "asked for their context; set "
				    "ami.dial_context.");
	if (!cti__ami_offers(ami, AMI_ACT_SHOW_ENDPOINT))
		return cti__ami_say(ami, CTI_ENOTSUP,
				    "Asterisk may not be asked for the "
				    "device's context; set ami.dial_context, "
				    "or give its user \"system\" in \"write\" "
				    "of manager.conf.");
	cti__ami_ask(&ask, ami, AMI_ACT_SHOW_ENDPOINT, job->tag, step);
	cti__ami_action_put(&ask, "Endpoint", cti__str(channel + 6));
	return cti__ami_ask_send(&ask, ami);
}

bool cti__ami_learn_context(struct cti__ami_state *ami,
			    struct cti__ami_job *job,
			    const struct cti__ami_reply *reply)
{
	struct cti__str context = cti__ami_get(reply->msg, AMI_CONTEXT);
	struct cti__str event = cti__ami_get(reply->msg, AMI_EVENT);

	if (!reply->event && reply->ok)
		return false;
	if (!reply->event) {
		cti__ami_job_fail(ami, job, AMI_ACT_SHOW_ENDPOINT, reply);
		return true;
	}
	/* Other details of the endpoint have no context. */
	if (context.n)
		(void)keep(job->context, sizeof(job->context), context);
	if (!cti__str_is(event, "EndpointDetailComplete"))
		return false;
	if (!*job->context)
		cti__ami_job_end(ami, job, CTI_EREFUSED,
				 "Asterisk names no context for the device; "
				 "set ami.dial_context.");
	return true;
}
