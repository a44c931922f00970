/* SPDX-License-Identifier: MIT */
/* The tables of what the file of service knowledge may hold. */
#include "service/load.h"

#include <cti/error.h>

#define NEEDED		 true
#define AT(type, member) offsetof(struct cti__##type, member)

#define TEXT(name, offset)                                                     \
	{                                                                      \
		name, CTI__READ_TEXT, offset                                   \
	}
#define ID(type)                                                               \
	{                                                                      \
		"id", CTI__READ_TEXT, AT(type, id), NEEDED                     \
	}
#define LABEL(type) TEXT("label", AT(type, label))
#define TEXTS(name, offset)                                                    \
	{                                                                      \
		name, CTI__READ_TEXTS, offset                                  \
	}
#define WHEN(type)                                                             \
	{                                                                      \
		"when", CTI__READ_WHEN, AT(type, when)                         \
	}
#define PHRASE(name, offset)                                                   \
	{                                                                      \
		name, CTI__READ_PHRASE, offset                                 \
	}
#define COLUMN(name, offset)                                                   \
	{                                                                      \
		name, CTI__READ_COLUMN, offset                                 \
	}
#define INT(name, offset, least, most)                                         \
	{                                                                      \
		name, CTI__READ_INT, offset, false, least, most                \
	}
#define REAL(name, offset, least, most)                                        \
	{                                                                      \
		name, CTI__READ_REAL, offset, false, least, most               \
	}
