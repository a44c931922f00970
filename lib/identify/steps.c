/* SPDX-License-Identifier: MIT */
/* What was done to a number, in sentences. */
#include "identify/parsing.h"
#include "util/say.h"

#include <stdarg.h>
#include <stdio.h>

#define TEXT_SIZE 240

struct teller {
	const struct cti__parsing *p;
	cti_number_step_fn *fn;
	void *user;
};

__attribute__((format(printf, 4, 5))) static void tell(const struct teller *t,
						       const char *name,
						       struct cti__str value,
						       const char *format, ...)
{
	char text[TEXT_SIZE], copy[64];
	cti_number_step step = { sizeof(step), name, copy, text };
	va_list args;

	snprintf(copy, sizeof(copy), "%.*s", (int)value.n,
		 value.n ? value.p : "");
	va_start(args, format);
	cti__say_into(text, sizeof(text), format, args);
	va_end(args);
	t->fn(t->user, &step);
}

/* "13 to 19", or "400" where both ends are one. */
static const char *range(const struct cti__rule *rule, char *to, size_t size)
{
	if (strcmp(rule->from, rule->to) == 0)
		snprintf(to, size, "%s", rule->from);
	else
		cti__say_to(to, size, "digits from %s to %s", rule->from,
			    rule->to);
	return to;
}

static const char *length(const struct cti__rule *rule, char *to, size_t size)
{
	if (rule->min == rule->max)
		snprintf(to, size, "%u", rule->min);
	else
		cti__say_to(to, size, "%u to %u", rule->min, rule->max);
	return to;
}

static void tell_whole(const struct teller *t)
{
	const struct cti__rule *rule = t->p->rule;
	char digits[32], count[16];

	tell(t, "rule", cti__str(t->p->out->e164),
	     "numbers of %s with %s digits that begin with %s are %s",
	     t->p->country->name, length(rule, count, sizeof(count)),
	     range(rule, digits, sizeof(digits)),
	     cti__say(cti_number_class_name(
		     (enum cti_number_class)rule->number_class)));
}

static void tell_code(const struct teller *t, struct cti__str code)
{
	const struct cti__country *c = cti__country_of(code);

	tell(t, "country-code", code, "the country code of %s was taken off",
	     c ? c->name : t->p->home->name);
}

static void tell_short(const struct teller *t, struct cti__str d)
{
	tell(t, "extension-length", d,
	     "no outside number fits and %zu digits or fewer are an extension",
	     t->p->extension_digits);
}

static void tell_plugin(const struct teller *t)
{
	tell(t, "plugin", cti__str(t->p->out->e164),
	     "the plug-in %s knows the number; class and forms are its own",
	     t->p->plugin->name);
}

static void tell_no_plugin(const struct teller *t)
{
	tell(t, "plugin", CTI__STR_NONE,
	     "the plug-in %s does not know the number", t->p->plugin->name);
}

static void tell_taken(const struct teller *t, enum cti__step kind,
		       struct cti__str value)
{
	/* One row each of those that only say what was read or taken off. */
	static const struct {
		const char *name, *text;
	} plain[] = {
		[CTI__STEP_DIGITS] = { "digits",
				       CTI__TEXT("the digits that were read") },
		[CTI__STEP_NAME] = { "name",
				     CTI__TEXT("digits in a name or with signs "
					       "between are no number") },
		[CTI__STEP_WITHHELD] = { "withheld",
					 CTI__TEXT("says that the number is "
						   "withheld") },
		[CTI__STEP_EXTENSION] = { "extension",
					  CTI__TEXT(
						  "behind an extension mark") },
		[CTI__STEP_DASH] = { "extension",
				     CTI__TEXT("the last group, as the rest is "
					       "a whole number") },
		[CTI__STEP_ABROAD] = { "international-prefix",
				       CTI__TEXT("dialled for other countries; "
						 "taken off") },
		[CTI__STEP_TRUNK] = { "trunk-prefix",
				      CTI__TEXT("dialled before an area code; "
						"taken off") },
		[CTI__STEP_OUTSIDE] = { "outside-prefix",
					CTI__TEXT("the site's prefix for an "
						  "outside "
						  "line was taken off") },
		[CTI__STEP_CARRIER] = { "carrier-prefix",
					CTI__TEXT("a prefix that chooses a "
						  "carrier was taken off") },
		[CTI__STEP_AREA] = { "area",
				     CTI__TEXT("the site's area code was put "
					       "before a local number") },
		[CTI__STEP_FOREIGN] = { "country-code",
					CTI__TEXT("a country whose rules are "
						  "not known here; only its "
						  "code is told apart") },
		[CTI__STEP_SERVICE] = { "service",
					CTI__TEXT("a service number of the "
						  "country, which has no "
						  "international form") },
		[CTI__STEP_LOCAL] = { "local",
				      CTI__TEXT("a local number; the plan "
						"names no area "
						"code to put before it") },
		[CTI__STEP_NOTHING] = { "rule",
					CTI__TEXT("no rule of the plan fits") },
	};

	tell(t, plain[kind].name, value, "%s", cti__say(plain[kind].text));
}

static void tell_step(const struct teller *t, enum cti__step kind,
		      struct cti__str value)
{
	switch (kind) {
	case CTI__STEP_WHOLE:
		tell_whole(t);
		break;
	case CTI__STEP_CODE:
		tell_code(t, value);
		break;
	case CTI__STEP_SHORT:
		tell_short(t, value);
		break;
	case CTI__STEP_PLUGIN:
		tell_plugin(t);
		break;
	case CTI__STEP_PLUGIN_NONE:
		tell_no_plugin(t);
		break;
	default:
		tell_taken(t, kind, value);
		break;
	}
}

/* Why a key is one. */
static void tell_key(const struct teller *t, const char *key)
{
	const cti_number *out = t->p->out;
	struct cti__str value = cti__str(key);

	if (out->e164[0] && strcmp(out->e164 + 1, key) == 0)
		tell(t, "key", value, "matches the international form");
	else if (strcmp(out->national, key) == 0)
		tell(t, "key", value,
		     "matches the form dialled inside the "
		     "country");
	else if (out->number_class == CTI_NUMBER_SERVICE)
		tell(t, "key", value, "matches the service in any area");
	else
		tell(t, "key", value, "matches the last %zu digits", value.n);
}

void cti__steps_tell(const struct cti__parsing *p, cti_number_step_fn *fn,
		     void *user)
{
	struct teller t = { p, fn, user };
	size_t i;

	for (i = 0; i < p->step_count; i++)
		tell_step(&t, p->step[i].kind, p->step[i].value);
	for (i = 0; i < p->out->key_count; i++)
		tell_key(&t, p->out->key[i]);
}
