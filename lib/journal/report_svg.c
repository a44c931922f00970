/* SPDX-License-Identifier: MIT */
/* A report as a plot: a bar an interval, answered and not, and the service
   level as a line over it. */
#include "journal/tally.h"

#define LEFT   50
#define TOP    30
#define HEIGHT 200
#define STEP   36

static void put_text(struct cti__buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '<')
			cti__buf_text(out, "&lt;");
		else if (*text == '&')
			cti__buf_text(out, "&amp;");
		else
			cti__buf_char(out, *text);
	}
}

static void put_bar(struct cti__buf *out, long long x, int64_t from,
		    int64_t count, int64_t most, const char *color)
{
	long long low = TOP + HEIGHT - from * HEIGHT / most;
	long long high = TOP + HEIGHT - (from + count) * HEIGHT / most;

	if (low > high)
		cti__buf_printf(out,
				"<rect x=\"%lld\" y=\"%lld\" width=\"%d\" "
				"height=\"%lld\" fill=\"%s\"/>\n",
				x, high, STEP - 8, low - high, color);
}

static void put_bars(struct cti__buf *out, const struct cti__tally *const *at,
		     int64_t most)
{
	long long x = LEFT;

	for (; *at && (*at)->by == CTI__BY_INTERVAL; at++, x += STEP) {
		put_bar(out, x, 0, (*at)->human, most, "#2a7f62");
		put_bar(out, x, (*at)->human, (*at)->in - (*at)->human, most,
			"#c8553d");
		cti__buf_printf(out,
				"<text x=\"%lld\" y=\"%d\" font-size=\"10\">",
				x, TOP + HEIGHT + 14);
		put_text(out, strlen((*at)->key) > 11 ? (*at)->key + 11
						      : (*at)->key);
		cti__buf_text(out, "</text>\n");
	}
}

static void put_level(struct cti__buf *out, const struct cti__tally *const *at)
{
	long long x = LEFT + (STEP - 8) / 2;
	int64_t level;

	cti__buf_text(out, "<polyline fill=\"none\" stroke=\"#1f3a5f\" "
			   "stroke-width=\"2\" points=\"");
	for (; *at && (*at)->by == CTI__BY_INTERVAL; at++, x += STEP) {
		level = cti__tally_metric(*at, CTI_METRIC_SERVICE_LEVEL);
		if (level >= 0)
			cti__buf_printf(out, "%lld,%lld ", x,
					(long long)(TOP + HEIGHT -
						    level * HEIGHT / 10000));
	}
	cti__buf_text(out, "\"/>\n");
}

void cti__report_svg(const cti_report *report,
		     const struct cti__tally *const *tallies,
		     struct cti__buf *out)
{
	const struct cti__tally *const *at = tallies;
	int64_t most = 1;
	size_t n;

	while (*at && (*at)->by != CTI__BY_INTERVAL)
		at++;
	for (n = 0; at[n]; n++)
		if (at[n]->in > most)
			most = at[n]->in;
	cti__buf_printf(out,
			"<svg xmlns=\"http://www.w3.org/2000/svg\" "
			"width=\"%zu\" height=\"%d\" "
			"font-family=\"sans-serif\">\n",
			LEFT + (n > 8 ? n : 8) * STEP + 20, TOP + HEIGHT + 30);
	cti__buf_printf(out,
			"<text x=\"%d\" y=\"18\" font-size=\"13\">Inbound "
			"contacts: answered (green), not (red); line: service "
			"level %lld s</text>\n",
			LEFT, (long long)report->service_s);
	cti__buf_printf(out,
			"<text x=\"8\" y=\"%d\" font-size=\"10\">%lld</text>\n"
			"<text x=\"8\" y=\"%d\" font-size=\"10\">0</text>\n",
			TOP + 8, (long long)most, TOP + HEIGHT);
	put_bars(out, at, most);
	put_level(out, at);
	cti__buf_text(out, "</svg>\n");
}
