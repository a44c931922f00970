/* SPDX-License-Identifier: MIT */
/* Days as customers' records have them: birthdays, ends of contracts. */
#ifndef CTI__SERVICE_DATE_H
#define CTI__SERVICE_DATE_H

#include "util/str.h"

struct cti__date {
	int32_t year; /* 0: every year, as in a birthday without one */
	int32_t month, day;
};

/*
 * 2026-03-06, 2026/3/6, 2026.3.6, 20260306, 2026年3月6日, also with a time
 * behind it; 03-06 without a year. False if it is no day that exists.
 */
bool cti__date_parse(struct cti__str text, struct cti__date *out);

/* The day that it is, minutes east of Greenwich. */
void cti__date_at(int64_t time_us, int32_t east_minutes, struct cti__date *out);

/* Days since 1970-01-01; of one with a year. */
int64_t cti__date_number(const struct cti__date *date);

/* Days from today until its month and day come again: 0 to 365. Who was born on
   February 29 is congratulated on the 28th where there is no other. */
int32_t cti__date_until_again(const struct cti__date *date,
			      const struct cti__date *today);

#define CTI__DATE_TEXT 16
/* "2026-03-06" */
void cti__date_text(const struct cti__date *date, char text[CTI__DATE_TEXT]);

#endif
