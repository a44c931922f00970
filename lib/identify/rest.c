/* SPDX-License-Identifier: MIT */
/* How long a server asks to be left alone. */
#include "identify/rest.h"

#define STANDARD_S 5
#define MOST_S	   3600
#define DAY_S	   INT64_C(86400)

/* What is known of a date so far; -1: not yet. */
struct date {
	int64_t day, month, year, second; /* of the day */
};

static int64_t month_of(struct cti__str word)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t i;

	for (i = 0; i < 12 && word.n == 3; i++)
		if (memcmp(names + 3 * i, word.p, 3) == 0)
			return i + 1;
	return -1;
}

/* "08:49:37" */
static int64_t second_of(struct cti__str word)
{
	int64_t value = 0;
	uint64_t part;
	size_t i;

	if (word.n != 8 || word.p[2] != ':' || word.p[5] != ':')
		return -1;
	for (i = 0; i < 9; i += 3) {
		if (!cti__str_is_digits(cti__str_sub(word, i, 2)) ||
		    !cti__str_u64(cti__str_sub(word, i, 2), &part) ||
		    part > (i ? 60 : 23))
			return -1;
		value = value * 60 + (int64_t)part;
	}
	return value;
}

/* A day comes before a year in each of the forms. */
static bool take_number(struct date *d, struct cti__str word)
{
	uint64_t n;

	if (!cti__str_is_digits(word) || word.n > 4 || !cti__str_u64(word, &n))
		return false;
	if (d->day < 0) {
		d->day = (int64_t)n;
		return n >= 1 && n <= 31;
	}
	if (d->year >= 0)
		return false;
	d->year = (int64_t)n;
	/* No server asks for a rest until the last century. */
	if (word.n == 2)
		d->year += 2000;
	return d->year >= 1970;
}

static bool take_word(struct date *d, struct cti__str word)
{
	int64_t value = month_of(word);

	if (value > 0) {
		d->month = value;
		return true;
	}
	value = second_of(word);
	if (value >= 0) {
		d->second = value;
		return true;
	}
	/* The day of the week, and GMT. */
	return cti__str_is_digits(word) ? take_number(d, word)
					: word.n && word.p[0] >= 'A';
}

/* Days since 1970; the year begins in March, so that leap days come last. */
static int64_t days_of(const struct date *d)
{
	int64_t year = d->year - (d->month <= 2);
	int64_t month = (d->month + 9) % 12;

	return year * 365 + year / 4 - year / 100 + year / 400 +
	       (month * 153 + 2) / 5 + d->day - 1 - 719468;
}

bool cti__rest_date(struct cti__str text, int64_t *out)
{
	struct date d = { -1, -1, -1, -1 };
	size_t begin, end = 0;

	while (end < text.n) {
		begin = end;
		while (end < text.n && !strchr(" ,-", text.p[end]))
			end++;
		if (end > begin &&
		    !take_word(&d, cti__str_sub(text, begin, end - begin)))
			return false;
		end++;
	}
	if (d.day < 0 || d.month < 0 || d.year < 0 || d.second < 0)
		return false;
	*out = days_of(&d) * DAY_S + d.second;
	return true;
}

static int64_t asked_for(struct cti__str retry_after, struct cti__str date)
{
	int64_t until, now;
	uint64_t seconds;

	retry_after = cti__str_trim(retry_after);
	if (cti__str_is_digits(retry_after))
		return cti__str_u64(retry_after, &seconds) && seconds < MOST_S
			       ? (int64_t)seconds
			       : MOST_S;
	if (cti__rest_date(retry_after, &until) && cti__rest_date(date, &now))
		return until - now;
	return STANDARD_S;
}

uint32_t cti__rest_seconds(struct cti__str retry_after, struct cti__str date)
{
	int64_t seconds = asked_for(retry_after, date);

	return seconds < 1 ? 1 : seconds > MOST_S ? MOST_S : (uint32_t)seconds;
}
