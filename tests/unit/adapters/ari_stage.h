/* SPDX-License-Identifier: MIT */
/* The ARI adapter on a fake port, and the switch's side of its connection. */
#ifndef CTI_TESTS_ARI_STAGE_H
#define CTI_TESTS_ARI_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/ari/ari.h"
#include "fake_port.h"
#include "model/request.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>
#include <stdlib.h>

extern const struct cti_adapter cti__adapter_ari;

#define MAYBE_UNUSED __attribute__((unused))

/* Settings may have been put into a port of zeros before. */
static MAYBE_UNUSED void stage_open(struct cti_port *port)
{
	fake_port_set(port, "user", "cti");
	assert_int_equal(fake_port_init(port, &cti__adapter_ari, "pbx"), 0);
	(void)fake_port_up(port);
}

/* One message, in memory of its size. */
static MAYBE_UNUSED void stage_hear(struct cti_port *port, const char *text)
{
	size_t n = strlen(text);
	char *copy = cti__str_dup(cti__str(text));

	assert_int_equal(port->adapter->input(port->state, copy, n), n);
	cti__free(copy);
}

static MAYBE_UNUSED void stage_said(struct cti_port *port, const char *facts)
{
	assert_string_equal(fake_port_facts(port), facts);
	fake_port_forget(port);
}

static MAYBE_UNUSED void stage_answer(struct cti_port *port, const char *begin,
				      int status, const char *body)
{
	if (!fake_port_answer(port, begin, status, body))
		fail_msg("nothing was asked that begins with %s:\n%s", begin,
			 cti__buf_cstr(&port->http_log));
}

/* Up, with nothing going on at the switch. */
static MAYBE_UNUSED void stage_ready(struct cti_port *port)
{
	stage_open(port);
	stage_answer(port, "GET /ari/asterisk/info", 200,
		     "{\"status\":{\"startup_time\":\"then\"}}");
	assert_true(port->ready);
	assert_int_equal(port->adapter->resync(port->state), 0);
	stage_answer(port, "GET /ari/channels", 200, "[]");
	stage_answer(port, "GET /ari/bridges", 200, "[]");
	stage_answer(port, "GET /ari/channels", 200, "[]");
	assert_true(port->synced);
	fake_port_forget(port);
}

#endif
