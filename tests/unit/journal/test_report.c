/* SPDX-License-Identifier: MIT */
/* The metrics by their definitions, on contacts made for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "../util/refuse.h"
#include "told.h"

#include <cti/report.h>

static cti_report *report;

static int set_up(void **state)
{
	if (refuse_begin(state))
		return -1;
	clock_us = 1000000;
	return cti_report_new(&report);
}

static int tear_down(void **state)
{
	cti_report_free(report);
	return refuse_end(state);
}

static void hear(const cti_event *ev, void *user)
{
	(void)user;
	(void)!cti_report_event(report, ev);
}

static void at(int after_ms, const char *line)
{
	tell(hear, NULL, after_ms, line);
}

static int64_t get(const char *group, const char *key, enum cti_metric metric)
{
	return cti_report_get(report, group, key, metric);
}

static int64_t all(enum cti_metric metric)
{
	return get("all", "", metric);
}

static void put(int n, const char *format)
{
	char line[256];

	snprintf(line, sizeof(line), format, n, n);
	at(0, line);
}

/* Somebody waits so long for sales, and talks a minute with li. */
static void answered(int n, int wait_ms)
{
	put(n, "call-begin c%d direction=inbound caller=13%d called=400 "
	       "dnis=400");
	put(n, "queue c%d queue=sales");
	put(n, "ring c%d device=1001 agent=li queue=sales");
	at(wait_ms, "info - state=x");
	put(n, "answer c%d device=1001 agent=li queue=sales");
	put(n, "dequeue c%d queue=sales reason=answered");
	at(60000, "info - state=x");
	put(n, "hangup c%d device=1001 cause=normal");
	put(n, "call-end c%d cause=normal");
}

static void gives_up(int n, int wait_ms)
{
	put(n, "call-begin c%d direction=inbound caller=13%d called=400 "
	       "dnis=400");
	put(n, "queue c%d queue=sales");
	at(wait_ms, "info - state=x");
	put(n, "abandon c%d queue=sales");
	put(n, "call-end c%d cause=cancelled");
}

static void times_out(int n)
{
	put(n, "call-begin c%d direction=inbound caller=13%d called=400 "
	       "dnis=400");
	put(n, "queue c%d queue=sales");
	at(30000, "info - state=x");
	put(n, "dequeue c%d queue=sales reason=timeout");
	put(n, "call-end c%d cause=normal");
}

static void self_service(int n)
{
	put(n, "call-begin c%d direction=inbound caller=13%d called=400 "
	       "dnis=400");
	put(n, "dtmf c%d digits=1");
	put(n, "call-end c%d cause=normal");
}

static void calls_out(int n, const char *cause)
{
	char line[256];

	put(n, "call-begin c%d direction=outbound caller=1001 called=15%d");
	put(n, "dial c%d device=1001");
	at(5000, "info - state=x");
	if (strcmp(cause, "normal") == 0)
		put(n, "answer c%d device=1001 agent=li");
	at(10000, "info - state=x");
	snprintf(line, sizeof(line), "hangup c%d device=1001 cause=%s", n,
		 cause);
	at(0, line);
	snprintf(line, sizeof(line), "call-end c%d cause=%s", n, cause);
	at(0, line);
}

static void a_day(void)
{
	at(0, "agent - agent=li device=1001 state=login");
	answered(1, 10000);
	answered(2, 20000);
	answered(3, 20001);
	gives_up(4, 4999);
	gives_up(5, 5000);
	times_out(6);
	self_service(7);
	calls_out(8, "normal");
	calls_out(9, "busy");
	calls_out(10, "no-answer");
	at(0, "agent - agent=li device=1001 state=busy");
	at(100000, "agent - agent=li device=1001 state=wrapup");
	at(20000, "agent - agent=li device=1001 state=not-ready");
	at(500000, "agent - agent=li device=1001 state=logout");
	cti_report_end(report);
}

static void test_report__inbound_rates_leave_short_abandonments_out(
	void **state)
{
	(void)state;
	a_day();
	assert_int_equal(all(CTI_METRIC_IN), 7);
	assert_int_equal(all(CTI_METRIC_AUTO_RATE_IN), 10000);
	assert_int_equal(all(CTI_METRIC_SELF_SERVICE), 1429);
	assert_int_equal(all(CTI_METRIC_ASKED), 6);
	/* Of the five that were not short: three answered, two in time. */
	assert_int_equal(all(CTI_METRIC_HUMAN_RATE_IN), 6000);
	assert_int_equal(all(CTI_METRIC_SERVICE_LEVEL), 4000);
	assert_int_equal(all(CTI_METRIC_ABANDONED), 2);
	assert_int_equal(all(CTI_METRIC_ABANDON_RATE), 2000);
	/* Who was thrown out of the queue is lost, but has not given up. */
	assert_int_equal(all(CTI_METRIC_LOSS_RATE), 4000);
	assert_int_equal(all(CTI_METRIC_SPEED_OF_ANSWER), 16667);
}

