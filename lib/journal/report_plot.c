/* SPDX-License-Identifier: MIT */
/* A report as a script for gnuplot: a bar an interval, answered and not, and
   below it how fast. Only times of our own making are in it, no caller's text.
 */
#include "journal/tally.h"

/* So many names of intervals have room below. */
#define NAMES_MAX 24

static void put_value(struct cti__buf *out, const struct cti__tally *t,
		      enum cti_metric metric, int64_t scale)
{
	int64_t value = cti__tally_metric(t, metric);

	if (value == -1)
		cti__buf_text(out, " NaN");
	else
		cti__buf_printf(out, " %lld.%02lld", (long long)(value / scale),
				(long long)(value % scale * 100 / scale));
}

/* "09:00", with the day before it where the day changes. */
static void put_name(struct cti__buf *out, const char *key, const char *before)
{
	bool new_day = before && strncmp(key, before, 10) != 0;

	cti__buf_char(out, '"');
	if (new_day)
		cti__buf_printf(out, "%.5s ", key + 5);
	cti__buf_printf(out, "%s\"", key + 11);
}

static void put_row(struct cti__buf *out, const struct cti__tally *t,
		    const char *before, bool named)
{
	if (named)
		put_name(out, t->key, before);
	else
		cti__buf_text(out, "\"\"");
	cti__buf_printf(out, " %lld %lld %lld", (long long)t->human,
			(long long)(t->asked - t->human),
			(long long)(t->in - t->asked));
	put_value(out, t, CTI_METRIC_SERVICE_LEVEL, 100);
	put_value(out, t, CTI_METRIC_HUMAN_RATE_IN, 100);
	put_value(out, t, CTI_METRIC_SPEED_OF_ANSWER, 1000);
	cti__buf_char(out, '\n');
}

static const char *put_rows(struct cti__buf *out,
			    const struct cti__tally *const *at)
{
	const char *first = NULL, *before = NULL;
	size_t i, n, step;

	for (n = 0; at[n]; n++)
		;
	step = n / NAMES_MAX + 1;
	cti__buf_text(out, "$day << EOD\n");
	for (i = 0; i < n; i++) {
		if (strlen(at[i]->key) < 16)
			continue;
		put_row(out, at[i], before, i % step == 0);
		if (i % step == 0)
			before = at[i]->key;
		if (!first)
			first = at[i]->key;
	}
	cti__buf_text(out, "EOD\n");
	return first;
}

/* A terminal of characters has room for the bars only. */
static const char bars[] =
	"set style data histograms\n"
	"set style histogram rowstacked\n"
	"set boxwidth 0.75\n"
	"set style fill solid 0.9 noborder\n"
	"set border 3 lc rgb '#666666'\n"
	"set tics nomirror out\n"
	"set xtics rotate by -35\n"
	"set key at graph 0,1.04 left bottom horizontal Left reverse "
	"samplen 1.5 width 1 maxrows 1\n"
	"set xrange [-0.5:rows-0.5]\n"
	"set grid ytics lc rgb '#dddddd' lt 1\n"
	"set yrange [0:*]\n"
	"set ylabel 'contacts'\n"
	"if (GPVAL_TERM eq 'dumb') {\n"
	"unset grid\n"
	"set title day\n"
	"set key at graph 1,1 right top vertical\n"
	"set xtics norotate\n"
	"set style histogram clustered gap 1\n"
	"plot $day using ($2+$3+$4):xtic(1) title 'in', "
	"'' using 2 title 'answered'\n"
	"} else {\n"
	"set multiplot layout 2,1 title day margins 0.08,0.93,0.1,0.86 "
	"spacing 0.2\n"
	"plot $day using 2:xtic(1) title 'answered' lc rgb '#2a7f62', "
	"'' using 3 title 'not answered' lc rgb '#c8553d', "
	"'' using 4 title 'self-service' lc rgb '#9fb8ad'\n"
	"set ylabel 'per cent'\n"
	"set yrange [0:105]\n"
	"set ytics 20\n"
	"set y2label 'seconds'\n"
	"set y2tics\n"
	"set y2range [0:*]\n";
static const char lines[] =
	"plot goal with lines lc rgb '#999999' dt 2 title "
	"sprintf('goal %d%%', goal), "
	"$day using 0:7:(0.5) axes x1y2 with boxes lc rgb '#e3d5b8' title "
	"'speed of answer (right)', "
	"'' using 0:6:xtic(1) with linespoints lc rgb '#8c7aa9' lw 2 pt 6 "
	"title 'answered by a person', "
	"'' using 0:5 with linespoints lc rgb '#1f3a5f' lw 2 pt 7 title "
	"sprintf('within %d s', within)\n"
	"unset multiplot\n"
	"}\n";

void cti__report_gnuplot(const cti_report *report,
			 const struct cti__tally *const *tallies,
			 struct cti__buf *out)
{
	const char *first;
	size_t n;

	while (*tallies && (*tallies)->by != CTI__BY_INTERVAL)
		tallies++;
	for (n = 0; tallies[n]; n++)
		;
	first = put_rows(out, tallies);
	if (!first) {
		cti__buf_text(out, "set title 'no contacts'\nset yrange [0:1]\n"
				   "plot 0 notitle\n");
		return;
	}
	cti__buf_printf(out, "rows = %zu\ngoal = %lld\nwithin = %lld\n", n,
			(long long)report->service_percent,
			(long long)report->service_s);
	cti__buf_printf(out, "day = 'Inbound contacts from %.10s'\n", first);
	cti__buf_text(out, bars);
	cti__buf_text(out, lines);
}
