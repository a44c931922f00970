/* SPDX-License-Identifier: MIT */
/* The numbering plans of countries, as data. */
#include "identify/country.h"

#include <cti/number.h>

#define ANY    CTI_NUMBER_UNKNOWN
#define MOBILE CTI_NUMBER_MOBILE
#define FIXED  CTI_NUMBER_FIXED
#define FREE   CTI_NUMBER_TOLL_FREE
#define SHARED CTI_NUMBER_SHARED
#define SHORT  CTI_NUMBER_SERVICE
#define BARE   CTI__RULE_NO_TRUNK
#define PAIRS  CTI__RULE_PAIRS
#define END                                                                    \
	{                                                                      \
		NULL, NULL, 0, 0, 0, 0, 0                                      \
	}

/* China. A subscriber's number begins with 2 to 8; only 95 and 96 with 9. */
static const struct cti__rule cn_rules[] = {
	{ "13", "19", 11, 11, MOBILE, 0, BARE },
	{ "400", "400", 10, 10, SHARED, 0, BARE },
	{ "800", "800", 10, 10, FREE, 0, BARE },
	{ "102", "108", 10, 10, FIXED, 2, 0 },
	{ "202", "298", 10, 10, FIXED, 2, 0 },
	{ "3002", "8998", 10, 11, FIXED, 3, 0 },
	/* No area is called 950, 956 to 959 or 96: those are services. */
	{ "9002", "9498", 10, 11, FIXED, 3, 0 },
	{ "9512", "9558", 10, 11, FIXED, 3, 0 },
	{ "9702", "9998", 10, 11, FIXED, 3, 0 },
	END
};

static const struct cti__rule cn_services[] = {
	{ "110", "110", 3, 3, SHORT, 0, 0 }, /* police */
	{ "112", "112", 3, 3, SHORT, 0, 0 },
	{ "114", "114", 3, 3, SHORT, 0, 0 }, /* directory */
	{ "119", "119", 3, 3, SHORT, 0, 0 }, /* fire */
	{ "120", "120", 3, 3, SHORT, 0, 0 }, /* ambulance */
	{ "122", "122", 3, 3, SHORT, 0, 0 }, /* traffic */
	{ "100", "101", 5, 8, SHORT, 0, 0 }, /* carriers: 10086, 1008611 */
	{ "111", "111", 5, 5, SHORT, 0, 0 }, /* post: 11185 */
	{ "116", "118", 5, 6, SHORT, 0, 0 }, /* 118114 */
	{ "121", "129", 5, 6, SHORT, 0, 0 }, /* 12345, 12306 */
	{ "160", "160", 5, 8, SHORT, 0, 0 }, /* information lines */
	{ "168", "168", 5, 8, SHORT, 0, 0 },
	{ "179", "179", 5, 5, SHORT, 0, 0 }, /* access to cheap carriers */
	{ "95", "95", 5, 8, SHORT, 0, 0 },   /* banks, insurers, airlines */
	{ "96", "96", 5, 8, SHORT, 0, 0 },   /* the same of one province */
	/* Numbers lent by couriers and platforms: 95013 and six more. */
	{ "950", "950", 9, 13, SHORT, 0, 0 },
	/* Ports of short messages; with ten digits it is Beijing without 0. */
	{ "1065", "1069", 8, 9, SHORT, 0, 0 },
	{ "1065", "1069", 12, 20, SHORT, 0, 0 },
	END
};

static const struct cti__rule hk_rules[] = {
	{ "800", "800", 9, 9, FREE, 0, BARE },
	{ "580", "581", 8, 8, FIXED, 0, BARE },
	{ "4", "7", 8, 8, MOBILE, 0, BARE },
	{ "9", "9", 8, 8, MOBILE, 0, BARE },
	{ "2", "3", 8, 8, FIXED, 0, BARE },
	{ "81", "83", 8, 8, FIXED, 0, BARE },
	{ "84", "89", 8, 8, MOBILE, 0, BARE },
	END
};

static const struct cti__rule hk_services[] = {
	{ "999", "999", 3, 3, SHORT, 0, 0 },
	{ "992", "992", 3, 3, SHORT, 0, 0 },
	{ "112", "112", 3, 3, SHORT, 0, 0 },
	{ "18", "18", 5, 6, SHORT, 0, 0 },
	END
};

static const struct cti__rule mo_rules[] = {
	{ "0800", "0800", 7, 7, FREE, 0, BARE },
	{ "6", "6", 8, 8, MOBILE, 0, BARE },
	{ "2", "2", 8, 8, FIXED, 0, BARE },
	{ "8", "8", 8, 8, FIXED, 0, BARE },
	END
};

