/* SPDX-License-Identifier: MIT */
/* Bytes to messages: cut anywhere, too long, unreadable, or nobody's. */
#include "ami_stage.h"

#include <stdlib.h>

/* A call and a list, as Asterisk writes them once we are in. */
static const char session[] =
	"Event: FullyBooted\r\nPrivilege: system,all\r\nUptime: 60\r\n\r\n"
	"Response: Success\r\n" STAGE_ID "b\r\nEventList: start\r\n\r\n"
	"Event: BridgeListComplete\r\n" STAGE_ID "b\r\n\r\n"
	"Event: Newchannel\r\nPrivilege: call,all\r\n"
	"Channel: PJSIP/trunk-00000001\r\nChannelState: 4\r\n"
	"CallerIDNum: 13800138000\r\nCallerIDName: \xe6\x9d\x8e\xe9\x9b\xb7"
	"\r\nExten: 4001\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\n\r\n"
	"Response: Error\r\n" STAGE_ID "c\r\n\r\n"
	"Event: VarSet\r\nVariable: X\r\nValue: y\r\n\r\n"
	"Event: DialBegin\r\nUniqueid: 1.1\r\n"
	"DestChannel: PJSIP/1001-00000002\r\nDestUniqueid: 1.2\r\n\r\n"
	"Nonsense: yes\r\n\r\n"
	"Response: Error\r\n" STAGE_ID "q\r\n\r\n"
	"\r\n"
	"Event: Hangup\r\nUniqueid: 1.1\r\nCause: 16\r\n\r\n"
	"Event: ParkedCallsComplete\r\n" STAGE_ID "p\r\n\r\n";

#define SESSION_FACTS                                                          \
	"switch-up code=60\n"                                                  \
	"leg-new leg=1.1 group=1.1 device=trunk number=13800138000 "           \
	"name=\xe6\x9d\x8e\xe9\x9b\xb7 called=4001 role=trunk "                \
	"state=calling\n"                                                      \
	"dial-begin leg=1.1 other=1.2 device=1001 role=extension\n"            \
	"leg-end leg=1.1 role=trunk code=16\n"                                 \
	"snapshot-end\n"

static void begin(struct stage *st)
{
	stage_ready(st);
	assert_int_equal(st->port.adapter->resync(st->port.state), 0);
	fake_port_forget(&st->port);
	cti__buf_clear(&st->port.sent);
}

static void end(struct stage *st)
{
	stage_said(st, SESSION_FACTS);
	stage_sent(st, "");
	assert_true(st->port.synced);
	assert_int_equal(st->unread.n, 0);
	assert_int_equal(st->port.messages, 11);
	assert_int_equal(st->port.malformed, 1);
	stage_close(st);
}

static void test_ami_input__a_session_in_one_piece(void **state)
{
	struct stage st = { 0 };

	(void)state;
	begin(&st);
	stage_hear(&st, session);
	end(&st);
}

static void test_ami_input__cut_at_every_byte_it_says_the_same(void **state)
{
	size_t cut;

	(void)state;
	for (cut = 0; cut < sizeof(session); cut++) {
		struct stage st = { 0 };

		begin(&st);
		assert_true(stage_bytes(&st, session, cut) >= 0);
		stage_hear(&st, session + cut);
		end(&st);
	}
}

static void test_ami_input__in_small_pieces_it_says_the_same(void **state)
{
	size_t step, at, left;

	(void)state;
	for (step = 1; step < 40; step++) {
		struct stage st = { 0 };

		begin(&st);
		for (at = 0; at < sizeof(session) - 1; at += step) {
			left = sizeof(session) - 1 - at;
			assert_true(stage_bytes(&st, session + at,
						left < step ? left : step) >=
				    0);
		}
		end(&st);
	}
}

/* What was told between the two, byte for byte. */
#define LARGE 90000

static void keep_fact(void *user, const struct cti_fact *fact)
{
	struct cti__buf *told = user;

	cti__buf_str(told,
		     fact->kind == CTI_FACT_DATA ? fact->data : fact->leg);
	cti__buf_char(told, '\n');
}

static void test_ami_input__a_message_of_90_kb_is_whole_and_in_its_place(
	void **state)
{
	static const char before[] = "Event: Hangup\r\nUniqueid: 1\r\n\r\n",
			  head[] = "Event: VarSet\r\nUniqueid: 2\r\n"
				   "Variable: CTI_ACCOUNT\r\nValue: ",
			  behind[] = "\r\n\r\n"
				     "Event: Hangup\r\nUniqueid: 3\r\n\r\n";
	struct cti__buf text = { 0 }, told = { 0 }, want = { 0 };
	struct stage st = { 0 };
	size_t at, i;

	(void)state;
	fake_port_set(&st.port, "data.variables", "CTI_ACCOUNT");
	stage_ready(&st);
	st.port.on_fact = keep_fact;
	st.port.user = &told;
	cti__buf_text(&text, before);
	cti__buf_text(&text, head);
	cti__buf_text(&want, "1\n");
	for (i = 0; i < LARGE; i++) {
		cti__buf_char(&text, (char)('a' + i % 23));
		cti__buf_char(&want, (char)('a' + i % 23));
	}
	cti__buf_text(&text, behind);
	cti__buf_text(&want, "\n3\n");
	/* As TCP brings it: in segments. */
	for (at = 0; at < text.n; at += 1460)
		assert_true(stage_bytes(&st, text.p + at,
					text.n - at < 1460 ? text.n - at
							   : 1460) >= 0);
	assert_int_equal(told.n, want.n);
	assert_memory_equal(told.p, want.p, want.n);
	assert_int_equal(st.unread.n, 0);
	cti__buf_fini(&text);
	cti__buf_fini(&told);
	cti__buf_fini(&want);
	stage_close(&st);
}

