/* SPDX-License-Identifier: MIT */
/*
 * Looking at how an Asterisk is set up: what is asked, and whose answer has
 * come. The letter behind "-d" at the end of the ActionID says to which.
 *
 *	round 1		Ping, CoreSettings, ListCommands
 *	round 2		GetConfig of three files, or Getvar of what is wanted of
 *			them, QueueStatus,
 *			PJSIPShowEndpoints, and a call of our own, if wanted
 *	round 3		GetConfig of each queue, PJSIPShowEndpoint of some
 *			extensions (a digit); the events of that call
 */
#include "adapters/ami/diagnose.h"

#include <cti/error.h>

#include <stdio.h>

/* Events of a call that has ended at once have come by then. */
#define CALL_PATIENCE_MS 1500
/* Longer than core waits for answers. */
#define LOOK_US		 20000000LL

enum question {
	ASK_PING,
	ASK_CORE,
	ASK_COMMANDS,
	ASK_USER,
	ASK_ARI,
	ASK_FEATURES,
	ASK_QUEUES,
	ASK_ENDPOINTS,
	ASK_CALL,
	ASK_COUNT
};

static const char *const marks[AMI_MARK_COUNT] = {
	[AMI_MARK_LIST] = "CoreShowChannels",
	[AMI_MARK_CALL] = "Redirect",
	[AMI_MARK_ORIGINATE] = "Originate",
	[AMI_MARK_SYSTEM] = "ModuleCheck",
	[AMI_MARK_CONFIG] = "GetConfig",
	[AMI_MARK_QUEUES] = "QueueStatus",
	[AMI_MARK_AGENT] = "QueuePause",
	[AMI_MARK_PARK] = "Park",
	[AMI_MARK_PJSIP] = "PJSIPShowEndpoints",
	[AMI_MARK_NOTIFY] = "PJSIPNotify",
	[AMI_MARK_MUTE] = "MuteAudio",
	[AMI_MARK_RECORD] = "MixMonitor",
	[AMI_MARK_GETVAR] = "Getvar",
};

static const struct cti_finding_form call_told = {
	"ami-call-told",
	CTI_FINDING_GOOD,
	CTI_SAY("A call made to try was told to us: events arrive."),
};
static const struct cti_finding_form call_untold = {
	"ami-call-untold",
	CTI_FINDING_FAULT,
	CTI_SAY("A call made to try was not told to us: no events of calls "
		"arrive."),
	CTI_SAY("Give the user \"call\" in \"read\", and take away "
		"\"eventfilter\" lines that withhold Newchannel; then "
		"`manager reload`."),
	"manager.conf",
	"[{1}]",
	"read = system,call,agent,dtmf,user",
};
static const struct cti_finding_form call_untried = {
	"ami-call-untried",
	CTI_FINDING_NOTE,
	CTI_SAY("No call could be made to try whether events arrive."),
	CTI_SAY("Give the user \"originate\" in \"write\" and look again."),
	"manager.conf",
	"[{1}]",
	"write = ...,originate",
};

void cti__ami_tell(struct cti__ami_state *ami,
		   const struct cti_finding_form *form, struct cti__str second,
		   struct cti__str third)
{
	const struct cti__str values[] = {
		cti__str(cti_settings_get(ami->settings, "user")), second, third
	};

	cti_port_finding(ami->port, form, values, 3);
}

bool cti__ami_is_offered(const struct cti__ami_state *ami,
			 enum cti__ami_mark mark)
{
	return ami->diagnosis.marks >> mark & 1;
}

/* The next line as name and value; false: no more. */
static bool next_line(struct cti__str *rest, struct cti__str *name,
		      struct cti__str *value)
{
	struct cti__str line;

	if (!rest->n)
		return false;
	line = cti__str_cut(*rest, '\n', rest);
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	*name = cti__str_cut(line, ':', value);
	*value = cti__str_trim(*value);
	return true;
}

static struct cti__str header(struct cti__str block, const char *wanted)
{
	struct cti__str name, value;

	while (next_line(&block, &name, &value))
		if (cti__str_ieq(name, cti__str(wanted)))
			return value;
	return CTI__STR_NONE;
}

bool cti__ami_config_next(struct cti__str *rest, struct cti__str *name,
			  struct cti__str *value)
{
	struct cti__str line;

	while (next_line(rest, &line, value)) {
		if (!cti__str_starts(line, CTI__STR("Line-")))
			continue;
		*name = cti__str_trim(cti__str_cut(*value, '=', value));
		*value = cti__str_trim(*value);
		return true;
	}
	return false;
}

/* Asking. */

static void begin(struct cti__ami_state *ami, struct cti__ami_action *action,
		  const char *name, char letter)
{
	char word[] = { 'd', letter, '\0' };

	cti__ami_action_begin(action, name);
	cti__ami_action_id(action, ami, word);
}