#define ROWS(name, offset, members, type)                                      \
	{                                                                      \
		name, CTI__READ_ROWS, offset, false, 0, 0, NULL, members,      \
			sizeof(struct cti__##type)                             \
	}
#define OBJECT(name, offset, members)                                          \
	{                                                                      \
		name, CTI__READ_OBJECT, offset, false, 0, 0, NULL, members     \
	}
#define WORD(name, offset, words)                                              \
	{                                                                      \
		name, CTI__READ_WORD, offset, false, 0, 0, words               \
	}
#define OTHER(name, offset, read)                                              \
	{                                                                      \
		name, CTI__READ_OTHER, offset, false, 0, 0, NULL, NULL, 0,     \
			read                                                   \
	}

static const char *const hint_kinds[] = { "hint",    "offer", "care",
					  "renewal", "lead",  NULL };
static const char *const compares[] = { "equal", "last", "digits", "date",
					NULL };
static const char *const levels[] = { "none", "simple", "strict", NULL };

/* --- the customer --- */

static const struct cti__member tier_form[] = {
	TEXT("zh", AT(tier, form_zh)),
	TEXT("en", AT(tier, form_en)),
	CTI__MEMBERS_END,
};

static const struct cti__member tier[] = {
	ID(tier),
	LABEL(tier),
	TEXTS("also", AT(tier, also)),
	REAL("from", AT(tier, from), 0, 100),
	INT("priority", AT(tier, priority), 0, 1000),
	OBJECT("greeting", 0, tier_form),
	CTI__MEMBERS_END,
};

static const struct cti__member measure[] = {
	{ "field", CTI__READ_COLUMN, AT(measure, column), NEEDED },
	{ "weight", CTI__READ_REAL, AT(measure, weight), NEEDED, 0.000001,
	  1000000 },
	REAL("none", AT(measure, none), 0, 0),
	{ "full", CTI__READ_REAL, AT(measure, full), NEEDED },
	CTI__MEMBERS_END,
};

static const struct cti__member tiers[] = {
	TEXT("given", CTI__RULES(tier_given)),
	ROWS("score", CTI__RULES(measures), measure, measure),
	ROWS("levels", CTI__RULES(tiers), tier, tier),
	CTI__MEMBERS_END,
};

static const struct cti__member list_rule[] = {
	LABEL(list_rule),
	TEXTS("also", AT(list_rule, also)),
	WHEN(list_rule),
	PHRASE("reason", AT(list_rule, reason)),
	INT("priority", AT(list_rule, priority), 0, 1000),
	CTI__MEMBERS_END,
};

static const struct cti__member lists[] = {
	TEXT("given", CTI__RULES(list_given)),
	OBJECT("ordinary", CTI__RULES(lists[CTI__LIST_ORDINARY]), list_rule),
	OBJECT("red", CTI__RULES(lists[CTI__LIST_RED]), list_rule),
	OBJECT("black", CTI__RULES(lists[CTI__LIST_BLACK]), list_rule),
	CTI__MEMBERS_END,
};

static const struct cti__member class[] = {
	ID(class),
	LABEL(class),
	WHEN(class),
	CTI__MEMBERS_END,
};

static const struct cti__member life_cycle[] = {
	TEXT("given", CTI__RULES(stage_given)),
	ROWS("stages", CTI__RULES(stages), class, class),
	CTI__MEMBERS_END,
};

static const struct cti__member renewal[] = {
	ID(renewal),
	LABEL(renewal),
	{ "days", CTI__READ_INT, AT(renewal, days), NEEDED, 1, 3660 },
	PHRASE("text", AT(renewal, text)),
	CTI__MEMBERS_END,
};

static const struct cti__member contract[] = {
	{ "end", CTI__READ_COLUMN, CTI__RULES(contract_end), NEEDED },
	ROWS("renewal", CTI__RULES(renewals), renewal, renewal),
	CTI__MEMBERS_END,
};

static const struct cti__member contact[] = {
	TEXT("channel", CTI__RULES(channel_field)),
	TEXT("time", CTI__RULES(channel_time_field)),
	{ "do_not_call", CTI__READ_WHEN, CTI__RULES(do_not_call) },
	PHRASE("do_not_call_reason", CTI__RULES(do_not_call_reason)),
	CTI__MEMBERS_END,
};

/* --- the call --- */

static const struct cti__member line[] = {
	ID(line),
	LABEL(line),
	TEXT("phase", AT(line, phase)),
	TEXTS("numbers", AT(line, numbers)),
	TEXTS("queues", AT(line, queues)),
	TEXT("desk", AT(line, desk)),
	TEXT("verify", AT(line, request)),
	TEXT("tenant", AT(line, tenant)),
	CTI__MEMBERS_END,
};

static const struct cti__member reason[] = {
	ID(reason),
	LABEL(reason),
	TEXTS("also", AT(reason, also)),
	TEXT("phase", AT(reason, phase)),
	TEXT("verify", AT(reason, request)),
	CTI__MEMBERS_END,
};

static const struct cti__member reasons[] = {
	{ "given", CTI__READ_TEXTS, CTI__RULES(reason_given), NEEDED },
	ROWS("list", CTI__RULES(reasons), reason, reason),
	CTI__MEMBERS_END,
};

static const struct cti__member campaign[] = {
	ID(campaign),
	LABEL(campaign),
	TEXT("medium", AT(campaign, medium)),
	TEXT("line", AT(campaign, line)),
	TEXTS("numbers", AT(campaign, numbers)),
	TEXTS("queues", AT(campaign, queues)),
	{ "begins", CTI__READ_DAY, AT(campaign, begins) },
	{ "ends", CTI__READ_DAY, AT(campaign, ends) },
	CTI__MEMBERS_END,
};

static const struct cti__member desk[] = {
	ID(desk),
	LABEL(desk),
	TEXT("group", AT(desk, group)),
	TEXTS("skills", AT(desk, skills)),
	TEXTS("queues", AT(desk, queues)),
	TEXTS("lines", AT(desk, lines)),
	WHEN(desk),
	CTI__MEMBERS_END,
};

static const struct cti__member person[] = {
	{ "name", CTI__READ_TEXT, AT(person, name), NEEDED },
	{ "device", CTI__READ_TEXT, AT(person, device), NEEDED },
	CTI__MEMBERS_END,
};

static const struct cti__member owner[] = {
	TEXT("field", CTI__RULES(owner_field)),
	TEXT("device_field", CTI__RULES(owner_device_field)),
	TEXTS("tiers", CTI__RULES(owner_tiers)),
	ROWS("people", CTI__RULES(people), person, person),
	CTI__MEMBERS_END,
};

/* --- hints --- */

#define REASON                                                                 \
	{                                                                      \
		"reason", CTI__READ_PHRASE, AT(hint_rule, reason), NEEDED      \
	}
#define HINT_TEXT                                                              \
	{                                                                      \
		"text", CTI__READ_PHRASE, AT(hint_rule, text), NEEDED          \
	}
#define PRIORITY INT("priority", AT(hint_rule, priority), 0, 1000)
#define PRODUCT	 TEXT("product", AT(hint_rule, product))

static const struct cti__member hint[] = {
	ID(hint_rule),	 WORD("kind", AT(hint_rule, kind), hint_kinds),
	WHEN(hint_rule), HINT_TEXT,
	REASON,		 PRODUCT,
	PRIORITY,	 CTI__MEMBERS_END,
};

static int read_silences(struct cti__read *r, const struct cti__json *value,
			 void *to)
{
	return cti__read_set(r, value, hint_kinds, to);
}

static const struct cti__member quiet[] = {
	{ "when", CTI__READ_WHEN, AT(quiet, when), NEEDED },
	{ "reason", CTI__READ_PHRASE, AT(quiet, reason), NEEDED },
	OTHER("silences", AT(quiet, silences), read_silences),
	CTI__MEMBERS_END,
};

static const struct cti__member hints[] = {
	INT("budget", CTI__RULES(budget), 0, 100),
	ROWS("quiet", CTI__RULES(quiets), quiet, quiet),
	ROWS("rules", CTI__RULES(hints), hint, hint_rule),
	CTI__MEMBERS_END,
};

static const struct cti__member care[] = {
	ID(hint_rule),
	COLUMN("date", AT(hint_rule, date)),
	INT("within", AT(hint_rule, within), 0, 365),
	WHEN(hint_rule),
	HINT_TEXT,
	REASON,
	PRIORITY,
	CTI__MEMBERS_END,
};

static const struct cti__member part[] = {
	ID(hint_rule),
	{ "field", CTI__READ_COLUMN, AT(hint_rule, part), NEEDED },
	{ "share", CTI__READ_REAL, AT(hint_rule, share), NEEDED, 0.01, 1 },
	WHEN(hint_rule),
	HINT_TEXT,
	REASON,
	PRODUCT,
	PRIORITY,
	CTI__MEMBERS_END,
};

static const struct cti__member cross_sell[] = {
	{ "total", CTI__READ_COLUMN, CTI__RULES(total), NEEDED },
	ROWS("parts", CTI__RULES(parts), part, hint_rule),
	CTI__MEMBERS_END,
};

static const struct cti__member lead[] = {
	ID(hint_rule),
	{ "product", CTI__READ_TEXT, AT(hint_rule, product), NEEDED },
	INT("probability", AT(hint_rule, probability), 0, 100),
	{ "probability_of", CTI__READ_WHEN, AT(hint_rule, probability_of) },
	{ "when", CTI__READ_WHEN, AT(hint_rule, when), NEEDED },
	PHRASE("text", AT(hint_rule, text)),
	REASON,
	PRIORITY,
	CTI__MEMBERS_END,
};

/* --- verification --- */

static const struct cti__member factor[] = {
	ID(factor),
	LABEL(factor),
	{ "field", CTI__READ_TEXT, AT(factor, field), NEEDED },
	WORD("compare", AT(factor, compare), compares),
	INT("digits", AT(factor, digits), 2, 64),
	{ "shown", CTI__READ_BOOL, AT(factor, shown) },
	CTI__MEMBERS_END,
};

static const struct cti__member level[] = {
	{ "needs", CTI__READ_INT, AT(level, needs), NEEDED, 1, 10 },
	TEXTS("factors", AT(level, factors)),
	CTI__MEMBERS_END,
};

static const struct cti__member both_levels[] = {
	OBJECT("simple", CTI__RULES(levels[1]), level),
	OBJECT("strict", CTI__RULES(levels[2]), level),
	CTI__MEMBERS_END,
};

static const struct cti__member request_class[] = {
	ID(request_class),
	LABEL(request_class),
	WORD("level", AT(request_class, level), levels),
	CTI__MEMBERS_END,
};

static const struct cti__member by_data[] = {
	TEXT("request", CTI__RULES(data_request)),
	TEXT("factor", CTI__RULES(data_factor)),
	TEXT("level", CTI__RULES(data_level)),
	CTI__MEMBERS_END,
};

static const struct cti__member verification[] = {
	INT("attempts", CTI__RULES(attempts), 1, 100),
	ROWS("factors", CTI__RULES(factors), factor, factor),
	OBJECT("levels", 0, both_levels),
	ROWS("requests", CTI__RULES(requests), request_class, request_class),
	OBJECT("data", 0, by_data),
	CTI__MEMBERS_END,
};

/* --- who may see what, and what is kept --- */

static const struct cti__member sensitivity[] = {
	TEXTS("simple", CTI__RULES(sensitive[1])),
	TEXTS("strict", CTI__RULES(sensitive[2])),
	TEXTS("never", CTI__RULES(sensitive[CTI__LEVEL_NEVER])),
	CTI__MEMBERS_END,
};

static int read_record(struct cti__read *r, const struct cti__json *value,
		       void *to)
{
	size_t i, count = cti__json_count(value), *column;
	struct cti__array *array = to;
	struct cti__str name;

	if (cti__json_type(value) != CTI__JSON_ARRAY)
		return cti__read_type_fail(r, value, "an array of fields");
	column = cti__keep_array(&r->service->keep, count, sizeof(*column));
	if (count && !column)
		return CTI_ENOMEM;
	for (i = 0; i < count; i++) {
		if (!cti__json_text(cti__json_at(value, i), &name))
			return cti__read_type_fail(r, cti__json_at(value, i),
						   "a field's name");
		column[i] = cti__read_column(r->service, name);
		if (column[i] == CTI__NO_COLUMN)
			return cti__read_fail(r,
					      "\"%.*s\" is no field; declare "
					      "it under \"fields\"",
					      (int)(name.n > 64 ? 64 : name.n),
					      name.p);
	}
	array->at = column;
	array->count = count;
	return 0;
}

/* --- the whole --- */

/* They have been read before all else. */
static int skip(struct cti__read *r, const struct cti__json *value, void *to)
{
	(void)r;
	(void)value;
	(void)to;
	return 0;
}

static int read_offset(struct cti__read *r, const struct cti__json *value,
		       void *to)
{
	struct cti__str text;
	int sign, hours, minutes;

	if (!cti__json_text(value, &text))
		return cti__read_type_fail(r, value, "a text");
	if (text.n != 6 || (*text.p != '+' && *text.p != '-') ||
	    text.p[3] != ':' || !cti__str_is_digits(cti__str_sub(text, 1, 2)) ||
	    !cti__str_is_digits(cti__str_sub(text, 4, 2)))
		return cti__read_fail(r, "write the site's distance from UTC "
					 "as +08:00");
	sign = *text.p == '-' ? -1 : 1;
	hours = (text.p[1] - '0') * 10 + text.p[2] - '0';
	minutes = (text.p[4] - '0') * 10 + text.p[5] - '0';
	if (hours > 14 || minutes > 59)
		return cti__read_fail(r, "no place is farther than 14:00 from "
					 "UTC");
	*(int64_t *)to = sign * (hours * 60 + minutes);
	return 0;
}

const struct cti__member cti__load_members[] = {
	OTHER("fields", 0, skip),
	TEXT("label", CTI__RULES(label)),
	OTHER("utc_offset", CTI__RULES(east_minutes), read_offset),
	OBJECT("tiers", 0, tiers),
	OBJECT("lists", 0, lists),
	OBJECT("life_cycle", 0, life_cycle),
	ROWS("segments", CTI__RULES(segments), class, class),
	OBJECT("contract", 0, contract),
	OBJECT("contact", 0, contact),
	ROWS("lines", CTI__RULES(lines), line, line),
	ROWS("campaigns", CTI__RULES(campaigns), campaign, campaign),
	ROWS("desks", CTI__RULES(desks), desk, desk),
	OBJECT("owner", 0, owner),
	OBJECT("hints", 0, hints),
	ROWS("care", CTI__RULES(cares), care, hint_rule),
	OBJECT("cross_sell", 0, cross_sell),
	ROWS("leads", CTI__RULES(leads), lead, hint_rule),
	OBJECT("verification", 0, verification),
	OBJECT("reasons", 0, reasons),
	OBJECT("sensitivity", 0, sensitivity),
	OTHER("record", CTI__RULES(record), read_record),
	CTI__MEMBERS_END,
};

void cti__load_defaults(struct cti__rules *rules)
{
	rules->contract_end = CTI__NO_COLUMN;
	rules->total = CTI__NO_COLUMN;
	rules->budget = 3;
	rules->attempts = 3;
	rules->levels[1].needs = 1;
	rules->levels[2].needs = 2;
}
