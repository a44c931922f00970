/* SPDX-License-Identifier: MIT */
/* Numbers by the rules of a site: the way in, from a text and a plan. */
#include "identify/number.h"
#include "identify/parsing.h"
#include "util/say.h"

#include <cti/error.h>

#include <stddef.h>
#include <stdio.h>

/* The area code without trunk prefix, however the site wrote it. */
static struct cti__str plain_area(const struct cti__country *c,
				  struct cti__str area)
{
	struct cti__str trunk = cti__str(c->trunk);

	area = cti__str_trim(area);
	if (trunk.n && cti__str_starts(area, trunk))
		area = cti__behind(area, trunk.n);
	return cti__str_is_digits(area) && area.n <= 6 ? area : CTI__STR_NONE;
}

/* A country of which only the plug-in has rules. */
static const struct cti__country *elsewhere(struct cti__parsing *p,
					    struct cti__str name)
{
	static const struct cti__rule none[] = { { NULL, NULL, 0, 0, 0, 0,
						   0 } };
	uint32_t code;

	if (!p->plugin || name.n >= sizeof(p->elsewhere_name))
		return NULL;
	memcpy(p->elsewhere_name, name.p, name.n);
	code = p->plugin->code(p->elsewhere_name);
	if (!code || code > 999)
		return NULL;
	snprintf(p->elsewhere_code, sizeof(p->elsewhere_code), "%u",
		 (unsigned)code);
	p->elsewhere = (struct cti__country){ .name = p->elsewhere_name,
					      .code = p->elsewhere_code,
					      .trunk = "",
					      .abroad = "",
					      .carriers = "",
					      .rules = none,
					      .services = none };
	return &p->elsewhere;
}

static void prepare_plugin(struct cti__parsing *p, const cti_number_plan *plan)
{
	/* Older applications have a plan without it. */
	if (plan->size < sizeof(*plan))
		return;
	p->plugin = plan->plugin;
	p->plugin_all = plan->plugin_for == CTI_NUMBER_ALL;
}

static int prepare(struct cti__parsing *p, const cti_number_plan *plan)
{
	static const cti_number_plan standard = CTI_NUMBER_PLAN_INIT;
	struct cti__str country;

	if (!plan)
		plan = &standard;
	if (plan->size < offsetof(cti_number_plan, plugin))
		return CTI_EINVAL;
	prepare_plugin(p, plan);
	country = cti__str(plan->country ? plan->country : "CN");
	p->home = cti__country_find(country);
	if (!p->home)
		p->home = elsewhere(p, country);
	if (!p->home)
		return CTI_EINVAL;
	p->area = plain_area(p->home, cti__str(plan->area));
	p->outside = cti__str_trim(cti__str(plan->outside_prefix));
	p->carriers = cti__str(plan->carrier_prefixes ? plan->carrier_prefixes
						      : p->home->carriers);
	p->extension_digits = plan->extension_digits ? plan->extension_digits
						     : 5;
	return 0;
}

static void withhold(struct cti__parsing *p, struct cti__str text)
{
	memset(p->out, 0, sizeof(*p->out));
	p->out->size = sizeof(*p->out);
	p->out->number_class = CTI_NUMBER_WITHHELD;
	p->step_count = 0;
	cti__parsing_step(p, CTI__STEP_WITHHELD, text);
}

static int parse(struct cti__parsing *p, struct cti__spelling *spelling,
		 struct cti__str text, const cti_number_plan *plan)
{
	int err;

	memset(p->out, 0, sizeof(*p->out));
	p->out->size = sizeof(*p->out);
	err = prepare(p, plan);
	if (err)
		return err;
	cti__spelling_read(spelling, text);
	if (spelling->kind == CTI__SPELLING_NOTHING)
		return CTI_EINVAL;
	if (spelling->kind == CTI__SPELLING_WITHHELD) {
		withhold(p, text);
	} else if (spelling->kind == CTI__SPELLING_NAME || !spelling->n) {
		cti__parsing_step(p, CTI__STEP_NAME, text);
	} else {
		cti__dialled_read(p, spelling);
		cti__plugin_refine(p);
		/* Behind a prefix for other countries, which only now is off. */
		if (*p->out->e164 && cti__spelling_is_anonymous(p->out->e164 + 1))
			withhold(p, text);
	}
	return 0;
}

int cti__number_parse(struct cti__str text, const cti_number_plan *plan,
		      cti_number *out)
{
	struct cti__parsing p = { .out = out };
	struct cti__spelling spelling;

	return parse(&p, &spelling, text, plan);
}

int cti_number_parse(const char *text, const cti_number_plan *plan,
		     cti_number *out)
{
	if (!out || out->size < sizeof(*out))
		return CTI_EINVAL;
	return cti__number_parse(cti__str(text), plan, out);
}

int cti_number_explain(const char *text, const cti_number_plan *plan,
		       cti_number *out, cti_number_step_fn *fn, void *user)
{
	struct cti__parsing p = { .out = out };
	struct cti__spelling spelling;
	int err;

	if (!out || out->size < sizeof(*out) || !fn)
		return CTI_EINVAL;
	err = parse(&p, &spelling, cti__str(text), plan);
	if (!err)
		cti__steps_tell(&p, fn, user);
	return err;
}

const char *cti_number_class_name(enum cti_number_class number_class)
{
	static const char *const names[] = {
		CTI__TEXT("unknown"),	CTI__TEXT("extension"),
		CTI__TEXT("mobile"),	CTI__TEXT("fixed"),
		CTI__TEXT("toll-free"), CTI__TEXT("shared-cost"),
		CTI__TEXT("service"),	CTI__TEXT("withheld"),
	};
	size_t i = (size_t)number_class;

	return i < sizeof(names) / sizeof(names[0]) ? names[i] : names[0];
}
