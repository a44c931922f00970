/* SPDX-License-Identifier: MIT */
/* One leg's life: it calls, rings, answers, holds, ends; late or doubled. */
#include "told.h"

static void test_leg__inbound_call_rings_answers_and_ends(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	told(s, "call-begin called=4001100266 direction=inbound "
		"caller=13800138000");
	rings(s, "t1", "e1", "1001");
	told(s, "ring 1001 remote=13800138000 called=4001100266");
	answers(s, "t1", "e1", "b1");
	told(s, "answer 1001 remote=13800138000");
	request(s, "t1", 16);
	end(s, "e1", 16);
	end(s, "t1", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal",
	     "call-end called=4001100266 cause=normal direction=inbound "
	     "caller=13800138000");
	assert_int_equal(cti__model_calls(s->model), 0);
	assert_int_equal(cti__model_legs(s->model), 0);
}

static void test_leg__internal_call_is_told_of_both_telephones(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "1002");
	told(s, "call-begin called=1002 caller=1001", "dial 1001 called=1002");
	rings(s, "a", "b", "1002");
	told(s, "info direction=internal", "ring 1002 remote=1001 called=1002");
	answers(s, "a", "b", "b1");
	told(s, "answer 1002 remote=1001", "answer 1001 remote=1002");
	end(s, "a", 16);
	end(s, "b", 16);
	told(s, "hangup 1001 remote=1002 cause=normal",
	     "hangup 1002 remote=1001 cause=normal",
	     "call-end called=1002 cause=normal direction=internal "
	     "caller=1001");
}

static void test_leg__outbound_call_tells_nothing_of_the_outside(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "913800138000");
	made(s, "t", CTI_ROLE_TRUNK, "carrier");
	dial(s, "a", "t", "913800138000");
	state_is(s, "t", CTI_STATE_ALERTING);
	answers(s, "a", "t", "b1");
	end(s, "t", 16);
	end(s, "a", 16);
	told(s, "call-begin called=913800138000 caller=1001",
	     "dial 1001 called=913800138000", "info direction=outbound",
	     "answer 1001 remote=913800138000",
	     "hangup 1001 remote=913800138000 cause=normal",
	     "call-end called=913800138000 cause=normal direction=outbound "
	     "caller=1001");
}

static void test_leg__trunk_knows_the_number_dialled_over_it(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "s");
	made(s, "t", CTI_ROLE_TRUNK, "carrier");
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .leg = CTI__STR("a"),
	     .other = CTI__STR("t"), .called = CTI__STR("s"),
	     .number = CTI__STR("13800138000"));
	told_forget(s);
	answers(s, "a", "t", "b1");
	told(s, "answer 1001 remote=13800138000");
}

static void test_leg__hold_and_retrieve_alternate(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	hold(s, "e1");
	hold(s, "e1");
	told(s, "hold 1001 remote=13800138000");
	unhold(s, "e1");
	told_nothing(s);
	assert_true(cti__model_deadline(s->model) < INT64_MAX);
	wait_ms(s, 150);
	told(s, "retrieve 1001 remote=13800138000");
	unhold(s, "e1");
	wait_ms(s, 150);
	told_nothing(s);
	hold(s, "e1");
	unhold(s, "e1");
	hold(s, "e1");
	told(s, "hold 1001 remote=13800138000",
	     "retrieve 1001 remote=13800138000",
	     "hold 1001 remote=13800138000");
}

static void test_leg__retrieve_is_told_before_the_hangup(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	unhold(s, "e1");
	told_forget(s);
	request(s, "e1", 16);
	end(s, "e1", 16);
	told(s, "retrieve 1001 remote=13800138000",
	     "hangup 1001 remote=13800138000 cause=normal");
}

