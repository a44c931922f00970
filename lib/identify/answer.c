/* SPDX-License-Identifier: MIT */
/* One answer out of what several sources know: merged, ranked, judged. */
#include "identify/answer.h"
#include "identify/customer.h"
#include "util/alloc.h"

#include <cti/error.h>

/*
 * So far ahead of the second the first must be to stand for the number alone.
 * An equal number (100) beats an equal end of it (85 at the most, without an
 * area code 65), but not another's that is equal but for the extension (90),
 * nor one whom the application names (90).
 */
#define CLEAR_LEAD 15

static bool is_same_person(const cti_customer *a, const cti_customer *b)
{
	const char *id = cti_customer_get(a, "id");

	return *id && strcmp(id, cti_customer_get(b, "id")) == 0;
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
	if (fits_better(other, both))
		cti__customer_rate(both, cti_customer_score(other),
				   cti_customer_reason(other));
	cti_customer_unref(*item);
	*item = both;
	return 0;
}

static int take(struct cti__ranking *r, cti_customer *customer)
{
	size_t i;

	for (i = 0; i < r->count; i++)
		if (is_same_person(r->item[i], customer))
			return merge(&r->item[i], customer);
	r->item[r->count++] = cti_customer_ref(customer);
	return 0;
}

static enum cti_identity judge(const struct cti__ranking *r)
{
	if (r->count == 0)
		return CTI_IDENTITY_UNKNOWN;
	if (r->count == 1 ||
	    cti_customer_score(r->item[0]) >=
		    cti_customer_score(r->item[1]) + CLEAR_LEAD)
		return CTI_IDENTITY_IDENTIFIED;
	return CTI_IDENTITY_AMBIGUOUS;
}

int cti__rank(struct cti__ranking *out, const struct cti__found *found)
{
	size_t i;
	int err = 0;

	memset(out, 0, sizeof(*out));
	out->identity = CTI_IDENTITY_UNKNOWN;
	if (!found->count)
		return 0;
	out->item = cti__calloc(found->count, sizeof(*out->item));
	if (!out->item)
		return CTI_ENOMEM;
	/* Late answers stand last in found, wherever their source does. */
	sort(found->item, found->count, is_trusted_more);
	for (i = 0; i < found->count && !err; i++)
		err = take(out, found->item[i]);
	if (err) {
		cti__ranking_fini(out);
		return err;
	}
	sort(out->item, out->count, fits_better);
	out->identity = judge(out);
	return 0;
}

void cti__ranking_fini(struct cti__ranking *ranking)
{
	size_t i;

	for (i = 0; i < ranking->count; i++)
		cti_customer_unref(ranking->item[i]);
	cti__free(ranking->item);
	memset(ranking, 0, sizeof(*ranking));
	ranking->identity = CTI_IDENTITY_UNKNOWN;
}

bool cti__ranking_same(const struct cti__ranking *a,
		       const struct cti__ranking *b)
{
	size_t i;

	if (a->count != b->count || a->identity != b->identity)
		return false;
	for (i = 0; i < a->count; i++)
		if (!cti__customer_same(a->item[i], b->item[i]))
			return false;
	return true;
}
