/* SPDX-License-Identifier: MIT */
/* When pops open, change and close: one story of a call a test. */
#include "stage.h"

static void test_pop__ring_all_opens_four_and_one_answers(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "queue call=a queue=sales " CALLER,
	     "ring call=a device=1001 queue=sales " CALLER,
	     "ring call=a device=1002 queue=sales " CALLER,
	     "ring call=a device=1003 queue=sales " CALLER,
	     "ring call=a device=1004 queue=sales " CALLER);
	stage_expect(s, "opened 1001 1 identified; opened 1002 1 identified; "
			"opened 1003 1 identified; opened 1004 1 identified");
	assert_int_equal(cti__pops_open(s->pops), 4);
	TELL(s, "answer call=a device=1003 " CALLER,
	     "hangup call=a device=1001 cause=answered-elsewhere " CALLER,
	     "hangup call=a device=1002 cause=answered-elsewhere " CALLER,
	     "hangup call=a device=1004 cause=answered-elsewhere " CALLER);
	stage_expect(s, "updated 1003 2 identified; "
			"closed 1001 2 answered-elsewhere; "
			"closed 1002 2 answered-elsewhere; "
			"closed 1004 2 answered-elsewhere");
	END(s, "hangup call=a device=1003 cause=normal " CALLER,
	    "call-end call=a cause=normal");
	stage_expect(s, "closed 1003 3 hangup");
	/* One caller was looked up once. */
	assert_int_equal(s->asked, 1);
}

static void test_pop__hunting_opens_one_after_the_other(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "queue call=a queue=support " CALLER,
	     "ring call=a device=1001 queue=support " CALLER,
	     "hangup call=a device=1001 cause=no-answer " CALLER,
	     "ring call=a device=1002 queue=support " CALLER,
	     "hangup call=a device=1002 cause=busy " CALLER,
	     "ring call=a device=1001 queue=support " CALLER,
	     "answer call=a device=1001 " CALLER);
	/* Offered once more, it is the same pop again. */
	stage_expect(s, "opened 1001 1 identified; closed 1001 2 no-answer; "
			"opened 1002 1 identified; closed 1002 2 no-answer; "
			"opened 1001 3 identified; updated 1001 4 identified");
	assert_string_equal(cti_pop_id(cti_event_pop(s->shown[0])),
			    cti_pop_id(stage_last(s)));
	END(s, "hangup call=a device=1001 cause=normal", "call-end call=a");
	stage_expect(s, "closed 1001 5 hangup");
}

static void test_pop__a_caller_who_gives_up_is_no_answer(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER);
	END(s, "hangup call=a device=1001 cause=cancelled",
	    "call-end call=a cause=cancelled");
	stage_expect(s, "opened 1001 1 identified; closed 1001 2 no-answer");
}

static void test_pop__two_telephones_of_one_extension_are_one(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER,
	     "ring call=a device=1001 " CALLER,
	     "answer call=a device=1001 " CALLER,
	     "hangup call=a device=1001 cause=answered-elsewhere");
	stage_expect(s, "opened 1001 1 identified; updated 1001 2 identified");
	END(s, "hangup call=a device=1001 cause=normal", "call-end call=a");
	stage_expect(s, "closed 1001 3 hangup");
}

static void test_pop__a_room_of_colleagues_opens_nothing(void **state)
{
	struct stage *s = *state;

	END(s, "call-begin call=a direction=internal caller=1001 called=8001",
	    "dial call=a device=1001 called=8001",
	    "answer call=a device=1001 remote=8001",
	    "answer call=a device=1002 remote=8001",
	    "conference call=a devices=1001,1002,1003",
	    "hangup call=a device=1001", "hangup call=a device=1002",
	    "call-end call=a");
	stage_expect(s, "");
	assert_int_equal(s->asked, 0);
}

