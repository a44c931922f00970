/* SPDX-License-Identifier: MIT */
/* Numbers taken apart by the rules of a site: class, forms, match keys. */
#include "identify/number.h"
#include "identify/country.h"
#include "identify/spelling.h"

#include <cti/error.h>

/* Longest number of E.164, and the shortest that is taken for one. */
#define E164_MAX 15
#define E164_MIN 7
/* A shorter match key would fit too many. */
#define KEY_MIN	 7

/* What may be tried; less of it once a prefix has been taken off. */
enum try {
	TRY_BARE = 1,	 /* an area code without its trunk prefix */
	TRY_LOCAL = 2,	 /* a subscriber of the site's own area */
	TRY_OUTSIDE = 4, /* behind the outside prefix */
	TRY_CARRIER = 8, /* behind a carrier's prefix */
	TRY_CODE = 16	 /* a country code without + or 00 */
};

struct parser {
	const struct cti__country *home;
	struct cti__str area; /* without trunk prefix */
	struct cti__str outside;
	struct cti__str carriers;
	size_t extension_digits;
	cti_number *out;
};

static struct cti__str digits_of(const char *text)
{
	return cti__str(text);
}

static struct cti__str behind(struct cti__str d, size_t n)
{
	return cti__str_sub(d, n, d.n);
}

/* Add text to a field of the result; what does not fit is left out. */
static void append(char *to, size_t room, struct cti__str s)
{
	size_t n = strlen(to);

	if (n + s.n >= room)
		s.n = room - n - 1;
	if (s.n)
		memcpy(to + n, s.p, s.n);
	to[n + s.n] = '\0';
}

#define APPEND(field, str) append((field), sizeof(field), (str))

static void add_key(cti_number *out, struct cti__str key)
{
	uint32_t i;

	if (out->key_count == CTI_NUMBER_KEYS || key.n == 0 ||
	    key.n >= sizeof(out->key[0]))
		return;
	for (i = 0; i < out->key_count; i++)
		if (cti__str_is(key, out->key[i]))
			return;
	APPEND(out->key[out->key_count], key);
	out->key_count++;
}

/* The last n digits, if there are more and they say enough. */
static void add_tail(cti_number *out, struct cti__str d, size_t n)
{
	if (d.n > n && n >= KEY_MIN)
		add_key(out, behind(d, d.n - n));
}

/* Digits in groups for people: 3 4, 4 4, 3 3 4, 3 4 4, or in pairs. */
static void show_groups(cti_number *out, struct cti__str d, bool pairs)
{
	size_t take;

	while (d.n) {
		if (pairs)
			take = 2 - d.n % 2;
		else if (d.n <= 5)
			take = d.n;
		else
			take = d.n % 4 ? 3 : 4;
		if (out->display[0])
			APPEND(out->display, CTI__STR(" "));
		APPEND(out->display, cti__str_sub(d, 0, take));
		d = behind(d, take);
	}
}

static void show_extension(cti_number *out)
{
	if (!out->extension[0])
		return;
	APPEND(out->display, CTI__STR(" ext. "));
	APPEND(out->display, cti__str(out->extension));
}

static void show_foreign(cti_number *out, struct cti__str code,
			 const struct cti__rule *rule, struct cti__str nsn)
{
	size_t area = rule ? rule->area : 0;

	APPEND(out->display, CTI__STR("+"));
	APPEND(out->display, code);
	if (area) {
		APPEND(out->display, CTI__STR(" "));
		APPEND(out->display, cti__str_sub(nsn, 0, area));
	}
	show_groups(out, behind(nsn, area), false);
}

static void show_national(cti_number *out, const struct cti__country *c,
			  const struct cti__rule *rule)
{
	struct cti__str d = digits_of(out->national);
	size_t area = rule->area;

	if (rule->flags & CTI__RULE_NO_TRUNK)
		area = 0;
	else if (area)
		area += strlen(c->trunk);
	APPEND(out->display, cti__str_sub(d, 0, area));
	show_groups(out, behind(d, area), (rule->flags & CTI__RULE_PAIRS) != 0);
}

static void set_e164(cti_number *out, struct cti__str code, struct cti__str nsn)
{
	APPEND(out->e164, CTI__STR("+"));
	APPEND(out->e164, code);
	APPEND(out->e164, nsn);
	add_key(out, digits_of(out->e164 + 1));
}

