/* SPDX-License-Identifier: MIT */
/* One file of a recording: chunks of ours, or raw bytes with their times. */
#include "core/tape_part.h"
#include "core/tape_time.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

#define OWN_MAGIC     "libcti-recording "
/* Bytes read at a time, and so the most that one piece has. */
#define PIECE	      65536
/* Without times: so many bytes take a tenth of a millisecond. */
#define NOMINAL_BYTES 1024
#define NOMINAL_US    100
/* A chunk is what one read of a socket gave. */
#define CHUNK_MAX     (16 * 1024 * 1024)
#define HEAD_MAX      256

struct cti__tape_part {
	struct cti__reader *reader;
	char *path;
	struct cti__buf in; /* read, not yet handed out */
	size_t used;	    /* of it */
	uint64_t dropped;   /* of the file, before it */
	bool at_end;
	int read_err; /* the file ended in an error */
	struct cti__buf read_why;
	uint64_t offset; /* of the next byte to hand out */
	struct cti__tape_times times;
	size_t time; /* index of the next row of times */
	int64_t now_us;
	bool own;
	bool lines;	  /* a message a line, each with its own time */
	int64_t start_us; /* of our own, and of lines: when it began */
	char protocol[16];
};

static size_t waiting(const struct cti__tape_part *part)
{
	return part->in.n - part->used;
}

static const char *at(const struct cti__tape_part *part)
{
	return part->in.p + part->used;
}

/* Have at least n bytes waiting, if the file has them. 0 or CTI_ENOMEM. */
static int want(struct cti__tape_part *part, size_t n)
{
	ssize_t got;
	int err;

	if (part->used && waiting(part) < n) {
		cti__buf_drop(&part->in, part->used);
		part->dropped += part->used;
		part->used = 0;
	}
	while (waiting(part) < n && !part->at_end) {
		err = cti__buf_reserve(&part->in, PIECE);
		if (err)
			return err;
		got = cti__reader_read(part->reader, part->in.p + part->in.n,
				       PIECE, &part->read_why);
		if (got > 0)
			part->in.n += (size_t)got;
		else
			part->at_end = true;
		if (got < 0)
			part->read_err = (int)got;
	}
	return 0;
}

static bool has_text(const struct cti__tape_part *part, const char *text)
{
	return cti__str_starts(cti__str_n(part->in.p, part->in.n),
			       cti__str(text));
}

static int bad(const struct cti__tape_part *part, struct cti__buf *why,
	       const char *what)
{
	cti__buf_clear(why);
	cti__buf_printf(why, "%s %s", part->path, cti__say(what));
	return CTI_EFORMAT;
}

/* "libcti-recording 1 <scheme> <start> <link>" */
static int take_own_head(struct cti__tape_part *part, struct cti__buf *why)
{
	struct cti__str line, word, rest;
	size_t end;

	line = cti__str_n(part->in.p,
			  part->in.n < HEAD_MAX ? part->in.n : HEAD_MAX);
	end = cti__str_chr(line, '\n');
	if (end == line.n)
		return bad(part, why, "ends in its first line.");
	line.n = end;
	cti__str_cut(line, ' ', &rest);
	word = cti__str_cut(rest, ' ', &rest);
	if (!cti__str_is(word, "1"))
		return bad(part, why,
			   "was recorded by a newer version of libcti.");
	word = cti__str_cut(rest, ' ', &rest);
	snprintf(part->protocol, sizeof(part->protocol), "%.*s", (int)word.n,
		 word.p);
	word = cti__str_cut(rest, ' ', &rest);
	if (!cti__tape_parse_time(word, &part->start_us))
		return bad(part, why, "does not say when it was recorded.");
	part->own = true;
	part->used = end + 1;
	part->now_us = part->start_us;
	return 0;
}

static void sniff(struct cti__tape_part *part)
{
	const char *protocol = "";

	if (has_text(part, "Asterisk Call Manager"))
		protocol = "ami";
	else if (has_text(part, "Content-Type: auth/request"))
		protocol = "esl";
	else if (has_text(part, "{"))
		protocol = "ari";
	snprintf(part->protocol, sizeof(part->protocol), "%s", protocol);
}

/* When the event of a line happened, as it says itself; or as before. */
static int64_t line_us(struct cti__str line, int64_t before_us)
{
	static const char mark[] = "\"timestamp\":\"";
	const size_t n = sizeof(mark) - 1;
	const char *p = memmem(line.p, line.n, mark, n);
	struct cti__str rest;
	int64_t us;

	if (!p)
		return before_us;
	rest = cti__str_n(p + n, line.n - (size_t)(p - line.p) - n);
	rest.n = cti__str_chr(rest, '"');
	return cti__tape_parse_time(rest, &us) && us > before_us ? us
								 : before_us;
}

