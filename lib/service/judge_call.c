/* SPDX-License-Identifier: MIT */
/* What follows from the number dialled and the queue: line, campaign, desk. */
#include "service/judge.h"

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
		    (cti__judge_is_dialled(j, &c->numbers) ||
		     (!c->numbers.count &&
		      cti__judge_matches(&c->queues, j->query->queue))))
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
		if (cti__judge_is_dialled(j, &line->numbers)) {
			if (cti__judge_matches(&line->queues, j->query->queue))
				return line;
			if (!by_number)
				by_number = line;
		}
		if (!by_queue &&
		    cti__judge_matches(&line->queues, j->query->queue))
			by_queue = line;
	}
	return by_number ? by_number : by_queue;
}

const struct cti__line *cti__judge_line(struct judge *j)
{
	const struct cti__campaign *campaign = find_campaign(j);
	const struct cti__line *line = find_line(j, campaign);

	if (campaign) {
		cti__judge_say(j, CTI_ADVICE_CAMPAIGN, campaign->id);
		cti__judge_say(j, CTI_ADVICE_CAMPAIGN_LABEL, campaign->label);
		cti__judge_say(j, CTI_ADVICE_MEDIUM, campaign->medium);
		cti__judge_set_text(j, CTI__OWN_CAMPAIGN, campaign->id);
		cti__judge_set_text(j, CTI__OWN_MEDIUM, campaign->medium);
	}
	if (line) {
		cti__judge_say(j, CTI_ADVICE_LINE, line->id);
		cti__judge_say(j, CTI_ADVICE_LINE_LABEL, line->label);
		cti__judge_say(j, CTI_ADVICE_PHASE, line->phase);
		cti__judge_say(j, CTI_ADVICE_VERIFY_REQUEST, line->request);
		cti__judge_say(j, CTI_ADVICE_TENANT, line->tenant);
		cti__judge_set_text(j, CTI__OWN_LINE, line->id);
		cti__judge_set_text(j, CTI__OWN_TENANT, line->tenant);
		cti__judge_set_text(j, CTI__OWN_PHASE, line->phase);
	}
	return line;
}

/* What the menu or the agent says of it is kept, even if it is on no list. */
void cti__judge_reason(struct judge *j)
{
	const struct cti__texts *given = &j->rules->reason_given;
	const struct cti__reason *reason, *found = NULL;
	struct cti__str said = CTI__STR_NONE;
	const char *id;
	size_t i;

	for (i = 0; i < given->count && !said.n; i++)
		said = cti__judge_given(j, given->at[i]);
	if (!said.n)
		return;
	for (i = 0; i < j->rules->reasons.count && !found; i++) {
		reason = &j->rules->reasons.at[i];
		if (cti__str_ieq(said, cti__str(reason->id)) ||
		    cti__str_ieq(said, cti__str(reason->label)) ||
		    cti__judge_is_one_of(&reason->also, said))
			found = reason;
	}
	id = found ? found->id : cti__judge_keep(j, said);
	cti__judge_say(j, CTI_ADVICE_REASON, id);
	cti__judge_set_text(j, CTI__OWN_REASON, id);
	if (!found)
		return;
	cti__judge_say(j, CTI_ADVICE_REASON_LABEL, found->label);
	cti__judge_say(j, CTI_ADVICE_VERIFY_REQUEST, found->request);
	cti__judge_say(j, CTI_ADVICE_PHASE, found->phase);
	if (found->phase)
		cti__judge_set_text(j, CTI__OWN_PHASE, found->phase);
}

static bool fits_desk(struct judge *j, const struct cti__desk *desk,
		      const struct cti__line *line)
{
	bool named = desk->queues.count || desk->lines.count;

	if (named && !cti__judge_matches(&desk->queues, j->query->queue) &&
	    !(line && cti__judge_is_one_of(&desk->lines, cti__str(line->id))))
		return false;
	return (named || desk->when) && cti__judge_holds(j, desk->when);
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
	kept = list.n ? cti__judge_keep(j, cti__str_n(list.p, list.n)) : "";
	cti__buf_fini(&list);
	return kept;
}

/* The first that fits; else the one that the line names. */
void cti__judge_desk(struct judge *j, const struct cti__line *line)
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
	cti__judge_say(j, CTI_ADVICE_DESK, found->id);
	cti__judge_say(j, CTI_ADVICE_DESK_LABEL, found->label);
	cti__judge_say(j, CTI_ADVICE_GROUP, found->group);
	cti__judge_say(j, CTI_ADVICE_SKILLS, join(j, &found->skills));
}