static void test_pop__colleagues_pop_only_if_asked_for(void **state)
{
	static const char *const story[] = {
		"call-begin call=a direction=internal caller=1001 called=1002",
		"dial call=a device=1001 called=1002",
		"ring call=a device=1002 remote=1001 called=1002",
		"answer call=a device=1002 remote=1001",
		"answer call=a device=1001 remote=1002",
		"hangup call=a device=1001",
		"hangup call=a device=1002",
		"call-end call=a",
		NULL
	};
	struct stage *s = *state;

	stage_tell_all(s, story);
	stage_expect(s, "");
	cti__pops_set_internal(s->pops, true);
	stage_tell_all(s, story);
	stage_expect(s, "opened 1002 1 unknown; updated 1002 2 unknown; "
			"closed 1002 3 hangup");
	assert_string_equal(cti_pop_remote(stage_last(s)), "1001");
}

static void test_pop__dialling_pops_on_answer_if_so_configured(void **state)
{
	static const char *const story[] = {
		"call-begin call=a direction=outbound caller=1001 "
		"called=13900139000 dnis=13900139000",
		"dial call=a device=1001 called=13900139000",
		"answer call=a device=1001 remote=13900139000",
		"hangup call=a device=1001 cause=normal",
		"call-end call=a",
		NULL
	};
	struct stage *s = *state;

	stage_tell_all(s, story);
	stage_expect(s, "");
	cti__pops_set_outbound(s->pops, true);
	stage_tell_all(s, story);
	stage_expect(s, "opened 1001 1 identified; closed 1001 2 hangup");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13900139000");
	assert_string_equal(
		cti_customer_get(cti_pop_candidate(stage_last(s), 0), "id"),
		"7");
}

static void test_pop__click_to_dial_pops_while_it_rings(void **state)
{
	struct stage *s = *state;

	cti__pops_set_outbound(s->pops, true);
	TELL(s,
	     "call-begin call=a direction=outbound caller=1001 "
	     "called=13900139000",
	     "ring call=a device=1001 remote=13900139000 called=1001",
	     "answer call=a device=1001 remote=13900139000",
	     "dial call=a device=1001 called=13900139000");
	/* Its own telephone is picked up: nobody to talk to yet. */
	stage_expect(s, "opened 1001 1 identified");
	assert_false(cti_pop_answered(stage_last(s)));
	TELL(s, "answer call=a device=1001 remote=13900139000");
	stage_expect(s, "updated 1001 2 identified");
	assert_true(cti_pop_answered(stage_last(s)));
	END(s, "hangup call=a device=1001 cause=normal", "call-end call=a");
	stage_expect(s, "closed 1001 3 hangup");

	cti__pops_set_outbound(s->pops, false);
	TELL(s,
	     "call-begin call=b direction=outbound caller=1001 "
	     "called=13900139000",
	     "ring call=b device=1001 remote=13900139000 called=1001",
	     "answer call=b device=1001", "dial call=b device=1001",
	     "answer call=b device=1001");
	stage_expect(s, "");
	/* But whom it is handed to is called like anybody. */
	TELL(s, "transfer call=b kind=blind by=1001 to=1002",
	     "ring call=b device=1002 remote=13900139000");
	stage_expect(s, "opened 1002 1 identified");
}

static void test_pop__may_open_on_answer_only(void **state)
{
	struct stage *s = *state;

	assert_int_equal(cti__pops_set_open_on(s->pops, "answer"), 0);
	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER,
	     "ring call=a device=1002 " CALLER);
	stage_expect(s, "");
	TELL(s, "answer call=a device=1001 " CALLER,
	     "hangup call=a device=1002 cause=answered-elsewhere");
	stage_expect(s, "opened 1001 1 identified");
	TELL(s, "transfer call=a kind=blind by=1001 to=1002",
	     "ring call=a device=1002 " CALLER);
	stage_expect(s, "closed 1001 2 transferred");
	assert_int_equal(cti__pops_set_open_on(s->pops, "never"), CTI_EVALUE);
	assert_int_equal(cti__pops_set_language(s->pops, "tlh"), CTI_EVALUE);
}

static void test_pop__a_reconnect_opens_no_second_pop(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	TELL(s, "ring call=a device=1001 flags=resync " CALLER,
	     "answer call=a device=1001 flags=resync " CALLER);
	stage_expect(s, "");
	/* It is the same telephone: its one hangup is the end. */
	TELL(s, "hangup call=a device=1001 cause=normal " CALLER);
	stage_expect(s, "closed 1001 3 hangup");
	TELL(s, "ring call=a device=1001 flags=resync " CALLER,
	     "answer call=a device=1001 flags=resync " CALLER);
	stage_expect(s, "");
	END(s, "hangup call=a device=1001 cause=lost",
	    "call-end call=a cause=lost");
	stage_expect(s, "");
}

