/* SPDX-License-Identifier: MIT */
/* What follows from the service knowledge for one customer in one call: the row
   that conditions read, and the order of judgement. */
#include "service/judge.h"

#include <cti/error.h>

#include <stdio.h>

/* --- cells --- */

const char *cti__judge_keep(struct judge *j, struct cti__str text)
{
	const char *kept = cti__keep_text(&j->parts->keep, text);

	if (!kept)
		j->err = CTI_ENOMEM;
	return kept ? kept : "";
}

void cti__judge_set_text(struct judge *j, size_t column, const char *text)
{
	struct cti__cell *cell = &j->service->cells[column];

	cell->known = text && *text;
	cell->text = cti__str(text);
	j->stale = true;
}

void cti__judge_set_number(struct judge *j, size_t column, double number)
{
	struct cti__cell *cell = &j->service->cells[column];
	char text[40];
	int n;

	n = snprintf(text, sizeof(text), "%.10g", number);
	cell->known = true;
	cell->number = number;
	cell->text = cti__str(cti__judge_keep(j, cti__str_n(text, (size_t)n)));
	j->stale = true;
}

/* "1,234.50", "-3": what a CRM writes. A unit behind it is no number. */
static bool parse_number(struct cti__str text, double *out)
{
	double value = 0, place = 0;
	bool minus, digits = false;
	size_t i = 0;

	text = cti__str_trim(text);
	minus = text.n && *text.p == '-';
	for (i = minus || (text.n && *text.p == '+'); i < text.n; i++) {
		if (text.p[i] == ',' && digits && !(place > 0))
			continue;
		if (text.p[i] == '.' && !(place > 0)) {
			place = 1;
			continue;
		}
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		digits = true;
		value = value * 10 + (text.p[i] - '0');
		place *= 10;
	}
	*out = (minus ? -value : value) / (place > 0 ? place : 1);
	return digits;
}

struct cti__str cti__judge_value(const struct judge *j, const char *from)
{
	if (!strncmp(from, "data.", 5))
		return j->query->data ? j->query->data(j->query->user,
						       cti__str(from + 5))
				      : CTI__STR_NONE;
	return cti__str(cti_customer_get(j->query->customer, from));
}

static void set_field(struct judge *j, size_t index)
{
	const struct cti__field *field = &j->rules->fields.at[index];
	struct cti__cell *cell = &j->service->cells[CTI__OWN_COUNT + index];
	struct cti__str text = cti__judge_value(j, field->from);
	char day[CTI__DATE_TEXT];
	struct cti__date date;

	cell->text = text;
	cell->known = text.n > 0;
	if (field->type == CTI__COLUMN_NUMBER) {
		cell->known = parse_number(text, &cell->number);
	} else if (field->type == CTI__COLUMN_DATE) {
		cell->known = cti__date_parse(text, &date);
		if (cell->known && date.year) {
			cti__date_text(&date, day);
			cell->text = cti__str(
				cti__judge_keep(j, cti__str(day)));
		}
	}
}

void cti__judge_set_cells(struct judge *j)
{
	char day[CTI__DATE_TEXT];
	int64_t number;
	size_t i;

	memset(j->service->cells, 0,
	       j->service->column_count * sizeof(*j->service->cells));
	j->local_us = j->query->time_us +
		      j->rules->east_minutes * INT64_C(60000000);
	cti__date_at(j->local_us, 0, &j->today);
	number = cti__date_number(&j->today);
	cti__date_text(&j->today, day);
	cti__judge_set_text(j, CTI__OWN_TODAY,
			    cti__judge_keep(j, cti__str(day)));
	/* 1970-01-01 was a Thursday; Monday is 1. */
	cti__judge_set_number(j, CTI__OWN_WEEKDAY,
			      (double)((number % 7 + 10) % 7 + 1));
	cti__judge_set_number(
		j, CTI__OWN_HOUR,
		(double)((j->local_us - number * INT64_C(86400000000)) /
			 INT64_C(3600000000)));
	cti__judge_set_text(j, CTI__OWN_IDENTITY,
			    cti_identity_name(j->query->identity));
	cti__judge_set_text(j, CTI__OWN_DIRECTION,
			    cti__judge_keep(j, j->query->direction));
	cti__judge_set_text(j, CTI__OWN_DNIS,
			    cti__judge_keep(j, j->query->dnis));
	cti__judge_set_text(j, CTI__OWN_QUEUE,
			    cti__judge_keep(j, j->query->queue));
	for (i = 0; i < j->rules->fields.count; i++)
		set_field(j, i);
}

void cti__judge_set_row(struct judge *j)
{
	if (j->stale && cti__conditions_row(j->service->conditions,
					    j->service->cells, j->local_us))
		j->err = CTI_ENOMEM;
	j->stale = false;
}

/* No condition: it holds. */
bool cti__judge_holds(struct judge *j, cti__when when)
{
	if (!when)
		return true;
	cti__judge_set_row(j);
	return cti__conditions_test(j->service->conditions, when - 1,
				    j->query->log);
}

