/* SPDX-License-Identifier: MIT */
/* Park, its end in its several ways, and pickup. */
#include "told.h"

static void test_park__announced_as_a_transfer_is_park_only(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	blind(s, "e1", "t1", "700");
	park(s, CTI_FACT_PARKED, "t1", "", "");
	end(s, "e1", 16);
	wait_ms(s, 1000);
	told(s, "park 1001 remote=13800138000 slot=701",
	     "hangup 1001 remote=13800138000 cause=normal");
}

static void test_park__told_before_the_transfer_is_park_only(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	park(s, CTI_FACT_PARKED, "t1", "", "1001");
	blind(s, "e1", "t1", "700");
	wait_ms(s, 1000);
	end(s, "e1", 16);
	told(s, "park 1001 remote=13800138000 slot=701",
	     "hangup 1001 remote=13800138000 cause=normal");
}

static void test_park__parkers_hangup_waits_for_the_decision(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	blind(s, "e1", "t1", "700");
	end(s, "e1", 16);
	told_nothing(s);
	park(s, CTI_FACT_PARKED, "t1", "", "");
	told(s, "park 1001 remote=13800138000 slot=701",
	     "hangup 1001 remote=13800138000 cause=normal");
}

/* The caller of inbound_call() is parked and 1001 has gone. */
static void parked_call(struct stage *s)
{
	inbound_call(s);
	park(s, CTI_FACT_PARKED, "t1", "", "1001");
	end(s, "e1", 16);
	told_forget(s);
}

static void test_park__twice_is_once(void **state)
{
	struct stage *s = *state;

	parked_call(s);
	park(s, CTI_FACT_PARKED, "t1", "", "1001");
	told_nothing(s);
}

static void test_park__retrieved_call_is_the_same_call(void **state)
{
	struct stage *s = *state;

	parked_call(s);
	s->hidden &= ~FIELD_BIT(CALL);
	phone(s, "f", "1002", "701");
	up(s, "f");
	park(s, CTI_FACT_UNPARKED, "t1", "f", "1001");
	told(s, "call-begin call=pbx-f called=701 caller=1002",
	     "dial 1002 call=pbx-f called=701",
	     "unpark 1002 call=pbx-t1 remote=13800138000 slot=701",
	     "answer 1002 call=pbx-f remote=13800138000",
	     "call-end call=pbx-f called=701 merged=pbx-t1 cause=normal "
	     "caller=1002");
	join(s, "b2", "t1");
	join(s, "b2", "f");
	wait_ms(s, 1000);
	told_nothing(s);
	end(s, "f", 16);
	told(s, "hangup 1002 call=pbx-t1 remote=13800138000 cause=normal");
}

/* A telephone is rung up to be given the parked call; that it rings comes by
   another way than that it has the call, and may be late. */
static void test_park__who_is_rung_up_for_it_rings_first(void **state)
{
	struct stage *s = *state;

	parked_call(s);
	s->hidden &= ~FIELD_BIT(CALL);
	FEED(s, .kind = CTI_FACT_ASKED, .leg = CTI__STR("u"),
	     .device = CTI__STR("1002"), .called = CTI__STR("701"));
	made(s, "u", CTI_ROLE_EXTENSION, "1002");
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .other = CTI__STR("u"));
	park(s, CTI_FACT_UNPARKED, "t1", "u", "1001");
	state_is(s, "u", CTI_STATE_ALERTING);
	up(s, "u");
	told(s, "call-begin call=pbx-u called=701 caller=1002",
	     "ring 1002 call=pbx-u remote=701 called=1002",
	     "unpark 1002 call=pbx-t1 remote=13800138000 slot=701",
	     "call-end call=pbx-u called=701 merged=pbx-t1 cause=normal "
	     "caller=1002",
	     "answer 1002 call=pbx-t1 remote=13800138000");
}

static void test_park__that_times_out_rings_the_parker(void **state)
{
	struct stage *s = *state;

	parked_call(s);
	park(s, CTI_FACT_PARK_TIMEOUT, "t1", "", "1001");
	rings(s, "t1", "e2", "1001");
	told(s, "unpark 1001 remote=13800138000 reason=timeout slot=701",
	     "ring 1001 remote=13800138000 called=4001100266");
}

static void test_park__caller_who_gives_up_ends_the_call(void **state)
{
	struct stage *s = *state;

	parked_call(s);
	park(s, CTI_FACT_PARK_GIVE_UP, "t1", "", "1001");
	end(s, "t1", 16);
	told(s, "call-end called=4001100266 cause=normal direction=inbound "
		"caller=13800138000");
}

