/* SPDX-License-Identifier: MIT */
/* Records of RFC 4180 (CSV) from bytes cut anywhere. */
#include "identify/records.h"

#include <cti/error.h>

/* A quote that is never closed would swallow the rest of the file. */
#define RECORD_MAX 65536

enum state {
	AT_RECORD, /* nothing of it yet */
	AT_CELL,   /* behind a comma */
	IN_PLAIN,
	IN_QUOTES,
	AT_QUOTE, /* behind a quote in quotes: its end, or the first of two */
	AT_CR,	  /* behind the end of a line that an LF may belong to */
	SKIPPING  /* the rest of a line that is far too long */
};

void cti__records_init(struct cti__records *r, cti__record_fn *fn, void *user)
{
	memset(r, 0, sizeof(*r));
	r->fn = fn;
	r->user = user;
	r->line = 1;
}

void cti__records_fini(struct cti__records *r)
{
	cti__buf_fini(&r->in);
	cti__buf_fini(&r->text);
	cti__buf_fini(&r->ends);
	cti__buf_fini(&r->cells);
}

static int failed(const struct cti__records *r)
{
	return r->in.err || r->text.err || r->ends.err || r->cells.err
		       ? CTI_ENOMEM
		       : 0;
}

/* The next record begins where reading stands. */
static void begin(struct cti__records *r, enum state state)
{
	cti__buf_clear(&r->text);
	cti__buf_clear(&r->ends);
	r->line += r->breaks;
	r->breaks = 0;
	r->start = r->at;
	r->state = state;
}

static void end_cell(struct cti__records *r)
{
	cti__buf_add(&r->ends, &r->text.n, sizeof(r->text.n));
}

static int tell(struct cti__records *r, const char *fault)
{
	struct cti__record record = { NULL, 0, r->line, fault };
	size_t count = fault ? 0 : r->ends.n / sizeof(size_t), from = 0, to, i;
	struct cti__str cell;

	cti__buf_clear(&r->cells);
	for (i = 0; i < count; i++) {
		memcpy(&to, r->ends.p + i * sizeof(to), sizeof(to));
		cell = cti__str_n(r->text.p ? r->text.p + from : "", to - from);
		cti__buf_add(&r->cells, &cell, sizeof(cell));
		from = to;
	}
	if (failed(r))
		return CTI_ENOMEM;
	record.cell = (const struct cti__str *)(void *)r->cells.p;
	record.count = count;
	return r->fn(&record, r->user);
}

/* Reading stands behind a line end (CR or LF) that is outside of quotes. */
static int end_record(struct cti__records *r, char c)
{
	int err = 0;

	if (r->state != AT_RECORD) { /* else a blank line */
		end_cell(r);
		err = tell(r, NULL);
	}
	if (err)
		return err;
	r->breaks++;
	begin(r, c == '\r' ? AT_CR : AT_RECORD);
	return 0;
}

/*
 * The record makes no sense: tell of its first line and read again from the
 * second one, so that one stray quote costs one line.
 */
static int give_up(struct cti__records *r, const char *fault)
{
	size_t at = r->start;
	int err = tell(r, fault);

	if (err)
		return err;
	while (at < r->in.n && r->in.p[at] != '\n' && r->in.p[at] != '\r')
		at++;
	r->breaks = at < r->in.n;
	r->at = at < r->in.n ? at + 1 : at;
	begin(r, at == r->in.n	       ? SKIPPING
		 : r->in.p[at] == '\r' ? AT_CR
				       : AT_RECORD);
	return 0;
}

