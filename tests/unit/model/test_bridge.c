/* SPDX-License-Identifier: MIT */
/* Bridges and rooms: conferences, and calls that meet. */
#include "told.h"

/* The extension dials the room and is in it. */
static void enters_room(struct stage *s, const char *leg, const char *device)
{
	phone(s, leg, device, "8800");
	up(s, leg);
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = CTI__STR("room"),
	     .leg = cti__str(leg), .bridge_kind = CTI_BRIDGE_ROOM,
	     .called = CTI__STR("8800"));
}

static void test_bridge__room_answers_with_what_was_dialled(void **state)
{
	struct stage *s = *state;

	enters_room(s, "a", "1001");
	told(s, "call-begin called=8800 caller=1001", "dial 1001 called=8800",
	     "answer 1001 remote=8800");
	wait_ms(s, 1000);
	told_nothing(s);
	end(s, "a", 16);
	told(s, "hangup 1001 remote=8800 cause=normal",
	     "call-end called=8800 cause=normal caller=1001");
}

static void test_bridge__member_may_be_told_before_the_bridge(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "8800");
	up(s, "a");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_ROOM_ENTER, .bridge = CTI__STR("room"),
	     .leg = CTI__STR("a"), .called = CTI__STR("8800"));
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = CTI__STR("room"),
	     .leg = CTI__STR("a"), .bridge_kind = CTI_BRIDGE_ROOM,
	     .called = CTI__STR("8800"));
	FEED(s, .kind = CTI_FACT_ROOM_LEAVE, .bridge = CTI__STR("room"),
	     .leg = CTI__STR("a"));
	told(s, "answer 1001 remote=8800");
}

static void test_bridge__conference_is_told_from_three_on(void **state)
{
	struct stage *s = *state;

	enters_room(s, "a", "1001");
	enters_room(s, "b", "1002");
	assert_false(was_told(s, "conference"));
	told_forget(s);
	enters_room(s, "c", "1003");
	assert_true(was_told(s, "conference devices=1002,1003,1001"));
}

static void test_bridge__conference_is_told_again_when_it_grows(void **state)
{
	struct stage *s = *state;

	enters_room(s, "a", "1001");
	enters_room(s, "b", "1002");
	enters_room(s, "c", "1003");
	told_forget(s);
	part(s, "room", "b");
	end(s, "b", 16);
	told(s, "hangup 1002 remote=8800 cause=normal");
	enters_room(s, "d", "1004");
	assert_true(was_told(s, "conference devices=1003,1004,1001"));
	told_forget(s);
	enters_room(s, "e", "1005");
	assert_true(was_told(s, "conference devices=1003,1004,1005,1001"));
	told_forget(s);
	part(s, "room", "e");
	part(s, "room", "d");
	wait_ms(s, 1000);
	told_nothing(s);
}

static void test_bridge__room_stays_the_remote(void **state)
{
	struct stage *s = *state;

	enters_room(s, "a", "1001");
	enters_room(s, "b", "1002");
	told_forget(s);
	end(s, "a", 16);
	assert_string_equal(s->line[0], "hangup 1001 remote=8800 cause=normal");
}

static void test_bridge__calls_that_meet_in_a_room_are_one(void **state)
{
	struct stage *s = *state;

	s->hidden &= ~FIELD_BIT(CALL);
	enters_room(s, "a", "1001");
	enters_room(s, "b", "1002");
	enters_room(s, "c", "1003");
	assert_int_equal(cti__model_calls(s->model), 1);
	assert_true(was_told(s, "info call=pbx-a merged=pbx-b"));
	end(s, "c", 16);
	end(s, "b", 16);
	end(s, "a", 16);
	assert_int_equal(s->begun, 3);
	assert_int_equal(s->ended, 3);
}

static void test_bridge__third_who_only_passes_makes_no_conference(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	join(s, "b1", "e2");
	part(s, "b1", "e1");
	wait_ms(s, 500);
	assert_false(was_told(s, "conference"));
}

static void test_bridge__holding_one_connects_nobody(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	phone(s, "a", "1001", "8000");
	FEED(s, .kind = CTI_FACT_BRIDGE_NEW, .bridge = CTI__STR("h"),
	     .bridge_kind = CTI_BRIDGE_HOLDING);
	told_forget(s);
	join(s, "h", "t1");
	join(s, "h", "a");
	told_nothing(s);
}

