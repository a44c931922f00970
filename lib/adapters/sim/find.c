/* SPDX-License-Identifier: MIT */
/* Whom a word of a command means: a call by its name, or a number. */
#include "adapters/sim/sim.h"
#include "util/say.h"

/* How many names an error lists. */
#define NAMES_SHOWN 8

bool cti__sim_is_any(const struct sim_leg *leg)
{
	(void)leg;
	return true;
}

bool cti__sim_is_ringing(const struct sim_leg *leg)
{
	return leg->state == CTI_STATE_ALERTING;
}

bool cti__sim_is_talking(const struct sim_leg *leg)
{
	return leg->state == CTI_STATE_UP && leg->bridge && !leg->held &&
	       leg->bridge->kind != CTI_BRIDGE_HOLDING;
}

bool cti__sim_is_in_call(const struct sim_leg *leg)
{
	return cti__sim_is_talking(leg) || leg->held;
}

bool cti__sim_is_held(const struct sim_leg *leg)
{
	return leg->held;
}

bool cti__sim_is_consulting(const struct sim_leg *leg)
{
	return leg->first || leg->consult;
}

static bool is_named(const struct sim_leg *leg, struct cti__str word)
{
	return cti__str_is(word, leg->alias) || cti__str_is(word, leg->number);
}

static int nobody(struct sim *sim, struct cti__str word)
{
	struct cti__buf names = { 0 };
	struct cti__list *node;
	struct sim_leg *leg;
	size_t shown = 0;
	int err;

	cti__list_each (node, &sim->legs) {
		leg = cti__list_entry(node, struct sim_leg, node);
		if (!*leg->alias && leg->phone)
			continue;
		if (shown == NAMES_SHOWN)
			cti__buf_text(&names, cti__say(" and more"));
		if (shown++ >= NAMES_SHOWN)
			break;
		cti__buf_text(&names, shown > 1 ? ", " : "");
		cti__buf_text(&names, *leg->alias ? leg->alias : leg->number);
	}
	err = cti__sim_wrong(
		sim, CTI_EINVAL, "nobody is called %.*s; %s%s", SIM_ARG(word),
		shown ? cti__say("known are ") : cti__say("nobody calls now"),
		cti__buf_cstr(&names));
	cti__buf_fini(&names);
	return err;
}

int cti__sim_find(struct sim *sim, struct cti__str word,
		  bool (*fits)(const struct sim_leg *leg), const char *not_so,
		  struct sim_leg **out)
{
	struct cti__list *node;
	struct sim_leg *leg;
	bool known = cti__sim_phone(sim, word) != NULL ||
		     cti__sim_is_extension(sim, word);

	cti__list_each (node, &sim->legs) {
		leg = cti__list_entry(node, struct sim_leg, node);
		if (!is_named(leg, word))
			continue;
		known = true;
		*out = leg;
		if (fits(leg))
			return 0;
	}
	if (!known)
		return nobody(sim, word);
	return cti__sim_wrong(sim, CTI_ESTATE, "%.*s %s", SIM_ARG(word),
			      cti__say(not_so));
}

int cti__sim_name_is_free(struct sim *sim, struct cti__str name)
{
	struct cti__list *node;

	if (name.n)
		cti__list_each (node, &sim->legs)
			if (cti__str_is(
				    name,
				    cti__list_entry(node, struct sim_leg, node)
					    ->alias))
				return cti__sim_wrong(
					sim, CTI_ESTATE,
					"%.*s is a live call already",
					SIM_ARG(name));
	return 0;
}
