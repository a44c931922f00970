/* SPDX-License-Identifier: MIT */
/*
 * Looking at how a FreeSWITCH is set up for its Event Socket user. Whether it
 * may use a command is found out by giving it without arguments: then
 * FreeSWITCH says how it is used, or that it is not permitted, and does
 * nothing.
 */
#include "adapters/esl/esl.h"

#include <cti/error.h>

#include <stdio.h>
#include <stdlib.h>

/* Times of both sides are compared by people: more confuses them. */
#define CLOCK_S 2

enum question {
	ASK_VERSION,
	ASK_TIME,
	ASK_VALET,
	ASK_QUEUES,
	ASK_AGENTS,
	ASK_USERS,
	ASK_COMMANDS /* and as many as there are */
};

const struct cti_finding_form cti__esl_unreached = {
	"esl-unreached",
	CTI_FINDING_FAULT,
	CTI_SAY("No Event Socket can be used at {1}: {3}"),
	CTI_SAY("Load mod_event_socket and let it listen where this machine "
		"can "
		"reach it, not on 127.0.0.1 alone; its port is 8021."),
	"event_socket.conf.xml",
	"<settings>",
	"<param name=\"listen-ip\" value=\"...\"/>",
};
const struct cti_finding_form cti__esl_refused = {
	"esl-login",
	CTI_FINDING_FAULT,
	CTI_SAY("FreeSWITCH refused the login of {2} at {1}: {3}"),
	CTI_SAY("See that the password is the one of this file, or with a user "
		"its esl-password in the directory; that apply-inbound-acl "
		"lets this machine's address in; and that esl-allowed-events "
		"has all events of docs/guide/freeswitch.md."),
	"event_socket.conf.xml",
	"<settings>",
	"<param name=\"apply-inbound-acl\" value=\"...\"/>",
};
static const struct cti_finding_form version = {
	"esl-version",
	CTI_FINDING_GOOD,
	CTI_SAY("{2}."),
};
static const struct cti_finding_form clock_good = {
	"esl-clock",
	CTI_FINDING_GOOD,
	CTI_SAY("The clocks of the switch and of this machine agree within {2} "
		"s."),
};
#define ONE_TIME                                                               \
	CTI_SAY("Let both take their time from one server, by chrony or "      \
		"systemd-timesyncd; FreeSWITCH goes by `fsctl sync_clock`.")
static const struct cti_finding_form clock_ahead = {
	"esl-clock",
	CTI_FINDING_WARNING,
	CTI_SAY("The clock of the switch is {2} s ahead of this machine's: "
		"times in their journals and reports differ."),
	ONE_TIME,
};
static const struct cti_finding_form clock_behind = {
	"esl-clock",
	CTI_FINDING_WARNING,
	CTI_SAY("The clock of the switch is {2} s behind this machine's: times "
		"in their journals and reports differ."),
	ONE_TIME,
};
static const struct cti_finding_form handbook = {
	"esl-password",
	CTI_FINDING_WARNING,
	CTI_SAY("The Event Socket has the password of the handbook: whoever "
		"reaches the port can make calls and run commands."),
	CTI_SAY("Give it a long password of its own, then `reload "
		"mod_event_socket`."),
	"event_socket.conf.xml",
	"<settings>",
	"<param name=\"password\" value=\"...\"/>",
};
static const struct cti_finding_form no_user = {
	"esl-user",
	CTI_FINDING_NOTE,
	CTI_SAY("The login is the Event Socket's own, which may do "
		"everything."),
	CTI_SAY("Make a user with esl-password, esl-allowed-events and "
		"esl-allowed-api in the directory, and log in as "
		"user@domain."),
	"link.user",
	"",
	"link.user=cti@...",
};
static const struct cti_finding_form commands_good = {
	"esl-commands",
	CTI_FINDING_GOOD,
	CTI_SAY("All commands that requests need are permitted."),
};
static const struct cti_finding_form denied = {
	"esl-commands",
	CTI_FINDING_WARNING,
	CTI_SAY("The user {1} may not use {2}: requests that need them are "
		"refused."),
	CTI_SAY("Add them to the user's esl-allowed-api in the directory, then "
		"`reloadxml`; leave it so if you only watch."),
	"directory",
	"<user id=\"{3}\">",
	"<param name=\"esl-allowed-api\" value=\"... {2}\"/>",
};
static const struct cti_finding_form missing = {
	"esl-mod-commands",
	CTI_FINDING_WARNING,
	CTI_SAY("FreeSWITCH has no commands {2}: requests that need them "
		"fail."),
	CTI_SAY("Load their module."),
	"modules.conf.xml",
	"<modules>",
	"<load module=\"mod_commands\"/>",
};
static const struct cti_finding_form no_valet = {
	"esl-mod-valet-parking",
	CTI_FINDING_NOTE,
	CTI_SAY("mod_valet_parking is not loaded: calls cannot be parked."),
	CTI_SAY("Load it if calls shall be parked."),
	"modules.conf.xml",
	"<modules>",
	"<load module=\"mod_valet_parking\"/>",
};
static const struct cti_finding_form no_callcenter = {
	"esl-mod-callcenter",
	CTI_FINDING_NOTE,
	CTI_SAY("mod_callcenter is not loaded: there are no agents, and no "
		"queues but those of mod_fifo."),
	CTI_SAY("Load it if the switch shall have queues."),
	"modules.conf.xml",
	"<modules>",
	"<load module=\"mod_callcenter\"/>",
};
static const struct cti_finding_form other_domain = {
	"esl-agent-domain",
	CTI_FINDING_WARNING,
	CTI_SAY("The queue {2} is of the domain {3}, and esl.agent_domain "
		"names "
		"another: requests for its agents find nobody."),
	CTI_SAY("Set the key."),
	"esl.agent_domain",
	"",
	"esl.agent_domain={3}",
};
static const struct cti_finding_form no_device = {
	"esl-agent-contact",
	CTI_FINDING_WARNING,
	CTI_SAY("At which telephone the agent {2} sits cannot be told: its "
		"contact is {3}, and no user."),
	CTI_SAY("Let its contact be a user of the directory."),
	"callcenter.conf.xml",
	"<agents>",
	"<agent name=\"{2}\" contact=\"user/...\"/>",
};

