/* SPDX-License-Identifier: MIT */
/* Transfers: blind, attended on two legs and on one, by request, failed. */
#include "told.h"

static void test_transfer__blind_is_told_when_the_target_is_rung(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	unhold(s, "e1");
	blind(s, "e1", "t1", "1002");
	part(s, "b1", "e1");
	part(s, "b1", "t1");
	told_nothing(s);
	rings(s, "t1", "e2", "1002");
	end(s, "e1", 16);
	answers(s, "t1", "e2", "b2");
	told(s, "transfer remote=13800138000 kind=blind by=1001 to=1002",
	     "ring 1002 remote=13800138000 called=1002",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "answer 1002 remote=13800138000");
}

static void test_transfer__transferors_hangup_waits_for_the_decision(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	blind(s, "e1", "t1", "1002");
	end(s, "e1", 16);
	told_nothing(s);
	wait_ms(s, 300);
	told(s, "transfer remote=13800138000 kind=blind by=1001 to=1002",
	     "hangup 1001 remote=13800138000 cause=normal");
}

static void test_transfer__caller_who_goes_first_settles_a_blind_one(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	blind(s, "e1", "t1", "1002");
	end(s, "e1", 16);
	told_forget(s);
	end(s, "t1", 16);
	told(s, "transfer remote=13800138000 kind=blind by=1001 to=1002",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "call-end called=1002 cause=normal direction=inbound "
	     "caller=13800138000");
}

/* What an outside caller, sent on by 1001, shows by its own leg. */
static void sent_on_leaves(struct stage *s)
{
	part(s, "b1", "t1");
}

static void sent_on_rings(struct stage *s)
{
	rings(s, "t1", "e2", "1002");
}

/* What the transferor's shows, and the word for it all. */
static void transferor_leaves(struct stage *s)
{
	part(s, "b1", "e1");
}

static void transferor_ends(struct stage *s)
{
	end(s, "e1", 16);
}

static void word_comes(struct stage *s)
{
	unhold(s, "e1");
	blind(s, "e1", "t1", "1002");
}

typedef void step_fn(struct stage *s);

/* All ways in which the steps of three threads of a switch may fall together.
 */
static void every_order(void (*judge)(struct stage *s, step_fn **steps))
{
	static step_fn *const threads[3][2] = {
		{ sent_on_leaves, sent_on_rings },
		{ transferor_leaves, transferor_ends },
		{ word_comes, NULL },
	};
	unsigned order, orders = 0, i, thread;

	/* Five steps, each a digit of two bits: whose it is. */
	for (order = 0; order < 1 << 10; order++) {
		unsigned done[4] = { 0 };
		step_fn *steps[5];
		struct stage s;

		for (i = 0; i < 5; i++)
			done[order >> 2 * i & 3]++;
		if (done[0] != 2 || done[1] != 2 || done[2] != 1)
			continue;
		memset(done, 0, sizeof(done));
		for (i = 0; i < 5; i++) {
			thread = order >> 2 * i & 3;
			steps[i] = threads[thread][done[thread]++];
		}
		stage_open(&s, 0);
		inbound_call(&s);
		told_forget(&s);
		judge(&s, steps);
		stage_close(&s);
		orders++;
	}
	assert_int_equal(orders, 30);
}

static void judge_order(struct stage *s, step_fn **steps)
{
	unsigned i;

	for (i = 0; i < 5; i++)
		steps[i](s);
	wait_ms(s, 1000);
	/* A guess as good as the word: no more is asked of it here. */
	assert_true(was_told(s, "transfer remote=13800138000 kind=blind "
				"by=1001 to=1002"));
	assert_true(was_told(s, "ring 1002 remote=13800138000 called=1002"));
	assert_true(was_told(s, "hangup 1001 remote=13800138000 cause=normal"));
	assert_int_equal(s->count, 3);
}

static void test_transfer__every_order_of_a_blind_one_is_the_same(void **state)
{
	(void)state;
	every_order(judge_order);
}

