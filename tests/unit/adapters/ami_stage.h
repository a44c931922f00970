/* SPDX-License-Identifier: MIT */
/* The AMI adapter on a fake port, and the switch's side of its connection. */
#ifndef CTI_TESTS_AMI_STAGE_H
#define CTI_TESTS_AMI_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/ami/ami.h"
#include "fake_port.h"
#include "util/alloc.h"

#include <cti/error.h>

extern const struct cti_adapter cti__adapter_ami;

/* The first connection's ActionIDs. */
#define STAGE_ID "ActionID: cti-0000000000000001-"

struct stage {
	struct cti_port port;
	struct cti__buf unread; /* what the adapter has not used up */
};

/* Settings may have been put into a stage of zeros before. */
static inline void stage_open(struct stage *st)
{
	if (!st->port.settings.count) {
		fake_port_set(&st->port, "user", "cti");
		fake_port_set(&st->port, "secret", "s3cret");
	}
	assert_int_equal(fake_port_init(&st->port, &cti__adapter_ami, "pbx"),
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

/* All that was sent since the last time is this. */
static inline void stage_sent(struct stage *st, const char *text)
{
	assert_string_equal(cti__buf_cstr(&st->port.sent), text);
	cti__buf_clear(&st->port.sent);
}

static inline void stage_said(struct stage *st, const char *facts)
{
	assert_string_equal(fake_port_facts(&st->port), facts);
	fake_port_forget(&st->port);
}

#define STAGE_BANNER "Asterisk Call Manager/11.0.0\r\n"

/* Logged in, and what that took is forgotten. */
static inline void stage_ready(struct stage *st)
{
	fake_port_set(&st->port, "user", "cti");
	fake_port_set(&st->port, "secret", "s3cret");
	fake_port_set(&st->port, "ami.auth", "plain");
	stage_open(st);
	stage_hear(st, STAGE_BANNER "Response: Success\r\n" STAGE_ID
				    "login\r\n\r\n");
	/* No FullyBooted comes: it goes on without. */
	fake_port_pass(&st->port, 2000);
	assert_true(st->port.ready);
	cti__buf_clear(&st->port.sent);
	fake_port_forget(&st->port);
	st->port.messages = 0;
}

#endif
