/* SPDX-License-Identifier: MIT */
/* Who rings up whom: hunts, groups, click-to-dial, diversions, plumbing. */
#include "told.h"

/* The switch rings the extension up to dial a number for it. */
static void click(struct stage *s, const char *leg, const char *device,
		  const char *wanted)
{
	made(s, leg, CTI_ROLE_EXTENSION, device);
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .other = cti__str(leg),
	     .other_number = cti__str(wanted), .data = cti__str(device));
	state_is(s, leg, CTI_STATE_ALERTING);
}

static void test_dial__click_to_dial_is_one_leg(void **state)
{
	struct stage *s = *state;

	click(s, "a", "1001", "13800138000");
	told(s, "call-begin called=13800138000 caller=1001",
	     "ring 1001 remote=13800138000 called=1001");
	up(s, "a");
	told(s, "answer 1001 remote=13800138000");
	made(s, "t", CTI_ROLE_TRUNK, "carrier");
	dial(s, "a", "t", "13800138000");
	told(s, "dial 1001 called=13800138000", "info direction=outbound");
	answers(s, "a", "t", "b1");
	told(s, "answer 1001 remote=13800138000");
	end(s, "t", 16);
	end(s, "a", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal",
	     "call-end called=13800138000 cause=normal direction=outbound "
	     "caller=1001");
}

static void test_dial__click_to_dial_is_known_by_what_it_dials(void **state)
{
	struct stage *s = *state;

	click(s, "a", "1001", "1002");
	up(s, "a");
	s->hidden &= ~FIELD_BIT(DNIS);
	told_forget(s);
	rings(s, "a", "b", "1002");
	told(s, "dial 1001 called=1002 dnis=1002",
	     "info dnis=1002 direction=internal",
	     "ring 1002 remote=1001 called=1002 dnis=1002");
}

static void test_dial__own_telephone_not_picked_up(void **state)
{
	struct stage *s = *state;

	click(s, "a", "1001", "13800138000");
	told_forget(s);
	dial_end(s, "", "a", CTI_DIAL_NO_ANSWER);
	end(s, "a", 19);
	told(s, "hangup 1001 remote=13800138000 cause=no-answer",
	     "call-end called=13800138000 cause=no-answer caller=1001");
}

static void test_dial__ring_all_is_answered_elsewhere_for_the_rest(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "a", "1001");
	rings(s, "t1", "b", "1002");
	rings(s, "t1", "c", "1003");
	told_forget(s);
	up(s, "b");
	dial_end(s, "t1", "a", CTI_DIAL_CANCEL);
	dial_end(s, "t1", "c", CTI_DIAL_CANCEL);
	end(s, "a", 26);
	end(s, "c", 0);
	told(s, "answer 1002 remote=138",
	     "hangup 1001 remote=138 cause=answered-elsewhere",
	     "hangup 1003 remote=138 cause=answered-elsewhere");
}

static void test_dial__hunt_leaves_no_answer_behind(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "a", "1001");
	told_forget(s);
	dial_end(s, "t1", "a", CTI_DIAL_NO_ANSWER);
	end(s, "a", 0);
	rings(s, "t1", "b", "1002");
	answers(s, "t1", "b", "b1");
	end(s, "b", 16);
	end(s, "t1", 16);
	told(s, "hangup 1001 remote=138 cause=no-answer",
	     "ring 1002 remote=138 called=400", "answer 1002 remote=138",
	     "hangup 1002 remote=138 cause=normal",
	     "call-end called=400 cause=normal direction=inbound caller=138");
}

static void test_dial__same_branch_doubled_rings_once(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "a", "1001");
	told_forget(s);
	dial(s, "t1", "a", "1001");
	FEED(s, .kind = CTI_FACT_DIAL_STATE, .leg = CTI__STR("t1"),
	     .other = CTI__STR("a"), .state = CTI_STATE_ALERTING);
	told_nothing(s);
}