static void test_park__of_nobody_is_dropped(void **state)
{
	struct stage *s = *state;

	park(s, CTI_FACT_PARKED, "t9", "", "1001");
	park(s, CTI_FACT_UNPARKED, "t9", "x", "1001");
	inbound_call(s);
	told_forget(s);
	park(s, CTI_FACT_PARK_TIMEOUT, "t1", "", "1001");
	told_nothing(s);
}

static void test_park__pickup_makes_the_ringing_answered_elsewhere(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	phone(s, "p", "1002", "*8");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("e1"));
	end(s, "e1", 26);
	told(s, "pickup by=1002 of=1001 merged=pbx-p", "answer 1002 remote=138",
	     "call-end called=*8 merged=pbx-t1 cause=normal caller=1002",
	     "hangup 1001 remote=138 cause=answered-elsewhere");
	end(s, "p", 16);
	told(s, "hangup 1002 remote=138 cause=normal");
}

static void test_park__pickup_is_told_once(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	phone(s, "p", "1002", "*8");
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("e1"));
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("e1"));
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("p"));
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("nobody"));
	told_nothing(s);
}

/* The caller waits somewhere, and not yet in a known slot. */
static void parks(struct stage *s)
{
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = CTI__STR("lot"),
	     .leg = CTI__STR("t1"), .bridge_kind = CTI_BRIDGE_HOLDING);
	FEED(s, .kind = CTI_FACT_PARKED, .leg = CTI__STR("t1"));
}

static void slot(struct stage *s)
{
	FEED(s, .kind = CTI_FACT_PARKED, .slot = CTI__STR("701"));
}

static void test_park__waits_for_its_slot_and_the_parkers_end_with_it(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	blind(s, "e1", "t1", "700");
	parks(s);
	end(s, "e1", 16);
	told_nothing(s);
	slot(s);
	told(s, "park 1001 remote=13800138000 slot=701",
	     "hangup 1001 remote=13800138000 cause=normal");
	slot(s);
	told_nothing(s);
}

static void test_park__slot_may_come_first(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	slot(s);
	parks(s);
	told(s, "park 1001 remote=13800138000 slot=701");
	blind(s, "e1", "t1", "700");
	end(s, "e1", 16);
	wait_ms(s, 3000);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_park__without_a_slot_is_told_all_the_same(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	slot(s);
	wait_ms(s, 5000);
	/* That slot was somebody else's. */
	parks(s);
	told_nothing(s);
	blind(s, "e1", "t1", "700");
	wait_ms(s, 3000);
	told(s, "park 1001 remote=13800138000 slot=");
	end(s, "t1", 16);
}

static void test_park__who_talks_to_the_parked_has_fetched_it(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	parks(s);
	slot(s);
	end(s, "e1", 16);
	phone(s, "f", "1002", "701");
	up(s, "f");
	told_forget(s);
	join(s, "b2", "t1");
	join(s, "b2", "f");
	told(s, "unpark 1002 remote=13800138000 slot=701",
	     "answer 1002 remote=13800138000",
	     "call-end called=701 merged=pbx-t1 cause=normal caller=1002");
	park(s, CTI_FACT_UNPARKED, "t1", "f", "1001");
	told_nothing(s);
}

static void test_park__who_rings_somebody_was_not_fetched(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	parks(s);
	slot(s);
	end(s, "e1", 16);
	told_forget(s);
	rings(s, "t1", "e2", "1001");
	told(s, "unpark 1001 remote=13800138000 reason=timeout slot=701",
	     "ring 1001 remote=13800138000 called=4001100266");
}

static void test_park__pickup_shows_by_who_answers(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	phone(s, "p", "1002", "*8");
	told_forget(s);
	up(s, "p");
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"));
	/* That of a leg that was rung up says nothing. */
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("e1"));
	end(s, "e1", 16);
	told_nothing(s);
	dial_end(s, "t1", "p", CTI_DIAL_ANSWER);
	told(s, "pickup by=1002 of=1001 merged=pbx-p", "answer 1002 remote=138",
	     "call-end called=*8 merged=pbx-t1 cause=normal caller=1002",
	     "hangup 1001 remote=138 cause=answered-elsewhere");
}

static void test_park__pickup_of_nothing_is_a_code_that_answers(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	phone(s, "p", "1002", "*8");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"));
	end(s, "e1", 19);
	wait_ms(s, 1000);
	told(s, "hangup 1001 remote=138 cause=no-answer",
	     "answer 1002 remote=*8 !late");
}

