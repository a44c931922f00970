/* SPDX-License-Identifier: MIT */
/* One judgement by the service knowledge under way, for those who share it. */
#ifndef CTI__SERVICE_JUDGE_H
#define CTI__SERVICE_JUDGE_H

#include "service/date.h"
#include "service/rules.h"
#include "service/service.h"

/* One judgement under way. */
struct judge {
	struct cti__service *service;
	const struct cti__rules *rules;
	const struct cti__service_query *query;
	struct cti__advice_parts *parts;
	struct cti__date today;
	int64_t local_us;
	uint32_t silenced; /* bits of enum cti__hint_kind */
	bool stale;	   /* cells have changed since the row was set */
	int err;
};

/* A copy that lives as long as the parts; "" and an error if there is none. */
const char *cti__judge_keep(struct judge *j, struct cti__str text);
/* A column of the row. */
void cti__judge_set_text(struct judge *j, size_t column, const char *text);
void cti__judge_set_number(struct judge *j, size_t column, double number);
/* All columns that are known before anything was judged. */
void cti__judge_set_cells(struct judge *j);
/* Hand the row to the conditions, if it has changed. */
void cti__judge_set_row(struct judge *j);
/* Whether a condition holds; none always does. */
bool cti__judge_holds(struct judge *j, cti__when when);
/* A text with the values of columns filled in. */
const char *cti__judge_words(struct judge *j, const struct cti__phrase *phrase);
void cti__judge_say(struct judge *j, enum cti_advice_field field,
		    const char *text);
/* The customer's field, or "data.KEY" of the call. */
struct cti__str cti__judge_value(const struct judge *j, const char *from);
/* The same without blanks around it; field may be NULL. */
struct cti__str cti__judge_given(const struct judge *j, const char *field);
bool cti__judge_is_one_of(const struct cti__texts *texts, struct cti__str word);
bool cti__judge_matches(const struct cti__texts *patterns,
			struct cti__str number);
/* Whether the number dialled is one of these, however either is written. */
bool cti__judge_is_dialled(const struct judge *j,
			   const struct cti__texts *patterns);
/* The highest counts. */
void cti__judge_add_priority(struct judge *j, int64_t priority);

/* judge_call.c: line, campaign, reason, desk. */
const struct cti__line *cti__judge_line(struct judge *j);
void cti__judge_reason(struct judge *j);
void cti__judge_desk(struct judge *j, const struct cti__line *line);
/* judge_customer.c: tier, contract, list, stage, owner, contact. */
void cti__judge_customer(struct judge *j, const struct cti__renewal **due);
/* judge_hints.c */
void cti__judge_hints(struct judge *j, const struct cti__renewal *due);
/* judge_record.c: what goes into the journal, and what is not shown yet. */
void cti__judge_record(struct judge *j);

#endif
