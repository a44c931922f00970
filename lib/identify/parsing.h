/* SPDX-License-Identifier: MIT */
/* A number while it is taken apart: the plan at hand, and what was done. */
#ifndef CTI__IDENTIFY_PARSING_H
#define CTI__IDENTIFY_PARSING_H

#include "identify/country.h"
#include "identify/spelling.h"

#include <cti/number.h>

/* A shorter match key would fit too many. */
#define CTI__KEY_MIN 7

/* What was done, in the order of the names in steps.c. */
enum cti__step {
	CTI__STEP_DIGITS,
	CTI__STEP_NAME,
	CTI__STEP_WITHHELD,
	CTI__STEP_EXTENSION,
	CTI__STEP_DASH,
	CTI__STEP_ABROAD,
	CTI__STEP_CODE,
	CTI__STEP_TRUNK,
	CTI__STEP_OUTSIDE,
	CTI__STEP_CARRIER,
	CTI__STEP_AREA,
	CTI__STEP_WHOLE,
	CTI__STEP_FOREIGN,
	CTI__STEP_SERVICE,
	CTI__STEP_SHORT,
	CTI__STEP_LOCAL,
	CTI__STEP_NOTHING,
	CTI__STEP_PLUGIN,
	CTI__STEP_PLUGIN_NONE
};

#define CTI__STEPS 12

struct cti__parsing {
	const struct cti__country *home;
	struct cti__str area; /* without trunk prefix */
	struct cti__str outside;
	struct cti__str carriers;
	size_t extension_digits;
	bool plus; /* somebody wrote + before the digits */
	const cti_number_plugin *plugin; /* NULL: none */
	bool plugin_all;		 /* also asked about home */
	/* home, where only the plug-in knows the country. */
	struct cti__country elsewhere;
	char elsewhere_name[8], elsewhere_code[8];
	cti_number *out;
	/* Values live as long as the digits and the plan. */
	struct {
		enum cti__step kind;
		struct cti__str value;
	} step[CTI__STEPS];
	size_t step_count;
	/* What a step says of the rule that fitted. */
	const struct cti__country *country;
	const struct cti__rule *rule;
};

/* What is behind the first n digits. */
static inline struct cti__str cti__behind(struct cti__str d, size_t n)
{
	return cti__str_sub(d, n, d.n);
}

/* parsing.c: the result. */

/* A step is undone by setting step_count back. */
void cti__parsing_step(struct cti__parsing *p, enum cti__step kind,
		       struct cti__str value);
/* Empty the result but for its extension. */
void cti__parsing_forget(struct cti__parsing *p);
void cti__parsing_extension(struct cti__parsing *p, struct cti__str extension);
/* A whole number of a country whose rules are known. */
void cti__parsing_whole(struct cti__parsing *p, const struct cti__country *c,
			const struct cti__rule *rule, struct cti__str nsn);
/* A whole number, with its country code, of which only that is known. */
void cti__parsing_abroad(struct cti__parsing *p, struct cti__str d);
/* A number that has no international form: the digits are all there is. */
void cti__parsing_plain(struct cti__parsing *p,
			enum cti_number_class number_class, struct cti__str d);
/* A service of another area; area: digits of its code. */
void cti__parsing_area_service(struct cti__parsing *p,
			       const struct cti__country *c, size_t area,
			       struct cti__str nsn);
/* What the plug-in said. */
void cti__parsing_answer(struct cti__parsing *p,
			 const cti_number_answer *answer);

/* dialled.c: what digits mean to the site. */

void cti__dialled_read(struct cti__parsing *p, const struct cti__spelling *s);

/* plugin.c */

/* Whether the plug-in knows the number; the result is what it says then. */
bool cti__plugin_ask(struct cti__parsing *p, struct cti__str number);
/* Another country's number may be put better by the plug-in. */
void cti__plugin_refine(struct cti__parsing *p);

/* steps.c */

/* Tell the steps taken, and those that follow from the result. */
void cti__steps_tell(const struct cti__parsing *p, cti_number_step_fn *fn,
		     void *user);

#endif
