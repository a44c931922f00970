/* SPDX-License-Identifier: MIT */
/* Days as customers' records have them: birthdays, ends of contracts. */
#include "service/date.h"

#include <stdio.h>

#define DAY_US INT64_C(86400000000)

static bool is_leap(int32_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t month_days(int32_t year, int32_t month)
{
	static const int8_t days[] = { 31, 28, 31, 30, 31, 30,
				       31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && is_leap(year));
}

static bool exists(const struct cti__date *date)
{
	/* A birthday without a year may be February 29. */
	int32_t year = date->year ? date->year : 2000;

	return year >= 1000 && year <= 9999 && date->month >= 1 &&
	       date->month <= 12 && date->day >= 1 &&
	       date->day <= month_days(year, date->month);
}

/* Digits at the front, at most four. */
static struct cti__str take_digits(struct cti__str *text, int32_t *out)
{
	size_t n = 0;
	int32_t value = 0;
	struct cti__str taken;

	while (n < text->n && n < 4 && text->p[n] >= '0' && text->p[n] <= '9')
		value = value * 10 + (text->p[n++] - '0');
	taken = cti__str_sub(*text, 0, n);
	*text = cti__str_sub(*text, n, text->n);
	*out = value;
	return taken;
}

static bool take_mark(struct cti__str *text)
{
	static const char *const marks[] = { "-", "/", ".", "年", "月" };
	struct cti__str mark;
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		mark = cti__str(marks[i]);
		if (!cti__str_starts(*text, mark))
			continue;
		*text = cti__str_sub(*text, mark.n, text->n);
		return true;
	}
	return false;
}

/* Nothing, 日, or a time of the day. */
static bool is_tail(struct cti__str text)
{
	if (cti__str_starts(text, CTI__STR("日")))
		text = cti__str_sub(text, strlen("日"), text.n);
	return !text.n || *text.p == ' ' || *text.p == 'T';
}

static bool parse_compact(struct cti__str text, struct cti__date *out)
{
	uint64_t number;

	if (text.n < 8 || !cti__str_is_digits(cti__str_sub(text, 0, 8)) ||
	    !is_tail(cti__str_sub(text, 8, text.n)))
		return false;
	cti__str_u64(cti__str_sub(text, 0, 8), &number);
	out->year = (int32_t)(number / 10000);
	out->month = (int32_t)(number / 100 % 100);
	out->day = (int32_t)(number % 100);
	return exists(out);
}

bool cti__date_parse(struct cti__str text, struct cti__date *out)
{
	struct cti__str first, second, third = CTI__STR_NONE;
	int32_t number[3] = { 0, 0, 0 };

	text = cti__str_trim(text);
	if (parse_compact(text, out))
		return true;
	first = take_digits(&text, &number[0]);
	if (!first.n || !take_mark(&text))
		return false;
	second = take_digits(&text, &number[1]);
	if (!second.n || second.n > 2)
		return false;
	if (first.n == 4 && take_mark(&text))
		third = take_digits(&text, &number[2]);
	if (first.n == 4 ? !third.n || third.n > 2 : first.n > 2)
		return false;
	if (!is_tail(text))
		return false;
	out->year = first.n == 4 ? number[0] : 0;
	out->month = first.n == 4 ? number[1] : number[0];
	out->day = first.n == 4 ? number[2] : number[1];
	return (first.n < 4 || out->year) && exists(out);
}

/* Counted in years that begin in March, so that the leap day is the last. */
int64_t cti__date_number(const struct cti__date *date)
{
	int64_t year = date->year - (date->month <= 2);
	int64_t day = (153 * ((date->month + 9) % 12) + 2) / 5 + date->day - 1;

	return year * 365 + year / 4 - year / 100 + year / 400 + day - 719468;
}

void cti__date_at(int64_t time_us, int32_t east_minutes, struct cti__date *out)
{
	int64_t us = time_us + east_minutes * INT64_C(60000000);
	int64_t day = us / DAY_US - (us % DAY_US < 0);

	/* Not far off, and then step: dates of calls, not of dinosaurs. */
	out->year = (int32_t)(1970 + day / 366);
	out->month = out->day = 1;
	while (cti__date_number(&(struct cti__date){ out->year + 1, 1, 1 }) <=
	       day)
		out->year++;
	while (cti__date_number(out) > day)
		out->year--;
	day -= cti__date_number(out);
	while (day >= month_days(out->year, out->month))
		day -= month_days(out->year, out->month++);
	out->day = (int32_t)day + 1;
}

static int64_t in_year(const struct cti__date *date, int32_t year)
{
	struct cti__date then = { year, date->month, date->day };

	if (then.day > month_days(year, then.month))
		then.day = month_days(year, then.month);
	return cti__date_number(&then);
}

int32_t cti__date_until_again(const struct cti__date *date,
			      const struct cti__date *today)
{
	int64_t now = cti__date_number(today);
	int64_t then = in_year(date, today->year);

	if (then < now)
		then = in_year(date, today->year + 1);
	return (int32_t)(then - now);
}

void cti__date_text(const struct cti__date *date, char text[CTI__DATE_TEXT])
{
	snprintf(text, CTI__DATE_TEXT, "%04d-%02d-%02d",
		 (int)(date->year % 10000), (int)(date->month % 100),
		 (int)(date->day % 100));
}
