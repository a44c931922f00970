/* SPDX-License-Identifier: MIT */
/*
 * Looking at how an Asterisk is set up for its ARI user. All is asked at once;
 * what of it was found is said as the answers come.
 */
#include "adapters/ari/ari.h"

#include <cti/error.h>

#include <stdio.h>
#include <time.h>

/* Times of both sides are compared by people: more confuses them. */
#define CLOCK_US	 2000000
/* Events of a call that has ended at once have come by then. */
#define CALL_PATIENCE_MS 1500
#define NOWHERE		 CTI__ARI_NOWHERE
/* A site with more has the same line for all of them. */
#define EXTENSIONS_MAX	 32

enum question {
	ASK_PING,
	ASK_SYSTEM,
	ASK_WRITE,
	ASK_ENDPOINTS,
	ASK_CALL,
	ASK_CALLER_ID,
	ASK_MODULES /* and as many as there are */
};

const struct cti_finding_form cti__ari_unreached = {
	"ari-unreached",
	CTI_FINDING_FAULT,
	CTI_SAY("No ARI can be used at {1}: {3}"),
	CTI_SAY("Switch Asterisk's web server on and let it listen where this "
		"machine can reach it, switch ARI on (`enabled = yes` in "
		"[general] of ari.conf), and load res_ari and its parts; its "
		"port is 8088, with TLS 8089."),
	"http.conf",
	"[general]",
	"enabled = yes",
};
const struct cti_finding_form cti__ari_refused = {
	"ari-login",
	CTI_FINDING_FAULT,
	CTI_SAY("Asterisk refused the login of {2} at {1}: {3}"),
	CTI_SAY("See that the user has a section of that name with type = "
		"user, "
		"and that its password is the one given here; then `module "
		"reload res_ari.so`."),
	"ari.conf",
	"[{2}]",
	"password = ...",
};
static const struct cti_finding_form version = {
	"ari-version",
	CTI_FINDING_GOOD,
	CTI_SAY("Asterisk {2}."),
};
static const struct cti_finding_form clock_good = {
	"ari-clock",
	CTI_FINDING_GOOD,
	CTI_SAY("The clocks of the switch and of this machine agree within {2} "
		"s."),
};
#define ONE_TIME                                                               \
	CTI_SAY("Let both take their time from one server, by chrony or "      \
		"systemd-timesyncd.")
