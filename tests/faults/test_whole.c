/* SPDX-License-Identifier: MIT */
/*
 * Messages that are large, many, or cut by the network as it likes: each comes
 * out whole, once, and in its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALLER "13800138000"
#define LINE   "4001100266"
#define LARGE  90000

/* What was told as data, a line each; and the numbers of all events. */
static struct {
	struct cti__buf text;
	uint64_t seq;
	bool gap;
	unsigned told;
} heard;

static void hear(struct stage *stage, const cti_event *event)
{
	const char *value;
	size_t n;

	(void)stage;
	heard.gap |= heard.seq && cti_event_seq(event) != heard.seq + 1;
	heard.seq = cti_event_seq(event);
	if (cti_event_kind(event) != CTI_EVENT_DATA)
		return;
	value = cti_event_str(event, CTI_FIELD_VALUE, &n);
	cti__buf_add(&heard.text, value, n);
	cti__buf_char(&heard.text, '\n');
	heard.told++;
}

static void open_line(struct stage *stage)
{
	memset(&heard, 0, sizeof(heard));
	stage_init(stage);
	stage->hear = hear;
	if (stage_protocol == &protocol_ami)
		stage_set(stage, "ami.variables", "true");
	stage_link(stage);
	assert_true(stage_wait(stage, stage_is_up, 5000));
}

static void close_line(struct stage *stage)
{
	stage_fini(stage);
	assert_false(heard.gap);
	cti__buf_fini(&heard.text);
}

/* Letters of which each piece is unlike its neighbours; made, not read. */
static char *large_text(size_t n)
{
	char *text = malloc(n + 1);
	size_t i;

	assert_non_null(text);
	for (i = 0; i < n; i++)
		text[i] = (char)('a' + (i * 7 + i / 26) % 26);
	text[n] = '\0';
	return text;
}

static bool three_were_told(struct stage *stage)
{
	(void)stage;
	return heard.told >= 3;
}

/* A large message between two small ones. */
static void three(struct stage *stage, uint64_t ms)
{
	struct world_call *call = world_arrive(&stage->world, CALLER, LINE);
	struct cti__buf want = { 0 };
	char *text = large_text(LARGE);

	cti__buf_printf(&want, "before\n");
	cti__buf_text(&want, text);
	cti__buf_text(&want, "\nbehind\n");
	world_data(call, "before");
	world_data(call, text);
	world_data(call, "behind");
	assert_true(stage_wait(stage, three_were_told, ms));
	assert_int_equal(heard.told, 3);
	assert_int_equal(heard.text.n, want.n);
	assert_memory_equal(heard.text.p, want.p, want.n);
	stage_must_agree(stage);
	free(text);
	cti__buf_fini(&want);
}

static void test_whole__90_kb_arrive_whole_and_in_their_place(void **state)
{
	struct stage stage;

	(void)state;
	open_line(&stage);
	three(&stage, 5000);
	close_line(&stage);
}

static void test_whole__wherever_tcp_cuts_them(void **state)
{
	static const char *const deeds[] = { "chop 3000", "chop 200", "drip" };
	struct stage stage;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		open_line(&stage);
		proxy_now(stage.proxy, deeds[i]);
		three(&stage, 5000);
		assert_int_equal(stage.downs, 0);
		close_line(&stage);
	}
}

static bool last_pong_came(struct stage *stage)
{
	char last[16];

	snprintf(last, sizeof(last), "%u", stage->server->pings);
	return strcmp(stage->server->last_pong, last) == 0;
}

/* A control frame may come between any two pieces of a message. */
static void in_pieces(size_t piece, const char *deed)
{
	struct stage stage;

	open_line(&stage);
	proxy_now(stage.proxy, deed);
	stage.server->piece = piece;
	three(&stage, 5000);
	assert_true(stage.server->pings >= LARGE / piece);
	assert_true(stage_wait(&stage, last_pong_came, 2000));
	assert_int_equal(stage.downs, 0);
	close_line(&stage);
}

static void test_whole__in_pieces_with_a_ping_between_each(void **state)
{
	(void)state;
	in_pieces(65536, "pass");
	in_pieces(8000, "pass");
	/* Each shorter than the head of a longer one. */
	in_pieces(90, "pass");
	in_pieces(8000, "chop 500");
	in_pieces(1000, "drip");
}

