/* SPDX-License-Identifier: MIT */
/* Callers in queues: joined, answered, timed out, gone. */
#include "told.h"

/* The outside caller waits in the sales queue. */
static void queued(struct stage *s)
{
	trunk(s, "t1", "138", "400");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
}

static void test_queue__join_is_told_with_its_position(void **state)
{
	struct stage *s = *state;

	queued(s);
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	told(s, "call-begin called=400 direction=inbound caller=138",
	     "queue remote=138 queue=sales position=1");
}

static void test_queue__ring_and_answer_carry_the_queue(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	rings(s, "t1", "e1", "1001");
	up(s, "e1");
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	told(s, "ring 1001 remote=138 called=400 queue=sales",
	     "answer 1001 remote=138 queue=sales",
	     "dequeue remote=138 queue=sales reason=answered");
}

static void test_queue__leave_says_how_long_it_was(void **state)
{
	struct stage *s = *state;

	queued(s);
	wait_ms(s, 4999);
	s->hidden &= ~FIELD_BIT(WAITED_MS);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	told(s, "dequeue remote=138 queue=sales waited_ms=5000");
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	told_nothing(s);
}

static void test_queue__abandon_by_a_caller_who_hangs_up_is_one(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	told_nothing(s);
	end(s, "t1", 16);
	told(s, "abandon remote=138 queue=sales",
	     "call-end called=400 cause=cancelled direction=inbound "
	     "caller=138");
}

static void test_queue__abandon_after_a_request_is_one_at_once(void **state)
{
	struct stage *s = *state;

	queued(s);
	request(s, "t1", 16);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	told(s, "abandon remote=138 queue=sales");
}

static void test_queue__abandon_by_a_living_caller_is_a_time_out(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	wait_ms(s, 600);
	told(s, "dequeue remote=138 queue=sales reason=timeout");
}

static void test_queue__caller_who_goes_on_has_timed_out(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	FEED(s, .kind = CTI_FACT_LEG_STEP, .leg = CTI__STR("t1"),
	     .app = CTI__STR("Playback"));
	told(s, "dequeue remote=138 queue=sales reason=timeout");
	end(s, "t1", 16);
	assert_false(was_told(s, "abandon"));
}

/* It runs Queue(sales,t) at an extension. */
static void steps(struct stage *s, const char *app, const char *exten)
{
	FEED(s, .kind = CTI_FACT_LEG_STEP, .leg = CTI__STR("t1"),
	     .app = cti__str(app), .data = CTI__STR("sales,t"),
	     .called = cti__str(exten));
}

static void enters(struct stage *s)
{
	FEED(s, .kind = CTI_FACT_QUEUE_JOIN, .leg = CTI__STR("t1"),
	     .queue = CTI__STR("sales"), .app = CTI__STR("Queue"));
}

static void test_queue__being_sent_elsewhere_begins_nothing(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	steps(s, "Queue", "400");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	told_forget(s);
	/* The same step, told of another extension: it has not begun there. */
	steps(s, "Queue", "1002");
	enters(s);
	told_nothing(s);
	steps(s, "Dial", "1002");
	told(s, "dequeue remote=138 queue=sales reason=moved");
}

static void test_queue__entering_may_be_refused(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	told_forget(s);
	steps(s, "Queue", "400");
	enters(s);
	queue_fact(s, CTI_FACT_QUEUE_REFUSED, "t1", "");
	wait_ms(s, 1000);
	end(s, "t1", 16);
	assert_false(was_told(s, "queue"));
	assert_false(was_told(s, "abandon"));
}

static void test_queue__entered_is_joined_if_nothing_refuses(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	told_forget(s);
	enters(s);
	told_nothing(s);
	wait_ms(s, 100);
	told(s, "queue remote=138 queue=sales");
	/* Another witness says so later. */
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	enters(s);
	told_nothing(s);
}

static void test_queue__entered_is_joined_before_anybody_rings(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	told_forget(s);
	enters(s);
	rings(s, "t1", "a1", "1001");
	assert_true(was_told(s, "queue remote=138 queue=sales"));
}

static void test_queue__entered_and_gone_is_an_abandon(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	enters(s);
	told_forget(s);
	end(s, "t1", 16);
	assert_true(was_told(s, "queue remote=138 queue=sales"));
	assert_true(was_told(s, "abandon remote=138 queue=sales"));
}

static void test_queue__leaving_has_the_switchs_reason(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_QUEUE_LEAVE, .leg = CTI__STR("t1"),
	     .reason = CTI__STR("empty"));
	told(s, "dequeue remote=138 queue=sales reason=empty");
}

