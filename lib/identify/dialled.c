/* SPDX-License-Identifier: MIT */
/* What digits mean to a site: prefixes taken off in the order of the rules. */
#include "identify/parsing.h"

/* Longest number of E.164, and the shortest that is taken for one. */
#define E164_MAX      15
#define E164_MIN      7
/* A service number's length at the most, before extensions are thought of. */
#define SERVICE_FIRST 6
/* Fewer digits behind a trunk prefix are no service. */
#define SERVICE_TRUNK 5
/* Police and such, of which a plug-in may know. */
#define EMERGENCY_MAX 3

/* What may be tried; less of it once a prefix has been taken off. */
enum try {
	TRY_BARE = 1,	 /* an area code without its trunk prefix */
	TRY_LOCAL = 2,	 /* a subscriber of the site's own area */
	TRY_OUTSIDE = 4, /* behind the outside prefix */
	TRY_CARRIER = 8, /* behind a carrier's prefix */
	TRY_CODE = 16	 /* a country code without + or 00 */
};

/* Steps taken in vain are not told. */
static bool kept(struct cti__parsing *p, size_t mark, bool ok)
{
	if (!ok)
		p->step_count = mark;
	return ok;
}

/* 010 95588: a service of another area, as it is dialled in China. */
static bool try_area_service(struct cti__parsing *p,
			     const struct cti__country *c, struct cti__str nsn)
{
	size_t area;

	if (strcmp(c->code, "86") != 0 || nsn.n < 7 || nsn.p[0] == '0' ||
	    (nsn.p[0] == '1' && nsn.p[1] != '0'))
		return false;
	area = nsn.p[0] <= '2' ? 2 : 3;
	if (nsn.n - area < 5 ||
	    !cti__rule_find(c->services, cti__behind(nsn, area)))
		return false;
	cti__parsing_area_service(p, c, area, nsn);
	return true;
}

/* A national number, its trunk prefix taken off already. */
static bool try_nsn(struct cti__parsing *p, const struct cti__country *c,
		    struct cti__str nsn)
{
	const struct cti__rule *rule = cti__rule_find(c->rules, nsn);

	if (!rule)
		return try_area_service(p, c, nsn);
	cti__parsing_whole(p, c, rule, nsn);
	return true;
}

static bool try_service(struct cti__parsing *p, const struct cti__country *c,
			struct cti__str d)
{
	if (!cti__rule_find(c->services, d))
		return false;
	cti__parsing_plain(p, CTI_NUMBER_SERVICE, d);
	cti__parsing_step(p, CTI__STEP_SERVICE, d);
	return true;
}

static bool try_trunk(struct cti__parsing *p, const struct cti__country *c,
		      struct cti__str d)
{
	struct cti__str trunk = cti__str(c->trunk);
	size_t mark = p->step_count;

	if (!trunk.n || !cti__str_starts(d, trunk))
		return false;
	d = cti__behind(d, trunk.n);
	cti__parsing_step(p, CTI__STEP_TRUNK, trunk);
	if (try_nsn(p, c, d))
		return true;
	/* Trunks that put 0 before everything: 095588, but not 0110. */
	return kept(p, mark, d.n >= SERVICE_TRUNK && try_service(p, c, d));
}

/* A number that is dialled as it is: mobiles in China, all in Hong Kong. */
static bool try_direct(struct cti__parsing *p, struct cti__str d)
{
	const struct cti__rule *rule = cti__rule_find(p->home->rules, d);

	if (!rule || !(rule->flags & CTI__RULE_NO_TRUNK))
		return false;
	cti__parsing_whole(p, p->home, rule, d);
	return true;
}

/* An area code that has lost its trunk prefix on the way. */
static bool try_bare(struct cti__parsing *p, struct cti__str d)
{
	const struct cti__rule *rule = cti__rule_find(p->home->rules, d);

	if (!rule || d.n <= p->home->local_max)
		return false;
	cti__parsing_whole(p, p->home, rule, d);
	return true;
}

static bool is_local(const struct cti__parsing *p, struct cti__str d)
{
	const struct cti__country *c = p->home;

	return c->local_max && d.n >= c->local_min && d.n <= c->local_max &&
	       d.p[0] >= c->local_first && d.p[0] <= c->local_last;
}

/* The site's area code and the digits as one number; false if it is too long.
 */
static bool with_area(const struct cti__parsing *p, struct cti__str d,
		      char *room, size_t size, struct cti__str *whole)
{
	if (!p->area.n || p->area.n + d.n > size)
		return false;
	memcpy(room, p->area.p, p->area.n);
	memcpy(room + p->area.n, d.p, d.n);
	*whole = cti__str_n(room, p->area.n + d.n);
	return true;
}

