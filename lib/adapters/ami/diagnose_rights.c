/* SPDX-License-Identifier: MIT */
/* What an AMI user may do and is told: by what the switch offers it, and by its
   section of manager.conf, where that can be read. */
#include "adapters/ami/diagnose.h"

#include <stdio.h>

#define USER	   "manager.conf", "[{1}]"
#define CLASSES	   24
#define LINE_MAX   256
/* Asterisk's own is 100 ms: a reader that stops for that long is thrown out. */
#define TIMEOUT_MS 1000

static const struct cti_finding_form no_list = {
	"ami-right-reporting",
	CTI_FINDING_FAULT,
	CTI_SAY("The user {1} may not list channels: calls that there are when "
		"the link comes up stay unknown, and wrong ones stay open."),
	CTI_SAY("Give it \"reporting\" in \"write\", then `manager reload`."),
	USER,
	"write = ...,reporting",
};
static const struct cti_finding_form rights_good = {
	"ami-rights",
	CTI_FINDING_GOOD,
	CTI_SAY("The user {1} may do all that requests need."),
};
static const struct cti_finding_form no_call = {
	"ami-right-call",
	CTI_FINDING_WARNING,
	CTI_SAY("The user {1} may not act on calls: hang-up, transfer, "
		"consultation, park, digits and call data are refused."),
	CTI_SAY("Give it \"call\" in \"write\", then `manager reload`; leave "
		"it "
		"so if you only watch."),
	USER,
	"write = ...,call",
};
static const struct cti_finding_form no_originate = {
	"ami-right-originate",
	CTI_FINDING_WARNING,
	CTI_SAY("The user {1} may not make calls: dial, pickup, unpark and "
		"conference are refused."),
	CTI_SAY("Give it \"originate\" in \"write\", then `manager reload`; "
		"leave it so if you only watch."),
	USER,
	"write = ...,originate",
};
static const struct cti_finding_form no_agent = {
	"ami-right-agent",
	CTI_FINDING_WARNING,
	CTI_SAY("The user {1} may not change agents: login, logout, ready and "
		"not-ready are refused."),
	CTI_SAY("Give it \"agent\" in \"write\", then `manager reload`; leave "
		"it "
		"so if you only watch."),
	USER,
	"write = ...,agent",
};
static const struct cti_finding_form no_system = {
	"ami-right-system",
	CTI_FINDING_NOTE,
	CTI_SAY("The user {1} has no \"system\" in \"write\": mute, recording "
		"and telephones that obey NOTIFY are refused, and events that "
		"nobody reads are sent all the same."),
	CTI_SAY("Give it if you need these; it is as good as a shell, so let "
		"only this machine in."),
	USER,
	"write = ...,system",
};
static const struct cti_finding_form unbooted = {
	"ami-read-system",
	CTI_FINDING_WARNING,
	CTI_SAY("The user {1} is not told when the switch has started or goes "
		"down: each login waits two seconds more."),
	CTI_SAY("Give it \"system\" in \"read\", then `manager reload`."),
	USER,
	"read = system,call,agent,dtmf,user",
};
static const struct cti_finding_form unread_call = {
	"ami-read-call",
	CTI_FINDING_FAULT,
	CTI_SAY("The user {1} is not told of calls: \"call\" is missing in "
		"\"read\", so that no telephone ever seems to ring."),
	CTI_SAY("Add it, then `manager reload`."),
	USER,
	"read = {2}",
};
static const struct cti_finding_form unread_agent = {
	"ami-read-agent",
	CTI_FINDING_WARNING,
	CTI_SAY("The user {1} is not told of queues and agents: \"agent\" is "
		"missing in \"read\"."),
	CTI_SAY("Add it, then `manager reload`."),
	USER,
	"read = {2}",
};
static const struct cti_finding_form unread_dtmf = {
	"ami-read-dtmf",
	CTI_FINDING_NOTE,
	CTI_SAY("The user {1} is not told of digits: \"dtmf\" is missing in "
		"\"read\"."),
	CTI_SAY("Add it if you need what callers key in."),
	USER,
	"read = {2}",
};
static const struct cti_finding_form unread_user = {
	"ami-read-user",
	CTI_FINDING_NOTE,
	CTI_SAY("The user {1} is not told of the dialplan's own events "
		"(UserEvent): \"user\" is missing in \"read\"."),
	CTI_SAY("Add it if your dialplan sends call data that way."),
	USER,
	"read = {2}",
};
static const struct cti_finding_form filtered = {
	"ami-eventfilter",
	CTI_FINDING_WARNING,
	CTI_SAY("manager.conf filters the events of {1}: \"{2}\"; what it "
		"takes "
		"away is not told, and calls then seem to hang or to be "
		"missing."),
	CTI_SAY("Take the line away: the library itself asks not to be sent "
		"what it does not read."),
	USER,
	"; {3} = {2}",
};
static const struct cti_finding_form write_timeout = {
	"ami-writetimeout",
	CTI_FINDING_WARNING,
	CTI_SAY("Asterisk waits only {2} ms for {1} to read before it closes "
		"the connection: a short stall of this machine loses events."),
	CTI_SAY("Set it to 5000 and then `manager reload`."),
	USER,
	"writetimeout = 5000",
};

