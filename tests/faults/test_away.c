/* SPDX-License-Identifier: MIT */
/* Reconnect scenarios of the state: what happened while nobody listened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stage.h"

#include <stdio.h>
#include <string.h>

#define CALLER "13800138000"
#define LINE   "4001100266"

/* Somebody talks to 1001. */
static struct world_call *talk(struct stage *stage)
{
	struct world_call *call = world_arrive(&stage->world, CALLER, LINE);

	world_ring(call, "1001");
	world_answer(call);
	stage_must_agree(stage);
	return call;
}

static uint64_t told(const struct stage *stage, enum cti_event_kind kind)
{
	return stage->witness.count[kind];
}

static unsigned malformed(struct stage *stage)
{
	cti_link_stats stats = { .size = sizeof(stats) };

	cti_link_stats_get(stage->link, &stats);
	return (unsigned)stats.malformed;
}

static void test_away__r08_half_an_event_is_no_event(void **state)
{
	struct stage stage;
	unsigned cut;
	char deed[32];

	(void)state;
	for (cut = 1; cut < 400; cut += 57) {
		stage_open(&stage);
		snprintf(deed, sizeof(deed), "after %u, drop", cut);
		proxy_now(stage.proxy, deed);
		world_ring(world_arrive(&stage.world, CALLER, LINE), "1001");
		assert_true(stage_wait(&stage, stage_is_away, 2000));
		stage_must_agree(&stage);
		assert_int_equal(malformed(&stage), 0);
		assert_int_equal(told(&stage, CTI_EVENT_RING), 1);
		stage_fini(&stage);
	}
}

/* Two calls are there, and the n-th connection is cut where script says. */
static void cut_list(const char *script)
{
	struct stage stage;
	struct world_call *call;

	stage_init(&stage);
	call = world_arrive(&stage.world, CALLER, LINE);
	world_ring(call, "1001");
	world_answer(call);
	world_queue(world_arrive(&stage.world, "13900139000", LINE), "support");
	world_agent(&stage.world, "1002", true, false);
	assert_true(proxy_script(stage.proxy, script));
	stage_link(&stage);
	stage_must_agree(&stage);
	assert_true(stage.downs > 0);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_BEGIN), 2);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_END), 0);
	stage_fini(&stage);
}

static void test_away__r09_half_a_list_ends_no_call(void **state)
{
	(void)state;
	if (stage_protocol == &protocol_ami)
		cut_list("until CoreShowChannel\\r, after 90, drop;"
			 "until CoreShowChannelsC, drop");
	else if (stage_protocol == &protocol_esl)
		cut_list("until row_count, after 30, drop;"
			 "until CHANNEL_DATA, after 90, drop");
	else
		cut_list("until \"creationtime\", drop;"
			 "until \"creationtime\", reset;"
			 "until \"creationtime\", drop");
}

static void test_away__r10_half_a_snapshot_ends_no_call(void **state)
{
	(void)state;
	if (stage_protocol == &protocol_ami)
		cut_list("until CoreShowChannelsComplete, drop;"
			 "until QueueMember\\r, drop;"
			 "until QueueStatusComplete, drop");
	else if (stage_protocol == &protocol_esl)
		cut_list("until CHANNEL_DATA, until CHANNEL_DATA, drop;"
			 "until name|, drop; until queue|, drop");
	else
		cut_list("until \"value\", drop;"
			 "until \"value\", reset;"
			 "until \"bridge_class\", drop");
}

static void test_away__a_call_known_before_outlives_half_a_snapshot(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage);
	talk(&stage);
	stage.deed_at_state = "resync";
	stage.deed = "after 200, drop";
	proxy_now(stage.proxy, "drop");
	stage_pass(&stage, 300);
	stage.deed_at_state = NULL;
	stage_must_agree(&stage);
	assert_true(stage.downs >= 2);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_BEGIN), 1);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_END), 0);
	assert_int_equal(told(&stage, CTI_EVENT_RING), 1);
	stage_fini(&stage);
}

static void test_away__r14_what_was_said_before_the_end_counts(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage);
	talk(&stage);
	proxy_listen(stage.proxy, false);
	proxy_now(stage.proxy, "last");
	world_hang_up(cti__list_entry(stage.world.calls.next, struct world_call,
				      node));
	assert_true(stage_wait(&stage, stage_is_away, 2000));
	/* The switch has told it: nothing is made up for it later. */
	assert_int_equal(told(&stage, CTI_EVENT_HANGUP), 1);
	assert_string_equal(stage.witness.last_cause, "normal");
	stage_back(&stage);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_HANGUP), 1);
	stage_fini(&stage);
}