static bool try_local(struct cti__parsing *p, struct cti__str d)
{
	char room[E164_MAX];
	const struct cti__rule *rule;
	struct cti__str nsn;

	if (!is_local(p, d))
		return false;
	if (!p->area.n) {
		cti__parsing_plain(p, CTI_NUMBER_FIXED, d);
		cti__parsing_step(p, CTI__STEP_LOCAL, d);
		return true;
	}
	if (!with_area(p, d, room, sizeof(room), &nsn))
		return false;
	rule = cti__rule_find(p->home->rules, nsn);
	/* Seven digits are no number where all have eight. */
	if (!rule)
		return false;
	cti__parsing_step(p, CTI__STEP_AREA, p->area);
	cti__parsing_whole(p, p->home, rule, nsn);
	return true;
}

/* Where only the plug-in knows the country, it is asked instead of the rules.
 */
static bool try_plugin(struct cti__parsing *p, struct cti__str d, unsigned what)
{
	char room[E164_MAX];
	size_t mark = p->step_count;
	struct cti__str whole;

	if (p->home != &p->elsewhere)
		return false;
	if (cti__plugin_ask(p, d))
		return true;
	if (!(what & TRY_LOCAL) || !with_area(p, d, room, sizeof(room), &whole))
		return false;
	cti__parsing_step(p, CTI__STEP_AREA, p->area);
	return kept(p, mark, cti__plugin_ask(p, whole));
}

static bool try_known_code(struct cti__parsing *p, struct cti__str d)
{
	const struct cti__country *c = cti__country_of(d);
	size_t mark = p->step_count;
	struct cti__str code, nsn;

	if (!c)
		return false;
	code = cti__str_sub(d, 0, strlen(c->code));
	nsn = cti__behind(d, code.n);
	cti__parsing_step(p, CTI__STEP_CODE, code);
	if (try_nsn(p, c, nsn) || try_trunk(p, c, nsn))
		return true;
	/* +86 put before everything, services and locals too. */
	if (try_service(p, c, nsn))
		return true;
	return kept(p, mark,
		    strcmp(c->code, p->home->code) == 0 && try_local(p, nsn));
}

/* Digits that begin with a country code. sure: somebody wrote + before them. */
static bool try_code(struct cti__parsing *p, struct cti__str d, bool sure)
{
	if (try_known_code(p, d))
		return true;
	if (!sure && cti__country_of(d))
		return false;
	if (d.n < E164_MIN || d.n > E164_MAX || d.p[0] == '0')
		return false;
	cti__parsing_abroad(p, d);
	return true;
}

/* known: only countries whose rules can say that it fits. */
static bool try_behind_abroad(struct cti__parsing *p, struct cti__str prefix,
			      struct cti__str rest, bool known)
{
	size_t mark = p->step_count;

	/* Nine digits behind it: else it is something else with 00. */
	if (rest.n < 9 && !cti__str_starts(rest, cti__str(p->home->code)))
		return false;
	if (known && !cti__country_of(rest))
		return false;
	cti__parsing_step(p, CTI__STEP_ABROAD, prefix);
	return kept(p, mark, try_code(p, rest, false));
}

static bool try_abroad(struct cti__parsing *p, struct cti__str d, bool known)
{
	struct cti__str list = cti__str(p->home->abroad), prefix;

	while (list.n) {
		prefix = cti__str_cut(list, ',', &list);
		if (cti__str_starts(d, prefix) &&
		    try_behind_abroad(p, prefix, cti__behind(d, prefix.n),
				      known))
			return true;
	}
	return false;
}

static bool try_all(struct cti__parsing *p, struct cti__str d, unsigned what);

static bool try_outside(struct cti__parsing *p, struct cti__str d)
{
	struct cti__str rest = cti__behind(d, p->outside.n);
	size_t mark = p->step_count;

	if (!p->outside.n || !rest.n || !cti__str_starts(d, p->outside))
		return false;
	cti__parsing_step(p, CTI__STEP_OUTSIDE, p->outside);
	if (try_all(p, rest, TRY_LOCAL | TRY_CARRIER) &&
	    p->out->number_class != CTI_NUMBER_EXTENSION)
		return true;
	cti__parsing_forget(p);
	return kept(p, mark, false);
}

static bool try_carrier(struct cti__parsing *p, struct cti__str d)
{
	struct cti__str list = p->carriers, prefix;
	size_t mark = p->step_count;

	while (list.n) {
		prefix = cti__str_trim(cti__str_cut(list, ',', &list));
		if (!prefix.n || !cti__str_starts(d, prefix))
			continue;
		cti__parsing_step(p, CTI__STEP_CARRIER, prefix);
		if (try_all(p, cti__behind(d, prefix.n), TRY_CODE) &&
		    p->out->e164[0])
			return true;
		cti__parsing_forget(p);
		p->step_count = mark;
	}
	return false;
}

