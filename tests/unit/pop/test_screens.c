/* SPDX-License-Identifier: MIT */
/* Pops that move: transfers, parks, pickups, conferences, calls that merge. */
#include "stage.h"

static void test_screens__blind_transfer_moves_with_the_caller(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	TELL(s, "data call=a key=account value=77",
	     "transfer call=a kind=blind by=1001 to=1002 " CALLER,
	     "hangup call=a device=1001 cause=normal " CALLER,
	     "ring call=a device=1002 called=1002 " CALLER);
	stage_expect(s, "updated 1001 3 identified; closed 1001 4 transferred; "
			"opened 1002 1 identified");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13800138000");
	assert_string_equal(cti_pop_data(stage_last(s), "account"), "77");
	assert_string_equal(cti_pop_dnis(stage_last(s)), "4001100266");
	END(s, "answer call=a device=1002 " CALLER,
	    "hangup call=a device=1002 cause=normal", "call-end call=a");
	stage_expect(s, "updated 1002 2 identified; closed 1002 3 hangup");
	assert_int_equal(s->asked, 1);
}

static void test_screens__attended_transfer_opens_for_the_target_at_once(
	void **state)
{
	struct stage *s = *state;

	stage_consult(s);
	TELL(s, "answer call=b device=1002 remote=1001 consult_of=a",
	     "answer call=b device=1001 remote=1002 consult_of=a");
	/* The colleague who is asked sees nothing yet. */
	stage_expect(s, "");
	TELL(s,
	     "transfer call=a kind=attended by=1001 to=1002 merged=b " CALLER);
	stage_expect(s, "closed 1001 3 transferred; opened 1002 1 identified");
	assert_string_equal(cti_pop_call(stage_last(s)), "a");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13800138000");
	assert_true(cti_pop_answered(stage_last(s)));
	TELL(s, "hangup call=a device=1001 cause=normal remote=1002",
	     "call-end call=b",
	     "hangup call=a device=1001 cause=normal " CALLER);
	stage_expect(s, "");
	END(s, "hangup call=a device=1002 cause=normal " CALLER,
	    "call-end call=a");
	stage_expect(s, "closed 1002 2 hangup");
}

static void test_screens__a_merged_calls_id_stays_known(void **state)
{
	struct stage *s = *state;

	/* The legs of the consultation go on under its old id, and its own end
	   is never told: nothing is left over. */
	stage_consult(s);
	TELL(s,
	     "transfer call=a kind=attended by=1001 to=1002 merged=b "
	     "alerting=1 " CALLER,
	     "answer call=b device=1002 " CALLER,
	     "hangup call=b device=1001 cause=normal remote=1002",
	     "hangup call=a device=1001 cause=normal " CALLER,
	     "hangup call=b device=1002 cause=normal " CALLER);
	stage_expect(s, "closed 1001 3 transferred; opened 1002 1 identified; "
			"updated 1002 2 identified; closed 1002 3 hangup");
	END(s, "call-end call=a");
	TELL(s, "hangup call=b device=1002", "call-end call=b");
	assert_int_equal(cti__pops_calls(s->pops), 0);
}

static void test_screens__blonde_transfer_rings_with_the_customer(void **state)
{
	struct stage *s = *state;

	stage_consult(s);
	TELL(s, "transfer call=a kind=attended by=1001 to=1002 merged=b "
		"alerting=1 " CALLER);
	stage_expect(s, "closed 1001 3 transferred; opened 1002 1 identified");
	assert_false(cti_pop_answered(stage_last(s)));
	END(s, "answer call=a device=1002 " CALLER,
	    "hangup call=a device=1001 cause=normal",
	    "hangup call=a device=1001 cause=normal", "call-end call=b",
	    "hangup call=a device=1002 cause=normal", "call-end call=a");
	stage_expect(s, "updated 1002 2 identified; closed 1002 3 hangup");
}

static void test_screens__a_consultation_that_returns_changes_nothing(
	void **state)
{
	struct stage *s = *state;

	stage_consult(s);
	TELL(s, "answer call=b device=1002 remote=1001",
	     "answer call=b device=1001 remote=1002",
	     "hangup call=b device=1002 cause=normal remote=1001",
	     "hangup call=b device=1001 cause=normal remote=1002",
	     "call-end call=b", "retrieve call=a device=1001");
	stage_expect(s, "");
	assert_int_equal(cti__pops_calls(s->pops), 1);
	END(s, "hangup call=a device=1001 cause=normal", "call-end call=a");
	stage_expect(s, "closed 1001 3 hangup");
}