/* The line that waits, without its end; how many bytes it has with it. */
static int want_line(struct cti__tape_part *part, struct cti__str *line,
		     size_t *len)
{
	size_t looked = 0;
	int err;

	do {
		err = want(part, looked + 1);
		if (err)
			return err;
		*line = cti__str_n(at(part), waiting(part));
		looked += cti__str_chr(cti__str_sub(*line, looked, line->n),
				       '\n');
	} while (looked == line->n && !part->at_end && looked < CHUNK_MAX);
	*len = looked < line->n ? looked + 1 : looked;
	line->n = looked;
	return 0;
}

static int begin_lines(struct cti__tape_part *part)
{
	struct cti__str line;
	size_t len;
	int err = want_line(part, &line, &len);

	part->lines = true;
	if (!err)
		part->now_us = part->start_us = line_us(line, 0);
	return err;
}

static bool is_lines(const char *path)
{
	struct cti__str name = cti__str(path), end = CTI__STR(".jsonl");

	if (name.n > 3 && !strcmp(path + name.n - 3, ".gz"))
		name.n -= 3;
	return name.n >= end.n &&
	       cti__str_eq(cti__str_sub(name, name.n - end.n, end.n), end);
}

static int begin(struct cti__tape_part *part, const char *path,
		 struct cti__buf *why)
{
	int err;

	part->path = cti__str_dup(cti__str(path));
	if (!part->path)
		return CTI_ENOMEM;
	err = cti__reader_open(&part->reader, path, why);
	if (!err)
		err = want(part, HEAD_MAX);
	if (err)
		return err;
	if (part->read_err && !part->in.n) {
		cti__buf_clear(why);
		cti__buf_text(why, cti__buf_cstr(&part->read_why));
		return part->read_err;
	}
	if (!part->in.n)
		return bad(part, why, "is empty.");
	if (has_text(part, OWN_MAGIC))
		return take_own_head(part, why);
	sniff(part);
	if (is_lines(path) || has_text(part, "{"))
		return begin_lines(part);
	err = cti__tape_times_load(&part->times, path, why);
	if (part->times.count)
		part->now_us = part->times.row[0].time_us;
	return err;
}

int cti__tape_part_open(struct cti__tape_part **out, const char *path,
			struct cti__buf *why)
{
	struct cti__tape_part *part = cti__calloc(1, sizeof(*part));
	int err;

	*out = NULL;
	if (!part)
		return CTI_ENOMEM;
	err = begin(part, path, why);
	if (err)
		cti__tape_part_close(part);
	else
		*out = part;
	return err;
}

void cti__tape_part_close(struct cti__tape_part *part)
{
	if (!part)
		return;
	cti__reader_close(part->reader);
	cti__buf_fini(&part->in);
	cti__buf_fini(&part->read_why);
	cti__tape_times_free(&part->times);
	cti__free(part->path);
	cti__free(part);
}

bool cti__tape_part_is_own(const struct cti__tape_part *part)
{
	return part->own;
}

const char *cti__tape_part_protocol(const struct cti__tape_part *part)
{
	return part->protocol;
}

int64_t cti__tape_part_begin_us(const struct cti__tape_part *part)
{
	if (part->lines)
		return part->start_us;
	return part->times.count ? part->times.row[0].time_us : -1;
}

/* The time of the last line: they have to be read through for it. */
static int64_t last_line_us(const struct cti__tape_part *part)
{
	struct cti__tape_item item = { .time_us = -1 };
	struct cti__tape_part *again;
	struct cti__buf why = { 0 };
	int err = cti__tape_part_open(&again, part->path, &why);

	while (!err) {
		err = cti__tape_part_next(again, &item, &why);
		if (item.kind == CTI__TAPE_END)
			break;
	}
	cti__tape_part_close(again);
	cti__buf_fini(&why);
	return item.time_us;
}

int64_t cti__tape_part_end_us(const struct cti__tape_part *part)
{
	if (part->lines)
		return last_line_us(part);
	return part->times.count
		       ? part->times.row[part->times.count - 1].time_us
		       : -1;
}

/* Nothing more to hand out: the end, or the error that the file ended in. */
static int end_of(struct cti__tape_part *part, struct cti__tape_item *item,
		  struct cti__buf *why)
{
	item->kind = CTI__TAPE_END;
	item->time_us = part->now_us;
	item->len = 0;
	if (!part->read_err)
		return 0;
	cti__buf_clear(why);
	cti__buf_text(why, cti__buf_cstr(&part->read_why));
	return part->read_err;
}