static void send(struct cti__ami_state *ami, struct cti__ami_action *action,
		 enum question question)
{
	if (cti__ami_action_send(action, ami) == 0)
		ami->diagnosis.waiting |= 1U << question;
}

static void ask(struct cti__ami_state *ami, enum question question,
		const char *name)
{
	struct cti__ami_action action;

	begin(ami, &action, name, (char)('A' + question));
	send(ami, &action, question);
}

static void ask_config(struct cti__ami_state *ami, enum question question,
		       const char *file, struct cti__str section)
{
	struct cti__ami_action action;

	begin(ami, &action, "GetConfig", (char)('A' + question));
	cti__ami_action_put(&action, "Filename", cti__str(file));
	cti__ami_action_put(&action, "Category", section);
	send(ami, &action, question);
}

/* Local channels into a context that is none: two channels that live for a
   moment, ring nobody, and are told as any are. */
static void ask_call(struct cti__ami_state *ami)
{
	struct cti__ami_action action;

	begin(ami, &action, "Originate", (char)('A' + ASK_CALL));
	cti__ami_action_put(
		&action, "Channel",
		CTI__STR("Local/s@libcti-there-is-no-such-context"));
	cti__ami_action_put(&action, "Application", CTI__STR("Wait"));
	cti__ami_action_put(&action, "Data", CTI__STR("1"));
	cti__ami_action_put(&action, "Timeout", CTI__STR("1000"));
	send(ami, &action, ASK_CALL);
	cti_port_wake(ami->port, CALL_PATIENCE_MS);
	ami->diagnosis.listening = true;
}

static void second_round(struct cti__ami_state *ami)
{
	struct cti__str user = cti__str(
		cti_settings_get(ami->settings, "user"));

	cti__ami_judge_rights(ami);
	cti__ami_judge_modules(ami);
	if (cti__ami_is_offered(ami, AMI_MARK_CONFIG)) {
		ask_config(ami, ASK_USER, "manager.conf", user);
		ask_config(ami, ASK_ARI, "ari.conf", CTI__STR("general"));
		ask_config(ami, ASK_FEATURES, "features.conf",
			   CTI__STR("featuremap"));
	} else {
		cti__ami_ask_values(ami);
	}
	if (cti__ami_is_offered(ami, AMI_MARK_QUEUES))
		ask(ami, ASK_QUEUES, "QueueStatus");
	if (cti__ami_is_offered(ami, AMI_MARK_PJSIP))
		ask(ami, ASK_ENDPOINTS, "PJSIPShowEndpoints");
	if (!ami->diagnosis.call)
		return;
	if (cti__ami_is_offered(ami, AMI_MARK_ORIGINATE))
		ask_call(ami);
	else
		cti__ami_tell(ami, &call_untried, CTI__STR_NONE, CTI__STR_NONE);
}

static void third_round(struct cti__ami_state *ami)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;
	struct cti__ami_action action;
	size_t i;

	cti__ami_ask_phones(ami);
	if (!cti__ami_is_offered(ami, AMI_MARK_CONFIG))
		return;
	for (i = 0; i < d->queues; i++) {
		begin(ami, &action, "GetConfig", (char)('a' + i));
		cti__ami_action_put(&action, "Filename",
				    CTI__STR("queues.conf"));
		cti__ami_action_put(&action, "Category", cti__str(d->queue[i]));
		if (cti__ami_action_send(&action, ami) == 0)
			d->queues_waiting++;
	}
}

/* A round has its answers: the next. */
static void go_on(struct cti__ami_state *ami)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	while (d->runs && !d->waiting && !d->queues_waiting &&
	       !d->phones_waiting && !d->values_waiting && !d->listening) {
		switch (d->round++) {
		case 1:
			second_round(ami);
			break;
		case 2:
			third_round(ami);
			break;
		default:
			d->runs = false;
			cti__ami_judge_endpoints(ami);
			cti__ami_judge_phones(ami);
			cti_port_diagnosed(ami->port);
		}
	}
}

/* Answers. */

static void take_commands(struct cti__ami_state *ami, struct cti__str block)
{
	struct cti__str name, value;
	unsigned mark;

	while (next_line(&block, &name, &value))
		for (mark = 0; mark < AMI_MARK_COUNT; mark++)
			if (cti__str_is(name, marks[mark]))
				ami->diagnosis.marks |= 1U << mark;
}

static void keep_queue(struct cti__ami_diagnosis *d, struct cti__str name)
{
	size_t i = d->queues;

	if (i == CTI__AMI_QUEUES || !name.n || name.n >= sizeof(d->queue[0]))
		return;
	memcpy(d->queue[i], name.p, name.n);
	d->queue[i][name.n] = '\0';
	d->queues++;
}

