/* SPDX-License-Identifier: MIT */
/* One answer out of what several sources know: merged, ranked, judged. */
#include "identify/answer.h"
#include "identify/customer.h"
#include "util/alloc.h"

#include <cti/error.h>

/* Of one who was found in more than one way, */
#define SCORE_SURE   100
/* and of the others then. */
#define SCORE_BESIDE 80

static struct cti__str text_of(const cti_customer *customer, const char *field)
{
	return cti__str_trim(cti__str(cti_customer_get(customer, field)));
}

/* Neither says that they are two. */
static bool agree(const cti_customer *a, const cti_customer *b,
		  const char *field)
{
	struct cti__str one = text_of(a, field), other = text_of(b, field);

	return !one.n || !other.n || cti__str_ieq(one, other);
}

bool cti__same_person(const cti_customer *a, const cti_customer *b)
{
	struct cti__str id = text_of(a, "id"), name = text_of(a, "name");

	if (id.n && cti__str_eq(id, text_of(b, "id")))
		return true;
	/* Each source has ids of its own: there the name must do. */
	return name.n &&
	       strcmp(cti_customer_source(a), cti_customer_source(b)) != 0 &&
	       cti__str_ieq(name, text_of(b, "name")) &&
	       agree(a, b, "company") && agree(a, b, "gender") &&
	       agree(a, b, "account");
}

/* Stable: what a source named first stays first. */
static void sort(cti_customer **item, size_t count,
		 bool (*before)(const cti_customer *, const cti_customer *))
{
	cti_customer *one;
	size_t i, at;

	for (i = 1; i < count; i++) {
		one = item[i];
		for (at = i; at && before(one, item[at - 1]); at--)
			item[at] = item[at - 1];
		item[at] = one;
	}
}

static bool is_trusted_more(const cti_customer *a, const cti_customer *b)
{
	return cti__customer_trust(a) < cti__customer_trust(b);
}

static bool fits_better(const cti_customer *a, const cti_customer *b)
{
	return cti_customer_score(a) > cti_customer_score(b);
}

/*
 * Two sources know the same one: the more trusted one's fields count, the other
 * fills gaps, and the better fit is the fit. *item is replaced by a copy, since
 * others may hold the original.
 */
static int merge(cti_customer **item, const cti_customer *other)
{
	cti_customer *both;
	int err = cti__customer_copy(&both, *item);

	if (err)
		return err;
	err = cti__customer_fill(both, other);
	if (err) {
		cti_customer_unref(both);
		return err;
	}
	if (fits_better(other, both)) {
		cti__customer_rate(both, cti_customer_score(other),
				   cti_customer_reason(other));
		cti__customer_set_number_kind(both,
					      cti_customer_number_kind(other));
	}
	/* A plain "phone" in one may be the "phone_home" of the other. */
	if (!*cti_customer_number_kind(both))
		cti__customer_set_number_kind(both,
					      cti_customer_number_kind(other));
	cti_customer_unref(*item);
	*item = both;
	return 0;
}

static int take(struct cti__ranking *r, cti_customer *customer)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (cti__same_person(r->item[i], customer))
			return merge(&r->item[i], customer);
	r->item[r->count++] = cti_customer_ref(customer);
	return 0;
}

/* How many fit about as well as the first. */
static size_t count_leading(const struct cti__ranking *r, uint32_t clear_lead)
{
	size_t n = 0;

	while (n < r->count && cti_customer_score(r->item[n]) + clear_lead >
				       cti_customer_score(r->item[0]))
		n++;
	return n;
}

static bool says_yes(struct cti__str text)
{
	static const char *const no[] = { "0", "no", "false", "n", "否" };
	size_t i;

	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (cti__str_ieq(text, cti__str(no[i])))
			return false;
	return text.n;
}

/* A field in which all who fit are equal; "" if there is none. */
static const char *common(const struct cti__ranking *r, const char *field)
{
	struct cti__str first = text_of(r->item[0], field);
	size_t i;

	for (i = 1; i < r->members && first.n; i++)
		if (!cti__str_ieq(first, text_of(r->item[i], field)))
			return "";
	return first.n ? cti_customer_get(r->item[0], field) : "";
}

/* A hotel's number is nobody's, whoever is written behind it. */
static bool is_shared(const struct cti__ranking *r,
		      const struct cti__rank_rules *rules)
{
	size_t i;

	for (i = 0; i < r->members; i++)
		if (says_yes(text_of(r->item[i], "shared")))
			return true;
	return r->members >= rules->shared_from ||
	       rules->chosen_count >= rules->shared_from;
}

static void judge_group(struct cti__ranking *r, bool shared)
{
	const char *household, *company;

	r->group = CTI_GROUP_NONE;
	r->group_label = "";
	if (!r->count)
		return;
	household = common(r, "household");
	company = common(r, "company");
	if (shared)
		r->group = CTI_GROUP_SHARED;
	else if (r->members > 1 && *household)
		r->group = CTI_GROUP_HOUSEHOLD;
	else if (r->members > 1 && *company)
		r->group = CTI_GROUP_COMPANY;
	if (r->group != CTI_GROUP_NONE)
		r->group_label = *household ? household : company;
}

static void judge(struct cti__ranking *r, const struct cti__rank_rules *rules)
{
	r->members = count_leading(r, rules->clear_lead);
	r->identity = r->members == 0	? CTI_IDENTITY_UNKNOWN
		      : r->members == 1 ? CTI_IDENTITY_IDENTIFIED
					: CTI_IDENTITY_AMBIGUOUS;
}