static const struct cti__rule mo_services[] = {
	{ "999", "999", 3, 3, SHORT, 0, 0 },
	{ "110", "110", 3, 3, SHORT, 0, 0 },
	{ "112", "112", 3, 3, SHORT, 0, 0 },
	END
};

static const struct cti__rule tw_rules[] = {
	{ "99", "99", 9, 9, ANY, 3, 0 }, /* follows a person */
	{ "9", "9", 9, 9, MOBILE, 3, 0 },
	{ "80", "80", 8, 9, FREE, 3, 0 },
	{ "20", "20", 7, 9, ANY, 3, 0 }, /* dear */
	{ "50", "50", 9, 9, SHARED, 2, 0 },
	{ "70", "70", 9, 11, FIXED, 2, 0 }, /* over the internet */
	{ "2", "2", 9, 9, FIXED, 1, 0 },
	{ "37", "37", 8, 8, FIXED, 2, 0 },
	{ "49", "49", 9, 9, FIXED, 2, 0 },
	{ "82", "82", 8, 9, FIXED, 2, 0 },
	{ "89", "89", 8, 8, FIXED, 2, 0 },
	{ "3", "8", 8, 9, FIXED, 1, 0 },
	END
};

static const struct cti__rule tw_services[] = {
	{ "110", "110", 3, 3, SHORT, 0, 0 },
	{ "112", "113", 3, 3, SHORT, 0, 0 },
	{ "119", "119", 3, 3, SHORT, 0, 0 },
	{ "165", "165", 3, 3, SHORT, 0, 0 },
	END
};

static const struct cti__rule sg_rules[] = {
	{ "1800", "1800", 11, 11, FREE, 0, BARE },
	{ "1900", "1900", 11, 11, ANY, 0, BARE },
	{ "7000", "7000", 11, 11, SHARED, 0, BARE },
	{ "800", "800", 10, 10, FREE, 0, BARE },
	{ "8", "9", 8, 8, MOBILE, 0, BARE },
	{ "6", "6", 8, 8, FIXED, 0, BARE },
	{ "3", "3", 8, 8, FIXED, 0, BARE },
	END
};

static const struct cti__rule sg_services[] = {
	{ "999", "999", 3, 3, SHORT, 0, 0 },
	{ "995", "995", 3, 3, SHORT, 0, 0 },
	{ "993", "993", 3, 3, SHORT, 0, 0 },
	END
};

static const struct cti__rule jp_rules[] = {
	{ "800", "800", 10, 10, FREE, 3, 0 },
	{ "70", "90", 10, 10, MOBILE, 2, 0 },
	{ "50", "50", 10, 10, FIXED, 2, 0 }, /* over the internet */
	{ "20", "20", 10, 10, ANY, 2, 0 },   /* machines */
	{ "60", "60", 9, 9, ANY, 2, 0 },     /* follows a person */
	{ "120", "120", 9, 9, FREE, 3, 0 },
	{ "570", "570", 9, 9, SHARED, 3, 0 },
	{ "990", "990", 9, 9, ANY, 3, 0 }, /* dear */
	{ "3", "3", 9, 9, FIXED, 1, 0 },
	{ "6", "6", 9, 9, FIXED, 1, 0 },
	{ "1", "9", 9, 9, FIXED, 2, 0 },
	END
};

static const struct cti__rule jp_services[] = {
	{ "104", "104", 3, 3, SHORT, 0, 0 },
	{ "110", "110", 3, 3, SHORT, 0, 0 },
	{ "115", "115", 3, 3, SHORT, 0, 0 },
	{ "117", "119", 3, 3, SHORT, 0, 0 },
	{ "171", "171", 3, 3, SHORT, 0, 0 },
	{ "177", "177", 3, 3, SHORT, 0, 0 },
	END
};

/* North America does not tell mobile numbers from fixed ones. */
static const struct cti__rule us_rules[] = {
	{ "8002", "8009", 10, 10, FREE, 0, BARE },
	{ "8332", "8339", 10, 10, FREE, 0, BARE },
	{ "8442", "8449", 10, 10, FREE, 0, BARE },
	{ "8552", "8559", 10, 10, FREE, 0, BARE },
	{ "8662", "8669", 10, 10, FREE, 0, BARE },
	{ "8772", "8779", 10, 10, FREE, 0, BARE },
	{ "8882", "8889", 10, 10, FREE, 0, BARE },
	{ "9002", "9009", 10, 10, ANY, 3, BARE }, /* dear */
	{ "2002", "9999", 10, 10, FIXED, 3, BARE },
	END
};