/* A whole number of a country whose rules are known. */
static void set_whole(struct parser *p, const struct cti__country *c,
		      const struct cti__rule *rule, struct cti__str nsn)
{
	cti_number *out = p->out;
	size_t local;

	out->number_class = rule->number_class;
	set_e164(out, cti__str(c->code), nsn);
	if (!(rule->flags & CTI__RULE_NO_TRUNK))
		APPEND(out->national, cti__str(c->trunk));
	APPEND(out->national, nsn);
	add_key(out, digits_of(out->national));
	add_key(out, nsn);
	/* Fixed numbers are also written without their area code. */
	if (rule->number_class == CTI_NUMBER_FIXED) {
		local = nsn.n - rule->area;
		add_tail(out, nsn, local);
		add_tail(out, nsn, local < 8 ? local : 8);
		add_tail(out, nsn, local < 7 ? local : 7);
	}
	if (strcmp(c->code, p->home->code) == 0)
		show_national(out, c, rule);
	else
		show_foreign(out, cti__str(c->code), rule, nsn);
	show_extension(out);
}

/* A whole number of which only the country code is known. */
static void set_abroad(struct parser *p, struct cti__str d)
{
	size_t code = cti__country_code_len(d);
	struct cti__str nsn = behind(d, code);

	set_e164(p->out, cti__str_sub(d, 0, code), nsn);
	add_tail(p->out, d, nsn.n);
	add_tail(p->out, nsn, 9);
	add_tail(p->out, nsn, 8);
	show_foreign(p->out, cti__str_sub(d, 0, code), NULL, nsn);
	show_extension(p->out);
}

/* A number that has no international form: the digits are all there is. */
static void set_plain(struct parser *p, enum cti_number_class number_class,
		      struct cti__str d)
{
	cti_number *out = p->out;

	out->number_class = number_class;
	APPEND(out->national, d);
	if (number_class == CTI_NUMBER_EXTENSION ||
	    number_class == CTI_NUMBER_SERVICE) {
		APPEND(out->display, d);
		add_key(out, d);
	} else {
		show_groups(out, d, false);
		if (d.n >= KEY_MIN)
			add_key(out, d);
		/* Behind a prefix that nobody knows there may be a whole one.
		 */
		add_tail(out, d, 11);
	}
	show_extension(out);
}

/* 010 95588: a service of another area, as it is dialled in China. */
static bool try_area_service(struct parser *p, const struct cti__country *c,
			     struct cti__str nsn)
{
	size_t area;

	if (strcmp(c->code, "86") != 0 || nsn.n < 7 || nsn.p[0] == '0' ||
	    (nsn.p[0] == '1' && nsn.p[1] != '0'))
		return false;
	area = nsn.p[0] <= '2' ? 2 : 3;
	if (nsn.n - area < 5 || !cti__rule_find(c->services, behind(nsn, area)))
		return false;
	p->out->number_class = CTI_NUMBER_SERVICE;
	APPEND(p->out->national, cti__str(c->trunk));
	APPEND(p->out->national, nsn);
	add_key(p->out, behind(nsn, area));
	add_key(p->out, digits_of(p->out->national));
	APPEND(p->out->display, cti__str(c->trunk));
	APPEND(p->out->display, cti__str_sub(nsn, 0, area));
	APPEND(p->out->display, CTI__STR(" "));
	APPEND(p->out->display, behind(nsn, area));
	return true;
}

/* A national number, its trunk prefix taken off already. */
static bool try_nsn(struct parser *p, const struct cti__country *c,
		    struct cti__str nsn)
{
	const struct cti__rule *rule = cti__rule_find(c->rules, nsn);

	if (!rule)
		return try_area_service(p, c, nsn);
	set_whole(p, c, rule, nsn);
	return true;
}

static bool try_service(struct parser *p, const struct cti__country *c,
			struct cti__str d)
{
	if (!cti__rule_find(c->services, d))
		return false;
	set_plain(p, CTI_NUMBER_SERVICE, d);
	return true;
}

static bool try_trunk(struct parser *p, const struct cti__country *c,
		      struct cti__str d)
{
	struct cti__str trunk = cti__str(c->trunk);

	return trunk.n && cti__str_starts(d, trunk) &&
	       try_nsn(p, c, behind(d, trunk.n));
}

/* A number that is dialled as it is: mobiles in China, all in Hong Kong. */
static bool try_direct(struct parser *p, struct cti__str d)
{
	const struct cti__rule *rule = cti__rule_find(p->home->rules, d);

	if (!rule || !(rule->flags & CTI__RULE_NO_TRUNK))
		return false;
	set_whole(p, p->home, rule, d);
	return true;
}

/* An area code that has lost its trunk prefix on the way. */
static bool try_bare(struct parser *p, struct cti__str d)
{
	const struct cti__rule *rule = cti__rule_find(p->home->rules, d);

	if (!rule || d.n <= p->home->local_max)
		return false;
	set_whole(p, p->home, rule, d);
	return true;
}