static void test_dial__begins_a_leg_that_was_not_heard_of(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .leg = CTI__STR("t1"),
	     .other = CTI__STR("a"), .role = CTI_ROLE_EXTENSION,
	     .device = CTI__STR("1001"), .called = CTI__STR("400"));
	FEED(s, .kind = CTI_FACT_DIAL_STATE, .leg = CTI__STR("t1"),
	     .other = CTI__STR("a"), .state = CTI_STATE_ALERTING);
	told(s, "ring 1001 remote=138 called=400");
}

static void test_dial__telephone_that_forwards_is_diverted(void **state)
{
	struct stage *s = *state;

	phone(s, "x", "1000", "1001");
	rings(s, "x", "a", "1001");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_DIAL_END, .leg = CTI__STR("x"),
	     .other = CTI__STR("a"), .result = CTI_DIAL_OTHER,
	     .called = CTI__STR("1002"));
	end(s, "a", 0);
	rings(s, "x", "b", "1002");
	told(s, "divert to=1002 from=1001 reason=forwarded",
	     "hangup 1001 remote=1000 cause=diverted",
	     "ring 1002 remote=1000 called=1001");
}

static void test_dial__forward_by_the_switch_leaves_busy(void **state)
{
	struct stage *s = *state;

	phone(s, "x", "1000", "1001");
	made(s, "a", CTI_ROLE_EXTENSION, "1001");
	dial(s, "x", "a", "1001");
	told_forget(s);
	dial_end(s, "x", "a", CTI_DIAL_BUSY);
	end(s, "a", 17);
	plumbing(s, "l1", "l2", "1002");
	dial(s, "x", "l1", "1001");
	rings(s, "l2", "b", "1002");
	told(s, "hangup 1001 remote=1000 cause=busy",
	     "divert to=1002 from=1001 reason=forwarded",
	     "ring 1002 remote=1000 called=1001");
}

static void test_dial__first_hop_from_outside_is_routing(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "t1", "l1", "400");
	rings(s, "l2", "a", "1001");
	told(s, "call-begin called=400 direction=inbound caller=138",
	     "ring 1001 remote=138 called=400");
}

static void test_dial__later_hop_from_outside_is_a_divert(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	plumbing(s, "l1", "l2", "1002");
	dial(s, "t1", "l1", "1001");
	rings(s, "l2", "a", "1002");
	told(s, "call-begin called=400 direction=inbound caller=138",
	     "divert to=1002 from=1001 reason=forwarded",
	     "ring 1002 remote=138 called=400");
}

static void test_dial__group_is_no_divert(void **state)
{
	struct stage *s = *state;

	phone(s, "x", "1000", "600");
	plumbing(s, "l1", "l2", "1001");
	plumbing(s, "m1", "m2", "1002");
	dial(s, "x", "l1", "600");
	dial(s, "x", "m1", "600");
	told_forget(s);
	rings(s, "l2", "a", "1001");
	rings(s, "m2", "b", "1002");
	told(s, "info direction=internal", "ring 1001 remote=1000 called=600",
	     "ring 1002 remote=1000 called=600");
}

static void test_dial__plumbing_is_never_visible(void **state)
{
	struct stage *s = *state;

	phone(s, "x", "1000", "1001");
	plumbing(s, "l1", "l2", "1001");
	plumbing(s, "m1", "m2", "1001");
	dial(s, "x", "l1", "1001");
	dial(s, "l2", "m1", "1001");
	rings(s, "m2", "a", "1001");
	up(s, "a");
	dial_end(s, "m2", "a", CTI_DIAL_ANSWER);
	join(s, "b1", "a");
	join(s, "b1", "m2");
	dial_end(s, "l2", "m1", CTI_DIAL_ANSWER);
	join(s, "b2", "m1");
	join(s, "b2", "l2");
	dial_end(s, "x", "l1", CTI_DIAL_ANSWER);
	up(s, "x");
	join(s, "b3", "l1");
	join(s, "b3", "x");
	wait_ms(s, 1000);
	end(s, "l1", 16);
	end(s, "l2", 16);
	end(s, "m1", 16);
	end(s, "m2", 16);
	end(s, "x", 16);
	end(s, "a", 16);
	told(s, "call-begin called=1001 caller=1000", "dial 1000 called=1001",
	     "info direction=internal", "ring 1001 remote=1000 called=1001",
	     "answer 1001 remote=1000", "answer 1000 remote=1001",
	     "hangup 1000 remote=1001 cause=normal",
	     "hangup 1001 remote=1000 cause=normal",
	     "call-end called=1001 cause=normal direction=internal "
	     "caller=1000");
	assert_int_equal(cti__model_legs(s->model), 0);
}