static void test_report__outbound_rates_know_busy_from_not_there(void **state)
{
	(void)state;
	a_day();
	assert_int_equal(all(CTI_METRIC_OUT), 3);
	assert_int_equal(all(CTI_METRIC_AUTO_RATE_OUT), 6667);
	assert_int_equal(all(CTI_METRIC_HUMAN_RATE_OUT), 3333);
}

static void test_report__work_is_counted_for_who_did_it(void **state)
{
	(void)state;
	a_day();
	assert_int_equal(all(CTI_METRIC_HANDLED), 4);
	assert_int_equal(all(CTI_METRIC_TALK), 47500);
	assert_int_equal(all(CTI_METRIC_HANDLE), 52500);
	assert_int_equal(get("agent", "li", CTI_METRIC_TALK), 47500);
	assert_int_equal(get("queue", "sales", CTI_METRIC_TALK), 60000);
	assert_int_equal(get("queue", "sales", CTI_METRIC_SERVICE_LEVEL), 4000);
	assert_int_equal(get("line", "400", CTI_METRIC_IN), 7);
	assert_int_equal(get("agent", "wang", CTI_METRIC_TALK), -1);
	/* Four different parties on one day. */
	assert_int_equal(get("agent", "li", CTI_METRIC_CUSTOMERS), 400);
	assert_true(get("agent", "li", CTI_METRIC_OCCUPANCY) > 0);
}

static void test_report__a_party_that_calls_twice_is_one_customer(void **state)
{
	(void)state;
	answered(1, 100);
	answered(1, 100);
	assert_int_equal(get("agent", "li", CTI_METRIC_HANDLED), 2);
	assert_int_equal(get("agent", "li", CTI_METRIC_CUSTOMERS), 100);
}

static void test_report__occupancy_leaves_pauses_out(void **state)
{
	(void)state;
	at(0, "agent - agent=li state=login");
	at(30000, "agent - agent=li state=busy");
	at(50000, "agent - agent=li state=wrapup");
	at(20000, "agent - agent=li state=not-ready");
	at(900000, "agent - agent=li state=logout");
	assert_int_equal(get("agent", "li", CTI_METRIC_OCCUPANCY), 7000);
	assert_int_equal(
		get("interval", "1970-01-01 00:00", CTI_METRIC_OCCUPANCY),
		7000);
}

static void test_report__a_span_is_shared_among_intervals(void **state)
{
	(void)state;
	assert_int_equal(cti_report_set(report, "interval_s", "60"), 0);
	at(29000, "agent - agent=li state=login");
	at(60000, "agent - agent=li state=busy");
	at(60000, "agent - agent=li state=logout");
	assert_int_equal(
		get("interval", "1970-01-01 00:00", CTI_METRIC_OCCUPANCY), 0);
	assert_int_equal(
		get("interval", "1970-01-01 00:01", CTI_METRIC_OCCUPANCY),
		5000);
	assert_int_equal(
		get("interval", "1970-01-01 00:02", CTI_METRIC_OCCUPANCY),
		10000);
}

static void test_report__money_is_counted(void **state)
{
	(void)state;
	assert_int_equal(cti_report_set(report, "cost_per_contact", "2000"), 0);
	assert_int_equal(cti_report_set(report, "cost_per_minute", "500"), 0);
	answered(1, 100);
	assert_int_equal(all(CTI_METRIC_COST), 2500);
	put(2, "call-begin c%d direction=inbound caller=13%d called=400");
	put(2, "answer c%d device=1001");
	put(2, "data c%d key=cost value=7500");
	put(2, "data c%d key=disposition value=sale");
	put(2, "data c%d key=value value=99000");
	put(2, "data c%d key=lead_probability value=80");
	put(2, "call-end c%d cause=normal");
	assert_int_equal(all(CTI_METRIC_COST), 5000);
	assert_int_equal(all(CTI_METRIC_CONVERSION), 5000);
	assert_int_equal(all(CTI_METRIC_VALUE), 99000);
	assert_int_equal(all(CTI_METRIC_LEADS), 1);
	assert_int_equal(all(CTI_METRIC_RETENTION), -1);
}

