/* SPDX-License-Identifier: MIT */
/* Scenarios of links over what real switches sent. */
#include "play.h"
#include "scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* arg: the protocol; more: the folder of the recording. */
static int run_replay(const char *arg, const char *more)
{
	struct play play = { 0 };
	char url[512];
	int err;

	snprintf(url, sizeof(url), "replay:%s/%s?protocol=%s", play_captures,
		 more, arg);
	TRY(play_open(&play));
	TRY(play_link(&play, url));
	play_run(&play, 600000);
	if (cti_link_state(play.link) != CTI_LINK_FAILED)
		err = 1; /* a recording that never ends */
out:
	return play_close(&play, err);
}

const struct scenario scenarios_links[] = {
	{ "ami-inbound", run_replay, "ami", "asterisk/inbound-answer-hangup" },
	{ "ami-attended", run_replay, "ami", "asterisk/attended-transfer" },
	{ "ami-hold", run_replay, "ami", "asterisk/hold-retrieve" },
	{ "ami-queue", run_replay, "ami", "asterisk/queue-rna-next" },
	{ "ami-agents", run_replay, "ami", "asterisk/agent-states" },
	{ "ami-park", run_replay, "ami", "asterisk/a16-park-retrieve" },
	{ "ami-crash", run_replay, "ami", "asterisk/a16-crash-mid-call" },
	{ "ari-inbound", run_replay, "ari", "asterisk/ari22-x-click-busy" },
	{ "ari-agents", run_replay, "ari",
	  "asterisk/ari16-agent-states-phone" },
	{ "esl-inbound", run_replay, "esl",
	  "freeswitch/inbound-answer-hangup" },
	{ "esl-attended", run_replay, "esl", "freeswitch/attended-transfer" },
	{ "esl-conference", run_replay, "esl", "freeswitch/conference-three" },
	{ "esl-agents", run_replay, "esl", "freeswitch/agent-states" },
	{ "esl-json-inbound", run_replay, "esl-json",
	  "freeswitch/inbound-answer-hangup" },
	{ "esl-json-divert", run_replay, "esl-json", "freeswitch/divert-302" },
	{ 0 },
};
