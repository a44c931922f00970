/* SPDX-License-Identifier: MIT */
/*
 * Events in words: "ring c1 device=1001 queue=sales" at the present moment of
 * the test's own clock, and a contact and its segments as words again.
 */
#ifndef TESTS_UNIT_JOURNAL_TOLD_H
#define TESTS_UNIT_JOURNAL_TOLD_H

#include "journal/contact.h"
#include "model/event.h"

#include <cti/cti.h>

#include <stdio.h>
#include <stdlib.h>

static int64_t clock_us = 1000000;

static inline enum cti_event_kind kind_of(const char *name)
{
	int i;

	for (i = 0; i < CTI_EVENT_COUNT; i++)
		if (strcmp(cti_event_kind_name((enum cti_event_kind)i), name) ==
		    0)
			return (enum cti_event_kind)i;
	abort();
}

static inline enum cti_field field_of(const char *name)
{
	int i;

	for (i = 0; i < CTI_FIELD_COUNT; i++)
		if (strcmp(cti_field_name((enum cti_field)i), name) == 0)
			return (enum cti_field)i;
	abort();
}

/* line: "KIND CALL field=value ..."; CALL "-" for none. after_ms: on the clock,
   before it. */
static inline void tell(void (*to)(const cti_event *ev, void *user), void *user,
			int after_ms, const char *line)
{
	char text[512], *word, *value, *rest;
	struct cti_event ev;
	cti_event *kept;

	snprintf(text, sizeof(text), "%s", line);
	clock_us += (int64_t)after_ms * 1000;
	word = strtok_r(text, " ", &rest);
	cti__event_init(&ev, kind_of(word), clock_us);
	cti__event_set(&ev, CTI_FIELD_LINK, CTI__STR("pbx"));
	word = strtok_r(NULL, " ", &rest);
	if (strcmp(word, "-") != 0)
		cti__event_set(&ev, CTI_FIELD_CALL, cti__str(word));
	while ((word = strtok_r(NULL, " ", &rest)) != NULL) {
		value = strchr(word, '=');
		*value++ = '\0';
		cti__event_set(&ev, field_of(word), cti__str(value));
	}
	kept = cti_event_ref(&ev);
	if (!kept)
		return;
	to(kept, user);
	cti_event_unref(kept);
}

/* "talk 1001 200-900 transferred; ..." in milliseconds since 1 s. */
static inline void put_segments(char *to, size_t size, const cti_contact *c)
{
	const cti_segment *s;
	size_t i, n = 0;

	*to = '\0';
	for (i = 0; (s = cti_contact_segment(c, i)) != NULL && n < size; i++)
		n += (size_t)snprintf(
			to + n, size - n, "%s%s%s %lld-%lld%s%s; ",
			cti_segment_kind_name(s->kind), *s->device ? " " : "",
			s->device, (long long)(s->from_us / 1000 - 1000),
			s->to_us ? (long long)(s->to_us / 1000 - 1000) : -1,
			*s->outcome ? " " : "", s->outcome);
}

#endif