static const struct cti_finding_form clock_ahead = {
	"ari-clock",
	CTI_FINDING_WARNING,
	CTI_SAY("The clock of the switch is {2} s ahead of this machine's: "
		"times in their journals and reports differ."),
	ONE_TIME,
};
static const struct cti_finding_form clock_behind = {
	"ari-clock",
	CTI_FINDING_WARNING,
	CTI_SAY("The clock of the switch is {2} s behind this machine's: times "
		"in their journals and reports differ."),
	ONE_TIME,
};
static const struct cti_finding_form read_only = {
	"ari-read-only",
	CTI_FINDING_NOTE,
	CTI_SAY("The user {1} may only read: that is right for watching, but "
		"every request is refused."),
	CTI_SAY("Set it to no if you want to dial, hang up or record, then "
		"`module reload res_ari.so`."),
	"ari.conf",
	"[{1}]",
	"read_only = no",
};
static const struct cti_finding_form may_write = {
	"ari-write",
	CTI_FINDING_GOOD,
	CTI_SAY("The user {1} may also write: requests are possible."),
};
static const struct cti_finding_form no_context = {
	"ari-dial-context",
	CTI_FINDING_NOTE,
	CTI_SAY("ari.dial_context is empty: dial and unpark are refused."),
	CTI_SAY("Set it to the context of the dialplan where numbers are "
		"dialled."),
	"ari.dial_context",
	"",
	"ari.dial_context=internal",
};
static const struct cti_finding_form no_extension = {
	"ari-extensions",
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
	"ari-extensions",
	CTI_FINDING_GOOD,
	CTI_SAY("{3} of {2} endpoints are extensions; the others are trunks."),
};
static const struct cti_finding_form no_caller_id = {
	"ari-caller-id",
	CTI_FINDING_NOTE,
	CTI_SAY("{2} of the {3} extensions looked at have no caller ID: those "
		"whom they call see what the telephone says of itself, or "
		"nothing, and no name."),
	CTI_SAY("Give each its name and number, then `module reload "
		"res_pjsip.so`."),
	"pjsip.conf",
	"[EXTENSION]",
	"callerid = NAME <NUMBER>",
};
static const struct cti_finding_form no_module = {
	"ari-module",
	CTI_FINDING_NOTE,
	CTI_SAY("The module {2} is not running: {3}"),
	CTI_SAY("Load it if you need that."),
	"modules.conf",
	"[modules]",
	"load = {2}",
};
static const struct cti_finding_form call_told = {
	"ari-call-told",
	CTI_FINDING_GOOD,
	CTI_SAY("A call made to try was told to us: events arrive."),
};
static const struct cti_finding_form call_untold = {
	"ari-call-untold",
	CTI_FINDING_FAULT,
	CTI_SAY("A call made to try was not told to us: no events of calls "
		"arrive."),
	CTI_SAY("See that no other program listens under the same ari.app, and "
		"that res_ari_events and res_stasis are loaded."),
	"ari.app",
	"",
	"ari.app=another-name",
};
static const struct cti_finding_form call_untried = {
	"ari-call-untried",
	CTI_FINDING_NOTE,
	CTI_SAY("No call could be made to try whether events arrive: {2}"),
	CTI_SAY("Let the user write, and look again."),
	"ari.conf",
	"[{1}]",
	"read_only = no",
};

static const struct {
	const char *name, *for_what;
} modules[] = {
	{ "app_queue.so", "there are no queues." },
	{ "res_parking.so", "calls cannot be parked." },
	{ "res_stasis_snoop.so", "recording is refused." },
	{ "res_stasis_recording.so", "recording is refused." },
};

#define MODULE_COUNT (sizeof(modules) / sizeof(modules[0]))

void cti__ari_tell(struct cti__ari_state *ari,
		   const struct cti_finding_form *form, struct cti__str second,
		   struct cti__str third)
{
	const struct cti__str values[] = {
		cti__str(cti_settings_get(ari->settings, "user")), second, third
	};

	cti_port_finding(ari->port, form, values, 3);
}

void cti__ari_look(struct cti__ari_state *ari, size_t question,
		   const char *method, const char *path, struct cti__str a,
		   struct cti__str b)
{
	if (cti__ari_ask(ari, cti__ari_tag(ARI_ASK_DIAGNOSE, question), method,
			 path, a, b, NULL) == 0)
		ari->diagnosis.waiting++;
}

static void ask(struct cti__ari_state *ari, size_t question, const char *method,
		const char *path, struct cti__str word)
{
	cti__ari_look(ari, question, method, path, word, CTI__STR_NONE);
}

int cti__ari_diagnose(void *state, bool call)
{
	static const struct cti__str none = { NOWHERE, sizeof(NOWHERE) - 1 };
	struct cti__ari_state *ari = state;
	struct cti__ari_diagnosis *d = &ari->diagnosis;
	size_t i;

	memset(d, 0, sizeof(*d));
	d->runs = true;
	d->asked_us = cti_port_now_us(ari->port);
	ask(ari, ASK_PING, "GET", "asterisk/ping", none);
	ask(ari, ASK_SYSTEM, "GET", "asterisk/info?only=system", none);
	/* Nothing is there to be ended: only whether we may is of interest. */
	ask(ari, ASK_WRITE, "DELETE", "channels/$", none);
	ask(ari, ASK_ENDPOINTS, "GET", "endpoints", none);
	for (i = 0; i < MODULE_COUNT; i++)
		ask(ari, ASK_MODULES + i, "GET", "asterisk/modules/$",
		    cti__str(modules[i].name));
	if (call) {
		d->listening = true;
		cti_port_wake(ari->port, CALL_PATIENCE_MS);
		ask(ari, ASK_CALL, "POST",
		    "channels?endpoint=Local%2Fs%40$&extension=s", none);
	}
	cti__ari_files_look(ari, call);
	if (!*cti_settings_get(ari->settings, "ari.dial_context"))
		cti__ari_tell(ari, &no_context, CTI__STR_NONE, CTI__STR_NONE);
	return d->waiting ? 0 : CTI_ELINKDOWN;
}

