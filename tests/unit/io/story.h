/* SPDX-License-Identifier: MIT */
/* One stream on an embedded loop, and what was told of it. */
#ifndef TESTS_UNIT_IO_STORY_H
#define TESTS_UNIT_IO_STORY_H

#include "io/stream.h"

#include <cti/error.h>

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

struct story {
	uv_loop_t uv;
	struct cti__loop *loop;
	struct cti__stream *stream;
	int opened, ended, closed; /* closed: the loop was */
	int err;
	char detail[700];
	size_t got;
	uint32_t sum; /* of the bytes, each weighed by its place */
	size_t want;  /* to close after so many */

	const char *say; /* sent when open */
	size_t to_send;	 /* bytes of a pattern to be sent */
	size_t sent;
	bool stalled; /* the other side did not take them in time */
	void (*open_hook)(struct story *story);
	void (*data_hook)(struct story *story);
	void (*end_hook)(struct story *story);
};

static inline unsigned char pattern(size_t at)
{
	return (unsigned char)(at * 31 + (at >> 8) * 7);
}

static inline uint32_t weigh(uint32_t sum, unsigned char byte)
{
	return sum * 31 + byte;
}

static inline uint32_t pattern_sum(size_t n)
{
	uint32_t sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum = weigh(sum, pattern(i));
	return sum;
}

/* As much of the pattern as may wait. */
static inline void story_pump(struct story *story)
{
	char data[10000];
	size_t i, n;

	while (story->sent < story->to_send) {
		n = story->to_send - story->sent;
		if (n > sizeof(data))
			n = sizeof(data);
		for (i = 0; i < n; i++)
			data[i] = (char)pattern(story->sent + i);
		if (cti__stream_queued(story->stream) + n > 200000)
			return;
		assert_int_equal(cti__stream_send(story->stream, data, n), 0);
		story->sent += n;
	}
}

static inline void story_open(void *user)
{
	struct story *story = user;

	story->opened++;
	assert_int_equal(story->got, 0);
	if (story->say)
		assert_int_equal(cti__stream_send(story->stream, story->say,
						  strlen(story->say)),
				 0);
	story_pump(story);
	if (story->open_hook)
		story->open_hook(story);
}

static inline void story_data(void *user, const char *data, size_t len)
{
	struct story *story = user;
	size_t i;

	assert_int_equal(story->ended, 0);
	assert_true(len > 0);
	for (i = 0; i < len; i++)
		story->sum = weigh(story->sum, (unsigned char)data[i]);
	story->got += len;
	story_pump(story);
	if (story->data_hook)
		story->data_hook(story);
}

static inline void story_end(void *user, int err, const char *detail)
{
	struct story *story = user;

	story->ended++;
	story->err = err;
	snprintf(story->detail, sizeof(story->detail), "%s", detail);
	if (story->end_hook)
		story->end_hook(story);
}

static inline void story_closed(void *user)
{
	struct story *story = user;

	story->closed++;
}

static inline void story_begin(struct story *story)
{
	memset(story, 0, sizeof(*story));
	assert_int_equal(uv_loop_init(&story->uv), 0);
	assert_int_equal(cti__loop_new(&story->loop, &story->uv), 0);
}

static inline struct cti__stream_opts story_opts(struct story *story,
						 uint16_t port)
{
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;

	opts.host = "127.0.0.1";
	opts.port = port;
	opts.on_open = story_open;
	opts.on_data = story_data;
	opts.on_close = story_end;
	opts.user = story;
	return opts;
}

static inline void story_start(struct story *story,
			       const struct cti__stream_opts *opts)
{
	assert_int_equal(cti__stream_open(&story->stream, story->loop, opts),
			 0);
	/* Nothing is told before it returns. */
	assert_int_equal(story->opened + story->ended, 0);
}

/* Until the stream has ended, want bytes came, or the loop is closed. */
static inline void story_run(struct story *story)
{
	while (!story->ended && !story->closed &&
	       !(story->want && story->got >= story->want))
		uv_run(&story->uv, UV_RUN_ONCE);
}

static inline void story_finish(struct story *story)
{
	if (!story->closed) {
		cti__stream_close(story->stream);
		cti__loop_close(story->loop, story_closed, story);
	}
	uv_run(&story->uv, UV_RUN_DEFAULT);
	assert_int_equal(story->closed, 1);
	assert_int_equal(uv_loop_close(&story->uv), 0);
}

#endif
