/* SPDX-License-Identifier: MIT */
/* What an Asterisk says of plain calls, as many as one likes. */
#ifndef CTI_TEST_AMI_TEXT_H
#define CTI_TEST_AMI_TEXT_H

#include "util/buf.h"

/* The greeting, and a login that another client has made: as in a recording. */
void ami_hello(struct cti__buf *out);
/* Call number i: somebody outside reaches an extension, which answers. With
   variables set between the steps, as Asterisk does, half of all messages. */
void ami_call_begin(struct cti__buf *out, unsigned i);
/* Messages about it that change nothing. Returns how many. */
unsigned ami_call_again(struct cti__buf *out, unsigned i);
/* A key that its extension presses: one message and one event. */
void ami_call_digit(struct cti__buf *out, unsigned i);
/* The extension hangs up. */
void ami_call_end(struct cti__buf *out, unsigned i);
/* Agent number i, free, at a telephone of its own. */
void ami_agent(struct cti__buf *out, unsigned i);
/* Lines of the lists that a resync asks for. */
void ami_list_call(struct cti__buf *out, unsigned i, const char *action_id);
void ami_list_bridge(struct cti__buf *out, unsigned i, const char *action_id);

#endif