static void test_report__a_medium_has_its_callers_and_their_touches(
	void **state)
{
	int n;

	(void)state;
	for (n = 1; n <= 4; n++) {
		put(n, "call-begin c%d direction=inbound caller=13 called=400");
		put(n, "data c%d key=medium value=tv");
		put(n, "data c%d key=party_kind value=business");
		put(n, "queue c%d queue=sales");
		at(n * 1000, "info - state=x");
		put(n, "answer c%d device=1001");
		put(n, "call-end c%d cause=normal");
	}
	put(5, "call-begin c%d direction=inbound called=400");
	put(5, "data c%d key=medium value=tv");
	put(5, "call-end c%d cause=normal");
	put(6, "call-begin c%d direction=inbound called=400");
	put(6, "data c%d key=medium value=tv");
	put(6, "call-end c%d cause=normal");
	assert_int_equal(get("medium", "tv", CTI_METRIC_IN), 6);
	/* One who called four times, and two who hide. */
	assert_int_equal(get("medium", "tv", CTI_METRIC_PARTIES), 3);
	assert_int_equal(get("medium", "tv", CTI_METRIC_TOUCHES), 200);
	assert_int_equal(get("kind", "business", CTI_METRIC_TOUCHES), 400);
	assert_int_equal(get("kind", "business", CTI_METRIC_SPEED_OF_ANSWER),
			 2500);
}

static void test_report__business_hours_have_weekdays_and_holidays(void **state)
{
	(void)state;
	/* 1970-01-01 was a Thursday; the test's clock is at its beginning. */
	assert_int_equal(cti_report_set(report, "hours",
					"Fri-Mon 08:00-20:00; Thu 00:00-12:00"),
			 0);
	assert_int_equal(cti_report_set(report, "hours", "Thu 12:00-09:00"),
			 CTI_EVALUE);
	assert_int_equal(cti_report_set(report, "hours", "Thu 00:00-24:01"),
			 CTI_EVALUE);
	assert_int_equal(cti_report_set(report, "holidays", "1970-1-1"),
			 CTI_EVALUE);
	answered(1, 100);
	assert_int_equal(get("hours", "open", CTI_METRIC_IN), 1);
	assert_int_equal(cti_report_set(report, "holidays", "1970-01-01"), 0);
	answered(2, 100);
	assert_int_equal(get("hours", "closed", CTI_METRIC_IN), 1);
	/* Saturday, in the middle of a span that goes over Sunday. */
	at(2 * 86400000 + 9 * 3600000, "info - state=x");
	answered(3, 100);
	assert_int_equal(get("hours", "open", CTI_METRIC_IN), 2);
	/* Tuesday. */
	at(3 * 86400000, "info - state=x");
	answered(4, 100);
	assert_int_equal(get("hours", "closed", CTI_METRIC_IN), 2);
}

static void test_report__bands_warn_of_too_low_and_too_high(void **state)
{
	char *text;

	(void)state;
	assert_int_equal(cti_report_set(report, "bands",
					"human_rate_in:65:98; "
					"queue=sales:service_level::39.5;"
					"speed_of_answer:10:20"),
			 0);
	a_day();
	assert_int_equal(cti_report_write(report, "text", &text), 0);
	assert_non_null(strstr(text, "warning: human_rate_in is too low: "
				     "60.0%\n"));
	assert_non_null(strstr(text, "warning: queue sales: service_level is "
				     "too high: 40.0%\n"));
	assert_null(strstr(text, "speed_of_answer is too"));
	assert_non_null(strstr(text, "goal of 80% within 20 s: missed\n"));
	cti_free(text);
	assert_int_equal(cti_report_write(report, "json", &text), 0);
	assert_non_null(strstr(text, "\"warnings\":[\"human_rate_in is too "
				     "low\"]}"));
	cti_free(text);
}