/* A value that may not be shown yet is not shown in a text either. */
static struct cti__str word_of(const struct judge *j, size_t column)
{
	size_t field = column - CTI__OWN_COUNT;

	if (column >= CTI__OWN_COUNT && j->service->cells[column].text.n &&
	    cti__service_hides(j->service, j->rules->fields.at[field].from,
			       j->query->level))
		return CTI__STR("***");
	return j->service->cells[column].text;
}

const char *cti__judge_words(struct judge *j, const struct cti__phrase *phrase)
{
	const struct cti__phrase_part *part;
	struct cti__buf text = { 0 };
	const char *kept;
	size_t i;

	for (i = 0; i < phrase->count; i++) {
		part = &phrase->part[i];
		cti__buf_str(&text, part->column == CTI__NO_COLUMN
					    ? part->text
					    : word_of(j, part->column));
	}
	if (text.err)
		j->err = CTI_ENOMEM;
	kept = text.n ? cti__judge_keep(j, cti__str_n(text.p, text.n)) : "";
	cti__buf_fini(&text);
	return kept;
}

void cti__judge_say(struct judge *j, enum cti_advice_field field,
		    const char *text)
{
	cti__advice_set(j->parts, field, text);
}

bool cti__judge_is_one_of(const struct cti__texts *texts, struct cti__str word)
{
	size_t i;

	for (i = 0; i < texts->count; i++)
		if (cti__str_ieq(cti__str(texts->at[i]), word))
			return true;
	return false;
}

bool cti__judge_matches(const struct cti__texts *patterns,
			struct cti__str number)
{
	size_t i;

	for (i = 0; i < patterns->count && number.n; i++)
		if (cti__str_matches(number, cti__str(patterns->at[i])))
			return true;
	return false;
}

#define PATTERN_MAX 64

/* "+86 400-110-0266" without what only people need. */
static struct cti__str bare(const char *pattern, char room[PATTERN_MAX])
{
	size_t n = 0;

	for (; *pattern && n < PATTERN_MAX; pattern++)
		if (!strchr(" -().+", *pattern))
			room[n++] = *pattern;
	return cti__str_n(room, n);
}

static bool is_number(const char *pattern, const cti_number *dialled,
		      const cti_number_plan *plan)
{
	cti_number number = { .size = sizeof(number) };
	const char *e164 = dialled->e164;
	char room[PATTERN_MAX];
	struct cti__str text = bare(pattern, room);

	if (cti__str_matches(cti__str(dialled->national), text) ||
	    (*e164 && cti__str_matches(cti__str(e164 + 1), text)))
		return true;
	/* A whole number, not a pattern, may be written in any way. */
	if (strpbrk(pattern, "Xx*") || cti_number_parse(pattern, plan, &number))
		return false;
	return (*e164 && strcmp(number.e164, e164) == 0) ||
	       (*number.national &&
		strcmp(number.national, dialled->national) == 0);
}

bool cti__judge_is_dialled(const struct judge *j,
			   const struct cti__texts *patterns)
{
	cti_number dialled = { .size = sizeof(dialled) };
	char text[PATTERN_MAX];
	struct cti__str dnis = j->query->dnis;
	size_t i;

	if (cti__judge_matches(patterns, dnis))
		return true;
	if (!dnis.n || dnis.n >= sizeof(text) || !patterns->count)
		return false;
	memcpy(text, dnis.p, dnis.n);
	text[dnis.n] = '\0';
	if (cti_number_parse(text, j->query->plan, &dialled))
		return false;
	for (i = 0; i < patterns->count; i++)
		if (is_number(patterns->at[i], &dialled, j->query->plan))
			return true;
	return false;
}

struct cti__str cti__judge_given(const struct judge *j, const char *field)
{
	return field ? cti__str_trim(cti__judge_value(j, field))
		     : CTI__STR_NONE;
}

void cti__judge_add_priority(struct judge *j, int64_t priority)
{
	if (priority > 0 && (!(j->parts->present >> CTI_ADVICE_PRIORITY & 1) ||
			     priority > j->parts->number[CTI_ADVICE_PRIORITY]))
		cti__advice_set_int(j->parts, CTI_ADVICE_PRIORITY, priority);
}

int cti__service_advise(struct cti__service *service,
			const struct cti__service_query *query,
			struct cti__advice_parts *parts)
{
	struct judge j = { .service = service,
			   .rules = &service->rules,
			   .query = query,
			   .parts = parts };
	const struct cti__renewal *due = NULL;
	const struct cti__line *line;

	cti__judge_set_cells(&j);
	line = cti__judge_line(&j);
	cti__judge_reason(&j);
	if (query->customer)
		cti__judge_customer(&j, &due);
	cti__judge_desk(&j, line);
	if (query->customer)
		cti__judge_hints(&j, due);
	cti__judge_record(&j);
	return j.err;
}
