/* SPDX-License-Identifier: MIT */
/* Who is connected to whom, through bridges, plumbing and dials. */
#include "told.h"

static struct leg *leg_of(struct stage *s, const char *id)
{
	struct leg *leg = cti__leg_find(s->model, cti__str(id));

	assert_non_null(leg);
	return leg;
}

static void hears_only(struct stage *s, const char *leg, const char *other)
{
	struct leg *found[TALK_MAX];

	assert_int_equal(cti__talk(s->model, leg_of(s, leg), found), 1);
	assert_ptr_equal(found[0], leg_of(s, other));
}

static void test_talk__is_with_whom_shares_the_bridge(void **state)
{
	struct stage *s = *state;
	struct leg *found[TALK_MAX];

	inbound_call(s);
	hears_only(s, "e1", "t1");
	hears_only(s, "t1", "e1");
	part(s, "b1", "t1");
	assert_int_equal(cti__talk(s->model, leg_of(s, "e1"), found), 0);
	assert_int_equal(cti__talk(s->model, leg_of(s, "t1"), found), 0);
}

/* 1000 and 1001 talk through a piece of plumbing. */
static void through_plumbing(struct stage *s)
{
	phone(s, "x", "1000", "1001");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "x", "l1", "1001");
	rings(s, "l2", "a", "1001");
	answers(s, "l2", "a", "b1");
	join(s, "b2", "l1");
	join(s, "b2", "x");
}

static void test_talk__goes_through_plumbing(void **state)
{
	struct stage *s = *state;

	through_plumbing(s);
	hears_only(s, "a", "x");
	hears_only(s, "x", "a");
}

static void test_talk__goes_through_no_holding_bridge(void **state)
{
	struct stage *s = *state;
	struct leg *found[TALK_MAX];

	inbound_call(s);
	FEED(s, .kind = CTI_FACT_BRIDGE_NEW, .bridge = CTI__STR("b1"),
	     .bridge_kind = CTI_BRIDGE_HOLDING);
	assert_int_equal(cti__talk(s->model, leg_of(s, "e1"), found), 0);
}

static void test_talk__finds_who_stands_behind_plumbing(void **state)
{
	struct stage *s = *state;

	phone(s, "x", "1000", "1001");
	plumbing(s, "l1", "l2", "1001");
	assert_null(cti__behind(leg_of(s, "l1")));
	dial(s, "x", "l1", "1001");
	assert_ptr_equal(cti__behind(leg_of(s, "l2")), leg_of(s, "x"));
	rings(s, "l2", "a", "1001");
	assert_ptr_equal(cti__behind(leg_of(s, "l1")), leg_of(s, "a"));
	answers(s, "l2", "a", "b1");
	assert_ptr_equal(cti__behind(leg_of(s, "l1")), leg_of(s, "a"));
	assert_ptr_equal(cti__behind(leg_of(s, "a")), leg_of(s, "a"));
}

static void test_talk__finds_the_caller_beyond_plumbing(void **state)
{
	struct stage *s = *state;

	through_plumbing(s);
	assert_ptr_equal(cti__caller_leg(leg_of(s, "a")), leg_of(s, "x"));
	assert_null(cti__caller_leg(leg_of(s, "x")));
}

static void test_talk__one_half_of_plumbing_leads_nowhere(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("l1"),
	     .role = CTI_ROLE_LOCAL, .pair = CTI__STR("l"), .half = 1);
	made(s, "a", CTI_ROLE_EXTENSION, "1001");
	dial(s, "l1", "a", "1001");
	assert_null(cti__caller_leg(leg_of(s, "a")));
	assert_null(cti__behind(leg_of(s, "l1")));
	assert_null(cti__behind(NULL));
}

static void test_talk__party_outside_is_its_number(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	assert_true(
		cti__str_is(cti__leg_number(leg_of(s, "t1")), "13800138000"));
	assert_true(cti__str_is(cti__leg_number(leg_of(s, "e1")), "1001"));
}

static void test_talk__ring_of_bridges_ends(void **state)
{
	struct stage *s = *state;
	struct leg *found[TALK_MAX];

	through_plumbing(s);
	plumbing(s, "m1", "m2", "1001");
	join(s, "b1", "m1");
	join(s, "b2", "m2");
	assert_int_equal(cti__talk(s->model, leg_of(s, "a"), found), 1);
}

static void test_talk__longer_chain_than_any_dialplans_ends(void **state)
{
	struct stage *s = *state;
	struct leg *found[TALK_MAX];
	char one[16], two[16], bridge[16];
	int i;

	phone(s, "x", "1000", "1001");
	join(s, "b0", "x");
	for (i = 0; i < 40; i++) {
		snprintf(one, sizeof(one), "l%d;1", i);
		snprintf(two, sizeof(two), "l%d;2", i);
		plumbing(s, one, two, "1001");
		snprintf(bridge, sizeof(bridge), "b%d", i);
		join(s, bridge, one);
		snprintf(bridge, sizeof(bridge), "b%d", i + 1);
		join(s, bridge, two);
	}
	made(s, "a", CTI_ROLE_EXTENSION, "1001");
	join(s, bridge, "a");
	assert_int_equal(cti__talk(s->model, leg_of(s, "x"), found), 0);
}

static void test_talk__calls_that_meet_for_long_become_one(void **state)
{
	struct stage *s = *state;

	s->hidden &= ~FIELD_BIT(CALL);
	inbound_call(s);
	phone(s, "a", "1002", "*1");
	part(s, "b1", "e1");
	told_forget(s);
	join(s, "b1", "a");
	told(s, "answer 1002 call=pbx-a remote=13800138000");
	wait_ms(s, 300);
	told(s, "info call=pbx-t1 merged=pbx-a",
	     "call-end call=pbx-a called=*1 merged=pbx-t1 cause=normal "
	     "caller=1002");
}

/* Nothing said that it is up: who talks has answered. */
static void test_talk__who_talks_has_answered(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	told_forget(s);
	join(s, "b1", "t1");
	join(s, "b1", "e1");
	told(s, "answer 1001 remote=138");
}

/* The same, heard through plumbing that stands in both bridges. */
static void test_talk__who_talks_through_plumbing_has_answered(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1003", "1001");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "a", "l1", "1001");
	rings(s, "l2", "e1", "1001");
	told_forget(s);
	join(s, "b1", "a");
	join(s, "b1", "l1");
	join(s, "b2", "l2");
	join(s, "b2", "e1");
	told(s, "answer 1001 remote=1003", "answer 1003 remote=1001");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_talk__is_with_whom_shares_the_bridge),
		STAGE_TEST(test_talk__goes_through_plumbing),
		STAGE_TEST(test_talk__goes_through_no_holding_bridge),
		STAGE_TEST(test_talk__finds_who_stands_behind_plumbing),
		STAGE_TEST(test_talk__finds_the_caller_beyond_plumbing),
		STAGE_TEST(test_talk__one_half_of_plumbing_leads_nowhere),
		STAGE_TEST(test_talk__party_outside_is_its_number),
		STAGE_TEST(test_talk__ring_of_bridges_ends),
		STAGE_TEST(test_talk__longer_chain_than_any_dialplans_ends),
		STAGE_TEST(test_talk__calls_that_meet_for_long_become_one),
		STAGE_TEST(test_talk__who_talks_has_answered),
		STAGE_TEST(test_talk__who_talks_through_plumbing_has_answered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