static void test_dial__ring_through_plumbing_waits_for_its_caller(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	plumbing(s, "l1", "l2", "1001");
	told_forget(s);
	rings(s, "l2", "a", "1001");
	told_nothing(s);
	dial(s, "t1", "l1", "400");
	told(s, "ring 1001 remote=138 called=400");
}

static void test_dial__chain_of_plumbing_that_bites_its_tail_ends(void **state)
{
	struct stage *s = *state;

	plumbing(s, "l1", "l2", "1001");
	plumbing(s, "m1", "m2", "1001");
	dial(s, "l2", "m1", "1001");
	dial(s, "m2", "l1", "1001");
	rings(s, "l2", "a", "1001");
	join(s, "b1", "l1");
	join(s, "b1", "m2");
	join(s, "b2", "l2");
	join(s, "b2", "m1");
	join(s, "b2", "a");
	wait_ms(s, 1000);
	cti__model_close(s->model, s->now_us);
	assert_int_equal(cti__model_legs(s->model), 0);
	assert_int_equal(s->begun, s->ended);
}

static void test_dial__queue_says_who_did_not_answer(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	rings(s, "t1", "a", "1001");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_AGENT_NO_ANSWER, .leg = CTI__STR("t1"),
	     .other = CTI__STR("a"));
	end(s, "a", 0);
	told(s, "hangup 1001 remote=138 cause=no-answer");
}

static void test_dial__by_somebody_unknown_rings_all_the_same(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .leg = CTI__STR("before"),
	     .other = CTI__STR("e1"), .role = CTI_ROLE_EXTENSION,
	     .device = CTI__STR("1001"),
	     .other_number = CTI__STR("13800138000"));
	state_is(s, "e1", CTI_STATE_ALERTING);
	up(s, "e1");
	end(s, "e1", 16);
	told(s, "call-begin caller=13800138000",
	     "ring 1001 remote=13800138000 called=",
	     "answer 1001 remote=13800138000",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "call-end cause=normal caller=13800138000");
}

/* The dial says so before any bridge does. */
static void test_dial__answer_is_heard_at_both_ends(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "1002");
	rings(s, "a", "b", "1002");
	told_forget(s);
	dial_end(s, "a", "b", CTI_DIAL_ANSWER);
	told(s, "answer 1002 remote=1001", "answer 1001 remote=1002");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_dial__by_somebody_unknown_rings_all_the_same),
		STAGE_TEST(test_dial__click_to_dial_is_one_leg),
		STAGE_TEST(test_dial__click_to_dial_is_known_by_what_it_dials),
		STAGE_TEST(test_dial__own_telephone_not_picked_up),
		STAGE_TEST(
			test_dial__ring_all_is_answered_elsewhere_for_the_rest),
		STAGE_TEST(test_dial__hunt_leaves_no_answer_behind),
		STAGE_TEST(test_dial__same_branch_doubled_rings_once),
		STAGE_TEST(test_dial__begins_a_leg_that_was_not_heard_of),
		STAGE_TEST(test_dial__telephone_that_forwards_is_diverted),
		STAGE_TEST(test_dial__forward_by_the_switch_leaves_busy),
		STAGE_TEST(test_dial__first_hop_from_outside_is_routing),
		STAGE_TEST(test_dial__later_hop_from_outside_is_a_divert),
		STAGE_TEST(test_dial__group_is_no_divert),
		STAGE_TEST(test_dial__plumbing_is_never_visible),
		STAGE_TEST(
			test_dial__ring_through_plumbing_waits_for_its_caller),
		STAGE_TEST(
			test_dial__chain_of_plumbing_that_bites_its_tail_ends),
		STAGE_TEST(test_dial__queue_says_who_did_not_answer),
		STAGE_TEST(test_dial__answer_is_heard_at_both_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
