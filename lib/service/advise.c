/* SPDX-License-Identifier: MIT */
/* What follows from the service knowledge for one customer in one call. */
#include "service/date.h"
#include "service/rules.h"
#include "service/service.h"

#include <cti/error.h>

#include <stdio.h>

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

/* --- cells --- */

static const char *keep(struct judge *j, struct cti__str text)
{
	const char *kept = cti__keep_text(&j->parts->keep, text);

	if (!kept)
		j->err = CTI_ENOMEM;
	return kept ? kept : "";
}

static void set_text(struct judge *j, size_t column, const char *text)
{
	struct cti__cell *cell = &j->service->cells[column];

	cell->known = text && *text;
	cell->text = cti__str(text);
	j->stale = true;
}

static void set_number(struct judge *j, size_t column, double number)
{
	struct cti__cell *cell = &j->service->cells[column];
	char text[40];
	int n;

	n = snprintf(text, sizeof(text), "%.10g", number);
	cell->known = true;
	cell->number = number;
	cell->text = cti__str(keep(j, cti__str_n(text, (size_t)n)));
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

static struct cti__str value_of(const struct judge *j, const char *from)
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
	struct cti__str text = value_of(j, field->from);
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
			cell->text = cti__str(keep(j, cti__str(day)));
		}
	}
}

static void set_cells(struct judge *j)
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
	set_text(j, CTI__OWN_TODAY, keep(j, cti__str(day)));
	/* 1970-01-01 was a Thursday; Monday is 1. */
	set_number(j, CTI__OWN_WEEKDAY, (double)((number % 7 + 10) % 7 + 1));
	set_number(j, CTI__OWN_HOUR,
		   (double)((j->local_us - number * INT64_C(86400000000)) /
			    INT64_C(3600000000)));
	set_text(j, CTI__OWN_IDENTITY, cti_identity_name(j->query->identity));
	set_text(j, CTI__OWN_DIRECTION, keep(j, j->query->direction));
	set_text(j, CTI__OWN_DNIS, keep(j, j->query->dnis));
	set_text(j, CTI__OWN_QUEUE, keep(j, j->query->queue));
	for (i = 0; i < j->rules->fields.count; i++)
		set_field(j, i);
}

static void set_row(struct judge *j)
{
	if (j->stale && cti__conditions_row(j->service->conditions,
					    j->service->cells, j->local_us))
		j->err = CTI_ENOMEM;
	j->stale = false;
}

/* No condition: it holds. */
static bool holds(struct judge *j, cti__when when)
{
	if (!when)
		return true;
	set_row(j);
	return cti__conditions_test(j->service->conditions, when - 1,
				    j->query->log);
}

static const char *words(struct judge *j, const struct cti__phrase *phrase)
{
	const struct cti__phrase_part *part;
	struct cti__buf text = { 0 };
	const char *kept;
	size_t i;

	for (i = 0; i < phrase->count; i++) {
		part = &phrase->part[i];
		cti__buf_str(&text,
			     part->column == CTI__NO_COLUMN
				     ? part->text
				     : j->service->cells[part->column].text);
	}
	if (text.err)
		j->err = CTI_ENOMEM;
	kept = text.n ? keep(j, cti__str_n(text.p, text.n)) : "";
	cti__buf_fini(&text);
	return kept;
}

static void say(struct judge *j, enum cti_advice_field field, const char *text)
{
	cti__advice_set(j->parts, field, text);
}

static bool is_one_of(const struct cti__texts *texts, struct cti__str word)
{
	size_t i;

	for (i = 0; i < texts->count; i++)
		if (cti__str_ieq(cti__str(texts->at[i]), word))
			return true;
	return false;
}

static bool matches(const struct cti__texts *patterns, struct cti__str number)
{
	size_t i;

	for (i = 0; i < patterns->count && number.n; i++)
		if (cti__str_matches(number, cti__str(patterns->at[i])))
			return true;
	return false;
}

static struct cti__str given(const struct judge *j, const char *field)
{
	return field ? cti__str_trim(value_of(j, field)) : CTI__STR_NONE;
}

static void add_priority(struct judge *j, int64_t priority)
{
	if (priority > 0 && (!(j->parts->present >> CTI_ADVICE_PRIORITY & 1) ||
			     priority > j->parts->number[CTI_ADVICE_PRIORITY]))
		cti__advice_set_int(j->parts, CTI_ADVICE_PRIORITY, priority);
}

