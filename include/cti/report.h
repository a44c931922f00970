/* SPDX-License-Identifier: MIT */
/**
 * @file cti/report.h
 * Reports: what a call centre's manager counts, from the same events live, in a
 * replay and from a journal's file. The same events give the same report, byte
 * for byte. docs/guide/metrics.md explains the definitions.
 */
#ifndef CTI_REPORT_H
#define CTI_REPORT_H

#include <cti/event.h>
#include <cti/journal.h>

/**
 * The metrics: X(constant, name, unit, definition). Units: COUNT; RATIO in 1 of
 * 10000; TIME in milliseconds; MONEY in thousandths; HUNDREDTHS. "asked" means:
 * entered a queue or rang a telephone. A short abandonment (report key
 * short_abandon_ms) counts neither for nor against anybody.
 */
#define CTI_METRIC_MAP(X)                                                      \
	X(IN, "in", COUNT, "inbound contacts")                                 \
	X(AUTO_RATE_IN, "auto_rate_in", RATIO,                                 \
	  "of these, accepted by a menu, a queue or a person")                 \
	X(SELF_SERVICE, "self_service", RATIO,                                 \
	  "of these, never asked for a person")                                \
	X(ASKED, "asked", COUNT,                                               \
	  "inbound contacts that entered a queue or rang a telephone")         \
	X(HUMAN_RATE_IN, "human_rate_in", RATIO,                               \
	  "of asked without short abandonments, answered by a person")         \
	X(SERVICE_LEVEL, "service_level", RATIO,                               \
	  "of asked without short abandonments, answered within "              \
	  "service_level_s")                                                   \
	X(ABANDONED, "abandoned", COUNT,                                       \
	  "asked, and the caller gave up before an answer, short ones too")    \
	X(ABANDON_RATE, "abandon_rate", RATIO,                                 \
	  "abandoned without short ones, of asked without short ones")         \
	X(LOSS_RATE, "loss_rate", RATIO,                                       \
	  "not answered for any reason, of asked without short abandonments")  \
	X(SPEED_OF_ANSWER, "speed_of_answer", TIME,                            \
	  "mean wait of those answered, from asked to the first word")         \
	X(OUT, "out", COUNT, "outbound contacts")                              \
	X(AUTO_RATE_OUT, "auto_rate_out", RATIO,                               \
	  "of these, put through by the network: not busy, unavailable or "    \
	  "failed")                                                            \
	X(HUMAN_RATE_OUT, "human_rate_out", RATIO,                             \
	  "of these, somebody answered")                                       \
	X(HANDLED, "handled", COUNT, "contacts in which somebody talked")      \
	X(TALK, "talk", TIME, "mean talk of the handled, without hold")        \
	X(HOLD, "hold", TIME, "mean hold of the handled")                      \
	X(HANDLE, "handle", TIME,                                              \
	  "mean talk, hold and (of agents, of intervals and in all) wrap-up "  \
	  "of the handled")                                                    \
	X(OCCUPANCY, "occupancy", RATIO,                                       \
	  "busy and wrap-up, of busy, wrap-up and ready; pauses left out")     \
	X(CUSTOMERS, "customers_per_agent_day", HUNDREDTHS,                    \
	  "different parties an agent talked with on a day he worked")         \
	X(COST, "cost_per_contact", MONEY,                                     \
	  "the contact's own cost, else cost_per_contact and cost_per_minute " \
	  "of talk and hold; mean of the handled")                             \
	X(CONVERSION, "conversion", RATIO,                                     \
	  "of the handled, with a disposition of the list converted")          \
	X(RETENTION, "retention", RATIO,                                       \
	  "dispositions of the list retained, of these and those of lost")     \
	X(LEADS, "leads", COUNT, "contacts with a lead")                       \
	X(VALUE, "value", MONEY, "sum of the values of the contacts")          \
	X(PARTIES, "parties", COUNT,                                           \
	  "different customers or numbers among the contacts, in and out")     \
	X(TOUCHES, "touches", HUNDREDTHS,                                      \
	  "contacts for each of these parties")                                \
	X(OFFERS, "offers", COUNT, "offers made, by product and contact")