/* A row of a list, or its end. */
static void take_row(struct cti__ami_state *ami, unsigned question,
		     struct cti__str event, struct cti__str block)
{
	if (cti__str_is(event, "QueueParams"))
		keep_queue(&ami->diagnosis, header(block, "Queue"));
	else if (cti__str_is(event, "QueueMember"))
		cti__ami_judge_member(ami, header(block, "Queue"),
				      header(block, "Location"),
				      header(block, "StateInterface"));
	else if (cti__str_is(event, "EndpointList"))
		cti__ami_keep_endpoint(ami, header(block, "ObjectName"));
	else if (cti__str_is(header(block, "EventList"), "Complete") ||
		 cti__str_is(event, "QueueStatusComplete") ||
		 cti__str_is(event, "EndpointListComplete"))
		ami->diagnosis.waiting &= ~(1U << question);
}

static void take_answer(struct cti__ami_state *ami, unsigned question, bool ok,
			struct cti__str block)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	if (!ok || (question != ASK_QUEUES && question != ASK_ENDPOINTS))
		d->waiting &= ~(1U << question);
	if (question == ASK_CORE)
		cti__ami_judge_version(ami,
				       ok ? header(block, "AsteriskVersion")
					  : CTI__STR_NONE);
	if (!ok)
		return;
	switch (question) {
	case ASK_PING:
		cti__ami_judge_clock(ami, header(block, "Timestamp"),
				     d->asked_us);
		break;
	case ASK_COMMANDS:
		take_commands(ami, block);
		break;
	case ASK_USER:
		cti__ami_judge_user(ami, block);
		break;
	case ASK_ARI:
		cti__ami_judge_ari(ami, block);
		break;
	case ASK_FEATURES:
		cti__ami_judge_features(ami, block);
		break;
	default:
		break;
	}
}

static void take(struct cti__ami_state *ami, char letter, struct cti__str block)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;
	struct cti__str event = header(block, "Event");
	struct cti__str response = header(block, "Response");
	bool ok = cti__str_is(response, "Success");
	size_t queue = (size_t)(letter - 'a');

	if (letter >= 'a' && queue < d->queues && d->queues_waiting) {
		d->queues_waiting--;
		if (ok)
			cti__ami_judge_queue(ami, cti__str(d->queue[queue]),
					     block);
	} else if (letter >= CTI__AMI_VALUE_LETTER && letter <= 'Z') {
		cti__ami_take_value(ami,
				    (size_t)(letter - CTI__AMI_VALUE_LETTER),
				    ok ? header(block, "Value")
				       : CTI__STR_NONE);
	} else if (letter >= '0' && letter <= '9') {
		cti__ami_take_phone(ami, event, response.n && !ok,
				    header(block, "Callerid"));
	} else if (letter >= 'A' && letter < 'A' + ASK_COUNT) {
		if (event.n)
			take_row(ami, (unsigned)(letter - 'A'), event, block);
		else
			take_answer(ami, (unsigned)(letter - 'A'), ok, block);
	}
	go_on(ami);
}

bool cti__ami_diagnosis_takes(struct cti__ami_state *ami, struct cti__str block)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;
	struct cti__str id;

	/* Nobody waits any longer for what a filter withholds. */
	if (cti_port_now_us(ami->port) - d->asked_us > LOOK_US) {
		d->runs = false;
		return false;
	}
	id = header(block, "ActionID");
	if (cti__str_is(header(block, "Event"), "Newchannel"))
		ami->diagnosis.saw_call = true;
	if (id.n < 7 || !cti__str_starts(id, CTI__STR("cti-")) ||
	    !cti__str_starts(cti__str_sub(id, id.n - 3, 2), CTI__STR("-d")))
		return false;
	take(ami, id.p[id.n - 1], block);
	return true;
}

void cti__ami_diagnosis_wake(struct cti__ami_state *ami)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	if (!d->listening)
		return;
	d->listening = false;
	cti__ami_tell(ami, d->saw_call ? &call_told : &call_untold,
		      CTI__STR_NONE, CTI__STR_NONE);
	go_on(ami);
}

int cti__ami_diagnose(void *state, bool call)
{
	struct cti__ami_state *ami = state;
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	memset(d, 0, sizeof(*d));
	d->runs = true;
	d->call = call;
	d->round = 1;
	d->asked_us = cti_port_now_us(ami->port);
	ask(ami, ASK_PING, "Ping");
	ask(ami, ASK_CORE, "CoreSettings");
	ask(ami, ASK_COMMANDS, "ListCommands");
	return d->waiting ? 0 : CTI_ELINKDOWN;
}
