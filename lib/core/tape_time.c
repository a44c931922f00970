/* SPDX-License-Identifier: MIT */
/* The times of a raw recording. */
#include "core/tape_time.h"
#include "io/file.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* Behind it a time in microseconds would not fit. */
#define MS_MAX	 (INT64_MAX / 2000)
/* A recording that counts from 0 begins here: 0 is no time in the library. */
#define FIRST_US 1

/* NAME.idx or NAME.idx.gz for NAME.raw, NAME.ami.gz and the like. */
static bool find_index(struct cti__buf *path, const char *recording)
{
	struct cti__str stem = cti__str(recording);
	struct cti__str gz = CTI__STR(".gz");
	size_t slash, dot;

	if (stem.n > gz.n &&
	    cti__str_eq(cti__str_sub(stem, stem.n - gz.n, gz.n), gz))
		stem.n -= gz.n;
	slash = cti__str_rchr(stem, '/');
	dot = cti__str_rchr(stem, '.');
	if (dot < stem.n && (slash == stem.n || slash < dot))
		stem.n = dot;
	cti__buf_str(path, stem);
	cti__buf_text(path, ".idx");
	if (cti__path_kind(cti__buf_cstr(path)) == CTI__PATH_FILE)
		return true;
	cti__buf_text(path, ".gz");
	return cti__path_kind(cti__buf_cstr(path)) == CTI__PATH_FILE;
}

static int read_all(struct cti__buf *text, const char *path,
		    struct cti__buf *why)
{
	struct cti__reader *reader;
	ssize_t got = 1;
	int err = cti__reader_open(&reader, path, why);

	if (err)
		return err;
	while (!err && got > 0) {
		err = cti__buf_reserve(text, 65536);
		if (err)
			break;
		got = cti__reader_read(reader, text->p + text->n, 65536, why);
		if (got > 0)
			text->n += (size_t)got;
		else
			err = (int)got;
	}
	cti__reader_close(reader);
	return err;
}

/* "offset TAB milliseconds", neither going back. */
static bool parse_row(struct cti__str line, struct cti__buf *rows)
{
	const struct cti__tape_row *last = NULL;
	struct cti__tape_row row;
	struct cti__str ms_text;
	struct cti__str offset = cti__str_cut(line, '\t', &ms_text);
	uint64_t ms;

	if (ms_text.n && ms_text.p[ms_text.n - 1] == '\r')
		ms_text.n--;
	if (!cti__str_is_digits(offset) || !cti__str_is_digits(ms_text) ||
	    !cti__str_u64(offset, &row.offset) || !cti__str_u64(ms_text, &ms) ||
	    ms > MS_MAX)
		return false;
	row.time_us = (int64_t)ms * 1000 + FIRST_US;
	if (rows->n)
		last = (const struct cti__tape_row *)(const void *)(rows->p +
								    rows->n) -
		       1;
	if (last && (row.offset < last->offset || row.time_us < last->time_us))
		return false;
	cti__buf_add(rows, &row, sizeof(row));
	return true;
}

static int parse(struct cti__tape_times *times, struct cti__str text,
		 const char *path, struct cti__buf *why)
{
	struct cti__buf rows = { 0 };
	struct cti__str line;
	size_t number = 0;

	while (text.n && !rows.err) {
		line = cti__str_cut(text, '\n', &text);
		number++;
		if (!line.n || parse_row(line, &rows))
			continue;
		cti__buf_clear(why);
		cti__buf_printf(
			why,
			cti__say("%s, line %zu: an offset, a tab and "
				 "milliseconds are expected, neither less than "
				 "before."),
			path, number);
		cti__buf_fini(&rows);
		return CTI_EFORMAT;
	}
	if (rows.err) {
		cti__buf_fini(&rows);
		return CTI_ENOMEM;
	}
	times->row = (struct cti__tape_row *)(void *)rows.p;
	times->count = rows.n / sizeof(*times->row);
	return 0;
}

int cti__tape_times_load(struct cti__tape_times *times, const char *recording,
			 struct cti__buf *why)
{
	struct cti__buf path = { 0 }, text = { 0 };
	int err = 0;

	memset(times, 0, sizeof(*times));
	if (find_index(&path, recording)) {
		err = read_all(&text, cti__buf_cstr(&path), why);
		if (!err)
			err = parse(times, cti__str_n(text.p, text.n),
				    cti__buf_cstr(&path), why);
	}
	cti__buf_fini(&path);
	cti__buf_fini(&text);
	return err;
}

void cti__tape_times_free(struct cti__tape_times *times)
{
	cti__free(times->row);
	memset(times, 0, sizeof(*times));
}

/* Days from 1970 to a date of the Gregorian calendar. */
static int64_t days_to(int64_t y, int64_t m, int64_t d)
{
	int64_t era, of_era, of_year;

	/* Years that begin in March, so that the leap day is the last. */
	if (m <= 2)
		y--;
	era = (y >= 0 ? y : y - 399) / 400;
	of_era = y - era * 400;
	of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

/* "Z", "+0800" or "-02:30", in minutes east. */
static bool parse_zone(struct cti__str text, int *minutes)
{
	int sign, h, m;

	*minutes = 0;
	if (cti__str_is(text, "Z"))
		return true;
	if (text.n == 6 && text.p[3] == ':')
		h = 1; /* a colon more */
	else if (text.n == 5)
		h = 0;
	else
		return false;
	sign = text.p[0] == '-' ? -1 : text.p[0] == '+' ? 1 : 0;
	m = h + 3;
	if (!sign || !cti__str_is_digits(cti__str_n(text.p + 1, 2)) ||
	    !cti__str_is_digits(cti__str_n(text.p + m, 2)))
		return false;
	*minutes = sign * (((text.p[1] - '0') * 10 + text.p[2] - '0') * 60 +
			   (text.p[m] - '0') * 10 + text.p[m + 1] - '0');
	return true;
}

bool cti__tape_parse_time(struct cti__str text, int64_t *out_us)
{
	int year, month, day, hour, minute, second, ms, used = 0, zone;
	char line[32];

	if (text.n >= sizeof(line))
		return false;
	memcpy(line, text.p, text.n);
	line[text.n] = '\0';
	if (sscanf(line, "%4d-%2d-%2dT%2d:%2d:%2d.%3d%n", &year, &month, &day,
		   &hour, &minute, &second, &ms, &used) != 7 ||
	    !parse_zone(cti__str_n(line + used, text.n - (size_t)used), &zone))
		return false;
	if (month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 ||
	    hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 60 || ms < 0)
		return false;
	*out_us = ((days_to(year, month, day) * 24 + hour) * 60 + minute) *
			  INT64_C(60000000) +
		  (int64_t)second * 1000000 + (int64_t)ms * 1000 -
		  (int64_t)zone * 60000000;
	return true;
}
