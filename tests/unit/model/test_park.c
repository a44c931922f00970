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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