static void test_report__says_no_to_what_it_does_not_know(void **state)
{
	char *text;

	(void)state;
	assert_int_equal(cti_report_set(report, "bands", "smiles:1:2"),
			 CTI_EVALUE);
	assert_int_equal(cti_report_set(report, "bands", "talk:9:2"),
			 CTI_EVALUE);
	assert_int_equal(cti_report_set(report, "bands", "talk:a:2"),
			 CTI_EVALUE);
	assert_int_equal(cti_report_set(report, "bands", "moon=x:talk:1:2"),
			 CTI_EVALUE);
	assert_int_equal(cti_report_set(report, "interval_s", "0"), CTI_EVALUE);
	assert_int_equal(cti_report_set(report, "colour", "red"), CTI_EKEY);
	assert_int_equal(cti_report_write(report, "pdf", &text), CTI_EINVAL);
	assert_null(text);
}

static void test_report__a_callers_text_escapes_from_no_form(void **state)
{
	char *text;

	(void)state;
	put(1, "call-begin c%d direction=inbound caller=13%d called=4 dnis=4");
	put(1, "data c%d key=campaign value=\"}=<&");
	put(1, "call-end c%d cause=normal");
	put(2, "call-begin c%d direction=inbound caller=13%d called=4 dnis=4");
	put(2, "data c%d key=campaign value==cmd");
	put(2, "call-end c%d cause=normal");
	assert_int_equal(cti_report_write(report, "prometheus", &text), 0);
	assert_non_null(strstr(text, "key=\"\\\"}=<&\"} 1\n"));
	cti_free(text);
	assert_int_equal(cti_report_write(report, "csv", &text), 0);
	assert_non_null(strstr(text, "campaign,\"\"\"}=<&\",1,"));
	assert_non_null(strstr(text, "campaign,\"'=cmd\",1,"));
	cti_free(text);
}

static void test_report__bears_that_memory_runs_out(void **state)
{
	char *text;
	int n;

	for (n = 0;; n += 3) {
		cti_report_free(report);
		report = NULL;
		refuse_after = n;
		if (cti_report_new(&report) == 0) {
			a_day();
			if (cti_report_write(report, "text", &text) == 0)
				cti_free(text);
		}
		if (refuse_after > 0)
			break;
		refuse_after = -1;
	}
	refuse_after = -1;
	assert_true(n > 100);
	assert_int_equal(all(CTI_METRIC_IN), 7);
	(void)state;
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_report__##name, set_up, tear_down)

/* In the site's own hours, which are not those of UTC. */
static void test_report__intervals_are_the_sites_own(void **state)
{
	(void)state;
	clock_us = (int64_t)1699999200 * 1000000;
	assert_int_equal(cti_report_set(report, "utc_offset_min", "480"), 0);
	at(3000000, "agent - agent=li state=login");
	at(1200000, "agent - agent=li state=busy");
	at(1200000, "agent - agent=li state=logout");
	assert_int_equal(
		get("interval", "2023-11-15 06:00", CTI_METRIC_OCCUPANCY), 0);
	assert_int_equal(
		get("interval", "2023-11-15 07:00", CTI_METRIC_OCCUPANCY),
		6667);
}

static void test_report__hold_is_no_talk(void **state)
{
	(void)state;
	put(1, "call-begin c%d direction=inbound caller=13%d called=400");
	put(1, "ring c%d device=1001 agent=li");
	at(7000, "info - state=x");
	put(1, "answer c%d device=1001 agent=li");
	at(20000, "info - state=x");
	put(1, "hold c%d device=1001");
	at(15000, "info - state=x");
	put(1, "retrieve c%d device=1001");
	at(5000, "info - state=x");
	put(1, "hangup c%d device=1001 cause=normal");
	put(1, "call-end c%d cause=normal");
	assert_int_equal(get("agent", "li", CTI_METRIC_HOLD), 15000);
	assert_int_equal(get("agent", "li", CTI_METRIC_TALK), 25000);
	assert_int_equal(all(CTI_METRIC_HOLD), 15000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(inbound_rates_leave_short_abandonments_out),
		TEST(outbound_rates_know_busy_from_not_there),
		TEST(work_is_counted_for_who_did_it),
		TEST(a_party_that_calls_twice_is_one_customer),
		TEST(occupancy_leaves_pauses_out),
		TEST(a_span_is_shared_among_intervals),
		TEST(money_is_counted),
		TEST(a_medium_has_its_callers_and_their_touches),
		TEST(business_hours_have_weekdays_and_holidays),
		TEST(bands_warn_of_too_low_and_too_high),
		TEST(says_no_to_what_it_does_not_know),
		TEST(a_callers_text_escapes_from_no_form),
		TEST(intervals_are_the_sites_own),
		TEST(hold_is_no_talk),
		TEST(bears_that_memory_runs_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
