/* SPDX-License-Identifier: MIT */
/* Recordings of connections: reading them, playing them in pieces. */
#include "feed.h"

#include <cti/error.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A quiet minute at the end: whatever the model waits for is due by then. */
#define QUIET_US (60 * INT64_C(1000000))

char *file_read(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	char *data = NULL;
	long size;

	*len = 0;
	if (!file)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
		rewind(file);
		data = malloc((size_t)size + 1);
		if (data)
			*len = fread(data, 1, (size_t)size, file);
		if (data && *len != (size_t)size) {
			free(data);
			data = NULL;
		}
	}
	fclose(file);
	if (data)
		data[*len] = '\0';
	return data;
}

/* Lines of "offset TAB milliseconds": one for each time bytes were received. */
static int load_index(struct recording *rec, int i, const char *text)
{
	size_t lines = 1;
	struct recording_chunk *chunk;
	char *end;
	const char *p;

	for (p = text; *p; p++)
		lines += *p == '\n';
	chunk = rec->chunk[i] = calloc(lines, sizeof(*chunk));
	if (!chunk)
		return CTI_ENOMEM;
	for (p = text; *p; p = *end ? end + 1 : end) {
		chunk->from = strtoul(p, &end, 10);
		if (*end != '\t')
			return CTI_EFORMAT;
		chunk->time_us = strtoll(end + 1, &end, 10) * 1000 + 1;
		if (rec->chunks[i])
			chunk[-1].to = chunk->from;
		chunk->to = rec->len[i];
		rec->chunks[i]++;
		chunk++;
	}
	return rec->chunks[i] ? 0 : CTI_EFORMAT;
}

/* When an event says that it happened: "...T01:32:10.039+0000", of one day.
   0: it does not. */
static int64_t line_us(const char *line, size_t len)
{
	static const char mark[] = "\"timestamp\":\"";
	const char *p = memmem(line, len, mark, sizeof(mark) - 1);
	int hour, minute, second, ms;

	if (!p || sscanf(p + sizeof(mark) - 1, "%*4d-%*2d-%*2dT%2d:%2d:%2d.%3d",
			 &hour, &minute, &second, &ms) != 4)
		return 0;
	return ((hour * 3600 + minute * 60 + second) * INT64_C(1000) + ms) *
		       1000 +
	       1;
}

/* A message a line, each a chunk. */
static int load_lines(struct recording *rec, int i)
{
	struct recording_chunk *chunk;
	size_t at, end, lines = 1;
	int64_t time_us, last_us = 1;

	for (at = 0; at < rec->len[i]; at++)
		lines += rec->data[i][at] == '\n';
	chunk = rec->chunk[i] = calloc(lines, sizeof(*chunk));
	if (!chunk)
		return CTI_ENOMEM;
	for (at = 0; at < rec->len[i]; at = end) {
		const char *line = rec->data[i] + at;
		const char *stop = memchr(line, '\n', rec->len[i] - at);

		end = stop ? at + (size_t)(stop - line) + 1 : rec->len[i];
		time_us = line_us(line, end - at);
		if (time_us > last_us)
			last_us = time_us;
		*chunk = (struct recording_chunk){ at, end, last_us };
		rec->chunks[i]++;
		chunk++;
	}
	return rec->chunks[i] ? 0 : CTI_EFORMAT;
}

static int load_part(struct recording *rec, int i, const char *folder,
		     const char *base)
{
	char path[512];
	char *text;
	size_t n;
	int err;

	if (strncmp(base, "ari", 3) == 0) {
		snprintf(path, sizeof(path), "%s/%s.jsonl", folder, base);
		rec->data[i] = file_read(path, &rec->len[i]);
		return rec->data[i] ? load_lines(rec, i) : CTI_EIO;
	}
	snprintf(path, sizeof(path), "%s/%s.raw", folder, base);
	rec->data[i] = file_read(path, &rec->len[i]);
	if (!rec->data[i])
		return CTI_EIO;
	snprintf(path, sizeof(path), "%s/%s.idx", folder, base);
	text = file_read(path, &n);
	/* Without times it has come in one piece. */
	err = load_index(rec, i, text ? text : "0\t0\n");
	free(text);
	return err;
}

int recording_load(struct recording *rec, const char *folder,
		   const char *protocol)
{
	const char *slash = strrchr(folder, '/');
	char second[32];
	int err;

	memset(rec, 0, sizeof(*rec));
	rec->name = strdup(slash ? slash + 1 : folder);
	rec->scheme = strcmp(protocol, "esl-json") == 0 ? "esl" : protocol;
	err = load_part(rec, 0, folder, protocol);
	if (err) {
		recording_free(rec);
		return err;
	}
	snprintf(second, sizeof(second), "%s.2", protocol);
	err = load_part(rec, 1, folder, second);
	/* One that overlaps is another client's. */
	if (!err && rec->chunk[1][0].time_us <
			    rec->chunk[0][rec->chunks[0] - 1].time_us)
		rec->chunks[1] = 0;
	return err == CTI_EIO ? 0 : err;
}

void recording_free(struct recording *rec)
{
	int i;

	for (i = 0; i < 2; i++) {
		free(rec->data[i]);
		free(rec->chunk[i]);
	}
	free(rec->name);
	memset(rec, 0, sizeof(*rec));
}

static int play_chunk(struct feed *feed, const char *data,
		      const struct recording_chunk *chunk, cut_fn *cut,
		      void *user)
{
	size_t at = chunk->from, n;
	int err = 0;

	feed_time(feed, chunk->time_us);
	while (!err && at < chunk->to) {
		n = chunk->to - at;
		if (cut)
			n = cut(user, at, n);
		err = feed_bytes(feed, data + at, n);
		at += n;
	}
	return err;
}

int recording_play(const struct recording *rec, struct feed *feed, cut_fn *cut,
		   void *user)
{
	int64_t last_us = 0;
	size_t k;
	int i, err;

	for (i = 0; i < 2; i++) {
		if (i && rec->chunks[i])
			feed_reconnect(feed);
		for (k = 0; k < rec->chunks[i]; k++) {
			err = play_chunk(feed, rec->data[i], &rec->chunk[i][k],
					 cut, user);
			if (err)
				return err;
			last_us = rec->chunk[i][k].time_us;
		}
	}
	feed_time(feed, last_us + QUIET_US);
	feed_end(feed);
	return 0;
}
