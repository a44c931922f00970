/* SPDX-License-Identifier: MIT */
/* From events to contacts: one record each, and everybody his own time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "journal/scribe.h"
#include "told.h"
#include "../util/refuse.h"

static struct stage {
	struct cti__scribe *scribe;
	cti_contact *ended[8];
	size_t count;
	unsigned changes, merged, lost;
	char spans[1024];
} stage;

static void on_changed(void *user, struct cti_contact *contact)
{
	(void)user;
	(void)contact;
	stage.changes++;
}

static void on_ended(void *user, struct cti_contact *contact)
{
	(void)user;
	stage.changes++;
	stage.ended[stage.count++] = contact;
}

static void on_merged(void *user, struct cti_contact *contact)
{
	(void)user;
	(void)contact;
	stage.merged++;
}

static void on_span(void *user, const cti_agent_span *s)
{
	size_t n = strlen(stage.spans);

	(void)user;
	snprintf(stage.spans + n, sizeof(stage.spans) - n, "%s %s %lld; ",
		 s->agent, s->state, (long long)(s->to_us - s->from_us) / 1000);
}

static void on_lost(void *user)
{
	(void)user;
	stage.lost++;
}

static void hear(const cti_event *ev, void *user)
{
	(void)user;
	cti__scribe_event(stage.scribe, ev);
}

static void at(int after_ms, const char *line)
{
	tell(hear, NULL, after_ms, line);
}

static int set_up(void **state)
{
	struct cti__scribe_opts opts = { on_changed, on_ended, on_merged,
					 on_span,    on_lost,  NULL,
					 { 1, 2 } };

	(void)state;
	memset(&stage, 0, sizeof(stage));
	clock_us = 1000000;
	return cti__scribe_new(&stage.scribe, &opts);
}

static int tear_down(void **state)
{
	(void)state;
	cti__scribe_free(stage.scribe);
	while (stage.count)
		cti_contact_free(stage.ended[--stage.count]);
	return 0;
}

static void assert_segments(const cti_contact *c, const char *want)
{
	char text[2048];

	put_segments(text, sizeof(text), c);
	assert_string_equal(text, want);
}

static int64_t number(size_t contact, enum cti_contact_field field)
{
	return cti_contact_int(stage.ended[contact], field);
}

static const char *text(size_t contact, enum cti_contact_field field)
{
	return cti_contact_text(stage.ended[contact], field);
}

static void comes_in(void)
{
	at(0, "call-begin c1 direction=inbound caller=139 called=400 dnis=400");
}

static void is_answered(void)
{
	comes_in();
	at(0, "queue c1 queue=sales remote=139");
	at(100, "ring c1 device=1001 agent=li queue=sales remote=139");
	at(400, "answer c1 device=1001 agent=li queue=sales remote=139");
	at(0, "dequeue c1 queue=sales reason=answered");
}

static void test_scribe__a_queued_call_has_its_wait_and_its_talk(void **state)
{
	(void)state;
	is_answered();
	at(1000, "hangup c1 device=1001 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_int_equal(stage.count, 1);
	assert_segments(stage.ended[0],
			"queue 0-500 answered; ring 1001 100-500 answered; "
			"talk 1001 500-1500 normal; ");
	assert_int_equal(number(0, CTI_CONTACT_WAIT_MS), 500);
	assert_int_equal(number(0, CTI_CONTACT_TALK_MS), 1000);
	assert_int_equal(number(0, CTI_CONTACT_ABANDONED), 0);
	assert_string_equal(text(0, CTI_CONTACT_PARTY), "139");
	assert_string_equal(text(0, CTI_CONTACT_AGENT), "li");
	assert_string_equal(text(0, CTI_CONTACT_QUEUE), "sales");
	assert_string_equal(text(0, CTI_CONTACT_STATE), "ended");
	assert_string_equal(text(0, CTI_CONTACT_ID), "pbx:c1:1000");
}

static void test_scribe__after_a_transfer_everybody_has_his_own_time(
	void **state)
{
	(void)state;
	is_answered();
	at(500, "hold c1 device=1001");
	at(0, "call-begin c2 consult_of=c1 caller=1001 called=1002");
	at(0, "dial c2 device=1001 consult_of=c1");
	at(0, "ring c2 device=1002 agent=wang consult_of=c1");
	at(200, "answer c2 device=1002 agent=wang consult_of=c1");
	at(0, "answer c2 device=1001 consult_of=c1");
	at(300, "transfer c1 kind=attended by=1001 to=1002 merged=c2");
	at(0, "hangup c1 device=1001 cause=normal");
	at(0, "hangup c2 device=1001 cause=normal");
	at(0, "call-end c2 merged=c1 cause=normal");
	assert_int_equal(stage.count, 0);
	at(700, "hangup c1 device=1002 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_int_equal(stage.count, 1);
	assert_segments(
		stage.ended[0],
		"queue 0-500 answered; ring 1001 100-500 answered; "
		"talk 1001 500-1000; hold 1001 1000-1500 transferred; "
		"dial 1001 1000-1200 answered; ring 1002 1000-1200 answered; "
		"consult 1002 1200-1500 transferred; "
		"consult 1001 1200-1500 normal; "
		"talk 1002 1500-2200 normal; ");
	assert_int_equal(number(0, CTI_CONTACT_TALK_MS), 1200);
	assert_int_equal(number(0, CTI_CONTACT_HOLD_MS), 500);
	assert_int_equal(number(0, CTI_CONTACT_TRANSFERS), 1);
	assert_string_equal(text(0, CTI_CONTACT_AGENT), "wang");
}

static void test_scribe__a_consultation_known_late_is_no_contact_of_its_own(
	void **state)
{
	(void)state;
	is_answered();
	at(500, "call-begin c2 caller=1001 called=1002");
	at(0, "dial c2 device=1001");
	at(100, "ring c2 device=1002");
	at(100, "answer c2 device=1002");
	at(100, "info c2 consult_of=c1");
	at(100, "hangup c2 device=1002 cause=normal");
	at(0, "call-end c2 cause=normal");
	at(100, "hangup c1 device=1001 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_int_equal(stage.count, 1);
	assert_int_equal(stage.merged, 1);
	assert_int_equal(number(0, CTI_CONTACT_CONSULT_MS), 200);
	assert_int_equal(number(0, CTI_CONTACT_TALK_MS), 1000);
}

static void test_scribe__a_click_to_dial_talks_from_the_far_answer(void **state)
{
	(void)state;
	at(0, "call-begin c1 caller=1001 called=138");
	at(0, "ring c1 device=1001 remote=138");
	at(300, "answer c1 device=1001 remote=138");
	at(0, "dial c1 device=1001 called=138");
	at(0, "info c1 direction=outbound");
	at(600, "answer c1 device=1001 remote=138");
	at(500, "hangup c1 device=1001 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_segments(stage.ended[0],
			"ring 1001 0-300 answered; dial 1001 300-900 answered; "
			"talk 1001 900-1400 normal; ");
	assert_string_equal(text(0, CTI_CONTACT_PARTY), "138");
	assert_int_equal(number(0, CTI_CONTACT_ASKED), 0);
	assert_int_equal(number(0, CTI_CONTACT_WAIT_MS), 0);
}

static void test_scribe__only_who_gives_up_has_abandoned(void **state)
{
	(void)state;
	comes_in();
	at(0, "queue c1 queue=sales");
	at(900, "abandon c1 queue=sales");
	at(0, "call-end c1 cause=cancelled");
	assert_int_equal(number(0, CTI_CONTACT_ABANDONED), 1);
	assert_int_equal(number(0, CTI_CONTACT_WAIT_MS), 900);
	at(0, "call-begin c2 direction=inbound caller=139 called=400");
	at(0, "queue c2 queue=sales");
	at(900, "dequeue c2 queue=sales reason=timeout");
	at(100, "call-end c2 cause=normal");
	assert_int_equal(number(1, CTI_CONTACT_ABANDONED), 0);
	at(0, "call-begin c3 direction=inbound caller=139 called=1001");
	at(0, "ring c3 device=1001");
	at(500, "hangup c3 device=1001 cause=cancelled");
	at(0, "call-end c3 cause=cancelled");
	assert_int_equal(number(2, CTI_CONTACT_ABANDONED), 1);
	assert_int_equal(number(2, CTI_CONTACT_WAIT_MS), 500);
}

static void test_scribe__a_parked_call_is_fetched_by_another(void **state)
{
	(void)state;
	is_answered();
	at(500, "park c1 device=1001 slot=701");
	at(0, "hangup c1 device=1001 cause=normal");
	at(400, "call-begin c2 caller=1002 called=701");
	at(0, "dial c2 device=1002 called=701");
	at(0, "unpark c1 device=1002 slot=701");
	at(0, "answer c2 device=1002 agent=wang");
	at(0, "call-end c2 merged=c1 cause=normal");
	at(300, "hangup c1 device=1002 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_int_equal(stage.count, 1);
	assert_int_equal(stage.merged, 1);
	assert_segments(stage.ended[0],
			"queue 0-500 answered; ring 1001 100-500 answered; "
			"talk 1001 500-1000 parked; park 1000-1400 fetched; "
			"dial 1002 1400-1400 answered; "
			"talk 1002 1400-1700 normal; ");
}

static void test_scribe__a_clock_that_jumps_back_takes_no_time_away(
	void **state)
{
	(void)state;
	is_answered();
	at(-90000, "hold c1 device=1001");
	at(200, "retrieve c1 device=1001");
	at(-5000, "hangup c1 device=1001 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_int_equal(number(0, CTI_CONTACT_TALK_MS), 0);
	assert_int_equal(number(0, CTI_CONTACT_HOLD_MS), 200);
	assert_true(number(0, CTI_CONTACT_WAIT_MS) >= 0);
}

static void test_scribe__what_is_under_way_at_the_end_is_interrupted(
	void **state)
{
	(void)state;
	is_answered();
	cti__scribe_end(stage.scribe);
	assert_int_equal(stage.count, 1);
	assert_string_equal(text(0, CTI_CONTACT_STATE), "interrupted");
}

static void test_scribe__the_call_names_its_contact(void **state)
{
	(void)state;
	is_answered();
	assert_non_null(cti__scribe_find(stage.scribe, "c1"));
	assert_ptr_equal(cti__scribe_find(stage.scribe, "pbx:c1:1000"),
			 cti__scribe_find(stage.scribe, "c1"));
	assert_null(cti__scribe_find(stage.scribe, "c2"));
	assert_null(cti__scribe_find(stage.scribe, "pbx:c1:1001"));
	assert_null(cti__scribe_find(stage.scribe, "pbx:c1"));
	assert_null(cti__scribe_find(stage.scribe, "pbx"));
}

static void test_scribe__a_contact_keeps_its_name_when_its_first_call_ends(
	void **state)
{
	struct cti_contact *contact;

	(void)state;
	is_answered();
	at(500, "hold c1 device=1001");
	at(0, "call-begin c2 consult_of=c1 caller=1001 called=1002");
	contact = cti__scribe_find(stage.scribe, "c2");
	assert_non_null(contact);
	at(100, "hangup c1 device=1001 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_null(cti__scribe_find(stage.scribe, "c1"));
	assert_ptr_equal(cti__scribe_find(stage.scribe, "pbx:c1:1000"),
			 contact);
}

static void test_scribe__data_of_the_call_can_say_how_it_went(void **state)
{
	(void)state;
	is_answered();
	at(0, "data c1 key=disposition value=sale");
	at(0, "data c1 key=lead_probability value=80");
	at(0, "data c1 key=lead_probability value=8000");
	at(0, "data c1 key=state value=open");
	at(0, "record c1 device=1001 ref=a.wav state=start");
	at(10, "hangup c1 device=1001 cause=normal");
	at(0, "call-end c1 cause=normal");
	assert_string_equal(text(0, CTI_CONTACT_DISPOSITION), "sale");
	assert_int_equal(number(0, CTI_CONTACT_LEAD_PROBABILITY), 80);
	assert_string_equal(text(0, CTI_CONTACT_STATE), "ended");
	assert_string_equal(text(0, CTI_CONTACT_RECORDING), "a.wav");
	assert_string_equal(cti_contact_segment(stage.ended[0], 2)->recording,
			    "a.wav");
}

static void test_scribe__agents_have_their_times(void **state)
{
	(void)state;
	at(0, "agent - agent=li device=1001 state=login");
	at(500, "agent - agent=li device=1001 state=busy");
	at(300, "agent - agent=li device=1001 state=busy");
	at(100, "agent - agent=li device=1001 state=wrapup");
	at(50, "agent - agent=li device=1001 state=ready");
	at(0, "agent - device=1002 state=not-ready reason=lunch");
	at(70, "agent - agent=li device=1001 state=logout");
	at(900, "agent - device=1003 state=login");
	cti__scribe_end(stage.scribe);
	assert_string_equal(stage.spans,
			    "li ready 500; li busy 400; li wrapup 50; "
			    "li ready 70; 1002 not-ready 970; ");
}

static void story(void)
{
	is_answered();
	at(0, "agent - agent=li device=1001 state=login");
	at(500, "park c1 device=1001 slot=701");
	at(400, "call-begin c2 caller=1002 called=701");
	at(0, "answer c2 device=1002 agent=wang");
	at(0, "call-end c2 merged=c1 cause=normal");
	at(300, "hangup c1 device=1002 cause=normal");
	at(0, "call-end c1 cause=normal");
	cti__scribe_end(stage.scribe);
}

static void test_scribe__bears_that_memory_runs_out(void **state)
{
	int n;

	for (n = 0;; n++) {
		assert_int_equal(set_up(state), 0);
		refuse_after = n;
		story();
		if (refuse_after > 0)
			break;
		refuse_after = -1;
		tear_down(state);
	}
	assert_true(n > 20);
	assert_int_equal(stage.count, 1);
	assert_int_equal(stage.lost, 0);
	refuse_after = -1;
	tear_down(state);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_scribe__##name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_queued_call_has_its_wait_and_its_talk),
		TEST(after_a_transfer_everybody_has_his_own_time),
		TEST(a_consultation_known_late_is_no_contact_of_its_own),
		TEST(a_click_to_dial_talks_from_the_far_answer),
		TEST(only_who_gives_up_has_abandoned),
		TEST(a_parked_call_is_fetched_by_another),
		TEST(a_clock_that_jumps_back_takes_no_time_away),
		TEST(what_is_under_way_at_the_end_is_interrupted),
		TEST(the_call_names_its_contact),
		TEST(a_contact_keeps_its_name_when_its_first_call_ends),
		TEST(data_of_the_call_can_say_how_it_went),
		TEST(agents_have_their_times),
		REFUSE_TEST(test_scribe__bears_that_memory_runs_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
