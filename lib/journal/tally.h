/* SPDX-License-Identifier: MIT */
/* What is counted of contacts and agents' times, by group; inside of a report.
 */
#ifndef CTI__JOURNAL_TALLY_H
#define CTI__JOURNAL_TALLY_H

#include "journal/scribe.h"
#include "util/list.h"
#include "util/map.h"

#include <cti/report.h>

enum cti__unit {
	CTI__UNIT_COUNT,
	CTI__UNIT_RATIO,
	CTI__UNIT_TIME,
	CTI__UNIT_MONEY,
	CTI__UNIT_HUNDREDTHS
};

enum cti__group_by {
	CTI__BY_ALL,
	CTI__BY_QUEUE,
	CTI__BY_LINE,
	CTI__BY_CAMPAIGN,
	CTI__BY_MEDIUM,
	CTI__BY_TIER,
	CTI__BY_KIND,
	CTI__BY_DESK,
	CTI__BY_AGENT,
	CTI__BY_HOURS,
	CTI__BY_INTERVAL,
	CTI__BY_COUNT
};

/* Sums; the metrics are made of them. */
struct cti__tally {
	struct cti__map_node node;
	char *name; /* group, line end, key */
	enum cti__group_by by;
	const char *key; /* in name */
	int64_t in, accepted, asked, human, within, abandoned, short_ones;
	int64_t wait_ms, out, put_through, out_human;
	int64_t handled, talk_ms, hold_ms, wrapup_ms, busy_ms, ready_ms;
	int64_t customers, agent_days, cost, converted, retained, churned;
	int64_t leads, value, contacts, parties, offers;
};

struct cti__mark; /* something seen, to be counted once */

struct cti_report {
	struct cti__scribe *scribe;
	struct cti__map tallies, marks;
	int64_t service_s, service_percent, short_ms, interval_s, offset_min;
	int64_t cost_contact, cost_minute;
	char *converted, *retained, *churned, *bands, *hours, *holidays;
	char *groups;
	int err;
};

extern const char *const cti__group_names[CTI__BY_COUNT];

int64_t cti__tally_metric(const struct cti__tally *tally,
			  enum cti_metric metric);
enum cti__unit cti__metric_unit(enum cti_metric metric);
/* In English, as programs read it. */
const char *cti__metric_definition(enum cti_metric metric);
/* NULL if there is none. */
const struct cti__tally *cti__report_tally(const cti_report *report,
					   enum cti__group_by by,
					   const char *key);
/* All of them in order of group and key: owned, ended by NULL; NULL if memory
   ran out. */
const struct cti__tally **cti__report_sorted(const cti_report *report);

/* "87.5%", "1:05", "12.50": for people. */
void cti__metric_text(enum cti_metric metric, int64_t value,
		      struct cti__buf *out);
/* A number with a point, in seconds, shares of 1 and the currency. */
void cti__metric_number(enum cti_metric metric, int64_t value,
			struct cti__buf *out);

/* bands.c: called for each value outside of its band. */
typedef void cti__band_fn(const struct cti__tally *tally,
			  enum cti_metric metric, bool low, void *user);
void cti__bands_check(const cti_report *report,
		      const struct cti__tally *const *tallies, cti__band_fn *fn,
		      void *user);
/* 0 or CTI_EVALUE. */
int cti__bands_read(const char *bands);

/* hours.c: business hours. Both are 0 or CTI_EVALUE. */
int cti__hours_read(const char *hours);
int cti__holidays_read(const char *holidays);
/* Whether business is open at that second since 1970, of the site's time. */
bool cti__hours_open(const char *hours, const char *holidays, int64_t local_s);

/* One writer a format. */
void cti__report_text(const cti_report *report,
		      const struct cti__tally *const *tallies,
		      struct cti__buf *out);
void cti__report_json(const cti_report *report,
		      const struct cti__tally *const *tallies,
		      struct cti__buf *out);
void cti__report_csv(const cti_report *report,
		     const struct cti__tally *const *tallies,
		     struct cti__buf *out);
void cti__report_prometheus(const cti_report *report,
			    const struct cti__tally *const *tallies,
			    struct cti__buf *out);
void cti__report_gnuplot(const cti_report *report,
			 const struct cti__tally *const *tallies,
			 struct cti__buf *out);

#endif
