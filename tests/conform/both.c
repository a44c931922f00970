/* SPDX-License-Identifier: MIT */
/*
 * Two recordings of one story into one switch, as their times say: what AMI and
 * what ARI tell is one and the same, and each event is told once.
 *
 * usage: both FOLDER
 */
#include "feed.h"
#include "grammar.h"

#include "util/buf.h"

#include <cti/error.h>

#include <stdio.h>
#include <string.h>

/* The same moment in both, where there is one. */
static const char *const marks[][2] = {
	{ "Event: Newchannel\r\n", "\"type\":\"ChannelCreated\"" },
	{ "Event: DeviceStateChange\r\n", "\"type\":\"DeviceStateChanged\"" },
};

struct told {
	struct grammar *grammar;
	const char *wrong;
};

static void on_event(void *user, struct cti_event *ev)
{
	struct told *told = user;
	struct cti__buf line = { 0 };

	if (!told->wrong)
		told->wrong = grammar_event(told->grammar, ev);
	cti__event_json(ev, &line);
	puts(cti__buf_cstr(&line));
	cti__buf_fini(&line);
}

/* When the mark was first received; -1: never. */
static int64_t time_of(const struct recording *rec, const char *mark)
{
	const char *p = memmem(rec->data[0], rec->len[0], mark, strlen(mark));
	size_t i = rec->chunks[0];

	if (!p)
		return -1;
	while (i && rec->chunk[0][i - 1].from > (size_t)(p - rec->data[0]))
		i--;
	return i ? rec->chunk[0][i - 1].time_us : -1;
}

/* What must be added to ARI's times to have AMI's. */
static int64_t difference(const struct recording *ami,
			  const struct recording *ari)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		int64_t a = time_of(ami, marks[i][0]);
		int64_t b = time_of(ari, marks[i][1]);

		if (a >= 0 && b >= 0)
			return a - b;
	}
	return 0;
}

static int play_one(struct feed *clock, struct feed *feed,
		    const struct recording *rec, size_t i, int64_t ahead_us)
{
	const struct recording_chunk *chunk = &rec->chunk[0][i];

	feed_time(clock, chunk->time_us + ahead_us);
	return feed_bytes(feed, rec->data[0] + chunk->from,
			  chunk->to - chunk->from);
}

static int play(const struct recording *ami, const struct recording *ari,
		struct feed *first, struct feed *second)
{
	int64_t ahead_us = difference(ami, ari);
	size_t i = 0, k = 0;
	int err = 0;

	while (!err && (i < ami->chunks[0] || k < ari->chunks[0])) {
		if (k == ari->chunks[0] ||
		    (i < ami->chunks[0] &&
		     ami->chunk[0][i].time_us <=
			     ari->chunk[0][k].time_us + ahead_us))
			err = play_one(first, first, ami, i++, 0);
		else
			err = play_one(first, second, ari, k++, ahead_us);
	}
	feed_end(first);
	return err;
}

static int run(const char *folder, struct told *told)
{
	struct feed_opts opts = { .protocol = "ami",
				  .on_event = on_event,
				  .user = told };
	struct feed *first = feed_open(&opts), *second = NULL;
	struct recording ami, ari;
	int err = recording_load(&ami, folder, "ami");

	if (!err) {
		err = recording_load(&ari, folder, "ari");
		second = first ? feed_join(first, "ari") : NULL;
		if (!err) {
			err = second ? play(&ami, &ari, first, second)
				     : CTI_ENOMEM;
			recording_free(&ari);
		}
		recording_free(&ami);
	}
	feed_close(second);
	feed_close(first);
	return err;
}

int main(int argc, char **argv)
{
	struct told told = { .grammar = grammar_new(GRAMMAR_SOUND) };
	int err;

	if (argc != 2) {
		fprintf(stderr, "usage: both FOLDER\n");
		return 2;
	}
	err = run(argv[1], &told);
	if (!told.wrong)
		told.wrong = grammar_end(told.grammar);
	if (err || told.wrong)
		fprintf(stderr, "both: %s: %s\n", argv[1],
			told.wrong ? told.wrong : cti_strerror(err));
	grammar_free(told.grammar);
	return err || told.wrong ? 1 : 0;
}