static void test_screens__a_consultation_outlives_its_contact(void **state)
{
	struct stage *s = *state;

	stage_consult(s);
	TELL(s, "hangup call=a device=1001 cause=normal", "call-end call=a");
	assert_int_equal(cti__pops_calls(s->pops), 1);
	END(s, "answer call=b device=1002 remote=1001",
	    "hangup call=b device=1002", "hangup call=b device=1001",
	    "call-end call=b");
	stage_expect(s, "closed 1001 3 hangup");
}

static void test_screens__asked_for_a_consulted_colleague_sees_the_customer(
	void **state)
{
	struct stage *s = *state;

	cti__pops_set_internal(s->pops, true);
	stage_consult(s);
	stage_expect(s, "opened 1002 1 identified");
	assert_string_equal(cti_pop_call(stage_last(s)), "b");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13800138000");
	TELL(s, "data call=a key=k value=v");
	stage_expect(s, "updated 1001 3 identified; updated 1002 2 identified");
	TELL(s, "transfer call=a kind=attended by=1001 to=1002 merged=b");
	stage_expect(s, "closed 1002 3 transferred; closed 1001 4 transferred; "
			"opened 1002 1 identified");
}

static void test_screens__park_closes_and_fetching_opens(void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	TELL(s, "park call=a device=1001 slot=701",
	     "hangup call=a device=1001 cause=normal " CALLER,
	     "call-begin call=b direction=internal caller=1002 called=701",
	     "dial call=b device=1002 called=701",
	     "unpark call=a device=1002 slot=701 merged=b",
	     "answer call=a device=1002 " CALLER);
	stage_expect(s, "closed 1001 3 parked; opened 1002 1 identified");
	assert_true(cti_pop_answered(stage_last(s)));
	END(s, "call-end call=b", "hangup call=a device=1002 cause=normal",
	    "call-end call=a");
	stage_expect(s, "closed 1002 2 hangup");
}

static void test_screens__a_parked_call_that_comes_back_opens_again(
	void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	TELL(s, "park call=a device=1001 slot=701",
	     "hangup call=a device=1001 cause=normal",
	     "ring call=a device=1001 " CALLER,
	     "answer call=a device=1001 " CALLER);
	stage_expect(s, "closed 1001 3 parked; opened 1001 4 identified; "
			"updated 1001 5 identified");
}

static void test_screens__pickup_moves_to_who_picks_up(void **state)
{
	struct stage *s = *state;

	TELL(s, BEGIN("a"), "ring call=a device=1001 " CALLER,
	     "call-begin call=b direction=internal caller=1002 called=*8",
	     "dial call=b device=1002 called=*8",
	     "pickup call=a by=1002 of=1001",
	     "answer call=a device=1002 " CALLER,
	     "hangup call=a device=1001 cause=answered-elsewhere " CALLER);
	stage_expect(s, "opened 1001 1 identified; closed 1001 2 picked-up; "
			"opened 1002 1 identified");
	END(s, "call-end call=b", "hangup call=a device=1002 cause=normal",
	    "call-end call=a");
	stage_expect(s, "closed 1002 2 hangup");
}

static void test_screens__conference_shows_the_contact_to_who_joins(
	void **state)
{
	struct stage *s = *state;

	stage_consult(s);
	TELL(s, "answer call=b device=1002 remote=1001",
	     "answer call=b device=1001 remote=1002",
	     "conference call=a devices=1001,1002 also=13800138000 merged=b");
	/* Who talked already goes on. */
	stage_expect(s, "opened 1002 1 identified");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13800138000");
	TELL(s, "ring call=a device=1003 remote=8001");
	stage_expect(s, "opened 1003 1 identified");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13800138000");
	END(s, "hangup call=a device=1003 cause=no-answer",
	    "hangup call=a device=1001 cause=normal",
	    "hangup call=a device=1002 cause=normal", "call-end call=b",
	    "call-end call=a");
	stage_expect(s, "closed 1003 2 no-answer; closed 1001 3 hangup; "
			"closed 1002 2 hangup");
}