/* What divides the cells: the commonest of three in the first line. */
static char find_divider(struct cti__str line)
{
	static const char marks[] = ",;\t";
	size_t best = 0, count, i, k;
	char found = ',';

	for (i = 0; marks[i]; i++) {
		count = 0;
		for (k = 0;
		     k < line.n && line.p[k] != '\n' && line.p[k] != '\r'; k++)
			count += line.p[k] == marks[i];
		if (count > best) {
			best = count;
			found = marks[i];
		}
	}
	return found;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Outside of quotes: as many bytes as mean nothing special at once. */
static int read_plain(struct cti__records *r)
{
	const char *p = r->in.p;
	size_t from = r->at;
	char c;

	while (r->at < r->in.n && p[r->at] != r->divider &&
	       !is_line_end(p[r->at]))
		r->at++;
	cti__buf_add(&r->text, p + from, r->at - from);
	if (r->at == r->in.n)
		return 0;
	c = p[r->at++];
	if (is_line_end(c))
		return end_record(r, c);
	end_cell(r);
	r->state = AT_CELL;
	return 0;
}

static int read_quoted(struct cti__records *r)
{
	const char *p = r->in.p;
	size_t from = r->at;

	while (r->at < r->in.n && p[r->at] != '"') {
		r->breaks += p[r->at] == '\n';
		r->at++;
	}
	cti__buf_add(&r->text, p + from, r->at - from);
	if (r->at < r->in.n) {
		r->at++;
		r->state = AT_QUOTE;
	}
	if (r->at - r->start > RECORD_MAX)
		return give_up(r, "has a quote that is not closed");
	return 0;
}

static int read_behind_quote(struct cti__records *r)
{
	char c = r->in.p[r->at++];

	if (c == '"') {
		cti__buf_char(&r->text, c);
		r->state = IN_QUOTES;
	} else if (c == r->divider) {
		end_cell(r);
		r->state = AT_CELL;
	} else if (is_line_end(c)) {
		return end_record(r, c);
	} else {
		return give_up(r, "has text behind a closing quote, or a quote "
				  "that is not closed");
	}
	return 0;
}

static int skip_line(struct cti__records *r)
{
	while (r->at < r->in.n && !is_line_end(r->in.p[r->at]))
		r->at++;
	r->start = r->at;
	if (r->at < r->in.n) {
		r->at++;
		r->breaks = 1;
		begin(r, r->in.p[r->at - 1] == '\r' ? AT_CR : AT_RECORD);
	}
	return 0;
}

static int read_start(struct cti__records *r)
{
	char c = r->in.p[r->at];

	if (r->state == AT_CR) {
		r->state = AT_RECORD;
		if (c == '\n')
			r->start = ++r->at;
		return 0;
	}
	if (c == '"') {
		r->at++;
		r->state = IN_QUOTES;
		return 0;
	}
	if (r->state == AT_RECORD && is_line_end(c)) {
		r->at++;
		return end_record(r, c);
	}
	r->state = IN_PLAIN;
	return 0;
}

static int step(struct cti__records *r)
{
	switch ((enum state)r->state) {
	case AT_RECORD:
	case AT_CELL:
	case AT_CR:
		return read_start(r);
	case IN_PLAIN:
		return read_plain(r);
	case IN_QUOTES:
		return read_quoted(r);
	case AT_QUOTE:
		return read_behind_quote(r);
	case SKIPPING:
		return skip_line(r);
	}
	return 0;
}

/* The byte order mark and the divider show in the first line. */
static bool ready(struct cti__records *r, bool last)
{
	if (r->begun)
		return true;
	if (!last && r->in.n < RECORD_MAX && !memchr(r->in.p, '\n', r->in.n) &&
	    !memchr(r->in.p, '\r', r->in.n))
		return false;
	if (r->in.n >= 3 && memcmp(r->in.p, "\xef\xbb\xbf", 3) == 0)
		r->start = r->at = 3;
	r->divider = find_divider(cti__str_n(r->in.p + r->at, r->in.n - r->at));
	r->begun = true;
	return true;
}

static int run(struct cti__records *r)
{
	int err = 0;

	while (!err && r->at < r->in.n) {
		err = step(r);
		if (!err && r->at - r->start > RECORD_MAX &&
		    r->state != SKIPPING)
			err = give_up(r, "is longer than 65536 bytes");
	}
	return err ? err : failed(r);
}

int cti__records_feed(struct cti__records *r, const char *p, size_t n)
{
	int err;

	cti__buf_add(&r->in, p, n);
	if (failed(r))
		return CTI_ENOMEM;
	if (!r->in.n || !ready(r, false))
		return 0;
	err = run(r);
	cti__buf_drop(&r->in, r->start);
	r->at -= r->start;
	r->start = 0;
	return err;
}

int cti__records_end(struct cti__records *r)
{
	int err = 0;

	if (r->in.n && ready(r, true))
		err = run(r);
	/* Each time one line is given up, so that this ends. */
	while (!err && r->state == IN_QUOTES) {
		err = give_up(r, "has a quote that is not closed");
		if (!err)
			err = run(r);
	}
	if (!err && r->state != AT_CR && r->state != SKIPPING)
		err = end_record(r, '\n');
	return err;
}
