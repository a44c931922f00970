/* SPDX-License-Identifier: MIT */
/* The Event Socket adapter on a fake port, and FreeSWITCH's side of it. */
#ifndef CTI_TESTS_ESL_STAGE_H
#define CTI_TESTS_ESL_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/esl/esl.h"
#include "fake_port.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>
#include <stdlib.h>

extern const struct cti_adapter cti__adapter_esl;

#define STAGE_ASKS "Content-Type: auth/request\n\n"
#define STAGE_OK   "Content-Type: command/reply\nReply-Text: +OK accepted\n\n"
#define STAGE_SUBSCRIBED                                                       \
	"Content-Type: command/reply\n"                                        \
	"Reply-Text: +OK event listener enabled plain\n\n"

struct stage {
	struct cti_port port;
	struct cti__buf unread; /* what the adapter has not used up */
};

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

static inline void stage_close(struct stage *st)
{
	fake_port_fini(&st->port);
	cti__buf_fini(&st->unread);
}

/* Bytes from the switch. Returns what input() returned. */
static inline ssize_t stage_bytes(struct stage *st, const char *p, size_t n)
{
	ssize_t used;

	cti__buf_add(&st->unread, p, n);
	/* A copy of the exact size: reading behind it is seen. */
	p = cti__str_dup(cti__str_n(st->unread.p, st->unread.n));
	used = st->port.adapter->input(st->port.state, p, st->unread.n);
	cti__free((void *)(uintptr_t)p);
	assert_true(used <= (ssize_t)st->unread.n);
	if (used > 0)
		cti__buf_drop(&st->unread, (size_t)used);
	return used;
}

/* Text that must be understood. */
static inline void stage_hear(struct stage *st, const char *text)
{
	assert_true(stage_bytes(st, text, strlen(text)) >= 0);
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

/* All that was sent since the last time is this. */
static inline void stage_sent(struct stage *st, const char *text)
{
	assert_string_equal(cti__buf_cstr(&st->port.sent), text);
	cti__buf_clear(&st->port.sent);
}

/* All that was reported since the last time is this. */
static inline void stage_said(struct stage *st, const char *facts)
{
	assert_string_equal(fake_port_facts(&st->port), facts);
	fake_port_forget(&st->port);
}

/* Logged in, and what that took is forgotten. */
static inline void stage_ready(struct stage *st)
{
	stage_open(st);
	stage_hear(st, STAGE_ASKS STAGE_OK STAGE_SUBSCRIBED);
	assert_true(st->port.ready);
	cti__buf_clear(&st->port.sent);
	fake_port_forget(&st->port);
	st->port.messages = 0;
}

#endif
