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

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_park__announced_as_a_transfer_is_park_only),
		STAGE_TEST(test_park__told_before_the_transfer_is_park_only),
		STAGE_TEST(test_park__parkers_hangup_waits_for_the_decision),
		STAGE_TEST(test_park__twice_is_once),
		STAGE_TEST(test_park__retrieved_call_is_the_same_call),
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
