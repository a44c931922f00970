/* SPDX-License-Identifier: MIT */
/* Scenarios of links over what real switches sent. */
#include "clock.h"
#include "play.h"
#include "scenario.h"
#include "switches.h"

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

/* The end of a call that the switch itself has ended. */
static void hear_end(struct play *play, const cti_event *event)
{
	if (cti_event_kind(event) == CTI_EVENT_CALL_END &&
	    !(cti_event_flags(event) & CTI_FLAG_SYNTHETIC))
		play->done = true;
}

/* A switch on loopback, until a call has come and gone. */
static int run_to(const char *arg, const char *more, const char *record)
{
	static const char *const keys[] = { "link.backoff_min_ms",
					    "20",
					    "link.backoff_max_ms",
					    "200",
					    "link.auth_retry_ms",
					    "1000",
					    NULL };
	struct play play = { .hear = hear_end };
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char url[128];
	int err;

	snprintf(url, sizeof(url), "%s://%s:%u", arg, more, switches_port(arg));
	opts.url = url;
	opts.name = "pbx";
	opts.user = *switches_user(arg) ? switches_user(arg) : NULL;
	opts.secret = "s3cret";
	opts.record = record;
	TRY(play_open(&play));
	TRY(play_set(&play, keys));
	TRY(cti_link_add(play.client, &play.link, &opts));
	/* The switch is a process of its own, and on a busy machine it waits.
	 */
	clock_pace(play_must_recover ? 5 : 50);
	play_run(&play, play_must_recover ? 75000 : 5000);
	clock_pace(50);
	/* Whatever has failed for a moment: it comes back by itself. */
	if (!play.done)
		err = play_must_recover ? 1 : CTI_ETIMEDOUT;
out:
	return play_close(&play, err);
}

/* arg: the protocol; more: the host. */
static int run_link(const char *arg, const char *more)
{
	return run_to(arg, more, NULL);
}

/* The same, and all that was received is written down. */
static int run_record(const char *arg, const char *more)
{
	return run_to(arg, more, play_path("line.raw"));
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
	{ "link-ami", run_link, "ami", "127.0.0.1" },
	{ "link-esl", run_link, "esl", "127.0.0.1" },
	{ "link-ari", run_link, "ari", "127.0.0.1" },
	{ "record-ami", run_record, "ami", "127.0.0.1" },
	{ "record-ari", run_record, "ari", "127.0.0.1" },
	{ "link-ami-by-name", run_link, "ami", "localhost" },
	{ "link-esl-by-name", run_link, "esl", "localhost" },
	{ 0 },
};
