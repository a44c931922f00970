/* SPDX-License-Identifier: MIT */
/* The simulator's commands about calls that are talked in. */
#include "adapters/sim/words.h"
#include "util/say.h"

#include <stdio.h>

#define CODE_NORMAL 16

static int find_talking(struct sim *sim, const struct sim_words *words,
			struct sim_leg **out)
{
	return cti__sim_find(sim, words->plain[0], cti__sim_is_talking,
			     "does not talk", out);
}

int cti__sim_do_hold(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = find_talking(sim, words, &leg);

	if (!err)
		cti__sim_hold(sim, leg);
	return err;
}

int cti__sim_do_retrieve(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_held,
				"has nobody on hold", &leg);

	if (!err)
		cti__sim_unhold(sim, leg);
	return err;
}

int cti__sim_do_blind(struct sim *sim, const struct sim_words *words)
{
	struct cti__str name = cti__sim_value(words, "queue");
	struct sim_queue *queue = NULL;
	struct sim_leg *leg;
	int err = 0;

	if ((words->plains == 2) == (name.n > 0))
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "say where to: a number or queue NAME");
	if (name.n)
		err = cti__sim_queue_need(sim, &queue, name);
	if (!err)
		err = cti__sim_find(sim, words->plain[0], cti__sim_is_in_call,
				    "does not talk", &leg);
	if (err)
		return err;
	return cti__sim_blind(sim, leg, queue ? CTI__STR_NONE : words->plain[1],
			      queue);
}

int cti__sim_do_consult(struct sim *sim, const struct sim_words *words)
{
	struct cti__str alias = cti__sim_value(words, "as");
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_in_call,
				"does not talk", &leg);

	if (!err)
		err = cti__sim_name_is_free(sim, alias);
	if (err)
		return err;
	return cti__sim_consult(sim, leg, words->plain[1], alias);
}

static int find_consulting(struct sim *sim, const struct sim_words *words,
			   struct sim_leg **out)
{
	return cti__sim_find(sim, words->plain[0], cti__sim_is_consulting,
			     "has no consultation", out);
}

int cti__sim_do_transfer(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = find_consulting(sim, words, &leg);

	return err ? err : cti__sim_complete(sim, leg);
}

int cti__sim_do_return(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = find_consulting(sim, words, &leg);

	return err ? err : cti__sim_return(sim, leg);
}

int cti__sim_do_swap(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg, *first;
	int err = find_consulting(sim, words, &leg);

	if (err)
		return err;
	first = leg->first ? leg->first : leg;
	return cti__sim_swap(sim, first, first->consult);
}

int cti__sim_do_merge(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = find_consulting(sim, words, &leg);

	return err ? err : cti__sim_merge(sim, leg);
}

int cti__sim_do_park(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	uint64_t slot = 0;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_in_call,
				"does not talk", &leg);

	cti__sim_value_u64(words, "slot", &slot);
	return err ? err : cti__sim_park(sim, leg, (unsigned)slot);
}

static bool is_up(const struct sim_leg *leg)
{
	return leg->state == CTI_STATE_UP && !leg->held;
}

int cti__sim_press(struct sim *sim, const struct sim_leg *leg,
		   struct cti__str digits)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_DTMF, leg);
	size_t i;

	if (!is_up(leg))
		return cti__sim_wrong(sim, CTI_ESTATE, "%s does not talk",
				      leg->number);
	for (i = 0; i < digits.n; i++) {
		cti__sim_say(sim, CTI_FACT_DTMF_BEGIN, leg);
		fact.called = cti__str_sub(digits, i, 1);
		cti__sim_report(sim, &fact);
	}
	return 0;
}

int cti__sim_do_dtmf(struct sim *sim, const struct sim_words *words)
{
	struct cti__str digits = words->plain[1];
	struct sim_leg *leg;
	size_t i;
	int err;

	for (i = 0; i < digits.n; i++)
		if (!strchr("0123456789*#ABCD", digits.p[i]))
			return cti__sim_wrong(sim, CTI_EINVAL,
					      "digits are 0 to 9, *, # and A "
					      "to D, not \"%.*s\"",
					      SIM_ARG(digits));
	err = cti__sim_find(sim, words->plain[0], is_up, "does not talk", &leg);
	return err ? err : cti__sim_press(sim, leg, digits);
}

/* What a recording must be like for each word, and what it is after. */
static const struct {
	const char *word;
	bool from[3]; /* by enum sim_record */
	enum sim_record to;
	const char *not_so;
} recordings[] = {
	{ "started",
	  { true, false, false },
	  SIM_RECORD_ON,
	  CTI__TEXT("is recorded already") },
	{ "paused",
	  { false, true, false },
	  SIM_RECORD_PAUSED,
	  CTI__TEXT("is not being recorded") },
	{ "resumed",
	  { false, false, true },
	  SIM_RECORD_ON,
	  CTI__TEXT("has no recording that is paused") },
	{ "stopped",
	  { false, true, true },
	  SIM_RECORD_NONE,
	  CTI__TEXT("is not being recorded") },
};

int cti__sim_record(struct sim *sim, struct sim_leg *leg, struct cti__str state,
		    struct cti__str ref)
{
	struct cti_fact fact = cti__sim_fact(CTI_FACT_RECORD, leg);
	size_t i = 0;

	if (!cti__sim_is_in_call(leg))
		return cti__sim_wrong(sim, CTI_ESTATE, "%s does not talk",
				      leg->number);
	while (!cti__str_is(state, recordings[i].word))
		i++;
	if (!recordings[i].from[leg->record])
		return cti__sim_wrong(sim, CTI_ESTATE, "%s %s", leg->number,
				      cti__say(recordings[i].not_so));
	leg->record = recordings[i].to;
	fact.state_name = state;
	fact.data = ref;
	cti__sim_report(sim, &fact);
	return 0;
}

int cti__sim_do_record(struct sim *sim, const struct sim_words *words)
{
	struct cti__str state = words->plain[1];
	struct sim_leg *leg;
	size_t i;
	int err;

	for (i = 0; i < sizeof(recordings) / sizeof(recordings[0]); i++)
		if (cti__str_is(state, recordings[i].word))
			break;
	if (i == sizeof(recordings) / sizeof(recordings[0]))
		return cti__sim_wrong(sim, CTI_EINVAL,
				      "a recording is started, paused, resumed "
				      "or stopped, not \"%.*s\"",
				      SIM_ARG(state));
	err = cti__sim_find(sim, words->plain[0], cti__sim_is_in_call,
			    "does not talk", &leg);
	return err ? err
		   : cti__sim_record(sim, leg, state,
				     cti__sim_value(words, "ref"));
}

int cti__sim_do_mute(struct sim *sim, const struct sim_words *words)
{
	struct sim_leg *leg;
	int err = cti__sim_find(sim, words->plain[0], cti__sim_is_in_call,
				"does not talk", &leg);

	if (!err)
		leg->muted = !cti__sim_has(words, "off");
	return err;
}
