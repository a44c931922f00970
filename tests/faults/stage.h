/* SPDX-License-Identifier: MIT */
/*
 * A client, a fault proxy and a simulated switch on one loop: what a scenario
 * needs, and what it waits for. Time is scaled by the link's own keys.
 */
#ifndef TESTS_FAULTS_STAGE_H
#define TESTS_FAULTS_STAGE_H

#include "proxy.h"
#include "server.h"
#include "witness.h"
#include "world.h"

#include <cti/cti.h>

#define STAGE_TURNS 4096

struct stage {
	uv_loop_t loop;
	uv_timer_t guard;
	bool late;
	uint64_t until_ns; /* what is waited for may take so long */
	uint64_t seen_ns, stood_back_ns; /* clocks at the last look */
	uint64_t looked_ns; /* when the model was last held against the world */
	struct world world;
	struct server *server;
	struct proxy *proxy;
	cti_client *client;
	cti_link *link;
	bool closed;
	struct witness witness;
	/* What the link has told of itself. */
	unsigned ups, downs, fails, attempts;
	uint64_t up_ns, down_ns, attempt_ns[STAGE_TURNS];
	char detail[512]; /* of the last "down" or "failed" */
	/* Hears each event, too; NULL: nobody. */
	void (*hear)(struct stage *stage, const cti_event *event);
	/* A deed for the proxy when the link tells that state; NULL: none. */
	const char *deed_at_state, *deed;
	uv_idle_t soon;
	/* Requests that have ended, and how the last one did. */
	unsigned requests_done;
	int request_err;
};

/* The protocol under test: main() sets it. */
extern const struct protocol *stage_protocol;
/* An address of loopback that this process has for itself. */
const char *stage_address(void);

/* World, server and proxy are there; the client has no link yet. */
void stage_init(struct stage *stage);
/* Ends everything, and asserts what must be true of any run. */
void stage_fini(struct stage *stage);
void stage_set(struct stage *stage, const char *key, const char *value);
/* Dial the proxy. */
void stage_link(struct stage *stage);
/* The same by an URL; format has the port for %u. */
void stage_link_to(struct stage *stage, const char *host, uint16_t port);
/* init, link, and the link is up. */
void stage_open(struct stage *stage);

/* Run the loop until it is so; false: not within that many milliseconds. */
typedef bool stage_fn(struct stage *stage);
bool stage_wait(struct stage *stage, stage_fn *is_so, uint64_t ms);
/* Let the time go by. */
void stage_pass(struct stage *stage, uint64_t ms);

bool stage_is_up(struct stage *stage);
bool stage_is_away(struct stage *stage); /* down, failed or connecting */
bool stage_is_failed(struct stage *stage);
/* Up, and the model holds what the world has. */
bool stage_agrees(struct stage *stage);
/* Assert it, within five seconds, and show the difference if not. */
void stage_must_agree(struct stage *stage);
/* The model's picture in the lines of world_print(). */
void stage_print(struct stage *stage, struct cti__buf *out);

/* The connection ends, and stays away until stage_back(). */
void stage_away(struct stage *stage);
void stage_back(struct stage *stage);
/* The switch crashes and is there again. */
void stage_restart(struct stage *stage, bool same_ids);
/* Ask for a hangup of the device's call. */
void stage_ask_hangup(struct stage *stage, const char *device);
struct CMUnitTest;
/* main() of a file of scenarios: PROTOCOL [PATTERN]. */
int stage_main(int argc, char **argv, const char *name,
	       const struct CMUnitTest *tests, size_t count);

#endif
