/* SPDX-License-Identifier: MIT */
/*
 * What scenarios are made of: a client on a loop, its links, and a witness of
 * its events, all of which may be refused their memory.
 */
#ifndef TESTS_TORTURE_PLAY_H
#define TESTS_TORTURE_PLAY_H

#include <cti/cti.h>

#include <stdbool.h>
#include <uv.h>

#define PLAY_CALLS 128

/* A call and a pop, as they were told. */
struct play_call {
	char id[96];
	bool begun, ended;
};

struct play_pop {
	char id[160];
	bool open;
};

struct play {
	uv_loop_t loop;
	bool has_loop, closed;
	cti_client *client;
	cti_link *link;
	struct play_call call[PLAY_CALLS];
	struct play_pop pop[PLAY_CALLS];
	unsigned calls, pops, ended, events, ups;
	uint64_t seq;
	char fault[256]; /* the first thing that must not be; "": none */
	char last_call[96], last_pop[160];
	/* A scenario's own ear; NULL: none. */
	void (*hear)(struct play *play, const cti_event *event);
	void *user;
	bool done; /* for the scenario */
};

/* Loop and client. 0 or a negative CTI_E*; play_close() is due in any case. */
int play_open(struct play *play);
/* The keys of config/torture.json's kind: names and values in turn, NULL. */
int play_set(struct play *play, const char *const *keys);
int play_link(struct play *play, const char *url);
/* Run until the link has ended, or play->done, or that much time went by. */
void play_run(struct play *play, uint32_t ms);
/* Run for that long, whatever else is done. */
void play_wait(struct play *play, uint32_t ms);
/* Nothing has failed yet in this run. */
bool play_is_whole(void);
/* Ask who has the number, and have one answer or an error; wanted: what it must
   be where nothing fails, CTI_IDENTITY_PENDING: anything. */
int play_identify(struct play *play, const char *number,
		  enum cti_identity wanted);
/* Let the virtual clock of a sim link go on, and the loop with it. */
int play_advance(struct play *play, uint32_t ms);
/* The link ends for good, the client, the loop; what was heard must add up.
   Returns err, or CTI_EPROTO and a fault. */
int play_close(struct play *play, int err);

/* What the last one that was closed did wrong; "": nothing. */
const char *play_fault(void);
/* A path in the folder of this process. It lives until the fourth next one. */
const char *play_path(const char *name);
int play_write(const char *name, const char *text);
/* A journal's file, and what stands beside it. */
void play_remove_journal(const char *name);
/* What fails now fails for a moment only: links must come back. */
extern bool play_must_recover;
/* Where recordings, stories and examples are. */
extern const char *play_captures, *play_source;

#define TRY(call)                                                              \
	do {                                                                   \
		err = (call);                                                  \
		if (err)                                                       \
			goto out;                                              \
	} while (0)

#endif
