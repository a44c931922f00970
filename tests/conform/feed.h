/* SPDX-License-Identifier: MIT */
/*
 * Runs one adapter and one model without a core: bytes in, facts and events
 * seen on the way, time given by the caller. For tests and the benchmark.
 */
#ifndef CTI_TEST_FEED_H
#define CTI_TEST_FEED_H

#include "core/adapter.h"
#include "model/model.h"

struct feed_opts {
	const char *protocol; /* an adapter's scheme */
	/* Each may be NULL. */
	void (*on_event)(void *user, struct cti_event *ev);
	void (*on_fact)(void *user, const struct cti_fact *fact);
	void *user;
};

struct feed;

/* NULL if there is no such adapter or memory ran out. */
struct feed *feed_open(const struct feed_opts *opts);
/* Another connection to the same switch, with owner's model, clock and
   listeners. Close it first. */
struct feed *feed_join(struct feed *owner, const char *protocol);
/* It is now_us: what the model has waited for until then happens first. */
void feed_time(struct feed *feed, int64_t now_us);
/* 0, or CTI_EPROTO if the framing is broken. */
int feed_bytes(struct feed *feed, const char *data, size_t len);
/* The connection ended and another one begins. */
void feed_reconnect(struct feed *feed);
/* Nothing more will come: ends what is alive. */
void feed_end(struct feed *feed);
void feed_close(struct feed *feed);

struct cti__model *feed_model(struct feed *feed);
uint64_t feed_messages(const struct feed *feed);
uint64_t feed_malformed(const struct feed *feed);

/*
 * A recording: what was received, cut where it was received, with the times. A
 * folder may hold a second connection that began after the first ended.
 */
struct recording {
	char *name;
	const char *scheme; /* of the adapter that reads it */
	char *data[2];
	size_t len[2];
	struct recording_chunk {
		size_t from, to;
		int64_t time_us;
	} * chunk[2];
	size_t chunks[2];
};

/* protocol: as in cti replay --protocol. 0 or a negative CTI_E*. */
int recording_load(struct recording *rec, const char *folder,
		   const char *protocol);
void recording_free(struct recording *rec);
/* How the pieces of a chunk are cut: returns the length of the next piece of
   at most left bytes that begins at offset at. */
typedef size_t cut_fn(void *user, size_t at, size_t left);
/* Play all of it; cut NULL: as received. */
int recording_play(const struct recording *rec, struct feed *feed, cut_fn *cut,
		   void *user);

/* A whole file; NULL if it cannot be read. Free it with free(). */
char *file_read(const char *path, size_t *len);

#endif