static void test_transfer__ring_waits_for_a_word_that_is_late(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	transferor_leaves(s);
	transferor_ends(s);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
	sent_on_leaves(s);
	sent_on_rings(s);
	wait_ms(s, 400);
	told_nothing(s);
	word_comes(s);
	told(s, "transfer remote=13800138000 kind=blind by=1001 to=1002",
	     "ring 1002 remote=13800138000 called=1002");
}

/* Who hung up may have been ended by somebody, and the dialplan goes on. */
static void test_transfer__ring_waits_for_a_word_but_half_a_second(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	transferor_leaves(s);
	transferor_ends(s);
	sent_on_leaves(s);
	told_forget(s);
	sent_on_rings(s);
	wait_ms(s, 501);
	told(s, "ring 1002 remote=13800138000 called=4001100266");
}

static void test_transfer__ring_that_waited_is_told_before_its_end(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	transferor_leaves(s);
	transferor_ends(s);
	sent_on_leaves(s);
	told_forget(s);
	sent_on_rings(s);
	end(s, "e2", 21);
	told(s, "ring 1002 remote=13800138000 called=4001100266",
	     "hangup 1002 remote=13800138000 cause=rejected");
}

static void test_transfer__who_stays_on_the_line_has_sent_nobody_on(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	sent_on_leaves(s);
	sent_on_rings(s);
	told_forget(s);
	wait_ms(s, 3000);
	transferor_ends(s);
	wait_ms(s, 1000);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_transfer__blind_that_failed_is_told_as_such(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_TRANSFER_BLIND, .leg = CTI__STR("e1"),
	     .called = CTI__STR("9"), .text = CTI__STR("Invalid"));
	told(s, "transfer-failed remote=13800138000 kind=blind by=1001 to=9 "
		"cause=Invalid");
	end(s, "e1", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_transfer__attended_joins_caller_and_colleague(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	attended(s, "e1", "c1", "t1", "e2", CTI_DEST_BRIDGE);
	join(s, "b1", "e2");
	end(s, "e1", 16);
	end(s, "c1", 16);
	told(s,
	     "transfer remote=13800138000 kind=attended by=1001 to=1002 "
	     "merged=pbx-c1",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "hangup 1001 remote=1002 cause=normal",
	     "call-end called=1002 merged=pbx-t1 cause=normal "
	     "direction=internal caller=1001");
	end(s, "e2", 16);
	end(s, "t1", 16);
	told(s, "hangup 1002 remote=13800138000 cause=normal",
	     "call-end called=1002 cause=normal direction=inbound "
	     "caller=13800138000");
	assert_int_equal(s->begun, s->ended);
}

static void test_transfer__consultation_names_the_call_it_serves(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	s->hidden &= ~FIELD_BIT(CONSULT_OF);
	consultation(s);
	told(s, "hold 1001 remote=13800138000",
	     "call-begin called=1002 consult_of=pbx-t1 caller=1001",
	     "dial 1001 called=1002 consult_of=pbx-t1",
	     "info consult_of=pbx-t1 direction=internal",
	     "ring 1002 remote=1001 called=1002 consult_of=pbx-t1",
	     "answer 1002 remote=1001 consult_of=pbx-t1",
	     "answer 1001 remote=1002 consult_of=pbx-t1");
}

static void test_transfer__unhold_that_only_begins_one_is_no_retrieve(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	unhold(s, "e1");
	attended(s, "e1", "c1", "t1", "e2", CTI_DEST_BRIDGE);
	wait_ms(s, 1000);
	assert_false(was_told(s, "retrieve"));
	assert_true(was_told(s, "transfer"));
}

static void test_transfer__refer_on_the_consultation_is_the_same(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	s->now_us += 1000000;
	phone(s, "c1", "1001", "1002");
	rings(s, "c1", "e2", "1002");
	answers(s, "c1", "e2", "b2");
	told_forget(s);
	attended(s, "c1", "e1", "e2", "t1", CTI_DEST_BRIDGE);
	told(s, "transfer remote=13800138000 kind=attended by=1001 to=1002 "
		"merged=pbx-c1");
}

static void test_transfer__blonde_is_told_as_alerting(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	phone(s, "c1", "1001", "1002");
	rings(s, "c1", "e2", "1002");
	told_forget(s);
	attended(s, "e1", "c1", "t1", "", CTI_DEST_APP);
	end(s, "e1", 16);
	end(s, "c1", 16);
	told(s,
	     "transfer remote=13800138000 kind=attended by=1001 to=1002 "
	     "merged=pbx-c1 alerting=1",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "hangup 1001 remote=1002 cause=normal",
	     "call-end called=1002 merged=pbx-t1 cause=normal "
	     "direction=internal caller=1001");
	up(s, "e2");
	join(s, "b2", "e2");
	join(s, "b2", "t1");
	told(s, "answer 1002 remote=13800138000");
}

static void test_transfer__attended_that_failed_is_told_as_such(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	attended(s, "e1", "c1", "t1", "e2", CTI_DEST_FAIL);
	told(s, "transfer-failed remote=13800138000 kind=attended by=1001 "
		"to=1002 cause=failed");
}

static void test_transfer__consultation_cancelled_leaves_the_contact(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	phone(s, "c1", "1001", "1002");
	rings(s, "c1", "e2", "1002");
	told_forget(s);
	request(s, "c1", 0);
	dial_end(s, "c1", "e2", CTI_DIAL_CANCEL);
	end(s, "e2", 0);
	end(s, "c1", 0);
	unhold(s, "e1");
	wait_ms(s, 200);
	told(s, "hangup 1002 remote=1001 cause=cancelled",
	     "hangup 1001 remote=1002 cause=cancelled",
	     "call-end called=1002 cause=cancelled direction=internal "
	     "caller=1001",
	     "retrieve 1001 remote=13800138000");
	assert_int_equal(cti__model_calls(s->model), 1);
}

static void plumbing_is_bridged(struct stage *s)
{
	plumbing(s, "l1", "l2", "1002");
	join(s, "b2", "e1");
	join(s, "b2", "l1");
}

/* The same, but what bridges say is the faster. */
static void plumbing_is_bridged_first(struct stage *s)
{
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = CTI__STR("b2"),
	     .leg = CTI__STR("l1"), .role = CTI_ROLE_LOCAL,
	     .device = CTI__STR("1002"), .pair = CTI__STR("l1"), .half = 1,
	     .context = CTI__STR("inside"));
	join(s, "b2", "e1");
	plumbing(s, "l1", "l2", "1002");
}

/* A consultation on the telephone's own leg: l1 stands in its bridge. */
static void own_leg_consultation(struct stage *s,
				 void (*is_bridged)(struct stage *s))
{
	hold(s, "e1");
	part(s, "b1", "e1");
	is_bridged(s);
	rings(s, "l2", "e2", "1002");
	up(s, "e2");
	dial_end(s, "l2", "e2", CTI_DIAL_ANSWER);
	join(s, "b3", "e2");
	join(s, "b3", "l2");
}

static void dial_and_answer(struct stage *s,
			    void (*is_bridged)(struct stage *s))
{
	inbound_call(s);
	told_forget(s);
	own_leg_consultation(s, is_bridged);
	told(s, "hold 1001 remote=13800138000",
	     "call-begin called=1002 caller=1001", "dial 1001 called=1002",
	     "info direction=internal", "ring 1002 remote=1001 called=1002",
	     "answer 1002 remote=1001", "answer 1001 remote=1002");
	attended(s, "e1", "l1", "t1", "e2", CTI_DEST_BRIDGE);
	end(s, "e1", 16);
	wait_ms(s, 1000);
	assert_true(was_told(s, "transfer remote=13800138000 kind=attended "
				"by=1001 to=1002 merged=pbx-l1"));
	assert_true(was_told(s, "hangup 1001 remote=13800138000 cause=normal"));
	end(s, "l1", 16);
	end(s, "l2", 16);
	end(s, "e2", 16);
	end(s, "t1", 16);
	assert_int_equal(s->begun, 2);
	assert_int_equal(s->ended, 2);
}

static void test_transfer__on_the_own_leg_has_dial_and_answer(void **state)
{
	dial_and_answer(*state, plumbing_is_bridged);
}

static void test_transfer__plumbing_may_be_bridged_before_it_is_there(
	void **state)
{
	dial_and_answer(*state, plumbing_is_bridged_first);
}

static void test_transfer__on_the_own_leg_has_one_hangup(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	own_leg_consultation(s, plumbing_is_bridged);
	told_forget(s);
	end(s, "e2", 16);
	end(s, "l2", 16);
	end(s, "l1", 16);
	told(s, "hangup 1002 remote=1001 cause=normal",
	     "call-end called=1002 cause=normal direction=internal "
	     "caller=1001");
	end(s, "e1", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_transfer__redirect_is_a_guessed_blind_one(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	part(s, "b1", "t1");
	part(s, "b1", "e1");
	end(s, "e1", 0);
	told_nothing(s);
	rings(s, "t1", "e2", "1002");
	told(s,
	     "transfer remote=13800138000 kind=blind by=1001 to=1002 !guessed",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "ring 1002 remote=13800138000 called=1002");
}

static void test_transfer__both_legs_moved_together_is_none(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	part(s, "b1", "t1");
	part(s, "b1", "e1");
	join(s, "b2", "t1");
	join(s, "b2", "e1");
	wait_ms(s, 1000);
	told_nothing(s);
	end(s, "e1", 16);
	end(s, "t1", 16);
	assert_false(was_told(s, "transfer"));
}

static void test_transfer__caller_who_hangs_up_is_none(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	request(s, "t1", 16);
	part(s, "b1", "t1");
	part(s, "b1", "e1");
	end(s, "e1", 16);
	end(s, "t1", 16);
	assert_false(was_told(s, "transfer"));
}

static void test_transfer__three_way_is_a_conference(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	attended(s, "e1", "c1", "t1", "e2", CTI_DEST_THREEWAY);
	part(s, "b2", "c1");
	join(s, "b1", "e2");
	wait_ms(s, 500);
	assert_false(was_told(s, "transfer"));
	told(s,
	     "call-end called=1002 merged=pbx-t1 cause=normal "
	     "direction=internal caller=1001",
	     "conference devices=1002,1001 also=13800138000");
	assert_int_equal(cti__model_calls(s->model), 1);
}

/* 1003 called 1001, who consults 1002: both see each other afterwards. */
static void test_transfer__colleague_handed_over_has_the_target_as_remote(
	void **state)
{
	struct stage *s = *state;

	phone(s, "x1", "1003", "1001");
	rings(s, "x1", "e1", "1001");
	answers(s, "x1", "e1", "b1");
	consultation(s);
	attended(s, "e1", "c1", "x1", "e2", CTI_DEST_BRIDGE);
	told_forget(s);
	request(s, "x1", 16);
	end(s, "x1", 16);
	told(s, "hangup 1003 remote=1002 cause=normal");
}

static void test_transfer__target_that_rings_belongs_to_the_party(void **state)
{
	struct stage *s = *state;

	phone(s, "x1", "1003", "1001");
	rings(s, "x1", "e1", "1001");
	answers(s, "x1", "e1", "b1");
	hold(s, "e1");
	phone(s, "c1", "1001", "1002");
	rings(s, "c1", "e2", "1002");
	attended(s, "e1", "c1", "x1", "e2", CTI_DEST_APP);
	end(s, "e1", 16);
	end(s, "c1", 16);
	/* Whom the transferor had rung up rings for the caller by now. */
	phone(s, "p1", "1004", "*8");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_PICKUP, .leg = CTI__STR("p1"),
	     .other = CTI__STR("e2"));
	end(s, "e2", 26);
	told(s, "pickup by=1004 of=1002 merged=pbx-p1",
	     "answer 1004 remote=1003",
	     "call-end called=*8 merged=pbx-x1 cause=normal caller=1004",
	     "hangup 1002 remote=1003 cause=answered-elsewhere");
}

static void test_transfer__end_of_the_consultation_waited_for_it(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_LEG_END, .leg = CTI__STR("c1"), .code = 16,
	     .open = true);
	told_nothing(s);
	attended(s, "e1", "c1", "t1", "e2", CTI_DEST_BRIDGE);
	told(s,
	     "transfer remote=13800138000 kind=attended by=1001 to=1002 "
	     "merged=pbx-c1",
	     "hangup 1001 remote=1002 cause=normal",
	     "call-end called=1002 merged=pbx-t1 cause=normal "
	     "direction=internal caller=1001");
}

/* The telephone has a third line, held: that one is no part of it. */
static void test_transfer__consultation_is_the_line_that_has_the_target(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t0", "13900139000", "4001100266");
	rings(s, "t0", "e0", "1001");
	answers(s, "t0", "e0", "b0");
	hold(s, "e0");
	inbound_call(s);
	consultation(s);
	told_forget(s);
	attended(s, "e1", "", "t1", "e2", CTI_DEST_BRIDGE);
	told(s, "transfer remote=13800138000 kind=attended by=1001 to=1002 "
		"merged=pbx-c1");
}

static void test_transfer__of_an_unknown_leg_is_dropped(void **state)
{
	struct stage *s = *state;

	blind(s, "x", "y", "1002");
	attended(s, "x", "y", "z", "", CTI_DEST_BRIDGE);
	told_nothing(s);
	inbound_call(s);
	told_forget(s);
	attended(s, "e1", "gone", "t1", "", CTI_DEST_FAIL);
	assert_int_equal(s->err, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(
			test_transfer__blind_is_told_when_the_target_is_rung),
		STAGE_TEST(
			test_transfer__transferors_hangup_waits_for_the_decision),
		STAGE_TEST(
			test_transfer__caller_who_goes_first_settles_a_blind_one),
		STAGE_TEST(
			test_transfer__every_order_of_a_blind_one_is_the_same),
		STAGE_TEST(test_transfer__ring_waits_for_a_word_that_is_late),
		STAGE_TEST(
			test_transfer__ring_waits_for_a_word_but_half_a_second),
		STAGE_TEST(
			test_transfer__ring_that_waited_is_told_before_its_end),
		STAGE_TEST(
			test_transfer__who_stays_on_the_line_has_sent_nobody_on),
		STAGE_TEST(test_transfer__blind_that_failed_is_told_as_such),
		STAGE_TEST(test_transfer__attended_joins_caller_and_colleague),
		STAGE_TEST(
			test_transfer__consultation_names_the_call_it_serves),
		STAGE_TEST(
			test_transfer__unhold_that_only_begins_one_is_no_retrieve),
		STAGE_TEST(
			test_transfer__refer_on_the_consultation_is_the_same),
		STAGE_TEST(test_transfer__blonde_is_told_as_alerting),
		STAGE_TEST(test_transfer__attended_that_failed_is_told_as_such),
		STAGE_TEST(
			test_transfer__consultation_cancelled_leaves_the_contact),
		STAGE_TEST(test_transfer__on_the_own_leg_has_dial_and_answer),
		STAGE_TEST(
			test_transfer__plumbing_may_be_bridged_before_it_is_there),
		STAGE_TEST(test_transfer__on_the_own_leg_has_one_hangup),
		STAGE_TEST(test_transfer__redirect_is_a_guessed_blind_one),
		STAGE_TEST(test_transfer__both_legs_moved_together_is_none),
		STAGE_TEST(test_transfer__caller_who_hangs_up_is_none),
		STAGE_TEST(test_transfer__three_way_is_a_conference),
		STAGE_TEST(test_transfer__of_an_unknown_leg_is_dropped),
		STAGE_TEST(
			test_transfer__colleague_handed_over_has_the_target_as_remote),
		STAGE_TEST(
			test_transfer__target_that_rings_belongs_to_the_party),
		STAGE_TEST(
			test_transfer__end_of_the_consultation_waited_for_it),
		STAGE_TEST(
			test_transfer__consultation_is_the_line_that_has_the_target),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