static void test_bridge__end_leaves_its_legs_alone(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_BRIDGE_END, .bridge = CTI__STR("b1"));
	part(s, "b1", "e1");
	wait_ms(s, 1000);
	told_nothing(s);
	assert_int_equal(cti__model_legs(s->model), 2);
}

static void test_bridge__more_than_it_looks_at_do_no_harm(void **state)
{
	struct stage *s = *state;
	char leg[16], device[16];
	int i;

	for (i = 0; i < TALK_MAX + 10; i++) {
		snprintf(leg, sizeof(leg), "leg%d", i);
		snprintf(device, sizeof(device), "%d", 2000 + i);
		enters_room(s, leg, device);
		told_forget(s);
	}
	cti__model_close(s->model, s->now_us);
	assert_int_equal(s->begun, s->ended);
	assert_int_equal(s->begun, TALK_MAX + 10);
}

static void into_room(struct stage *s, const char *leg)
{
	FEED(s, .kind = CTI_FACT_BRIDGE_ENTER, .bridge = CTI__STR("room"),
	     .leg = cti__str(leg), .bridge_kind = CTI_BRIDGE_ROOM);
}

static void test_bridge__two_who_go_into_a_room_keep_each_other(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "1002");
	rings(s, "a", "b", "1002");
	answers(s, "a", "b", "b1");
	told_forget(s);
	into_room(s, "a");
	into_room(s, "b");
	wait_ms(s, 5000);
	told_nothing(s);
	end(s, "a", 16);
	end(s, "b", 16);
	told(s, "hangup 1001 remote=1002 cause=normal",
	     "hangup 1002 remote=1001 cause=normal",
	     "call-end called=1002 cause=normal direction=internal "
	     "caller=1001");
}

static void test_bridge__leaving_another_one_is_nothing(void **state)
{
	struct stage *s = *state;
	const struct leg *leg;

	inbound_call(s);
	consultation(s);
	leg = cti__leg_find(s->model, CTI__STR("t1"));
	part(s, "b2", "t1");
	assert_string_equal(leg->bridge->id, "b1");
	part(s, "b1", "t1");
	assert_null(leg->bridge);
}

/* The code answered first; then it is in the room that the code leads to. */
static void test_bridge__room_behind_a_code_is_the_remote(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "8800");
	up(s, "a");
	wait_ms(s, 5000);
	told_forget(s);
	into_room(s, "a");
	wait_ms(s, 5000);
	told_nothing(s);
	phone(s, "b", "1002", "8800");
	up(s, "b");
	into_room(s, "b");
	end(s, "a", 16);
	assert_true(was_told(s, "hangup 1001 remote=8800 cause=normal"));
}

/* The caller is behind plumbing: the telephone next to it hears of that. */
static void test_bridge__plumbing_stands_for_who_is_behind_it(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "t1", "l1", "1001");
	rings(s, "l2", "e1", "1001");
	up(s, "e1");
	told_forget(s);
	join(s, "b1", "t1");
	join(s, "b2", "e1");
	join(s, "b2", "l2");
	join(s, "b1", "l1");
	end(s, "e1", 16);
	told(s, "hangup 1001 remote=138 cause=normal");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_bridge__room_answers_with_what_was_dialled),
		STAGE_TEST(test_bridge__member_may_be_told_before_the_bridge),
		STAGE_TEST(test_bridge__conference_is_told_from_three_on),
		STAGE_TEST(test_bridge__conference_is_told_again_when_it_grows),
		STAGE_TEST(test_bridge__room_stays_the_remote),
		STAGE_TEST(test_bridge__calls_that_meet_in_a_room_are_one),
		STAGE_TEST(
			test_bridge__third_who_only_passes_makes_no_conference),
		STAGE_TEST(test_bridge__holding_one_connects_nobody),
		STAGE_TEST(test_bridge__end_leaves_its_legs_alone),
		STAGE_TEST(test_bridge__more_than_it_looks_at_do_no_harm),
		STAGE_TEST(test_bridge__two_who_go_into_a_room_keep_each_other),
		STAGE_TEST(test_bridge__leaving_another_one_is_nothing),
		STAGE_TEST(test_bridge__room_behind_a_code_is_the_remote),
		STAGE_TEST(test_bridge__plumbing_stands_for_who_is_behind_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
