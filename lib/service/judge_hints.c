/* SPDX-License-Identifier: MIT */
/* Hints, offers, care, renewals and leads: which, in what order, how many. */
#include "service/judge.h"

#include <cti/error.h>

#include <stdio.h>

static void judge_quiet(struct judge *j)
{
	const struct cti__quiet *quiet;
	size_t i;

	for (i = 0; i < j->rules->quiets.count; i++) {
		quiet = &j->rules->quiets.at[i];
		if (!cti__judge_holds(j, quiet->when))
			continue;
		if (!j->silenced)
			cti__judge_say(j, CTI_ADVICE_QUIET,
				       cti__judge_words(j, &quiet->reason));
		j->silenced |= quiet->silences;
	}
}

static struct cti__advice_hint *add_hint(struct judge *j, int64_t kind,
					 const char *id, int64_t priority)
{
	struct cti__advice_hint *hint;

	hint = cti__keep_array(&j->parts->keep, 1, sizeof(*hint));
	if (!hint) {
		j->err = CTI_ENOMEM;
		return NULL;
	}
	hint->kind = (enum cti_hint_kind)kind;
	hint->id = id;
	hint->priority = priority;
	hint->probability = -1;
	cti__advice_add_hint(j->parts, hint);
	return hint;
}

static void add_renewal(struct judge *j, const struct cti__renewal *due)
{
	struct cti__advice_hint *hint;
	char reason[64];

	if (!due || !due->text.count || (j->silenced & 1u << CTI__HINT_RENEWAL))
		return;
	hint = add_hint(j, CTI__HINT_RENEWAL, due->id, 1000);
	if (!hint)
		return;
	snprintf(reason, sizeof(reason), "contract_days=%lld",
		 (long long)j->parts->number[CTI_ADVICE_CONTRACT_DAYS]);
	hint->text = cti__judge_words(j, &due->text);
	hint->reason = due->label ? due->label
				  : cti__judge_keep(j, cti__str(reason));
}

/* A day that comes again soon; it is known in how many days. */
static bool is_near(struct judge *j, const struct cti__hint_rule *rule)
{
	const struct cti__cell *cell = &j->service->cells[rule->date];
	struct cti__date date;
	int32_t days;

	if (!cell->known || !cti__date_parse(cell->text, &date))
		return false;
	days = cti__date_until_again(&date, &j->today);
	cti__judge_set_number(j, CTI__OWN_DAYS, days);
	return days <= rule->within;
}

/* A part of the whole that is large enough; it is known how large, in percent.
 */
static bool is_large(struct judge *j, const struct cti__hint_rule *rule)
{
	const struct cti__cell *part = &j->service->cells[rule->part];
	const struct cti__cell *total = &j->service->cells[j->rules->total];
	double share;

	if (!part->known || !total->known || !(total->number > 0))
		return false;
	share = part->number / total->number;
	cti__judge_set_number(j, CTI__OWN_SHARE,
			      (double)(int64_t)(share * 100 + 0.5));
	return share >= rule->share;
}

static int32_t probability_of(struct judge *j,
			      const struct cti__hint_rule *rule)
{
	double percent = (double)rule->probability;

	if (rule->probability_of) {
		cti__judge_set_row(j);
		if (!cti__conditions_number(j->service->conditions,
					    rule->probability_of - 1, &percent,
					    j->query->log))
			percent = 0;
	}
	if (!(percent > 0))
		return 0;
	return percent > 100 ? 100 : (int32_t)(percent + 0.5);
}

static void try_hint(struct judge *j, const struct cti__hint_rule *rule)
{
	struct cti__advice_hint *hint;

	if (j->silenced >> rule->kind & 1)
		return;
	if ((rule->date && !is_near(j, rule)) ||
	    (rule->part && !is_large(j, rule)) ||
	    !cti__judge_holds(j, rule->when))
		return;
	hint = add_hint(j, rule->kind, rule->id, rule->priority);
	if (!hint)
		return;
	hint->text = cti__judge_words(j, &rule->text);
	hint->reason = cti__judge_words(j, &rule->reason);
	/* What it is made of may not be known. */
	if (!*hint->reason)
		hint->reason = rule->id;
	hint->product = rule->product;
	if (rule->kind == CTI__HINT_LEAD) {
		hint->probability = probability_of(j, rule);
		if (!*hint->text)
			hint->text = rule->product;
	}
}

/* Too many offers annoy: what is over the budget is left out, least important
   first. Care and what is due have no budget. */
static void keep_budget(struct judge *j)
{
	struct cti__advice_hint **at = &j->parts->hints, *hint;
	int64_t left = j->rules->budget;

	while ((hint = *at)) {
		if ((hint->kind == CTI_HINT_HINT ||
		     hint->kind == CTI_HINT_OFFER) &&
		    left-- <= 0)
			*at = hint->next;
		else
			at = &hint->next;
	}
}

void cti__judge_hints(struct judge *j, const struct cti__renewal *due)
{
	const struct cti__rules *rules = j->rules;
	size_t i;

	judge_quiet(j);
	add_renewal(j, due);
	for (i = 0; i < rules->cares.count; i++)
		try_hint(j, &rules->cares.at[i]);
	for (i = 0; i < rules->hints.count; i++)
		try_hint(j, &rules->hints.at[i]);
	for (i = 0; i < rules->parts.count; i++)
		try_hint(j, &rules->parts.at[i]);
	for (i = 0; i < rules->leads.count; i++)
		try_hint(j, &rules->leads.at[i]);
	keep_budget(j);
}
