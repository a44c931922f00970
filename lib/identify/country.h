/* SPDX-License-Identifier: MIT */
/* The numbering plans of countries, as data. */
#ifndef CTI__IDENTIFY_COUNTRY_H
#define CTI__IDENTIFY_COUNTRY_H

#include "util/str.h"

/* What is special about the numbers of a rule. */
enum cti__rule_flag {
	CTI__RULE_NO_TRUNK = 1, /* dialled inside the country as it is */
	CTI__RULE_PAIRS = 2	/* written in pairs of digits */
};

/* One block of national numbers (without the trunk prefix). */
struct cti__rule {
	/* Digit i of the number lies between from[i] and to[i]. */
	const char *from, *to;
	uint8_t min, max; /* digits in all */
	uint8_t number_class;
	uint8_t area; /* digits of the area code; 0: none */
	uint8_t flags;
};

struct cti__country {
	const char *name;     /* "CN" */
	const char *code;     /* "86" */
	const char *trunk;    /* "0"; "": none */
	const char *abroad;   /* "00"; several divided by commas */
	const char *carriers; /* prefixes that choose a carrier; "": none */
	/* Numbers without area code: how long, and how they begin; 0: none. */
	uint8_t local_min, local_max;
	char local_first, local_last;
	const struct cti__rule *rules;	  /* the first that fits counts */
	const struct cti__rule *services; /* as dialled, without an area */
};

/* By its two letters, in either case; NULL if it is not known. */
const struct cti__country *cti__country_find(struct cti__str name);
/* The country of a number in international digits; NULL if it is not known. */
const struct cti__country *cti__country_of(struct cti__str digits);
/* How many of the digits are the country code: 1 to 3. */
size_t cti__country_code_len(struct cti__str digits);
/* The rule for a number among those that end with an empty one, or NULL. */
const struct cti__rule *cti__rule_find(const struct cti__rule *rules,
				       struct cti__str number);

#endif
