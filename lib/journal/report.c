/* SPDX-License-Identifier: MIT */
/* Reports: made, fed, asked. */
#include "journal/tally.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdlib.h>

static void on_changed(void *user, struct cti_contact *contact)
{
	(void)user;
	(void)contact;
}

static void on_ended(void *user, struct cti_contact *contact)
{
	cti_report *report = user;

	report->err = cti_report_contact(report, contact);
	cti_contact_free(contact);
}

static void on_merged(void *user, struct cti_contact *contact)
{
	(void)user;
	(void)contact;
}

static void on_span(void *user, const cti_agent_span *span)
{
	cti_report *report = user;

	report->err = cti_report_span(report, span);
}

static void on_lost(void *user)
{
	cti_report *report = user;

	report->err = CTI_ENOMEM;
}

static int set_texts(cti_report *r)
{
	int err = cti__str_set(&r->converted,
			       CTI__STR("sale,order,appointment"));

	if (!err)
		err = cti__str_set(&r->retained, CTI__STR("renewed,retained"));
	if (!err)
		err = cti__str_set(&r->churned, CTI__STR("cancelled,churned"));
	if (!err)
		err = cti__str_set(&r->bands, CTI__STR(""));
	if (!err)
		err = cti__str_set(&r->hours, CTI__STR(""));
	if (!err)
		err = cti__str_set(&r->holidays, CTI__STR(""));
	if (!err)
		err = cti__str_set(&r->groups, CTI__STR(""));
	return err;
}

int cti_report_new(cti_report **out)
{
	/* What is printed is sorted, so a fixed seed is no matter of order;
	   numbers that collide on purpose would only slow one report. */
	struct cti__scribe_opts opts = { on_changed,
					 on_ended,
					 on_merged,
					 on_span,
					 on_lost,
					 NULL,
					 { 0x6c69626374690a31,
					   0x7265706f7274 } };
	cti_report *r = cti__calloc(1, sizeof(*r));
	int err;

	*out = NULL;
	if (!r)
		return CTI_ENOMEM;
	opts.user = r;
	r->service_s = 20;
	r->service_percent = 80;
	r->short_ms = 5000;
	r->interval_s = 3600;
	cti__map_init(&r->tallies, opts.seed);
	cti__map_init(&r->marks, opts.seed);
	err = set_texts(r);
	if (!err)
		err = cti__scribe_new(&r->scribe, &opts);
	if (err)
		cti_report_free(r);
	else
		*out = r;
	return err;
}

void cti_report_free(cti_report *r)
{
	struct cti__map_node *node;
	struct cti__tally *t;

	if (!r)
		return;
	while ((node = cti__map_next(&r->tallies, NULL)) != NULL) {
		t = cti__map_entry(node, struct cti__tally, node);
		cti__map_del(&r->tallies, node);
		cti__free(t->name);
		cti__free(t);
	}
	/* A mark begins with its node. */
	while ((node = cti__map_next(&r->marks, NULL)) != NULL) {
		cti__map_del(&r->marks, node);
		cti__free(node);
	}
	cti__map_fini(&r->tallies);
	cti__map_fini(&r->marks);
	cti__scribe_free(r->scribe);
	cti__free(r->converted);
	cti__free(r->retained);
	cti__free(r->churned);
	cti__free(r->bands);
	cti__free(r->hours);
	cti__free(r->holidays);
	cti__free(r->groups);
	cti__free(r);
}

static int set_number(int64_t *to, const char *value, int64_t least,
		      int64_t most)
{
	struct cti__str text = cti__str(value);
	int64_t number;

	if (!text.n || text.n > 12 ||
	    !cti__str_is_digits(cti__str_sub(text, *value == '-', text.n)) ||
	    !cti__str_i64(text, &number) || number < least || number > most)
		return CTI_EVALUE;
	*to = number;
	return 0;
}

static bool are_groups(struct cti__str list)
{
	struct cti__str name;
	int i;

	while (list.n) {
		name = cti__str_trim(cti__str_cut(list, ',', &list));
		for (i = 0; i < CTI__BY_COUNT; i++)
			if (cti__str_is(name, cti__group_names[i]))
				break;
		if (i == CTI__BY_COUNT)
			return false;
	}
	return true;
}

