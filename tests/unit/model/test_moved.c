/* SPDX-License-Identifier: MIT */
/* Legs sent on: by the dialplan before an answer, by requests out of a talk. */
#include "told.h"

static void moved(struct stage *s, const char *leg, const char *to, bool ok)
{
	FEED(s, .kind = CTI_FACT_LEG_MOVED, .leg = cti__str(leg),
	     .called = cti__str(to), .ok = ok);
}

/* The leg is gone, and what for may yet be told. */
static void end_open(struct stage *s, const char *leg)
{
	FEED(s, .kind = CTI_FACT_LEG_END, .leg = cti__str(leg), .code = 16,
	     .open = true);
}

static void bridge_ends(struct stage *s, const char *bridge)
{
	FEED(s, .kind = CTI_FACT_BRIDGE_END, .bridge = cti__str(bridge));
}

static void test_moved__first_hop_of_an_outside_call_is_routing(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	told_forget(s);
	moved(s, "t1", "1001", false);
	told_nothing(s);
	moved(s, "t1", "1002", false);
	told(s, "divert to=1002 from=1001 reason=forwarded");
}

static void test_moved__internal_call_is_diverted_at_its_first_hop(void **state)
{
	struct stage *s = *state;

	phone(s, "p1", "1003", "1001");
	told_forget(s);
	moved(s, "p1", "1001", false);
	told_nothing(s);
	moved(s, "p1", "1002", false);
	told(s, "divert to=1002 from=1001 reason=forwarded");
}

static void test_moved__names_of_a_dialplan_are_no_diverts(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	told_forget(s);
	moved(s, "t1", "opening_hours", false);
	moved(s, "t1", "1002", false);
	told_nothing(s);
}

static void test_moved__hops_behind_an_answer_are_no_diverts(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100280");
	up(s, "t1");
	told_forget(s);
	moved(s, "t1", "5100", false);
	moved(s, "t1", "1001", false);
	told_nothing(s);
}

static void test_moved__what_a_telephone_diverted_is_told_once(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	moved(s, "t1", "1001", false);
	made(s, "e1", CTI_ROLE_EXTENSION, "1001");
	dial(s, "t1", "e1", "1001");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_DIAL_END, .other = CTI__STR("e1"),
	     .called = CTI__STR("1002"), .result = CTI_DIAL_OTHER);
	end_open(s, "e1");
	moved(s, "t1", "1002", false);
	told(s, "divert to=1002 from=1001 reason=forwarded",
	     "hangup 1001 remote=13800138000 cause=diverted");
}

static void test_moved__party_that_rings_elsewhere_was_transferred(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	end_open(s, "e1");
	told_nothing(s);
	moved(s, "t1", "1002", true);
	bridge_ends(s, "b1");
	rings(s, "t1", "e2", "1002");
	told(s,
	     "transfer remote=13800138000 kind=blind by=1001 to=1002 !guessed",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "ring 1002 remote=13800138000 called=1002");
}

static void test_moved__transfer_waits_for_a_transferor_who_is_there(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	moved(s, "t1", "2000", true);
	bridge_ends(s, "b1");
	rings(s, "t1", "e2", "1002");
	told(s, "ring 1002 remote=13800138000 called=2000");
	end_open(s, "e1");
	told(s,
	     "transfer remote=13800138000 kind=blind by=1001 to=2000 !guessed",
	     "hangup 1001 remote=13800138000 cause=normal");
}

static void test_moved__both_together_is_no_transfer(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	moved(s, "t1", "1004", true);
	bridge_ends(s, "b1");
	moved(s, "e1", "1004", true);
	rings(s, "t1", "e4", "1004");
	end(s, "e1", 16);
	wait_ms(s, 1000);
	assert_false(was_told(s, "transfer"));
}