/* "2026-11-22T13:00:00.123+0000" in microseconds; false: it is none. */
static bool read_time(struct cti__str text, int64_t *us)
{
	struct tm tm = { .tm_isdst = 0 };
	int ms = 0, hours = 0, minutes = 0, got;
	char room[40], sign = '+';

	if (text.n >= sizeof(room))
		return false;
	memcpy(room, text.p, text.n);
	room[text.n] = '\0';
	got = sscanf(room, "%4d-%2d-%2dT%2d:%2d:%2d.%3d%c%2d%2d", &tm.tm_year,
		     &tm.tm_mon, &tm.tm_mday, &tm.tm_hour, &tm.tm_min,
		     &tm.tm_sec, &ms, &sign, &hours, &minutes);
	if (got != 10 || (sign != '+' && sign != '-'))
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon--;
	minutes += hours * 60;
	*us = ((int64_t)timegm(&tm) - (sign == '+' ? minutes : -minutes) * 60) *
		      1000000 +
	      ms * 1000;
	return true;
}

static void judge_clock(struct cti__ari_state *ari, struct cti__str stamp)
{
	int64_t theirs, ours = cti_port_now_us(ari->port), off = 0;
	char text[32];

	if (!stamp.n || !read_time(stamp, &theirs))
		return;
	if (theirs > ours)
		off = theirs - ours;
	else if (theirs < ari->diagnosis.asked_us)
		off = ari->diagnosis.asked_us - theirs;
	snprintf(text, sizeof(text), "%.1f", (double)off / 1e6);
	if (off <= CLOCK_US)
		cti__ari_tell(ari, &clock_good, CTI__STR("2"), CTI__STR_NONE);
	else
		cti__ari_tell(ari, theirs > ours ? &clock_ahead : &clock_behind,
			      cti__str(text), CTI__STR_NONE);
}

static void judge_endpoints(struct cti__ari_state *ari, struct cti__str list)
{
	struct cti__scan_value item, value[ARI_REST_COUNT];
	struct cti__str technology, name;
	unsigned all = 0, some = 0;
	char texts[2][16];

	while (cti__scan_next(&ari->list, &list, &item) > 0) {
		if (!cti__ari_read(ari, item.s, value))
			continue;
		technology = value[ARI_REST_TECHNOLOGY].s;
		name = value[ARI_REST_RESOURCE].s;
		all++;
		if (cti__asterisk_endpoint(&ari->site, technology, name) !=
		    CTI_ROLE_EXTENSION)
			continue;
		if (cti__str_is(technology, "PJSIP") && some < EXTENSIONS_MAX)
			ask(ari, ASK_CALLER_ID, "GET",
			    "asterisk/config/dynamic/res_pjsip/endpoint/$",
			    name);
		some++;
	}
	if (!all)
		return;
	snprintf(texts[0], sizeof(texts[0]), "%u", all);
	snprintf(texts[1], sizeof(texts[1]), "%u", some);
	cti__ari_tell(ari, some ? &extensions : &no_extension,
		      cti__str(texts[0]), cti__str(texts[1]));
}

