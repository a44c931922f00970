/* SPDX-License-Identifier: MIT */
/*
 * A core that is none: it stands behind an adapter in unit tests, keeps what
 * the adapter asks for, and writes each fact as one line of text.
 */
#ifndef CTI_TESTS_FAKE_PORT_H
#define CTI_TESTS_FAKE_PORT_H

#include "core/adapter.h"
#include "util/buf.h"

#define FAKE_KEYS 16
#define FAKE_HTTP 64

struct cti_settings {
	const char *key[FAKE_KEYS], *value[FAKE_KEYS];
	size_t count;
};

struct cti_port {
	const struct cti_adapter *adapter;
	void *state;
	struct cti_settings settings;
	struct cti__buf facts;	/* a line each */
	struct cti__buf sent;	/* bytes for the switch */
	struct cti__buf detail; /* of init() or command() */
	struct cti__buf why;	/* of cti_port_fail() */
	struct cti__buf log;
	struct cti__buf findings; /* "level id {1} {2}..." a line each */
	size_t diagnosed;	  /* how often it had no more to say */
	size_t fact_count;
	int64_t now_us;
	int64_t wake_us; /* INT64_MAX: not asked for */
	bool is_replay, ready, synced;
	int failed; /* 0, or what cti_port_fail() said first */
	uint64_t epoch;
	uint32_t messages, malformed, orphans;
	uint64_t done_tag;
	int done_err;
	size_t done_count;
	struct cti__buf done_why; /* the last one's detail */
	/* Requests over HTTP that wait for fake_port_answer(), oldest first,
	   each as "GET /path" or "POST /path {body}"; all that were made, as
	   lines. */
	struct fake_http {
		uint64_t tag;
		char *text;
	} http[FAKE_HTTP];
	size_t http_count;
	struct cti__buf http_log;
	int http_err;	/* what cti_port_http() returns from now on */
	bool is_asking; /* the application wants to be asked for routes */
	/* Each fact too, with its time filled in; NULL: nobody. */
	void (*on_fact)(void *user, const struct cti_fact *fact);
	void *user;
};

/* Somebody who has connected to us. */
struct cti_peer {
	struct cti__buf sent;
	uint32_t wait_ms; /* as cti_port_peer_wait() said last */
	bool is_closed;
};

/* Before init; both texts are borrowed. */
void fake_port_set(struct cti_port *port, const char *key, const char *value);
/* Calls the adapter's init. The port is all zero but for what was set. */
int fake_port_init(struct cti_port *port, const struct cti_adapter *adapter,
		   const char *url);
/* Up, and the resync once it is ready. True if it got as far as synced. */
bool fake_port_up(struct cti_port *port);
/* The connection is lost. */
void fake_port_down(struct cti_port *port, int why);
/* Let time go by, with the wakes that were asked for. */
void fake_port_pass(struct cti_port *port, uint32_t ms);
/* Answer the oldest request over HTTP that waits and begins so; body may be
   NULL. False if there is none. */
bool fake_port_answer(struct cti_port *port, const char *begin, int status,
		      const char *body);
/* The adapter's fini, and everything of the port's. */
void fake_port_fini(struct cti_port *port);

/* The lines since the last time they were forgotten. */
const char *fake_port_facts(struct cti_port *port);
void fake_port_forget(struct cti_port *port);

/* One line without its end. */
void fake_fact_print(struct cti__buf *out, const struct cti_fact *fact);

#endif
