/* SPDX-License-Identifier: MIT */
/* Bands: a metric may be too low, and it may be too high, which costs. */
#include "journal/tally.h"

#include <cti/error.h>

struct band {
	enum cti__group_by by;
	struct cti__str key;
	enum cti_metric metric;
	int64_t low, high; /* INT64_MIN and INT64_MAX: none */
};

static bool read_metric(struct cti__str name, enum cti_metric *out)
{
	int i;

	for (i = 0; i < CTI_METRIC_COUNT; i++) {
		*out = (enum cti_metric)i;
		if (cti__str_is(name, cti_metric_name(*out)))
			return true;
	}
	return false;
}

/* "85" or "2.5": in the metric's own unit. */
static bool read_bound(struct cti__str text, enum cti_metric metric,
		       int64_t none, int64_t *out)
{
	static const int64_t scale[] = { 1, 100, 1000, 1000, 100 };
	struct cti__str digits, whole;
	uint64_t number, part = 0;
	int64_t ten = 10;

	*out = none;
	text = cti__str_trim(text);
	if (!text.n)
		return true;
	whole = cti__str_cut(text, '.', &digits);
	if (whole.n > 12 || !cti__str_is_digits(whole) ||
	    !cti__str_u64(whole, &number))
		return false;
	if (digits.n && (digits.n > 1 || !cti__str_is_digits(digits) ||
			 !cti__str_u64(digits, &part)))
		return false;
	*out = (int64_t)number * scale[cti__metric_unit(metric)] +
	       (int64_t)part * scale[cti__metric_unit(metric)] / ten;
	return true;
}

static bool read_group(struct cti__str text, struct band *band)
{
	struct cti__str name = cti__str_cut(text, '=', &band->key);
	int i;

	for (i = 0; i < CTI__BY_COUNT; i++)
		if (cti__str_is(name, cti__group_names[i]))
			break;
	band->by = (enum cti__group_by)i;
	return i < CTI__BY_COUNT && band->key.n;
}

static bool read_band(struct cti__str text, struct band *band)
{
	struct cti__str word = cti__str_trim(cti__str_cut(text, ':', &text));

	band->by = CTI__BY_ALL;
	band->key = CTI__STR_NONE;
	if (cti__str_chr(word, '=') < word.n) {
		if (!read_group(word, band))
			return false;
		word = cti__str_trim(cti__str_cut(text, ':', &text));
	}
	if (!read_metric(word, &band->metric))
		return false;
	word = cti__str_cut(text, ':', &text);
	return read_bound(word, band->metric, INT64_MIN, &band->low) &&
	       read_bound(text, band->metric, INT64_MAX, &band->high) &&
	       band->low <= band->high;
}

int cti__bands_read(const char *bands)
{
	struct cti__str rest = cti__str(bands), one;
	struct band band;

	while (rest.n) {
		one = cti__str_trim(cti__str_cut(rest, ';', &rest));
		if (one.n && !read_band(one, &band))
			return CTI_EVALUE;
	}
	return 0;
}

void cti__bands_check(const cti_report *report,
		      const struct cti__tally *const *tallies, cti__band_fn *fn,
		      void *user)
{
	struct cti__str rest = cti__str(report->bands), one;
	struct band band;
	int64_t value;
	size_t i;

	while (rest.n) {
		one = cti__str_trim(cti__str_cut(rest, ';', &rest));
		if (!one.n || !read_band(one, &band))
			continue;
		for (i = 0; tallies[i]; i++) {
			if (tallies[i]->by != band.by ||
			    !cti__str_is(band.key, tallies[i]->key))
				continue;
			value = cti__tally_metric(tallies[i], band.metric);
			if (value != -1 &&
			    (value < band.low || value > band.high))
				fn(tallies[i], band.metric, value < band.low,
				   user);
		}
	}
}