static void test_ami_input__line_feeds_alone_say_the_same(void **state)
{
	struct stage st = { 0 };
	char text[sizeof(session)];
	size_t i, n = 0;

	(void)state;
	for (i = 0; i < sizeof(session) - 1; i++)
		if (session[i] != '\r')
			text[n++] = session[i];
	begin(&st);
	assert_true(stage_bytes(&st, text, n) >= 0);
	end(&st);
}

/* From the greeting on, with the login in it. */
static void test_ami_input__a_login_cut_at_every_byte(void **state)
{
	static const char login[] = STAGE_BANNER
		"Response: Success\r\n" STAGE_ID
		"challenge\r\nChallenge: 123456789\r\n\r\n"
		"Response: Success\r\n" STAGE_ID
		"login\r\nMessage: Authentication accepted"
		"\r\n\r\n"
		"Event: FullyBooted\r\nUptime: 7\r\n\r\n";
	struct stage whole = { 0 };
	size_t cut;

	(void)state;
	stage_open(&whole);
	stage_hear(&whole, login);
	assert_true(whole.port.ready);
	for (cut = 0; cut < sizeof(login); cut++) {
		struct stage st = { 0 };

		stage_open(&st);
		assert_true(stage_bytes(&st, login, cut) >= 0);
		stage_hear(&st, login + cut);
		assert_true(st.port.ready);
		stage_sent(&st, cti__buf_cstr(&whole.port.sent));
		stage_said(&st, "snapshot-begin\nswitch-up code=7\n");
		stage_close(&st);
	}
	stage_close(&whole);
}

static void test_ami_input__the_unreadable_is_counted_and_skipped(void **state)
{
	static const char *const bad[] = {
		"Nonsense: yes\r\n\r\n",
		"no colon at all\r\n\r\n",
		"Event:\r\nUniqueid: 1.1\r\n\r\n",
		": Hangup\r\n\r\n",
		"\xff\xfe\x80\r\n\r\n",
		"Uniqueid: 1.1\r\nCause: 16\r\n\r\n",
	};
	struct stage st = { 0 };
	size_t i, count = sizeof(bad) / sizeof(bad[0]);

	(void)state;
	stage_ready(&st);
	for (i = 0; i < count; i++) {
		stage_hear(&st, bad[i]);
		stage_said(&st, "");
		assert_int_equal(st.port.malformed, i + 1);
		stage_hear(&st, "Event: Hold\r\nUniqueid: 1.1\r\n\r\n");
		stage_said(&st, "hold leg=1.1\n");
	}
	assert_int_equal(st.port.messages, 2 * count);
	/* A NUL is a byte of a value. */
	assert_true(stage_bytes(&st, "Event: Hold\nUniqueid: a\0b\n\n", 28) >
		    0);
	assert_int_equal(st.port.malformed, count);
	assert_int_equal(st.port.fact_count, 1);
	stage_close(&st);
}

static void test_ami_input__the_event_need_not_come_first(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_hear(&st, "Uniqueid: 1.1\r\nevent: Hold\r\n\r\n");
	stage_said(&st, "hold leg=1.1\n");
	/* Of two, the first counts. */
	stage_hear(&st, "Event: Hold\r\nUniqueid: 1.1\r\nEvent: Unhold\r\n"
			"Uniqueid: 1.2\r\n\r\n");
	stage_said(&st, "hold leg=1.1\n");
	stage_close(&st);
}

static void event_of_lines(struct stage *st, size_t lines)
{
	struct cti__buf text = { 0 };
	size_t i;

	cti__buf_text(&text, "Event: Hold\r\nUniqueid: 1.1\r\n");
	for (i = 2; i < lines; i++)
		cti__buf_text(&text, "X: y\r\n");
	cti__buf_text(&text, "\r\n");
	stage_hear(st, cti__buf_cstr(&text));
	cti__buf_fini(&text);
}

static void test_ami_input__an_event_of_too_many_lines_is_none(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	event_of_lines(&st, 1000);
	stage_said(&st, "hold leg=1.1\n");
	event_of_lines(&st, 1001);
	stage_said(&st, "");
	assert_int_equal(st.port.malformed, 1);
	assert_int_equal(st.port.messages, 2);
	event_of_lines(&st, 2);
	stage_said(&st, "hold leg=1.1\n");
	stage_close(&st);
}

#define LIMIT ((size_t)256 * 1024)

