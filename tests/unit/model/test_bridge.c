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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