static const struct cti__rule us_services[] = {
	{ "211", "911", 3, 3, SHORT, 0, 0 },
	{ "988", "988", 3, 3, SHORT, 0, 0 },
	END
};

static const struct cti__rule gb_rules[] = {
	{ "7624", "7624", 10, 10, MOBILE, 4, 0 }, /* Isle of Man */
	{ "76", "76", 10, 10, ANY, 4, 0 },	  /* pagers */
	{ "71", "79", 10, 10, MOBILE, 4, 0 },
	{ "70", "70", 10, 10, ANY, 0, 0 },
	{ "800", "800", 7, 7, FREE, 3, 0 },
	{ "800", "800", 9, 10, FREE, 3, 0 },
	{ "808", "808", 10, 10, FREE, 3, 0 },
	{ "84", "84", 10, 10, SHARED, 3, 0 },
	{ "87", "87", 10, 10, SHARED, 3, 0 },
	{ "9", "9", 10, 10, ANY, 3, 0 },
	{ "20", "29", 10, 10, FIXED, 2, 0 },
	{ "3", "3", 10, 10, FIXED, 3, 0 },
	{ "113", "118", 10, 10, FIXED, 3, 0 },
	{ "121", "191", 10, 10, FIXED, 3, 0 },
	{ "12", "19", 9, 10, FIXED, 4, 0 },
	{ "55", "55", 10, 10, SHARED, 2, 0 },
	{ "56", "56", 10, 10, FIXED, 2, 0 },
	END
};

static const struct cti__rule gb_services[] = {
	{ "999", "999", 3, 3, SHORT, 0, 0 },
	{ "101", "101", 3, 3, SHORT, 0, 0 },
	{ "105", "105", 3, 3, SHORT, 0, 0 },
	{ "111", "112", 3, 3, SHORT, 0, 0 },
	{ "116", "116", 6, 6, SHORT, 0, 0 },
	{ "118", "118", 6, 6, SHORT, 0, 0 },
	END
};

static const struct cti__rule fr_rules[] = {
	{ "6", "7", 9, 9, MOBILE, 0, PAIRS },
	{ "800", "805", 9, 9, FREE, 0, PAIRS },
	{ "8", "8", 9, 9, SHARED, 0, PAIRS },
	{ "1", "5", 9, 9, FIXED, 0, PAIRS },
	{ "9", "9", 9, 9, FIXED, 0, PAIRS },
	END
};

static const struct cti__rule fr_services[] = {
	{ "15", "15", 2, 2, SHORT, 0, 0 },
	{ "17", "18", 2, 2, SHORT, 0, 0 },
	{ "112", "112", 3, 3, SHORT, 0, 0 },
	{ "114", "115", 3, 3, SHORT, 0, 0 },
	{ "119", "119", 3, 3, SHORT, 0, 0 },
	{ "116", "116", 6, 6, SHORT, 0, 0 },
	{ "118", "118", 6, 6, SHORT, 0, 0 },
	END
};

/* Germany has numbers of any length behind area codes of two to five digits. */
static const struct cti__rule de_rules[] = {
	{ "164", "164", 5, 13, ANY, 3, 0 }, /* pagers */
	{ "168", "169", 5, 13, ANY, 3, 0 },
	{ "15", "17", 10, 11, MOBILE, 3, 0 },
	{ "800", "800", 8, 13, FREE, 3, 0 },
	{ "180", "180", 7, 13, SHARED, 3, 0 },
	{ "181", "189", 7, 13, SHARED, 3, 0 }, /* closed groups */
	{ "137", "138", 7, 11, SHARED, 3, 0 },
	{ "700", "700", 8, 12, ANY, 3, 0 },
	{ "900", "900", 8, 12, ANY, 3, 0 },
	{ "32", "32", 9, 12, FIXED, 2, 0 },
	{ "30", "30", 5, 13, FIXED, 2, 0 },
	{ "40", "40", 5, 13, FIXED, 2, 0 },
	{ "69", "69", 5, 13, FIXED, 2, 0 },
	{ "89", "89", 5, 13, FIXED, 2, 0 },
	{ "201", "991", 6, 13, FIXED, 3, 0 },
	{ "202", "203", 6, 13, FIXED, 3, 0 },
	{ "208", "209", 6, 13, FIXED, 3, 0 },
	{ "212", "212", 6, 13, FIXED, 3, 0 },
	{ "214", "214", 6, 13, FIXED, 3, 0 },
	{ "228", "228", 6, 13, FIXED, 3, 0 },
	{ "234", "234", 6, 13, FIXED, 3, 0 },
	{ "335", "395", 6, 13, FIXED, 3, 0 },
	{ "340", "340", 6, 13, FIXED, 3, 0 },
	{ "906", "906", 6, 13, FIXED, 3, 0 },
	{ "3", "3", 6, 13, FIXED, 5, 0 },
	{ "2", "9", 6, 13, FIXED, 4, 0 },
	END
};