/* 1001 is dropped by a request that takes its party away from it. */
static void lost_call(struct stage *s)
{
	inbound_call(s);
	part(s, "b1", "t1");
	part(s, "b1", "e1");
	end(s, "e1", 0);
	told_forget(s);
}

static void test_park__who_lost_the_party_has_parked_it(void **state)
{
	struct stage *s = *state;

	lost_call(s);
	park(s, CTI_FACT_PARKED, "t1", "", "1009");
	told(s, "park 1001 remote=13800138000 slot=701",
	     "hangup 1001 remote=13800138000 cause=normal");
	park(s, CTI_FACT_PARK_TIMEOUT, "t1", "", "1001");
	rings(s, "t1", "e2", "1001");
	told(s, "unpark 1001 remote=13800138000 reason=timeout slot=701",
	     "ring 1001 remote=13800138000 called=4001100266");
}

static void test_park__by_nobody_named_is_by_who_talked_to_it(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	park(s, CTI_FACT_PARKED, "t1", "", "");
	told(s, "park 1001 remote=13800138000 slot=701");
}

static void test_park__again_after_it_was_over_is_told_again(void **state)
{
	struct stage *s = *state;

	parked_call(s);
	park(s, CTI_FACT_PARK_TIMEOUT, "t1", "", "1001");
	told_forget(s);
	park(s, CTI_FACT_PARKED, "t1", "", "1001");
	told(s, "park 1001 remote=13800138000 slot=701");
	park(s, CTI_FACT_PARK_GIVE_UP, "t1", "", "1001");
	park(s, CTI_FACT_PARKED, "t1", "", "1001");
	told(s, "park 1001 remote=13800138000 slot=701");
}

static void test_park__pickup_may_name_the_caller(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "t1", "l1", "1001");
	rings(s, "l2", "e1", "1001");
	phone(s, "p", "1002", "*8");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("t1"));
	told(s, "pickup by=1002 of=1001 merged=pbx-p", "answer 1002 remote=138",
	     "call-end called=*8 merged=pbx-t1 cause=normal caller=1002");
}

static void test_park__pickup_of_who_has_answered_is_none(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	phone(s, "p", "1002", "*8");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("e1"));
	told_nothing(s);
}

/* Its own answer was awaited: it talks to whom it fetched, not to the code. */
static void test_park__pickup_says_by_whom_a_code_was_answered(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	phone(s, "p", "1002", "*8");
	up(s, "p");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("e1"));
	told(s, "pickup by=1002 of=1001 merged=pbx-p", "answer 1002 remote=138",
	     "call-end called=*8 merged=pbx-t1 cause=normal caller=1002");
	wait_ms(s, 5000);
	end(s, "e1", 26);
	end(s, "p", 16);
	told(s, "hangup 1001 remote=138 cause=answered-elsewhere",
	     "hangup 1002 remote=138 cause=normal");
}

static void test_park__waits_for_its_slot_once(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	parks(s);
	slot(s);
	parks(s);
	wait_ms(s, 5000);
	told(s, "park 1001 remote=13800138000 slot=701");
}

static void test_park__fetched_by_who_is_in_the_bridge_first(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	parks(s);
	slot(s);
	end(s, "e1", 16);
	phone(s, "f", "1002", "701");
	up(s, "f");
	join(s, "b2", "f");
	told_forget(s);
	join(s, "b2", "t1");
	told(s, "unpark 1002 remote=13800138000 slot=701",
	     "answer 1002 remote=13800138000",
	     "call-end called=701 merged=pbx-t1 cause=normal caller=1002");
}

/* The code had answered it before: whom it fetched comes in its place. */
static void test_park__pickup_comes_in_place_of_a_code_that_answered(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	phone(s, "p", "1002", "*8");
	up(s, "p");
	wait_ms(s, 5000);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"));
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"),
	     .other = CTI__STR("e1"));
	assert_true(was_told(s, "answer 1002 remote=*8 !late"));
	wait_ms(s, 5000);
	told_forget(s);
	end(s, "e1", 26);
	end(s, "p", 16);
	told(s, "hangup 1001 remote=138 cause=answered-elsewhere",
	     "hangup 1002 remote=138 cause=normal");
}

/* Only a telephone that called, and is not talking, takes something over. */
static void test_park__pickup_by_who_cannot_is_nothing(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	phone(s, "x1", "1003", "1004");
	rings(s, "x1", "x2", "1004");
	trunk(s, "t9", "139", "400");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("e1"));
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("x2"));
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("t9"));
	wait_ms(s, 5000);
	answers(s, "x1", "x2", "b2");
	told(s, "answer 1004 remote=1003", "answer 1003 remote=1004");
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("x1"));
	wait_ms(s, 5000);
	end(s, "x1", 16);
	told(s, "hangup 1003 remote=1004 cause=normal");
}

