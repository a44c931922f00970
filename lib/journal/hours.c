/* SPDX-License-Identifier: MIT */
/* Business hours: days of the week with times, and holidays. */
#include "journal/tally.h"

#include <cti/error.h>

#define DAY_S 86400

static const char *const days[] = { "Mon", "Tue", "Wed", "Thu",
				    "Fri", "Sat", "Sun" };

/* From one day of the week to another, and seconds since midnight. */
struct hours {
	int first, last;
	int64_t from, to;
};

static bool read_day(struct cti__str text, int *out)
{
	for (*out = 0; *out < 7; ++*out)
		if (cti__str_is(text, days[*out]))
			return true;
	return false;
}

/* "09:00"; "24:00" is the end of the day. */
static bool read_time(struct cti__str text, int64_t *out)
{
	struct cti__str hour, minute;
	uint64_t h, m;

	hour = cti__str_cut(text, ':', &minute);
	if (hour.n != 2 || minute.n != 2 || !cti__str_is_digits(hour) ||
	    !cti__str_is_digits(minute) || !cti__str_u64(hour, &h) ||
	    !cti__str_u64(minute, &m) || m > 59)
		return false;
	*out = (int64_t)(h * 3600 + m * 60);
	return *out <= DAY_S;
}

/* "Mon-Fri 09:00-18:00" or "Sat 09:00-12:00" */
static bool read_one(struct cti__str text, struct hours *out)
{
	struct cti__str times, last, to;
	struct cti__str range = cti__str_cut(text, ' ', &times);

	range = cti__str_cut(range, '-', &last);
	if (!read_day(range, &out->first))
		return false;
	out->last = out->first;
	if (last.n && !read_day(last, &out->last))
		return false;
	times = cti__str_cut(cti__str_trim(times), '-', &to);
	return read_time(times, &out->from) && read_time(to, &out->to) &&
	       out->from < out->to;
}

int cti__hours_read(const char *hours)
{
	struct cti__str rest = cti__str(hours), one;
	struct hours h;

	while (rest.n) {
		one = cti__str_trim(cti__str_cut(rest, ';', &rest));
		if (one.n && !read_one(one, &h))
			return CTI_EVALUE;
	}
	return 0;
}

/* "2026-01-01" */
static bool is_date(struct cti__str text)
{
	return text.n == 10 && text.p[4] == '-' && text.p[7] == '-' &&
	       cti__str_is_digits(cti__str_sub(text, 0, 4)) &&
	       cti__str_is_digits(cti__str_sub(text, 5, 2)) &&
	       cti__str_is_digits(cti__str_sub(text, 8, 2));
}

int cti__holidays_read(const char *holidays)
{
	struct cti__str rest = cti__str(holidays), one;

	while (rest.n) {
		one = cti__str_trim(cti__str_cut(rest, ',', &rest));
		if (one.n && !is_date(one))
			return CTI_EVALUE;
	}
	return 0;
}

static bool is_holiday(const char *holidays, int64_t local_s)
{
	struct cti__str rest = cti__str(holidays), one;
	struct cti__buf today = { 0 };
	bool found = false;

	if (!rest.n)
		return false;
	cti__buf_time(&today, local_s * 1000000);
	while (rest.n && !found && today.n > 10 && !today.err) {
		one = cti__str_trim(cti__str_cut(rest, ',', &rest));
		found = one.n == 10 && !memcmp(one.p, today.p, 10);
	}
	cti__buf_fini(&today);
	return found;
}

bool cti__hours_open(const char *hours, const char *holidays, int64_t local_s)
{
	struct cti__str rest = cti__str(hours), one;
	int64_t second = local_s % DAY_S;
	int64_t day = local_s / DAY_S;
	struct hours h;
	int today;

	if (second < 0) {
		second += DAY_S;
		day--;
	}
	/* 1970 began on a Thursday. */
	today = (int)(((day + 3) % 7 + 7) % 7);
	if (is_holiday(holidays, local_s))
		return false;
	while (rest.n) {
		one = cti__str_trim(cti__str_cut(rest, ';', &rest));
		if (!one.n || !read_one(one, &h) || second < h.from ||
		    second >= h.to)
			continue;
		if (h.first <= h.last ? today >= h.first && today <= h.last
				      : today >= h.first || today <= h.last)
			return true;
	}
	return false;
}
