/* SPDX-License-Identifier: MIT */
/*
 * A client on the test's loop, and what is the same of every adapter without a
 * wire of its own: it is up at once, and reads what nobody sends.
 */
#ifndef TESTS_UNIT_CORE_BARE_H
#define TESTS_UNIT_CORE_BARE_H

#include "core/client.h"
#include "core/link.h"

#include <cti/cti.h>

#include <string.h>
#include <uv.h>

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	struct cti_port *port;
	int ups;
	bool closed;
} bare;

static inline int bare_init(void *state, struct cti_port *port,
			    const struct cti_settings *settings)
{
	(void)state;
	(void)settings;
	bare.port = port;
	return 0;
}

static inline int bare_up(void *state)
{
	(void)state;
	bare.ups++;
	cti_port_ready(bare.port);
	return 0;
}

static inline ssize_t bare_input(void *state, const char *data, size_t len)
{
	(void)state;
	(void)data;
	return (ssize_t)len;
}

static inline void bare_on_closed(void *user)
{
	(void)user;
	bare.closed = true;
}

static inline int bare_begin(cti_log_fn *on_log)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	memset(&bare, 0, sizeof(bare));
	uv_loop_init(&bare.loop);
	opts.loop = &bare.loop;
	opts.on_closed = bare_on_closed;
	opts.on_log = on_log;
	return cti_client_new(&bare.client, &opts);
}

static inline int bare_end(void)
{
	cti_client_close(bare.client);
	uv_run(&bare.loop, UV_RUN_DEFAULT);
	return bare.closed ? uv_loop_close(&bare.loop) : -1;
}

/* A link that is up. */
static inline void bare_link(cti_link_opts *opts,
			     const struct cti_adapter *adapter)
{
	opts->name = "pbx";
	assert_int_equal(cti__link_add_with(bare.client, &bare.link, opts,
					    adapter, &cti__link_live),
			 0);
	while (!bare.ups)
		uv_run(&bare.loop, UV_RUN_ONCE);
}

#endif