static void test_park__pickup_is_of_what_ended_not_of_what_still_rings(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	plumbing(s, "l1", "l2", "1009");
	dial(s, "t1", "l1", "1009");
	rings(s, "t1", "e1", "1001");
	rings(s, "t1", "e3", "1003");
	phone(s, "p", "1002", "*8");
	up(s, "p");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"));
	end(s, "e1", 16);
	dial_end(s, "t1", "p", CTI_DIAL_ANSWER);
	told(s, "pickup by=1002 of=1001 merged=pbx-p", "answer 1002 remote=138",
	     "call-end called=*8 merged=pbx-t1 cause=normal caller=1002",
	     "hangup 1001 remote=138 cause=answered-elsewhere");
}

static void test_park__pickup_that_is_awaited_delays_no_other_end(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	trunk(s, "t2", "139", "400");
	rings(s, "t2", "e3", "1003");
	dial_end(s, "t2", "e3", CTI_DIAL_BUSY);
	rings(s, "t2", "e4", "1004");
	request(s, "e4", 16);
	phone(s, "p", "1002", "*8");
	up(s, "p");
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"));
	told_forget(s);
	end(s, "e1", 16);
	end(s, "e3", 17);
	end(s, "e4", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal",
	     "hangup 1003 remote=139 cause=busy",
	     "hangup 1004 remote=139 cause=cancelled");
}

/* Nothing has ended: what was taken over is what can still be answered. */
static void test_park__pickup_is_of_no_branch_that_was_busy(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	rings(s, "t1", "e3", "1003");
	dial_end(s, "t1", "e3", CTI_DIAL_BUSY);
	phone(s, "p", "1002", "*8");
	up(s, "p");
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p"));
	told_forget(s);
	dial_end(s, "t1", "p", CTI_DIAL_ANSWER);
	told(s, "pickup by=1002 of=1001 merged=pbx-p", "answer 1002 remote=138",
	     "call-end called=*8 merged=pbx-t1 cause=normal caller=1002");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_park__announced_as_a_transfer_is_park_only),
		STAGE_TEST(test_park__told_before_the_transfer_is_park_only),
		STAGE_TEST(test_park__parkers_hangup_waits_for_the_decision),
		STAGE_TEST(test_park__twice_is_once),
		STAGE_TEST(test_park__retrieved_call_is_the_same_call),
		STAGE_TEST(test_park__who_is_rung_up_for_it_rings_first),
		STAGE_TEST(test_park__that_times_out_rings_the_parker),
		STAGE_TEST(test_park__caller_who_gives_up_ends_the_call),
		STAGE_TEST(test_park__of_nobody_is_dropped),
		STAGE_TEST(
			test_park__pickup_makes_the_ringing_answered_elsewhere),
		STAGE_TEST(test_park__pickup_is_told_once),
		STAGE_TEST(
			test_park__waits_for_its_slot_and_the_parkers_end_with_it),
		STAGE_TEST(test_park__slot_may_come_first),
		STAGE_TEST(test_park__without_a_slot_is_told_all_the_same),
		STAGE_TEST(test_park__who_talks_to_the_parked_has_fetched_it),
		STAGE_TEST(test_park__who_rings_somebody_was_not_fetched),
		STAGE_TEST(test_park__pickup_shows_by_who_answers),
		STAGE_TEST(test_park__pickup_of_nothing_is_a_code_that_answers),
		STAGE_TEST(test_park__who_lost_the_party_has_parked_it),
		STAGE_TEST(test_park__by_nobody_named_is_by_who_talked_to_it),
		STAGE_TEST(test_park__again_after_it_was_over_is_told_again),
		STAGE_TEST(test_park__pickup_may_name_the_caller),
		STAGE_TEST(test_park__pickup_of_who_has_answered_is_none),
		STAGE_TEST(test_park__pickup_says_by_whom_a_code_was_answered),
		STAGE_TEST(test_park__waits_for_its_slot_once),
		STAGE_TEST(test_park__fetched_by_who_is_in_the_bridge_first),
		STAGE_TEST(
			test_park__pickup_comes_in_place_of_a_code_that_answered),
		STAGE_TEST(test_park__pickup_by_who_cannot_is_nothing),
		STAGE_TEST(
			test_park__pickup_is_of_what_ended_not_of_what_still_rings),
		STAGE_TEST(
			test_park__pickup_that_is_awaited_delays_no_other_end),
		STAGE_TEST(test_park__pickup_is_of_no_branch_that_was_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
