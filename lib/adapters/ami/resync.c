/* SPDX-License-Identifier: MIT */
/*
 * What is so now, from Asterisk's own lists. The letter at the end of the
 * ActionID says which list an answer belongs to.
 */
#include "adapters/ami/ami.h"

static const struct {
	unsigned list;
	const char *action;
	const char *letter;
} lists[] = {
	/* The bridges first: a channel's line only names the one it is in. */
	{ AMI_LIST_BRIDGES, "BridgeList", "b" },
	{ AMI_LIST_CHANNELS, "CoreShowChannels", "c" },
	{ AMI_LIST_QUEUES, "QueueStatus", "q" },
	{ AMI_LIST_PARKED, "ParkedCalls", "p" },
};

#define LIST_COUNT (sizeof(lists) / sizeof(lists[0]))

int cti__ami_resync(void *state)
{
	struct cti__ami_state *ami = state;
	struct cti_fact begin = { .kind = CTI_FACT_SNAPSHOT_BEGIN,
				  .open = cti_port_is_replay(ami->port) };
	struct cti__ami_action ask;
	size_t i;

	cti__ami_ask_offers(ami);
	cti__ami_hold_listed(ami, CTI__STR_NONE);
	cti_port_report(ami->port, &begin);
	for (i = 0; i < LIST_COUNT; i++) {
		ami->lists |= lists[i].list;
		cti__ami_action_begin(&ask, lists[i].action);
		cti__ami_action_id(&ask, ami, lists[i].letter);
		(void)cti__ami_action_send(&ask, ami);
	}
	return 0;
}

unsigned cti__ami_list_of(const struct cti__ami_state *ami,
			  struct cti__str action_id)
{
	size_t i;

	(void)ami;
	if (action_id.n < 2 || !cti__str_starts(action_id, CTI__STR("cti-")) ||
	    action_id.p[action_id.n - 2] != '-')
		return 0;
	for (i = 0; i < LIST_COUNT; i++)
		if (action_id.p[action_id.n - 1] == lists[i].letter[0])
			return lists[i].list;
	return 0;
}

void cti__ami_list_done(struct cti__ami_state *ami, unsigned list)
{
	struct cti_fact end = { .kind = CTI_FACT_SNAPSHOT_END };

	if (!(ami->lists & list))
		return;
	if (list == AMI_LIST_CHANNELS)
		cti__ami_hold_settle(ami);
	ami->lists &= ~list;
	if (ami->lists)
		return;
	cti_port_report(ami->port, &end);
	cti_port_synced(ami->port);
}