/* What docs/guide/freeswitch.md asks to be permitted. */
static const char *const commands[] = {
	"originate",	    "uuid_audio",  "uuid_bridge",
	"uuid_broadcast",   "uuid_hold",   "uuid_kill",
	"uuid_phone_event", "uuid_record", "uuid_recv_dtmf",
	"uuid_send_dtmf",   "uuid_setvar", "uuid_transfer",
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static const struct cti_finding_form no_caller_id = {
	"esl-caller-id",
	CTI_FINDING_NOTE,
	CTI_SAY("{3} entries of the directory have no caller ID, {2} the "
		"first: those whom they call see what the telephone says of "
		"itself, and no name."),
	CTI_SAY("Give each its name and number, then `reloadxml`."),
	"directory/default/{2}.xml",
	"<variables>",
	"<variable name=\"effective_caller_id_number\" value=\"{2}\"/>",
};

static void tell(struct cti__esl_state *esl,
		 const struct cti_finding_form *form, struct cti__str second,
		 struct cti__str third)
{
	const struct cti__str values[] = {
		cti__str(cti_settings_get(esl->settings, "user")), second, third
	};

	cti_port_finding(esl->port, form, values, 3);
}

static void ask(struct cti__esl_state *esl, size_t question, const char *words)
{
	struct cti__esl_command cmd;

	cti__esl_begin(&cmd, "api ");
	cti__esl_add(&cmd, words);
	if (cti__esl_send(&cmd, esl, ESL_ASK_DIAGNOSE, question) == 0)
		esl->diagnosis.waiting++;
}

static void judge_login(struct cti__esl_state *esl)
{
	if (*cti_settings_get(esl->settings, "user"))
		return;
	if (strcmp(cti_settings_get(esl->settings, "secret"), "ClueCon") == 0)
		tell(esl, &handbook, CTI__STR_NONE, CTI__STR_NONE);
	tell(esl, &no_user, CTI__STR_NONE, CTI__STR_NONE);
}

int cti__esl_diagnose(void *state, bool call)
{
	struct cti__esl_state *esl = state;
	struct cti__esl_diagnosis *d = &esl->diagnosis;
	size_t i;

	(void)call;
	memset(d, 0, sizeof(*d));
	d->runs = true;
	d->asked_us = cti_port_now_us(esl->port);
	judge_login(esl);
	ask(esl, ASK_VERSION, "version");
	ask(esl, ASK_TIME, "strepoch");
	ask(esl, ASK_VALET, "module_exists mod_valet_parking");
	ask(esl, ASK_QUEUES, "callcenter_config queue list");
	ask(esl, ASK_AGENTS, "callcenter_config agent list");
	ask(esl, ASK_USERS, "list_users");
	for (i = 0; i < COMMAND_COUNT; i++)
		ask(esl, ASK_COMMANDS + i, commands[i]);
	return d->waiting ? 0 : CTI_ELINKDOWN;
}

static bool is_denied(struct cti__str said)
{
	return cti__str_starts(said, CTI__STR("-ERR permission denied"));
}

static bool is_unknown(struct cti__str said)
{
	return cti__str_starts(said, CTI__STR("-ERR")) &&
	       memmem(said.p, said.n, "ommand not found", 16);
}

static void judge_clock(struct cti__esl_state *esl, struct cti__str said)
{
	int64_t ours = cti_port_now_us(esl->port) / 1000000, off = 0;
	int64_t asked = esl->diagnosis.asked_us / 1000000;
	uint64_t theirs;
	char text[24];

	if (!cti__str_u64(cti__str_trim(said), &theirs) ||
	    theirs > INT32_MAX * 2ULL)
		return;
	if ((int64_t)theirs > ours)
		off = (int64_t)theirs - ours;
	else if ((int64_t)theirs < asked)
		off = asked - (int64_t)theirs;
	snprintf(text, sizeof(text), "%lld", (long long)off);
	if (off <= CLOCK_S)
		tell(esl, &clock_good, CTI__STR("2"), CTI__STR_NONE);
	else
		tell(esl, (int64_t)theirs > ours ? &clock_ahead : &clock_behind,
		     cti__str(text), CTI__STR_NONE);
}

static void judge_queue(struct cti__esl_state *esl, struct cti__str names,
			struct cti__str line)
{
	const char *own = cti_settings_get(esl->settings, "esl.agent_domain");
	struct cti__str name = cti__esl_column(names, line, "name"), domain;

	(void)cti__str_cut(name, '@', &domain);
	if (domain.n && !cti__str_is(domain, *own ? own : "default"))
		tell(esl, &other_domain, name, domain);
}

static void judge_agent(struct cti__esl_state *esl, struct cti__str names,
			struct cti__str line)
{
	struct cti__str name = cti__esl_column(names, line, "name"), rest;
	struct cti__str contact = cti__esl_column(names, line, "contact");

	if (!name.n || memmem(contact.p, contact.n, "user/", 5) ||
	    cti__str_is_digits(cti__str_cut(name, '@', &rest)))
		return;
	tell(esl, &no_device, name, contact);
}

/* One that logs in nowhere, of a gateway say, has no number to be a user. */
static void judge_user(struct cti__esl_state *esl, struct cti__str names,
		       struct cti__str line)
{
	struct cti__str name = cti__esl_column(names, line, "userid");
	struct cti__str number = cti__esl_column(names, line,
						 "effective_caller_id_number");
	struct cti__esl_diagnosis *d = &esl->diagnosis;

	if (number.n || !cti__str_is_digits(name))
		return;
	if (!d->nameless++ && name.n < sizeof(d->first))
		memcpy(d->first, name.p, name.n);
}

static void judge_users(struct cti__esl_state *esl, struct cti__str said)
{
	char count[16];

	cti__esl_table(esl, said, judge_user);
	if (!esl->diagnosis.nameless)
		return;
	snprintf(count, sizeof(count), "%u", esl->diagnosis.nameless);
	tell(esl, &no_caller_id, cti__str(esl->diagnosis.first),
	     cti__str(count));
}

static void judge_module(struct cti__esl_state *esl, struct cti__str said)
{
	if (is_unknown(said))
		tell(esl, &no_callcenter, CTI__STR_NONE, CTI__STR_NONE);
	else
		cti__esl_table(esl, said, judge_queue);
}

/* Names of commands, a bit each. */
static void tell_commands(struct cti__esl_state *esl, unsigned bits,
			  const struct cti_finding_form *form)
{
	struct cti__str domain,
		user = cti__str_cut(
			cti__str(cti_settings_get(esl->settings, "user")), '@',
			&domain);
	char list[320] = "";
	size_t i, n = 0;

	for (i = 0; i < COMMAND_COUNT; i++)
		if (bits >> i & 1)
			n += (size_t)snprintf(list + n, sizeof(list) - n,
					      "%s%s", n ? " " : "",
					      commands[i]);
	if (n)
		tell(esl, form, cti__str(list), user);
}

static void finish(struct cti__esl_state *esl)
{
	struct cti__esl_diagnosis *d = &esl->diagnosis;

	d->runs = false;
	tell_commands(esl, d->denied, &denied);
	tell_commands(esl, d->missing, &missing);
	if (!d->denied && !d->missing)
		tell(esl, &commands_good, CTI__STR_NONE, CTI__STR_NONE);
	cti_port_diagnosed(esl->port);
}

static void take_command(struct cti__esl_diagnosis *d, size_t i,
			 struct cti__str said)
{
	if (is_denied(said))
		d->denied |= 1U << i;
	else if (is_unknown(said))
		d->missing |= 1U << i;
}

void cti__esl_diagnosis_reply(struct cti__esl_state *esl, uint64_t question,
			      struct cti__str said)
{
	struct cti__esl_diagnosis *d = &esl->diagnosis;
	struct cti__str rest;

	if (!d->runs)
		return;
	d->waiting--;
	if (question >= ASK_COMMANDS)
		take_command(d, (size_t)question - ASK_COMMANDS, said);
	else if (question == ASK_QUEUES)
		judge_module(esl, said);
	else if (question == ASK_AGENTS)
		cti__esl_table(esl, said, judge_agent);
	else if (question == ASK_USERS)
		judge_users(esl, said);
	else if (is_denied(said) || cti__str_starts(said, CTI__STR("-")))
		; /* its permission is not needed for anything else */
	else if (question == ASK_VERSION)
		tell(esl, &version, cti__str_cut(said, '\n', &rest),
		     CTI__STR_NONE);
	else if (question == ASK_TIME)
		judge_clock(esl, said);
	else if (cti__str_starts(said, CTI__STR("false")))
		tell(esl, &no_valet, CTI__STR_NONE, CTI__STR_NONE);
	if (!d->waiting)
		finish(esl);
}
