/* SPDX-License-Identifier: MIT */
/* What an Asterisk's version, clock, modules, queues and telephones mean for
 * us. */
#include "adapters/ami/diagnose.h"

#include <stdio.h>

/* Times of both sides are compared by people: more confuses them. */
#define CLOCK_US   2000000
#define TIMEOUT_MS 1000
/* Before it, AMI had other events. */
#define LEAST	   12

const struct cti_finding_form cti__ami_unreached = {
	"ami-unreached",
	CTI_FINDING_FAULT,
	CTI_SAY("No Asterisk manager can be used at {1}: {3}"),
	CTI_SAY("Switch the manager on and let it listen where this machine "
		"can "
		"reach it, then `manager reload`; its port is 5038, with TLS "
		"5039."),
	"manager.conf",
	"[general]",
	"enabled = yes",
};
const struct cti_finding_form cti__ami_refused = {
	"ami-login",
	CTI_FINDING_FAULT,
	CTI_SAY("Asterisk refused the login of {2} at {1}: {3}"),
	CTI_SAY("See that the user has a section of that name, that its secret "
		"is "
		"the one given here, and that permit (or acl) names this "
		"machine's address; then `manager reload`."),
	"manager.conf",
	"[{2}]",
	"secret = ...",
};
static const struct cti_finding_form version_good = {
	"ami-version",
	CTI_FINDING_GOOD,
	CTI_SAY("Asterisk {2}, AMI {3}."),
};
static const struct cti_finding_form version_unknown = {
	"ami-version",
	CTI_FINDING_NOTE,
	CTI_SAY("AMI {3}; which Asterisk it is the user {1} may not ask."),
	CTI_SAY("It takes \"reporting\" or \"system\" in \"write\"."),
	"manager.conf",
	"[{1}]",
	"write = ...,reporting",
};
static const struct cti_finding_form too_old = {
	"ami-version",
	CTI_FINDING_FAULT,
	CTI_SAY("Asterisk {2} is too old: its events are not those of version "
		"12 and later."),
	CTI_SAY("Install Asterisk 16 or later."),
};
static const struct cti_finding_form clock_good = {
	"ami-clock",
	CTI_FINDING_GOOD,
	CTI_SAY("The clocks of the switch and of this machine agree within {2} "
		"s."),
};
#define ONE_TIME                                                               \
	CTI_SAY("Let both take their time from one server, by chrony or "      \
		"systemd-timesyncd.")