/* Its transfer is told late, or it was dropped by somebody else. */
static void test_leg__unhold_at_an_end_nobody_asked_for_is_no_retrieve(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	unhold(s, "e1");
	told_forget(s);
	end(s, "e1", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_leg__party_outside_has_no_hold(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	hold(s, "t1");
	unhold(s, "t1");
	wait_ms(s, 500);
	told_nothing(s);
}

static void test_leg__repeated_and_late_facts_tell_nothing(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	inbound_call(s);
	state_is(s, "e1", CTI_STATE_ALERTING);
	wait_ms(s, 1000);
	told_nothing(s);
	end(s, "e1", 16);
	end(s, "t1", 16);
	told_forget(s);
	inbound_call(s);
	hold(s, "e1");
	end(s, "e1", 16);
	end(s, "t1", 16);
	told_nothing(s);
	assert_int_equal(cti__model_legs(s->model), 0);
}

/* A telephone's leg of that number says that it rings. */
static void late_ring(struct stage *s, unsigned number)
{
	char leg[16];

	snprintf(leg, sizeof(leg), "e%u", number);
	FEED(s, .kind = CTI_FACT_LEG_STATE, .leg = cti__str(leg),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .state = CTI_STATE_ALERTING);
}

static void test_leg__of_many_that_ended_the_latest_are_known(void **state)
{
	struct stage *s = *state;
	char leg[16];
	unsigned i;

	for (i = 0; i < 2000; i++) {
		snprintf(leg, sizeof(leg), "e%u", i);
		phone(s, leg, "1001", "1002");
		end(s, leg, 16);
		late_ring(s, i);
		late_ring(s, i < 200 ? i : i - 200);
		assert_int_equal(cti__model_legs(s->model), 0);
	}
	/* What nobody has heard of is new. */
	late_ring(s, i);
	assert_int_equal(cti__model_legs(s->model), 1);
}

static void test_leg__first_met_when_answered_gets_a_late_ring(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_LEG_STATE, .leg = CTI__STR("e1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .other_number = CTI__STR("13800138000"), .state = CTI_STATE_UP);
	told(s, "call-begin caller=13800138000",
	     "ring 1001 remote=13800138000 called= !synthetic !late",
	     "answer 1001 remote=13800138000");
}

static void test_leg__never_rang_before_its_answer_gets_a_late_ring(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	made(s, "e1", CTI_ROLE_EXTENSION, "1001");
	dial(s, "t1", "e1", "1001");
	told_forget(s);
	up(s, "e1");
	told(s,
	     "ring 1001 remote=13800138000 called=4001100266 "
	     "!synthetic !late",
	     "answer 1001 remote=13800138000");
}

static void test_leg__met_late_joins_the_call_of_its_group(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_LEG_STATE, .leg = CTI__STR("e1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .group = CTI__STR("t1"), .other_number = CTI__STR("13800138000"),
	     .state = CTI_STATE_ALERTING);
	told(s, "ring 1001 remote=13800138000 called=4001100266");
	assert_int_equal(cti__model_calls(s->model), 1);
}

static void test_leg__first_met_when_it_ends_has_its_hangup_only(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_LEG_END, .leg = CTI__STR("e1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .other_number = CTI__STR("13800138000"), .state = CTI_STATE_UP,
	     .code = 16);
	told(s, "call-begin caller=13800138000",
	     "hangup 1001 remote=13800138000 cause=normal",
	     "call-end cause=normal caller=13800138000");
	assert_int_equal(cti__model_legs(s->model), 0);
}

static void test_leg__unknown_leg_without_a_role_is_dropped(void **state)
{
	struct stage *s = *state;

	up(s, "who");
	end(s, "who", 16);
	hold(s, "who");
	dial(s, "who", "else", "1");
	join(s, "b1", "who");
	request(s, "who", 16);
	told_nothing(s);
	assert_int_equal(cti__model_legs(s->model), 0);
}

static void test_leg__withheld_number_is_empty_and_said_to_be(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("t1"),
	     .role = CTI_ROLE_TRUNK, .device = CTI__STR("carrier"),
	     .state = CTI_STATE_CALLING, .called = CTI__STR("4001100266"),
	     .withheld = true);
	rings(s, "t1", "e1", "1001");
	told(s,
	     "call-begin called=4001100266 direction=inbound caller= "
	     "withheld=1",
	     "ring 1001 remote= called=4001100266 withheld=1");
	end(s, "e1", 0);
	told(s, "hangup 1001 remote= cause=cancelled withheld=1");
}

static void test_leg__name_is_the_first_one_known(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("t1"),
	     .role = CTI_ROLE_TRUNK, .device = CTI__STR("carrier"),
	     .state = CTI_STATE_CALLING, .number = CTI__STR("13800138000"),
	     .name = CTI__STR("Li Ming"), .called = CTI__STR("4001100266"));
	FEED(s, .kind = CTI_FACT_LEG_PARTY, .leg = CTI__STR("t1"),
	     .name = CTI__STR("Hotline"), .number = CTI__STR("999"));
	rings(s, "t1", "e1", "1001");
	told(s,
	     "call-begin name=Li Ming called=4001100266 direction=inbound "
	     "caller=13800138000",
	     "ring 1001 remote=13800138000 name=Li Ming called=4001100266");
}

static void test_leg__several_telephones_ring_on_one_extension(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "1001");
	rings(s, "t1", "desk", "1001");
	rings(s, "t1", "soft", "1001");
	told_forget(s);
	up(s, "soft");
	dial_end(s, "t1", "soft", CTI_DIAL_ANSWER);
	dial_end(s, "t1", "desk", CTI_DIAL_CANCEL);
	end(s, "desk", 0);
	told(s, "answer 1001 remote=13800138000",
	     "hangup 1001 remote=13800138000 cause=answered-elsewhere");
	end(s, "soft", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_leg__made_up_digits_are_no_dtmf(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_DTMF, .leg = CTI__STR("e1"),
	     .called = CTI__STR("*"), .made_up = true);
	told_nothing(s);
	FEED(s, .kind = CTI_FACT_DTMF_BEGIN, .leg = CTI__STR("t1"));
	FEED(s, .kind = CTI_FACT_DTMF, .leg = CTI__STR("t1"),
	     .called = CTI__STR("5"), .made_up = true);
	FEED(s, .kind = CTI_FACT_DTMF, .leg = CTI__STR("t1"),
	     .called = CTI__STR("6"));
	told(s, "dtmf 13800138000 digits=5", "dtmf 13800138000 digits=6");
}

static void test_leg__data_that_a_switch_repeats_are_told_once(void **state)
{
	static const char *const values[] = { "", "A1", "A1", "B2", "", "" };
	struct stage *s = *state;
	size_t i;

	inbound_call(s);
	told_forget(s);
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		FEED(s, .kind = CTI_FACT_DATA, .leg = CTI__STR("t1"),
		     .name = CTI__STR("order"), .data = cti__str(values[i]),
		     .standing = true);
	told(s, "data key=order value=A1", "data key=order value=B2",
	     "data key=order value=");
}

static void test_leg__data_and_recordings_are_told(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_DATA, .leg = CTI__STR("t1"),
	     .name = CTI__STR("order"), .data = CTI__STR("A1"));
	FEED(s, .kind = CTI_FACT_RECORD, .leg = CTI__STR("e1"),
	     .state_name = CTI__STR("started"), .data = CTI__STR("a.wav"));
	FEED(s, .kind = CTI_FACT_RECORD, .leg = CTI__STR("e1"),
	     .state_name = CTI__STR("started"), .data = CTI__STR("a.wav"));
	FEED(s, .kind = CTI_FACT_RECORD, .leg = CTI__STR("e1"),
	     .state_name = CTI__STR("nonsense"));
	told(s, "data key=order value=A1",
	     "record 1001 state=started ref=a.wav");
}

