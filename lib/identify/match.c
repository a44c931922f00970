/* SPDX-License-Identifier: MIT */
/* How well a customer's numbers fit the number asked for. */
#include "identify/match.h"
#include "identify/number.h"

/* Fewer digits than these are no number of their own in a cell with several. */
#define WHOLE_MIN 7

bool cti__match_is_number_field(struct cti__str name)
{
	return cti__str_ieq(cti__str_sub(name, 0, 5), CTI__STR("phone")) ||
	       cti__str_ieq(cti__str_sub(name, 0, 6), CTI__STR("mobile"));
}

static size_t count_digits(struct cti__str s)
{
	size_t n = 0, i;

	for (i = 0; i < s.n; i++)
		n += s.p[i] >= '0' && s.p[i] <= '9';
	return n;
}

/* Bytes of a mark that may stand between two numbers; 0 if there is none. */
static size_t divider(struct cti__str s)
{
	static const char *const wide[] = { "；", "，", "、", "／" };
	size_t i;

	switch (s.p[0]) {
	case ';':
	case ',':
	case '/':
	case '|':
	case '\n':
	case '\0':
		return 1;
	}
	/* Nearly every byte that comes here is a digit. */
	if ((unsigned char)s.p[0] < 0x80)
		return 0;
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (cti__str_starts(s, cti__str(wide[i])))
			return strlen(wide[i]);
	return 0;
}

bool cti__match_next(struct cti__str *cell, struct cti__str *number)
{
	struct cti__str rest;
	size_t i, n;

	*cell = cti__str_trim(*cell);
	if (cell->n == 0)
		return false;
	/* Not in 0711/1234567 or 13800138000,12: both sides must be whole. */
	for (i = 0; i < cell->n; i++) {
		rest = cti__str_sub(*cell, i, cell->n);
		n = divider(rest);
		if (n && count_digits(cti__str_sub(*cell, 0, i)) >= WHOLE_MIN &&
		    count_digits(rest) >= WHOLE_MIN) {
			*number = cti__str_trim(cti__str_sub(*cell, 0, i));
			*cell = cti__str_sub(rest, n, rest.n);
			return true;
		}
	}
	*number = *cell;
	*cell = CTI__STR_NONE;
	return true;
}

static uint32_t by_digits(size_t n, const char **reason)
{
	if (n >= 11) {
		*reason = "last 11 digits equal";
		return 85;
	}
	if (n >= 9) {
		*reason = "last 9 digits equal";
		return 75;
	}
	if (n == 8) {
		*reason = "last 8 digits equal";
		return 65;
	}
	*reason = n == 7 ? "last 7 digits equal" : "";
	return n == 7 ? 50 : 0;
}

static bool ends_with(struct cti__str s, struct cti__str end)
{
	return s.n >= end.n && end.n &&
	       memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

/*
 * part has no international form: is it an end of the whole one, or the whole
 * one its end? Only a key may be one: nobody dials a part of a mobile number.
 */
static uint32_t compare_ends(const cti_number *part, const cti_number *whole,
			     const char **reason)
{
	struct cti__str end = cti__str(part->national), key;
	uint32_t i;

	if (end.n && cti__str_is(end, whole->national)) {
		*reason = "national number equal";
		return 95;
	}
	for (i = 0; i < whole->key_count; i++) {
		key = cti__str(whole->key[i]);
		if (cti__str_eq(end, key) ||
		    (whole->e164[0] && ends_with(end, key)))
			return by_digits(key.n, reason);
	}
	return 0;
}

static bool is_short(const cti_number *n)
{
	return n->number_class == CTI_NUMBER_EXTENSION ||
	       n->number_class == CTI_NUMBER_SERVICE;
}

static uint32_t compare_short(const cti_number *a, const cti_number *b,
			      const char **reason)
{
	if (a->key_count == 0 || b->key_count == 0 || !is_short(a) ||
	    !is_short(b) || strcmp(a->key[0], b->key[0]) != 0)
		return 0;
	*reason = a->number_class == CTI_NUMBER_EXTENSION ? "extension equal"
							  : "number equal";
	return 100;
}

uint32_t cti__match_score(const cti_number *asked, const cti_number *stored,
			  const char **reason)
{
	uint32_t a, b;
	const char *why = "";

	*reason = "";
	if (is_short(asked) || is_short(stored))
		return compare_short(asked, stored, reason);
	if (asked->e164[0] && stored->e164[0]) {
		if (strcmp(asked->e164, stored->e164) != 0)
			return 0;
		/* A switchboard: whoever calls from it may be another one. */
		if (strcmp(asked->extension, stored->extension) != 0 &&
		    stored->extension[0]) {
			*reason = "number equal but for the extension";
			return 90;
		}
		*reason = "number equal";
		return 100;
	}
	a = asked->e164[0] ? 0 : compare_ends(asked, stored, reason);
	b = stored->e164[0] ? 0 : compare_ends(stored, asked, &why);
	if (b > a)
		*reason = why;
	return b > a ? b : a;
}

static bool has_key(const cti_number *number, const char *key)
{
	uint32_t i;

	for (i = 0; i < number->key_count; i++)
		if (strcmp(number->key[i], key) == 0)
			return true;
	return false;
}

static bool has_word(struct cti__str column, const char *word)
{
	size_t n = strlen(word), i;

	for (i = 0; i + n <= column.n; i++)
		if (cti__str_ieq(cti__str_sub(column, i, n),
				 cti__str_n(word, n)))
			return true;
	return false;
}

/* "phone_home" says it; of "phone" a number in it that is a mobile one. */
static const char *kind_of(struct cti__str column, const cti_number *stored)
{
	if (has_word(column, "home"))
		return "home";
	if (has_word(column, "work") || has_word(column, "office"))
		return "work";
	if (has_word(column, "mobile") ||
	    stored->number_class == CTI_NUMBER_MOBILE)
		return "mobile";
	return "";
}

void cti__match_cell(struct cti__match *m, struct cti__str column,
		     struct cti__str cell)
{
	cti_number stored;
	struct cti__str one;
	const char *reason;
	uint32_t score;

	/* Nothing fits better than what is equal. */
	while (m->score < 100 && cti__match_next(&cell, &one)) {
		if (cti__number_parse(one, m->plan, &stored))
			continue;
		score = cti__match_score(m->asked, &stored, &reason);
		if (score > m->score) {
			m->score = score;
			m->reason = reason;
			m->kind = kind_of(column, &stored);
		}
		m->explained = m->explained || has_key(&stored, m->key);
	}
}

bool cti__match_customer(struct cti__match *m, const cti_customer *customer)
{
	bool has_numbers = false;
	const char *name;
	size_t i;

	for (i = 0; (name = cti_customer_field(customer, i)) != NULL; i++) {
		if (!cti__match_is_number_field(cti__str(name)))
			continue;
		has_numbers = true;
		cti__match_cell(m, cti__str(name),
				cti__str(cti_customer_get(customer, name)));
	}
	return has_numbers;
}

void cti__match_end(struct cti__match *m)
{
	if (m->score || m->explained)
		return;
	if (m->asked->key_count && strcmp(m->asked->key[0], m->key) == 0) {
		m->score = 100;
		m->reason = "number equal";
	} else {
		m->score = by_digits(strlen(m->key), &m->reason);
	}
}
