/* SPDX-License-Identifier: MIT */
/* How long a server asks to be left alone. */
#ifndef CTI__IDENTIFY_REST_H
#define CTI__IDENTIFY_REST_H

#include "util/str.h"

/*
 * Seconds since 1970 of a date of HTTP in any of its three forms (RFC 9110,
 * 5.6.7). False if it is none.
 */
bool cti__rest_date(struct cti__str text, int64_t *out);

/*
 * Seconds from the headers Retry-After, a number or a date, and Date, which
 * shows the server's clock: ours may be another. 1 to 3600; 5 if they do not
 * say.
 */
uint32_t cti__rest_seconds(struct cti__str retry_after, struct cti__str date);

#endif
