/* SPDX-License-Identifier: MIT */
/* What a simulated switch says by FreeSWITCH's Event Socket. */
#ifndef TESTS_FAULTS_ESL_H
#define TESTS_FAULTS_ESL_H

#include "server.h"

enum esl_stage { STAGE_NEW, STAGE_IN, STAGE_JSON };

#define DOMAIN "@default"

/* Headers of an event, in the form that is asked for. */
struct esl_event {
	struct cti__buf text;
	bool json;
};

void esl_begin(struct esl_event *ev, const struct peer *peer, const char *name);
void esl_put(struct esl_event *ev, const char *name, const char *value);
/* A leg's headers. */
void esl_put_channel(struct esl_event *ev, const struct world_leg *leg,
		     bool ended);
/* It goes into peer->out. */
void esl_send_event(struct esl_event *ev, struct peer *peer);
const char *esl_status_of(const struct world_agent *agent);
/* The events of a change. */
void esl_change(struct peer *peer, const struct change *change);

#endif