/* Agents have said who of those that fit it is: he goes first. */
static int favour(struct cti__ranking *r, const struct cti__rank_rules *rules)
{
	size_t i, leading = count_leading(r, rules->clear_lead);
	cti_customer *copy;
	int err;

	for (i = 0; rules->chosen && i < leading; i++)
		if (rules->chosen(rules->user, r->item[i]))
			break;
	if (!rules->chosen || i == leading)
		return 0;
	err = cti__customer_copy(&copy, r->item[i]);
	if (err)
		return err;
	cti__customer_rate(copy, cti_customer_score(r->item[0]),
			   "chosen before for this number");
	cti_customer_unref(r->item[i]);
	memmove(r->item + 1, r->item, i * sizeof(*r->item));
	r->item[0] = copy;
	return 0;
}

static void clear(struct cti__ranking *r)
{
	memset(r, 0, sizeof(*r));
	r->identity = CTI_IDENTITY_UNKNOWN;
	r->group_label = "";
}

int cti__rank(struct cti__ranking *out, const struct cti__found *found,
	      const struct cti__rank_rules *rules)
{
	size_t i;
	int err = 0;

	clear(out);
	if (!found->count)
		return 0;
	out->item = cti__calloc(found->count, sizeof(*out->item));
	if (!out->item)
		return CTI_ENOMEM;
	/* Late answers stand last in found, wherever their source does. */
	sort(found->item, found->count, is_trusted_more);
	for (i = 0; i < found->count && !err; i++)
		err = take(out, found->item[i]);
	if (!err) {
		sort(out->item, out->count, fits_better);
		err = favour(out, rules);
	}
	if (err) {
		cti__ranking_fini(out);
		return err;
	}
	judge(out, rules);
	judge_group(out, is_shared(out, rules));
	return 0;
}

/* --- several clues --- */

static bool has(const struct cti__ranking *r, const cti_customer *customer)
{
	size_t i;

	for (i = 0; r && i < r->count; i++)
		if (cti__same_person(r->item[i], customer))
			return true;
	return false;
}

static size_t count_clues(const struct cti__ranking *const *one, size_t count,
			  const cti_customer *customer)
{
	size_t i, n = 0;

	for (i = 0; i < count; i++)
		n += has(one[i], customer);
	return n;
}

/*
 * The caller has said who he is, or that another one calls from his telephone;
 * a number keyed in may be wrong, too. So who was found both ways is sure, and
 * where the two name different people, it is a question.
 */
static void rate(cti_customer *customer, const struct cti__ranking *const *one,
		 size_t count, size_t most, const struct cti__rank_rules *rules)
{
	size_t clues = count_clues(one, count, customer);
	uint32_t score = cti_customer_score(customer), limit;

	if (clues > 1) {
		cti__customer_rate(customer, SCORE_SURE,
				   has(one[0], customer)
					   ? "number and call data equal"
					   : "call data equal");
		return;
	}
	limit = most > 1 ? SCORE_BESIDE : SCORE_SURE;
	if (most == 1 && has(one[0], customer)) {
		limit = one[0]->group == CTI_GROUP_SHARED
				? rules->clear_lead + 5
				: 5;
		limit = rules->data_score > limit ? rules->data_score - limit
						  : 0;
	}
	if (score > limit)
		cti__customer_rate(customer, limit,
				   cti_customer_reason(customer));
}

/* Copies, since they are rated anew. */
static int gather(struct cti__ranking *out,
		  const struct cti__ranking *const *one, size_t count)
{
	cti_customer *copy;
	size_t i, k;
	int err;

	/* Whom the data name first: so he stays where scores are equal. */
	for (k = count; k-- > 0;) {
		for (i = 0; one[k] && i < one[k]->count; i++) {
			err = cti__customer_copy(&copy, one[k]->item[i]);
			if (!err) {
				err = take(out, copy);
				cti_customer_unref(copy);
			}
			if (err)
				return err;
		}
	}
	return 0;
}

int cti__rank_join(struct cti__ranking *out,
		   const struct cti__ranking *const *one, size_t count,
		   const struct cti__rank_rules *rules)
{
	size_t total = 0, data = 0, most = 0, clues, i;
	bool shared;
	int err;

	clear(out);
	for (i = 0; i < count; i++) {
		total += one[i] ? one[i]->count : 0;
		data += i && one[i] ? one[i]->count : 0;
	}
	if (!total)
		return 0;
	out->item = cti__calloc(total, sizeof(*out->item));
	if (!out->item)
		return CTI_ENOMEM;
	err = gather(out, one, count);
	if (err) {
		cti__ranking_fini(out);
		return err;
	}
	for (i = 0; i < out->count; i++) {
		clues = count_clues(one, count, out->item[i]);
		most = clues > most ? clues : most;
	}
	for (i = 0; data && i < out->count; i++)
		rate(out->item[i], one, count, most, rules);
	sort(out->item, out->count, fits_better);
	judge(out, rules);
	/* Only what the number alone tells can be a switchboard's. */
	shared = !data && one[0] && one[0]->group == CTI_GROUP_SHARED;
	judge_group(out, shared);
	return 0;
}

void cti__ranking_fini(struct cti__ranking *ranking)
{
	size_t i;

	for (i = 0; i < ranking->count; i++)
		cti_customer_unref(ranking->item[i]);
	cti__free(ranking->item);
	clear(ranking);
}

bool cti__ranking_same(const struct cti__ranking *a,
		       const struct cti__ranking *b)
{
	size_t i;

	if (a->count != b->count || a->identity != b->identity ||
	    a->group != b->group || a->members != b->members)
		return false;
	for (i = 0; i < a->count; i++)
		if (!cti__customer_same(a->item[i], b->item[i]))
			return false;
	return true;
}