static void test_leg__loss_is_told(void **state)
{
	FEED(*state, .kind = CTI_FACT_LOSS, .text = CTI__STR("queue full"));
	told((struct stage *)*state, "loss detail=queue full");
}

static void test_leg__switch_that_answers_itself_is_what_was_dialled(
	void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "*97");
	told_forget(s);
	up(s, "a");
	told_nothing(s);
	wait_ms(s, 600);
	told(s, "answer 1001 remote=*97 !late");
	end(s, "a", 16);
	told(s, "hangup 1001 remote=*97 cause=normal",
	     "call-end called=*97 cause=normal caller=1001");
}

static void test_leg__switch_that_answers_and_joins_a_party_names_it(
	void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1001", "8000");
	up(s, "a");
	wait_ms(s, 600);
	told_forget(s);
	rings(s, "a", "b", "1002");
	answers(s, "a", "b", "b1");
	told(s, "info direction=internal", "ring 1002 remote=1001 called=8000",
	     "answer 1002 remote=1001", "info 1001 remote=1002");
}

static void test_leg__supervisor_who_spies_is_answered_by_the_code(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	phone(s, "sup", "1009", "*33");
	up(s, "sup");
	FEED(s, .kind = CTI_FACT_SPY, .leg = CTI__STR("sup"),
	     .other = CTI__STR("e1"));
	wait_ms(s, 600);
	end(s, "sup", 16);
	told(s, "call-begin called=*33 caller=1009", "dial 1009 called=*33",
	     "answer 1009 remote=*33", "hangup 1009 remote=*33 cause=normal",
	     "call-end called=*33 cause=normal caller=1009");
}