static void test_pop__what_began_while_the_link_was_down_opens_late(
	void **state)
{
	struct stage *s = *state;

	TELL(s,
	     "call-begin call=a direction=inbound caller=13800138000 "
	     "flags=resync",
	     "ring call=a device=1001 flags=resync " CALLER,
	     "answer call=b device=1002 flags=resync " CALLER);
	stage_expect(s, "opened 1001 1 identified; opened 1002 1 identified");
	assert_int_equal(cti_event_flags(s->shown[0]), CTI_FLAG_RESYNC);
	END(s, "hangup call=a device=1001 cause=lost", "call-end call=a",
	    "call-end call=b cause=lost");
	stage_expect(s, "closed 1001 2 lost; closed 1002 2 lost");
}

static void test_pop__a_direction_told_late_is_waited_for(void **state)
{
	struct stage *s = *state;

	cti__pops_set_outbound(s->pops, true);
	TELL(s,
	     "call-begin call=a caller=1001 called=13900139000 "
	     "dnis=13900139000",
	     "dial call=a device=1001 called=13900139000");
	/* Nobody asks who 1001 is. */
	assert_int_equal(s->asked, 0);
	TELL(s, "info call=a direction=outbound");
	assert_int_equal(s->asked, 1);
	TELL(s, "answer call=a device=1001 remote=13900139000");
	stage_expect(s, "opened 1001 1 identified");
	assert_string_equal(cti_pop_direction(stage_last(s)), "outbound");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13900139000");
}

static void test_pop__a_click_is_known_before_its_direction_is(void **state)
{
	static const char *const story[] = {
		"call-begin call=a caller= dnis=13900139000",
		"ring call=a device=1001 remote=13900139000 called=1001",
		"answer call=a device=1001 remote=13900139000",
		"dial call=a device=1001 called=13900139000",
		"info call=a direction=outbound",
		"answer call=a device=1001 remote=13900139000",
		"hangup call=a device=1001",
		"call-end call=a",
		NULL
	};
	struct stage *s = *state;

	stage_tell_all(s, story);
	stage_expect(s, "");
	cti__pops_set_outbound(s->pops, true);
	stage_tell_all(s, story);
	stage_expect(s, "opened 1001 1 identified; updated 1001 2 identified; "
			"closed 1001 3 hangup");
}

static void test_pop__who_dials_a_code_or_a_colleague_sees_nothing(void **state)
{
	struct stage *s = *state;

	/* No switch says a direction of these; a click would be told. */
	cti__pops_set_outbound(s->pops, true);
	END(s, "call-begin call=a caller=1001 called=*55",
	    "dial call=a device=1001 called=*55",
	    "answer call=a device=1001 remote=*55", "hangup call=a device=1001",
	    "call-end call=a");
	END(s, "call-begin call=b caller=1001 called=1002",
	    "dial call=b device=1001 called=1002",
	    "ring call=b device=1002 remote=1001",
	    "answer call=b device=1002 remote=1001",
	    "answer call=b device=1001 remote=1002",
	    "hangup call=b device=1001", "hangup call=b device=1002",
	    "call-end call=b");
	stage_expect(s, "");
	assert_int_equal(s->asked, 0);
	cti__pops_set_internal(s->pops, true);
	TELL(s, "call-begin call=c caller=1001 called=1002",
	     "dial call=c device=1001 called=1002",
	     "ring call=c device=1002 remote=1001");
	stage_expect(s, "opened 1002 1 unknown");
	assert_string_equal(cti_pop_direction(stage_last(s)), "internal");
}

