/* SPDX-License-Identifier: MIT */
/* The forms of a number that was taken apart: written, shown, to match by. */
#include "identify/parsing.h"

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

void cti__parsing_step(struct cti__parsing *p, enum cti__step kind,
		       struct cti__str value)
{
	if (p->step_count == CTI__STEPS)
		return;
	p->step[p->step_count].kind = kind;
	p->step[p->step_count++].value = value;
}

void cti__parsing_forget(struct cti__parsing *p)
{
	char extension[sizeof(p->out->extension)];

	memcpy(extension, p->out->extension, sizeof(extension));
	memset(p->out, 0, sizeof(*p->out));
	memcpy(p->out->extension, extension, sizeof(extension));
	p->out->size = sizeof(*p->out);
}

void cti__parsing_extension(struct cti__parsing *p, struct cti__str extension)
{
	p->out->extension[0] = '\0';
	APPEND(p->out->extension, extension);
}

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
	if (d.n > n && n >= CTI__KEY_MIN)
		add_key(out, cti__behind(d, d.n - n));
}

/* Fixed numbers are also written without their area code. */
static void add_local(cti_number *out, struct cti__str nsn, size_t area)
{
	size_t local = cti__behind(nsn, area).n;

	add_tail(out, nsn, local);
	add_tail(out, nsn, local < 8 ? local : 8);
	add_tail(out, nsn, local < 7 ? local : 7);
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
		d = cti__behind(d, take);
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
	show_groups(out, cti__behind(nsn, area),
		    rule && (rule->flags & CTI__RULE_PAIRS));
}

static void show_national(cti_number *out, const struct cti__country *c,
			  const struct cti__rule *rule)
{
	struct cti__str d = cti__str(out->national);
	size_t area = rule->area;

	if (rule->flags & CTI__RULE_NO_TRUNK)
		area = 0;
	else if (area)
		area += strlen(c->trunk);
	APPEND(out->display, cti__str_sub(d, 0, area));
	show_groups(out, cti__behind(d, area),
		    (rule->flags & CTI__RULE_PAIRS) != 0);
}

static void set_e164(cti_number *out, struct cti__str code, struct cti__str nsn)
{
	APPEND(out->e164, CTI__STR("+"));
	APPEND(out->e164, code);
	APPEND(out->e164, nsn);
	add_key(out, cti__str(out->e164 + 1));
}

void cti__parsing_whole(struct cti__parsing *p, const struct cti__country *c,
			const struct cti__rule *rule, struct cti__str nsn)
{
	cti_number *out = p->out;

	out->number_class = rule->number_class;
	set_e164(out, cti__str(c->code), nsn);
	if (!(rule->flags & CTI__RULE_NO_TRUNK))
		APPEND(out->national, cti__str(c->trunk));
	APPEND(out->national, nsn);
	add_key(out, cti__str(out->national));
	add_key(out, nsn);
	if (rule->number_class == CTI_NUMBER_FIXED)
		add_local(out, nsn, rule->area);
	if (strcmp(c->code, p->home->code) == 0)
		show_national(out, c, rule);
	else
		show_foreign(out, cti__str(c->code), rule, nsn);
	show_extension(out);
	p->country = c;
	p->rule = rule;
	cti__parsing_step(p, CTI__STEP_WHOLE, CTI__STR_NONE);
}

void cti__parsing_abroad(struct cti__parsing *p, struct cti__str d)
{
	size_t code = cti__country_code_len(d);
	struct cti__str nsn = cti__behind(d, code);

	set_e164(p->out, cti__str_sub(d, 0, code), nsn);
	add_tail(p->out, d, nsn.n);
	add_tail(p->out, nsn, 9);
	add_tail(p->out, nsn, 8);
	show_foreign(p->out, cti__str_sub(d, 0, code), NULL, nsn);
	show_extension(p->out);
	cti__parsing_step(p, CTI__STEP_FOREIGN, cti__str_sub(d, 0, code));
}

void cti__parsing_plain(struct cti__parsing *p,
			enum cti_number_class number_class, struct cti__str d)
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
		if (d.n >= CTI__KEY_MIN)
			add_key(out, d);
		/* Behind a prefix that nobody knows there may be a whole one.
		 */
		add_tail(out, d, 11);
	}
	show_extension(out);
}

void cti__parsing_area_service(struct cti__parsing *p,
			       const struct cti__country *c, size_t area,
			       struct cti__str nsn)
{
	cti_number *out = p->out;

	out->number_class = CTI_NUMBER_SERVICE;
	APPEND(out->national, cti__str(c->trunk));
	APPEND(out->national, nsn);
	add_key(out, cti__behind(nsn, area));
	add_key(out, cti__str(out->national));
	APPEND(out->display, cti__str(c->trunk));
	APPEND(out->display, cti__str_sub(nsn, 0, area));
	APPEND(out->display, CTI__STR(" "));
	APPEND(out->display, cti__behind(nsn, area));
	cti__parsing_step(p, CTI__STEP_SERVICE, cti__behind(nsn, area));
}

void cti__parsing_answer(struct cti__parsing *p,
			 const cti_number_answer *answer)
{
	struct cti__str whole = cti__str(answer->e164), nsn;
	cti_number *out = p->out;

	cti__parsing_forget(p);
	out->number_class = answer->number_class <= CTI_NUMBER_WITHHELD
				    ? answer->number_class
				    : CTI_NUMBER_UNKNOWN;
	APPEND(out->e164, whole);
	APPEND(out->national, cti__str(answer->national));
	APPEND(out->display, cti__str(answer->display));
	nsn = cti__behind(whole, 1 + (size_t)answer->code_digits);
	add_key(out, cti__behind(whole, 1));
	add_key(out, cti__str(out->national));
	add_key(out, nsn);
	if (answer->number_class == CTI_NUMBER_FIXED && nsn.n)
		add_local(out, nsn, answer->area_digits);
	show_extension(out);
}