static void hand_out(struct cti__tape_part *part, struct cti__tape_item *item,
		     size_t n)
{
	item->kind = CTI__TAPE_DATA;
	item->time_us = part->now_us;
	item->offset = part->dropped + part->used;
	item->data = at(part);
	item->len = n;
	part->used += n;
	part->offset += n;
}

/* Raw bytes: up to where the next time begins. */
static int next_raw(struct cti__tape_part *part, struct cti__tape_item *item,
		    struct cti__buf *why)
{
	const struct cti__tape_times *times = &part->times;
	uint64_t most = NOMINAL_BYTES;
	int err = want(part, 1);

	if (err)
		return err;
	if (!waiting(part))
		return end_of(part, item, why);
	if (times->count) {
		while (part->time < times->count &&
		       times->row[part->time].offset <= part->offset)
			part->now_us = times->row[part->time++].time_us;
		most = part->time < times->count
			       ? times->row[part->time].offset - part->offset
			       : UINT64_MAX;
	} else if (part->offset) {
		part->now_us += NOMINAL_US;
	}
	hand_out(part, item,
		 most < waiting(part) ? (size_t)most : waiting(part));
	return 0;
}

/* One line, as one message. */
static int next_line(struct cti__tape_part *part, struct cti__tape_item *item,
		     struct cti__buf *why)
{
	struct cti__str line;
	size_t len;
	int err;

	do {
		err = want_line(part, &line, &len);
		if (err)
			return err;
		if (!len)
			return end_of(part, item, why);
		if (!line.n)
			part->used++;
	} while (!line.n);
	part->now_us = line_us(line, part->now_us);
	hand_out(part, item, line.n);
	part->used += len - line.n;
	return 0;
}

/* "<ms> <bytes> <tag>"; how long the line is with its end, or 0. */
static size_t parse_head(const struct cti__tape_part *part, uint64_t *ms,
			 uint64_t *len, struct cti__str *tag)
{
	struct cti__str line = cti__str_n(
		at(part), waiting(part) < HEAD_MAX ? waiting(part) : HEAD_MAX);
	size_t end = cti__str_chr(line, '\n');
	struct cti__str word, rest;

	if (end == line.n)
		return 0;
	line.n = end;
	word = cti__str_cut(line, ' ', &rest);
	if (!cti__str_is_digits(word) || !cti__str_u64(word, ms))
		return 0;
	word = cti__str_cut(rest, ' ', tag);
	if (!cti__str_is_digits(word) || !cti__str_u64(word, len))
		return 0;
	return end + 1;
}

static int cut_short(const struct cti__tape_part *part, struct cti__buf *why)
{
	return bad(part, why,
		   "is cut short or damaged; all that is whole before that "
		   "place was played.");
}

/* One chunk of ours. */
static int next_own(struct cti__tape_part *part, struct cti__tape_item *item,
		    struct cti__buf *why)
{
	uint64_t ms, len;
	struct cti__str tag;
	size_t head;
	bool is_data;
	int err = want(part, HEAD_MAX);

	if (err)
		return err;
	if (!waiting(part))
		return end_of(part, item, why);
	head = parse_head(part, &ms, &len, &tag);
	if (!head || len > CHUNK_MAX || ms > INT64_MAX / 2000)
		return cut_short(part, why);
	is_data = cti__str_is(tag, "<");
	item->kind = cti__str_is(tag, "open") ? CTI__TAPE_OPEN
					      : CTI__TAPE_CLOSE;
	if (!is_data && !cti__str_is(tag, "open") && !cti__str_is(tag, "close"))
		return cut_short(part, why);
	err = want(part, head + (size_t)len + 1);
	if (err)
		return err;
	if (waiting(part) < head + len + 1 || at(part)[head + len] != '\n')
		return cut_short(part, why);
	part->now_us = part->start_us + (int64_t)ms * 1000;
	part->used += head;
	item->time_us = part->now_us;
	item->data = NULL;
	item->len = 0;
	if (is_data)
		hand_out(part, item, (size_t)len);
	part->used++;
	return 0;
}

int cti__tape_part_next(struct cti__tape_part *part,
			struct cti__tape_item *item, struct cti__buf *why)
{
	if (part->lines)
		return next_line(part, item, why);
	return part->own ? next_own(part, item, why)
			 : next_raw(part, item, why);
}