int cti_report_set(cti_report *r, const char *key, const char *value)
{
	const struct {
		const char *key;
		int64_t *number;
		int64_t least, most;
		char **text;
	} rows[] = {
		{ "service_level_s", &r->service_s, 0, 86400, NULL },
		{ "service_level_percent", &r->service_percent, 0, 100, NULL },
		{ "short_abandon_ms", &r->short_ms, 0, 3600000, NULL },
		{ "interval_s", &r->interval_s, 60, 86400 * 7, NULL },
		{ "utc_offset_min", &r->offset_min, -1440, 1440, NULL },
		{ "cost_per_contact", &r->cost_contact, 0, 1000000000, NULL },
		{ "cost_per_minute", &r->cost_minute, 0, 1000000000, NULL },
		{ "converted", NULL, 0, 0, &r->converted },
		{ "retained", NULL, 0, 0, &r->retained },
		{ "lost", NULL, 0, 0, &r->churned },
		{ "bands", NULL, 0, 0, &r->bands },
		{ "hours", NULL, 0, 0, &r->hours },
		{ "holidays", NULL, 0, 0, &r->holidays },
		{ "groups", NULL, 0, 0, &r->groups },
	};
	size_t i;

	if (!key || !value)
		return CTI_EINVAL;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(key, rows[i].key) != 0)
			continue;
		if (rows[i].number)
			return set_number(rows[i].number, value, rows[i].least,
					  rows[i].most);
		if ((rows[i].text == &r->bands && cti__bands_read(value)) ||
		    (rows[i].text == &r->hours && cti__hours_read(value)) ||
		    (rows[i].text == &r->holidays && cti__holidays_read(value)))
			return CTI_EVALUE;
		if (rows[i].text == &r->groups && !are_groups(cti__str(value)))
			return CTI_EVALUE;
		return cti__str_set(rows[i].text, cti__str(value));
	}
	return CTI_EKEY;
}

int cti_report_event(cti_report *r, const cti_event *event)
{
	cti__scribe_event(r->scribe, event);
	return r->err;
}

void cti_report_end(cti_report *r)
{
	cti__scribe_end(r->scribe);
}

int64_t cti_report_get(const cti_report *r, const char *group, const char *key,
		       enum cti_metric metric)
{
	const struct cti__tally *t = NULL;
	int i;

	for (i = 0; i < CTI__BY_COUNT; i++)
		if (strcmp(group, cti__group_names[i]) == 0)
			t = cti__report_tally(r, (enum cti__group_by)i, key);
	return t && (unsigned)metric < CTI_METRIC_COUNT
		       ? cti__tally_metric(t, metric)
		       : -1;
}

static int compare(const void *a, const void *b)
{
	const struct cti__tally *x = *(const struct cti__tally *const *)a;
	const struct cti__tally *y = *(const struct cti__tally *const *)b;

	if (x->by != y->by)
		return x->by < y->by ? -1 : 1;
	return strcmp(x->key, y->key);
}

const struct cti__tally **cti__report_sorted(const cti_report *r)
{
	const struct cti__tally **all = cti__calloc(r->tallies.count + 1,
						    sizeof(*all));
	struct cti__map_node *node = NULL;
	size_t n = 0;

	if (!all)
		return NULL;
	while ((node = cti__map_next(&r->tallies, node)) != NULL)
		all[n++] = cti__map_entry(node, struct cti__tally, node);
	if (n)
		qsort(all, n, sizeof(*all), compare);
	return all;
}

int cti_report_write(cti_report *r, const char *format, char **out)
{
	static const struct {
		const char *name;
		void (*write)(const cti_report *report,
			      const struct cti__tally *const *tallies,
			      struct cti__buf *to);
	} formats[] = {
		{ "text", cti__report_text },
		{ "json", cti__report_json },
		{ "csv", cti__report_csv },
		{ "prometheus", cti__report_prometheus },
		{ "gnuplot", cti__report_gnuplot },
	};
	const struct cti__tally **all;
	struct cti__buf text = { 0 };
	size_t i;

	*out = NULL;
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(format, formats[i].name) == 0)
			break;
	if (i == sizeof(formats) / sizeof(formats[0]))
		return CTI_EINVAL;
	all = cti__report_sorted(r);
	if (!all)
		return CTI_ENOMEM;
	formats[i].write(r, all, &text);
	cti__free(all);
	*out = cti__buf_take(&text, NULL);
	cti__buf_fini(&text);
	return *out ? 0 : CTI_ENOMEM;
}
