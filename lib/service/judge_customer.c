/* SPDX-License-Identifier: MIT */
/* What follows from the customer: tier, contract, list, stage, owner, contact.
 */
#include "service/judge.h"

static const struct cti__tier *tier_by_name(const struct judge *j,
					    struct cti__str name)
{
	const struct cti__tier *tier;
	size_t i;

	for (i = 0; i < j->rules->tiers.count && name.n; i++) {
		tier = &j->rules->tiers.at[i];
		if (cti__str_ieq(name, cti__str(tier->id)) ||
		    cti__str_ieq(name, cti__str(tier->label)) ||
		    cti__judge_is_one_of(&tier->also, name))
			return tier;
	}
	return NULL;
}

static const struct cti__tier *tier_by_score(const struct judge *j,
					     double score)
{
	const struct cti__tier *tier, *best = NULL;
	size_t i;

	for (i = 0; i < j->rules->tiers.count; i++) {
		tier = &j->rules->tiers.at[i];
		if (score >= tier->from && (!best || tier->from > best->from))
			best = tier;
	}
	return best;
}

/* 0 to 100; false if not one of the measures is known. */
static bool score_of(const struct judge *j, double *out)
{
	const struct cti__measure *m;
	const struct cti__cell *cell;
	double sum = 0, weights = 0, part;
	bool known = false;
	size_t i;

	for (i = 0; i < j->rules->measures.count; i++) {
		m = &j->rules->measures.at[i];
		cell = &j->service->cells[m->column];
		weights += m->weight;
		if (!cell->known)
			continue;
		known = true;
		part = (cell->number - m->none) / (m->full - m->none);
		sum += m->weight * (part < 0 ? 0 : part > 1 ? 1 : part);
	}
	*out = known ? sum / weights * 100 : 0;
	return known;
}

static void judge_tier(struct judge *j)
{
	const struct cti__tier *tier;
	bool scored;
	double score;

	tier = tier_by_name(j, cti__judge_given(j, j->rules->tier_given));
	scored = score_of(j, &score);
	if (scored) {
		/* A hair below a bound by rounding is on it. */
		cti__advice_set_int(j->parts, CTI_ADVICE_SCORE,
				    (int64_t)(score + 0.5));
		cti__judge_set_number(j, CTI__OWN_SCORE, score);
	}
	if (tier || scored)
		cti__judge_say(j, CTI_ADVICE_TIER_BY, tier ? "crm" : "score");
	if (!tier && scored)
		tier = tier_by_score(j, score + 1e-9);
	if (!tier)
		return;
	cti__judge_say(j, CTI_ADVICE_TIER, tier->id);
	cti__judge_say(j, CTI_ADVICE_TIER_LABEL, tier->label);
	cti__judge_set_text(j, CTI__OWN_TIER, tier->id);
	cti__judge_add_priority(j, tier->priority);
}

static void judge_contract(struct judge *j, const struct cti__renewal **due)
{
	const struct cti__renewal *renewal;
	const struct cti__cell *cell;
	struct cti__date end;
	int64_t days;
	size_t i;

	if (j->rules->contract_end == CTI__NO_COLUMN)
		return;
	cell = &j->service->cells[j->rules->contract_end];
	if (!cell->known || !cti__date_parse(cell->text, &end) || !end.year) {
		cti__judge_say(j, CTI_ADVICE_CONTRACT, "none");
		cti__judge_set_text(j, CTI__OWN_CONTRACT, "none");
		return;
	}
	days = cti__date_number(&end) - cti__date_number(&j->today);
	cti__judge_say(j, CTI_ADVICE_CONTRACT, days < 0 ? "expired" : "valid");
	cti__judge_set_text(j, CTI__OWN_CONTRACT,
			    days < 0 ? "expired" : "valid");
	cti__advice_set_int(j->parts, CTI_ADVICE_CONTRACT_DAYS, days);
	cti__judge_set_number(j, CTI__OWN_CONTRACT_DAYS, (double)days);
	for (i = 0; i < j->rules->renewals.count; i++) {
		renewal = &j->rules->renewals.at[i];
		if (days >= 0 && days <= renewal->days &&
		    (!*due || renewal->days < (*due)->days))
			*due = renewal;
	}
	if (!*due)
		return;
	cti__judge_say(j, CTI_ADVICE_RENEWAL, (*due)->id);
	cti__judge_say(j, CTI_ADVICE_RENEWAL_LABEL, (*due)->label);
	cti__judge_set_text(j, CTI__OWN_RENEWAL, (*due)->id);
}

static const char *const list_names[] = { "ordinary", "red", "black" };

/* What the CRM says goes before the rules, unless it says ordinary. */
static enum cti__list_kind find_list(struct judge *j)
{
	struct cti__str name = cti__judge_given(j, j->rules->list_given);
	const struct cti__list_rule *rule;
	int i;