struct right {
	enum cti__ami_mark mark;
	const struct cti_finding_form *form;
};

static const struct right rights[] = {
	{ AMI_MARK_LIST, &no_list },	       { AMI_MARK_CALL, &no_call },
	{ AMI_MARK_ORIGINATE, &no_originate }, { AMI_MARK_AGENT, &no_agent },
	{ AMI_MARK_SYSTEM, &no_system },
};

void cti__ami_judge_rights(struct cti__ami_state *ami)
{
	bool good = true;
	size_t i;

	for (i = 0; i < sizeof(rights) / sizeof(rights[0]); i++) {
		if (cti__ami_is_offered(ami, rights[i].mark))
			continue;
		/* Without app_queue nobody may. */
		if (rights[i].mark == AMI_MARK_AGENT &&
		    !cti__ami_is_offered(ami, AMI_MARK_QUEUES))
			continue;
		good = false;
		cti__ami_tell(ami, rights[i].form, CTI__STR_NONE,
			      CTI__STR_NONE);
	}
	if (good)
		cti__ami_tell(ami, &rights_good, CTI__STR_NONE, CTI__STR_NONE);
	if (!ami->booted)
		cti__ami_tell(ami, &unbooted, CTI__STR_NONE, CTI__STR_NONE);
}

/* What the user's section says. */
struct section {
	struct cti__str read, timeout;
	bool has_read, has_timeout;
};

static bool is_class(struct cti__str read, const char *name)
{
	struct cti__str word[CLASSES];
	size_t i, n = cti__str_list(read, word, CLASSES);

	for (i = 0; i < n; i++)
		if (cti__str_ieq(word[i], cti__str(name)) ||
		    cti__str_ieq(word[i], CTI__STR("all")))
			return true;
	return false;
}

static void judge_read(struct cti__ami_state *ami, struct cti__str read)
{
	static const struct {
		const char *name;
		const struct cti_finding_form *form;
	} classes[] = {
		{ "call", &unread_call },
		{ "agent", &unread_agent },
		{ "dtmf", &unread_dtmf },
		{ "user", &unread_user },
	};
	char line[LINE_MAX];
	size_t i;

	for (i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (is_class(read, classes[i].name))
			continue;
		snprintf(line, sizeof(line), "%.*s%s%s",
			 (int)(read.n < 200 ? read.n : 200),
			 read.n ? read.p : "", read.n ? "," : "",
			 classes[i].name);
		cti__ami_tell(ami, classes[i].form, cti__str(line),
			      CTI__STR_NONE);
	}
}

/* Those of the login are not in the file. */
static bool is_filter(struct cti__str name)
{
	return cti__str_starts(name, CTI__STR("eventfilter"));
}

void cti__ami_judge_user(struct cti__ami_state *ami, struct cti__str block)
{
	struct section section = { .has_read = false };
	struct cti__str name, value;
	uint64_t ms = 100;

	while (cti__ami_config_next(&block, &name, &value)) {
		if (cti__str_is(name, "read")) {
			section.read = value;
			section.has_read = true;
		} else if (cti__str_is(name, "writetimeout")) {
			section.timeout = value;
		} else if (is_filter(name)) {
			cti__ami_tell(ami, &filtered, value, name);
		}
	}
	judge_read(ami, section.read);
	if (section.timeout.n && !cti__str_u64(section.timeout, &ms))
		return;
	if (ms < TIMEOUT_MS)
		cti__ami_tell(ami, &write_timeout,
			      section.timeout.n ? section.timeout
						: CTI__STR("100"),
			      CTI__STR_NONE);
}
