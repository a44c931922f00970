/* SPDX-License-Identifier: MIT */
/* Actions: no value begins a header of its own; and MD5, as its RFC has it. */
#include "ami_stage.h"

#include "adapters/ami/md5.h"

static void test_ami_action__is_written_as_it_is_put(void **state)
{
	struct stage st = { 0 };
	struct cti__ami_action action;

	(void)state;
	stage_ready(&st);
	cti__ami_action_begin(&action, "Filter");
	cti__ami_action_id(&action, st.port.state, "x");
	cti__ami_action_put(&action, "Empty", CTI__STR_NONE);
	cti__ami_action_put(&action, "Filter", CTI__STR("Event: \xe6\x9d\x8e"));
	assert_int_equal(cti__ami_action_send(&action, st.port.state), 0);
	stage_sent(&st, "Action: Filter\r\n" STAGE_ID "x\r\nEmpty: \r\n"
			"Filter: Event: \xe6\x9d\x8e\r\n\r\n");
	stage_close(&st);
}

static void test_ami_action__a_hostile_value_sends_nothing(void **state)
{
	static const struct cti__str hostile[] = {
		{ "\n", 1 },
		{ "\r", 1 },
		{ "\0", 1 },
		{ "a\r\nAction: Command", 18 },
		{ "a\nAction: Command", 17 },
		{ "\r\n\r\n", 4 },
		{ "ends\n", 5 },
		{ "ends\r", 5 },
		{ "ends\0", 5 },
		{ "a\0\r\nb", 5 },
		{ "\xe6\x9d\x8e\n", 4 },
	};
	struct stage st = { 0 };
	struct cti__ami_action action;
	size_t i;

	(void)state;
	stage_ready(&st);
	for (i = 0; i < sizeof(hostile) / sizeof(hostile[0]); i++) {
		cti__ami_action_begin(&action, "Ping");
		cti__ami_action_put(&action, "A", CTI__STR("good"));
		cti__ami_action_put(&action, "B", hostile[i]);
		/* What comes behind it does not make it better. */
		cti__ami_action_put(&action, "C", CTI__STR("good"));
		assert_int_equal(cti__ami_action_send(&action, st.port.state),
				 CTI_EINVAL);
		stage_sent(&st, "");
	}
	stage_close(&st);
}

static void test_ami_action__all_that_is_no_line_end_may_pass(void **state)
{
	struct cti__ami_action action;
	char value[256];
	size_t n = 0;
	int c;

	(void)state;
	for (c = 1; c < 256; c++)
		if (c != '\r' && c != '\n')
			value[n++] = (char)c;
	cti__ami_action_begin(&action, "Ping");
	cti__ami_action_put(&action, "V", cti__str_n(value, n));
	assert_false(action.bad);
	assert_memory_equal(action.text + action.n - n - 2, value, n);
}

static void test_ami_action__one_that_is_too_long_sends_nothing(void **state)
{
	struct stage st = { 0 };
	struct cti__ami_action action;
	char value[1000];
	/* "Action: P", then a line of 100 bytes each, and the empty line. */
	size_t lines, room = (sizeof(action.text) - 11 - 2) / 100;

	(void)state;
	memset(value, 'x', sizeof(value));
	stage_ready(&st);
	for (lines = room - 2; lines < room + 3; lines++) {
		size_t i;

		cti__ami_action_begin(&action, "P");
		for (i = 0; i < lines; i++)
			cti__ami_action_put(&action, "V",
					    cti__str_n(value, 95));
		assert_int_equal(cti__ami_action_send(&action, st.port.state),
				 lines <= room ? 0 : CTI_EINVAL);
		assert_int_equal(st.port.sent.n,
				 lines <= room ? 11 + lines * 100 + 2 : 0);
		cti__buf_clear(&st.port.sent);
	}
	stage_close(&st);
}

/* Asterisk drops who sends a line of more than 1024 bytes. */
static void test_ami_action__no_line_is_longer_than_asterisk_reads(void **state)
{
	struct stage st = { 0 };
	struct cti__ami_action action;
	char value[1001];
	size_t n;

	(void)state;
	memset(value, 'x', sizeof(value));
	stage_ready(&st);
	for (n = 998; n < 1002; n++) {
		cti__ami_action_begin(&action, "P");
		cti__ami_action_put(&action, "V", cti__str_n(value, n));
		assert_int_equal(cti__ami_action_send(&action, st.port.state),
				 n <= 999 ? 0 : CTI_EINVAL);
		cti__buf_clear(&st.port.sent);
	}
	stage_close(&st);
}