static void test_screens__who_fetches_sees_nothing_before_it_is_answered(
	void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	TELL(s, "park call=a device=1001 slot=701",
	     "call-begin call=b caller=1002 called=701",
	     "dial call=b device=1002 called=701", "call-end call=b merged=a");
	stage_expect(s, "closed 1001 3 parked");
	TELL(s, "answer call=a device=1002 " CALLER);
	stage_expect(s, "opened 1002 1 identified");
}

static void test_screens__a_fetcher_who_answered_before_the_calls_met(
	void **state)
{
	struct stage *s = *state;

	stage_answered_by_1001(s);
	TELL(s, "park call=a device=1001 slot=701",
	     "call-begin call=b caller=1002 called=701",
	     "dial call=b device=1002 called=701",
	     "answer call=b device=1002 " CALLER);
	stage_expect(s, "closed 1001 3 parked");
	TELL(s, "call-end call=b merged=a");
	stage_expect(s, "opened 1002 1 identified");
	assert_string_equal(cti_pop_call(stage_last(s)), "a");
	END(s, "hangup call=a device=1002", "call-end call=a");
	stage_expect(s, "closed 1002 2 hangup");
}

static void test_screens__a_consultation_that_merges_early_still_waits(
	void **state)
{
	struct stage *s = *state;

	/* Asterisk's own Atxfer: plumbing goes long before the transfer. */
	stage_consult(s);
	TELL(s, "answer call=b device=1002 remote=1001",
	     "answer call=b device=1001 remote=1002",
	     "call-end call=b merged=a");
	stage_expect(s, "");
	TELL(s, "transfer call=a kind=attended by=1001 to=1002 " CALLER);
	stage_expect(s, "closed 1001 3 transferred; opened 1002 1 identified");
	END(s, "hangup call=a device=1001", "hangup call=a device=1002",
	    "call-end call=a");
	stage_expect(s, "closed 1002 2 hangup");
}

static void test_screens__who_comes_into_a_call_of_colleagues_is_shown(
	void **state)
{
	struct stage *s = *state;

	/* 1001 and 1002 talk, 1001 takes a call from outside and joins them. */
	TELL(s, "call-begin call=b direction=internal caller=1001 called=1002",
	     "dial call=b device=1001 called=1002",
	     "ring call=b device=1002 remote=1001",
	     "answer call=b device=1002 remote=1001",
	     "answer call=b device=1001 remote=1002");
	stage_expect(s, "");
	stage_answered_by_1001(s);
	TELL(s, "data call=a key=k value=v",
	     "conference call=b devices=1001,1002 also=13800138000 merged=a");
	stage_expect(s, "updated 1001 3 identified; closed 1001 4 transferred; "
			"opened 1001 1 identified; opened 1002 1 identified");
	assert_string_equal(cti_pop_call(stage_last(s)), "b");
	assert_string_equal(cti_pop_remote(stage_last(s)), "13800138000");
	assert_string_equal(cti_pop_direction(stage_last(s)), "inbound");
	assert_string_equal(cti_pop_data(stage_last(s), "k"), "v");
}

int main(void)
{
#define TEST(test_screens__any)                                                \
	cmocka_unit_test_setup_teardown(test_screens__any, stage_setup,        \
					stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_screens__blind_transfer_moves_with_the_caller),
		TEST(test_screens__attended_transfer_opens_for_the_target_at_once),
		TEST(test_screens__a_merged_calls_id_stays_known),
		TEST(test_screens__blonde_transfer_rings_with_the_customer),
		TEST(test_screens__a_consultation_that_returns_changes_nothing),
		TEST(test_screens__a_consultation_outlives_its_contact),
		TEST(test_screens__asked_for_a_consulted_colleague_sees_the_customer),
		TEST(test_screens__park_closes_and_fetching_opens),
		TEST(test_screens__a_parked_call_that_comes_back_opens_again),
		TEST(test_screens__pickup_moves_to_who_picks_up),
		TEST(test_screens__conference_shows_the_contact_to_who_joins),
		TEST(test_screens__who_fetches_sees_nothing_before_it_is_answered),
		TEST(test_screens__a_fetcher_who_answered_before_the_calls_met),
		TEST(test_screens__a_consultation_that_merges_early_still_waits),
		TEST(test_screens__who_comes_into_a_call_of_colleagues_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