static bool is_local(const struct parser *p, struct cti__str d)
{
	const struct cti__country *c = p->home;

	return c->local_max && d.n >= c->local_min && d.n <= c->local_max &&
	       d.p[0] >= c->local_first && d.p[0] <= c->local_last;
}

static bool try_local(struct parser *p, struct cti__str d)
{
	char whole[32] = "";
	const struct cti__rule *rule;
	struct cti__str nsn;

	if (!is_local(p, d))
		return false;
	APPEND(whole, p->area);
	APPEND(whole, d);
	nsn = cti__str(whole);
	rule = p->area.n ? cti__rule_find(p->home->rules, nsn) : NULL;
	/* Seven digits are no number where all have eight. */
	if (p->area.n && !rule)
		return false;
	if (rule)
		set_whole(p, p->home, rule, nsn);
	else
		set_plain(p, CTI_NUMBER_FIXED, d);
	return true;
}

/* Digits that begin with a country code. sure: somebody wrote + before them. */
static bool try_code(struct parser *p, struct cti__str d, bool sure)
{
	const struct cti__country *c = cti__country_of(d);
	struct cti__str nsn;

	if (c) {
		nsn = behind(d, strlen(c->code));
		if (try_nsn(p, c, nsn) || try_trunk(p, c, nsn))
			return true;
		/* +86 put before everything, services and locals too. */
		if (try_service(p, c, nsn))
			return true;
		if (strcmp(c->code, p->home->code) == 0 && try_local(p, nsn))
			return true;
		if (!sure)
			return false;
	}
	if (d.n < E164_MIN || d.n > E164_MAX || d.p[0] == '0')
		return false;
	set_abroad(p, d);
	return true;
}

/* known: only countries whose rules can say that it fits. */
static bool try_abroad(struct parser *p, struct cti__str d, bool known)
{
	struct cti__str list = cti__str(p->home->abroad), prefix, rest;

	while (list.n) {
		prefix = cti__str_cut(list, ',', &list);
		rest = behind(d, prefix.n);
		/* Nine digits behind it: else it is something else with 00. */
		if (cti__str_starts(d, prefix) &&
		    (rest.n >= 9 ||
		     cti__str_starts(rest, cti__str(p->home->code))) &&
		    (!known || cti__country_of(rest)) &&
		    try_code(p, rest, false))
			return true;
	}
	return false;
}

static bool try_all(struct parser *p, struct cti__str d, unsigned what);

static void forget(cti_number *out)
{
	char extension[sizeof(out->extension)];
	size_t size = out->size;

	memcpy(extension, out->extension, sizeof(extension));
	memset(out, 0, sizeof(*out));
	memcpy(out->extension, extension, sizeof(extension));
	out->size = size;
}

static bool try_outside(struct parser *p, struct cti__str d)
{
	struct cti__str rest = behind(d, p->outside.n);

	if (!p->outside.n || !rest.n || !cti__str_starts(d, p->outside))
		return false;
	if (try_all(p, rest, TRY_LOCAL | TRY_CARRIER) &&
	    p->out->number_class != CTI_NUMBER_EXTENSION)
		return true;
	forget(p->out);
	return false;
}

static bool try_carrier(struct parser *p, struct cti__str d)
{
	struct cti__str list = p->carriers, prefix;

	while (list.n) {
		prefix = cti__str_trim(cti__str_cut(list, ',', &list));
		if (!prefix.n || !cti__str_starts(d, prefix))
			continue;
		if (try_all(p, behind(d, prefix.n), TRY_CODE) &&
		    p->out->e164[0])
			return true;
		forget(p->out);
	}
	return false;
}

/* Where 0 is dialled for an outside line, 0711 still is an area first. */
static bool outside_is_trunk(const struct parser *p)
{
	return p->outside.n && cti__str_is(p->outside, p->home->trunk);
}

/*
 * The order is the rule: what is sure by its shape goes before what may be, and
 * the site's own prefixes go before guesses.
 */