/* Where 0 is dialled for an outside line, 0711 still is an area first. */
static bool outside_is_trunk(const struct cti__parsing *p)
{
	return p->outside.n && cti__str_is(p->outside, p->home->trunk);
}

/*
 * The order is the rule: what is sure by its shape goes before what may be, and
 * the site's own prefixes go before guesses.
 */
static bool try_all(struct cti__parsing *p, struct cti__str d, unsigned what)
{
	if (d.n == 0)
		return false;
	if (d.n <= SERVICE_FIRST && try_service(p, p->home, d))
		return true;
	if (d.n <= EMERGENCY_MAX && try_plugin(p, d, 0))
		return true;
	if (try_direct(p, d) || try_abroad(p, d, true))
		return true;
	if (outside_is_trunk(p) && try_trunk(p, p->home, d))
		return true;
	if ((what & TRY_OUTSIDE) && try_outside(p, d))
		return true;
	if (d.n <= p->extension_digits) {
		cti__parsing_plain(p, CTI_NUMBER_EXTENSION, d);
		cti__parsing_step(p, CTI__STEP_SHORT, d);
		return true;
	}
	if (try_plugin(p, d, what))
		return true;
	if (try_abroad(p, d, false) || try_trunk(p, p->home, d) ||
	    try_service(p, p->home, d))
		return true;
	if ((what & TRY_LOCAL) && try_local(p, d))
		return true;
	if ((what & TRY_CARRIER) && try_carrier(p, d))
		return true;
	if ((what & TRY_CODE) && p->home != &p->elsewhere &&
	    cti__str_starts(d, cti__str(p->home->code)) &&
	    try_code(p, d, false))
		return true;
	if ((what & TRY_BARE) && try_bare(p, d))
		return true;
	/* Trunks that give every number with its country code and no +. */
	return (what & TRY_CODE) && d.n > 10 && cti__country_of(d) &&
	       try_code(p, d, false);
}

/* 010-62345678-8001: the last group is an extension if the rest is whole. */
static bool try_dash(struct cti__parsing *p, const struct cti__spelling *s,
		     unsigned what)
{
	struct cti__str d = cti__str_n(s->digits, s->dash);
	struct cti__str tail = cti__str_n(s->digits + s->dash,
					  (size_t)s->n - s->dash);
	size_t mark = p->step_count;
	bool whole;

	if (!s->dash || tail.n == 0 || tail.n > 6 || p->out->extension[0])
		return false;
	cti__parsing_extension(p, tail);
	cti__parsing_step(p, CTI__STEP_DASH, tail);
	whole = p->plus ? try_code(p, d, false) : try_all(p, d, what);
	if (whole &&
	    (p->out->e164[0] || p->out->number_class == CTI_NUMBER_FIXED))
		return true;
	cti__parsing_extension(p, CTI__STR_NONE);
	cti__parsing_forget(p);
	return kept(p, mark, false);
}

/* +010 and +0086: a trunk puts + before whatever it has. */
static bool plus_is_noise(const struct cti__spelling *s)
{
	return s->plus && s->n > 8 && s->digits[0] == '0';
}

void cti__dialled_read(struct cti__parsing *p, const struct cti__spelling *s)
{
	struct cti__str d = cti__str_n(s->digits, s->n);
	const unsigned everything = TRY_BARE | TRY_LOCAL | TRY_OUTSIDE |
				    TRY_CARRIER | TRY_CODE;

	p->plus = s->plus && !plus_is_noise(s);
	cti__parsing_step(p, CTI__STEP_DIGITS, d);
	if (s->extension[0]) {
		cti__parsing_extension(p, cti__str(s->extension));
		cti__parsing_step(p, CTI__STEP_EXTENSION,
				  cti__str(s->extension));
	}
	/* 0371-6234567-8 would also pass for eight digits behind the area. */
	if (s->dashes > 1 && !p->plus && strcmp(p->home->code, "86") == 0 &&
	    try_dash(p, s, 0))
		return;
	if (p->plus && try_code(p, d, false))
		return;
	if (!p->plus && try_all(p, d, everything))
		return;
	if (try_dash(p, s, TRY_LOCAL | TRY_BARE | TRY_CODE))
		return;
	if (p->plus && try_code(p, d, true))
		return;
	cti__parsing_plain(p, CTI_NUMBER_UNKNOWN, d);
	cti__parsing_step(p, CTI__STEP_NOTHING, d);
}