static void test_leg__spy_and_announcer_legs_are_never_seen(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	made(s, "spy", CTI_ROLE_PLUMBING, "1001");
	up(s, "spy");
	join(s, "b1", "spy");
	wait_ms(s, 1000);
	end(s, "spy", 16);
	told_nothing(s);
}

static void test_leg__masquerade_goes_on_under_the_other_id(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	made(s, "new", CTI_ROLE_PLUMBING, "");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_LEG_RENAME, .leg = CTI__STR("e1"),
	     .state_name = CTI__STR("masq"), .text = CTI__STR("PJSIP/1001-1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"));
	FEED(s, .kind = CTI_FACT_LEG_RENAME, .leg = CTI__STR("new"),
	     .text = CTI__STR("PJSIP/1001-1"), .role = CTI_ROLE_EXTENSION,
	     .device = CTI__STR("1001"));
	FEED(s, .kind = CTI_FACT_LEG_RENAME, .leg = CTI__STR("e1"),
	     .state_name = CTI__STR("zombie"), .text = CTI__STR("PJSIP/1001-1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"));
	end(s, "e1", 16);
	told_nothing(s);
	end(s, "new", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
}

static void test_leg__plain_rename_changes_only_what_was_not_told(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	made(s, "e1", CTI_ROLE_EXTENSION, "1001");
	FEED(s, .kind = CTI_FACT_LEG_RENAME, .leg = CTI__STR("e1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1002"));
	dial(s, "t1", "e1", "1002");
	told_forget(s);
	state_is(s, "e1", CTI_STATE_ALERTING);
	FEED(s, .kind = CTI_FACT_LEG_RENAME, .leg = CTI__STR("e1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1003"));
	end(s, "e1", 0);
	told(s, "ring 1002 remote=13800138000 called=4001100266",
	     "hangup 1002 remote=13800138000 cause=cancelled");
}

static void test_leg__every_event_of_a_call_has_id_and_dnis(void **state)
{
	struct stage *s = *state;

	s->hidden &= ~(FIELD_BIT(CALL) | FIELD_BIT(DNIS));
	trunk(s, "t1", "138", "400");
	rings(s, "t1", "e1", "1001");
	told(s,
	     "call-begin call=pbx-t1 called=400 dnis=400 direction=inbound "
	     "caller=138",
	     "ring 1001 call=pbx-t1 remote=138 called=400 dnis=400");
}

/* What waited to be explained comes first: it happened before the key. */
static void test_leg__key_after_an_unhold_tells_the_retrieve_first(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	unhold(s, "e1");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_DTMF, .leg = CTI__STR("e1"),
	     .called = CTI__STR("5"));
	told(s, "retrieve 1001 remote=13800138000", "dtmf 1001 digits=5");
}

static void test_leg__plumbing_presses_and_records_nothing(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "t1", "l1", "1001");
	rings(s, "l2", "e1", "1001");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_DTMF, .leg = CTI__STR("l1"),
	     .called = CTI__STR("5"));
	FEED(s, .kind = CTI_FACT_RECORD, .leg = CTI__STR("l1"),
	     .state_name = CTI__STR("started"));
	told_nothing(s);
}

/* Each state of a recording once; a word that is none is passed over. */
static void test_leg__recording_goes_through_its_states(void **state)
{
	static const char *const states[] = { "started", "paused", "resumed",
					      "stopped" };
	struct stage *s = *state;
	char want[40];
	unsigned i;

	inbound_call(s);
	told_forget(s);
	for (i = 0; i < 4; i++) {
		FEED(s, .kind = CTI_FACT_RECORD, .leg = CTI__STR("e1"),
		     .state_name = cti__str(states[i]));
		snprintf(want, sizeof(want), "record 1001 state=%s", states[i]);
		told(s, want);
		FEED(s, .kind = CTI_FACT_RECORD, .leg = CTI__STR("e1"),
		     .state_name = cti__str(states[i]));
		told_nothing(s);
	}
	FEED(s, .kind = CTI_FACT_RECORD, .leg = CTI__STR("e1"),
	     .state_name = CTI__STR("rewound"));
	told_nothing(s);
}