static bool try_all(struct parser *p, struct cti__str d, unsigned what)
{
	if (d.n == 0)
		return false;
	if (d.n <= 6 && try_service(p, p->home, d))
		return true;
	if (try_direct(p, d) || try_abroad(p, d, true))
		return true;
	if (outside_is_trunk(p) && try_trunk(p, p->home, d))
		return true;
	if ((what & TRY_OUTSIDE) && try_outside(p, d))
		return true;
	if (d.n <= p->extension_digits) {
		set_plain(p, CTI_NUMBER_EXTENSION, d);
		return true;
	}
	if (try_abroad(p, d, false) || try_trunk(p, p->home, d) ||
	    try_service(p, p->home, d))
		return true;
	if ((what & TRY_LOCAL) && try_local(p, d))
		return true;
	if ((what & TRY_CARRIER) && try_carrier(p, d))
		return true;
	if ((what & TRY_CODE) && cti__str_starts(d, cti__str(p->home->code)) &&
	    try_code(p, d, false))
		return true;
	if ((what & TRY_BARE) && try_bare(p, d))
		return true;
	/* Trunks that give every number with its country code and no +. */
	return (what & TRY_CODE) && d.n > 10 && cti__country_of(d) &&
	       try_code(p, d, false);
}

/* 010-62345678-8001: the last group is an extension if the rest is whole. */
static bool try_dash(struct parser *p, const struct cti__spelling *s,
		     unsigned what)
{
	struct cti__str d = cti__str_n(s->digits, s->dash);
	struct cti__str tail = cti__str_n(s->digits + s->dash,
					  (size_t)s->n - s->dash);
	bool whole;

	if (!s->dash || tail.n == 0 || tail.n > 6 || p->out->extension[0])
		return false;
	APPEND(p->out->extension, tail);
	whole = s->plus ? try_code(p, d, false) : try_all(p, d, what);
	if (whole &&
	    (p->out->e164[0] || p->out->number_class == CTI_NUMBER_FIXED))
		return true;
	p->out->extension[0] = '\0';
	forget(p->out);
	return false;
}

static void take_apart(struct parser *p, const struct cti__spelling *s)
{
	struct cti__str d = cti__str_n(s->digits, s->n);
	const unsigned everything = TRY_BARE | TRY_LOCAL | TRY_OUTSIDE |
				    TRY_CARRIER | TRY_CODE;

	APPEND(p->out->extension, cti__str(s->extension));
	/* 0371-6234567-8 would also pass for eight digits behind the area. */
	if (s->dashes > 1 && !s->plus && strcmp(p->home->code, "86") == 0 &&
	    try_dash(p, s, 0))
		return;
	if (s->plus && try_code(p, d, false))
		return;
	if (!s->plus && try_all(p, d, everything))
		return;
	if (try_dash(p, s, TRY_LOCAL | TRY_BARE | TRY_CODE))
		return;
	if (s->plus && try_code(p, d, true))
		return;
	set_plain(p, CTI_NUMBER_UNKNOWN, d);
}

/* The area code without trunk prefix, however the site wrote it. */
static struct cti__str plain_area(const struct cti__country *c,
				  struct cti__str area)
{
	struct cti__str trunk = cti__str(c->trunk);

	area = cti__str_trim(area);
	if (trunk.n && cti__str_starts(area, trunk))
		area = behind(area, trunk.n);
	return cti__str_is_digits(area) && area.n <= 6 ? area : CTI__STR_NONE;
}

static int prepare(struct parser *p, const cti_number_plan *plan)
{
	static const cti_number_plan standard = CTI_NUMBER_PLAN_INIT;

	if (!plan)
		plan = &standard;
	if (plan->size < sizeof(*plan))
		return CTI_EINVAL;
	p->home = cti__country_find(
		cti__str(plan->country ? plan->country : "CN"));
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

int cti__number_parse(struct cti__str text, const cti_number_plan *plan,
		      cti_number *out)
{
	struct cti__spelling spelling;
	struct parser p;
	int err;

	memset(out, 0, sizeof(*out));
	out->size = sizeof(*out);
	memset(&p, 0, sizeof(p));
	p.out = out;
	err = prepare(&p, plan);
	if (err)
		return err;
	cti__spelling_read(&spelling, text);
	if (spelling.kind == CTI__SPELLING_NOTHING)
		return CTI_EINVAL;
	if (spelling.kind == CTI__SPELLING_WITHHELD)
		out->number_class = CTI_NUMBER_WITHHELD;
	else if (spelling.kind == CTI__SPELLING_NUMBER && spelling.n)
		take_apart(&p, &spelling);
	return 0;
}

int cti_number_parse(const char *text, const cti_number_plan *plan,
		     cti_number *out)
{
	if (!out || out->size < sizeof(*out))
		return CTI_EINVAL;
	return cti__number_parse(cti__str(text), plan, out);
}

const char *cti_number_class_name(enum cti_number_class number_class)
{
	static const char *const names[] = {
		"unknown",   "extension",   "mobile",  "fixed",
		"toll-free", "shared-cost", "service", "withheld",
	};
	size_t i = (size_t)number_class;

	return i < sizeof(names) / sizeof(names[0]) ? names[i] : names[0];
}