static void test_queue__caller_who_dials_on_has_timed_out(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	rings(s, "t1", "e1", "1001");
	told(s, "dequeue remote=138 queue=sales reason=timeout",
	     "ring 1001 remote=138 called=400");
}

static void test_queue__end_without_a_word_is_an_abandon(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	end(s, "t1", 16);
	told(s, "abandon remote=138 queue=sales",
	     "call-end called=400 cause=cancelled direction=inbound "
	     "caller=138");
}

static void test_queue__another_one_is_a_move(void **state)
{
	struct stage *s = *state;

	queued(s);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "support");
	told(s, "dequeue remote=138 queue=sales reason=moved",
	     "queue remote=138 queue=support position=1");
}

static void test_queue__transferred_caller_may_wait(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	blind(s, "e1", "t1", "6000");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	told(s, "transfer remote=13800138000 kind=blind by=1001 to=6000",
	     "queue remote=13800138000 queue=sales position=1");
}

static void test_queue__withheld_caller_waits_without_a_number(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("t1"),
	     .role = CTI_ROLE_TRUNK, .device = CTI__STR("carrier"),
	     .state = CTI_STATE_CALLING, .called = CTI__STR("400"),
	     .withheld = true);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	told(s, "queue remote= queue=sales position=1 withheld=1");
}

static void test_queue__of_nobody_is_dropped(void **state)
{
	struct stage *s = *state;

	queue_fact(s, CTI_FACT_QUEUE_JOIN, "x", "sales");
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "x", "sales");
	trunk(s, "t1", "138", "400");
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	wait_ms(s, 1000);
	told_nothing(s);
}

static void test_queue__every_word_for_leaving_is_known(void **state)
{
	static const char *const words[] = { "timeout", "empty", "withdrawn",
					     "moved", "bored" };
	static const char *const told_as[] = {
		"dequeue remote=138 queue=sales reason=timeout",
		"dequeue remote=138 queue=sales reason=empty",
		"dequeue remote=138 queue=sales reason=withdrawn",
		"dequeue remote=138 queue=sales reason=moved",
		"dequeue remote=138 queue=sales",
	};
	struct stage *s = *state;
	unsigned i;

	trunk(s, "t1", "138", "400");
	for (i = 0; i < 5; i++) {
		queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
		told_forget(s);
		FEED(s, .kind = CTI_FACT_QUEUE_LEAVE, .leg = CTI__STR("t1"),
		     .reason = cti__str(words[i]));
		told(s, told_as[i]);
	}
}

static void test_queue__entered_and_left_is_both(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	enters(s);
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	told(s, "queue remote=138 queue=sales",
	     "dequeue remote=138 queue=sales");
}

static void test_queue__abandon_in_none_is_forgotten(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	queue_fact(s, CTI_FACT_QUEUE_ABANDON, "t1", "sales");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	told_forget(s);
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	told(s, "dequeue remote=138 queue=sales");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_queue__join_is_told_with_its_position),
		STAGE_TEST(test_queue__ring_and_answer_carry_the_queue),
		STAGE_TEST(test_queue__leave_says_how_long_it_was),
		STAGE_TEST(test_queue__abandon_by_a_caller_who_hangs_up_is_one),
		STAGE_TEST(test_queue__abandon_after_a_request_is_one_at_once),
		STAGE_TEST(
			test_queue__abandon_by_a_living_caller_is_a_time_out),
		STAGE_TEST(test_queue__caller_who_goes_on_has_timed_out),
		STAGE_TEST(test_queue__being_sent_elsewhere_begins_nothing),
		STAGE_TEST(test_queue__entering_may_be_refused),
		STAGE_TEST(test_queue__entered_is_joined_if_nothing_refuses),
		STAGE_TEST(test_queue__entered_is_joined_before_anybody_rings),
		STAGE_TEST(test_queue__entered_and_gone_is_an_abandon),
		STAGE_TEST(test_queue__leaving_has_the_switchs_reason),
		STAGE_TEST(test_queue__caller_who_dials_on_has_timed_out),
		STAGE_TEST(test_queue__end_without_a_word_is_an_abandon),
		STAGE_TEST(test_queue__another_one_is_a_move),
		STAGE_TEST(test_queue__transferred_caller_may_wait),
		STAGE_TEST(test_queue__withheld_caller_waits_without_a_number),
		STAGE_TEST(test_queue__of_nobody_is_dropped),
		STAGE_TEST(test_queue__every_word_for_leaving_is_known),
		STAGE_TEST(test_queue__entered_and_left_is_both),
		STAGE_TEST(test_queue__abandon_in_none_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
