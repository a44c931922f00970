/* SPDX-License-Identifier: MIT */
/* A report for programs: JSON, CSV, Prometheus. */
#include "journal/contact.h"
#include "journal/tally.h"
#include "util/utf8.h"

struct warnings {
	const struct cti__tally *tally;
	struct cti__buf *out;
	bool any;
};

static void put_warning(const struct cti__tally *t, enum cti_metric metric,
			bool low, void *user)
{
	struct warnings *w = user;

	if (t != w->tally)
		return;
	cti__buf_text(w->out, w->any ? "," : ",\"warnings\":[");
	w->any = true;
	cti__buf_printf(w->out, "\"%s is too %s\"", cti_metric_name(metric),
			low ? "low" : "high");
}

void cti__report_json(const cti_report *report,
		      const struct cti__tally *const *tallies,
		      struct cti__buf *out)
{
	struct warnings w = { NULL, out, false };
	size_t i, m;
	int64_t value;

	for (i = 0; tallies[i]; i++) {
		cti__buf_printf(out, "{\"group\":\"%s\",\"key\":",
				cti__group_names[tallies[i]->by]);
		cti__buf_json(out, cti__str(tallies[i]->key));
		for (m = 0; m < CTI_METRIC_COUNT; m++) {
			value = cti__tally_metric(tallies[i],
						  (enum cti_metric)m);
			cti__buf_printf(out, ",\"%s\":",
					cti_metric_name((enum cti_metric)m));
			if (value == -1)
				cti__buf_text(out, "null");
			else
				cti__metric_number((enum cti_metric)m, value,
						   out);
		}
		w.tally = tallies[i];
		w.any = false;
		cti__bands_check(report, tallies, put_warning, &w);
		cti__buf_text(out, w.any ? "]}\n" : "}\n");
	}
}

void cti__report_csv(const cti_report *report,
		     const struct cti__tally *const *tallies,
		     struct cti__buf *out)
{
	size_t i, m;
	int64_t value;

	(void)report;
	cti__buf_text(out, "group,key");
	for (m = 0; m < CTI_METRIC_COUNT; m++)
		cti__buf_printf(out, ",%s",
				cti_metric_name((enum cti_metric)m));
	cti__buf_char(out, '\n');
	for (i = 0; tallies[i]; i++) {
		cti__buf_printf(out, "%s,", cti__group_names[tallies[i]->by]);
		cti__csv_cell(out, tallies[i]->key, true);
		for (m = 0; m < CTI_METRIC_COUNT; m++) {
			cti__buf_char(out, ',');
			value = cti__tally_metric(tallies[i],
						  (enum cti_metric)m);
			if (value != -1)
				cti__metric_number((enum cti_metric)m, value,
						   out);
		}
		cti__buf_char(out, '\n');
	}
}

/* A scrape with a byte in it that is no UTF-8 is lost as a whole. */
static void put_label(struct cti__buf *out, const char *text)
{
	struct cti__buf clean = { 0 };
	size_t i;

	cti__utf8_clean(&clean, cti__str(text));
	for (i = 0; i < clean.n; i++) {
		if (clean.p[i] == '"' || clean.p[i] == '\\')
			cti__buf_char(out, '\\');
		cti__buf_char(out, clean.p[i]);
	}
	if (clean.err)
		out->err = clean.err;
	cti__buf_fini(&clean);
}

/* Intervals are the server's own matter: it keeps the times. */
void cti__report_prometheus(const cti_report *report,
			    const struct cti__tally *const *tallies,
			    struct cti__buf *out)
{
	static const char *const unit[] = { "", "_ratio", "_seconds", "", "" };
	const char *name, *ending;
	int64_t value;
	size_t i, m;

	(void)report;
	for (m = 0; m < CTI_METRIC_COUNT; m++) {
		name = cti_metric_name((enum cti_metric)m);
		ending = unit[cti__metric_unit((enum cti_metric)m)];
		cti__buf_printf(out, "# HELP cti_%s%s %s\n", name, ending,
				cti__metric_definition((enum cti_metric)m));
		cti__buf_printf(out, "# TYPE cti_%s%s gauge\n", name, ending);
		for (i = 0; tallies[i]; i++) {
			value = cti__tally_metric(tallies[i],
						  (enum cti_metric)m);
			if (value == -1 || tallies[i]->by == CTI__BY_INTERVAL)
				continue;
			cti__buf_printf(out, "cti_%s%s{group=\"%s\",key=\"",
					name, ending,
					cti__group_names[tallies[i]->by]);
			put_label(out, tallies[i]->key);
			cti__buf_text(out, "\"} ");
			cti__metric_number((enum cti_metric)m, value, out);
			cti__buf_char(out, '\n');
		}
	}
}
