/* SPDX-License-Identifier: MIT */
/*
 * What is read of Asterisk's files for a user who may not read files, one value
 * at a time: a function of the dialplan does that for whoever may ask for a
 * variable.
 */
#include "adapters/ami/diagnose.h"

#include <stdio.h>

static const struct {
	const char *file, *section; /* NULL: the user's */
	const char *name;
} values[] = {
	/* Without it nobody could have logged in: who does not see it, sees
	   nothing. */
	{ "manager.conf", "general", "enabled" },
	{ "manager.conf", NULL, "read" },
	{ "manager.conf", NULL, "write" },
	{ "manager.conf", NULL, "writetimeout" },
	{ "manager.conf", NULL, "eventfilter" },
	{ "ari.conf", "general", "enabled" },
	{ "ari.conf", "general", "websocket_write_timeout" },
	{ "features.conf", "featuremap", "atxfer" },
};

_Static_assert(sizeof(values) / sizeof(*values) == CTI__AMI_VALUES,
	       "as many as there is room for");

enum { ENABLED, READ, WRITE, TIMEOUT, FILTER, ARI, ARI_TIMEOUT, ATXFER };

static const struct cti_finding_form unread = {
	"ami-config",
	CTI_FINDING_NOTE,
	CTI_SAY("The user {1} may not read configuration files: its classes "
		"of events, filters and time-outs are not looked at."),
	CTI_SAY("Load func_config, which reads them for whoever has "
		"\"reporting\" or \"call\" in \"write\". Or give the user "
		"\"config\" in \"write\" for as long as this look takes: that "
		"right can also change files."),
	"modules.conf",
	"[modules]",
	"load = func_config.so",
};

void cti__ami_ask_values(struct cti__ami_state *ami)
{
	const char *user = cti_settings_get(ami->settings, "user");
	struct cti__ami_diagnosis *d = &ami->diagnosis;
	struct cti__ami_action action;
	char word[] = { 'd', '\0', '\0' }, text[256];
	size_t i;

	if (!cti__ami_is_offered(ami, AMI_MARK_GETVAR)) {
		cti__ami_tell(ami, &unread, CTI__STR_NONE, CTI__STR_NONE);
		return;
	}
	for (i = 0; i < CTI__AMI_VALUES; i++) {
		snprintf(text, sizeof(text), "AST_CONFIG(%s,%s,%s)",
			 values[i].file,
			 values[i].section ? values[i].section : user,
			 values[i].name);
		word[1] = (char)(CTI__AMI_VALUE_LETTER + i);
		cti__ami_action_begin(&action, "Getvar");
		cti__ami_action_id(&action, ami, word);
		cti__ami_action_put(&action, "Variable", cti__str(text));
		if (cti__ami_action_send(&action, ami) == 0)
			d->values_waiting++;
	}
}

/* As an answer to GetConfig would have them. */
static void judge_as_lines(struct cti__ami_state *ami, const size_t *which,
			   size_t count,
			   void (*judge)(struct cti__ami_state *ami,
					 struct cti__str block))
{
	char block[CTI__AMI_VALUES * (CTI__AMI_VALUE + 48)];
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		if (*ami->diagnosis.value[which[i]])
			n += (size_t)snprintf(block + n, sizeof(block) - n,
					      "Line-0: %s=%s\r\n",
					      values[which[i]].name,
					      ami->diagnosis.value[which[i]]);
	judge(ami, cti__str_n(block, n));
}

static void judge_values(struct cti__ami_state *ami)
{
	static const size_t of_user[] = { READ, TIMEOUT, FILTER };
	static const size_t of_ari[] = { ARI, ARI_TIMEOUT };
	static const size_t of_features[] = { ATXFER };
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	if (!*d->value[ENABLED]) {
		cti__ami_tell(ami, &unread, CTI__STR_NONE, CTI__STR_NONE);
		return;
	}
	/* A user of another place than the file is not judged by it. */
	if (*d->value[READ] || *d->value[WRITE])
		judge_as_lines(ami, of_user, 3, cti__ami_judge_user);
	judge_as_lines(ami, of_ari, 2, cti__ami_judge_ari);
	judge_as_lines(ami, of_features, 1, cti__ami_judge_features);
}

void cti__ami_take_value(struct cti__ami_state *ami, size_t which,
			 struct cti__str value)
{
	struct cti__ami_diagnosis *d = &ami->diagnosis;

	if (which >= CTI__AMI_VALUES || !d->values_waiting)
		return;
	if (value.n && value.n < sizeof(d->value[0]))
		memcpy(d->value[which], value.p, value.n);
	if (--d->values_waiting == 0)
		judge_values(ami);
}
