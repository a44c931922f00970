/* SPDX-License-Identifier: MIT */
/* Actions on their way out: the one encoder of the AMI adapter. */
#include "adapters/ami/ami.h"
#include "util/alloc.h"

#include <cti/error.h>

/* Asterisk reads lines of 1024 bytes and drops the connection after longer
   ones. */
#define LINE_MAX_BYTES 1000

static void put(struct cti__ami_action *action, struct cti__str s)
{
	if (s.n > sizeof(action->text) - action->n) {
		action->bad = true;
		return;
	}
	if (s.n)
		memcpy(action->text + action->n, s.p, s.n);
	action->n += s.n;
}

void cti__ami_action_begin(struct cti__ami_action *action, const char *name)
{
	action->n = 0;
	action->bad = false;
	cti__ami_action_put(action, "Action", cti__str(name));
}

void cti__ami_action_put(struct cti__ami_action *action, const char *header,
			 struct cti__str value)
{
	/* A value from outside must not be able to begin its own header. */
	if (cti__str_has_any(value, "\r\n") ||
	    value.n + strlen(header) > LINE_MAX_BYTES) {
		action->bad = true;
		return;
	}
	put(action, cti__str(header));
	put(action, CTI__STR(": "));
	put(action, value);
	put(action, CTI__STR("\r\n"));
}

void cti__ami_action_id(struct cti__ami_action *action,
			const struct cti__ami_state *ami, const char *word)
{
	static const char hex[] = "0123456789abcdef";
	uint64_t epoch = cti_port_epoch(ami->port);
	char id[64] = "cti-";
	size_t n = 4, length = strlen(word), shift;

	for (shift = 64; shift > 0; shift -= 4)
		id[n++] = hex[epoch >> (shift - 4) & 15];
	id[n++] = '-';
	if (length > sizeof(id) - n)
		length = sizeof(id) - n;
	memcpy(id + n, word, length);
	cti__ami_action_put(action, "ActionID", cti__str_n(id, n + length));
}

int cti__ami_action_send(struct cti__ami_action *action,
			 struct cti__ami_state *ami)
{
	put(action, CTI__STR("\r\n"));
	if (!action->bad)
		cti_port_send(ami->port, action->text, action->n);
	cti__wipe(action->text, action->n);
	return action->bad ? CTI_EINVAL : 0;
}