/** Metrics, made from #CTI_METRIC_MAP. */
enum cti_metric {
#define CTI_METRIC_ENTRY(constant, name, unit, definition)                     \
	CTI_METRIC_##constant,
	CTI_METRIC_MAP(CTI_METRIC_ENTRY)
#undef CTI_METRIC_ENTRY
		CTI_METRIC_COUNT
};

/** A report in the making; opaque. */
typedef struct cti_report cti_report;

CTI_BEGIN_DECLS

/**
 * Make an empty report.
 *
 * @param out  Owned: give it to cti_report_free(). NULL on error.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_report_new(cti_report **out);

/** Free a report; NULL is allowed. Thread: any. Since: 0.1. */
CTI_API void cti_report_free(cti_report *report);

/**
 * Choose how to count, before anything is counted. Keys and defaults:
 * service_level_s 20; service_level_percent 80; short_abandon_ms 5000;
 * interval_s 3600; utc_offset_min 0 (of days and intervals); cost_per_contact
 * and cost_per_minute 0 (thousandths); converted "sale,order,appointment",
 * retained "renewed,retained", lost "cancelled,churned" (dispositions); hours
 * "" (business hours: "Mon-Fri 09:00-18:00; Sat 09:00-12:00") and holidays ""
 * ("2026-01-01,2026-02-17"), both in the time of utc_offset_min: they sort, and
 * leave nothing out; bands
 * "": entries [GROUP=KEY:]METRIC:LOW:HIGH separated by semicolons, the bounds
 * as units say (ratios in per cent), either may be left out:
 * "human_rate_in:85:98;tier=gold:service_level:90:". What is outside of its
 * band is a warning of the report; groups "": which the text shows, such as
 * "tier,campaign"; none named: all.
 *
 * @return 0, CTI_EKEY, CTI_EVALUE, CTI_EINVAL or CTI_ENOMEM.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_report_set(cti_report *report, const char *key,
					 const char *value);

/**
 * Count what an event tells; every event, in order. A contact counts when it
 * has ended.
 *
 * @return 0, or CTI_ENOMEM: from here on something is missing.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_report_event(cti_report *report,
					   const cti_event *event);

/**
 * No more events will come: what agents do ends with the last one.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API void cti_report_end(cti_report *report);

/** Count a contact, in place of its events; 0 or CTI_ENOMEM. Thread: any, one
 * at a time. Since: 0.1. */
CTI_API CTI_NODISCARD int cti_report_contact(cti_report *report,
					     const cti_contact *contact);

/**
 * Count a span of an agent, in place of its events; 0 or CTI_ENOMEM.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_report_span(cti_report *report,
					  const cti_agent_span *span);

/**
 * A metric of a group.
 *
 * @param group  "all", "queue", "line", "campaign", "medium", "tier", "kind"
 * (of customer), "desk", "agent", "hours" ("open", "closed") or "interval".
 * @param key    Which of them; "" of "all".
 * @return The number, or -1 where there is nothing to count.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API int64_t cti_report_get(const cti_report *report, const char *group,
			       const char *key, enum cti_metric metric);

/**
 * The report as text.
 *
 * @param format  "text" (tables and a plot), "json" (a line a group), "csv",
 *                "prometheus" (text exposition) or "gnuplot" (a script that
 *                plots, on whatever terminal was set before it).
 * @param out     Owned, terminated by NUL; free with cti_free(). NULL on error.
 * @return 0, CTI_EINVAL (no such format) or CTI_ENOMEM.
 *
 * Thread: any, one at a time. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_report_write(cti_report *report,
					   const char *format, char **out);

/**
 * Name of a metric: "service_level"; NULL for none. Constant. Thread: any.
 * Since: 0.1.
 */
CTI_API const char *cti_metric_name(enum cti_metric metric);
/** Its definition, in the language of cti_strerror(); NULL for none. Constant.
 * Thread: any. Since: 0.1. */
CTI_API const char *cti_metric_definition(enum cti_metric metric);

CTI_END_DECLS

#endif