/* --- the call: line, campaign, desk --- */

static bool is_running(const struct judge *j,
		       const struct cti__campaign *campaign)
{
	const char *today = j->service->cells[CTI__OWN_TODAY].text.p;

	return (!campaign->begins || strcmp(today, campaign->begins) >= 0) &&
	       (!campaign->ends || strcmp(today, campaign->ends) <= 0);
}

static const struct cti__campaign *find_campaign(const struct judge *j)
{
	const struct cti__campaign *c;
	size_t i;

	for (i = 0; i < j->rules->campaigns.count; i++) {
		c = &j->rules->campaigns.at[i];
		if (is_running(j, c) &&
		    (matches(&c->numbers, j->query->dnis) ||
		     (!c->numbers.count &&
		      matches(&c->queues, j->query->queue))))
			return c;
	}
	return NULL;
}

/* The number decides; where it is that of several lines or none, the queue. */
static const struct cti__line *find_line(const struct judge *j,
					 const struct cti__campaign *campaign)
{
	const struct cti__line *line, *by_number = NULL, *by_queue = NULL;
	size_t i;

	for (i = 0; i < j->rules->lines.count; i++) {
		line = &j->rules->lines.at[i];
		if (campaign && campaign->line &&
		    !strcmp(campaign->line, line->id))
			return line;
		if (matches(&line->numbers, j->query->dnis)) {
			if (matches(&line->queues, j->query->queue))
				return line;
			if (!by_number)
				by_number = line;
		}
		if (!by_queue && matches(&line->queues, j->query->queue))
			by_queue = line;
	}
	return by_number ? by_number : by_queue;
}

static const struct cti__line *judge_line(struct judge *j)
{
	const struct cti__campaign *campaign = find_campaign(j);
	const struct cti__line *line = find_line(j, campaign);

	if (campaign) {
		say(j, CTI_ADVICE_CAMPAIGN, campaign->id);
		say(j, CTI_ADVICE_CAMPAIGN_LABEL, campaign->label);
		say(j, CTI_ADVICE_MEDIUM, campaign->medium);
		set_text(j, CTI__OWN_CAMPAIGN, campaign->id);
		set_text(j, CTI__OWN_MEDIUM, campaign->medium);
	}
	if (line) {
		say(j, CTI_ADVICE_LINE, line->id);
		say(j, CTI_ADVICE_LINE_LABEL, line->label);
		say(j, CTI_ADVICE_PHASE, line->phase);
		say(j, CTI_ADVICE_VERIFY_REQUEST, line->request);
		set_text(j, CTI__OWN_LINE, line->id);
	}
	return line;
}

static bool fits_desk(struct judge *j, const struct cti__desk *desk,
		      const struct cti__line *line)
{
	bool named = desk->queues.count || desk->lines.count;

	if (named && !matches(&desk->queues, j->query->queue) &&
	    !(line && is_one_of(&desk->lines, cti__str(line->id))))
		return false;
	return (named || desk->when) && holds(j, desk->when);
}

static const char *join(struct judge *j, const struct cti__texts *texts)
{
	struct cti__buf list = { 0 };
	const char *kept;
	size_t i;

	for (i = 0; i < texts->count; i++) {
		cti__buf_text(&list, i ? "," : "");
		cti__buf_text(&list, texts->at[i]);
	}
	kept = list.n ? keep(j, cti__str_n(list.p, list.n)) : "";
	cti__buf_fini(&list);
	return kept;
}

/* The first that fits; else the one that the line names. */
static void judge_desk(struct judge *j, const struct cti__line *line)
{
	const struct cti__desk *desk, *found = NULL;
	size_t i;

	for (i = 0; i < j->rules->desks.count && !found; i++) {
		desk = &j->rules->desks.at[i];
		if (fits_desk(j, desk, line))
			found = desk;
	}
	for (i = 0; i < j->rules->desks.count && !found && line; i++) {
		desk = &j->rules->desks.at[i];
		if (line->desk && !strcmp(line->desk, desk->id))
			found = desk;
	}
	if (!found)
		return;
	say(j, CTI_ADVICE_DESK, found->id);
	say(j, CTI_ADVICE_DESK_LABEL, found->label);
	say(j, CTI_ADVICE_GROUP, found->group);
	say(j, CTI_ADVICE_SKILLS, join(j, &found->skills));
}

