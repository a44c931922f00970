/* SPDX-License-Identifier: MIT */
/* The Event Socket adapter on a fake port, and FreeSWITCH's side of it. */
#ifndef CTI_TESTS_ESL_STAGE_H
#define CTI_TESTS_ESL_STAGE_H

#include "adapters/esl/esl.h"
#include "stream_stage.h"

#include <stdio.h>
#include <stdlib.h>

extern const struct cti_adapter cti__adapter_esl;

#define STAGE_ASKS "Content-Type: auth/request\n\n"
#define STAGE_OK   "Content-Type: command/reply\nReply-Text: +OK accepted\n\n"
#define STAGE_SUBSCRIBED                                                       \
	"Content-Type: command/reply\n"                                        \
	"Reply-Text: +OK event listener enabled plain\n\n"

static inline void stage_open(struct stage *st)
{
	fake_port_set(&st->port, "secret", "ClueCon");
	fake_port_set(&st->port, "esl.context", "default");
	fake_port_set(&st->port, "esl.domain", "pbx.example.com");
	fake_port_set(&st->port, "esl.agent_domain", "default");
	fake_port_set(&st->port, "esl.recordings", "/var/rec");
	assert_int_equal(fake_port_init(&st->port, &cti__adapter_esl, "pbx"),
			 0);
	/* Open, and not logged in. */
	assert_false(fake_port_up(&st->port));
}

/* An event; lines end with a line feed each. */
static inline void stage_event(struct stage *st, const char *lines)
{
	struct cti__buf text = { 0 };

	cti__buf_printf(&text,
			"Content-Length: %zu\n"
			"Content-Type: text/event-plain\n\n%s\n",
			strlen(lines) + 1, lines);
	stage_hear(st, cti__buf_cstr(&text));
	cti__buf_fini(&text);
}

/* The answer to an api. */
static inline void stage_answer(struct stage *st, const char *body)
{
	struct cti__buf text = { 0 };

	cti__buf_printf(&text,
			"Content-Type: api/response\nContent-Length: %zu\n\n%s",
			strlen(body), body);
	stage_hear(st, cti__buf_cstr(&text));
	cti__buf_fini(&text);
}

/* Logged in, and what that took is forgotten. */
static inline void stage_ready(struct stage *st)
{
	stage_open(st);
	stage_hear(st, STAGE_ASKS STAGE_OK STAGE_SUBSCRIBED);
	stage_is_ready(st);
}

#endif