static void test_ami_action__is_wiped_once_it_went(void **state)
{
	struct stage st = { 0 };
	struct cti__ami_action action;
	size_t i;

	(void)state;
	stage_ready(&st);
	memset(&action, 0, sizeof(action));
	cti__ami_action_begin(&action, "Login");
	cti__ami_action_put(&action, "Secret", CTI__STR("s3cret"));
	(void)cti__ami_action_send(&action, st.port.state);
	for (i = 0; i < sizeof(action.text); i++)
		assert_int_equal(action.text[i], 0);
	cti__ami_action_put(&action, "Secret", CTI__STR("s3cret"));
	action.bad = true;
	(void)cti__ami_action_send(&action, st.port.state);
	for (i = 0; i < sizeof(action.text); i++)
		assert_int_equal(action.text[i], 0);
	stage_close(&st);
}

static void test_ami_action__a_ping_is_an_action_of_two_lines(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	assert_int_equal(st.port.adapter->ping(st.port.state), 0);
	stage_sent(&st, "Action: Ping\r\n" STAGE_ID "ping\r\n\r\n");
	/* Its answer is nobody's orphan. */
	stage_hear(&st, "Response: Success\r\n" STAGE_ID "ping\r\n"
			"Ping: Pong\r\n\r\n");
	assert_int_equal(st.port.orphans, 0);
	assert_int_equal(st.port.messages, 1);
	stage_close(&st);
}

static void md5_is(const char *text, size_t n, const char *sum)
{
	struct cti__ami_md5 md5;
	char hex[33];
	size_t step, at;

	/* In pieces of every size, too. */
	for (step = 1; step <= n + 1; step++) {
		cti__ami_md5_init(&md5);
		for (at = 0; at < n; at += step)
			cti__ami_md5_add(&md5, text + at,
					 n - at < step ? n - at : step);
		cti__ami_md5_hex(&md5, hex);
		assert_string_equal(hex, sum);
	}
}

/* The table at the end of RFC 1321, and lengths at a block's edges. */
static void test_ami_action__md5_is_that_of_the_rfc(void **state)
{
	static const struct {
		const char *text, *sum;
	} rows[] = {
		{ "", "d41d8cd98f00b204e9800998ecf8427e" },
		{ "a", "0cc175b9c0f1b6a831c399e269772661" },
		{ "abc", "900150983cd24fb0d6963f7d28e17f72" },
		{ "message digest", "f96b697d7cb7938d525a2f31aaf161d0" },
		{ "abcdefghijklmnopqrstuvwxyz",
		  "c3fcd3d76192e4007dfb496cca67e13b" },
		{ "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		  "0123456789",
		  "d174ab98d277d9f5a5611c2c9f419d9f" },
		{ "1234567890123456789012345678901234567890123456789012345678"
		  "9012345678901234567890",
		  "57edf4a22be3c955ac49da2e2107b67a" },
	};
	static const struct {
		size_t n;
		const char *sum;
	} edges[] = {
		{ 55, "04364420e25c512fd958a70738aa8f72" },
		{ 56, "668a72d5ba17f08e62dabcafad6db14b" },
		{ 57, "693037871c4a9d3d8685018905cb530a" },
		{ 63, "7dc2ca208106a2f703567bdff99d8981" },
		{ 64, "c1bb4f81d892b2d57947682aeb252456" },
		{ 65, "1bc932052302d074bdec39795fe00cf6" },
		{ 119, "ab347a5f68c8a443cfcddc633f12c24f" },
		{ 120, "fb98667f98096de92620b64f46e1c5b5" },
		{ 128, "d69cb61a6ee87200676eb0d4b90edbcb" },
		{ 1000, "398533d48111e9f664b1f64cb10c4b63" },
	};
	char text[1000];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		md5_is(rows[i].text, strlen(rows[i].text), rows[i].sum);
	memset(text, 'x', sizeof(text));
	for (i = 0; i < sizeof(edges) / sizeof(edges[0]); i++)
		md5_is(text, edges[i].n, edges[i].sum);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ami_action__is_written_as_it_is_put),
		cmocka_unit_test(
			test_ami_action__a_hostile_value_sends_nothing),
		cmocka_unit_test(
			test_ami_action__all_that_is_no_line_end_may_pass),
		cmocka_unit_test(
			test_ami_action__one_that_is_too_long_sends_nothing),
		cmocka_unit_test(
			test_ami_action__no_line_is_longer_than_asterisk_reads),
		cmocka_unit_test(test_ami_action__is_wiped_once_it_went),
		cmocka_unit_test(
			test_ami_action__a_ping_is_an_action_of_two_lines),
		cmocka_unit_test(test_ami_action__md5_is_that_of_the_rfc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
