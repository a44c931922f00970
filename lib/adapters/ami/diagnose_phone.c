/* SPDX-License-Identifier: MIT */
/* What the telephones of an Asterisk say of themselves: their caller IDs. */
#include "adapters/ami/diagnose.h"

#include <stdio.h>

static const struct cti_finding_form no_caller_id = {
	"ami-caller-id",
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

/* Whether there is room to look at it. */
static void keep(struct cti__ami_diagnosis *d, struct cti__str name)
{
	size_t i = d->phones;

	if (i == CTI__AMI_PHONES || !name.n || name.n >= sizeof(d->phone[0]))
		return;
	memcpy(d->phone[i], name.p, name.n);
	d->phone[i][name.n] = '\0';
	d->phones++;
}

void cti__ami_keep_endpoint(struct cti__ami_state *ami, struct cti__str name)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	d->endpoints++;
	if (cti__asterisk_endpoint(&ami->site, CTI__STR("PJSIP"), name) !=
	    CTI_ROLE_EXTENSION)
		return;
	d->extensions++;
	keep(d, name);
}

void cti__ami_ask_phones(struct cti__ami_state *ami)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;
	struct cti__ami_action action;
	char word[] = { 'd', '0', '\0' };

	for (; word[1] < (char)('0' + d->phones); word[1]++) {
		cti__ami_action_begin(&action, "PJSIPShowEndpoint");
		cti__ami_action_id(&action, ami, word);
		cti__ami_action_put(&action, "Endpoint",
				    cti__str(d->phone[word[1] - '0']));
		if (cti__ami_action_send(&action, ami) == 0)
			d->phones_waiting++;
	}
}

/* Asterisk's word for none is "<unknown>". */
void cti__ami_take_phone(struct cti__ami_state *ami, struct cti__str event,
			 bool refused, struct cti__str caller_id)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	if (cti__str_is(event, "EndpointDetail")) {
		d->phones_seen++;
		d->nameless += !caller_id.n ||
			       cti__str_is(caller_id, "<unknown>");
	}
	if (d->phones_waiting &&
	    (refused || cti__str_is(event, "EndpointDetailComplete")))
		d->phones_waiting--;
}

void cti__ami_judge_phones(struct cti__ami_state *ami)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;
	char none[16], all[16];

	if (!d->nameless)
		return;
	snprintf(none, sizeof(none), "%u", d->nameless);
	snprintf(all, sizeof(all), "%u", d->phones_seen);
	cti__ami_tell(ami, &no_caller_id, cti__str(none), cti__str(all));
}
