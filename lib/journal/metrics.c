/* SPDX-License-Identifier: MIT */
/* The metrics: what each is made of, and how it reads. */
#include "journal/tally.h"
#include "util/say.h"

static const struct metric {
	const char *name, *definition;
	enum cti__unit unit;
} metrics[] = {
#define METRIC(constant, name, unit, definition)                               \
	{ name, definition, CTI__UNIT_##unit },
	CTI_METRIC_MAP(METRIC)
#undef METRIC
};

const char *cti_metric_name(enum cti_metric metric)
{
	return (unsigned)metric < CTI_METRIC_COUNT ? metrics[metric].name
						   : NULL;
}

const char *cti__metric_definition(enum cti_metric metric)
{
	return metrics[metric].definition;
}

const char *cti_metric_definition(enum cti_metric metric)
{
	return (unsigned)metric < CTI_METRIC_COUNT
		       ? cti__say(metrics[metric].definition)
		       : NULL;
}

enum cti__unit cti__metric_unit(enum cti_metric metric)
{
	return metrics[metric].unit;
}

/* Rounded; -1 of nothing. */
static int64_t of(int64_t part, int64_t whole, int64_t scale)
{
	return whole > 0 ? (part * scale + whole / 2) / whole : -1;
}

static int64_t inbound(const struct cti__tally *t, enum cti_metric metric)
{
	int64_t fair = t->asked - t->short_ones;

	switch (metric) {
	case CTI_METRIC_IN:
		return t->in;
	case CTI_METRIC_AUTO_RATE_IN:
		return of(t->accepted, t->in, 10000);
	case CTI_METRIC_SELF_SERVICE:
		return of(t->in - t->asked, t->in, 10000);
	case CTI_METRIC_ASKED:
		return t->asked;
	case CTI_METRIC_HUMAN_RATE_IN:
		return of(t->human, fair, 10000);
	case CTI_METRIC_SERVICE_LEVEL:
		return of(t->within, fair, 10000);
	case CTI_METRIC_ABANDONED:
		return t->abandoned;
	case CTI_METRIC_ABANDON_RATE:
		return of(t->abandoned - t->short_ones, fair, 10000);
	case CTI_METRIC_LOSS_RATE:
		return of(fair - t->human, fair, 10000);
	default:
		return of(t->wait_ms, t->human, 1);
	}
}

static int64_t outbound_and_work(const struct cti__tally *t,
				 enum cti_metric metric)
{
	switch (metric) {
	case CTI_METRIC_OUT:
		return t->out;
	case CTI_METRIC_AUTO_RATE_OUT:
		return of(t->put_through, t->out, 10000);
	case CTI_METRIC_HUMAN_RATE_OUT:
		return of(t->out_human, t->out, 10000);
	case CTI_METRIC_HANDLED:
		return t->handled;
	case CTI_METRIC_TALK:
		return of(t->talk_ms, t->handled, 1);
	case CTI_METRIC_HOLD:
		return of(t->hold_ms, t->handled, 1);
	case CTI_METRIC_HANDLE:
		return of(t->talk_ms + t->hold_ms + t->wrapup_ms, t->handled,
			  1);
	default:
		return of(t->busy_ms + t->wrapup_ms,
			  t->busy_ms + t->wrapup_ms + t->ready_ms, 10000);
	}
}

int64_t cti__tally_metric(const struct cti__tally *t, enum cti_metric metric)
{
	if (metric <= CTI_METRIC_SPEED_OF_ANSWER)
		return inbound(t, metric);
	if (metric <= CTI_METRIC_OCCUPANCY)
		return outbound_and_work(t, metric);
	switch (metric) {
	case CTI_METRIC_CUSTOMERS:
		return of(t->customers, t->agent_days, 100);
	case CTI_METRIC_COST:
		return of(t->cost, t->handled, 1);
	case CTI_METRIC_CONVERSION:
		return of(t->converted, t->handled, 10000);
	case CTI_METRIC_RETENTION:
		return of(t->retained, t->retained + t->churned, 10000);
	case CTI_METRIC_LEADS:
		return t->leads;
	case CTI_METRIC_PARTIES:
		return t->parties;
	case CTI_METRIC_TOUCHES:
		return of(t->contacts, t->parties, 100);
	case CTI_METRIC_OFFERS:
		return t->offers;
	default:
		return t->value;
	}
}

static void put_point(struct cti__buf *out, int64_t value, int64_t scale,
		      int digits)
{
	if (value < 0)
		cti__buf_char(out, '-');
	value = value < 0 ? -value : value;
	cti__buf_printf(out, "%lld.%0*lld", (long long)(value / scale), digits,
			(long long)(value % scale));
}

/* Halves go away from zero, so that a loss reads like a gain. */
static int64_t rounded(int64_t value, int64_t by)
{
	return (value < 0 ? value - by / 2 : value + by / 2) / by;
}

void cti__metric_text(enum cti_metric metric, int64_t value,
		      struct cti__buf *out)
{
	if (value == -1) {
		cti__buf_char(out, '-');
		return;
	}
	switch (metrics[metric].unit) {
	case CTI__UNIT_COUNT:
		cti__buf_i64(out, value);
		break;
	case CTI__UNIT_RATIO:
		put_point(out, rounded(value, 10), 10, 1);
		cti__buf_char(out, '%');
		break;
	case CTI__UNIT_TIME:
		value = rounded(value, 1000);
		cti__buf_printf(out, "%lld:%02lld", (long long)(value / 60),
				(long long)(value % 60));
		break;
	case CTI__UNIT_MONEY:
		put_point(out, rounded(value, 10), 100, 2);
		break;
	case CTI__UNIT_HUNDREDTHS:
		put_point(out, rounded(value, 10), 10, 1);
		break;
	}
}

void cti__metric_number(enum cti_metric metric, int64_t value,
			struct cti__buf *out)
{
	switch (metrics[metric].unit) {
	case CTI__UNIT_COUNT:
		cti__buf_i64(out, value);
		break;
	case CTI__UNIT_RATIO:
		put_point(out, value, 10000, 4);
		break;
	case CTI__UNIT_TIME:
	case CTI__UNIT_MONEY:
		put_point(out, value, 1000, 3);
		break;
	case CTI__UNIT_HUNDREDTHS:
		put_point(out, value, 100, 2);
		break;
	}
}