static void test_moved__telephone_that_hung_up_transferred_nobody(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	end_open(s, "e1");
	moved(s, "t1", "1002", true);
	bridge_ends(s, "b1");
	FEED(s, .kind = CTI_FACT_LEG_HANGUP_REQUEST, .leg = CTI__STR("e1"),
	     .other = CTI__STR("t1"));
	told(s, "hangup 1001 remote=13800138000 cause=normal");
	/* The same, had it been forgotten already. */
	FEED(s, .kind = CTI_FACT_LEG_HANGUP_REQUEST, .leg = CTI__STR("e1"),
	     .other = CTI__STR("t1"));
	rings(s, "t1", "e2", "1002");
	assert_false(was_told(s, "transfer"));
}

static void test_moved__into_a_slot_is_a_park_before_the_hangup(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	end_open(s, "e1");
	moved(s, "t1", "701", true);
	park(s, CTI_FACT_PARKED, "t1", "", "");
	told(s, "park 1001 remote=13800138000 slot=701",
	     "hangup 1001 remote=13800138000 cause=normal");
	wait_ms(s, 1000);
	told_nothing(s);
}

static void test_moved__who_left_long_ago_transferred_nobody(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	end_open(s, "e1");
	bridge_ends(s, "b1");
	wait_ms(s, 60000);
	told_forget(s);
	moved(s, "t1", "1002", true);
	rings(s, "t1", "e2", "1002");
	assert_false(was_told(s, "transfer"));
}

static void test_moved__open_end_is_told_as_of_when_it_was_said(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	end_open(s, "e1");
	told_nothing(s);
	wait_ms(s, 300);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_moved__open_end_waits_for_nobody_once_the_other_is_gone(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	end_open(s, "e1");
	end_open(s, "t1");
	told(s, "hangup 1001 remote=13800138000 cause=normal",
	     "call-end called=4001100266 cause=normal direction=inbound "
	     "caller=13800138000");
	assert_int_equal(cti__model_legs(s->model), 0);
}

static void test_moved__parties_of_one_who_left_both_were_joined(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	bridge_ends(s, "b1");
	end_open(s, "e1");
	end_open(s, "c1");
	told_nothing(s);
	join(s, "b3", "t1");
	join(s, "b3", "e2");
	wait_ms(s, 1000);
	told(s,
	     "transfer remote=13800138000 kind=attended by=1001 to=1002 "
	     "merged=pbx-c1 !guessed",
	     "hangup 1001 remote=1002 cause=normal",
	     "call-end called=1002 merged=pbx-t1 cause=normal "
	     "direction=internal caller=1001",
	     "hangup 1001 remote=13800138000 cause=normal");
	end_open(s, "t1");
	end_open(s, "e2");
	told(s, "hangup 1002 remote=13800138000 cause=normal",
	     "call-end called=1002 cause=normal direction=inbound "
	     "caller=13800138000");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_moved__first_hop_of_an_outside_call_is_routing),
		STAGE_TEST(
			test_moved__internal_call_is_diverted_at_its_first_hop),
		STAGE_TEST(
			test_moved__parties_of_one_who_left_both_were_joined),
		STAGE_TEST(test_moved__names_of_a_dialplan_are_no_diverts),
		STAGE_TEST(test_moved__hops_behind_an_answer_are_no_diverts),
		STAGE_TEST(test_moved__what_a_telephone_diverted_is_told_once),
		STAGE_TEST(
			test_moved__party_that_rings_elsewhere_was_transferred),
		STAGE_TEST(
			test_moved__transfer_waits_for_a_transferor_who_is_there),
		STAGE_TEST(test_moved__both_together_is_no_transfer),
		STAGE_TEST(
			test_moved__telephone_that_hung_up_transferred_nobody),
		STAGE_TEST(test_moved__into_a_slot_is_a_park_before_the_hangup),
		STAGE_TEST(test_moved__who_left_long_ago_transferred_nobody),
		STAGE_TEST(test_moved__open_end_is_told_as_of_when_it_was_said),
		STAGE_TEST(
			test_moved__open_end_waits_for_nobody_once_the_other_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