static void test_pop__counts_the_wait_in_the_queue(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "queue call=a queue=support " CALLER);
	stage_pass(s, 3000);
	TELL(s, "ring call=a device=1001 queue=support " CALLER);
	assert_int_equal(cti_pop_waited_ms(stage_last(s)), 3000);
	assert_string_equal(cti_pop_queue(stage_last(s)), "support");
	stage_pass(s, 2000);
	TELL(s, "answer call=a device=1001 " CALLER);
	assert_int_equal(cti_pop_waited_ms(stage_last(s)), 5000);
	stage_pass(s, 60000);
	/* Talking is no waiting, also for the next who gets the call. */
	TELL(s, "dequeue call=a queue=support",
	     "transfer call=a kind=blind by=1001 to=1002",
	     "ring call=a device=1002 " CALLER);
	assert_int_equal(cti_pop_waited_ms(stage_last(s)), 5000);
	assert_string_equal(cti_pop_queue(stage_last(s)), "support");
}

static void test_pop__knows_who_sits_there(void **state)
{
	struct stage *s = *state;

	TELL(s, "agent agent=anna device=1001 state=login",
	     "agent agent=ben device=1002 state=login", BEGIN("a"),
	     "ring call=a device=1001 " CALLER);
	assert_string_equal(cti_pop_agent(stage_last(s)), "anna");
	TELL(s, "agent agent=ben device=1002 state=logout",
	     "ring call=a device=1002 " CALLER);
	assert_string_equal(cti_pop_agent(stage_last(s)), "");
	TELL(s, "ring call=a device=1003 agent=carl " CALLER);
	assert_string_equal(cti_pop_agent(stage_last(s)), "carl");
}

static void test_pop__keeps_nothing_of_calls_that_ended(void **state)
{
	struct stage *s = *state;
	int i;

	for (i = 0; i < 300; i++) {
		stage_consult(s);
		TELL(s, "data call=b key=k value=v",
		     "transfer call=a kind=attended by=1001 to=1002 merged=b");
		END(s, "call-end call=a");
		while (s->count)
			cti_event_unref(s->shown[--s->count]);
		s->read = 0;
	}
	/* What comes after the end begins nothing. */
	TELL(s, "hangup call=a device=1002", "data call=a key=k value=v",
	     "transfer call=a by=1 to=2", "call-end call=a");
	assert_int_equal(cti__pops_calls(s->pops), 0);
	stage_expect(s, "");
}

static void test_pop__takes_circles_of_calls_and_nonsense(void **state)
{
	struct stage *s = *state;

	END(s, "ring call=a device=1 consult_of=a remote=2",
	    "ring call=b device=1 consult_of=a remote=2",
	    "info call=a consult_of=b", "transfer call=a merged=a",
	    "transfer call=b merged=a by=1", "transfer call=a merged=b",
	    "pickup call=a", "park call=b", "conference call=a devices=9",
	    "ring call=a", "pop call=a device=1", "link state=up",
	    "agent agent=x", "data call=a", "call-end call=b",
	    "call-end call=a");
	TELL(s, "ring call=c device=1 remote=2",
	     "ring call=d device=1 remote=3 consult_of=c");
	/* Freed with pops open: nothing is said, nothing leaks. */
	assert_int_equal(cti__pops_calls(s->pops), 2);
}

int main(void)
{
#define TEST(test_pop__any)                                                    \
	cmocka_unit_test_setup_teardown(test_pop__any, stage_setup,            \
					stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_pop__ring_all_opens_four_and_one_answers),
		TEST(test_pop__hunting_opens_one_after_the_other),
		TEST(test_pop__a_caller_who_gives_up_is_no_answer),
		TEST(test_pop__two_telephones_of_one_extension_are_one),
		TEST(test_pop__a_room_of_colleagues_opens_nothing),
		TEST(test_pop__colleagues_pop_only_if_asked_for),
		TEST(test_pop__dialling_pops_on_answer_if_so_configured),
		TEST(test_pop__click_to_dial_pops_while_it_rings),
		TEST(test_pop__may_open_on_answer_only),
		TEST(test_pop__a_reconnect_opens_no_second_pop),
		TEST(test_pop__what_began_while_the_link_was_down_opens_late),
		TEST(test_pop__a_direction_told_late_is_waited_for),
		TEST(test_pop__a_click_is_known_before_its_direction_is),
		TEST(test_pop__who_dials_a_code_or_a_colleague_sees_nothing),
		TEST(test_pop__counts_the_wait_in_the_queue),
		TEST(test_pop__knows_who_sits_there),
		TEST(test_pop__keeps_nothing_of_calls_that_ended),
		TEST(test_pop__takes_circles_of_calls_and_nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