	for (i = CTI__LIST_BLACK; i > CTI__LIST_ORDINARY && name.n; i--) {
		rule = &j->rules->lists[i];
		if (cti__str_ieq(name, cti__str(list_names[i])) ||
		    cti__judge_is_one_of(&rule->also, name))
			return (enum cti__list_kind)i;
	}
	for (i = CTI__LIST_BLACK; i > CTI__LIST_ORDINARY; i--)
		if (j->rules->lists[i].when &&
		    cti__judge_holds(j, j->rules->lists[i].when))
			return (enum cti__list_kind)i;
	return CTI__LIST_ORDINARY;
}

static void judge_list(struct judge *j)
{
	enum cti__list_kind kind = find_list(j);
	const struct cti__list_rule *rule = &j->rules->lists[kind];

	cti__judge_say(j, CTI_ADVICE_LIST, list_names[kind]);
	cti__judge_say(j, CTI_ADVICE_LIST_LABEL, rule->label);
	cti__judge_say(j, CTI_ADVICE_LIST_REASON,
		       cti__judge_words(j, &rule->reason));
	cti__judge_set_text(j, CTI__OWN_LIST, list_names[kind]);
	cti__judge_add_priority(j, rule->priority);
}

static bool is_named(const struct cti__class *class, struct cti__str name)
{
	return cti__str_ieq(name, cti__str(class->id)) ||
	       cti__str_ieq(name, cti__str(class->label));
}

static void judge_stage(struct judge *j)
{
	struct cti__str name = cti__judge_given(j, j->rules->stage_given);
	const struct cti__class *stage, *found = NULL;
	size_t i;

	for (i = 0; i < j->rules->stages.count && name.n && !found; i++)
		if (is_named(&j->rules->stages.at[i], name))
			found = &j->rules->stages.at[i];
	for (i = 0; i < j->rules->stages.count && !found; i++) {
		stage = &j->rules->stages.at[i];
		if (cti__judge_holds(j, stage->when))
			found = stage;
	}
	if (!found)
		return;
	cti__judge_say(j, CTI_ADVICE_STAGE, found->id);
	cti__judge_say(j, CTI_ADVICE_STAGE_LABEL, found->label);
	cti__judge_set_text(j, CTI__OWN_STAGE, found->id);
}

static void judge_segments(struct judge *j)
{
	const struct cti__class *segment;
	struct cti__buf list = { 0 };
	size_t i;

	for (i = 0; i < j->rules->segments.count; i++) {
		segment = &j->rules->segments.at[i];
		if (!cti__judge_holds(j, segment->when))
			continue;
		cti__buf_text(&list, list.n ? "," : "");
		cti__buf_text(&list, segment->id);
	}
	if (list.n)
		cti__judge_say(j, CTI_ADVICE_SEGMENTS,
			       cti__judge_keep(j, cti__str_n(list.p, list.n)));
	cti__buf_fini(&list);
}

static void judge_owner(struct judge *j)
{
	struct cti__str name = cti__judge_given(j, j->rules->owner_field);
	struct cti__str device = cti__judge_given(j,
						  j->rules->owner_device_field);
	const char *tier = j->parts->text[CTI_ADVICE_TIER];
	const struct cti__person *person;
	size_t i;

	if (!name.n ||
	    (j->rules->owner_tiers.count &&
	     !cti__judge_is_one_of(&j->rules->owner_tiers, cti__str(tier))))
		return;
	for (i = 0; i < j->rules->people.count && !device.n; i++) {
		person = &j->rules->people.at[i];
		if (cti__str_is(name, person->name))
			device = cti__str(person->device);
	}
	cti__judge_say(j, CTI_ADVICE_OWNER, cti__judge_keep(j, name));
	cti__judge_say(j, CTI_ADVICE_OWNER_DEVICE, cti__judge_keep(j, device));
}

static void judge_contact(struct judge *j)
{
	cti__judge_say(j, CTI_ADVICE_CHANNEL,
		       cti__judge_keep(j, cti__judge_given(
						  j, j->rules->channel_field)));
	cti__judge_say(
		j, CTI_ADVICE_CHANNEL_TIME,
		cti__judge_keep(
			j, cti__judge_given(j, j->rules->channel_time_field)));
	if (!j->rules->do_not_call ||
	    !cti__judge_holds(j, j->rules->do_not_call))
		return;
	cti__advice_set_int(j->parts, CTI_ADVICE_DO_NOT_CALL, 1);
	cti__judge_say(j, CTI_ADVICE_DO_NOT_CALL_REASON,
		       cti__judge_words(j, &j->rules->do_not_call_reason));
}

void cti__judge_customer(struct judge *j, const struct cti__renewal **due)
{
	judge_tier(j);
	judge_contract(j, due);
	judge_list(j);
	judge_stage(j);
	judge_segments(j);
	judge_owner(j);
	judge_contact(j);
}