static const struct cti__rule de_services[] = {
	{ "110", "110", 3, 3, SHORT, 0, 0 },
	{ "112", "112", 3, 3, SHORT, 0, 0 },
	{ "115", "115", 3, 3, SHORT, 0, 0 },
	{ "116", "116", 6, 6, SHORT, 0, 0 },
	{ "118", "118", 5, 5, SHORT, 0, 0 },
	END
};

#define CN_CARRIERS                                                            \
	"17951,17950,17911,17910,17909,17908,17901,17900,17921,17920,17931,"   \
	"17930,17961,17960,17968,17969,17990,17991,17996,12593,10193,197,193," \
	"190"

static const struct cti__country countries[] = {
	{ "CN", "86", "0", "00", CN_CARRIERS, 7, 8, '2', '8', cn_rules,
	  cn_services },
	{ "HK", "852", "", "001,00", "", 0, 0, 0, 0, hk_rules, hk_services },
	{ "MO", "853", "", "00", "", 0, 0, 0, 0, mo_rules, mo_services },
	{ "TW", "886", "0", "002,009,005,006,007", "", 6, 8, '2', '8', tw_rules,
	  tw_services },
	{ "SG", "65", "", "001,000,002,008,018", "", 0, 0, 0, 0, sg_rules,
	  sg_services },
	{ "JP", "81", "0", "010", "0077,0088,0033,0036,0041,0061", 6, 8, '2',
	  '9', jp_rules, jp_services },
	{ "US", "1", "1", "011", "", 7, 7, '2', '9', us_rules, us_services },
	{ "CA", "1", "1", "011", "", 7, 7, '2', '9', us_rules, us_services },
	{ "GB", "44", "0", "00", "", 6, 8, '2', '9', gb_rules, gb_services },
	{ "FR", "33", "0", "00", "", 0, 0, 0, 0, fr_rules, fr_services },
	{ "DE", "49", "0", "00", "", 3, 10, '1', '9', de_rules, de_services },
};

#define COUNTRIES (sizeof(countries) / sizeof(countries[0]))

const struct cti__country *cti__country_find(struct cti__str name)
{
	size_t i;

	for (i = 0; i < COUNTRIES; i++)
		if (cti__str_ieq(name, cti__str(countries[i].name)))
			return &countries[i];
	return NULL;
}

const struct cti__country *cti__country_of(struct cti__str digits)
{
	size_t i;

	for (i = 0; i < COUNTRIES; i++)
		if (cti__str_starts(digits, cti__str(countries[i].code)))
			return &countries[i];
	return NULL;
}

size_t cti__country_code_len(struct cti__str digits)
{
	/* The codes of two digits; those of one are 1 and 7, the rest has 3. */
	static const char two[] =
		"20 27 28 30 31 32 33 34 36 39 40 41 43 44 45 "
		"46 47 48 49 51 52 53 54 55 56 57 58 60 61 "
		"62 63 64 65 66 81 82 83 84 86 89 90 91 92 "
		"93 94 95 98 ";
	size_t i;

	if (digits.n && (digits.p[0] == '1' || digits.p[0] == '7'))
		return 1;
	for (i = 0; digits.n > 1 && i + 3 < sizeof(two); i += 3)
		if (memcmp(two + i, digits.p, 2) == 0)
			return 2;
	return digits.n < 3 ? digits.n : 3;
}

static bool begins(const struct cti__rule *rule, struct cti__str number)
{
	size_t i;

	for (i = 0; rule->from[i]; i++)
		if (i == number.n || number.p[i] < rule->from[i] ||
		    number.p[i] > rule->to[i])
			return false;
	return true;
}

const struct cti__rule *cti__rule_find(const struct cti__rule *rule,
				       struct cti__str number)
{
	for (; rule->from; rule++)
		if (number.n >= rule->min && number.n <= rule->max &&
		    begins(rule, number))
			return rule;
	return NULL;
}
