/* SPDX-License-Identifier: MIT */
/* What one part of the file of service knowledge says of another, checked. */
#include "service/load.h"
#include "service/secret.h"

/* Whether a row of an array that begins with its id has this one. */
static bool has_id(const void *rows, size_t count, size_t size, const char *id)
{
	const char *other;
	size_t i;

	for (i = 0; i < count; i++) {
		memcpy(&other, (const char *)rows + i * size, sizeof(other));
		if (!strcmp(other, id))
			return true;
	}
	return false;
}

#define HAS(rows, id)                                                          \
	has_id(rules->rows.at, rules->rows.count, sizeof(*rules->rows.at), id)

static int check_lines(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__line *line;
	size_t i;

	for (i = 0; i < rules->lines.count; i++) {
		line = &rules->lines.at[i];
		if (line->desk && !HAS(desks, line->desk))
			return cti__read_fail(r,
					      "lines[%zu].desk: there is no "
					      "desk \"%s\" under \"desks\"",
					      i, line->desk);
		if (line->request && !HAS(requests, line->request))
			return cti__read_fail(
				r,
				"lines[%zu].verify: there is no request \"%s\" "
				"under \"verification.requests\"",
				i, line->request);
	}
	return 0;
}

static int check_campaigns(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__campaign *campaign;
	size_t i;

	for (i = 0; i < rules->campaigns.count; i++) {
		campaign = &rules->campaigns.at[i];
		if (campaign->line && !HAS(lines, campaign->line))
			return cti__read_fail(r,
					      "campaigns[%zu].line: there is "
					      "no line \"%s\" under \"lines\"",
					      i, campaign->line);
		if (!campaign->numbers.count && !campaign->queues.count)
			return cti__read_fail(r,
					      "campaigns[%zu]: without numbers "
					      "or queues no call belongs to it",
					      i);
	}
	return 0;
}

static int check_desks(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__desk *desk;
	size_t i, k;

	for (i = 0; i < rules->desks.count; i++) {
		desk = &rules->desks.at[i];
		for (k = 0; k < desk->lines.count; k++)
			if (!HAS(lines, desk->lines.at[k]))
				return cti__read_fail(
					r,
					"desks[%zu].lines: there is no line "
					"\"%s\" under \"lines\"",
					i, desk->lines.at[k]);
	}
	return 0;
}

static int check_tiers(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__measure *measure;
	size_t i;

	for (i = 0; i < rules->measures.count; i++) {
		measure = &rules->measures.at[i];
		if (measure->full == measure->none)
			return cti__read_fail(r,
					      "tiers.score[%zu]: \"full\" must "
					      "differ from \"none\" (0 if it "
					      "is not written)",
					      i);
	}
	for (i = 0; i < rules->owner_tiers.count; i++)
		if (!HAS(tiers, rules->owner_tiers.at[i]))
			return cti__read_fail(r,
					      "owner.tiers: there is no tier "
					      "\"%s\" under \"tiers.levels\"",
					      rules->owner_tiers.at[i]);
	return 0;
}

static int check_level(struct cti__read *r, size_t which, const char *name)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__level *level = &rules->levels[which];
	size_t i, count = level->factors.count;

	for (i = 0; i < count; i++)
		if (!HAS(factors, level->factors.at[i]))
			return cti__read_fail(
				r,
				"verification.levels.%s: there is no factor "
				"\"%s\" under \"verification.factors\"",
				name, level->factors.at[i]);
	if (!count)
		count = rules->factors.count;
	if (rules->factors.count && (size_t)level->needs > count)
		return cti__read_fail(r,
				      "verification.levels.%s: it needs more "
				      "factors than there are",
				      name);
	return 0;
}

static int check_verification(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__factor *factor;
	size_t i;
	int err;

	for (i = 0; i < rules->factors.count; i++) {
		factor = &rules->factors.at[i];
		if (factor->compare == CTI__COMPARE_LAST && !factor->digits)
			return cti__read_fail(r,
					      "verification.factors[%zu]: say "
					      "in \"digits\" how many of the "
					      "last are compared",
					      i);
	}
	for (i = 0; i < rules->requests.count; i++)
		if (rules->requests.at[i].level && !rules->factors.count)
			return cti__read_fail(
				r,
				"verification.requests[%zu]: there are no "
				"factors to verify anybody by",
				i);
	err = check_level(r, 1, "simple");
	return err ? err : check_level(r, 2, "strict");
}

static int check_reasons(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__reason *reason;
	size_t i;

	for (i = 0; i < rules->reasons.count; i++) {
		reason = &rules->reasons.at[i];
		if (reason->request && !HAS(requests, reason->request))
			return cti__read_fail(
				r,
				"reasons.list[%zu].verify: there is no request "
				"\"%s\" under \"verification.requests\"",
				i, reason->request);
	}
	return 0;
}

/* The journal outlives the call, and is read by others. */
static int check_record(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	const struct cti__field *field;
	size_t i, column;

	for (i = 0; i < rules->record.count; i++) {
		column = rules->record.at[i];
		if (column < CTI__OWN_COUNT)
			continue;
		field = &rules->fields.at[column - CTI__OWN_COUNT];
		if (cti__service_shown_at(r->service, field->from))
			return cti__read_fail(
				r,
				"record: \"%s\" is sensitive or a factor of "
				"verification; it cannot go into the journal",
				field->name);
	}
	return 0;
}

static int check_dates(struct cti__read *r, size_t column, const char *where)
{
	const struct cti__service *service = r->service;

	if (column == CTI__NO_COLUMN ||
	    service->columns[column].type == CTI__COLUMN_DATE)
		return 0;
	return cti__read_fail(r,
			      "%s: the field \"%s\" is no date; declare it "
			      "as \"date\"",
			      where, service->columns[column].name);
}

static int check_numbers(struct cti__read *r, size_t column, const char *where)
{
	const struct cti__service *service = r->service;

	if (column == CTI__NO_COLUMN ||
	    service->columns[column].type == CTI__COLUMN_NUMBER)
		return 0;
	return cti__read_fail(r,
			      "%s: the field \"%s\" is no number; declare "
			      "it as \"number\"",
			      where, service->columns[column].name);
}

static int check_columns(struct cti__read *r)
{
	const struct cti__rules *rules = &r->service->rules;
	int err = check_dates(r, rules->contract_end, "contract.end");
	size_t i;

	if (!err)
		err = check_numbers(r, rules->total, "cross_sell.total");
	for (i = 0; i < rules->measures.count && !err; i++)
		err = check_numbers(r, rules->measures.at[i].column,
				    "tiers.score");
	for (i = 0; i < rules->parts.count && !err; i++)
		err = check_numbers(r, rules->parts.at[i].part,
				    "cross_sell.parts");
	for (i = 0; i < rules->cares.count && !err; i++)
		/* 0 is "today", so that none was named. */
		if (rules->cares.at[i].date)
			err = check_dates(r, rules->cares.at[i].date, "care");
	return err;
}

int cti__load_check(struct cti__read *r)
{
	int err = check_tiers(r);

	if (!err)
		err = check_lines(r);
	if (!err)
		err = check_campaigns(r);
	if (!err)
		err = check_desks(r);
	if (!err)
		err = check_verification(r);
	if (!err)
		err = check_reasons(r);
	if (!err)
		err = check_record(r);
	return err ? err : check_columns(r);
}