static const struct cti_finding_form clock_ahead = {
	"ami-clock",
	CTI_FINDING_WARNING,
	CTI_SAY("The clock of the switch is {2} s ahead of this machine's: "
		"times in their journals and reports differ."),
	ONE_TIME,
};
static const struct cti_finding_form clock_behind = {
	"ami-clock",
	CTI_FINDING_WARNING,
	CTI_SAY("The clock of the switch is {2} s behind this machine's: times "
		"in their journals and reports differ."),
	ONE_TIME,
};
static const struct cti_finding_form no_queues = {
	"ami-module-queue",
	CTI_FINDING_NOTE,
	CTI_SAY("app_queue is not loaded: there are no queues and no agents."),
	CTI_SAY("Load it if the switch shall have queues."),
	"modules.conf",
	"[modules]",
	"load = app_queue.so",
};
static const struct cti_finding_form no_park = {
	"ami-module-parking",
	CTI_FINDING_NOTE,
	CTI_SAY("res_parking is not loaded: calls cannot be parked."),
	CTI_SAY("Load it if calls shall be parked."),
	"modules.conf",
	"[modules]",
	"load = res_parking.so",
};
static const struct cti_finding_form no_mute = {
	"ami-module-mute",
	CTI_FINDING_NOTE,
	CTI_SAY("res_mutestream is not loaded: mute is refused."),
	CTI_SAY("Load it if telephones shall be muted from here."),
	"modules.conf",
	"[modules]",
	"load = res_mutestream.so",
};
static const struct cti_finding_form no_record = {
	"ami-module-record",
	CTI_FINDING_NOTE,
	CTI_SAY("app_mixmonitor is not loaded: recording is refused."),
	CTI_SAY("Load it if calls shall be recorded from here."),
	"modules.conf",
	"[modules]",
	"load = app_mixmonitor.so",
};
static const struct cti_finding_form no_notify = {
	"ami-module-notify",
	CTI_FINDING_WARNING,
	CTI_SAY("res_pjsip_notify is not loaded: the telephones of "
		"devices.remote_control cannot be told to answer or hold."),
	CTI_SAY("Load it."),
	"modules.conf",
	"[modules]",
	"load = res_pjsip_notify.so",
};
static const struct cti_finding_form no_pjsip = {
	"ami-module-pjsip",
	CTI_FINDING_WARNING,
	CTI_SAY("res_pjsip is not loaded: \"{2}\" of ami.dial_channel rings "
		"nobody."),
	CTI_SAY("Load it, or let ami.dial_channel name the channels that there "
		"are, such as SIP/{device}."),
	"modules.conf",
	"[modules]",
	"load = chan_pjsip.so",
};
static const struct cti_finding_form no_context = {
	"ami-dial-context",
	CTI_FINDING_WARNING,
	CTI_SAY("Asterisk may not be asked in which context a telephone dials, "
		"and ami.dial_context is empty: dial and transfer have nowhere "
		"to go."),
	CTI_SAY("Set the key to the context of the telephones."),
	"ami.dial_context",
	"",
	"ami.dial_context=internal",
};
static const struct cti_finding_form ari_slow = {
	"ami-ari-write-timeout",
	CTI_FINDING_WARNING,
	CTI_SAY("ARI waits only {2} ms for a slow reader before it closes the "
		"WebSocket: each short stall breaks ari:// links."),
	CTI_SAY("Set it to 5000, then `module reload res_ari.so`."),
	"ari.conf",
	"[general]",
	"websocket_write_timeout = 5000",
};
static const struct cti_finding_form no_atxfer = {
	"ami-atxfer",
	CTI_FINDING_WARNING,
	CTI_SAY("features.conf has no code for attended transfers: where a "
		"consultation is asked for, the caller hears digits instead."),
	CTI_SAY("Give it one, let Dial and Queue allow transfers (t, T), then "
		"`module reload features`."),
	"features.conf",
	"[featuremap]",
	"atxfer = *2",
};
static const struct cti_finding_form rings_busy = {
	"ami-ringinuse",
	CTI_FINDING_WARNING,
	CTI_SAY("The queue {2} rings agents who are on the telephone already: "
		"a "
		"second pop opens while they talk."),
	CTI_SAY("Unless that is wanted, set it to no, then `queue reload "
		"all`."),
	"queues.conf",
	"[{2}]",
	"ringinuse = no",
};
static const struct cti_finding_form local_member = {
	"ami-local-member",
	CTI_FINDING_WARNING,
	CTI_SAY("The member {3} of the queue {2} has no telephone whose state "
		"Asterisk knows: the queue takes it for free while it talks."),
	CTI_SAY("Name the telephone as the member's state interface, then "
		"`queue "
		"reload all`."),
	"queues.conf",
	"[{2}]",
	"member => {3},0,NAME,PJSIP/...",
};
static const struct cti_finding_form no_extension = {
	"ami-extensions",
	CTI_FINDING_FAULT,
	CTI_SAY("None of the {2} endpoints is an extension: without a word "
		"from "
		"you only names of digits are, and all others are trunks, for "
		"which no pop opens."),
	CTI_SAY("Say which are extensions, by patterns."),
	"devices.extensions",
	"",
	"devices.extensions=agent-*,10XX",
};
static const struct cti_finding_form extensions = {
	"ami-extensions",
	CTI_FINDING_GOOD,
	CTI_SAY("{3} of {2} endpoints are extensions; the others are trunks."),
};

void cti__ami_judge_version(struct cti__ami_state *ami, struct cti__str text)
{
	struct cti__str own = cti__str(ami->version);
	uint64_t major;

	if (!cti__str_u64(text, &major))
		cti__ami_tell(ami, &version_unknown, text, own);
	else
		cti__ami_tell(ami, major < LEAST ? &too_old : &version_good,
			      text, own);
}

/* "1700000000.123456" */
static bool read_stamp(struct cti__str stamp, int64_t *us)
{
	struct cti__str fraction, whole = cti__str_cut(stamp, '.', &fraction);
	uint64_t seconds, part = 0;

	if (!cti__str_u64(whole, &seconds) || seconds > INT64_MAX / 2000000)
		return false;
	if (fraction.n == 6)
		(void)cti__str_u64(fraction, &part);
	*us = (int64_t)seconds * 1000000 + (int64_t)part;
	return true;
}