static void restarted(bool same_ids)
{
	struct stage stage;
	struct world_call *call;

	stage_open(&stage);
	talk(&stage);
	stage_restart(&stage, same_ids);
	/* Another contact; with the same ids, under the old one's names. */
	call = world_arrive(&stage.world, "13900139000", LINE);
	world_ring(call, "1001");
	world_answer(call);
	stage_back(&stage);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_BEGIN), 2);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_END), 1);
	assert_string_equal(stage.witness.last_cause, "lost");
	assert_int_equal(witness_open_pops(&stage.witness), 1);
	world_hang_up(call);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_END), 2);
	stage_fini(&stage);
}

static void test_away__r15_a_restarted_switch_has_lost_its_calls(void **state)
{
	(void)state;
	restarted(false);
}

static void test_away__r16_even_where_the_ids_come_again(void **state)
{
	(void)state;
	restarted(true);
}

static void test_away__r17_a_call_that_ended_meanwhile_ends(void **state)
{
	struct stage stage;
	struct world_call *call;

	(void)state;
	stage_open(&stage);
	call = talk(&stage);
	stage_away(&stage);
	world_hang_up(call);
	stage_back(&stage);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_END), 1);
	assert_int_equal(told(&stage, CTI_EVENT_LOSS), 1);
	assert_true(stage.witness.last_flags[CTI_EVENT_HANGUP] &
		    CTI_FLAG_SYNTHETIC);
	assert_int_equal(witness_open_pops(&stage.witness), 0);
	stage_fini(&stage);
}

static void test_away__r18_a_call_that_began_meanwhile_pops_late(void **state)
{
	struct stage stage;
	struct world_call *call;

	(void)state;
	stage_open(&stage);
	stage_away(&stage);
	call = world_arrive(&stage.world, CALLER, LINE);
	world_ring(call, "1001");
	stage_back(&stage);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_RING), 1);
	assert_true(stage.witness.last_flags[CTI_EVENT_RING] & CTI_FLAG_RESYNC);
	assert_int_equal(witness_open_pops(&stage.witness), 1);
	world_answer(call);
	stage_must_agree(&stage);
	world_hang_up(call);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void test_away__who_dialled_meanwhile_is_found_with_the_number(
	void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage);
	stage_away(&stage);
	world_dial(&stage.world, "1001", "1002");
	stage_back(&stage);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void test_away__a_call_known_before_is_not_told_again(void **state)
{
	struct stage stage;
	struct world_call *call;
	int i;

	(void)state;
	stage_open(&stage);
	call = talk(&stage);
	for (i = 0; i < 5; i++) {
		stage_away(&stage);
		stage_back(&stage);
		stage_must_agree(&stage);
	}
	assert_int_equal(told(&stage, CTI_EVENT_RING), 1);
	assert_int_equal(told(&stage, CTI_EVENT_ANSWER), 1);
	assert_int_equal(told(&stage, CTI_EVENT_HANGUP), 0);
	/* Each connection asked once, and each event came once. */
	world_hold(call, true);
	world_hang_up(call);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_HOLD), 1);
	assert_int_equal(told(&stage, CTI_EVENT_HANGUP), 1);
	stage_fini(&stage);
}

static void test_away__r19_a_transfer_meanwhile_keeps_the_contact(void **state)
{
	struct stage stage;
	struct world_call *call;

	(void)state;
	stage_open(&stage);
	call = talk(&stage);
	stage_away(&stage);
	world_blind(call, "1002");
	world_answer(call);
	stage_back(&stage);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_BEGIN), 1);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_END), 0);
	assert_int_equal(told(&stage, CTI_EVENT_HANGUP), 1);
	assert_int_equal(witness_open_pops(&stage.witness), 1);
	world_hang_up(call);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_CALL_END), 1);
	stage_fini(&stage);
}

