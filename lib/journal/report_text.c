/* SPDX-License-Identifier: MIT */
/* A report for people: tables, warnings and a plot of plain characters. */
#include "journal/tally.h"
#include "util/say.h"
#include "util/utf8.h"

#define BAR_MAX 40
#define KEY_MAX 18

static void pad(struct cti__buf *out, size_t from, size_t width)
{
	while (out->n - from < width && !out->err)
		cti__buf_char(out, ' ');
}

/* Characters, not bytes: keys may be Chinese, of two columns each. */
static size_t columns(struct cti__str text)
{
	size_t n = 0, i;

	for (i = 0; i < text.n; i++) {
		if (((unsigned char)text.p[i] & 0xc0) == 0x80)
			continue;
		n += (unsigned char)text.p[i] >= 0xe3 ? 2 : 1;
	}
	return n;
}

/* Whoever named a queue or a tier does not steer the terminal. */
static void put_key(struct cti__buf *out, const char *key, size_t width)
{
	size_t n, from = out->n;

	cti__utf8_clean(out, cti__str(key));
	if (out->err)
		return;
	n = columns(cti__str_n(out->p + from, out->n - from));
	for (; n < width && !out->err; n++)
		cti__buf_char(out, ' ');
}

static void put_cell(struct cti__buf *out, const struct cti__tally *t,
		     enum cti_metric metric, size_t width)
{
	struct cti__buf text = { 0 };

	cti__metric_text(metric, cti__tally_metric(t, metric), &text);
	cti__buf_char(out, ' ');
	pad(out, out->n, text.n < width ? width - text.n : 0);
	cti__buf_str(out, cti__str_n(text.p, text.n));
	if (text.err)
		out->err = text.err;
	cti__buf_fini(&text);
}

static const struct column {
	const char *title;
	enum cti_metric metric;
} table[] = {
	{ "in", CTI_METRIC_IN },
	{ "out", CTI_METRIC_OUT },
	{ "human", CTI_METRIC_HUMAN_RATE_IN },
	{ "level", CTI_METRIC_SERVICE_LEVEL },
	{ "aband", CTI_METRIC_ABANDON_RATE },
	{ "speed", CTI_METRIC_SPEED_OF_ANSWER },
	{ "talk", CTI_METRIC_TALK },
	{ "handle", CTI_METRIC_HANDLE },
	{ "conv", CTI_METRIC_CONVERSION },
	{ "cost", CTI_METRIC_COST },
};

#define CELL 7

static void put_head(struct cti__buf *out, enum cti__group_by by)
{
	size_t i;

	cti__buf_char(out, '\n');
	put_key(out, cti__group_names[by], KEY_MAX);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		cti__buf_char(out, ' ');
		pad(out, out->n, CELL - strlen(table[i].title));
		cti__buf_text(out, table[i].title);
	}
	if (by == CTI__BY_AGENT)
		cti__buf_text(out, "    occ");
	cti__buf_char(out, '\n');
}

static void put_row(struct cti__buf *out, const struct cti__tally *t)
{
	size_t i;

	put_key(out, t->key, KEY_MAX);
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		put_cell(out, t, table[i].metric, CELL);
	if (t->by == CTI__BY_AGENT)
		put_cell(out, t, CTI_METRIC_OCCUPANCY, 6);
	cti__buf_char(out, '\n');
}

static void put_all(struct cti__buf *out, const struct cti__tally *t)
{
	size_t i, from;

	for (i = 0; i < CTI_METRIC_COUNT; i++) {
		from = out->n;
		cti__buf_text(out, cti_metric_name((enum cti_metric)i));
		pad(out, from, 24);
		put_cell(out, t, (enum cti_metric)i, 8);
		cti__buf_text(out, "  ");
		cti__buf_text(out, cti_metric_definition((enum cti_metric)i));
		cti__buf_char(out, '\n');
	}
}

static void put_warning(const struct cti__tally *t, enum cti_metric metric,
			bool low, void *user)
{
	struct cti__buf *out = user;

	cti__buf_text(out, cti__say("warning: "));
	if (t->by != CTI__BY_ALL) {
		cti__buf_printf(out, "%s ", cti__group_names[t->by]);
		cti__utf8_clean(out, cti__str(t->key));
		cti__buf_text(out, ": ");
	}
	cti__buf_printf(out,
			low ? cti__say("%s is too low: ")
			    : cti__say("%s is too high: "),
			cti_metric_name(metric));
	cti__metric_text(metric, cti__tally_metric(t, metric), out);
	cti__buf_char(out, '\n');
}

/* A bar an interval: # answered, - not. */
static void put_plot(struct cti__buf *out,
		     const struct cti__tally *const *tallies)
{
	int64_t most = 0, bar, human;
	size_t i;

	for (i = 0; tallies[i]; i++)
		if (tallies[i]->by == CTI__BY_INTERVAL && tallies[i]->in > most)
			most = tallies[i]->in;
	if (!most)
		return;
	cti__buf_text(out,
		      cti__say("\ninbound contacts (# answered, - not)\n"));
	for (i = 0; tallies[i]; i++) {
		if (tallies[i]->by != CTI__BY_INTERVAL)
			continue;
		put_key(out, tallies[i]->key, KEY_MAX);
		bar = most > BAR_MAX ? tallies[i]->in * BAR_MAX / most
				     : tallies[i]->in;
		human = tallies[i]->in
				? bar * tallies[i]->human / tallies[i]->in
				: 0;
		cti__buf_char(out, ' ');
		for (; bar > 0 && !out->err; bar--, human--)
			cti__buf_char(out, human > 0 ? '#' : '-');
		cti__buf_printf(out, " %lld\n", (long long)tallies[i]->in);
	}
}

static bool is_shown(const cti_report *report, enum cti__group_by by)
{
	struct cti__str rest = cti__str(report->groups);

	if (!rest.n)
		return true;
	while (rest.n)
		if (cti__str_is(cti__str_trim(cti__str_cut(rest, ',', &rest)),
				cti__group_names[by]))
			return true;
	return false;
}

static void put_goal(struct cti__buf *out, const cti_report *report,
		     const struct cti__tally *all)
{
	int64_t level = cti__tally_metric(all, CTI_METRIC_SERVICE_LEVEL);

	if (level >= 0)
		cti__buf_printf(
			out,
			level >= report->service_percent * 100
				? cti__say("goal of %lld%% within %lld s: "
					   "reached\n")
				: cti__say("goal of %lld%% within %lld s: "
					   "missed\n"),
			(long long)report->service_percent,
			(long long)report->service_s);
}

void cti__report_text(const cti_report *report,
		      const struct cti__tally *const *tallies,
		      struct cti__buf *out)
{
	const struct cti__tally *before = NULL;
	size_t i;

	if (!tallies[0]) {
		cti__buf_text(out, cti__say("no contacts\n"));
		return;
	}
	for (i = 0; tallies[i]; i++) {
		if (tallies[i]->by == CTI__BY_ALL) {
			if (is_shown(report, CTI__BY_ALL))
				put_all(out, tallies[i]);
			put_goal(out, report, tallies[i]);
			cti__bands_check(report, tallies, put_warning, out);
			continue;
		}
		if (!is_shown(report, tallies[i]->by))
			continue;
		if (!before || before->by != tallies[i]->by)
			put_head(out, tallies[i]->by);
		before = tallies[i];
		put_row(out, tallies[i]);
	}
	if (is_shown(report, CTI__BY_INTERVAL))
		put_plot(out, tallies);
}