/* --- the customer: tier, contract, list, stage --- */

static const struct cti__tier *tier_by_name(const struct judge *j,
					    struct cti__str name)
{
	const struct cti__tier *tier;
	size_t i;

	for (i = 0; i < j->rules->tiers.count && name.n; i++) {
		tier = &j->rules->tiers.at[i];
		if (cti__str_ieq(name, cti__str(tier->id)) ||
		    cti__str_ieq(name, cti__str(tier->label)) ||
		    is_one_of(&tier->also, name))
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

	tier = tier_by_name(j, given(j, j->rules->tier_given));
	scored = score_of(j, &score);
	if (scored) {
		/* A hair below a bound by rounding is on it. */
		cti__advice_set_int(j->parts, CTI_ADVICE_SCORE,
				    (int64_t)(score + 0.5));
		set_number(j, CTI__OWN_SCORE, score);
	}
	if (tier || scored)
		say(j, CTI_ADVICE_TIER_BY, tier ? "crm" : "score");
	if (!tier && scored)
		tier = tier_by_score(j, score + 1e-9);
	if (!tier)
		return;
	say(j, CTI_ADVICE_TIER, tier->id);
	say(j, CTI_ADVICE_TIER_LABEL, tier->label);
	set_text(j, CTI__OWN_TIER, tier->id);
	add_priority(j, tier->priority);
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
		say(j, CTI_ADVICE_CONTRACT, "none");
		set_text(j, CTI__OWN_CONTRACT, "none");
		return;
	}
	days = cti__date_number(&end) - cti__date_number(&j->today);
	say(j, CTI_ADVICE_CONTRACT, days < 0 ? "expired" : "valid");
	set_text(j, CTI__OWN_CONTRACT, days < 0 ? "expired" : "valid");
	cti__advice_set_int(j->parts, CTI_ADVICE_CONTRACT_DAYS, days);
	set_number(j, CTI__OWN_CONTRACT_DAYS, (double)days);
	for (i = 0; i < j->rules->renewals.count; i++) {
		renewal = &j->rules->renewals.at[i];
		if (days >= 0 && days <= renewal->days &&
		    (!*due || renewal->days < (*due)->days))
			*due = renewal;
	}
	if (!*due)
		return;
	say(j, CTI_ADVICE_RENEWAL, (*due)->id);
	say(j, CTI_ADVICE_RENEWAL_LABEL, (*due)->label);
	set_text(j, CTI__OWN_RENEWAL, (*due)->id);
}

static const char *const list_names[] = { "ordinary", "red", "black" };

/* What the CRM says goes before the rules, unless it says ordinary. */
static enum cti__list_kind find_list(struct judge *j)
{
	struct cti__str name = given(j, j->rules->list_given);
	const struct cti__list_rule *rule;
	int i;

	for (i = CTI__LIST_BLACK; i > CTI__LIST_ORDINARY && name.n; i--) {
		rule = &j->rules->lists[i];
		if (cti__str_ieq(name, cti__str(list_names[i])) ||
		    is_one_of(&rule->also, name))
			return (enum cti__list_kind)i;
	}
	for (i = CTI__LIST_BLACK; i > CTI__LIST_ORDINARY; i--)
		if (j->rules->lists[i].when &&
		    holds(j, j->rules->lists[i].when))
			return (enum cti__list_kind)i;
	return CTI__LIST_ORDINARY;
}

static void judge_list(struct judge *j)
{
	enum cti__list_kind kind = find_list(j);
	const struct cti__list_rule *rule = &j->rules->lists[kind];

	say(j, CTI_ADVICE_LIST, list_names[kind]);
	say(j, CTI_ADVICE_LIST_LABEL, rule->label);
	say(j, CTI_ADVICE_LIST_REASON, words(j, &rule->reason));
	set_text(j, CTI__OWN_LIST, list_names[kind]);
	add_priority(j, rule->priority);
}

static bool is_named(const struct cti__class *class, struct cti__str name)
{
	return cti__str_ieq(name, cti__str(class->id)) ||
	       cti__str_ieq(name, cti__str(class->label));
}

