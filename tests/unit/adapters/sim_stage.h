/* SPDX-License-Identifier: MIT */
/* A simulator on a fake port, for the tests of the simulator's files. */
#ifndef CTI_TESTS_SIM_STAGE_H
#define CTI_TESTS_SIM_STAGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/sim/sim.h"
#include "fake_port.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* An idle switch on a virtual clock, up and synced, its snapshot forgotten. */
static inline void stage_open(struct cti_port *port)
{
	memset(port, 0, sizeof(*port));
	assert_int_equal(
		fake_port_init(port, &cti__adapter_sim, "?clock=virtual"), 0);
	assert_true(fake_port_up(port));
	fake_port_forget(port);
}

static inline int stage_try(struct cti_port *port, const char *line)
{
	return port->adapter->command(port->state, cti__str(line));
}

/* A command that must work. */
static inline void stage_do(struct cti_port *port, const char *line)
{
	int err = stage_try(port, line);

	if (err)
		print_error("%s: %s\n", line, cti__buf_cstr(&port->detail));
	assert_int_equal(err, 0);
}

/* One that must fail, with that sentence. */
static inline void stage_fails(struct cti_port *port, const char *line, int err,
			       const char *sentence)
{
	assert_int_equal(stage_try(port, line), err);
	assert_string_equal(cti__buf_cstr(&port->detail), sentence);
}

static inline void stage_pass(struct cti_port *port, uint32_t ms)
{
	assert_int_equal(port->adapter->advance(port->state, ms), 0);
}

/* What was said since the last time, of the kinds and fields of a fact that
   start a line: compared as a whole. */
static inline void stage_said(struct cti_port *port, const char *facts)
{
	assert_string_equal(fake_port_facts(port), facts);
	fake_port_forget(port);
}

/* Only the first word of each line, and the leg: the order of a story. */
static inline void stage_order(struct cti_port *port, const char *order)
{
	struct cti__str rest = cti__str(fake_port_facts(port)), line, key;
	struct cti__buf out = { 0 };

	while (rest.n) {
		line = cti__str_cut(rest, '\n', &rest);
		cti__buf_str(&out, cti__str_cut(line, ' ', &line));
		while (line.n) {
			key = cti__str_cut(line, ' ', &line);
			if (!cti__str_starts(key, CTI__STR("leg=leg-")) &&
			    !cti__str_starts(key, CTI__STR("other=leg-")))
				continue;
			(void)cti__str_cut(key, '-', &key);
			cti__buf_char(&out, ' ');
			cti__buf_str(&out, key);
		}
		cti__buf_char(&out, '\n');
	}
	assert_string_equal(cti__buf_cstr(&out), order);
	cti__buf_fini(&out);
	fake_port_forget(port);
}

/* Runs to the end of what it plays. */
static inline void stage_to_end(struct cti_port *port)
{
	unsigned seconds;

	for (seconds = 0; !port->failed && seconds < 3600; seconds++)
		stage_pass(port, 1000);
	if (port->failed != CTI_EEOF)
		print_error("%s\n", cti__buf_cstr(&port->why));
	assert_int_equal(port->failed, CTI_EEOF);
}

/* A script in a file of its own; the URL behind "sim:" goes to url. */
static inline void stage_script(char url[64], const char *text)
{
	FILE *file;
	int fd;

	strcpy(url, "/tmp/sim-test-XXXXXX");
	fd = mkstemp(url);
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

#endif