static void test_ami_input__a_message_without_an_end_ends_it(void **state)
{
	struct stage st = { 0 };
	char *text = malloc(LIMIT + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', LIMIT + 1);
	stage_ready(&st);
	assert_int_equal(stage_bytes(&st, text, LIMIT - 1), 0);
	assert_int_equal(stage_bytes(&st, text, 1), 0);
	assert_int_equal(stage_bytes(&st, text, 1), CTI_EPROTO);
	assert_string_equal(cti__buf_cstr(&st.port.detail),
			    "the switch sent a message without an end");
	stage_said(&st, "");
	stage_close(&st);
	free(text);
}

static void test_ami_input__as_many_short_ones_as_come_are_read(void **state)
{
	struct stage st = { 0 };
	struct cti__buf text = { 0 };
	size_t i, count = 20000;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < count; i++)
		cti__buf_text(&text, "Event: Hold\r\nUniqueid: 1.1\r\n\r\n");
	assert_true(text.n > LIMIT);
	assert_int_equal(stage_bytes(&st, text.p, text.n), text.n);
	assert_int_equal(st.port.fact_count, count);
	assert_int_equal(st.port.messages, count);
	cti__buf_fini(&text);
	stage_close(&st);
}

static void test_ami_input__a_lost_connection_forgets_the_half_read(
	void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_hear(&st, "Event: Hangup\r\nUniqueid: 1.1\r\nCause: 16\r\n"
			"Cause-txt: longer than all that the next one says "
			"first, so that its ends would be looked for behind "
			"them\r\n");
	fake_port_down(&st.port, CTI_EEOF);
	/* The core's buffer is empty on the next one. */
	cti__buf_clear(&st.unread);
	assert_false(fake_port_up(&st.port));
	stage_hear(&st, STAGE_BANNER "Response: Success\r\n"
				     "ActionID: cti-0000000000000002-login"
				     "\r\n\r\n");
	fake_port_pass(&st.port, 2000);
	assert_true(st.port.ready);
	stage_hear(&st, "Event: Hold\nUniqueid: 1\n\n");
	stage_said(&st, "snapshot-begin\nhold leg=1\n");
	stage_close(&st);
}

static void test_ami_input__replies_to_nobody_are_orphans(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_hear(&st, "Response: Success\r\nActionID: 7\r\n\r\n"
			"Response: Error\r\n\r\n"
			"Response: Success\r\n" STAGE_ID "filter\r\n\r\n"
			"Response: Error\r\n" STAGE_ID "filter\r\n\r\n");
	assert_int_equal(st.port.orphans, 2);
	assert_int_equal(st.port.messages, 4);
	assert_int_equal(st.port.failed, 0);
	stage_said(&st, "");
	stage_close(&st);
}

/* A small generator of its own, so that every run is the same. */
static uint32_t roll(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 16;
}

static void test_ami_input__bytes_that_change_break_nothing(void **state)
{
	static const char bytes[] = "\r\n: \0\xff,;/@<>-09";
	char text[sizeof(session)];
	uint32_t seed = 7;
	size_t round, i;

	(void)state;
	for (round = 0; round < 500; round++) {
		struct stage st = { 0 };

		begin(&st);
		memcpy(text, session, sizeof(text));
		for (i = 0; i < 1 + round % 30; i++)
			text[roll(&seed) % (sizeof(text) - 1)] =
				bytes[roll(&seed) % sizeof(bytes)];
		assert_true(stage_bytes(&st, text, sizeof(text) - 1) >= 0);
		/* What comes behind is understood again. */
		fake_port_forget(&st.port);
		stage_hear(&st, "\r\n\r\nEvent: Hold\r\nUniqueid: 9\r\n\r\n");
		assert_non_null(
			strstr(fake_port_facts(&st.port), "hold leg=9\n"));
		stage_close(&st);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ami_input__a_session_in_one_piece),
		cmocka_unit_test(
			test_ami_input__cut_at_every_byte_it_says_the_same),
		cmocka_unit_test(
			test_ami_input__in_small_pieces_it_says_the_same),
		cmocka_unit_test(
			test_ami_input__a_message_of_90_kb_is_whole_and_in_its_place),
		cmocka_unit_test(test_ami_input__line_feeds_alone_say_the_same),
		cmocka_unit_test(test_ami_input__a_login_cut_at_every_byte),
		cmocka_unit_test(
			test_ami_input__the_unreadable_is_counted_and_skipped),
		cmocka_unit_test(test_ami_input__the_event_need_not_come_first),
		cmocka_unit_test(
			test_ami_input__an_event_of_too_many_lines_is_none),
		cmocka_unit_test(
			test_ami_input__a_message_without_an_end_ends_it),
		cmocka_unit_test(
			test_ami_input__as_many_short_ones_as_come_are_read),
		cmocka_unit_test(
			test_ami_input__a_lost_connection_forgets_the_half_read),
		cmocka_unit_test(test_ami_input__replies_to_nobody_are_orphans),
		cmocka_unit_test(
			test_ami_input__bytes_that_change_break_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