static void test_away__a_transfer_that_is_seen_is_one(void **state)
{
	struct stage stage;
	struct world_call *call;

	(void)state;
	stage_open(&stage);
	call = talk(&stage);
	world_blind(call, "1002");
	stage_must_agree(&stage);
	world_answer(call);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_TRANSFER), 1);
	world_hang_up(call);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void test_away__r20_an_agent_who_left_meanwhile_has_left(void **state)
{
	struct stage stage;

	(void)state;
	if (!stage_protocol->agents)
		skip();
	stage_open(&stage);
	world_agent(&stage.world, "1001", true, false);
	world_agent(&stage.world, "1002", true, false);
	world_agent(&stage.world, "1003", true, false);
	stage_must_agree(&stage);
	stage_away(&stage);
	world_agent(&stage.world, "1001", false, false);
	world_agent(&stage.world, "1002", true, true);
	stage_back(&stage);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void test_away__a_queue_left_meanwhile_is_left(void **state)
{
	struct stage stage;
	struct world_call *call;

	(void)state;
	stage_open(&stage);
	call = world_arrive(&stage.world, CALLER, LINE);
	world_queue(call, "support");
	stage_must_agree(&stage);
	stage_away(&stage);
	world_ring(call, "1001");
	world_answer(call);
	stage_back(&stage);
	stage_must_agree(&stage);
	assert_int_equal(told(&stage, CTI_EVENT_ABANDON), 0);
	world_hang_up(call);
	stage_must_agree(&stage);
	stage_fini(&stage);
}

static void whole_life(const char *deed)
{
	struct stage stage;
	struct world_call *call;

	stage_init(&stage);
	assert_true(proxy_script(stage.proxy, deed));
	stage_link(&stage);
	assert_true(stage_wait(&stage, stage_is_up, 10000));
	call = talk(&stage);
	world_hold(call, true);
	world_hold(call, false);
	world_blind(call, "1002");
	world_answer(call);
	stage_must_agree(&stage);
	world_hang_up(call);
	stage_must_agree(&stage);
	assert_int_equal(stage.downs, 0);
	assert_int_equal(malformed(&stage), 0);
	assert_int_equal(told(&stage, CTI_EVENT_TRANSFER), 1);
	stage_fini(&stage);
}

static void test_away__a_line_byte_by_byte_changes_nothing(void **state)
{
	(void)state;
	/* HTTP's connections of ARI drip, too. */
	whole_life("drip; drip; drip; drip");
}

static void test_away__a_slow_line_changes_nothing(void **state)
{
	(void)state;
	whole_life("delay 30; delay 20; delay 10");
}

static void test_away__garbage_ends_the_connection_or_is_skipped(void **state)
{
	struct stage stage;
	int i;

	(void)state;
	stage_open(&stage);
	talk(&stage);
	for (i = 0; i < 5; i++) {
		proxy_now(stage.proxy, "garbage 300, drop");
		stage_pass(&stage, 5);
		stage_must_agree(&stage);
	}
	assert_int_equal(told(&stage, CTI_EVENT_CALL_BEGIN), 1);
	assert_int_equal(told(&stage, CTI_EVENT_RING), 1);
	stage_fini(&stage);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_away__r08_half_an_event_is_no_event),
		cmocka_unit_test(test_away__r09_half_a_list_ends_no_call),
		cmocka_unit_test(test_away__r10_half_a_snapshot_ends_no_call),
		cmocka_unit_test(
			test_away__a_call_known_before_outlives_half_a_snapshot),
		cmocka_unit_test(
			test_away__r14_what_was_said_before_the_end_counts),
		cmocka_unit_test(
			test_away__r15_a_restarted_switch_has_lost_its_calls),
		cmocka_unit_test(test_away__r16_even_where_the_ids_come_again),
		cmocka_unit_test(
			test_away__r17_a_call_that_ended_meanwhile_ends),
		cmocka_unit_test(
			test_away__r18_a_call_that_began_meanwhile_pops_late),
		cmocka_unit_test(
			test_away__who_dialled_meanwhile_is_found_with_the_number),
		cmocka_unit_test(
			test_away__a_call_known_before_is_not_told_again),
		cmocka_unit_test(
			test_away__r19_a_transfer_meanwhile_keeps_the_contact),
		cmocka_unit_test(test_away__a_transfer_that_is_seen_is_one),
		cmocka_unit_test(
			test_away__r20_an_agent_who_left_meanwhile_has_left),
		cmocka_unit_test(test_away__a_queue_left_meanwhile_is_left),
		cmocka_unit_test(
			test_away__a_line_byte_by_byte_changes_nothing),
		cmocka_unit_test(test_away__a_slow_line_changes_nothing),
		cmocka_unit_test(
			test_away__garbage_ends_the_connection_or_is_skipped),
	};

	return stage_main(argc, argv, "away", tests,
			  sizeof(tests) / sizeof(tests[0]));
}