/* "\"Jane\" <1001>"; Asterisk's word for none is "<unknown>". */
static void judge_caller_id(struct cti__ari_state *ari, struct cti__str list)
{
	struct cti__scan_value item, value[ARI_REST_COUNT];

	while (cti__scan_next(&ari->list, &list, &item) > 0) {
		if (!cti__ari_read(ari, item.s, value) ||
		    !cti__str_is(value[ARI_REST_ATTRIBUTE].s, "callerid"))
			continue;
		ari->diagnosis.extensions++;
		ari->diagnosis.nameless += !value[ARI_REST_VALUE].s.n ||
					   cti__str_is(value[ARI_REST_VALUE].s,
						       "<unknown>");
	}
}

static void tell_caller_ids(struct cti__ari_state *ari)
{
	struct cti__ari_diagnosis *d = &ari->diagnosis;
	char none[16], all[16];

	if (!d->nameless)
		return;
	snprintf(none, sizeof(none), "%u", d->nameless);
	snprintf(all, sizeof(all), "%u", d->extensions);
	cti__ari_tell(ari, &no_caller_id, cti__str(none), cti__str(all));
}

static void call_answered(struct cti__ari_state *ari, int status,
			  struct cti__str body)
{
	struct cti__scan_value value[ARI_REST_COUNT];
	struct cti__str why = CTI__STR_NONE;

	/* Asterisk may call it an error that the call has ended at once. */
	if (status != 401 && status != 403)
		return;
	if (cti__ari_read(ari, body, value))
		why = value[ARI_REST_MESSAGE].s;
	cti__ari_tell(ari, &call_untried, why, CTI__STR_NONE);
	ari->diagnosis.listening = false;
}

static void end_if_done(struct cti__ari_state *ari)
{
	struct cti__ari_diagnosis *d = &ari->diagnosis;

	if (!d->runs || d->waiting || d->listening)
		return;
	d->runs = false;
	tell_caller_ids(ari);
	cti_port_diagnosed(ari->port);
}

void cti__ari_diagnosis_reply(struct cti__ari_state *ari, size_t question,
			      int status, struct cti__str body)
{
	struct cti__scan_value value[ARI_REST_COUNT];
	bool ok = status == 200;

	if (!ari->diagnosis.runs)
		return;
	ari->diagnosis.waiting--;
	if (question >= CTI__ARI_LOOK_FILE)
		cti__ari_files_reply(ari, question, status,
				     ok ? body : CTI__STR_NONE);
	else if (question == ASK_WRITE && status)
		cti__ari_tell(ari, status == 403 ? &read_only : &may_write,
			      CTI__STR_NONE, CTI__STR_NONE);
	else if (question == ASK_CALLER_ID && ok)
		judge_caller_id(ari, body);
	else if (question == ASK_CALL)
		call_answered(ari, status, body);
	else if (question == ASK_ENDPOINTS && ok)
		judge_endpoints(ari, body);
	else if (question >= ASK_MODULES && status >= 404)
		cti__ari_tell(
			ari, &no_module,
			cti__str(modules[question - ASK_MODULES].name),
			cti__str(modules[question - ASK_MODULES].for_what));
	else if (question == ASK_PING && ok && cti__ari_read(ari, body, value))
		judge_clock(ari, value[ARI_REST_STAMP].s);
	else if (question == ASK_SYSTEM && ok &&
		 cti__ari_read(ari, body, value))
		cti__ari_tell(ari, &version, value[ARI_REST_VERSION].s,
			      CTI__STR_NONE);
	end_if_done(ari);
}

void cti__ari_diagnosis_hears(struct cti__ari_state *ari, struct cti__str event)
{
	if (memmem(event.p, event.n, NOWHERE, sizeof(NOWHERE) - 1))
		ari->diagnosis.saw_call = true;
}

void cti__ari_wake(void *state)
{
	struct cti__ari_state *ari = state;
	struct cti__ari_diagnosis *d = &ari->diagnosis;

	if (!d->runs || !d->listening)
		return;
	d->listening = false;
	cti__ari_tell(ari, d->saw_call ? &call_told : &call_untold,
		      CTI__STR_NONE, CTI__STR_NONE);
	end_if_done(ari);
}