/* Several at once: each is compared with itself. */
static void test_leg__data_are_told_apart_by_their_keys(void **state)
{
	static const char *const keys[] = { "order", "shop", "order", "shop" };
	struct stage *s = *state;
	size_t i;

	inbound_call(s);
	told_forget(s);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		FEED(s, .kind = CTI_FACT_DATA, .leg = CTI__STR("t1"),
		     .name = cti__str(keys[i]), .data = CTI__STR("A1"),
		     .standing = true);
	told(s, "data key=order value=A1", "data key=shop value=A1");
	FEED(s, .kind = CTI_FACT_DATA, .leg = CTI__STR("t1"),
	     .name = CTI__STR("shop"), .data = CTI__STR("B2"),
	     .standing = true);
	FEED(s, .kind = CTI_FACT_DATA, .leg = CTI__STR("t1"),
	     .name = CTI__STR("order"), .data = CTI__STR("A1"),
	     .standing = true);
	told(s, "data key=shop value=B2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_leg__inbound_call_rings_answers_and_ends),
		STAGE_TEST(test_leg__internal_call_is_told_of_both_telephones),
		STAGE_TEST(
			test_leg__outbound_call_tells_nothing_of_the_outside),
		STAGE_TEST(test_leg__trunk_knows_the_number_dialled_over_it),
		STAGE_TEST(test_leg__hold_and_retrieve_alternate),
		STAGE_TEST(test_leg__retrieve_is_told_before_the_hangup),
		STAGE_TEST(
			test_leg__unhold_at_an_end_nobody_asked_for_is_no_retrieve),
		STAGE_TEST(test_leg__party_outside_has_no_hold),
		STAGE_TEST(test_leg__repeated_and_late_facts_tell_nothing),
		STAGE_TEST(test_leg__of_many_that_ended_the_latest_are_known),
		STAGE_TEST(test_leg__first_met_when_answered_gets_a_late_ring),
		STAGE_TEST(
			test_leg__never_rang_before_its_answer_gets_a_late_ring),
		STAGE_TEST(test_leg__met_late_joins_the_call_of_its_group),
		STAGE_TEST(
			test_leg__first_met_when_it_ends_has_its_hangup_only),
		STAGE_TEST(test_leg__unknown_leg_without_a_role_is_dropped),
		STAGE_TEST(test_leg__withheld_number_is_empty_and_said_to_be),
		STAGE_TEST(test_leg__name_is_the_first_one_known),
		STAGE_TEST(test_leg__several_telephones_ring_on_one_extension),
		STAGE_TEST(test_leg__made_up_digits_are_no_dtmf),
		STAGE_TEST(test_leg__data_that_a_switch_repeats_are_told_once),
		STAGE_TEST(test_leg__data_and_recordings_are_told),
		STAGE_TEST(test_leg__loss_is_told),
		STAGE_TEST(
			test_leg__switch_that_answers_itself_is_what_was_dialled),
		STAGE_TEST(
			test_leg__switch_that_answers_and_joins_a_party_names_it),
		STAGE_TEST(
			test_leg__supervisor_who_spies_is_answered_by_the_code),
		STAGE_TEST(test_leg__spy_and_announcer_legs_are_never_seen),
		STAGE_TEST(test_leg__masquerade_goes_on_under_the_other_id),
		STAGE_TEST(
			test_leg__plain_rename_changes_only_what_was_not_told),
		STAGE_TEST(test_leg__every_event_of_a_call_has_id_and_dnis),
		STAGE_TEST(
			test_leg__key_after_an_unhold_tells_the_retrieve_first),
		STAGE_TEST(test_leg__plumbing_presses_and_records_nothing),
		STAGE_TEST(test_leg__recording_goes_through_its_states),
		STAGE_TEST(test_leg__data_are_told_apart_by_their_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
