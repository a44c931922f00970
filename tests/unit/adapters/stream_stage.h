/* SPDX-License-Identifier: MIT */
/* An adapter that reads a stream, on a fake port: bytes in, bytes and facts
 * out.
 */
#ifndef CTI_TESTS_STREAM_STAGE_H
#define CTI_TESTS_STREAM_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_port.h"
#include "util/alloc.h"

#include <cti/error.h>

struct stage {
	struct cti_port port;
	struct cti__buf unread; /* what the adapter has not used up */
};

static inline void stage_close(struct stage *st)
{
	fake_port_fini(&st->port);
	cti__buf_fini(&st->unread);
}

/* How the adapter is given bytes; returns how many it has used up. */
typedef ssize_t stage_reader(void *user, const char *data, size_t n);

static inline ssize_t stage_read(struct cti__buf *unread, const char *p,
				 size_t n, stage_reader *reader, void *user)
{
	char *copy;
	ssize_t used;

	cti__buf_add(unread, p, n);
	/* A copy of the exact size: reading behind it is seen. */
	copy = cti__str_dup(cti__str_n(unread->p, unread->n));
	used = reader(user, copy, unread->n);
	cti__free(copy);
	assert_true(used <= (ssize_t)unread->n);
	if (used > 0)
		cti__buf_drop(unread, (size_t)used);
	return used;
}

static inline ssize_t stage_input(void *user, const char *data, size_t n)
{
	struct stage *st = user;

	return st->port.adapter->input(st->port.state, data, n);
}

/* Bytes from the switch. Returns what input() returned. */
static inline ssize_t stage_bytes(struct stage *st, const char *p, size_t n)
{
	return stage_read(&st->unread, p, n, stage_input, st);
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

/* All that was reported since the last time is this. */
static inline void stage_said(struct stage *st, const char *facts)
{
	assert_string_equal(fake_port_facts(&st->port), facts);
	fake_port_forget(&st->port);
}

/* What came before is forgotten: it is logged in. */
static inline void stage_is_ready(struct stage *st)
{
	assert_true(st->port.ready);
	cti__buf_clear(&st->port.sent);
	fake_port_forget(&st->port);
	st->port.messages = 0;
}

#endif