static void judge_stage(struct judge *j)
{
	struct cti__str name = given(j, j->rules->stage_given);
	const struct cti__class *stage, *found = NULL;
	size_t i;

	for (i = 0; i < j->rules->stages.count && name.n && !found; i++)
		if (is_named(&j->rules->stages.at[i], name))
			found = &j->rules->stages.at[i];
	for (i = 0; i < j->rules->stages.count && !found; i++) {
		stage = &j->rules->stages.at[i];
		if (holds(j, stage->when))
			found = stage;
	}
	if (!found)
		return;
	say(j, CTI_ADVICE_STAGE, found->id);
	say(j, CTI_ADVICE_STAGE_LABEL, found->label);
	set_text(j, CTI__OWN_STAGE, found->id);
}

static void judge_segments(struct judge *j)
{
	const struct cti__class *segment;
	struct cti__buf list = { 0 };
	size_t i;

	for (i = 0; i < j->rules->segments.count; i++) {
		segment = &j->rules->segments.at[i];
		if (!holds(j, segment->when))
			continue;
		cti__buf_text(&list, list.n ? "," : "");
		cti__buf_text(&list, segment->id);
	}
	if (list.n)
		say(j, CTI_ADVICE_SEGMENTS,
		    keep(j, cti__str_n(list.p, list.n)));
	cti__buf_fini(&list);
}

static void judge_owner(struct judge *j)
{
	struct cti__str name = given(j, j->rules->owner_field);
	struct cti__str device = given(j, j->rules->owner_device_field);
	const char *tier = j->parts->text[CTI_ADVICE_TIER];
	const struct cti__person *person;
	size_t i;

	if (!name.n || (j->rules->owner_tiers.count &&
			!is_one_of(&j->rules->owner_tiers, cti__str(tier))))
		return;
	for (i = 0; i < j->rules->people.count && !device.n; i++) {
		person = &j->rules->people.at[i];
		if (cti__str_is(name, person->name))
			device = cti__str(person->device);
	}
	say(j, CTI_ADVICE_OWNER, keep(j, name));
	say(j, CTI_ADVICE_OWNER_DEVICE, keep(j, device));
}

static void judge_contact(struct judge *j)
{
	say(j, CTI_ADVICE_CHANNEL, keep(j, given(j, j->rules->channel_field)));
	say(j, CTI_ADVICE_CHANNEL_TIME,
	    keep(j, given(j, j->rules->channel_time_field)));
	if (!j->rules->do_not_call || !holds(j, j->rules->do_not_call))
		return;
	cti__advice_set_int(j->parts, CTI_ADVICE_DO_NOT_CALL, 1);
	say(j, CTI_ADVICE_DO_NOT_CALL_REASON,
	    words(j, &j->rules->do_not_call_reason));
}

/* --- hints --- */

static void judge_quiet(struct judge *j)
{
	const struct cti__quiet *quiet;
	size_t i;

	for (i = 0; i < j->rules->quiets.count; i++) {
		quiet = &j->rules->quiets.at[i];
		if (!holds(j, quiet->when))
			continue;
		if (!j->silenced)
			say(j, CTI_ADVICE_QUIET, words(j, &quiet->reason));
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
	hint->text = words(j, &due->text);
	hint->reason = due->label ? due->label : keep(j, cti__str(reason));
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
	set_number(j, CTI__OWN_DAYS, days);
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
	set_number(j, CTI__OWN_SHARE, (double)(int64_t)(share * 100 + 0.5));
	return share >= rule->share;
}

static int32_t probability_of(struct judge *j,
			      const struct cti__hint_rule *rule)
{
	double percent = (double)rule->probability;

	if (rule->probability_of) {
		set_row(j);
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
	    (rule->part && !is_large(j, rule)) || !holds(j, rule->when))
		return;
	hint = add_hint(j, rule->kind, rule->id, rule->priority);
	if (!hint)
		return;
	hint->text = words(j, &rule->text);
	hint->reason = words(j, &rule->reason);
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

static void judge_hints(struct judge *j, const struct cti__renewal *due)
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

	set_cells(&j);
	line = judge_line(&j);
	if (query->customer) {
		judge_tier(&j);
		judge_contract(&j, &due);
		judge_list(&j);
		judge_stage(&j);
		judge_segments(&j);
		judge_owner(&j);
		judge_contact(&j);
	}
	judge_desk(&j, line);
	if (query->customer)
		judge_hints(&j, due);
	return j.err;
}