#define CALLS 5

static unsigned burst_size(void)
{
	const char *effort = getenv("CTI_TEST_EFFORT");

	return effort && strcmp(effort, "low") == 0 ? 400 : 4000;
}

static bool burst_was_told(struct stage *stage)
{
	(void)stage;
	return heard.told >= burst_size();
}

/* Each is numbered, and one in the middle is large. */
static void say_burst(struct stage *stage, struct cti__buf *want)
{
	struct world_call *call[CALLS];
	unsigned i, count = burst_size();
	char *text = large_text(LARGE), number[32];

	for (i = 0; i < CALLS; i++)
		call[i] = world_arrive(&stage->world, CALLER, LINE);
	for (i = 0; i < count; i++) {
		snprintf(number, sizeof(number), "%u", i);
		world_data(call[i % CALLS], i == count / 2 ? text : number);
		cti__buf_printf(want, "%s\n", i == count / 2 ? "" : number);
		if (i == count / 2) {
			want->n--;
			cti__buf_text(want, text);
			cti__buf_char(want, '\n');
		}
	}
	free(text);
}

/* All at once, and as a line lets it through. */
static void burst(const char *deed)
{
	struct cti__buf want = { 0 };
	struct stage stage;

	open_line(&stage);
	proxy_now(stage.proxy, deed);
	say_burst(&stage, &want);
	assert_true(stage_wait(&stage, burst_was_told, 10000));
	assert_int_equal(heard.told, burst_size());
	assert_int_equal(heard.text.n, want.n);
	assert_memory_equal(heard.text.p, want.p, want.n);
	stage_must_agree(&stage);
	assert_int_equal(stage.downs, 0);
	close_line(&stage);
	cti__buf_fini(&want);
}

static void test_whole__a_burst_keeps_its_order(void **state)
{
	(void)state;
	burst("pass");
	burst("delay 40");
	burst("chop 20000");
}

static unsigned burst_calls(void)
{
	return burst_size() / 10;
}

static bool burst_has_begun(struct stage *stage)
{
	return stage->witness.count[CTI_EVENT_CALL_BEGIN] > burst_calls();
}

/* Calls begin and end in it as well: of each the model tells the whole life. */
static void test_whole__calls_that_begin_and_end_in_a_burst(void **state)
{
	struct stage stage;
	struct world_call *call;
	unsigned i, calls = burst_calls();

	(void)state;
	open_line(&stage);
	proxy_now(stage.proxy, "delay 20");
	for (i = 0; i < calls; i++) {
		call = world_arrive(&stage.world, CALLER, LINE);
		world_ring(call, i % 2 ? "1001" : "1002");
		world_answer(call);
		world_hang_up(call);
	}
	call = world_arrive(&stage.world, CALLER, LINE);
	/* Each call looks like the last one when it begins. */
	assert_true(stage_wait(&stage, burst_has_begun, 10000));
	stage_must_agree(&stage);
	assert_int_equal(stage.witness.count[CTI_EVENT_CALL_BEGIN], calls + 1);
	assert_int_equal(stage.witness.count[CTI_EVENT_RING], calls);
	assert_int_equal(stage.witness.count[CTI_EVENT_ANSWER], calls);
	assert_int_equal(stage.witness.count[CTI_EVENT_HANGUP], calls);
	assert_int_equal(stage.witness.count[CTI_EVENT_CALL_END], calls);
	assert_int_equal(stage.downs, 0);
	world_hang_up(call);
	stage_must_agree(&stage);
	close_line(&stage);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_whole__90_kb_arrive_whole_and_in_their_place),
		cmocka_unit_test(test_whole__wherever_tcp_cuts_them),
		cmocka_unit_test(test_whole__a_burst_keeps_its_order),
		cmocka_unit_test(
			test_whole__calls_that_begin_and_end_in_a_burst),
		/* Of a WebSocket alone. */
		cmocka_unit_test(
			test_whole__in_pieces_with_a_ping_between_each),
	};
	size_t count = sizeof(tests) / sizeof(tests[0]);

	if (argc > 1 && strcmp(argv[1], "ari") != 0)
		count--;
	return stage_main(argc, argv, "whole", tests, count);
}
