/* SPDX-License-Identifier: MIT */
/*
 * Random cycles of faults by seed: chaos PROTOCOL [CYCLES [SEED]]. In each,
 * calls and agents change while the line does what chance wants; then it is
 * well, and the model must be what the switch lists. Same seed, same chance
 * (the kernel's timing apart).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICES 6

/* 0: some, as CTI_TEST_EFFORT says. */
static unsigned cycles;
static uint64_t seed = 1;

static void some_life(struct stage *stage, uint64_t *dice)
{
	uint32_t steps = 1 + fault_roll(dice, 12);

	while (steps--) {
		world_chance(&stage->world, dice, DEVICES);
		if (fault_roll(dice, 3) == 0)
			stage_pass(stage, fault_roll(dice, 4));
	}
}

/* What chance does to the line or the switch while life goes on. */
static void disturb(struct stage *stage, uint64_t *dice)
{
	static const char *const deeds[] = { "drop",
					     "reset",
					     "last",
					     "silence",
					     "deaf",
					     "drip",
					     "delay 5",
					     "garbage 100, drop",
					     "after 300, drop",
					     "after 1500, reset" };
	uint32_t roll = fault_roll(dice, 13);

	if (roll < 10) {
		proxy_now(stage->proxy, deeds[roll]);
	} else if (roll < 12) {
		proxy_listen(stage->proxy, false);
		server_hang_up(stage->server);
		world_restart(&stage->world, roll == 10);
		stage_pass(stage, fault_roll(dice, 60));
		proxy_listen(stage->proxy, true);
	} else {
		server_secret(stage->server, "another");
		proxy_now(stage->proxy, "drop");
		stage_pass(stage, 60);
		server_secret(stage->server, "s3cret");
		cti_link_reconnect(stage->link);
	}
}

static void cycle(struct stage *stage, uint64_t *dice)
{
	proxy_chance(stage->proxy, *dice | 1);
	some_life(stage, dice);
	disturb(stage, dice);
	some_life(stage, dice);
	stage_pass(stage, fault_roll(dice, 80));
	some_life(stage, dice);
	/* Whatever still holds the line is let go. */
	proxy_chance(stage->proxy, 0);
	if (fault_roll(dice, 2))
		proxy_now(stage->proxy, "drop");
	stage_must_agree(stage);
	some_life(stage, dice);
	stage_must_agree(stage);
	if (*stage->witness.first_fault)
		fail_msg("%s", stage->witness.first_fault);
}

static void test_chaos__the_model_is_what_the_switch_lists(void **state)
{
	struct stage stage;
	uint64_t dice = seed * 0x9e3779b97f4a7c15 + 1;
	unsigned i;

	(void)state;
	stage_init(&stage);
	/* What a link gives up in its 5 seconds: a busy machine under a
	   sanitizer needs half a second for what takes a millisecond. */
	stage_set(&stage, "link.ping_ms", "200");
	stage_set(&stage, "link.connect_timeout_ms", "1000");
	stage_set(&stage, "link.login_timeout_ms", "1500");
	stage_set(&stage, "link.resync_timeout_ms", "1500");
	stage_set(&stage, "http.timeout_ms", "1500");
	for (i = 0; i < 4; i++) {
		char name[16];

		snprintf(name, sizeof(name), "%u", 1001 + i);
		world_agent(&stage.world, name, true, i % 2);
	}
	stage_link(&stage);
	stage_must_agree(&stage);
	for (i = 0; i < cycles; i++) {
		if (getenv("CTI_FAULTS_TALK"))
			fprintf(stderr, "-- cycle %u\n", i);
		cycle(&stage, &dice);
	}
	while (!cti__list_empty(&stage.world.calls))
		world_hang_up(cti__list_entry(stage.world.calls.next,
					      struct world_call, node));
	stage_must_agree(&stage);
	assert_int_equal(witness_live(&stage.witness), 0);
	assert_int_equal(witness_open_pops(&stage.witness), 0);
	print_message("%u cycles: %zu calls, %zu pops, %u connections, %u up\n",
		      cycles, stage.witness.calls, stage.witness.pops,
		      proxy_accepted(stage.proxy), stage.ups);
	stage_fini(&stage);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_chaos__the_model_is_what_the_switch_lists),
	};
	const char *effort = getenv("CTI_TEST_EFFORT");

	if (argc > 2)
		cycles = (unsigned)strtoul(argv[2], NULL, 10);
	if (!cycles)
		cycles = effort && !strcmp(effort, "low") ? 5 : 25;
	if (argc > 3)
		seed = strtoull(argv[3], NULL, 10);
	return stage_main(argc > 2 ? 2 : argc, argv, "chaos", tests, 1);
}