void cti__ami_judge_clock(struct cti__ami_state *ami, struct cti__str stamp,
			  int64_t asked_us)
{
	int64_t theirs, ours = cti_port_now_us(ami->port), off;
	char text[32];

	if (!read_stamp(stamp, &theirs))
		return;
	/* It was stamped at some time in between. */
	if (theirs >= asked_us && theirs <= ours)
		off = 0;
	else
		off = theirs > ours ? theirs - ours : asked_us - theirs;
	snprintf(text, sizeof(text), "%.1f", (double)off / 1e6);
	if (off <= CLOCK_US)
		cti__ami_tell(ami, &clock_good, CTI__STR("2"), CTI__STR_NONE);
	else
		cti__ami_tell(ami, theirs > ours ? &clock_ahead : &clock_behind,
			      cti__str(text), CTI__STR_NONE);
}

static bool has(const struct cti__ami_state *ami, const char *key)
{
	return *cti_settings_get(ami->settings, key) != '\0';
}

static void tell_unless(struct cti__ami_state *ami, enum cti__ami_mark mark,
			const struct cti_finding_form *form)
{
	if (!cti__ami_is_offered(ami, mark))
		cti__ami_tell(ami, form, CTI__STR_NONE, CTI__STR_NONE);
}

/* An action that is not offered means a module only if its right is there. */
void cti__ami_judge_modules(struct cti__ami_state *ami)
{
	struct cti__str channel = cti__str(
		cti_settings_get(ami->settings, "ami.dial_channel"));

	tell_unless(ami, AMI_MARK_QUEUES, &no_queues);
	if (cti__ami_is_offered(ami, AMI_MARK_CALL))
		tell_unless(ami, AMI_MARK_PARK, &no_park);
	if (!has(ami, "ami.dial_context"))
		tell_unless(ami, AMI_MARK_PJSIP, &no_context);
	if (!cti__ami_is_offered(ami, AMI_MARK_SYSTEM))
		return;
	tell_unless(ami, AMI_MARK_MUTE, &no_mute);
	tell_unless(ami, AMI_MARK_RECORD, &no_record);
	if (has(ami, "devices.remote_control"))
		tell_unless(ami, AMI_MARK_NOTIFY, &no_notify);
	if (cti__str_starts(channel, CTI__STR("PJSIP/")) &&
	    !cti__ami_is_offered(ami, AMI_MARK_PJSIP))
		cti__ami_tell(ami, &no_pjsip, channel, CTI__STR_NONE);
}

/* The value of a line of the section; "" if it has none. */
static struct cti__str config(struct cti__str block, const char *wanted)
{
	struct cti__str name, value, found = CTI__STR_NONE;

	while (cti__ami_config_next(&block, &name, &value))
		if (cti__str_is(name, wanted))
			found = value;
	return found;
}

static bool is_true(struct cti__str value)
{
	return cti__str_ieq(value, CTI__STR("yes")) ||
	       cti__str_ieq(value, CTI__STR("true")) ||
	       cti__str_ieq(value, CTI__STR("on")) || cti__str_is(value, "1");
}

void cti__ami_judge_ari(struct cti__ami_state *ami, struct cti__str block)
{
	struct cti__str text = config(block, "websocket_write_timeout");
	uint64_t ms = 100;

	if (!is_true(config(block, "enabled")) ||
	    (text.n && !cti__str_u64(text, &ms)) || ms >= TIMEOUT_MS)
		return;
	cti__ami_tell(ami, &ari_slow, text.n ? text : CTI__STR("100"),
		      CTI__STR_NONE);
}

void cti__ami_judge_features(struct cti__ami_state *ami, struct cti__str block)
{
	if (!config(block, "atxfer").n)
		cti__ami_tell(ami, &no_atxfer, CTI__STR_NONE, CTI__STR_NONE);
}

void cti__ami_judge_queue(struct cti__ami_state *ami, struct cti__str queue,
			  struct cti__str block)
{
	struct cti__str text = config(block, "ringinuse");

	/* Without a word it is yes. */
	if (!text.n || is_true(text))
		cti__ami_tell(ami, &rings_busy, queue, CTI__STR_NONE);
}

void cti__ami_judge_member(struct cti__ami_state *ami, struct cti__str queue,
			   struct cti__str place, struct cti__str device)
{
	if (cti__str_starts(place, CTI__STR("Local/")) &&
	    (!device.n || cti__str_starts(device, CTI__STR("Local/"))))
		cti__ami_tell(ami, &local_member, queue, place);
}

void cti__ami_judge_endpoints(struct cti__ami_state *ami)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;
	char all[16], some[16];

	if (!d->endpoints)
		return;
	snprintf(all, sizeof(all), "%u", d->endpoints);
	snprintf(some, sizeof(some), "%u", d->extensions);
	cti__ami_tell(ami, d->extensions ? &extensions : &no_extension,
		      cti__str(all), cti__str(some));
}
