/* SPDX-License-Identifier: MIT */
/* Consultations on a telephone's own leg, without a word of a hold. */
#include "told.h"

/* 1001, who talks to the outside caller, asks 1002 on the same leg: e2. */
static void consults(struct stage *s)
{
	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_CONSULT, .leg = CTI__STR("e1"));
	told_nothing(s);
	rings(s, "e1", "e2", "1002");
}

static void picked_up(struct stage *s)
{
	up(s, "e2");
	join(s, "b2", "e1");
	join(s, "b2", "e2");
}

static void test_consult__contact_waits_while_the_third_rings(void **state)
{
	struct stage *s = *state;

	consults(s);
	told(s, "hold 1001 remote=13800138000",
	     "call-begin called=1002 caller=1001", "dial 1001 called=1002",
	     "info direction=internal", "ring 1002 remote=1001 called=1002");
	picked_up(s);
	wait_ms(s, 1000);
	told(s, "answer 1002 remote=1001", "answer 1001 remote=1002");
}

static void test_consult__hanging_up_joins_the_other_two(void **state)
{
	struct stage *s = *state;

	consults(s);
	picked_up(s);
	told_forget(s);
	end(s, "e1", 16);
	told(s,
	     "transfer remote=13800138000 kind=attended by=1001 to=1002 "
	     "merged=pbx-e2",
	     "call-end called=1002 merged=pbx-t1 cause=normal "
	     "direction=internal caller=1001",
	     "hangup 1001 remote=13800138000 cause=normal");
	join(s, "b3", "t1");
	join(s, "b3", "e2");
	end(s, "t1", 16);
	end(s, "e2", 16);
	told(s, "hangup 1002 remote=13800138000 cause=normal",
	     "call-end called=1002 cause=normal direction=inbound "
	     "caller=13800138000");
}

static void test_consult__contact_is_taken_back_when_the_third_leaves(
	void **state)
{
	struct stage *s = *state;

	consults(s);
	picked_up(s);
	told_forget(s);
	end(s, "e2", 16);
	told(s, "retrieve 1001 remote=13800138000",
	     "hangup 1002 remote=1001 cause=normal",
	     "call-end called=1002 cause=normal direction=internal "
	     "caller=1001");
	end(s, "e1", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_consult__third_who_never_answered_got_nobody(void **state)
{
	struct stage *s = *state;

	consults(s);
	told_forget(s);
	end(s, "e1", 16);
	assert_false(was_told(s, "transfer"));
	assert_true(was_told(s, "hangup 1001 remote=13800138000"));
}

static void test_consult__nobody_is_consulted_by_who_talks_to_nobody(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	rings(s, "t1", "e1", "1001");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_CONSULT, .leg = CTI__STR("e1"));
	rings(s, "e1", "e2", "1002");
	assert_false(was_told(s, "hold"));
}

static void test_consult__early_bridge_is_no_answer(void **state)
{
	struct stage *s = *state;

	phone(s, "p1", "1001", "913900139000");
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .leg = CTI__STR("p1"),
	     .other = CTI__STR("t1"), .role = CTI_ROLE_TRUNK,
	     .called = CTI__STR("13900139000"));
	told_forget(s);
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = CTI__STR("b"),
	     .leg = CTI__STR("p1"), .open = true);
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = CTI__STR("b"),
	     .leg = CTI__STR("t1"), .open = true);
	wait_ms(s, 1000);
	told_nothing(s);
	up(s, "t1");
	told(s, "answer 1001 remote=13900139000");
}

static void test_consult__third_party_enters_where_another_is(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	phone(s, "p3", "1003", "*33");
	up(s, "p3");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .leg = CTI__STR("p3"),
	     .other = CTI__STR("t1"));
	wait_ms(s, 1000);
	assert_true(
		was_told(s, "conference devices=1001,1003 also=13800138000") ||
		was_told(s, "conference devices=1003,1001 also=13800138000"));
}

/* The switch had said that it holds: it says when that is over, too. */
static void test_consult__hold_of_its_own_has_its_own_end(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	FEED(s, .kind = CTI_FACT_CONSULT, .leg = CTI__STR("e1"));
	rings(s, "e1", "e2", "1002");
	picked_up(s);
	told_forget(s);
	end(s, "e2", 16);
	told(s, "hangup 1002 remote=1001 cause=normal",
	     "call-end called=1002 cause=normal direction=internal "
	     "caller=1001");
	unhold(s, "e1");
	wait_ms(s, 1000);
	told(s, "retrieve 1001 remote=13800138000");
}

static void test_consult__contact_that_has_gone_is_not_retrieved(void **state)
{
	struct stage *s = *state;

	consults(s);
	picked_up(s);
	end(s, "t1", 16);
	told_forget(s);
	end(s, "e2", 16);
	told(s, "hangup 1002 remote=1001 cause=normal",
	     "call-end called=1002 cause=normal direction=internal "
	     "caller=1001");
}

static void test_consult__third_without_a_number_is_what_was_dialled(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	FEED(s, .kind = CTI_FACT_CONSULT, .leg = CTI__STR("e1"));
	made(s, "o", CTI_ROLE_TRUNK, "carrier");
	told_forget(s);
	dial(s, "e1", "o", "13900139000");
	told(s, "hold 1001 remote=13800138000",
	     "call-begin called=13900139000 caller=1001",
	     "dial 1001 called=13900139000", "info direction=outbound");
}

/* A caller outside consults nobody, nor does who was told of already. */
static void test_consult__is_of_a_telephone_that_talks(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	FEED(s, .kind = CTI_FACT_CONSULT, .leg = CTI__STR("t1"));
	told_forget(s);
	rings(s, "t1", "e2", "1002");
	assert_false(was_told(s, "hold"));
	assert_false(was_told(s, "dial"));
	assert_true(was_told(s, "ring 1002"));
}

static void test_consult__call_has_what_was_dialled_for_it(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	FEED(s, .kind = CTI_FACT_CONSULT, .leg = CTI__STR("e1"));
	s->hidden &= ~FIELD_BIT(DNIS);
	told_forget(s);
	rings(s, "e1", "e2", "1002");
	end(s, "e2", 16);
	assert_true(was_told(s, "call-begin called=1002 dnis=1002"));
	assert_true(was_told(s, "call-end called=1002 dnis=1002 cause="));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_consult__contact_waits_while_the_third_rings),
		STAGE_TEST(test_consult__hanging_up_joins_the_other_two),
		STAGE_TEST(
			test_consult__contact_is_taken_back_when_the_third_leaves),
		STAGE_TEST(test_consult__third_who_never_answered_got_nobody),
		STAGE_TEST(
			test_consult__nobody_is_consulted_by_who_talks_to_nobody),
		STAGE_TEST(test_consult__early_bridge_is_no_answer),
		STAGE_TEST(test_consult__third_party_enters_where_another_is),
		STAGE_TEST(test_consult__hold_of_its_own_has_its_own_end),
		STAGE_TEST(
			test_consult__contact_that_has_gone_is_not_retrieved),
		STAGE_TEST(
			test_consult__third_without_a_number_is_what_was_dialled),
		STAGE_TEST(test_consult__is_of_a_telephone_that_talks),
		STAGE_TEST(test_consult__call_has_what_was_dialled_for_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
