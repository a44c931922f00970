/* SPDX-License-Identifier: MIT */
/* What a simulated switch says by Asterisk's manager interface. */
#ifndef TESTS_FAULTS_AMI_H
#define TESTS_FAULTS_AMI_H

#include "server.h"

/* Headers into peer->out; a message ends with ami_put_end(). */
void ami_put(struct peer *peer, const char *name, const char *value);
void ami_put_number(struct peer *peer, const char *name, long long value);
void ami_put_end(struct peer *peer);
void ami_put_event(struct peer *peer, const char *name, const char *privilege);
/* A channel; prefix "Dest" for the one that is dialled. */
void ami_put_channel(struct peer *peer, const struct world_leg *leg,
		     const char *prefix, int state);
int ami_state_of(const struct world_leg *leg);
/* Who serves the queue, with the end of the message. */
void ami_put_member(struct peer *peer, const struct world_agent *agent);
/* The events of a change. */
void ami_change(struct peer *peer, const struct change *change);

#endif
